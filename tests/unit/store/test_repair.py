"""A damaged catalogue is mended as far as it can be read, kept as it was, and what was lost is said."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from catalogue.collection import Collection, commands
from catalogue.errors import UserError
from catalogue.store import damage, repair, tables


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    collection = Collection.open(folder / "films.db")
    for number in range(1, 61):
        values = {"title": f"Film {number}", "tags": ["a", "b"], "location": "Attic", "notes": "worn " * 200}
        collection.run(commands.AddRecord(values))
    collection.close()
    with closing(sqlite3.connect(collection.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return collection.path


@pytest.fixture
def path(made, tmp_path):
    return shutil.copy(made, tmp_path / "films.db")


def rows(path, table):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()


def root(path, name):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]


def leaves(path, name):
    """The pages below the root of a table."""
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    page = path.read_bytes()[(root(path, name) - 1) * size :][:size]
    assert page[0] == 5, "the table has one page only"
    cells = int.from_bytes(page[3:5], "big")
    at = [int.from_bytes(page[12 + 2 * i : 14 + 2 * i], "big") for i in range(cells)]
    return size, [int.from_bytes(page[place : place + 4], "big") for place in at]


def zero(path, size, number):
    with path.open("r+b") as out:
        out.seek((number - 1) * size)
        out.write(bytes(size))


def execute(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("name", ["ix_credit_film_id", "entry", "film_words_data", "ix_row_change_table_name_first_id"])
def test_what_follows_from_the_records_is_made_anew_and_nothing_is_lost(path, name):
    before = {table: rows(path, table) for table in tables.metadata.tables}
    zero(path, 4096, root(path, name))
    harmed = path.read_bytes()
    assert damage.look(path) != []
    done = repair.repair(path)
    assert (done.lost, done.left) == ([], [])
    assert {table: rows(path, table) for table in tables.metadata.tables} == before
    assert done.kept.name == "films.db.damaged"
    assert done.kept.read_bytes() == harmed


@pytest.mark.parametrize("which", [0, 3, -1])
def test_of_a_broken_table_the_rows_around_the_damage_are_kept(path, which):
    before = rows(path, "copy")
    size, pages = leaves(path, "copy")
    zero(path, size, pages[which])
    done = repair.repair(path)
    after = rows(path, "copy")
    assert set(after) < set(before)
    assert len(after) >= len(before) - 5
    assert f"{len(before) - len(after)} rows of copy could not be read." in done.lost
    assert done.left == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_lost_film_leaves_a_blank_one_for_its_disc(path):
    execute(path, "DELETE FROM film WHERE id = 7")
    done = repair.repair(path)
    collection = Collection.open(path)
    try:
        assert collection.check() == []
        assert len(rows(path, "copy")) == 60
        assert 7 in {row[0] for row in rows(path, "film")}
        assert done.left == []
    finally:
        collection.close()


@pytest.mark.parametrize("table", ["fact", "loan", "row_change", "copy_tag", "catalogue", "alembic_version"])
def test_a_table_that_is_gone_comes_back_empty_and_that_is_said(path, table):
    execute(path, f"DROP TABLE {table}")
    done = repair.repair(path)
    assert table == "alembic_version" or f"The table {table} is gone." in done.lost
    assert done.left == []
    collection = Collection.open(path)
    try:
        assert len(collection.find("").ids) == 60
        collection.run(commands.AddRecord({"title": "After"}))
        assert max(row[0] for row in rows(path, "copy")) == 61
    finally:
        collection.close()


def test_a_text_of_which_a_letter_is_broken_keeps_the_others(path):
    execute(path, "UPDATE copy SET owner = CAST(x'416ec3' AS TEXT) WHERE id = 2")
    done = repair.repair(path)
    assert done.lost == ["The owner of copy 2 could not be read as it was."]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT owner FROM copy WHERE id = 2").fetchone() == ("An\ufffd",)


def test_what_is_held_by_another_program_is_left_alone(path):
    before = path.read_bytes()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="Another program is writing"):
            repair.repair(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if "damaged" in file.name or "partial" in file.name] == []


def test_a_second_repair_replaces_no_file_that_was_kept(path):
    first = repair.repair(path).kept
    before = first.read_bytes()
    assert repair.repair(path).kept.name == "films.db.damaged2"
    assert first.read_bytes() == before
