"""Films here that may be one: a doubt of one of them, which follows from both and goes when they differ.

It is worked out after every change: a year that is typed settles it, and so does a person's word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import likeness, merging
from catalogue.collection.changes import Doubt
from catalogue.collection.hanging import listed
from catalogue.collection.likeness import Described, alike
from catalogue.collection.merging import APART, FILM, TWIN
from catalogue.fields.parts import film_name
from catalogue.fields.text import fold, identity
from catalogue.fields.titles import form
from catalogue.store import tables, titles
from catalogue.store.engine import batches, in_ids
from catalogue.store.series import numbered_alike
from catalogue.store.writer import Writer

_BATCH = 1000


def refresh(writer: Writer, film_ids: Collection[int]) -> tuple[Doubt, ...]:
    """Keeps what changed films are called, and says of them and of those like them which may be one.

    Returns the doubts that are new.
    """
    connection = writer.connection
    new: list[Doubt] = []
    for batch in batches(sorted(film_ids), _BATCH):
        before = titles.forms_of(connection, batch)
        titles.refresh(connection, batch)
        now = titles.forms_of(connection, batch)
        like = {
            name: {*several, *now.get(name, ())}
            for name, several in titles.with_forms(connection, ((name, None) for name in {*before, *now})).items()
        }
        shared = {film_id for several in like.values() if len(several) > 1 for film_id in several}
        new += _write(writer, {*batch, *(film_id for several in like.values() for film_id in several)}, shared)
        new += _write_numbered(writer, batch)
    return tuple(new)


def _write(writer: Writer, film_ids: Collection[int], shared: Collection[int]) -> Iterator[Doubt]:
    connection = writer.connection
    review = tables.review
    twin = (review.c.about == "film", review.c.field == FILM, review.c.subject == TWIN)
    query = sa.select(review).where(*twin, in_ids(review.c.record_id, film_ids))
    old = {row["record_id"]: [dict(row)] for row in connection.execute(query).mappings()}
    doubted = _doubted(connection, shared)
    # What is gone, or in the trash, is no longer in doubt; a film that is here alone in its form neither.
    pairs = [(old.get(film_id, []), doubted.get(film_id, [])) for film_id in {*old, *doubted}]
    writer.replace(review, pairs)
    yield from _new(old, doubted)


def _new(old: dict[int, list[dict[str, Any]]], doubted: dict[int, list[dict[str, Any]]]) -> Iterator[Doubt]:
    """The doubts that were not there before."""
    for film_id, [row] in doubted.items():
        if not {*row["alternatives"]} <= {one for before in old.get(film_id, ()) for one in before["alternatives"]}:
            yield Doubt(film_id, row["reason"], tuple(row["alternatives"]))


def _write_numbered(writer: Writer, film_ids: Collection[int]) -> Iterator[Doubt]:
    """Says of episodes that others of their season have their number: one may be the other under another title."""
    connection, review = writer.connection, tables.review
    query = sa.select(review).where(
        review.c.about == "film", review.c.field == FILM, review.c.subject == merging.SAME_NUMBER
    )
    # The few that are in doubt are looked at again: what their others were numbered before is known nowhere.
    old = {row["record_id"]: [dict(row)] for row in connection.execute(query).mappings()}
    near = {number for pair in numbered_alike(connection, film_ids) for number in pair}
    pairs = numbered_alike(connection, {*near, *old}) if near or old else []
    ids = {number for pair in pairs for number in pair}
    films = likeness.of_films(connection, ids)
    settled = _settled(connection, ids)
    told = {(one, other) for one in ids for other in of(connection, one)}
    others: dict[int, list[int]] = {}
    for one, other in pairs:
        # What is in doubt anyway is said once.
        later = (*_order(films[one]), one) > (*_order(films[other]), other)
        if later and not {one, other} <= settled and (one, other) not in told:
            others.setdefault(one, []).append(other)
    rows = {
        one: [
            {
                "about": "film",
                "record_id": one,
                "field": FILM,
                "subject": merging.SAME_NUMBER,
                "reason": f"{listed([films[other].title or 'Untitled' for other in several])}"
                f" {'has' if len(several) == 1 else 'have'} this number as well.",
                "alternatives": several,
            }
        ]
        for one, several in others.items()
    }
    writer.replace(review, [(old.get(number, []), rows.get(number, [])) for number in {*old, *rows}])
    yield from _new(old, rows)


def of(connection: Connection, film_id: int, subjects: Collection[str] = (TWIN,)) -> list[int]:
    """The films that a film may be as well, from whichever side that is in doubt."""
    review = tables.review
    twin = (review.c.about == "film", review.c.field == FILM, review.c.subject.in_(subjects))
    own = connection.scalars(sa.select(review.c.alternatives).where(*twin, review.c.record_id == film_id))
    found = {other for several in own for other in several or ()}
    return sorted({*found, *(other for other, _ in also(connection, film_id))})


def also(connection: Connection, film_id: int) -> list[tuple[int, str]]:
    """The films that are in doubt because they may be this one, each with the doubt in words from this side."""
    forms = titles.forms_of(connection, [film_id])
    like = {
        other
        for several in titles.with_forms(connection, ((name, None) for name in forms)).values()
        for other in several
    } - {film_id}
    review = tables.review
    twin = (review.c.about == "film", review.c.field == FILM, review.c.subject == TWIN)
    query = sa.select(review.c.record_id, review.c.alternatives).where(*twin, in_ids(review.c.record_id, like))
    naming = [row.record_id for row in connection.execute(query) if film_id in row.alternatives]
    films = likeness.of_films(connection, naming)
    return [(other, _words([films[other]])) for other in likeness.in_order(films)]


def _doubted(connection: Connection, film_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The doubts of films that may be others of them, as rows."""
    films = likeness.of_films(connection, set(film_ids) - _thrown_away(connection, film_ids))
    settled = _settled(connection, films)
    in_order = sorted(films, key=lambda film_id: (*_order(films[film_id]), film_id))
    by_form: dict[str, list[int]] = {}
    as_asked = likeness.in_order(films)
    rows: dict[int, list[dict[str, Any]]] = {}
    for film_id in in_order:
        film = films[film_id]
        forms = {form(name.title) for name in film.names}
        earlier = dict.fromkeys(other for name in forms for other in by_form.get(name, ())[: titles.MOST])
        twins = [other for other in as_asked if other in earlier] if len(earlier) > 1 else list(earlier)
        twins = [other for other in twins if not {film_id, other} <= settled and _may_be_one(film, films[other])]
        if twins:
            row = {"about": "film", "record_id": film_id, "field": FILM, "subject": TWIN}
            rows[film_id] = [row | {"reason": _words(films[twin] for twin in twins), "alternatives": twins}]
        for name in forms:
            by_form.setdefault(name, []).append(film_id)
    return rows


