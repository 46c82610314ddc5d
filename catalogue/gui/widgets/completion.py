"""Completions below an editor: values that are in use, asked for off the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QScrollArea, QWidget

Answer = Callable[[list[str]], None]
Source = Callable[[str, Answer], None]
"""Asks for the completions of what was typed and hands them to the answer later, on the window's thread."""

_ROWS = 10
_WIDEST = 420
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Completion(QObject):
    """A list that opens while the person types. Nothing in it is chosen until they go down into it.

    The list lies inside the window: a popup of its own would take the keyboard from the editor, and with it the keys
    of input methods and scanners.
    """

    def __init__(
        self, editor: QWidget, source: Source, typed: Callable[[], str], insert: Callable[[str], object]
    ) -> None:
        super().__init__(editor)
        self._editor = editor
        self._source = source
        self._typed = typed
        self._insert = insert
        self._list: _List | None = None
        self._question = 0
        editor.installEventFilter(self)

    def ask(self, everything: bool = False) -> None:
        """Asks for completions of what stands in the editor, or for all values."""
        self._question += 1
        typed = "" if everything else self._typed()
        if not self._editor.hasFocus() or (not typed and not everything):
            self.close()
            return
        question = self._question
        self._source(typed, lambda found: self._show(question, typed, found))

    def is_open(self) -> bool:
        """Whether the list is seen."""
        return self._list is not None and self._list.isVisible()

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the open list: to go through it, to take from it, to close it."""
        if self._list is None or not self._list.isVisible():
            return False
        key = Qt.Key(event.key())
        taken = key in (*_ENTER, Qt.Key.Key_Tab) and self._list.currentIndex().isValid()
        return taken or key in _STEPS or key == Qt.Key.Key_Escape

    def shown(self) -> list[str]:
        """What the list offers."""
        return self._list.words.stringList() if self._list is not None and self.is_open() else []

    def close(self) -> None:
        """Closes the list; an answer that is still on its way does not open it again."""
        self._question += 1
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Resize):
            self.close()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._list is not None:
            return self._list.isVisible() and self._key(self._list, event)
        return False

    def _key(self, shown: _List, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        chosen = shown.currentIndex()
        if key in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            shown.step(_STEPS[key])
            return True
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        if chosen.isValid() and key in (*_ENTER, Qt.Key.Key_Tab):
            self._take(chosen)
            return True
        if key in _ENTER:
            self.close()
        return False

    def _show(self, question: int, typed: str, found: list[str]) -> None:
        if question != self._question or not self._editor.hasFocus():
            return
        if not found or found == [typed]:
            self.close()
            return
        if self._list is None:
            self._list = _List(self._editor.window())
            self._list.clicked.connect(self._take)
            self._close_with_scrolling()
        self._list.show_words(found, self._area())

    def _take(self, index: QModelIndex) -> None:
        word = str(index.data())
        self.close()
        self._insert(word)

    def _area(self) -> QRect:
        """Where the list belongs, in the coordinates of the window."""
        return QRect(self._editor.mapTo(self._editor.window(), QPoint(0, 0)), self._editor.size())

    def _close_with_scrolling(self) -> None:
        above = self._editor.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.verticalScrollBar().valueChanged.connect(self.close)
            above = above.parentWidget()


class CursorCompletion(Completion):
    """Opens at the text cursor of an editor of several lines."""

    def _area(self) -> QRect:
        area = QRect(self._editor.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle))
        area.moveTopLeft(self._editor.mapTo(self._editor.window(), area.topLeft()))
        return area


class _List(QListView):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.words = QStringListModel(self)
        self.setModel(self.words)
        self.setAccessibleName("Completions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.Box)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_words(self, words: list[str], area: QRect) -> None:
        """Shows words below an area of the window, or above it where there is more room."""
        self.words.setStringList(words)
        self.setCurrentIndex(QModelIndex())
        window = self._window
        frame = 2 * self.frameWidth()
        height = min(len(words), _ROWS) * self.sizeHintForRow(0) + frame
        width = max(area.width(), min(self.sizeHintForColumn(0) + 24, _WIDEST))
        below, above = window.height() - area.bottom(), area.top()
        top = area.bottom() + 2 if height + 2 <= below or below >= above else max(area.top() - height - 2, 0)
        left = max(min(area.left(), window.width() - width - 4), 0)
        self.setGeometry(left, top, min(width, window.width()), min(height, window.height() - top))
        self.raise_()
        self.show()

    def step(self, by: int) -> None:
        """Goes down or up, from the editor into the list and back."""
        row = self.currentIndex().row() + by if self.currentIndex().isValid() else (0 if by > 0 else -1)
        row = min(row, self.words.rowCount() - 1)
        self.setCurrentIndex(self.words.index(row) if row >= 0 else QModelIndex())
