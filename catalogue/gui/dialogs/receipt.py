"""What became of an import, in plain lines, with a way back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from catalogue.collection import Changes
from catalogue.exchange.receipt import WORDS, Receipt
from catalogue.gui.bus import Bus
from catalogue.gui.widgets.look import heading

_MOST = 300  # letters of a line


class ReceiptDialog(QDialog):
    """Stays open beside the window. The import can be undone from here, also when other things were done after it."""

    undo_wanted = Signal()
    revert_wanted = Signal(int)

    def __init__(self, receipt: Receipt, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("receipt")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Import")
        self._operation = receipt.operation
        self._last = True
        lines = QPlainTextEdit("\n".join(receipt_lines(receipt)))
        lines.setObjectName("receipt.lines")
        lines.setReadOnly(True)
        lines.setTabChangesFocus(True)
        lines.setAccessibleName("What became of each file")
        buttons = QDialogButtonBox()
        self._undo = QPushButton("&Undo this import")
        self._undo.setObjectName("receipt.undo")
        self._undo.clicked.connect(self._on_undo)
        if receipt.operation is not None:
            buttons.addButton(self._undo, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setSpacing(10)
        column.addWidget(heading(summary(receipt)))
        column.addWidget(lines, 1)
        column.addWidget(buttons)
        self.resize(560, 320)
        bus.changed.connect(self._on_changes)

    def _on_undo(self) -> None:
        if self._operation is not None and not self._last:
            self.revert_wanted.emit(self._operation)
        else:
            self.undo_wanted.emit()
        self.accept()

    def _on_changes(self, changes: Changes) -> None:
        # Undo takes back the last thing that was done, and that is now something else: what was done since stays.
        self._last = self._last and changes.operation == self._operation


def receipt_lines(receipt: Receipt) -> list[str]:
    """The receipt with the names of its files, not their places; of two files of one name the place is told too."""
    names = Counter(Path(file.path).name for file in receipt.files)
    files = [
        replace(file, path=Path(file.path).name) if names[Path(file.path).name] == 1 else file for file in receipt.files
    ]
    return [short_line(line) for line in Receipt(files).lines()]


def short_line(line: str) -> str:
    """A line of the receipt, cut off where something in it is endless; its indent stays."""
    return line if len(line) <= _MOST else f"{line[: _MOST - 1].rstrip()}…"


def summary(receipt: Receipt) -> str:
    """The whole import in one sentence."""
    totals = [(sum(getattr(file, name) for file in receipt.files), word) for name, word in WORDS.items()]
    counted = [f"{total:,} {word}" for total, word in totals if total]
    return "Read: " + ", ".join(counted) + "." if counted else "Nothing could be read."
