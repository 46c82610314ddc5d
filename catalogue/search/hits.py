"""Words in the text index, and records as rows of the list: the parts that all conditions are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any as Anything

import sqlalchemy as sa

from catalogue.fields.registry import Field
from catalogue.fields.text import fold
from catalogue.store.listing import INDEXES, columns_of, entry, entry_film, index_of, mark_of

Condition = sa.ColumnElement[bool]
Ids = sa.Select[Anything]

_TOKEN = re.compile(r"([^\W_]+)(\*(?!\S))?")
_BETWEEN = "(?:[^\\w\ue002]|_)+"  # the mark between two values of a list is no gap between words


def of_films(film_ids: Ids) -> Condition:
    """The rows of films. A copy answers for every film that is on it, so a box set is found by any of them."""
    return entry.c.id.in_(sa.select(entry_film.c.entry_id).where(entry_film.c.film_id.in_(film_ids)))


def of_records(field: Field, ids: Ids) -> Condition:
    """The rows of films, editions or copies, whichever a field belongs to."""
    return of_films(ids) if field.entity == "film" else entry.c[f"{field.entity}_id"].in_(ids)


def anywhere(text: str, prefix: bool) -> Condition | None:
    """The rows in which words stand in a row, in any field; None for a text without any word."""
    found = [_rows(index, matching(index, (), text, prefix)) for index in INDEXES]
    parts = [part for part in found if part is not None]
    return sa.or_(*parts) if parts else None


def in_field(field: Field, text: str, prefix: bool) -> Condition | None:
    """The rows in which words stand in a row in one value of a field; None for a text without any word."""
    index = index_of(field)
    return None if index is None else _rows(index, matching(index, columns_of(field), text, prefix, mark_of(field)))


def in_columns(columns: Sequence[str], text: str, prefix: bool) -> Condition | None:
    """The rows in which words stand in a row in one of some columns of the films' index."""
    return _rows("film_words", matching("film_words", columns, text, prefix))


def words_of(text: str) -> list[str]:
    """The folded words of a text."""
    return [match[1] for match in _TOKEN.finditer(fold(text))]


def pattern_of_words(text: str, prefix: bool, mark: str = "") -> str | None:
    """The regular expression for words in a row in folded text; None for a text without any word."""
    words = _words(text, prefix)
    if not words:
        return None
    inside = _BETWEEN.join(mark + word + ("[^\\W_]*" if starred else "") for word, starred in words)
    return f"(?<![^\\W_]){inside}(?![^\\W_])"


def matching(index: str, columns: Sequence[str], text: str, prefix: bool, mark: str = "") -> Ids | None:
    """The records in whose columns (all of them: none named) a text index finds words in a row.

    `mark` stands before each word of a custom field.
    """
    words = [(mark + word, starred) for word, starred in _words(text, prefix)]
    if not words:
        return None
    hits = sa.table(index, sa.column("rowid", sa.Integer), *(sa.column(name) for name in columns_of(index)))
    query = sa.select(hits.c.rowid)
    if any(starred for _, starred in words[:-1]):
        # The index knows a beginning only at the end of a phrase: it finds the words, and their order is looked at.
        expression = " AND ".join(f'"{word}"' + (" *" if starred else "") for word, starred in words)
        pattern = pattern_of_words(text, prefix, mark)
        query = query.where(sa.or_(*(sa.func.matches(pattern, hits.c[name]) for name in columns or columns_of(index))))
    else:
        expression = '"' + " ".join(word for word, _ in words) + '"' + (" *" if words[-1][1] else "")
    if columns:
        expression = "{" + " ".join(f'"{name}"' for name in columns) + "} : (" + expression + ")"
    bound: sa.BindParameter[str] = sa.bindparam("match", expression, unique=True)
    return query.where(sa.text(f"{index} MATCH :match").bindparams(bound))


def _words(text: str, prefix: bool) -> list[tuple[str, bool]]:
    """The words of a text, each with whether it is a beginning."""
    found = [(match[1], bool(match[2])) for match in _TOKEN.finditer(fold(text))]
    return [(word, starred or (prefix and place == len(found) - 1)) for place, (word, starred) in enumerate(found)]


def _rows(index: str, ids: Ids | None) -> Condition | None:
    if ids is None:
        return None
    return entry.c.copy_id.in_(ids) if index == "copy_words" else of_films(ids)
