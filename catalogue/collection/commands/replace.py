"""Putting other words in the place of those that were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalogue.collection import asking, merging, replacing, spellings, usage
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.entries import choose_by_hand, choose_part_by_hand
from catalogue.errors import FieldError, UserError
from catalogue.fields.draft import Entity
from catalogue.fields.kinds import Rows
from catalogue.fields.lists import WordList
from catalogue.fields.registry import Field
from catalogue.fields.text import identity
from catalogue.store import records, tables
from catalogue.store.engine import in_ids

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Replacement:
    """One text that changes: where it stands, and how it must read now for the new one to be put there."""

    entity: Entity
    record_id: int
    field: str
    place: tuple[Any, ...]
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Puts new texts in the place of those that were found, as typed by hand. `what` says in words what was wished.

    A text that reads otherwise by now is left alone. The result is how many changed, and how many were left alone.
    """

    replacements: tuple[Replacement, ...]
    what: str

    def apply(self, work: Work) -> None:
        """Writes field by field, then works out what follows."""
        groups: dict[tuple[Entity, str], dict[int, dict[tuple[Any, ...], Replacement]]] = {}
        for one in self.replacements:
            groups.setdefault((one.entity, one.field), {}).setdefault(one.record_id, {})[one.place] = one
        changed: set[tuple[Entity, int]] = set()
        left = 0
        for (entity, key), wanted in groups.items():
            spec = work.fields.find(key)
            ids = list(wanted)
            for start in range(0, len(ids), _BATCH):
                work.job.step(start, len(ids), "Replacing")
                some = {number: wanted[number] for number in ids[start : start + _BATCH]}
                done, missed = _replace(work, entity, spec, some)
                changed |= {(entity, number) for number in done}
                left += missed
                merging.recompute(work.writer, entity, done)
        if self.replacements and not changed:
            raise UserError("These texts read otherwise by now; nothing was changed. Look for them again.")
        work.result = (len(changed), left)
        number = "1 record" if len(changed) == 1 else f"{len(changed):,} records"
        work.label = f"{self.what} in {number}"
        follow = sum(_searches_follow(work, work.fields.find(key), wanted) for (_, key), wanted in groups.items())
        if follow:
            work.label += f" and in {'1 saved search' if follow == 1 else f'{follow:,} saved searches'}"


def _searches_follow(work: Work, spec: Field, wanted: Mapping[int, Mapping[tuple[Any, ...], Replacement]]) -> int:
    """Saved searches ask for the new value where no record has the old one any more. Returns how many changed."""
    try:
        usage.named(work.fields, spec.key)
    except FieldError:
        return 0
    if spec.kind.rows == "place":
        # Who asks for a place asks for those in it as well, and discs may still stand there.
        return 0
    new: dict[str, set[str]] = {}
    for places in wanted.values():
        for place, one in places.items():
            # A part of an entry is a value of its own only where it names a person.
            if place[1:] in ((), ("person",)):
                new.setdefault(one.old, set()).add(one.new)
    names: spellings.Names = {
        identity(old): next(iter(news))
        for old, news in new.items()
        if len(news) == 1 and _is_one(spec, next(iter(news)), old) and not usage.having(work.connection, spec, [old])
    }
    return asking.rename_value(work.writer, spec, names) if names else 0


def _is_one(spec: Field, text: str, old: str) -> bool:
    """Whether a text in the place of another is one value, neither none nor several."""
    listed = isinstance(spec.kind, WordList)
    return len(replacing.entries_of(spec, text, old)) == 1 if listed else bool(text.strip())


def _replace(
    work: Work, entity: Entity, spec: Field, wanted: Mapping[int, Mapping[tuple[Any, ...], Replacement]]
) -> tuple[list[int], int]:
    """Notes the person's words. Returns the records that change and the number of texts that were left alone."""
    current = records.load(work.connection, entity, wanted, [spec.key])
    by_hand = _typed_whole(work, spec, wanted)
    whole: dict[int, dict[str, Any]] = {}
    done: list[int] = []
    respelled: list[str] = []
    left = 0
    for number, places in wanted.items():
        value: Any = current.get(number, {}).get(spec.key)
        now = dict(replacing.texts(spec, value))
        new = {place: one.new for place, one in places.items() if now.get(place) == one.old}
        left += len(places) - len(new)
        if not new:
            continue
        done.append(number)
        changed = replacing.rewritten(spec, value, new)
        respelled += _respelled(spec, now, new)
        if spec.kind.merge == "parts" and number not in by_hand:
            for place in {place[0] for place in new}:
                choose_part_by_hand(work, spec, number, spec.kind.subject(value[place]), changed[place])
        else:
            whole[number] = {spec.key: changed}
    choose_by_hand(work, entity, whole)
    rows: Rows | None = spec.kind.rows
    if respelled and rows is not None:
        records.respell(work.writer, rows, respelled)
    return done, left


def _respelled(spec: Field, now: Mapping[Any, str], new: Mapping[Any, str]) -> list[str]:
    """Shared names of which only case or accents change: they are one row, whose spelling is mended."""
    if spec.kind.rows not in {"tags", "place", "credits"}:
        return []
    names = [place for place in new if spec.kind.rows != "credits" or place[1] == "person"]
    return [new[place] for place in names if identity(new[place]) == identity(now[place])]


def _typed_whole(work: Work, spec: Field, ids: Mapping[int, Any]) -> set[int]:
    choice = tables.choice
    query = sa.select(choice.c.record_id).where(
        choice.c.about == spec.entity,
        in_ids(choice.c.record_id, ids),
        choice.c.field == spec.key,
        choice.c.subject.is_(None),
        choice.c.by == "hand",
    )
    return set(work.connection.scalars(query))
