"""From any earlier file, or none, to today's schema: one road, in one transaction, with a backup first."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from catalogue import paths, writing
from catalogue.errors import Damaged, Missing, UserError
from catalogue.store import aside, backup, listing
from catalogue.store.engine import APPLICATION_ID, BUSY_SECONDS, fault, open_engine

HEAD = "0013"
"""The newest revision in db/versions, so that a start need not load Alembic to know that nothing is to be done."""


def prepare(path: Path, *, new: bool = False) -> Path | None:
    """Makes the file at `path` a catalogue of today's schema, new or upgraded. Returns the backup if one was made.

    Raises Missing where nothing is but a catalogue was, unless a `new` one is wished there, and UserError for a file
    that is not a catalogue, is damaged, or was made by a newer version; it is left as it was.
    """
    from catalogue.store import damage  # it knows which revisions there are

    try:
        revision = stored_revision(path)
        if revision == HEAD:
            _refresh_derived(path)
            damage.refuse_incomplete(path)
            return None
        if revision is None:
            if path.resolve() in {file.resolve() for file in paths.own_files()}:
                raise UserError(f"{path} is for what the program keeps for itself; give the catalogue another name.")
            left = left_beside(path)
            if left and not new:
                state = "has nothing in it" if path.exists() else "is not there"
                raise Missing(f"{path} {state}, but a catalogue was: {' and '.join(left)} lie beside it.")
            if left and any(aside.size(path.resolve(), part) for part in aside.PARTS[1:]):
                aside.set_aside(path.resolve(), aside.free_name(path.resolve()))
            _create(path)
            # It may be another's that was quicker, also one of another version.
            return None if stored_revision(path) == HEAD else prepare(path)
        if revision not in known_revisions():
            raise UserError(
                f"{path} was made by a newer version of Disc Catalogue; it was not touched. Install that version."
            )
        kept = backup.keep(path, f"schema-{revision}")
        run_migrations(path, HEAD)
        _refresh_derived(path)
        backup.thin_out(path, kept)
        return kept
    except (sa.exc.DatabaseError, sqlite3.Error, Damaged) as error:
        if isinstance(error, Missing):
            raise
        raise damage.explained(error, path) or error from error
    except OSError as error:
        reason = error.strerror or "the system gave no reason"
        raise UserError(f"{path} cannot be opened ({reason}); nothing was changed.") from error


def left_beside(path: Path) -> list[str]:
    """What lies beside a file without contents that only a catalogue leaves there."""
    place = path.resolve()
    pictures = place.with_name(place.name + writing.PICTURES)
    found = []
    with suppress(OSError):
        if pictures.is_dir() and any(pictures.iterdir()):
            found.append("its pictures")
        if place.with_name(place.name + writing.COPY).is_dir():
            found.append("its copy in plain files")
        if place.with_name(place.name + writing.BACKUPS).is_dir():
            found.append("its backups")
        if backup.kept_copies(place):
            found.append("copies that were kept of it")
        # Whoever has a file open that has just been made has a journal too; one of an empty file is void.
        if any(aside.size(place, part) for part in aside.PARTS[1:]) and not aside.size(place):
            found.append("changes that were not moved into it yet")
    return found


def known_revisions() -> set[str]:
    """The revisions of the schema up to today's."""
    return {file.name.split("_")[0] for file in (paths.data("db") / "versions").glob("*.py")}


def stored_revision(path: Path) -> str | None:
    """The schema revision of the file; None for no file or one without anything in it.

    Raises UserError for foreign files, and Damaged for one that does not say.
    """
    if not path.exists() or (path.is_file() and path.stat().st_size == 0):
        return None
    if path.is_dir():
        raise UserError(f"{path} is a folder, not a catalogue; nothing was changed.")
    try:
        return _revision(path, "ro")
    except sqlite3.Error as error:
        if fault(error) not in ("SQLITE_READONLY_ROLLBACK", "SQLITE_READONLY_RECOVERY"):
            raise
    # A process was killed while it wrote: SQLite takes back its half with the first one that may.
    return _revision(path, "rw")


