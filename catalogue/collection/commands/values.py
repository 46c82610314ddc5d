"""Renaming a value wherever it is used: two spellings of a genre, a person, an owner become one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.collection import asking, merging, spellings, usage
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.places import relocate
from catalogue.collection.hanging import Hanging
from catalogue.errors import FieldError, UserError
from catalogue.fields.draft import MENTIONS
from catalogue.fields.lists import WordList
from catalogue.fields.registry import Field
from catalogue.fields.text import identity
from catalogue.store import naming, tables, vocabulary
from catalogue.store.engine import in_ids
from catalogue.store.keeping import Occasion

_BATCH = 500
_SHARED: dict[str | None, tuple[Table, Table, str]] = {
    "tags": (tables.tag, tables.copy_tag, "tag_id"),
    "credits": (tables.person, tables.credit, "person_id"),
}


@dataclass(frozen=True, slots=True)
class RenameValue:
    """Makes one or more values of a field one other, or (with `new=None`) takes them away, wherever they are used.

    What a person typed is rewritten; what documents say stays as it is and is taken under the new name, now and when
    they or others are read later.
    """

    risk: ClassVar[Occasion] = "values"

    field: str
    old: tuple[str, ...]
    new: str | None

    def hanging(self, connection: Connection) -> list[Hanging]:
        """Saved searches that ask for what is taken away."""
        if self.new is not None:
            return []
        spec = usage.named(vocabulary.of(connection), self.field)
        return asking.for_values(connection, spec, self.old)

    def apply(self, work: Work) -> None:
        """Writes the rule, the person's own words, and the values of the records that change."""
        spec = usage.named(work.fields, self.field)
        new = _one(work.connection, spec, self.new, self.old) if self.new is not None else None
        olds = [old for old in dict.fromkeys(self.old) if old != new]
        shown = [spec.kind.show_entry(old) if spec.kind.rows == "items" else old for old in olds]
        what = f"{spec.label.lower()} “{shown[0]}”" if len(olds) == 1 else f"{len(olds)} values of {spec.label.lower()}"
        verb = "Remove" if new is None else "Rename" if len(olds) == 1 else "Merge"
        work.label = f"{verb} {what}" + ("" if new is None else f" {'to' if len(olds) == 1 else 'into'} “{new}”")
        if spec.kind.rows == "place":
            if new is None:
                raise UserError("Discs stand at this place; move them elsewhere first. Nothing was changed.")
            work.result = sum(relocate(work, old, new) for old in olds)
            return
        names = {identity(old): new for old in olds}
        ids = usage.having(work.connection, spec, olds)
        spellings.add(work.writer, spec, olds, new)
        rewrite_words(work, spec, ids, names)
        if spec.kind.rows == "credits":
            _rename_namesakes(work, names)
        emptied = _join_shared(work, spec, olds, new)
        recompute(work, spec, ids)
        drop_unused(work, spec, emptied)
        if new is not None:
            asking.rename_value(work.writer, spec, names)
        work.result = len(ids)


@dataclass(frozen=True, slots=True)
class ForgetSpelling:
    """Takes a rule back: documents that use the old name are taken at their word again."""

    field: str
    old: str

    def apply(self, work: Work) -> None:
        """Removes the rule and works out the values of the records whose documents use the old name."""
        spec = work.fields.find(self.field)
        table = tables.spelling
        query = sa.select(table).where(table.c.field == spec.key)
        rules = work.connection.execute(query).mappings().all()
        named = sorted((one for one in rules if identity(one["old"]) == identity(self.old)), key=lambda one: one["id"])
        rule = next((one for one in named if one["old"] == self.old), named[0] if named else None)
        if rule is None:
            raise UserError(f"There is no rule for {spec.label.lower()} “{self.old}”; nothing was changed.")
        work.writer.delete(table, [rule["id"]])
        recompute_stated(work, spec, {identity(rule["old"]): rule["new"]})
        work.label = f"Forget that {spec.label.lower()} “{rule['old']}” was renamed"


def recompute_stated(work: Work, spec: Field, names: spellings.Names) -> None:
    """Works out anew what a field is worth where a document states one of these values."""
    fact = tables.fact
    keys = (spec.key, MENTIONS) if spec.kind.rows == "credits" else (spec.key,)
    query = sa.select(fact.c.record_id, fact.c.value).where(fact.c.field.in_(keys), fact.c.record_id.is_not(None))
    stated = {row.record_id for row in work.connection.execute(query) if spellings.says(spec, names, row.value)}
    if spec.kind.rows == "credits":
        stated |= {row["record_id"] for row in _namesakes(work) if identity(row["value"] or "") in names}
    recompute(work, spec, stated)


