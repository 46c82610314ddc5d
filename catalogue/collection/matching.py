"""Which film a document is about: by an id from elsewhere, then title and year, then title and shared people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import likeness, spellings
from catalogue.collection.likeness import SHARED_PEOPLE, Described, Likeness, agree, alike, plain_name
from catalogue.fields import barcode
from catalogue.fields.parts import film_name
from catalogue.fields.text import fold, identity
from catalogue.fields.titles import form, near
from catalogue.store import tables, titles
from catalogue.store.engine import in_ids, in_words

ARTICLE = "article"
"""The kind of document that speaks of a film without making one: it waits until its film is there."""


@dataclass(frozen=True, slots=True)
class Match:
    """The film that was found, if any, and why in words.

    `doubt` says in words why it may be another one; `alternatives` are the films it may be then. `remark` says that
    nothing but the document can tell so later: the doubt is to be kept with it.
    """

    film_id: int | None
    reason: str
    doubt: str | None = None
    alternatives: tuple[int, ...] = ()
    remark: bool = False


class Possible:
    """Tells of each of many films at once when none that is here can be meant, so that nobody looks for it."""

    def __init__(self, connection: Connection) -> None:
        item, review = tables.film_item, tables.review
        self._forms = set(connection.scalars(sa.select(titles.film_form.c.form)))
        ids = sa.select(item.c.folded).where(item.c.field == "external_ids")
        self._ids = set(connection.scalars(ids))
        # The title of such a film says nothing: it is known by its people.
        guessed = sa.select(review.c.id).where(review.c.about == "film", review.c.field == "title")
        self._guessed = connection.scalar(guessed.limit(1)) is not None

    def __call__(self, sought: Described) -> bool:
        """Whether it is worth looking for a film."""
        if sought.title is not None and form(sought.title) in self._forms:
            return True
        if any(_folded_id(source, code) in self._ids for source, code in sought.ids):
            return True
        return (sought.guessed or self._guessed) and len(sought.people) >= SHARED_PEOPLE


class Pool:
    """The films here that several descriptions may mean by their titles or ids, looked up at once."""

    def __init__(self, connection: Connection, sought: Iterable[Described]) -> None:
        sought = list(sought)
        asked = {(form(one.title), one.year) for one in sought if one.title}
        self._by_form = titles.with_forms(connection, asked) if asked else {}
        self._by_id: dict[str, list[int]] = {}
        ids = {_folded_id(source, code) for one in sought for source, code in one.ids}
        if ids:
            item, film = tables.film_item, tables.film
            query = sa.select(item.c.folded, item.c.film_id).join(film, film.c.id == item.c.film_id)
            has_id = (item.c.field == "external_ids", in_words(item.c.folded, ids), film.c.deleted_at.is_(None))
            for folded, film_id in connection.execute(query.where(*has_id)):
                self._by_id.setdefault(folded, []).append(film_id)
        found = {film_id for films in (*self._by_form.values(), *self._by_id.values()) for film_id in films}
        self._films = likeness.of_films(connection, found)

    def films(self, sought: Described) -> dict[int, Described]:
        """Those that one of the descriptions may mean."""
        found = set(self._by_form.get(form(sought.title), ()) if sought.title else ())
        for source, code in sought.ids:
            found.update(self._by_id.get(_folded_id(source, code), ()))
        return {film_id: self._films[film_id] for film_id in sorted(found)}


@dataclass(frozen=True, slots=True)
class _Candidate:
    film: Described
    exact: bool
    likeness: Likeness


def find_film(
    connection: Connection,
    sought: Described,
    *,
    pool: Pool | None = None,
    taken: Container[int] = (),
    choose: Callable[[list[int], bool], int | None] = lambda films, sure: None,
) -> Match:
    """The film in the catalogue that is sought, looked for in a pool if there is one; none of those `taken`.

    Where several are meant alike (sure), or some may be and nothing but the title says so, `choose` may know which.
    """
    sought = _under_new_names(connection, sought)
    known = (pool or Pool(connection, [sought])).films(sought)
    known = {film_id: film for film_id, film in known.items() if film_id not in taken or _said(sought, film)}
    by_id = [film_id for film_id, film in known.items() if sought.ids & film.ids]
    if by_id:
        return Match(min(by_id), "it has the same id elsewhere")
    if sought.title is None:
        return Match(None, "the page names no film")
    itself = any(_is_its_name(sought, film) for film in known.values())
    found = {film_id: _weighed(sought, film, itself) for film_id, film in known.items()}
    found = {film_id: one for film_id, one in found.items() if one.likeness != "other"}
    best = _best(sought, found)
    if len(best) == 1:
        return Match(best[0], _reason(sought, found[best[0]]), _doubt(sought, found[best[0]]))
    chosen = choose(best or list(found), bool(best)) if found else None
    if chosen is not None:
        return Match(chosen, "all that is said of it agrees")
    return _by_people(connection, sought, taken) or _none(connection, sought, found, taken)


def _best(sought: Described, found: dict[int, _Candidate]) -> list[int]:
    """The films that are the one that is sought as far as anybody can tell."""
    # Who types a title means the film of that title, and no other way to write it.
    same = {key: one for key, one in found.items() if one.likeness == "same" and (one.exact or not sought.typed)}
    if same:
        agreed = {film_id: (len(sought.people & one.film.people), one.exact) for film_id, one in same.items()}
        most = max(agreed.values())
        return [film_id for film_id in same if agreed[film_id] == most]
    likely = [film_id for film_id, one in found.items() if one.likeness == "likely"]
    # What a person typed of one film is not written onto another.
    if len(likely) == 1 and sought.typed and not _adds_nothing(sought, found[likely[0]].film):
        return []
    return likely if len(likely) == 1 else []


def _adds_nothing(sought: Described, film: Described) -> bool:
    return sought.year in (None, film.year) and sought.runtime in (None, film.runtime)


def _reason(sought: Described, one: _Candidate) -> str:
    if not one.exact:
        return "title and people agree"
    return "title and year agree" if None not in (sought.year, one.film.year) else "the title agrees"


def _doubt(sought: Described, one: _Candidate) -> str | None:
    """Why the only film that may be meant may be another one; who types its title means it."""
    if one.likeness != "likely" or sought.typed or not (sought.people or sought.year or sought.runtime):
        return None
    return f"Only the title says that this is {film_name(one.film.title, one.film.year)}."


def _none(connection: Connection, sought: Described, found: dict[int, _Candidate], taken: Container[int]) -> Match:
    if found:
        in_order = likeness.in_order({film_id: one.film for film_id, one in found.items()})
        named = ", ".join(film_name(found[one].film.title, found[one].film.year) for one in in_order)
        exact = all(one.exact for one in found.values())
        if len(found) == 1:
            doubt = f"It may be {named}, which is here" + (
                ": only the title says so." if exact else ", written otherwise."
            )
        else:
            words = "have this title" if exact else "may be meant"
            doubt = f"{len(found)} films here {words}; it is not clear which of them is meant: {named}."
        return Match(None, "it is not clear which film is meant", doubt, tuple(in_order))
    close = _close(connection, sought, taken)
    if close:
        named = ", ".join(film_name(film.title, film.year) for film in close.values())
        doubt = f"It may be {named}: cast and year are the same, and the titles are nearly."
        return Match(None, "no film of this title and year is known", doubt, tuple(close), remark=True)
    return Match(None, "no film of this title and year is known")


def _said(sought: Described, film: Described) -> bool:
    """Whether a person said that what is named so is this film."""
    name = film.known_as(sought.title or "")
    return name is not None and name.said and (sought.year == name.year or sought.year is None)


def _is_its_name(sought: Described, film: Described) -> bool:
    """Whether a film is called so itself, year and all; its year may be unknown as well."""
    return sought.year == film.year and identity(film.title or "") == identity(sought.title or "")


def _weighed(sought: Described, film: Described, itself: bool) -> _Candidate:
    """How like a film is to the one that is sought, if their titles allow it at all.

    Where a film is called so `itself`, another one that a person merged with one of the title is not meant.
    """
    title = sought.title or ""
    name = film.known_as(title)
    if name is None:
        return _Candidate(film, False, alike(sought, film, False) if film.written_as(title) else "other")
    if _said(sought, film) and (name.year == sought.year or not itself):
        return _Candidate(film, True, "same")
    return _Candidate(film, True, alike(sought, film, True))


def _close(connection: Connection, sought: Described, taken: Container[int]) -> dict[int, Described]:
    """Films of the same cast and year whose titles are nearly the same."""
    if sought.guessed:
        return {}
    cast = [film_id for film_id in films_with(connection, sought.people) if film_id not in taken]
    films = likeness.of_films(connection, cast)
    return {
        film_id: films[film_id]
        for film_id in likeness.in_order(films)
        if agree(films[film_id].people, films[film_id].year, sought)
        and alike(sought, films[film_id], False) != "other"
        and any(near(sought.title or "", name.title) for name in films[film_id].names)
    }


def _under_new_names(connection: Connection, sought: Described) -> Described:
    """What is sought, with the names that a person gave people since: by those they stand in the casts here."""
    names = spellings.load(connection).get("credits") if sought.people else None
    if not names:
        return sought
    now = {fold(old): plain_name(new or "") for old, new in names.items()}
    people = frozenset(now.get(person, person) for person in sought.people) - {""}
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


def _by_people(connection: Connection, sought: Described, taken: Container[int]) -> Match | None:
    """A film with the same cast whose title, or the sought one's, is only a guess."""
    review = tables.review
    cast = [film_id for film_id in films_with(connection, sought.people) if film_id not in taken]
    films = likeness.of_films(connection, cast)
    guessed = set(
        connection.scalars(
            sa.select(review.c.record_id).where(
                review.c.about == "film", review.c.field == "title", in_ids(review.c.record_id, films)
            )
        )
    )
    for film_id, film in sorted(films.items()):
        if agree(film.people, film.year, sought) and (sought.guessed or film_id in guessed):
            return Match(film_id, "the people agree, and the title of one was a guess")
    return None


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


def _folded_id(source: str, code: str) -> str:
    return f"{source}: {fold(code)}"
