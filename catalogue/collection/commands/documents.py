"""Taking in documents: each finds its film, its facts are kept, and the records they speak of get their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.entries import correct, entries, new_copy, new_edition, new_film, put_on_edition
from catalogue.collection.commands.facts import fact_row, replace_facts
from catalogue.collection.commands.films import (
    FilmName,
    attach,
    film_of,
    move_documents,
    name_film,
    remove_if_bare,
    tell_apart,
    title_of,
)
from catalogue.collection.commands.guesses import put_right
from catalogue.collection.likeness import Described
from catalogue.collection.matching import ARTICLE, Match, find_copy, find_edition, find_film
from catalogue.collection.reading import known_people
from catalogue.errors import UserError
from catalogue.fields import registry
from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft, Entity, FactDraft, Known
from catalogue.store import tables
from catalogue.store.engine import in_ids
from catalogue.store.keeping import Occasion

Read = Callable[[str, Known], DocumentDraft | None]
"""Reads a text; it is told which names are known people."""

Verdict = Literal["new", "updated", "same", "doubtful"]

_FEW = 20


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document to take in. A person may say which film it is about: by name, by its id, by the row it belongs to,
    or that it is a new one. `corrections` are facts of the draft, each with the value that they typed instead;
    `left_out` are facts of the page that they would not have: they stay with it and speak of no record.
    """

    draft: DocumentDraft
    film: FilmName | None = None
    row_id: int | None = None
    film_id: int | None = None
    new_film: bool = False
    corrections: tuple[tuple[FactDraft, Any], ...] = ()
    left_out: tuple[FactDraft, ...] = ()

    @property
    def turn(self) -> int:
        """When its turn is among others: a page that does not name its film is matched after those that do, an
        article after all pages, so that it finds a film that comes with it.
        """
        if self.draft.kind == ARTICLE:
            return 2
        return 1 if Described.of(self.draft).guessed else 0

    def load(self) -> Incoming:
        """The document itself."""
        return self


