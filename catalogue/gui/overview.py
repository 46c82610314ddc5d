"""What stands around the table: counts, values of the sidebar, and what undo and redo would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from catalogue.collection import Collection, DocumentInfo, FacetValue
from catalogue.gui.bus import Bus
from catalogue.gui.runner import Task

_PAUSE = 60  # ms: several changes in a row are counted once


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was asked for, at one moment."""

    counts: dict[str, int]
    facets: dict[str, list[FacetValue]]
    undo: str | None
    redo: str | None
    waiting: list[DocumentInfo]

    @property
    def everything(self) -> int:
        """The number of rows outside the trash."""
        return self.counts.get("all", 0) + self.counts.get("films", 0)


class Overview(QObject):
    """Asks again after every change."""

    loaded = Signal(object)  # Figures

    def __init__(self, bus: Bus, keys: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._keys = list(keys)
        self._task: Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.load)
        bus.changed.connect(lambda _: self._pause.start())

    def set_keys(self, keys: Sequence[str]) -> None:
        """Asks for the values of other fields from now on."""
        self._keys = list(keys)
        self.load()

    def waiting(self) -> bool:
        """Whether it is about to ask."""
        return self._pause.isActive()

    def load(self) -> None:
        """Asks for everything now."""
        if self._task is not None:
            self._task.drop()
        collection, keys = self._bus.collection, list(dict.fromkeys(self._keys))
        self._task = self._bus.runner.read(
            lambda _: Figures(
                _counts(collection),
                {key: collection.facet(key) for key in keys if key in collection.fields().by_key},
                collection.undo_label(),
                collection.redo_label(),
                collection.waiting(),
            ),
            self.loaded.emit,
        )


def _counts(collection: Collection) -> dict[str, int]:
    counts = collection.counts()
    # A page without a film is no row, but it needs a person as much as one.
    counts["review"] += len(collection.waiting())
    return counts
