"""Pages that do not name their film: when a page that does comes later, it may prove a guess wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.films import merge, move_documents, title_of
from catalogue.collection.likeness import Described, agree
from catalogue.collection.matching import films_with
from catalogue.collection.merging import FILM
from catalogue.fields.draft import DOUBTFUL_BELOW
from catalogue.fields.text import fold
from catalogue.store import tables

_MOVED = "the people agree with those of a page that names its film"


@dataclass(slots=True)
class _Guessed:
    """A document whose title is a guess, with the year and the people that it states."""

    year: int | None = None
    people: set[str] = field(default_factory=set)


def put_right(work: Work, film_id: int, sought: Described) -> list[str]:
    """Moves pages whose film was guessed to the film of a page that names it and has the same people.

    A film of which nothing else is left goes with its pages. A person's word on where a page belongs stands. Returns
    what was found out, in words.
    """
    if sought.title is None or sought.guessed:
        return []
    found = []
    for other in sorted(films_with(work.connection, sought.people) - {film_id}):
        evidence = merging.evidence(work.connection, "film", [other])[other]
        if evidence.choice_of(FILM) is not None or evidence.choice_of("title") is not None:
            continue
        guessed = _guessed(evidence)
        moved = [number for number, page in guessed.items() if agree(page.people, page.year, sought)]
        moved = [number for number in moved if not _placed_by_hand(work, number)]
        # Another page that names this film and shares its people speaks for the guess.
        rest = {fold(fact["value"]["person"]) for fact in evidence.facts if _is_of(fact, guessed) is False}
        moved = [number for number in moved if not rest & guessed[number].people]
        if not moved:
            continue
        before = title_of(work, other)
        if len(moved) == len({fact["document_id"] for fact in evidence.facts}) and not evidence.choices:
            merge(work, film_id, other)
        else:
            move_documents(work, moved, other, film_id, _MOVED)
        pages = "A page was" if len(moved) == 1 else f"{len(moved)} pages were"
        about = "is" if len(moved) == 1 else "are"
        found.append(f"{pages} taken for {before} and {about} about {title_of(work, film_id)}")
    return found


def _guessed(evidence: merging.Evidence) -> dict[int, _Guessed]:
    """The documents of a film whose title is a guess."""
    pages = {
        fact["document_id"]: _Guessed()
        for fact in evidence.facts
        if fact["field"] == "title" and fact["confidence"] < DOUBTFUL_BELOW
    }
    for fact in evidence.facts:
        page = pages.get(fact["document_id"])
        if page is not None and fact["field"] == "credits":
            page.people.add(fold(fact["value"]["person"]))
        elif page is not None and fact["field"] == "year":
            page.year = fact["value"]
    return pages


def _is_of(fact: merging.Row, guessed: dict[int, _Guessed]) -> bool | None:
    """Whether a statement about a person is one of a guessed page; None for statements about other things."""
    return fact["document_id"] in guessed if fact["field"] == "credits" else None


def _placed_by_hand(work: Work, document_id: int) -> bool:
    table = tables.attachment
    query = sa.select(table.c.reason).where(table.c.document_id == document_id)
    return any((reason or "").endswith("by hand") for reason in work.connection.scalars(query))
