"""Custom fields, which a person adds to a catalogue: their kinds, their names, and the fields that they become."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Any, TypeVar

import regex

from catalogue.errors import FieldError
from catalogue.fields import kinds, lists, people
from catalogue.fields.draft import Entity
from catalogue.fields.kinds import Kind
from catalogue.fields.registry import BUILT_IN, Field
from catalogue.fields.text import fold, identity
from catalogue.fields.words import seen

_K = TypeVar("_K", bound=Kind)
_GROUPS: dict[Entity, str] = {"film": "Film", "edition": "Edition", "copy": "Personal"}
_FACETS = ("text", "choice", "list")
_TAKEN = people.names() | {"has", "no", "is", "needs", "saved", "sort", "not", "and", "or"}
LONGEST_NAME = 60
PREFIX = "custom_"
"""What the key of a custom field begins with; its number follows."""
JSON_PREFIX = "custom."
"""What stands before the name of a custom field where an export names fields of both sorts."""


class Decimal(kinds.Decimal):
    """A number with or without decimals, below nothing as well."""

    name = "number"

    def odd(self, value: Any) -> str | None:
        return None


class AnyDate(kinds.Date):
    """A date that need not lie in the times of film."""

    def odd(self, value: Any) -> str | None:
        return None


class Link(Kind):
    """The address of a page or a file."""

    name = "link"
    wanted = "an address such as https://example.org"

    def parse(self, text: str) -> Any:
        text = text.strip()
        if not text:
            return None
        if re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:[/?#:]\S*)?", text, re.IGNORECASE):
            return f"https://{text}"
        if not re.fullmatch(r"(?:[a-z][a-z0-9+.-]*://|mailto:)\S+", text, re.IGNORECASE):
            raise FieldError(f"“{text}” is not an address; write https://example.org.")
        return text


def _in_rows(kind: _K) -> _K:
    """The same kind, with its values in rows of their own: a custom field has no column."""
    made = copy.copy(kind)
    made.rows, made.columns = "custom", ()
    return made


KINDS: dict[str, Kind] = {
    kind.name: _in_rows(kind)
    for kind in (
        kinds.TEXT,
        kinds.LONG_TEXT,
        Decimal(),
        AnyDate(),
        kinds.FLAG,
        kinds.CHOICE,
        lists.WORDS,
        Link(),
        kinds.MONEY,
        kinds.RATING,
    )
}
"""The kinds that a custom field may have, by name."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a person says of a custom field. `number` tells it from others for ever, whatever its name."""

    number: int
    name: str
    kind: str
    entity: Entity = "copy"
    choices: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the field."""
        return key_of(self.number)


def key_of(number: int) -> str:
    """The key of the field with a number."""
    return f"{PREFIX}{number}"


def field_of(definition: Definition) -> Field:
    """The field that a definition makes."""
    # A later version of the program may have a field of that name itself: then this one is asked for by its key.
    names = (query_name(definition.name), definition.name)
    free = tuple(dict.fromkeys(name for name in names if BUILT_IN.named(name) is None))
    return Field(
        definition.key,
        definition.name,
        KINDS[definition.kind],
        definition.entity,
        _GROUPS[definition.entity],
        search=free if len(free) == len(set(names)) else (),
        choices=definition.choices,
        facet=definition.kind in _FACETS,
    )


def query_name(name: str) -> str:
    """A name as it is written in a query: `Shelf mark` is `shelf_mark`. Empty for a name without any letter."""
    plain = regex.sub(r"\W+", "_", identity(seen(name))).strip("_")
    return f"_{plain}" if plain[:1].isdigit() else plain


def clean_name(name: str, known: tuple[Field, ...]) -> str:
    """The name for a field, without needless blanks. Raises FieldError where another field has it already."""
    name = " ".join(name.split())
    if not query_name(name):
        raise FieldError("A field needs a name with a letter or a digit in it.")
    if len(name) > LONGEST_NAME:
        raise FieldError(f"A name of a field has {LONGEST_NAME} characters at most.")
    wanted = query_name(name)
    if fold(wanted) in _TAKEN:
        raise FieldError(f"“{name}” means something else in a query; choose another name.")
    for field in known:
        if wanted in {query_name(field.label), *map(query_name, (field.key, *field.search))}:
            raise FieldError(f"There is a field “{field.label}” already that goes by this name; choose another.")
    return name


def clean_choices(kind: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    """The choices of a field, each once. Raises FieldError where the kind needs some and has none."""
    wanted = {identity(plain): plain for choice in reversed(choices) if (plain := " ".join(choice.split()))}
    if kind == "choice" and not wanted:
        raise FieldError("A choice needs at least one value to choose from.")
    if kind != "choice" and wanted:
        raise FieldError("Only a field of the kind “choice” has values to choose from.")
    return tuple(reversed(wanted.values()))


def kind_named(text: str) -> str:
    """The name of the kind that a person means: `yes/no` is `yes or no`. Raises FieldError that lists them all."""

    def plain(name: str) -> str:
        return re.sub(r"\bor\b|[\W_]+", "", fold(name))

    found = next((name for name in KINDS if plain(name) == plain(text)), None)
    if found is None:
        raise FieldError(f"There is no kind “{text}”; the kinds are {', '.join(KINDS)}.")
    return found
