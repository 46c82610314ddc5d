"""Every list is in one order: columns, facets, completions, values, people, shelves, exports."""

from __future__ import annotations

import io
import json

import pytest

from catalogue.collection.commands import AddField, AddRecord, SetSortName
from catalogue.exchange.json_export import write_text
from catalogue.fields import registry

IN_ORDER = ["The Box", "Disc 9", "Disc 10", "éclair", "iZombie", "Zebra"]
MIXED = ["iZombie", "Disc 10", "Zebra", "The Box", "éclair", "Disc 9"]
TEXTS = [
    field.key
    for field in registry.FIELDS
    if type(field.kind).__name__ in ("Kind", "LongText", "Place") and field.key != "sort_title"
]
LISTS = ["genres", "keywords", "studios", "filming_locations", "extras", "subtitles", "tags"]


def sorted_by(collection, key, descending=False):
    found = collection.find("", [(key, descending)]).ids
    rows = collection.rows(found, [key])
    return [rows[row_id].values[key] for row_id in found]


def test_every_column_of_text_sorts_as_titles_do(collection):
    for number, text in enumerate([*MIXED, None]):
        values = dict.fromkeys(TEXTS, text) | {key: [text] if text else [] for key in LISTS}
        collection.run(AddRecord({"barcode": str(number), **values}))
    for key in TEXTS:
        assert sorted_by(collection, key) == [*IN_ORDER, None], key
        assert sorted_by(collection, key, True) == [*IN_ORDER[::-1], None], key
    for key in LISTS:
        assert sorted_by(collection, key) == [*([text] for text in IN_ORDER), []], key
        assert sorted_by(collection, key, True) == [*([text] for text in IN_ORDER[::-1]), []], key


@pytest.mark.parametrize("kind", ["text", "long text", "list"])
def test_a_field_of_ones_own_sorts_so_too(collection, kind):
    collection.run(AddField("Mark", kind))
    for number, text in enumerate(MIXED):
        value = [text] if kind == "list" else text
        collection.run(AddRecord({"title": f"Film {number}", "barcode": str(number), "custom_1": value}))
    assert sorted_by(collection, "custom_1") == [[text] if kind == "list" else text for text in IN_ORDER]


def test_facets_values_and_completions_are_in_that_order(collection):
    keys = ["location", "storage_device", "owner", "genres", "tags", "distributor"]
    for number, text in enumerate(MIXED):
        values = {key: [text] if key in LISTS else text for key in keys}
        collection.run(AddRecord({"title": f"Film {number}", "barcode": str(number), **values}))
    for key, found in collection.facets("", keys).items():
        assert [one.value for one in found] == IN_ORDER, key
        assert [one.value for one in collection.values(key)] == IN_ORDER, key
        assert collection.completions(key, "", 10) == IN_ORDER, key


def test_cells_and_names_are_completed_in_that_order(collection):
    for number, text in enumerate(MIXED):
        credit = {"person": text, "role": "director", "character": text}
        kept = {"contact": text, "lent": f"2026-01-0{number + 1}", "returned": "2026-02-01"}
        rating = {"source": text, "audience": "critics", "value": 7, "scale": 10, "votes": None}
        values = {"title": text, "credits": [credit], "loans": [kept], "ratings": [rating], "edition_title": text}
        collection.run(AddRecord({"barcode": str(number), **values}))
    people = [*IN_ORDER[1:5], "The Box", "Zebra"]
    for key in ("credits.person", "director"):
        assert collection.completions(key, "", 10) == people, key
    for key in ("parent", "credits.character", "loans.contact", "ratings.source"):
        assert collection.completions(key, "", 6) == IN_ORDER, key
    assert collection.completions("credits.person", "d", 10) == ["Disc 9", "Disc 10"]


@pytest.mark.parametrize("key", ["title", "credits.person", "director", "credits.character", "owner", "tags", "store"])
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("mash", "M*A*S*H"),
        ("o’bri", "Dylan O'Brien"),
        ("obri", "Dylan O'Brien"),
        ("levitt", "Joseph Gordon-Levitt"),
        ("澤", "黒澤明"),
        ("ko\u200bng", "Château Kong"),
    ],
)
def test_what_is_completed_is_found_as_a_search_finds_it(collection, key, typed, value):
    for number, text in enumerate([value, "Zebra"]):
        credit = {"person": text, "role": "director", "character": text}
        values = {"title": text, "owner": text, "tags": [text], "store": text, "credits": [credit]}
        collection.run(AddRecord({"barcode": str(number), **values}))
    assert collection.completions(key, typed, 10) == [value]


