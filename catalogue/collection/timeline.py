"""What operations did, in words: field by field, with what went and what came."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.collection.past import SHARED, Past, Row, Rows, changes_of
from catalogue.fields import custom, registry
from catalogue.fields.draft import Entity
from catalogue.fields.lists import Parts
from catalogue.fields.parts import Named
from catalogue.fields.registry import Field
from catalogue.store import naming, tables, vocabulary
from catalogue.store.children import CHILDREN

Word = tuple[Any, str]
"""What tells an entry from another, and how it reads."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one operation did to one field of a record: the words that went and those that came.

    Of a list (`listed`) only the entries that went or came are named. `field` is the key of a field of the registry,
    or None for what is none: the trash, pages, pictures.
    """

    about: Entity
    field: str | None
    label: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    listed: bool

    def words(self, longest: int = 160) -> str:
        """What happened, without the label: `DVD → Blu-ray`, `+ Piano, − USSR`; long values are cut."""
        if self.listed:
            parts = [f"− {_cut(word, longest)}" for word in self.old] + [
                f"+ {_cut(word, longest)}" for word in self.new
            ]
            return ", ".join(parts)
        old, new = (_cut(", ".join(words), longest) for words in (self.old, self.new))
        return f"{old} → {new or 'nothing'}" if old else new


@dataclass(slots=True)
class _Shown:
    """One line about a record as it was at one moment."""

    label: str
    words: list[Word]
    field: str | None = None
    listed: bool = False
    moved_only: bool = False
    """Whether it is worth a word only where one value took the place of another."""


_View = dict[str, _Shown]


class Narrator:
    """Tells of some records, operation by operation from the newest to the oldest, what changed in each of them."""

    def __init__(self, connection: Connection, records: Mapping[Entity, Iterable[int]], since: int = 0) -> None:
        self.records = [(entity, number) for entity, numbers in records.items() for number in dict.fromkeys(numbers)]
        wanted: dict[Entity, set[int]] = {entity: set(numbers) for entity, numbers in records.items()}
        self._past = Past(connection, wanted, since)
        self._names = Names(connection, self._past.rows)
        self._order = {key: place for place, key in enumerate(self._names.vocabulary.by_key)}
        self._views: dict[tuple[Entity, int], _View] = {}

    def operations(self) -> list[int]:
        """The operations that it can tell of, the newest first."""
        return self._past.operations()

    def tell(self, operation_id: int) -> dict[tuple[Entity, int], list[FieldChange]] | None:
        """What an operation did to each record; None where it changed nothing of theirs that is to be seen."""
        after = {record: self._views.get(record) or self._view(record) for record in self.records}
        touched = self._past.step_back(operation_id)
        told = {}
        for record in self.records:
            before = self._views[record] = self._view(record)
            changes = _changes(record[0], before, after[record], self._order)
            if changes:
                told[record] = changes
        shared_only = touched <= _SHARED
        return None if shared_only and not told else told

    def skip(self, operation_id: int) -> None:
        """Takes an operation back without telling of it."""
        self._past.step_back(operation_id)
        self._views.clear()

    def name(self, entity: Entity, record_id: int) -> str:
        """A record in words, as it is now or was last."""
        return self._names.record(entity, record_id)

    def _view(self, record: tuple[Entity, int]) -> _View:
        entity, record_id = record
        view: _View = {}
        for name, rows in self._past.rows.items():
            table = tables.metadata.tables[name]
            if table is tables.RECORDS[entity]:
                own = [rows[record_id]] if record_id in rows else []
            else:
                own = _of_owner(table, rows, entity, record_id)
            if own:
                _TELLERS.get(name, _anything)(view, table, own, self._names)
        return view


_SHARED = frozenset(table.name for table in SHARED)
_SOURCE = "source:"


def _cut(words: str, longest: int) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[:longest].rstrip()} …"


def _of_owner(table: Table, rows: Mapping[int, Row], entity: Entity, record_id: int) -> list[Row]:
    belongs = tables.owner(table)
    if belongs is None or belongs[0] not in (None, entity):
        return []
    column = belongs[1]
    found = [row for row in rows.values() if row[column] == record_id and row.get("about", entity) == entity]
    return sorted(found, key=lambda row: (row.get("position") or 0, row["id"]))


def _changes(entity: Entity, before: _View, after: _View, order: Mapping[str, int]) -> list[FieldChange]:
    changes = {}
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        shown = new or old
        if shown is None or (shown.moved_only and not (old and new)):
            continue
        gone, come = _difference(old.words if old else [], new.words if new else [])
        if gone or come:
            changes[key] = FieldChange(entity, shown.field, shown.label, gone, come, shown.listed)
    # How a value came about is told where the value itself stayed as it was.
    told = {key for key in changes if key.startswith(_SOURCE) and key.split(":")[1] in changes}
    left = [key for key in changes if key not in told]
    return [changes[key] for key in sorted(left, key=lambda key: order.get(key, len(order)))]


def _difference(old: list[Word], new: list[Word]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if old == new:
        return (), ()
    were, are = {word[0] for word in old}, {word[0] for word in new}
    gone = tuple(words for identity, words in old if identity not in are)
    come = tuple(words for identity, words in new if identity not in were)
    if not gone and not come and [word[0] for word in old] != [word[0] for word in new]:
        come = ("another order",)
    return gone, come


class Names:
    """Words for fields and of what records refer to: shared rows as they were, films and pages as they are."""

    def __init__(self, connection: Connection, rows: Rows) -> None:
        self.vocabulary = vocabulary.of(connection)
        self._connection = connection
        self._rows = rows
        self._known: dict[tuple[str, int], str] = {}

    def field(self, key: str) -> str:
        """The label of a field, or of what is no field but has a person's word."""
        field = self.custom(key) if key.startswith(custom.PREFIX) else self.vocabulary.by_key.get(key)
        return field.label if field is not None else key.capitalize()

    def value(self, key: str, value: Any, *, part: bool = False) -> str:
        """A value of a field in words, or one part of a list."""
        field = self.custom(key) if key.startswith(custom.PREFIX) else self.vocabulary.by_key.get(key)
        if field is None or value is None:
            return "" if value is None else str(value)
        return field.kind.show_entry(value) if part else field.kind.show(value)

    def shared(self, table: str, row_id: int | None) -> str:
        row = self._rows[table].get(row_id or 0)
        return naming.called(tables.metadata.tables[table], row) if row is not None else "?"

    def custom(self, key: str) -> Field:
        """A custom field, also one that is gone."""
        field = self.vocabulary.by_key.get(key)
        if field is None:
            number = int(key.removeprefix(custom.PREFIX))
            last = self._image(tables.custom_field, number, ("name", "kind", "entity"))
            field = custom.field_of(custom.Definition(number, last["name"], last["kind"], last["entity"]))
        return field

    def film(self, film_id: int) -> str:
        return self._of(tables.film, film_id, ("title", "year"), _film_words)

    def document(self, document_id: int) -> str:
        return self._of(tables.document, document_id, ("site", "title", "kind"), _document_words)

    def record(self, entity: Entity, record_id: int) -> str:
        if entity == "film":
            return self.film(record_id)
        edition_id: int | None = record_id
        if entity == "copy":
            columns = ("edition_id",)
            edition_id = self._image(tables.copy, record_id, columns).get("edition_id")
        film_id = self._film_on(edition_id) if edition_id is not None else None
        if film_id is not None:
            return self.film(film_id)
        if edition_id is not None:
            return self._of(tables.edition, edition_id, ("edition_title", "barcode"), _edition_words)
        return "a disc that is gone"

    def _film_on(self, edition_id: int) -> int | None:
        contents, change = tables.contents, tables.row_change
        here = sa.select(contents.c.film_id).where(contents.c.edition_id == edition_id)
        gone = sa.select(sa.func.json_extract(change.c.data, "$.film_id")).where(
            change.c.table_name == contents.name, change.c.owner_id == edition_id, change.c.action == "delete"
        )
        found = self._connection.scalars(here.order_by(contents.c.position, contents.c.id)).first()
        return found if found is not None else self._connection.scalars(gone.order_by(change.c.id.desc())).first()

    def _of(self, table: Table, row_id: int, columns: tuple[str, ...], words: Callable[[Row], str]) -> str:
        key = (table.name, row_id)
        if key not in self._known:
            self._known[key] = words(self._image(table, row_id, columns))
        return self._known[key]

    def _image(self, table: Table, row_id: int, columns: tuple[str, ...]) -> Row:
        names = [name for name in columns if name in table.c]
        found = self._connection.execute(
            sa.select(*(table.c[name] for name in names)).where(table.c.id == row_id)
        ).mappings()
        row = found.first()
        if row is not None:
            return dict(row)
        # An undo empties a row before it removes it: what it was called last stands in an earlier change.
        last: Row = {}
        for change in sorted(changes_of(self._connection, table, [row_id]), key=lambda change: -change["id"]):
            for name, stated in (change["data"] or {}).items():
                values = reversed(stated) if isinstance(stated, list) else (stated,)
                if name in names and last.get(name) is None:
                    last[name] = next((value for value in values if value is not None), None)
        return last


