"""Values of films, editions and copies: from their rows to one dictionary by field, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.fields.draft import Entity
from catalogue.fields.kinds import Kind, Rows
from catalogue.fields.lists import Parts
from catalogue.fields.registry import Field
from catalogue.fields.text import fold, identity
from catalogue.store import children, naming, tables, vocabulary
from catalogue.store.engine import in_ids
from catalogue.store.writer import Writer

Values = dict[str, Any]
Pair = tuple[Sequence[Values], Sequence[Values]]

_encode = json.JSONEncoder(ensure_ascii=False).encode


def load(
    connection: Connection, entity: Entity, ids: Collection[int], keys: Iterable[str] | None = None
) -> dict[int, Values]:
    """Values by field for each record, in a handful of queries whatever their number. `keys` limits the fields."""
    if not ids:
        return {}
    wanted = set(keys) if keys is not None else None
    fields = [field for field in vocabulary.of(connection).of_entity(entity) if wanted is None or field.key in wanted]
    table = tables.RECORDS[entity]
    inline = [field for field in fields if field.kind.rows is None]
    found: dict[int, Values] = {}
    for row in connection.execute(sa.select(table.c.id, *columns(inline)).where(in_ids(table.c.id, ids))).all():
        found[row[0]] = unpacked(inline, row, 1)
    load_lists(connection, entity, found, [field for field in fields if field.kind.rows])
    return found


def columns(fields: Iterable[Field]) -> list[sa.Column[Any]]:
    """The columns of fields that live in the table of their records."""
    return [tables.RECORDS[field.entity].c[field.key + suffix] for field in fields for suffix, _ in field.kind.columns]


def unpacked(fields: Iterable[Field], row: Sequence[Any], place: int) -> Values:
    """The values that a row has, from a place on, in the `columns` of these fields."""
    values: Values = {}
    for field in fields:
        kind = field.kind
        end = place + len(kind.columns)
        values[field.key] = kind.unpack(row[place:end])
        place = end
    return values


def load_lists(connection: Connection, entity: Entity, found: dict[int, Values], fields: Sequence[Field]) -> None:
    """Adds to each record the values of fields that live in tables of their own, a query for each such table."""
    for values in found.values():
        values.update((field.key, field.empty()) for field in fields)
    for rows in {field.kind.rows for field in fields}:
        _LOADERS[rows](connection, entity, found, [field for field in fields if field.kind.rows == rows])


def save(
    writer: Writer,
    entity: Entity,
    values: Mapping[int, Values],
    new: Mapping[int, Mapping[str, Any]] | None = None,
) -> None:
    """Writes values by field for each record; fields that are not named stay as they are.

    Records in `new` have no row yet: they get one, with what else it has to say.
    """
    table = tables.RECORDS[entity]
    fields = vocabulary.of(writer.connection).by_key
    updates: dict[int, Values] = {}
    by_rows: dict[str, dict[int, Values]] = {}
    columns_of: dict[str, list[str]] = {}
    for record_id, record in values.items():
        for key, value in record.items():
            kind = fields[key].kind
            if kind.rows is None:
                if key not in columns_of:
                    columns_of[key] = [key + suffix for suffix, _ in kind.columns]
                updates.setdefault(record_id, {}).update(zip(columns_of[key], kind.pack(value), strict=True))
            else:
                by_rows.setdefault(kind.rows, {}).setdefault(record_id, {})[key] = value
    for rows, records in by_rows.items():
        _SAVERS[rows](writer, entity, records, updates)
    if new:
        writer.insert(table, [{"id": one, **new[one], **updates.pop(one, {})} for one in values if one in new])
    writer.update(table, updates)


def blank(connection: Connection, entity: Entity) -> Values:
    """The values of a record about which nothing is known."""
    return {field.key: field.empty() for field in vocabulary.of(connection).of_entity(entity)}


def name_ids(writer: Writer, table: Table, names: Iterable[str]) -> dict[str, int]:
    """The ids of people, tags or contacts by name, whatever its case; missing ones are added."""
    wanted = {name: identity(name) for name in names}
    known = naming.find(writer.connection, table, wanted)
    new: dict[str, str] = {}
    for name, key in wanted.items():
        if name not in known:
            new.setdefault(key, name)
    added = dict(zip(new, writer.insert(table, [naming.named(table, name) for name in new.values()]), strict=True))
    return {name: known[name]["id"] if name in known else added[key] for name, key in wanted.items()}


def respell(writer: Writer, rows: Rows, names: Iterable[str]) -> None:
    """Gives tags, people, contacts or a place the case that a person typed, everywhere: `KRABBÉ`."""
    if rows in {"place", "discs"}:
        for path in names:
            _respell_place(writer, path)
        return
    table = {"tags": tables.tag, "loans": tables.contact}.get(rows, tables.person)
    known = naming.find(writer.connection, table, names)
    writer.update(table, {row["id"]: naming.named(table, name) for name, row in known.items()})


def _respell_place(writer: Writer, path: str) -> None:
    steps = path.split("/")
    for depth in range(1, len(steps) + 1):
        updates: dict[int, Values] = {}
        for row in subtree(writer.connection, "/".join(steps[:depth])):
            rest = row["path"].split("/")[depth:]
            updates[row["id"]] = {"path": "/".join([*steps[:depth], *rest])}
            if not rest:
                updates[row["id"]]["name"] = steps[depth - 1]
        writer.update(tables.place, updates)


def subtree(connection: Connection, path: str) -> list[Values]:
    """The rows of a place and of all below it, from the top down."""
    place = tables.place
    top = naming.find(connection, place, [path]).get(path)
    if top is None:
        return []
    below = sa.select(place.c.id).where(place.c.id == top["id"]).cte("below", recursive=True)
    below = below.union(sa.select(place.c.id).join(below, place.c.parent_id == below.c.id))
    query = sa.select(place).where(place.c.id.in_(sa.select(below.c.id)))
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return sorted(rows, key=lambda row: (row["path"].count("/"), row["id"]))


def place_ids(writer: Writer, paths: Iterable[str]) -> dict[str, int]:
    """The ids of places by path; missing places and those above them are added."""
    ids: dict[str, int] = {}
    for path in dict.fromkeys(paths):
        parent: int | None = None
        above = ""
        steps = path.split("/")
        for depth in range(1, len(steps) + 1):
            part = "/".join(steps[:depth])
            known = naming.find(writer.connection, tables.place, [part]).get(part)
            if known is not None:
                parent, above = known["id"], known["path"]
                continue
            # A place that is there already keeps its case.
            full = f"{above}/{steps[depth - 1]}" if above else part
            row = {"parent_id": parent, "name": steps[depth - 1], "path": full}
            parent, above = writer.insert(tables.place, [row])[0], full
        assert parent is not None
        ids[path] = parent
    return ids


def _owner_column(table: Table, entity: Entity) -> sa.Column[Any]:
    return table.c[f"{entity}_id"]


def _children(connection: Connection, table: Table, owner: sa.Column[Any], ids: Iterable[int]) -> list[Values]:
    query = sa.select(table).where(in_ids(owner, ids)).order_by(owner, table.c.position, table.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _load_items(connection: Connection, entity: Entity, found: dict[int, Values], fields: list[Field]) -> None:
    table = tables.ITEMS[entity]
    owner = _owner_column(table, entity)
    query = (
        sa.select(owner, table.c.field, table.c.value)
        .where(in_ids(owner, found), table.c.field.in_([field.key for field in fields]))
        .order_by(owner, table.c.position)
    )
    by_key = {field.key: field for field in fields}
    for record_id, key, value in connection.execute(query).all():
        found[record_id][key].append(_unpack_item(by_key[key], value))


def _save_items(writer: Writer, entity: Entity, records: dict[int, Values], _: dict[int, Values]) -> None:
    table = tables.ITEMS[entity]
    owner = _owner_column(table, entity)
    fields = vocabulary.of(writer.connection).by_key
    keys = {key for record in records.values() for key in record}
    old: dict[tuple[int, str], list[Values]] = {}
    for row in _children(writer.connection, table, owner, records):
        if row["field"] in keys:
            old.setdefault((row[owner.name], row["field"]), []).append(row)
    pairs: list[Pair] = []
    for record_id, record in records.items():
        for key, value in record.items():
            kind = fields[key].kind
            wanted = [
                {
                    owner.name: record_id,
                    "field": key,
                    "position": position,
                    "value": item if isinstance(item, str) else _encode(item),
                    "folded": fold(kind.show_entry(item)),
                }
                for position, item in enumerate(value or ())
            ]
            pairs.append((old.get((record_id, key), ()), wanted))
    writer.replace(table, pairs)


def _unpack_item(field: Field, value: str) -> Any:
    return json.loads(value) if isinstance(field.kind, Parts) else value


def _load_tags(connection: Connection, _: Entity, found: dict[int, Values], fields: list[Field]) -> None:
    link, tag = tables.copy_tag, tables.tag
    query = (
        sa.select(link.c.copy_id, tag.c.name)
        .join(tag, tag.c.id == link.c.tag_id)
        .where(in_ids(link.c.copy_id, found))
        .order_by(link.c.copy_id, link.c.position)
    )
    for copy_id, name in connection.execute(query).all():
        found[copy_id][fields[0].key].append(name)


def _save_tags(writer: Writer, _: Entity, records: dict[int, Values], __: dict[int, Values]) -> None:
    link = tables.copy_tag
    wanted = {copy_id: list(dict.fromkeys(next(iter(record.values())) or ())) for copy_id, record in records.items()}
    ids = name_ids(writer, tables.tag, (name for names in wanted.values() for name in names))
    old: dict[int, list[Values]] = {}
    for row in _children(writer.connection, link, link.c.copy_id, records):
        old.setdefault(row["copy_id"], []).append(row)
    pairs: list[Pair] = []
    for copy_id, names in wanted.items():
        tag_ids = dict.fromkeys(ids[name] for name in names)
        rows = [{"copy_id": copy_id, "tag_id": tag_id, "position": place} for place, tag_id in enumerate(tag_ids)]
        pairs.append((old.get(copy_id, ()), rows))
    writer.replace(link, pairs)


def _load_place(connection: Connection, _: Entity, found: dict[int, Values], fields: list[Field]) -> None:
    copy, place = tables.copy, tables.place
    query = (
        sa.select(copy.c.id, place.c.path).join(place, place.c.id == copy.c.place_id).where(in_ids(copy.c.id, found))
    )
    for copy_id, path in connection.execute(query).all():
        found[copy_id][fields[0].key] = path


def _save_place(writer: Writer, _: Entity, records: dict[int, Values], updates: dict[int, Values]) -> None:
    paths = {copy_id: next(iter(record.values())) for copy_id, record in records.items()}
    ids = place_ids(writer, (path for path in paths.values() if path))
    for copy_id, path in paths.items():
        updates.setdefault(copy_id, {})["place_id"] = ids[path] if path else None


def _load_credits(connection: Connection, _: Entity, found: dict[int, Values], fields: list[Field]) -> None:
    credit, person = tables.credit, tables.person
    query = (
        sa.select(credit.c.film_id, credit.c.position, naming.person_called(), credit.c.role, credit.c.character)
        .join(person, person.c.id == credit.c.person_id)
        .where(in_ids(credit.c.film_id, found))
        .order_by(credit.c.film_id, credit.c.position)
    )
    for film_id, position, name, role, character in connection.execute(query).all():
        part = {"order": position, "person": name, "role": role, "character": character}
        found[film_id][fields[0].key].append(part)


def _save_credits(writer: Writer, _: Entity, records: dict[int, Values], __: dict[int, Values]) -> None:
    credit = tables.credit
    wanted = {film_id: list(next(iter(record.values())) or ()) for film_id, record in records.items()}
    ids = name_ids(writer, tables.person, (part["person"] for parts in wanted.values() for part in parts))
    old: dict[int, list[Values]] = {}
    for row in _children(writer.connection, credit, credit.c.film_id, records):
        old.setdefault(row["film_id"], []).append(row)
    pairs: list[Pair] = []
    for film_id, parts in wanted.items():
        rows = [
            {
                "film_id": film_id,
                "person_id": ids[part["person"]],
                "position": position,
                "role": part.get("role") or "actor",
                "character": part.get("character"),
            }
            for position, part in enumerate(parts, 1)
        ]
        pairs.append((old.get(film_id, ()), rows))
    writer.replace(credit, pairs)


def _load_texts(connection: Connection, _: Entity, found: dict[int, Values], fields: list[Field]) -> None:
    table = tables.film_text
    for row in _children(connection, table, table.c.film_id, found):
        part = {"kind": row["kind"], "author": row["author"], "heading": row["heading"], "text": row["body"]}
        found[row["film_id"]][fields[0].key].append(part | {"document": row["document_id"]})


def _save_texts(writer: Writer, _: Entity, records: dict[int, Values], __: dict[int, Values]) -> None:
    table = tables.film_text
    old: dict[int, list[Values]] = {}
    for row in _children(writer.connection, table, table.c.film_id, records):
        old.setdefault(row["film_id"], []).append(row)
    pairs: list[Pair] = []
    for film_id, record in records.items():
        rows = [
            {
                "film_id": film_id,
                "document_id": part.get("document"),
                "position": position,
                "kind": part["kind"],
                "author": part.get("author"),
                "heading": part.get("heading"),
                "body": part["text"],
            }
            for position, part in enumerate(next(iter(record.values())) or ())
        ]
        pairs.append((old.get(film_id, ()), rows))
    writer.replace(table, pairs)


def _load_custom(connection: Connection, entity: Entity, found: dict[int, Values], fields: list[Field]) -> None:
    table = tables.custom_value
    several = {field.key: field.kind.multiple for field in fields}
    query = sa.select(table.c.record_id, table.c.field, table.c.value)
    mine = (table.c.about == entity, in_ids(table.c.record_id, found))
    for record_id, key, value in connection.execute(query.where(*mine).order_by(table.c.position)):
        if several.get(key):
            found[record_id][key].append(value)
        elif key in several:
            found[record_id][key] = value


def _save_custom(writer: Writer, entity: Entity, records: dict[int, Values], _: dict[int, Values]) -> None:
    table = tables.custom_value
    fields = vocabulary.of(writer.connection).by_key
    keys = {key for record in records.values() for key in record}
    query = sa.select(table).where(table.c.about == entity, in_ids(table.c.record_id, records))
    old: dict[tuple[int, str], list[Values]] = {}
    for row in writer.connection.execute(query.order_by(table.c.position)).mappings():
        if row["field"] in keys:
            old.setdefault((row["record_id"], row["field"]), []).append(dict(row))
    pairs: list[Pair] = []
    for record_id, record in records.items():
        for key, value in record.items():
            kind = fields[key].kind
            wanted = [
                {
                    "about": entity,
                    "record_id": record_id,
                    "field": key,
                    "position": position,
                    "value": part,
                    "comparable": comparable(kind, part),
                }
                for position, part in enumerate((value or ()) if kind.multiple else () if value is None else (value,))
            ]
            existing = old.get((record_id, key), ())
            if existing or wanted:
                pairs.append((existing, wanted))
    writer.replace(table, pairs)


def comparable(kind: Kind, value: Any) -> Any:
    """What stands for a value of a custom field, or an entry of it, where values are compared: text, number, date."""
    return fold(kind.show_entry(value)) if kind.compare == "words" else kind.pack(value)[0]


def _load_children(connection: Connection, _: Entity, found: dict[int, Values], fields: list[Field]) -> None:
    for field in fields:
        assert field.kind.rows is not None
        children.CHILDREN[field.kind.rows].load(connection, found, field.key)


def _save_children(writer: Writer, _: Entity, records: dict[int, Values], __: dict[int, Values]) -> None:
    key = next(iter(next(iter(records.values()))))
    kind = vocabulary.of(writer.connection).by_key[key].kind
    assert kind.rows is not None
    home = children.CHILDREN[kind.rows]
    wanted = {record_id: list(record[key] or ()) for record_id, record in records.items()}
    ids: dict[str, dict[str, int]] = {}
    for name, shared in home.shared.items():
        names = dict.fromkeys(part[name] for parts in wanted.values() for part in parts if part.get(name))
        ids[name] = place_ids(writer, names) if shared.table is tables.place else name_ids(writer, shared.table, names)
    old: dict[int, list[Values]] = {}
    for row in _children(writer.connection, home.table, home.table.c[home.owner], records):
        old.setdefault(row[home.owner], []).append(row)
    writer.replace(
        home.table,
        [
            (old.get(record_id, ()), [home.row(record_id, place, part, ids) for place, part in enumerate(parts)])
            for record_id, parts in wanted.items()
        ],
    )


def _load_links(connection: Connection, _: Entity, found: dict[int, Values], fields: list[Field]) -> None:
    for field in fields:
        _LINKS[field.kind.rows](connection, found, field.key)


def _refuse_links(_: Writer, __: Entity, records: dict[int, Values], ___: dict[int, Values]) -> None:
    raise AssertionError(f"links are written by collection.commands.links: {records}")


_LINKS: dict[Any, Callable[[Connection, Mapping[int, Values], str], None]] = {
    "contents": children.load_contents,
    "parent": children.load_parent,
    "episodes": children.load_episodes,
    "box_set": children.load_box_set,
}
_Loader = Callable[[Connection, Entity, dict[int, Values], list[Field]], None]
_Saver = Callable[[Writer, Entity, dict[int, Values], dict[int, Values]], None]
_LOADERS: dict[str | None, _Loader] = {
    "items": _load_items,
    "tags": _load_tags,
    "place": _load_place,
    "credits": _load_credits,
    "texts": _load_texts,
    "custom": _load_custom,
    **dict.fromkeys(children.CHILDREN, _load_children),
    **dict.fromkeys(_LINKS, _load_links),
}
_SAVERS: dict[str, _Saver] = {
    "items": _save_items,
    "tags": _save_tags,
    "place": _save_place,
    "credits": _save_credits,
    "texts": _save_texts,
    "custom": _save_custom,
    **dict.fromkeys(children.CHILDREN, _save_children),
    **dict.fromkeys(_LINKS, _refuse_links),
}
