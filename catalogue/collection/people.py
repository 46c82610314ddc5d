"""People and characters across the collection: in what else somebody is, and who else played a character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.fields import collation, patterns
from catalogue.fields.people import CHARACTER
from catalogue.fields.text import fold
from catalogue.fields.words import pattern, searched, set_close
from catalogue.jobs import Job
from catalogue.search.hits import asked
from catalogue.store import naming, order, tables
from catalogue.store.engine import in_ids, interruptible
from catalogue.store.listing import entry, entry_film

MOST = 300
"""So many people or characters are listed at once; who looks for one types more of the name."""

_ASKED = 150
"""Characters of a film that are looked for elsewhere: each costs a question, and those far behind are extras."""
_COMMON = 12
"""A character that more films than this have (Narrator, Himself) is no character that is played again."""

_FILMS_LOOKED_AT = 2000
_NAMESAKES = 300  # films with characters of one name that are looked at


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


def names(connection: Connection, typed: str, job: Job | None = None) -> list[tuple[str, int]]:
    """People whose names hold what was typed, with the number of their films, the busiest first."""
    person, credit = tables.person, tables.credit
    parts = sa.func.count().label("parts")
    busiest = sa.select(credit.c.person_id, parts).group_by(credit.c.person_id).order_by(parts.desc())
    if typed.strip():
        wanted = (_holds(naming.person_folded(), word) for word in searched(typed).split())
        busiest = busiest.where(credit.c.person_id.in_(sa.select(person.c.id).where(*wanted)))
    films = sa.func.count(sa.distinct(credit.c.film_id))
    query = sa.select(naming.person_called(), films).join(credit, credit.c.person_id == person.c.id)
    query = query.where(credit.c.film_id.not_in(_not_here())).group_by(person.c.id)
    query = query.order_by(films.desc(), order.of_people(), person.c.identity).limit(MOST)
    with interruptible(connection, job):
        # Films are counted only for those with most parts: nobody is in more films than he has parts in them.
        looked_at = 2 * MOST
        while True:
            candidates = connection.execute(busiest.limit(looked_at)).all()
            found = connection.execute(query.where(in_ids(person.c.id, [one.person_id for one in candidates]))).all()
            least = found[-1][1] if len(found) == MOST else 0
            if len(candidates) < looked_at or candidates[-1].parts <= least:
                return [(name, number) for name, number in found]
            looked_at *= 4


def completing(connection: Connection, typed: str, limit: int, *tests: sa.ColumnElement[bool]) -> list[str]:
    """Names of people that begin with what was typed, then those in which a later word does."""
    folded, wanted = naming.person_folded(), searched(typed)
    first: sa.ColumnElement[bool] = folded.startswith(wanted, autoescape=True)
    later = [folded.contains(mark + wanted, autoescape=True) for mark in (" ", *_MARKS)]
    bare, joined = _joined(folded, wanted)
    if joined:
        later += [bare.startswith(joined, autoescape=True), bare.contains(f" {joined}", autoescape=True)]
    if set_close(wanted):
        later.append(folded.contains(wanted, autoescape=True))
    query = sa.select(naming.person_called()).order_by(sa.not_(first), order.of_people()).limit(limit)
    if not wanted:
        # Keys for the names of all people would take a second: they are made for some that come first.
        some = sa.select(tables.person.c.id).where(*tests).order_by(tables.person.c.folded).limit(limit)
        return list(connection.scalars(query.where(tables.person.c.id.in_(some))))
    return list(connection.scalars(query.where(sa.or_(first, *later), *tests)))


_MARKS = "'-.*"


def _joined(folded: sa.ColumnElement[str], word: str) -> tuple[sa.ColumnElement[str], str]:
    """A name and a word without the marks between their letters: O'Brien is found by `obrien`."""
    for mark in _MARKS:
        folded, word = sa.func.replace(folded, mark, ""), word.replace(mark, "")
    return folded, word


def _holds(folded: sa.ColumnElement[str], word: str) -> sa.ColumnElement[bool]:
    has: sa.ColumnElement[bool] = folded.contains(word, autoescape=True)
    bare, joined = _joined(folded, word)
    return sa.or_(has, bare.contains(joined, autoescape=True)) if joined else has


def characters(connection: Connection, typed: str) -> list[tuple[str, int]]:
    """Characters whose names hold what was typed, with the number of films that have them, by name."""
    wanted = searched(typed).split()
    sought = [patterns.compiled(expression) for word in wanted if (expression := pattern(word, True)) is not None]
    found: dict[str, tuple[str, set[int]]] = {}
    for one in _with_character(connection, wanted):
        key, text = fold(one.character or ""), searched(one.character or "")
        if all(word.search(text) for word in sought):
            found.setdefault(key, (one.character or "", set()))[1].add(one.film_id)
    listed = sorted(found.values(), key=lambda one: (-len(one[1]), collation.key(one[0])))[:MOST]
    return [(name, len(films)) for name, films in listed]


def of_person(connection: Connection, name: str) -> list[Appearance]:
    """Everything that a person did in films of the collection, the newest first."""
    person = naming.find(connection, tables.person, [name]).get(name)
    query = _appearances().where(tables.person.c.id == (person["id"] if person is not None else None))
    found = [_appearance(row) for row in connection.execute(query)]
    return sorted(found, key=_newest)