def _film_words(row: Row) -> str:
    title = row.get("title") or "a film without a title"
    return f"{title} ({row['year']})" if row.get("year") else str(title)


def _edition_words(row: Row) -> str:
    return str(row.get("edition_title") or row.get("barcode") or "a disc without a title")


def _document_words(row: Row) -> str:
    return ", ".join(part for part in (row.get("site"), row.get("title")) if part) or "a page"


def _record_fields(view: _View, table: Table, rows: list[Row], names: Names) -> None:
    row = rows[0]
    entity: Entity = next(entity for entity, record in tables.RECORDS.items() if record is table)
    for field in names.vocabulary.of_entity(entity):
        if field.kept or field.kind.rows is not None:
            continue
        value = field.kind.unpack([row.get(field.key + suffix) for suffix, _ in field.kind.columns])
        if value is not None:
            shown = field.kind.show(value)
            view[field.key] = _Shown(field.label, [(field.kind.format(value), shown)], field.key)
    if row.get("place_id") is not None:
        path = names.shared("place", row["place_id"])
        field = registry.BY_KEY["location"]
        view[field.key] = _Shown(field.label, [(path, field.kind.show(path))], field.key)
    if row.get("parent_id") is not None:
        view["parent"] = _Shown("Part of", [(row["parent_id"], names.film(row["parent_id"]))], "parent")
    if row.get("box_set_id") is not None:
        words = names.record("edition", row["box_set_id"])
        view["box_set"] = _Shown("Box set", [(row["box_set_id"], words)], "box_set")
    if row.get("deleted_at") is not None:
        view["deleted_at"] = _Shown("Trash", [(row["deleted_at"], "in the trash")])
    if "edition_id" in row:
        view["edition_id"] = _Shown("Edition", [(row["edition_id"], f"edition:{row['edition_id']}")], moved_only=True)


