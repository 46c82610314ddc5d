"""Says what a backup holds and what the catalogue holds, before one takes the other's place."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from catalogue.gui.dialogs.warning import WarningDialog
from catalogue.gui.widgets.look import bold
from catalogue.store.backup import Contents


class RestoreDialog(WarningDialog):
    """Shows both side by side, counted."""

    def __init__(self, file: Path, backup: Contents, present: Contents | str, parent: QWidget | None = None) -> None:
        """`present` is a sentence when the catalogue itself cannot be read."""
        super().__init__(
            "restore",
            "Restore a backup",
            f"The catalogue becomes what “{file.name}” holds. Its present state is kept in a file beside it, "
            "so that this can be taken back.",
            "&Restore",
            parent,
        )
        self.body.addLayout(_table(backup, present))
        if isinstance(present, str):
            fault = QLabel(present)
            fault.setWordWrap(True)
            self.body.addWidget(fault)
        if problem := backup.problem():
            lacks = QLabel(problem)
            lacks.setWordWrap(True)
            self.body.addWidget(lacks)
        self.resize(460, 260)


def _table(backup: Contents, present: Contents | str) -> QGridLayout:
    columns = [("In the backup", backup)]
    if not isinstance(present, str):
        columns.append(("In the catalogue now", present))
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    for column, (heading, contents) in enumerate(columns, 1):
        label = _right(heading)
        label.setFont(bold(label.font()))
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
