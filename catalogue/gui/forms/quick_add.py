"""Adding in one line: scan or type a code, type a title, or paste a page. Enter adds and is ready for the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from catalogue.fields import registry
from catalogue.gui import theme
from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.widgets.completion import Source

_PAUSE = 120  # ms after the last letter before the catalogue is asked
_HINT = "Scan a barcode, type a title, or paste a page"


class QuickLine(LineEditor):
    """Enter takes the text at once: a scanner types the next code without waiting."""

    taken = Signal(str)

    def __init__(self, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(registry.BY_KEY["title"], source, parent)
        self.takes_pages = True
        self.setObjectName("form.quick")
        self.setAccessibleName(_HINT)
        self.setPlaceholderText(_HINT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            text = self.text().strip()
            if text:
                self.clear()
                self.taken.emit(text)
            return
        if event.matches(QKeySequence.StandardKey.Paste) and "\n" in QGuiApplication.clipboard().text().strip():
            self.page_pasted.emit(QGuiApplication.clipboard().text())
            return
        super().keyPressEvent(event)


class QuickAdd(QWidget):
    """The line, below it what the catalogue knows of what stands in it, and what was added last."""

    asked = Signal(str)

    def __init__(self, source: Source, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QuickLine(source)
        self._answer = QLabel()
        self._answer.setTextFormat(Qt.TextFormat.PlainText)
        self._answer.setWordWrap(True)
        self._undo = QPushButton("&Undo")
        self._undo.setAutoDefault(False)
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.setAccessibleName("Undo what was added last")
        self._undo.hide()
        self._act: Callable[[], object] | None = None
        self._undo.clicked.connect(self._on_undo)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._ask)
        self.line.textEdited.connect(self._on_typed)
        # What was entered is answered by what became of it.
        self.line.taken.connect(self._pause.stop)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._answer, 1)
        row.addWidget(self._undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 4)
        column.setSpacing(5)
        column.addWidget(self.line)
        column.addLayout(row)

    def begin(self) -> None:
        """Empty, with a word about what Enter does."""
        self.line.clear()
        self._pause.stop()
        self.say("Enter adds it with what stands below, and the line is ready for the next one.")

    def say(self, words: str, warning: bool = False, undo: Callable[[], object] | None = None) -> None:
        """Says what is known, or what became of what was added."""
        shades = theme.shades(self.palette())
        look = self._answer.palette()
        look.setColor(QPalette.ColorRole.WindowText, shades.warning if warning else shades.muted)
        self._answer.setPalette(look)
        self._answer.setText(words)
        self._act = undo
        self._undo.setVisible(undo is not None)

    def words(self) -> str:
        """What is said at the moment."""
        return self._answer.text()

    def waiting(self) -> bool:
        """Whether it is about to ask."""
        return self._pause.isActive()

    def _on_typed(self) -> None:
        self._pause.start()

    def _ask(self) -> None:
        if text := self.line.text().strip():
            self.asked.emit(text)

    def _on_undo(self) -> None:
        act, self._act = self._act, None
        self.say("Taken back.")
        if act is not None:
            act()
