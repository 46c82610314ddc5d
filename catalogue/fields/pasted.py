"""Lists as people paste them: with numbers in front of their lines, or on one line with semicolons between."""

from __future__ import annotations

import itertools
import re

_NUMBER = re.compile(
    r"""(?:s(?P<s1>\d{1,3})[ .-]*e(?P<e1>\d{1,4})          # S01E02
      | (?P<s2>\d{1,3})x(?P<e2>\d{1,4})                    # 1x02
      | (?:episode|ep\.?|folge|épisode|episodio)[ ]*(?P<e3>\d{1,4})
      | \#(?P<e5>\d{1,4}) | (?P<e4>\d{1,4})(?=\s*[.):\t](?!\d)|\s+[-–—]\s)  # 2. or 2) or 2 - or a column of its own
    )(?!\d)\s*[.):–—\t-]*\s*""",
    re.I | re.X,
)
_BARE = re.compile(r"(?P<e4>\d{1,4})\s+(?=\S)")
_NAMES = {"s": "season", "e": "episode"}


def lines(text: str) -> list[str]:
    """The lines of a list. Where all begin with a number, one higher each time, each has it with a point behind it.

    There it is no part of the title, as it is in `12 Monkeys`. One line whose pieces are all numbered is several.
    """
    found = [line.strip() for line in text.splitlines() if line.strip()]
    pieces = [piece.strip() for piece in found[0].split(";")] if len(found) == 1 else []
    if len(pieces) > 1 and all(map(_NUMBER.match, pieces)):
        return pieces
    plain = [_NUMBER.match(line) for line in found]
    bare = [None if match else _BARE.match(line) for line, match in zip(found, plain, strict=True)]
    placed = [
        number(line)[0].get("episode") if one is None else int(one["e4"]) for line, one in zip(found, bare, strict=True)
    ]
    if not any(bare) or not all(one is not None for one in placed):
        return found
    steps = [after - before for before, after in itertools.pairwise(one or 0 for one in placed)]
    rising = all(step > 0 for step in steps) if any(plain) else bool(steps) and all(step == 1 for step in steps)
    if not rising:
        return found
    return [f"{one['e4']}. {line[one.end() :]}" if one else line for line, one in zip(found, bare, strict=True)]


def number(line: str) -> tuple[dict[str, int], str]:
    """Season and episode that a line begins with, where it has any, and what comes behind them."""
    match = _NUMBER.match(line)
    if match is None:
        return {}, line
    found = {name[0]: int(digits) for name, digits in match.groupdict().items() if digits is not None}
    return {_NAMES[letter]: digits for letter, digits in found.items()}, line[match.end() :]


def begins_with_number(text: str) -> bool:
    """Whether a text would be read as a number and a title."""
    return bool(_NUMBER.match(text) or _BARE.match(text))
