"""A view of equal cells side by side: where each cell lies is arithmetic, so 100,000 of them cost no more than ten."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

_Index = QModelIndex | QPersistentModelIndex
_Move = QAbstractItemView.CursorAction
_Hint = QAbstractItemView.ScrollHint
_Flag = QItemSelectionModel.SelectionFlag


class GridView(QAbstractItemView):
    """Shows the rows of a model as cells, left to right and top to bottom; who inherits from it paints them.

    It shares the model and the selection of a table: whole rows are selected.
    """

    def __init__(self, cell: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cell = cell
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)

    def cell(self) -> QSize:
        """The size of a cell."""
        return self._cell

    def set_cell(self, cell: QSize) -> None:
        """Shows larger or smaller cells; what was in the middle stays there."""
        if cell == self._cell:
            return
        middle = self.indexAt(self.viewport().rect().center())
        self._cell = cell
        self.updateGeometries()
        if middle.isValid():
            self.scrollTo(middle, _Hint.PositionAtCenter)
        self.viewport().update()

    def columns(self) -> int:
        """How many cells stand side by side."""
        return max(self.viewport().width() // self._cell.width(), 1)

    def shown(self) -> range:
        """The rows of the model that are seen now, wholly or in part."""
        return self._rows_in(self.viewport().rect())

    # What Qt asks of a view.

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelReset.connect(self.updateGeometries)
        self.updateGeometries()

    def visualRect(self, index: _Index) -> QRect:
        return self.place(index.row()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        across = (point.x() - self._left()) // self._cell.width()
        down = (point.y() + self.verticalOffset()) // self._cell.height()
        row = down * self.columns() + across
        if not 0 <= across < self.columns() or not 0 <= row < self._count():
            return QModelIndex()
        return self.model().index(row, 0)

    def scrollTo(self, index: _Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible) -> None:
        place, height = self.visualRect(index), self.viewport().height()
        bar = self.verticalScrollBar()
        if hint == _Hint.PositionAtCenter:
            bar.setValue(bar.value() + place.center().y() - height // 2)
        elif hint == _Hint.PositionAtTop or (hint == _Hint.EnsureVisible and place.top() < 0):
            bar.setValue(bar.value() + place.top())
        elif hint == _Hint.PositionAtBottom or (hint == _Hint.EnsureVisible and place.bottom() > height):
            bar.setValue(bar.value() + place.bottom() - height + 1)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        return False

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = self._count()
        if not count:
            return QModelIndex()
        page = max(self.viewport().height() // self._cell.height(), 1) * self.columns()
        steps = {
            _Move.MoveLeft: -1,
            _Move.MovePrevious: -1,
            _Move.MoveRight: 1,
            _Move.MoveNext: 1,
            _Move.MoveUp: -self.columns(),
            _Move.MoveDown: self.columns(),
            _Move.MovePageUp: -page,
            _Move.MovePageDown: page,
            _Move.MoveHome: -count,
            _Move.MoveEnd: count,
        }
        current = self.currentIndex().row() if self.currentIndex().isValid() else 0
        wanted = current + steps.get(action, 0)
        if action in (_Move.MoveUp, _Move.MoveDown) and not 0 <= wanted < count:
            wanted = current
        return self.model().index(min(max(wanted, 0), count - 1), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        area = rect.normalized()
        selection = QItemSelection()
        model, last = self.model(), self.model().columnCount() - 1
        begin: int | None = None
        rows = self._rows_in(area)
        for row in (*rows, None):
            inside = row is not None and self.visualRect(model.index(row, 0)).intersects(area)
            if inside and begin is None:
                begin = row
            elif not inside and begin is not None:
                end = (rows.stop if row is None else row) - 1
                selection.select(model.index(begin, 0), model.index(end, last))
                begin = None
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        # The selection may have 100,000 rows; only those in sight can need painting.
        region = QRegion()
        shown = self.shown()
        for number in range(selection.count()):
            part = selection.at(number)
            for row in range(max(part.top(), shown.start), min(part.bottom() + 1, shown.stop)):
                region += self.visualRect(self.model().index(row, 0))
        return region

    def selectionCommand(self, index: _Index, event: object = None) -> QItemSelectionModel.SelectionFlag:
        return super().selectionCommand(index, event) | _Flag.Rows  # type: ignore[arg-type]

    def updateGeometries(self) -> None:
        lines = -(-self._count() // self.columns())
        bar = self.verticalScrollBar()
        bar.setSingleStep(max(self._cell.height() // 3, 1))
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(lines * self._cell.height() - self.viewport().height(), 0))
        super().updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.model() is not None:
            painter = QPainter(self.viewport())
            painter.setFont(self.font())
            self.paint_cells(painter, self._rows_in(event.rect()))

    def paint_cells(self, painter: QPainter, rows: range) -> None:
        """Paints some cells, each where `place` says."""
        raise NotImplementedError

    def place(self, row: int) -> QRect:
        """Where a cell lies in the viewport."""
        down, across = divmod(row, self.columns())
        left = self._left() + across * self._cell.width()
        return QRect(QPoint(left, down * self._cell.height() - self.verticalOffset()), self._cell)

    def _count(self) -> int:
        return self.model().rowCount() if self.model() is not None else 0

    def _left(self) -> int:
        """The cells stand in the middle: what is left of the width is shared by both sides."""
        return (self.viewport().width() - self.columns() * self._cell.width()) // 2

    def _rows_in(self, area: QRect) -> range:
        first = (area.top() + self.verticalOffset()) // self._cell.height()
        last = (area.bottom() + self.verticalOffset()) // self._cell.height()
        count = self._count()
        return range(min(max(first, 0) * self.columns(), count), min((last + 1) * self.columns(), count))
