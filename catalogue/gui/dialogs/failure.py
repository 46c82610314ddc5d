"""Says that the program made a mistake, with the details for whoever mends it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

_WORDS = (
    "Something went wrong inside the program. What you saved is safe in the catalogue; the last step may not have "
    "been carried out. The details below help to mend it. They may hold titles and names from your catalogue; nothing "
    "is sent anywhere."
)


class FailureDialog(QDialog):
    """Details of a fault, with a button that copies them."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failure")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("An unexpected fault")
        words = QLabel(_WORDS)
        words.setWordWrap(True)
        self._details = QPlainTextEdit(details)
        self._details.setReadOnly(True)
        self._details.setAccessibleName("Details of the fault")
        self._details.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._details.setTabChangesFocus(True)
        buttons = QDialogButtonBox()
        copy = QPushButton("&Copy the details")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setSpacing(10)
        column.addWidget(words)
        column.addWidget(self._details, 1)
        column.addWidget(buttons)
        self.resize(620, 380)
