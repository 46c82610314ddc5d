"""A catalogue that is gone or damaged is said to be, by name, and never silently taken for a new one."""

import shutil
import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def path(cli, tmp_path):
    """The file of a catalogue with a disc, its cover and a backup beside it."""
    from PIL import Image

    Image.new("RGB", (30, 40), "navy").save(tmp_path / "cover.png")
    path = tmp_path / "mine" / "x.db"
    path.parent.mkdir()
    assert cli("add", "--set", "title=Amber", catalogue="mine/x")[0] == 0
    assert cli("picture", "copy:1", str(tmp_path / "cover.png"), catalogue="mine/x")[0] == 0
    assert cli("backup", catalogue="mine/x")[0] == 0
    return path


@pytest.mark.parametrize("command", [("search",), ("check",), ("add", "--set", "title=Basalt"), ("export", "-")])
@pytest.mark.parametrize("empty", [True, False])
def test_where_a_catalogue_was_no_new_one_is_made(cli, path, command, empty):
    path.unlink()
    if empty:
        path.touch()
    status, out, err = cli(*command, catalogue="mine/x")
    assert (status, out) == (2, "")
    state = "has nothing in it" if empty else "is not there"
    assert err.startswith(f"mine/x.db {state}, but a catalogue was: its pictures")
    assert "lie beside it. The newest good backup is " in err
    assert "(1 film, 1 disc, 0 documents" in err
    assert "`restore` puts it in its place. " in err
    assert err.endswith("Add --new to begin a new catalogue.\n")
    assert path.exists() == empty


def test_the_backup_that_is_named_brings_it_back(cli, path):
    path.write_bytes(b"")
    [backup] = path.parent.glob("*.backup.zip")
    assert cli("restore", str(backup), "--yes", catalogue="mine/x")[0] == 0
    assert "Amber" in cli("search", catalogue="mine/x")[1]


def test_a_new_one_is_begun_on_purpose_and_leaves_what_is_there(cli, path):
    before = [*path.parent.glob("*.zip"), *path.parent.glob("x.db.pictures/??/*")]
    path.unlink()
    assert cli("search", "--new", catalogue="mine/x")[:2] == (0, "The collection is empty.\n")
    assert cli("search", catalogue="mine/x")[0] == 0
    assert len(before) == 2
    assert all(file.exists() for file in before)


def test_changes_that_are_in_the_journal_alone_are_not_thrown_away(cli, path):
    shutil.rmtree(path.with_name("x.db.pictures"))
    next(path.parent.glob("*.zip")).unlink()
    path.write_bytes(b"")
    journal = path.with_name("x.db-wal")
    journal.write_bytes(b"pages" * 1000)
    status, _, err = cli("search", catalogue="mine/x")
    assert status == 2
    assert "changes that were not moved into it yet lie beside it. No backup was found beside it." in err
    assert journal.read_bytes() == b"pages" * 1000
    assert cli("search", "--new", catalogue="mine/x")[0] == 0
    assert path.with_name("x.db.damaged-wal").read_bytes() == b"pages" * 1000


def test_a_backup_that_is_damaged_is_not_the_one_that_is_named(cli, path):
    [good] = path.parent.glob("*.backup.zip")
    good.with_name("x-2999-01-01-000000.backup.zip").write_bytes(good.read_bytes()[:-300])
    path.unlink()
    assert f"The newest good backup is {good} " in cli("search", catalogue="mine/x")[2]


@pytest.mark.parametrize("command", ["search", "check"])
@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (("DROP TABLE fact",), "the table fact is missing"),
        (("DROP TABLE fact", "DROP TABLE credit"), "the table credit is missing, the table fact is missing"),
        (("ALTER TABLE film DROP COLUMN tagline",), "the column tagline of the table film is missing"),
        (("DROP TABLE operation",), "the table operation is missing"),
        (("DROP TABLE alembic_version",), "the table alembic_version is missing"),
    ],
)
def test_a_table_or_column_that_is_gone_is_named(cli, path, command, statements, named):
    with closing(sqlite3.connect(path)) as connection:
        connection.create_function("fold", 1, lambda text: text)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    status, _, err = cli(command, catalogue="mine/x")
    assert status == 2
    assert err.startswith("mine/x.db is damaged: ")
    assert named in err
    assert "The newest good backup is " in err
    [backup] = path.parent.glob("*.backup.zip")
    assert cli("restore", str(backup), "--yes", catalogue="mine/x")[0] == 0
    assert cli("check", catalogue="mine/x")[0] == 0


@pytest.mark.parametrize("table", ["entry", "film_words", "text_behind", "film_words_terms"])
def test_what_is_derived_is_made_anew(cli, path, table):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DROP TABLE {table}")
        connection.commit()
    assert "Amber" in cli("search", "amber", catalogue="mine/x")[1]
    assert cli("check", catalogue="mine/x")[0] == 0
