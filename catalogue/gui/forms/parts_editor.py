"""A field that is a list of records: a table of them, and below it a line to type or paste more."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from catalogue.errors import FieldError
from catalogue.fields.lists import Parts
from catalogue.fields.registry import Field
from catalogue.gui import icons
from catalogue.gui.forms.habits import Habits
from catalogue.gui.forms.parts_table import CellSource, PartsTable
from catalogue.gui.forms.texts import TextEditor
from catalogue.gui.models.parts import PartsModel
from catalogue.gui.widgets.completion import CursorCompletion

Values = list[dict[str, Any]]


class PartsEditor(TextEditor):
    """The line. `text` and `setText` speak of the whole field, a record to a line; Enter ends a typed one."""

    pasted = Signal(str, int)  # several lines, and the row where they were put
    ended = Signal()  # a line or a cell that was typed, right or wrong

    def __init__(self, field: Field, sources: CellSource | None, habits: Habits, parent: QWidget | None = None) -> None:
        self.parts_model = PartsModel(cast(Parts, field.kind), field.kept, habits)
        super().__init__(field, 1, parent)
        self.parts_model.setParent(self)
        self.pane = QWidget()
        self.table = PartsTable(field, self.parts_model, sources, self.pane)
        self.table.left.connect(self.setFocus)
        self.table.pasted.connect(self._paste_rows)
        self.parts_model.edited.connect(self.edited)
        self.parts_model.edited.connect(self.ended)
        self.setToolTip("One to a line; Enter adds it. In the table, Alt+Up and Alt+Down move rows")
        self._completion: CursorCompletion | None = None
        if sources is not None:
            first = self.parts_model.kind.cells[0].key
            self._completion = CursorCompletion(self, sources(first), self._name_typed, self._insert_name)
        self._arrange()

    def load(self, parts: Values) -> None:
        """Shows stored parts; what they hold besides their cells stays with them."""
        self.parts_model.set_parts(parts or ())
        self._write("")

    def parts(self) -> Values:
        """The parts as edited, with what is still being typed. Raises FieldError."""
        kind = self.parts_model.kind
        typed = kind.parse(self.typed())
        found = self.parts_model.parts()
        return kind.numbered([*found, *typed]) if typed else found

    def state(self) -> list[Any]:
        """What stands here, right or wrong, to compare with what stood here before."""
        return [self.parts_model.state(), self.typed().strip()]

    def finish(self) -> None:
        """Takes over what is being typed into a cell."""
        self.table.cells.finish()

    def typed(self) -> str:
        """The lines that are no rows yet."""
        return QPlainTextEdit.toPlainText(self)

    def text(self) -> str:
        kind = self.parts_model.kind
        try:
            rows = kind.format(self.parts_model.parts())
        except FieldError:
            rows = "\n".join(" ".join(map(str, row)) for row in self.parts_model.state())
        return "\n".join(part for part in (rows, self.typed()) if part.strip())

    def setText(self, text: str) -> None:
        try:
            parts = self.parts_model.kind.parse(text or "")
        except FieldError:
            # What is no list stays as text, to be put right and not to be lost.
            self.parts_model.set_parts(())
            self._write(text)
        else:
            self.load(parts)
        self.edited.emit()

    def toPlainText(self) -> str:
        return self.text()

    def setPlainText(self, text: str) -> None:
        self.setText(text)

    def clear(self) -> None:
        self.setText("")

    def take(self, text: str) -> bool:
        """Puts lines into the table as rows; tells whether they could be read."""
        try:
            parts = self.parts_model.kind.parse(text)
        except FieldError:
            return False
        self.parts_model.insert(self.parts_model.rowCount(), parts)
        self.table.scrollToBottom()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if not self.typed().strip():
                self.focusNextChild()
            elif self.take(self.typed()):
                self._write("")
            else:
                self.ended.emit()
            return
        if key == Qt.Key.Key_Up and not self.typed() and self.parts_model.rowCount():
            self.table.setFocus()
            return
        if key == Qt.Key.Key_Insert:
            self.table.add_row()
            return
        super().keyPressEvent(event)
        if self._completion is not None and event.text().isprintable() and event.text():
            self._completion.ask()

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text()
        if "\n" not in text.strip():
            super().insertFromMimeData(source)
            return
        at = self.parts_model.rowCount()
        if self.take(self.typed() + text):
            self._write("")
            self.pasted.emit(text, at)
        else:
            super().insertFromMimeData(source)

    def _paste_rows(self) -> None:
        text = QGuiApplication.clipboard().text().strip()
        at = self.parts_model.rowCount()
        if text and self.take(text):
            self.pasted.emit(text, at)
        elif text:
            self._write(text)
            self.setFocus()
            self.ended.emit()

    def _write(self, text: str) -> None:
        QPlainTextEdit.setPlainText(self, text)

    def _name_typed(self) -> str:
        line = self.typed().splitlines()[-1] if self.typed() else ""
        return line if len(line) > 1 and " as " not in line and not set(line) & set("(:") else ""

    def _insert_name(self, name: str) -> None:
        self._write(name)
        self.moveCursor(self.textCursor().MoveOperation.End)

    def _arrange(self) -> None:
        column = QVBoxLayout(self.pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self, 1)
        add = QToolButton()
        add.setIcon(icons.icon("plus"))
        add.setAutoRaise(True)
        add.setToolTip("Add a row (Insert)")
        add.setAccessibleName(f"Add a row to {self.field.label}")
        add.clicked.connect(self.table.add_row)
        row.addWidget(add, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        for widget in (self, add):
            widget.setVisible(not self.field.kept)
