"""Values of a field with their counts: a list, or for places a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from catalogue.collection import FacetValue
from catalogue.fields.text import identity

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1


class _Node:
    __slots__ = ("children", "count", "name", "parent", "row", "value")

    def __init__(self, parent: _Node | None, row: int, name: str, value: str, count: int) -> None:
        self.parent, self.row = parent, row
        self.name, self.value, self.count = name, value, count
        self.children: list[_Node] = []


class FacetModel(QAbstractItemModel):
    """Display is the value's own name, UserRole the value to search for, COUNT_ROLE the number of rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: list[FacetValue] = []
        self._root = _Node(None, 0, "", "", 0)

    def set_values(self, values: Sequence[FacetValue]) -> bool:
        """Shows other values; tells whether they differ from those before. A changed count alone resets nothing."""
        shape = [(value.value, value.depth) for value in values]
        before = [(value.value, value.depth) for value in self._values]
        if list(values) == self._values:
            return False
        self._values = list(values)
        if shape == before:
            for node, value in zip(self._all(self._root), values, strict=True):
                node.count = value.count
                index = self.createIndex(node.row, 0, node)
                self.dataChanged.emit(index, index)
            return False
        self.beginResetModel()
        self._root = _Node(None, 0, "", "", 0)
        path = [self._root]
        for value in values:
            del path[value.depth + 1 :]
            above = path[-1]
            name = value.label or (value.value.rsplit("/", 1)[-1] if len(path) > 1 else value.value)
            node = _Node(above, len(above.children), name, value.value, value.count)
            above.children.append(node)
            path.append(node)
        self.endResetModel()
        return True

    def find(self, value: str) -> QModelIndex:
        """Where a value stands; an invalid index when it is not there. Case does not matter, marks do."""
        wanted = identity(value)
        for node in self._all(self._root):
            if identity(node.value) == wanted:
                return self.createIndex(node.row, 0, node)
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        children = self._node(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        above = self._node(index).parent
        if above is None or above.parent is None:
            return QModelIndex()
        return self.createIndex(above.row, 0, above)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.column() > 0 else len(self._node(parent).children)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self._node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.name
        if role == Qt.ItemDataRole.UserRole:
            return node.value
        if role == COUNT_ROLE:
            return node.count
        if role == Qt.ItemDataRole.ToolTipRole:
            return node.value.replace("/", " › ")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{node.name}, {node.count}"
        return None

    def _node(self, index: Index) -> _Node:
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, _Node) else self._root

    def _all(self, node: _Node) -> Iterator[_Node]:
        left = node.children[::-1]
        while left:
            found = left.pop()
            yield found
            left += found.children[::-1]
