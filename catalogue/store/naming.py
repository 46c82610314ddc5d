"""Rows that are known by a name: people, tags, places, contacts, saved searches, and rules of spelling.

By its identity a row is the same as what a person types; by its folded name a search finds it. Both follow from the
name and are written with it. Before there were identities two names could differ in what nobody sees: the later one
of such twins keeps its row under an identity that nothing else can have, and is found by its very name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.fields import people
from catalogue.fields.text import fold, identity
from catalogue.store import tables
from catalogue.store.engine import in_words

Row = dict[str, Any]

NAME_OF: dict[str, str] = {
    tables.person.name: "name",
    tables.tag.name: "name",
    tables.contact.name: "name",
    tables.saved_search.name: "name",
    tables.place.name: "path",
    tables.spelling.name: "old",
}
"""The column that has the name of a row, by table."""

TWIN = "\u2060"
"""Begins the identity of a twin; no other identity has it, as nobody sees it."""


def called(table: Table, row: Mapping[str, Any]) -> str:
    """What a row is called: its name, with what tells a person from others of that name."""
    name = str(row[NAME_OF[table.name]])
    return people.called(name, row.get("qualifier")) if table is tables.person else name


def named(table: Table, name: str) -> Row:
    """The columns of a row that is called so."""
    if table is not tables.person:
        return {NAME_OF[table.name]: name}
    return dict(zip(("name", "qualifier"), people.bare(name), strict=True))


def person_called() -> sa.ColumnElement[str]:
    """What a person is called, in SQL."""
    person = tables.person
    return sa.func.coalesce(person.c.name + " [" + person.c.qualifier + "]", person.c.name)


def person_folded() -> sa.ColumnElement[str]:
    """What a person is called, folded, in SQL: the name as searches find it, with the qualifier."""
    person = tables.person
    return sa.func.coalesce(person.c.folded + " [" + sa.func.fold(person.c.qualifier) + "]", person.c.folded)


def completed(table: Table, row: Mapping[str, Any]) -> Row:
    """The row with what follows from its name, if it says its name and not already what it is known by."""
    source = NAME_OF.get(table.name)
    row = _split(table, row)
    if source is None or source not in row or "identity" in row:
        return row
    return {**row, **_known_by(table, row)}


def renamed(table: Table, row: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """New values of a row, with what follows from its name where that changes."""
    values = _split(table, values)
    if table.name not in NAME_OF or "identity" in values:
        return values
    after = {**row, **values}
    return values if called(table, after) == called(table, row) else {**values, **_known_by(table, after)}


def _known_by(table: Table, row: Mapping[str, Any]) -> Row:
    """What follows from the name of a row: searches find people of one name alike, their qualifiers tell them apart."""
    return {"folded": fold(row[NAME_OF[table.name]]), "identity": identity(called(table, row))}


def _split(table: Table, row: Mapping[str, Any]) -> Row:
    """The row of a person from before there were qualifiers, as the history has it, with what tells it from others."""
    if table is tables.person and "qualifier" not in row and people.bare(row.get("name") or "")[1] is not None:
        parts = named(table, row["name"])
        return {**row, **parts, "folded": fold(parts["name"])}
    return dict(row)


def apart(connection: Connection, table: Table, rows: Collection[Mapping[str, Any]]) -> list[Row]:
    """Rows of the history, each with its id, so that none has the identity of another row of today."""
    full = [completed(table, row) for row in rows]
    if table.name not in NAME_OF or table is tables.spelling:
        return full
    wanted = [row["identity"] for row in full if "identity" in row]
    query = sa.select(table.c.identity, table.c.id).where(in_words(table.c.identity, wanted))
    taken = {row.identity: row.id for row in connection.execute(query)} if wanted else {}
    for row in full:
        if "identity" in row and taken.setdefault(row["identity"], row["id"]) != row["id"]:
            row["identity"] = f"{TWIN}{row['id']}{TWIN}{row['identity']}"
    return full


def plain(known_by: str) -> str:
    """The identity that a row would have if it were no twin."""
    return known_by.rpartition(TWIN)[2]


def _is_twin(column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    return sa.and_(column >= TWIN, column < chr(ord(TWIN) + 1))


def known_as(table: Table, name: str, below: bool = False) -> sa.ColumnElement[bool]:
    """Whether a row has the identity of a name, twins too; of places also what is below it."""
    column, key = table.c.identity, identity(name)
    twin = _is_twin(column)
    tests = [column == key, sa.and_(twin, column.endswith(f"{TWIN}{key}", autoescape=True))]
    if below:
        tests += [
            sa.and_(column > f"{key}/", column < f"{key}0"),
            sa.and_(twin, column.contains(f"{TWIN}{key}/", autoescape=True)),
        ]
    return sa.or_(*tests)


def find(connection: Connection, table: Table, names: Iterable[str]) -> dict[str, Row]:
    """The rows of people, tags, places or others by the names given; names that nobody has are left out."""
    wanted = {name: identity(name) for name in names}
    column = table.c.identity
    query = sa.select(table).where(sa.or_(in_words(column, set(wanted.values())), _is_twin(column)))
    found = [dict(row) for row in connection.execute(query).mappings()] if wanted else []
    by_name = {called(table, row): row for row in found}
    by_identity = {row["identity"]: row for row in found}
    known = {name: by_name.get(name) or by_identity.get(one) for name, one in wanted.items()}
    return {name: row for name, row in known.items() if row is not None}
