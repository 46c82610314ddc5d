"""Taking an old operation back, whatever was done since."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from catalogue.collection import merging, reverting
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.places import relocate
from catalogue.collection.past import SHARED, Row
from catalogue.collection.reverting import Kept, Plan
from catalogue.collection.timeline import records_touched
from catalogue.fields import registry
from catalogue.fields.draft import Entity
from catalogue.store import tables
from catalogue.store.engine import in_ids

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Reverted:
    """What became of taking an operation back: whether anything went, and what was left as it is."""

    went: bool
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class RevertOperation:
    """Takes an operation of the history back: what was not changed since goes back, the rest is told of.

    `also` are the keys of things that were changed since and are to go back all the same.
    """

    operation_id: int
    also: frozenset[str] = frozenset()

    def apply(self, work: Work) -> None:
        """Writes what people and documents said back, then works out what follows. The result is a `Reverted`."""
        plan = reverting.plan(work.connection, self.operation_id, self.also)
        before = work.writer.changed_rows
        if not plan.empty:
            # What the operation changed follows from other words now, also where no row of its own is left.
            stale = records_touched(work.connection, self.operation_id)
            work.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            _bring_back(work, plan)
            _put_places_back(work, plan)
            _put_back(work, plan)
            _put_words_back(work, plan)
            _take_away(work, plan)
            _work_out(work, stale, plan)
            _drop_unused(work, plan)
        went = work.writer.changed_rows > before
        work.reverts = self.operation_id if went else None
        work.result = Reverted(went, tuple(plan.kept))
        part = " in part" if plan.kept else ""
        work.label = f"Take back{part}: {plan.operation.label}"


def _bring_back(work: Work, plan: Plan) -> None:
    for table in tables.metadata.sorted_tables:
        work.writer.insert(table, plan.restores.get(table.name, ()))


def _put_places_back(work: Work, plan: Plan) -> None:
    """Gives places their old paths; discs follow, also those that came there since."""
    place, spelling = tables.place, tables.spelling
    rules = set(work.connection.scalars(sa.select(spelling.c.id)))
    for number, before in plan.places:
        path = work.connection.scalar(sa.select(place.c.path).where(place.c.id == number))
        above = work.connection.scalar(sa.select(place.c.path).where(place.c.id == before["parent_id"]))
        wanted = f"{above}/{before['name']}" if above is not None else before["name"]
        if path is not None and path != wanted:
            relocate(work, path, wanted)
    # Taking a name back is no new rule for what pages say.
    fresh = set(work.connection.scalars(sa.select(spelling.c.id))) - rules
    work.writer.delete(spelling, fresh)


def _put_back(work: Work, plan: Plan) -> None:
    for name, updates in plan.updates.items():
        work.writer.update(tables.metadata.tables[name], updates)
    for name, number in plan.trash:
        work.writer.update(tables.metadata.tables[name], {number: {"deleted_at": work.now}})


def _put_words_back(work: Work, plan: Plan) -> None:
    choice = tables.choice
    updates: dict[int, Row] = {}
    gone: list[int] = []
    new: list[Row] = []
    for now, before in plan.words_back.values():
        if before is None and now is not None:
            gone.append(now["id"])
        elif before is not None and now is not None:
            updates[now["id"]] = {name: before[name] for name in ("by", "value", "document_id", "at")}
        elif before is not None:
            new.append({name: value for name, value in before.items() if name != "id"})
    work.writer.update(choice, updates)
    work.writer.delete(choice, gone)
    work.writer.insert(choice, new)


def _take_away(work: Work, plan: Plan) -> None:
    for table in reversed(tables.metadata.sorted_tables):
        ids = plan.removals.get(table.name, set())
        if table is tables.fact:
            query = sa.select(table.c.id).where(in_ids(table.c.document_id, plan.removals.get("document", ())))
            ids = ids.union(work.connection.scalars(query))
        if table.name in tables.DERIVED:
            ids = set(work.connection.scalars(_of_removed(table, plan)))
        work.writer.delete(table, ids)


def _of_removed(table: sa.Table, plan: Plan) -> sa.Select[tuple[int]]:
    entity, column = tables.owner(table) or (None, "")
    if entity is not None:
        return sa.select(table.c.id).where(in_ids(table.c[column], plan.removals.get(entity, ())))
    of_one = (
        sa.and_(table.c.about == one, in_ids(table.c[column], plan.removals.get(one, ()))) for one in tables.RECORDS
    )
    return sa.select(table.c.id).where(sa.or_(*of_one))


def _work_out(work: Work, stale: dict[Entity, list[int]], plan: Plan) -> None:
    wanted = {entity: set(stale[entity]) for entity in registry.ENTITIES}
    for entity, number in plan.concerned():
        wanted[entity].add(number)
    if plan.places:
        # Discs that came to a place since have its old name in their own words now.
        wanted["copy"].update(work.writer.touched.resolve(work.connection)[2])
    total, done = sum(len(ids) for ids in wanted.values()), 0
    for entity in registry.ENTITIES:
        table = tables.RECORDS[entity]
        there = sorted(work.connection.scalars(sa.select(table.c.id).where(in_ids(table.c.id, wanted[entity]))))
        for start in range(0, len(there), _BATCH):
            work.job.step(done, total, "Taking back")
            merging.recompute(work.writer, entity, there[start : start + _BATCH])
            done += len(there[start : start + _BATCH])


def _drop_unused(work: Work, plan: Plan) -> None:
    """Removes places, tags and people that the operation added and that nothing refers to any more."""
    for table in SHARED:
        ids = plan.unused.get(table.name, set())
        while ids:
            used = reverting.users_of(work.connection, table, ids)
            if not ids - used:
                break
            work.writer.delete(table, ids - used)
            # The last place below another one is gone: that one may be next.
            ids = ids & used
