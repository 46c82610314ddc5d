"""A box opens into its films and single discs, beneath its row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from catalogue.collection import Collection, commands
from catalogue.gui.main_window import MainWindow
from catalogue.gui.views.table import ResultsTable
from tests.gui.driving import Open, choose, settle, titles

CLOSED = ["Ran", "Saga", "Zulu"]
OPEN = ["Ran", "Saga", "Basalt", "Amber", "Bonus", "Zulu"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A box with two films and a disc that is an edition of its own, between two other discs."""
    file = tmp_path / "boxed.db"
    collection = Collection.open(file)
    parts = [{"film": name, "disc": None, "cut": None} for name in ("Basalt (1995)", "Amber (1979)")]
    for values in ({"title": "Ran"}, {"title": "Zulu"}, {"edition_title": "Saga", "contents": parts}):
        collection.run(commands.AddRecord(values))
    collection.run(commands.AddRecord({"edition_title": "Bonus", "box_set": "Saga"}))
    collection.close()
    return file


@pytest.fixture
def table(qtbot: Any, window: MainWindow) -> ResultsTable:
    window._actions.scope_discs.trigger()
    settle(qtbot, window)
    window._table.setFocus()
    assert titles(window) == ["Bonus", *CLOSED]
    return window._table


def test_right_opens_a_box_and_left_closes_it(qtbot: Any, window: MainWindow, table: ResultsTable) -> None:
    choose(window, "Saga")
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert titles(window) == OPEN
    assert table.current_id() == table.results.ids()[1]
    QTest.keyClick(table, Qt.Key.Key_Down)
    settle(qtbot, window)
    assert window._detail._title.text() == "Basalt"
    # From within, Left goes to the box, and then closes it.
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert titles(window)[table.currentIndex().row()] == "Saga"
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert titles(window) == ["Bonus", *CLOSED]
    settle(qtbot, window)
    assert window._status.count.text() == "4 entries"


def test_its_arrow_opens_it_and_a_film_has_its_form(qtbot: Any, window: MainWindow, table: ResultsTable) -> None:
    place = table.visualRect(table.results.index(2, 0))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.left() + 5, place.center().y()))
    assert titles(window) == OPEN
    choose(window, "Amber")
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, window)
    form = window.editing.form()
    assert form.page.editor("title").text() == "Amber"
    assert form.page.boxes["location"].isHidden()
    QTest.keyClicks(form.page.editor("original_title"), "Bernstein")
    QTest.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert titles(window) == OPEN
    assert [window.bus.collection.record(-n).values["original_title"] for n in (3, 4)] == [None, "Bernstein"]


def test_all_that_was_found_is_chosen_and_nothing_beneath(qtbot: Any, window: MainWindow, table: ResultsTable) -> None:
    choose(window, "Saga")
    settle(qtbot, window)
    window._actions.open_row.trigger()
    assert titles(window) == OPEN
    window._actions.select_all.trigger()
    settle(qtbot, window)
    assert [window.bus.collection.rows([one], ["title"])[one].values["title"] for one in table.chosen_ids()] == CLOSED


def test_what_changes_inside_an_open_box_is_seen(qtbot: Any, window: MainWindow, table: ResultsTable) -> None:
    choose(window, "Saga")
    settle(qtbot, window)
    window._actions.open_row.trigger()
    window.bus.run(commands.DeleteRecords((-4,)))
    settle(qtbot, window)
    assert "Amber" not in titles(window)
    window.bus.undo()
    settle(qtbot, window)
    assert titles(window) == OPEN


def test_what_has_nothing_inside_does_not_open(qtbot: Any, window: MainWindow, table: ResultsTable) -> None:
    choose(window, "Ran")
    settle(qtbot, window)
    assert not window._actions.open_row.isEnabled()
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert titles(window) == ["Bonus", *CLOSED]
    assert table.currentIndex().column() == 1


def test_letters_lead_past_what_is_open(qtbot: Any, window: MainWindow, table: ResultsTable, open_window: Open) -> None:
    choose(window, "Saga")
    settle(qtbot, window)
    window._actions.open_row.trigger()
    assert titles(window) == OPEN
    QTest.keyClick(table, Qt.Key.Key_Z)
    assert titles(window)[table.currentIndex().row()] == "Zulu"


def test_the_page_that_is_shown_is_what_commands_are_about(qtbot: Any, window: MainWindow, table: ResultsTable) -> None:
    choose(window, "Saga")
    settle(qtbot, window)
    # A film of the box is chosen beneath it.
    window._detail.row_wanted.emit(-3)
    settle(qtbot, window)
    assert titles(window) == OPEN
    assert table.chosen_ids() == [-3]
    assert window._actions.delete.isEnabled()
    # One that is not in the list is shown alone.
    choose(window, "Ran")
    settle(qtbot, window)
    table.results.open(1, False)
    choose(window, "Ran")
    settle(qtbot, window)
    window._detail.row_wanted.emit(-4)
    settle(qtbot, window)
    assert window._detail._title.text() == "Amber"
    assert not any(
        action.isEnabled() for action in (window._actions.delete, window._actions.seen, window._actions.edit)
    )
    row = table.results.row_of(table.chosen_ids()[0])
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.results.index(row, 1)).center()
    )
    settle(qtbot, window)
    assert window._detail._title.text() == "Ran"
    assert window._actions.delete.isEnabled()


def test_after_an_episode_goes_the_next_one_is_chosen(qtbot: Any, window: MainWindow, table: ResultsTable) -> None:
    choose(window, "Saga")
    QTest.keyClick(table, Qt.Key.Key_Right)
    choose(window, "Basalt")
    settle(qtbot, window)
    window._actions.delete.trigger()
    settle(qtbot, window)
    assert "Basalt" not in titles(window)
    assert titles(window)[table.currentIndex().row()] == "Bonus"
