"""Values that name other records: films on an edition, the series of an episode and its episodes, the box of a disc."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.entries import choose_by_hand, new_edition, new_film
from catalogue.collection.commands.episodes import write_episodes
from catalogue.collection.commands.films import remove_if_bare
from catalogue.collection.likeness import Described
from catalogue.collection.matching import find_film
from catalogue.errors import FieldError
from catalogue.fields import registry
from catalogue.fields.draft import Entity
from catalogue.fields.parts import film_name, split_film_name
from catalogue.fields.text import fold, identity
from catalogue.store import children, records, tables

Values = dict[str, Any]


def write_links(work: Work, values: Mapping[int, Values]) -> None:
    """Writes linked values by record id and field; a film or a box set that is not in the catalogue is added."""
    links = _Links(work)
    for record_id, record in values.items():
        # In one order, however they were typed: what a series is made of may be named by it.
        for key in filter(record.__contains__, registry.BY_KEY):
            links.write(record_id, key, record[key])
    links.finish()


def would_circle(work: Work, table: sa.Table, column: str, record_id: int, above: int | None) -> bool:
    """Whether a record would come to stand above itself."""
    while above is not None:
        if above == record_id:
            return True
        above = work.connection.scalar(sa.select(table.c[column]).where(table.c.id == above))
    return False


class _Links:
    """Films and boxes that were added on the way are found again; the text index does not know them yet."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.films: dict[str, int] = {}
        self.boxes: dict[str, int] = {}
        self.stale: dict[Entity, set[int]] = {"film": set(), "edition": set(), "copy": set()}
        self.left_films: set[int] = set()

    def write(self, record_id: int, key: str, value: Any) -> None:
        """Writes one value."""
        if key == "contents":
            self._contents(record_id, value or [])
        elif key == "parent":
            above = self._film(value, {}, kind="series") if value else None
            self._hang(tables.film, "parent_id", record_id, above, "A film cannot be part of itself.")
        elif key == "episodes":
            changed = write_episodes(self.work, record_id, value or [])
            self.stale["film"] |= changed
        else:
            box = self._box(value, record_id) if value else None
            self._hang(tables.edition, "box_set_id", record_id, box, "A box set cannot be inside itself.")

    def finish(self) -> None:
        """Removes films that nothing is left of, and works out the values of those that came."""
        for film_id in sorted(self.left_films):
            if remove_if_bare(self.work, film_id):
                self.stale["film"].discard(film_id)
        for entity, ids in self.stale.items():
            merging.recompute(self.work.writer, entity, ids)

    def _contents(self, edition_id: int, parts: list[Values]) -> None:
        contents, film = tables.contents, tables.film
        query = sa.select(contents).where(contents.c.edition_id == edition_id)
        old = [dict(row) for row in self.work.connection.execute(query.order_by(contents.c.position)).mappings()]
        there = sa.select(film.c.id, film.c.title, film.c.year).join(contents, contents.c.film_id == film.c.id)
        known: dict[str, list[int]] = {}
        undated: dict[str, int] = {}
        there = there.where(contents.c.edition_id == edition_id).order_by(contents.c.position, contents.c.id)
        for row in self.work.connection.execute(there):
            for name in {identity(film_name(row.title, row.year)), identity(film_name(row.title, None))}:
                known.setdefault(name, []).append(row.id)
            if row.title and row.year is None:
                undated.setdefault(identity(row.title), row.id)
        for part in parts:
            title, year = split_film_name(part["film"])
            if year is not None and identity(part["film"]) not in known and identity(title) in undated:
                # The film that is on this disc without a year gets the one that it is named with.
                film_id = undated.pop(identity(title))
                choose_by_hand(self.work, "film", {film_id: {"year": year}})
                self.stale["film"].add(film_id)
                known[identity(part["film"])] = [film_id]
        rows = [
            {
                "edition_id": edition_id,
                "film_id": self._film(part["film"], known),
                "position": position,
                "disc": part.get("disc"),
                "cut": part.get("cut"),
            }
            for position, part in enumerate(parts)
        ]
        # What was typed twice is there once: the same film in the same cut on the same disc.
        kept = {(row["film_id"], row["disc"], row["cut"]): row for row in reversed(rows)}
        rows = [row for row in rows if row in kept.values()]
        self.work.writer.replace(contents, [(old, rows)])
        left = {row["film_id"] for row in old} - {row["film_id"] for row in rows}
        self.left_films |= left
        if len(left) == len({row["film_id"] for row in old}) == 1 and len(rows) > 1:
            self._name_box(edition_id, left.pop())
        self.stale["edition"].add(edition_id)

    def _name_box(self, edition_id: int, film_id: int) -> None:
        """What was typed as a film, and is none of those that it is now said to hold, was the title on the box."""
        choice, film = tables.choice, tables.film
        mine = sa.select(choice.c.id, choice.c.field).where(choice.c.about == "film", choice.c.record_id == film_id)
        words = self.work.connection.execute(mine).all()
        titled = sa.select(tables.edition.c.edition_title).where(tables.edition.c.id == edition_id)
        if {word.field for word in words} - {"title", "kind"} or self.work.connection.scalar(titled) is not None:
            return
        title = self.work.connection.scalar(sa.select(film.c.title).where(film.c.id == film_id))
        if title is None:
            return
        choose_by_hand(self.work, "edition", {edition_id: {"edition_title": title}})
        # With no word of a person left it goes, unless a page, another disc or an episode needs it.
        self.work.writer.delete(choice, [word.id for word in words])
        self.stale["film"].add(film_id)

    def _film(self, name: str, known: Mapping[str, list[int]], kind: str | None = None) -> int:
        """The film of a name or an id: one of those that are linked already, one of the catalogue, or a new one.

        Where several that are linked have the name, each is meant in its turn; several others are refused.
        """
        key = identity(name)
        if key in known:
            return known[key].pop(0) if len(known[key]) > 1 else known[key][0]
        if key not in self.films:
            title, year = split_film_name(name)
            match = find_film(self.work.connection, Described.by_hand(title, year))
            found = self._by_id(name) or match.film_id
            if found is None:
                self._refuse_several(name, match.alternatives)
                found = new_film(self.work)
                given = {"title": title, "year": year, "kind": kind}
                words = {field: value for field, value in given.items() if value is not None}
                choose_by_hand(self.work, "film", {found: words})
                self.stale["film"].add(found)
            self.films[key] = found
        return self.films[key]

    def _by_id(self, name: str) -> int | None:
        typed = re.fullmatch(r"film:(\d{1,18})", name.strip())
        there = sa.select(tables.film.c.id).where(tables.film.c.id == int(typed[1])) if typed else None
        return None if there is None else self.work.connection.scalar(there)

    def _refuse_several(self, name: str, films: Sequence[int]) -> None:
        """One more film of a name that several have already would be none of them."""
        known = records.load(self.work.connection, "film", films, ("title", "year")) if films else {}
        called = {number: (film_name(one["title"], one["year"]), one["title"] or "") for number, one in known.items()}
        alike = [number for number, names in called.items() if identity(name) in map(identity, names)]
        if len(alike) > 1:
            ids = " or ".join(f"film:{number}" for number in alike)
            raise FieldError(f"{len(alike)} films are called “{name}”: write {ids} instead.")

    def _box(self, name: str, edition_id: int) -> int:
        key = identity(name)
        edition = tables.edition
        now = self.work.connection.scalar(sa.select(edition.c.box_set_id).where(edition.c.id == edition_id))
        if now is not None:
            shown = self.work.connection.scalar(sa.select(children.box_name(edition)).where(edition.c.id == now))
            if identity(shown or "") == key:
                return int(now)
        if key not in self.boxes:
            titled = sa.select(edition.c.id, edition.c.edition_title).where(
                sa.func.fold(edition.c.edition_title) == fold(name)
            )
            titled = titled.where(edition.c.id != edition_id)
            # What is a box set already comes before a single disc that happens to be called so.
            inside = sa.exists().where(edition.alias().c.box_set_id == edition.c.id)
            alike = self.work.connection.execute(titled.order_by(inside.desc(), edition.c.id)).all()
            found = next((row.id for row in alike if identity(row.edition_title) == key), None)
            if found is None:
                found = new_edition(self.work, None)
                choose_by_hand(self.work, "edition", {found: {"edition_title": name}})
                self.stale["edition"].add(found)
            self.boxes[key] = found
        return self.boxes[key]

    def _hang(self, table: sa.Table, column: str, record_id: int, above: int | None, refusal: str) -> None:
        if would_circle(self.work, table, column, record_id, above):
            raise FieldError(refusal)
        before = self.work.connection.scalar(sa.select(table.c[column]).where(table.c.id == record_id))
        self.work.writer.update(table, {record_id: {column: above}})
        if before is not None and before != above and table is tables.film:
            self.left_films.add(before)
