"""The lasting history: operations, what can be undone and redone, and the timeline of a record.

The log only grows: an undo is an operation of its own, whose row changes are recorded like any other, and a redo takes
that undo back. `undone_by` on an operation says that it is out of force; a new change drops what was undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.timeline import FieldChange, Narrator, records_touched
from catalogue.errors import UserError
from catalogue.fields import registry
from catalogue.fields.draft import Entity
from catalogue.fields.text import fold
from catalogue.store import listing, tables
from catalogue.store.engine import in_ids

_OPERATION = tables.operation

_ORDER: tuple[Entity, ...] = ("copy", "film", "edition")
KINDS = {
    "copy": ("disc", "discs"),
    "film": ("film", "films"),
    "edition": ("edition", "editions"),
    "document": ("page", "pages"),
    "picture": ("picture", "pictures"),
    "place": ("place", "places"),
    "tag": ("tag", "tags"),
    "person": ("person", "people"),
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the history.

    `state` is done, undone, dropped (undone, and then something else was done) or reverted (taken back later).
    """

    id: int
    at: str
    label: str
    kind: str
    state: str

    @property
    def in_force(self) -> bool:
        """Whether what it did was not taken back."""
        return self.state == "done"


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation in the timeline of a record, and what it did to that record."""

    operation: Operation
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of one kind an operation added, changed and removed."""

    one: str
    many: str
    added: int
    changed: int
    removed: int

    def words(self) -> str:
        """In words: `2 films added, 1 film changed`."""
        counts = ((self.added, "added"), (self.changed, "changed"), (self.removed, "removed"))
        return ", ".join(
            f"{number:,} {self.one if number == 1 else self.many} {verb}" for number, verb in counts if number
        )


