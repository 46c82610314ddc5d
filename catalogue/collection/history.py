"""The lasting history: operations, what can be undone and redone, and the timeline of a record.

The log only grows: an undo is an operation of its own, whose row changes are recorded like any other, and a redo takes
that undo back. `undone_by` on an operation says that it is out of force; a new change drops what was undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.errors import UserError
from catalogue.store import listing, tables
from catalogue.store.engine import id_list

_OPERATION = tables.operation


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the history; `state` is done, undone, or dropped (undone, and then something else was done)."""

    id: int
    at: str
    label: str
    kind: str
    state: str


def begin(connection: Connection, kind: str, at: str) -> int:
    """Adds an operation without a name yet. Returns its id."""
    row = {"at": at, "label": "", "kind": kind, "undone_by": None, "dropped": False}
    return int(connection.execute(sa.insert(_OPERATION).returning(_OPERATION.c.id), row).scalar_one())


def finish(connection: Connection, operation_id: int, label: str) -> None:
    """Names an operation; one that is not an undo or redo drops what could be redone before."""
    connection.execute(sa.update(_OPERATION).where(_OPERATION.c.id == operation_id).values(label=label))
    kind = connection.scalar(sa.select(_OPERATION.c.kind).where(_OPERATION.c.id == operation_id))
    if kind == "do":
        undone = _OPERATION.c.undone_by.is_not(None)
        connection.execute(sa.update(_OPERATION).where(undone).values(dropped=True))


def mark(connection: Connection, operation_id: int, undone_by: int | None) -> None:
    """Says by which operation another was undone, or that it is in force again."""
    connection.execute(sa.update(_OPERATION).where(_OPERATION.c.id == operation_id).values(undone_by=undone_by))


def next_undo(connection: Connection) -> Any | None:
    """The operation that an undo would take back."""
    table = _OPERATION
    query = sa.select(table).where(table.c.kind == "do", table.c.undone_by.is_(None)).order_by(table.c.id.desc())
    return connection.execute(query.limit(1)).first()


def next_redo(connection: Connection) -> Any | None:
    """The operation that a redo would bring back: the one undone last."""
    table = _OPERATION
    open_again = sa.and_(table.c.undone_by.is_not(None), sa.not_(table.c.dropped))
    return connection.execute(sa.select(table).where(open_again).order_by(table.c.undone_by.desc()).limit(1)).first()


def operations(connection: Connection, limit: int, row_id: int | None = None) -> list[Operation]:
    """The newest operations first; of one row of the list only those that touched its records."""
    table = _OPERATION
    query = sa.select(table).order_by(table.c.id.desc()).limit(limit)
    if row_id is not None:
        query = query.where(table.c.id.in_(_touching(connection, row_id)))
    found = []
    for row in connection.execute(query):
        state = "dropped" if row.dropped else "undone" if row.undone_by is not None else "done"
        found.append(Operation(row.id, row.at, row.label, row.kind, state))
    return found


def _touching(connection: Connection, row_id: int) -> sa.Select[Any]:
    entry, change = listing.entry, tables.row_change
    ids = connection.execute(
        sa.select(entry.c.film_id, entry.c.edition_id, entry.c.copy_id).where(entry.c.id == row_id)
    ).first()
    if ids is None:
        raise UserError("There is no such record.")
    parts = [
        sa.and_(change.c.table_name == name, change.c.first_id <= number, change.c.last_id >= number)
        for name, number in zip(("film", "edition", "copy"), ids, strict=True)
        if number is not None
    ]
    # What was typed lives in choices: a change of genres or of a cast touches no column of the film itself.
    film_id, edition_id, copy_id = ids
    owned: tuple[tuple[sa.Table, dict[str, Any]], ...] = (
        (tables.choice, {"about": "film", "record_id": film_id}),
        (tables.choice, {"about": "edition", "record_id": edition_id}),
        (tables.choice, {"about": "copy", "record_id": copy_id}),
        (tables.attachment, {"film_id": film_id}),
        (tables.contents, {"edition_id": edition_id}),
        (tables.picture, {"copy_id": copy_id}),
    )
    parts += [_of_owner(connection, table, owner) for table, owner in owned if None not in owner.values()]
    return sa.select(change.c.operation_id).where(sa.or_(*parts))


def _of_owner(connection: Connection, table: sa.Table, owner: dict[str, Any]) -> sa.ColumnElement[bool]:
    """The changes of rows that belong to a record, of those that are gone too."""
    change = tables.row_change
    here = sa.select(table.c.id).where(*(table.c[name] == value for name, value in owner.items()))
    gone = sa.select(change.c.first_id).where(
        change.c.table_name == table.name,
        change.c.action == "delete",
        *(sa.func.json_extract(change.c.data, f"$.{name}") == value for name, value in owner.items()),
    )
    numbers = id_list({*connection.scalars(here), *connection.scalars(gone)})
    each = sa.func.json_each(numbers).table_valued("value")
    inside = sa.exists().where(each.c.value >= change.c.first_id, each.c.value <= change.c.last_id)
    return sa.and_(change.c.table_name == table.name, inside)
