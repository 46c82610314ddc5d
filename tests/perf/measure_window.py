"""Starts a window and uses it: python tests/perf/measure_window.py bare|empty|full|work FILE.db

`work` types, scrolls, sorts, chooses and edits in the real window, beside a bare table over bare sqlite3, and says how
long the event loop stood still at most.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

STARTED = time.perf_counter()  # as early as a script can tell; Python's own start is the same for all
TIMES = 9
Measure = Callable[[], float]
WORD = "tebade"


def bare(with_sqlalchemy: bool) -> None:
    """Shows a window with a table in it, and tells the time."""
    if with_sqlalchemy:
        import sqlalchemy.orm  # noqa: F401
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QTableView())
    window.resize(1400, 860)
    window.show()
    app.processEvents()
    _tell_start()


def start(database: Path) -> None:
    """Opens the program's window and tells the time when rows, or the page of an empty catalogue, are painted."""
    # As the program does: first the command line is read, then the rest is loaded without a search for cycles.
    from catalogue import cli

    cli.parse(["--catalogue", str(database)])
    gc.disable()
    from catalogue import collection  # noqa: F401, I001 - first, as the program does
    from driving import Driver

    driver = Driver(database)
    driver.until_shown()
    seconds = time.perf_counter() - STARTED
    driver.settle()
    _tell_start(seconds)
    driver.close()


def work(database: Path) -> None:
    """Tells how long each thing takes that people do all day."""
    from bare_grid import BareGrid
    from bare_table import BareTable
    from driving import Driver
    from PySide6.QtCore import QSize

    driver, floor = Driver(database), BareTable(database)
    driver.settle()
    for letters in range(1, len(WORD) + 1):
        typed = [driver.type(WORD[:letters]) for _ in range(3)]
        bare = [floor.search(WORD[:letters]) for _ in range(3)]
        figure = {"floor": statistics.median(bare), "aim": "150 ms titles, 300 ms all"}
        for what, times in (("titles", [one[0] for one in typed]), ("all texts", [one[1] for one in typed])):
            _tell(f"type “{WORD[:letters]}”, {what}", times, **figure)
    driver.search("")
    floor.sort("title")
    pairs = (
        ("scroll a step", driver.scroll_step, floor.scroll_step),
        ("jump", driver.jump, floor.jump),
        ("sort by year, then title", lambda: driver.sort("year"), lambda: floor.sort("year")),
    )
    for pair in pairs:
        _compare(*pair)
    wall = driver.window._views.covers
    height = wall.cover_height()
    icons = BareGrid(database, wall.cell(), QSize(round(height * 0.7), height), wall.parentWidget().size())
    _compare("show the covers", lambda: driver.show("covers"), icons.show, times=1)
    _compare("scroll the covers a step", driver.scroll_step, icons.scroll_step)
    _compare("jump in the covers", driver.jump, icons.jump)
    driver.show("table")
    _tell("edit, committed and painted", [driver.edit() for _ in range(TIMES)], aim="50 ms")
    longest, step = driver.use()
    _tell("event loop at a stand, at most", [longest], aim="100 ms", step=step)
    driver.close()


def memory() -> float:
    """MB that this process holds at the moment."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _compare(name: str, ours: Measure, floor: Measure, times: int = TIMES) -> None:
    pairs = [(ours(), floor()) for _ in range(times)]
    _tell(name, [pair[0] for pair in pairs], floor=statistics.median(pair[1] for pair in pairs), aim="1.5 times")


def _tell_start(seconds: float | None = None) -> None:
    seconds = time.perf_counter() - STARTED if seconds is None else seconds
    print(json.dumps({"operation": "start", "seconds": seconds, "memory": memory()}))


def _tell(name: str, times: list[float], **further: object) -> None:
    figure = {"operation": name, "seconds": statistics.median(times), "memory": memory()}
    print(json.dumps({**figure, **further}))


if __name__ == "__main__":
    what, file = sys.argv[1], Path(sys.argv[2]).resolve()
    if what.startswith("bare"):
        bare(what != "bare")
    elif what == "work":
        work(file)
    else:
        start(file)
