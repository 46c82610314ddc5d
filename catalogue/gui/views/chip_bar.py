"""The line above the table: what the query asks for as chips, and what was not understood of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from catalogue.collection import Found
from catalogue.fields.registry import BUILT_IN
from catalogue.gui import query_text, theme
from catalogue.gui.widgets.chip import Chip
from catalogue.gui.widgets.flow import FlowLayout


class ChipBar(QWidget):
    """Hidden while the query has neither terms nor problems, and can be read in one way only."""

    query_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = ""
        self.vocabulary = BUILT_IN
        self._row = QWidget()
        self._chips = FlowLayout(self._row)
        self._problems = QLabel()
        self._problems.setWordWrap(True)
        self._problems.setAccessibleName("How the search was read")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 7, 10, 7)
        column.setSpacing(5)
        column.addWidget(self._row)
        column.addWidget(self._problems)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def show_query(self, query: str, found: Found) -> None:
        """Shows the terms of a query and the problems that were found in it."""
        if query != self._query:
            self._query = query
            self._chips.clear()
            for part in query_text.parts(query, self.vocabulary):
                does = f"Take “{part.label} {part.shown}” out of the search"
                chip = Chip(part.shown, does, lead=part.label, removes=True)
                chip.clicked.connect(lambda _=False, part=part: self._remove(part))
                self._chips.addWidget(chip)
        said = [self._sentence(query, problem) for problem in found.problems] + [
            hint.message for hint in found.hints if hint.message
        ]
        self._problems.setText("\n".join(said))
        look = self._problems.palette()
        shades = theme.shades(self.palette())
        look.setColor(QPalette.ColorRole.WindowText, shades.warning if found.problems else shades.muted)
        self._problems.setPalette(look)
        self._problems.setVisible(bool(said))
        self._row.setVisible(self._chips.count() > 0)
        self.setVisible(bool(said) or self._chips.count() > 0)

    def _remove(self, part: query_text.Part) -> None:
        self.query_wanted.emit(query_text.without(self._query, part))

    def _sentence(self, query: str, problem: object) -> str:
        start, end, message = (getattr(problem, name) for name in ("start", "end", "message"))
        part = query[start:end].strip().rstrip(":")
        return f"“{part}”: {message}" if part and part not in message else message
