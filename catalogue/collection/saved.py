"""The saved searches of a catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.errors import UserError
from catalogue.fields.text import fold, identity
from catalogue.search.scopes import SCOPES, ListScope
from catalogue.store.tables import saved_search as table


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name: what it lists, the order of its rows where it has one of its own, and how many it finds."""

    id: int
    name: str
    query: str
    sort: tuple[tuple[str, bool], ...]
    scope: ListScope = "everything"
    count: int = 0


def saved_searches(connection: Connection) -> list[SavedSearch]:
    """All saved searches in their order, not yet counted."""
    rows = connection.execute(sa.select(table).order_by(table.c.position, table.c.id))
    found = []
    for row in rows:
        order = tuple((key, bool(descending)) for key, descending in row.sort)
        # One that was saved before there were scopes lists everything, and so does one of a newer version.
        scope = next((one for one in SCOPES if one == row.scope), SCOPES[0])
        found.append(SavedSearch(row.id, row.name, row.query, order, scope))
    return found


def by_name(connection: Connection, name: str, exact: bool = False) -> SavedSearch:
    """The saved search that a name means, for changes that bears this very one. Raises UserError that names others."""
    known = saved_searches(connection)
    number = meant(known, name)
    found = next((one for one in known if one.id == number), None)
    if found is not None and exact and identity(found.name) != identity(name):
        raise UserError(f"There is no saved search “{name}”. Did you mean “{found.name}”? Nothing was changed.")
    if found is None:
        hint = f" There are: {', '.join(one.name for one in known)}." if known else " None was saved yet."
        raise UserError(f"There is no saved search “{name}”.{hint}")
    return found


def texts(connection: Connection) -> dict[str, str]:
    """The query of each saved search by its identity, and by its folded name where that means no other."""
    known = saved_searches(connection)
    queries = {one.id: one.query for one in known}
    return {key: queries[number] for key, number in _keys(known).items()}


def meant(known: Sequence[SavedSearch], name: str) -> int | None:
    """The id of the saved search that a query means by a name: the very one, else the first that is like it."""
    keys = _keys(known)
    return keys.get(identity(name), keys.get(fold(name)))


def _keys(known: Sequence[SavedSearch]) -> dict[str, int]:
    alike = {fold(one.name): one.id for one in reversed(known)}
    return alike | {identity(one.name): one.id for one in reversed(known)}
