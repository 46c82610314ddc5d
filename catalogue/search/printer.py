"""Writes a query's tree back as text; reading that text gives the same tree."""

from __future__ import annotations

import re

from catalogue.fields.words import seen
from catalogue.search.tokens import OPERATORS, PRINTED, QUOTES, tokens
from catalogue.search.tree import All, Node, Not, Query, Sort, Term, Words

_SIGNS = {"is": "=", "has": "", "range": ""}
_BARE = re.compile(f'[^\\s()"{QUOTES}][^\\s()"]*')


def write(query: Query) -> str:
    """The text of a query: its tree, then what it is sorted by."""
    parts = [] if query.tree is None else [_inside(query.tree)]
    return " ".join([*parts, *(f"sort:{one.field}{'-' if one.descending else ''}" for one in query.sort)])


def write_tree(tree: Node | None, sort: tuple[Sort, ...] = ()) -> str:
    """The text of a tree and an order."""
    return write(Query("", tree, sort))


def quote(value: str) -> str:
    """A value in quotation marks; those inside are written twice."""
    return '"' + value.replace('"', '""') + '"'


def exact(name: str, value: str) -> str:
    """The term for one whole value of a field: `owner:="Kerry & Dawn"`."""
    return _term(Term(name, "is", value))


def word(value: str) -> str:
    """A value of a field of which the beginning is enough, in quotation marks only where it must be."""
    text = _text(value, True)
    return text if text == value else quote(value)


def _inside(node: Node) -> str:
    # The outermost group needs no brackets.
    if isinstance(node, Words | Term | Not):
        return _alone(node)
    if isinstance(node, All):
        return " ".join(map(_alone, node.parts))
    return " or ".join(map(_alone, node.parts))


def _alone(node: Node) -> str:
    if isinstance(node, Words):
        return node.text if node.prefix and _is_word(node.text) else _phrase(node.text, node.prefix)
    if isinstance(node, Term):
        return _term(node)
    if isinstance(node, Not):
        return f"-{_alone(node.part)}"
    return f"({_inside(node)})"


def _term(term: Term) -> str:
    head = f"{term.field}:"
    if term.comparison == "has":
        return head + (_text(term.value, term.prefix) if term.value else "*")
    if term.comparison == "range":
        return f"{head}{_bound(term.value)}..{_bound(term.upper)}"
    sign = _SIGNS.get(term.comparison, term.comparison)
    if term.comparison == "~":
        return head + sign + (term.value if _is_pattern(term.value) else quote(term.value))
    bare = _BARE.fullmatch(term.value) and not (sign in "<>" and term.value.startswith("="))
    bare = bare and not (sign == "=" and ".." in term.value)
    return head + sign + (term.value if bare else quote(term.value))


def _text(value: str, prefix: bool) -> str:
    bare = prefix and _BARE.fullmatch(value) and value[0] not in "=<>~" and ".." not in value
    return value if bare else _phrase(value, prefix)


def _bound(value: str) -> str:
    bare = not value or (
        _BARE.fullmatch(value) and value[0] not in "=<>~." and ".." not in value and not value.endswith(".")
    )
    return value if bare else quote(value)


def _phrase(text: str, prefix: bool) -> str:
    return quote(f"{text}*" if prefix else text)


def _is_word(text: str) -> bool:
    if not _BARE.fullmatch(text) or seen(text) != text or text.startswith("-"):
        return False
    return ":" not in text and not PRINTED.match(text) and text.lower() not in OPERATORS


def _is_pattern(text: str) -> bool:
    # Also where a bracket closes behind it.
    read = list(tokens(f"x:~{text})"))
    return len(read) == 2 and read[0].value.text == text and not read[0].value.quoted and bool(text)
