"""Progress and cancelling of long work, without Qt."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

from catalogue.errors import Cancelled

Report = Callable[[int, int, str], None]


class Job:
    """Handed to long work: it reports how far it is and asks whether to go on.

    `report(done, total, what)` is called from the working thread; `cancel()` may be called from any thread.
    """

    def __init__(self, report: Report | None = None) -> None:
        self._report = report
        self._cancelled = Event()

    def cancel(self) -> None:
        """Asks the work to stop at the next step; what was begun is rolled back."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether the person asked to stop."""
        return self._cancelled.is_set()

    def step(self, done: int, total: int, what: str = "") -> None:
        """Reports progress. Raises Cancelled when the person asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled
        if self._report is not None:
            self._report(done, total, what)


@contextmanager
def without_collector() -> Iterator[None]:
    """Leaves Python's search for cycles out while millions of values are made that have none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
