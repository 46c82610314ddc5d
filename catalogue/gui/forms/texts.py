"""Editors of several lines: notes, lists of records, cast and crew, texts."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from catalogue.fields.registry import Field
from catalogue.gui import theme
from catalogue.gui.widgets.completion import CursorCompletion, Source

_MOST = 400  # lines; up to there the page scrolls and not each text in it


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

    def text(self) -> str:
        """The text as it stands."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Replaces the text."""
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


class CreditsEditor(TextEditor):
    """Cast and crew, one to a line in billing order. Alt with an arrow moves a line; names complete themselves."""

    def __init__(self, field: Field, source: Source | None, parent: QWidget | None = None) -> None:
        super().__init__(field, 6, parent)
        self._highlighter = _CreditColours(self.document(), self)
        self._completion = CursorCompletion(self, source, self._name_typed, self._insert) if source else None
        self.setToolTip("One to a line; Alt+Up and Alt+Down move a line")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move_line(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)
        if self._completion is not None and event.text().isprintable() and event.text():
            self._completion.ask()

    def _name_typed(self) -> str:
        line = self.textCursor().block().text()[: self.textCursor().positionInBlock()].strip()
        return line if len(line) > 1 and " as " not in line and "(" not in line else ""

    def _insert(self, name: str) -> None:
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(name)

    def _move_line(self, step: int) -> None:
        cursor = self.textCursor()
        block, column = cursor.block(), cursor.positionInBlock()
        other = block.previous() if step < 0 else block.next()
        if not other.isValid():
            return
        upper, lower = (other, block) if step < 0 else (block, other)
        number, first, second = upper.blockNumber(), upper.text(), lower.text()
        cursor.beginEditBlock()
        cursor.setPosition(upper.position())
        cursor.setPosition(lower.position() + len(second), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{second}\n{first}")
        cursor.endEditBlock()
        # The text cursor goes along with the line that was moved.
        moved = self.document().findBlockByNumber(number if step < 0 else number + 1)
        cursor.setPosition(moved.position() + column)
        self.setTextCursor(cursor)


class _CreditColours(QSyntaxHighlighter):
    """Sets off the words that are neither name nor character."""

    _quiet = re.compile(r" as (?=\S)|\([a-z][a-z ]+\)$")

    def __init__(self, document: QTextDocument, widget: QWidget) -> None:
        super().__init__(document)
        self._widget = widget

    def highlightBlock(self, text: str) -> None:
        look = QTextCharFormat()
        look.setForeground(theme.shades(self._widget.palette()).muted)
        for match in self._quiet.finditer(text):
            self.setFormat(match.start(), match.end() - match.start(), look)