def _order(film: Described) -> tuple[Any, ...]:
    """Of two films that may be one the later is in doubt, the same one in every catalogue: that without a year."""
    return film.year is None, fold(film.title or ""), film.year or 0


def _may_be_one(film: Described, other: Described) -> bool:
    theirs = {identity(name.title) for name in other.names}
    return alike(film, other, any(identity(name.title) in theirs for name in film.names)) != "other"


def _thrown_away(connection: Connection, film_ids: Collection[int]) -> set[int]:
    """The films of which nothing but discs in the trash is left."""
    contents, copy = tables.contents, tables.copy
    query = (
        sa.select(contents.c.film_id)
        .join(copy, copy.c.edition_id == contents.c.edition_id)
        .where(in_ids(contents.c.film_id, film_ids))
        .group_by(contents.c.film_id)
        .having(sa.func.count(copy.c.id) == sa.func.count(copy.c.deleted_at))
    )
    return set(connection.scalars(query))


def _settled(connection: Connection, film_ids: Collection[int]) -> set[int]:
    choice = tables.choice
    word = (choice.c.about == "film", choice.c.field == APART)
    return set(connection.scalars(sa.select(choice.c.record_id).where(*word, in_ids(choice.c.record_id, film_ids))))


def _words(twins: Iterable[Described]) -> str:
    named = [film_name(twin.title, twin.year) for twin in twins]
    if len(named) == 1:
        return f"It may be the same film as {named[0]}, which is here as well."
    return f"It may be the same film as one of {len(named)} films here: {', '.join(named)}."
