"""Words in the text index, and records as rows of the list: the parts that all conditions are made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any as Anything

import sqlalchemy as sa
from sqlalchemy.sql import operators

from catalogue.fields import people
from catalogue.fields.registry import Field
from catalogue.fields.words import Phrase, pattern, phrases, stored, symbols
from catalogue.store import tables
from catalogue.store.listing import INDEXES, STATED, columns_of, entry, entry_film, index_of, mark_of, plain

Condition = sa.ColumnElement[bool]
Ids = sa.Select[Anything]

_TITLES = ("title", "original_title", STATED)
_NAME_LETTERS = 3


def of_films(film_ids: Ids) -> Condition:
    """The rows of films. A copy answers for every film that is on it, so a box set is found by any of them."""
    return _listed(sa.select(entry_film.c.entry_id).where(entry_film.c.film_id.in_(film_ids)))


def films_asked(ids: Ids) -> Ids | None:
    """The films whose rows a list of rows has, where it was made by `of_films`."""
    test = ids.whereclause
    if isinstance(test, sa.BinaryExpression) and test.left is entry_film.c.film_id:
        return getattr(test.right, "element", None)
    return None


def of_editions(edition_ids: Ids) -> Condition:
    """The rows of editions: their copies."""
    return _listed(sa.select(tables.copy.c.id).where(tables.copy.c.edition_id.in_(edition_ids)))


def of_copies(copy_ids: Ids) -> Condition:
    """The rows of copies; a row bears the number of its copy."""
    return _listed(copy_ids)


def of_records(field: Field, ids: Ids) -> Condition:
    """The rows of films, editions or copies, whichever a field belongs to."""
    return {"film": of_films, "edition": of_editions, "copy": of_copies}[field.entity](ids)


def either(conditions: Sequence[Condition]) -> Condition:
    """The rows that any condition finds. Lists of rows become one list, so that SQLite can start from it."""
    lists = [lists_of(condition) for condition in conditions]
    if len(lists) == 1 or not all(lists):
        return sa.or_(*conditions)
    return entry.c.id.in_(sa.union_all(*(ids for several in lists for ids in several)))


def every(conditions: Sequence[Condition]) -> Condition:
    """The rows that all conditions find. What they ask of the index of copies is asked at once, as one match."""
    asked = [_asked_of_copies(condition) for condition in conditions]
    together = [f"({expression})" for expression in asked if expression]
    if len(together) < 2:
        return sa.and_(*conditions)
    others = (condition for condition, expression in zip(conditions, asked, strict=True) if not expression)
    return sa.and_(of_copies(_matches("copy_words", " AND ".join(together))), *others)


def anywhere(text: str, prefix: bool, films: bool = False) -> Condition | None:
    """The rows in which words stand in a row, in any field; None for a text without any word.

    Where each of the `films` answers for itself, lists of what is on a disc, or part of a series, say nothing of it.
    """
    return _any_of(text, prefix, [(index, _of_itself(index) if films else ()) for index in INDEXES])


def _of_itself(index: str) -> list[str]:
    return [column for column in columns_of(index) if column not in ("contents", "episodes")]


def in_names(text: str, prefix: bool) -> Condition | None:
    """The rows in whose titles, or names of people, words stand in a row; None for a text without any word.

    One or two letters begin some name of nearly every film: of them only titles are asked.
    """
    words = (part for phrase in phrases(text, prefix) for part in _parts(phrase))
    short = any(starred and len(word) < _NAME_LETTERS for word, starred in words)
    columns = _TITLES if short else (*_TITLES, *people.COLUMNS)
    return _any_of(text, prefix, [("film_words", columns), ("copy_words", ("edition_title",))])


def in_titles(text: str, prefix: bool) -> Condition | None:
    """The rows in whose titles words stand in a row; None for a text without any word."""
    return _any_of(text, prefix, [("film_words", _TITLES), ("copy_words", ("edition_title",))])


def _any_of(text: str, prefix: bool, where: Sequence[tuple[str, Sequence[str]]]) -> Condition | None:
    """The rows that any of several indexes finds, in all of their columns (none named) or in some."""
    found = [_rows(index, matching(index, columns, text, prefix)) for index, columns in where]
    parts = [part for part in found if part is not None]
    return either(parts) if parts else None


def in_field(field: Field, text: str, prefix: bool) -> Condition | None:
    """The rows in which words stand in a row in one value of a field; None for a text without any word."""
    index = index_of(field)
    return None if index is None else _rows(index, matching(index, columns_of(field), text, prefix, mark_of(field)))


def in_columns(columns: Sequence[str], text: str, prefix: bool) -> Condition | None:
    """The rows in which words stand in a row in one of some columns of the films' index."""
    return _rows("film_words", matching("film_words", columns, text, prefix))


