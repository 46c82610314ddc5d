"""Lists as people paste them: with numbers in front of their lines, or on one line with semicolons between."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from catalogue.fields import one_line

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


def numbered(line: str) -> list[str]:
    """What stands on one line with a number in front of each; none where that is no list.

    In such a list a semicolon without a number behind it is one of the title: `1. A; 2. Kill; Bill; 3. C`.
    """
    found = [piece for piece in one_line.pieces(line, ";") if piece.text]
    begins = [place for place, piece in enumerate(found) if _NUMBER.match(piece.text)]
    if len(begins) < 2 or begins[0] != 0:
        return []
    groups = [found[one:other] for one, other in itertools.pairwise([*begins, len(found)])]
    return [one[0].text if len(one) == 1 else line[one[0].start : one[-1].end].strip() for one in groups]


def lines(found: Sequence[str]) -> list[str]:
    """The lines of a list. Where all begin with a number, one higher each time, each has it with a point behind it.

    There it is no part of the title, as it is in `12 Monkeys`.
    """
    found = list(found)
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
