"""Whether a catalogue is whole: SQLite, references, the list and text index, pictures, history."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.fields.text import identity
from catalogue.store import listing, naming, tables
from catalogue.store.pictures import Pictures


def problems(connection: Connection, pictures: Pictures) -> list[str]:
    """What is wrong, in words; an empty list says that all is well. Nothing is repaired."""
    found: list[str] = []
    verdicts = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    found += [f"SQLite: {verdict}" for verdict in verdicts if verdict != "ok"]
    for table, row_id, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        found.append(f"Row {row_id} of {table} refers to a row of {parent} that is not there.")
    found += listing.check(connection)
    for sha256 in connection.scalars(sa.select(tables.picture.c.sha256).distinct()):
        if pictures.original(sha256) is None:
            found.append(f"The picture {sha256[:12]} is missing from {pictures.folder.name}.")
    found += _places(connection)
    found += _history(connection)
    connection.rollback()
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
