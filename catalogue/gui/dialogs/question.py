"""A question in a window of its own: its words, what can be done, and a way to leave things as they are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget


class Question(QDialog):
    """The Enter key, too, leaves things as they are, once there is a button that does. `body` is below the words."""

    def __init__(self, name: str, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        said = QLabel(words)
        said.setObjectName(f"{name}.words")
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        self._buttons = QDialogButtonBox()
        self._buttons.rejected.connect(self.reject)
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(14)
        column.addWidget(said)
        column.addLayout(self.body)
        column.addStretch(1)
        column.addWidget(self._buttons)

    def offer(self, name: str, words: str, act: Callable[[], object]) -> None:
        """Adds a button for something that can be done."""
        button = self._add(name, words, QDialogButtonBox.ButtonRole.ActionRole)
        button.setAutoDefault(False)
        button.clicked.connect(act)

    def leave(self, name: str, words: str) -> None:
        """Adds the button that leaves things as they are."""
        button = self._add(name, words, QDialogButtonBox.ButtonRole.RejectRole)
        button.setDefault(True)
        button.setFocus()

    def fit(self, width: int) -> None:
        """Makes it so wide, and as high as its words are then."""
        layout = self.layout()
        assert layout is not None
        self.resize(width, layout.totalHeightForWidth(width))

    def _add(self, name: str, words: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"{self.objectName()}.{name}")
        self._buttons.addButton(button, role)
        return button
