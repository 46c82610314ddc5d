"""The order of all lists: a text becomes a key, and keys that are compared letter by letter put texts as people do.

PyICU, the usual answer, was not taken: it brings 30 MB of data and a compiler to every machine, and it knows nothing
of numbers like 8½, of articles, or of marks before a title. Python's own Unicode data is enough for what collectors
have. What it cannot do: each alphabet has one order for everybody (å stands by a, also for a Swede), Chinese and
Japanese stand in the order of Unicode, and Roman numerals are letters.

A key has four levels, the later ones only decide between texts that are alike in the earlier ones:
letters and numbers; accents and marks; capitals; the article that was left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from unicodedata import category, decimal, normalize

from catalogue.fields.articles import ENGLISH, Articles, of_title, split
from catalogue.fields.text import fold

VERSION = "3"
"""Changes with every change of the keys: lists that were kept under other keys are made anew."""

MOST = 500
"""Of a long text, more letters than these decide nothing."""
_LEVEL = "\x01"
STEP = "\x02"
"""Stands between the keys of a path or of a list."""
_AFTER = "\ue000"  # behind all letters: makes one letter of two
_MARKS_ALONE = "!"  # before all numbers, which are before all letters


@lru_cache(maxsize=1 << 12)
def key(text: str, articles: Articles = ENGLISH) -> str:
    """What a text sorts by. A leading article of these counts for nothing; `articles` without any takes it whole."""
    article, rest = split(text[:MOST], articles)
    plain = _letters(rest)
    # As it is in most titles: nothing but the letters, in small ones.
    exact = rest.lower() if rest.isascii() else normalize("NFKD", rest.casefold())
    capitals = "" if rest.islower() else rest.translate(_CAPITALS).rstrip("0")
    return _LEVEL.join((plain, "" if exact == plain else exact, capitals, article)).rstrip(_LEVEL)


def title_key(
    title: str | None, sort_title: str | None = None, original: str | None = None, language: str | None = None
) -> str | None:
    """What a film's title sorts by: the sort title that somebody typed, to the letter, else the title without article.

    `original` is the original title and `language` the film's first language: they tell whose article it may be.
    """
    if sort_title:
        return key(sort_title, ())
    return key(title, of_title(title, original, language)) if title else None


def name_key(name: str) -> str:
    """What the name of a person sorts by: the first of them may be called A or Die."""
    return key(name, ())


def path_key(path: str) -> str:
    """What a path in the tree of places sorts by: what is inside of a place stands right after it."""
    return STEP.join(key(step) for step in path.split("/"))


def list_key(texts: Iterable[str]) -> str:
    """What a list of texts sorts by: the first one, then the second."""
    return STEP.join(key(text) for text in texts)


def beginnings(typed: str) -> Iterator[str]:
    """What keys begin with when a text begins as typed: `19` also stands for 1917, `the god` also for `god`."""
    for rest in dict.fromkeys((typed, split(typed, ENGLISH)[1])):
        plain = _letters(rest)
        if plain:
            yield plain
        ending = re.search(r"[0-9]+$", rest)
        digits = ending[0].lstrip("0") if ending else ""
        if digits and plain.endswith(digits):
            before = plain[: -len(digits) - 1]
            for length in range(len(digits) + 1, _LONGEST):
                yield before + chr(ord("0") + length) + digits


_LONGEST = 16  # digits: more than any code has


class _Capitals(dict[int, str | None]):
    """For `translate`: 1 for a capital, 0 for another letter, nothing for what is none."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        found = ("1" if letter.isupper() else "0") if letter.isalpha() else None
        if len(self) < 1 << 12:
            self[code] = found
        return found


_CAPITALS = _Capitals()

# Apostrophes are no gap between words, nor are the dots and stars of initials: Ocean's, S.W.A.T., M*A*S*H.
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])[.*](?=[^\W\d_](?![^\W_]))")

