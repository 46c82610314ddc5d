"""A damaged catalogue is told by one sentence wherever it is noticed, and check names what is hurt."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from catalogue.collection import Collection, commands
from catalogue.errors import Damaged
from catalogue.store import damage, listing, upgrade


@pytest.fixture
def filled(tmp_path, picture):
    collection = Collection.open(tmp_path / "films.db")
    for number in range(1, 6):
        collection.run(
            commands.AddRecord(
                {"title": f"Film {number}", "tags": ["a", "b"], "location": "Attic", "countries": ["PL"]}
            )
        )
    collection.run(commands.SetPicture(1, picture()))
    collection.close()
    return collection.path


def execute(path, *statements):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("table", [*sorted(listing.derived.tables), *listing.INDEXES, "film_form"])
def test_a_table_that_follows_from_the_records_is_made_anew(filled, table):
    execute(filled, f'DROP TABLE "{table}"')
    assert damage.look(filled) == [f"The table {table} is missing."]
    collection = Collection.open(filled)
    try:
        assert collection.check() == []
        assert len(collection.find("").ids) == 5
    finally:
        collection.close()


@pytest.mark.parametrize("table", ["film", "copy", "loan", "fact", "credit", "row_change"])
def test_a_catalogue_without_one_of_its_tables_is_not_opened(filled, table):
    execute(filled, f'DROP TABLE "{table}"')
    with pytest.raises(Damaged) as refusal:
        Collection.open(filled)
    assert str(refusal.value).startswith(f"{filled} is damaged: the table {table} is missing; nothing was changed.")
    assert f"The table {table} is missing." in damage.look(filled)


def test_a_column_that_is_missing_is_named(filled):
    execute(filled, "ALTER TABLE copy DROP COLUMN notes")
    with pytest.raises(Damaged, match="the column notes of the table copy is missing"):
        Collection.open(filled)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE film SET title = CAST(x'46c3' AS TEXT) WHERE id = 2", "The title of film 2 cannot be read."),
        ("UPDATE row_change SET data = '{x' WHERE id = 3", "The data of row_change 3 cannot be read."),
        ("UPDATE copy SET \"index\" = 'twelve' WHERE id = 1", "The index of copy 1 cannot be read."),
        ("UPDATE film SET year = x'00' WHERE id = 1", "The year of film 1 cannot be read."),
    ],
)
def test_a_value_that_nobody_can_have_written_is_named_by_its_record(filled, statement, named):
    execute(filled, statement)
    collection = Collection.open(filled)
    try:
        assert collection.check() == [named]
        assert damage.look(filled, quick=True) == [named]
    finally:
        collection.close()


def test_what_cannot_be_read_is_damage_and_a_fault_of_ours_in_a_whole_file_is_none(filled):
    bug = sqlite3.OperationalError("no such column: titel")
    assert damage.explained(bug, filled) is None
    assert damage.explained(KeyError("title"), filled) is None
    execute(filled, "UPDATE film SET title = CAST(x'46c3' AS TEXT) WHERE id = 2")
    assert isinstance(damage.explained(KeyError("title"), filled), Damaged)
    collection = Collection.open(filled)
    try:
        with pytest.raises(Damaged, match="the title of film 2 cannot be read"):
            collection.record(2)
    finally:
        collection.close()


def test_a_picture_that_is_not_what_it_was_is_named(filled):
    collection = Collection.open(filled)
    try:
        (file,) = collection.pictures.folder.glob("[0-9a-f][0-9a-f]/*")
        file.write_bytes(b"")
        assert collection.check() == [f"The picture {file.name[:12]} in films.db.pictures is not what it was."]
    finally:
        collection.close()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DROP TABLE alembic_version", "the table alembic_version is missing, or empty"),
        ("DELETE FROM alembic_version", "the table alembic_version is missing, or empty"),
        ("PRAGMA application_id = 1", "the mark of a catalogue is missing"),
    ],
)
def test_a_catalogue_that_does_not_say_what_it_is_is_damaged(filled, statement, named):
    execute(filled, statement)
    with pytest.raises(Damaged, match=named):
        upgrade.prepare(filled)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE film SET title = 'Fjlm 2' WHERE id = 2", "film:2"),
        ("UPDATE copy SET owner = 'Bnn' WHERE id = 3", "copy:3"),
        ("UPDATE film_item SET value = 'PM' WHERE film_id = 4", "film:4"),
    ],
)
def test_a_letter_that_is_another_than_its_index_has_is_found(filled, statement, named):
    execute(filled, statement)
    collection = Collection.open(filled)
    try:
        found = collection.check()
        assert any(named in one and "says something else" in one for one in found), found
        assert collection.check() == found
    finally:
        collection.close()


@pytest.mark.parametrize("seed", [3, 8])
def test_of_a_whole_catalogue_nothing_is_said_whatever_was_done_to_it(tmp_path, live, seed):
    collection = Collection.open(tmp_path / "films.db")
    try:
        assert live(collection, seed, 80) > 20
        assert collection.check() == []
    finally:
        collection.close()


def test_halves_and_decimals_are_values_as_any_other(tmp_path):
    collection = Collection.open(tmp_path / "films.db")
    values = {"title": "Ran", "my_rating": 8.5, "series_number": 1.5, "my_video_rating": 7.5, "edition_title": "Box"}
    values |= {"my_audio_rating": 0.5, "my_extras_rating": 9.5, "viewings": [{"seen_on": "2020-01-02", "rating": 6.5}]}
    collection.run(commands.AddRecord(values))
    assert collection.check() == []
    collection.close()
