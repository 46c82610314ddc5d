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
        ("title", 'The "Real" Thing', 'title:="The ""Real"" Thing"'),
        ("year", "1980s", "year:1980s"),
        ("runtime_minutes", "90..119", "runtime_minutes:90..119"),
        ("director", "Elem Klimov", 'director:="Elem Klimov"'),
        ("credits", "Elem Klimov", 'person:="Elem Klimov"'),
        ("saved", "To watch", 'saved:"To watch"'),
    ],
)
def test_a_term_is_written_as_a_person_would(key: str, value: str, written: str) -> None:
    assert query_text.write(key, value) == written
    assert query_text.values(written, key) == [value]


def test_a_click_adds_a_term_and_replaces_it() -> None:
    query = query_text.replace("beria", "location", ["Movies-01"])
    assert query == "beria location:=Movies-01"
    assert query_text.replace(query, "location", ["Cellar"]) == "beria location:=Cellar"
    assert query_text.replace(query, "location", []) == "beria"
    assert query_text.values(query, "location") == ["Movies-01"]


def test_several_ticks_of_one_field_ask_for_any_of_them() -> None:
    query = query_text.replace("beria sort:year-", "tags", ["Piano", "Cold War"])
    assert query == 'beria sort:year- (tag:=Piano or tag:="Cold War")'
    assert query_text.values(query, "tags") == ["Piano", "Cold War"]
    query = query_text.replace(query, "format", ["DVD"])
    assert query == 'beria sort:year- (tag:=Piano or tag:="Cold War") format:=DVD'
    assert query_text.replace(query, "tags", ["USSR"]) == "beria sort:year- format:=DVD tag:=USSR"


def test_what_the_person_typed_stays() -> None:
    typed = "-tag:=sold tag:pia year:1990..1999 (tag:=a or title:b)"
    assert query_text.replace(typed, "tags", ["Piano"]) == f"{typed} tag:=Piano"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stalin OR lenin", "(stalin or lenin) tag:=USSR"),
        ("(stalin or lenin", "(stalin or lenin) tag:=USSR"),
        ('"radio mosc', '"radio mosc*" tag:=USSR'),
        ("stalin not", "stalin tag:=USSR"),
    ],
)
def test_what_cannot_be_continued_is_written_anew(typed: str, expected: str) -> None:
    assert query_text.replace(typed, "tags", ["USSR"]) == expected


def test_beside_a_loose_or_nothing_stands_for_itself() -> None:
    assert query_text.parts("tag:=a or title:b") == []
    assert query_text.values("tag:=a or tag:=b", "tags") == ["a", "b"]


def test_chips_say_what_is_asked_for() -> None:
    parts = query_text.parts(
        'tag:=Piano -location:="Living room/Shelf" year:>2000 is:film no:barcode unknown:x "tag:b" c '
        "(format:=DVD or format:=VHS) title:~^a runtime:90..119 director:klim saved:Kids tag:*"
    )
    assert [(part.label, part.shown) for part in parts] == [
        ("Tags", "Piano"),
        ("not Location", "Living room › Shelf"),
        ("Year", "> 2000"),
        ("Only", "film"),
        ("Without", "barcode"),
        ("Format", "DVD or VHS"),
        ("Title", "like ^a"),
        ("Running time", "90 to 119"),
        ("Director", "klim"),
        ("Saved search", "Kids"),
        ("Tags", "any"),
    ]


def test_a_part_is_taken_out() -> None:
    query = "one tag:=Piano two"
    assert query_text.without(query, query_text.parts(query)[0]) == "one two"
    query = "one (tag:=a or tag:=b) two"
    assert query_text.without(query, query_text.parts(query)[0]) == "one two"
    assert query_text.parts("tag:") == []
