"""What a change of the collection did: the one thing that views react to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class EveryRow(frozenset[int]):
    """Stands for all rows, whichever there are: each id is in it, and it cannot be counted off."""

    def __contains__(self, row_id: object) -> bool:
        return True

    def __bool__(self) -> bool:
        return True

    def __or__(self, other: object) -> EveryRow:
        return self

    __ror__ = __or__


@dataclass(frozen=True, slots=True)
class Doubt:
    """A film that may be the same as others here since a change, in words."""

    film_id: int
    reason: str
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """One operation that was carried out, or nothing (operation None) when all was as wished already.

    `added`, `changed` and `removed` are row ids where everything is listed: a positive id is a copy, a negative one a
    film without a disc; `films` are the rows of touched films that are on a disc. `by` is whoever asked for the change;
    `result` what the command has to say beyond that; `notes` are sentences about what a person should look at now,
    `doubted` the films that may be others since then.
    Where anything may have changed, because another process did it or a backup was restored, `changed` is every row.
    """

    operation: int | None
    label: str
    added: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    films: frozenset[int] = frozenset()
    by: Any = None
    result: Any = None
    notes: tuple[str, ...] = ()
    doubted: tuple[Doubt, ...] = ()

    def __bool__(self) -> bool:
        return self.operation is not None or self.everything

    @property
    def rows(self) -> frozenset[int]:
        """Every row, in whichever list, that may look otherwise now, or is there or gone."""
        return self.changed | self.added | self.removed | self.films

    @property
    def everything(self) -> bool:
        """Whether anything may be different now: whoever shows the collection asks for all of it again."""
        return isinstance(self.changed, EveryRow)
