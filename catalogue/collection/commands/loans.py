"""Lending discs and taking them back, and noting that films were seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work, things
from catalogue.collection.commands.entries import choose_by_hand, discs_meant, entries
from catalogue.collection.hanging import listed
from catalogue.collection.rehearsal import names_of
from catalogue.errors import FieldError, UserError
from catalogue.fields import dates, registry
from catalogue.store import records, tables
from catalogue.store.engine import in_ids

Part = dict[str, Any]

LOANS = registry.BY_KEY["loans"]
VIEWINGS = registry.BY_KEY["viewings"]


@dataclass(frozen=True, slots=True)
class Lend:
    """Notes that the discs behind rows are lent to a contact; dates as ISO text, from today where none is given."""

    ids: tuple[int, ...]
    contact: str
    due: str | None = None
    lent: str | None = None
    note: str | None = None

    def apply(self, work: Work) -> None:
        """Adds a loan to each disc. A disc that is on loan already is refused, and with it all of them."""
        contact = " ".join(self.contact.split())
        if not contact:
            raise FieldError("Say to whom the discs are lent.")
        lent = self.lent or dates.today_beside(work.now, last=self.due)
        loans = _loans(work, self.ids)
        _refuse_gone(work, loans)
        gone = [loan for of_copy in loans.values() for loan in of_copy if is_open(loan)]
        if gone:
            what = f"is lent to {gone[0]['contact']}" if len(gone) == 1 else "are on loan"
            count = "One of the discs" if len(gone) == 1 else f"{len(gone):,} of the discs"
            raise UserError(f"{count} {what} already; take back what is lent first. Nothing was changed.")
        loan = {"contact": contact, "lent": lent, "due": self.due, "returned": None, "note": self.note or None}
        _write(work, "copy", LOANS.key, {copy_id: [*there, loan] for copy_id, there in loans.items()})
        work.label = f"Lend {things(len(loans), 0)} to {contact}"
        work.result = len(loans)


@dataclass(frozen=True, slots=True)
class Return:
    """Notes that the discs behind rows came back; those that were not on loan stay as they are."""

    ids: tuple[int, ...]
    returned: str | None = None

    def apply(self, work: Work) -> None:
        """Ends every open loan of the discs."""
        back: dict[int, list[Part]] = {}
        contacts: dict[str, None] = {}
        for copy_id, there in _loans(work, self.ids).items():
            for loan in filter(is_open, there):
                contacts[loan["contact"]] = None
                back[copy_id] = [self._ended(one, work.now) if is_open(one) else one for one in there]
        if not back:
            raise UserError("None of these discs is on loan; nothing was changed.")
        _write(work, "copy", LOANS.key, back)
        work.label = f"Take back {things(len(back), 0)} from {', '.join(contacts)}"
        work.result = len(back)

    def _ended(self, loan: Part, now: str) -> Part:
        return loan | {"returned": self.returned or dates.today_beside(now, first=loan["lent"])}


@dataclass(frozen=True, slots=True)
class NoteViewing:
    """Notes that films were seen: when (today where nothing is said), by whom, where, and how it was, from 0 to 10."""

    film_ids: tuple[int, ...]
    when: str | None = None
    who: str | None = None
    where: str | None = None
    rating: int | None = None

    def apply(self, work: Work) -> None:
        """Adds a viewing to each film."""
        films = records.load(work.connection, "film", set(self.film_ids), ("title", VIEWINGS.key))
        if not films:
            raise UserError("The film is no longer there; nothing was changed.")
        viewing: Part = {"when": self.when or work.now[:10], "who": self.who or None, "where": self.where or None}
        viewing["rating"] = self.rating
        if not VIEWINGS.kind.fits([viewing]):
            raise FieldError("A viewing has a date, and a rating from 0 to 10; nothing was changed.")
        seen = {film_id: [*film[VIEWINGS.key], viewing] for film_id, film in films.items()}
        _write(work, "film", VIEWINGS.key, seen)
        title = next(iter(films.values()))["title"] or "a film"
        work.label = f"Note that {title} was seen" if len(films) == 1 else f"Note that {len(films):,} films were seen"
        work.result = len(films)


def is_open(loan: Part) -> bool:
    """Whether a disc has not come back yet."""
    return loan.get("returned") is None


def _loans(work: Work, row_ids: Iterable[int]) -> dict[int, list[Part]]:
    copies = [entry.id for entry in entries(work, discs_meant(work.connection, row_ids))]
    if not copies:
        raise UserError("There is no disc to lend or to take back here; nothing was changed.")
    loaded = records.load(work.connection, "copy", copies, (LOANS.key,))
    return {copy_id: values[LOANS.key] for copy_id, values in loaded.items()}


def _refuse_gone(work: Work, copies: Iterable[int]) -> None:
    copy = tables.copy
    query = sa.select(copy.c.id).where(in_ids(copy.c.id, copies), copy.c.status.in_(registry.GONE)).order_by(copy.c.id)
    gone = work.connection.scalars(query).all()
    if gone:
        named = listed(names_of(work.connection, {("copy", number) for number in gone}).values())
        are = "is" if len(gone) == 1 else "are"
        raise UserError(f"{named} {are} sold, lost or given away; change the status first. Nothing was changed.")


def _write(work: Work, entity: Any, key: str, values: dict[int, list[Part]]) -> None:
    choose_by_hand(work, entity, {record_id: {key: parts} for record_id, parts in values.items()})
    merging.recompute(work.writer, entity, values)