@pytest.fixture
def cast(collection):
    people = ["Ann Zed", "Bo Ypsilon", "Éva Ö", "A Martinez"]
    for number, name in enumerate(people):
        credit = {"person": name, "role": "director", "character": None}
        collection.run(AddRecord({"title": f"Film {number}", "barcode": str(number), "credits": [credit]}))
    collection.run(SetSortName("Ann Zed", "Zed, Ann"))
    return collection


def test_people_stand_by_the_name_that_sorts(cast):
    wanted = ["A Martinez", "Bo Ypsilon", "Éva Ö", "Ann Zed"]
    assert [one.value for one in cast.values("credits")] == wanted
    assert [name for name, _ in cast.people("")] == wanted
    found = cast.find("", [("director", False)]).ids
    rows = cast.rows(found, ["title"])
    assert [rows[row_id].values["title"] for row_id in found] == ["Film 3", "Film 1", "Film 2", "Film 0"]
    assert [one.value for one in cast.facets("", ["director"])["director"]] == [
        wanted[0],
        wanted[1],
        wanted[2],
        "Ann Zed",
    ]


def test_a_title_has_the_articles_of_its_own_language(collection):
    films = [
        {"title": "Der Untergang", "languages": ["German"]},
        {"title": "Die Hard", "languages": ["English", "German"]},
        {"title": "Un prophète", "languages": ["French", "Arabic"]},
        {"title": "A Prophet 2", "original_title": "Un prophète 2", "languages": ["French"]},
        {"title": "Die Fälscher", "sort_title": "Die Fälscher", "languages": ["German"]},
        {"title": "Los Angeles"},
    ]
    for number, film in enumerate(films):
        collection.run(AddRecord({**film, "barcode": str(number)}))
    wanted = ["Die Fälscher", "Die Hard", "Los Angeles", "A Prophet 2", "Un prophète", "Der Untergang"]
    assert sorted_by(collection, "title") == wanted


def test_a_language_that_is_told_later_moves_the_title(collection):
    from catalogue.collection.commands import EditRecords

    row = collection.run(AddRecord({"title": "Der Untergang", "format": "DVD"})).result
    collection.run(AddRecord({"title": "Epilog"}))
    assert sorted_by(collection, "title") == ["Der Untergang", "Epilog"]
    collection.run(EditRecords((row,), {"languages": ["German"]}))
    assert sorted_by(collection, "title") == ["Epilog", "Der Untergang"]


def test_original_titles_have_the_articles_of_the_film(collection):
    for number, (title, language) in enumerate([("Un prophète", "French"), ("Un an", "English"), ("Quiz", "English")]):
        values = {"title": f"Film {number}", "original_title": title, "languages": [language]}
        collection.run(AddRecord({**values, "barcode": str(number)}))
    assert sorted_by(collection, "original_title") == ["Un prophète", "Quiz", "Un an"]


def test_shelves_and_slots_are_in_that_order(collection):
    for number, (place, slot) in enumerate(
        [("Shelf 10", "9"), ("Shelf 2", "A 10"), ("Shelf 2", "A 9"), ("Shelf 2/B", "1")]
    ):
        collection.run(AddRecord({"title": f"F{number}", "barcode": str(number), "location": place, "slot": slot}))
    shelves = collection.shelves(collection.find("").ids)
    assert [one.place for one in shelves] == ["Shelf 2", "Shelf 2/B", "Shelf 10"]
    assert [one.slot for one in shelves[0].standing] == ["A 9", "A 10"]


def test_an_export_is_in_that_order(collection):
    for number, text in enumerate(MIXED):
        credit = {"person": text, "role": "director", "character": None}
        values = {"title": text, "barcode": str(number), "location": text, "credits": [credit]}
        collection.run(AddRecord(values))
    out = io.StringIO()
    write_text(collection, out)
    written = json.loads(out.getvalue())
    assert [film["title"] for film in written["films"]] == IN_ORDER
    assert [place["path"] for place in written["places"]] == IN_ORDER
    assert [person["name"] for person in written["people"]] == [*IN_ORDER[1:5], "The Box", "Zebra"]


def test_letters_are_looked_up_among_what_rows_are_sorted_by(collection):
    first = collection.run(AddRecord({"title": "Zulu", "sort_title": "aaa"})).result
    second = collection.run(AddRecord({"title": "Der Untergang", "languages": ["German"]})).result
    keys = collection.sort_keys([first, second], "title")
    assert keys[first].startswith("aaa")
    assert keys[second].startswith("untergang")
    assert collection.sort_keys([first], "nothing of the kind") == {}
