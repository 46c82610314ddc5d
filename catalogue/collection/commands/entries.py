"""Rows of the list of results and the film, edition and copy behind each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalogue.collection.commands.base import Work
from catalogue.fields.draft import Entity
from catalogue.store import listing, tables
from catalogue.store.engine import in_ids


@dataclass(slots=True)
class Entry:
    """The ids behind one row; a film without a disc has neither edition nor copy."""

    id: int
    film_id: int | None
    edition_id: int | None
    copy_id: int | None

    def record_id(self, entity: Entity) -> int | None:
        """The id of the film, the edition or the copy."""
        return {"film": self.film_id, "edition": self.edition_id, "copy": self.copy_id}[entity]


def entries(work: Work, row_ids: Iterable[int]) -> list[Entry]:
    """The records behind rows, in the order asked for; rows that are gone are left out."""
    wanted = list(dict.fromkeys(row_ids))
    table = listing.entry
    query = sa.select(table.c.id, table.c.film_id, table.c.edition_id, table.c.copy_id)
    found = {row.id: Entry(*row) for row in work.connection.execute(query.where(in_ids(table.c.id, wanted)))}
    return [found[row_id] for row_id in wanted if row_id in found]


def new_film(work: Work) -> int:
    """Adds a film of which nothing is known yet."""
    return work.writer.insert(tables.film, [{}])[0]


def new_edition(work: Work, film_id: int | None) -> int:
    """Adds an edition, with the film on it if there is one."""
    edition_id = work.writer.insert(tables.edition, [{}])[0]
    if film_id is not None:
        put_on_edition(work, edition_id, film_id)
    return edition_id


def put_on_edition(work: Work, edition_id: int, film_id: int, disc: int | None = None, cut: str | None = None) -> None:
    """Adds a film to the contents of an edition, after those it has."""
    table = tables.contents
    query = sa.select(sa.func.count()).where(table.c.edition_id == edition_id)
    position = work.connection.scalar(query)
    row = {"edition_id": edition_id, "film_id": film_id, "position": position, "disc": disc, "cut": cut}
    work.writer.insert(table, [row])


def new_copy(work: Work, edition_id: int) -> int:
    """Adds a copy of an edition."""
    return work.writer.insert(tables.copy, [{"edition_id": edition_id}])[0]


def choose_by_hand(work: Work, entity: Entity, values: dict[int, dict[str, Any]]) -> None:
    """Notes what a person typed: by record id and field. An earlier word of theirs on the same field is replaced."""
    table = tables.choice
    keys = {key for record in values.values() for key in record}
    query = sa.select(table).where(
        table.c.about == entity, in_ids(table.c.record_id, values), table.c.field.in_(keys), table.c.subject.is_(None)
    )
    known = {(row["record_id"], row["field"]): row["id"] for row in work.connection.execute(query).mappings()}
    updates, inserts = {}, []
    for record_id, record in values.items():
        for key, value in record.items():
            word = {"by": "hand", "value": value, "document_id": None, "at": work.now}
            if (record_id, key) in known:
                updates[known[record_id, key]] = word
            else:
                inserts.append({"about": entity, "record_id": record_id, "field": key, "subject": None, **word})
    work.writer.update(table, updates)
    work.writer.insert(table, inserts)