def _revision(path: Path, mode: str) -> str | None:
    with closing(
        sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=BUSY_SECONDS)
    ) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        if not names and application in (0, APPLICATION_ID):
            return None  # the first start was killed
        if application != APPLICATION_ID:
            if {"alembic_version", "row_change", "edition"} <= names:
                raise Damaged(f"{path} is damaged: the mark of a catalogue is missing; nothing was changed.")
            raise UserError(f"{path} belongs to another program; it was not touched.")
        if "alembic_version" not in names:
            raise Damaged(f"{path} is damaged: its table alembic_version is missing; nothing was changed.")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is None:
            raise Damaged(f"{path} is damaged: its table alembic_version is empty; nothing was changed.")
        if not (isinstance(row[0], str) and row[0].isascii() and row[0].isalnum()):
            raise Damaged(f"{path} is damaged: its table alembic_version cannot be read; nothing was changed.")
        return row[0]


def run_migrations(path: Path, target: str) -> None:
    """Runs the revisions up to `target` in one transaction, foreign keys off and checked before the commit."""
    from alembic import command
    from alembic.config import Config

    # Rebuilding a parent table with foreign keys on would silently delete its child rows.
    engine = open_engine(path, writes=True, foreign_keys=False)
    try:
        with engine.begin() as connection:
            counts, sequences = _row_counts(connection), _sequences(connection)
            config = Config()
            config.set_main_option("script_location", str(paths.data("db")).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            lost = {name: count for name, count in counts.items() if _row_counts(connection).get(name, 0) < count}
            if broken or lost:
                raise RuntimeError(f"the upgrade broke {len(broken)} references and lost rows of {sorted(lost)}")
            _restore_sequences(connection, sequences)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        engine.dispose()


def _create(path: Path) -> None:
    """Makes a new catalogue beside its place and puts it there whole; where another process was quicker, its own stays.

    A file that is there and has nothing in it is filled in one transaction: a start that is killed leaves it as it was.
    """
    place = path.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.exists():
        run_migrations(place, HEAD)
        _refresh_derived(place)
        return
    with writing.workshop(place.parent) as folder:
        fresh = folder / backup.DATABASE
        run_migrations(fresh, HEAD)
        _refresh_derived(fresh)
        if fresh.with_name(f"{fresh.name}-wal").exists():
            raise OSError(errno.EIO, "the journal could not be moved into the file")
        with suppress(FileExistsError):
            writing.put(fresh, place, replace=False)


def _refresh_derived(path: Path) -> None:
    engine = open_engine(path, writes=False)
    try:
        with engine.connect() as connection:
            current = listing.is_current(connection) and listing.is_there(connection)
            if current and listing.has_indexes(connection):
                return
    finally:
        engine.dispose()
    engine = open_engine(path, writes=True)
    try:
        with engine.begin() as connection:
            if current:
                listing.reindex(connection)
            else:
                listing.rebuild(connection)
    finally:
        engine.dispose()


def _row_counts(connection: sa.Connection) -> dict[str, int]:
    query = sa.text(
        "SELECT name FROM sqlite_master"
        " WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    counts: dict[str, int] = {}
    for name in connection.scalars(query).all():
        counts[name] = _count(connection, name)
    return counts


def _sequences(connection: sa.Connection) -> dict[str, int]:
    """The highest id that each table ever gave away."""
    if not connection.dialect.has_table(connection, "sqlite_sequence"):
        return {}
    return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")}


def _restore_sequences(connection: sa.Connection, before: dict[str, int]) -> None:
    # A rebuilt table only knows the rows it still has; the id of a deleted row must not come back.
    after = _sequences(connection)
    for name, seq in before.items():
        if name in after and after[name] < seq:
            connection.exec_driver_sql("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (seq, name))
        elif name not in after and connection.dialect.has_table(connection, name):
            connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, seq))


def _count(connection: sa.Connection, table: str) -> Any:
    return connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar()
