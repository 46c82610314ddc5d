"""Saved searches: queries under a name, in the order in which a person keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import asking
from catalogue.collection.commands.base import Work
from catalogue.collection.hanging import Hanging
from catalogue.collection.saved import saved_searches
from catalogue.errors import UserError
from catalogue.fields.text import storable, visible
from catalogue.search import parser
from catalogue.search.scopes import ListScope
from catalogue.store import naming, tables, vocabulary
from catalogue.store.tables import saved_search as table

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class SaveSearch:
    """Keeps a query, its order and what it lists under a name, at the end.

    A search of that name is replaced where it stands.
    """

    name: str
    query: str
    sort: tuple[tuple[str, bool], ...] = ()
    scope: ListScope = "everything"

    def apply(self, work: Work) -> None:
        """Raises UserError for a name or a query that is empty."""
        name, query = _name(self.name), storable(self.query).strip()
        if not query:
            raise UserError("There is nothing to save: the search is empty.")
        for lacking in parser.parse(query, vocabulary.of(work.connection)).lacking:
            raise UserError(f"{lacking.refusal} A search that is kept needs all of its values.")
        order = [list(one) for one in self.sort]
        row = {"name": name, "query": query, "sort": order, "scope": self.scope}
        known = _by_name(work, name)
        if known is not None:
            work.writer.update(table, {known: row})
            work.result = known
        else:
            last = work.connection.scalar(sa.select(sa.func.max(table.c.position)))
            place = 0 if last is None else last + 1
            work.result = work.writer.insert(table, [row | {"position": place}])[0]
        work.label = f"Save the search “{name}”"


@dataclass(frozen=True, slots=True)
class RenameSearch:
    """Gives a saved search another name, also in the saved searches that ask for it."""

    search_id: int
    name: str

    def apply(self, work: Work) -> None:
        """Raises UserError for an empty name, or one that another search has."""
        row, name = _row(work, self.search_id), _name(self.name)
        other = _by_name(work, name)
        if other not in (None, self.search_id):
            raise UserError(f"There is a saved search “{name}” already; give this one another name.")
        known = saved_searches(work.connection)
        work.writer.update(table, {self.search_id: {"name": name}})
        asking.rename_search(work.writer, known, self.search_id, name)
        work.label = f"Rename the search “{row['name']}” to “{name}”"


@dataclass(frozen=True, slots=True)
class MoveSearch:
    """Puts a saved search at another place among the others; 0 is the first."""

    search_id: int
    place: int

    def apply(self, work: Work) -> None:
        """Numbers the searches anew."""
        row = _row(work, self.search_id)
        others = [one for one in work.connection.scalars(_ordered()) if one != self.search_id]
        others.insert(min(max(self.place, 0), len(others)), self.search_id)
        work.writer.update(table, {number: {"position": place} for place, number in enumerate(others)})
        work.label = f"Move the search “{row['name']}”"


@dataclass(frozen=True, slots=True)
class RemoveSearch:
    """Forgets a saved search; what it finds stays as it is."""

    search_id: int

    def hanging(self, connection: Connection) -> list[Hanging]:
        """Other saved searches that ask for it."""
        return asking.for_search(connection, self.search_id)

    def apply(self, work: Work) -> None:
        """Removes its row."""
        row = _row(work, self.search_id)
        work.writer.delete(table, [self.search_id])
        work.label = f"Remove the search “{row['name']}”"


def _ordered() -> sa.Select[Any]:
    return sa.select(table.c.id).order_by(table.c.position, table.c.id)


def _name(given: str) -> str:
    name = " ".join(visible(given).split())
    if not name:
        raise UserError("A saved search needs a name.")
    if len(name) > LONGEST_NAME:
        raise UserError(f"The name of a saved search has {LONGEST_NAME} letters at most.")
    return name


def _by_name(work: Work, name: str) -> int | None:
    found = naming.find(work.connection, table, [name]).get(name)
    return found["id"] if found is not None else None


def _row(work: Work, search_id: int) -> dict[str, Any]:
    found = work.writer.rows(tables.saved_search, [search_id])
    if not found:
        raise UserError("This saved search is no longer there.")
    return found[0]
