"""What stands around the table: counts, values of the sidebar, and what undo and redo would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from catalogue.collection import Collection, DocumentInfo, SavedSearch
from catalogue.gui.bus import Bus
from catalogue.gui.runner import Task
from catalogue.search.scopes import ListScope

_PAUSE = 60  # ms: several changes in a row are counted once


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was asked for, at one moment."""

    counts: dict[str, int]
    saved: list[SavedSearch]
    undo: str | None
    redo: str | None
    waiting: list[DocumentInfo]

    def all_in(self, scope: ListScope) -> int:
        """The number of rows that a list of a scope has without a query."""
        return self.counts.get(scope, 0)


class Overview(QObject):
    """Asks again after every change, and for the values of the sidebar's fields with every query."""

    loaded = Signal(object)  # Figures
    facets_loaded = Signal(object)  # values by field

    def __init__(self, bus: Bus, keys: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._keys = list(keys)
        self._query = ""
        self._scope: ListScope = "everything"
        self._facet_task: Task | None = None
        self._task: Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.load)
        bus.changed.connect(lambda _: self._pause.start())

    def set_keys(self, keys: Sequence[str]) -> None:
        """Asks for the values of other fields from now on."""
        self._keys = list(keys)
        self._load_facets()

    def set_query(self, query: str, scope: ListScope) -> None:
        """Counts the values among what another query finds from now on."""
        if (query, scope) != (self._query, self._scope) or self._facet_task is None:
            self._query, self._scope = query, scope
            self._load_facets()

    def waiting(self) -> bool:
        """Whether it is about to ask."""
        return self._pause.isActive()

    def begin(self, query: str, scope: ListScope) -> None:
        """Asks for everything, the values among what a query finds."""
        self._query, self._scope = query, scope
        self.load()

    def load(self) -> None:
        """Asks for everything again."""
        if self._task is not None:
            self._task.drop()
        collection = self._bus.collection
        self._task = self._bus.runner.read(lambda _: _figures(collection), self.loaded.emit)
        self._load_facets()

    def _load_facets(self) -> None:
        if self._facet_task is not None:
            self._facet_task.drop()
        collection, query, keys, scope = self._bus.collection, self._query, list(self._keys), self._scope
        self._facet_task = self._bus.runner.read(
            lambda job: collection.facets(query, keys, job, scope), self.facets_loaded.emit
        )


def _figures(collection: Collection) -> Figures:
    counts, waiting = collection.counts(), collection.waiting()
    # A page without a film is no row, but it needs a person as much as one.
    counts["review"] += len(waiting)
    undo, redo = collection.undo_label(), collection.redo_label()
    return Figures(counts, collection.saved_searches(), undo, redo, waiting)
