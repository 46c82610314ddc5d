"""What a query is compiled with: its day, the catalogue's fields and saved searches, and room for problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from catalogue.fields.registry import Vocabulary
from catalogue.fields.text import fold, identity
from catalogue.search.tree import QueryHint, QueryProblem, Term


@dataclass(slots=True)
class Context:
    """`saved` has the text of each saved search by its names (see `saved_name`); `inside` are those being compiled.

    With `first`, words are looked for where they tell most, in titles and names: the answer that comes at once.
    `exact` has the terms for whole values, with the records that have these; where none has, what is like it is found.
    `narrowed` says that the whole answer may have more. With `films` each film answers for itself.
    """

    today: date
    fields: Vocabulary
    saved: Mapping[str, str] = field(default_factory=dict)
    problems: list[QueryProblem] = field(default_factory=list)
    hints: list[QueryHint] = field(default_factory=list)
    exact: list[tuple[Term, list[sa.Select[Any]]]] = field(default_factory=list)
    inside: tuple[str, ...] = ()
    first: bool = False
    narrowed: bool = False
    films: bool = False

    def saved_name(self, name: str) -> str:
        """What a saved search goes by in `saved`: what tells its name from all others, else what is like it."""
        return identity(name) if identity(name) in self.saved else fold(name)

    def absent(self) -> Context:
        """The context for what must not be found: that is looked for everywhere, or rows would have to go again."""
        return replace(self, first=False)

    def aside(self) -> Context:
        """The context for a look at what a part of a query means, of which nothing is noted."""
        return replace(self, problems=[], hints=[], exact=[])

    def problem(self, start: int, end: int, message: str) -> None:
        """Notes what was not understood."""
        self.problems.append(QueryProblem(start, end, message))

    def hint(self, start: int, end: int, message: str, refusal: str) -> None:
        """Notes what was read in one of two ways."""
        self.hints.append(QueryHint(start, end, message, refusal))

    def bad_value(self, term: Term, message: str) -> None:
        """Notes that a term's value was not understood."""
        self.problem(term.value_start, term.end, message)
