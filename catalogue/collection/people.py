"""People and characters across the collection: in what else somebody is, and who else played a character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.fields.people import CHARACTER
from catalogue.fields.text import fold
from catalogue.store import tables
from catalogue.store.engine import in_ids, in_words
from catalogue.store.listing import entry, entry_film

MOST = 300
"""So many people or characters are listed at once; who looks for one types more of the name."""

_COMMON = 12
"""A character that more films than this have (Narrator, Himself) is no character that is played again."""

_FILMS_LOOKED_AT = 2000


@dataclass(frozen=True, slots=True)
class Appearance:
    """A person in a film of the collection, as an actor or in another role."""

    film_id: int
    title: str
    year: int | None
    person: str
    role: str
    character: str | None


@dataclass(frozen=True, slots=True)
class Company:
    """What else is here with the people of a film, and who else plays its characters, by name as printed."""

    also_in: dict[str, tuple[Appearance, ...]]
    also_played: dict[str, tuple[Appearance, ...]]


def names(connection: Connection, typed: str) -> list[tuple[str, int]]:
    """People whose names hold what was typed, with the number of their films, the busiest first."""
    person, credit = tables.person, tables.credit
    films = sa.func.count(sa.distinct(credit.c.film_id))
    query = sa.select(person.c.name, films).join(credit, credit.c.person_id == person.c.id)
    query = query.where(_is_here(credit.c.film_id))
    for word in fold(typed).split():
        query = query.where(person.c.folded.contains(word, autoescape=True))
    query = query.group_by(person.c.id).order_by(films.desc(), person.c.folded).limit(MOST)
    return [(name, number) for name, number in connection.execute(query)]


def characters(connection: Connection, typed: str) -> list[tuple[str, int]]:
    """Characters whose names hold what was typed, with the number of films that have them, by name."""
    wanted = fold(typed).split()
    found: dict[str, tuple[str, set[int]]] = {}
    for one in _with_character(connection, wanted):
        key = fold(one.character or "")
        if all(word in key for word in wanted):
            found.setdefault(key, (one.character or "", set()))[1].add(one.film_id)
    listed = sorted(found.items(), key=lambda item: (-len(item[1][1]), item[0]))[:MOST]
    return [(name, len(films)) for _, (name, films) in listed]


def of_person(connection: Connection, name: str) -> list[Appearance]:
    """Everything that a person did in films of the collection, the newest first."""
    query = _appearances().where(tables.person.c.folded == fold(name))
    found = [_appearance(row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (-(one.year or 0), fold(one.title)))


def of_character(connection: Connection, name: str) -> list[Appearance]:
    """Everybody who played a character in films of the collection, the newest first."""
    near = _with_character(connection, _plain(name)[-1:] or fold(name).split()[-1:])
    found = [one for one in near if is_same_character(one.character, name)]
    return sorted(found, key=lambda one: (-(one.year or 0), fold(one.title)))


def company(connection: Connection, film_id: int) -> Company:
    """What else is here with the people of a film, and who else plays its characters."""
    own = [_appearance(row) for row in connection.execute(_appearances().where(tables.credit.c.film_id == film_id))]
    query = _appearances().where(
        in_words(tables.person.c.folded, {fold(one.person) for one in own}), tables.credit.c.film_id != film_id
    )
    also_in: dict[str, dict[int, Appearance]] = {}
    for one in map(_appearance, connection.execute(query)):
        also_in.setdefault(one.person, {}).setdefault(one.film_id, one)
    also_played: dict[str, tuple[Appearance, ...]] = {}
    for character in dict.fromkeys(one.character for one in own if one.character):
        others = [one for one in of_character(connection, character) if one.film_id != film_id]
        if 0 < len({one.film_id for one in others}) <= _COMMON:
            also_played[character] = tuple(others)
    newest = {
        name: tuple(sorted(films.values(), key=lambda one: (-(one.year or 0), fold(one.title))))
        for name, films in also_in.items()
    }
    return Company(newest, also_played)


def is_same_character(one: str | None, other: str | None) -> bool:
    """Whether two names may be of one character: Josef Stalin and Joseph Stalin, Beria and Lavrenti Beria.

    They end in the same word, and where both have more than one their first words begin alike. Numbered extras are
    nobody.
    """
    first, second = _plain(one), _plain(other)
    if not first or not second:
        return False
    if first == second:
        return True
    if first[-1] != second[-1] or len(first[-1]) < 4:
        return False
    return len(first) == 1 or len(second) == 1 or first[0][:3] == second[0][:3]


def _plain(name: str | None) -> list[str]:
    words = fold((name or "").partition("(")[0]).replace(".", " ").split()
    return [] if any(letter.isdigit() for word in words for letter in word) else words


def _appearances() -> sa.Select[Any]:
    film, person, credit = tables.film, tables.person, tables.credit
    columns = (film.c.id, film.c.title, film.c.year, person.c.name, credit.c.role, credit.c.character)
    return (
        sa.select(*columns)
        .select_from(credit)
        .join(person, person.c.id == credit.c.person_id)
        .join(film, film.c.id == credit.c.film_id)
        .where(_is_here(film.c.id))
    )


def _is_here(film_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Whether a film is listed outside of the trash, alone or on a disc."""
    listed = sa.select(entry.c.id).join(entry_film, entry_film.c.entry_id == entry.c.id)
    return (
        listed.where(entry_film.c.film_id == film_id, entry.c.trashed == 0).correlate_except(entry, entry_film).exists()
    )


def _with_character(connection: Connection, words: Iterable[str]) -> list[Appearance]:
    """Appearances in films whose cast holds all words; of a long collection the first that the index gives."""
    tokens = [token for word in words if (token := "".join(letter if letter.isalnum() else " " for letter in word))]
    credit = tables.credit
    query = _appearances().where(credit.c.character.is_not(None))
    if tokens:
        match = " ".join(f'"{part}"*' for token in tokens for part in token.split())
        hits = sa.text("SELECT rowid FROM film_words WHERE film_words MATCH :match LIMIT :most")
        bound = {"match": f"{CHARACTER} : ({match})", "most": _FILMS_LOOKED_AT}
        query = query.where(in_ids(credit.c.film_id, connection.scalars(hits, bound).all()))
    else:
        query = query.limit(MOST)
    return [_appearance(row) for row in connection.execute(query)]


def _appearance(row: Any) -> Appearance:
    return Appearance(row.id, row.title or "", row.year, row.name, row.role, row.character)
