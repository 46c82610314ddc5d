"""Facets under the search, saved searches, other words for what finds nothing, hits in the pages, help."""

from collections.abc import Iterator, Sequence
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QInputDialog, QLineEdit, QPushButton, QTextBrowser

from catalogue.collection import Found, commands
from catalogue.gui.dialogs.search_help import EXAMPLES, SearchHelp
from catalogue.gui.main_window import MainWindow
from catalogue.gui.models.facets import COUNT_ROLE
from catalogue.jobs import Job
from catalogue.search.scopes import ListScope
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


class Slow:
    """A collection whose whole answers are held back until they are let go, as in a very large one."""

    def __init__(self, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
        self._find = window.bus.collection.find
        self.let_go = Event()
        self.jobs: dict[str, Job] = {}
        monkeypatch.setattr(window.bus.collection, "find", self)

    def __call__(
        self,
        query: str,
        sort: Sequence[Any] = (),
        job: Job | None = None,
        first: bool = False,
        scope: ListScope = "everything",
    ) -> Found:
        if not first and job is not None:
            self.jobs[query] = job
            self.let_go.wait(20)
        return self._find(query, sort, job, first, scope)


@pytest.fixture
def slow(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    """Whole answers of the window's collection wait."""
    made = Slow(window, monkeypatch)
    yield made
    made.let_go.set()


def test_titles_are_shown_while_texts_are_looked_through(qtbot: Any, window: MainWindow, slow: Slow) -> None:
    QTest.keyClick(window.findChild(QLineEdit, "search"), "p")
    qtbot.waitUntil(lambda: titles(window) == ["The Piano", "Playtime"])
    assert window._status.count.text() == "2 of 5 by title or name, looking through texts …"
    choose(window, "Playtime")
    slow.let_go.set()
    settle(qtbot, window)
    assert titles(window) == ["Amélie", "The Piano", "Playtime"]
    assert window._status.count.text() == "3 of 5"
    assert [window._table.results.row_of(one) for one in window._table.chosen_ids()] == [2]


def test_rows_stay_until_something_is_found(qtbot: Any, window: MainWindow, slow: Slow) -> None:
    before = titles(window)
    asked = len(slow.jobs)
    window.findChild(QLineEdit, "search").setText("worn")
    qtbot.waitUntil(lambda: len(slow.jobs) > asked)
    qtbot.waitUntil(lambda: not window.searching._patience.isActive())
    assert titles(window) == before
    slow.let_go.set()
    settle(qtbot, window)
    assert titles(window) == ["Metropolis"]


def test_an_answer_that_another_key_has_overtaken_is_cancelled(qtbot: Any, window: MainWindow, slow: Slow) -> None:
    line = window.findChild(QLineEdit, "search")
    QTest.keyClick(line, "p")
    qtbot.waitUntil(lambda: "p" in slow.jobs)
    QTest.keyClick(line, "l")
    qtbot.waitUntil(lambda: "pl" in slow.jobs)
    assert slow.jobs["p"].cancelled
    slow.let_go.set()
    settle(qtbot, window)
    assert titles(window) == ["Playtime"]


def test_facets_are_not_counted_before_the_whole_answer_is_shown(qtbot: Any, window: MainWindow, slow: Slow) -> None:
    QTest.keyClick(window.findChild(QLineEdit, "search"), "p")
    qtbot.waitUntil(lambda: titles(window) == ["The Piano", "Playtime"])
    qtbot.waitUntil(lambda: not window.waiting())
    assert counts(window._sidebar.tags) == {"Paris": 1, "Piano": 2, "USSR": 1}
    slow.let_go.set()
    settle(qtbot, window)
    assert counts(window._sidebar.tags) == {"Paris": 1, "Piano": 2}


def test_who_has_scrolled_goes_on_reading_where_they_were(qtbot: Any, window: MainWindow, slow: Slow) -> None:
    for number in range(80):
        words = {"title": f"Quiet {number:02}"} if number % 2 else {"title": f"Loud {number:02}", "notes": "quiet"}
        window.bus.run(commands.AddRecord(words))
    slow.let_go.set()
    settle(qtbot, window)
    slow.let_go.clear()
    window.findChild(QLineEdit, "search").setText("quiet")
    qtbot.waitUntil(lambda: window._table.results.rowCount() == 40)
    bar = window._table.verticalScrollBar()
    bar.setValue(5)
    assert titles(window)[bar.value()] == "Quiet 11"
    slow.let_go.set()
    settle(qtbot, window)
    assert window._table.results.rowCount() == 80
    assert titles(window)[bar.value()] == "Quiet 11"


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


@pytest.mark.parametrize(("one", "other"), [("はは", "ぱぱ"), ("résumé", "resume"), ("мой", "мои")])
def test_each_of_two_tags_that_look_alike_has_its_line_and_its_list(
    qtbot: Any, window: MainWindow, one: str, other: str
) -> None:
    for name in (one, other):
        window.bus.run(commands.AddRecord({"title": f"Film of {name}", "tags": [name]}))
        settle(qtbot, window)
    tags = window._sidebar.tags
    assert {one: 1, other: 1}.items() <= counts(tags).items()
    for name in (one, other):
        place = tags.visualRect(tags.facets.find(name)).center()
        QTest.mouseClick(tags.viewport(), Qt.MouseButton.LeftButton, pos=place)
        settle(qtbot, window)
        assert titles(window) == [f"Film of {name}"]
        assert {one: 1, other: 1}.items() <= counts(tags).items()
        assert [index.data() for index in tags.selectionModel().selectedIndexes()] == [name]


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
