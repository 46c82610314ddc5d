"""Ratings as people compare them: `ratings:>7`, `ratings:imdb>=7.5`, `ratings:"rotten tomatoes>80"`, `ratings:7-9`.

Up to 10 a number is one out of ten, above that out of a hundred, whatever the scale of the source.
"""

from __future__ import annotations

import re

import sqlalchemy as sa

from catalogue.fields.registry import Field
from catalogue.fields.text import fold
from catalogue.search.context import Context
from catalogue.search.hits import Condition, of_films
from catalogue.search.tree import Term
from catalogue.search.values import DASHES
from catalogue.store import tables

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?", re.ASCII)
_DASHED = re.compile(rf"({_NUMBER.pattern})\s*[{DASHES}]\s*({_NUMBER.pattern})", re.ASCII)
_OF_SOURCE = re.compile(r"([^<>=]+?)\s*(>=|<=|=|>|<)\s*([^<>=]*)")
_TEN, _HUNDRED = 10, 100


def compares(term: Term) -> bool:
    """Whether a term about ratings compares them, and does not look for words in them."""
    if term.comparison == "range":
        return all(not bound or _NUMBER.fullmatch(bound) for bound in (term.value, term.upper))
    if term.comparison == "has":
        return any(form.fullmatch(term.value) for form in (_OF_SOURCE, _DASHED))
    return term.comparison in ("<", "<=", ">", ">=")


def compared(field: Field, term: Term, context: Context) -> Condition:
    """The rows with a rating as the term wants it."""
    item = tables.film_item
    part = sa.func.json_extract
    share = part(item.c.value, "$.value") * 1.0 / sa.func.nullif(part(item.c.value, "$.scale"), 0)
    tests = [item.c.field == field.key]
    if term.comparison == "range":
        limits = [(sign, bound) for sign, bound in ((">=", term.value), ("<=", term.upper)) if bound]
    elif term.comparison == "has" and (ends := _DASHED.fullmatch(term.value)):
        limits = [(">=", ends[1]), ("<=", ends[2])]
    elif term.comparison == "has":
        match = _OF_SOURCE.fullmatch(term.value)
        assert match is not None
        tests.append(item.c.folded.startswith(fold(match[1]), autoescape=True))
        limits = [(match[2], match[3])]
    else:
        limits = [(term.comparison, term.value)]
    for sign, bound in limits:
        if not _NUMBER.fullmatch(bound):
            context.bad_value(term, "Write a number behind the sign: ratings:imdb>7, or ratings:>70.")
            return sa.false()
        number = float(bound.replace(",", "."))
        wanted = number / (_TEN if number <= _TEN else _HUNDRED)
        # Shares are fractions: 6.9/10 is not quite 0.69.
        near = 1e-9
        tests.append(
            {
                ">": share > wanted + near,
                ">=": share >= wanted - near,
                "<": share < wanted - near,
                "<=": share <= wanted + near,
                "=": sa.func.abs(share - wanted) <= near,
            }[sign]
        )
    return of_films(sa.select(item.c.film_id).where(*tests))
