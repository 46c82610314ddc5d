"""The tree of places: what stands where, and how much room is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.fields import collation
from catalogue.store import tables
from catalogue.store.listing import entry


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


def outline(connection: Connection) -> list[tuple[int, str, int]]:
    """The id, the path and the depth of all places, in the order of the tree; nothing is counted."""
    place = tables.place
    columns = (place.c.id, place.c.parent_id, place.c.name, place.c.path, place.c.position)
    return [(row.id, row.path, depth) for row, depth in _walk(connection.execute(sa.select(*columns)).all())]


def _walk(rows: Sequence[Any]) -> Iterator[tuple[Any, int]]:
    """Rows of places with their depth, each before those below it."""
    below: dict[int | None, list[Any]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    for siblings in below.values():
        siblings.sort(key=lambda row: _order(row.position, row.name))

    # Places may be a thousand levels deep, more than functions may call each other.
    left = [(row, 0) for row in reversed(below.get(None, []))]
    while left:
        row, depth = left.pop()
        yield row, depth
        left += ((inside, depth + 1) for inside in reversed(below.get(row.id, [])))


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
    rows = connection.execute(query).all()
    above = {row.id: row.parent_id for row in rows}
    counts: Counter[int] = Counter()
    for row in rows:
        number: int | None = row.id
        while number is not None:
            counts[number] += row.own
            number = above[number]
    own, with_below = _elsewhere(connection, above)
    return [
        PlaceInfo(
            row.id,
            row.path,
            row.name,
            depth,
            row.own + own[row.id],
            counts[row.id] + with_below[row.id],
            row.capacity,
            row.notes,
            row.position,
        )
        for row, depth in _walk(rows)
    ]


def _elsewhere(connection: Connection, above: dict[int, int | None]) -> tuple[Counter[int], Counter[int]]:
    """How many copies have a disc at a place, or below it, where they do not stand themselves: at it, and in all."""
    disc, copy = tables.disc, tables.copy
    query = (
        sa.select(disc.c.copy_id, disc.c.place_id, copy.c.place_id.label("home"))
        .join(copy, copy.c.id == disc.c.copy_id)
        .where(disc.c.place_id.is_not(None), copy.c.deleted_at.is_(None))
        .distinct()
    )

    def path(number: int | None) -> set[int]:
        steps: set[int] = set()
        while number is not None:
            steps.add(number)
            number = above[number]
        return steps

    own: Counter[int] = Counter()
    around: dict[int, set[int]] = {}
    for row in connection.execute(query):
        own[row.place_id] += row.place_id != row.home
        around.setdefault(row.copy_id, set()).update(path(row.place_id) - path(row.home))
    return own, Counter(number for steps in around.values() for number in steps)


def _order(position: int | None, name: str) -> tuple[bool, int, str]:
    # Who was given no place among the others comes after them: a place that an import has just brought.
    return position is None, position or 0, collation.key(name)
