"""Reads a query, finished or half typed, and never refuses: what it cannot read becomes a problem at its place.

piano beria              both words, anywhere; the beginning of a word is enough
"radio moscow"           the phrase; "radio mosc*" with a beginning at its end
tag:piano  at:shelf      a word of a field; owner:="Kerry & Dawn" the whole value; title:~^the a regular expression
year:1990..1999  year:1980s  runtime:<100  added:<30d  tags:>3  and without the colon: year=1990, runtime<100
-tag:sold  not lost      without
a or b   (a b) or c      either; and may be written; "or" in quotation marks is the word
now or never             a title that has all of these words comes first; in brackets it is only read as above
mission:impossible       text, as there is no such field; "Shelf mark":3 for a name with blanks
♥   ???   $              symbols alone are looked up, among words they are skipped
has:notes  no:barcode  needs:review  is:trash
is:lent  is:late  lent:ann  due:<2026-12  is:unseen  seen:>2024  seen:ann
sort:year-               by a field, - for the greatest first

A quotation mark inside of quotation marks is written twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.fields import barcode
from catalogue.fields.kinds import BARCODE
from catalogue.fields.parts import split_film_name
from catalogue.fields.registry import BUILT_IN, Vocabulary
from catalogue.fields.text import storable
from catalogue.fields.words import seen, words_of
from catalogue.search import names
from catalogue.search.tokens import Token, Value, tokens
from catalogue.search.tree import (
    All,
    Any,
    Comparison,
    Node,
    Not,
    Query,
    QueryHint,
    QueryProblem,
    Sort,
    SpanKind,
    Term,
    Words,
)

MAX_DEPTH = 40
MAX_TERMS = 200
_MOST_PARTS_OF_A_CODE = 8

_COMPARISONS: dict[str, Comparison] = {
    "": "has",
    "=": "is",
    "~": "~",
    ">": ">",
    "<": "<",
    ">=": ">=",
    "<=": "<=",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A token as the grammar sees it: a bracket, an operator, or a leaf with its node."""

    kind: str
    start: int
    end: int
    node: Node | None = None


def parse(text: str, fields: Vocabulary = BUILT_IN) -> Query:
    """The meaning of a query in a catalogue with these fields. Every text has one."""
    return _Parser(text, fields).query()


