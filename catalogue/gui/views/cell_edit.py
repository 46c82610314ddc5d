"""Editing a cell of the table of results in its place: Enter goes down, Tab on to the next cell, Esc takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QTableView, QWidget

from catalogue.errors import FieldError
from catalogue.fields.lists import Parts
from catalogue.fields.registry import Field
from catalogue.gui import theme
from catalogue.gui.forms.cell_editor import Asked, CellEditing, Index
from catalogue.gui.forms.habits import Habits
from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.forms.page import Complete
from catalogue.gui.models.results import ResultsModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


def in_place(field: Field) -> bool:
    """Whether a field is edited in its cell; the form is the place for the others."""
    return not field.kept and not isinstance(field.kind, Parts) and field.kind.editor != "text"


class ResultCells(CellEditing):
    """Says what is wrong below the cell, and keeps it open until it is right or taken back."""

    changed = Signal(int, object, object)  # row id, Field, value
    said = Signal(str)
    ended = Signal()

    def __init__(self, model: ResultsModel, table: QTableView) -> None:
        super().__init__(self._asked, table)
        self._model = model
        self._table = table
        self._words = QLabel(table.viewport())
        self._words.setAutoFillBackground(True)
        self._words.setBackgroundRole(QPalette.ColorRole.Window)
        self._words.setFrameShape(QFrame.Shape.Box)
        self._words.setMargin(4)
        self._words.hide()
        self.complete: Complete | None = None
        self.habits = Habits()
        self._at: tuple[int, Field] | None = None

    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:
        self._at = (self._model.ids()[index.row()], self._model.field(index.column()))
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, LineEditor):
            editor.edited.connect(self._words.hide)
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        super().destroyEditor(editor, index)
        self._words.hide()
        self.ended.emit()

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        # By the id that the row had when the cell was opened: rows may have moved since.
        if not isinstance(editor, LineEditor) or self._at is None:
            return
        row_id, field = self._at
        if editor.text() == editor.property("before"):
            return
        try:
            value = self._read(field, editor.text())
        except FieldError as error:
            self.said.emit(f"{field.label} was not changed: {error}")
            return
        editor.setProperty("before", editor.text())
        self.changed.emit(row_id, field, value)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        super().setEditorData(editor, index)
        if isinstance(editor, LineEditor) and editor.property("before") is None:
            editor.setProperty("before", editor.text())

    def key(self, editor: LineEditor, event: QKeyEvent) -> bool:
        if event.key() not in (*_ENTER, *_TAB):
            return False
        if self._at is None or self._wrong(editor, self._at[1]):
            return True
        row_id = self._at[0]
        field = self._at[1]
        self.finish()
        if event.key() in _ENTER:
            self._go_down(row_id, field)
        else:
            self._go_on(row_id, field, -1 if event.key() == Qt.Key.Key_Backtab else 1)
        return True

    def _wrong(self, editor: LineEditor, field: Field) -> bool:
        try:
            self._read(field, editor.text())
        except FieldError as error:
            look = self._words.palette()
            look.setColor(QPalette.ColorRole.WindowText, theme.shades(self._table.palette()).error)
            self._words.setPalette(look)
            self._words.setText(str(error))
            self._words.adjustSize()
            below = editor.geometry().bottomLeft() + QPoint(0, 2)
            room = self._table.viewport().size()
            left = max(min(below.x(), room.width() - self._words.width()), 0)
            top = below.y() if below.y() + self._words.height() <= room.height() else editor.y() - self._words.height()
            self._words.move(left, top)
            self._words.raise_()
            self._words.show()
            editor.setAccessibleDescription(str(error))
            return True
        return False

    def words(self) -> str:
        """What is said about the cell that is open."""
        return self._words.text() if self._words.isVisible() else ""

    def _read(self, field: Field, text: str) -> Any:
        value = field.parse(self.habits.complete(field.kind, text))
        self.habits.learn(field.kind, value)
        return value

    def _go_down(self, row_id: int, field: Field) -> None:
        row = self._model.row_of(row_id)
        if row is not None and row + 1 < self._model.rowCount():
            self._table.setCurrentIndex(self._model.index(row + 1, self._model.keys().index(field.key)))
        self._table.setFocus()

    def _go_on(self, row_id: int, field: Field, step: int) -> None:
        header = self._table.horizontalHeader()
        row = self._model.row_of(row_id)
        if row is None:
            return
        visual = header.visualIndex(self._model.keys().index(field.key))
        places: Callable[[int], int] = header.logicalIndex
        cells = [(row + down, places(place)) for down in (-1, 0, 1) for place in range(header.count())]
        at = cells.index((row, places(visual)))
        following = cells[at + 1 :] if step > 0 else cells[:at][::-1]
        for next_row, column in following:
            if (
                0 <= next_row < self._model.rowCount()
                and in_place(self._model.field(column))
                and not self._model.elsewhere(next_row, column)
            ):
                index = self._model.index(next_row, column)
                self._table.setCurrentIndex(index)
                self._table.edit(index)
                return

    def _asked(self, index: Index) -> Asked:
        field = self._model.field(index.column())
        complete = self.complete
        if complete is None:
            return field, None
        return field, lambda typed, answer: complete(field.key, typed, answer)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._words.hide()
        return super().eventFilter(editor, event)
