"""Text cut to the room that it has, remembered: a list paints the same words again with every step of scrolling."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

_MOST = 10_000
_END, _MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle


class Elided:
    """What of a text fits in a width, with … where it was cut. Ask for one per font, again when that changes."""

    def __init__(self, font: QFont) -> None:
        self.metrics = QFontMetrics(font)
        self._shown: dict[tuple[str, int, bool], str] = {}
        self._widths: dict[str, int] = {}

    def fit(self, text: str, room: int, middle: bool = False) -> str:
        """The text as it fits, cut at its end or in the `middle`."""
        key = (text, room, middle)
        shown = self._shown.get(key)
        if shown is None:
            if len(self._shown) >= _MOST:
                self._shown.clear()
            shown = self._shown[key] = self.metrics.elidedText(text, _MIDDLE if middle else _END, room)
        return shown

    def width(self, text: str) -> int:
        """How much room a text takes."""
        width = self._widths.get(text)
        if width is None:
            if len(self._widths) >= _MOST:
                self._widths.clear()
            width = self._widths[text] = self.metrics.horizontalAdvance(text)
        return width
