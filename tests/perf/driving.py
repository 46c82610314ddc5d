"""The real window, used by a program; and a heartbeat that tells when its event loop stands still."""

from __future__ import annotations

import random
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from catalogue.collection import commands
from catalogue.gui.app import create_window

BEAT = 5  # ms


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
            QApplication.processEvents()
        self._paint()

    def settle(self) -> None:
        """Waits until nothing is on its way."""
        while self.window.waiting() or self.window.bus.runner.busy() or not self._answers:
            QApplication.processEvents()
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
            QApplication.processEvents()
        self._paint()
        first = time.perf_counter() - started
        while self._line.waiting() or self.window.searching.busy():
            QApplication.processEvents()
        self._paint()
        return first, time.perf_counter() - started

    def scroll_step(self) -> float:
        """Scrolls down by a page."""
        bar = self.table.verticalScrollBar()
        return self._painted(lambda: bar.setValue(bar.value() + bar.pageStep()))

    def jump(self) -> float:
        """Goes to some other place of the list."""
        bar = self.table.verticalScrollBar()
        place = self._random.randrange(max(bar.maximum(), 1))
        return self._painted(lambda: bar.setValue(place))

    def sort(self, key: str) -> float:
        """Sorts by a column, then measures the way back to titles."""
        for wanted in (key, "title"):
            column = self.table.results.keys().index(wanted)
            before = self._answers
            started = time.perf_counter()
            self.table.horizontalHeader().sectionClicked.emit(column)
            while self._answers == before:
                QApplication.processEvents()
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
            QApplication.processEvents()
        self._paint()
        seconds = time.perf_counter() - started
        self.settle()
        return seconds

    def use(self) -> None:
        """Types, scrolls to the end, sorts, chooses facets, and goes down the list with the key held."""
        self.settle()
        self._heart.begin()
        for word in ("tebade", "tag:piano", "the"):
            for letter in word:
                QTest.keyClick(self._line, letter)
                self._wait(0.08)
            self.settle()
            self._line.clear()
            self._wait(0.3)
        self.settle()
        bar = self.table.verticalScrollBar()
        for step in range(40):
            bar.setValue(bar.maximum() * (step + 1) // 40)
            self._wait(0.03)
        self.sort("year")
        for facet in (self.window._sidebar.tags, self.window._sidebar.places, self.window._sidebar.browse):
            index = facet.facets.index(0, 0)
            QTest.mouseClick(facet.viewport(), Qt.MouseButton.LeftButton, pos=facet.visualRect(index).center())
            self._wait(0.3)
            self.settle()
        self.search("")
        self.table.setFocus()
        for _ in range(60):
            QTest.keyClick(self.table, Qt.Key.Key_Down)
            self._wait(0.03)
        self.settle()

    def longest(self) -> float:
        """The longest stand of the event loop since `use` began."""
        return self._heart.longest

    def close(self) -> None:
        """Closes the window."""
        self.settle()
        self.window.close()
        QApplication.processEvents()

    def _wait(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            QApplication.processEvents()

    def _painted(self, action: object) -> float:
        started = time.perf_counter()
        action()  # type: ignore[operator]
        self._paint()
        return time.perf_counter() - started

    def _paint(self) -> None:
        QApplication.processEvents()
        self.table.viewport().repaint()

    def _count(self, _: object) -> None:
        self._answers += 1
