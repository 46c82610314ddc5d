"""Cells of the table of results are edited in their place."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import choose, settle, titles


def open_cell(qtbot: Any, window: MainWindow, title: str, key: str) -> LineEditor:
    choose(window, title)
    table = window._table
    table.setCurrentIndex(table.results.index(table.currentIndex().row(), table.results.keys().index(key)))
    settle(qtbot, window)
    window.activateWindow()
    table.setFocus()
    qtbot.waitUntil(lambda: table.hasFocus() and window._actions.edit_cell.isEnabled())
    QTest.keyClick(table, Qt.Key.Key_F2)
    return line(window)


def line(window: MainWindow) -> LineEditor:
    editor = window._table.cells.opened()
    assert editor is not None
    return editor


def value(window: MainWindow, title: str, key: str) -> Any:
    rows = window.bus.collection.rows(window.bus.collection.find(f'title:="{title}"').ids, [key])
    [row] = rows.values()
    return row.values[key]


def test_enter_writes_the_cell_and_goes_down(qtbot: Any, window: MainWindow) -> None:
    editor = open_cell(qtbot, window, "Amélie", "owner")
    assert editor.text() == "Ana"
    QTest.keyClicks(editor, "Cleo")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert value(window, "Amélie", "owner") == "Cleo"
    assert window._table.cells.opened() is None
    assert window._table.currentIndex().data() == ""
    assert titles(window)[window._table.currentIndex().row()] == "Metropolis"
    assert window.bus.collection.history()[0].label == "Edit 1 disc: owner"


def test_tab_goes_on_to_the_next_cell_and_the_rows_wait(qtbot: Any, window: MainWindow) -> None:
    editor = open_cell(qtbot, window, "Amélie", "title")
    QTest.keyClicks(editor, "Zorro")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    year = line(window)
    assert year.text() == "2001"
    settle(qtbot, window)
    assert window._table.cells.opened() is year
    QTest.keyClicks(year, "1998")
    QTest.keyClick(year, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert titles(window)[-1] == "Zorro"
    assert value(window, "Zorro", "year") == 1998


def test_escape_takes_it_back(qtbot: Any, window: MainWindow) -> None:
    editor = open_cell(qtbot, window, "Amélie", "owner")
    QTest.keyClicks(editor, "Cleo")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert value(window, "Amélie", "owner") == "Ana"


def test_a_wrong_value_is_said_and_the_cell_stays_open(qtbot: Any, window: MainWindow) -> None:
    editor = open_cell(qtbot, window, "Amélie", "year")
    QTest.keyClicks(editor, "20")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert window._table.cells.words() == "“20” is not a year; write four digits."
    assert window._table.cells.opened() is editor
    QTest.keyClicks(editor, "02")
    assert window._table.cells.words() == ""
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert value(window, "Amélie", "year") == 2002


def test_what_is_left_wrong_changes_nothing_and_says_so(qtbot: Any, window: MainWindow) -> None:
    editor = open_cell(qtbot, window, "Amélie", "year")
    QTest.keyClicks(editor, "20")
    window._search.setFocus()
    settle(qtbot, window)
    assert window._notice.words() == "Year was not changed: “20” is not a year; write four digits."
    assert value(window, "Amélie", "year") == 2001


def test_lists_are_edited_as_text_and_places_complete(qtbot: Any, window: MainWindow) -> None:
    editor = open_cell(qtbot, window, "Amélie", "tags")
    assert editor.text() == "Paris; Piano"
    QTest.keyClicks(editor, "Paris, night")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert value(window, "Amélie", "tags") == ["Paris", "night"]
    place = open_cell(qtbot, window, "Amélie", "location")
    QTest.keyClicks(place, "she")
    assert place.completion is not None
    qtbot.waitUntil(place.completion.is_open)
    QTest.keyClick(place, Qt.Key.Key_Down)
    QTest.keyClick(place, Qt.Key.Key_Down)
    QTest.keyClick(place, Qt.Key.Key_Return)
    assert place.text() == "Shelf/Left"
    assert window._table.cells.opened() is place
    QTest.keyClick(place, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert value(window, "Amélie", "location") == "Shelf/Left"


def test_an_odd_value_is_written_and_said(qtbot: Any, window: MainWindow) -> None:
    editor = open_cell(qtbot, window, "Amélie", "year")
    QTest.keyClicks(editor, "1066")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "before 1874" in window._notice.words()
    assert len(window.bus.collection.find("needs:review").ids) == 1


@pytest.mark.parametrize("key", ["credits", "notes", "added_at"])
def test_a_cell_that_is_no_line_opens_the_form_at_its_field(key: str, qtbot: Any, window: MainWindow) -> None:
    window._table.set_columns([("title", 0), (key, 0)])
    choose(window, "Metropolis")
    table = window._table
    table.setCurrentIndex(table.results.index(titles(window).index("Metropolis"), 1))
    table.edit_cell()
    form = window.editing.form()
    assert form.isVisible()
    assert form.focusWidget() is form.page.editor(key)
