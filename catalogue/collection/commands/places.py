"""Changes of the tree of places. A copy's path follows its place, and so does every place below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import asking, spellings
from catalogue.collection.commands.base import Work
from catalogue.collection.hanging import Hanging
from catalogue.errors import FieldError, UserError
from catalogue.fields import kinds, registry
from catalogue.fields.text import identity
from catalogue.store import naming, records, tables
from catalogue.store.engine import in_ids
from catalogue.store.keeping import Occasion

Row = dict[str, Any]

LOCATION = registry.BY_KEY["location"]
DISCS = registry.BY_KEY["discs"]
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class AddPlace:
    """Adds a place, and those above it that are missing."""

    path: str

    def apply(self, work: Work) -> None:
        """Adds the rows."""
        path = _path(self.path)
        if _find(work, path) is not None:
            raise UserError(f"There is a place {shown(path)} already; nothing was changed.")
        work.result = records.place_ids(work.writer, [path])[path]
        work.label = f"Add the place {shown(path)}"


@dataclass(frozen=True, slots=True)
class EditPlace:
    """Writes a place's `name`, `capacity` and `notes`, whichever are given."""

    path: str
    values: Mapping[str, Any]

    def apply(self, work: Work) -> None:
        """Renames first, then writes the rest."""
        place = _there(work, self.path)
        words = []
        if "name" in self.values:
            name = _name(self.values["name"])
            path = "/".join([*place["path"].split("/")[:-1], name])
            if path != place["path"]:
                words.append(f"Rename the place {shown(place['path'])} to {name}")
                _refuse_taken(work, path, place["id"])
                relocate(work, place["path"], path)
        rest: Row = {}
        if "capacity" in self.values:
            rest["capacity"] = _capacity(self.values["capacity"])
        if "notes" in self.values:
            rest["notes"] = str(self.values["notes"] or "").strip() or None
        work.writer.update(tables.place, {place["id"]: rest} if rest else {})
        work.label = words[0] if words else f"Edit the place {shown(place['path'])}"


@dataclass(frozen=True, slots=True)
class MovePlace:
    """Moves a place with all that is below it beneath another one, or (None) to the top."""

    path: str
    below: str | None

    def apply(self, work: Work) -> None:
        """Gives the place its new path."""
        place = _there(work, self.path)
        above = _there(work, self.below)["path"] if self.below is not None else None
        path = f"{above}/{place['name']}" if above is not None else place["name"]
        work.label = f"Move the place {shown(place['path'])} " + (f"to {shown(above)}" if above else "to the top")
        if path == place["path"]:
            return
        _refuse_taken(work, path, place["id"])
        relocate(work, place["path"], path)
        # Its number among the places that it left says nothing here.
        work.writer.update(tables.place, {place["id"]: {"position": None}})


@dataclass(frozen=True, slots=True)
class MergePlaces:
    """Makes places one: what stands at the others, and the places below them, go to the one that stays."""

    risk: ClassVar[Occasion] = "merge"

    paths: tuple[str, ...]
    into: str

    def apply(self, work: Work) -> None:
        """Moves discs and places, then removes the emptied ones."""
        target = _there(work, self.into)["path"]
        olds = [place["path"] for place in (_there(work, path) for path in self.paths) if place["path"] != target]
        if not olds:
            raise UserError("These are the same place already; nothing was changed.")
        for old in olds:
            if _find(work, old) is not None:
                work.result = (work.result or 0) + relocate(work, old, target)
        what = f"the place {shown(olds[0])}" if len(olds) == 1 else f"{len(olds)} places"
        work.label = f"Merge {what} into {shown(target)}"


@dataclass(frozen=True, slots=True)
class OrderPlaces:
    """Says in which order places that are below the same one are listed."""

    paths: tuple[str, ...]

    def apply(self, work: Work) -> None:
        """Numbers them."""
        rows = [_there(work, path) for path in self.paths]
        if len({row["parent_id"] for row in rows}) > 1:
            raise UserError("Only places below the same place have an order; nothing was changed.")
        work.writer.update(tables.place, {row["id"]: {"position": number} for number, row in enumerate(rows, 1)})
        work.label = (
            f"Order the places {'below ' + shown(_above(rows[0]['path'])) if rows[0]['parent_id'] else 'on top'}"
        )


@dataclass(frozen=True, slots=True)
class DeletePlace:
    """Removes a place at which nothing stands, also nothing in the trash, with the empty places below it."""

    path: str

    def hanging(self, connection: Connection) -> list[Hanging]:
        """Saved searches that ask for the place, or for one below it."""
        return asking.for_values(connection, LOCATION, [_path(self.path)])

    def apply(self, work: Work) -> None:
        """Removes the rows, the lowest first."""
        place = _there(work, self.path)
        rows = records.subtree(work.connection, place["path"])
        used = sum(len(_users(work, table, column, [row["id"] for row in rows])) for table, column in _uses())
        if used:
            discs = "1 disc stands" if used == 1 else f"{used:,} discs stand"
            raise UserError(
                f"{discs} at {shown(place['path'])} or in the trash with it; move them elsewhere first."
                " Nothing was changed."
            )
        work.writer.delete(tables.place, [row["id"] for row in reversed(rows)])
        work.label = f"Delete the place {shown(place['path'])}"


