"""Work goes off the window's thread, its answers come back to it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from catalogue.errors import UserError
from catalogue.gui.runner import Runner
from catalogue.jobs import Job


@pytest.fixture
def runner(qapp: QApplication) -> Any:
    made = Runner()
    yield made
    made.close()


def test_answers_arrive_on_the_windows_thread(qtbot: Any, runner: Runner) -> None:
    seen: list[Any] = []
    main = threading.get_ident()
    runner.read(lambda _: threading.get_ident(), lambda worker: seen.extend((worker, QThread.currentThread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] != main
    assert seen[1] is QApplication.instance().thread()
    assert not runner.busy()


def test_changes_keep_their_order(qtbot: Any, runner: Runner) -> None:
    done: list[int] = []
    for number in range(20):
        runner.change(lambda _, number=number: number, done.append)
    qtbot.waitUntil(lambda: len(done) == 20)
    assert done == list(range(20))


def test_a_dropped_answer_does_not_come(qtbot: Any, runner: Runner) -> None:
    gate, seen = threading.Event(), []
    dropped = runner.read(lambda _: gate.wait(5), seen.append)
    dropped.drop()
    gate.set()
    runner.read(lambda _: "second", seen.append)
    qtbot.waitUntil(lambda: dropped.finished and bool(seen))
    assert seen == ["second"]


def test_errors_go_to_whoever_takes_them(qtbot: Any, runner: Runner) -> None:
    def refuse(_: Job) -> None:
        raise UserError("No.")

    with qtbot.waitSignal(runner.failed) as caught:
        runner.read(refuse, lambda _: None)
    assert str(caught.args[0]) == "No."
    seen: list[Exception] = []
    runner.change(refuse, failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))


def test_a_cancelled_job_says_nothing(qtbot: Any, runner: Runner) -> None:
    entered = threading.Event()

    def work(job: Job) -> None:
        entered.set()
        while True:
            job.step(1, 2, "Reading")

    faults: list[object] = []
    runner.failed.connect(faults.append)
    task = runner.change(work, label="Importing")
    assert entered.wait(5)
    with qtbot.waitSignal(runner.ended):
        task.job.cancel()
    assert task.progress == (1, 2, "Reading")
    assert faults == []


def test_closing_lets_changes_finish_and_cancels_long_work(qapp: QApplication) -> None:
    runner = Runner()
    saved: list[str] = []

    def long_work(job: Job) -> None:
        while True:
            job.step(0, 0)

    runner.change(long_work, label="Importing")
    runner.change(lambda _: saved.append("saved"))
    runner.close()
    assert saved == ["saved"]
    after: list[str] = []
    assert runner.read(lambda _: after.append("too late"), lambda _: None).dropped
    assert after == []


class Asker(QObject):
    """Somebody who waits for answers, and may be gone before they come."""

    def __init__(self, told: list[int]) -> None:
        super().__init__()
        self.told = told

    def take(self, answer: int) -> None:
        """Has to be there still to know its own name."""
        self.told.append(answer + len(self.objectName()))

    def ask(self, runner: Runner) -> None:
        """Asks in every way in which the window does."""
        runner.read(lambda _: 1, self.take)
        runner.read(lambda _: 2, lambda answer: self.take(answer))

        def show(answer: int) -> None:
            self.take(answer)

        runner.read(lambda _: 3, lambda answer: show(answer))


def test_an_answer_for_somebody_who_is_gone_is_thrown_away(qtbot: Any, runner: Runner) -> None:
    told: list[int] = []
    gone, there = Asker(told), Asker(told)
    gone.ask(runner)
    there.ask(runner)
    delete(gone)
    qtbot.waitUntil(lambda: not runner.busy())
    assert sorted(told) == [1, 2, 3]
