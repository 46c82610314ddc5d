"""Values that a person renamed everywhere: what a document still calls otherwise is taken under the new name.

No fact is touched. Each rule is one row, kept until the person takes it back; a place's rule holds for all below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.fields import collation
from catalogue.fields.draft import MENTIONS
from catalogue.fields.registry import Field
from catalogue.fields.text import identity
from catalogue.store import tables
from catalogue.store.naming import TWIN
from catalogue.store.writer import Writer

Row = dict[str, Any]
Names = Mapping[str, str | None]
"""New names by the identity of the old name (a twin's: by the very name); None takes the value away."""

_ROLE = re.compile(r"(.+)( \([a-z][a-z ]+\))$")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One rule: what documents call `old` is `new`, or nothing."""

    field: str
    old: str
    new: str | None


def listed(connection: Connection, key: str | None = None) -> list[Spelling]:
    """The rules in force, of one field or of all, in the order of lists."""
    table = tables.spelling
    query = sa.select(table.c.field, table.c.old, table.c.new)
    if key is not None:
        query = query.where(table.c.field == key)
    found = [Spelling(*row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.field, collation.key(one.old)))


def load(connection: Connection) -> dict[str, dict[str, str | None]]:
    """The rules by field and old name."""
    table = tables.spelling
    found: dict[str, dict[str, str | None]] = {}
    for row in connection.execute(sa.select(table)):
        found.setdefault(row.field, {})[row.old if row.identity.startswith(TWIN) else row.identity] = row.new
    return found


def of_fact(fields: Mapping[str, Field], rules: Mapping[str, Names], fact: Row) -> Row | None:
    """A fact as it is taken: the same row where no rule speaks of it, None where a rule takes its value away."""
    spec = fields.get("credits" if fact["field"] == MENTIONS else fact["field"])
    names = rules.get(spec.key) if spec is not None else None
    if spec is None or not names:
        return fact
    value = renamed(spec, names, fact["value"])
    if value is None:
        return None
    if value == fact["value"]:
        return fact
    return {**fact, "value": value, "subject": subject(spec, names, fact["subject"])}


def renamed(spec: Field, names: Names, value: Any, known_by: Callable[[str], str] = identity) -> Any:
    """A value of a field, or one part of it, under the new names; `known_by` gives what the names are listed by."""
    if isinstance(value, str):
        if spec.kind.rows == "place":
            return _path(names, value, known_by)
        return names.get(_key(names, value, known_by), value)
    if isinstance(value, dict) and "person" in value:
        person = names.get(_key(names, value["person"]), value["person"])
        return None if person is None else {**value, "person": person}
    if isinstance(value, list):
        found = [new for new in (renamed(spec, names, item) for item in value) if new is not None]
        if found == value:
            return value
        return _one_row_each(spec, found) if spec.kind.rows == "credits" else list(dict.fromkeys(found))
    return value


def says(spec: Field, names: Names, value: Any) -> bool:
    """Whether a value of a field, or one part of it, has one of the old names in it."""
    if isinstance(value, str):
        return (_path(names, value) != value) if spec.kind.rows == "place" else _key(names, value) in names
    if isinstance(value, dict):
        return _key(names, value.get("person") or "") in names
    return isinstance(value, list) and any(says(spec, names, item) for item in value)


def subject(spec: Field, names: Names, stated: str | None) -> str | None:
    """The part of a field that a fact or a choice is about, under the new names."""
    if stated is None or spec.kind.rows != "credits":
        return stated
    if _key(names, stated) in names:
        return names[_key(names, stated)]
    match = _ROLE.match(stated)
    if match and _key(names, match[1]) in names:
        person = names[_key(names, match[1])]
        return None if person is None else person + match[2]
    return stated


def add(writer: Writer, spec: Field, olds: Iterable[str], new: str | None) -> None:
    """Notes that old names are one new name from now on; what pointed to an old name points to the new one.

    A name that documents use and that was renamed before goes on to mean what it was renamed to. Of a custom field no
    document says anything.
    """
    if spec.is_custom:
        return
    table = tables.spelling
    query = sa.select(table).where(table.c.field == spec.key)
    known = {row["identity"]: dict(row) for row in writer.connection.execute(query).mappings()}
    is_place = spec.kind.rows == "place"
    fresh: dict[str, str] = {}
    for old in olds:
        key = identity(old)
        for row in known.values():
            here = identity(row["new"] or "")
            if here == key:
                _point(writer, row, new)
            elif is_place and new is not None and here.startswith(key + "/"):
                _point(writer, row, f"{new}/{_rest(row['new'], old)}")
            elif is_place and here and key.startswith(here + "/"):
                rest = _rest(old, row["new"])
                fresh[f"{row['identity']}/{identity(rest)}"] = f"{row['old']}/{rest}"
        # A shared name is known whatever its case: there is nothing to say about its spelling.
        if spec.kind.rows not in {"tags", "place", "credits"} or key != identity(new or ""):
            fresh[key] = old
    rows = [{"field": spec.key, "old": old, "new": new} for key, old in fresh.items() if key not in known]
    writer.insert(table, rows)


def _key(names: Names, name: str, known_by: Callable[[str], str] = identity) -> str:
    """What a name goes by among old names."""
    return name if name in names else known_by(name)


def _point(writer: Writer, row: Row, new: str | None) -> None:
    if new == row["old"]:
        writer.delete(tables.spelling, [row["id"]])
    else:
        writer.update(tables.spelling, {row["id"]: {"new": new}})
    row["new"] = new


def _rest(path: str, above: str) -> str:
    """What is left of a path when the place above is taken from its front."""
    return "/".join(path.split("/")[len(above.split("/")) :])


def _path(names: Names, path: str, known_by: Callable[[str], str] = identity) -> str | None:
    steps = path.split("/")
    for depth in range(len(steps), 0, -1):
        key = _key(names, "/".join(steps[:depth]), known_by)
        if key in names:
            above = names[key]
            return None if above is None else "/".join([above, *steps[depth:]])
    return path


def _one_row_each(spec: Field, parts: list[Row]) -> list[Row]:
    """Two rows of one person in one role become one; what only the second says of the character is kept."""
    found: dict[str, Row] = {}
    for part in parts:
        key = identity(spec.kind.subject(part) or "")
        first = found.setdefault(key, part)
        character = part.get("character")
        if first is part or not character or identity(character) == identity(first.get("character") or ""):
            continue
        both = f"{first['character']} / {character}" if first.get("character") else character
        found[key] = {**first, "character": both}
    return [{**part, "order": order} if "order" in part else part for order, part in enumerate(found.values(), 1)]
