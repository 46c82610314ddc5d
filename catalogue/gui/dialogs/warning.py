"""Asked before what reaches further than the history: its words, and one way on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from catalogue.gui.dialogs.question import Question


class WarningDialog(Question):
    """Emits `wanted` when the person goes on; everything else, and the Enter key, leaves things as they are."""

    wanted = Signal()

    def __init__(self, name: str, title: str, words: str, go: str, parent: QWidget | None = None) -> None:
        super().__init__(name, title, words, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.offer("go", go, self._go)
        self.leave("cancel", "Cancel")

    def _go(self) -> None:
        self.wanted.emit()
        self.accept()
