"""Facets under the search, saved searches, other words for what finds nothing, hits in the pages, help."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QLineEdit, QPushButton, QTextBrowser

from catalogue.gui.dialogs.search_help import EXAMPLES, SearchHelp
from catalogue.gui.main_window import MainWindow
from catalogue.gui.models.facets import COUNT_ROLE
from tests.gui.driving import choose, settle, titles


def ask(qtbot: Any, window: MainWindow, query: str) -> None:
    window.findChild(QLineEdit, "search").setText(query)
    QTest.keyClick(window.findChild(QLineEdit, "search"), Qt.Key.Key_Return)
    settle(qtbot, window)


def counts(tree: Any) -> dict[str, int]:
    model = tree.facets
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return {row.data(): row.data(COUNT_ROLE) for row in rows}


def names(window: MainWindow) -> list[str]:
    saved = window._sidebar.saved
    return [saved.item(row).text() for row in range(saved.count())]


def save(qtbot: Any, window: MainWindow, name: str) -> None:
    window._sidebar._save.click()
    asking = window.findChild(QInputDialog, "saved_name")
    asking.setTextValue(name)
    asking.accept()
    settle(qtbot, window)


def test_facets_count_among_what_is_found_but_not_against_themselves(qtbot: Any, window: MainWindow) -> None:
    sidebar = window._sidebar
    assert counts(sidebar.tags) == {"Paris": 1, "Piano": 2, "USSR": 1}
    ask(qtbot, window, "owner:ana")
    assert counts(sidebar.tags) == {"Paris": 1, "Piano": 1, "USSR": 1}
    assert counts(sidebar.places) == {"Cellar": 1, "Shelf": 1}
    ask(qtbot, window, "tag:=USSR")
    assert counts(sidebar.tags) == {"Paris": 1, "Piano": 2, "USSR": 1}
    assert counts(sidebar.places) == {"Shelf": 1}
    sidebar.set_browse_key("year")
    settle(qtbot, window)
    assert counts(sidebar.browse) == {"1970s": 1}


def test_a_decade_is_asked_for_by_a_click(qtbot: Any, window: MainWindow) -> None:
    sidebar = window._sidebar
    sidebar.set_browse_key("year")
    settle(qtbot, window)
    place = sidebar.browse.visualRect(sidebar.browse.facets.find("1990s")).center()
    QTest.mouseClick(sidebar.browse.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, window)
    assert window.findChild(QLineEdit, "search").text() == "year:1990s"
    assert titles(window) == ["The Piano"]


def test_a_search_is_saved_asked_for_renamed_moved_and_removed(qtbot: Any, window: MainWindow) -> None:
    saved = window._sidebar.saved
    assert not window._sidebar._save.isEnabled()
    ask(qtbot, window, "tag:piano")
    save(qtbot, window, "Pianos")
    ask(qtbot, window, "owner:ana")
    save(qtbot, window, "Ana's")
    assert names(window) == ["Pianos", "Ana's"]
    assert saved.item(0).data(COUNT_ROLE) == 2
    ask(qtbot, window, "")
    QTest.mouseClick(saved.viewport(), Qt.MouseButton.LeftButton, pos=saved.visualItemRect(saved.item(0)).center())
    settle(qtbot, window)
    assert window.findChild(QLineEdit, "search").text() == "saved:Pianos"
    assert titles(window) == ["Amélie", "The Piano"]
    assert saved.currentRow() == 0
    assert counts(window._sidebar.places) == {"Cellar": 1, "Shelf": 1}
    QTest.keyClick(saved, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, window)
    assert names(window) == ["Ana's", "Pianos"]
    QTest.keyClick(saved, Qt.Key.Key_F2)
    asking = window.findChild(QInputDialog, "saved_name")
    asking.setTextValue("With a piano")
    asking.accept()
    settle(qtbot, window)
    assert names(window) == ["Ana's", "With a piano"]
    saved.setCurrentRow(1)
    QTest.keyClick(saved, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert names(window) == ["Ana's"]
    window.bus.undo()
    settle(qtbot, window)
    assert names(window) == ["Ana's", "With a piano"]


def test_other_words_are_offered_where_nothing_is_found(qtbot: Any, window: MainWindow) -> None:
    ask(qtbot, window, "stalkre")
    [button] = [one for one in window._nothing.findChildren(QPushButton) if one.text() == "stalker"]
    button.click()
    settle(qtbot, window)
    assert titles(window) == ["Stalker"]


def test_hits_are_marked_in_the_pages_of_the_record(qtbot: Any, window: MainWindow) -> None:
    ask(qtbot, window, "note:worn")
    choose(window, "Metropolis")
    settle(qtbot, window)
    page = window._detail._browsers["Personal"]
    assert isinstance(page, QTextBrowser)
    assert [mark.cursor.selectedText() for mark in page.extraSelections()] == ["worn"]
    ask(qtbot, window, "")
    assert page.extraSelections() == []


def test_a_row_says_why_it_was_found(qtbot: Any, window: MainWindow) -> None:
    ask(qtbot, window, "worn")
    tip = str(window._table.results.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))
    assert tip == "Metropolis\nNotes: worn"
    ask(qtbot, window, "")
    assert window._table.results.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Amélie"


def test_the_help_is_opened_from_the_search_line_and_its_examples_search(qtbot: Any, window: MainWindow) -> None:
    line = window.findChild(QLineEdit, "search")
    [how] = [action for action in line.actions() if action.text() == "How to search"]
    how.trigger()
    sheet = window.findChild(QDialog, "search_help")
    assert isinstance(sheet, SearchHelp)
    sheet.query_wanted.emit("tag:piano")
    settle(qtbot, window)
    assert titles(window) == ["Amélie", "The Piano"]
    sheet.close()


@pytest.mark.parametrize("query", EXAMPLES)
def test_every_example_of_the_help_is_understood(window: MainWindow, query: str) -> None:
    problems = window.bus.collection.find(query).problems
    assert [one.message for one in problems] == (["There is no saved search “name”."] if query == "saved:name" else [])
