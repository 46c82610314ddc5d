"""Custom fields: adding, changing, moving and removing them. Their values are written like those of any field."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import asking, merging
from catalogue.collection.commands.base import Work
from catalogue.collection.hanging import Hanging
from catalogue.errors import FieldError, UserError
from catalogue.fields import custom
from catalogue.fields.custom import query_name
from catalogue.fields.draft import Entity
from catalogue.fields.registry import Field
from catalogue.store import tables, vocabulary

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class AddField:
    """Adds a custom field after those that are there. The result is its key."""

    name: str
    kind: str = "text"
    entity: Entity = "copy"
    choices: tuple[str, ...] = ()

    def apply(self, work: Work) -> None:
        """Adds the definition. Raises FieldError for a name that is taken."""
        name = custom.clean_name(self.name, work.fields.all)
        if self.kind not in custom.KINDS:
            raise FieldError(f"There is no kind “{self.kind}”; the kinds are {', '.join(custom.KINDS)}.")
        choices = list(custom.clean_choices(self.kind, self.choices)) or None
        last = work.connection.scalar(sa.select(sa.func.max(tables.custom_field.c.position)))
        asking.keep_meant(work.writer, work.fields, name)
        row = {"entity": self.entity, "name": name, "kind": self.kind, "choices": choices}
        [number] = work.writer.insert(tables.custom_field, [row | {"position": 0 if last is None else last + 1}])
        work.result = custom.key_of(number)
        work.label = f"Add the field “{name}”"


@dataclass(frozen=True, slots=True)
class ChangeField:
    """Gives a custom field another name or other values to choose from; None leaves them. Its values stay."""

    key: str
    name: str | None = None
    choices: tuple[str, ...] | None = None

    def apply(self, work: Work) -> None:
        """Changes the definition. Raises FieldError for a name that is taken."""
        definition, field = _find(work, self.key)
        wanted: dict[str, object] = {}
        work.label = f"Change the field “{definition.name}”"
        if self.name is not None:
            others = tuple(other for other in work.fields.all if other is not field)
            wanted["name"] = custom.clean_name(self.name, others)
            asking.keep_meant(work.writer, work.fields, str(wanted["name"]))
            work.label = f"Rename the field “{definition.name}” to “{wanted['name']}”"
        if self.choices is not None:
            wanted["choices"] = list(custom.clean_choices(definition.kind, self.choices)) or None
        before = work.fields
        work.writer.update(tables.custom_field, {definition.number: wanted})
        name = work.fields.by_key[field.key].query_name
        if name != field.query_name:
            asking.rename_field(work.writer, before, field, name)


@dataclass(frozen=True, slots=True)
class MoveField:
    """Moves a custom field to another place among them, counted from 0."""

    key: str
    place: int

    def apply(self, work: Work) -> None:
        """Numbers the definitions anew."""
        definition, _ = _find(work, self.key)
        order = [one.number for one in vocabulary.definitions(work.connection)]
        order.remove(definition.number)
        order.insert(min(max(self.place, 0), len(order)), definition.number)
        work.writer.update(tables.custom_field, {number: {"position": place} for place, number in enumerate(order)})
        work.label = f"Move the field “{definition.name}”"


@dataclass(frozen=True, slots=True)
class RemoveField:
    """Removes a custom field with all its values; undo brings both back. The result is the number of values."""

    key: str

    def hanging(self, connection: Connection) -> list[Hanging]:
        """Saved searches that ask for the field, or sort by it."""
        field = vocabulary.of(connection).by_key.get(self.key)
        return [] if field is None else asking.for_field(connection, field)

    def apply(self, work: Work) -> None:
        """Takes back what was typed in the field, then the field."""
        definition, field = _find(work, self.key)
        choice = tables.choice
        query = sa.select(choice.c.id, choice.c.record_id).where(
            choice.c.about == field.entity, choice.c.field == field.key
        )
        typed = work.connection.execute(query.order_by(choice.c.record_id)).all()
        work.result = len(typed)
        for start in range(0, len(typed), _BATCH):
            work.job.step(start, len(typed), "Removing values")
            part = typed[start : start + _BATCH]
            work.writer.delete(choice, [row.id for row in part])
            merging.recompute(work.writer, field.entity, [row.record_id for row in part])
        asking.drop_sort(work.writer, field.key)
        work.writer.delete(tables.custom_field, [definition.number])
        values = f" with {len(typed):,} value{'s' if len(typed) > 1 else ''}" if typed else ""
        work.label = f"Remove the field “{definition.name}”{values}"


def find_or_add(work: Work, name: str, kind: str, entity: Entity = "copy", choices: tuple[str, ...] = ()) -> str:
    """The key of the custom field of a name and kind, added where there is none; its choices are added to.

    Where something else goes by that name already, the field gets a number behind it.
    """
    fields = work.fields
    wanted, number = name, 2
    while True:
        known = next((one for one in fields.all if query_name(one.label) == query_name(wanted)), None)
        if known is None and fields.named(query_name(wanted)) is None:
            AddField(wanted, kind, entity, choices).apply(work)
            return str(work.result)
        if known is not None and known.is_custom and (known.kind.name, known.entity) == (kind, entity):
            if choices:
                ChangeField(known.key, choices=(*known.choices, *choices)).apply(work)
            return known.key
        wanted, number = f"{name} ({number})", number + 1


def _find(work: Work, key: str) -> tuple[custom.Definition, Field]:
    field = work.fields.by_key.get(key)
    definition = next((one for one in vocabulary.definitions(work.connection) if one.key == key), None)
    if field is None or definition is None:
        raise UserError("The field is no longer there, or it is one that every catalogue has; nothing was changed.")
    return definition, field
