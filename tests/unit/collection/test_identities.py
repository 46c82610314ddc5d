"""Names are the same by their identity: what only a search takes for the same stays two."""

import json
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalogue.collection import Collection
from catalogue.collection.commands import (
    AddPlace,
    AddRecord,
    EditPlace,
    EditRecords,
    ForgetSpelling,
    MergePlaces,
    RenameSearch,
    RenameValue,
    RevertOperation,
    SaveSearch,
)
from catalogue.fields.people import called
from catalogue.fields.registry import BUILT_IN
from catalogue.fields.text import fold, identity, visible
from catalogue.store import tables, upgrade

ALIKE = [
    ("パク", "バク"),
    ("はは", "ぱぱ"),
    ("мой", "мои"),
    ("Krabbé", "Krabbe"),
    ("Maße", "Masse"),
    ("Łuk", "Luk"),
    ("Ørsted", "Orsted"),
    ("Işık", "Isik"),
    ("นำ", "น้ำ"),
    ("हिंदी", "हदी"),
    ("m²", "m2"),
    ("①", "1"),
]


def cast(name):
    return [{"person": name, "role": "actor", "character": None}]


def values(collection, row):
    found = collection.record(row).values
    return {
        "tags": found["tags"],
        "location": found["location"],
        "genres": found["genres"],
        "person": [part["person"] for part in found["credits"]],
        "lent to": [part["contact"] for part in found["loans"]],
    }


def typed(name):
    return {"tags": [name], "location": name, "genres": [name], "credits": cast(name), "loans": [{"contact": name}]}


def expected(name):
    return {"tags": [name], "location": name, "genres": [name], "person": [name], "lent to": [name]}


@pytest.fixture
def pair(collection):
    def add(one, other):
        rows = [
            collection.run(AddRecord({"title": title, **typed(name)})).result
            for title, name in (("One film", one), ("Another", other))
        ]
        assert [values(collection, row) for row in rows] == [expected(one), expected(other)]
        return rows

    return add


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_names_that_only_a_search_takes_for_one_are_both_there_as_typed(collection, pair, one, other):
    first, second = pair(one, other)
    assert {one, other} == {name for name, _ in collection.people("")}
    assert {one, other} == {place.path for place in collection.places()}
    if fold(one) == fold(other):
        for name in (one, other):
            for field in ("tag", "location", "cast", "loan", "genre"):
                assert sorted(collection.find(f'{field}:"{name}"').ids) == sorted((first, second)), field
    assert collection.check() == []


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_renaming_or_removing_one_leaves_its_like_alone(collection, pair, one, other):
    first, second = pair(one, other)
    for key in ("tags", "genres", "credits", "location"):
        collection.run(RenameValue(key, (one,), "Something else"))
    after = expected("Something else") | {"lent to": [one]}
    assert [values(collection, row) for row in (first, second)] == [after, expected(other)]
    for key in ("tags", "genres", "credits"):
        collection.run(RenameValue(key, ("Something else",), None))
    assert values(collection, second) == expected(other)
    collection.run(EditRecords((first, second), remove={"tags": [one], "genres": [one]}))
    assert values(collection, second) == expected(other)
    assert collection.check() == []


@pytest.mark.parametrize(("one", "other"), ALIKE[:4])
def test_one_is_merged_into_the_other_when_a_person_says_so_and_parted_again(collection, pair, one, other):
    first, second = pair(one, other)
    before = [values(collection, row) for row in (first, second)]
    for key in ("tags", "genres", "credits"):
        collection.run(RenameValue(key, (one,), other))
    collection.run(MergePlaces((one,), other))
    assert values(collection, first) == expected(other) | {"lent to": [one]}
    assert [place.path for place in collection.places()] == [other]
    for _ in range(4):
        collection.undo()
    assert [values(collection, row) for row in (first, second)] == before