def _items(view: _View, _: Table, rows: list[Row], names: Names) -> None:
    for row in rows:
        field = names.vocabulary.by_key.get(row["field"])
        if field is None:
            continue
        item = json.loads(row["value"]) if isinstance(field.kind, Parts) else row["value"]
        _list(view, field).words.append((row["value"], field.kind.show_entry(item)))


def _custom(view: _View, _: Table, rows: list[Row], names: Names) -> None:
    for row in rows:
        field = names.custom(row["field"])
        words = field.kind.show_entry(row["value"])
        if field.kind.multiple:
            _list(view, field).words.append((words, words))
        else:
            view[field.key] = _Shown(field.label, [(field.kind.format(row["value"]), words)], field.key)


def _tags(view: _View, _: Table, rows: list[Row], names: Names) -> None:
    for row in rows:
        name = names.shared("tag", row["tag_id"])
        _list(view, registry.BY_KEY["tags"]).words.append((name, name))


def _credits(view: _View, _: Table, rows: list[Row], names: Names) -> None:
    kind: Any = registry.BY_KEY["credits"].kind
    for row in rows:
        part = {"person": names.shared("person", row["person_id"]), "role": row["role"], "character": row["character"]}
        line = kind.format_part(part)
        _list(view, registry.BY_KEY["credits"]).words.append((line, line))


def _texts(view: _View, _: Table, rows: list[Row], __: Names) -> None:
    for row in rows:
        heading = row["heading"] or row["kind"].capitalize()
        by = f" by {row['author']}" if row["author"] else ""
        identity = (row["kind"], row["author"], row["heading"], row["body"])
        _list(view, registry.BY_KEY["texts"]).words.append((identity, f"{heading}{by}: {row['body']}"))


def _contents(view: _View, _: Table, rows: list[Row], names: Names) -> None:
    shown = view.setdefault("contents", _Shown("Films on it", [], listed=True))
    for row in rows:
        disc = f", disc {row['disc']}" if row["disc"] is not None else ""
        cut = f", {row['cut']}" if row["cut"] else ""
        shown.words.append(((row["film_id"], row["disc"], row["cut"]), f"{names.film(row['film_id'])}{disc}{cut}"))


def _untold(_: _View, __: Table, ___: list[Row], ____: Names) -> None:
    """Says nothing: where a film stood comes and goes with the film, which is told of beside the contents."""


def _children(view: _View, table: Table, rows: list[Row], names: Names) -> None:
    key, home = next((key, home) for key, home in CHILDREN.items() if home.table is table)
    field = registry.BY_KEY[key]
    assert isinstance(field.kind, Named)
    for row in rows:
        part = {name: row[column] for name, column in home.columns.items()}
        for name, shared in home.shared.items():
            number = row[shared.column]
            part[name] = names.shared(shared.table.name, number) if number is not None else None
        _list(view, field).words.append((field.kind.format_part(part), field.kind.show_part(part)))


def _pages(view: _View, _: Table, rows: list[Row], names: Names) -> None:
    shown = view.setdefault("attachment", _Shown("Pages", [], listed=True))
    shown.words.extend((row["document_id"], names.document(row["document_id"])) for row in rows)


