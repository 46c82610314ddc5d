"""Text as searches and comparisons see it: without case, accents and typographic marks."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "ħ": "h",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "′": "'",
        "‹": "'",
        "›": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "″": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
    }
)


_HALVES = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without halves of characters, which can be typed and pasted but not stored; its length stays."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def fold(text: str) -> str:
    """The text in the one form in which texts are compared and searched: `Łódź’s ÆON` is `lodz's aeon`."""
    if text.isascii():
        return text.lower()
    return _FOREIGN.sub(_fold_run, text.casefold())


_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def _fold_run(run: re.Match[str]) -> str:
    return _fold_foreign(run[0])


@lru_cache(maxsize=1 << 14)
def _fold_foreign(run: str) -> str:
    # Letters beyond ASCII come in a few runs that are met again and again; what stands between is as it should be.
    decomposed = unicodedata.normalize("NFKD", run).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_PLAIN)


def size_words(size: int) -> str:
    """A number of bytes as people read it: `340 KB`, `1.2 GB`."""
    if size < 1000:
        return f"{size} bytes"
    power = min((len(str(size)) - 1) // 3, 4)
    number = size / 1000**power
    digits = 1 if number < 9.95 else 0
    return f"{number:.{digits}f} {('KB', 'MB', 'GB', 'TB')[power - 1]}"
