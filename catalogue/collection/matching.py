"""Which film a document is about: by an id from elsewhere, then title and year, then title and shared people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import spellings
from catalogue.fields import barcode
from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft
from catalogue.fields.people import bare
from catalogue.fields.text import fold
from catalogue.store import records, tables
from catalogue.store.engine import in_ids, in_words
from catalogue.store.listing import STATED

Titles = Mapping[str, Collection[int]]

ARTICLE = "article"
"""The kind of document that speaks of a film without making one: it waits until its film is there."""

SHARED_PEOPLE = 3
"""Two films under different titles are taken for one only when they share as many people as this."""

_KEYS = ("title", "original_title", "year", "external_ids", "credits")


@dataclass(frozen=True, slots=True)
class Match:
    """The film that was found, if any, and why in words.

    `doubt` says in words why it may be another one; `alternatives` are the films it may be then.
    """

    film_id: int | None
    reason: str
    doubt: str | None = None
    alternatives: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sought:
    """What a document or a person says of the film that is looked for; `guessed` says that the title is a guess."""

    title: str | None
    year: int | None = None
    people: frozenset[str] = frozenset()
    ids: frozenset[tuple[str, str]] = frozenset()
    guessed: bool = False

    @staticmethod
    def of(draft: DocumentDraft) -> Sought:
        """What a document says of its film."""
        title = next((fact for fact in draft.facts if fact.about == "film" and fact.field == "title"), None)
        return Sought(
            title.value if title else None,
            draft.value("film", "year"),
            frozenset(_plain_name(part["person"]) for part in draft.values("film", "credits")),
            frozenset((fold(part["source"]), part["id"]) for part in draft.values("film", "external_ids")),
            guessed=title is not None and title.confidence < DOUBTFUL_BELOW,
        )


class Possible:
    """Tells of each of many films at once when none that is here can be meant, so that nobody looks for it."""

    def __init__(self, connection: Connection) -> None:
        film, fact, item, review = tables.film, tables.fact, tables.film_item, tables.review
        self._titles = {
            plain_title(title)
            for query in (
                sa.select(film.c.title),
                sa.select(film.c.original_title),
                sa.select(fact.c.value).where(fact.c.about == "film", fact.c.field == "title"),
            )
            for title in connection.scalars(query)
            if title
        }
        ids = sa.select(item.c.folded).where(item.c.field == "external_ids")
        self._ids = set(connection.scalars(ids))
        # The title of such a film says nothing: it is known by its people.
        guessed = sa.select(review.c.id).where(review.c.about == "film", review.c.field == "title")
        self._guessed = connection.scalar(guessed.limit(1)) is not None

    def __call__(self, sought: Sought) -> bool:
        """Whether it is worth looking for a film."""
        if sought.title is not None and plain_title(sought.title) in self._titles:
            return True
        if any(_folded_id(source, code) in self._ids for source, code in sought.ids):
            return True
        return (sought.guessed or self._guessed) and len(sought.people) >= SHARED_PEOPLE


def find_film(connection: Connection, sought: Sought, also: Titles = MappingProxyType({})) -> Match:
    """The film in the catalogue that is sought. `also` has films added in this transaction, by plain title."""
    sought = _under_new_names(connection, sought)
    films = records.load(connection, "film", _candidates(connection, sought, also), _KEYS)
    by_id = [film_id for film_id, film in films.items() if sought.ids & _ids(film)]
    if by_id:
        return Match(min(by_id), "it has the same id elsewhere")
    if sought.title is None:
        return Match(None, "the page names no film")
    wanted = plain_title(sought.title)
    stated = _stated_titles(connection, films)
    titled = {
        film_id: film
        for film_id, film in films.items()
        if wanted in {plain_title(title or "") for title in (film["title"], film["original_title"], *stated[film_id])}
    }
    fitting = sorted(film_id for film_id, film in titled.items() if _fits(film, sought))
    if len(fitting) == 1:
        return Match(fitting[0], "title and year agree" if sought.year else "the title agrees")
    if fitting:
        shared = {film_id: len(sought.people & _people(films[film_id])) for film_id in fitting}
        best = max(fitting, key=lambda film_id: (shared[film_id], -film_id))
        if shared[best] > 0:
            return Match(best, "title and people agree")
        doubt = f"{len(fitting)} films here have this title; it is not clear which of them is meant."
        return Match(None, "several films have this title", doubt, tuple(fitting))
    return _by_people(connection, sought) or Match(None, "no film of this title and year is known")


def _under_new_names(connection: Connection, sought: Sought) -> Sought:
    """What is sought, with the names that a person gave people since: by those they stand in the casts here."""
    names = spellings.load(connection).get("credits") if sought.people else None
    if not names:
        return sought
    people = frozenset(_plain_name(names.get(person, person) or "") for person in sought.people) - {""}
    return replace(sought, people=people)


def films_with(connection: Connection, people: Collection[str]) -> set[int]:
    """The films, trash left out, that have as many of these people (folded) as one film shares with itself."""
    if len(people) < SHARED_PEOPLE:
        return set()
    credit, person, film = tables.credit, tables.person, tables.film
    query = (
        sa.select(credit.c.film_id)
        .join(person, person.c.id == credit.c.person_id)
        .join(film, film.c.id == credit.c.film_id)
        .where(in_words(person.c.folded, people), film.c.deleted_at.is_(None))
        .group_by(credit.c.film_id)
        .having(sa.func.count(sa.distinct(credit.c.person_id)) >= SHARED_PEOPLE)
    )
    return set(connection.scalars(query))


def agree(people: Collection[str], year: int | None, sought: Sought) -> bool:
    """Whether a cast and a year may be of the film that is sought: half of the smaller cast is in the other."""
    shared = len(sought.people.intersection(people))
    same_year = year is None or sought.year is None or year == sought.year
    return same_year and shared >= SHARED_PEOPLE and 2 * shared >= min(len(people), len(sought.people))


def _by_people(connection: Connection, sought: Sought) -> Match | None:
    """A film with the same cast whose title, or the sought one's, is only a guess."""
    review = tables.review
    films = records.load(connection, "film", films_with(connection, sought.people), _KEYS)
    guessed = set(
        connection.scalars(
            sa.select(review.c.record_id).where(
                review.c.about == "film", review.c.field == "title", in_ids(review.c.record_id, films)
            )
        )
    )
    for film_id, film in sorted(films.items()):
        if agree(_people(film), film["year"], sought) and (sought.guessed or film_id in guessed):
            return Match(film_id, "the people agree, and the title of one was a guess")
    return None


