"""How the word at the cursor of a query may go on: names of fields, then values in use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalogue.fields.registry import Vocabulary
from catalogue.fields.text import fold
from catalogue.search.parser import quote

_STATES = {"is": ("disc", "film", "trash", "wish"), "needs": ("review",)}
_ABOUT_FIELDS = {"has": ("cover", "page"), "no": ("cover", "page"), "sort": ()}


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
    """Completions at the cursor. `values(key, typed, limit)` gives a field's values in use."""
    start = _word_start(query, cursor)
    typed = query[start:cursor]
    name, colon, value = typed.partition(":")
    lead = len(name) - len(name.lstrip("-("))
    if not colon:
        return _names(fields, name[lead:], start + lead, cursor, limit)
    begin = start + len(name) + 1
    sign = "=" if value.startswith("=") else ""
    wanted = value.removeprefix("=").strip('"')
    words = _words(fields, name[lead:].lower())
    if words:
        offered = [word for word in words if word.startswith(fold(wanted))]
    else:
        field = fields.by_search_name(name[lead:])
        offered = values(field.key, wanted, limit) if field is not None else []
    return [Suggestion(begin, cursor, sign + quote(word) + " ", word) for word in offered[:limit]]


def _words(fields: Vocabulary, name: str) -> tuple[str, ...]:
    """What may follow a word of the language that is no field."""
    if name in _ABOUT_FIELDS:
        return (*_ABOUT_FIELDS[name], *(field.query_name for field in fields.all))
    return _STATES.get(name, ())


def _names(fields: Vocabulary, typed: str, start: int, end: int, limit: int) -> list[Suggestion]:
    if len(typed) < 2:
        return []
    wanted = fold(typed)
    found = []
    for field in fields.all:
        names = sorted({*field.search, field.key}, key=len) if not field.is_custom else [field.query_name]
        name = next((name for name in names if name.startswith(wanted)), None)
        if name is not None:
            found.append(Suggestion(start, end, f"{name}:", f"{name}: {field.label}"))
    # What is nearly typed out comes first: tag before tagline.
    found.sort(key=lambda one: len(one.text))
    found += [
        Suggestion(start, end, f"{name}:", f"{name}:") for name in (*_ABOUT_FIELDS, *_STATES) if name.startswith(wanted)
    ]
    return found[:limit]


def _word_start(query: str, cursor: int) -> int:
    start, quoted = 0, False
    for place, letter in enumerate(query[:cursor]):
        if letter == '"':
            quoted = not quoted
        elif letter.isspace() and not quoted:
            start = place + 1
    return start
