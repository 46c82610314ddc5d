"""Editing one cell of a table in its place, with the completions and keys of the form's lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from catalogue.fields.registry import Field
from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.widgets.cells import CellDelegate
from catalogue.gui.widgets.completion import Source

Index = QModelIndex | QPersistentModelIndex
Asked = tuple[Field, Source | None]
"""The field that a cell holds a value of, and where its completions come from."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellEditing(CellDelegate):
    """Opens a line over the cell. While its completions are open they have the keys, then the table has them."""

    def __init__(self, ask: Callable[[Index], Asked], parent: QWidget) -> None:
        super().__init__(parent)
        self._ask = ask
        self._open: LineEditor | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field, source = self._ask(index)
        editor = LineEditor(field, source, parent)
        editor.setMinimumHeight(0)
        editor.setTextMargins(2, 0, 0, 0)
        editor.setAutoFillBackground(True)
        self._open = editor
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self._open:
            self._open = None
        super().destroyEditor(editor, index)

    def opened(self) -> LineEditor | None:
        """The line that is open over a cell."""
        return self._open

    def finish(self) -> None:
        """Takes what is being typed over, as Enter does."""
        if self._open is not None:
            self.commitData.emit(self._open)
            self.closeEditor.emit(self._open, self.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # Once: news of the row must not take away what is being typed.
        if isinstance(editor, LineEditor) and not editor.property("filled"):
            editor.setProperty("filled", True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QObject, index: Index) -> None:
        if isinstance(editor, LineEditor):
            index.model().setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(editor, LineEditor) and isinstance(event, QKeyEvent):
            completion = editor.completion
            if completion is not None and completion.is_open() and completion.wants(event):
                return False
            if event.type() == QEvent.Type.KeyPress and self.key(editor, event):
                return True
        return bool(super().eventFilter(editor, event))

    def key(self, editor: LineEditor, event: QKeyEvent) -> bool:
        """A table that gives keys a meaning of its own; True when that was all."""
        if event.key() in _ENTER:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, self.EndEditHint.NoHint)
            return True
        return False
