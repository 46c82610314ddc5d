"""The custom fields of a catalogue as a table: names and choices are edited in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from catalogue.fields import kinds, lists
from catalogue.fields.draft import Entity
from catalogue.fields.registry import Field

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()

ABOUT: dict[Entity, str] = {"copy": "The disc", "edition": "The edition", "film": "The film"}
NAME, KIND, BELONGS, CHOICES, USED = range(5)
_HEADS = ("Name", "Kind", "Says something about", "Choices", "Values")


class CustomFieldsModel(QAbstractTableModel):
    """What is typed is asked for by signal; the table shows it when it is so."""

    name_wanted = Signal(str, str)  # key, name
    choices_wanted = Signal(str, str)  # key, what was typed

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[Field, ...] = ()
        self._used: Mapping[str, int] = {}

    def show(self, fields: Sequence[Field], used: Mapping[str, int]) -> None:
        """Shows other fields, with the number of records that have a value in each."""
        self.beginResetModel()
        self._fields, self._used = tuple(fields), dict(used)
        self.endResetModel()

    def field(self, row: int) -> Field | None:
        """The field in a row."""
        return self._fields[row] if 0 <= row < len(self._fields) else None

    def row_of(self, key: str) -> int | None:
        """Where a field stands."""
        return next((row for row, field in enumerate(self._fields) if field.key == key), None)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self.field(index.row()) if index.isValid() else None
        if field is None:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == USED:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == NAME:
            return f"In a search: {field.query_name}:"
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return None
        used = self._used.get(field.key, 0)
        return (
            field.label,
            field.kind.name.capitalize(),
            ABOUT[field.entity],
            lists.WORDS.format(field.choices),
            f"{used:,}" if used else "",
        )[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == USED else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return _HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        field = self.field(index.row()) if index.isValid() else None
        flags = super().flags(index)
        choice = field is not None and isinstance(field.kind, kinds.Choice)
        if index.column() == NAME or (index.column() == CHOICES and choice):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        field = self.field(index.row()) if index.isValid() else None
        if field is None or role != Qt.ItemDataRole.EditRole or str(value) == self.data(index):
            return False
        wanted = self.name_wanted if index.column() == NAME else self.choices_wanted
        wanted.emit(field.key, str(value))
        return True
