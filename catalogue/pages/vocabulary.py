"""Word lists, written in the code as plain text or kept in files of the resources folder. All words are folded."""

from __future__ import annotations

from functools import cache

from catalogue import paths
from catalogue.fields.text import fold


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(fold(text).split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of a text that separates them by commas."""
    return frozenset(" ".join(piece.split()) for piece in fold(text).split(","))


@cache
def reference(name: str) -> tuple[str, ...]:
    """The lines of a reference list that ships with the program, without remarks."""
    text = (paths.data("resources") / "reference" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
