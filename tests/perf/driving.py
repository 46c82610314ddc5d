"""The real window, used by a program; and a heartbeat that tells when its event loop stands still."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QLineEdit, QScrollBar

from catalogue.collection import commands
from catalogue.gui.app import create_window
from catalogue.gui.collector import Collector
from catalogue.gui.viewing import COVERS, PEOPLE, SHELF, TABLE
from catalogue.gui.views.sidebar import FacetTree

Step = tuple[str, Callable[[], object]]

BEAT = 5  # ms
_WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents


class Heartbeat(QObject):
    """Notes the longest time between two turns of the event loop, beyond its own pace."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def begin(self) -> None:
        """Begins anew."""
        self.longest = 0.0
        self._last = time.perf_counter()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last - BEAT / 1000)
        self._last = now


class Driver:
    """Does what a person does, and measures until it is painted."""

    def __init__(self, database: Path) -> None:
        self.window = create_window(database)
        self._collector = Collector(self.window)  # as the program does
        self.window.resize(1400, 860)
        self.table = self.window._table
        self._answers = 0
        self._random = random.Random(7)
        self.window.searching.shown.connect(self._count)
        self._heart = Heartbeat()
        line = self.window.findChild(QLineEdit, "search")
        assert line is not None
        self._line = line

    def until_shown(self) -> None:
        """Waits until rows are painted; of an empty catalogue, the page that says how to begin."""
        while not self._answers or not (self.table.results.rowCount() or self.window._figures):
            QApplication.processEvents(_WAIT)
        self._paint()

    def settle(self) -> None:
        """Waits until nothing is on its way."""
        while self.window.waiting() or self.window.bus.runner.busy() or not self._answers:
            QApplication.processEvents(_WAIT)
        self._paint()

    def search(self, query: str) -> None:
        """Shows what a query finds."""
        self._line.setText(query)
        self.settle()

    def type(self, word: str) -> tuple[float, float]:
        """Types the last letter of a word: seconds to the first painted answer, and to the whole one."""
        self.search(word[:-1])
        before = self._answers
        started = time.perf_counter()
        QTest.keyClick(self._line, word[-1])
        while self._answers == before:
            QApplication.processEvents(_WAIT)
        self.table.viewport().repaint()
        first = time.perf_counter() - started
        while self._line.waiting() or self.window.searching.busy():
            QApplication.processEvents(_WAIT)
        self._paint()
        return first, time.perf_counter() - started

    def scroll_step(self) -> float:
        """Scrolls down by a page."""
        bar = self._seen().verticalScrollBar()
        return self._painted(lambda: bar.setValue(bar.value() + bar.pageStep()))

    def jump(self) -> float:
        """Goes to some other place of the list."""
        bar = self._seen().verticalScrollBar()
        place = self._random.randrange(max(bar.maximum(), 1))
        return self._painted(lambda: bar.setValue(place))

    def show(self, view: str) -> float:
        """Shows another view of the rows."""
        return self._painted(lambda: self.window._views.show(view))

    def sort(self, key: str) -> float:
        """Sorts by a column, then measures the way back to titles."""
        for wanted in (key, "title"):
            column = self.table.results.keys().index(wanted)
            before = self._answers
            started = time.perf_counter()
            self.table.horizontalHeader().sectionClicked.emit(column)
            while self._answers == before:
                QApplication.processEvents(_WAIT)
            self._paint()
        seconds = time.perf_counter() - started
        self.settle()
        return seconds

    def edit(self) -> float:
        """Gives the first row that is shown another slot."""
        row = self.table.indexAt(self.table.viewport().rect().topLeft()).row()
        row_id = self.table.results.ids()[row]
        heard: list[object] = []
        started = time.perf_counter()
        command = commands.EditRecords((row_id,), {"storage_device": f"TD {self._random.randrange(1000)}"})
        self.window.bus.run(command, heard.append)
        while not heard:
            QApplication.processEvents(_WAIT)
        self._paint()
        seconds = time.perf_counter() - started
        self.settle()
        return seconds

    def steps(self) -> list[Step]:
        """What a person does in a while of looking for discs, step by step; each leaves the window at rest."""
        sidebar = self.window._sidebar
        return [
            *((f"type “{word}”", lambda word=word: self._type_slowly(word)) for word in ("tebade", "tag:piano", "the")),
            ("clear the search", lambda: self.search("")),
            ("scroll to the end", self._scroll_to_the_end),
            ("sort by year", lambda: self._sort_once("year")),
            ("sort by location", lambda: self._sort_once("location")),
            ("choose a tag", lambda: self._choose_first(sidebar.tags)),
            ("choose a place", lambda: self._choose_first(sidebar.places)),
            ("choose a format", lambda: self._choose_first(sidebar.browse)),
            ("show everything", lambda: self.search("")),
            ("show the covers", lambda: self._look_at(COVERS)),
            ("scroll the covers to the end", self._scroll_to_the_end),
            ("make the covers smaller", lambda: self._resize_covers(112)),
            ("show the shelves", lambda: self._look_at(SHELF)),
            ("scroll the shelves to the end", self._scroll_to_the_end),
            ("show the people", lambda: self._look_at(PEOPLE)),
            ("back to the table", lambda: self._look_at(TABLE)),
            ("sort by title", lambda: self._sort_once("title")),
            ("go down with the key held", self._go_down),
            ("select everything", lambda: self.table.selectAll()),
        ]

    def use(self) -> tuple[float, str]:
        """Does all that; the longest stand of the event loop, and in which step it was."""
        self.settle()
        return max((self.do(action)[1], name) for name, action in self.steps())

    def do(self, action: Callable[[], object]) -> tuple[float, float]:
        """Does a step: seconds until all is there again, and the longest stand of the event loop meanwhile."""
        self._heart.begin()
        started = time.perf_counter()
        action()
        self.settle()
        seconds = time.perf_counter() - started
        self._wait(0.1)
        return seconds, self._heart.longest

    def close(self) -> None:
        """Closes the window."""
        self.settle()
        self.window.close()
        QApplication.processEvents()

    def _seen(self) -> QAbstractItemView:
        return self.window._views.widget() if self.window._views.name() == COVERS else self.table

    def _type_slowly(self, word: str) -> None:
        self._line.clear()
        for letter in word:
            QTest.keyClick(self._line, letter)
            self._wait(0.08)

    def _scroll_to_the_end(self) -> None:
        view = self.window._views.widget()
        bar = view.findChild(QScrollBar) if not isinstance(view, QAbstractScrollArea) else view.verticalScrollBar()
        for step in range(40):
            bar.setValue(bar.maximum() * (step + 1) // 40)
            self._wait(0.03)

    def _sort_once(self, key: str) -> None:
        self.table.horizontalHeader().sectionClicked.emit(self.table.results.keys().index(key))

    def _choose_first(self, facet: FacetTree) -> None:
        place = facet.visualRect(facet.facets.index(0, 0)).center()
        QTest.mouseClick(facet.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self._wait(0.3)

    def _look_at(self, view: str) -> None:
        self.window._views.show(view)

    def _resize_covers(self, height: int) -> None:
        wall = self.window._views.covers
        for size in range(wall.cover_height(), height, -8):
            wall.set_size(size)
            self._wait(0.03)

    def _go_down(self) -> None:
        self.table.setFocus()
        for _ in range(60):
            QTest.keyClick(self.table, Qt.Key.Key_Down)
            self._wait(0.03)

    def _wait(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            QApplication.processEvents(_WAIT)

    def _painted(self, action: object) -> float:
        started = time.perf_counter()
        action()  # type: ignore[operator]
        self._paint()
        return time.perf_counter() - started

    def _paint(self) -> None:
        QApplication.processEvents()
        self._seen().viewport().repaint()

    def _count(self, _: object) -> None:
        self._answers += 1
