"""Names and texts of the person's own inside sentences of the program: never too long, never out of order."""

from __future__ import annotations

from unicodedata import bidirectional

_MOST = 80
_ISOLATE, _END = "\u2068", "\u2069"


def short(text: str, most: int = _MOST) -> str:
    """A text on one line, cut off with … where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def quoted(text: str, most: int = _MOST) -> str:
    """A name in quotation marks for a sentence; one from right to left keeps the sentence around it in order."""
    name = short(text, most)
    if any(bidirectional(letter) in {"R", "AL", "AN"} for letter in name):
        name = f"{_ISOLATE}{name}{_END}"
    return f"“{name}”"


def counted(number: int, word: str) -> str:
    """A number of things in words: `1 record`, `1,204 records`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
