"""Putting records into the trash and taking them out again."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from catalogue.collection.commands.base import Work, things
from catalogue.collection.commands.entries import entries
from catalogue.errors import UserError
from catalogue.store import tables
from catalogue.store.engine import in_ids


@dataclass(frozen=True, slots=True)
class DeleteRecords:
    """Puts copies, and films without a disc, into the trash; nothing of them is lost."""

    ids: tuple[int, ...]

    def apply(self, work: Work) -> None:
        """Marks the records as deleted now."""
        _mark(work, self.ids, work.now, "Delete")


@dataclass(frozen=True, slots=True)
class RestoreRecords:
    """Takes records out of the trash."""

    ids: tuple[int, ...]

    def apply(self, work: Work) -> None:
        """Clears the mark."""
        _mark(work, self.ids, None, "Restore")


def _mark(work: Work, ids: tuple[int, ...], moment: str | None, verb: str) -> None:
    found = entries(work, ids)
    if not found:
        raise UserError("The record is no longer there; nothing was changed.")
    copies = [entry.copy_id for entry in found if entry.copy_id is not None]
    films = [entry.film_id for entry in found if entry.copy_id is None and entry.film_id is not None]
    for table, record_ids in ((tables.copy, copies), (tables.film, films)):
        # What is in the trash already keeps the date it came there.
        here = table.c.deleted_at.is_(None) if moment else table.c.deleted_at.is_not(None)
        wanted = list(work.connection.scalars(sa.select(table.c.id).where(in_ids(table.c.id, record_ids), here)))
        work.writer.update(table, {record_id: {"deleted_at": moment} for record_id in wanted})
    work.result = len(found)
    work.label = f"{verb} {things(len(copies), len(films))}"
