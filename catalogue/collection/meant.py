"""What a person may have meant whose query finds nothing, made of words that the catalogue has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import finding
from catalogue.fields import people
from catalogue.fields.registry import Vocabulary
from catalogue.fields.text import fold
from catalogue.fields.words import words_of
from catalogue.jobs import Job
from catalogue.search import names, printer
from catalogue.search.near import nearest
from catalogue.search.parser import parse
from catalogue.search.tokens import OPERATORS, tokens
from catalogue.search.tree import Term, Words, leaves
from catalogue.store import vocabulary
from catalogue.store.engine import interruptible
from catalogue.store.listing import INDEXES, columns_of, index_of, terms_of

_PARTED = re.compile(r"(?<!\S)(\w+)\s+[:：]\s*")  # title : alien
_TRIED = 6  # words for each that was not found


def meant(connection: Connection, query: str, job: Job | None = None, limit: int = 3) -> list[str]:
    """Queries that differ from one by a slip of the finger and find something, the likeliest first."""
    fields = vocabulary.of(connection)
    found: list[str] = []
    with interruptible(connection, job):
        for other in _others(connection, query, fields):
            if other not in found and len(found) < limit:
                answer = finding.find(connection, other, limit=1)
                if answer.ids and not answer.problems:
                    found.append(other)
    return found


def _others(connection: Connection, query: str, fields: Vocabulary) -> Iterator[str]:
    together = _PARTED.sub(lambda found: f"{found[1]}:" if names.knows(found[1], fields) else found[0], query)
    if together != query:
        yield together
    read = list(tokens(query, lambda name: names.knows(name, fields)))
    if any(token.kind == "operator" for token in read):
        # Words of a title, not of the language: Not Without My Daughter.
        yield " ".join(
            printer.quote(token.value.text) if token.kind == "operator" else query[token.start : token.end]
            for token in read
        )
    if any(token.kind == "term" and not token.sign and names.knows(token.name, fields) for token in read):
        # A title that begins like a field: Role:Models.
        yield printer.quote(query)
    if any(token.kind == "minus" for token in read):
        # A title with a hyphen that got a blank: Spider -Man.
        yield printer.quote(query)
    mended = query
    several = False
    for leaf, wanted in reversed(list(leaves(parse(query, fields).tree))):
        if not wanted:
            continue
        others = list(_instead(connection, leaf, fields))
        for other in others:
            yield query[: leaf.start] + other + query[leaf.end :]
        if others:
            several = mended != query
            mended = mended[: leaf.start] + others[0] + mended[leaf.end :]
    if several:
        yield mended


def _instead(connection: Connection, leaf: Words | Term, fields: Vocabulary) -> Iterator[str]:
    """A part of a query with one word put right, as text."""
    if isinstance(leaf, Words):
        for text in _mended(connection, leaf.text, _everywhere()):
            yield printer.write_tree(Words(text, leaf.prefix))
        return
    if not names.knows(leaf.field, fields):
        known = {name: 1 for field in fields.all for name in (field.key, *field.search)}
        known |= dict.fromkeys((*people.names(), *names.STATES), 1)
        for name in nearest(fold(leaf.field), known.items(), _TRIED):
            yield printer.write_tree(_renamed(leaf, name))
        return
    where = _columns(leaf.field, fields)
    if where and leaf.comparison in ("has", "is"):
        for text in _mended(connection, leaf.value, where):
            yield printer.write_tree(_revalued(leaf, text))


def _renamed(term: Term, name: str) -> Term:
    return Term(name, term.comparison, term.value, term.upper, term.prefix)


def _revalued(term: Term, value: str) -> Term:
    return Term(term.field, term.comparison, value, term.upper, term.prefix)


def _everywhere() -> list[tuple[str, Sequence[str]]]:
    return [(index, ()) for index in INDEXES]


def _columns(name: str, fields: Vocabulary) -> list[tuple[str, Sequence[str]]]:
    known = people.by_name(name)
    if known is not None:
        return [("film_words", known.columns)]
    field = fields.by_search_name(name)
    index = index_of(field) if field is not None else None
    return [(index, columns_of(field))] if field is not None and index is not None else []


def _mended(connection: Connection, text: str, where: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    words = words_of(text)
    for place, word in enumerate(words):
        if len(word) < 3 or word in OPERATORS or any(_known(connection, word, *one) for one in where):
            continue
        for index, columns in where:
            near = nearest(word, _candidates(connection, word, index, columns), _TRIED)
            yield from (" ".join([*words[:place], other, *words[place + 1 :]]) for other in near)
            if near:
                break  # words of long texts are asked for only where no title or name is near


def _known(connection: Connection, word: str, index: str, columns: Sequence[str]) -> bool:
    return next(_terms(connection, index, columns, word, word + "\U0010ffff", 1), None) is not None


def _candidates(connection: Connection, word: str, index: str, columns: Sequence[str]) -> Iterator[tuple[str, int]]:
    # A slip in the first letter alone is rare; one that swaps or doubles it leaves the second one in front.
    for letter in dict.fromkeys((word[0], word[1])):
        yield from _terms(connection, index, columns, letter, letter + "\U0010ffff", None)


def _terms(
    connection: Connection, index: str, columns: Sequence[str], low: str, high: str, limit: int | None
) -> Iterator[tuple[str, int]]:
    table = sa.table(terms_of(index), sa.column("term"), sa.column("col"), sa.column("doc"))
    query = sa.select(table.c.term, table.c.doc).where(table.c.term >= low, table.c.term < high)
    if columns:
        query = query.where(table.c.col.in_(columns))
    yield from ((row[0], row[1]) for row in connection.execute(query.limit(limit)))
