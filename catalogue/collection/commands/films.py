"""Which documents belong to which film: moving a document, merging two films into one, splitting one into two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import sqlalchemy as sa

from catalogue.collection import merging, twins
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.entries import choose_by_hand, new_film
from catalogue.collection.likeness import Described
from catalogue.collection.matching import find_film
from catalogue.errors import UserError
from catalogue.fields.parts import film_name, split_film_name
from catalogue.fields.text import identity
from catalogue.store import records, tables, titles
from catalogue.store.engine import in_ids
from catalogue.store.keeping import Occasion


@dataclass(frozen=True, slots=True)
class FilmName:
    """A film as a person names it."""

    title: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class MoveDocument:
    """Says which film a document is about: one in the catalogue, or one named by title and year, found or new.

    A film that has nothing left after its document went is removed.
    """

    document_id: int
    film_id: int | None = None
    name: FilmName | None = None

    def apply(self, work: Work) -> None:
        """Moves the document with its facts and the editions that it speaks of."""
        before = film_of(work, self.document_id)
        target = self.film_id
        if target is None and self.name is not None:
            named = Described.by_hand(self.name.title, self.name.year)
            target = find_film(work.connection, named).film_id
        title = self.name.title if self.name is not None else title_of(work, target)
        if target is None:
            target = new_film(work)
        move_documents(work, [self.document_id], before, target)
        if self.name is not None:
            name_film(work, target, self.name)
        if before is not None and before != target:
            remove_if_bare(work, before)
        work.label = f"Move a page to {title}"
        work.result = target


@dataclass(frozen=True, slots=True)
class MergeFilms:
    """Makes two films one: everything of `film_id` goes to `into`, whose own words stand where both have some."""

    risk: ClassVar[Occasion] = "merge"

    into: int
    film_id: int

    def apply(self, work: Work) -> None:
        """Moves documents, facts, choices and editions, then removes the emptied film."""
        if self.into == self.film_id:
            raise UserError("These are the same film already.")
        work.label = f"Merge {title_of(work, self.film_id)} into {title_of(work, self.into)}"
        _call_also(work, self.into, self.film_id)
        merge(work, self.into, self.film_id)
        work.result = self.into


@dataclass(frozen=True, slots=True)
class SplitFilm:
    """Makes of some documents of a film a film of its own, with the editions that those documents speak of."""

    film_id: int
    document_ids: tuple[int, ...]

    def apply(self, work: Work) -> None:
        """Moves the documents to a new film."""
        work.label = f"Split {title_of(work, self.film_id)}"
        if not self.document_ids:
            raise UserError("Choose the documents that belong to the other film.")
        target = new_film(work)
        tell_apart(work, self.film_id, target)
        move_documents(work, self.document_ids, self.film_id, target)
        _call_no_more(work, self.film_id, target)
        work.result = target


@dataclass(frozen=True, slots=True)
class SettleMatch:
    """Says that a film is what it was taken for: the doubt whether it is another one in the catalogue is gone."""

    film_id: int

    def apply(self, work: Work) -> None:
        """Clears the doubt of the film's documents, and notes the person's word that they belong together."""
        table = tables.attachment
        query = sa.select(table.c.id).where(table.c.film_id == self.film_id, table.c.doubt.is_not(None))
        settled: dict[str, None] = {"doubt": None, "alternatives": None}
        work.writer.update(table, dict.fromkeys(work.connection.scalars(query), settled))
        _note_word(work, self.film_id, merging.FILM)
        like = twins.of(work.connection, self.film_id, (merging.TWIN, merging.SAME_NUMBER))
        if like:
            tell_apart(work, self.film_id, *like)
        merging.recompute(work.writer, "film", [self.film_id])
        work.label = f"Settle which film {title_of(work, self.film_id)} is"


def tell_apart(work: Work, *film_ids: int) -> None:
    """Notes a person's word that films are not one, whatever their titles say."""
    for film_id in film_ids:
        _note_word(work, film_id, merging.APART)


def _call_also(work: Work, into: int, film_id: int) -> None:
    """Notes that the name of a film means another one now: who names it so, or sends it again, means that one."""
    film = records.load(work.connection, "film", [film_id], ("title", "year"))[film_id]
    if film["title"]:
        _note_word(work, into, merging.FILM, film_name(film["title"], film["year"]))


def _call_no_more(work: Work, film_id: int, target: int) -> None:
    """Takes the word back that a film is meant by the names of one that is its own now."""
    table = tables.choice
    theirs = {identity(name.title) for name in titles.names(work.connection, [target])[target]}
    word = (table.c.about == "film", table.c.record_id == film_id, table.c.field == merging.FILM)
    said = work.connection.execute(sa.select(table.c.id, table.c.subject).where(*word, table.c.subject.is_not(None)))
    work.writer.delete(table, [row.id for row in said if identity(split_film_name(row.subject)[0]) in theirs])