@dataclass(frozen=True, slots=True)
class RecordChanges:
    """What an operation did to one film, edition or copy."""

    entity: Entity
    id: int
    name: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What an operation did; `more` records were changed beside those that are told of."""

    operation: Operation
    tallies: tuple[Tally, ...]
    records: tuple[RecordChanges, ...]
    more: int


def begin(connection: Connection, kind: str, at: str) -> int:
    """Adds an operation without a name yet. Returns its id."""
    row = {"at": at, "label": "", "kind": kind, "undone_by": None, "dropped": False}
    return int(connection.execute(sa.insert(_OPERATION).returning(_OPERATION.c.id), row).scalar_one())


def finish(connection: Connection, operation_id: int, label: str) -> None:
    """Names an operation; one that is not an undo or redo drops what could be redone before."""
    connection.execute(sa.update(_OPERATION).where(_OPERATION.c.id == operation_id).values(label=label))
    kind = connection.scalar(sa.select(_OPERATION.c.kind).where(_OPERATION.c.id == operation_id))
    if kind == "do":
        undone = _OPERATION.c.undone_by.is_not(None)
        connection.execute(sa.update(_OPERATION).where(undone).values(dropped=True))


def mark(connection: Connection, operation_id: int, undone_by: int | None) -> None:
    """Says by which operation another was undone, or that it is in force again."""
    connection.execute(sa.update(_OPERATION).where(_OPERATION.c.id == operation_id).values(undone_by=undone_by))


def note_reverted(connection: Connection, operation_id: int, reverted: int) -> None:
    """Says that an operation takes another one back."""
    connection.execute(sa.update(_OPERATION).where(_OPERATION.c.id == operation_id).values(reverts=reverted))


def next_undo(connection: Connection) -> Any | None:
    """The operation that an undo would take back."""
    table = _OPERATION
    query = sa.select(table).where(table.c.kind == "do", table.c.undone_by.is_(None)).order_by(table.c.id.desc())
    return connection.execute(query.limit(1)).first()


def next_redo(connection: Connection) -> Any | None:
    """The operation that a redo would bring back: the one undone last."""
    table = _OPERATION
    open_again = sa.and_(table.c.undone_by.is_not(None), sa.not_(table.c.dropped))
    return connection.execute(sa.select(table).where(open_again).order_by(table.c.undone_by.desc()).limit(1)).first()


def operations(connection: Connection, limit: int, text: str = "", before: int | None = None) -> list[Operation]:
    """The newest operations first: those whose names hold a text, those older than one."""
    query = _listed().order_by(_OPERATION.c.id.desc()).limit(limit)
    for word in fold(text).split():
        query = query.where(sa.func.fold(_OPERATION.c.label).contains(word, autoescape=True))
    if before is not None:
        query = query.where(_OPERATION.c.id < before)
    return [_operation(row) for row in connection.execute(query)]


def operation(connection: Connection, operation_id: int) -> Operation:
    """One operation. Raises UserError when there is none of this number."""
    row = connection.execute(_listed().where(_OPERATION.c.id == operation_id)).first()
    if row is None:
        raise UserError(f"There is no operation {operation_id} in the history.")
    return _operation(row)


def timeline(connection: Connection, row_id: int, limit: int) -> list[Entry]:
    """The newest operations that changed the film, the edition or the copy behind a row, and what they did to it."""
    entry = listing.entry
    columns = (entry.c.film_id, entry.c.edition_id, entry.c.copy_id)
    ids = connection.execute(sa.select(*columns).where(entry.c.id == row_id)).first()
    if ids is None:
        raise UserError("There is no such record.")
    records: dict[Entity, tuple[int, ...]] = {
        entity: (number,) for entity, number in zip(registry.ENTITIES, ids, strict=True) if number is not None
    }
    narrator = Narrator(connection, records)
    told: dict[int, tuple[FieldChange, ...]] = {}
    for operation_id in narrator.operations():
        changes = narrator.tell(operation_id)
        if changes is not None:
            told[operation_id] = tuple(change for record in narrator.records for change in changes.get(record, ()))
        if len(told) == limit:
            break
    found = connection.execute(_listed().where(in_ids(_OPERATION.c.id, told)).order_by(_OPERATION.c.id.desc()))
    return [Entry(_operation(row), told[row.id]) for row in found]


def account(connection: Connection, operation_id: int, limit: int) -> Account:
    """What an operation did: how many of each kind, and the changes of the first records."""
    done = operation(connection, operation_id)
    touched = records_touched(connection, operation_id)
    everything = [(entity, number) for entity in _ORDER for number in touched[entity]]
    wanted: dict[Entity, list[int]] = {}
    for entity, number in everything[:limit]:
        wanted.setdefault(entity, []).append(number)
    narrator = Narrator(connection, wanted, since=operation_id)
    told: Mapping[tuple[Entity, int], list[FieldChange]] = {}
    for later in narrator.operations():
        if later == operation_id:
            told = narrator.tell(later) or {}
            break
        narrator.skip(later)
    records = tuple(
        RecordChanges(entity, number, narrator.name(entity, number), tuple(changes))
        for (entity, number), changes in told.items()
    )
    more = max(len(everything) - limit, 0)
    return Account(done, _tallies(connection, operation_id, touched), records, more)


def _tallies(connection: Connection, operation_id: int, touched: Mapping[Entity, list[int]]) -> tuple[Tally, ...]:
    change = tables.row_change
    query = sa.select(change.c.table_name, change.c.action, change.c.first_id, change.c.last_id)
    ids: dict[str, dict[str, set[int]]] = {}
    for row in connection.execute(query.where(change.c.operation_id == operation_id, change.c.table_name.in_(KINDS))):
        by_action = ids.setdefault(row.table_name, {"insert": set(), "update": set(), "delete": set()})
        by_action[row.action].update(range(row.first_id, row.last_id + 1))
    found = []
    for name, (one, many) in KINDS.items():
        by_action = ids.get(name, {"insert": set(), "update": set(), "delete": set()})
        added, removed = by_action["insert"] - by_action["delete"], by_action["delete"] - by_action["insert"]
        changed = by_action["update"].union(touched.get(name, ()))  # type: ignore[call-overload]
        changed -= by_action["insert"] | by_action["delete"]
        if added or changed or removed:
            found.append(Tally(one, many, len(added), len(changed), len(removed)))
    return tuple(found)


def _listed() -> sa.Select[Any]:
    again = _OPERATION.alias()
    reverted = sa.exists().where(again.c.reverts == _OPERATION.c.id, again.c.undone_by.is_(None))
    return sa.select(_OPERATION, reverted.label("reverted"))


def _operation(row: Any) -> Operation:
    state = "reverted" if row.reverted else "done"
    if row.undone_by is not None:
        state = "dropped" if row.dropped else "undone"
    return Operation(row.id, row.at, row.label, row.kind, state)
