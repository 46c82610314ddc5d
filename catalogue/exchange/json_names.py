"""The names in an export as if they had been typed: what nobody sees is dropped at the door."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from catalogue.fields import registry
from catalogue.fields.kinds import LONG_TEXT, is_text
from catalogue.fields.text import hides, visible

_LONG = tuple(field.name for field in registry.FIELDS if field.kind is LONG_TEXT)
_KEPT = frozenset({*_LONG, "text", "query"})
"""What is written in sentences, or to the letter, keeps all that makes it up."""


_NUMBERED = re.compile(r"\\u([0-9a-fA-F]{4})")


def may_hide(json: str) -> bool:
    """Whether JSON may have something in it that nobody sees, be it written as a number or as a short escape."""
    return hides(json) or "\\b" in json or ("\\u" in json and any(map(_is_hidden, set(_NUMBERED.findall(json)))))


@cache
def _is_hidden(code: str) -> bool:
    letter = chr(int(code, 16))
    # Two halves of a character may be anything.
    return hides(letter) or not is_text(letter)


def plain(name: str, record: Any, json: str) -> Any:
    """A record of a list, read from JSON, with its names as they are seen; of a document, what was read of it."""
    if not may_hide(json):
        return record
    if name == "documents" and isinstance(record, dict):
        return record | {key: _plain(record[key]) for key in ("facts", "doubts") if key in record}
    return _plain(record)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        # Halves of characters are refused elsewhere.
        return visible(value) if is_text(value) else value
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return _plain_record(value) if isinstance(value, dict) else value


def _plain_record(record: dict[str, Any], own: bool = False) -> dict[str, Any]:
    """A record, or the values of fields of a person's `own`, of which one of several lines is in sentences."""
    # A fact, or a person's word, may be on a field of sentences.
    kept = _KEPT | {"value", "alternatives"} if record.get("field") in _LONG else _KEPT
    found: dict[str, Any] = {}
    for key, part in record.items():
        name = _plain(key)
        if name != key and (name in record or name in found):
            # Of two keys that look alike neither takes the other's place.
            name = key
        if (isinstance(part, str) and "\n" in part) if own else key in kept:
            found[name] = part
        elif key == "custom" and isinstance(part, dict) and not own:
            found[name] = _plain_record(part, own=True)
        else:
            found[name] = _plain(part)
    return found
