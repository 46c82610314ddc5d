"""What is in doubt is said with its reason, and settled with one click or one key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from catalogue.collection import commands
from catalogue.collection.commands import ImportDocuments, Incoming
from catalogue.exchange.rereading import Difference, Rereading
from catalogue.fields.draft import DocumentDraft, FactDraft
from catalogue.gui.dialogs.film import FilmDialog
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import settle, titles

GUESS = "The page does not name its film."


def guessed(title: str, *others: str) -> DocumentDraft:
    """A page whose film is a guess."""
    fact = FactDraft("film", "title", title, confidence=0.4, reason=GUESS, alternatives=others)
    return DocumentDraft("title_page", f"A page about {title}", "IMDb", facts=(fact, FactDraft("film", "year", 1950)))


def article(title: str) -> DocumentDraft:
    return DocumentDraft(
        "article", f"Behind {title}", None, f"Behind {title}", facts=(FactDraft("film", "title", title),)
    )


@pytest.fixture
def take(qtbot: Any, window: MainWindow) -> Any:
    """Imports pages behind the window's back, then asks for everything that needs review."""

    def start(*drafts: DocumentDraft) -> None:
        window.bus.run(ImportDocuments(tuple(Incoming(draft) for draft in drafts)))
        settle(qtbot, window)
        window._search.set_query("needs:review")
        settle(qtbot, window)

    return start


def answers(window: MainWindow) -> list[str]:
    return [button.text() for button in window._detail.review.buttons()]


