"""What a query means, with the positions in the text that each part came from. Positions do not count for equality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

SpanKind = Literal["field", "value", "word", "phrase", "operator", "problem"]
Comparison = Literal["has", "is", "~", "<", "<=", ">", ">=", "range"]


def _place() -> int:
    place: int = field(default=0, compare=False)
    return place


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row, anywhere in the record. With `prefix` the beginning of the last one is enough.

    A word in `text` that ends in `*` is a beginning as well.
    """

    text: str
    prefix: bool = True
    start: int = _place()
    end: int = _place()


@dataclass(frozen=True, slots=True)
class Term:
    """A field compared with a value: `tag:piano`, `location:="Movies-01"`, `year:>2000`, `year:1990..1999`."""

    field: str
    comparison: Comparison
    value: str
    upper: str = ""
    prefix: bool = False
    start: int = _place()
    end: int = _place()
    value_start: int = _place()


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the part does not find."""

    part: Node
    start: int = _place()
    end: int = _place()


@dataclass(frozen=True, slots=True)
class All:
    """What every part finds; there are two at least."""

    parts: tuple[Node, ...]
    start: int = _place()
    end: int = _place()


@dataclass(frozen=True, slots=True)
class Any:
    """What at least one part finds; there are two at least."""

    parts: tuple[Node, ...]
    start: int = _place()
    end: int = _place()


Node = Words | Term | Not | All | Any


@dataclass(frozen=True, slots=True)
class Sort:
    """A field that a query asks to be ordered by."""

    field: str
    descending: bool = False
    start: int = _place()
    end: int = _place()


@dataclass(frozen=True, slots=True)
class QueryProblem:
    """A part of a query that was not understood, in words; the rest of the query holds."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class QueryHint:
    """A part of a query that can be read in two ways: how a search took it, and what a command that must be sure says.

    The latter is empty where both ways lead to the same.
    """

    start: int
    end: int
    message: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: its tree (None finds everything), the sort it asks for, spans for colouring, problems.

    `title` is the whole of it as words, where it may be a title with a word of the language in it: Now or Never.
    `lacking` are conditions without a value, `lent:`: somebody is about to type it, and until then they say nothing.
    """

    text: str
    tree: Node | None
    sort: tuple[Sort, ...] = ()
    spans: tuple[tuple[int, int, SpanKind], ...] = ()
    problems: tuple[QueryProblem, ...] = ()
    title: Words | None = None
    lacking: tuple[QueryHint, ...] = ()


def leaves(node: Node | None, wanted: bool = True) -> Iterator[tuple[Words | Term, bool]]:
    """The words and terms of a tree, each with whether it is asked for, or asked to be absent."""
    if isinstance(node, Words | Term):
        yield node, wanted
    elif isinstance(node, Not):
        yield from leaves(node.part, not wanted)
    elif node is not None:
        for part in node.parts:
            yield from leaves(part, wanted)


def top_parts(node: Node | None) -> tuple[Node, ...]:
    """The parts that must all hold, each for itself."""
    if node is None:
        return ()
    return node.parts if isinstance(node, All) else (node,)
