"""Find and replace in the texts of records: a wish, a list of what would change with ticks, one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import Changes
from catalogue.collection.commands import Replacement, ReplaceText
from catalogue.collection.replacing import Hit, Wish, searchable
from catalogue.errors import UserError
from catalogue.gui import theme
from catalogue.gui.bus import Bus
from catalogue.gui.models.changes import Line
from catalogue.gui.runner import Task
from catalogue.gui.widgets.changes_table import ChangesTable
from catalogue.gui.widgets.one_line import OneLine
from catalogue.gui.widgets.steady import ComboBox
from catalogue.gui.wording import counted, quoted
from catalogue.jobs import Job

_ANY = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: in words, and the rows when they are needed."""

    label: str
    rows: Callable[[], Sequence[int]]


class ReplaceDialog(QDialog):
    """Stays open beside the window; each round is one step that can be undone."""

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("replace")
        self.setWindowTitle("Find and replace")
        self._bus = bus
        self._task: Task | None = None
        self._hits: list[Hit] = []
        self._wish = Wish("", "")
        self._scopes: list[Scope] = []
        self.field = ComboBox()
        self.field.setObjectName("replace.field")
        self.scope = ComboBox()
        self.scope.setObjectName("replace.scope")
        self.sought = self._line("replace.find", "Find")
        self.given = self._line("replace.put", "Replace by")
        self._problems = {"find": _Problem(self.sought), "put": _Problem(self.given)}
        self.regex = QCheckBox("Regular e&xpression")
        self.regex.setToolTip(r"\d is a digit, .* anything; \1 in the replacement is what the first (…) found")
        self.case = QCheckBox("&Match case")
        self.whole = QCheckBox("&Whole values only")
        self.look = QPushButton("&Find")
        self.look.setObjectName("replace.look")
        self.look.clicked.connect(self._on_look)
        self.table = ChangesTable("replace.table", "What would change", ticks=True)
        self.table.changes.ticked.connect(self._show_count)
        self.all = QCheckBox("&All")
        self.all.setObjectName("replace.all")
        self.all.clicked.connect(
            lambda wanted: self.table.changes.tick(range(self.table.changes.rowCount()), bool(wanted))
        )
        self.count = QLabel()
        self.count.setObjectName("replace.count")
        self.count.setWordWrap(True)
        self.count.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.replace = QPushButton("&Replace")
        self.replace.setObjectName("replace.replace")
        self.replace.clicked.connect(self._on_replace)
        self._close = QPushButton("&Close")
        self._close.clicked.connect(self.reject)
        self._arrange()
        for part in (self.sought, self.given):
            part.textChanged.connect(self._forget)
        for box in (self.regex, self.case, self.whole):
            box.toggled.connect(self._forget)
        for choice in (self.field, self.scope):
            choice.currentIndexChanged.connect(self._forget)
        self._forget()
        self.resize(900, 560)

    def open_for(self, scopes: Sequence[Scope]) -> None:
        """Shows the dialog; the first place to look is chosen."""
        self._list_fields()
        self._scopes = list(scopes)
        self.scope.clear()
        self.scope.addItems([scope.label for scope in scopes])
        self._forget()
        self.show()
        self.raise_()
        self.activateWindow()
        self.sought.setFocus()
        self.sought.selectAll()

    def _list_fields(self) -> None:
        """The fields as they are now: those of the person's own come and go."""
        before = self.field.currentData()
        self.field.clear()
        self.field.addItem("All fields that hold text", _ANY)
        for field in searchable(self._bus.collection.fields()):
            self.field.addItem(field.label, field.key)
        self.field.setCurrentIndex(max(self.field.findData(before or _ANY), 0))

    def hits(self) -> list[Hit]:
        """What was found last."""
        return list(self._hits)

    def reject(self) -> None:
        self._stop()
        super().reject()

    def _on_look(self) -> None:
        if self._task is not None:
            self._stop()
            self._say("Stopped looking; nothing was changed.")
            return
        wish = Wish(
            self.sought.text(), self.given.text(), self.regex.isChecked(), self.case.isChecked(), self.whole.isChecked()
        )
        problems = wish.problems()
        for side, label in self._problems.items():
            label.say(problems.get(side, ""))
        if problems:
            (self.sought if "find" in problems else self.given).setFocus()
            return
        key = self.field.currentData()
        keys = [key] if key != _ANY else [self.field.itemData(place) for place in range(1, self.field.count())]
        rows = list(self._scopes[self.scope.currentIndex()].rows())
        collection = self._bus.collection
        self._wish = wish

        def work(job: Job) -> list[Hit]:
            return collection.hits(rows, keys, wish, job)

        self._task = self._bus.runner.read(work, self._show, self._failed)
        self.look.setText("&Stop")
        self._say("Looking …")

    def _show(self, hits: list[Hit]) -> None:
        self._done_looking()
        self._hits = hits
        self.table.changes.set_lines([Line.of_hit(hit) for hit in hits])
        self._show_count()
        if hits:
            self.table.setFocus()
            self.table.selectRow(0)

    def _failed(self, error: Exception) -> None:
        self._done_looking()
        if isinstance(error, UserError):
            self._say("")
            self._problems["find"].say(str(error))
        else:
            self._say("The texts could not be looked through; nothing was changed.")
            self._bus.runner.failed.emit(error)

    def _on_replace(self) -> None:
        wanted = [self._hits[row] for row in self.table.changes.wanted()]
        replacements = tuple(
            Replacement(hit.entity, hit.record_id, hit.field.key, hit.place, hit.old, hit.new) for hit in wanted
        )
        put = quoted(self._wish.put, 30) if self._wish.put else "nothing"
        command = ReplaceText(replacements, f"Replace {quoted(self._wish.find, 30)} by {put}")
        collection = self._bus.collection
        self.replace.setEnabled(False)
        label = "Replacing" if len(replacements) > 200 else ""
        self._bus.runner.change(lambda job: collection.run(command, job=job), self._replaced, self._failed, label)

    def _replaced(self, changes: Changes) -> None:
        left = changes.result[1] if changes.result else 0
        self._forget()
        also = f" {counted(left, 'text')} read otherwise by then and stayed." if left else ""
        self._say(f"{changes.label}.{also} It can be undone.")

    def _forget(self) -> None:
        """What was found belongs to another wish now."""
        self._stop()
        self._hits = []
        self.table.changes.set_lines([])
        for label in self._problems.values():
            label.say("")
        self._say("")

    def _show_count(self) -> None:
        wanted = len(self.table.changes.wanted())
        self.replace.setEnabled(wanted > 0)
        self.replace.setText(f"&Replace {wanted:,}" if wanted else "&Replace")
        self.all.setEnabled(bool(self._hits))
        self.all.setChecked(bool(self._hits) and wanted == sum(hit.problem is None for hit in self._hits))
        if self._hits:
            records = len({(hit.entity, hit.record_id) for hit in self._hits})
            wrong = sum(hit.problem is not None for hit in self._hits)
            also = f" {counted(wrong, 'text')} cannot take it; rest on the row to see why." if wrong else ""
            self._say(f"Found {counted(len(self._hits), 'text')} in {counted(records, 'record')}.{also}")
        elif self._wish.find and self._task is None and self._wish.find == self.sought.text():
            self._say(f"{quoted(self._wish.find)} stands nowhere there.")

    def _stop(self) -> None:
        if self._task is not None:
            self._task.drop()
        self._done_looking()

    def _done_looking(self) -> None:
        self._task = None
        self.look.setText("&Find")

    def _say(self, words: str) -> None:
        self.count.setText(words)

    def _line(self, name: str, label: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setAccessibleName(label)
        made.setValidator(OneLine(made))
        made.returnPressed.connect(self._on_look)
        return made

    def _arrange(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for row, (side, editor) in enumerate((("Find", self.sought), ("Replace by", self.given))):
            label = QLabel(f"&{side}:")
            label.setBuddy(editor)
            grid.addWidget(label, 2 * row, 0)
            grid.addWidget(editor, 2 * row, 1)
            grid.addWidget(self._problems["put" if row else "find"], 2 * row + 1, 1)
        choices: tuple[tuple[str, str, QComboBox], ...] = (
            ("I&n:", "Field", self.field),
            ("&Of:", "Records", self.scope),
        )
        for row, (words, name, choice) in enumerate(choices):
            label = QLabel(words)
            label.setBuddy(choice)
            choice.setAccessibleName(name)
            grid.addWidget(label, 2 * row, 2)
            grid.addWidget(choice, 2 * row, 3)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(3, 2)
        ticks = QHBoxLayout()
        ticks.setSpacing(16)
        for box in (self.regex, self.case, self.whole):
            ticks.addWidget(box)
        ticks.addStretch(1)
        ticks.addWidget(self.look)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.all)
        foot.addWidget(self.count, 1)
        foot.addWidget(self._close)
        foot.addWidget(self.replace)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addLayout(ticks)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.setMinimumSize(620, 380)
        for button in (self.look, self.replace, self._close):
            button.setAutoDefault(False)


class _Problem(QLabel):
    """What is wrong with a line, in words beneath it."""

    def __init__(self, editor: QLineEdit) -> None:
        super().__init__()
        self._editor = editor
        self.setObjectName(f"{editor.objectName()}.problem")
        self.setWordWrap(True)
        self.hide()

    def say(self, words: str) -> None:
        """Shows what is wrong; nothing hides the line."""
        look = self.palette()
        look.setColor(QPalette.ColorRole.WindowText, theme.shades(look).error)
        self.setPalette(look)
        self.setText(words)
        self.setVisible(bool(words))
        self._editor.setAccessibleDescription(words)
