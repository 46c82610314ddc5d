"""The fields of an open catalogue."""

from __future__ import annotations

from sqlalchemy import Connection

from catalogue.fields.registry import BUILT_IN, Vocabulary


def of(connection: Connection) -> Vocabulary:
    """The fields as they are in the snapshot that a connection sees."""
    return BUILT_IN
