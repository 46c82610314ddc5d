"""Who is in what, and who played whom: the view, and the cast of a record."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QTextBrowser

from catalogue.collection import Appearance
from catalogue.collection.commands import EditRecords
from catalogue.gui.main_window import MainWindow
from catalogue.gui.views.people import MOST_ROWS, PeopleView, character_html, person_html
from tests.gui.driving import choose, settle, titles

CASTS = {
    "Stalker": (("Aleksandr Kaidanovsky", "Stalker"), ("Nikolai Grinko", "Professor")),
    "Metropolis": (("Nikolai Grinko", "The Professor Marek"), ("Brigitte Helm", "Maria")),
    "Amélie": (("Maria Weiss", "Maria"),),
}


@pytest.fixture
def people(qtbot: Any, window: MainWindow) -> PeopleView:
    """The view as Ctrl+4 shows it, over three small casts."""
    for title, cast in CASTS.items():
        row = window._table.results.ids()[titles(window).index(title)]
        parts = [
            {"order": order, "person": person, "role": "actor", "character": character}
            for order, (person, character) in enumerate(cast, 1)
        ]
        window.bus.run(EditRecords((row,), {"credits": parts}))
    settle(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    found = window.findChild(PeopleView, "people")
    assert found.isVisible()
    return found


def names(people: PeopleView) -> list[str]:
    return [people.model.index(row).data() for row in range(people.model.rowCount())]


def test_the_busiest_comes_first_with_all_films(people: PeopleView) -> None:
    assert names(people)[0] == "Nikolai Grinko"
    assert len(names(people)) == 4
    text = people.page.toPlainText()
    assert "Stalker (1979)" in text
    assert "Metropolis (1927)" in text
    assert "2 films" in text


def test_typing_narrows_the_list_and_nothing_found_is_said(qtbot: Any, people: PeopleView, window: MainWindow) -> None:
    qtbot.keyClicks(people.line, "helm")
    settle(qtbot, window)
    assert names(people) == ["Brigitte Helm"]
    people.line.setText("xyz")
    settle(qtbot, window)
    assert names(people) == []
    assert "Nobody here is called “xyz”" in people.page.toPlainText()


def test_a_character_tells_who_played_it_and_leads_to_the_person(
    qtbot: Any, people: PeopleView, window: MainWindow
) -> None:
    people.page.anchorClicked.emit(QUrl("characters:Maria"))
    settle(qtbot, window)
    assert people.which() == "characters"
    assert "played by 2 people" in people.page.toPlainText()
    people.page.anchorClicked.emit(QUrl("people:Brigitte Helm"))
    settle(qtbot, window)
    assert (people.which(), names(people)) == ("people", ["Brigitte Helm"])


def test_a_film_leads_back_to_the_table(qtbot: Any, people: PeopleView, window: MainWindow) -> None:
    people.show_person("Helm")
    settle(qtbot, window)
    link = next(part for part in people.page.toHtml().split('"') if part.startswith("search:") and "title" in part)
    people.page.anchorClicked.emit(QUrl(link))
    settle(qtbot, window)
    assert window._views.name() == "table"
    assert titles(window) == ["Metropolis"]


def test_the_cast_of_a_record_tells_of_other_films(qtbot: Any, people: PeopleView, window: MainWindow) -> None:
    window._views.show("table")
    choose(window, "Metropolis")
    window._detail.open_page("Cast")
    settle(qtbot, window)
    text = next(
        one for one in window._detail.findChildren(QTextBrowser) if one.accessibleName() == "Cast"
    ).toPlainText()
    assert "also in Stalker (1979)" in text
    assert "played also by Maria Weiss in Amélie (2001)" in text


def test_a_page_of_thousands_of_films_has_the_newest(qapp: object) -> None:
    found = [Appearance(n, f"Film {n}", 2000, "Ana", "actor", f"Part {n}") for n in range(3000)]
    page = person_html("Ana", found)
    assert "3,000 films" in page
    assert f"{3000 - MOST_ROWS:,} older ones" in page
    assert page.count("<tr>") == MOST_ROWS
    assert "older" not in person_html("Ana", found[:MOST_ROWS])
    page = character_html("Part", found)
    assert f"and {3000 - MOST_ROWS:,} older parts" in page
    assert page.count("<tr>") == MOST_ROWS
    assert "older" not in character_html("Part", found[:MOST_ROWS])
