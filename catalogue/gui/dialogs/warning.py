"""Asked before what reaches further than the history: its words, and one way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget


class WarningDialog(QDialog):
    """Emits `wanted` when the person goes on; everything else, and the Enter key, leaves things as they are."""

    wanted = Signal()

    def __init__(self, name: str, title: str, words: str, go: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        said = QLabel(words)
        said.setTextFormat(Qt.TextFormat.PlainText)
        said.setWordWrap(True)
        buttons = QDialogButtonBox()
        button = QPushButton(go)
        button.setObjectName(f"{name}.go")
        button.setAutoDefault(False)
        button.clicked.connect(self._go)
        buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        buttons.rejected.connect(self.reject)
        # What is told beyond the words goes here.
        self.body = QVBoxLayout()
        self.body.setSpacing(14)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(14)
        column.addWidget(said)
        column.addLayout(self.body)
        column.addStretch(1)
        column.addWidget(buttons)
        cancel.setFocus()

    def _go(self) -> None:
        self.wanted.emit()
        self.accept()
