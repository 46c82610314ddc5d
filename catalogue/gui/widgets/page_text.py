"""The text of a page with what was understood marked in it, by colour and by its line below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from catalogue.gui import theme

_TINT = 46  # of 255: the words on it stay as readable as on the page


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text, in characters; `doubtful` is drawn with a waved line, `left_out` struck through."""

    start: int
    end: int
    doubtful: bool = False
    left_out: bool = False


class PageText(QPlainTextEdit):
    """Read-only. `pointed` says at which character the person pointed."""

    pointed = Signal(int)

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        self._marks: Sequence[Mark] = ()
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self._source = text
        self._moving = False
        self.document().setDocumentMargin(10)
        self.setPlainText(text)
        self.cursorPositionChanged.connect(self._on_moved)

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Marks what was understood; a mark inside of another lies on top."""
        self._marks = sorted(marks, key=lambda mark: mark.start - mark.end)
        places = self._positions({place for mark in self._marks for place in (mark.start, mark.end)})
        selections = []
        for mark in self._marks:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(places[mark.start])
            cursor.setPosition(places[mark.end], QTextCursor.MoveMode.KeepAnchor)
            selection.cursor, selection.format = cursor, self._format(mark)
            selections.append(selection)
        self.setExtraSelections(selections)

    def point_to(self, start: int, end: int) -> None:
        """Shows a place of the text, selected."""
        places = self._positions({start, end})
        cursor = self.textCursor()
        # From its end to its start: the start of a long text is what is looked for.
        cursor.setPosition(places[end])
        cursor.setPosition(places[start], QTextCursor.MoveMode.KeepAnchor)
        self._moving = True
        self.setTextCursor(cursor)
        self.centerCursor()
        self._moving = False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._marks:
            self.set_marks(self._marks)

    def _format(self, mark: Mark) -> QTextCharFormat:
        shades = theme.shades(self.palette())
        made = QTextCharFormat()
        if mark.left_out:
            made.setFontStrikeOut(True)
            return made
        color = QColor(shades.warning if mark.doubtful else shades.good)
        if mark.doubtful:
            made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            made.setUnderlineColor(color)
        color.setAlpha(_TINT)
        made.setBackground(color)
        return made

    def _on_moved(self) -> None:
        if not self._moving and not self.textCursor().hasSelection():
            self.pointed.emit(self._character(self.textCursor().position()))

    def _positions(self, characters: set[int]) -> dict[int, int]:
        """Where characters of the source stand for Qt: it counts in UTF-16, and a line end is one."""
        found: dict[int, int] = {}
        done = counted = 0
        for place in sorted(characters):
            counted += _length(self._source[done:place])
            done = place
            found[place] = counted
        last = self.document().characterCount() - 1
        return {place: min(position, last) for place, position in found.items()}

    def _character(self, position: int) -> int:
        low, high = 0, len(self._source)
        while low < high:
            middle = (low + high) // 2
            if _length(self._source[:middle]) < position:
                low = middle + 1
            else:
                high = middle
        return low


def _length(text: str) -> int:
    return len(text.replace("\r\n", "\n").encode("utf-16-le", "surrogatepass")) // 2
