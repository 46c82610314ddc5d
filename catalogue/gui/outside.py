"""Notices what other processes do to the catalogue while the window shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from catalogue.errors import UserError
from catalogue.gui.bus import Bus
from catalogue.gui.runner import Task

_EVERY = 1000  # ms


class Outside(QObject):
    """Asks once a second, off the window's thread, while the window can be seen; the bus carries the changes."""

    def __init__(self, bus: Bus, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._window = window
        self._task: Task | None = None
        self._said = ""
        self.timer = QTimer(self)
        self.timer.setInterval(_EVERY)
        self.timer.timeout.connect(self._on_time)
        # What is read from here on is what later changes are told against.
        self.look()
        self.timer.start()

    def look(self) -> None:
        """Asks now."""
        collection = self._bus.collection
        self._task = self._bus.runner.read(lambda _: collection.foreign_change(), self._on_answer, self._on_fault)

    def _on_time(self) -> None:
        waiting = self._task is not None and not self._task.finished
        if self._window.isVisible() and not self._window.isMinimized() and not waiting:
            self.look()

    def _on_answer(self, _: object) -> None:
        self._said = ""

    def _on_fault(self, error: Exception) -> None:
        # A file that is gone stays gone: it is said once, not every second.
        words = str(error) if isinstance(error, UserError) else type(error).__name__
        if words != self._said:
            self._said = words
            self._bus.runner.failed.emit(error)
