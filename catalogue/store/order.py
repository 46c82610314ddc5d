"""The orders of lists that are sorted in SQL, as `ORDER BY` takes them; the keys are those of fields/collation."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from catalogue.store import tables


def of_films() -> tuple[sa.ColumnElement[Any], ...]:
    """Films by their titles, those of one title by year."""
    film = tables.film
    return by_title(film), film.c.year, film.c.id


def by_title(film: sa.FromClause) -> sa.ColumnElement[Any]:
    """A film by its title, or the sort title that somebody typed."""
    return sa.func.title_key(film.c.title, film.c.sort_title, film.c.original_title, first_language(film.c.id))


def of_people() -> sa.ColumnElement[Any]:
    """People by the name that sorts, where they have one beside their own."""
    return sa.func.name_key(sa.func.coalesce(tables.person.c.sort_name, tables.person.c.name))


def first_language(film_id: sa.ColumnElement[int]) -> sa.ColumnElement[Any]:
    """The language of a film, which tells whose articles its titles have."""
    item = tables.film_item
    # Looked up by its field, SQLite would walk through the languages of all films: this hides the index of fields.
    languages = sa.select(item.c.value).where(item.c.film_id == film_id, item.c.field.concat("") == "languages")
    return languages.order_by(item.c.position).limit(1).scalar_subquery()
