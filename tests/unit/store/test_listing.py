import re

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from catalogue.collection import finding
from catalogue.collection.commands import AddField, AddRecord, EditRecords
from catalogue.fields import registry
from catalogue.store import listing
from catalogue.store.engine import open_engine


def rebuild(path):
    engine = open_engine(path, writes=True)
    with engine.begin() as connection:
        listing.rebuild(connection)
    engine.dispose()


@pytest.mark.parametrize("seed", range(6))
def test_list_and_text_index_after_random_changes_are_those_of_a_rebuild(collection, live, rows_of, seed):
    live(collection, seed, 15)
    kept_in_step = rows_of(collection.path)
    assert collection.check() == []
    rebuild(collection.path)
    assert rows_of(collection.path) == kept_in_step


@pytest.mark.parametrize("seed", range(2))
def test_changes_name_exactly_the_rows_that_came_stayed_and_went(collection, live, seed):
    known = set()

    def follow(changes):
        now = {*collection.find("").ids, *collection.find("is:trash").ids}
        assert changes.added == now - known
        assert changes.removed == known - now
        assert changes.changed <= now & known
        known.clear()
        known.update(now)

    collection.listen(follow)
    live(collection, seed, 15)
    assert known


def plan_of(collection, sort):
    asked = []
    with collection.reading() as connection:
        event.listen(connection.engine, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
        finding.find(connection, "", sort)
        # The custom fields are asked for, then there is one statement for the list.
        [(statement, parameters)] = [one for one in asked if "FROM custom_field" not in one[0]]
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    return "\n".join(row[-1] for row in rows)


@pytest.fixture
def few(collection):
    for number in range(5):
        collection.run(AddRecord({"title": f"Film {number}", "year": 1990 + number}))
    return collection


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("key", registry.DEFAULT_COLUMNS)
def test_every_default_column_sorts_by_its_index(few, key, descending):
    plan = plan_of(few, [(key, descending)])
    assert f"COVERING INDEX ix_entry_sort_{key}" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("key", ["genres", "subtitles", "mark"])
def test_a_list_and_a_custom_field_are_looked_up_by_the_record_when_sorted_by(few, key):
    few.run(AddField("Mark"))
    plan = plan_of(few, [(key, False)])
    assert re.search(r"SEARCH \w+ USING INDEX \w+ \((about=\? AND )?(film|edition|record)_id=\?\)", plan)


def test_the_list_as_it_opens_sorts_by_an_index(few):
    plan = plan_of(few, ())
    assert "COVERING INDEX ix_entry_sort_title" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (
            {"title": ["Zulu", "The Alien", "Łódź", "alien 3", "Alien 12"]},
            ["The Alien", "alien 3", "Alien 12", "Łódź", "Zulu"],
        ),
        ({"storage_device": ["TD 10", "TD 5", "td 1", None]}, ["td 1", "TD 5", "TD 10", None]),
        ({"year": [1999, None, 1985]}, [1985, 1999, None]),
        ({"location": ["Shelf 10", "Cellar", "Shelf 2"]}, ["Cellar", "Shelf 2", "Shelf 10"]),
        ({"tags": [["b"], [], ["A", "z"]]}, [["A", "z"], ["b"], []]),
    ],
)
def test_lists_sort_as_people_do(collection, values, wanted):
    [(key, column)] = values.items()
    for place, value in enumerate(column):
        collection.run(AddRecord({"title": f"{place}", "barcode": str(place), key: value}))
    found = collection.find("", [(key, False)]).ids
    rows = collection.rows(found, [key])
    assert [rows[row_id].values[key] for row_id in found] == wanted
    found = collection.find("", [(key, True)]).ids
    rows = collection.rows(found, [key])
    missing = [value for value in wanted if value in (None, [])]
    assert [rows[row_id].values[key] for row_id in found] == [v for v in reversed(wanted) if v not in missing] + missing


def test_a_sort_title_goes_before_the_title(collection):
    collection.run(AddRecord({"title": "Zulu", "sort_title": "aaa"}))
    collection.run(AddRecord({"title": "Alien"}))
    rows = collection.rows(collection.find("").ids, ["title"])
    assert [rows[row_id].values["title"] for row_id in collection.find("").ids] == ["Zulu", "Alien"]


def test_a_damaged_list_is_found_and_named(collection):
    collection.run(AddRecord({"title": "Alien"}))
    engine = open_engine(collection.path, writes=True)
    with engine.begin() as connection:
        connection.execute(sa.delete(listing.entry))
        connection.exec_driver_sql("DELETE FROM film_words")
    engine.dispose()
    assert collection.check() == [
        "The list misses 2 records and has 0 too many.",
        "The text index film_words is out of step for 1 records.",
    ]


def test_checking_finds_a_missing_picture_and_a_broken_reference(collection, picture):
    from catalogue.collection.commands import SetPicture

    added = collection.run(AddRecord({"title": "Alien"})).result
    collection.run(SetPicture(added, picture()))
    assert collection.check() == []
    sha256 = collection.record(added).picture
    collection.picture_file(sha256).unlink()
    engine = open_engine(collection.path, writes=True, foreign_keys=False)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE copy SET place_id = 77")
    engine.dispose()
    assert collection.check() == [
        "Row 1 of copy refers to a row of place that is not there.",
        f"The picture {sha256[:12]} is missing from {collection.pictures.folder.name}.",
    ]


def test_a_value_of_the_film_shows_in_the_list_of_each_of_its_discs(collection):
    first = collection.run(AddRecord({"title": "Alien", "year": 1979, "format": "DVD"})).result
    second = collection.run(AddRecord({"title": "Alien", "year": 1979, "format": "Blu-ray"})).result
    changes = collection.run(EditRecords((first,), {"title": "Alien: Director's Cut"}))
    assert changes.changed == {first, second}
    assert list(collection.find("cut").ids) == [first, second]