def test_a_page_that_writes_a_renamed_name_otherwise_is_not_meant(collection, take, page):
    take(page("Solaris", 1972, people=[("Пак Мой", None)]))
    collection.run(RenameValue("credits", ("Пак Мой",), "Pak Moi"))
    take(page("Stalker", 1979, people=[("Пак Мои", None), ("Пак Мой", None)], text="another"))
    found = {name for name, _ in collection.people("")}
    assert found == {"Pak Moi", "Пак Мои"}
    collection.run(ForgetSpelling("credits", "Пак Мой"))
    assert {name for name, _ in collection.people("")} == {"Пак Мой", "Пак Мои"}


def test_two_saved_searches_that_are_alike_are_asked_for_each_by_its_name(collection):
    solaris, mirror = (collection.run(AddRecord({"title": title})).result for title in ("Solaris", "Mirror"))
    collection.run(SaveSearch("мои", "title:solaris"))
    collection.run(SaveSearch("мой", "title:mirror"))
    collection.run(SaveSearch("both", "saved:мои or saved:мой"))
    assert list(collection.find("saved:мои").ids) == [solaris]
    assert list(collection.find("saved:мой").ids) == [mirror]
    assert collection.saved_search("МОЙ").query == "title:mirror"
    number = collection.saved_search("мой").id
    collection.run(RenameSearch(number, "mine"))
    assert collection.saved_search("both").query == "saved:мои or saved:mine"
    assert sorted(collection.find("saved:both").ids) == sorted([solaris, mirror])


def test_places_below_places_that_are_alike_stay_where_they_are(collection):
    for path in ("パ/1", "バ/1", "バ/2"):
        collection.run(AddPlace(path))
    collection.run(EditPlace("バ", {"name": "Shelf"}))
    assert [place.path for place in collection.places()] == ["Shelf", "Shelf/1", "Shelf/2", "パ", "パ/1"]
    collection.undo()
    assert collection.check() == []


def test_a_wide_or_joined_or_curly_form_is_the_same_name(collection):
    rows = [
        collection.run(AddRecord({"title": f"Film {number}", **typed(name)})).result
        for number, name in enumerate(
            ["O'Brien ﬁx", "Ｏ’Ｂｒｉｅｎ fix", "o\u2019brien \u00a0FIX", "O'Bri\u00aden fix"]
        )
    ]
    assert {values(collection, row)["person"][0] for row in rows} == {"O'Brien ﬁx"}
    assert len(collection.places()) == 1
    assert {values(collection, row)["lent to"][0] for row in rows} == {"O'Brien ﬁx"}


def test_what_nobody_sees_is_dropped_at_the_door():
    for key in ("title", "tags", "location", "credits", "notes", "loans"):
        field = BUILT_IN.by_key[key]
        assert field.parse("\u202aAnn\u200b Lee\u202c\ufeff") == field.parse("Ann Lee"), key


names = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=8)
typed_names = names.map(lambda name: " ".join(visible(name).split())).filter(
    lambda name: name and not set(name) & set("/›;,|:()[]\n") and identity(name)
)


@settings(max_examples=30)
@given(st.lists(typed_names, min_size=2, max_size=2))
def test_any_two_names_are_both_there_as_typed(new_collection, pair_of_names):
    one, other = pair_of_names
    assume(identity(one) != identity(other))
    collection = new_collection()
    try:
        first, second = (collection.run(AddRecord({"title": name, **typed(name)})).result for name in (one, other))
        assert [values(collection, row) for row in (first, second)] == [expected(one), expected(other)]
        assert [collection.record(row).values["title"] for row in (first, second)] == [one, other]
        assert sorted(collection.find("").ids) == sorted([first, second])
        assert {one, other} == {name for name, _ in collection.people("")}
        assert collection.check() == []
    finally:
        collection.close()