def _note_word(work: Work, film_id: int, field: str, subject: str | None = None) -> None:
    table = tables.choice
    word = {"about": "film", "record_id": film_id, "field": field, "subject": subject}
    same = [table.c[name].is_not_distinct_from(value) for name, value in word.items()]
    if work.connection.scalar(sa.select(table.c.id).where(*same).limit(1)) is None:
        row = word | {"by": "hand", "value": None, "document_id": None, "at": work.now}
        work.writer.insert(table, [row])


def film_of(work: Work, document_id: int) -> int | None:
    """The film that a document is attached to; None while it waits for one."""
    table = tables.attachment
    query = sa.select(table.c.film_id).where(table.c.document_id == document_id).order_by(table.c.id)
    return work.connection.scalars(query).first()


def attach(work: Work, document_id: int, film_id: int, reason: str) -> None:
    """Attaches a document that waited, with its facts, to a film."""
    fact = tables.fact
    work.writer.insert(tables.attachment, [{"document_id": document_id, "film_id": film_id, "reason": reason}])
    waiting = sa.select(fact.c.id).where(
        fact.c.document_id == document_id, fact.c.about == "film", fact.c.record_id.is_(None)
    )
    work.writer.update(fact, {number: {"record_id": film_id} for number in work.connection.scalars(waiting)})


def move_documents(
    work: Work, document_ids: Iterable[int], before: int | None, target: int, reason: str = "moved by hand"
) -> None:
    """Moves documents from one film (None: they waited) to another, with facts and the editions they speak of."""
    ids = list(document_ids)
    attachment, fact, contents = tables.attachment, tables.fact, tables.contents
    if before is None:
        for document_id in ids:
            attach(work, document_id, target, reason)
        merging.recompute(work.writer, "film", [target])
        return
    if before == target:
        return
    moved = sa.select(attachment.c.id).where(in_ids(attachment.c.document_id, ids), attachment.c.film_id == before)
    change = {"film_id": target, "reason": reason, "doubt": None, "alternatives": None}
    work.writer.update(attachment, dict.fromkeys(work.connection.scalars(moved), change))
    stated = sa.select(fact.c.id).where(
        in_ids(fact.c.document_id, ids), fact.c.about == "film", fact.c.record_id == before
    )
    work.writer.update(fact, {number: {"record_id": target} for number in work.connection.scalars(stated)})
    editions = sa.select(fact.c.record_id).where(in_ids(fact.c.document_id, ids), fact.c.about == "edition")
    on_disc = sa.select(contents.c.id).where(contents.c.film_id == before, contents.c.edition_id.in_(editions))
    work.writer.update(contents, {number: {"film_id": target} for number in work.connection.scalars(on_disc)})
    merging.recompute(work.writer, "film", [before, target])


def merge(work: Work, into: int, film_id: int) -> None:
    """Moves everything of a film to another and removes it."""
    attachment, fact, choice, contents = tables.attachment, tables.fact, tables.choice, tables.contents
    work.writer.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for table in (attachment, contents):
        query = sa.select(table.c.id).where(table.c.film_id == film_id)
        change = {"film_id": into} | ({"doubt": None, "alternatives": None} if table is attachment else {})
        work.writer.update(table, dict.fromkeys(work.connection.scalars(query), change))
    _move_episodes(work, into, film_id)
    doubted = sa.select(attachment.c.id).where(attachment.c.film_id == into, attachment.c.doubt.is_not(None))
    settled: dict[str, None] = {"doubt": None, "alternatives": None}
    work.writer.update(attachment, dict.fromkeys(work.connection.scalars(doubted), settled))
    _remove_doubles(work, into)
    of_film = (fact.c.about == "film", fact.c.record_id == film_id)
    query = sa.select(fact.c.id).where(*of_film)
    work.writer.update(fact, {number: {"record_id": into} for number in work.connection.scalars(query)})
    words = sa.select(choice.c.id, choice.c.field, choice.c.subject).where(choice.c.about == "film")
    _join_viewings(work, into, film_id)
    own = {(row.field, row.subject) for row in work.connection.execute(words.where(choice.c.record_id == into))}
    for row in work.connection.execute(words.where(choice.c.record_id == film_id)).all():
        if row.subject == merging.WAITING or (row.field == "my_rating" and (row.field, row.subject) in own):
            # What a person thinks of a film is nothing that can be looked up again.
            work.writer.update(choice, {row.id: {"record_id": into, "subject": merging.WAITING}})
        elif (row.field, row.subject) in own:
            work.writer.delete(choice, [row.id])
        else:
            work.writer.update(choice, {row.id: {"record_id": into}})
    remove_film(work, film_id)
    merging.recompute(work.writer, "film", [into])


