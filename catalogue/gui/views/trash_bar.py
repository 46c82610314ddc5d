"""Above the trash: how it is emptied."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from catalogue import settings


class TrashBar(QFrame):
    """Hidden unless the trash is looked at and something is in it."""

    empty_wanted = Signal()
    old_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trash")
        self._words = QLabel()
        self._old = QPushButton()
        self._old.setObjectName("trash.old")
        self._old.setAutoDefault(False)
        self._old.clicked.connect(self.old_wanted)
        self._all = QPushButton("Empty the &trash")
        self._all.setObjectName("trash.empty")
        self._all.setAutoDefault(False)
        self._all.clicked.connect(self.empty_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self._words, 1)
        row.addWidget(self._old)
        row.addWidget(self._all)
        self.refresh()
        self.hide()

    def refresh(self) -> None:
        """Takes up the number of days of the settings."""
        days = settings.get(settings.TRASH_DAYS)
        self._old.setText(f"Remove what is &older than {days:,} days")
        self._old.setVisible(days > 0)

    def show_count(self, count: int, wanted: bool) -> None:
        """Shows how much is in the trash, where it is looked at."""
        self._words.setText("1 entry is in the trash" if count == 1 else f"{count:,} entries are in the trash")
        self.setVisible(wanted and count > 0)