@settings(max_examples=30)
@given(st.lists(st.tuples(typed_names, st.none() | typed_names), min_size=2, max_size=2, unique=True))
def test_any_two_people_are_both_there_by_name_and_qualifier(new_collection, both):
    one, other = (called(name, qualifier) for name, qualifier in both)
    assume(identity(one) != identity(other))
    # Typed into the lines of credits, they are read as the same two.
    parts = BUILT_IN.by_key["credits"].parse(f"{one}\n{other}")
    assert [part["person"] for part in parts] == [one, other]
    collection = new_collection()
    try:
        rows = [collection.run(AddRecord({"title": name, "credits": cast(name)})).result for name in (one, other)]
        assert [values(collection, row)["person"] for row in rows] == [[one], [other]]
        with collection.reading() as connection:
            known = connection.execute(sa.select(tables.person.c.name, tables.person.c.qualifier)).all()
        assert {tuple(row) for row in known} == set(both)
        for row, name in zip(rows, (one, other), strict=True):
            assert [part.film_id for part in collection.films_of_person(name)] == [collection.record(row).film_id]
    finally:
        collection.close()


# Catalogues from before names had identities.

TWINS = ("Foo", "Foo\u200b")


def old_catalogue(path):
    """A catalogue of the version before, with names that differ in what nobody sees, and with a history."""
    upgrade.run_migrations(path, "0008")
    with closing(sqlite3.connect(path)) as connection, connection:
        run = connection.execute
        for number, name in enumerate(TWINS, 1):
            folded = name.casefold()
            run("INSERT INTO film (id, title, kind) VALUES (?, ?, 'film')", (number, f"Film {number}"))
            run("INSERT INTO edition (id) VALUES (?)", (number,))
            run("INSERT INTO contents (edition_id, film_id, position) VALUES (?, ?, 0)", (number, number))
            for table in ("person", "tag", "contact"):
                run(f"INSERT INTO {table} (id, name, folded) VALUES (?, ?, ?)", (number, name, folded))
            run("INSERT INTO place (id, name, path, folded) VALUES (?, ?, ?, ?)", (number, name, name, folded))
            below = f"{name}/below"
            run(
                "INSERT INTO place (id, parent_id, name, path, folded) VALUES (?, ?, 'below', ?, ?)",
                (number + 2, number, below, below.casefold()),
            )
            run(
                "INSERT INTO saved_search (id, position, name, folded, query, sort) VALUES (?, ?, ?, ?, ?, '[]')",
                (number, number, name, folded, f"film {number}"),
            )
            run(
                "INSERT INTO spelling (field, folded, old, new) VALUES ('studios', ?, ?, ?)",
                (folded, name, f"Studio {number}"),
            )
            run("INSERT INTO copy (id, edition_id, place_id) VALUES (?, ?, ?)", (number, number, number + 2))
            run("INSERT INTO copy_tag (copy_id, tag_id, position) VALUES (?, ?, 0)", (number, number))
            run("INSERT INTO loan (copy_id, contact_id, position) VALUES (?, ?, 0)", (number, number))
            run("INSERT INTO credit (film_id, person_id, position, role) VALUES (?, ?, 1, 'actor')", (number, number))
            for about, key, value in (
                ("copy", "tags", f'["{name}"]'),
                ("copy", "location", f'"{below}"'),
                ("copy", "loans", f'[{{"contact": "{name}"}}]'),
                ("film", "title", f'"Film {number}"'),
                ("film", "credits", f'[{{"person": "{name}", "role": "actor", "character": null}}]'),
            ):
                run(
                    'INSERT INTO choice (about, record_id, field, "by", value, at)'
                    " VALUES (?, ?, ?, 'hand', ?, '2026-01-01T00:00:00')",
                    (about, number, key, value),
                )
        run("INSERT INTO operation (id, at, label, kind, dropped) VALUES (1, '2026-01-01', 'Tag', 'do', 0)")
        run(
            "INSERT INTO row_change (operation_id, table_name, action, first_id, last_id, data)"
            """ VALUES (1, 'tag', 'delete', 7, 7, '{"id": 7, "name": "Foo\u00ad", "folded": "foo\u00ad"}')"""
        )
        run("INSERT INTO operation (id, at, label, kind, dropped) VALUES (2, '2026-01-01', 'Rename', 'do', 0)")
        run(
            "INSERT INTO row_change (operation_id, table_name, action, first_id, last_id, data)"
            """ VALUES (2, 'person', 'update', 1, 1,"""
            """ '{"name": ["Fu", "Foo"], "folded": ["fu", "foo"]}')"""
        )


