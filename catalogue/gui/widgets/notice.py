"""A line of words at the edge of a window: what went wrong, or a question. It never blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from catalogue.gui import icons, theme
from catalogue.gui.wording import short

_MOST = 600  # letters

Tone = Literal["info", "warning", "error"]
_ICONS: dict[Tone, str] = {"info": "info", "warning": "triangle-alert", "error": "circle-alert"}


class Notice(QFrame):
    """Hidden until `say` is called; its answers are buttons, and a cross closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._tone: Tone = "info"
        self._picture = QLabel()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self._cross = QToolButton()
        self._cross.setAutoRaise(True)
        self._cross.setIcon(icons.icon("x"))
        self._cross.setToolTip("Close")
        self._cross.setAccessibleName("Close this message")
        self._cross.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(self._words, 1)
        row.addWidget(self._cross)
        self.hide()

    def say(
        self,
        words: str,
        tone: Tone = "info",
        answers: tuple[tuple[str, Callable[[], object]], ...] = (),
        take_focus: bool = True,
    ) -> None:
        """Shows a sentence, and a button for each answer; an answer closes the line."""
        self._tone = tone
        # An endless name in a sentence must not push the window's content away.
        words = short(words, _MOST)
        self._words.setText(words)
        self.setAccessibleName(words)
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._button(label, act) for label, act in answers]
        self._cross.setVisible(not answers)
        self._paint_icon()
        self.show()
        if self._buttons and take_focus:
            self._buttons[0].setFocus()

    def words(self) -> str:
        """What it says at the moment."""
        return self._words.text() if self.isVisible() else ""

    def _button(self, label: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label)
        button.setAutoDefault(False)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: act())
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(layout.count() - 1, button)
        return button

    def _paint_icon(self) -> None:
        shades = theme.shades(self.palette())
        color = {"info": shades.muted, "warning": shades.warning, "error": shades.error}[self._tone]
        size = QSize(18, 18)
        self._picture.setPixmap(icons.pixmap(_ICONS[self._tone], size.width(), color.name(), self.devicePixelRatioF()))