def plain_title(title: str) -> str:
    """A title without case, accents, punctuation and spacing, for comparing."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(title)).split())


def find_edition(connection: Connection, code: str | None, film_id: int | None) -> int | None:
    """The one edition with a barcode (and on which the film is, if given). One code can belong to several editions.

    Its further codes count as well, but after the one on the box.
    """
    if not code:
        return None
    edition, item = tables.edition, tables.edition_item
    # The padded and the short form of a UPC are one code.
    forms = {code, barcode.normal(code), "0" + barcode.normal(code)}
    further = sa.select(item.c.edition_id).where(item.c.field == "further_barcodes", item.c.folded.in_(forms))
    for has_code in (edition.c.barcode.in_(forms), edition.c.id.in_(further)):
        found = _editions_with(connection, has_code, film_id)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _editions_with(connection: Connection, has_code: sa.ColumnElement[bool], film_id: int | None) -> set[int]:
    edition, contents = tables.edition, tables.contents
    query = sa.select(edition.c.id).where(has_code)
    if film_id is not None:
        query = query.join(contents, contents.c.edition_id == edition.c.id).where(contents.c.film_id == film_id)
    return set(connection.scalars(query))


def find_copy(connection: Connection, edition_id: int, stated: dict[str, Any]) -> int | None:
    """The copy of an edition that a page speaks of: the same index and date of adding, where the page has them."""
    known = {key: stated[key] for key in ("index", "added_at") if stated.get(key) is not None}
    if not known:
        return None
    copy = tables.copy
    query = sa.select(copy.c.id).where(copy.c.edition_id == edition_id)
    for key, value in known.items():
        query = query.where(copy.c[key] == value)
    return connection.scalars(query.order_by(copy.c.id)).first()


def _candidates(connection: Connection, sought: Sought, also: Titles) -> set[int]:
    words = plain_title(sought.title or "")
    found = set(also.get(words, ()))
    if words:
        phrase = '"' + words.replace('"', "") + '"'
        titled = sa.text("SELECT rowid FROM film_words WHERE film_words MATCH :query")
        found.update(connection.scalars(titled, {"query": f"{{title original_title {STATED}}} : {phrase}"}))
    if sought.ids:
        item = tables.film_item
        query = sa.select(item.c.film_id).where(
            item.c.field == "external_ids",
            item.c.folded.in_([_folded_id(source, code) for source, code in sought.ids]),
        )
        found.update(connection.scalars(query))
    if not found:
        return found
    alive = sa.select(tables.film.c.id).where(in_ids(tables.film.c.id, found), tables.film.c.deleted_at.is_(None))
    return set(connection.scalars(alive))


def _folded_id(source: str, code: str) -> str:
    return f"{source}: {fold(code)}"


def _stated_titles(connection: Connection, film_ids: Collection[int]) -> dict[int, list[str]]:
    """What the pages of films call them, also where a person gave the film another title."""
    fact = tables.fact
    query = sa.select(fact.c.record_id, fact.c.value).where(
        fact.c.about == "film",
        in_ids(fact.c.record_id, film_ids),
        fact.c.field == "title",
        fact.c.confidence >= DOUBTFUL_BELOW,
    )
    stated: dict[int, list[str]] = {film_id: [] for film_id in film_ids}
    for film_id, title in connection.execute(query):
        stated[film_id].append(title)
    return stated


def _ids(film: dict[str, Any]) -> set[tuple[str, str]]:
    return {(fold(part["source"]), part["id"]) for part in film["external_ids"]}


def _people(film: dict[str, Any]) -> set[str]:
    return {_plain_name(part["person"]) for part in film["credits"]}


def _plain_name(person: str) -> str:
    """The name of a person as pages print it, folded: they never say what tells namesakes apart here."""
    return fold(bare(person)[0])


def _fits(film: dict[str, Any], sought: Sought) -> bool:
    people = _people(film)
    shared = len(people & sought.people)
    if film["year"] is not None and sought.year is not None:
        apart = abs(film["year"] - sought.year)
        # A festival year and a release year differ by one; a remake shares nobody.
        return apart == 0 or (apart == 1 and shared > 0)
    if sought.guessed:
        return shared > 0
    # Two casts that share nobody are two films, whatever they are called.
    return shared > 0 or len(people) < 3 or len(sought.people) < 3
