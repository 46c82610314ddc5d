"""The names that a query can ask for: fields, people by what they do, and the words for states."""

from __future__ import annotations

from catalogue.fields import people
from catalogue.fields.custom import query_name
from catalogue.fields.registry import Field, Vocabulary
from catalogue.fields.text import fold
from catalogue.search.tree import Term, Words

STATES = ("has", "no", "is", "needs", "saved", "lent", "due", "seen")
"""Words that stand before a colon and are no field."""

SORT = "sort"


def field_of(name: str, fields: Vocabulary) -> Field | None:
    """The field that a name in a query means: as it is written there, or as it is printed."""
    return fields.by_search_name(name) or fields.by_search_name(query_name(name))


def knows(name: str, fields: Vocabulary) -> bool:
    """Whether a name before a colon means something."""
    return fold(name) in (*STATES, SORT) or people.by_name(name) is not None or fields.by_search_name(name) is not None


def taken(leaf: Words | Term, fields: Vocabulary) -> Words | Term:
    """A part of a query as it is meant: a term of a name that means nothing is text, as in `mission:impossible`."""
    if isinstance(leaf, Words) or knows(leaf.field, fields):
        return leaf
    values = " ".join(value for value in (leaf.value, leaf.upper) if value)
    return Words(f"{leaf.field}:{values}", leaf.prefix, leaf.start, leaf.end)


def label(name: str, fields: Vocabulary) -> str | None:
    """What a name stands for, in words; None for the words for states."""
    field, known = fields.by_search_name(name), people.by_name(name)
    return known.label if known is not None else field.label if field is not None else None


def key(name: str, fields: Vocabulary) -> str:
    """The one name of what several names mean: `tags` for `tag`, `director` for `directed`."""
    known, field = people.by_name(name), fields.by_search_name(name)
    return known.key if known is not None else field.key if field is not None else fold(name)
