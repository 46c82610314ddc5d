"""The table of a field that is a list of records: rows dragged, moved, added and taken away by keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QTableView, QWidget

from catalogue.fields.registry import Field
from catalogue.gui import theme
from catalogue.gui.forms.cell_editor import Asked, CellEditing, Index
from catalogue.gui.models.parts import WRONG, PartsModel
from catalogue.gui.widgets.cells import PAD
from catalogue.gui.widgets.completion import Source

CellSource = Callable[[str], Source]
"""Where the completions of a cell come from, by the cell's key."""

_MOST_ROWS = 14  # more of them scroll inside
_LEAST, _NARROW = 64, 150


class PartsTable(QTableView):
    """As high as its rows. Alt with an arrow moves rows, Insert adds one, Delete takes rows away.

    Rows are copied as the lines that the editor below reads, and such lines are pasted as rows.
    """

    left = Signal()  # downwards, to the line below
    pasted = Signal()

    def __init__(self, field: Field, model: PartsModel, sources: CellSource | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.parts = model
        self._field = field
        self._sources = sources
        self.setModel(model)
        self.setAccessibleName(f"{field.label}, table")
        self.cells = _PartDelegate(self._ask, self)
        self.setItemDelegate(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed | triggers.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 9)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows.setVisible("order" in model.kind.numbered([{}])[0])
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self.fit)
        self.fit()

    def chosen_rows(self) -> list[int]:
        """The rows that are selected."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def fit(self) -> None:
        """Takes the room that the rows need, or none while there are none."""
        count = self.parts.rowCount()
        height = min(count, _MOST_ROWS) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(height + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth())
        self.setVisible(count > 0)
        self._fit_columns()

    def add_row(self) -> None:
        """Adds a row below the current one and begins to fill it in."""
        current = self.currentIndex()
        at = current.row() + 1 if current.isValid() and self.hasFocus() else self.parts.rowCount()
        self.parts.insert_blank(at)
        self.setFocus()
        self.setCurrentIndex(self.parts.index(at, 0))
        self.edit(self.currentIndex())

    def remove_rows(self) -> None:
        """Takes the selected rows away."""
        rows = self.chosen_rows()
        if not rows:
            return
        self.parts.remove(rows)
        if self.parts.rowCount():
            self.setCurrentIndex(self.parts.index(min(rows[0], self.parts.rowCount() - 1), 0))
        else:
            self.left.emit()

    def copy_rows(self) -> None:
        """Puts the selected rows on the clipboard, a line for each."""
        QGuiApplication.clipboard().setText(self.parts.lines(self.chosen_rows()))

    def move_rows(self, step: int) -> None:
        """Moves the selected rows up or down by one; they stay selected."""
        rows = self.chosen_rows()
        to = rows[0] - 1 if step < 0 and rows else rows[-1] + 2 if rows else 0
        if rows and 0 <= to <= self.parts.rowCount():
            self.parts.move(rows, to)
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        editable = not self._field.kept
        if editable and alt == Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_rows(-1 if key == Qt.Key.Key_Up else 1)
        elif event.matches(QKeySequence.StandardKey.Copy) and self.chosen_rows():
            self.copy_rows()
        elif editable and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif editable and key == Qt.Key.Key_Insert:
            self.add_row()
        elif editable and key == Qt.Key.Key_Delete:
            self.remove_rows()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        elif key == Qt.Key.Key_Down and not alt and self.currentIndex().row() == self.parts.rowCount() - 1:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.parts.rowCount():
            self.setCurrentIndex(self.parts.index(0, 0))

    def drop_rows(self, place: QPoint) -> None:
        """Puts the selected rows between the two rows whose edge is nearest to a place."""
        index = self.indexAt(place)
        below = index.isValid() and place.y() > self.visualRect(index).center().y()
        to = index.row() + int(below) if index.isValid() else self.parts.rowCount()
        if self.chosen_rows():
            self.parts.move(self.chosen_rows(), to)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is self:
            self.drop_rows(event.position().toPoint())
        # As a copy: Qt would take away the rows that a move left behind.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        # Narrow cells take what stands in them, wide ones share the rest; nothing is wider than the table.
        cells = self.parts.kind.cells
        wide = [number for number, cell in enumerate(cells) if cell.wide] or list(range(len(cells)))
        widths = {number: self._narrow(number) for number in range(len(cells)) if number not in wide}
        free = max(self.viewport().width() - sum(widths.values()), _LEAST * len(wide))
        widths |= {number: free // len(wide) for number in wide}
        for number, width in widths.items():
            self.setColumnWidth(number, width)

    def _narrow(self, column: int) -> int:
        heading = self.fontMetrics().horizontalAdvance(self.parts.kind.cells[column].label) + 2 * PAD + 4
        return max(heading, _LEAST, min(self.sizeHintForColumn(column) + 2 * PAD, _NARROW))

    def _ask(self, index: Index) -> Asked:
        cell = self.parts.cell(index)
        key = f"{self._field.key}.{cell.key}"
        field = Field(key, cell.label, cell.kind, self._field.entity, self._field.group, choices=cell.choices)
        return field, self._sources(cell.key) if self._sources is not None else None


class _PartDelegate(CellEditing):
    """Marks what is wrong."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if index.data(WRONG):
            painter.setPen(QPen(theme.shades(option.palette).error, 1))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
