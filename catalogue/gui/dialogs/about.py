"""What the program is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

import catalogue
from catalogue.gui import icons
from catalogue.gui.widgets.look import title_font


class AboutDialog(QDialog):
    """Name, version, where the catalogue lies, and thanks."""

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About Disc Catalogue")
        picture = QLabel()
        picture.setPixmap(icons.program_icon().pixmap(72, 72))
        name = QLabel(f"Disc Catalogue {catalogue.__version__}")
        name.setFont(title_font(name.font()))
        words = QLabel(
            "What you own, where it stands, who has it, what the film is, and where each of those facts came from."
        )
        file = QLabel(f"Your catalogue: {path}")
        file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        thanks = QLabel(
            "Made with Qt for Python (LGPL) and the icons of Lucide (ISC). Disc Catalogue is under the MIT licence."
        )
        for label in (words, file, thanks):
            label.setWordWrap(True)
        thanks.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column = QVBoxLayout()
        column.setSpacing(8)
        for label in (name, words, file, thanks):
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        outer.setContentsMargins(20, 18, 20, 14)
        outer.setSpacing(14)
        outer.addLayout(row)
        outer.addWidget(buttons)
        self.resize(480, 240)