def _move_episodes(work: Work, into: int, film_id: int) -> None:
    """What was part of one film is part of the other; the film that stays keeps its own series, or takes it over."""
    film = tables.film
    below = work.connection.scalars(sa.select(film.c.id).where(film.c.parent_id == film_id)).all()
    query = sa.select(film.c.id, film.c.parent_id).where(in_ids(film.c.id, [into, film_id]))
    above = {row.id: row.parent_id for row in work.connection.execute(query)}
    work.writer.update(film, {number: {"parent_id": into} for number in below if number != into})
    taken = above[film_id] if above[into] in (None, film_id) else above[into]
    work.writer.update(film, {into: {"parent_id": None if taken == into else taken}})


def _join_viewings(work: Work, into: int, film_id: int) -> None:
    """Both films were seen as often as a person noted for either of them."""
    seen = records.load(work.connection, "film", [into, film_id], ["viewings"])
    theirs = seen[film_id]["viewings"]
    more = [viewing for viewing in theirs if viewing not in seen[into]["viewings"]]
    if more and seen[into]["viewings"]:
        choose_by_hand(work, "film", {into: {"viewings": seen[into]["viewings"] + more}})


def remove_film(work: Work, film_id: int) -> None:
    """Removes a film that nothing refers to any more."""
    for table in (table for table in tables.metadata.sorted_tables if tables.owner(table) == ("film", "film_id")):
        query = sa.select(table.c.id).where(table.c.film_id == film_id)
        work.writer.delete(table, work.connection.scalars(query).all())
    for table in (tables.review, tables.choice, tables.custom_value):
        query = sa.select(table.c.id).where(table.c.about == "film", table.c.record_id == film_id)
        work.writer.delete(table, work.connection.scalars(query).all())
    work.writer.delete(tables.film, [film_id])


def remove_if_bare(work: Work, film_id: int) -> bool:
    """Removes a film that has neither a document nor a disc nor a word of a person; tells whether it did."""
    choice = tables.choice
    left = (
        sa.select(tables.attachment.c.id).where(tables.attachment.c.film_id == film_id),
        sa.select(tables.contents.c.id).where(tables.contents.c.film_id == film_id),
        sa.select(tables.film.c.id).where(tables.film.c.parent_id == film_id),
        sa.select(choice.c.id).where(
            choice.c.about == "film",
            choice.c.record_id == film_id,
            choice.c.field.not_in((merging.FILM, merging.APART)),
        ),
    )
    bare = not any(work.connection.scalar(query.limit(1)) for query in left)
    if bare:
        remove_film(work, film_id)
    return bare


def name_film(work: Work, film_id: int, name: FilmName) -> None:
    """Notes a person's word on title and year, where it says more than what is known for sure."""
    found = merging.evidence(work.connection, "film", [film_id])[film_id]
    current = merging.outcome("film", found)
    doubted = {doubt.field for doubt in current.doubts}
    wanted: dict[str, str | int] = {}
    known = current.values["title"]
    if "title" in doubted or known is None or identity(known) != identity(name.title):
        wanted["title"] = name.title
    if name.year is not None and ("year" in doubted or current.values["year"] != name.year):
        wanted["year"] = name.year
    if wanted:
        choose_by_hand(work, "film", {film_id: dict(wanted)})
        merging.recompute(work.writer, "film", [film_id])


def _remove_doubles(work: Work, film_id: int) -> None:
    for table, column in ((tables.attachment, "document_id"), (tables.contents, "edition_id")):
        rows = work.connection.execute(
            sa.select(table.c.id, table.c[column]).where(table.c.film_id == film_id).order_by(table.c.id)
        ).all()
        first = {other: number for number, other in reversed(rows)}
        work.writer.delete(table, [number for number, other in rows if first[other] != number])


def title_of(work: Work, film_id: int | None) -> str:
    """A film in words, for labels. Raises UserError when it is gone."""
    if film_id is None:
        return "another film"
    values = records.load(work.connection, "film", [film_id], ("title", "year"))
    if film_id not in values:
        raise UserError("The film is no longer there; nothing was changed.")
    title, year = values[film_id]["title"] or "a film without a title", values[film_id]["year"]
    return f"{title} ({year})" if year else title
