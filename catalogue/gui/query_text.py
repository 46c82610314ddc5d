"""The parts of a query as chips and ticks: what each says in words, and the one text that the person sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalogue.fields.registry import BUILT_IN, Vocabulary
from catalogue.fields.text import identity
from catalogue.search import names, printer, selection
from catalogue.search.parser import parse
from catalogue.search.tree import Node, Not, Term, top_parts

_WORDS = {"is": "Only", "needs": "Needs", "has": "Has", "no": "Without", "saved": "Saved search"}
_SIGNS = {"has": "", "is": "", "range": "", "~": "like "}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query about one field that stands for itself: `tag:=Piano`, `-year:>2000`, `(tag:=a or tag:=b)`."""

    start: int
    end: int
    key: str
    values: tuple[str, ...]
    sign: str
    negated: bool
    fields: Vocabulary = field(default=BUILT_IN, repr=False, compare=False)

    @property
    def label(self) -> str:
        """What it speaks of, in words."""
        head = names.label(self.key, self.fields) or _WORDS.get(self.key, self.key)
        return f"not {head}" if self.negated else head

    @property
    def shown(self) -> str:
        """What it asks for, in words."""
        return self.sign + " or ".join(map(self._one, self.values))

    def _one(self, value: str) -> str:
        known = self.fields.by_search_name(self.key)
        if known is None:
            return (names.label(value, self.fields) or value).lower() if self.key in ("has", "no") else value
        if not value:
            return "any"
        return known.kind.show(value) if known.kind.rows == "place" else value.replace("..", " to ")


def parts(text: str, fields: Vocabulary = BUILT_IN) -> list[Part]:
    """The parts about one field each, in order. Beside a loose `or` nothing stands for itself."""
    found = (_part(node, fields) for node in top_parts(parse(text, fields).tree))
    return [part for part in found if part is not None]


def write(key: str, value: str, exact: bool = True, fields: Vocabulary = BUILT_IN) -> str:
    """A term as a person would write it: `tag:=Piano`, `location:="Living room"`."""
    if exact:
        return selection.written(selection.term(key, value, fields))
    return printer.write_tree(Term(key, "has", value, prefix=" " not in value))


def values(text: str, key: str, fields: Vocabulary = BUILT_IN) -> list[str]:
    """The values that the query asks for in whole of one field."""
    return list(selection.selected(parse(text, fields).tree, key, fields))


def replace(text: str, key: str, wanted: Iterable[str], fields: Vocabulary = BUILT_IN) -> str:
    """The query asking for any of these whole values of a field; the rest of it stays."""
    return selection.select(text, key, list(wanted), fields)


def without(text: str, part: Part) -> str:
    """The query without a part."""
    return selection.remove(text, part.start, part.end, part.fields)


def holds(text: str, wanted: str) -> bool:
    """Whether a query has all the parts of another one."""
    have = top_parts(parse(text).tree)
    return all(part in have for part in top_parts(parse(wanted).tree))


def _part(node: Node, fields: Vocabulary) -> Part | None:
    inner = node.part if isinstance(node, Not) else node
    if isinstance(inner, Term) and not names.knows(inner.field, fields):
        return None
    negated = isinstance(node, Not)
    found = selection.selection(inner, fields)
    if found is not None:
        return Part(node.start, node.end, found.key, found.values, "", negated, fields)
    if not isinstance(inner, Term):
        return None
    key = names.key(inner.field, fields)
    sign = _SIGNS.get(inner.comparison, f"{inner.comparison} ")
    value = f"{inner.value}..{inner.upper}" if inner.comparison == "range" else inner.value
    return Part(node.start, node.end, key, (value,), sign, negated, fields)


def asks_for(text: str, key: str, value: str) -> bool:
    """Whether a query asks for one value of a field, and not for its absence."""
    return any(
        part.key == key and not part.negated and identity(value) in map(identity, part.values) for part in parts(text)
    )
