"""The words of a text as searches know them: one tokenizer, for what the index holds and for what a query asks.

A word is a run of letters, digits and the marks that belong to them. In scripts that set no blanks between words every
character is one, so that any run of them is found. Letters and words that a dot, a star, an apostrophe or a hyphen
joins are found apart and together: `M*A*S*H` by `mash`, `Ocean's` by `oceans`, `Spider-Man` by `spiderman`. Symbols are
looked up where nothing else is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import regex

from catalogue.fields import patterns
from catalogue.fields.text import fold

BREAK = "\ue002"
"""A word that nobody types, between two values of a list: no phrase reaches from one into the other."""

GAP = f"\n{BREAK}\n"

FURTHER = "\n\ue004"
"""What stands between a text and the further forms in which its words are found."""

_CODE = "\ue003"

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("`´ʹʻʼʽʾʿˈ՚׳ꞌ᾽᾿’", "'"),
        **dict.fromkeys("״〝〞〟", '"'),
        **dict.fromkeys("―⁃֊־᠆⸺⸻", "-"),
        **dict.fromkeys("⁄∕", "/"),
        "ـ": "",  # draws an Arabic word out
        # A number stands apart from its fraction: 8½ is 8 1/2.
        # A word and the power above it are found together, as what a dot joins, and apart: Alien³ by alien3, alien 3.
        **{one: "·" + unicodedata.normalize("NFKC", one) for one in "⁰¹²³⁴⁵⁶⁷⁸⁹"},
        **{one: " " + unicodedata.normalize("NFKD", one).replace("⁄", "/") for one in "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅟↉"},
    }
)

_SHAPES = re.compile(f"[{''.join(map(chr, _ALIKE))}]")
_BEGINNING = re.compile(r"\*(?!\S)")
# What Unicode says may be left out: no width, of direction, soft hyphens, variation selectors, fillers, byte order.
UNSEEN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""A character that nobody sees, as a pattern."""
_UNSEEN = re.compile(UNSEEN)

# Chinese, Japanese, Thai, Lao, Burmese, Khmer, Tibetan and some of their neighbours. Korean as it is folded: a syllable
# is a few letters in a row, of which only the first can begin a part that somebody looks for.
_CLOSE = (
    r"\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}ー\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}\p{Tibetan}"
    r"\p{Javanese}\p{Balinese}\p{Tai_Le}\p{New_Tai_Lue}\p{Tai_Tham}\p{Tai_Viet}"
    r"\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"
)
_LETTERS = r"\p{L}\p{N}\p{M}"
_LETTER = f"[[{_LETTERS}]--[{_CLOSE}]]"
_BETWEEN = f"[^{_LETTERS}{BREAK}]"
_JOINT = r"['\-.*/&+_:,·•∙⋅‧∗⁎✱★☆]"
_LEFT_OUT = rf"(?:{_JOINT}|\. )?"

_CLOSE_LETTER = regex.compile(f"[{_CLOSE}]")
_WORD = regex.compile(f"(?V1){_LETTER}+|[{_CLOSE}]")
_SYMBOLS = regex.compile(r"[\p{P}\p{S}]+")
# Also the dot and the blank between two initials: J. R. R. Tolkien.
# And a bracket before a power: [REC]².
_INITIALS = rf"(?<=(?<!{_LETTER})\p{{L}}\.) (?=\p{{L}}\.)"
_GLUE = regex.compile(rf"(?V1)(?<={_LETTER})[\])}}]·(?={_LETTER})|{_JOINT}(?:(?<={_LETTER}.)(?={_LETTER})|{_INITIALS})")
_STRANGE = regex.compile(rf"(?V1)[{_CLOSE}\p{{M}}[\U00010000-\U0003ffff&&[{_LETTERS}]]]+")
# Letters of other alphabets than these need a look: Latin, Greek, Cyrillic, Hebrew, Arabic.
_OTHER = re.compile(
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u1e00-\u206f\u20a0-\u20bf\ue000-\uf8ff]"
)
# The same for texts without any foreign letter: these are most, and long.
_ASCII_WORD = re.compile(r"[^\W_]+", re.ASCII)
_ASCII_SYMBOLS = re.compile(r"[!-/:-@\[-`{-~]+")
_ASCII_GLUE = re.compile(r"['\-.*/&+_:,](?:(?<=[a-z0-9].)(?=[a-z0-9])|(?<=\b[a-z]\.) (?=[a-z]\.))", re.ASCII)

# Nothing joins its words, and nothing in it is looked up for itself: most names are of this kind.
_PLAIN = re.compile("[a-z0-9 \n]*")

_EVERYDAY = frozenset("'\"-.,:;/()[]_")
"""Marks of any text: one or two of them say nothing, unless they are all that a text has."""
_NEAR = 4
"""So many words on either side of a joined one stand in a row with it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row. Of each is said whether it is only the beginning of one."""

    words: tuple[str, ...]
    beginnings: tuple[bool, ...]


def seen(text: str) -> str:
    """The text without characters that nobody sees: of no width, of direction, soft hyphens, marks of byte order."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def searched(text: str) -> str:
    """The text in the one form in which words are searched: folded, with each sign in one shape."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = _UNSEEN.sub("", text)
    return fold(text.translate(_ALIKE) if _SHAPES.search(text) else text).replace("`", "'")


def words_of(text: str) -> list[str]:
    """The words of a text, each as it stands."""
    return _words(searched(text))


def phrases(text: str, prefix: bool) -> list[Phrase]:
    """The phrases that words in a row can stand as: apart, and joined. With `prefix` the last word is a beginning.

    A word before a star is a beginning too. Empty for a text without any word.
    """
    folded = searched(text)
    found = dict.fromkeys(_phrase(form, prefix) for form in (folded, _joined(folded)))
    return [one for one in found if one.words]


