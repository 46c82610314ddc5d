"""Lists of records that have a table of their own, and links to other records: how their rows and values match."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.fields.episodes import SEEN
from catalogue.fields.kinds import Rows
from catalogue.fields.parts import film_name
from catalogue.store import tables
from catalogue.store.engine import in_ids

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """A part of a record that is a row of its own, known by a text: the place of a disc, the contact of a loan."""

    column: str
    table: Table
    name: str


@dataclass(frozen=True, slots=True)
class Children:
    """Where the rows of a list live: their owner, the column of each part, and the parts that are rows elsewhere."""

    table: Table
    owner: str
    columns: Mapping[str, str]
    shared: Mapping[str, Shared] = field(default_factory=dict)

    def load(self, connection: Connection, found: Mapping[int, Values], key: str) -> None:
        """Adds the records of a list to the values of their owners."""
        table = self.table
        columns: list[sa.ColumnElement[Any]] = [table.c[column].label(part) for part, column in self.columns.items()]
        joined: sa.FromClause = table
        for part, one in self.shared.items():
            joined = joined.outerjoin(one.table, one.table.c.id == table.c[one.column])
            columns.append(one.table.c[one.name].label(part))
        owner = table.c[self.owner]
        query = sa.select(owner, *columns).select_from(joined).where(in_ids(owner, found))
        for row in connection.execute(query.order_by(owner, table.c.position, table.c.id)).mappings():
            found[row[self.owner]][key].append({part: row[part] for part in (*self.columns, *self.shared)})

    def row(self, record_id: int, position: int, part: Values, ids: Mapping[str, Mapping[str, int]]) -> Values:
        """One record of a list as its row; `ids` has the rows of shared parts by their names."""
        row: Values = {self.owner: record_id, "position": position}
        row |= {column: part.get(name) for name, column in self.columns.items()}
        for name, one in self.shared.items():
            row[one.column] = ids[name][part[name]] if part.get(name) else None
        return row


CHILDREN: dict[Rows, Children] = {
    "discs": Children(
        tables.disc,
        "copy_id",
        {"disc": "number", "label": "label", "storage_device": "storage_device", "slot": "slot"},
        {"location": Shared("place_id", tables.place, "path")},
    ),
    "loans": Children(
        tables.loan,
        "copy_id",
        {"lent": "lent", "due": "due", "returned": "returned", "note": "note"},
        {"contact": Shared("contact_id", tables.contact, "name")},
    ),
    "viewings": Children(
        tables.viewing, "film_id", {"when": "seen_on", "who": "who", "where": "place", "rating": "rating"}
    ),
}


def order_of_episodes(film: sa.FromClause) -> tuple[sa.ColumnElement[Any], ...]:
    """By season and number; what has none comes as it was typed, after the others."""
    last = 1_000_000
    return sa.func.coalesce(film.c.season, last), sa.func.coalesce(film.c.episode, last), film.c.id


def load_contents(connection: Connection, found: Mapping[int, Values], key: str) -> None:
    """Adds what is on the discs of editions, in order."""
    contents, film = tables.contents, tables.film
    query = (
        sa.select(contents.c.edition_id, contents.c.disc, contents.c.cut, film.c.title, film.c.year)
        .join(film, film.c.id == contents.c.film_id)
        .where(in_ids(contents.c.edition_id, found))
        .order_by(contents.c.edition_id, contents.c.position, contents.c.id)
    )
    for edition_id, disc, cut, title, year in connection.execute(query).all():
        found[edition_id][key].append({"film": film_name(title, year), "disc": disc, "cut": cut})


def load_parent(connection: Connection, found: Mapping[int, Values], key: str) -> None:
    """Sets the name of the series or season that films belong to."""
    film = tables.film
    above = film.alias()
    query = sa.select(film.c.id, above.c.title, above.c.year).join(above, above.c.id == film.c.parent_id)
    for film_id, title, year in connection.execute(query.where(in_ids(film.c.id, found))):
        found[film_id][key] = film_name(title, year)


def load_episodes(connection: Connection, found: Mapping[int, Values], key: str) -> None:
    """Adds the films that are part of others, in the order of their numbers; those in the trash are left out."""
    film, viewing = tables.film, tables.viewing
    # Of a viewing that nobody remembers the date of, it is known that it was.
    seen = sa.select(sa.func.coalesce(sa.func.max(viewing.c.seen_on), SEEN)).where(viewing.c.film_id == film.c.id)
    columns = (
        film.c.parent_id,
        film.c.id.label("film_id"),
        film.c.title,
        film.c.season,
        film.c.episode,
        film.c.runtime_minutes.label("runtime"),
    )
    query = (
        sa.select(*columns, seen.group_by(viewing.c.film_id).scalar_subquery().label("seen"))
        .where(in_ids(film.c.parent_id, found), film.c.deleted_at.is_(None))
        .order_by(film.c.parent_id, *order_of_episodes(film))
    )
    for row in connection.execute(query).mappings():
        found[row["parent_id"]][key].append({name: row[name] for name in row if name != "parent_id"})


def load_box_set(connection: Connection, found: Mapping[int, Values], key: str) -> None:
    """Sets the name of the box set that editions came in."""
    edition = tables.edition
    box = edition.alias()
    query = sa.select(edition.c.id, box_name(box)).join(box, box.c.id == edition.c.box_set_id)
    for edition_id, name in connection.execute(query.where(in_ids(edition.c.id, found))):
        found[edition_id][key] = name


def box_name(box: sa.FromClause) -> sa.ColumnElement[Any]:
    """The name of an edition as a box set: the title on it, else that of the first film in it, else its barcode."""
    contents, film = tables.contents, tables.film
    first = (
        sa.select(film.c.title)
        .join(contents, contents.c.film_id == film.c.id)
        .where(contents.c.edition_id == box.c.id)
        .order_by(contents.c.position, contents.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return sa.func.coalesce(box.c.edition_title, first, box.c.barcode, "a box set")
