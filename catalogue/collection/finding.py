"""Which rows a query finds, and how many."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import saved as saved_searches
from catalogue.collection.saved import SavedSearch
from catalogue.errors import UserError
from catalogue.fields.parts import film_name
from catalogue.fields.registry import Vocabulary
from catalogue.jobs import Job
from catalogue.search import compile as compiler
from catalogue.search import parser, printer, sorting
from catalogue.search.compile import Compiled
from catalogue.search.scopes import SCOPES, ListScope
from catalogue.search.tree import Not, Query, QueryHint, QueryProblem, Sort, SpanKind, Words, top_parts
from catalogue.store import records, vocabulary
from catalogue.store.engine import in_ids, interruptible
from catalogue.store.listing import entry, entry_film


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that a query finds: ids in order, spans of the query for colouring, and what was not understood.

    Not `whole` is an answer that came first, from titles and names alone. `empty` is a query that asks for nothing in
    particular, so that everything is found. `hints` say how it was read where it can be read in two ways.
    """

    ids: array[int]
    problems: tuple[QueryProblem, ...]
    spans: tuple[tuple[int, int, SpanKind], ...]
    whole: bool = True
    empty: bool = False
    hints: tuple[QueryHint, ...] = ()

    def doubts(self) -> list[str]:
        """What was not understood, or only guessed, in words: a command that changes or writes something refuses it."""
        said = [problem.message for problem in self.problems] + [hint.refusal for hint in self.hints if hint.refusal]
        return list(dict.fromkeys(said))


def find(
    connection: Connection,
    query: str,
    sort: Sequence[tuple[str, bool]] = (),
    job: Job | None = None,
    limit: int | None = None,
    first: bool = False,
    scope: ListScope = "everything",
) -> Found:
    """All rows of a scope that a query finds, in order: its own sort, else the given one, else the title.

    Rows of one title come by year, and what is equal even then by id.

    With `first`, words are looked for in titles and names of people only, which takes a fraction of the time.
    """
    fields = vocabulary.of(connection)
    parsed = parser.parse(query, fields)
    meant = compiled(connection, parsed, fields, first, scope)
    given = tuple(Sort(key, descending) for key, descending in sort)
    wanted = parsed.sort or given or (Sort("title"),)
    clauses, unknown = sorting.order(wanted, fields)
    statement = sa.select(entry.c.id).where(meant.condition).order_by(*clauses)
    hints = [*parsed.lacking, *meant.hints]
    with interruptible(connection, job):
        titled = set() if meant.title is None else set(connection.scalars(sa.select(entry.c.id).where(meant.title)))
        # Straight from the driver: of 100,000 ids, making a row object of each takes longer than finding them.
        result = connection.execute(statement.limit(None if titled else limit))
        ids = array("q", chain.from_iterable(result.cursor.fetchall()))
        result.close()
    if titled:
        # What is called like the whole query comes first, whatever a word in it means.
        hints += _as_words(parsed, len(titled) < len(ids))
        ids = array("q", sorted(ids, key=lambda row_id: row_id not in titled))[:limit]
    if ids and not first:
        hints += _written_otherwise(connection, meant)
    hints += _left_out(parsed, bool(ids))
    problems = tuple(sorted((*parsed.problems, *meant.problems, *unknown), key=lambda problem: problem.start))
    return Found(ids, problems, parsed.spans, meant.whole, meant.empty, tuple(hints))


def _written_otherwise(connection: Connection, meant: Compiled) -> Iterator[QueryHint]:
    """Says of a whole value that no record has that what is like it but for its marks was found instead."""
    for term, lists in meant.exact:
        if not any(connection.scalar(ids.limit(1)) for ids in lists):
            refusal = f"No record says “{term.value}” just so."
            yield QueryHint(term.start, term.end, f"{refusal[:-1]}; what differs in its marks was found.", refusal)


def _left_out(query: Query, found: bool) -> Iterator[QueryHint]:
    """Says of a word with a minus in front what that does, where nothing is found or nothing else was asked for."""
    parts = top_parts(query.tree)
    minus = [part for part in parts if isinstance(part, Not) and isinstance(part.part, Words)]
    minus = [part for part in minus if query.text.startswith("-", part.start)]
    if not minus or (found and len(minus) < len(parts)):
        return
    first = minus[0]
    written, word = query.text[first.start : first.end], query.text[first.start + 1 : first.end]
    whole = printer.quote(" ".join(query.text.split()))
    message = f"“{written}” leaves out what has “{word}”; for the words themselves write {whole}."
    yield QueryHint(first.start, first.end, message)


_MEANINGS = {"not": "without", "or": "either of the two", "and": "both"}


def _as_words(query: Query, differs: bool) -> Iterator[QueryHint]:
    """What a word of the language did in a query that is a title as well."""
    title = query.title.text if query.title is not None else ""
    places = [(start, end) for start, end, kind in query.spans if kind == "operator"]
    seen = dict.fromkeys((query.text[start:end].casefold(), start, end) for start, end in places)
    said = {word: (start, end) for word, start, end in reversed(list(seen)) if word in _MEANINGS}
    if not said:
        return
    start, end = min(said.values())
    words = sorted(said, key=lambda word: said[word])
    read = f"“{words[0]}” was read as “{_MEANINGS[words[0]]}”"
    read += "".join(f", “{word}” as “{_MEANINGS[word]}”" for word in words[1:])
    quoted = printer.quote(title)
    message = f"{read}; titles with all of these words come first. For these alone write {quoted}."
    if not differs:
        message = f"{read}, but all that was found has these words in its title."
    meant = " and ".join(f"“{word}” means “{_MEANINGS[word]}”" for word in words)
    yield QueryHint(
        start, end, message, f"Write {quoted} for the title, or ({title}) where {meant}." if differs else ""
    )


