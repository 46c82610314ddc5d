"""Who takes part in a film: people by name, and what they do under the names that people ask for it by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.errors import FieldError
from catalogue.fields.text import fold, visible

_QUALIFIED = re.compile(r"(.*\S) \[([^\[\]\s](?:[^\[\]]*[^\[\]\s])?)\]")

_YEAR = r"(?:1[89]|20)\d\d"
_TYPED = re.compile(
    rf"(?P<name>[^\[\]]*[^\[\]\s]) ?(?:\[ ?(?P<squared>[^\[\]]*[^\[\]\s]) ?\]|"
    rf"\( ?(?:(?:born|b\.|\*|né|née|geb\.) ?)?(?P<year>{_YEAR}(?: ?[-–] ?(?:{_YEAR})?)?) ?\))",
    re.I | re.ASCII,
)


def called(name: str, qualifier: str | None) -> str:
    """A person as credits call them: by name, and by what tells them from others of that name: `Ann Lee [1930]`."""
    return f"{name} [{qualifier}]" if qualifier else name


def bare(person: str) -> tuple[str, str | None]:
    """The name of a person whom credits call so, and what tells them from others of that name."""
    found = _QUALIFIED.fullmatch(person)
    return (found[1], found[2]) if found else (person, None)


def typed(person: str) -> str:
    """A person as credits call them, from what was typed: `Steve McQueen (1930)` is `Steve McQueen [1930]`.

    A year in any brackets behind the name tells them from others of that name.
    """
    name = " ".join(person.replace("［", "[").replace("］", "]").replace("（", "(").replace("）", ")").split())
    found = _TYPED.fullmatch(name)
    return called(found["name"], found["squared"] or found["year"]) if found else " ".join(person.split())


def parse_ids(text: str) -> dict[str, str]:
    """The ids of a person elsewhere, by source, as typed: `IMDb: nm0000537; Wikidata: Q170587`."""
    found: dict[str, str] = {}
    for part in filter(None, (" ".join(visible(part).split()) for part in re.split(r"[;\n]", text))):
        source, _, code = (one.strip() for one in part.partition(":"))
        if not source or not code:
            raise FieldError(f"“{part}” is no id of a person. Write the id with its source, such as IMDb: nm0000537.")
        found[source] = code
    return found


def format_ids(ids: Mapping[str, str]) -> str:
    """The ids of a person elsewhere in a line, as they are typed."""
    return "; ".join(f"{source}: {code}" for source, code in ids.items())


ACTOR, CHARACTER, CREW = "actor", "character", "crew"

_ROLES: dict[str, tuple[str, ...]] = {
    ACTOR: ("actor", "actress", "cast", "voice"),
    "director": ("director", "co-director"),
    "writer": ("writer", "screenplay", "story", "author", "novel", "creator", "co-writer"),
    "producer": ("producer", "executive producer", "co-producer", "associate producer"),
    "composer": ("composer", "musician", "music"),
    "cinematographer": ("cinematographer", "director of photography", "camera"),
    "editor": ("editor",),
}
_TRADE_OF = {role: trade for trade, roles in _ROLES.items() for role in roles}

TRADES: tuple[str, ...] = (*_ROLES, CREW)
"""Every credit belongs to one of these; what has no name of its own is crew."""


@dataclass(frozen=True, slots=True)
class People:
    """Some of those who take part: people of some trades, the characters that they play, or both."""

    key: str
    label: str
    trades: tuple[str, ...]
    characters: bool = False
    search: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the text index that hold their names."""
        return (*self.trades, *((CHARACTER,) if self.characters else ()))


PEOPLE: tuple[People, ...] = (
    People("credits", "Cast and crew", TRADES, True, ("credit", "person", "people")),
    People("cast", "Cast", (ACTOR,), True),
    People(ACTOR, "Actor", (ACTOR,), False, ("actors", "actress")),
    People(CHARACTER, "Character", (), True, ("characters", "role")),
    People("director", "Director", ("director",), False, ("directors", "directed")),
    People("writer", "Writer", ("writer",), False, ("writers", "written")),
    People("producer", "Producer", ("producer",), False, ("producers", "produced")),
    People("composer", "Composer", ("composer",), False, ("composers", "musician", "music")),
    People("cinematographer", "Cinematographer", ("cinematographer",), False, ("cinematographers", "camera")),
    People("editor", "Film editor", ("editor",), False, ("editors",)),
    People(CREW, "Crew", tuple(trade for trade in TRADES if trade != ACTOR)),
)
"""In this order they are offered. The first one is everybody."""

COLUMNS = PEOPLE[0].columns
"""The columns of the text index that hold people and characters."""

_BY_NAME = {name: people for people in PEOPLE for name in (people.key, *people.search)}


def by_name(name: str) -> People | None:
    """The people that a name in a query means, in any case: `director`, `cast`."""
    return _BY_NAME.get(fold(name))


def names() -> frozenset[str]:
    """All names by which people can be asked for."""
    return frozenset(_BY_NAME)


def trade(role: str) -> str:
    """The trade that a role belongs to."""
    return _TRADE_OF.get(fold(role), CREW)


def roles(trades: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """The roles of some trades, and whether any role without a trade of its own belongs to them as well."""
    return tuple(role for one in trades for role in _ROLES.get(one, ())), CREW in trades


def known_roles() -> tuple[str, ...]:
    """All roles that have a trade of their own."""
    return tuple(_TRADE_OF)
