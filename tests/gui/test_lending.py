"""Discs lent and taken back, films seen, from the window."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from catalogue.collection.commands import EditRecords, Lend
from catalogue.fields import dates
from catalogue.gui.dialogs.ask import AskDialog
from catalogue.gui.main_window import MainWindow
from catalogue.gui.models.facets import COUNT_ROLE
from catalogue.store import records
from tests.gui.driving import choose, settle, titles


def dialog(name: str) -> AskDialog:
    """The window of this name that is open."""
    [found] = [top for top in QApplication.topLevelWidgets() if top.objectName() == name and top.isVisible()]
    assert isinstance(found, AskDialog)
    return found


def loans(window: MainWindow, title: str) -> list[dict[str, Any]]:
    collection = window.bus.collection
    record = collection.record(collection.find(f"title:{title}").ids[0])
    assert record is not None
    found: list[dict[str, Any]] = record.values["loans"]
    return found


def library(window: MainWindow, name: str) -> tuple[Any, str]:
    rows = window._sidebar.library
    [item] = rows.findItems(name, Qt.MatchFlag.MatchExactly)
    return item.data(COUNT_ROLE), str(item.data(Qt.ItemDataRole.AccessibleTextRole))


def test_a_disc_is_lent_by_keys_alone_and_taken_back(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Stalker")
    settle(qtbot, window)
    window._actions.lend.trigger()
    settle(qtbot, window)
    asked = dialog("lend")
    QTest.keyClicks(asked.editors["to"], "Ann Lee")
    QTest.keyClicks(asked.editors["due"], "1 Jan 2000")
    QTest.keyClick(asked.editors["due"], Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "before it was lent" in asked._refusal.text()
    asked.editors["due"].setText("Jan 2999")
    asked.ok.click()
    settle(qtbot, window)
    [loan] = loans(window, "stalker")
    assert (loan["contact"], loan["lent"], loan["due"]) == ("Ann Lee", dates.now()[:10], "2999-01")
    assert library(window, "On loan") == (1, "On loan, 1")
    assert "Lent to Ann Lee since" in window._detail._browsers["About"].toPlainText()

    window._actions.take_back.trigger()
    settle(qtbot, window)
    assert loans(window, "stalker")[0]["returned"] == dates.now()[:10]
    assert library(window, "On loan") == (0, "On loan, 0")
    window._actions.undo.trigger()
    settle(qtbot, window)
    assert loans(window, "stalker")[0]["returned"] is None


def test_the_sidebar_counts_what_is_late_and_shows_it(qtbot: Any, window: MainWindow) -> None:
    stalker, piano = (window.bus.collection.find(f"title:{title}").ids[0] for title in ("stalker", "piano"))
    window.bus.run(Lend((stalker,), "Ann", due="2000-01-01", lent="1999-01-01"))
    window.bus.run(Lend((piano,), "Bo"))
    settle(qtbot, window)
    assert library(window, "On loan") == ("2 (1!)", "On loan, 2, 1 overdue")
    parts = window._sidebar.library
    row = [parts.item(place).text() for place in range(parts.count())].index("On loan")
    place = parts.visualItemRect(parts.item(row)).center()
    QTest.mouseClick(parts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, window)
    assert window._search.text() == "is:lent"
    assert sorted(titles(window)) == ["Stalker", "The Piano"]
    choose(window, "Stalker")
    settle(qtbot, window)
    assert "overdue since" in window._detail._browsers["About"].toPlainText()


def test_what_cannot_be_lent_or_taken_back_is_said(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Playtime")
    window._actions.lend.trigger()
    settle(qtbot, window)
    assert "cannot be lent" in window._notice.words()
    choose(window, "Stalker")
    window._actions.take_back.trigger()
    settle(qtbot, window)
    assert "None of these discs is on loan" in window._notice.words()
    window._actions.lend.trigger()
    settle(qtbot, window)
    asked = dialog("lend")
    asked.ok.click()
    settle(qtbot, window)
    assert asked._refusal.text() == "Say to whom the discs are lent."
    asked.editors["on"].setText("some day")
    asked.ok.click()
    assert "is not a date" in asked._problems["on"].text()
    asked.reject()
    assert loans(window, "stalker") == []


def test_a_film_is_noted_as_seen_today(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Playtime")
    window._actions.seen.trigger()
    settle(qtbot, window)
    asked = dialog("seen")
    assert not asked.choices.isVisibleTo(asked)
    QTest.keyClicks(asked.editors["who"], "Kerry")
    QTest.keyClicks(asked.editors["rating"], "9")
    asked.ok.click()
    settle(qtbot, window)
    record = window.bus.collection.record(window.bus.collection.find("is:seen").ids[0])
    assert record is not None
    assert record.values["title"] == "Playtime"
    assert record.values["viewings"] == [{"when": dates.now()[:10], "who": "Kerry", "where": None, "rating": 9}]


@pytest.fixture
def box(qtbot: Any, window: MainWindow) -> None:
    """A disc with two films on it, chosen."""
    stalker = window.bus.collection.find("title:stalker").ids[0]
    films = [{"film": "Stalker (1979)", "disc": 1, "cut": None}, {"film": "Mirror (1975)", "disc": 2, "cut": None}]
    window.bus.run(EditRecords((stalker,), {"contents": films}))
    settle(qtbot, window)
    choose(window, "Stalker")


@pytest.mark.usefixtures("box")
def test_of_several_films_on_a_disc_those_that_were_seen_are_ticked(qtbot: Any, window: MainWindow) -> None:
    window._actions.seen.trigger()
    settle(qtbot, window)
    asked = dialog("seen")
    shown = [asked.choices.item(row) for row in range(asked.choices.count())]
    assert [item.text() for item in shown] == ["Stalker (1979)", "Mirror (1975)"]
    for item in shown:
        item.setCheckState(Qt.CheckState.Unchecked)
    asked.ok.click()
    assert asked._refusal.text() == "Tick the films that you saw."
    shown[1].setCheckState(Qt.CheckState.Checked)
    asked.ok.click()
    settle(qtbot, window)
    assert list(window.bus.collection.find("is:seen").ids) == [1]
    assert viewings(window, "Mirror") == 1
    assert viewings(window, "Stalker") == 0


def viewings(window: MainWindow, title: str) -> int:
    """How often a film on the disc was seen."""
    record = window.bus.collection.record(1)
    assert record is not None
    film_id = next(number for number, name, _ in record.films if name == title)
    with window.bus.collection.reading() as connection:
        return len(records.load(connection, "film", [film_id], ["viewings"])[film_id]["viewings"])


def test_a_disc_that_is_sold_while_it_is_lent_is_said_above_the_list(qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    row_id = collection.find("title:stalker").ids[0]
    window.bus.run(Lend((row_id,), "Ann"))
    settle(qtbot, window)
    assert not window._notice.isVisible()
    window.bus.run(EditRecords((row_id,), {"status": "sold"}))
    settle(qtbot, window)
    assert window._notice.isVisible()
    assert "Ann still has" in window._notice._words.text()
