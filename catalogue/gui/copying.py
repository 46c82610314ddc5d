"""Keeps the copy in plain files up to date behind the window: after changes, when nobody has made one for a moment."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from catalogue.errors import UserError
from catalogue.exchange import side_copy
from catalogue.gui.bus import Bus
from catalogue.gui.runner import Task
from catalogue.jobs import Job

_QUIET = 2000  # ms without a change
_REST = 0.02  # seconds between two slices, in which the window has the processor to itself


class Copying(QObject):
    """Begins at the start and after each change. `said` is why the copy could not be written, once.

    The status line shows how far a long one is; of one that is cancelled the rest is written at the next start.
    """

    said = Signal(str)
    done = Signal()

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._task: Task | None = None
        self._changed = False
        self._told = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_QUIET)
        self._quiet.timeout.connect(self.look)
        bus.changed.connect(self._on_changes)
        self._quiet.start()

    def look(self) -> None:
        """Writes what changed, unless that is under way or was cancelled."""
        if self._task is not None and not self._task.finished:
            self._quiet.start()
            return
        if self._task is not None and self._task.job.cancelled:
            return
        self._changed = False
        collection = self._bus.collection

        def work(job: Job) -> bool:
            def step(done: int, total: int, what: str) -> None:
                job.step(done, total, what)
                time.sleep(_REST)

            return side_copy.bring_up_to_date(collection, Job(step))

        self._task = self._bus.runner.read(work, lambda _: self.done.emit(), self._failed, label="Copying")

    def finish(self) -> None:
        """Writes what was changed last, when the window closes, if that takes a moment only."""
        self._quiet.stop()
        if self._changed:
            try:
                side_copy.bring_up_to_date(self._bus.collection, quick=True)
            except UserError:
                # It was said while the window was open, or the next start says it.
                return

    def _on_changes(self) -> None:
        self._changed = True
        self._quiet.start()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._bus.runner.failed.emit(error)
        elif isinstance(error, side_copy.CopyError) and str(error) != self._told:
            self._told = str(error)
            self.said.emit(self._told)
