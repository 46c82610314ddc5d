"""The search line: as you type, with completions, in the colours of what it understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QWidget

from catalogue.collection import Found
from catalogue.gui import icons, theme
from catalogue.gui.widgets.completion import Answer, Completion
from catalogue.gui.widgets.one_line import OneLine


class Suggestion(Protocol):
    """Text to put in place of a part of the query, and how the list shows it."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def label(self) -> str: ...


Suggest = Callable[[str, int, Callable[[Sequence[Suggestion]], None]], object]
"""Asks how the query goes on at the cursor, and hands the suggestions over later."""

_PAUSE = 8  # ms without a key before a search begins: not after each digit that a scanner types


class SearchLine(QLineEdit):
    """Holds the one query of the window. `query_changed` comes after a short pause, `submitted` on Enter."""

    query_changed = Signal(str)
    submitted = Signal()
    left = Signal()
    page_pasted = Signal(str)
    help_wanted = Signal()

    def __init__(self, suggest: Suggest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self.setAccessibleName("Search")
        self.setPlaceholderText("Search a title, a person, tag:piano, location:shelf, year:1990..1999 …")
        self.setClearButtonEnabled(True)
        self.setValidator(OneLine(self))
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        how = self.addAction(icons.icon("circle-question-mark"), QLineEdit.ActionPosition.TrailingPosition)
        how.setText("How to search")
        how.setToolTip("How to search")
        how.triggered.connect(self.help_wanted)
        self._suggest = suggest
        self._suggestions: dict[str, Suggestion] = {}
        self._completion = Completion(self, self._ask, self.text, self._insert)
        self._composing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.search_now)
        self.textEdited.connect(lambda: self._completion.ask())
        self.textChanged.connect(lambda: self._pause.start())

    def set_query(self, text: str) -> None:
        """Puts another query in and searches at once."""
        self.setText(text)
        self.search_now()

    def search_now(self) -> None:
        """Searches without waiting for a pause."""
        self._pause.stop()
        self.query_changed.emit(self.text())

    def waiting(self) -> bool:
        """Whether a search begins after the next pause."""
        return self._pause.isActive()

    def show_found(self, query: str, found: Found) -> None:
        """Colours the query by what was understood of it; a query that is being changed already stays plain."""
        if query != self.text() or self._composing:
            return
        cursor = self.cursorPosition()
        marks = [
            QInputMethodEvent.Attribute(
                QInputMethodEvent.AttributeType.TextFormat, start - cursor, end - start, self._look(kind)
            )
            for start, end, kind in [*found.spans, *((one.start, one.end, "problem") for one in found.problems)]
        ]
        # A line edit has no formats of its own; those of an input method are drawn and change nothing else.
        QCoreApplication.sendEvent(self, QInputMethodEvent("", marks))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if "\n" in text.strip():
                self.page_pasted.emit(text)
                return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._completion.close()
            self.search_now()
            self.submitted.emit()
            return
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.set_query("")
            else:
                self.left.emit()
            return
        if event.key() == Qt.Key.Key_Down:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def _ask(self, typed: str, answer: Answer) -> None:
        def show(found: Sequence[Suggestion]) -> None:
            if typed != self.text():
                return  # answers may overtake each other, and these speak of places in another text
            self._suggestions = {suggestion.label: suggestion for suggestion in found}
            answer(list(self._suggestions))

        self._suggest(typed, self.cursorPosition(), show)

    def _insert(self, label: str) -> None:
        suggestion = self._suggestions[label]
        text = self.text()
        self.setText(text[: suggestion.start] + suggestion.text + text[suggestion.end :])
        self.setCursorPosition(suggestion.start + len(suggestion.text))
        if suggestion.text.endswith(":"):
            self._completion.ask()

    def _look(self, kind: str) -> QTextCharFormat:
        look = QTextCharFormat()
        palette = self.palette()
        if kind == "field":
            look.setForeground(palette.link())
        elif kind == "operator":
            look.setForeground(theme.shades(palette).muted)
        elif kind == "problem":
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(theme.shades(palette).error)
            look.setForeground(theme.shades(palette).error)
        else:
            look.setForeground(palette.text())
        return look
