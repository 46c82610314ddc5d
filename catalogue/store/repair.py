"""Making a damaged catalogue whole again: what can be rebuilt is rebuilt, what can be read is taken into a new file.

The damaged file is never written to: the work is done beside it, and it keeps a second name when the new one is put
in its place.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from catalogue import writing
from catalogue.errors import UserError
from catalogue.jobs import Job
from catalogue.store import aside, backup, check, damage, listing, tables, upgrade
from catalogue.store.engine import APPLICATION_ID, busy, fault, open_engine
from catalogue.store.pictures import Pictures, marked

_ROOM = 3  # how often the size of the file is needed while it is mended
_GAP = 100_000  # ids between two readable ones that are asked for one by one
_STUBS = {"film", "edition"}
"""Records that stand empty where their own row is lost: what hangs on them is worth more than a blank line."""


@dataclass(slots=True)
class Repaired:
    """What a repair did: where the file is kept as it was, what was lost (in sentences), and what is still wrong."""

    kept: Path | None = None
    salvaged: bool = False
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def repair(path: Path, job: Job | None = None) -> Repaired:
    """Mends a catalogue that is damaged; a whole one stays as it is. Raises UserError, and changes nothing then."""
    job = job or Job()
    path = path.resolve()
    if not aside.size(path):
        raise UserError(f"{path} has nothing in it that could be mended; restore a backup.")
    _refuse_held(path)
    with writing.workshop(path.parent) as folder:
        work = folder / backup.DATABASE
        size = sum(aside.size(path, part) for part in aside.PARTS)
        if shutil.disk_usage(folder).free < _ROOM * size:
            raise UserError(f"There is not enough room on the disk to mend {path}; nothing was changed.")
        for part in aside.PARTS:
            if aside.beside(path, part).is_file():
                shutil.copyfile(aside.beside(path, part), aside.beside(work, part))
        pictures = Pictures(path)
        done = Repaired()
        job.step(0, 0, "Rebuilding the list and the indexes")
        if not _rebuilt(work, job):
            done.salvaged = True
            fresh = folder / "salvaged.db"
            done.lost = _salvage(work, fresh, marked(pictures.folder), job)
            work = fresh
        engine = open_engine(work, writes=True)
        try:
            with engine.connect() as connection:
                done.left = check.problems(connection, work, pictures, job)
        finally:
            engine.dispose()
        with closing(sqlite3.connect(work)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with suppress(OSError):  # a catalogue that is shared stays so
            shutil.copymode(path, work)
        done.kept = _exchange(path, work)
    return done


def _refuse_held(path: Path) -> None:
    """Raises UserError where another process writes to the file."""
    with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            if fault(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise busy(path) from error


def _exchange(path: Path, work: Path) -> Path:
    kept = aside.free_name(path)
    try:
        aside.set_aside(path, kept)
        writing.put(work, path)
    except BaseException:
        aside.bring_back(path, kept)
        raise
    return kept


def _rebuilt(work: Path, job: Job) -> bool:
    """Whether the copy is whole after what follows from the records was made anew in it."""
    try:
        if upgrade.stored_revision(work) != upgrade.HEAD:
            return False
        engine = open_engine(work, writes=True)
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("REINDEX")
                listing.rebuild(connection, job)
        finally:
            engine.dispose()
        with closing(sqlite3.connect(work)) as connection:
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return False
        return not damage.look(work)
    except (sa.exc.DatabaseError, sqlite3.Error, UserError, ValueError):
        return False


def _salvage(work: Path, fresh: Path, uid: str | None, job: Job) -> list[str]:
    """Takes what can be read into a new file. Returns what was lost, in sentences."""
    upgrade.run_migrations(fresh, upgrade.HEAD)
    lost: list[str] = []
    with closing(_opened(work)) as old, closing(sqlite3.connect(fresh, isolation_level=None)) as new:
        new.execute("PRAGMA foreign_keys = OFF")
        new.execute("BEGIN IMMEDIATE")
        everything = tables.metadata.sorted_tables
        for done, table in enumerate(everything):
            job.step(done, len(everything), "Reading what can be read")
            new.execute(f'DELETE FROM "{table.name}"')
            lost += _take(old, new, table)
        lost += _mend_references(new)
        if new.execute("SELECT count(*) FROM catalogue").fetchone()[0] != 1:
            new.execute("DELETE FROM catalogue")
            new.execute("INSERT INTO catalogue (uid) VALUES (coalesce(?, lower(hex(randomblob(16)))))", (uid,))
        _give_numbers(old, new)
        new.execute("DELETE FROM operation WHERE id NOT IN (SELECT operation_id FROM row_change)")
        new.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        new.execute("COMMIT")
    engine = open_engine(fresh, writes=True)
    try:
        with engine.begin() as connection:
            listing.rebuild(connection, job)
    finally:
        engine.dispose()
    return lost


def _opened(work: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(work, isolation_level=None)
    connection.text_factory = bytes
    # What is wrong with one table of the schema must not keep us from the others.
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA writable_schema = ON")
    return connection


def _take(old: sqlite3.Connection, new: sqlite3.Connection, table: sa.Table) -> list[str]:
    """Takes the rows of a table that can be read. Returns what could not be, in sentences."""
    try:
        there = {row[1].decode() for row in old.execute(f'PRAGMA table_info("{table.name}")')}
    except (sqlite3.Error, UnicodeDecodeError):
        there = set()
    if not there:
        return [f"The table {table.name} is gone."]
    columns = [column for column in table.columns if column.name in there]
    lost = [f"The column {column.name} of {table.name} is gone." for column in table.columns if column not in columns]
    names = ", ".join(f'"{column.name}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    taken: set[int] = set()
    unread: set[int] = set()
    whole = True
    for row_id, row in _rows(old, table.name, names):
        if row is None:
            whole = False
            continue
        if row_id in taken:
            continue
        values, spoilt = _values(table, columns, row_id, row)
        try:
            new.execute(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', values)
        except (sqlite3.Error, UnicodeError, OverflowError):
            unread.add(row_id)
            continue
        taken.add(row_id)
        lost += spoilt
    unread = (unread | _known_ids(old, table)) - taken
    if unread:
        number = len(unread)
        lost.append(f"{number:,} row{'' if number == 1 else 's'} of {table.name} could not be read.")
    elif not whole:
        lost.append(f"Some rows of {table.name} may be lost: part of it could not be read.")
    return lost


def _values(
    table: sa.Table, columns: list[sa.Column[object]], row_id: int, row: tuple[object, ...]
) -> tuple[list[object], list[str]]:
    """The values of a row as they are kept, and what of them was lost."""
    values: list[object] = []
    spoilt = []
    for column, value in zip(columns, row, strict=True):
        if column.primary_key:
            values.append(row_id)
            continue
        why = damage.wrong(column, value)
        kept: object = value
        if isinstance(value, bytes):
            kept = value.decode(errors="replace")
        if why is not None:
            # Of a text what can be read stays; what else is none of its kind goes, and with it a row that needs it.
            if not (why == "is no text" and isinstance(value, bytes) and not isinstance(column.type, sa.JSON)):
                kept = None
            spoilt.append(f"The {column.name} of {table.name} {row_id} could not be read as it was.")
        values.append(kept)
    return values, spoilt


def _rows(old: sqlite3.Connection, table: str, names: str) -> Iterator[tuple[int, tuple[object, ...] | None]]:
    """The rows of a table that can be read: forwards, backwards, then one by one between. None stands for a fault."""
    select = f'SELECT rowid, {names} FROM "{table}"'
    last = None
    try:
        for row in old.execute(f"{select} ORDER BY rowid"):
            last = row[0]
            yield row[0], row[1:]
        return
    except sqlite3.Error:
        yield 0, None
    first = None
    try:
        for row in old.execute(f"{select} ORDER BY rowid DESC"):
            if last is not None and row[0] <= last:
                break
            first = row[0]
            yield row[0], row[1:]
    except sqlite3.Error:
        yield 0, None
    low = last or 0
    high = first if first is not None else low + _GAP
    for row_id in range(low + 1, min(high, low + _GAP)):
        try:
            row = old.execute(f"{select} WHERE rowid = ?", (row_id,)).fetchone()
        except sqlite3.Error:
            continue
        if row is not None and row[0] == row_id:
            yield row_id, row[1:]


def _known_ids(old: sqlite3.Connection, table: sa.Table) -> set[int]:
    """The ids that an index of a table knows: the largest number that one of them can tell."""
    found: set[int] = set()
    for index in table.indexes:
        ids: set[int] = set()
        first = next(iter(index.columns)).name
        with suppress(sqlite3.Error):
            ids.update(
                row[0]
                for row in old.execute(f'SELECT rowid FROM "{table.name}" INDEXED BY "{index.name}" ORDER BY "{first}"')
                if isinstance(row[0], int) and 0 < row[0] < 1 << 40
            )
        found = max(found, ids, key=len)
    return found


def _mend_references(new: sqlite3.Connection) -> list[str]:
    """Gives rows that refer to nothing an empty record, or no reference, or takes them out; says so."""
    lost: list[str] = []
    while True:
        broken = new.execute("PRAGMA foreign_key_check").fetchall()
        if not broken:
            return lost
        counts: Counter[str] = Counter()
        for name, row_id, parent, number in broken:
            keys = new.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
            column = next(key[3] for key in keys if key[0] == number)
            wanted = new.execute(f'SELECT "{column}" FROM "{name}" WHERE rowid = ?', (row_id,)).fetchone()
            if wanted is None:
                continue  # it went for another reference
            if tables.metadata.tables[name].c[column].nullable:
                new.execute(f'UPDATE "{name}" SET "{column}" = NULL WHERE rowid = ?', (row_id,))
                counts[f"of {name} no longer say which {parent} they belong to"] += 1
            elif parent in _STUBS and isinstance(wanted[0], int) and wanted[0] > 0:
                new.execute(f'INSERT OR IGNORE INTO "{parent}" (id) VALUES (?)', wanted)
            else:
                new.execute(f'DELETE FROM "{name}" WHERE rowid = ?', (row_id,))
                counts[f"of {name} were left out: their {parent} is lost"] += 1
        lost += [f"{number:,} {'row' if number == 1 else 'rows'} {what}." for what, number in counts.items()]


def _give_numbers(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Numbers that were given away once are not given again."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        for name, number in old.execute("SELECT name, seq FROM sqlite_sequence").fetchall():
            if isinstance(number, int) and name.decode() in tables.metadata.tables:
                most = new.execute(f'SELECT max(id) FROM "{name.decode()}"').fetchone()[0] or 0
                new.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name.decode(),))
                new.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name.decode(), max(most, number)))
