"""Putting records into the trash and taking them out again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.commands.base import Work, things
from catalogue.collection.commands.entries import entries
from catalogue.collection.hanging import Hanging, going_along, not_named, on_rows, parts_along, still_lent
from catalogue.errors import UserError
from catalogue.fields.draft import Entity
from catalogue.store import tables
from catalogue.store.engine import in_ids
from catalogue.store.keeping import Occasion
from catalogue.store.series import Families


@dataclass(frozen=True, slots=True)
class DeleteRecords:
    """Puts copies and films into the trash; nothing of them is lost.

    A film leaves the contents of its discs, and these stay; a disc that held nothing else goes along.
    `films` says, of discs with several films, which of these a query named.
    """

    ids: tuple[int, ...]
    films: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def hanging(self, connection: Connection) -> list[Hanging]:
        """What else is on the discs, who still has them, and what they hold together or are part of."""
        return [*not_named(connection, self.films), *on_rows(connection, self.ids)]

    def apply(self, work: Work) -> None:
        """Marks the records as deleted now."""
        into_trash(work, *_meant(work, self.ids, "Delete"))


@dataclass(frozen=True, slots=True)
class RestoreRecords:
    """Takes records out of the trash; a film goes back to the discs that it was on."""

    ids: tuple[int, ...]

    def apply(self, work: Work) -> None:
        """Clears the mark."""
        _restore(work, *_meant(work, self.ids, "Restore"))


@dataclass(frozen=True, slots=True)
class Emptied:
    """What emptying the trash removed: numbers of discs, films and pages, and the hashes of pictures.

    `kept` says what is left there because somebody still has it.
    """

    discs: int
    films: int
    pages: int
    pictures: frozenset[str]
    kept: tuple[str, ...] = ()

    def words(self) -> str:
        """What went, in words: `3 discs, 2 films and 4 pages`."""
        counts = ((self.discs, "disc", "discs"), (self.films, "film", "films"), (self.pages, "page", "pages"))
        parts = [f"{number:,} {one if number == 1 else many}" for number, one, many in counts if number]
        return " and ".join(", ".join(parts).rsplit(", ", 1))


@dataclass(frozen=True, slots=True)
class EmptyTrash:
    """Removes what is in the trash for good, or only what came there before a moment (`older_than`).

    With the last disc of an edition goes the edition, with the last disc of a film the film and the pages that are
    about nothing else. The history can still bring all of it back. What somebody still has stays, with the loan.
    """

    risk: ClassVar[Occasion] = "trash"

    older_than: str | None = None

    def apply(self, work: Work) -> None:
        """Removes the records with everything that belongs to them. The result is an `Emptied`."""
        copies, films = self._in_trash(work, tables.copy), self._in_trash(work, tables.film)
        kept = tuple(still_lent(work.connection, copies))
        copies -= self._on_loan(work)
        work.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        pictures = work.connection.scalars(
            sa.select(tables.picture.c.sha256).where(in_ids(tables.picture.c.copy_id, copies))
        )
        hashes = frozenset(pictures)
        editions = self._without_parents(work, tables.edition.c.box_set_id, self._emptied_editions(work, copies))
        films |= self._films_without_disc(work, editions)
        # A film that is on a disc is no row of its own: its mark has waited for that disc to go.
        films -= self._films_on_other_discs(work, films, editions)
        films |= self._episodes_of_discs(work, films, editions)
        needed = films - self._without_parents(work, tables.film.c.parent_id, films)
        films -= needed
        if not copies and not films and needed:
            raise UserError("What is in the trash is a series of films that are not; nothing was changed.")
        if not copies and not films and kept:
            raise UserError(f"{' '.join(kept)} What is lent stays in the trash until it is back; nothing was changed.")
        if not copies and not films:
            since = "" if self.older_than is None else " that long"
            raise UserError(f"Nothing is in the trash{since}; nothing was changed.")
        pages = self._pages_of(work, films)
        remove_records(work, {"copy": copies, "edition": editions, "film": films}, pages)
        work.result = Emptied(len(copies), len(films), len(pages), hashes, kept)
        work.label = f"Empty the trash: {work.result.words()}"

    def _in_trash(self, work: Work, table: sa.Table) -> set[int]:
        query = sa.select(table.c.id).where(table.c.deleted_at.is_not(None))
        if self.older_than is not None:
            query = query.where(table.c.deleted_at < self.older_than)
        return set(work.connection.scalars(query))

    @staticmethod
    def _on_loan(work: Work) -> set[int]:
        loan = tables.loan
        return set(work.connection.scalars(sa.select(loan.c.copy_id).where(loan.c.returned.is_(None))))

    @staticmethod
    def _emptied_editions(work: Work, copies: set[int]) -> set[int]:
        copy = tables.copy
        of_these = set(work.connection.scalars(sa.select(copy.c.edition_id).where(in_ids(copy.c.id, copies))))
        others = sa.select(copy.c.edition_id).where(in_ids(copy.c.edition_id, of_these), ~in_ids(copy.c.id, copies))
        # A box set whose discs are editions of their own is there as long as they are.
        boxes = sa.select(tables.edition.c.box_set_id).where(in_ids(tables.edition.c.box_set_id, of_these))
        return of_these - set(work.connection.scalars(others)) - set(work.connection.scalars(boxes))

    @staticmethod
    def _without_parents(work: Work, parent: sa.Column[int], ids: set[int]) -> set[int]:
        """Those that nothing which stays belongs to: a series keeps while one of its episodes does."""
        while ids:
            query = sa.select(parent).where(in_ids(parent, ids), ~in_ids(parent.table.c.id, ids))
            needed = set(work.connection.scalars(query))
            if not needed:
                break
            ids = ids - needed
        return ids

    @staticmethod
    def _films_without_disc(work: Work, editions: set[int]) -> set[int]:
        contents = tables.contents
        return set(
            work.connection.scalars(sa.select(contents.c.film_id).where(in_ids(contents.c.edition_id, editions)))
        )

    def _episodes_of_discs(self, work: Work, films: set[int], editions: set[int]) -> set[int]:
        """The episodes that were in the trash with the disc of their season, and are on no other."""
        gone_with_disc = self._films_without_disc(work, editions) & films
        families = Families(work.connection, gone_with_disc)
        parts = {
            one
            for film_id in gone_with_disc
            for one in families.below(film_id)
            if families.deleted[one] is None and families.deleted.get(film_id) is None
        }
        return parts - self._films_on_other_discs(work, parts, editions)

    @staticmethod
    def _films_on_other_discs(work: Work, films: set[int], editions: set[int]) -> set[int]:
        contents = tables.contents
        query = sa.select(contents.c.film_id).where(
            in_ids(contents.c.film_id, films), ~in_ids(contents.c.edition_id, editions)
        )
        return set(work.connection.scalars(query))

    @staticmethod
    def _pages_of(work: Work, films: set[int]) -> set[int]:
        attachment = tables.attachment
        pages = sa.select(attachment.c.document_id).where(in_ids(attachment.c.film_id, films))
        found = set(work.connection.scalars(pages))
        others = sa.select(attachment.c.document_id).where(
            in_ids(attachment.c.document_id, found), ~in_ids(attachment.c.film_id, films)
        )
        return found - set(work.connection.scalars(others))


def remove_records(work: Work, records: Mapping[Entity, Collection[int]], pages: Collection[int]) -> None:
    """Removes films, editions, copies and pages with everything that belongs to them, children before parents."""
    fact, attachment = tables.fact, tables.attachment
    _leave_above(work, tables.film, "parent_id", records["film"])
    _leave_above(work, tables.edition, "box_set_id", records["edition"])
    for table in reversed(tables.metadata.sorted_tables):
        if table is tables.document:
            work.writer.delete(table, pages)
        elif table in tables.RECORDS.values():
            work.writer.delete(table, records[table.name])
        elif table is fact:
            query = sa.select(fact.c.id)
            work.writer.delete(fact, work.connection.scalars(query.where(in_ids(fact.c.document_id, pages))).all())
            # A page that stays may speak of a disc that went: it waits for another.
            left = work.connection.scalars(query.where(_about(fact, records))).all()
            work.writer.update(fact, {number: {"record_id": None} for number in left})
        elif tables.owner(table) is not None:
            inside = [_about(table, records)]
            if table is attachment:
                inside.append(in_ids(attachment.c.document_id, pages))
            if table in (tables.contents, tables.trashed_contents):
                inside.append(in_ids(table.c.film_id, records["film"]))
            work.writer.delete(table, work.connection.scalars(sa.select(table.c.id).where(sa.or_(*inside))).all())


def _leave_above(work: Work, table: sa.Table, column: str, going: Collection[int]) -> None:
    """What stays is no longer part of what goes."""
    below = sa.select(table.c.id).where(in_ids(table.c[column], going), ~in_ids(table.c.id, going))
    work.writer.update(table, {number: {column: None} for number in work.connection.scalars(below)})


def _about(table: sa.Table, records: Mapping[Entity, Collection[int]]) -> sa.ColumnElement[bool]:
    entity, column = tables.owner(table) or (None, "")
    if entity is not None:
        return in_ids(table.c[column], records[entity])
    return sa.or_(*(sa.and_(table.c.about == one, in_ids(table.c[column], ids)) for one, ids in records.items()))


def into_trash(work: Work, copies: Collection[int], films: Collection[int]) -> None:
    """Marks records as deleted now. A film leaves its discs; one that would be empty then goes along with it.

    So do the episodes of a series or season.
    """
    contents = tables.contents
    films = {*films, *parts_along(work.connection, films)}
    inside = work.connection.execute(sa.select(contents).where(in_ids(contents.c.film_id, films))).mappings().all()
    along = going_along(work.connection, films)
    leaving = [row for row in inside if row["edition_id"] not in set(along.values())]
    work.writer.insert(tables.trashed_contents, [{key: row[key] for key in _PLACE} for row in leaving])
    work.writer.delete(contents, [row["id"] for row in leaving])
    _mark(work, tables.copy, {*copies, *along}, work.now)
    _mark(work, tables.film, films, work.now)


def out_of_trash(work: Work, films: Collection[int]) -> None:
    """Takes films out of the trash, with what went there with them."""
    if films:
        _restore(work, (), films)


def _restore(work: Work, copies: Collection[int], films: Collection[int]) -> None:
    """Clears the marks. A film goes back to its discs; with a film come the discs that went along, and the reverse."""
    film, copy, contents, left = tables.film, tables.copy, tables.contents, tables.trashed_contents
    together = sa.select(copy.c.id, film.c.id).join(contents, contents.c.edition_id == copy.c.edition_id)
    together = together.join(film, film.c.id == contents.c.film_id).where(copy.c.deleted_at == film.c.deleted_at)
    films = _gone_together(work, films)
    either = sa.or_(in_ids(film.c.id, films), in_ids(copy.c.id, copies))
    pairs = [tuple(row) for row in work.connection.execute(together.where(either))]
    films |= _gone_together(work, {film_id for _, film_id in pairs} - films)
    rows = work.connection.execute(sa.select(left).where(in_ids(left.c.film_id, films))).mappings().all()
    work.writer.delete(left, [row["id"] for row in rows])
    work.writer.insert(contents, [{key: row[key] for key in _PLACE} for row in rows])
    _mark(work, copy, {*copies, *(copy_id for copy_id, _ in pairs)}, None)
    _mark(work, film, films, None)


def _gone_together(work: Work, films: Collection[int]) -> set[int]:
    """Films with the episodes that went into the trash with them, and with the season that did."""
    families = Families(work.connection, films)
    related = ((film_id, one) for film_id in films for one in families.related(film_id))
    moments = families.deleted
    return {*films, *(one for film_id, one in related if moments[one] and moments[one] == moments[film_id])}


_PLACE = ("edition_id", "film_id", "position", "disc", "cut")


def _mark(work: Work, table: sa.Table, record_ids: Collection[int], moment: str | None) -> None:
    # What is in the trash already keeps the date it came there.
    here = table.c.deleted_at.is_(None) if moment else table.c.deleted_at.is_not(None)
    wanted = list(work.connection.scalars(sa.select(table.c.id).where(in_ids(table.c.id, record_ids), here)))
    work.writer.update(table, {record_id: {"deleted_at": moment} for record_id in wanted})
    if table is tables.copy:
        # Whether a film may be another one here depends on what is in the trash.
        contents = tables.contents
        on_discs = sa.select(contents.c.film_id).join(table, table.c.edition_id == contents.c.edition_id)
        work.writer.touched.look_at(work.connection.scalars(on_discs.where(in_ids(table.c.id, wanted))))


def _meant(work: Work, ids: tuple[int, ...], verb: str) -> tuple[list[int], list[int]]:
    """The copies and the films behind rows."""
    found = entries(work, ids)
    if not found:
        raise UserError("The record is no longer there; nothing was changed.")
    copies = [entry.copy_id for entry in found if entry.id > 0 and entry.copy_id is not None]
    films = [entry.film_id for entry in found if entry.id < 0 and entry.film_id is not None]
    work.result = len(found)
    work.label = f"{verb} {things(len(copies), len(films))}"
    return copies, films
