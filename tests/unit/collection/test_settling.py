"""A person's word on one part of a list, on a page that is taken in, and on pages that wait."""

import io
import json

import pytest

from catalogue.collection import commands
from catalogue.collection.commands import ChooseValue, EditRecords, ImportDocuments, Incoming, TakeSource
from catalogue.errors import UserError
from catalogue.exchange import json_export, json_import
from catalogue.fields.draft import DocumentDraft, FactDraft


def cast_of(collection, row):
    return {part["person"]: part["character"] for part in collection.record(row).values["credits"]}


def fact_of(draft, field, subject=None):
    return next(fact for fact in draft.facts if fact.field == field and fact.subject == subject)


def part(person, character):
    return {"order": 1, "person": person, "role": "actor", "character": character}


@pytest.fixture
def row(collection, take, pages):
    take(pages["disc"], pages["credits"])
    [row] = collection.find("").ids
    return row


def test_one_part_of_a_list_is_typed_and_the_rest_follows_its_pages(collection, row, take, page):
    collection.run(ChooseValue(row, "credits", part("Bruno Ganz", "An angel"), "Bruno Ganz"))
    assert cast_of(collection, row)["Bruno Ganz"] == "An angel"
    assert cast_of(collection, row)["Otto Sander"] == "Cassiel"
    take(page("Wings of Desire", 1987, people=(("Bruno Ganz", "Damiel"), ("Nick Cave", "Himself"))))
    assert cast_of(collection, row)["Bruno Ganz"] == "An angel"
    assert cast_of(collection, row)["Nick Cave"] == "Himself"
    words = [one for one in collection.record(row).sources if one.document_id is None]
    assert [(one.subject, one.in_force, one.chosen) for one in words] == [("Bruno Ganz", True, True)]

    collection.run(TakeSource(row, "credits", None, "Bruno Ganz"))
    assert cast_of(collection, row)["Bruno Ganz"] == "Damiel"


def test_a_part_of_a_list_that_was_typed_is_put_right_in_it(collection, row):
    collection.run(EditRecords((row,), {"credits": [part("Ana", None)]}))
    collection.run(ChooseValue(row, "credits", part("Ana", "Queen"), "Ana"))
    collection.run(ChooseValue(row, "credits", part("Ben", None), "Ben"))
    assert cast_of(collection, row) == {"Ana": "Queen", "Ben": None}


def test_a_whole_value_is_chosen(collection, row):
    collection.run(ChooseValue(row, "runtime_minutes", 99))
    assert collection.record(row).values["runtime_minutes"] == 99
    collection.undo()
    assert collection.record(row).values["runtime_minutes"] == 128


def test_what_was_chosen_by_document_says_so(collection, take, pages):
    take(pages["disc"], pages["title"])
    [row] = collection.find("").ids

    def chosen():
        return [one.value for one in collection.record(row).sources if one.field == "runtime_minutes" and one.chosen]

    assert chosen() == []
    disc = next(one for one in collection.record(row).documents if one.kind == "collection_page")
    collection.run(TakeSource(row, "runtime_minutes", disc.id))
    assert chosen() == [128]


def test_a_word_on_a_part_outlives_export_and_import(collection, new_collection, row):
    collection.run(ChooseValue(row, "credits", part("Bruno Ganz", "An angel"), "Bruno Ganz"))
    out = io.StringIO()
    json_export.write_text(collection, out)
    other = new_collection()
    other.run(json_import.command(json_import.load(out.getvalue().encode())))
    [there] = other.find("").ids
    assert cast_of(other, there)["Bruno Ganz"] == "An angel"
    again = io.StringIO()
    json_export.write_text(other, again)
    assert json.loads(again.getvalue())["films"][0]["choices"] == json.loads(out.getvalue())["films"][0]["choices"]


