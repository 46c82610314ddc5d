"""How much of the history is kept: its size, and forgetting what is older than a person wants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue import settings
from catalogue.fields import dates
from catalogue.fields.text import size_words
from catalogue.store import tables
from catalogue.store.pictures import Pictures

_OPERATION, _CHANGE = tables.operation, tables.row_change
_ROW = 48  # bytes that an entry takes beside its data, with its share of the indexes


@dataclass(frozen=True, slots=True)
class HistorySize:
    """How large the history is, `bytes` about, and since when it goes."""

    operations: int
    rows: int
    bytes: int
    since: str | None

    def words(self) -> str:
        """In words: `1,204 operations with 88,000 changed rows, about 12 MB, since 12 Mar 2026`."""
        if not self.operations:
            return "The history is empty."
        operations = "1 operation" if self.operations == 1 else f"{self.operations:,} operations"
        rows = "1 entry" if self.rows == 1 else f"{self.rows:,} entries"
        return f"{operations} with {rows}, about {size_words(self.bytes)}, since {dates.show_date(self.since or '')}"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is gone from the history, and what the disk got back."""

    operations: int
    pictures: int
    bytes: int
    given_back: bool = True

    def words(self) -> str:
        """In words, for a message."""
        if not self.operations and not self.pictures:
            return "Nothing in the history is that old; nothing was changed."
        operations = "1 operation was" if self.operations == 1 else f"{self.operations:,} operations were"
        pictures = "" if not self.pictures else f", {self.pictures:,} unused pictures went with them"
        if self.pictures == 1:
            pictures = ", 1 unused picture went with them"
        if not self.given_back:
            return f"{operations} forgotten{pictures}. Their room stays in the file for what comes."
        return f"{operations} forgotten{pictures}; {size_words(self.bytes)} are free again."


def size(connection: Connection) -> HistorySize:
    """How large the history is."""
    rows, data = connection.execute(
        sa.select(sa.func.count(), sa.func.total(sa.func.length(_CHANGE.c.data))).select_from(_CHANGE)
    ).one()
    count, since = connection.execute(sa.select(sa.func.count(), sa.func.min(_OPERATION.c.at))).one()
    return HistorySize(count, rows, int(data) + rows * _ROW, since)


def before(connection: Connection, moment: str | None) -> int:
    """The first operation that is kept when all before a moment (None: all there are) are forgotten.

    Where a clock went back and forth, none that says it is of that moment or later is forgotten with older ones.
    """
    if moment is not None:
        first = connection.scalar(sa.select(sa.func.min(_OPERATION.c.id)).where(_OPERATION.c.at >= moment))
        if first is not None:
            return int(first)
    return (connection.scalar(sa.select(sa.func.max(_OPERATION.c.id))) or 0) + 1


def outdated(connection: Connection) -> int:
    """The first operation that is kept by the person's settings."""
    first = 0
    days, most = settings.get(settings.HISTORY_DAYS), settings.get(settings.HISTORY_OPERATIONS)
    if days:
        first = before(connection, dates.days_ago(days))
    if most:
        beyond = sa.select(_OPERATION.c.id).order_by(_OPERATION.c.id.desc()).offset(most).limit(1)
        first = max(first, (connection.scalar(beyond) or 0) + 1)
    return first


def forget(connection: Connection, first: int) -> int:
    """Removes all operations before one, for good. Returns how many there were."""
    gone = connection.scalar(sa.select(sa.func.count()).select_from(_OPERATION).where(_OPERATION.c.id < first)) or 0
    if gone:
        connection.execute(sa.delete(_CHANGE).where(_CHANGE.c.operation_id < first))
        # One that was undone points to the undo, which came later: both go, or only the first does.
        connection.execute(sa.delete(_OPERATION).where(_OPERATION.c.id < first))
    return gone


def unused_pictures(connection: Connection, pictures: Pictures) -> set[str]:
    """Hashes of pictures in the store that no disc has and that the history cannot bring back."""
    used = set(connection.scalars(sa.select(tables.picture.c.sha256)))
    images = sa.select(_CHANGE.c.data).where(_CHANGE.c.table_name == tables.picture.name, _CHANGE.c.data.is_not(None))
    for data in connection.scalars(images):
        stated: Any = data.get("sha256")
        used.update(stated if isinstance(stated, list) else (stated,))
    return pictures.hashes() - used
