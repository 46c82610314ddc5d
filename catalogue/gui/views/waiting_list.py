"""Pages that belong to no film yet: a small list below the records that need review."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import DocumentInfo
from catalogue.fields import dates
from catalogue.gui.widgets.look import heading

_ROWS = 4


class WaitingList(QFrame):
    """Hidden while no page waits, or while something else is asked for."""

    film_wanted = Signal(object)  # DocumentInfo

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waiting")
        self._documents: list[DocumentInfo] = []
        self._heading = heading()
        self.list = _List()
        self.list.setObjectName("waiting.list")
        self.list.setAccessibleName("Pages that wait for their film")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.wanted.connect(self._want)
        self.list.itemDoubleClicked.connect(self._want)
        self._which = QPushButton("Which &film …")
        self._which.setAutoDefault(False)
        self._which.setToolTip("Say which film the page is about (Enter)")
        self._which.clicked.connect(self._want)
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 2)
        head.addWidget(self._heading, 1)
        head.addWidget(self._which)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.list)
        self.hide()

    def show_documents(self, documents: Sequence[DocumentInfo], wanted: bool) -> None:
        """Shows the pages that wait, if they are wanted at the moment."""
        if list(documents) != self._documents:
            self._documents = list(documents)
            row = max(self.list.currentRow(), 0)
            self.list.clear()
            for document in documents:
                where = f"{document.site}, " if document.site else ""
                kind = document.kind.replace("_", " ")
                title = document.title or "A page without a title"
                words = f"{title}  ·  {where}{kind}, read {dates.show_date(document.added_at)}"
                self.list.addItem(QListWidgetItem(words))
            count = len(documents)
            self._heading.setText("1 page waits for its film" if count == 1 else f"{count:,} pages wait for their film")
            if documents:
                self.list.setCurrentRow(min(row, count - 1))
                self.list.setFixedHeight(min(count, _ROWS) * self.list.sizeHintForRow(0) + 6)
        self.setVisible(wanted and bool(documents))

    def _want(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._documents):
            self.film_wanted.emit(self._documents[row])


class _List(QListWidget):
    wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
            return
        super().keyPressEvent(event)
