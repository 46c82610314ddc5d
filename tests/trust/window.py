"""The open window: killed while it saves, and used at random for long."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalogue.collection import Collection
from catalogue.exchange import importing
from tests.perf.collection import Maker
from tests.trust import world
from tests.trust.figures import Budget, Figures

_DISCS = 3_000
_FIELDS = ("owner", "notes", "store")
_LATEST = 4.0  # seconds after which a window is killed at the latest
_WARM = 2_000  # steps after which a window has once shown all that it has
_GROWS = 20.0  # MB that a window may grow by once it is warm
_NOT_OURS = ("This plugin does not support", "propagateSizeHints")
_LEFT_ALONE = frozenset({"action_quit", "action_about_qt"})


def window_kills(template: Path, scratch: Path, budget: Budget, chance: random.Random) -> Figures:
    """Kills the window while forms are saved in it: each saved one is there, whole, and no other is half there."""
    figures = Figures("windows")
    while budget.more():
        folder = scratch / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        file, report = folder / world.NAME, scratch / "saved"
        report.write_text("")
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            try:
                _save_forms(file, report)
            finally:
                os._exit(3)
        while not report.read_text() and not _ended(child):
            time.sleep(0.02)
        time.sleep(chance.uniform(0, _LATEST))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)
        saved = report.read_text().split()
        ended, found = world.apart(lambda file=file: _values(file), scratch / "report.json")
        if ended or not isinstance(found, list):
            figures.fails(f"the next start ended with {ended}: {found}")
            continue
        problems, values = found
        half = [one for one in values if len(set(one)) > 1]
        lost = bool(saved) and max((int(one[0] or 0) for one in values), default=0) < int(saved[-1])
        if problems or half or lost or not saved:
            figures.fails(
                f"after {len(saved)} saved forms: {problems or half or ('lost' if saved else 'none was saved')}"
            )
        else:
            figures.right("killed")
            figures.counts["forms saved and found again"] += len(saved)
    return figures


def soak(template: Path, scratch: Path, budget: Budget, chance: random.Random) -> Figures:
    """Does random things in the window at 3,000 discs: no error, no warning, no growing memory."""
    figures = Figures("soak")
    folder = scratch / "soak"
    folder.mkdir()
    made = folder / "collection.zip"
    Maker(_DISCS).write(made)
    steps, seconds, seed = budget.most, budget.seconds, chance.random()
    ended, found = world.apart(
        lambda: _use(folder / world.NAME, made, steps, seconds, random.Random(seed)), scratch / "report.json", 36_000
    )
    if ended or not isinstance(found, dict):
        figures.fails(f"ended with {ended}: {found}")
        return figures
    figures.counts["steps"] = found["steps"]
    for message in found["said"]:
        figures.fails(message)
    if found["grown"] > _GROWS:
        figures.fails(f"memory grew by {found['grown']:.0f} MB")
    grown = f"memory {found['grown']:+.0f} MB after" if found["steps"] > _WARM else "too few for the memory: it takes"
    figures.notes += [f"{grown} {_WARM:,} steps", f"longest stand {found['stand'] * 1000:.0f} ms"]
    return figures


def _ended(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] != 0


def _values(file: Path) -> list[Any]:
    collection = Collection.open(file)
    try:
        found = collection.rows([1, 2, 3, 4], _FIELDS)
        values = [[row.values[key] for key in _FIELDS] for row in found.values()]
        return [collection.check(), [one for one in values if str(one[0]).isdecimal()]]
    finally:
        collection.close()


def _save_forms(file: Path, report: Path) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QPushButton

    from tests.perf.driving import Driver

    driver = Driver(file)
    driver.until_shown()
    editing = driver.window.editing
    with report.open("w", buffering=1) as out:
        for number in range(1, 10_000):
            editing.open(1 + number % 4)
            form = editing.form()
            for key in _FIELDS:
                form.page.editor(key).setText(str(number))
            QTest.mouseClick(form.findChild(QPushButton, "form.save"), Qt.MouseButton.LeftButton)
            driver.settle()
            out.write(f"{number}\n")


def _use(file: Path, made: Path, steps: int, seconds: float, chance: random.Random) -> dict[str, Any]:
    from PySide6.QtCore import QEvent, Qt, QTimer
    from PySide6.QtGui import QAction
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit

    from catalogue.gui import failures
    from tests.perf.driving import Driver

    said: list[str] = []
    # What nobody caught, and what Qt warns of, the program itself writes to its log.
    logging.getLogger().addHandler(_Listener(said))
    collection = Collection.open(file)
    importing.run(collection, [made])
    collection.index_behind()
    collection.close()
    driver = Driver(file)
    hooks = failures.Hooks(QApplication.instance())
    driver.until_shown()
    window, table = driver.window, driver.table

    def clear_away() -> None:
        """Closes what a step left open: a person would look at it and close it."""
        for widget in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if widget is not None:
                widget.close()

    closing = QTimer()
    closing.timeout.connect(clear_away)
    closing.start(40)

    def act() -> None:
        actions = [one for one in window.findChildren(QAction) if one.isEnabled() and one.objectName()]
        one = chance.choice(actions)
        if one.objectName() not in _LEFT_ALONE and one.menu() is None:
            one.trigger()

    def ask() -> None:
        words = ("", "the", "tag:piano", "year:1990..1999", "format:dvd", "zz", "owner:Ann", "-tag:piano", "a")
        driver.window.findChild(QLineEdit, "search").setText(chance.choice(words))

    def select() -> None:
        rows = table.results.rowCount()
        if rows:
            table.selectRow(chance.randrange(rows))

    def press() -> None:
        keys = Qt.Key
        table.setFocus()
        choice = (
            keys.Key_Down,
            keys.Key_Up,
            keys.Key_PageDown,
            keys.Key_Home,
            keys.Key_End,
            keys.Key_Right,
            keys.Key_F2,
        )
        QTest.keyClick(table, chance.choice((*choice, keys.Key_Left, keys.Key_Escape)))

    def edit() -> None:
        ids = table.chosen_ids()
        if len(ids) != 1:
            return
        window.editing.open(ids[0])
        form = window.editing.form()
        editor = form.page.editor(chance.choice(("notes", "owner", "title", "store")))
        if editor.isVisible() and not editor.isReadOnly():
            editor.setText(f"soak {chance.randrange(1000)}")
        form.save_button.click() if chance.random() < 0.7 else form._discard(form.hide)

    def put_away() -> None:
        for widget in QApplication.topLevelWidgets():
            if widget is not window and widget.isVisible():
                if hasattr(widget, "_discard"):
                    widget._discard(widget.hide)
                else:
                    widget.close()

    ways: tuple[Callable[[], None], ...] = (act, act, ask, select, select, press, press, edit, put_away)
    ends, warm, done = time.monotonic() + seconds, 0.0, 0
    heart = driver._heart
    while done < steps and (time.monotonic() < ends or not done):
        chance.choice(ways)()
        _settled(driver)
        done += 1
        if done == _WARM:
            put_away()
            warm = _resident()
            heart.begin()
        if not window.isVisible():
            said.append("the window was closed")
            break
    put_away()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    grown = _resident() - warm if warm else 0.0
    hooks.remove()
    return {"steps": done, "said": said[:20], "grown": grown, "stand": heart.longest}


class _Listener(logging.Handler):
    """Keeps what is logged as a warning or worse."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._said = said

    def emit(self, record: logging.LogRecord) -> None:
        message = self.format(record)
        if not any(one in message for one in _NOT_OURS):
            self._said.append(message)


def _settled(driver: Any) -> None:
    """Waits until the window has what it asked for, however little that is."""
    from PySide6.QtWidgets import QApplication

    for _ in range(400):
        QApplication.processEvents()
        if not (driver.window.waiting() or driver.window.bus.runner.busy()):
            return
        time.sleep(0.005)


def _resident() -> float:
    """MB of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
