"""The sidebar and the chips change the text of the query, and nothing else of it."""

import pytest

from catalogue.gui import query_text


@pytest.mark.parametrize(
    ("key", "value", "written"),
    [
        ("tags", "Piano", "tag:=Piano"),
        ("location", "Living room/Shelf 2", 'location:="Living room/Shelf 2"'),
        ("owner", "Kerry & Dawn", 'owner:="Kerry & Dawn"'),
        ("genres", "Drama", "genre:=Drama"),
        ("is", "trash", "is:trash"),
        ("title", 'The "Real" Thing', 'title:"The  Real  Thing"'),
    ],
)
def test_a_term_is_written_as_a_person_would(key: str, value: str, written: str) -> None:
    assert query_text.write(key, value) == written


def test_a_click_adds_a_term_and_replaces_it() -> None:
    query = query_text.replace("beria", "location", ["Movies-01"])
    assert query == "beria location:=Movies-01"
    assert query_text.replace(query, "location", ["Cellar"]) == "beria location:=Cellar"
    assert query_text.replace(query, "location", []) == "beria"
    assert query_text.values(query, "location") == ["Movies-01"]


def test_what_the_person_typed_stays() -> None:
    typed = "-tag:=sold tag:pia year:1990..1999 (tag:=a OR tag:=b)"
    assert query_text.replace(typed, "tags", ["Piano"]) == f"{typed} tag:=Piano"


def test_beside_an_or_the_new_term_means_all_of_it() -> None:
    assert query_text.replace("stalin OR lenin", "tags", ["USSR"]) == "(stalin OR lenin) tag:=USSR"
    assert query_text.terms("tag:=a OR tag:=b") == []


def test_chips_say_what_is_asked_for() -> None:
    terms = query_text.terms(
        'tag:=Piano -location:="Living room/Shelf" year:>2000 is:film no:barcode unknown:x "tag:b" c'
    )
    shown = [(term.label, term.shown) for term in terms]
    assert shown == [
        ("Tags", "Piano"),
        ("not Location", "Living room › Shelf"),
        ("Year", "> 2000"),
        ("Only", "film"),
        ("Without", "barcode"),
        ("unknown", "x"),
    ]


def test_a_term_is_taken_out() -> None:
    query = "one tag:=Piano two"
    assert query_text.without(query, query_text.terms(query)[0]) == "one two"
    assert query_text.terms("tag:") == []