@dataclass(frozen=True, slots=True)
class Pending:
    """A document that is read when its turn comes: an import of thousands holds one at a time."""

    turn: int
    load: Callable[[], Incoming]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a document: its verdict and what is to be said about it, in words."""

    verdict: Verdict
    film_id: int | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportDocuments:
    """Takes in documents in one operation. A text that is in the catalogue already changes nothing.

    The result is one Taken for each document, in order. Articles that waited for a film that comes find it too.
    Older pages of the same films are read again with `read`: the people of a new page may clear up what was doubtful.
    """

    documents: tuple[Incoming | Pending, ...]
    read: Read | None = field(default=None, repr=False)

    @property
    def risk(self) -> Occasion | None:
        """A few pages are added like discs by hand, which nobody waits for."""
        return "import" if len(self.documents) > _FEW else None

    def apply(self, work: Work) -> None:
        """Adds documents, facts, and the films, editions and copies they speak of."""
        intake = _Intake(work)
        taken: dict[int, Taken] = {}
        order = sorted(range(len(self.documents)), key=lambda place: self.documents[place].turn)
        for done, place in enumerate(order):
            work.job.step(done, len(order), "Importing")
            taken[place] = intake.take(self.documents[place].load())
        if self.read is not None:
            intake.clear_up(self.read)
        intake.finish()
        work.result = [taken[place] for place in range(len(self.documents))]
        new = sum(1 for one in taken.values() if one.verdict != "same")
        work.label = "Import 1 document" if new == 1 else f"Import {new:,} documents"
        if intake.found_out:
            more = len(intake.found_out) - 1
            work.label += f": {intake.found_out[0]}" + (f", and {more:,} more" if more else "")


class _Intake:
    """The state of one import: films added so far and records whose values are to be worked out again."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.new_films: list[int] = []
        self.stale: dict[Entity, set[int]] = {entity: set() for entity in registry.ENTITIES}
        self.found_out: list[str] = []
        self.new_documents: set[int] = set()

    def take(self, incoming: Incoming) -> Taken:
        """Adds one document and attaches it."""
        draft = incoming.draft
        known = self._known(draft)
        if known is not None:
            return self._again(known, incoming)
        sought = Described.of(draft)
        match = self._film(incoming, sought)
        film_id = match.film_id
        if film_id is not None and (draft.kind == ARTICLE or self._has_pages(film_id)):
            # An article has nothing but its title; of pages that nothing else ties together the film itself says so.
            match = replace(match, doubt=None)
        guess = self._guess(film_id)
        # An article alone makes no film, but a person who names one means it.
        created = film_id is None and (draft.kind != ARTICLE or incoming.film is not None or incoming.new_film)
        if created:
            film_id = new_film(self.work)
            self.new_films.append(film_id)
            if incoming.new_film:
                like = find_film(self.work.connection, sought)
                named = () if like.film_id is None else (like.film_id,)
                tell_apart(self.work, film_id, *named, *like.alternatives)
        document_id = self._add(draft)
        self.new_documents.add(document_id)
        ids: dict[Entity, int | None] = {"film": film_id, "edition": None, "copy": None}
        if film_id is not None:
            self._attach(document_id, film_id, match)
            self._edition_and_copy(incoming, film_id, ids)
        self._add_facts(document_id, incoming, ids)
        if incoming.film is not None and film_id is not None:
            self._recompute("film")
            name_film(self.work, film_id, incoming.film)
        self._correct(incoming, ids)
        # The next document is matched by titles, barcodes and indexes: the values must be there before it comes.
        for entity in registry.ENTITIES:
            self._recompute(entity)
        if film_id is None:
            return Taken("doubtful", None, (f"It waits for its film: {match.reason}.",))
        found_out = put_right(self.work, film_id, sought)
        title = title_of(self.work, film_id)
        if guess is not None and self._guess(film_id) is None and guess != title:
            found_out.append(f"What was taken for {guess} is {title}")
        self.found_out += found_out
        learned = [f"{sentence}." for sentence in found_out]
        doubts = [fact.reason for fact in draft.facts if fact.confidence < DOUBTFUL_BELOW and fact.reason]
        if match.doubt is not None:
            doubts.append(match.doubt)
        if doubts and incoming.film is None and incoming.film_id is None:
            return Taken("doubtful", film_id, tuple(dict.fromkeys([*learned, *doubts])))
        verdict: Verdict = "new" if created or ids["copy"] is not None else "updated"
        return Taken(verdict, film_id, tuple(learned))

    def clear_up(self, read: Read) -> None:
        """Reads older pages again whose cast was read from a list, where their film got another page."""
        attachment, document, fact = tables.attachment, tables.document, tables.fact
        fed = sa.select(attachment.c.film_id).where(in_ids(attachment.c.document_id, self.new_documents))
        unsure = sa.select(fact.c.document_id).where(
            fact.c.about == "film",
            fact.c.record_id == attachment.c.film_id,
            fact.c.field == "credits",
            fact.c.confidence < 1,
        )
        query = (
            sa.select(document.c.id)
            .join(attachment, attachment.c.document_id == document.c.id)
            .where(attachment.c.film_id.in_(fed), document.c.id.in_(unsure))
            .where(sa.not_(in_ids(document.c.id, self.new_documents)))
            .order_by(document.c.id)
        )
        connection = self.work.connection
        for document_id in connection.scalars(query).all():
            text = connection.scalar(sa.select(document.c.text).where(document.c.id == document_id))
            draft = read(text or "", partial(known_people, connection, besides=document_id))
            for entity, record_id in (replace_facts(self.work, document_id, draft) if draft else {}).items():
                if record_id is not None:
                    self.stale[entity].add(record_id)

    def finish(self) -> None:
        """Attaches articles that waited for a film, then works out all values."""
        waiting = self._waiting() if self.new_films else []
        for document_id, title in waiting:
            match = find_film(self.work.connection, Described(title))
            if match.film_id is not None:
                attach(self.work, document_id, match.film_id, match.reason)
                self.stale["film"].add(match.film_id)
        for entity in registry.ENTITIES:
            self._recompute(entity)

    def _known(self, draft: DocumentDraft) -> int | None:
        table = tables.document
        return self.work.connection.scalar(sa.select(table.c.id).where(table.c.sha256 == draft.sha256))

    def _again(self, document_id: int, incoming: Incoming) -> Taken:
        film_id = film_of(self.work, document_id)
        before = self.work.writer.changed_rows
        target = self._named(incoming, film_id)
        # The text is known, but now a person says which film it is about.
        if target is not None and target != film_id:
            move_documents(self.work, [document_id], film_id, target)
        if target is not None and incoming.film is not None:
            name_film(self.work, target, incoming.film)
        if film_id is not None and target != film_id:
            remove_if_bare(self.work, film_id)
        if incoming.corrections:
            self._correct(incoming, self._spoken_of(document_id, target))
        return Taken("same" if before == self.work.writer.changed_rows else "updated", target)

    def _named(self, incoming: Incoming, film_id: int | None) -> int | None:
        """The film that a person says a known document is about; without a word of theirs the one that it has."""
        if incoming.film_id is not None:
            return self._there(incoming.film_id)
        if incoming.new_film:
            film = new_film(self.work)
            tell_apart(self.work, film, *(() if film_id is None else (film_id,)))
            return film
        if incoming.film is None:
            return film_id
        named = Described.by_hand(incoming.film.title, incoming.film.year)
        target = find_film(self.work.connection, named).film_id
        if target is not None:
            return target
        return film_id if film_id is not None and self._is_guessed(film_id) else new_film(self.work)

    def _there(self, film_id: int) -> int:
        if self.work.connection.scalar(sa.select(tables.film.c.id).where(tables.film.c.id == film_id)) is None:
            raise UserError("The film that the page was to belong to is no longer there; nothing was changed.")
        return film_id

    def _spoken_of(self, document_id: int, film_id: int | None) -> dict[Entity, int | None]:
        """The records that a known document speaks of."""
        fact = tables.fact
        query = sa.select(fact.c.about, fact.c.record_id).where(
            fact.c.document_id == document_id, fact.c.record_id.is_not(None)
        )
        ids: dict[Entity, int | None] = dict.fromkeys(registry.ENTITIES)
        ids.update((row.about, row.record_id) for row in self.work.connection.execute(query))
        return ids | {"film": film_id}

    def _correct(self, incoming: Incoming, ids: Mapping[Entity, int | None]) -> None:
        for fact, value in incoming.corrections:
            # A list that is corrected as a whole needs what the other facts made of it.
            self._recompute(fact.about)
            record_id = ids[fact.about]
            if record_id is None:
                raise UserError("Say which film this page is about: what you corrected needs it. Nothing was saved.")
            correct(self.work, record_id, fact.field, fact.subject, fact.value, value)
            self.stale[fact.about].add(record_id)

    def _guess(self, film_id: int | None) -> str | None:
        """The title of a film, when it is only a guess."""
        review = tables.review
        doubted = sa.select(review.c.id).where(
            review.c.about == "film", review.c.record_id == film_id, review.c.field == "title"
        )
        known = film_id is not None and self.work.connection.scalar(doubted.limit(1)) is not None
        return title_of(self.work, film_id) if known else None

    def _is_guessed(self, film_id: int) -> bool:
        found = merging.evidence(self.work.connection, "film", [film_id])[film_id]
        outcome = merging.outcome("film", found)
        return outcome.values["title"] is None or any(doubt.field == "title" for doubt in outcome.doubts)

    def _film(self, incoming: Incoming, sought: Described) -> Match:
        if incoming.film_id is not None:
            return Match(self._there(incoming.film_id), "named by hand")
        if incoming.new_film:
            return Match(None, "named by hand")
        if incoming.row_id is not None:
            found = entries(self.work, [incoming.row_id])
            if not found:
                raise UserError("The record that the page was to be attached to is no longer there.")
            if found[0].film_id is None and found[0].edition_id is not None:
                film_id = new_film(self.work)
                self.new_films.append(film_id)
                put_on_edition(self.work, found[0].edition_id, film_id)
                self.stale["edition"].add(found[0].edition_id)
                return Match(film_id, "attached by hand")
            return Match(found[0].film_id, "attached by hand")
        if incoming.film is not None:
            sought = replace(sought, title=incoming.film.title, year=incoming.film.year, guessed=False, typed=True)
        match = find_film(self.work.connection, sought)
        return match if incoming.film is None else Match(match.film_id, "named by hand")

    def _add(self, draft: DocumentDraft) -> int:
        sections = [{"heading": section.heading, "text": section.text} for section in draft.sections]
        row: dict[str, Any] = {"kind": draft.kind, "site": draft.site, "title": draft.title, "sha256": draft.sha256}
        row |= {"read_at": self.work.now, "sections": sections, "text": draft.text}
        return self.work.writer.insert(tables.document, [row])[0]

    def _attach(self, document_id: int, film_id: int, match: Match) -> None:
        row: dict[str, Any] = {"document_id": document_id, "film_id": film_id, "reason": match.reason}
        # That there are other films of the title is said of the film itself.
        if match.remark or match.film_id is not None:
            row |= {"doubt": match.doubt, "alternatives": list(match.alternatives) or None}
        self.work.writer.insert(tables.attachment, [row])
        self.stale["film"].add(film_id)

    def _has_pages(self, film_id: int) -> bool:
        table = tables.attachment
        query = sa.select(table.c.id).where(table.c.film_id == film_id)
        return self.work.connection.scalar(query.limit(1)) is not None

    def _edition_and_copy(self, incoming: Incoming, film_id: int, ids: dict[Entity, int | None]) -> None:
        draft = incoming.draft
        stated = {fact.field: fact.value for fact in draft.facts if fact.about == "copy"}
        if not stated and not any(fact.about == "edition" for fact in draft.facts):
            return
        row = entries(self.work, [incoming.row_id])[0] if incoming.row_id is not None else None
        if row is not None and row.copy_id is not None:
            ids["edition"], ids["copy"] = row.edition_id, row.copy_id
            return
        edition_id = find_edition(self.work.connection, draft.value("edition", "barcode"), film_id)
        copy_id = find_copy(self.work.connection, edition_id, stated) if edition_id is not None else None
        if edition_id is None:
            edition_id = new_edition(self.work, film_id)
        if copy_id is None:
            copy_id = new_copy(self.work, edition_id)
        ids["edition"], ids["copy"] = edition_id, copy_id

    def _add_facts(self, document_id: int, incoming: Incoming, ids: dict[Entity, int | None]) -> None:
        nobody: dict[Entity, int | None] = dict.fromkeys(registry.ENTITIES)
        facts = [(fact, ids) for fact in incoming.draft.facts] + [(fact, nobody) for fact in incoming.left_out]
        rows = [fact_row(document_id, fact, place, about) for place, (fact, about) in enumerate(facts)]
        self.work.writer.insert(tables.fact, rows)
        for entity, record_id in ids.items():
            if record_id is not None:
                self.stale[entity].add(record_id)

    def _recompute(self, entity: Entity) -> None:
        merging.recompute(self.work.writer, entity, self.stale[entity])
        self.stale[entity].clear()

    def _waiting(self) -> list[tuple[int, str]]:
        document, attachment, fact = tables.document, tables.attachment, tables.fact
        query = (
            sa.select(document.c.id, fact.c.value)
            .join(fact, fact.c.document_id == document.c.id)
            .where(document.c.kind == ARTICLE, fact.c.about == "film", fact.c.field == "title")
            .where(document.c.id.not_in(sa.select(attachment.c.document_id)))
            .order_by(document.c.id, fact.c.position)
        )
        titles: dict[int, str] = {}
        for document_id, title in self.work.connection.execute(query):
            titles.setdefault(document_id, title)
        return list(titles.items())
