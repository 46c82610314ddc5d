"""The floor for the cover wall: Qt's own list of icons, told that all of them are of one size, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bare_table import BareModel, BareView, all_ids, opened
from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication, QListView, QStackedWidget, QWidget


class BareCovers(BareModel):
    """A title, and a picture of its own for each: the plainest there is."""

    def __init__(self, connection: Any, size: QSize) -> None:
        super().__init__(connection)
        self._size = size
        self._pictures: dict[int, QPixmap] = {}

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DecorationRole:
            return super().data(index, role)
        row = index.row()
        if row not in self._pictures:
            self._pictures[row] = QPixmap(self._size)
            self._pictures[row].fill(QColor.fromHsv(row % 360, 70, 118))
        return self._pictures[row]


class BareGrid(BareView):
    """All rows as icons, behind another page at first."""

    def __init__(self, database: Path, cell: QSize, picture: QSize, room: QSize) -> None:
        connection = opened(database)
        self._model = BareCovers(connection, picture)
        self._model.set_ids(all_ids(connection, "title"))
        view = QListView()
        super().__init__(view)
        view.setViewMode(QListView.ViewMode.IconMode)
        view.setUniformItemSizes(True)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setMovement(QListView.Movement.Static)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setGridSize(cell)
        view.setIconSize(picture)
        view.setModel(self._model)
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._view)
        self._stack.resize(room)
        self._stack.show()
        QApplication.processEvents()

    def show(self) -> float:
        """Shows the icons instead of what was seen before."""
        return self._painted(lambda: self._stack.setCurrentWidget(self._view))
