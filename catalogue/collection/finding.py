"""Which rows a query finds, and how many."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import saved as saved_searches
from catalogue.collection.saved import SavedSearch
from catalogue.jobs import Job
from catalogue.search import compile as compiler
from catalogue.search import parser
from catalogue.search.hits import Condition
from catalogue.search.tree import Query, QueryProblem, Sort, SpanKind
from catalogue.store import vocabulary
from catalogue.store.engine import interruptible
from catalogue.store.listing import entry


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a query finds: ids in order, spans of the query for colouring, and what was not understood."""

    ids: array[int]
    problems: tuple[QueryProblem, ...]
    spans: tuple[tuple[int, int, SpanKind], ...]


def find(
    connection: Connection,
    query: str,
    sort: Sequence[tuple[str, bool]] = (),
    job: Job | None = None,
    limit: int | None = None,
) -> Found:
    """All rows that a query finds, in order: the query's own sort first, then the given one, then the title."""
    fields = vocabulary.of(connection)
    parsed = parser.parse(query, fields)
    condition, problems = compiled(connection, parsed)
    given = tuple(Sort(key, descending) for key, descending in sort)
    wanted = parsed.sort or given or (Sort("title"),)
    clauses, unknown = compiler.order(wanted, fields)
    # The index is walked one way: ties must run in the direction of the sort before them.
    ties = entry.c.id.desc() if wanted[-1].descending else entry.c.id.asc()
    statement = sa.select(entry.c.id).where(condition).order_by(*clauses, ties).limit(limit)
    with interruptible(connection, job):
        # Straight from the driver: of 100,000 ids, making a row object of each takes longer than finding them.
        result = connection.execute(statement)
        ids = array("q", chain.from_iterable(result.cursor.fetchall()))
        result.close()
    found = tuple(sorted((*parsed.problems, *problems, *unknown), key=lambda problem: problem.start))
    return Found(ids, found, parsed.spans)


def compiled(connection: Connection, query: Query) -> tuple[Condition, list[QueryProblem]]:
    """The condition for a query in this catalogue, and what of it was not understood."""
    saved = saved_searches.texts(connection) if compiler.names_saved(query) else {}
    return compiler.condition(query, vocabulary.of(connection), saved)


def count(connection: Connection, query: Query) -> int:
    """How many rows a query finds."""
    condition, _ = compiled(connection, query)
    return connection.scalar(sa.select(sa.func.count()).select_from(entry).where(condition)) or 0


_PARTS = {
    "all": "is:disc -is:wish",
    "films": "is:film",
    "wish": "is:wish",
    "lent": "is:lent",
    "late": "is:late",
    "review": "needs:review",
    "trash": "is:trash",
}


def counts(connection: Connection) -> dict[str, int]:
    """How many rows: discs, films without one, wishes, discs on loan and overdue, rows to review, in the trash."""
    return {name: count(connection, parser.parse(text)) for name, text in _PARTS.items()}


def counted(connection: Connection, job: Job | None = None) -> list[SavedSearch]:
    """The saved searches with the number of rows that each finds."""
    known = saved_searches.saved_searches(connection)
    with interruptible(connection, job):
        return [replace(one, count=count(connection, parser.parse(one.query))) for one in known]
