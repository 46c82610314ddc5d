"""What of a catalogue's file is damaged, and the sentence for it: the place that tells damage from a bug of ours."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from catalogue.errors import Cancelled, Damaged, UserError
from catalogue.store import listing, tables, titles, upgrade
from catalogue.store.engine import APPLICATION_ID, BUSY_SECONDS, fault, is_damage, plain

MOST = 20
"""So many faults of one kind are named; a file that is broken everywhere would have millions."""


_NAMED = 3


def explained(error: BaseException, path: Path) -> UserError | None:
    """The sentence for a fault of the machine or of the file at `path`; None when the error is a bug of ours.

    Any error may come of values that nobody wrote, so before it is taken for a bug the file is looked at.
    """
    if isinstance(error, (UserError, Cancelled)) and not is_damage(error):
        return None
    known = plain(error, path)
    if known is not None and (
        not is_damage(error) or (fault(error) == "SQLITE_NOTADB" and not upgrade.left_beside(path))
    ):
        return UserError(str(known)) if isinstance(known, Damaged) else known  # nothing says that it was one
    if not path.is_file():
        return None
    found = look(path, quick=True)
    if found or is_damage(error):
        return sentence(path, found)
    return None


def sentence(path: Path, found: list[str]) -> Damaged:
    """What is said of a damaged file: what is hurt as far as it is known, and what can be done."""
    named = [f"{one[0].lower()}{one[1:]}".rstrip(".") if one.startswith("The ") else one.rstrip(".") for one in found]
    hurt = f": {', '.join(named[:_NAMED])}{' and more' if len(named) > _NAMED else ''}" if found else ""
    return Damaged(
        f"{path} is damaged{hurt}; nothing was changed."
        " “check” says what is hurt, “check --repair” mends what can be mended."
    )


def look(path: Path, *, quick: bool = False) -> list[str]:
    """What is damaged in a file, in sentences, whatever state it is in; nothing is changed.

    With `quick` it stops at the first kind of damage.
    """
    most = 1 if quick else MOST
    try:
        with closing(_open(path)) as connection:
            today = _revision(connection) in (None, upgrade.HEAD)
            found = missing(connection) if today else []
            for part in (_sqlite, values) if today else (_sqlite,):
                if len(found) < most:
                    found += part(connection, most)
            return found
    except sqlite3.Error as error:
        return [f"SQLite: {error}."] if is_damage(error) else []


def _revision(connection: sqlite3.Connection) -> str | None:
    """The schema revision that a file says it has, if it is one that we know."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        if is_damage(error):
            raise
        return None
    return row[0] if row and row[0] in upgrade.known_revisions() else None


def refuse_incomplete(path: Path) -> None:
    """Raises Damaged for a file of today's schema that lacks a table or a column; that is quick enough for a start."""
    with closing(_open(path)) as connection:
        found = missing(connection)
    if found:
        raise sentence(path, found)


def missing(connection: sqlite3.Connection) -> list[str]:
    """The tables and columns of today's schema that a file does not have."""
    found = []
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        found.append("The mark of a catalogue is missing.")
    if _revision(connection) is None:
        found.append("The table alembic_version is missing, or empty.")
    there: dict[str, set[str]] = {}
    columns_of = "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'"
    for name, column in connection.execute(columns_of):
        there.setdefault(name, set()).add(column)
    # What is derived may have another shape until the next start makes it anew.
    derived = connection.execute("PRAGMA user_version").fetchone()[0] == listing.definition()
    for name, columns in sorted((_WANTED | (_WANTED_DERIVED if derived else {})).items()):
        if name not in there:
            found.append(f"The table {name} is missing.")
        else:
            found += [
                f"The column {column} of the table {name} is missing." for column in sorted(columns - there[name])
            ]
    return found


_WANTED = {table.name: set(table.c.keys()) for table in tables.metadata.sorted_tables}
_WANTED_DERIVED = {
    **{table.name: set(table.c.keys()) for table in (*listing.derived.sorted_tables, titles.film_form)},
    **{name: set(listing.columns_of(name)) for name in listing.INDEXES},
    **{listing.terms_of(name): set() for name in listing.INDEXES},
}


def _sqlite(connection: sqlite3.Connection, most: int) -> list[str]:
    check = "quick_check" if most == 1 else "integrity_check"
    verdicts = [row[0] for row in connection.execute(f"PRAGMA {check}({most})")]
    return [f"SQLite: {verdict}." for verdict in verdicts if verdict != "ok"]


def values(connection: sqlite3.Connection, most: int = MOST) -> list[str]:
    """The values of the tables that are no text, number or JSON as their column is to hold, by the row."""
    found = []
    for table in tables.metadata.sorted_tables:
        try:
            for row_id, column, _ in wrong_values(connection, table):
                found.append(f"The {column} of {table.name} {row_id} cannot be read.")
                if len(found) >= most:
                    return found
        except sqlite3.Error as error:
            found.append(f"The table {table.name} cannot be read ({error}).")
    return found


def wrong_values(connection: sqlite3.Connection, table: sa.Table) -> Iterator[tuple[int, str, str]]:
    """Each value of a table that its column cannot hold, as (id, column, why)."""
    there = {column[1] for column in connection.execute(f'PRAGMA table_info("{table.name}")')}
    columns = [column for column in table.columns if column.name in there]
    names = ", ".join(f'"{column.name}"' for column in columns)
    connection.text_factory = bytes
    try:
        for row in connection.execute(f'SELECT rowid, {names} FROM "{table.name}"'):
            for column, value in zip(columns, row[1:], strict=True):
                why = wrong(column, value)
                if why is not None:
                    yield row[0], column.name, why
    finally:
        connection.text_factory = str


def wrong(column: sa.Column[object], value: object) -> str | None:
    """Why a value, with its text as bytes, is none that a column holds; None where it is one."""
    if value is None:
        return None if column.nullable else "is missing"
    kind = column.type
    if isinstance(kind, sa.JSON):
        # A number or the words true and false are JSON as well; SQLite's affinity makes numbers of them.
        if isinstance(value, (int, float)):
            return None
        try:
            json.loads(value)  # type: ignore[arg-type]
        except ValueError:
            return "is no JSON"
        return None
    if isinstance(value, bytes):
        if isinstance(kind, (sa.Text, tables.Comparable)):
            try:
                value.decode()
            except UnicodeDecodeError:
                return "is no text"
            return None
        return "is no number"
    if isinstance(kind, sa.Text):
        return "is no text"
    if isinstance(kind, sa.Boolean) and value not in (0, 1):
        return "is neither yes nor no"
    # Halves of ratings and numbers such as 1.5 in a series stand in columns of whole numbers; keys are whole.
    whole = bool(column.primary_key or column.foreign_keys)
    if isinstance(kind, sa.Integer) and not isinstance(value, int if whole else (int, float)):
        return "is no whole number" if whole else "is no number"
    return None


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