def symbols(text: str) -> list[Phrase]:
    """The symbols of a text without words, each run of them for itself."""
    return [Phrase(tuple(run), (False,) * len(run)) for run in _telling(searched(text))]


def stored(word: str) -> str:
    """A word, or a symbol, as it stands in the index: only of letters that every SQLite takes for some."""
    return word if word.isascii() and word.isalnum() else _stored(word)


def further(folded: str) -> str:
    """The further forms in which the words of a searched text are found; empty where it has none.

    SQLite's own tokenizer finds what stands apart between blanks and marks; all else is said here in its words.
    """
    pieces: list[str] = []
    for text in folded.split(GAP):
        if _PLAIN.fullmatch(text):
            continue
        if not text.isascii() and _OTHER.search(text):
            pieces += (_line(_words(part)) for part in _around(text, _STRANGE))
        pieces += (_line(_words(_joined(part))) for part in _around(text, _ASCII_GLUE if text.isascii() else _GLUE))
        pieces += map(_line, _telling(text))
    return GAP.join(dict.fromkeys(pieces))


def marked(text: str, mark: str) -> str:
    """All forms of the words of a text, each word with a mark in front."""
    folded = searched(text)
    forms = dict.fromkeys(_line(words, mark) for words in (_words(folded), _words(_joined(folded)), *_telling(folded)))
    return GAP.join(form for form in forms if form)


def pattern(text: str, prefix: bool, mark: str = "") -> str | None:
    """The regular expression for words in a row, or for symbols, in searched text; None where there is neither.

    With a mark it is for text that went through `marked`.
    """
    found = phrases(text, prefix) or symbols(text)
    made = [_marked_pattern(one, mark) if mark else _pattern(one) for one in found]
    return f"(?V1){'|'.join(made)}" if made else None


def completes(typed: str) -> Callable[[str], bool]:
    """Whether a value begins with what was typed, or holds words that do."""
    expression = pattern(typed, True)
    if expression is None:
        return lambda _: True
    sought = patterns.compiled(expression)
    return lambda value: sought.search(searched(value)) is not None


def set_close(text: str) -> bool:
    """Whether a text is in a script that sets no blanks between words: any part of it may be the beginning of one."""
    return _CLOSE_LETTER.match(text) is not None


def _found(of_ascii: Any, of_any: Any, text: str) -> list[str]:
    found: list[str] = (of_ascii if text.isascii() else of_any).findall(text)
    return found


def _words(folded: str) -> list[str]:
    return _found(_ASCII_WORD, _WORD, folded)


def _joined(folded: str) -> str:
    return (_ASCII_GLUE if folded.isascii() else _GLUE).sub("", folded)


def _phrase(folded: str, prefix: bool) -> Phrase:
    found = list(_WORD.finditer(folded))
    words = tuple(match[0] for match in found)
    beginnings = [bool(_BEGINNING.match(folded, match.end())) for match in found]
    if prefix and found:
        beginnings[-1] = True
    # Where every character is a word of its own there is nothing to be continued.
    return Phrase(words, tuple(one and not set_close(word) for word, one in zip(words, beginnings, strict=True)))


@lru_cache(maxsize=1 << 12)
def _stored(word: str) -> str:
    return "".join(
        letter if letter < "\U00010000" and letter.isalnum() else f"{_CODE}{ord(letter):06x}" for letter in word
    )


def _line(words: Iterable[str], mark: str = "") -> str:
    return " ".join(mark + stored(word) for word in words)


def _telling(folded: str) -> list[str]:
    """The runs of symbols by which a text can be found."""
    runs = list(dict.fromkeys(_found(_ASCII_SYMBOLS, _SYMBOLS, folded)))
    telling = [run for run in runs if len(run) > 2 or not _EVERYDAY.issuperset(run)]
    return telling if telling or _WORD.search(folded) else runs


def _around(text: str, finder: Any) -> Iterator[str]:
    """The words around all that a pattern finds, those that overlap as one."""
    start = end = 0
    for match in finder.finditer(text):
        low, high = match.start(), match.end()
        for _ in range(_NEAR + 1):
            low, high = text.rfind(" ", 0, max(low, 0)), text.find(" ", high + 1) if high < len(text) else -1
            high = len(text) if high < 0 else high
        if end and low > end:
            yield text[start:end]
            start = low + 1
        elif not end:
            start = low + 1
        end = high
    if end:
        yield text[start:end]


def _pattern(phrase: Phrase) -> str:
    parts: list[str] = []
    before_close = True
    for place, (word, beginning) in enumerate(zip(phrase.words, phrase.beginnings, strict=True), 1):
        symbol, close = _WORD.match(word) is None, set_close(word)
        if parts and not symbol:
            parts.append(_BETWEEN + ("*" if close or before_close else "+"))
        elif not (close or symbol):
            parts.append(f"(?<!{_LETTER})")
        parts.append(_LEFT_OUT.join(map(regex.escape, word)))
        if beginning:
            parts.append(f"{_LETTER}*" if place == len(phrase.words) else f"(?:{_LEFT_OUT}{_LETTER})*")
        before_close = close or symbol
    return "".join(parts) + ("" if before_close else f"(?!{_LETTER})")


def _marked_pattern(phrase: Phrase, mark: str) -> str:
    words = zip(phrase.words, phrase.beginnings, strict=True)
    inside = " ".join(mark + stored(word) + (r"\S*" if beginning else "") for word, beginning in words)
    return rf"(?<!\S){inside}(?!\S)"
