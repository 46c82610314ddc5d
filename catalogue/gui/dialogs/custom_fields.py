"""Fields of one's own: added, renamed, moved and removed, each at once and each to be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import Changes, commands
from catalogue.fields import custom, lists
from catalogue.fields.registry import Vocabulary
from catalogue.gui import failures, icons
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.losing import ask_first
from catalogue.gui.models.custom_fields import ABOUT, CHOICES, NAME, CustomFieldsModel
from catalogue.gui.widgets.look import as_list
from catalogue.gui.widgets.notice import Notice
from catalogue.gui.widgets.steady import ComboBox

_HINTS = {
    "text": "One line: who signed it, a shelf mark",
    "long text": "Several lines: notes on a subject",
    "number": "2.5 or 1500; sorted and searched as a number",
    "date": "A day, a month or a year",
    "yes or no": "Yes, no, or not known",
    "choice": "One of a few values that you name",
    "list": "Several values: the guests of an evening",
    "link": "The address of a page",
    "money": "An amount with its currency",
    "rating": "0 to 10 in halves, as five stars",
}


class FieldsDialog(QDialog):
    """Changes are made as they are asked for; what happened is said in the dialog, with a way back."""

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("own_fields")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Fields of your own")
        self._bus = bus
        self._chosen: str | None = None  # the field that is chosen when the table is shown anew
        self.model = CustomFieldsModel(self)
        self.table = self._make_table()
        self.notice = Notice()
        self.name, self.kind, self.about, self.choices = QLineEdit(), ComboBox(), ComboBox(), QLineEdit()
        self.hint = QLabel()
        self.add = QPushButton("&Add")
        self.up = self._button("Move &up", "arrow-up", "Alt+Up", lambda: self._move(-1))
        self.down = self._button("Move &down", "arrow-down", "Alt+Down", lambda: self._move(1))
        self.remove = self._button("&Remove", "trash-2", "Del", self._remove)
        self._arrange()
        self._connect()
        self._on_kind()
        self._on_chosen()
        self._load()
        self.resize(760, 480)
        self.name.setFocus()

    def _make_table(self) -> QTableView:
        made = QTableView()
        made.setObjectName("own_fields.list")
        made.setAccessibleName("Fields of your own")
        made.setModel(self.model)
        as_list(made)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = made.horizontalHeader()
        header.setAccessibleName("Columns")
        for column, width in enumerate((180, 90, 150, 200, 70)):
            made.setColumnWidth(column, width)
        header.setSectionResizeMode(CHOICES, QHeaderView.ResizeMode.Stretch)
        return made

    def _button(self, text: str, icon: str, keys: str, act: Callable[[], object]) -> QPushButton:
        made = QPushButton(icons.icon(icon), text)
        made.setAutoDefault(False)
        made.setToolTip(f"{text.replace('&', '')} ({keys})")
        made.clicked.connect(lambda: act())
        shortcut = QShortcut(QKeySequence(keys), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(lambda: act() if made.isEnabled() else None)
        return made

    def _arrange(self) -> None:
        words = QLabel(
            "What you want to note beyond the usual fields. Each stands in the form, can be a column, is searched by "
            "its name and goes into exports."
        )
        words.setWordWrap(True)
        words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        buttons = QVBoxLayout()
        for button in (self.up, self.down, self.remove):
            buttons.addWidget(button)
        buttons.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(10)
        middle.addWidget(self.table, 1)
        middle.addLayout(buttons)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(words)
        column.addLayout(middle, 1)
        column.addWidget(self.notice)
        column.addLayout(self._new_field())
        column.addWidget(close)

    def _new_field(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        parts: tuple[tuple[str, QWidget, str, int], ...] = (
            ("&New field", self.name, "name", 4),
            ("&Kind", self.kind, "kind", 2),
            ("Says &something about", self.about, "about", 2),
            ("&Choices", self.choices, "choices", 4),
        )
        for place, (label, widget, name, stretch) in enumerate(parts):
            head = QLabel(label)
            head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            head.setBuddy(widget)
            widget.setAccessibleName(label.replace("&", ""))
            widget.setObjectName(f"own_fields.{name}")
            grid.addWidget(head, 0, place)
            grid.addWidget(widget, 1, place)
            grid.setColumnStretch(place, stretch)
        self.name.setMaxLength(custom.LONGEST_NAME)
        self.name.setPlaceholderText("Signed by")
        self.choices.setPlaceholderText("red; green; blue")
        for kind in custom.KINDS:
            self.kind.addItem(kind.capitalize(), kind)
        for entity, label in ABOUT.items():
            self.about.addItem(label, entity)
        self.hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.add.setObjectName("own_fields.add")
        self.add.setDefault(True)
        grid.addWidget(self.add, 1, len(parts))
        grid.addWidget(self.hint, 2, 0, 1, len(parts))
        return grid

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.add.clicked.connect(self._add)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.model.name_wanted.connect(lambda key, name: self._run(commands.ChangeField(key, name=name)))
        self.model.choices_wanted.connect(
            lambda key, typed: self._run(commands.ChangeField(key, choices=_choices(typed)))
        )
        self._bus.changed.connect(self._load)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self._bus.undo)
        QShortcut(QKeySequence("Ctrl+Shift+Z"), self).activated.connect(self._bus.redo)

    def _load(self, _: object = None) -> None:
        collection = self._bus.collection
        self._bus.runner.read(lambda _: (collection.fields(), collection.custom_values()), self._show)

    def _show(self, answer: tuple[Vocabulary, dict[str, int]]) -> None:
        vocabulary, used = answer
        field = self.model.field(self.table.currentIndex().row())
        wanted = self._chosen or (field.key if field is not None else None)
        self.model.show(vocabulary.custom, used)
        row = self.model.row_of(wanted) if wanted is not None else None
        if row is not None:
            self._chosen = None
            self.table.setCurrentIndex(self.model.index(row, NAME))
        self._on_chosen()

    def _on_chosen(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        row = rows.pop() if rows else None
        self.up.setEnabled(row is not None and row > 0)
        self.down.setEnabled(row is not None and row < self.model.rowCount() - 1)
        self.remove.setEnabled(row is not None)

    def _on_kind(self) -> None:
        kind = self.kind.currentData()
        self.hint.setText(_HINTS[kind])
        self.choices.setEnabled(kind == "choice")
        if kind != "choice":
            self.choices.clear()

    def _add(self) -> None:
        command = commands.AddField(
            self.name.text(), self.kind.currentData(), self.about.currentData(), _choices(self.choices.text())
        )

        def done(changes: Changes) -> None:
            self._chosen = changes.result
            self.name.clear()
            self.choices.clear()
            self.name.setFocus()
            self._load()

        self._run(command, done)

    def _move(self, step: int) -> None:
        row = self.table.currentIndex().row()
        field = self.model.field(row)
        if field is not None:
            self._run(commands.MoveField(field.key, row + step))

    def _remove(self) -> None:
        row = self.table.currentIndex().row()
        field = self.model.field(row)
        if field is not None:
            # The next one takes its place.
            after = self.model.field(row + 1) or self.model.field(row - 1)
            command = commands.RemoveField(field.key)

            def run() -> None:
                self._chosen = after.key if after is not None else None
                self._run(command, self._say_removed, "Removing a field")

            ask_first(self._bus, command, "&Remove it", self, run)

    def _say_removed(self, changes: Changes) -> None:
        self.notice.say(f"{changes.label}.", answers=(("&Undo", self._bus.undo),), take_focus=False)

    def _run(self, command: Any, done: Callable[[Changes], object] | None = None, label: str = "") -> None:
        self.notice.hide()
        collection = self._bus.collection
        self._bus.runner.change(
            lambda job: collection.run(command, job=job), done, lambda error: failures.show(error, self.notice), label
        )


def _choices(typed: str) -> tuple[str, ...]:
    return tuple(lists.WORDS.parse(typed))
