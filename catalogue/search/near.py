"""Other words that a person may have meant: how far two words are from each other."""

from __future__ import annotations

from collections.abc import Iterable


def allowed(word: str) -> int:
    """So many slips of the finger still leave a word recognisable."""
    return 1 if len(word) <= 4 else 2 if len(word) <= 8 else 3


def distance(one: str, other: str, most: int) -> int | None:
    """How many letters must be put in, left out, changed or swapped with their neighbour; None for more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row] + [0] * len(other)
        for column, wanted in enumerate(other, 1):
            changed = above[column - 1] + (letter != wanted)
            line[column] = min(above[column] + 1, line[column - 1] + 1, changed)
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            if swapped:
                line[column] = min(line[column], before[column - 2] + 1)
        if min(line) > most:
            return None
        before, above = above, line
    return above[-1] if above[-1] <= most else None


def nearest(word: str, candidates: Iterable[tuple[str, int]], limit: int) -> list[str]:
    """The candidates nearest to a word, of equally near ones the most frequent first. They are (word, frequency)."""
    most = allowed(word)
    letters = set(word)
    found = []
    for candidate, frequency in candidates:
        if candidate == word or abs(len(candidate) - len(word)) > most or len(letters - set(candidate)) > most:
            continue
        far = distance(word, candidate, most)
        if far is not None:
            found.append((far, -frequency, candidate))
    return [candidate for *_, candidate in sorted(found)[:limit]]