def _one(connection: Connection, spec: Field, text: str, olds: Collection[str]) -> str:
    """A new name as the field writes it. Raises FieldError for nothing, or for several names."""
    kind = spec.kind
    if kind.rows == "credits":
        found: Any = " ".join(text.split())
    elif isinstance(kind, WordList):
        # A name with a semicolon is one where there is such a one already, or where it is mended.
        found = min((kind.edited(text, old) for old in olds), key=len, default=kind.parse(f"{text};"))
        if len(found) > 1 and usage.having(connection, spec, [text]):
            found = [text]
    else:
        found = spec.parse(f"{text};" if kind.multiple else text)
    if isinstance(found, list):
        if len(found) > 1:
            raise FieldError(f"“{text}” is more than one value; write one, or put it in quotation marks.")
        found = found[0] if found else None
    if not found:
        raise FieldError("The new name is missing.")
    return str(found)


def _namesakes(work: Work) -> list[dict[str, Any]]:
    table = tables.choice
    query = sa.select(table).where(table.c.field == merging.NAMESAKE).order_by(table.c.id)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _rename_namesakes(work: Work, names: spellings.Names) -> None:
    """Lets films that mean somebody by a name mean them under the new one; who has that very name needs no word."""
    for row in _namesakes(work):
        if identity(row["value"] or "") not in names:
            continue
        new = names[identity(row["value"])]
        if new is not None and identity(new) == identity(row["subject"]):
            work.writer.delete(tables.choice, [row["id"]])
        else:
            work.writer.update(tables.choice, {row["id"]: {"value": new}})


def rewrite_words(work: Work, spec: Field, ids: Collection[int], names: spellings.Names) -> None:
    """Puts new names into what a person typed for a field of these records."""
    table = tables.choice
    query = sa.select(table).where(
        table.c.about == spec.entity, in_ids(table.c.record_id, ids), table.c.field == spec.key
    )
    kept: dict[tuple[int, str], int] = {}
    updates: dict[int, dict[str, Any]] = {}
    gone: list[int] = []
    for row in work.connection.execute(query.order_by(table.c.at.desc(), table.c.id.desc())).mappings():
        subject = spellings.subject(spec, names, row["subject"])
        removed = row["subject"] is not None and subject is None
        if removed or kept.setdefault((row["record_id"], identity(subject or "")), row["id"]) != row["id"]:
            gone.append(row["id"])
            continue
        updates[row["id"]] = {"subject": subject}
        if row["by"] == "hand" and row["value"] is not None:
            updates[row["id"]]["value"] = spellings.renamed(spec, names, row["value"])
    work.writer.update(table, updates)
    work.writer.delete(table, gone)


def _join_shared(work: Work, spec: Field, olds: list[str], new: str | None) -> list[int]:
    """Gives the row of a tag or person the new name. Returns the rows that nothing refers to once all is written."""
    if spec.kind.rows not in _SHARED:
        return []
    table = _SHARED[spec.kind.rows][0]
    named = naming.find(work.connection, table, [*olds, new or ""])
    rows = sorted({row["id"]: row for row in named.values()}.values(), key=lambda row: int(row["id"]))
    target = named.get(new or "") or (rows[0] if rows else None)
    if new is None or target is None:
        return [row["id"] for row in rows]
    change = naming.named(table, new)
    if table is tables.person:
        change["sort_name"] = next((row["sort_name"] for row in (target, *rows) if row["sort_name"]), None)
        ids: dict[str, str] = {}
        for row in (target, *rows):
            ids = {**(row["external_ids"] or {}), **ids}
        change["external_ids"] = ids or None
    work.writer.update(table, {target["id"]: change})
    return [row["id"] for row in rows if row is not target]


def recompute(work: Work, spec: Field, ids: Collection[int]) -> None:
    """Works these records out anew, with a word on how far it is."""
    rest = iter(sorted(ids))
    done = 0
    while batch := list(islice(rest, _BATCH)):
        work.job.step(done, len(ids), work.label)
        merging.recompute(work.writer, spec.entity, batch)
        done += len(batch)


def drop_unused(work: Work, spec: Field, ids: list[int]) -> None:
    """Removes those of these tags or people that nothing refers to."""
    if ids:
        table, link, column = _SHARED[spec.kind.rows]
        used = set(work.connection.scalars(sa.select(link.c[column]).where(in_ids(link.c[column], ids))))
        work.writer.delete(table, [number for number in ids if number not in used])
