"""A page is understood first and imported when a person has looked at it."""

import pytest

from catalogue.collection.commands import Incoming
from catalogue.errors import UserError
from catalogue.exchange import importing
from catalogue.fields.draft import DocumentDraft, FactDraft


def test_a_draft_changes_nothing_and_is_imported_as_it_is(collection, samples):
    draft = importing.draft_text(collection, samples[0].read_text(encoding="utf-8"))
    assert collection.document_ids() == []
    receipt = importing.run_draft(collection, Incoming(draft))
    assert receipt.operation is not None
    assert (receipt.files[0].path, receipt.files[0].format, receipt.files[0].read) == ("pasted text", draft.kind, 1)
    assert collection.known_documents([draft.sha256]) == {draft.sha256}


@pytest.mark.parametrize("text", ["", "eggs and milk"])
def test_what_is_no_page_is_refused(collection, text):
    with pytest.raises(UserError):
        importing.draft_text(collection, text)


def test_places_of_facts_are_those_of_the_page(collection, samples):
    draft = importing.draft_text(collection, samples[0].read_text(encoding="utf-8"))
    words, places = importing.page_words(draft)
    assert words == draft.text
    assert len(places) == len(draft.facts)
    assert any(places)
    assert all(place is None or 0 <= place[0] < place[1] <= len(words) for place in places)


def test_facts_of_a_saved_web_page_are_found_in_its_words():
    text = "<!DOCTYPE html><html><head><title>x</title></head><body><h1>Ida &amp; Co</h1><p>Ana Silva</p></body></html>"
    part = {"order": 1, "person": "Ana Silva", "role": "actor", "character": None}
    facts = (
        FactDraft("film", "title", "Ida & Co"),
        FactDraft("film", "credits", part, "Ana Silva"),
        FactDraft("film", "genres", ["Drama"]),
        FactDraft("film", "year", 7),
    )
    words, places = importing.page_words(DocumentDraft("title_page", text, facts=facts))
    assert "<" not in words
    assert [words[place[0] : place[1]] if place else None for place in places] == ["Ida & Co", "Ana Silva", None, None]
