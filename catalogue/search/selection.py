"""What a query asks of a field in whole: the ticks of a facet, read from its text and written into it.

Between facets all must hold, within one any: `tag:=Piano (format:=DVD or format:="Blu-ray") year:1980s`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.fields import people
from catalogue.fields.registry import BUILT_IN, Vocabulary
from catalogue.search import names, printer
from catalogue.search.parser import parse
from catalogue.search.tree import All, Any, Node, Term, top_parts


@dataclass(frozen=True, slots=True)
class Selection:
    """Values of one field, any of which is asked for, and where in the query that stands."""

    key: str
    values: tuple[str, ...]
    start: int
    end: int


def selection(node: Node, fields: Vocabulary = BUILT_IN) -> Selection | None:
    """What a part of a query that stands for itself selects; None when it says something else."""
    if isinstance(node, Term):
        if not _whole(node, fields):
            return None
        return Selection(names.key(node.field, fields), (_value(node),), node.start, node.end)
    if not isinstance(node, Any):
        return None
    terms = [part for part in node.parts if isinstance(part, Term) and _whole(part, fields)]
    keys = {names.key(term.field, fields) for term in terms}
    if len(terms) < len(node.parts) or len(keys) != 1:
        return None
    return Selection(keys.pop(), tuple(dict.fromkeys(map(_value, terms))), node.start, node.end)


def selected(tree: Node | None, key: str, fields: Vocabulary = BUILT_IN) -> tuple[str, ...]:
    """The values of one field that a query selects; none where it selects twice."""
    every = (selection(part, fields) for part in top_parts(tree))
    found = [one for one in every if one is not None and one.key == key]
    return found[0].values if len(found) == 1 else ()


def without(tree: Node | None, key: str, fields: Vocabulary = BUILT_IN) -> Node | None:
    """A query without what it selects of one field, as the values of that field are counted."""
    return _all([part for part in top_parts(tree) if not _selects(part, key, fields)])


def select(text: str, key: str, values: Sequence[str], fields: Vocabulary = BUILT_IN) -> str:
    """The query selecting exactly these values of a field; the rest of it stays as it was typed."""
    query = parse(text, fields)
    kept: list[Node] = []
    changed = text
    for part in reversed(top_parts(query.tree)):
        if _selects(part, key, fields):
            changed = _cut(changed, part.start, part.end)
        else:
            kept.insert(0, part)
    added = any_of(key, values, fields)
    wanted = _all([*kept, *([] if added is None else [added])])
    if added is not None:
        changed = f"{changed} {written(added)}".strip()
    if parse(changed, fields).tree == wanted:
        return changed
    # What was typed cannot be continued, because of a loose `or` or an open bracket: it is written anew.
    return printer.write_tree(wanted, query.sort)


def remove(text: str, start: int, end: int, fields: Vocabulary = BUILT_IN) -> str:
    """The query without the part that stands at a place."""
    query = parse(text, fields)
    kept = [part for part in top_parts(query.tree) if (part.start, part.end) != (start, end)]
    changed = _cut(text, start, end)
    return changed if parse(changed, fields).tree == _all(kept) else printer.write_tree(_all(kept), query.sort)


def any_of(key: str, values: Iterable[str], fields: Vocabulary = BUILT_IN) -> Node | None:
    """The part of a query that asks for any of some values of a field."""
    terms = tuple(term(key, value, fields) for value in values)
    return Any(terms) if len(terms) > 1 else terms[0] if terms else None


def term(key: str, value: str, fields: Vocabulary = BUILT_IN) -> Term:
    """The term that asks for a whole value of a field, or for the state `is:trash`, under the name that people use."""
    field, known = fields.by_key.get(key), people.by_name(key)
    if known is not None:
        return Term("person" if known is people.PEOPLE[0] else known.key, "is", value)
    if field is None:
        return Term(key, "has", value, prefix=" " not in value)
    name = field.search[0] if field.kind.multiple and field.search else field.query_name
    if field.kind.compare == "words":
        return Term(name, "is", value)
    if ".." in value:
        low, _, high = value.partition("..")
        return Term(name, "range", low, high)
    return Term(name, "has", value, prefix=" " not in value)


def written(node: Node) -> str:
    """A part of a query as text that can stand beside others."""
    return f"({printer.write_tree(node)})" if isinstance(node, Any | All) else printer.write_tree(node)


def _whole(term: Term, fields: Vocabulary) -> bool:
    field = fields.by_search_name(term.field)
    if people.by_name(term.field) is not None:
        return term.comparison == "is"
    if field is None:
        return term.comparison == "has" and bool(term.value)
    if field.kind.compare == "words":
        return term.comparison == "is"
    return term.comparison in ("has", "is", "range") and bool(term.value)


def _value(term: Term) -> str:
    return f"{term.value}..{term.upper}" if term.comparison == "range" else term.value


def _selects(part: Node, key: str, fields: Vocabulary) -> bool:
    found = selection(part, fields)
    return found is not None and found.key == key


def _all(parts: Sequence[Node]) -> Node | None:
    return All(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _cut(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip()
