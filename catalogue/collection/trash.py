"""What is in the trash, and since when."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.rehearsal import names_of
from catalogue.fields.draft import Entity
from catalogue.store import tables
from catalogue.store.listing import entry


@dataclass(frozen=True, slots=True)
class Trashed:
    """A disc, or a film without one, in the trash. `id` is its row in the list of results."""

    id: int
    entity: Entity
    record_id: int
    name: str
    deleted_at: str


def listed(connection: Connection) -> list[Trashed]:
    """Everything in the trash, what came there last first."""
    copy, film = tables.copy, tables.film
    moment = sa.case((entry.c.copy_id.is_not(None), copy.c.deleted_at), else_=film.c.deleted_at)
    query = (
        sa.select(entry.c.id, entry.c.copy_id, entry.c.film_id, moment)
        .select_from(entry)
        .outerjoin(copy, copy.c.id == entry.c.copy_id)
        .outerjoin(film, film.c.id == entry.c.film_id)
        .where(entry.c.trashed == 1, entry.c.on_disc == 0)
        .order_by(moment.desc(), entry.c.id)
    )
    rows: list[tuple[int, Entity, int, str]] = []
    for row_id, copy_id, film_id, deleted_at in connection.execute(query):
        record: tuple[Entity, int] = ("copy", copy_id) if copy_id is not None else ("film", film_id)
        rows.append((row_id, *record, deleted_at))
    names = names_of(connection, {(entity, number) for _, entity, number, _ in rows})
    return [Trashed(row_id, entity, number, names[entity, number], at) for row_id, entity, number, at in rows]
