"""A toolbar that gives up the names beside its icons before the line in it becomes too short to type in."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolBar, QWidget

_LINE = 28
"""So many characters of a line in the toolbar are seen before the names are."""


class Toolbar(QToolBar):
    """Shows icons with their names where there is room, else icons alone; tooltips name them still."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(18, 18))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._with_names = 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes the names away, or puts them back."""
        super().resizeEvent(event)
        if self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            # Qt counts about 17 characters for a line.
            self._with_names = self.sizeHint().width() + (_LINE - 17) * self.fontMetrics().horizontalAdvance("x")
        names = self.width() >= self._with_names
        styles = Qt.ToolButtonStyle
        self.setToolButtonStyle(styles.ToolButtonTextBesideIcon if names else styles.ToolButtonIconOnly)
