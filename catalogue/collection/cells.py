"""Completions for the cells of lists of records: people of a cast, who gave a rating, whose certification it is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Select

from catalogue.collection import people, reading
from catalogue.fields import collation
from catalogue.fields.lists import Cell, Parts
from catalogue.fields.registry import Field
from catalogue.fields.text import identity
from catalogue.fields.words import completes, searched
from catalogue.store import tables, vocabulary
from catalogue.store.children import CHILDREN


def completions(connection: Connection, key: str, typed: str, limit: int) -> list[str]:
    """Values in use in one cell (`credits.person`) that begin with what was typed, or hold a word that does."""
    name, _, cell_key = key.partition(".")
    fields = vocabulary.of(connection)
    field = fields.find(name)
    kind = field.kind
    cell = next((cell for cell in kind.cells if cell.key == cell_key), None) if isinstance(kind, Parts) else None
    if cell is None:
        return []
    if kind.rows not in ("credits", "texts", "items") and cell.key in fields.by_key:
        # The place of a disc is a place as any other.
        return reading.completions(connection, cell.key, typed, limit)
    if kind.rows == "contents" and cell.key == "film":
        return reading.completions(connection, "parent", typed, limit)
    if cell_key == "person":
        return people.completing(connection, typed, limit)
    wanted, fits = searched(typed), completes(typed)
    found = _in_use(connection, field, cell)
    known = set(map(identity, found))
    found |= {choice: 0 for choice in cell.choices if identity(choice) not in known}
    fitting = (
        (not searched(value).startswith(wanted), -count, collation.key(value), value)
        for value, count in found.items()
        if fits(value)
    )
    return [value for *_, value in sorted(fitting)[:limit]]


def _in_use(connection: Connection, field: Field, cell: Cell) -> dict[str, int]:
    """The values in one cell with the number of times that each is there."""
    value: Any
    if field.kind.rows == "credits":
        value = tables.credit.c[cell.key]
        source: Select[Any] = sa.select(value)
    elif field.kind.rows == "texts":
        value = tables.film_text.c["body" if cell.key == "text" else cell.key]
        source = sa.select(value)
    elif field.kind.rows == "items":
        item = tables.ITEMS[field.entity]
        value = sa.func.json_extract(item.c.value, f"$.{cell.key}")
        source = sa.select(value).where(item.c.field == field.key)
    elif field.kind.rows in CHILDREN:
        child = CHILDREN[field.kind.rows]
        one = child.shared.get(cell.key)
        value = child.table.c[child.columns[cell.key]] if one is None else one.table.c[one.name]
        source = sa.select(value)
    else:
        return {}
    number = sa.func.count()
    query = source.add_columns(number).where(value.is_not(None)).group_by(value).order_by(number.desc()).limit(2000)
    return {str(found): count for found, count in connection.execute(query)}
