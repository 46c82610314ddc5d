"""How the word at the cursor of a query may go on: names of fields, then values in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from catalogue.fields import people
from catalogue.fields.registry import Vocabulary
from catalogue.fields.text import fold
from catalogue.search import names, printer
from catalogue.search.tokens import QUOTES, SIGNED
from catalogue.search.values import NAMED_DAYS

_STATES = {
    "is": ("disc", "film", "trash", "wish", "lent", "late", "seen", "unseen", "box", "series", "lost", "sold"),
    "needs": ("review",),
}
_NAMES_OF = {"lent": "loans", "seen": "viewings"}
"""Words of the language that take the names in a field."""
_ABOUT_FIELDS = {"has": ("cover", "page"), "no": ("cover", "page"), "sort": ()}
_SIGNS = (">=", "<=", "=", ">", "<", "~")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Text to put in place of `start` to `end` of the query, and how it is shown."""

    start: int
    end: int
    text: str
    label: str


def suggest(
    query: str, cursor: int, fields: Vocabulary, values: Callable[[str, str, int], list[str]], limit: int = 12
) -> list[Suggestion]:
    """Completions at the cursor. `values(key, typed, limit)` gives a field's values in use; `saved` is a key too."""
    start = _word_start(query, cursor)
    typed = query[start:cursor]
    lead = len(typed) - len(typed.lstrip("-("))
    name, colon, value = typed.partition(":")
    signed = SIGNED.match(typed, lead)
    if signed and names.knows(signed[1], fields):
        name, colon, value = typed[: signed.end(1)], "", typed[signed.end(1) :]
    elif not colon:
        return _names(fields, name[lead:], start + lead, cursor, limit)
    begin = start + len(name) + len(colon)
    sign = next((sign for sign in _SIGNS if value.startswith(sign)), "")
    if sign == "~":
        return []
    wanted = value.removeprefix(sign).strip(f'"{QUOTES}').replace('""', '"')
    offered = _values(fields, name[lead:], wanted, values, limit)
    return [Suggestion(begin, cursor, f"{sign}{printer.word(word)} ", word) for word in offered[:limit]]


def _values(
    fields: Vocabulary, name: str, wanted: str, values: Callable[[str, str, int], list[str]], limit: int
) -> list[str]:
    words = _words(fields, fold(name))
    if words:
        return _beginning(words, wanted)
    if fold(name) == "saved":
        return values("saved", wanted, limit)
    if fold(name) == "due":
        return _beginning(NAMED_DAYS, wanted) if wanted else []
    name = _NAMES_OF.get(fold(name), name)
    known, field = people.by_name(name), fields.by_search_name(name)
    if known is not None:
        return values(known.key, wanted, limit)
    if field is None:
        return []
    if field.kind.compare == "date":
        return _beginning(NAMED_DAYS, wanted) if wanted else []
    return values(field.key, wanted, limit)


def _words(fields: Vocabulary, name: str) -> tuple[str, ...]:
    """What may follow a word of the language that is no field."""
    if name in _ABOUT_FIELDS:
        return (*_ABOUT_FIELDS[name], *(one.query_name for one in fields.all), *(one.key for one in people.PEOPLE[1:]))
    return _STATES.get(name, ())


def _beginning(words: Iterable[str], wanted: str) -> list[str]:
    return [word for word in words if fold(word).startswith(fold(wanted))]


def _names(fields: Vocabulary, typed: str, start: int, end: int, limit: int) -> list[Suggestion]:
    if len(typed) < 2:
        return []
    wanted = fold(typed)
    listed = [field for field in fields.all if field.kind.rows != "credits"]
    known = [((field.query_name,) if field.is_custom else (*field.search, field.key), field.label) for field in listed]
    known += [((one.key, *one.search), one.label) for one in people.PEOPLE]
    found = []
    for several, label in known:
        name = next((name for name in sorted(set(several), key=len) if fold(name).startswith(wanted)), None)
        if name is not None:
            found.append(Suggestion(start, end, f"{name}:", f"{name}: {label}"))
    # What is nearly typed out comes first: tag before tagline.
    found.sort(key=lambda one: len(one.text))
    states = [name for name in (*names.STATES, names.SORT) if name.startswith(wanted)]
    return [*found, *(Suggestion(start, end, f"{name}:", f"{name}:") for name in states)][:limit]


def _word_start(query: str, cursor: int) -> int:
    start, quoted = 0, False
    for place, letter in enumerate(query[:cursor]):
        if letter == '"':
            quoted = not quoted
        elif letter.isspace() and not quoted:
            start = place + 1
    return start
