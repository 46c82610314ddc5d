"""What a change of the collection did: the one thing that views react to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Changes:
    """One operation that was carried out, or nothing (operation None) when all was as wished already.

    `added`, `changed` and `removed` are row ids of the list of results: a positive id is a copy, a negative one a film
    without a disc. `by` is whoever asked for the change; `result` what the command has to say beyond that.
    """

    operation: int | None
    label: str
    added: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    by: Any = None
    result: Any = None

    def __bool__(self) -> bool:
        return self.operation is not None
