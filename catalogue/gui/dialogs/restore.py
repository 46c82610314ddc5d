"""Says what a backup holds and what the catalogue holds, before one takes the other's place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from catalogue.store.backup import Contents


class RestoreDialog(QDialog):
    """`restore_wanted` is the one way on; everything else leaves the catalogue as it is."""

    restore_wanted = Signal()

    def __init__(self, file: Path, backup: Contents, present: Contents | str, parent: QWidget | None = None) -> None:
        """`present` is a sentence when the catalogue itself cannot be read."""
        super().__init__(parent)
        self.setObjectName("restore")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Restore a backup")
        words = QLabel(
            f"The catalogue becomes what “{file.name}” holds. Its present state is kept in a file beside it, "
            "so that this can be taken back."
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        buttons = QDialogButtonBox()
        restore = QPushButton("&Restore")
        restore.setObjectName("restore.go")
        restore.setAutoDefault(False)
        restore.clicked.connect(self._on_restore)
        buttons.addButton(restore, QDialogButtonBox.ButtonRole.ActionRole)
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(14)
        column.addWidget(words)
        column.addLayout(_table(backup, present))
        if isinstance(present, str):
            fault = QLabel(present)
            fault.setWordWrap(True)
            column.addWidget(fault)
        column.addStretch(1)
        column.addWidget(buttons)
        cancel.setFocus()
        self.resize(460, 260)

    def _on_restore(self) -> None:
        self.restore_wanted.emit()
        self.accept()


def _table(backup: Contents, present: Contents | str) -> QGridLayout:
    columns = [("In the backup", backup)]
    if not isinstance(present, str):
        columns.append(("In the catalogue now", present))
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    for column, (heading, contents) in enumerate(columns, 1):
        label = _right(heading)
        font = QFont(label.font())
        font.setBold(True)
        label.setFont(font)
        grid.addWidget(label, 0, column)
        for row, (_, value) in enumerate(_lines(contents), 1):
            grid.addWidget(_right(value), row, column)
    for row, (name, _) in enumerate(_lines(backup), 1):
        quiet = QLabel(name)
        quiet.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        grid.addWidget(quiet, row, 0)
    grid.setColumnStretch(0, 1)
    return grid


def _lines(contents: Contents) -> list[tuple[str, str]]:
    return [
        ("Films", f"{contents.films:,}"),
        ("Discs", f"{contents.copies:,}"),
        ("Documents", f"{contents.documents:,}"),
        ("Pictures", f"{contents.pictures:,}"),
        ("Last changed", (contents.last_change or "").replace("T", " ")),
    ]


def _right(text: str) -> QLabel:
    label = QLabel(text)
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    return label