def of_character(connection: Connection, name: str) -> list[Appearance]:
    """Everybody who played a character in films of the collection, the newest first."""
    words = _plain(name) or fold(name).split()
    last = [f'"{part}"' for part in _parts(words[-1])] if words else []
    films = _films_with(connection, last, _NAMESAKES)
    if len(films) == _NAMESAKES and len(words) > 1:
        # Too many end in that word: those that also begin like the name are all that can be told apart.
        films = _films_with(connection, last + [f'"{part}"*' for part in _parts(words[0][:3])], _NAMESAKES)
    near = _in_films(connection, films, words[-1:], None if len(words) == 1 else words[0][:3] if words else None)
    found = [one for one in near if is_same_character(one.character, name)]
    return sorted(found, key=_newest)


def company(connection: Connection, film_id: int) -> Company:
    """What else is here with the people of a film, and who else plays its characters."""
    own = [_appearance(row) for row in connection.execute(_appearances().where(tables.credit.c.film_id == film_id))]
    people = naming.find(connection, tables.person, {one.person for one in own}).values()
    theirs = in_ids(tables.credit.c.person_id, (row["id"] for row in people))
    query = _appearances().where(theirs, tables.credit.c.film_id != film_id)
    also_in: dict[str, dict[int, Appearance]] = {}
    for one in map(_appearance, connection.execute(query)):
        also_in.setdefault(one.person, {}).setdefault(one.film_id, one)
    also_played: dict[str, tuple[Appearance, ...]] = {}
    characters = dict.fromkeys(one.character for one in own if one.character and _plain(one.character))
    for character in islice(characters, _ASKED):
        others = [one for one in of_character(connection, character) if one.film_id != film_id]
        if 0 < len({one.film_id for one in others}) <= _COMMON:
            also_played[character] = tuple(others)
    newest = {name: tuple(sorted(films.values(), key=_newest)) for name, films in also_in.items()}
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


def _newest(one: Appearance) -> tuple[Any, ...]:
    """The order of films on the page of a person or character: the newest first, those of one year by title."""
    return -(one.year or 0), collation.key(one.title), one.film_id


def _plain(name: str | None) -> list[str]:
    words = fold((name or "").partition("(")[0]).replace(".", " ").split()
    return [] if any(letter.isdigit() for word in words for letter in word) else words


def _appearances() -> sa.Select[Any]:
    film, person, credit = tables.film, tables.person, tables.credit
    columns = (
        film.c.id,
        film.c.title,
        film.c.year,
        naming.person_called().label("person"),
        credit.c.role,
        credit.c.character,
    )
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


def _not_here() -> sa.Select[Any]:
    """The films that are in the trash, alone or with all their discs; they are few."""
    film = tables.film
    listed = sa.select(entry_film.c.film_id).join(entry, entry.c.id == entry_film.c.entry_id)
    return sa.select(film.c.id).where(film.c.id.not_in(listed.where(entry.c.trashed == 0)))


def _with_character(connection: Connection, words: list[str]) -> list[Appearance]:
    """Appearances whose characters may hold all words; of a long collection the first that the index gives."""
    tokens = [f"({expression})" for word in words if (expression := asked(word, True)) is not None]
    if not tokens:
        query = _appearances().where(tables.credit.c.character.is_not(None)).limit(MOST)
        return [_appearance(row) for row in connection.execute(query).all()]
    return _in_films(connection, _films_with(connection, tokens, _FILMS_LOOKED_AT), words)


def _films_with(connection: Connection, tokens: list[str], most: int) -> list[int]:
    """The first films whose characters together have all of these."""
    if not tokens:
        return []
    hits = sa.text("SELECT rowid FROM film_words WHERE film_words MATCH :match LIMIT :most")
    bound = {"match": f"{CHARACTER} : ({' AND '.join(tokens)})", "most": most}
    return list(connection.scalars(hits, bound))


def _in_films(
    connection: Connection, films: list[int], words: Iterable[str], beginning: str | None = None
) -> list[Appearance]:
    """Appearances in films whose characters may hold all words, and begin so where they have more than one."""
    character = tables.credit.c.character
    query = _appearances().where(in_ids(tables.credit.c.film_id, films), character.is_not(None))
    # Names with marks, and with letters that are not English, are left to Python, which folds them.
    foreign = character.op("GLOB")("*[^ 0-9A-Za-z]*")
    for word in words:
        query = query.where(sa.or_(character.contains(word, autoescape=True), foreign))
    if beginning is not None:
        begins = character.startswith(beginning, autoescape=True)
        unknown = sa.func.substr(character, 1, len(beginning)).op("GLOB")("*[^ -~]*")
        several = sa.func.instr(sa.func.trim(character), " ") > 0
        # What stands in brackets is no part of the name.
        query = query.where(sa.or_(begins, unknown, sa.not_(several), character.contains("(")))
    return [_appearance(row) for row in connection.execute(query).all()]


def _parts(word: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in word).split()


def _appearance(row: Any) -> Appearance:
    return Appearance(row.id, row.title or "", row.year, row.person, row.role, row.character)
