"""What of a record is in doubt and why, with the ways to settle it: each is one click, the first is one key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from catalogue.collection import Record
from catalogue.collection.merging import FILM
from catalogue.collection.reading import Review
from catalogue.fields import registry
from catalogue.gui import icons, theme
from catalogue.gui.widgets.flow import FlowLayout
from catalogue.gui.widgets.look import heading

_SHOWN = 2
_ALTERNATIVES = 4
_LONGEST = 48
Films = Mapping[int, str]


class ReviewPanel(QFrame):
    """Hidden while nothing is in doubt. It asks for what was clicked by signals."""

    confirmed = Signal(object)  # Review
    chosen = Signal(object, object)  # Review, the value instead
    film_wanted = Signal(object)  # Review
    pages_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review")
        self._picture = QLabel()
        self._heading = heading()
        self._more = QLabel()
        self._more.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._picture)
        head.addWidget(self._heading, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 8)
        self._column.setSpacing(6)
        self._column.addLayout(head)
        self._column.addWidget(self._more)
        self._doubts: list[QWidget] = []
        self.hide()

    def show_record(self, record: Record | None, films: Films) -> None:
        """Shows what is in doubt about a record; `films` are the names of those that it may be instead."""
        for doubt in self._doubts:
            doubt.hide()
            doubt.deleteLater()
        self._doubts = []
        reviews = () if record is None or record.trashed else record.reviews
        if record is not None:
            for place, review in enumerate(reviews[:_SHOWN]):
                doubt = self._doubt(record, review, films, first=place == 0)
                self._column.insertWidget(self._column.count() - 1, doubt)
                self._doubts.append(doubt)
        more = len(reviews) - _SHOWN
        self._more.setText(f"{more:,} more after these" if more > 0 else "")
        self._more.setVisible(more > 0)
        count = f" · {len(reviews):,} doubts" if len(reviews) > 1 else ""
        self._heading.setText(f"Needs review{count}")
        self.setAccessibleName(f"Needs review: {reviews[0].reason}" if reviews else "Needs review")
        self._paint_icon()
        self.setVisible(bool(reviews))

    def buttons(self) -> list[QPushButton]:
        """What can be clicked, from top to bottom."""
        return [button for doubt in self._doubts for button in doubt.findChildren(QPushButton)]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icon()

    def _doubt(self, record: Record, review: Review, films: Films, first: bool) -> QWidget:
        made = QWidget()
        words = QLabel(_words(record, review))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        answers = QWidget()
        flow = FlowLayout(answers, 6)
        for button in self._answers(record, review, films, first):
            flow.addWidget(button)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(words)
        column.addWidget(answers)
        return made

    def _answers(self, record: Record, review: Review, films: Films, first: bool) -> list[QPushButton]:
        made = []
        if can_confirm(record, review):
            label = "It is another film" if review.field == FILM and review.alternatives else "It is right"
            right = self._button(label, f"{label}: {_label(review)}")
            if first:
                right.setToolTip("Ctrl+Return")
            right.clicked.connect(lambda: self.confirmed.emit(review))
            made.append(right)
        for value in review.alternatives[:_ALTERNATIVES]:
            if review.field == FILM:
                if value not in films:
                    continue
                words = f"Merge with {films[value]}"
            else:
                words = value_words(review, value)
            button = self._button(words, f"{words}, for {_label(review)}")
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(review, value))
            made.append(button)
        if review.field == FILM and not review.alternatives and len(record.documents) > 1:
            pages = self._button("Look at its pages", "Look at the pages of this film")
            pages.clicked.connect(self.pages_wanted)
            made.append(pages)
        if review.field in (FILM, "title"):
            other = self._button("Another film …", f"Another film, for {_label(review)}")
            other.clicked.connect(lambda: self.film_wanted.emit(review))
            made.append(other)
        return made

    def _button(self, text: str, name: str) -> QPushButton:
        shown = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
        button = QPushButton(shown.replace("&", "&&"))
        button.setAutoDefault(False)
        button.setAccessibleName(name)
        if shown != text:
            button.setToolTip(text)
        return button

    def _paint_icon(self) -> None:
        color, size = theme.shades(self.palette()).warning, QSize(18, 18)
        self._picture.setPixmap(icons.pixmap("triangle-alert", size.width(), color.name(), self.devicePixelRatioF()))


def can_confirm(record: Record, review: Review) -> bool:
    """Whether what is in doubt can be called right as it is: there has to be something."""
    return record.film_id is not None or registry.BY_KEY[review.field].entity != "film"


def value_words(review: Review, value: Any) -> str:
    """An alternative as a person reads it."""
    field = registry.BY_KEY[review.field]
    if field.kind.rows == "credits":
        return field.kind.format([value])
    return field.kind.show([value] if field.kind.merge != "whole" else value)


def _words(record: Record, review: Review) -> str:
    field = registry.BY_KEY.get(review.field)
    if field is None:
        return review.reason
    value = record.values.get(review.field)
    if field.kind.merge != "whole":
        value = [part for part in value or () if field.kind.subject(part) == review.subject]
    shown = field.kind.format(value) if field.kind.rows == "credits" else field.kind.show(value)
    head = field.label if field.kind.merge == "whole" or not review.subject else review.subject
    return f"{head}: {shown or 'not known'}. {review.reason}"


def _label(review: Review) -> str:
    field = registry.BY_KEY.get(review.field)
    if field is None:
        return "the film"
    return field.label + (f" of {review.subject}" if review.subject else "")
