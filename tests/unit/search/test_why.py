"""Why a row was found: field and words."""

import pytest

from catalogue.fields.registry import BUILT_IN
from catalogue.search.marks import excerpt, needles, places
from catalogue.search.parser import parse


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("stalin", [("Title", "The Death of [Stalin]")]),
        ("stal", [("Title", "The Death of [Stalin]")]),
        ("beria", [("Character", "Lavrenti [Beria] (Simon Russell Beale)")]),
        ("beale piano", [("Cast", "Simon Russell [Beale]"), ("Tags", "[Piano]")]),
        ('"radio moscow"', [("Summary", "A live broadcast on [Radio Moscow] of a piano concert.")]),
        ("title:death year:2017", [("Title", "The [Death] of Stalin"), ("Year", "[2017]")]),
        ("tag:=ussr -tag:lent", [("Tags", "[USSR]")]),
        ("location:=Movies-01", [("Location", "[Movies-01]")]),
        ("title:~^the", [("Title", "[The] Death of Stalin")]),
        ("owner:ker", [("Owner", "[Kerry] & Dawn")]),
        ("genre:com runtime:>100", [("Genres", "[Comedy]"), ("Running time", "[1 h 47]")]),
        ("year:1979 or beale", [("Cast", "Simon Russell [Beale]")]),
        ("191329079843", [("Barcode", "[191329079843]")]),
        ("has:cover", []),
        ("-solaris", []),
        ("", []),
    ],
)
def test_each_part_of_a_query_says_where_it_was_found(shelf, query, expected):
    [row_id] = shelf.find('"death of stalin"').ids
    hits = shelf.why(query, [row_id]).get(row_id, ())
    assert [(hit.label, marked(hit.text, hit.marks)) for hit in hits] == expected


def marked(text, marks):
    for start, end in sorted(marks, reverse=True):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def test_a_box_set_is_found_by_any_of_its_films(collection):
    from catalogue.collection.commands import AddRecord

    row_id = collection.run(AddRecord({"title": "Amélie", "year": 2001})).result
    assert collection.why("amelie", [row_id])[row_id][0].marks == ((0, 6),)
    assert collection.why("amelie", []) == {}
    assert collection.why("amelie", [999]) == {}


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("lodz", "In Łódź, Łódź.", "In [Łódź], [Łódź]."),
        ("strasse", "Die Straße", "Die [Straße]"),
        ("aon", "Æon", "Æon"),
        ("aeon", "Æon", "[Æon]"),
        ('"o brien"', "O’Brien", "[O’Brien]"),
        ('"radio moscow"', "Radio\nMoscow", "[Radio\nMoscow]"),
        ("tag:=piano", "a piano", "a [piano]"),
        ("mo* sco", "Moscow", "[Moscow]"),
        ("-piano", "piano", "piano"),
    ],
)
def test_words_are_marked_in_the_text_as_it_is_written(query, text, expected):
    assert marked(text, places(text, needles(parse(query), BUILT_IN))) == expected


def test_an_excerpt_does_not_begin_or_end_within_a_word():
    text = "one two three four five six seven eight nine ten eleven twelve"
    start = text.index("six")
    shown, marks = excerpt(text, [(start, start + 3)], 12)
    assert shown == "… four five six seven eight …"
    assert shown[slice(*marks[0])] == "six"