def answer(qtbot: Any, window: MainWindow, text: str) -> None:
    button = next(one for one in window._detail.review.buttons() if one.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def name_film(qtbot: Any, window: MainWindow, title: str, year: str) -> None:
    dialog = window.findChild(FilmDialog, "which_film")
    dialog.title.setText(title)
    dialog.year.setText(year)
    settle(qtbot, window)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def test_a_doubt_is_said_with_its_reason_and_alternatives(window: MainWindow, take: Any) -> None:
    take(guessed("Ida", "Una & Ada"))
    assert titles(window) == ["Ida"]
    assert window._detail.review.isVisible()
    assert GUESS in window._detail.review.accessibleName()
    assert answers(window) == ["It is right", "Una && Ada", "Another film …"]


def test_one_key_settles_a_doubt_and_goes_on_to_the_next(qtbot: Any, window: MainWindow, take: Any) -> None:
    take(guessed("Aa"), guessed("Bb"), guessed("Cc"))
    window.activateWindow()
    window._table.setFocus()
    for left in (["Bb", "Cc"], ["Cc"], []):
        QTest.keyClick(window._table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, window)
        assert titles(window) == left
        if left:
            assert window._detail.record().values["title"] == left[0]
    window.findChild(QAction, "action_undo").trigger()
    settle(qtbot, window)
    assert titles(window) == ["Cc"]


def test_the_key_does_nothing_where_nothing_is_in_doubt(qtbot: Any, window: MainWindow) -> None:
    settle(qtbot, window)
    window.findChild(QAction, "action_confirm").trigger()
    assert window._notice.words() == "Nothing about this record is in doubt."


def test_an_alternative_is_taken(qtbot: Any, window: MainWindow, take: Any) -> None:
    take(guessed("Ida", "Una"))
    answer(qtbot, window, "Una")
    assert titles(window) == []
    assert list(window.bus.collection.find("title:=Una").ids)


def test_another_reading_of_one_credit_leaves_the_other_doubts(qtbot: Any, window: MainWindow, take: Any) -> None:
    def credit(person: str, order: int) -> FactDraft:
        part = {"order": order, "person": person, "role": "actor", "character": None}
        other = {**part, "character": "The King"}
        return FactDraft("film", "credits", part, person, None, None, 0.3, "It may be a role.", (other,))

    draft = guessed("Ida")
    sure = replace(draft.facts[0], confidence=1.0)
    take(replace(draft, facts=(sure, credit("Ana", 1), credit("Ben", 2))))
    assert answers(window) == ["It is right", "Ana as The King", "It is right", "Ben as The King"]
    answer(qtbot, window, "Ben as The King")
    record = window._detail.record()
    assert [part["character"] for part in record.values["credits"]] == [None, "The King"]
    assert [review.subject for review in record.reviews] == ["Ana"]


def test_another_film_by_name(qtbot: Any, window: MainWindow, take: Any) -> None:
    take(guessed("Ida"))
    answer(qtbot, window, "Another film …")
    name_film(qtbot, window, "Mirror", "1975")
    assert titles(window) == []
    assert list(window.bus.collection.find("mirror year:1975").ids)


def test_another_film_that_is_here_already(qtbot: Any, window: MainWindow, take: Any) -> None:
    take(guessed("Ida"))
    answer(qtbot, window, "Another film …")
    assert window.findChild(FilmDialog).title.text() == "Ida"
    name_film(qtbot, window, "stalker", "1979")
    record = window.bus.collection.record(window.bus.collection.find("stalker").ids[0])
    assert [document.site for document in record.documents] == ["IMDb"]
    assert window.bus.collection.history()[0].label.startswith("Merge")


def test_which_film_a_disc_holds(qtbot: Any, window: MainWindow) -> None:
    window.bus.run(commands.AddRecord({"barcode": "4006381333931"}))
    settle(qtbot, window)
    window._search.set_query("needs:review")
    settle(qtbot, window)
    assert answers(window) == ["Another film …"]
    window.findChild(QAction, "action_confirm").trigger()
    name_film(qtbot, window, "Stalker", "")
    assert titles(window) == []
    assert len(window.bus.collection.find("title:stalker").ids) == 2


def test_two_films_of_one_title(qtbot: Any, window: MainWindow, take: Any) -> None:
    window.bus.run(commands.AddRecord({"title": "Emma", "year": 1996}))
    window.bus.run(commands.AddRecord({"title": "Emma", "year": 2020}))
    settle(qtbot, window)
    take(DocumentDraft("title_page", "Emma", facts=(FactDraft("film", "title", "Emma"),)))
    assert answers(window) == [
        "It is another film",
        "Merge with Emma (1996)",
        "Merge with Emma (2020)",
        "Another film …",
    ]
    answer(qtbot, window, "Merge with Emma (2020)")
    assert titles(window) == []
    record = window.bus.collection.record(window.bus.collection.find("emma year:2020").ids[0])
    assert len(record.documents) == 1


def test_a_film_that_is_another_one(qtbot: Any, window: MainWindow, take: Any) -> None:
    window.bus.run(commands.AddRecord({"title": "Emma", "year": 1996}))
    window.bus.run(commands.AddRecord({"title": "Emma", "year": 2020}))
    settle(qtbot, window)
    take(DocumentDraft("title_page", "Emma", facts=(FactDraft("film", "title", "Emma"),)))
    answer(qtbot, window, "It is another film")
    assert len(window.bus.collection.find("title:=Emma").ids) == 3


@pytest.mark.parametrize(
    ("said", "left"),
    [("Merge", ["Zardoz", "Zardoz"]), ("It is another film", ["Zardoz", "Zardoz", "Zardoz!"])],
)
def test_typed_films_of_one_name_are_all_offered(qtbot: Any, window: MainWindow, said: str, left: list[str]) -> None:
    for title, year in (("Zardoz", 2011), ("Zardoz?", 2011), ("Zardoz!", None)):
        window.bus.run(commands.AddRecord({"title": title, "year": year}, disc=False))
    settle(qtbot, window)
    collection = window.bus.collection
    one, two = sorted(-row for row in collection.find("title:zardoz year:2011").ids)
    window.bus.run(commands.EditRecords((-two,), {"title": "Zardoz"}))
    settle(qtbot, window)
    window._search.set_query("title:zardoz no:year")
    settle(qtbot, window)
    others = [f"Merge with Zardoz (2011), film:{film_id}" for film_id in (one, two)]
    assert answers(window) == ["It is another film", *others, "Another film …"]
    answer(qtbot, window, others[1] if said == "Merge" else said)
    window._search.set_query("title:zardoz")
    settle(qtbot, window)
    assert titles(window) == left


def test_pages_that_wait_are_shown_and_settled(qtbot: Any, window: MainWindow, take: Any) -> None:
    take(article("Solaris"))
    waiting = window.findChild(QWidget, "waiting")
    assert waiting.isVisible()
    assert "Behind Solaris" in waiting.list.item(0).text()
    assert "Needs review, 1" in [
        window._sidebar.library.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
        for row in range(window._sidebar.library.count())
    ]
    QTest.keyClick(waiting.list, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.findChild(QLineEdit, "which_film.title").text() == "Solaris"
    name_film(qtbot, window, "Solaris", "1972")
    assert not waiting.isVisible()
    assert window.bus.collection.waiting() == []
    assert list(window.bus.collection.find("solaris year:1972").ids)
    window._search.set_query("")
    settle(qtbot, window)
    window.findChild(QAction, "action_undo").trigger()
    settle(qtbot, window)
    assert not waiting.isVisible()


def test_a_film_needs_a_title(qtbot: Any, window: MainWindow, take: Any) -> None:
    take(guessed("Ida"))
    answer(qtbot, window, "Another film …")
    dialog = window.findChild(FilmDialog)
    dialog.title.clear()
    dialog.accept()
    assert dialog.isVisible()
    assert "named by its title" in dialog._found.text()
    dialog.reject()


def test_pages_are_read_again_after_a_look(qtbot: Any, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    again = window.findChild(QAction, "action_reread")
    again.trigger()
    settle(qtbot, window)
    assert "nothing new" in window._notice.words()
    draft = DocumentDraft("title_page", "Ida", facts=(FactDraft("film", "title", "Ida"),))
    window.bus.run(ImportDocuments((Incoming(draft),)))
    settle(qtbot, window)
    [number] = window.bus.collection.document_ids()
    better = replace(draft, facts=(*draft.facts, FactDraft("film", "year", 2013)))
    found = Rereading({number: better}, (Difference(number, "film", "year", None, None, 2013),))
    monkeypatch.setattr("catalogue.exchange.rereading.rehearse", lambda *_: found)
    again.trigger()
    settle(qtbot, window)
    table = window.findChild(QWidget, "reread.differences")
    assert [table.item(0, column).text() for column in range(4)] == ["Ida", "Year", "nothing", "2013"]
    assert len(window.bus.collection.find("ida year:2013").ids) == 0
    QTest.mouseClick(window.findChild(QPushButton, "reread.apply"), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert len(window.bus.collection.find("ida year:2013").ids) == 1


def test_a_change_that_makes_a_film_equal_to_another_is_said_above_the_list(qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    film = collection.record(collection.find("title:stalker").ids[0])
    assert film is not None
    same = {key: film.values[key] for key in ("title", "year")}
    window.bus.run(commands.AddRecord({"title": "Stulker", "year": same["year"]}))
    settle(qtbot, window)
    assert not window._notice.isVisible()
    [other] = collection.find("title:stulker").ids
    window.bus.run(commands.EditRecords((other,), same))
    settle(qtbot, window)
    assert window._notice.isVisible()
    assert "may be the same film as Stalker" in window._notice._words.text()
    window.bus.undo()
    settle(qtbot, window)
    assert not window._notice.isVisible()
