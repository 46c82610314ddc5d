"""Editors of one line: text with completions, choices, ratings, barcodes."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from catalogue.errors import FieldError
from catalogue.fields import kinds
from catalogue.fields.registry import Field
from catalogue.gui import icons
from catalogue.gui.widgets import stars
from catalogue.gui.widgets.completion import Completion, Source
from catalogue.gui.widgets.one_line import OneLine

_MOST = (1 << 31) - 1


class LineEditor(QLineEdit):
    """One line. Enter goes to the next field and never ends the form: a barcode scanner sends it after each code."""

    edited = Signal()
    entered = Signal()
    page_pasted = Signal(str)

    def __init__(self, field: Field, source: Source | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Qt would cut off what is longer than 32,767 letters, and saving would lose the rest.
        self.setMaxLength(_MOST)
        self.field = field
        self.takes_pages = False
        self.setAccessibleName(field.label)
        self.setValidator(OneLine(self))
        self.setTextMargins(2, 0, 2, 0)
        self.setMinimumHeight(self.fontMetrics().height() + 10)
        if field.kept:
            self.setReadOnly(True)
            self.setProperty("kept", True)  # the style sheet draws it without a frame
        self.completion: Completion | None = None
        if source is not None and not field.kept:
            self.completion = Completion(self, source, self.text, self._complete)
            self.textEdited.connect(self._ask)
            if field.choices or field.facet or field.kind.editor in {"choice", "flag", "place"}:
                self._add_arrow()
        self.textChanged.connect(self.edited)

    def in_words(self) -> str:
        """What a screen reader says of it besides the text, if anything."""
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self.entered.emit()
            self.focusNextChild()
            return
        if event.matches(QKeySequence.StandardKey.Paste) and self.takes_pages:
            text = QGuiApplication.clipboard().text()
            if "\n" in text.strip():
                self.page_pasted.emit(text)
                return
        if event.key() == Qt.Key.Key_Down and self.completion is not None and not event.modifiers():
            self.completion.ask(everything=not self.text())
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        if self.completion is not None:
            self.completion.ask()

    def _complete(self, text: str) -> None:
        self.setText(text)
        self.end(False)

    def _add_arrow(self) -> None:
        arrow = self.addAction(icons.icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        arrow.setToolTip(f"Values of “{self.field.label}” in use")
        arrow.triggered.connect(self._open_all)

    def _open_all(self) -> None:
        self.setFocus()
        if self.completion is not None:
            self.completion.ask(everything=True)


class RatingEditor(LineEditor):
    """A rating of 0 to 10: typed in halves, clicked on five stars, or changed by half a star with Left and Right."""

    def __init__(self, field: Field, source: Source | None, parent: QWidget | None = None) -> None:
        super().__init__(field, None, parent)
        self.setToolTip("0 to 10, as 7 or 7.5; click a half or a whole star, or press Left and Right")
        self.setTextMargins(2, 0, stars.width(self._size()) + 4, 0)
        self.textChanged.connect(self._describe)
        self._describe()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        stars.paint_stars(painter, self.areas(), self._rating() or 0, *stars.colours(self.palette()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rating = self._rating()
        # What is being typed is no rating yet: there the keys go through the text.
        stepping = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and (
            rating is not None or not self.text()
        )
        if stepping and event.key() == Qt.Key.Key_Right:
            self._put(0 if rating is None else min(math.floor(rating) + 1, 10))
        elif stepping and event.key() == Qt.Key.Key_Left:
            self._put(None if not rating else math.ceil(rating) - 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, area in enumerate(self.areas(), 1):
            if area.adjusted(-1, -6, 1, 6).contains(event.position()):
                self.setFocus()
                rating = 2 * number - (event.position().x() < area.center().x())
                self._put(None if self._rating() == rating else rating)
                return
        super().mousePressEvent(event)

    def areas(self) -> list[QRectF]:
        """Where each star is."""
        return stars.areas(self.width() - 6, self.height() / 2, self._size())

    def _put(self, rating: float | None) -> None:
        self.setText(self.field.kind.format(rating))

    def _rating(self) -> float | None:
        try:
            return kinds.RATING.parse(self.text())  # type: ignore[no-any-return]
        except FieldError:
            return None

    def in_words(self) -> str:
        """The rating as a screen reader says it after the name and the number."""
        return stars.in_words(self._rating())

    def _describe(self) -> None:
        self.setAccessibleDescription(self.in_words())

    def _size(self) -> int:
        return max(self.fontMetrics().height() - 3, 12)
