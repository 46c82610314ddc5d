"""Editors of one line: text with completions, choices, ratings, barcodes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from catalogue.errors import FieldError
from catalogue.fields import kinds
from catalogue.fields.registry import Field
from catalogue.gui import icons
from catalogue.gui.widgets.completion import Completion, Source
from catalogue.gui.widgets.one_line import OneLine
from catalogue.gui.widgets.stars import paint_stars


class LineEditor(QLineEdit):
    """One line. Enter goes to the next field and never ends the form: a barcode scanner sends it after each code."""

    edited = Signal()
    entered = Signal()
    page_pasted = Signal(str)

    def __init__(self, field: Field, source: Source | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
    """A rating of 0 to 10: typed in halves, or clicked on five stars in half stars."""

    _STARS = 5

    def __init__(self, field: Field, source: Source | None, parent: QWidget | None = None) -> None:
        super().__init__(field, None, parent)
        self.setToolTip("0 to 10, as 7 or 7.5; click a half or a whole star")
        self.setTextMargins(0, 0, self._STARS * self._step() + 4, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        areas = [self._star_area(number) for number in range(1, self._STARS + 1)]
        paint_stars(painter, areas, self._rating() or 0, self.palette())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number in range(1, self._STARS + 1):
            area = self._star_area(number).adjusted(-1, -6, 1, 6)
            if area.contains(event.position()):
                self.setFocus()
                rating = 2 * number - (event.position().x() < area.center().x())
                self.setText("" if self._rating() == rating else str(rating))
                return
        super().mousePressEvent(event)

    def _rating(self) -> float | None:
        try:
            return kinds.RATING.parse(self.text())  # type: ignore[no-any-return]
        except FieldError:
            return None

    def _step(self) -> int:
        return max(self.fontMetrics().height() - 1, 14)

    def _star_area(self, number: int) -> QRectF:
        step = self._step()
        left = self.width() - 6 - (self._STARS - number + 1) * step
        return QRectF(left, (self.height() - step) / 2, step - 2, step - 2)
