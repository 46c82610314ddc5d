"""Small buttons beneath a field: other values that may be meant, one key each (Alt+1, Alt+2 and so on)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from catalogue.gui.widgets.flow import FlowLayout

Offer = tuple[str, Callable[[], object]]
_MOST = 9


class Offers(QWidget):
    """Hidden while there is nothing to offer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, 6)
        self._offers: list[Offer] = []
        self._buttons: list[QPushButton] = []
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offers these and nothing else."""
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._offers = list(offers[:_MOST])
        self._buttons = [self._button(number, *offer) for number, offer in enumerate(self._offers, 1)]
        self.setVisible(bool(self._offers))

    def labels(self) -> list[str]:
        """What is offered."""
        return [label for label, _ in self._offers]

    def take(self, number: int) -> bool:
        """Takes an offer by its number, from 1; tells whether there is one."""
        if not 0 < number <= len(self._offers):
            return False
        _, act = self._offers[number - 1]
        self.show_offers(())
        act()
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Takes an offer by its key; tells whether the key meant one."""
        alone = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
        return alone and self.take(event.key() - int(Qt.Key.Key_0))

    def _button(self, number: int, label: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label.replace("&", "&&"))
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAccessibleName(label)
        button.setToolTip(f"Alt+{number}")
        button.clicked.connect(lambda: self.take(number))
        self._flow.addWidget(button)
        button.show()
        return button
