"""Three buttons above the list that say what it has rows for."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from catalogue.search.scopes import ListScope


class ScopeBar(QWidget):
    """A button for each scope, side by side, with the chips of the query behind them."""

    def __init__(self, actions: dict[ListScope, QAction], chips: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 0, 4)
        row.setSpacing(2)
        for scope, action in actions.items():
            button = QToolButton()
            button.setObjectName(f"scope_{scope}")
            button.setDefaultAction(action)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setAccessibleName(f"List {action.property('words').lower()}")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(8)
        row.addWidget(chips, 1000)
        # While there are no chips the buttons stay where they are.
        row.addStretch(1)
