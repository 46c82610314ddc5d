"""The fields of an open catalogue: those that every catalogue has, and those that a person added to it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.fields import custom
from catalogue.fields.registry import Vocabulary
from catalogue.store import tables

_DEFINITIONS = sa.select(tables.custom_field).order_by(tables.custom_field.c.position, tables.custom_field.c.id)


def of(connection: Connection) -> Vocabulary:
    """The fields as they are in the snapshot that a connection sees.

    They are asked for each time, so that undo and other processes are heeded too; the same definitions give the same
    object.
    """
    return _of(definitions(connection))


def definitions(connection: Connection) -> tuple[custom.Definition, ...]:
    """What a person says of each custom field, in order."""
    rows = connection.execute(_DEFINITIONS).all()
    return tuple(custom.Definition(row.id, row.name, row.kind, row.entity, tuple(row.choices or ())) for row in rows)


@lru_cache(maxsize=64)
def _of(definitions: tuple[custom.Definition, ...]) -> Vocabulary:
    names: dict[str, custom.Definition] = {}
    for definition in definitions:
        # A field that was removed may come back when another bears its name by now.
        name, number = definition.name, 2
        while custom.query_name(name) in names:
            name, number = f"{definition.name} ({number})", number + 1
        names[custom.query_name(name)] = replace(definition, name=name)
    return Vocabulary(tuple(map(custom.field_of, names.values())))
