"""The rows of a field that is a list of records: its kind's cells are the columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from catalogue.errors import FieldError
from catalogue.fields.lists import Cell, Parts
from catalogue.gui.forms.habits import Habits

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
WRONG = Qt.ItemDataRole.UserRole
"""Why the text of a cell is no value of it."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(slots=True)
class _Row:
    """A part, and what was typed into it that is no value, by cell. What a part holds besides its cells stays.

    A row that is `begun` here and has nothing in it is none; one that was stored so is.
    """

    part: dict[str, Any]
    wrong: dict[str, str] = field(default_factory=dict)
    begun: bool = False


class PartsModel(QAbstractTableModel):
    """Rows are moved, added and taken away; a cell takes any text and says itself what is wrong with it."""

    edited = Signal()

    def __init__(self, kind: Parts, read_only: bool, habits: Habits, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._read_only = read_only
        self._habits = habits
        self._rows: list[_Row] = []

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.kind.cells)

    def cell(self, index: Index) -> Cell:
        """The cell that a column stands for."""
        return self.kind.cells[index.column()]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._read_only:
            return flags
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, cell = self._rows[index.row()], self.cell(index)
        wrong = row.wrong.get(cell.key)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell.kind.show(row.part.get(cell.key)) if wrong is None else wrong
        if role == Qt.ItemDataRole.EditRole:
            return cell.kind.format(row.part.get(cell.key)) if wrong is None else wrong
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if cell.kind.right_aligned else _LEFT
        return self.problem(index.row(), cell) if role == WRONG else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.kind.cells[section].label if orientation == Qt.Orientation.Horizontal else section + 1
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return _RIGHT if self.kind.cells[section].kind.right_aligned else _LEFT
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or str(value) == self.data(index, role):
            return False
        row, cell = self._rows[index.row()], self.cell(index)
        try:
            parsed = cell.kind.parse(self._habits.complete(cell.kind, str(value)))
        except FieldError:
            row.wrong[cell.key] = str(value)
        else:
            row.wrong.pop(cell.key, None)
            # Another person, another text: what was known of the one before does not go with it.
            kept = {key: part for key, part in row.part.items() if key not in ("person_id", "document")}
            row.part = kept | {cell.key: cell.default if parsed is None else parsed}
        row.begun = True
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True

    def problem(self, number: int, cell: Cell) -> str | None:
        """What is wrong with a cell, in words, or None."""
        row = self._rows[number]
        if cell.key in row.wrong:
            try:
                cell.kind.parse(self._habits.complete(cell.kind, row.wrong[cell.key]))
            except FieldError as error:
                return f"Row {number + 1}, {cell.label.lower()}: {error}"
        blank = row.part.get(cell.key) in (None, "")
        if blank and not cell.optional and not self._nothing_in(row):
            return f"Row {number + 1} needs {cell.label.lower()}."
        return None

    def set_parts(self, parts: Iterable[dict[str, Any]]) -> None:
        """Shows these parts and no others."""
        self.beginResetModel()
        self._rows = [_Row(dict(part)) for part in parts]
        self.endResetModel()

    def parts(self) -> list[dict[str, Any]]:
        """The parts in their order; rows in which nothing stands are left out. Raises FieldError."""
        for number in range(len(self._rows)):
            for cell in self.kind.cells:
                if (problem := self.problem(number, cell)) is not None:
                    raise FieldError(problem)
        return self.kind.numbered([row.part for row in self._rows if not self._nothing_in(row)])

    def state(self) -> list[Any]:
        """What stands in the rows, right or wrong, to compare with what stood there before."""
        rows = [row for row in self._rows if not self._nothing_in(row)]
        return [[row.wrong.get(cell.key) or row.part.get(cell.key) for cell in self.kind.cells] for row in rows]

    def lines(self, rows: Iterable[int]) -> str:
        """Rows as text, a line for each; those that are not right yet are left out."""
        cells = self.kind.cells
        right = [row for row in rows if not any(self.problem(row, cell) for cell in cells)]
        return self.kind.format([self._rows[row].part for row in right if not self._nothing_in(self._rows[row])])

    def insert(self, at: int, parts: Sequence[dict[str, Any]]) -> None:
        """Puts parts before a row."""
        if not parts:
            return
        self.beginInsertRows(QModelIndex(), at, at + len(parts) - 1)
        self._rows[at:at] = [_Row(dict(part)) for part in parts]
        self.endInsertRows()
        self.edited.emit()

    def insert_blank(self, at: int) -> None:
        """Puts a row to be filled in before a row."""
        self.insert(at, [{cell.key: cell.default for cell in self.kind.cells}])
        self._rows[at].begun = True

    def remove(self, rows: Iterable[int]) -> None:
        """Takes rows away."""
        for row in sorted(set(rows), reverse=True):
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._rows[row]
            self.endRemoveRows()
        self.edited.emit()

    def move(self, rows: Iterable[int], to: int) -> int:
        """Puts rows together before the row `to`; tells where the first of them stands now."""
        wanted = sorted(set(rows))
        at = to - sum(1 for row in wanted if row < to)
        moved = [self._rows[row] for row in wanted]
        self.layoutAboutToBeChanged.emit()
        rest = [row for number, row in enumerate(self._rows) if number not in set(wanted)]
        before = list(self._rows)
        self._rows = [*rest[:at], *moved, *rest[at:]]
        places = {id(row): number for number, row in enumerate(self._rows)}
        old = self.persistentIndexList()
        new = [self.index(places[id(before[index.row()])], index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()
        self.edited.emit()
        return at

    def _nothing_in(self, row: _Row) -> bool:
        empty = all(row.part.get(cell.key) in (None, "", cell.default) for cell in self.kind.cells)
        return row.begun and not row.wrong and empty
