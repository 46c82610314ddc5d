"""Who is in what, and who played whom: the view, and the cast of a record."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QTextBrowser, QToolButton

from catalogue.collection import Appearance
from catalogue.collection.commands import AddRecord, EditRecords, TellApart
from catalogue.fields import registry
from catalogue.gui.dialogs.ask import AskDialog
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


def test_a_person_leads_back_to_the_table(qtbot: Any, people: PeopleView, window: MainWindow) -> None:
    people.show_person("Helm")
    settle(qtbot, window)
    link = next(part for part in people.page.toHtml().split('"') if part.startswith("search:"))
    people.page.anchorClicked.emit(QUrl(link))
    settle(qtbot, window)
    assert window._views.name() == "table"
    assert titles(window) == ["Metropolis"]


def test_a_film_of_a_person_opens_its_own_page(qtbot: Any, people: PeopleView, window: MainWindow) -> None:
    box = {
        "edition_title": "Two by Ridley",
        "contents": registry.BY_KEY["contents"].parse("Alien (1979)\nAliens (1986)"),
    }
    row = window.bus.collection.run(AddRecord(box)).result
    films = {title: number for number, title, _ in window.bus.collection.record(row).films}
    cast = registry.BY_KEY["credits"].parse("Carrie Henn as Newt")
    window.bus.collection.run(EditRecords((-films["Aliens"],), {"credits": cast}))
    people.show_person("Carrie Henn")
    settle(qtbot, window)
    link = next(part for part in people.page.toHtml().split('"') if part.startswith("row:"))
    assert link == f"row:-{films['Aliens']}"
    people.page.anchorClicked.emit(QUrl(link))
    settle(qtbot, window)
    assert window._detail.ids() == (-films["Aliens"],)


@pytest.fixture
def grinko(qtbot: Any, people: PeopleView, window: MainWindow) -> PeopleView:
    """The view with Nikolai Grinko chosen, who is in two films."""
    people.show_person("Grinko")
    settle(qtbot, window)
    assert people.person() == "Nikolai Grinko"
    return people


def shown(window: MainWindow, name: str) -> AskDialog:
    return next(one for one in window.findChildren(AskDialog, name) if one.isVisible())


def ctrl_shift(qtbot: Any, window: MainWindow, key: Qt.Key) -> None:
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, key, modifiers)
    settle(qtbot, window)


def test_a_person_is_split_with_keys_and_undone(qtbot: Any, grinko: PeopleView, window: MainWindow) -> None:
    ctrl_shift(qtbot, window, Qt.Key.Key_S)
    dialog = shown(window, "split")
    assert [dialog.choices.item(row).text() for row in range(2)] == ["Stalker (1979)", "Metropolis (1927)"]
    assert dialog.chosen() == []
    qtbot.keyClicks(dialog.editors["qualifier"], "1895")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog._refusal.text() == "Tick the films of the other person."
    dialog.choices.setCurrentRow(1)
    qtbot.keyClick(dialog.choices, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert names(grinko) == ["Nikolai Grinko", "Nikolai Grinko [1895]"]
    assert "Stalker" in grinko.page.toPlainText()
    assert "Metropolis" not in grinko.page.toPlainText()
    # Typed with the qualifier, the name finds the one.
    grinko.show_person("Nikolai Grinko [1895]")
    settle(qtbot, window)
    assert names(grinko) == ["Nikolai Grinko [1895]"]
    assert "Metropolis" in grinko.page.toPlainText()
    window.bus.undo()
    grinko.show_person("Grinko")
    settle(qtbot, window)
    assert names(grinko) == ["Nikolai Grinko"]


def test_a_split_that_says_nothing_is_refused_and_nothing_typed_is_lost(
    qtbot: Any, grinko: PeopleView, window: MainWindow
) -> None:
    window._actions.split_person.trigger()
    settle(qtbot, window)
    dialog = shown(window, "split")
    dialog.choices.item(0).setCheckState(Qt.CheckState.Checked)
    for typed in ("", "a]b"):
        dialog.editors["qualifier"].setText(typed)
        dialog.ok.click()
        settle(qtbot, window)
        assert "Say what tells this person from the other" in dialog._refusal.text()
        assert dialog.editors["qualifier"].text() == typed
    dialog.reject()
    assert names(grinko) == ["Nikolai Grinko"]


def test_two_are_merged_and_a_slip_of_the_hand_is_no_merge(qtbot: Any, grinko: PeopleView, window: MainWindow) -> None:
    collection = window.bus.collection
    film = collection.films_of_person("Nikolai Grinko")[0].film_id
    collection.run(TellApart("Nikolai Grinko", "II", (film,)))
    grinko.show_person("Nikolai Grinko [II]")
    settle(qtbot, window)
    ctrl_shift(qtbot, window, Qt.Key.Key_M)
    dialog = shown(window, "merge")
    assert dialog.editors["into"].text() == "Nikolai Grinko"
    dialog.editors["into"].setText("Nikolai Grinki")
    dialog.ok.click()
    settle(qtbot, window)
    assert dialog._refusal.text() == "Nobody here is called “Nikolai Grinki”."
    dialog.editors["into"].setText("nikolai grinko")
    dialog.ok.click()
    settle(qtbot, window)
    assert dict(collection.people("grinko")) == {"Nikolai Grinko": 2}


def test_ids_are_noted_and_shown(qtbot: Any, grinko: PeopleView, window: MainWindow) -> None:
    button = grinko.findChild(QToolButton, "people.person_ids")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    dialog = shown(window, "person_ids")
    dialog.editors["ids"].setText("nm0341291")
    dialog.ok.click()
    assert "Write the id with its source" in dialog._refusal.text()
    dialog.editors["ids"].setText("IMDb: nm0341291; Wikidata: Q1")
    dialog.ok.click()
    settle(qtbot, window)
    assert "IMDb: nm0341291; Wikidata: Q1" in grinko.page.toPlainText()
    assert window.bus.collection.person("Nikolai Grinko").external_ids == {"IMDb": "nm0341291", "Wikidata": "Q1"}


def test_without_a_person_the_actions_say_what_to_do(qtbot: Any, grinko: PeopleView, window: MainWindow) -> None:
    grinko.show_character("Maria")
    settle(qtbot, window)
    assert not grinko.findChild(QToolButton, "people.split_person").isVisible()
    for action in window._actions.person_actions:
        action.trigger()
        settle(qtbot, window)
        assert "Choose a person first" in window._notice.words()
    assert window.findChildren(AskDialog) == []


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
