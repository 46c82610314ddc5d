"""Values that would change, one a row: of which record, from what to what. Each may have a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from catalogue.collection import Difference
from catalogue.collection.replacing import Hit

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
SPANS_ROLE = Qt.ItemDataRole.UserRole + 1
"""Where in a text the hits lie: (start, end) pairs."""

_HEADS = ("Record", "Field", "Now", "Then")
_AROUND = 30
_MOST = 240
_NAME, _FIELD, _OLD, _NEW = range(4)


@dataclass(frozen=True, slots=True)
class Line:
    """One row, in words. A `problem` says why it cannot be done."""

    name: str
    field: str
    old: str
    new: str
    spans: tuple[tuple[int, int], ...] = ()
    problem: str | None = None

    @staticmethod
    def of_difference(difference: Difference) -> Line:
        """A line of a preview."""
        label, old, new = difference.words()
        return Line(difference.name, label, old, new)

    @staticmethod
    def of_hit(hit: Hit) -> Line:
        """A line of find and replace; of a long text the part around the first hit."""
        start = max(hit.spans[0][0] - _AROUND, 0) if len(hit.old) > _MOST else 0
        ahead = "…" if start else ""
        move = len(ahead) - start
        spans = tuple((first + move, last + move) for first, last in hit.spans)
        old, new = (ahead + text[start : start + _MOST].replace("\n", " ") for text in (hit.old, hit.new))
        return Line(hit.name, hit.field.label, old, new, spans, hit.problem)


class ChangesModel(QAbstractTableModel):
    """With `ticks`, the first column says which rows are wanted; a row with a problem cannot be."""

    ticked = Signal()

    def __init__(self, ticks: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticks = ticks
        self._lines: list[Line] = []
        self._wanted: list[bool] = []

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Shows other rows, all of them ticked."""
        self.beginResetModel()
        self._lines = list(lines)
        self._wanted = [line.problem is None for line in lines]
        self.endResetModel()
        self.ticked.emit()

    def wanted(self) -> list[int]:
        """The numbers of the ticked rows."""
        return [row for row, wanted in enumerate(self._wanted) if wanted]

    def tick(self, rows: Sequence[int], wanted: bool) -> None:
        """Ticks rows, or takes their ticks away."""
        for row in rows:
            self._wanted[row] = wanted and self._lines[row].problem is None
        if rows:
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(_HEADS) - 1))
            self.ticked.emit()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        ticks = self._ticks and index.column() == _NAME and self._lines[index.row()].problem is None
        return found | Qt.ItemFlag.ItemIsUserCheckable if ticks else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.name, line.field, line.old, line.new)[column]
        if role == Qt.ItemDataRole.CheckStateRole and self._ticks and column == _NAME:
            return Qt.CheckState.Checked if self._wanted[index.row()] else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.problem or (line.name, line.field, line.old, line.new)[column]
        if role == SPANS_ROLE and column == _OLD:
            return line.spans
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return line.problem
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self._ticks:
            return False
        self.tick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True
