"""By which titles each film is known, and in which form: so the films that may be one are found by one question.

The table is derived from the records, like the list of results, and rebuilt with it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Column, Connection, Integer, Table, Text

from catalogue.fields.draft import DOUBTFUL_BELOW
from catalogue.fields.parts import split_film_name
from catalogue.fields.titles import form
from catalogue.store import tables
from catalogue.store.engine import batches, in_ids


class Name(NamedTuple):
    """A title of a film; of one that a person said means this film as well (`said`) the year that goes with it."""

    title: str
    year: int | None = None
    said: bool = False


FILM = "film"
"""The field of a person's word on which film it is; its subject is a name that means this film as well."""

MOST = 20
"""Of films that share one form no more than so many are looked at: nobody goes through a thousand."""

film_form = Table(
    "film_form",
    sa.MetaData(),
    Column("form", Text, primary_key=True),
    Column("film_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)
sa.Index("ix_film_form_film_id", film_form.c.film_id)

SHAPE = "film_form 1"
"""Changes when titles get another form: the table is made anew then."""

_BATCH = 1000


def names(connection: Connection, film_ids: Collection[int]) -> dict[int, list[Name]]:
    """The titles of films: their own, those by which their pages call them, and those that a person said are theirs."""
    film, fact, choice = tables.film, tables.fact, tables.choice
    query = sa.select(film.c.id, film.c.title, film.c.original_title).where(in_ids(film.c.id, film_ids))
    found: dict[int, list[Name]] = {}
    for film_id, *own in connection.execute(query):
        found[film_id] = [Name(title) for title in own if title]
    stated = sa.select(fact.c.record_id, fact.c.value).where(
        fact.c.about == "film",
        in_ids(fact.c.record_id, film_ids),
        fact.c.field.in_(("title", "original_title")),
        fact.c.confidence >= DOUBTFUL_BELOW,
    )
    for row in connection.execute(stated):
        if row.value and row.record_id in found:
            found[row.record_id].append(Name(row.value))
    said = sa.select(choice.c.record_id, choice.c.subject).where(
        choice.c.about == "film",
        in_ids(choice.c.record_id, film_ids),
        choice.c.field == FILM,
        choice.c.subject.is_not(None),
    )
    for row in connection.execute(said):
        if row.record_id in found:
            # What looks like a year at the end of a name may be part of the title.
            both = {split_film_name(row.subject), (row.subject, None)}
            found[row.record_id] += [Name(*name, said=True) for name in sorted(both, key=str)]
    return found


_WITH_FORMS = sa.text(
    "SELECT DISTINCT form, film_id FROM (SELECT asked.form, known.film_id, row_number() OVER (PARTITION BY asked.value"
    " ORDER BY abs(coalesce(film.year, asked.year) - asked.year) > 1, known.film_id) AS place FROM (SELECT value,"
    " json_extract(value, '$[0]') AS form, json_extract(value, '$[1]') AS year FROM json_each(:asked)) AS asked"
    " JOIN film_form AS known ON known.form = asked.form JOIN film ON film.id = known.film_id"
    " WHERE film.deleted_at IS NULL) WHERE place <= :most ORDER BY film_id"
)  # as text: to build it anew takes longer than to carry it out


def with_forms(connection: Connection, wanted: Iterable[tuple[str, int | None]]) -> dict[str, list[int]]:
    """The films, trash left out, that have these forms: of each form a few, for each year those near it first."""
    found: dict[str, list[int]] = {}
    for name, film_id in connection.execute(_WITH_FORMS, {"asked": json.dumps(list(wanted)), "most": MOST}):
        found.setdefault(name, []).append(film_id)
    return found


def forms_of(connection: Connection, film_ids: Collection[int]) -> dict[str, set[int]]:
    """The forms under which films are kept, each with those of them that have it; what is in the trash has none."""
    gone = sa.select(tables.film.c.id).where(tables.film.c.deleted_at.is_not(None))
    query = sa.select(film_form.c.form, sa.case((film_form.c.film_id.not_in(gone), film_form.c.film_id)))
    found: dict[str, set[int]] = {}
    for name, film_id in connection.execute(query.where(in_ids(film_form.c.film_id, film_ids))):
        found.setdefault(name, set()).update([film_id] if film_id is not None else [])
    return found


def add(connection: Connection, film_ids: Collection[int]) -> None:
    """Keeps what films are called now; what they were called before is kept as well until they are refreshed."""
    rows = [
        {"form": name, "film_id": film_id}
        for film_id, titles in names(connection, film_ids).items()
        for name in {form(one.title) for one in titles}
    ]
    if rows:
        connection.execute(sa.insert(film_form).prefix_with("OR IGNORE"), rows)


def refresh(connection: Connection, film_ids: Collection[int]) -> None:
    """Keeps what films are called now and nothing else; of films that are gone nothing is left."""
    for batch in batches(sorted(film_ids), _BATCH):
        connection.execute(sa.delete(film_form).where(in_ids(film_form.c.film_id, batch)))
        add(connection, batch)


def rebuild(connection: Connection) -> None:
    """Makes the table anew from the records."""
    film_form.metadata.drop_all(connection)
    film_form.metadata.create_all(connection)
    refresh(connection, connection.scalars(sa.select(tables.film.c.id)).all())
