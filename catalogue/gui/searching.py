"""From the query to the rows in the table, and again whenever the collection changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from catalogue.collection import Changes, Found, Row
from catalogue.errors import UserError
from catalogue.gui import query_text
from catalogue.gui.bus import Bus
from catalogue.gui.models.results import WINDOW, ResultsModel
from catalogue.gui.runner import Task
from catalogue.gui.views.table import ResultsTable
from catalogue.jobs import Job
from catalogue.search.scopes import ListScope

_PATIENCE = 60  # ms: where the whole answer comes sooner, nothing is shown before it

_First = tuple[dict[int, Row], dict[int, list[int]]]
"""The first window of rows, and what is inside them."""

_Answer = tuple[Found, _First]


class Searching(QObject):
    """Keeps the table at what the query finds. An answer that a newer question has overtaken is dropped.

    Words of a new query are looked for in titles and names first. That answer is shown when the whole one, which takes
    its place, is not there soon.
    """

    shown = Signal(object)  # Found, after the table shows it

    def __init__(self, bus: Bus, table: ResultsTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.query = ""
        self.scope: ListScope = "everything"
        self._bus = bus
        self._table = table
        self._model: ResultsModel = table.results
        self._model.why = self.why
        self._task: Task | None = None
        self._shown_query: tuple[str, ListScope] | None = None
        self._first: _Answer | None = None
        self._complete = True  # whether the whole answer is shown
        self._own: int | None = None  # the row that a search has chosen by itself
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._patience.timeout.connect(self._show_first)
        self._wanted: list[int] = []
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.refresh)
        bus.changed.connect(self._on_changes)
        table.sorted_by.connect(self.refresh)
        self._held = False
        table.cells.ended.connect(self._release)

    def search(self, query: str) -> None:
        """Shows what another query finds."""
        if query != self.query or self._task is None:
            self.query = query
            self.refresh()

    def show_scope(self, scope: ListScope) -> None:
        """Shows what the query finds in another scope."""
        if scope != self.scope:
            self.scope = scope
            if self._task is not None:
                self.refresh()

    def refresh(self) -> None:
        """Asks the same question again."""
        self._again.stop()
        if self._task is not None:
            self._task.drop()
        self._first = None
        new = (self.query, self.scope) != self._shown_query
        if new:
            self._patience.start()
        self._ask(first=new)

    def _ask(self, first: bool) -> None:
        query, sort, keys, scope = self.query, tuple(self._table.sort), self._model.keys(), self.scope
        collection = self._bus.collection

        def work(job: Job) -> _Answer:
            found = collection.find(query, sort, job, first, scope)
            # The first window comes along, so that the table is painted without asking again.
            ids = found.ids[:WINDOW]
            return found, (collection.rows(ids, keys), collection.parts(ids))

        self._task = self._bus.runner.read(work, lambda answer: self._take(answer, query, keys))

    def _take(self, answer: _Answer, query: str, keys: list[str]) -> None:
        if answer[0].whole:
            self._patience.stop()
            self._first = None
            self._show(query, keys, *answer)
            return
        self._first = answer
        self._ask(first=False)
        if not self._patience.isActive():
            self._show_first()

    def _show_first(self) -> None:
        if self._first is not None and self._first[0].ids:
            self._show(self.query, self._model.keys(), *self._first)

    def busy(self) -> bool:
        """Whether an answer is on its way, or a question about to be asked."""
        return self._again.isActive() or (self._task is not None and not self._task.finished)

    def choose_when_there(self, ids: Sequence[int]) -> None:
        """Selects rows that are about to appear."""
        self._wanted = list(ids)
        if self._table.choose(self._wanted):
            self._wanted = []

    def in_trash(self) -> bool:
        """Whether the trash is shown."""
        return query_text.asks_for(self.query, "is", "trash")

    def why(self, row_id: int) -> list[str]:
        """Where a row has the words of the query, a line for each part of it."""
        try:
            found = self._bus.collection.why(self.query, [row_id]) if self.query.strip() else {}
        except UserError:
            return []
        return [f"{reason.label}: {reason.text}" for reason in found.get(row_id, ())]

    def _on_changes(self, changes: Changes) -> None:
        self._model.forget(tuple(self._model.ids()) if changes.everything else changes.rows)
        self._again.start(0)

    def _release(self) -> None:
        if self._held:
            self._held = False
            self._again.start(0)

    def _show(self, query: str, keys: list[str], found: Found, first: _First) -> None:
        same_query = (query, self.scope) == self._shown_query
        if same_query and self._table.cells.opened() is not None:
            # A new order would take the cell away that is being typed into: it comes when the cell is done.
            self._held = True
            return
        self._shown_query = query, self.scope
        # What is inside open rows may have changed as well.
        if not (same_query and found.ids == self._model.result()) or self._model.is_open():
            self._replace(found, first if keys == self._model.keys() else ({}, first[1]), same_query)
        self._complete = found.whole
        if self._wanted and self._table.choose(self._wanted):
            self._wanted = []
        self.shown.emit(found)

    def _replace(self, found: Found, first: _First, same_query: bool) -> None:
        chosen, current = self._table.chosen_ids(), self._table.current_id()
        row_before = self._table.currentIndex().row()
        follow = not same_query or (self._table.shows(row_before) and (self._complete or current != self._own))
        bar = self._table.verticalScrollBar()
        top = bar.value()
        seen = self._model.ids()[top] if 0 < top < self._model.rowCount() else None
        before = self._model.ids()
        self._model.set_ids(found.ids, *first)
        if same_query:
            # Whoever has scrolled goes on reading where they were, whatever came in above.
            now = self._model.row_of(seen) if seen is not None else None
            self._table.doItemsLayout()  # the scroll bar knows of the new rows only then
            bar.setValue(top if now is None else now)
        elif chosen == [self._own]:
            # A row that nobody chose does not lead a new search away from its beginning.
            chosen = []
        if self._table.choose(chosen, current, scroll=follow):
            return
        if found.ids:
            # What was chosen is gone: the one behind it takes its place; a new search begins with its first.
            shown = self._model.ids()
            self._own = _next(before, max(row_before, 0), shown) if same_query else shown[0]
            self._table.choose([self._own])
        else:
            self._table.chosen.emit()


def _next(before: Sequence[int], row: int, shown: Sequence[int]) -> int:
    """Of the rows that stood behind a row before, the first that is still there; else the last of those above."""
    there = set(shown)
    return next((one for one in (*before[row:], *reversed(before[:row])) if one in there), shown[0])