def test_corrections_come_with_the_page_in_one_operation(collection, pages):
    draft = pages["disc"]
    corrections = (
        (fact_of(draft, "runtime_minutes"), 130),
        (fact_of(draft, "credits", "Otto Sander"), part("Otto Sander", "Another angel")),
        (fact_of(draft, "location"), "Attic"),
        (fact_of(draft, "barcode"), "191329079843"),
    )
    collection.run(ImportDocuments((Incoming(draft, corrections=corrections),)))
    [row] = collection.find("").ids
    values = collection.record(row).values
    assert (values["runtime_minutes"], values["location"], values["barcode"]) == (130, "Attic", "191329079843")
    assert cast_of(collection, row)["Otto Sander"] == "Another angel"
    assert cast_of(collection, row)["Bruno Ganz"] == "Damiel"
    assert len(collection.history()) == 1
    collection.undo()
    assert len(collection.find("").ids) == 0


def test_a_text_is_corrected_and_the_others_stay(collection, pages, take):
    take(pages["title"])
    text = {"kind": "summary", "author": None, "heading": None, "text": "They look on."}
    draft = DocumentDraft("title_page", "more", facts=(*pages["title"].facts[:2], FactDraft("film", "texts", text)))
    better = {**text, "text": "Two angels look on."}
    collection.run(ImportDocuments((Incoming(draft, corrections=((draft.facts[-1], better),)),)))
    [row] = collection.find("").ids
    texts = [one["text"] for one in collection.record(row).values["texts"]]
    assert sorted(texts) == ["An angel looks on.", "Two angels look on."]


def test_a_known_page_takes_corrections_and_another_film(collection, pages, take):
    take(pages["disc"])
    [row] = collection.find("").ids
    again = Incoming(pages["disc"], corrections=((fact_of(pages["disc"], "location"), "Attic"),))
    assert collection.run(ImportDocuments((again,))).result[0].verdict == "updated"
    assert collection.record(row).values["location"] == "Attic"
    assert collection.run(ImportDocuments((again,))).result[0].film_id == collection.record(row).film_id
    collection.run(ImportDocuments((Incoming(pages["disc"], new_film=True),)))
    assert len(collection.find("").ids) == 1


def test_the_film_is_named_by_its_id_or_is_a_new_one(collection, row, page):
    film_id = collection.record(row).film_id
    collection.run(ImportDocuments((Incoming(page("Something else", 1999), film_id=film_id),)))
    assert len(collection.record(row).documents) == 3
    collection.run(ImportDocuments((Incoming(page("Wings of Desire", 1987), new_film=True),)))
    assert len(collection.find("").ids) == 2
    with pytest.raises(UserError, match="no longer there"):
        collection.run(ImportDocuments((Incoming(page("Gone"), film_id=12345),)))


def test_an_article_makes_the_film_that_a_person_names(collection, take, pages):
    take(pages["article"], film=commands.FilmName("Wings of Desire", 1987))
    [row] = collection.find("").ids
    assert collection.record(row).values["year"] == 1987


def test_corrections_of_an_article_need_its_film(collection, pages):
    correction = (fact_of(pages["article"], "title"), "Der Himmel über Berlin")
    with pytest.raises(UserError, match="Say which film"):
        collection.run(ImportDocuments((Incoming(pages["article"], corrections=(correction,)),)))
    assert collection.waiting() == []


def test_pages_that_wait_are_listed_and_named(collection, take, pages):
    take(pages["article"])
    [waiting] = collection.waiting()
    assert (waiting.kind, waiting.title) == ("article", "Behind “Wings of Desire”")
    assert collection.document_names([waiting.id]) == {waiting.id: "Behind “Wings of Desire”"}
    collection.run(commands.MoveDocument(waiting.id, name=commands.FilmName("Wings of Desire", 1987)))
    assert collection.waiting() == []
    assert collection.document_names([waiting.id]) == {waiting.id: "Wings of Desire (1987)"}


def test_the_film_of_a_page_is_told_before_it_is_taken_in(collection, row, pages, page):
    film_id = collection.record(row).film_id
    found = collection.match(pages["title"])
    assert (found.film_id, found.films) == (film_id, ((film_id, "Wings of Desire", 1987),))
    assert collection.match(pages["title"], "Ida", 2013).films == ()
    assert collection.match(None, "wings of desire").film_id == film_id
    assert collection.film_names([film_id, 999]) == [(film_id, "Wings of Desire", 1987)]
