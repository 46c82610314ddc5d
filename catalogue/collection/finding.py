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
from catalogue.fields.registry import Vocabulary
from catalogue.jobs import Job
from catalogue.search import compile as compiler
from catalogue.search import parser
from catalogue.search.compile import Compiled
from catalogue.search.tree import Query, QueryProblem, Sort, SpanKind
from catalogue.store import vocabulary
from catalogue.store.engine import interruptible
from catalogue.store.listing import entry


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a query finds: ids in order, spans of the query for colouring, and what was not understood.

    Not `whole` is an answer that came first, from titles and names alone. `empty` is a query that asks for nothing in
    particular, so that everything is found.
    """

    ids: array[int]
    problems: tuple[QueryProblem, ...]
    spans: tuple[tuple[int, int, SpanKind], ...]
    whole: bool = True
    empty: bool = False


def find(
    connection: Connection,
    query: str,
    sort: Sequence[tuple[str, bool]] = (),
    job: Job | None = None,
    limit: int | None = None,
    first: bool = False,
) -> Found:
    """All rows that a query finds, in order: the query's own sort first, then the given one, then the title.

    With `first`, words are looked for in titles and names of people only, which takes a fraction of the time.
    """
    fields = vocabulary.of(connection)
    parsed = parser.parse(query, fields)
    meant = compiled(connection, parsed, fields, first)
    given = tuple(Sort(key, descending) for key, descending in sort)
    wanted = parsed.sort or given or (Sort("title"),)
    clauses, unknown = compiler.order(wanted, fields)
    # The index is walked one way: ties must run in the direction of the sort before them.
    ties = entry.c.id.desc() if wanted[-1].descending else entry.c.id.asc()
    statement = sa.select(entry.c.id).where(meant.condition).order_by(*clauses, ties).limit(limit)
    with interruptible(connection, job):
        # Straight from the driver: of 100,000 ids, making a row object of each takes longer than finding them.
        result = connection.execute(statement)
        ids = array("q", chain.from_iterable(result.cursor.fetchall()))
        result.close()
    problems = tuple(sorted((*parsed.problems, *meant.problems, *unknown), key=lambda problem: problem.start))
    return Found(ids, problems, parsed.spans, meant.whole, meant.empty)


def compiled(connection: Connection, query: Query, fields: Vocabulary | None = None, first: bool = False) -> Compiled:
    """What a query means in this catalogue, whose `fields` may be known already."""
    saved = saved_searches.texts(connection) if compiler.names_saved(query) else {}
    return compiler.compiled(query, fields or vocabulary.of(connection), saved, first)


def count(connection: Connection, query: Query) -> int:
    """How many rows a query finds."""
    counted = sa.select(sa.func.count()).select_from(entry).where(compiled(connection, query).condition)
    return connection.scalar(counted) or 0


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