def _pictures(view: _View, _: Table, rows: list[Row], __: Names) -> None:
    for row in rows:
        words = f"a picture of {row['width']:,} × {row['height']:,}"
        view[f"picture:{row['role']}"] = _Shown(f"{row['role'].capitalize()} cover", [(row["sha256"], words)])


def _choices(view: _View, _: Table, rows: list[Row], names: Names) -> None:
    for row in rows:
        field = names.vocabulary.by_key.get(row["field"])
        if field is not None and field.kept:
            continue
        label = names.field(row["field"])
        subject = f", {row['subject']}" if row["subject"] else ""
        by_hand = row["by"] == "hand"
        words = "your own word" if by_hand else f"taken from {names.document(row['document_id'])}"
        identity = (row["by"], row["document_id"], json.dumps(row["value"]))
        key = f"{_SOURCE}{row['field']}:{row['subject']}"
        view[key] = _Shown(f"Source of {label.lower()}{subject}", [(identity, words)])


def _reviews(view: _View, _: Table, rows: list[Row], names: Names) -> None:
    shown = view.setdefault("review", _Shown("Needs review", [], listed=True))
    for row in rows:
        label = names.field(row["field"])
        subject = f", {row['subject']}" if row["subject"] else ""
        shown.words.append(((label, subject, row["reason"]), f"{label}{subject}: {row['reason']}"))


def _anything(view: _View, table: Table, rows: list[Row], _: Names) -> None:
    """A table that nothing else is said about: its columns and values as they are."""
    belongs = tables.owner(table)
    left_out = {"id", "position", "about", belongs[1] if belongs else ""}
    shown = view.setdefault(table.name, _Shown(table.name.replace("_", " ").capitalize(), [], listed=True))
    for row in rows:
        stated = {name: value for name, value in row.items() if name not in left_out and value is not None}
        words = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in stated.items())
        shown.words.append((words, words))


def _list(view: _View, field: Field) -> _Shown:
    return view.setdefault(field.key, _Shown(field.label, [], field.key, listed=True))


_Teller = Callable[[_View, Table, list[Row], Names], None]
_TELLERS: dict[str, _Teller] = {
    **dict.fromkeys(tables.RECORDS, _record_fields),
    **dict.fromkeys(("film_item", "edition_item"), _items),
    "custom_value": _custom,
    "copy_tag": _tags,
    "credit": _credits,
    "film_text": _texts,
    "contents": _contents,
    "trashed_contents": _untold,
    **{home.table.name: _children for home in CHILDREN.values()},
    "attachment": _pages,
    "picture": _pictures,
    "choice": _choices,
    "review": _reviews,
}


def records_touched(connection: Connection, operation_id: int) -> dict[Entity, list[int]]:
    """The films, editions and copies that an operation changed, also in what belongs to them."""
    change, later = tables.row_change, tables.row_change.alias()
    found: dict[Entity, set[int]] = {entity: set() for entity in tables.RECORDS}
    names = connection.scalars(sa.select(change.c.table_name).where(change.c.operation_id == operation_id).distinct())
    for name in names.all():
        table = tables.metadata.tables[name]
        here = (change.c.operation_id == operation_id, change.c.table_name == name)
        if name in found:
            query = sa.select(change.c.first_id, change.c.last_id).where(*here)
            for first, last in connection.execute(query):
                found[table.name].update(range(first, last + 1))  # type: ignore[index]
            continue
        belongs = tables.owner(table)
        if belongs is None or table is tables.fact:
            continue
        entity, column = belongs
        about = sa.literal(entity) if entity is not None else table.c.about
        said = sa.literal(entity) if entity is not None else sa.func.json_extract(change.c.data, "$.about")
        said_later = sa.literal(entity) if entity is not None else sa.func.json_extract(later.c.data, "$.about")
        on_row = sa.and_(table.c.id >= change.c.first_id, table.c.id <= change.c.last_id)
        went_later = sa.and_(
            later.c.table_name == change.c.table_name,
            later.c.first_id >= change.c.first_id,
            later.c.first_id <= change.c.last_id,
            later.c.action == "delete",
        )
        queries = (
            sa.select(about, table.c[column]).join_from(change, table, on_row).where(*here),
            sa.select(said, change.c.owner_id).where(*here, change.c.owner_id.is_not(None)),
            sa.select(said_later, later.c.owner_id).join_from(change, later, went_later).where(*here),
        )
        for query in queries:
            for kind, number in connection.execute(query.distinct()):
                if kind in found and number is not None:
                    found[kind].add(number)
    return {entity: sorted(numbers) for entity, numbers in found.items()}
