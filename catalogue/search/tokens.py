"""Cuts the text of a query into its smallest parts, finished or half typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import regex

from catalogue.fields.custom import query_name
from catalogue.fields.words import UNSEEN, seen

TokenKind = Literal["open", "close", "minus", "operator", "word", "phrase", "term"]

_SPACE = re.compile(rf"(?:\s|{UNSEEN})*")
# A name may begin with a digit (3d) but not be a number: `2001: A Space Odyssey` is a title.
_NAME, _SIGN = r"(\d*[^\W\d]\w*)", r"(>=|<=|=|>|<|~)"
_FIELD = regex.compile(f"{_NAME}:{_SIGN}?")
SIGNED = regex.compile(_NAME + _SIGN)
"""A name and a sign without a colon: `year=1990`, `runtime<100`."""
QUOTES = "“”„‟«»‹›「」『』〝〞＂"
"""Quotation marks of other shapes: those of phones, word processors and other languages."""
PRINTED = re.compile(f'([^\\s():：<>=~"{QUOTES}]+|"[^"]+"|[{QUOTES}][^"{QUOTES}]+["{QUOTES}])(?:[:：]{_SIGN}?|{_SIGN})')
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)("?)')
# Which of them opens and which closes differs by language: any closes, but not inside of straight ones.
_SHAPED = re.compile(f'[{QUOTES}]([^"{QUOTES}]*)(["{QUOTES}]?)')
_BARE = re.compile(r'[^\s()"]*')
_MINUS = re.compile(r"-(?=[^\s)])")
OPERATORS = frozenset({"and", "or", "not"})


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it was typed: inside of quotation marks or not, and whether those were closed."""

    text: str
    quoted: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a query. A term has a name, a sign and one or two values; a word and a phrase have one."""

    kind: TokenKind
    start: int
    end: int
    value: Value = Value("")
    name: str = ""
    name_end: int = 0
    sign: str = ""
    upper: Value | None = None
    value_start: int = 0


def tokens(text: str, knows: Callable[[str], bool] = lambda name: False) -> Iterator[Token]:
    """The tokens of a text, in order. Every text has some.

    A sign right behind a name makes a term of it only where the name is known: `e=mc2` is a word.
    """
    place = _SPACE.match(text, 0).end()  # type: ignore[union-attr]  # it matches nothing as well
    while place < len(text):
        token = _token(text, place, knows)
        yield token
        place = _SPACE.match(text, token.end).end()  # type: ignore[union-attr]


def _token(text: str, start: int, knows: Callable[[str], bool]) -> Token:
    letter = text[start]
    if letter in "()":
        return Token("open" if letter == "(" else "close", start, start + 1)
    if _MINUS.match(text, start):
        return Token("minus", start, start + 1)
    field = _FIELD.match(text, start)
    if field and knows(field[1]):
        return _term(text, field, field[1])
    signed = SIGNED.match(text, start)
    if signed and knows(signed[1]):
        return _term(text, signed, signed[1])
    printed = PRINTED.match(text, start)
    if printed and knows(query_name(printed[1])):
        return _term(text, printed, query_name(printed[1]))
    if field:
        return _term(text, field, field[1])
    if _opens(text, start):
        value, end = _quoted(text, start)
        return Token("phrase", start, end, value)
    end = _BARE.match(text, start).end()  # type: ignore[union-attr]
    word = text[start:end]
    return Token("operator" if seen(word).lower() in OPERATORS else "word", start, end, Value(word))


def _term(text: str, field: Any, name: str) -> Token:
    start, place = field.start(), field.end()
    sign = next((sign for sign in field.groups()[1:] if sign), "")
    upper: Value | None = None
    if sign == "~":
        value, end = _quoted(text, place) if _opens(text, place) else _pattern(text, place)
        return Token("term", start, end, value, name, field.end(1), sign, None, place)
    value, end = _value(text, place)
    if sign in ("", "=") and not value.quoted and ".." in value.text:
        sign = ""
        low, _, high = value.text.partition("..")
        value, upper = Value(low), Value(high)
        if not high and _opens(text, end):
            upper, end = _quoted(text, end)
    elif sign == "" and value.quoted and text.startswith("..", end):
        upper, end = _value(text, end + 2)
    return Token("term", start, end, value, name, field.end(1), sign, upper, place)


def _value(text: str, start: int) -> tuple[Value, int]:
    if _opens(text, start):
        return _quoted(text, start)
    end = _BARE.match(text, start).end()  # type: ignore[union-attr]
    return Value(text[start:end]), end


def _opens(text: str, place: int) -> bool:
    """Whether a quotation mark stands at a place, of any shape."""
    return place < len(text) and (text[place] == '"' or text[place] in QUOTES)


def _quoted(text: str, start: int) -> tuple[Value, int]:
    match = (_QUOTED if text[start] == '"' else _SHAPED).match(text, start)
    assert match is not None
    return Value(match[1].replace('""', '"'), True, bool(match[2])), match.end()


def _pattern(text: str, start: int) -> tuple[Value, int]:
    # A regular expression has brackets of its own: it ends at a blank, or at a bracket that it did not open.
    depth, place = 0, start
    while place < len(text) and not text[place].isspace():
        letter = text[place]
        if letter == "\\" and place + 1 < len(text) and not text[place + 1].isspace():
            place += 2
            continue
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            break
        place += 1
    return Value(text[start:place]), place