def sort_keys(connection: Connection, ids: Sequence[int], key: str) -> dict[int, Any]:
    """What rows are sorted by in the order of a field."""
    column = sorting.sort_column(key, vocabulary.of(connection))
    if column is None:
        return {}
    query = sa.select(entry.c.id, column.label("key")).where(in_ids(entry.c.id, ids))
    return {row.id: row.key for row in connection.execute(query)}


def films_of(connection: Connection, row_ids: Sequence[int], meant: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    """The films of rows; of a disc with several those that are meant. Raises UserError where none is."""
    found: dict[int, None] = {}
    for row_id, films in _films_on(connection, row_ids).items():
        films = meant.get(row_id, films)
        if len(films) > 1 and row_id not in meant:
            raise UserError(which_film(connection, row_id, films))
        found |= dict.fromkeys(films)
    return tuple(found)


def which_film(connection: Connection, copy_id: int, films: Sequence[int], discs: int = 1) -> str:
    """The words of a refusal: one of `discs` discs holds several films, and nothing says which of them is meant."""
    values = records.load(connection, "film", films, ("title", "year"))
    names = {number: film_name(values[number]["title"] or "a film", values[number]["year"]) for number in films}
    held = [f"{names[number]} (film:{number})" for number in films]
    listed = f"{', '.join(held[:-1])} and {held[-1]}" if len(held) < 6 else f"{', '.join(held[:4])} and more"
    more = f", and {discs - 1:,} more of these discs hold several films" if discs > 1 else ""
    return f"copy:{copy_id} holds {listed}{more}: say which film is meant. Nothing was changed."


def _films_on(connection: Connection, row_ids: Sequence[int], episodes: bool = False) -> dict[int, tuple[int, ...]]:
    links = sa.select(entry_film.c.entry_id, entry_film.c.film_id).where(in_ids(entry_film.c.entry_id, row_ids))
    if not episodes:
        links = links.where(entry_film.c.own == 1)
    found: dict[int, tuple[int, ...]] = {}
    for row_id, film_id in connection.execute(links):
        found[row_id] = (*found.get(row_id, ()), film_id)
    return {row_id: found[row_id] for row_id in row_ids if row_id in found}


def films_meant(connection: Connection, query: str, row_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Of rows that a query finds and that have several films: those films that the query names, not all of them.

    An episode is meant where the season that it is of is not.
    """
    on_them = _films_on(connection, row_ids, episodes=True)
    there = {row_id: set(films) for row_id, films in on_them.items() if len(films) > 1}
    if not there:
        return {}
    named: dict[int, set[int]] = {}
    pairs = compiled(connection, parser.parse(query, vocabulary.of(connection)), scope="films").rows
    for row in connection.execute(pairs.where(in_ids(entry.c.copy_id, there))):
        named.setdefault(row.copy_id, set()).add(-row.id)
    own = {row_id: set(films) for row_id, films in _films_on(connection, list(named)).items()}
    meant = {row_id: films & own[row_id] or films for row_id, films in named.items()}
    return {row_id: tuple(sorted(films)) for row_id, films in meant.items() if films != own[row_id]}


def compiled(
    connection: Connection,
    query: Query,
    fields: Vocabulary | None = None,
    first: bool = False,
    scope: ListScope = "everything",
) -> Compiled:
    """What a query means in this catalogue, whose `fields` may be known already."""
    saved = saved_searches.texts(connection) if compiler.names_saved(query) else {}
    return compiler.compiled(query, fields or vocabulary.of(connection), saved, first, scope)


def count(connection: Connection, query: Query, scope: ListScope = "everything") -> int:
    """How many rows of a scope a query finds."""
    meant = compiled(connection, query, scope=scope)
    counted = sa.select(sa.func.count()).select_from(entry).where(meant.condition)
    return connection.scalar(counted) or 0


_PARTS = {
    "no_disc": "is:film",
    "wish": "is:wish",
    "lent": "is:lent",
    "late": "is:late",
    "review": "needs:review",
    "trash": "is:trash",
}


def counts(connection: Connection) -> dict[str, int]:
    """How many rows: in each scope; films without a disc, wishes, on loan and overdue, to review, in the trash."""
    nothing = parser.parse("")
    found: dict[str, int] = {scope: count(connection, nothing, scope) for scope in SCOPES}
    return found | {name: count(connection, parser.parse(text)) for name, text in _PARTS.items()}


def counted(connection: Connection, job: Job | None = None) -> list[SavedSearch]:
    """The saved searches with the number of rows that each finds."""
    known = saved_searches.saved_searches(connection)
    with interruptible(connection, job):
        fields = vocabulary.of(connection)
        return [replace(one, count=count(connection, parser.parse(one.query, fields), one.scope)) for one in known]
