"""Why rows were found: the field, and the words in it, for the rows that are looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.finding import compiled
from catalogue.fields import people, registry
from catalogue.fields.draft import Entity
from catalogue.fields.people import People
from catalogue.fields.registry import Field, Vocabulary
from catalogue.search import names
from catalogue.search.marks import Marks, excerpt, needle, places
from catalogue.search.parser import parse
from catalogue.search.tree import Query, Term, Words, leaves
from catalogue.store import records, vocabulary
from catalogue.store.engine import in_ids
from catalogue.store.listing import entry, entry_film, index_of


@dataclass(frozen=True, slots=True)
class Reason:
    """A field in which a part of the query was found, in words, and the places of those words in the text."""

    field: str
    label: str
    text: str
    marks: tuple[tuple[int, int], ...]


Values = dict[str, Any]


def why(connection: Connection, query: str, row_ids: Sequence[int]) -> dict[int, tuple[Reason, ...]]:
    """For each of a window of rows, where it has what the query asks for: one hit for each part of the query."""
    fields = vocabulary.of(connection)
    parsed = parse(query, fields)
    wanted = [names.taken(leaf, fields) for leaf, positive in leaves(parsed.tree) if positive]
    if parsed.title is not None:
        wanted.insert(0, parsed.title)
    looked_at = {leaf: _fields(leaf, fields) for leaf in dict.fromkeys(wanted)}
    keys = {field.key for several in looked_at.values() for field in several}
    if not keys or not row_ids:
        return {}
    rows = _rows(connection, row_ids, keys, fields)
    found: dict[int, list[Reason]] = {row_id: [] for row_id in rows}
    for leaf, several in looked_at.items():
        pattern = needle(leaf, fields)
        if pattern is None:
            for row_id in _there(connection, leaf, list(rows)) if several else ():
                found[row_id] += _valued(several[0], rows[row_id])
            continue
        for row_id, values in rows.items():
            hit = next(_hits(leaf, several, values, pattern), None)
            if hit is not None and hit not in found[row_id]:
                found[row_id].append(hit)
    return {row_id: tuple(hits) for row_id, hits in found.items() if hits}


def _fields(leaf: Words | Term, fields: Vocabulary) -> list[Field]:
    """Where a part of a query looks, the most telling fields first."""
    if isinstance(leaf, Words):
        return sorted(
            (one for one in fields.all if index_of(one) is not None), key=lambda one: one.kind.rows == "texts"
        )
    if people.by_name(leaf.field) is not None:
        return [registry.BY_KEY["credits"]]
    field = fields.by_search_name(leaf.field)
    return [field] if field is not None else []


def _rows(
    connection: Connection, row_ids: Sequence[int], keys: set[str], fields: Vocabulary
) -> dict[int, list[Values]]:
    """The values of each row: of its copy and edition, and of every film that is on it."""
    query = sa.select(entry.c.id, entry.c.edition_id, entry.c.copy_id).where(in_ids(entry.c.id, row_ids))
    rows = connection.execute(query).all()
    links = sa.select(entry_film.c.entry_id, entry_film.c.film_id).where(in_ids(entry_film.c.entry_id, row_ids))
    films: dict[int, list[int]] = {}
    for entry_id, film_id in connection.execute(links):
        films.setdefault(entry_id, []).append(film_id)

    def load(entity: Entity, ids: set[int]) -> dict[int, Values]:
        own = [key for key in keys if fields.by_key[key].entity == entity]
        return records.load(connection, entity, ids, own) if own and ids else {}

    of_film = load("film", {film_id for several in films.values() for film_id in several})
    of_edition = load("edition", {row.edition_id for row in rows} - {None})
    of_copy = load("copy", {row.copy_id for row in rows} - {None})
    return {
        row.id: [
            *(of_film[film_id] for film_id in films.get(row.id, ()) if film_id in of_film),
            of_edition.get(row.edition_id, {}),
            of_copy.get(row.copy_id, {}),
        ]
        for row in rows
    }


def _there(connection: Connection, leaf: Words | Term, row_ids: list[int]) -> list[int]:
    condition = compiled(connection, Query("", leaf)).condition
    return list(connection.scalars(sa.select(entry.c.id).where(in_ids(entry.c.id, row_ids), condition)))


def _valued(field: Field, values: list[Values]) -> list[Reason]:
    shown = next((field.kind.show(one[field.key]) for one in values if one.get(field.key) not in (None, [])), "")
    return [Reason(field.key, field.label, shown, ((0, len(shown)),))] if shown else []


def _hits(leaf: Words | Term, fields: list[Field], values: list[Values], pattern: re.Pattern[str]) -> Iterator[Reason]:
    for field in fields:
        for record in values:
            if record.get(field.key) in (None, []):
                continue
            for key, label, text in _texts(leaf, field, record[field.key]):
                found = places(text, [pattern])
                if found:
                    yield _hit(key, label, text, found)


def _hit(key: str, label: str, text: str, found: Marks) -> Reason:
    shown, marks = excerpt(text, found)
    return Reason(key, label, shown, tuple(marks))


def _texts(leaf: Words | Term, field: Field, value: Any) -> Iterator[tuple[str, str, str]]:
    if field.kind.rows == "credits":
        known = people.by_name(leaf.field) if isinstance(leaf, Term) else people.PEOPLE[0]
        yield from _names(known or people.PEOPLE[0], value)
    elif field.kind.rows == "texts":
        for part in value:
            yield field.key, part.get("heading") or part["kind"].capitalize(), field.kind.words([part]).strip()
    elif field.kind.multiple:
        for part in value:
            yield field.key, field.label, field.kind.words([part])
    else:
        yield field.key, field.label, field.kind.show(value)
        # A barcode is found by another form of it than the one that is shown.
        yield field.key, field.label, field.kind.words(value)


def _names(known: People, value: Any) -> Iterator[tuple[str, str, str]]:
    for part in value:
        trade = people.trade(part["role"])
        if trade in known.trades:
            yield trade, part["role"].capitalize() if trade != people.ACTOR else "Cast", part["person"]
        if known.characters and part.get("character"):
            yield people.CHARACTER, "Character", f"{part['character']} ({part['person']})"
