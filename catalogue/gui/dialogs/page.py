"""A pasted page before it is saved: what was understood, what is doubtful, and where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import FilmMatch
from catalogue.collection.commands import FilmName, Incoming
from catalogue.errors import FieldError
from catalogue.fields import registry
from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft, FactDraft
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.film import film_words
from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.models.facts import FIELD, SURE, VALUE, FactsModel, Span
from catalogue.gui.runner import Task
from catalogue.gui.widgets.flow import FlowLayout
from catalogue.gui.widgets.look import as_list
from catalogue.gui.widgets.notice import Notice
from catalogue.gui.widgets.page_text import Mark, PageText
from catalogue.gui.widgets.steady import ComboBox

Index = QModelIndex | QPersistentModelIndex
_PAUSE = 200
_NEW = "new"
_TALL = 160


class PageDialog(QDialog):
    """Emits `save_wanted` with the draft as the person left it. The page is saved, or not, by whoever opened it."""

    save_wanted = Signal(object)  # Incoming

    def __init__(
        self,
        draft: DocumentDraft,
        words: tuple[str, Sequence[Span | None]],
        match: FilmMatch,
        bus: Bus,
        parent: QWidget | None = None,
        attach_to: int | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Paste a page")
        self._draft, self._bus, self._attach_to = draft, bus, attach_to
        self._places = list(words[1])
        self._task: Task | None = None
        self._picked = False
        self._title_fact = _first(draft, "title")
        self._year_fact = _first(draft, "year")
        self.notice = Notice()
        self.facts = FactsModel(draft, self._places, self)
        self.text = PageText(words[0])
        self.text.setObjectName("page.text")
        self.text.setAccessibleName("The page")
        self.title = LineEditor(registry.BY_KEY["title"], None)
        self.year = LineEditor(registry.BY_KEY["year"], None)
        self.title.setObjectName("page.title")
        self.year.setObjectName("page.year")
        self.year.setMaximumWidth(80)
        self.belongs = ComboBox()
        self.belongs.setObjectName("page.belongs")
        self.belongs.setAccessibleName("Belongs to")
        self.belongs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._why = QLabel()
        self._title_doubt = QLabel()
        self._perhaps = QWidget()
        self.table = self._make_table()
        self._summary = QLabel()
        self._next_doubt = QPushButton("Next &doubt")
        self.save = QPushButton("&Save")
        self.save.setObjectName("page.save")
        self._fill()
        self._arrange()
        self._connect()
        self._show_match(match)
        self._show_facts()
        self.table.setFocus()
        self.resize(1080, 720)

    def incoming(self) -> Incoming:
        """The page as the person left it. Raises FieldError for a value that is none."""
        wrong = next((row.error for row in self.facts.rows if row.keep and row.error), None)
        if wrong:
            raise FieldError(wrong)
        title = registry.BY_KEY["title"].parse(self.title.text())
        year = registry.BY_KEY["year"].parse(self.year.text())
        left_out = {id(row.fact) for row in self.facts.rows if not row.keep}
        if year is None and self._year_fact is not None:
            left_out |= {id(fact) for fact in self._draft.facts if fact.about == "film" and fact.field == "year"}
        kept = tuple(fact for fact in self._draft.facts if id(fact) not in left_out)
        gone = tuple(fact for fact in self._draft.facts if id(fact) in left_out)
        draft = replace(self._draft, facts=kept) if left_out else self._draft
        corrections = tuple((row.fact, row.value) for row in self.facts.rows if row.keep and row.changed)
        named = title is not None and (title, year) != self._stated()
        film = FilmName(title, year) if named and title is not None else None
        target = self.belongs.currentData() if self._picked and self._attach_to is None else None
        return Incoming(
            draft,
            film if self._attach_to is None else None,
            self._attach_to,
            target if isinstance(target, int) else None,
            target == _NEW,
            corrections + (self._named_corrections(title, year) if self._attach_to is not None else ()),
            gone,
        )

    def refused(self, sentence: str) -> None:
        """The page could not be saved; everything is as the person left it."""
        self.save.setEnabled(True)
        self.notice.say(sentence, "error")

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._task is not None:
            self._task.drop()
        super().closeEvent(event)

    def reject(self) -> None:
        if self._task is not None:
            self._task.drop()
        super().reject()

    def _stated(self) -> tuple[Any, Any]:
        return (
            self._title_fact.value if self._title_fact else None,
            self._year_fact.value if self._year_fact else None,
        )

    def _named_corrections(self, title: Any, year: Any) -> tuple[tuple[FactDraft, Any], ...]:
        # The film is known: what was typed over its title and year is a correction like any other.
        found = []
        for fact, key, value in ((self._title_fact, "title", title), (self._year_fact, "year", year)):
            if value is not None and (fact is None or fact.value != value):
                found.append((fact or FactDraft("film", key, value), value))
        return tuple(found)

    def _fill(self) -> None:
        title, year = self._stated()
        self.title.setText(title or "")
        self.year.setText(str(year or ""))
        fact = self._title_fact
        if fact is not None and fact.confidence < DOUBTFUL_BELOW:
            self._title_doubt.setText(f"Doubtful: {fact.reason or 'the page does not name its film.'}")
        elif fact is None:
            self._title_doubt.setText("The page does not name its film.")
        self._title_doubt.setVisible(bool(self._title_doubt.text()))
        flow = FlowLayout(self._perhaps, 6)
        for other in fact.alternatives if fact is not None else ():
            button = QPushButton(str(other).replace("&", "&&"))
            button.setAutoDefault(False)
            button.setAccessibleName(f"The title is {other}")
            button.clicked.connect(lambda _=False, other=other: self.title.setText(str(other)))
            flow.addWidget(button)
        self._perhaps.setVisible(bool(flow.count()))
        if self._attach_to is not None:
            self.belongs.setEnabled(False)

    def _make_table(self) -> QTableView:
        made = _Facts()
        made.setObjectName("page.facts")
        made.setAccessibleName("What was understood")
        made.setModel(self.facts)
        made.setItemDelegate(_ValueDelegate(self.facts, made))
        made.setFrameShape(QFrame.Shape.NoFrame)
        as_list(made)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        trigger = QAbstractItemView.EditTrigger
        made.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        made.horizontalHeader().setSectionResizeMode(VALUE, QHeaderView.ResizeMode.Stretch)
        made.setColumnWidth(FIELD, 150)
        made.setColumnWidth(SURE, 150)
        return made

    def _arrange(self) -> None:
        names = QGridLayout()
        names.setHorizontalSpacing(12)
        names.setVerticalSpacing(4)
        for row, column, text, widget in (
            (0, 0, "Title", self.title),
            (0, 1, "Year", self.year),
        ):
            label = QLabel(text)
            label.setBuddy(widget)
            names.addWidget(label, row, column)
            names.addWidget(widget, row + 1, column)
        names.addWidget(self._title_doubt, 2, 0, 1, 2)
        names.addWidget(self._perhaps, 3, 0, 1, 2)
        belongs = QLabel("Belongs to")
        belongs.setBuddy(self.belongs)
        names.addWidget(belongs, 4, 0, 1, 2)
        names.addWidget(self.belongs, 5, 0, 1, 2)
        names.addWidget(self._why, 6, 0, 1, 2)
        names.setColumnStretch(0, 1)
        for quiet in (self._why, self._title_doubt):
            quiet.setWordWrap(True)
            quiet.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        head = QHBoxLayout()
        head.addWidget(self._summary, 1)
        head.addWidget(self._next_doubt)
        right = QWidget()
        column_ = QVBoxLayout(right)
        column_.setContentsMargins(14, 10, 14, 0)
        column_.setSpacing(10)
        column_.addLayout(names)
        column_.addLayout(head)
        column_.addWidget(self.table, 1)
        left = QWidget()
        page = QVBoxLayout(left)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.text, 1)
        page.addWidget(_Legend())
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([480, 600])
        cancel = QPushButton("&Cancel")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 12)
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        outer = QVBoxLayout(self)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notice)
        outer.addWidget(split, 1)
        outer.addLayout(foot)
        self.setMinimumSize(640, 420)
        for button in (cancel, self.save, self._next_doubt):
            button.setAutoDefault(False)
        self.save.setToolTip("Ctrl+S")
        self.save.setShortcut("Ctrl+S")

    def _connect(self) -> None:
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        for editor in (self.title, self.year):
            editor.edited.connect(self._pause.start)
        self.belongs.activated.connect(self._on_picked)
        self.facts.edited.connect(self._show_facts)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.text.pointed.connect(self._on_pointed)
        self._next_doubt.clicked.connect(self._go_to_doubt)
        self.save.clicked.connect(self._save)

    def _look(self) -> None:
        if self._task is not None:
            self._task.drop()
        try:
            title = registry.BY_KEY["title"].parse(self.title.text())
            year = registry.BY_KEY["year"].parse(self.year.text())
        except FieldError as error:
            self._why.setText(str(error))
            return
        collection, draft = self._bus.collection, self._draft
        self._task = self._bus.runner.read(lambda _: collection.match(draft, title, year), self._show_match)

    def _show_match(self, match: FilmMatch) -> None:
        self._picked = False
        self.belongs.clear()
        if self._attach_to is not None:
            self.belongs.addItem("The record that it was attached to", None)
            self._why.hide()
            return
        if match.film_id is None and self._draft.kind == "article" and self._stated()[0] == self.title.text().strip():
            self.belongs.addItem("Nothing yet: it waits for its film", None)
        for number, title, year in match.films:
            self.belongs.addItem(f"{film_words(title, year)}, in the catalogue", number)
        self.belongs.addItem("A new film", _NEW)
        if match.film_id is None:
            # Films of the same name are offered, but none of them is taken without a word.
            self.belongs.setCurrentIndex(0 if self.belongs.itemData(0) is None else self.belongs.count() - 1)
        self._why.setText(match.doubt or f"{match.reason[:1].upper()}{match.reason[1:]}.")
        self._why.show()

    def _on_picked(self) -> None:
        self._picked = True

    def _show_facts(self) -> None:
        kept, doubtful = self.facts.counts()
        doubts = f", {doubtful:,} of them doubtful" if doubtful else ""
        self._summary.setText(f"{kept:,} facts{doubts}" if kept != 1 else f"1 fact{doubts}")
        self._next_doubt.setEnabled(self.facts.next_doubt(-1) is not None)
        marks = [
            Mark(*row.place, doubtful=row.doubtful, left_out=not row.keep)
            for row in self.facts.rows
            if row.place is not None
        ]
        for fact, place in zip(self._draft.facts, self._places, strict=True):
            if place is not None and fact.about == "film" and fact.field in ("title", "year"):
                marks.append(Mark(*place, doubtful=fact.confidence < DOUBTFUL_BELOW))
        self.text.set_marks(marks)

    def _on_row(self, current: QModelIndex) -> None:
        place = self.facts.rows[current.row()].place if current.isValid() else None
        if place is not None and not self.text.hasFocus():
            self.text.point_to(*place)

    def _on_pointed(self, character: int) -> None:
        holding = [
            (row.place[1] - row.place[0], number)
            for number, row in enumerate(self.facts.rows)
            if row.place is not None and row.place[0] <= character < row.place[1]
        ]
        if holding and self.text.hasFocus():
            self.table.selectRow(min(holding)[1])

    def _go_to_doubt(self) -> None:
        row = self.facts.next_doubt(self.table.currentIndex().row())
        if row is not None:
            self.table.setFocus()
            self.table.setCurrentIndex(self.facts.index(row, VALUE))

    def _save(self) -> None:
        # What stands in an open cell counts as typed.
        self.save.setFocus()
        try:
            incoming = self.incoming()
        except FieldError as error:
            self.notice.say(str(error), "error", take_focus=False)
            if any(row.keep and row.error for row in self.facts.rows):
                self._go_to_doubt()
            return
        self.save.setEnabled(False)
        self.save_wanted.emit(incoming)


class _Facts(QTableView):
    """Space ticks the row, whatever cell of it has the keyboard."""

    def keyPressEvent(self, event: Any) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            tick = index.siblingAtColumn(FIELD)
            on = tick.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if on else Qt.CheckState.Checked
            self.model().setData(tick, state, Qt.ItemDataRole.CheckStateRole)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.edit(index.siblingAtColumn(VALUE))
            return
        super().keyPressEvent(event)


class _ValueDelegate(QStyledItemDelegate):
    """One line; a text in several; a list to choose from where the page may mean something else."""

    def __init__(self, facts: FactsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._facts = facts

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        row = self._facts.rows[index.row()]
        others = self._facts.alternatives(index.row())
        made: QWidget
        if "\n" in row.text():
            made = QPlainTextEdit(parent)
            made.setTabChangesFocus(True)
        elif others:
            made = ComboBox(parent)
            made.setEditable(True)
            made.addItems(list(dict.fromkeys([row.text(), *others])))
        else:
            made = QLineEdit(parent)
        made.setAccessibleName(f"Value of {row.field.label if row.field is not None else 'the fact'}")
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        text = str(index.data(Qt.ItemDataRole.EditRole))
        if isinstance(editor, QPlainTextEdit):
            if not editor.document().isModified():
                editor.setPlainText(text)
        elif isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())
        elif isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRect(option.rect)
        around = editor.parentWidget()
        if isinstance(editor, QPlainTextEdit) and around is not None:
            area.setHeight(min(_TALL, around.height()))
            area.moveBottom(min(area.bottom(), around.height() - 1))
        editor.setGeometry(area)


class _Legend(QWidget):
    """What the marks in the text mean, each drawn as it stands there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        words = "understood    doubtful    not read"
        self._sample = PageText(words)
        self._sample.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sample.setFrameShape(QFrame.Shape.NoFrame)
        self._sample.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sample.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sample.setFixedHeight(self._sample.fontMetrics().height() + 22)
        self._sample.set_marks([Mark(0, 10), Mark(14, 22, doubtful=True)])
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.addWidget(self._sample)


def _first(draft: DocumentDraft, key: str) -> FactDraft | None:
    return next((fact for fact in draft.facts if fact.about == "film" and fact.field == key), None)