class _Parser:
    def __init__(self, text: str, fields: Vocabulary) -> None:
        self.text = storable(text)
        self.fields = fields
        self.spans: list[tuple[int, int, SpanKind]] = []
        self.problems: list[QueryProblem] = []
        self.sort: list[Sort] = []
        self.title: Words | None = None
        self.lacking: list[QueryHint] = []
        self.parts = self._read()
        self.place = 0

    def query(self) -> Query:
        """Reads all parts; a bracket too many is a problem, not an end."""
        found: list[Node] = []
        while self.place < len(self.parts):
            part = self._either(0)
            if part is not None:
                found.append(part)
            if self.place < len(self.parts):
                token = self.parts[self.place]
                self._problem(token.start, token.end, "This bracket closes nothing.")
                self.place += 1
        spans = tuple(sorted(self.spans))
        tree = _group(All, found)
        return Query(self.text, tree, tuple(self.sort), spans, tuple(self.problems), self.title, tuple(self.lacking))

    def _read(self) -> list[_Part]:
        read: list[Token] = []
        for token in tokens(self.text, lambda name: names.knows(name, self.fields)):
            if len(read) >= MAX_TERMS:
                # A whole page, pasted by mistake.
                self._problem(token.start, len(self.text), "This query is too long; it counts only up to here.")
                break
            read.append(token)
        # Who types nothing but `or` is looking for a film of that name.
        alone = all(token.kind == "operator" for token in read) and not all(one.value.text.isupper() for one in read)
        if not alone:
            self.title = self._title(read)
        parts: list[_Part] = []
        place = 0
        while place < len(read):
            size, part = self._code(read, place) or (1, None)
            if part is None:
                token = read[place]
                is_leaf = alone or token.kind in ("word", "phrase", "term")
                part = self._leaf(token) if is_leaf else self._sign(token)
            if part is not None:
                parts.append(part)
            place += size
        return parts

    def _title(self, read: Sequence[Token]) -> Words | None:
        title, year = split_film_name(self.text)
        end = self.text.rindex("(") if year is not None else len(self.text)
        read = [token for token in read if token.start < end]
        plain = all(
            token.kind in ("word", "operator") or (token.kind == "term" and not names.knows(token.name, self.fields))
            for token in read
        )
        said = any(token.kind != "operator" and words_of(self.text[token.start : token.end]) for token in read)
        operators = any(token.kind == "operator" for token in read)
        return Words(title, True, 0, end) if plain and said and operators else None

    def _code(self, read: Sequence[Token], place: int) -> tuple[int, _Part] | None:
        """The words from a place on that make a barcode as it is printed (`1 91329 07984 3`, `UPC 191329079843`)."""
        first, end = read[place], place + 1
        field = self.fields.by_search_name(first.name) if first.kind == "term" else None
        of_codes = field is not None and field.kind is BARCODE and first.sign in ("", "=") and first.upper is None
        if not (of_codes or first.kind == "word"):
            return None
        while end < len(read) and read[end].kind == "word" and seen(read[end].value.text).isdecimal():
            end += 1
        for size in range(min(end - place, _MOST_PARTS_OF_A_CODE), 1, -1):
            run = read[place : place + size]
            code = barcode.printed([seen(token.value.text) for token in run])
            if code is None:
                continue
            whole = replace(first, end=run[-1].end, value=Value(code))
            joined = self._leaf(whole)
            apart = [node for node in map(_words, run) if node is not None]
            if joined is not None and joined.node is not None and not of_codes:
                # Numbers in a row may be a title or years as well.
                either = Any((All(tuple(apart), first.start, whole.end), joined.node), first.start, whole.end)
                joined = replace(joined, node=either)
            return None if joined is None else (size, joined)
        return None

    def _sign(self, token: Token) -> _Part:
        self.spans.append((token.start, token.end, "operator"))
        kind = token.value.text.lower() if token.kind == "operator" else token.kind
        return _Part("not" if kind == "minus" else kind, token.start, token.end)

    def _leaf(self, token: Token) -> _Part | None:
        start, end = token.start, token.end
        node: Node | None
        if token.kind == "term":
            node = self._term(token)
        else:
            self.spans.append((start, end, "phrase" if token.kind == "phrase" else "word"))
            node = _words(token)
        return _Part("leaf", start, end, node) if node is not None else None

    def _term(self, token: Token) -> Node | None:
        start, end, name, value = token.start, token.end, token.name, token.value
        if token.sign != "=":
            # A whole value is compared to the letter; what is told apart there is not for here.
            value = replace(value, text=seen(value.text))
        has_value = bool(value.text.strip()) or (token.upper is not None)
        known = names.knows(name, self.fields)
        places = (start, end, token.value_start)
        if not has_value and not known:
            # `Alien: Covenant`, a title; but `room:""`, or `film:` alone, is a condition that lacks its value.
            self.spans.append((start, end, "word"))
            lacks = value.quoted or (start, end) == (0, len(self.text))
            return Term(name, "has", "", "", True, *places) if lacks else Words(f"{name}:", True, start, end)
        colon = token.name_end + self.text.startswith((":", "："), token.name_end)
        if not known:
            # Taken as text: `mission:impossible`.
            self.spans.append((start, end, "word"))
        else:
            self.spans.append((start, colon, "field"))
            value_start = colon if token.sign and token.value_start == end else token.value_start
            if value_start < end:
                self.spans.append((value_start, end, "value"))
        if name.lower() == "sort":
            typed = value.text.strip()
            wanted = typed.lstrip("<>=~").strip("-")
            if wanted and token.sign in ("", "="):
                self.sort.append(Sort(wanted, typed.endswith("-"), start, end))
            return None
        if not has_value:
            # Somebody is about to type the value: until then the word restricts nothing.
            self.lacking.append(QueryHint(start, end, "", f"“{self.text[start:end].strip()}” lacks its value."))
            return None
        if token.upper is not None:
            return Term(name, "range", value.text, token.upper.text, False, *places)
        comparison = _COMPARISONS[token.sign]
        text, prefix = value.text, False
        if comparison == "has":
            text, prefix = text.rstrip("*"), not value.quoted or not value.closed or text.endswith("*")
        return Term(name, comparison, text, "", prefix, *places)

    def _either(self, depth: int) -> Node | None:
        parts = [self._both(depth)]
        while self._is("or"):
            self.place += 1
            parts.append(self._both(depth))
        return _group(Any, [part for part in parts if part is not None])

    def _both(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self.place < len(self.parts) and not self._is("or") and not self._is("close"):
            if self._is("and"):
                self.place += 1
                continue
            part = self._one(depth)
            if part is not None:
                parts.append(part)
        return _group(All, parts)

    def _one(self, depth: int) -> Node | None:
        token = self.parts[self.place]
        self.place += 1
        if token.kind == "leaf":
            return token.node
        if token.kind == "not":
            if self.place >= len(self.parts) or self._is("close") or self._is("or"):
                return None
            if self._is("and"):
                self.place += 1
                return None
            if depth >= MAX_DEPTH:
                self._problem(token.start, token.end, "This is nested too deeply.")
                return None
            part = self._one(depth + 1)
            return Not(part, token.start, part.end) if part is not None else None
        if depth >= MAX_DEPTH:
            self._problem(token.start, token.end, "This is nested too deeply.")
            return None
        part = self._either(depth + 1)
        end = self.parts[self.place].end if self._is("close") else len(self.text)
        if self._is("close"):
            self.place += 1
        if isinstance(part, All | Any):
            return type(part)(part.parts, token.start, end)
        return part

    def _is(self, kind: str) -> bool:
        return self.place < len(self.parts) and self.parts[self.place].kind == kind

    def _problem(self, start: int, end: int, message: str) -> None:
        self.problems.append(QueryProblem(start, end, message))
        self.spans.append((start, end, "problem"))


def _words(token: Token) -> Words | None:
    value = token.value
    text = value.text.rstrip("*")
    # A phrase that is still being typed may go on.
    prefix = not value.quoted or not value.closed or value.text.endswith("*")
    # A minus alone waits for what is not wanted.
    nothing = not text.strip() or (text == "-" and not value.quoted)
    return None if nothing else Words(text, prefix, token.start, token.end)


def _group(kind: type[All] | type[Any], parts: Sequence[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(tuple(parts), parts[0].start, parts[-1].end)
