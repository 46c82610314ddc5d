"""Connections to the catalogue's file: one that writes, and read-only ones that SQLite itself holds to that."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import Engine, event
from sqlalchemy.pool import QueuePool

from catalogue.errors import Cancelled, Damaged, UserError
from catalogue.fields import collation, patterns, registry
from catalogue.fields.text import fold, identity
from catalogue.jobs import Job

T = TypeVar("T")

BUSY_SECONDS = 5
_LEAST_ROOM = 1 << 16  # bytes: with less a disk is full
_STEPS = 2000  # of SQLite's machine, some tens of microseconds, between two looks at whether to go on
_TOO_SLOW = "This regular expression takes too long on the texts here; nothing was changed. Write a simpler one."
APPLICATION_ID = 0x44495343  # "DISC": tells a catalogue from any other SQLite file


def open_engine(path: Path, *, writes: bool, foreign_keys: bool = True) -> Engine:
    """An engine on the file. A reading engine refuses every write; a writing one begins with the lock."""
    engine = sa.create_engine(
        # A reading connection makes no file: an empty one where a catalogue was moved away would hide what is wrong.
        sa.URL.create("sqlite", database=str(path))
        if writes
        else sa.URL.create("sqlite", database=path.absolute().as_uri(), query={"uri": "true", "mode": "rw"}),
        poolclass=QueuePool,
        pool_size=1 if writes else 4,
        max_overflow=0 if writes else 8,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: Any) -> None:
        # The driver must not open transactions of its own, or Alembic's steps would be committed one by one.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        # Inside a transaction this pragma is silently ignored: read it back.
        if cursor.execute("PRAGMA foreign_keys").fetchone()[0] != int(foreign_keys):
            raise RuntimeError("SQLite ignored PRAGMA foreign_keys")
        connection.create_function("fold", 1, _fold, deterministic=True)
        connection.create_function("identity", 1, _identity, deterministic=True)
        connection.create_function("shown", 2, _shown, deterministic=True)
        connection.create_function("sort_key", -1, _sort_key, deterministic=True)
        connection.create_function("title_key", 4, collation.title_key, deterministic=True)
        connection.create_function("name_key", 1, _name_key, deterministic=True)
        connection.create_function("matches", 2, _matches, deterministic=True)
        if writes:
            # What was said to be saved is on the disk, also when the power fails in the next moment.
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA journal_mode = WAL")
        else:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _identity(text: str | None) -> str | None:
    return None if text is None else identity(text)


def _shown(key: str, value: str) -> str:
    """A part of a list as a person reads it."""
    return registry.BY_KEY[key].kind.show_entry(json.loads(value))


def _sort_key(text: str | None, language: str | None = None) -> str | None:
    return collation.title_key(text, language=language)


def _name_key(name: str | None) -> str | None:
    return collation.name_key(name) if name else None


def _matches(pattern: str, text: str | None) -> bool:
    return text is not None and patterns.search(patterns.compiled(pattern), text) is not None


@contextmanager
def interruptible(connection: sa.Connection, job: Job | None) -> Iterator[None]:
    """Stops a statement under way soon after its job was cancelled. Raises Cancelled then.

    Raises UserError when a regular expression takes too long.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    if job is not None:
        raw.set_progress_handler(lambda: int(job.cancelled), _STEPS)
    try:
        yield
    except sa.exc.OperationalError as error:
        if job is not None and job.cancelled:
            raise Cancelled from None
        if "user-defined function raised exception" in str(error):
            # It can be no other: folding a text never fails.
            raise UserError(_TOO_SLOW) from None
        raise
    finally:
        raw.set_progress_handler(None, 0)


def plain(error: BaseException, path: Path) -> UserError | None:
    """The sentence for a fault of the machine or the file, or None when the error is a bug of ours."""
    name = fault(error)
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and not _has_room(path):
        name = "SQLITE_FULL"  # even a reader needs room for the file by which processes share the journal
    for start, sentence in _SENTENCES:
        if name.startswith(start):
            return (Damaged if start in _DAMAGE else UserError)(sentence.format(path=path))
    return None


def is_damage(error: BaseException) -> bool:
    """Whether an error says that the file itself is broken, and not that it is locked, or the disk full or gone."""
    return isinstance(error, Damaged) or fault(error).startswith(_DAMAGE)


def _has_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.resolve().parent).free >= _LEAST_ROOM
    except OSError:
        return True


def busy(path: Path) -> UserError:
    """What is said where another process holds the file."""
    return UserError(_BUSY.format(path=path))


def fault(error: BaseException) -> str:
    """SQLite's name of what went wrong, such as SQLITE_BUSY; an empty text for what SQLite did not say."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, sqlite3.Error):
        cause = getattr(cause, "orig", None) or cause.__cause__
    return getattr(cause, "sqlite_errorname", "") or ""


_BUSY = "Another program is writing to {path}; nothing was changed. Try again in a moment."
_DAMAGE = ("SQLITE_NOTADB", "SQLITE_CORRUPT")
_SENTENCES = (
    ("SQLITE_NOTADB", "{path} is not a catalogue; it was not touched."),
    ("SQLITE_CORRUPT", "{path} is damaged; nothing was changed. Restore a backup of it."),
    ("SQLITE_BUSY", _BUSY),
    ("SQLITE_LOCKED", _BUSY),
    ("SQLITE_READONLY", "{path} cannot be written; nothing was changed. Check the rights of the file and its folder."),
    ("SQLITE_PERM", "{path} may not be opened; nothing was changed. Check the rights of the file and its folder."),
    ("SQLITE_CANTOPEN", "{path} cannot be opened; nothing was changed. Check that its folder exists."),
    ("SQLITE_FULL", "There is no room left on the disk for {path}; nothing was changed. Make room and try again."),
    ("SQLITE_IOERR", "The disk that holds {path} could not be read or written; the last change was not kept."),
)


def batches(listed: Iterable[T], size: int) -> Iterator[list[T]]:
    """What is listed in lists of some length, the last one with what is left."""
    rest = iter(listed)
    while batch := list(islice(rest, size)):
        yield batch


EACH = sa.text("SELECT value FROM json_each(:listed)")  # as text: to build it anew takes longer than to carry it out


def id_list(ids: Iterable[int]) -> str:
    """Ids as the JSON text that `in_ids` takes."""
    return "[" + ",".join(map(str, ids)) + "]"


def in_ids(column: sa.ColumnElement[Any], ids: Iterable[int]) -> sa.ColumnElement[bool]:
    """`column IN ids` for any number of ids, as one bound value."""
    return column.in_(EACH.bindparams(sa.bindparam("listed", id_list(ids), unique=True)))


def in_words(column: sa.ColumnElement[Any], words: Iterable[str]) -> sa.ColumnElement[bool]:
    """`column IN words` for any number of words, as one bound value."""
    return column.in_(EACH.bindparams(sa.bindparam("listed", json.dumps(list(words)), unique=True)))
