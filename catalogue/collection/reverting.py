"""Whether an old operation can be taken back: what goes back, and what does not because it was changed since.

Only what people and documents say is compared and taken back: choices, facts, attachments, records, pictures, places.
What follows from these is worked out again afterwards, so that a later change of another field is in nobody's way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.collection import history
from catalogue.collection.history import Operation
from catalogue.collection.past import SHARED, Row, changes_of, take_back
from catalogue.collection.rehearsal import names_of
from catalogue.collection.timeline import Names
from catalogue.errors import UserError
from catalogue.fields.custom import key_of
from catalogue.fields.draft import Entity
from catalogue.fields.text import identity
from catalogue.store import tables
from catalogue.store.engine import in_ids
from catalogue.store.naming import NAME_OF

Key = tuple[str, int]
Word = tuple[Entity, int, str, str | None]
"""What a choice is on: record, field, and which part of the field."""

_TREE = frozenset({"parent_id", "name", "path", "folded", "identity"})
_RECORD_COLUMNS = frozenset({"deleted_at", "edition_id", "parent_id", "box_set_id"})


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that does not go back by itself: what the operation made of it, what it is now, what it was before.

    `key` names it in `RevertOperation.also` where a person may take it back all the same (`can`).
    """

    key: str
    name: str
    label: str
    then: str
    now: str
    back: str
    can: bool = True


@dataclass(slots=True)
class Plan:
    """What taking an operation back means. Rows by table: to write, to bring back, to remove."""

    operation: Operation
    kept: list[Kept] = field(default_factory=list)
    words_back: dict[Word, tuple[Row | None, Row | None]] = field(default_factory=dict)  # (now, before)
    updates: dict[str, dict[int, Row]] = field(default_factory=dict)
    restores: dict[str, list[Row]] = field(default_factory=dict)
    removals: dict[str, set[int]] = field(default_factory=dict)
    places: list[tuple[int, Row]] = field(default_factory=list)
    unused: dict[str, set[int]] = field(default_factory=dict)
    touched: dict[str, list[Row]] = field(default_factory=dict)
    """Rows that are written or removed, as they are now and as they will be."""
    trash: set[Key] = field(default_factory=set)

    def words(self) -> str:
        """How much goes back, in words: `40 discs and 1 film`."""
        found: dict[str, set[int]] = {}
        for about, number, *_ in self.words_back:
            found.setdefault(about, set()).add(number)
        for name, numbers in (*self.updates.items(), *self.removals.items()):
            found.setdefault(name, set()).update(numbers)
        for name, rows in self.restores.items():
            found.setdefault(name, set()).update(row["id"] for row in rows)
        found.setdefault("place", set()).update(number for number, _ in self.places)
        for name, number in self.trash:
            found.setdefault(name, set()).add(number)
        counts = [
            f"{len(found[name]):,} {one if len(found[name]) == 1 else many}"
            for name, (one, many) in history.KINDS.items()
            if found.get(name)
        ]
        return " and ".join(", ".join(counts).rsplit(", ", 1)) or ("nothing" if self.empty else "what it changed")

    def concerned(self) -> Iterator[tuple[Entity, int]]:
        """The films, editions and copies whose values may follow from something else once it is done."""
        for about, number, *_ in self.words_back:
            yield about, number
        rows = [(name, row) for name, restored in self.restores.items() for row in restored]
        rows += [(name, row) for name, changed in self.touched.items() for row in changed]
        for name, row in rows:
            if name in tables.RECORDS:
                yield name, row["id"]
            for entity in tables.RECORDS:
                if row.get(f"{entity}_id") is not None:
                    yield entity, row[f"{entity}_id"]
            if row.get("about") and row.get("record_id") is not None:
                yield row["about"], row["record_id"]

    @property
    def empty(self) -> bool:
        """Whether nothing goes back."""
        return not any((self.words_back, self.updates, self.restores, self.removals, self.places, self.trash))


