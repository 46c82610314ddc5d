"""What a query means, with the positions in the text that each part came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SpanKind = Literal["field", "value", "word", "phrase", "operator", "problem"]
Comparison = Literal["has", "is", "<", "<=", ">", ">=", "range"]


@dataclass(frozen=True, slots=True)
class Words:
    """Free text: a word (its beginning is enough) or a quoted phrase, anywhere in the record."""

    text: str
    phrase: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """A field compared with a value: `tag:piano`, `location:="Movies-01"`, `year:>2000`, `year:1990..1999`."""

    field: str
    comparison: Comparison
    value: str
    upper: str
    phrase: bool
    start: int
    end: int
    value_start: int


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the part does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """What every part finds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What at least one part finds."""

    parts: tuple[Node, ...]


Node = Words | Term | Not | All | Any


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """A part of a query that was not understood, in words; the rest of the query holds."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: its tree (None finds everything), the sort it asks for, spans for colouring, problems."""

    text: str
    tree: Node | None
    sort: tuple[tuple[str, bool], ...] = ()
    spans: tuple[tuple[int, int, SpanKind], ...] = ()
    problems: tuple[QueryProblem, ...] = ()
