"""Python's search for cycles of values, taken over by the window: on its own thread, and when nobody is disturbed."""

from __future__ import annotations

import gc

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer

_TICK = 1000  # ms
_YOUNG = 2000
"""So many new values are worth a look at them alone: some milliseconds."""
_QUIET = 6
"""The event loop of a window that nobody touches wakes up no more often in a second: for a blinking cursor."""
_QUIET_TICKS, _PATIENT_TICKS = 3, 600

_open: set[int] = set()
"""The collectors at work."""


class Collector(QObject):
    """Searches while its window is open; `close` gives the search back to Python once no window needs it any more.

    Python itself would search at any moment, with the window at a stand for 0.2 s where shelves of 100,000 discs are
    shown, and on any thread, where it may destroy what belongs to the window's. What is loaded by now stays for good
    and is left out.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        _open.add(id(self))
        gc.disable()
        gc.freeze()
        self._woken = 0
        self._quiet = 0
        self._since_all = 0
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is not None:
            dispatcher.awake.connect(self._count)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Searches among young values when there are many; among all in a quiet moment, or after ten minutes."""
        young, middle, _ = gc.get_count()
        self._quiet = self._quiet + 1 if self._woken <= _QUIET else 0
        self._woken = 0
        self._since_all += 1
        changed = young > _YOUNG or middle > 0
        if changed and (self._quiet >= _QUIET_TICKS or self._since_all >= _PATIENT_TICKS):
            gc.collect()
            self._since_all = self._quiet = 0
        elif young > _YOUNG:
            gc.collect(0)

    def close(self) -> None:
        """Lets Python search by itself again, unless there is another window."""
        self._timer.stop()
        _open.discard(id(self))
        if not _open:
            gc.unfreeze()
            gc.enable()

    def _count(self) -> None:
        self._woken += 1
