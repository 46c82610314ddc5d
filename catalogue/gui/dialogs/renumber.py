"""New index numbers for discs: the first number, the order, and whether gaps stay."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from catalogue.gui.widgets.steady import SpinBox
from catalogue.gui.wording import counted

_WORDS = (
    ("shown", "In the &order of the table, without gaps"),
    ("index", "In the order of the &numbers that they have, without gaps"),
    ("gaps", "As they stand, gaps &kept: all move by as much as the first one"),
)


class RenumberDialog(QDialog):
    """Emits `wanted` with the first number and the way: shown, index or gaps. A preview follows."""

    wanted = Signal(int, str)

    def __init__(self, discs: int, first: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("renumber")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Renumber")
        words = QLabel(f"&First number of {counted(discs, 'disc')}")
        self.first = SpinBox()
        self.first.setObjectName("renumber.first")
        self.first.setAccessibleName("First number")
        self.first.setRange(0, 99_999_999)
        self.first.setValue(first)
        words.setBuddy(self.first)
        self.ways = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(words)
        column.addWidget(self.first, 0, Qt.AlignmentFlag.AlignLeft)
        for way, label in _WORDS:
            button = QRadioButton(label)
            button.setObjectName(f"renumber.{way}")
            button.setChecked(way == "shown")
            self.ways.addButton(button)
            column.addWidget(button)
        note = QLabel("Numbers never change by themselves. What would change is shown before it does.")
        note.setWordWrap(True)
        note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column.addWidget(note)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton("&Preview", QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setObjectName("renumber.ok")
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(420, 260)

    def accept(self) -> None:
        super().accept()
        way = self.ways.checkedButton()
        if way is not None:
            self.wanted.emit(self.first.value(), way.objectName().removeprefix("renumber."))
