"""Titles that have words of the query language in them, pasted whole; and names before a colon that are no fields."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.cli import records
from catalogue.collection import Collection
from catalogue.collection.commands import AddField, AddRecord, SaveSearch
from catalogue.errors import UserError
from catalogue.fields.registry import BUILT_IN
from catalogue.search.marks import needles, places
from catalogue.search.parser import parse

TITLES = {
    "I'm Not There": 2007,
    "I'm Here": 2010,
    "Do Not Disturb": 1999,
    "Do Something": 2000,
    "Not Without My Daughter": 1991,
    "Without My Daughter": 2002,
    "Now or Never": 2003,
    "Never Again": 2001,
    "Now": 2004,
    "To Be or Not to Be": 1942,
    "To Be or Not to Be (remake)": 1983,
    "Romeo and Juliet": 1968,
    "Juliet, Naked and Romeo": 2018,
    "And Then There Were None": 1945,
    "Mission: Impossible": 1996,
    "Thor: Love and Thunder": 2022,
    "Impossible": 2012,
    "Миссия невыполнима": 1997,
}


@pytest.fixture(scope="module")
def titled(blank_catalogue, tmp_path_factory):
    import shutil

    path = tmp_path_factory.mktemp("titled") / "films.db"
    shutil.copy(blank_catalogue, path)
    collection = Collection.open(path)
    for title, year in TITLES.items():
        collection.run(AddRecord({"title": title, "year": year}))
    yield collection
    collection.close()


def found(collection, query, **ways):
    answer = collection.find(query, **ways)
    assert answer.problems == ()
    rows = collection.rows(answer.ids, ["title"])
    return [rows[row_id].values["title"] for row_id in answer.ids], [hint.message for hint in answer.hints]


@pytest.mark.parametrize(
    ("query", "first", "others", "said"),
    [
        ("I'm Not There", "I'm Not There", ["I'm Here"], "“not” was read as “without”"),
        ("do not disturb", "Do Not Disturb", ["Do Something"], "“not” was read as “without”"),
        ("do not dis", "Do Not Disturb", ["Do Something"], "“not” was read as “without”"),
        ("DO NOT DISTURB", "Do Not Disturb", ["Do Something"], "“not” was read as “without”"),
        ("Now or Never", "Now or Never", ["Never Again", "Now"], "“or” was read as “either of the two”"),
        (
            "To be or not to be (1942)",
            "To Be or Not to Be",
            [],
            "“or” was read as “either of the two”, “not” as “without”",
        ),
        ("romeo and juliet", "Romeo and Juliet", ["Juliet, Naked and Romeo"], "“and” was read as “both”"),
        ("And then there were none", "And Then There Were None", [], "“and” was read as “both”"),
        ("thor:love and thunder", "Thor: Love and Thunder", [], "“and” was read as “both”"),
    ],
)
def test_a_title_pasted_whole_comes_first_and_the_word_is_explained(titled, query, first, others, said):
    titles, hints = found(titled, query)
    assert titles[0] == first
    assert set(others) <= set(titles[1:])
    assert any(said in hint for hint in hints)
    assert found(titled, query, sort=[("year", True)])[0][0] == first
    assert found(titled, query, first=True) == (titles, hints)


def test_the_whole_of_it_is_marked_and_given_as_the_reason(titled):
    row_id = titled.find("do not disturb").ids[0]
    reason = titled.why("do not disturb", [row_id])[row_id][0]
    assert (reason.label, reason.text, reason.marks) == ("Title", "Do Not Disturb", ((0, 14),))
    assert places("Do Not Disturb!", needles(parse("do not disturb"), BUILT_IN)) == [(0, 14)]


@pytest.mark.parametrize(
    "query", ["do not something", "(do not disturb)", "do -disturb", "now or year:1999", "not title:there", "or", ""]
)
def test_nothing_is_said_where_no_title_is_meant(titled, query):
    assert found(titled, query)[1] == []


def test_a_query_that_can_be_read_in_two_ways_is_refused_where_something_is_changed(titled):
    assert titled.find("do not disturb").doubts() == [
        'Write "do not disturb" for the title, or (do not disturb) where “not” means “without”.'
    ]
    assert titled.find('"do not disturb"').doubts() == []
    assert titled.find("(do not disturb)").doubts() == []
    # Where both ways lead to the same, nobody is asked.
    assert titled.find("not without my daughter").hints
    assert titled.find("thor:thunder").doubts() == ["There is no field “thor”."]


def test_facets_and_saved_searches_count_what_is_found(collection):
    for title, year in (("Do Not Disturb", 1999), ("Do Something", 2000)):
        collection.run(AddRecord({"title": title, "year": year, "format": "DVD"}))
    [value] = collection.facets("do not disturb", ["format"])["format"]
    assert value.count == 2
    collection.run(SaveSearch("Quiet", "do not disturb"))
    [saved] = collection.saved_searches()
    assert saved.count == 2
    assert len(collection.find("saved:quiet").ids) == 2


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("mission:impossible", ["Mission: Impossible"]),
        ("mission:imposs", ["Mission: Impossible"]),
        ("impossible -mission:impossible", ["Impossible"]),
        ("Миссия:невыполнима", ["Миссия невыполнима"]),
        ("colr:red", []),
        ("thor:>5", []),
    ],
)
def test_a_name_that_is_no_field_is_taken_as_text_and_said(titled, query, titles):
    listed, hints = found(titled, query)
    assert listed == titles
    [hint] = hints
    assert hint.startswith("There is no field “")
    assert "was looked for as words" in hint


def test_a_title_that_begins_like_a_field_is_offered(collection):
    collection.run(AddRecord({"title": "Role Models"}))
    collection.run(AddRecord({"title": "Batteries"}))
    collection.run(AddRecord({"title": "*batteries not included"}))
    assert collection.meant("role:models") == ['"role:models"']
    assert found(collection, '"role:models"')[0] == ["Role Models"]
    assert found(collection, "*batteries not included")[0] == ["*batteries not included", "Batteries"]


def test_no_command_that_writes_takes_a_name_for_text(titled):
    class Options:
        query = "impossible -mision:impossible"
        yes = True

    with pytest.raises(UserError, match=r"^There is no field “mision”\.$"):
        records.selected(titled, Options(), "delete")


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("Полка", ["полка:a3", "ПОЛКА:a3", "полка=a3", '"Полка":a3']),
        ("棚番号", ["棚番号:a3", "-棚番号:b"]),
        ("भाषा", ["भाषा:a3"]),
        ("ชั้น", ["ชั้น:a3"]),
        ("Prêté à", ["prêté_à:a3", '"Prêté à":a3', '"prete a":=a3', "has:prete_a"]),
        ("Ann's shelf (new)", ["ann_s_shelf_new:a3", '"Ann’s shelf (new)":a3', "ann's_shelf_new:a3"]),
        ("Shelf-mark", ["shelf-mark:a3", "shelf_mark:a3", "shelf-mark:=a3"]),
        ("Ｗｉｄｅ", ["wide:a3", "ｗｉｄｅ：a3"]),
    ],
)
def test_a_field_is_asked_for_by_its_name_in_any_script(collection, name, queries):
    collection.run(AddField(name))
    [field] = collection.fields().custom
    collection.run(AddRecord({"title": "A", field.key: "a3"}))
    collection.run(AddRecord({"title": "B", field.key: "b"}))
    collection.run(AddRecord({"title": "a3"}))
    for query in queries:
        titles, hints = found(collection, query)
        assert hints == [], query
        assert "A" in titles, query
        assert len(titles) < 3, query


PASTED = ["do", "not", "or", "and", "disturb", "now", "never", "i'm", "there", "to", "be", "romeo", "mission:", "x:y"]
WORDS = st.lists(st.sampled_from(PASTED), min_size=1, max_size=6)


@settings(max_examples=150)
@given(words=WORDS)
def test_the_title_reading_only_adds_and_leads(titled: Collection, words):
    query = " ".join([*words, "film"])
    answer = titled.find(query)
    plain = titled.find(f"({query})")
    assert set(plain.ids) <= set(answer.ids)
    added = set(answer.ids) - set(plain.ids)
    assert not added or set(answer.ids[: len(added)]) & added or answer.hints
    first = titled.find(query, first=True)
    assert list(first.ids) == [row_id for row_id in answer.ids if row_id in set(first.ids)]
    assert first.hints == answer.hints
