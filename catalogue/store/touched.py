"""Which films, editions and copies a change of rows bears on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from catalogue.store import tables
from catalogue.store.engine import in_ids

_OWNERS: dict[str, tuple[tuple[str, str], ...]] = {
    # A series shows its episodes; what else is part of it does not show them.
    "film": (("films", "id"), ("above", "parent_id")),
    "film_item": (("films", "film_id"),),
    "film_text": (("films", "film_id"),),
    "credit": (("films", "film_id"),),
    "attachment": (("films", "film_id"),),
    "edition": (("editions", "id"),),
    "edition_item": (("editions", "edition_id"),),
    "contents": (("editions", "edition_id"), ("films", "film_id")),
    "trashed_contents": (("editions", "edition_id"), ("films", "film_id")),
    "copy": (("copies", "id"), ("editions", "edition_id")),
    "copy_tag": (("copies", "copy_id"),),
    "picture": (("copies", "copy_id"),),
    "disc": (("copies", "copy_id"),),
    "loan": (("copies", "copy_id"),),
    "viewing": (("films", "film_id"),),
    "contact": (("contacts", "id"),),
    "person": (("people", "id"),),
    "place": (("places", "id"),),
    "tag": (("tags", "id"),),
}
_SHOWN_ELSEWHERE = ("people", "places", "tags", "contacts")
_GATHERED = ("films", "above", "editions", "copies", *_SHOWN_ELSEWHERE)
_BY_RECORD = {"film": "films", "edition": "editions", "copy": "copies"}


class Touched:
    """Gathers ids of owners from changed rows, and resolves them to films, editions and copies."""

    def __init__(self) -> None:
        self._ids: dict[str, set[int]] = {name: set() for name in _GATHERED}
        # Copies of which the status or a loan changed.
        self.handed: set[int] = set()

    @property
    def films(self) -> set[int]:
        """The ids of films of which rows changed, or of what they show."""
        return self._ids["films"] | self._ids["above"]

    def look_at(self, films: Iterable[int]) -> None:
        """Notes films of which no row changed, but what became of their discs."""
        self._ids["films"].update(films)

    def add(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Notes the owners of changed rows, as they were and as they are."""
        for name, column in _OWNERS.get(table.name, ()):
            self._ids[name].update(_known(row.get(column) for row in rows))
        if table is tables.copy and any(row["status"] != rows[0]["status"] for row in rows):
            self.handed.add(rows[0]["id"])
        self._by_record(table, rows)

    def add_new(self, table: Table, ids: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> None:
        """Notes the owners of added rows. What shows a person, place, tag or contact that is new was added as well."""
        for name, column in _OWNERS.get(table.name, ()):
            if name not in _SHOWN_ELSEWHERE:
                self._ids[name].update(ids if column == "id" else _known(row.get(column) for row in rows))
        if table is tables.loan:
            self.handed.update(row["copy_id"] for row in rows if row.get("returned") is None)
        self._by_record(table, rows)

    def _by_record(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        if "about" in table.c:
            for row in rows:
                if row["record_id"] is not None:
                    self._ids[_BY_RECORD[row["about"]]].add(row["record_id"])

    def resolve(self, connection: Connection) -> tuple[set[int], set[int], set[int]]:
        """The ids of touched films, editions and copies, and those that show something of what was touched."""
        films, editions, copies = self.films, set(self._ids["editions"]), set(self._ids["copies"])
        credit, copy, link, loan, disc = tables.credit, tables.copy, tables.copy_tag, tables.loan, tables.disc
        film, edition = tables.film, tables.edition
        for column, owner, found, ids in (
            (credit.c.person_id, credit.c.film_id, films, self._ids["people"]),
            (copy.c.place_id, copy.c.id, copies, self._ids["places"]),
            (disc.c.place_id, disc.c.copy_id, copies, self._ids["places"]),
            (link.c.tag_id, link.c.copy_id, copies, self._ids["tags"]),
            (loan.c.contact_id, loan.c.copy_id, copies, self._ids["contacts"]),
            (film.c.parent_id, film.c.id, films, set(self._ids["films"])),
            (edition.c.box_set_id, edition.c.id, editions, set(editions)),
        ):
            if ids:
                found.update(connection.scalars(sa.select(owner).where(in_ids(column, ids))))
        return films, editions, copies


def _known(ids: Iterable[int | None]) -> list[int]:
    return [number for number in ids if number is not None]
