"""What a list has rows for: everything, discs or films; and what a query's condition means in each."""

from __future__ import annotations

from typing import Any as Anything
from typing import Literal, get_args

import sqlalchemy as sa
from sqlalchemy.sql import operators, visitors

from catalogue.search.hits import Condition, films_asked, lists_of
from catalogue.store.listing import entry, entry_film

ListScope = Literal["everything", "discs", "films"]
"""Discs and films without one; discs, where a box is one row; films, whichever discs they are on."""

SCOPES: tuple[ListScope, ...] = get_args(ListScope)

Rows = sa.Select[Anything]
"""Rows as (id, copy_id, edition_id): in the scope of films one for each disc that a film is on."""


def condition_in(scope: ListScope, asked: Condition | None, living: Condition) -> Condition:
    """The rows of a scope that a query asks for; `living` is what it says of the trash."""
    tests = [living] if asked is None else [asked, living]
    if scope == "everything":
        return sa.and_(entry.c.on_disc == 0, *tests)
    # By the sign of their numbers, which every index of the list has: with the copy, all rows would be looked up. A
    # sum hides the numbers as a way to walk through half of the list, where a query finds few rows or an index sorts.
    number = entry.c.id + 0
    if scope == "discs":
        return sa.and_(number > 0, *tests)
    if asked is None:
        return sa.and_(number < 0, living)
    of_film = _of_film(asked, entry.c.film_id)
    if not _asks_of_row(of_film):
        return sa.and_(number < 0, of_film, living)
    pairs = sa.select(-entry_film.c.film_id).select_from(_pairs()).where(*_of_pairs(asked, living)).correlate(None)
    return entry.c.id.in_(pairs)


def rows_in(scope: ListScope, asked: Condition | None, living: Condition) -> Rows:
    """The rows of a scope that a query asks for, with the discs that they stand for."""
    if scope == "films":
        number = (-entry_film.c.film_id).label("id")
        query = sa.select(number, entry.c.copy_id, entry.c.edition_id).select_from(_pairs())
        return query.where(*_of_pairs(asked, living))
    # Always true, on a column that no index has: rows come in the order of their ids, and the tables beside them are
    # walked through from one end to the other, which takes half the time of an order by title or year.
    in_order = sa.or_(entry.c.copy_id.is_(None), entry.c.copy_id.is_not(None))
    query = sa.select(entry.c.id, entry.c.copy_id, entry.c.edition_id)
    return query.where(condition_in(scope, asked, living), in_order)


def _pairs() -> sa.Join:
    """Films with each disc that they are on; a film that is on none has a pair too, without a disc."""
    return sa.join(entry_film, entry, entry.c.id == entry_film.c.entry_id)


def _of_pairs(asked: Condition | None, living: Condition) -> list[Condition]:
    # A film is found when it and one of its discs fit together: what one disc says counts for no other.
    tests = [entry.c.on_disc == 0, living]
    return tests if asked is None else [*tests, _of_film(asked, entry_film.c.film_id)]


def _of_film(asked: Condition, film_id: sa.ColumnElement[int]) -> Condition:
    """A condition in which each film answers for itself, and not for the discs that it is on."""

    def of_its_own(element: Anything, **_: Anything) -> Condition | None:
        lists = lists_of(element)
        films = [ids for ids in map(films_asked, lists) if ids is not None]
        if not films:
            return None
        others = [ids for ids in lists if films_asked(ids) is None]
        parts: list[Condition] = [film_id.in_(ids) for ids in films]
        if others:
            parts.append(entry.c.id.in_(others[0] if len(others) == 1 else sa.union_all(*others)))
        # What is put in another's place brings no brackets along.
        return sa.or_(*parts).self_group(operators.and_)

    return visitors.replacement_traverse(asked, {}, of_its_own)


def _asks_of_row(condition: Condition) -> bool:
    """Whether a condition asks anything of a disc."""
    return any(
        isinstance(part, sa.Column) and part.table is entry and part is not entry.c.film_id
        for part in visitors.iterate(condition)
    )
