"""Lets searches find what a large import brought: its long texts are indexed while the window is used already."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from catalogue.collection import Changes
from catalogue.gui.bus import Bus
from catalogue.gui.runner import Task

_MANY = 1000


class Indexing(QObject):
    """Asks at the start and after large changes whether texts wait, and indexes them off the window's thread.

    The status line shows how far it is; who cancels it, or closes the window, has the rest done at the next start.
    """

    done = Signal()

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._task: Task | None = None
        bus.changed.connect(self._on_changes)
        self.look()

    def look(self) -> None:
        """Begins if texts wait and nobody indexes them."""
        if self._task is None or self._task.finished:
            collection = self._bus.collection
            self._task = self._bus.runner.read(lambda _: collection.behind(), self._begin)

    def _begin(self, waiting: int) -> None:
        if waiting:
            collection = self._bus.collection
            label = "Indexing texts for the search"
            self._task = self._bus.runner.read(collection.index_behind, lambda _: self.done.emit(), label=label)

    def _on_changes(self, changes: Changes) -> None:
        if changes.everything or len(changes.added) + len(changes.changed) > _MANY:
            self.look()
