"""Work off the window's thread: its result comes back to the window's thread as a call."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from types import CellType, FunctionType, MethodType
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from catalogue.errors import Cancelled, NoBackup
from catalogue.jobs import Job

T = TypeVar("T")
Done = Callable[[T], object]
Failed = Callable[[Exception], object]


class Task:
    """One piece of work on its way. `drop()` means that nobody waits for the answer any more."""

    def __init__(self, label: str = "") -> None:
        self.label = label
        self.started = monotonic()
        self.progress: tuple[int, int, str] = (0, 0, "")
        self.job = Job(self._report)
        self.dropped = False
        self.finished = False

    def _report(self, done: int, total: int, what: str) -> None:
        # Called thousands of times from a worker: the window polls this instead of getting an event for each.
        self.progress = (done, total, what)

    def drop(self) -> None:
        """Cancels the work if it can be, and throws its answer away."""
        self.dropped = True
        self.job.cancel()


class Runner(QObject):
    """Two lanes: answers are read side by side, changes are made one after the other in the order asked for."""

    started = Signal(object)  # a Task with a label, which is worth a progress bar
    ended = Signal(object)
    failed = Signal(object)  # an exception that nobody else takes
    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = QThreadPool()
        self._readers.setMaxThreadCount(3)
        self._writer = QThreadPool()
        self._writer.setMaxThreadCount(1)
        for pool in (self._readers, self._writer):
            pool.setExpiryTimeout(-1)  # a thread that dies takes its database connection with it
        self._tasks: set[Task] = set()
        self._closed = False
        # Where a change was not begun because there is no backup: asks the person, and calls one of the two.
        self.ask: Callable[[NoBackup, Callable[[], object], Callable[[], object]], object] | None = None
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(self, work: Callable[[Job], T], done: Done[T], failed: Failed | None = None, label: str = "") -> Task:
        """Asks for an answer; `done` or `failed` is called on the window's thread unless the task was dropped.

        With a label it shows its progress.
        """
        return self._start(self._readers, Task(label), work, done, failed)

    def change(
        self, work: Callable[[Job], T], done: Done[T] | None = None, failed: Failed | None = None, label: str = ""
    ) -> Task:
        """Makes a change, after all changes asked for before. With a label it shows its progress."""
        return self._start(self._writer, Task(label), work, done, failed)

    def busy(self) -> bool:
        """Whether work is on its way whose answer somebody waits for."""
        return any(not task.dropped for task in self._tasks)

    def finish_changes(self) -> None:
        """Waits for changes under way and delivers their answers; long work with a progress bar is rolled back."""
        for task in self._tasks:
            if task.label:
                task.job.cancel()
        self._writer.waitForDone()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def close(self) -> None:
        """Lets changes finish, throws questions away, and delivers no answers any more."""
        self.finish_changes()
        self._closed = True
        self._readers.clear()
        self._readers.waitForDone()

    def _start(
        self, pool: QThreadPool, task: Task, work: Callable[[Job], T], done: Done[T] | None, failed: Failed | None
    ) -> Task:
        def run() -> None:
            answer: Callable[[], object]
            try:
                result = work(task.job)
            except NoBackup as error:
                refusal = error
                answer = lambda: self._without_backup(refusal, pool, task, work, done, failed)  # noqa: E731
            except Exception as error:
                fault = error
                answer = lambda: self._fail(task, fault, failed)  # noqa: E731 - carries the fault out of its block
            else:
                answer = lambda: done(result) if done else None  # noqa: E731
            self._delivered.emit((task, answer))

        if self._closed:
            # A timer that fires while the window goes away must not reach a closed collection.
            task.drop()
            return task
        self._tasks.add(task)
        if task.label:
            self.started.emit(task)
        pool.start(run)
        return task

    @Slot(object)
    def _deliver(self, delivery: tuple[Task, Callable[[], Any]]) -> None:
        task, answer = delivery
        self._tasks.discard(task)
        task.finished = True
        if self._closed:
            return
        if task.label:
            self.ended.emit(task)
        if not task.dropped and not _gone(answer):
            answer()

    def _without_backup(
        self,
        error: NoBackup,
        pool: QThreadPool,
        task: Task,
        work: Callable[[Job], T],
        done: Done[T] | None,
        failed: Failed | None,
    ) -> None:
        if self.ask is None or pool is self._readers:
            self._fail(task, error, failed)
            return
        again = lambda: self._start(pool, Task(task.label), work, done, failed)  # noqa: E731
        self.ask(error, again, lambda: self._fail(task, error, failed))

    def _fail(self, task: Task, error: Exception, failed: Failed | None) -> None:
        if isinstance(error, Cancelled):
            return
        if failed is not None:
            failed(error)
        else:
            self.failed.emit(error)


def _gone(call: Any) -> bool:
    """Whether whoever waits for an answer is gone: a dialog may be closed before it comes."""
    cells = [cell.cell_contents for cell in getattr(call, "__closure__", None) or () if cell != _EMPTY]
    for one in (getattr(call, "__self__", None), *cells):
        if isinstance(one, QObject) and not isValid(one):
            return True
        if isinstance(one, FunctionType | MethodType) and _gone(one):
            return True
    return False


_EMPTY = CellType()  # of a name that has no value yet
