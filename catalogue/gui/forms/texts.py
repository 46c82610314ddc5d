"""Editors of several lines."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from catalogue.fields.registry import Field

_MOST = 400  # lines; up to there the page scrolls and not each text in it


_LONGEST_WORD = 20_000  # letters


class TextEditor(QPlainTextEdit):
    """Plain text that grows with its content. Tab goes on to the next field."""

    edited = Signal()

    def __init__(self, field: Field, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._least = least
        self.setAccessibleName(field.label)
        self.setTabChangesFocus(True)
        self.setReadOnly(field.kept)
        self.textChanged.connect(self._grow)
        self.textChanged.connect(self.edited)
        self._grow()

    def in_words(self) -> str:
        """What a screen reader says of it besides the text, if anything."""
        return ""

    def text(self) -> str:
        """The text as it stands."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Replaces the text."""
        # To break a word of a megabyte into lines takes minutes.
        endless = max(map(len, text.split()), default=0) > _LONGEST_WORD
        self.setLineWrapMode(self.LineWrapMode.NoWrap if endless else self.LineWrapMode.WidgetWidth)
        self.setPlainText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _grow(self) -> None:
        # Wrapped lines count: a note of one long paragraph needs its room too.
        layout = self.document().documentLayout()
        lines = min(max(round(layout.documentSize().height()), self._least), _MOST)
        margins = 2 * (self.document().documentMargin() + self.frameWidth())
        self.setFixedHeight(round(lines * self.fontMetrics().lineSpacing() + margins + 2))
