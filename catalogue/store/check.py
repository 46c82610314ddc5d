"""Whether a catalogue is whole: SQLite, references, the list and text index, pictures, history."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.fields.text import identity
from catalogue.jobs import Job
from catalogue.store import damage, listing, naming, tables
from catalogue.store.pictures import Pictures, hash_of


def problems(connection: Connection, path: Path, pictures: Pictures, job: Job | None = None) -> list[str]:
    """What is wrong, in words; an empty list says that all is well. Nothing is repaired."""
    job = job or Job()
    job.step(0, 0, "Checking the file")
    found = damage.look(path)
    if found:
        return found + _pictures_in(path, pictures, job)  # what is asked of such a file has no meaning
    for table, row_id, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        found.append(f"Row {row_id} of {table} refers to a row of {parent} that is not there.")
    found += listing.check(connection)
    if not found:
        found += listing.differing(connection, job)
    found += _pictures(connection.scalars(sa.select(tables.picture.c.sha256).distinct()).all(), pictures, job)
    found += _places(connection)
    found += _history(connection)
    connection.rollback()
    return found


def _pictures_in(path: Path, pictures: Pictures, job: Job) -> list[str]:
    """What is wrong with the pictures of a damaged file, as far as they can be asked for."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            noted = [row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM picture")]
    except sqlite3.Error:
        return []
    return _pictures([one for one in noted if isinstance(one, str)], pictures, job)


def _pictures(noted: Sequence[str], pictures: Pictures, job: Job) -> list[str]:
    found = []
    for done, sha256 in enumerate(noted):
        job.step(done, len(noted), "Checking pictures")
        file = pictures.original(sha256)
        if file is None:
            found.append(f"The picture {sha256[:12]} is missing from {pictures.folder.name}.")
        elif hash_of(file) != sha256:
            found.append(f"The picture {file.name[:12]} in {pictures.folder.name} is not what it was.")
    return found


def _places(connection: Connection) -> list[str]:
    place = tables.place
    rows = {row.id: row for row in connection.execute(sa.select(place))}
    found = []
    for row in rows.values():
        above = rows.get(row.parent_id)
        path = f"{above.path}/{row.name}" if above is not None else row.name
        if row.path != path or naming.plain(row.identity) != identity(path):
            found.append(f"The place {row.path} does not stand where its path says.")
    return found


def _history(connection: Connection) -> list[str]:
    operation, change = tables.operation, tables.row_change
    found = []
    unknown = set(connection.scalars(sa.select(change.c.table_name).distinct())) - set(tables.metadata.tables)
    found += [f"The history speaks of a table {name} that does not exist." for name in sorted(unknown)]
    empty = connection.scalars(
        sa.select(operation.c.id).where(operation.c.id.not_in(sa.select(change.c.operation_id)))
    ).all()
    found += [f"Operation {number} of the history has no changes." for number in empty]
    return found