_PIECE = re.compile(
    # 8 1/2, as 8½ is too when its small numbers are made plain
    r"(?P<whole>[0-9]+)[ -]{1,3}(?P<top>[0-9])[/\u2044](?P<bottom>[2-9])(?![0-9/])"
    r"|(?<![0-9/])(?P<only>[0-9])[/\u2044](?P<below>[2-9])(?![0-9/])"
    # 20,000 and 20 000
    r"|(?<![0-9.,'])(?P<groups>[1-9][0-9]{0,2}(?:(?P<gap>[.,'])[0-9]{3}(?:(?P=gap)[0-9]{3})*|(?: 000)+)(?![.,']?[0-9]))"
    # 1.5, but not the date 1.5.1999
    r"|(?<![0-9][.,])(?P<number>[0-9]+)[.,](?P<decimals>[0-9]+)(?![.,]?[0-9])"
    r"|(?P<digits>[0-9]+)"
    r"|(?P<word>[^\x00-@\[-`{-\x7f]+)"
)


@lru_cache(maxsize=1 << 14)
def _letters(text: str) -> str:
    """Words and numbers with one blank between them, in small letters without accents and marks."""
    if text.isascii():
        folded = text.lower()
    else:
        folded = fold(_spaced(normalize("NFC", text))).translate(_KANA)
        folded = _THAI_VOWEL_FIRST.sub(r"\2\1", folded)
    if "'" in folded:
        folded = _APOSTROPHE.sub("", folded)
    if "." in folded or "*" in folded:
        folded = _INITIALS.sub(r"\1", folded)
    if folded.isalpha():
        return folded
    found = " ".join(_piece(one) if one["word"] is None else one[0] for one in _PIECE.finditer(folded))
    return found or (f"{_MARKS_ALONE}{text.strip()}" if text.strip() else "")


def _piece(number: re.Match[str]) -> str:
    if number["top"] or number["only"]:
        top, bottom = int(number["top"] or number["only"]), int(number["bottom"] or number["below"])
        if top < bottom:
            return _number(number["whole"] or "0", f"{top * 10**6 // bottom:06}")
        # 24/7 is no part of anything.
        return " ".join(_number(digits, "") for digits in re.findall(r"[0-9]+", number[0]))
    if number["groups"]:
        return _number(re.sub(r"[^0-9]", "", number["groups"]), "")
    return _number(number["number"] or number["digits"], number["decimals"] or "")


def _number(digits: str, decimals: str) -> str:
    """Digits that compare by their value: how many there are goes before them, as one letter."""
    digits, decimals = digits.lstrip("0") or "0", decimals.rstrip("0")
    length = chr(ord("0") + len(digits)) if len(digits) < 40 else f"Z{len(digits):09}"
    return f"{length}{digits}.{decimals}" if decimals else length + digits


_APOSTROPHES = frozenset("’‘ʼʻʹ´`＇‛′")
_KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}  # katakana as hiragana
_THAI_VOWEL_FIRST = re.compile("([เ-ไ])([ก-ฮ])")  # written before the consonant that it is sorted after


def _spaced(text: str) -> str:
    """Text with blanks for marks that are not ASCII, and around small numbers: `8½` is `8 ½`, `Alien³` is `Alien ³`."""
    found: list[str] = []
    small = False
    for letter in text:
        sort = category(letter)
        if small is not (sort == "No"):
            small = not small
            found.append(" ")
        if letter in _APOSTROPHES:
            found.append("'")
        elif letter in "йЙ":
            # No и with an accent, but the letter after it.
            found.append("и" + _AFTER)
        elif sort == "Nd":
            found.append(str(decimal(letter)))
        elif sort == "Cf" or "\ufe00" <= letter <= "\ufe0f":
            continue
        else:
            found.append(letter if letter.isascii() or sort[0] in "LMN" or letter == "\u2044" else " ")
    return "".join(found)