def matching(index: str, columns: Sequence[str], text: str, prefix: bool, mark: str = "") -> Ids | None:
    """The records in whose columns (all of them: none named) a text index finds words in a row, or else symbols.

    `mark` stands before each word of a custom field. None for a text with neither words nor symbols.
    """
    expression = asked(text, prefix, columns, mark)
    if expression is None:
        return None
    tests = []
    if any(map(_begins_inside, phrases(text, prefix))):
        # The index knows a beginning only at the end of a phrase: it finds the words, and their order is looked at.
        sought = pattern(text, prefix, mark)
        table, _ = indexed(index)
        texts = [table.c[name] if mark else plain(table.c[name]) for name in columns or columns_of(index)]
        tests = [sa.or_(*(sa.func.matches(sought, one) for one in texts))]
    return _matches(index, expression).where(*tests)


def asked(text: str, prefix: bool, columns: Sequence[str] = (), mark: str = "") -> str | None:
    """Words in a row, or else symbols, as SQLite's text index is asked for them; None for a text with neither."""
    found, joint = phrases(text, prefix), " OR "
    if not found:
        found, joint = symbols(text), " AND "
    if not found:
        return None
    parts = []
    for one in found:
        if _begins_inside(one):
            parts.append(" AND ".join(_matched(word, starred, mark) for word, starred in _parts(one)))
        else:
            parts.append(_matched(" ".join(one.words), one.beginnings[-1], mark))
    expression = parts[0] if len(parts) == 1 else joint.join(f"({part})" for part in parts)
    if not columns:
        return expression
    return "{" + " ".join(f'"{name}"' for name in columns) + "} : (" + expression + ")"


def _begins_inside(phrase: Phrase) -> bool:
    return any(phrase.beginnings[:-1])


def _parts(phrase: Phrase) -> list[tuple[str, bool]]:
    return list(zip(phrase.words, phrase.beginnings, strict=True))


def _matched(words: str, beginning: bool, mark: str) -> str:
    return '"' + " ".join(mark + stored(word) for word in words.split(" ")) + '"' + (" *" if beginning else "")


@lru_cache
def indexed(index: str) -> tuple[sa.TableClause, Ids]:
    """A text index as a table, and the records in it."""
    words = sa.table(index, sa.column("rowid", sa.Integer), *(sa.column(name) for name in columns_of(index)))
    return words, sa.select(words.c.rowid)


def of_index(index: str, ids: Ids) -> Condition:
    """The rows of the records that a text index knows by its numbers."""
    return of_copies(ids) if index == "copy_words" else of_films(ids)


def _rows(index: str, ids: Ids | None) -> Condition | None:
    return None if ids is None else of_index(index, ids)


def _matches(index: str, expression: str) -> Ids:
    _, query = indexed(index)
    return query.where(sa.literal_column(index).op("MATCH")(expression))


def _asked_of_copies(condition: Condition) -> str | None:
    """The match that a condition is made of alone, when it is one in the index of copies: its numbers are rows."""
    lists = lists_of(condition)
    asked = lists[0].whereclause if len(lists) == 1 else None
    if not isinstance(asked, sa.BinaryExpression) or getattr(asked.left, "name", None) != "copy_words":
        return None
    return asked.right.value if isinstance(asked.right, sa.BindParameter) else None


def _listed(ids: Ids) -> Condition:
    return entry.c.id.in_(ids)


def lists_of(condition: Condition) -> list[Ids]:
    """The lists of rows that a condition is made of; none for one that is something else."""
    if not isinstance(condition, sa.BinaryExpression) or condition.operator is not operators.in_op:
        return []
    listed = getattr(condition.right, "element", None)
    if condition.left is not entry.c.id:
        return []
    several = listed.selects if isinstance(listed, sa.CompoundSelect) else [listed]
    return [ids for ids in several if isinstance(ids, sa.Select)]