@pytest.fixture
def upgraded(tmp_path):
    path = tmp_path / "old.db"
    old_catalogue(path)
    assert upgrade.prepare(path) is not None
    collection = Collection.open(path)
    yield collection
    collection.close()


def names_of(collection, row):
    return {key: value for key, value in values(collection, row).items() if key != "genres"}


def twin(name):
    return {"tags": [name], "location": f"{name}/below", "person": [name], "lent to": [name]}


def test_an_upgrade_neither_merges_nor_loses_names_that_differ_in_what_nobody_sees(upgraded):
    assert [names_of(upgraded, row) for row in (1, 2)] == [twin(name) for name in TWINS]
    assert [one.name for one in upgraded.saved_searches()] == list(TWINS)
    assert [(rule.old, rule.new) for rule in upgraded.spellings()] == [(TWINS[0], "Studio 1"), (TWINS[1], "Studio 2")]
    assert upgraded.check() == []
    # Working out anew what follows from a person's words leaves each where it is.
    for row in (1, 2):
        upgraded.run(EditRecords((row,), {"notes": "looked at", "year": 1999}))
        upgraded.run(EditRecords((row,), {"slot": "3"}))
    assert [names_of(upgraded, row) for row in (1, 2)] == [twin(name) for name in TWINS]


def test_twins_of_an_upgrade_can_be_made_one(upgraded):
    upgraded.run(MergePlaces((TWINS[1],), TWINS[0]))
    assert [place.path for place in upgraded.places()] == ["Foo", "Foo/below"]
    for key in ("tags", "credits"):
        upgraded.run(RenameValue(key, (TWINS[1],), "Foo"))
    assert [one.value for one in upgraded.values("tags")] == ["Foo"]
    assert names_of(upgraded, 2) == twin("Foo") | {"lent to": [TWINS[1]]}
    assert upgraded.check() == []


def test_a_history_from_before_the_upgrade_is_taken_back_and_brought_again(upgraded):
    upgraded.undo()
    assert values(upgraded, 1)["person"] == ["Fu"]
    upgraded.redo()
    assert values(upgraded, 1)["person"] == ["Foo"]
    upgraded.undo()
    upgraded.undo()
    assert upgraded.check() == []
    with closing(sqlite3.connect(upgraded.path)) as connection:
        assert connection.execute("SELECT id, name FROM tag").fetchall() == [*enumerate(TWINS, 1), (7, "Foo\u00ad")]
    upgraded.redo()
    upgraded.redo()
    assert values(upgraded, 1)["person"] == ["Foo"]
    assert upgraded.check() == []


def test_taking_a_rename_back_where_the_old_name_is_another_since(collection):
    row = collection.run(AddRecord({"title": "One", "tags": ["A"], "credits": cast("A")})).result
    for key in ("tags", "credits"):
        collection.run(RenameValue(key, ("A",), "B"))
    renamed = [one.id for one in collection.history(2)]
    other = collection.run(AddRecord({"title": "Two", "tags": ["A"], "credits": cast("A")})).result
    for number in renamed:
        collection.run(RevertOperation(number))
    for one in (row, other):
        assert collection.record(one).values["tags"] == ["A"]
        assert collection.record(one).values["credits"][0]["person"] == "A"
    assert collection.check() == []


def test_a_saved_search_whose_old_name_is_another_since_keeps_its_name_and_says_so(collection):
    collection.run(SaveSearch("old", "solaris"))
    collection.run(RenameSearch(collection.saved_search("old").id, "new"))
    [renamed] = collection.history(1)
    collection.run(SaveSearch("old", "mirror"))
    result = collection.run(RevertOperation(renamed.id)).result
    assert [(one.label, one.now, one.back) for one in result.kept] == [("Name", "new", "old")]
    assert [(one.name, one.query) for one in collection.saved_searches()] == [("new", "solaris"), ("old", "mirror")]


