"""The shelf shows where discs stand, with the selection of the table."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from catalogue.collection.commands import EditRecords
from catalogue.gui.main_window import MainWindow
from catalogue.gui.views.shelf import ShelfView, counts_of, title_of
from tests.gui.driving import choose, settle, titles


@pytest.fixture
def shelf(qtbot: Any, window: MainWindow) -> ShelfView:
    """The shelf as Ctrl+3 shows it."""
    window.resize(1400, 800)
    QApplication.processEvents()
    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    found = window.findChild(ShelfView, "shelf")
    assert found.isVisible()
    return found


def test_every_disc_stands_on_the_shelf_of_its_place(shelf: ShelfView) -> None:
    assert [title_of(one) for one in shelf.shelves()] == ["Cellar", "Shelf › Left", "Shelf › Right", "Without a place"]
    assert [counts_of(one) for one in shelf.shelves()] == ["1 disc"] * 4


def test_a_click_selects_what_stands_there(shelf: ShelfView, window: MainWindow) -> None:
    [stalker] = [number for number, one in enumerate(shelf.shelves()) if title_of(one) == "Shelf › Left"]
    choose(window, "Amélie")
    point = shelf.area_of(stalker, 0).center()
    assert shelf.standing_at(point) == (stalker, 0)
    QTest.mouseClick(shelf.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert window._table.chosen_ids() == [window._table.results.ids()[titles(window).index("Stalker")]]
    assert shelf.standing_at(QPoint(shelf.viewport().width() - 30, point.y())) is None


def test_arrows_walk_from_disc_to_disc_and_enter_opens_the_form(
    qtbot: Any, shelf: ShelfView, window: MainWindow
) -> None:
    shelf.setFocus()
    qtbot.keyClick(shelf, Qt.Key.Key_Home)
    walked = [window._table.current_id()]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(shelf, key)
        walked.append(window._table.current_id())
    standing = [one.row_id for place in shelf.shelves() for one in place.standing]
    assert walked == [*standing, standing[-1]]
    qtbot.keyClick(shelf, Qt.Key.Key_Up)
    assert window._table.current_id() == standing[2]
    qtbot.keyClick(shelf, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.editing.form().isVisible()


def test_a_disc_that_is_moved_stands_elsewhere_at_once(qtbot: Any, shelf: ShelfView, window: MainWindow) -> None:
    row = window._table.results.ids()[titles(window).index("Stalker")]
    window.bus.run(EditRecords((row,), {"location": "Cellar", "slot": "7"}))
    settle(qtbot, window)
    first = shelf.shelves()[0]
    assert (title_of(first), first.discs) == ("Cellar", 2)


def test_what_stands_there_is_told_in_words(qtbot: Any, shelf: ShelfView, window: MainWindow) -> None:
    rows = {title: window._table.results.ids()[titles(window).index(title)] for title in ("Stalker", "The Piano")}
    for slot, row in zip(("1", "4"), rows.values(), strict=True):
        window.bus.run(EditRecords((row,), {"location": "Cellar", "slot": slot}))
    settle(qtbot, window)
    assert counts_of(shelf.shelves()[0]) == "3 discs, 2 slots empty"

    def tip(place: int) -> str:
        at = shelf.area_of(0, place).center()
        event = QHelpEvent(QEvent.Type.ToolTip, at, shelf.viewport().mapToGlobal(at))
        QApplication.sendEvent(shelf.viewport(), event)
        return QToolTip.text()

    assert tip(0) == "Stalker · 1979 · Blu-ray · slot 1"
    assert tip(1) == "Slots 2–3 are empty"
    choose(window, "Stalker")
    settle(qtbot, window)
    assert shelf.accessibleDescription() == "Stalker · 1979 · Blu-ray · slot 1"
    QToolTip.hideText()


def test_what_the_search_leaves_out_is_counted(qtbot: Any, shelf: ShelfView, window: MainWindow) -> None:
    window._search.set_query("location:cellar or title:stalker")
    settle(qtbot, window)
    assert all(one.discs for one in shelf.shelves())