def plan(connection: Connection, operation_id: int, also: Collection[str] = ()) -> Plan:
    """What taking an operation back means now; `also` are keys of what is taken back though it was changed since.

    Raises UserError for what is not in force.
    """
    operation = history.operation(connection, operation_id)
    if operation.kind != "do":
        raise UserError("An undo or a redo is not taken back: undo and redo do that. Nothing was changed.")
    if operation.state in ("undone", "dropped"):
        raise UserError(f"“{operation.label}” was undone already; nothing was changed.")
    return _Planner(connection, operation, frozenset(also)).plan()


class _Planner:
    def __init__(self, connection: Connection, operation: Operation, also: frozenset[str]) -> None:
        self.connection = connection
        self.also = also
        self.found = Plan(operation)
        self.names = Names(connection, {})
        self.ids: dict[str, set[int]] = {}
        self.named: list[tuple[Entity, int] | None] = []
        self.before: dict[str, dict[int, Row]] = {}
        self.then: dict[str, dict[int, Row]] = {}
        self.now: dict[str, dict[int, Row]] = {}
        change = tables.row_change
        touched = sa.select(change.c.table_name, change.c.first_id, change.c.last_id)
        touched = touched.where(change.c.operation_id == operation.id, change.c.table_name.not_in(tables.DERIVED))
        ids: dict[str, set[int]] = {}
        for name, first, last in connection.execute(touched):
            ids.setdefault(name, set()).update(range(first, last + 1))
        for name, numbers in ids.items():
            self._look_back(tables.metadata.tables[name], numbers)
        self.created = {(name, number) for name, number in self._rows(self.then) if number not in self.before[name]}
        self.removed = {(name, number) for name, number in self._rows(self.before) if number not in self.then[name]}

    def plan(self) -> Plan:
        """Compares, row by row."""
        self._bring_back()
        self._take_away()
        self._put_words_back()
        for name, rows in self.then.items():
            if name not in ("choice", "place"):
                for number in rows.keys() & self.before[name].keys():
                    self._put_row_back(name, number)
        self._put_places_back()
        self._look_at_unused()
        self._name_all()
        return self.found

    def _look_back(self, table: Table, ids: Collection[int]) -> None:
        query = sa.select(table).where(in_ids(table.c.id, ids))
        now: dict[int, Row] = {row["id"]: dict(row) for row in self.connection.execute(query).mappings()}
        operation_id = self.found.operation.id
        changes = sorted(changes_of(self.connection, table, ids, operation_id), key=lambda change: -change["id"])
        then = dict(now)
        for change in changes:
            if change["operation_id"] != operation_id:
                take_back(then, change)
        before = dict(then)
        for change in changes:
            if change["operation_id"] == operation_id:
                take_back(before, change)
        self.now[table.name], self.then[table.name], self.before[table.name] = now, then, before

    @staticmethod
    def _rows(state: dict[str, dict[int, Row]]) -> Iterator[Key]:
        return ((name, number) for name, rows in state.items() for number in rows)

    # What the operation removed comes back.

    def _bring_back(self) -> None:
        wanted = {key for key in self.removed if key[1] not in self.now[key[0]] and key[0] != "choice"}
        while True:
            blocked = {key for key in wanted if not self._can_come_back(key, wanted)}
            if not blocked:
                break
            wanted -= blocked
            for name, number in blocked:
                if name in _KINDS:
                    key = f"{name}:{number}"
                    self._keep(key, (name, number), _KINDS[name], "removed", "gone", "there again", can=False)
        for name, number in sorted(wanted):
            self.found.restores.setdefault(name, []).append(self._fitting(name, self.before[name][number], wanted))

    def _can_come_back(self, key: Key, wanted: set[Key]) -> bool:
        table, row = tables.metadata.tables[key[0]], self.before[key[0]][key[1]]
        for column in table.columns:
            for reference in column.foreign_keys:
                target = (reference.column.table.name, row[column.name])
                if row[column.name] is not None and not column.nullable and not self._is_there(target, wanted):
                    return False
        about = (row.get("about", ""), row.get("record_id") or 0)
        if about[0] and row["record_id"] is not None and not self._is_there(about, wanted):
            return False
        unique = [{column.name} for column in table.columns if column.unique]
        unique += [set(one.columns.keys()) for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
        for names in unique:
            query = sa.select(table.c.id).where(*(table.c[name] == row[name] for name in names))
            if self.connection.scalar(query) is not None:
                return False
        return True

    def _fitting(self, name: str, row: Row, wanted: set[Key]) -> Row:
        """A row without what it referred to and that is gone for good."""
        fitting = dict(row)
        for column in tables.metadata.tables[name].columns:
            for reference in column.foreign_keys:
                target = (reference.column.table.name, row[column.name])
                if row[column.name] is not None and not self._is_there(target, wanted):
                    fitting[column.name] = None
        return fitting

    def _is_there(self, key: Key, coming: Collection[Key] = ()) -> bool:
        if key in coming:
            return True
        if key[0] not in self.ids:
            table = tables.metadata.tables[key[0]]
            self.ids[key[0]] = set(self.connection.scalars(sa.select(table.c.id)))
        return key[1] in self.ids[key[0]]

    # What the operation added goes away, unless it was changed or used since.

    def _take_away(self) -> None:
        shared = {table.name for table in SHARED}
        there = {key for key in self.created if key[1] in self.now[key[0]]}
        going = {key for key in there if key[0] not in shared}
        touched = self._touched_since(going)
        staying = self._with_it(set(touched), going)
        words_of_old = {key for key in going if key[0] == "choice" and self._record_of(key) not in self.created}
        for name, number in sorted(going - staying - words_of_old):
            self.found.removals.setdefault(name, set()).add(number)
            self.found.touched.setdefault(name, []).append(self.now[name][number])
        for key in sorted(touched):
            name, number = key
            if name not in _KINDS:
                continue
            can = self._can_be_trashed(key)
            if can and f"{name}:{number}" in self.also:
                self.found.trash.add(key)
                continue
            self._keep(
                f"{name}:{number}", key, _KINDS[name], "added", touched[key], "in the trash" if can else "gone", can=can
            )
        if touched and not any(name in _KINDS for name, _ in touched):
            for name, number in sorted(touched):
                label = name.replace("_", " ").capitalize()
                self._keep(f"{name}:{number}", (name, number), label, "added", touched[name, number], "gone", can=False)
        for name, number in there - going:
            self.found.unused.setdefault(name, set()).add(number)

    def _touched_since(self, going: set[Key]) -> dict[Key, str]:
        """What of the added rows was changed or used since, and how, in words."""
        found: dict[Key, str] = {}
        for key in going:
            name, number = key
            if name == "choice" or name == "fact":
                continue
            columns = _RECORD_COLUMNS - {"deleted_at"} if name in tables.RECORDS else None
            now, then = self.now[name][number], self.then[name][number]
            if any(now[one] != then[one] for one in (columns or now) if one in now):
                found[key] = "changed since"
        for key in going:
            if key[0] == "fact" and self.now["fact"][key[1]]["record_id"] != self.then["fact"][key[1]]["record_id"]:
                found.setdefault(("document", self.now["fact"][key[1]]["document_id"]), "moved to another film since")
        records = {key for key in going if key[0] in tables.RECORDS}
        for record, fields in self._words_since(records).items():
            labels = ", ".join(self.names.field(one) for one in dict.fromkeys(fields))
            found[record] = f"changed since: {labels}"
        for record, user in self._used_since(going):
            found.setdefault(record, f"used since: {user}")
        return {key: words for key, words in found.items() if key in going}

    def _words_since(self, records: set[Key]) -> dict[Key, list[str]]:
        """The fields on which a person said something since, for added records."""
        then = {
            _on(row): row for row in self.then.get("choice", {}).values() if (row["about"], row["record_id"]) in records
        }
        now = self._words_now(records)
        found: dict[Key, list[str]] = {}
        for on in {*then, *now}:
            if not _same_word(then.get(on), now.get(on)):
                found.setdefault((on[0], on[1]), []).append(on[2])
        return found

    def _words_now(self, records: Iterable[Key], fields: Collection[str] | None = None) -> dict[Word, Row]:
        table = tables.choice
        of_fields = sa.true() if fields is None else table.c.field.in_(fields)
        numbers: dict[str, set[int]] = {}
        for entity, number in records:
            numbers.setdefault(entity, set()).add(number)
        found: dict[Word, Row] = {}
        for entity, ids in numbers.items():
            mine = (table.c.about == entity, in_ids(table.c.record_id, ids), of_fields)
            query = sa.select(table).where(*mine).order_by(table.c.id)
            found |= {_on(row): dict(row) for row in self.connection.execute(query).mappings()}
        return found

    def _used_since(self, going: set[Key]) -> Iterator[tuple[Key, str]]:
        """Added rows that rows refer to which were not added with them."""
        by_table: dict[str, set[int]] = {}
        for name, number in going:
            by_table.setdefault(name, set()).add(number)
        for table in tables.metadata.sorted_tables:
            if table.name in tables.DERIVED or table in (*tables.HISTORY, tables.choice, tables.fact):
                continue
            for column in table.columns:
                for reference in column.foreign_keys:
                    target = reference.column.table.name
                    if target not in by_table:
                        continue
                    query = sa.select(table.c.id, column).where(in_ids(column, by_table[target]))
                    for number, used in self.connection.execute(query):
                        if (table.name, number) not in going:
                            yield (target, used), _USERS.get(table.name, table.name.replace("_", " "))
        fields = {key_of(number): number for number in by_table.get("custom_field", ())}
        choice, fact = tables.choice, tables.fact
        query = sa.select(choice.c.id, choice.c.field).where(choice.c.field.in_(fields))
        for number, field_key in self.connection.execute(query):
            if ("choice", number) not in going:
                yield ("custom_field", fields[field_key]), "it has values"
        for entity in tables.RECORDS:
            query = sa.select(fact.c.document_id, fact.c.record_id).where(
                fact.c.about == entity, in_ids(fact.c.record_id, by_table.get(entity, ()))
            )
            for document, record in self.connection.execute(query.distinct()):
                if ("document", document) not in going:
                    yield (entity, record), "a page"

    def _with_it(self, staying: set[Key], going: set[Key]) -> set[Key]:
        """All added rows that what stays needs or consists of."""
        fields = {key_of(number): (name, number) for name, number in going if name == "custom_field"}
        parents: dict[Key, set[Key]] = {}
        parts: dict[Key, set[Key]] = {}
        for key in going:
            table, row = tables.metadata.tables[key[0]], self.now[key[0]][key[1]]
            referred = [
                ((reference.column.table.name, row[column.name]), column.name)
                for column in table.columns
                for reference in column.foreign_keys
            ]
            if "about" in row:
                referred.append(((row["about"], row["record_id"]), "record_id"))
            if key[0] == "choice" and row["field"] in fields:
                parents.setdefault(key, set()).add(fields[row["field"]])
            for target, column_name in referred:
                if target not in going:
                    continue
                parents.setdefault(key, set()).add(target)
                # A film does not keep the other editions that it is on.
                if key[0] not in tables.RECORDS and (key[0], column_name) != ("contents", "film_id"):
                    parts.setdefault(target, set()).add(key)
        found: set[Key] = set()
        waiting = list(staying)
        while waiting:
            key = waiting.pop()
            if key not in found:
                found.add(key)
                waiting += parents.get(key, ())
                waiting += parts.get(key, ())
        return found

    def _record_of(self, key: Key) -> Key:
        row = self.now[key[0]][key[1]]
        return row["about"], row["record_id"]

    def _can_be_trashed(self, key: Key) -> bool:
        if key[0] == "copy":
            return True
        contents, copy = tables.contents, tables.copy
        on_disc = sa.select(copy.c.id).join(contents, contents.c.edition_id == copy.c.edition_id)
        return key[0] == "film" and self.connection.scalar(on_disc.where(contents.c.film_id == key[1])) is None

    # What a person said goes back to what they had said before.

    def _put_words_back(self) -> None:
        then = {_on(row): row for row in self.then.get("choice", {}).values()}
        before = {_on(row): row for row in self.before.get("choice", {}).values()}
        concerned = {on for on in {*then, *before} if (on[0], on[1]) not in self.created}
        now = self._words_now({(on[0], on[1]) for on in concerned}, {on[2] for on in concerned})
        coming = {(name, row["id"]) for name, rows in self.found.restores.items() for row in rows}
        for on in sorted(concerned, key=repr):
            old, made, current = before.get(on), then.get(on), now.get(on)
            if _same_word(old, made) or _same_word(current, old) or not self._is_there((on[0], on[1]), coming):
                continue
            if (
                old is not None
                and old["document_id"] is not None
                and not self._is_there(("document", old["document_id"]), coming)
            ):
                continue
            key = ":".join(str(part) for part in on if part is not None)
            if _same_word(current, made) or key in self.also:
                self.found.words_back[on] = (current, old)
                continue
            subject = f", {on[3]}" if on[3] else ""
            shown = (self._word(made), self._word(current), self._word(old))
            self._keep(key, (on[0], on[1]), f"{self.names.field(on[2])}{subject}", *shown)

    def _word(self, row: Row | None) -> str:
        if row is None:
            return "nothing said"
        if row["by"] != "hand":
            return f"taken from {self.names.document(row['document_id'])}"
        return self.names.value(row["field"], row["value"], part=row["subject"] is not None) or "nothing"

    # Rows that the operation changed get the values back that they had.

    def _put_row_back(self, name: str, number: int) -> None:
        before, then, now = self.before[name][number], self.then[name][number], self.now[name].get(number)
        columns = [one for one in then if then[one] != before[one]]
        if name in tables.RECORDS:
            columns = [one for one in columns if one in _RECORD_COLUMNS]
        if not columns or now is None or all(now[one] == before[one] for one in columns):
            return
        coming = {(table, row["id"]) for table, rows in self.found.restores.items() for row in rows}
        back = {one: before[one] for one in columns if now[one] == then[one]}
        changed = [one for one in columns if now[one] not in (then[one], before[one])]
        table = tables.metadata.tables[name]
        for one in columns:
            for reference in table.c[one].foreign_keys:
                if before[one] is not None and not self._is_there((reference.column.table.name, before[one]), coming):
                    back.pop(one, None)
        key = f"{name}:{number}"
        if changed and key in self.also:
            back |= {one: before[one] for one in changed}
        elif changed:
            label = ", ".join(one.removesuffix("_id").replace("_", " ") for one in changed)
            shown = (", ".join(str(state[one]) for one in changed) for state in (then, now, before))
            self._keep(key, (name, number), label.capitalize(), *shown)
        if self._is_taken(table, number, back):
            for one in (NAME_OF[name], "folded", "identity"):
                back.pop(one, None)
            if table in SHARED:
                # What went by the old name goes to the row that has it now.
                self.found.unused.setdefault(name, set()).add(number)
            else:
                shown = (str(state[NAME_OF[name]]) for state in (then, now, before))
                self._keep(key, (name, number), "Name", *shown, can=False)
        if back:
            self.found.updates.setdefault(name, {})[number] = back
            self.found.touched.setdefault(name, []).extend((now, now | back))

    def _is_taken(self, table: Table, number: int, back: Row) -> bool:
        """Whether the name that a row is to get back is that of another row now."""
        source = NAME_OF.get(table.name)
        if source is None or source not in back:
            return False
        query = sa.select(table.c.id).where(table.c.identity == identity(back[source]), table.c.id != number)
        return self.connection.scalar(query) is not None

    def _put_places_back(self) -> None:
        then, before, now = (state.get("place", {}) for state in (self.then, self.before, self.now))
        moved: list[tuple[int, Row]] = []
        for number in sorted(then.keys() & before.keys() & now.keys()):
            rest = {one: before[number][one] for one in then[number].keys() - _TREE}
            rest = {one: value for one, value in rest.items() if now[number][one] == then[number][one] != value}
            if rest:
                self.found.updates.setdefault("place", {})[number] = rest
            own = ("parent_id", "name")
            if all(then[number][one] == before[number][one] for one in own):
                continue
            if all(now[number][one] == before[number][one] for one in own):
                continue
            same = all(now[number][one] == then[number][one] for one in own)
            key = f"place:{number}"
            if same or key in self.also:
                moved.append((number, before[number]))
                continue
            shown = [self.names.value("location", state[number]["path"]) for state in (then, now, before)]
            self._keep(key, ("place", number), "Place", *shown)
        self.found.places = sorted(moved, key=lambda one: one[1]["path"].count("/"))

    def _look_at_unused(self) -> None:
        """What an operation added beside records goes in silence or stays in silence, unless it is all there was."""
        if not self.found.empty or self.found.kept:
            return
        for name, numbers in self.found.unused.items():
            busy = users_of(self.connection, tables.metadata.tables[name], numbers)
            for number in sorted(numbers & busy):
                key = f"{name}:{number}"
                self._keep(key, (name, number), name.capitalize(), "added", "used since", "gone", can=False)
            if numbers - busy:
                self.found.removals[name] = numbers - busy

    def _keep(self, key: str, of: Key, label: str, then: str, now: str, back: str, *, can: bool = True) -> None:
        record = self._record(*of)
        self.named.append(record)
        name = "" if record is not None else self._name(*of)
        self.found.kept.append(Kept(key, name, label, then, now, back, can))

    def _name_all(self) -> None:
        known = names_of(self.connection, {record for record in self.named if record is not None})
        for place, record in enumerate(self.named):
            if record is not None:
                name = known.get(record) or self.names.record(*record)
                self.found.kept[place] = replace(self.found.kept[place], name=name)

    def _record(self, table: str, number: int) -> tuple[Entity, int] | None:
        """The record that a row is, or belongs to."""
        for entity in tables.RECORDS:
            if table == entity:
                return entity, number
        row = self._row(table, number)
        belongs = tables.owner(tables.metadata.tables[table])
        if belongs is None or row.get(belongs[1]) is None:
            return None
        return belongs[0] or row["about"], row[belongs[1]]

    def _row(self, table: str, number: int) -> Row:
        return self.now.get(table, {}).get(number) or self.before.get(table, {}).get(number) or {}

    def _name(self, table: str, number: int) -> str:
        if table == "document":
            return self.names.document(number)
        row = self._row(table, number)
        return str(row.get("path") or row.get("name") or row.get("old") or f"{table} {number}")


_KINDS = {"film": "Film", "edition": "Edition", "copy": "Disc", "document": "Page", "custom_field": "Field"}
_USERS = {
    "contents": "it is on a disc",
    "copy": "a disc",
    "attachment": "a page",
    "picture": "a picture",
    "film": "an episode of it",
    "edition": "it is in a box set",
}


def users_of(connection: Connection, table: Table, ids: Collection[int]) -> set[int]:
    """Which rows of a table something refers to."""
    used: set[int] = set()
    for other in tables.metadata.sorted_tables:
        for column in other.columns:
            if column.references(table.c.id):
                used.update(connection.scalars(sa.select(column).where(in_ids(column, ids)).distinct()))
    return used


def _on(row: Any) -> Word:
    return row["about"], row["record_id"], row["field"], row["subject"]


def _same_word(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(one[name] == other[name] for name in ("by", "value", "document_id"))
