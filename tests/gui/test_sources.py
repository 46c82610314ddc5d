"""Sources side by side: a click chooses; pages move to other films."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from PySide6.QtCore import QUrl

from catalogue.collection import Record
from catalogue.collection.commands import EditRecords, ImportDocuments, Incoming
from catalogue.fields.draft import DocumentDraft, FactDraft
from catalogue.gui.dialogs.film import FilmDialog
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import settle


def page(kind: str, site: str, minutes: int, character: str | None, *more: FactDraft) -> DocumentDraft:
    part = {"order": 1, "person": "Ana Silva", "role": "actor", "character": character}
    facts = (
        FactDraft("film", "title", "Ida"),
        FactDraft("film", "year", 2013),
        FactDraft("film", "runtime_minutes", minutes),
        FactDraft("film", "credits", part, "Ana Silva"),
        *more,
    )
    return DocumentDraft(kind, f"{site} about Ida", site, facts=facts)


@pytest.fixture
def record(qtbot: Any, window: MainWindow) -> Record:
    """A film on which two pages disagree, chosen, its sources open."""
    named = FactDraft("film", "mentions", {"person": "Ana Silva", "character": "the sister"}, "Ana Silva")
    drafts = (page("title_page", "IMDb", 82, "Ida"), page("credits_page", "Credits", 80, "Anna", named))
    window.bus.run(ImportDocuments(tuple(Incoming(draft) for draft in drafts)))
    settle(qtbot, window)
    window._search.set_query("title:ida")
    window._detail.open_page("Sources")
    settle(qtbot, window)
    return shown(window)


def shown(window: MainWindow) -> Record:
    found = window._detail.record()
    assert found is not None
    return found


def click(qtbot: Any, window: MainWindow, verb: str, *about: Any) -> None:
    """A click on the link that is in the page, word for word."""
    link = f"{verb}:{quote(json.dumps(about))}"
    assert link in window._detail._browsers["Sources"].toHtml()
    window._detail._browsers["Sources"].anchorClicked.emit(QUrl(link))
    settle(qtbot, window)


def text(window: MainWindow) -> str:
    return str(window._detail._browsers["Sources"].toPlainText())


def test_what_differs_stands_first_with_the_one_in_force(window: MainWindow, record: Record) -> None:
    words = text(window)
    assert words.index("Sources differ") < words.index("✓ 1 h 22") < words.index("1 h 20")
    assert "in force by rule" in words
    assert "2 Credits" in words


def test_a_click_chooses_and_another_lets_the_rule_decide(qtbot: Any, window: MainWindow, record: Record) -> None:
    other = record.documents[1].id
    click(qtbot, window, "take", "runtime_minutes", None, other)
    assert shown(window).values["runtime_minutes"] == 80
    assert "✓ 1 h 20" in text(window)
    assert "your choice" in text(window)
    click(qtbot, window, "take", "runtime_minutes", None, None)
    assert shown(window).values["runtime_minutes"] == 82


def test_what_was_typed_gives_way_to_a_click(qtbot: Any, window: MainWindow, record: Record) -> None:
    window.bus.run(EditRecords((record.id,), {"runtime_minutes": 99}))
    settle(qtbot, window)
    assert "✓ 1 h 39" in text(window)
    click(qtbot, window, "take", "runtime_minutes", None, record.documents[1].id)
    assert shown(window).values["runtime_minutes"] == 80


def test_a_role_is_taken_from_one_page_or_from_a_running_text(qtbot: Any, window: MainWindow, record: Record) -> None:
    before = record.values["credits"][0]["character"]
    other = record.documents[0 if before == "Anna" else 1].id
    click(qtbot, window, "take", "credits", "Ana Silva", other)
    assert shown(window).values["credits"][0]["character"] == {"Ida": "Anna", "Anna": "Ida"}[before]
    click(qtbot, window, "write", "Ana Silva", "the sister")
    assert shown(window).values["credits"][0]["character"] == "the sister"
    assert "by hand" in text(window)
    click(qtbot, window, "take", "credits", "Ana Silva", None)
    assert shown(window).values["credits"][0]["character"] == before


def test_a_page_is_split_off(qtbot: Any, window: MainWindow, record: Record) -> None:
    click(qtbot, window, "split", record.documents[1].id)
    assert len(window.bus.collection.find("title:ida").ids) == 2
    assert len(shown(window).documents) == 1
    assert "Split off" not in text(window)


def test_a_page_moves_to_another_film(qtbot: Any, window: MainWindow, record: Record) -> None:
    click(qtbot, window, "move", record.documents[1].id)
    dialog = window.findChild(FilmDialog)
    assert (dialog.title.text(), dialog.year.text()) == ("Ida", "2013")
    dialog.title.setText("Stalker")
    dialog.year.setText("1979")
    dialog.accept()
    settle(qtbot, window)
    stalker = window.bus.collection.record(window.bus.collection.find("stalker").ids[0])
    assert [document.site for document in stalker.documents] == ["Credits"]
    assert len(shown(window).documents) == 1
