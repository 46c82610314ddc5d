"""What is printed on a disc is typed into the search line, key by key, and found; what was guessed is said."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from catalogue.collection import commands
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import settle, titles

TITLES = ["七人の侍", "ฉลาดเกมส์โกง", "ឆ្នាំងបាយក្ដាម", "L.A. Confidential"]
MARKED = ["WALL·E", "This or That", "I ♥ Huckabees", "???", "Mission: Impossible"]


@pytest.fixture
def printed(qtbot: Any, window: MainWindow) -> MainWindow:
    """The window with further films, whose titles are not of letters and blanks alone."""
    for number, title in enumerate([*TITLES, *MARKED]):
        window.bus.run(commands.AddRecord({"title": title, "barcode": str(number)}))
    settle(qtbot, window)
    return window


def type_in(qtbot: Any, window: MainWindow, text: str) -> None:
    """Types a text into the search line; keyboards of all scripts send their letters as texts of keys."""
    line = window.findChild(QLineEdit, "search")
    line.clear()
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(line, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
    settle(qtbot, window)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("人の", ["七人の侍"]),
        ("侍", ["七人の侍"]),
        ("เกม", ["ฉลาดเกมส์โกง"]),
        ("បាយ", ["ឆ្នាំងបាយក្ដាម"]),
        ("la conf", ["L.A. Confidential"]),
        ("l.a. conf", ["L.A. Confidential"]),
        ("walle", ["WALL·E"]),
        ("wall-e", ["WALL·E"]),
        ("♥", ["I ♥ Huckabees"]),
        ("i huck", ["I ♥ Huckabees"]),
        ("???", ["???"]),
        ("“this or that”", ["This or That"]),
        ("stal\u200bker", ["Stalker"]),
    ],
)
def test_what_is_printed_is_found_by_its_keys(qtbot: Any, printed: MainWindow, typed: str, found: list[str]) -> None:
    type_in(qtbot, printed, typed)
    assert titles(printed) == found
    assert printed._chips._problems.text() == ""


@pytest.mark.parametrize(
    ("typed", "first", "said"),
    [
        ("this or that", "This or That", "“or” was read as “either of the two”"),
        ("mission:impossible", "Mission: Impossible", "There is no field “mission”"),
    ],
)
def test_what_was_guessed_is_said(qtbot: Any, printed: MainWindow, typed: str, first: str, said: str) -> None:
    type_in(qtbot, printed, typed)
    assert titles(printed)[0] == first
    assert said in printed._chips._problems.text()
    assert printed._chips.isVisible()
