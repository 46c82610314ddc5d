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


def completed(table: Table, row: Mapping[str, Any]) -> Row:
    """The row with what follows from its name, if it says its name and not already what it is known by."""
    source = NAME_OF.get(table.name)
    if source is None or source not in row or "identity" in row:
        return dict(row)
    return {**row, "folded": fold(row[source]), "identity": identity(row[source])}


def renamed(table: Table, row: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
    """New values of a row, with what follows from its name where that changes."""
    source = NAME_OF.get(table.name)
    if source is None or values.get(source, row[source]) == row[source]:
        return values
    return completed(table, values)


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


def find(connection: Connection, table: Table, names: Iterable[str]) -> dict[str, Row]:
    """The rows of people, tags, places or others by the names given; names that nobody has are left out."""
    wanted = {name: identity(name) for name in names}
    column = table.c.identity
    twins = sa.and_(column >= TWIN, column < chr(ord(TWIN) + 1))
    query = sa.select(table).where(sa.or_(in_words(column, set(wanted.values())), twins))
    found = [dict(row) for row in connection.execute(query).mappings()] if wanted else []
    by_name = {row[NAME_OF[table.name]]: row for row in found}
    by_identity = {row["identity"]: row for row in found}
    known = {name: by_name.get(name) or by_identity.get(one) for name, one in wanted.items()}
    return {name: row for name, row in known.items() if row is not None}
