"""What is done to many discs at once: moving them to a place, giving them new numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work, things
from catalogue.collection.commands.edit import write_rows
from catalogue.collection.commands.entries import choose_by_hand, discs_meant, entries
from catalogue.collection.commands.places import LOCATION, shown
from catalogue.errors import FieldError, UserError
from catalogue.fields import registry
from catalogue.store import records, tables
from catalogue.store.engine import in_ids

INDEX = registry.BY_KEY["index"]


@dataclass(frozen=True, slots=True)
class MoveCopies:
    """Moves discs to a place, which is added if it is not there; films without a disc stand nowhere and stay so."""

    ids: tuple[int, ...]
    place: str

    def apply(self, work: Work) -> None:
        """Writes the place of those that stand elsewhere. The result is how many moved."""
        path = LOCATION.parse(self.place)
        if not path:
            raise FieldError("Say to which place; nothing was moved.")
        found = {entry.id: entry for entry in entries(work, discs_meant(work.connection, self.ids))}
        if not found:
            raise UserError("There is no disc among what was chosen; nothing was moved.")
        now = records.load(work.connection, "copy", found, [LOCATION.key])
        wanted = {
            row_id: {LOCATION.key: path}
            for row_id in found
            if not merging.same(LOCATION, now[row_id][LOCATION.key], path)
        }
        write_rows(work, found, wanted)
        work.result = len(wanted)
        work.label = f"Move {things(len(wanted), 0)} to {shown(path)}"


@dataclass(frozen=True, slots=True)
class Renumber:
    """Gives discs new numbers, in the order of `ids` from `first` on.

    With `keep_gaps` they go in the order of the numbers that they have, and stay as far apart as they are; a disc
    without a number gets none then. The result lists numbers that other discs have too.
    """

    ids: tuple[int, ...]
    first: int
    keep_gaps: bool = False

    def apply(self, work: Work) -> None:
        """Writes the numbers that differ."""
        if self.first < 0:
            raise FieldError("The first number is 0 or more.")
        copies = [entry.id for entry in entries(work, discs_meant(work.connection, self.ids))]
        if not copies:
            raise UserError("There is no disc among what was chosen; nothing was changed.")
        values = records.load(work.connection, "copy", copies, [INDEX.key])
        now = {copy_id: values[copy_id][INDEX.key] for copy_id in copies}
        if self.keep_gaps:
            lowest = min((number for number in now.values() if number is not None), default=0)
            wanted = {key: number - lowest + self.first for key, number in now.items() if number is not None}
        else:
            wanted = {copy_id: self.first + place for place, copy_id in enumerate(copies)}
        changed = {copy_id: number for copy_id, number in wanted.items() if number != now[copy_id]}
        choose_by_hand(work, "copy", {copy_id: {INDEX.key: number} for copy_id, number in changed.items()})
        merging.recompute(work.writer, "copy", changed)
        work.result = _doubles(work, wanted)
        work.label = f"Renumber {things(len(changed), 0)} from {self.first:,} on"


def _doubles(work: Work, numbers: dict[int, int]) -> list[int]:
    """Numbers that are given and that others have too."""
    copy = tables.copy
    column = copy.c[INDEX.key]
    query = sa.select(column).where(in_ids(column, numbers.values()), sa.not_(in_ids(copy.c.id, numbers)))
    mine = [number for number, count in Counter(numbers.values()).items() if count > 1]
    return sorted({*work.connection.scalars(query), *mine})