MERGED = (("バク・ジョン", "パク・ジョン"), ("мой", "мои"), ("Krabbé", "Krabbe"), ("はは", "ぱぱ"))


@pytest.fixture
def merged(tmp_path):
    """A catalogue of the version before, which made one of names that search alike, though each was typed."""
    path = tmp_path / "old.db"
    upgrade.run_migrations(path, "0008")
    with closing(sqlite3.connect(path)) as connection, connection:
        run = connection.execute
        for one, (name, other) in enumerate(MERGED, 1):
            for table in ("person", "tag", "contact"):
                run(f"INSERT INTO {table} (id, name, folded) VALUES (?, ?, ?)", (one, name, fold(name)))
            run("INSERT INTO place (id, name, path, folded) VALUES (?, ?, ?, ?)", (one, name, name, fold(name)))
            for number, typed in ((2 * one - 1, name), (2 * one, other)):
                title = f"Up{'!' * (number % 2)} {one}"
                run("INSERT INTO film (id, title, year, kind) VALUES (?, ?, 2000, 'film')", (number, title))
                run("INSERT INTO edition (id) VALUES (?)", (number,))
                run("INSERT INTO contents (edition_id, film_id, position) VALUES (?, ?, 0)", (number, number))
                run("INSERT INTO copy (id, edition_id, place_id) VALUES (?, ?, ?)", (number, number, one))
                run("INSERT INTO copy_tag (copy_id, tag_id, position) VALUES (?, ?, 0)", (number, one))
                run("INSERT INTO loan (copy_id, contact_id, position) VALUES (?, ?, 0)", (number, one))
                run("INSERT INTO credit (film_id, person_id, position, role) VALUES (?, ?, 1, 'actor')", (number, one))
                for about, key, value in (
                    ("copy", "tags", [typed]),
                    ("copy", "location", typed),
                    ("copy", "loans", [{"contact": typed}]),
                    ("film", "title", title),
                    ("film", "year", 2000),
                    ("film", "credits", [{"person": typed, "role": "actor", "character": None, "order": 1}]),
                ):
                    run(
                        'INSERT INTO choice (about, record_id, field, "by", value, at)'
                        " VALUES (?, ?, ?, 'hand', ?, '2026-01-01T00:00:00')",
                        (about, number, key, json.dumps(value)),
                    )
    return path


def test_an_upgrade_gives_back_each_name_as_it_was_typed(merged, rows_of):
    collection = Collection.open(merged)
    numbers = range(1, 2 * len(MERGED) + 1)

    def shown():
        rows = [names_of(collection, row) for row in numbers]
        return [row["tags"] + [row["location"]] + row["person"] + row["lent to"] for row in rows]

    as_typed = [[name] * 4 for pair in MERGED for name in pair]
    assert shown() == as_typed
    assert len(collection.find("").ids) == 2 * len(MERGED)
    assert {name for name, _ in collection.people("")} == {name for pair in MERGED for name in pair}
    titles = {collection.record(row).values["title"] for row in numbers}
    assert titles == {f"Up{mark} {one}" for one in range(1, len(MERGED) + 1) for mark in ("!", "")}
    assert collection.check() == []
    [given_back] = collection.history()
    assert given_back.label == "Names as they were typed in 4 discs and 4 films"
    # What is changed later changes nothing but itself.
    collection.run(EditRecords((2,), {"notes": "looked at", "year": 2001}))
    assert shown() == as_typed
    collection.undo()
    collection.undo()
    assert shown() == [[name] * 4 for name, _ in MERGED for _ in range(2)]
    collection.redo()
    collection.close()
    before = rows_of(merged)
    Collection.open(merged).close()
    assert rows_of(merged) == before
