"""Where discs stand: the copies of a result by place and device, in the order of their slots, with the gaps between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.fields import collation
from catalogue.store import tables
from catalogue.store.engine import in_ids
from catalogue.store.listing import entry, entry_film

MOST_GAP = 500
"""A larger jump from one slot to the next is another way of numbering, not a row of empty slots."""


_FEW = 5000

_Row = Any


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a slot, or several: a row of the list (`row_id`), discs that the result leaves out, or nothing.

    `slot` is the slot, or the range of those that are empty; `number` how many discs or empty slots it stands for.
    `part` names a single disc of a row that stands apart from the others.
    """

    row_id: int | None
    slot: str | None
    number: int = 1
    empty: bool = False
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One place with one device in it, and what stands there from left to right. `discs` counts what the result has."""

    place: str | None
    device: str | None
    capacity: int | None
    discs: int
    standing: tuple[Standing, ...]


def shelves(connection: Connection, row_ids: Iterable[int]) -> list[Shelf]:
    """The shelves on which the rows of a result stand, in the order of places; discs without a place come last.

    A film stands where its discs do; of films on one disc the first in the result has it.
    """
    copy, disc = tables.copy, tables.disc
    wanted = _by_copy(connection, list(row_ids))
    whole = sa.select(copy.c.id, copy.c.place_id, copy.c.storage_device, copy.c.slot, sa.null().label("part"))
    # A disc that only has another device or slot stands at the place of its copy.
    at = sa.func.coalesce(disc.c.place_id, copy.c.place_id).label("place_id")
    part = sa.func.coalesce(disc.c.label, "disc " + sa.cast(disc.c.number, sa.Text), "a disc of it").label("part")
    apart = sa.select(copy.c.id, at, disc.c.storage_device, disc.c.slot, part).join(disc, disc.c.copy_id == copy.c.id)
    all_of_it = sa.union_all(whole, apart).subquery()
    place = tables.place
    query = (
        sa.select(all_of_it, copy.c.index, place.c.path, place.c.capacity, entry.c.sort_title, entry.c.sort_year)
        .join(copy, copy.c.id == all_of_it.c.id)
        .join(entry, entry.c.copy_id == copy.c.id)
        .outerjoin(place, place.c.id == all_of_it.c.place_id)
        .where(entry.c.trashed == 0)
    )
    found: dict[tuple[str | None, str | None], list[_Row]] = {}
    if len(wanted) < _FEW:
        # Whatever shares a shelf with the result has to be looked at, and nothing else.
        here = sa.select(all_of_it.c.place_id).where(in_ids(all_of_it.c.id, wanted))
        query = query.where(sa.or_(all_of_it.c.place_id.in_(here), in_ids(all_of_it.c.id, wanted)))
    made = []
    for row in connection.execute(query):
        found.setdefault((row.path, row.storage_device), []).append(row)
    # Shelf by shelf, so that the end of 100,000 rows all at once does not stop the thread of the window.
    while found:
        (path, device), rows = found.popitem()
        discs = sum(row.id in wanted for row in rows)
        if discs:
            rows.sort(key=_order)
            placed = path is not None or device is not None
            standing = tuple(_standing(rows, wanted, placed))
            made.append(Shelf(path, device, rows[0].capacity, discs, standing))
    return sorted(made, key=_order_of_shelves)


def _by_copy(connection: Connection, row_ids: list[int]) -> dict[int, int]:
    """The row that stands for each copy."""
    films = {-row_id: place for place, row_id in enumerate(row_ids) if row_id < 0}
    found = {row_id: row_id for row_id in row_ids if row_id > 0}
    # A disc goes by its own films before their episodes.
    query = sa.select(entry_film.c.film_id, entry_film.c.entry_id, entry_film.c.own)
    if len(films) < _FEW:
        query = query.where(in_ids(entry_film.c.film_id, films))
    links = connection.execute(query.where(entry_film.c.entry_id > 0)).all() if films else ()
    there = [link for link in links if link.film_id in films]
    for link in sorted(there, key=lambda link: (-link.own, films[link.film_id])):
        found.setdefault(link.entry_id, -link.film_id)
    return found


def _order_of_shelves(shelf: Shelf) -> tuple[object, ...]:
    return shelf.place is None, collation.path_key(shelf.place or ""), collation.key(shelf.device or "")


def _order(row: _Row) -> tuple[object, ...]:
    slot, index = row.slot, row.index
    return (
        slot is None,
        collation.key(slot or ""),
        index is None,
        index or 0,
        row.sort_title or "",
        row.sort_year or 0,
        row.id,
        collation.key(row.part or ""),
    )


def _standing(rows: list[_Row], wanted: Mapping[int, int], placed: bool) -> Iterable[Standing]:
    before: int | None = None
    others = 0
    first_other: str | None = None
    for row in rows:
        number = int(row.slot) if row.slot and row.slot.isdecimal() else None
        missing = number - before - 1 if placed and number is not None and before is not None else 0
        if 0 < missing <= MOST_GAP or row.id in wanted:
            if others:
                yield Standing(None, first_other, others)
            others, first_other = 0, None
        if 0 < missing <= MOST_GAP:
            assert number is not None
            assert before is not None
            yield Standing(None, _range(before + 1, number - 1), missing, empty=True)
        if number is not None:
            before = number
        if row.id in wanted:
            yield Standing(wanted[row.id], row.slot, part=row.part)
        else:
            first_other = first_other or row.slot
            others += 1
    if others:
        yield Standing(None, first_other, others)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
