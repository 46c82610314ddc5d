"""Whether two descriptions are of one film: titles make it possible; year, cast, ids and running time decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from catalogue.fields import collation
from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft
from catalogue.fields.people import bare
from catalogue.fields.text import fold, identity
from catalogue.fields.titles import form
from catalogue.store import records, titles
from catalogue.store.titles import Name

SHARED_PEOPLE = 3
"""Two films under different titles are taken for one only when they share as many people as this."""

Likeness = Literal["same", "likely", "unsure", "other"]
"""`likely`: the title is the same to the letter, and nothing of weight says that it is or is not the film."""

SERIES = frozenset({"series", "season"})
_KEYS = ("title", "year", "external_ids", "credits", "runtime_minutes", "kind", "parent", "season", "episode")


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a film: by a document, by a person who names it, or by its own record.

    `guessed` says that the title is a guess; `typed` that a person names the film, and `kind` is None where nothing
    is said of it. `place` is where an episode stands in its series.
    """

    title: str | None
    year: int | None = None
    people: frozenset[str] = frozenset()
    ids: frozenset[tuple[str, str]] = frozenset()
    guessed: bool = False
    typed: bool = False
    runtime: int | None = None
    kind: str | None = None
    place: tuple[Any, ...] = (None, None, None)
    names: tuple[Name, ...] = ()

    @staticmethod
    def of(draft: DocumentDraft) -> Described:
        """What a document says of its film."""
        title = next((fact for fact in draft.facts if fact.about == "film" and fact.field == "title"), None)
        return Described(
            title.value if title else None,
            draft.value("film", "year"),
            _people(draft.values("film", "credits")),
            _ids(draft.values("film", "external_ids")),
            guessed=title is not None and title.confidence < DOUBTFUL_BELOW,
            runtime=draft.value("film", "runtime_minutes"),
            kind=draft.value("film", "kind"),
        )

    @staticmethod
    def by_hand(title: str, year: int | None = None) -> Described:
        """A film as a person names it."""
        return Described(title, year, typed=True)

    def known_as(self, title: str) -> Name | None:
        """The name of the film that is this title to the letter."""
        wanted = identity(title)
        called = [name for name in self.names if identity(name.title) == wanted]
        return max(called, key=lambda name: name.said, default=None)

    def written_as(self, title: str) -> bool:
        """Whether a title is another way to write one of the film's."""
        wanted = form(title)
        return any(form(name.title) == wanted for name in self.names)


def of_films(connection: Connection, film_ids: Collection[int]) -> dict[int, Described]:
    """What is known of films that are here."""
    if not film_ids:
        return {}
    known = titles.names(connection, film_ids)
    return {
        film_id: Described(
            film["title"],
            film["year"],
            _people(film["credits"]),
            _ids(film["external_ids"]),
            runtime=film["runtime_minutes"],
            kind=film["kind"],
            place=tuple(film[key] for key in ("parent", "season", "episode")),
            names=tuple(known[film_id]),
        )
        for film_id, film in records.load(connection, "film", film_ids, _KEYS).items()
    }


def in_order(films: Mapping[int, Described]) -> list[int]:
    """Films as a person is asked about them: by title, those of one title by year."""

    def key(film_id: int) -> tuple[Any, ...]:
        film = films[film_id]
        return collation.title_key(film.title) or "", film.year or 0, film_id

    return sorted(films, key=key)


def alike(one: Described, other: Described, exact: bool) -> Likeness:
    """Whether two films, whose titles are the same (`exact`) or two ways of writing one, are one film."""
    if one.ids & other.ids:
        return "same"
    # An episode is told by its series and number; where nothing is said of the kind, an episode may be meant.
    if one.place != other.place and None not in (one.kind, other.kind):
        return "other"
    found = _by_facts(one, other, exact)
    if found != "other" and one.kind and other.kind and (one.kind in SERIES) != (other.kind in SERIES):
        return "unsure"
    return found


def agree(people: Collection[str], year: int | None, sought: Described) -> bool:
    """Whether a cast and a year may be of the film that is sought: half of the smaller cast is in the other."""
    same_year = year is None or sought.year is None or year == sought.year
    return same_year and _one_cast(people, sought.people)


def _by_facts(one: Described, other: Described, exact: bool) -> Likeness:
    shared, one_cast = len(one.people & other.people), _one_cast(one.people, other.people)
    # Two casts that share nobody are two films, whatever they are called.
    strangers = not shared and min(len(one.people), len(other.people)) >= SHARED_PEOPLE
    if _ids_differ(one, other):
        return "unsure" if one_cast else "other"
    if one.year is not None and other.year is not None:
        apart = abs(one.year - other.year)
        if apart > 1:
            return "unsure" if one_cast else "other"
        if apart == 1:
            # A festival year and a release year differ by one; a remake shares nobody.
            return "same" if one_cast or (exact and shared) else "unsure" if shared else "other"
        if strangers:
            return "unsure" if exact else "other"
        if not shared and _lengths(one, other) == "other":
            return "likely" if exact else "other"
        # Years agree: a title that is written otherwise is the same, unless those who are named are not.
        return "same" if exact or one_cast or not (one.people and other.people) else "unsure"
    if strangers:
        return "other"
    if one.guessed or other.guessed:
        return "same" if exact and shared else "other"
    if one_cast or (exact and shared):
        return "same"
    length = _lengths(one, other)
    if not exact or shared or length == "other":
        return "unsure"
    return "same" if length == "same" else "likely"


def _one_cast(one: Collection[str], other: Collection[str]) -> bool:
    shared = len(set(one).intersection(other))
    return shared >= SHARED_PEOPLE and 2 * shared >= min(len(one), len(other))


def _ids_differ(one: Described, other: Described) -> bool:
    sources = {source for source, _ in one.ids} & {source for source, _ in other.ids}
    return bool(sources) and not one.ids & other.ids


def _lengths(one: Described, other: Described) -> Literal["same", "other"] | None:
    if not one.runtime or not other.runtime:
        return None
    shorter, longer = sorted((one.runtime, other.runtime))
    # PAL runs faster by one part in twenty-five; a director's cut is not twice as long.
    return "same" if shorter >= 0.95 * longer else "other" if shorter < 0.7 * longer else None


def plain_name(person: str) -> str:
    """The name of a person as pages print it, folded: they never say what tells namesakes apart here."""
    return fold(bare(person)[0])


def _people(credits: Iterable[dict[str, Any]]) -> frozenset[str]:
    return frozenset(plain_name(part["person"]) for part in credits)


def _ids(parts: Iterable[dict[str, Any]]) -> frozenset[tuple[str, str]]:
    return frozenset((fold(part["source"]), part["id"]) for part in parts)
