"""Running times in minutes, as people and pages write them."""

from __future__ import annotations

import re

from catalogue.errors import FieldError

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?$", re.ASCII)
_WORDS = re.compile(
    r"(?:(\d{1,3})\s*(?:h|hr|hrs|hours?|std\.?)\.?)?\s*(?:(\d{1,5})\s*(?:m|min|mins|minutes?|minuten)?\.?)?$",
    re.I | re.ASCII,
)


def parse_runtime(text: str) -> int:
    """`172`, `2h 52m`, `2 h 52`, `01:47`, `107 min` as minutes. Raises FieldError."""
    plain = " ".join(text.split())
    if match := _CLOCK.match(plain):
        return int(match[1]) * 60 + int(match[2])
    match = _WORDS.match(plain)
    if not plain or not match or not any(match.groups()):
        raise FieldError(f"“{text}” is not a running time; write 107, 1:47 or 1h 47m.")
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def show_runtime(minutes: int) -> str:
    """The running time as a person reads it: 1 h 47, 52 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def odd(minutes: int) -> str | None:
    """What is strange about a running time, in words, or None."""
    if not minutes:
        return "A film of no length is odd."
    return "That is more than a whole day." if minutes > 24 * 60 else None
