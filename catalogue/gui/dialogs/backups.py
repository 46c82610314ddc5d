"""The backups that were made by themselves, to choose one from; or any other file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from catalogue.store.keeping import Kept

_HEADS = ("Made", "Why", "Films", "Discs", "Last changed")


class BackupsDialog(QDialog):
    """The newest first. `chosen` is the file of one, which is looked into before anything happens."""

    chosen = Signal(object)
    file_wanted = Signal()

    def __init__(self, backups: Sequence[Kept], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backups")
        self.setWindowTitle("Restore a backup")
        self._files: list[Path] = [kept.file for kept in backups]
        self.table = QTableWidget(len(backups), len(_HEADS))
        self.table.setAccessibleName("Backups")
        self.table.setHorizontalHeaderLabels(_HEADS)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for row, kept in enumerate(backups):
            for column, text in enumerate(_texts(kept)):
                item = QTableWidgetItem(text)
                item.setToolTip(kept.file.name.replace("<", "‹"))
                self.table.setItem(row, column, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setCurrentCell(0, 0)
        self.table.activated.connect(lambda _: self._choose())
        buttons = QDialogButtonBox()
        look = QPushButton("&Look into it …")
        look.setObjectName("backups.look")
        look.setDefault(True)
        look.clicked.connect(self._choose)
        other = QPushButton("Choose a &file …")
        other.setObjectName("backups.file")
        other.setAutoDefault(False)
        other.clicked.connect(self._other)
        buttons.addButton(look, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(other, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)
        column_layout = QVBoxLayout(self)
        column_layout.addWidget(self.table)
        column_layout.addWidget(buttons)
        self.resize(640, 380)

    def _choose(self) -> None:
        row = self.table.currentRow()
        if row >= 0 and self.isVisible():
            self.accept()
            self.chosen.emit(self._files[row])

    def _other(self) -> None:
        self.accept()
        self.file_wanted.emit()


def _texts(kept: Kept) -> tuple[str, ...]:
    made = f"{kept.moment:%Y-%m-%d %H:%M:%S}"
    found = kept.contents
    if found is None:
        return made, f"{kept.reason} (it cannot be read)", "", "", ""
    changed = (found.last_change or "").replace("T", " ")
    return made, kept.reason, f"{found.films:,}", f"{found.copies:,}", changed
