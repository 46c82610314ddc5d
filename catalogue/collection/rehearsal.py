"""What a command would change, found by carrying it out and taking it back: nothing is kept, nobody is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.commands.base import Command, Work
from catalogue.fields import registry
from catalogue.fields.draft import Entity
from catalogue.fields.registry import Field
from catalogue.jobs import Job
from catalogue.store import records, tables
from catalogue.store.engine import in_ids
from catalogue.store.listing import entry

SHOWN = 200
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that would change: of which record, and from what to what. `name` is the record in words."""

    entity: Entity
    record_id: int
    name: str
    field: Field
    old: Any
    new: Any

    def words(self) -> tuple[str, str, str]:
        """The field, the old and the new value as a reader sees them."""
        kind = self.field.kind
        old, new = kind.show(self.old), kind.show(self.new)
        if old == new:
            # What is shown is the first of many, or a date in words: the whole tells the two apart.
            old, new = kind.format(self.old), kind.format(self.new)
        return self.field.label, old, new


@dataclass(frozen=True, slots=True)
class Preview:
    """What a command would do: how many values of each field change, in how many records, and the first of them."""

    label: str
    records: int
    fields: dict[str, int]
    differences: tuple[Difference, ...] = ()
    result: Any = field(default=None)


def rehearse(work: Work, command: Command, keys: Sequence[str], job: Job) -> Preview:
    """Carries a command out in the transaction of `work`, reads what it did, and leaves nothing of it."""
    connection = work.connection
    command.apply(work)
    touched = dict(zip(registry.ENTITIES, work.writer.touched.resolve(connection), strict=True))
    fields = work.fields.by_key
    own = {entity: [key for key in keys if fields[key].entity == entity] for entity in registry.ENTITIES}
    after = {entity: _load(connection, entity, touched[entity], own[entity], job) for entity in registry.ENTITIES}
    connection.rollback()
    counts: Counter[str] = Counter()
    changed = 0
    found: list[tuple[Entity, int, str, Any, Any]] = []
    connection.begin()
    for entity in registry.ENTITIES:
        before = _load(connection, entity, after[entity], own[entity], job)
        for number, values in after[entity].items():
            old = before.get(number) or {key: fields[key].empty() for key in own[entity]}
            kinds = {key: fields[key].kind for key in own[entity]}
            different = [key for key in own[entity] if not kinds[key].same(old[key], values[key])]
            counts.update(different)
            changed += bool(different)
            if len(found) < SHOWN:
                found += [(entity, number, key, old[key], values[key]) for key in different]
    shown = found[:SHOWN]
    names = names_of(connection, {(entity, number) for entity, number, *_ in shown})
    connection.rollback()
    differences = tuple(
        Difference(entity, number, names.get((entity, number), ""), fields[key], old, new)
        for entity, number, key, old, new in shown
    )
    ordered = {key: counts[key] for key in dict.fromkeys(keys) if counts[key]}
    return Preview(work.label, changed, ordered, differences, work.result)


def _load(
    connection: Connection, entity: Entity, ids: Collection[int], keys: list[str], job: Job
) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for batch in _batches(ids) if keys else ():
        job.step(0, 0, "Looking what would change")
        found |= records.load(connection, entity, batch, keys)
    return found


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    rest = iter(sorted(ids))
    while batch := list(islice(rest, _BATCH)):
        yield batch


def names_of(connection: Connection, wanted: Collection[tuple[Entity, int]]) -> dict[tuple[Entity, int], str]:
    """Records in words: the film with its year, an edition or a copy by the film that is on it."""
    film, edition = tables.film, tables.edition
    on_disc = (
        sa.select(edition.c.edition_title, film.c.title, film.c.year)
        .select_from(entry)
        .join(edition, edition.c.id == entry.c.edition_id)
        .outerjoin(film, film.c.id == entry.c.film_id)
    )
    alone = sa.select(sa.null().label("edition_title"), film.c.title, film.c.year)
    found: dict[tuple[Entity, int], str] = {}
    for entity in registry.ENTITIES:
        ids = [number for kind, number in wanted if kind == entity]
        own = film.c.id if entity == "film" else entry.c[f"{entity}_id"]
        query = (alone if entity == "film" else on_disc).add_columns(own).where(in_ids(own, ids))
        for box, title, year, number in connection.execute(query) if ids else ():
            shown = f"{title} ({year})" if title and year else title
            found[entity, number] = box or shown or "A disc"
    return found
