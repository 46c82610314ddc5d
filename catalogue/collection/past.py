"""The rows of records as they were: taken back, step by step, from what they are now by the history's row changes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.fields.draft import Entity
from catalogue.store import naming, tables
from catalogue.store.engine import in_ids

Row = dict[str, Any]
Rows = dict[str, dict[int, Row]]

SHARED = (tables.place, tables.tag, tables.person, tables.contact)
"""What many records refer to; where one of these is renamed, each record shows another value."""

_LEFT_OUT = frozenset({tables.fact, *tables.HISTORY})  # what a fact does to a record is in the record's own rows

_STRETCHES = 30


class Past:
    """The rows of some films, editions and copies, with what belongs to them, as they are now in `rows`.

    `step_back` takes one operation back in them, the newest first. Nothing is written. Operations before `since` are
    not looked at.
    """

    def __init__(self, connection: Connection, records: Mapping[Entity, Collection[int]], since: int = 0) -> None:
        self._connection = connection
        self._since = since
        self.rows: Rows = {}
        self._steps: dict[int, list[Row]] = {}
        gone = self._gone(records)
        for table in (*tables.RECORDS.values(), *_children()):
            condition = _of_records(table, records)
            if gone.get(table.name):
                condition = sa.or_(condition, in_ids(table.c.id, gone[table.name]))
            self._take(table, condition, gone.get(table.name, ()))
        referred = self._referred()
        for table in SHARED:
            self._take(table, in_ids(table.c.id, referred[table.name]), referred[table.name])

    def operations(self) -> list[int]:
        """The operations that can be taken back, the newest first."""
        return sorted(self._steps, reverse=True)

    def step_back(self, operation_id: int) -> set[str]:
        """Takes one operation back; all after it must be taken back before. Returns the names of the tables."""
        changes = sorted(self._steps.pop(operation_id), key=lambda change: -change["id"])
        for change in changes:
            take_back(self.rows[change["table_name"]], change)
        return {change["table_name"] for change in changes}

    def _take(self, table: Table, condition: sa.ColumnElement[bool], gone: Iterable[int]) -> None:
        found = self._connection.execute(sa.select(table).where(condition)).mappings()
        self.rows[table.name] = {row["id"]: dict(row) for row in found}
        ids = {*self.rows[table.name], *gone}
        for change in changes_of(self._connection, table, ids, self._since):
            self._steps.setdefault(change["operation_id"], []).append(change)

    def _gone(self, records: Mapping[Entity, Collection[int]]) -> dict[str, set[int]]:
        """Rows that belonged to the records once, by table."""
        change = tables.row_change
        found: dict[str, set[int]] = {entity: set(numbers) for entity, numbers in records.items()}
        for table in _children():
            entity, _ = tables.owner(table) or (None, "")
            numbers = records.get(entity, ()) if entity is not None else set().union(*records.values())
            query = sa.select(change.c.first_id, change.c.last_id).where(
                change.c.table_name == table.name,
                in_ids(change.c.owner_id, numbers),
                change.c.owner_id.is_not(None),
                change.c.operation_id >= self._since,
            )
            for first, last in self._connection.execute(query):
                found.setdefault(table.name, set()).update(range(first, last + 1))
        return found

    def _referred(self) -> dict[str, set[int]]:
        """Shared rows that the records refer to, or referred to once."""
        found: dict[str, set[int | None]] = {table.name: set() for table in SHARED}
        for name, rows in self.rows.items():
            table = tables.metadata.tables[name]
            for shared in SHARED:
                for column in (one.name for one in table.columns if one.references(shared.c.id)):
                    found[shared.name].update(row[column] for row in rows.values())
                    for change in self._changes(name):
                        data = change["data"] or {}
                        stated = data.get(column)
                        found[shared.name].update(stated if isinstance(stated, list) else (stated,))
        return {name: {number for number in ids if number is not None} for name, ids in found.items()}

    def _changes(self, table_name: str) -> Iterator[Row]:
        return (change for step in self._steps.values() for change in step if change["table_name"] == table_name)


def take_back(rows: dict[int, Row], change: Row) -> None:
    """Takes one change, as `changes_of` gives it, back in the rows of its table."""
    for row_id in change["ids"]:
        if change["action"] == "insert":
            rows.pop(row_id, None)
        elif change["action"] == "delete":
            rows[row_id] = naming.completed(tables.metadata.tables[change["table_name"]], change["data"])
        elif row_id in rows:
            rows[row_id] = rows[row_id] | {name: pair[0] for name, pair in change["data"].items()}


def changes_of(connection: Connection, table: Table, ids: Collection[int], since: int = 0) -> Iterator[Row]:
    """The changes of some rows of a table, with the `ids` among these rows that each one speaks of."""
    if not ids:
        return
    change = tables.row_change
    here = (change.c.table_name == table.name, change.c.operation_id >= since)
    single = sa.select(change).where(*here, in_ids(change.c.first_id, ids), change.c.last_id == change.c.first_id)
    for row in connection.execute(single).mappings():
        yield {**row, "ids": (row["first_id"],)}
    ordered = sorted(ids)
    # Few entries of the history are ranges; an index of their own holds all that is compared here.
    near = (sa.and_(change.c.first_id <= last, change.c.last_id >= first) for first, last in _runs(ordered))
    several = sa.select(change).where(*here, change.c.last_id > change.c.first_id, sa.or_(*near))
    for row in connection.execute(several).mappings():
        inside = ordered[bisect_left(ordered, row["first_id"]) : bisect_right(ordered, row["last_id"])]
        if inside:
            yield {**row, "ids": tuple(inside)}


def _runs(ordered: list[int]) -> list[tuple[int, int]]:
    """Sorted ids as a few stretches that hold them all."""
    gap, runs = 1, [(number, number) for number in ordered]
    while len(runs) > _STRETCHES:
        gap *= 4
        joined = runs[:1]
        for first, last in runs[1:]:
            if first - joined[-1][1] <= gap:
                joined[-1] = (joined[-1][0], last)
            else:
                joined.append((first, last))
        runs = joined
    return runs


def _children() -> list[Table]:
    found = (table for table in tables.metadata.sorted_tables if table not in _LEFT_OUT)
    return [table for table in found if tables.owner(table) is not None]


def _of_records(table: Table, records: Mapping[Entity, Collection[int]]) -> sa.ColumnElement[bool]:
    belongs = tables.owner(table)
    if belongs is None:
        return sa.false()
    entity, column = belongs
    if entity is not None:
        return in_ids(table.c[column], records.get(entity, ()))
    return sa.or_(
        sa.false(),
        *(sa.and_(table.c.about == one, in_ids(table.c[column], numbers)) for one, numbers in records.items()),
    )