def shown(path: str) -> str:
    """A path as people read it."""
    return LOCATION.kind.show(path)


def relocate(work: Work, old: str, new: str) -> int:
    """Gives a place another path, with all below it; where a place is there already the two become one.

    Discs follow, what a person typed is rewritten, and documents are taken to mean the new path. Returns how many
    discs and other things stand there.
    """
    old, new = _there(work, old)["path"], _path(new)
    if identity(new).startswith(identity(old) + "/"):
        raise UserError(f"{shown(new)} is below {shown(old)}: a place cannot go into itself. Nothing was changed.")
    work.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    rows = records.subtree(work.connection, old)
    moved = [(table, column, _users(work, table, column, [row["id"] for row in rows])) for table, column in _uses()]
    copies = [number for table, _, ids in moved if table is tables.copy for number in ids]
    discs = [number for table, _, ids in moved if table is tables.disc for number in ids]
    spellings.add(work.writer, LOCATION, [old], new)
    _rewrite_words(work, [*copies, *_copies_of(work, discs)], {identity(old): new})
    for row in rows:
        rest = row["path"].split("/")[len(old.split("/")) :]
        _put(work, row, "/".join([new, *rest]))
    asking.rename_value(work.writer, LOCATION, {identity(old): new})
    return len(copies)


def _put(work: Work, row: Row, path: str) -> None:
    """Gives one place its path, or hands what it has to the place that has the path already."""
    steps = path.split("/")
    parent = records.place_ids(work.writer, ["/".join(steps[:-1])])["/".join(steps[:-1])] if len(steps) > 1 else None
    there = _find(work, path)
    if there is None or there["id"] == row["id"]:
        change = {"parent_id": parent, "name": steps[-1], "path": path}
        work.writer.update(tables.place, {row["id"]: change})
        return
    for table, column in _uses():
        ids = _users(work, table, column, [row["id"]])
        work.writer.update(table, {number: {column: there["id"]} for number in ids})
    kept = {name: row[name] for name in ("capacity", "notes") if there[name] is None and row[name] is not None}
    work.writer.update(tables.place, {there["id"]: kept} if kept else {})
    work.writer.delete(tables.place, [row["id"]])


def _rewrite_words(work: Work, copies: Iterable[int], names: spellings.Names) -> None:
    table = tables.choice
    query = sa.select(table.c.id, table.c.field, table.c.value).where(
        table.c.about == "copy",
        in_ids(table.c.record_id, copies),
        table.c.field.in_((LOCATION.key, DISCS.key)),
        table.c.value.is_not(None),
    )
    found: dict[int, Row] = {}
    for row in work.connection.execute(query):
        if row.field == LOCATION.key:
            value = spellings.renamed(LOCATION, names, row.value)
        else:
            value = [
                part | {"location": spellings.renamed(LOCATION, names, part.get("location"))} for part in row.value
            ]
        found[row.id] = {"value": value}
    work.writer.update(table, found)


def _copies_of(work: Work, discs: Iterable[int]) -> list[int]:
    table = tables.disc
    return list(work.connection.scalars(sa.select(table.c.copy_id).where(in_ids(table.c.id, discs))))


def _uses() -> list[tuple[sa.Table, str]]:
    """The columns that say where something stands."""
    return [
        (table, key.parent.name)
        for table in tables.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is tables.place.c.id and table is not tables.place
    ]


def _users(work: Work, table: sa.Table, column: str, place_ids: list[int]) -> list[int]:
    return list(work.connection.scalars(sa.select(table.c.id).where(in_ids(table.c[column], place_ids))))


def _find(work: Work, path: str) -> Row | None:
    return naming.find(work.connection, tables.place, [path]).get(path)


def _there(work: Work, path: str) -> Row:
    # A place that is called by its very path is meant also where that would not be typed today.
    found = _find(work, path) or _find(work, _path(path))
    if found is None:
        raise UserError(f"There is no place {shown(path)}; nothing was changed.")
    return found


def _refuse_taken(work: Work, path: str, place_id: int) -> None:
    there = _find(work, path)
    if there is not None and there["id"] != place_id:
        raise UserError(f"There is a place {shown(path)} already; merge the two instead. Nothing was changed.")


def _path(text: str) -> str:
    path = LOCATION.parse(text)
    if not path:
        raise FieldError("The place's name is missing.")
    return str(path)


def _name(text: Any) -> str:
    name = _path(str(text or ""))
    if "/" in name:
        raise FieldError("The name of one place has no / in it; move the place instead.")
    return name


def _above(path: str) -> str:
    return path.rsplit("/", 1)[0]


def _capacity(value: Any) -> int | None:
    if isinstance(value, str):
        value = kinds.NUMBER.parse(value)
    if value is not None and not 0 <= value <= _MOST:
        raise FieldError("A place has room for 0 discs or more, in a whole number.")
    return None if value is None else int(value)
