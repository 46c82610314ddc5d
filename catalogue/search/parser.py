"""Reads a query, finished or half typed, and never refuses: what it cannot read becomes a problem at its place.

piano beria              both words, anywhere
"radio moscow"           the phrase
tag:piano  at:shelf      a word of a field; owner:="Kerry & Dawn" the whole value
year:1990..1999  runtime:<100  added:>2026-01
-tag:sold  not lost      without
a OR b   (a b) OR c      either; AND may be written
has:notes  no:barcode  needs:review  is:trash is:film is:disc is:wish
sort:year-               by a field, - for the greatest first
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.fields.text import storable
from catalogue.search.tree import All, Any, Comparison, Node, Not, Query, QueryProblem, SpanKind, Term, Words

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<minus>-(?=[^\s)]))
  | (?P<field>[^\W\d][\w]*):(?P<compare>>=|<=|=|>|<)?(?:"(?P<quoted>[^"]*)(?P<endquote>"?)|(?P<value>[^\s()"]*))
  | "(?P<phrase>[^"]*)(?P<endphrase>"?)
  | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
MAX_DEPTH = 40
MAX_TERMS = 200


@dataclass(slots=True)
class _Token:
    kind: str
    start: int
    end: int
    node: Node | None = None


def parse(text: str) -> Query:
    """The meaning of a query. Every text has one."""
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = storable(text)
        self.spans: list[tuple[int, int, SpanKind]] = []
        self.problems: list[QueryProblem] = []
        self.sort: list[tuple[str, bool]] = []
        self.tokens = self._tokens()
        self.place = 0

    def query(self) -> Query:
        """Reads all tokens; a bracket too many is a problem, not an end."""
        parts: list[Node] = []
        while self.place < len(self.tokens):
            part = self._either(0)
            if part is not None:
                parts.append(part)
            if self.place < len(self.tokens):
                token = self.tokens[self.place]
                self._problem(token.start, token.end, "This bracket closes nothing.")
                self.place += 1
        spans = tuple(sorted(self.spans))
        return Query(self.text, _group(All, parts), tuple(self.sort), spans, tuple(self.problems))

    def _tokens(self) -> list[_Token]:
        tokens: list[_Token] = []
        for match in _TOKEN.finditer(self.text):
            kind = match.lastgroup or ""
            start, end = match.span()
            if kind == "space":
                continue
            if len(tokens) >= MAX_TERMS:
                # A whole page, pasted by mistake.
                self._problem(start, len(self.text), "This query is too long; it counts only up to here.")
                break
            if match["field"] is not None:
                self._field(match, tokens)
            elif match["phrase"] is not None:
                self.spans.append((start, end, "phrase"))
                if match["phrase"].strip():
                    # A phrase that is still being typed may go on.
                    finished = bool(match["endphrase"])
                    tokens.append(_Token("leaf", start, end, Words(match["phrase"], finished, start, end)))
            elif match["word"] is not None:
                word = match["word"]
                if word in {"OR", "AND", "NOT"}:
                    self.spans.append((start, end, "operator"))
                    tokens.append(_Token(word, start, end))
                else:
                    self.spans.append((start, end, "word"))
                    tokens.append(_Token("leaf", start, end, Words(word, False, start, end)))
            else:
                self.spans.append((start, end, "operator"))
                tokens.append(_Token(kind, start, end))
        return tokens

    def _field(self, match: re.Match[str], tokens: list[_Token]) -> None:
        start, end = match.span()
        name, sign = match["field"], match["compare"]
        phrase = match["quoted"] is not None
        value = match["quoted"] if phrase else match["value"]
        value_start = match.start("quoted") - 1 if phrase else match.start("value")
        self.spans.append((start, match.end("field") + 1, "field"))
        if value_start < end:
            self.spans.append((value_start, end, "value"))
        if name.lower() == "sort":
            descending = value.endswith("-")
            if value.strip("-"):
                self.sort.append((value.rstrip("-"), descending))
            return
        if not value.strip():
            # Somebody is about to type the value: until then the word restricts nothing.
            return
        comparison: Comparison = {None: "has", "=": "is", ">": ">", "<": "<", ">=": ">=", "<=": "<="}[sign]  # type: ignore[assignment]
        upper = ""
        if sign is None and not phrase and ".." in value:
            value, _, upper = value.partition("..")
            comparison = "range"
        node = Term(name, comparison, value, upper, phrase, start, end, value_start)
        tokens.append(_Token("leaf", start, end, node))

    def _either(self, depth: int) -> Node | None:
        parts = [self._both(depth)]
        while self._is("OR"):
            self.place += 1
            parts.append(self._both(depth))
        return _group(Any, [part for part in parts if part is not None])

    def _both(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self.place < len(self.tokens) and not self._is("OR") and not self._is("close"):
            if self._is("AND"):
                self.place += 1
                continue
            part = self._one(depth)
            if part is not None:
                parts.append(part)
        return _group(All, parts)

    def _one(self, depth: int) -> Node | None:
        token = self.tokens[self.place]
        self.place += 1
        if token.kind == "leaf":
            return token.node
        if token.kind in {"minus", "NOT"}:
            if self.place >= len(self.tokens) or self._is("close") or self._is("OR"):
                return None
            if depth >= MAX_DEPTH:
                self._problem(token.start, token.end, "This is nested too deeply.")
                return None
            part = self._one(depth + 1)
            return Not(part) if part is not None else None
        if token.kind == "open":
            if depth >= MAX_DEPTH:
                self._problem(token.start, token.end, "This is nested too deeply.")
                return None
            part = self._either(depth + 1)
            if self._is("close"):
                self.place += 1
            return part
        return None

    def _is(self, kind: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place].kind == kind

    def _problem(self, start: int, end: int, message: str) -> None:
        self.problems.append(QueryProblem(start, end, message))
        self.spans.append((start, end, "problem"))


def _group(kind: type[All] | type[Any], parts: list[Node]) -> Node | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def quote(value: str) -> str:
    """A value as it must be written in a query."""
    plain = value.replace('"', " ")
    return f'"{plain}"' if re.search(r"[\s()]|\.\.", plain) or not plain or plain[0] in "<>=" else plain


def exact(search_name: str, value: str) -> str:
    """The query for one whole value of a field, as the sidebar writes it."""
    return f"{search_name}:={quote(value)}"
