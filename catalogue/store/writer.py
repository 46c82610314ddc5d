"""The recorder: every row that changes passes here, with its image before, so that all of it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.store import tables
from catalogue.store.engine import in_ids
from catalogue.store.touched import Touched

Row = dict[str, Any]


class Writer:
    """Writes rows inside one transaction and notes each change under one operation.

    `touched` gathers the films, editions and copies whose listing and text index are now out of date.
    """

    def __init__(self, connection: Connection, operation_id: int) -> None:
        self.connection = connection
        self.operation_id = operation_id
        self.touched = Touched()
        self.changed_rows = 0

    def insert(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Adds rows; those without an id get the next ones. Returns the ids in order."""
        new = [dict(row) for row in rows]
        if not new:
            return []
        following = self._next_id(table)
        for row in new:
            if row.get("id") is None:
                row["id"] = following
                following += 1
        names = [column.name for column in table.columns]
        # One statement for all: every row names every column, or SQLAlchemy would drop those the first row lacks.
        self.connection.execute(sa.insert(table), [{name: row.get(name) for name in names} for row in new])
        self._note("insert", [(row["id"], None) for row in new], table)
        self.touched.add(table, new)
        return [row["id"] for row in new]

    def update(self, table: Table, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Sets columns of rows by id; only what differs is written and noted. Unknown ids are passed over."""
        before = self.rows(table, values) if values else []
        changes: list[tuple[int, Row | None]] = []
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for row in before:
            wanted = values[row["id"]]
            different = {name: [row[name], value] for name, value in wanted.items() if row[name] != value}
            if not different:
                continue
            changes.append((row["id"], different))
            written = {f"new_{name}": new for name, (_, new) in different.items()}
            by_columns.setdefault(tuple(different), []).append({"row_id": row["id"], **written})
            self.touched.add(table, [row, {**row, **wanted}])
        for columns, parameters in by_columns.items():
            statement = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
            assignments: Row = {name: sa.bindparam(f"new_{name}") for name in columns}
            self.connection.execute(statement.values(assignments), parameters)
        self._note("update", changes, table)

    def delete(self, table: Table, ids: Iterable[int]) -> None:
        """Removes rows by id, children before parents. Unknown ids are passed over."""
        wanted = list(ids)
        before = self.rows(table, wanted) if wanted else []
        if not before:
            return
        self.connection.execute(sa.delete(table).where(in_ids(table.c.id, (row["id"] for row in before))))
        self._note("delete", [(row["id"], row) for row in before], table)
        self.touched.add(table, before)

    def replace(self, table: Table, pairs: Iterable[tuple[Sequence[Row], Sequence[Row]]]) -> None:
        """Turns existing child rows into wanted ones, in order, owner by owner, with as few changes as possible."""
        updates: dict[int, Row] = {}
        surplus: list[int] = []
        new: list[Row] = []
        for existing, wanted in pairs:
            updates.update((row["id"], values) for row, values in zip(existing, wanted, strict=False))
            surplus.extend(row["id"] for row in existing[len(wanted) :])
            new.extend(wanted[len(existing) :])
        self.update(table, updates)
        self.delete(table, surplus)
        self.insert(table, new)

    def rows(self, table: Table, ids: Iterable[int]) -> list[Row]:
        """Whole rows by id, in the order of ids in the table."""
        found = self.connection.execute(sa.select(table).where(in_ids(table.c.id, ids)).order_by(table.c.id))
        return [dict(row) for row in found.mappings()]

    def revert(self, operation_id: int) -> None:
        """Takes back the row changes of an operation, last first; these steps are recorded like any other."""
        self.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        query = (
            sa.select(tables.row_change)
            .where(tables.row_change.c.operation_id == operation_id)
            .order_by(tables.row_change.c.id.desc())
        )
        changes = [dict(row) for row in self.connection.execute(query).mappings()]
        for (table_name, action), run in groupby(changes, key=lambda row: (row["table_name"], row["action"])):
            table = tables.metadata.tables[table_name]
            if action == "insert":
                self.delete(table, [i for row in run for i in range(row["first_id"], row["last_id"] + 1)])
            elif action == "delete":
                self.insert(table, [row["data"] for row in run])
            else:
                values: dict[int, Row] = {}
                for row in run:
                    before = {name: pair[0] for name, pair in row["data"].items()}
                    for row_id in range(row["first_id"], row["last_id"] + 1):
                        values.setdefault(row_id, {}).update(before)
                self.update(table, values)

    def _next_id(self, table: Table) -> int:
        query = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        return int(self.connection.execute(query, {"name": table.name}).scalar() or 0) + 1

    def _note(self, action: str, changes: list[tuple[int, Row | None]], table: Table) -> None:
        if not changes:
            return
        self.changed_rows += len(changes)
        owner = tables.owner(table)
        what = {"operation_id": self.operation_id, "table_name": table.name, "action": action}
        noted = [
            {**what, "first_id": first, "last_id": last, "data": data, "owner_id": _left(action, data, owner)}
            for first, last, data in _ranges(changes)
        ]
        self.connection.execute(sa.insert(tables.row_change), noted)


def _left(action: str, data: Row | None, owner: tuple[object, str] | None) -> int | None:
    """The record that a row no longer belongs to after a change."""
    if data is None or owner is None or owner[1] not in data:
        return None
    before: int | None = data[owner[1]] if action == "delete" else data[owner[1]][0]
    return before


def _ranges(changes: list[tuple[int, Row | None]]) -> Iterator[tuple[int, int, Row | None]]:
    """Puts rows with ids in a row and the same change together: a shelf that is moved is one entry of the history."""
    first, data = changes[0]
    last = first
    for number, change in changes[1:]:
        if number != last + 1 or change != data:
            yield first, last, data
            first, data = number, change
        last = number
    yield first, last, data
