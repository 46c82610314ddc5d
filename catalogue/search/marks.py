"""Where in a text the words of a query stand: for marking hits and for saying why a row was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from catalogue.fields import patterns, people
from catalogue.fields.registry import Vocabulary
from catalogue.fields.words import pattern, searched
from catalogue.search import names
from catalogue.search.patterns import PatternError, prepared
from catalogue.search.tree import Query, Term, Words, leaves

Marks = list[tuple[int, int]]
Pattern = Any
"""A compiled pattern, of words or of a person's own."""


def needle(leaf: Words | Term, fields: Vocabulary) -> Pattern | None:
    """The pattern that a part of a query looks for in folded text; None where it does not look for words."""
    leaf = names.taken(leaf, fields)
    if isinstance(leaf, Words):
        return _compiled(pattern(leaf.text, leaf.prefix))
    field = fields.by_search_name(leaf.field)
    if people.by_name(leaf.field) is None and (field is None or field.kind.compare != "words"):
        return None
    if leaf.comparison == "~":
        try:
            return patterns.compiled(prepared(leaf.value))
        except PatternError:
            return None
    if leaf.comparison == "has":
        return _compiled(pattern(leaf.value, leaf.prefix))
    if leaf.comparison == "is":
        value = re.escape(searched(leaf.value))
        return patterns.compiled(rf"\A{value}\Z|\A{value}(?=/)")
    return None


def needles(query: Query, fields: Vocabulary) -> list[Pattern]:
    """The patterns of all that a query asks for, as they can stand anywhere in a text."""
    found = []
    asked = [leaf for leaf, wanted in leaves(query.tree) if wanted]
    for leaf in asked if query.title is None else [*asked, query.title]:
        if isinstance(leaf, Term) and leaf.comparison == "is":
            leaf = Words(leaf.value, False)
        sought = needle(leaf, fields)
        if sought is not None:
            found.append(sought)
    return found


def places(text: str, wanted: Iterable[Pattern]) -> Marks:
    """Where patterns stand in a text as it is written, from the first to the last, none in another."""
    folded, origin = _folded(text)
    found = [
        (origin[match.start()], origin[match.end() - 1] + 1)
        for sought in wanted
        for match in _matches(sought, folded)
        if match.end() > match.start()
    ]
    marks: Marks = []
    for start, end in sorted(found):
        if marks and start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], end))
        else:
            marks.append((start, end))
    return marks


def excerpt(text: str, marks: Marks, around: int = 60) -> tuple[str, Marks]:
    """The words around the first mark as one line, and the marks in it."""
    first, last = marks[0]
    start = max(first - around, 0)
    end = min(max(last, first) + around, len(text))
    if start:
        # Not in the middle of a word.
        start += len(text[start:first]) - len(text[start:first].split(None, 1)[-1]) if " " in text[start:first] else 0
    if end < len(text) and not text[end].isspace() and " " in text[last:end]:
        end = last + text[last:end].rfind(" ")
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shown = before + text[start:end].replace("\n", " ") + after
    shift = len(before) - start
    return shown, [(a + shift, min(b, end) + shift) for a, b in marks if a >= start and a < end]


def _matches(sought: Pattern, text: str) -> list[Any]:
    try:
        return list(patterns.matches(sought, text))
    except patterns.TooSlowError:
        return []


def _compiled(expression: str | None) -> Pattern | None:
    return patterns.compiled(expression) if expression is not None else None


def _folded(text: str) -> tuple[str, list[int]]:
    """The searched form of a text, and for each of its letters which one it comes from."""
    parts = [searched(letter) for letter in text]
    return "".join(parts), [place for place, part in enumerate(parts) for _ in part]
