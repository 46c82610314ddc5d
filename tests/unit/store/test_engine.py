import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from catalogue.collection.commands import AddRecord
from catalogue.errors import UserError
from catalogue.store import engine as engines
from catalogue.store import tables
from catalogue.store.engine import in_ids, open_engine


@pytest.fixture
def opened(blank_catalogue, tmp_path):
    path = tmp_path / "films.db"
    path.write_bytes(blank_catalogue.read_bytes())
    made = []

    def make(**options):
        made.append(open_engine(path, **options))
        return made[-1]

    yield make
    for engine in made:
        engine.dispose()


@pytest.mark.parametrize("writes", [True, False])
def test_foreign_keys_are_on_in_every_connection(opened, writes):
    with opened(writes=writes).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_foreign_keys_that_sqlite_silently_left_off_are_noticed(opened):
    engine = opened(writes=True)

    class DeafCursor(sqlite3.Cursor):
        def execute(self, statement, *parameters):
            return super().execute("SELECT 0" if "foreign_keys =" in statement else statement, *parameters)

    class DeafConnection(sqlite3.Connection):
        def cursor(self, factory=DeafCursor):
            return super().cursor(factory)

    @event.listens_for(engine, "do_connect")
    def _hard_of_hearing(dialect, record, arguments, keywords):
        keywords["factory"] = DeafConnection

    with pytest.raises(RuntimeError, match="foreign_keys"):
        engine.connect()


def test_a_row_without_its_parent_is_refused(opened):
    with opened(writes=True).connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.insert(tables.copy), {"edition_id": 77})


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO tag (name, folded, identity) VALUES ('a', 'a', 'a')",
        "DELETE FROM film",
        "CREATE TABLE x (y)",
        "PRAGMA user_version = 3",
    ],
)
def test_a_reading_connection_refuses_every_write(opened, statement):
    with opened(writes=False).connect() as connection, pytest.raises(sa.exc.OperationalError, match="readonly"):
        connection.exec_driver_sql(statement)


def test_what_was_not_committed_is_gone(opened):
    engine = opened(writes=True)
    with engine.connect() as connection:
        connection.execute(sa.insert(tables.tag), {"name": "a", "folded": "a", "identity": "a"})
        connection.exec_driver_sql("CREATE TABLE more (id INTEGER)")
    with engine.connect() as connection:
        assert connection.execute(sa.select(tables.tag)).all() == []
        assert connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'more'").all() == []


def test_another_program_that_writes_is_named_and_nothing_changes(collection, monkeypatch, rows_of):
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0)
    impatient = type(collection)(collection.path)
    before = rows_of(collection.path)
    with closing(sqlite3.connect(collection.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError) as refusal:
            impatient.run(AddRecord({"title": "Alien"}))
        other.execute("ROLLBACK")
    assert str(refusal.value) == (
        f"Another program is writing to {collection.path}; nothing was changed. Try again in a moment."
    )
    assert rows_of(collection.path) == before
    assert impatient.run(AddRecord({"title": "Alien"}))
    impatient.close()


def test_an_error_that_is_a_bug_of_ours_has_no_plain_sentence(tmp_path):
    assert engines.plain(ValueError("x"), tmp_path) is None
    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("nonsense")
    assert engines.plain(caught.value, tmp_path) is None


def test_any_number_of_ids_can_be_asked_for(opened):
    with opened(writes=False).connect() as connection:
        query = sa.select(sa.func.count()).select_from(tables.film).where(in_ids(tables.film.c.id, range(100_000)))
        assert connection.scalar(query) == 0
