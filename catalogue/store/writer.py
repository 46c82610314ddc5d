"""The recorder: every row that changes passes here, with its image before, so that all of it can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.store import naming, tables
from catalogue.store.engine import in_ids
from catalogue.store.touched import Touched

Row = dict[str, Any]

USUAL_CACHE, LARGE_CACHE = 2_000, 256_000
"""KiB of pages that the writing connection keeps. A transaction of gigabytes is slow where it must read them again."""


class Writer:
    """Writes rows inside one transaction and notes each change under one operation.

    `touched` gathers the films, editions and copies whose listing and text index are now out of date.
    """

    def __init__(self, connection: Connection, operation_id: int) -> None:
        self.connection = connection
        self.operation_id = operation_id
        self.touched = Touched()
        self.changed_rows = 0
        self._much = False
        self._next: dict[str, int] = {}
        # Of each table the last note, while that is of added rows: (its id, the last of the rows).
        self._added: dict[str, tuple[int, int]] = {}

    def defer_references(self) -> None:
        """Lets rows of this transaction be written before the rows that they refer to."""
        self.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")

    def expect_much(self) -> None:
        """Gives SQLite room for the pages of a large import; `forget_much` takes it back after the commit."""
        self.connection.exec_driver_sql(f"PRAGMA cache_size = -{LARGE_CACHE}")
        self._much = True

    def forget_much(self) -> None:
        """Lets go of the memory that `expect_much` asked for; outside a transaction."""
        if self._much:
            plain: Any = self.connection.connection.dbapi_connection
            plain.execute(f"PRAGMA cache_size = -{USUAL_CACHE}")
            plain.execute("PRAGMA shrink_memory")

    def reserve(self, table: Table) -> int:
        """The id of a row that is to be added later in this transaction."""
        number = self._next_id(table)
        self._next[table.name] = number + 1
        return number

    def insert(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Adds rows; those without an id get the next ones. Returns the ids in order."""
        new = [naming.completed(table, row) for row in rows] if table.name in naming.NAME_OF else list(rows)
        if not new:
            return []
        following = self._next_id(table)
        ids: list[int] = []
        for row in new:
            number = row.get("id")
            if number is None:
                number = following
            following = max(following, number + 1)
            ids.append(number)
        self._next[table.name] = following
        statement, columns = _insertion(table, self.connection.dialect)
        # Past SQLAlchemy's own way, and column by column: a collection that is imported has millions of rows.
        listed: list[Sequence[Any]] = []
        for name, pack in columns:
            values = ids if name == "id" else [row.get(name) for row in new]
            listed.append(values if pack is None else [pack(value) for value in values])
        self.connection.exec_driver_sql(statement, list(zip(*listed, strict=True)))
        self._note_insert(table, ids)
        self.touched.add_new(table, ids, new)
        return ids

    def update(self, table: Table, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Sets columns of rows by id; only what differs is written and noted. Unknown ids are passed over."""
        before = self.rows(table, values) if values else []
        changes: list[tuple[int, Row | None]] = []
        by_columns: dict[tuple[str, ...], list[Row]] = {}
        for row in before:
            wanted = naming.renamed(table, row, values[row["id"]])
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
            if existing:
                updates.update((row["id"], values) for row, values in zip(existing, wanted, strict=False))
                surplus.extend(row["id"] for row in existing[len(wanted) :])
                new.extend(wanted[len(existing) :])
            else:
                new.extend(wanted)
        self.update(table, updates)
        self.delete(table, surplus)
        self.insert(table, new)

    def rows(self, table: Table, ids: Iterable[int]) -> list[Row]:
        """Whole rows by id, in the order of ids in the table."""
        found = self.connection.execute(sa.select(table).where(in_ids(table.c.id, ids)).order_by(table.c.id))
        return [dict(row) for row in found.mappings()]

    def revert(self, operation_id: int) -> None:
        """Takes back the row changes of an operation, last first; these steps are recorded like any other."""
        self.defer_references()
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
                self.insert(table, naming.apart(self.connection, table, [row["data"] for row in run]))
            else:
                values: dict[int, Row] = {}
                for row in run:
                    before = {name: pair[0] for name, pair in row["data"].items()}
                    for row_id in range(row["first_id"], row["last_id"] + 1):
                        values.setdefault(row_id, {}).update(before)
                if table.name in naming.NAME_OF:
                    named = [{"id": number, **row} for number, row in values.items()]
                    values = {row["id"]: row for row in naming.apart(self.connection, table, named)}
                self.update(table, values)

    def _next_id(self, table: Table) -> int:
        if table.name not in self._next:
            query = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
            self._next[table.name] = int(self.connection.execute(query, {"name": table.name}).scalar() or 0) + 1
        return self._next[table.name]

    def _note_insert(self, table: Table, ids: list[int]) -> None:
        note, before = self._added.get(table.name, (0, 0))
        in_a_row = ids == list(range(ids[0], ids[0] + len(ids)))
        if note and in_a_row and before + 1 == ids[0]:
            # One range of keys for all that an import adds.
            change = tables.row_change
            self.connection.execute(sa.update(change).where(change.c.id == note).values(last_id=ids[-1]))
            self.changed_rows += len(ids)
        else:
            self._note("insert", [(number, None) for number in ids], table)
            note = int(self.connection.exec_driver_sql("SELECT max(id) FROM row_change").scalar_one())
        if in_a_row:
            self._added[table.name] = (note, ids[-1])

    def _note(self, action: str, changes: list[tuple[int, Row | None]], table: Table) -> None:
        if not changes:
            return
        self.changed_rows += len(changes)
        self._added.pop(table.name, None)
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


_Columns = tuple[tuple[str, Callable[[Any], Any] | None], ...]


@cache
def _insertion(table: Table, dialect: sa.Dialect) -> tuple[str, _Columns]:
    """The statement that adds rows of a table, and its columns, each with what packs its values for SQLite."""
    packs = ((column.name, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in table.columns)
    return str(sa.insert(table).compile(dialect=dialect)), tuple(packs)
