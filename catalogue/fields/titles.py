"""Titles of films: which are ways of writing one title, and which are nearly the same.

That two titles are the same to the letter is said by `identity`. These find films that may be one: year, cast and
length decide then.
"""

from __future__ import annotations

import re
from functools import lru_cache

from catalogue.fields.text import fold, identity

# What may stand behind a title (Lantern, The).
_ARTICLES = frozenset(
    re.findall(
        r"\w+",
        "the a an der das ein eine le la les l un une el las lo il gli uno una het een det den die los os as dem",
    )
)
# No title begins with one unless it means it. Words that English has as well (die, den, los) are left alone.
_DROPPED = _ARTICLES - {"den", "die", "los", "os", "as", "dem"}
_AND = frozenset(["and", "n", "und", "et", "y", "e", "og", "och", "en"])
_SHORT = {
    "pt": "part",
    "vol": "volume",
    "ep": "episode",
    "ch": "chapter",
    "dr": "doctor",
    "mr": "mister",
    "st": "saint",
    "vs": "versus",
}
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        re.findall(
            r"\w+",
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
            " eighteen nineteen twenty",
        ),
        1,
    )
}
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_DIGITS = {"x": 10, "v": 5, "i": 1}
_PARTS = re.compile(r"\s*:\s+|\s+-+\s+|:$")
_BEHIND = re.compile(r"(.+),\s*([^\W\d_]+'?)")
_LETTERS = re.compile(r"[^\W_]+")
_NEAR_ONE, _NEAR_TWO = 5, 10


@lru_cache(maxsize=1 << 14)
def form(title: str) -> str:
    """What the ways of writing one title have in common: `Lantern, The` and `the lantern`; `Rocky II` and `Rocky 2`.

    Articles, marks, blanks, the word for *and* and the kind of a number do not count.
    """
    words = [word for part in parts(title) for word in part]
    plain = [word for word in words if word not in _AND] or words
    return "".join(_number(_SHORT.get(word, word)) for word in plain) or identity(title)


def parts(title: str) -> list[list[str]]:
    """The words of a title and of its subtitles, without their articles."""
    found = []
    for part in _PARTS.split(fold(title).replace("&", " and ").strip()):
        behind = _BEHIND.fullmatch(part.strip())
        if behind and behind[2].rstrip("'") in _ARTICLES:
            part = f"{behind[2]} {behind[1]}"
        words = _LETTERS.findall(part)
        if len(words) > 1 and words[0] in _DROPPED:
            del words[0]
        if words:
            found.append(words)
    return found


def near(one: str, other: str) -> bool:
    """Whether two titles differ by a letter or two, or one of them has a subtitle more. Numbers have to agree."""
    first, second = parts(one), parts(other)
    if min(len(first), len(second)) != max(len(first), len(second)):
        fewer, more = sorted((first, second), key=len)
        if fewer and all(part in more for part in fewer):
            return True
    a, b = form(one), form(other)
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    shorter = min(len(a), len(b))
    most = 0 if shorter < _NEAR_ONE else 1 if shorter < _NEAR_TWO else 2
    return _apart(a, b, most) <= most


def _number(word: str) -> str:
    if word in _NUMBERS:
        return _NUMBERS[word]
    if _ROMAN.fullmatch(word):
        values = [_DIGITS[letter] for letter in word]
        following = [*values[1:], 0]
        return str(sum(-one if one < after else one for one, after in zip(values, following, strict=True)))
    return (word.lstrip("0") or "0") if word.isdecimal() else word


def _apart(one: str, other: str, most: int) -> int:
    """By how many letters two words differ; more than `most` need not be counted."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, against in enumerate(other, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (letter != against))
    return row[-1]
