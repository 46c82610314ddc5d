"""Backups that the window makes by itself: behind the work, before what reaches far, and when it is closed."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from catalogue.errors import NoBackup, UserError
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.warning import WarningDialog
from catalogue.gui.runner import Task
from catalogue.jobs import Job
from catalogue.store.keeping import RECENT, Kept, Occasion, Snapshot

_EVERY = 60_000  # ms between two looks whether one is due
_LABEL = "Backing up"


class Safekeeping(QObject):
    """Asks only where one before something cannot be made. `made` and `said` are for the status line and the notice."""

    made = Signal(str)
    said = Signal(str)
    _begun = Signal(object)

    def __init__(self, bus: Bus, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._window = window
        self._task: Task | None = None
        self._changed = False
        self._told = ""
        self._without_until = 0.0  # until when the person does without
        self._begun.connect(self._finish)
        bus.collection.guard = self._before
        bus.runner.ask = self._ask
        bus.changed.connect(self._on_changes)
        self.timer = QTimer(self)
        self.timer.setInterval(_EVERY)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        """Backs up if it is time, unless that is under way or was cancelled."""
        if self._task is None or (self._task.finished and not self._task.job.cancelled):
            collection = self._bus.collection
            self._start(lambda job: collection.back_up_at_times("work", job))

    def finish(self) -> None:
        """Backs up what was changed, when the window closes."""
        self.timer.stop()
        if self._changed:
            try:
                self._bus.collection.back_up_at_times("closing")
            except UserError:
                # The window is on its way out; the next one tries again, and says it.
                return

    def _before(self, reason: Occasion, job: Job) -> None:
        # On the thread of the change, which waits for the copy and no longer.
        if time.monotonic() < self._without_until:
            return
        begun = self._bus.collection.back_up_before(reason)
        if begun is not None:
            self._begun.emit(begun)

    def _finish(self, begun: Snapshot) -> None:
        if self._start(begun.finish).dropped:
            begun.drop()

    def _start(self, work: Callable[[Job], Kept | None]) -> Task:
        self._task = self._bus.runner.read(work, self._done, self._failed, label=_LABEL)
        return self._task

    def _done(self, kept: Kept | None) -> None:
        if kept is not None:
            self._told = ""
            self.made.emit(f"Backed up at {kept.moment:%H:%M}")

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._bus.runner.failed.emit(error)
        elif str(error) != self._told:
            self._told = str(error)
            self.said.emit(self._told)

    def _ask(self, error: NoBackup, again: Callable[[], object], leave: Callable[[], object]) -> None:
        def go_on() -> None:
            self._without_until = time.monotonic() + RECENT.total_seconds()
            again()

        words = f"{error}\nGo on without a backup? What is done can be undone."
        dialog = WarningDialog("no_backup", "No backup", words, "&Go on without it", self._window)
        dialog.wanted.connect(go_on)
        dialog.rejected.connect(leave)
        dialog.open()

    def _on_changes(self) -> None:
        self._changed = True
