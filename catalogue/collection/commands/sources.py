"""A person's word on which source a field takes its value from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.entries import (
    choose_by_hand,
    choose_part_by_hand,
    entries,
    insist,
    settle_waiting,
)
from catalogue.errors import UserError
from catalogue.fields.registry import Field
from catalogue.store import tables


@dataclass(frozen=True, slots=True)
class TakeSource:
    """Takes a field, or one part of it, from a document; None goes back to the best source by rule.

    Any earlier word of the person on it, a typed value as well, gives way; undo brings it back.
    """

    row_id: int
    field: str
    document_id: int | None
    subject: str | None = None

    def apply(self, work: Work) -> None:
        """Notes the choice and works the value out again."""
        spec = work.fields.find(self.field)
        record_id = _record_id(work, self.row_id, spec)
        table = tables.choice
        mine = (table.c.about == spec.entity, table.c.record_id == record_id, table.c.field == spec.key)
        # A value typed for the whole field would hide any choice on a part of it.
        either = sa.or_(table.c.subject.is_(None), table.c.subject == self.subject)
        old = work.connection.scalars(sa.select(table.c.id).where(*mine, either)).all()
        work.writer.delete(table, old)
        settle_waiting(work, spec.entity, {record_id: () if self.subject else (spec.key,)})
        if self.document_id is not None:
            _known_statement(work, spec, record_id, self.document_id, self.subject)
            _choose_document(work, spec, record_id, self.document_id, self.subject)
        merging.recompute(work.writer, spec.entity, [record_id])
        work.label = f"Choose the source of {spec.label.lower()}" + (f", {self.subject}" if self.subject else "")


@dataclass(frozen=True, slots=True)
class Confirm:
    """Says that a doubtful value is right as it is."""

    row_id: int
    field: str
    subject: str | None = None

    def apply(self, work: Work) -> None:
        """Turns the statement in force into the person's choice, or insists on the odd value that they typed."""
        spec = work.fields.find(self.field)
        record_id = _record_id(work, self.row_id, spec)
        found = merging.evidence(work.connection, spec.entity, [record_id])[record_id]
        work.label = f"Confirm {spec.label.lower()}" + (f", {self.subject}" if self.subject else "")
        if self.subject is None and settle_waiting(work, spec.entity, {record_id: (spec.key,)}):
            merging.recompute(work.writer, spec.entity, [record_id])
            return
        typed = found.choice_of(spec.key)
        if self.subject is None and typed is not None and typed["by"] == "hand":
            insist(work, spec, record_id, typed["value"])
            merging.recompute(work.writer, spec.entity, [record_id])
            return
        fact = next((one for one in found.facts_of(spec) if one["subject"] == self.subject), None)
        if fact is None:
            raise UserError("There is nothing to confirm here any more.")
        _choose_document(work, spec, record_id, fact["document_id"], self.subject)
        merging.recompute(work.writer, spec.entity, [record_id])


@dataclass(frozen=True, slots=True)
class ChooseValue:
    """Writes a field, or one part of it, by hand: another reading of a doubtful line. The rest of a list stays."""

    row_id: int
    field: str
    value: Any
    subject: str | None = None

    def apply(self, work: Work) -> None:
        """Notes the person's word and works the value out again."""
        spec = work.fields.find(self.field)
        record_id = _record_id(work, self.row_id, spec)
        if self.subject is None:
            choose_by_hand(work, spec.entity, {record_id: {spec.key: self.value}})
        else:
            choose_part_by_hand(work, spec, record_id, self.subject, self.value)
        merging.recompute(work.writer, spec.entity, [record_id])
        work.label = f"Choose {spec.label.lower()}" + (f", {self.subject}" if self.subject else "")


def _choose_document(work: Work, spec: Field, record_id: int, document_id: int, subject: str | None) -> None:
    row = {"about": spec.entity, "record_id": record_id, "field": spec.key, "subject": subject}
    work.writer.insert(tables.choice, [row | {"by": "document", "document_id": document_id, "at": work.now}])


def _record_id(work: Work, row_id: int, spec: Field) -> int:
    found = entries(work, [row_id])
    record_id = found[0].record_id(spec.entity) if found else None
    if record_id is None:
        raise UserError("The record is no longer there; nothing was changed.")
    return record_id


def _known_statement(work: Work, spec: Field, record_id: int, document_id: int, subject: str | None) -> None:
    facts = merging.evidence(work.connection, spec.entity, [record_id])[record_id].facts_of(spec)
    if not any(fact["document_id"] == document_id and subject in (None, fact["subject"]) for fact in facts):
        raise UserError("That document says nothing about this field; nothing was changed.")
