"""A line of chips: words that are done stand in boxes, the one being typed behind them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from catalogue.errors import FieldError
from catalogue.fields import one_line
from catalogue.fields.lists import WordList
from catalogue.fields.registry import Field
from catalogue.gui import icons, theme
from catalogue.gui.widgets.completion import Completion, Source

_GAP = 4
_PAD = 7
_CROSS = 11
_ROOM = 90  # what is left for typing before a new row begins


class ChipsEditor(QLineEdit):
    """A list field. `text` and `setText` speak of the whole list as the field's kind writes it.

    The line edit itself holds only the word being typed; Enter, a semicolon or (for most lists) a comma ends it, but
    for those in quotation marks, which keep a word together.
    """

    edited = Signal()

    def __init__(self, field: Field, source: Source | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._words: list[str] = []
        self._areas: list[QRect] = []
        self._all_chosen = False
        kind = field.kind
        self._marks = kind.marks if isinstance(kind, WordList) else r"[;\n]"
        self.setAccessibleName(field.label)
        self.completion = Completion(self, source, self.typed, self._add) if source is not None else None
        self.textEdited.connect(self._split_typed)
        self.textChanged.connect(self._typed_changed)
        self._arrange()

    def in_words(self) -> str:
        """The entries as a screen reader says them."""
        return ", ".join(self._words)

    def text(self) -> str:
        """The whole list, with what is still being typed, as `parse` of the field's kind reads it."""
        done = self.field.kind.format(self._words)
        typed = self.typed()
        return "; ".join(part for part in (done.removesuffix(";") if typed else done, typed) if part)

    def setText(self, text: str | None) -> None:
        try:
            self._words = list(self.field.kind.parse(text or ""))
        except FieldError:
            # What is no list stays as text, to be put right and not to be lost.
            self._words = []
            super().setText(text or "")
        else:
            super().setText("")
        self._changed()

    def clear(self) -> None:
        self.setText("")

    def typed(self) -> str:
        """The word that is not yet a chip."""
        return super().text().strip()

    def words(self) -> list[str]:
        """The words that are chips."""
        return list(self._words)

    def selectAll(self) -> None:
        super().selectAll()
        self._choose_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            if self.typed():
                self._commit()
            else:
                self.focusNextChild()
            return
        if key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._words:
            if self._all_chosen:
                self.clear()
                return
            if key == Qt.Key.Key_Backspace and not super().text():
                self._remove(len(self._words) - 1)
                return
        if key == Qt.Key.Key_Down and self.completion is not None and not self.typed():
            self.completion.ask(everything=True)
            return
        super().keyPressEvent(event)
        self._show_cursor()
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._choose_all()
        elif key not in (Qt.Key.Key_Control, Qt.Key.Key_Shift):
            self._unchoose()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._commit()
        self._unchoose()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        for number, area in enumerate(self._areas):
            if area.contains(place):
                if place.x() >= area.right() - _CROSS - _GAP:
                    self._remove(number)
                return
        self._unchoose()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        on_chip = any(area.contains(event.position().toPoint()) for area in self._areas)
        self.setCursor(Qt.CursorShape.ArrowCursor if on_chip else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ground = palette.highlight() if self._all_chosen else theme.shades(palette).chip
        pen = (palette.highlightedText() if self._all_chosen else palette.text()).color()
        cross = icons.pixmap("x", _CROSS, pen.name(), self.devicePixelRatioF())
        for word, area in zip(self._words, self._areas, strict=True):
            if not area.intersects(event.rect()):
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(area, 4, 4)
            painter.setPen(pen)
            inner = area.adjusted(_PAD, 0, -_CROSS - 2 * _GAP, 0)
            shown = self.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, inner.width() + 1)
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
            painter.drawPixmap(QPoint(area.right() - _CROSS - _GAP + 1, area.center().y() - _CROSS // 2), cross)

    def _split_typed(self, text: str) -> None:
        # Typed, pasted or from an input method: whatever brings a separator ends the words before it.
        done = one_line.ended(text, self._marks)
        if done and self._take(text[:done]):
            super().setText(text[done:].lstrip())
        if self.completion is not None:
            self.completion.ask()

    def _commit(self) -> None:
        if self.typed() and self._take(self.typed()):
            super().setText("")

    def _add(self, word: str) -> None:
        # What was chosen is one word, whatever stands in it.
        if self._take(f"{self.field.kind.format([word])};"):
            super().setText("")

    def _take(self, text: str) -> bool:
        try:
            words = self.field.kind.parse(text)
        except FieldError:
            return False
        self._words = list(dict.fromkeys([*self._words, *words]))
        self._changed()
        return True

    def _remove(self, number: int) -> None:
        del self._words[number]
        self._changed()

    def _choose_all(self) -> None:
        self._all_chosen = bool(self._words)
        self.update()

    def _unchoose(self) -> None:
        if self._all_chosen:
            self._all_chosen = False
            self.update()

    def _changed(self) -> None:
        self._arrange()
        self.setAccessibleDescription(self.in_words())
        self._tell()

    def _typed_changed(self) -> None:
        # A thousand chips are not measured anew for each letter.
        self._leave_room()
        self._tell()

    def _tell(self) -> None:
        self._all_chosen = False
        self.edited.emit()

    def _arrange(self) -> None:
        metrics = self.fontMetrics()
        high = metrics.height() + 4
        width = max(self.width() - 2 * _GAP, _ROOM)
        x, y = _GAP, _GAP
        self._areas = []
        for word in self._words:
            wide = min(metrics.horizontalAdvance(word) + _PAD + _CROSS + 2 * _GAP, width)
            if x > _GAP and x + wide > width:
                x, y = _GAP, y + high + _GAP
            self._areas.append(QRect(x, y, wide, high))
            x += wide + _GAP
        self._leave_room()

    def _leave_room(self) -> None:
        """Leaves room behind the last chip for what is being typed."""
        metrics = self.fontMetrics()
        high = metrics.height() + 4
        width = max(self.width() - 2 * _GAP, _ROOM)
        last = self._areas[-1] if self._areas else QRect(0, _GAP, 0, high)
        x, y = last.x() + last.width() + _GAP, last.y()
        typed = metrics.horizontalAdvance(super().text()) + 24
        if self._words and x + max(min(_ROOM, width // 2), typed) > width:
            x, y = _GAP, y + high + _GAP
        self.setTextMargins(x - _GAP + (2 if self._words else 0), y - _GAP, 0, 0)
        self.setFixedHeight(y + high + _GAP)
        self.update()

    def _show_cursor(self) -> None:
        """Scrolls to where typing goes on: a long list is higher than the window."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        page = area.widget() if area is not None else None
        if area is not None and page is not None:
            place = self.mapTo(page, self.cursorRect().center())
            area.ensureVisible(place.x(), place.y(), 0, self.cursorRect().height())
