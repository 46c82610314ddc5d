"""The tree of places: what stands where, and how much room is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.store import tables
from catalogue.store.listing import entry, sort_key


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    """A place with its room. `own` discs stand at it, `count` with those in the places below; trash left out."""

    id: int
    path: str
    name: str
    depth: int
    own: int
    count: int
    capacity: int | None = None
    notes: str | None = None
    position: int | None = None

    @property
    def full(self) -> bool:
        """Whether more stands there than there is room for."""
        return self.capacity is not None and self.count > self.capacity

    def room(self) -> str:
        """How much stands there: `38 of 40`, or `38`."""
        return f"{self.count:,}" if self.capacity is None else f"{self.count:,} of {self.capacity:,}"


def tree(connection: Connection) -> list[PlaceInfo]:
    """All places, each before those below it: in the order that a person gave them, else by name."""
    place, copy = tables.place, tables.copy
    query = (
        sa.select(place, sa.func.count(entry.c.id).label("own"))
        .select_from(place)
        .outerjoin(copy, copy.c.place_id == place.c.id)
        .outerjoin(entry, sa.and_(entry.c.copy_id == copy.c.id, entry.c.trashed == 0))
        .group_by(place.c.id)
    )
    rows = {row.id: row for row in connection.execute(query)}
    below: dict[int | None, list[int]] = {}
    for row in rows.values():
        below.setdefault(row.parent_id, []).append(row.id)
    for siblings in below.values():
        siblings.sort(key=lambda number: _order(rows[number].position, rows[number].name))
    counts: dict[int, int] = {}

    def count(number: int) -> int:
        counts[number] = rows[number].own + sum(count(child) for child in below.get(number, ()))
        return counts[number]

    def walk(parent: int | None, depth: int) -> Iterator[PlaceInfo]:
        for number in below.get(parent, ()):
            row = rows[number]
            room = (row.capacity, row.notes, row.position)
            yield PlaceInfo(number, row.path, row.name, depth, row.own, counts[number], *room)
            yield from walk(number, depth + 1)

    for number in below.get(None, ()):
        count(number)
    return list(walk(None, 0))


def _order(position: int | None, name: str) -> tuple[bool, int, str]:
    # Who was given no place among the others comes after them: a place that an import has just brought.
    return position is None, position or 0, sort_key(name)
