"""The values of a field with their counts, filtered by what is typed and by whether they have likely twins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from catalogue.collection import ValueInUse
from catalogue.fields import collation
from catalogue.fields.text import fold

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
VALUE, COUNT, SORT_NAME = range(3)


class ValuesModel(QAbstractTableModel):
    """`sort_name_wanted` says that a person is to be sorted under another name."""

    sort_name_wanted = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[ValueInUse] = []
        self._shown: list[ValueInUse] = []
        self._people = False
        self._typed = ""
        self._twins = False

    def set_values(self, values: Sequence[ValueInUse], people: bool) -> None:
        """Shows other values; people have a name that sorts beside their own."""
        self._all = list(values)
        self._people = people
        self._filter()

    def narrow(self, typed: str, twins: bool) -> None:
        """Shows only values that hold what was typed, or only those that are likely one with another."""
        self._typed, self._twins = fold(typed.strip()), twins
        self._filter()

    def value(self, row: int) -> ValueInUse:
        """The value in a row."""
        return self._shown[row]

    def row_of(self, value: str) -> int | None:
        """Where a value is shown."""
        return next((row for row, one in enumerate(self._shown) if one.value == value), None)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 3 if self._people else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ("Value", "Films" if self._people else "Records", "Sorts as")[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if index.column() == SORT_NAME else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, column = self._shown[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return (one.value, f"{one.count:,}", one.sort_name or "")[column]
        if role == Qt.ItemDataRole.TextAlignmentRole and column == COUNT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != SORT_NAME:
            return False
        one = self._shown[index.row()]
        if str(value).strip() != (one.sort_name or ""):
            self.sort_name_wanted.emit(one.value, str(value))
        return True

    def _filter(self) -> None:
        self.beginResetModel()
        self._shown = [one for one in self._all if self._typed in fold(one.value) and (one.group or not self._twins)]
        if self._twins:
            self._shown.sort(key=lambda one: (one.group, -one.count, collation.key(one.value)))
        self.endResetModel()
