"""Completions for the cells of lists of records: people of a cast, who gave a rating, whose certification it is."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Select

from catalogue.collection import reading
from catalogue.fields import collation
from catalogue.fields.lists import Cell, Parts
from catalogue.fields.registry import Field
from catalogue.fields.text import fold
from catalogue.store import tables, vocabulary
from catalogue.store.children import CHILDREN
from catalogue.store.naming import person_called, person_folded


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
    wanted = fold(typed)
    found = _people(connection, wanted, limit) if cell_key == "person" else _in_use(connection, field, cell)
    known = {fold(value) for value in found}
    found += [choice for choice in cell.choices if fold(choice) not in known]
    fitting = [value for value in found if fold(value).startswith(wanted) or f" {wanted}" in fold(value)]
    return sorted(fitting, key=lambda value: not fold(value).startswith(wanted))[:limit]


def _people(connection: Connection, wanted: str, limit: int) -> list[str]:
    folded = person_folded()
    begins = folded.startswith(wanted, autoescape=True)
    within = folded.contains(f" {wanted}", autoescape=True)
    query = sa.select(person_called()).where(sa.or_(begins, within)).order_by(sa.not_(begins), folded)
    return sorted(connection.scalars(query.limit(limit)), key=collation.name_key)


def _in_use(connection: Connection, field: Field, cell: Cell) -> list[str]:
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
        return []
    query = source.where(value.is_not(None)).group_by(value).order_by(sa.func.count().desc()).limit(2000)
    return [str(found) for found in connection.scalars(query)]
