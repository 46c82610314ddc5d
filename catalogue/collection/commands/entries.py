"""Rows of the list of results and the film, edition and copy behind each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.commands.base import Work
from catalogue.collection.merging import INSISTED, WAITING, evidence, outcome
from catalogue.errors import FieldError, UserError
from catalogue.fields.draft import Entity
from catalogue.fields.parts import film_name
from catalogue.fields.registry import Field
from catalogue.store import listing, records, tables
from catalogue.store.engine import in_ids
from catalogue.store.series import Families


@dataclass(slots=True)
class Entry:
    """The ids behind one row. A film has the edition and the copy of the one disc that it is on.

    Of a film that is on no disc, or on several (`copies`), the row has neither.
    """

    id: int
    film_id: int | None
    edition_id: int | None
    copy_id: int | None
    copies: tuple[int, ...] = ()

    def record_id(self, entity: Entity) -> int | None:
        """The id of the film, the edition or the copy."""
        return {"film": self.film_id, "edition": self.edition_id, "copy": self.copy_id}[entity]


def entries(work: Work, row_ids: Iterable[int]) -> list[Entry]:
    """The records behind rows, in the order asked for; rows that are gone are left out."""
    wanted = list(dict.fromkeys(row_ids))
    table = listing.entry
    query = sa.select(table.c.id, table.c.film_id, table.c.edition_id, table.c.copy_id)
    found = {row.id: Entry(*row) for row in work.connection.execute(query.where(in_ids(table.c.id, wanted)))}
    discs = _discs_of_films(work.connection, [-row_id for row_id in found if row_id < 0])
    for film_id, copies in discs.items():
        entry = found[-film_id]
        entry.copies = tuple(copy_id for copy_id, _ in copies)
        if len(copies) == 1:
            [(entry.copy_id, entry.edition_id)] = copies
    return [found[row_id] for row_id in wanted if row_id in found]


def discs_meant(connection: Connection, row_ids: Iterable[int]) -> tuple[int, ...]:
    """The copies that rows mean, each once: a disc itself, a film the one disc that it is on, else none.

    Raises UserError for a film that is on several.
    """
    wanted = list(dict.fromkeys(row_ids))
    discs = _discs_of_films(connection, [-row_id for row_id in wanted if row_id < 0])
    found: dict[int, None] = {}
    for row_id in wanted:
        copies = [row_id] if row_id > 0 else [copy_id for copy_id, _ in discs.get(-row_id, ())]
        if len(copies) > 1:
            refuse_several_discs(connection, -row_id, copies)
        found |= dict.fromkeys(copies)
    return tuple(found)


def refuse_several_discs(connection: Connection, film_id: int, copies: Sequence[int]) -> NoReturn:
    """Raises UserError that names the discs of a film: nothing says which of them is meant."""
    film = records.load(connection, "film", [film_id], ("title", "year"))[film_id]
    title = film_name(film["title"] or "The film", film["year"])
    shown = [f"copy:{number}" for number in copies[:5]] + (["more"] if len(copies) > 5 else [])
    discs = f"{', '.join(shown[:-1])} and {shown[-1]}"
    raise UserError(f"{title} is on several discs, {discs}: say which is meant. Nothing was changed.")


def _discs_of_films(connection: Connection, film_ids: list[int]) -> dict[int, list[tuple[int, int]]]:
    """The (copy, edition) of each disc that is here, by the film that is on it."""
    copy, contents = tables.copy, tables.contents
    families = Families(connection, film_ids)
    related = {film_id: families.related(film_id) for film_id in film_ids}
    asked = {film_id for one, several in related.items() for film_id in (one, *several)}
    query = (
        sa.select(contents.c.film_id, copy.c.id, copy.c.edition_id)
        .join(copy, copy.c.edition_id == contents.c.edition_id)
        .where(in_ids(contents.c.film_id, asked), copy.c.deleted_at.is_(None))
        .order_by(copy.c.id)
    )
    on: dict[int, list[tuple[int, int]]] = {}
    for film_id, copy_id, edition_id in connection.execute(query) if film_ids else ():
        on.setdefault(film_id, []).append((copy_id, edition_id))
    # An episode stands where its season does, and a series where its seasons do.
    discs = {
        film_id: sorted({disc for one in (film_id, *several) for disc in on.get(one, ())})
        for film_id, several in related.items()
    }
    return {film_id: several for film_id, several in discs.items() if several}


def films_on(work: Work, edition_ids: Iterable[int]) -> dict[int, tuple[list[int], set[int]]]:
    """The films on editions, in their order, each once; and the episodes of them, and the series that they are of."""
    table = tables.contents
    query = sa.select(table.c.edition_id, table.c.film_id).where(in_ids(table.c.edition_id, edition_ids))
    found: dict[int, list[int]] = {}
    for edition_id, film_id in work.connection.execute(query.order_by(table.c.position, table.c.id)):
        found.setdefault(edition_id, []).append(film_id)
    families = Families(work.connection, {film_id for films in found.values() for film_id in films})
    related = {
        edition_id: {one for film_id in films for one in families.related(film_id)}
        for edition_id, films in found.items()
    }
    return {edition_id: (families.tops(films), related[edition_id]) for edition_id, films in found.items()}


def new_film(work: Work) -> int:
    """Adds a film of which nothing is known yet."""
    return work.writer.insert(tables.film, [{}])[0]


def new_edition(work: Work, film_id: int | None) -> int:
    """Adds an edition, with the film on it if there is one."""
    edition_id = work.writer.insert(tables.edition, [{}])[0]
    if film_id is not None:
        put_on_edition(work, edition_id, film_id)
    return edition_id


def put_on_edition(work: Work, edition_id: int, film_id: int, disc: int | None = None, cut: str | None = None) -> None:
    """Adds a film to the contents of an edition, after those it has."""
    table = tables.contents
    query = sa.select(sa.func.count()).where(table.c.edition_id == edition_id)
    position = work.connection.scalar(query)
    row = {"edition_id": edition_id, "film_id": film_id, "position": position, "disc": disc, "cut": cut}
    work.writer.insert(table, [row])


def new_copy(work: Work, edition_id: int) -> int:
    """Adds a copy of an edition."""
    return work.writer.insert(tables.copy, [{"edition_id": edition_id}])[0]


def choose_by_hand(work: Work, entity: Entity, values: dict[int, dict[str, Any]]) -> None:
    """Notes what a person typed: by record id and field. An earlier word of theirs on the same field is replaced.

    What waited beside it is settled with it. Raises FieldError for what cannot be, whichever way it was typed.
    A title that is emptied gives way to the one that a page states; without one the film would have no name.
    """
    fields = work.fields.by_key
    for record in values.values():
        for key, value in record.items():
            wrong = fields[key].kind.wrong(value) if key in fields else None
            if wrong is not None:
                raise FieldError(f"{wrong} Nothing was changed.")
    if entity == "film":
        values = _titles_kept(work, values)
    table = tables.choice
    keys = {key for record in values.values() for key in record}
    query = sa.select(table).where(
        table.c.about == entity, in_ids(table.c.record_id, values), table.c.field.in_(keys), table.c.subject.is_(None)
    )
    known = {(row["record_id"], row["field"]): row["id"] for row in work.connection.execute(query).mappings()}
    updates, inserts = {}, []
    for record_id, record in values.items():
        for key, value in record.items():
            word = {"by": "hand", "value": value, "document_id": None, "at": work.now}
            if (record_id, key) in known:
                updates[known[record_id, key]] = word
            else:
                inserts.append({"about": entity, "record_id": record_id, "field": key, "subject": None, **word})
    work.writer.update(table, updates)
    work.writer.insert(table, inserts)
    settle_waiting(work, entity, {record_id: set(record) for record_id, record in values.items()})


def _titles_kept(work: Work, values: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What was typed without the titles that were emptied, of which a person's word is dropped. Raises FieldError."""
    emptied = [number for number, record in values.items() if "title" in record and not record["title"]]
    if not emptied:
        return values
    table = tables.choice
    titles = records.load(work.connection, "film", emptied, ["title"])
    named = {number for number, row in titles.items() if row["title"]}
    mine = (table.c.about == "film", in_ids(table.c.record_id, named), table.c.field == "title")
    typed = sa.select(table.c.id).where(*mine, table.c.subject.is_(None), table.c.by == "hand")
    work.writer.delete(table, work.connection.scalars(typed).all())
    for known in evidence(work.connection, "film", named).values():
        if not outcome("film", known).values.get("title"):
            raise FieldError("A film needs a title. Nothing was changed.")
    return {
        number: {key: value for key, value in record.items() if key != "title" or number not in named}
        for number, record in values.items()
    }


def settle_waiting(work: Work, entity: Entity, fields: Mapping[int, Collection[str]]) -> bool:
    """Drops what waits beside the values of fields, by record id. Tells whether anything did."""
    table = tables.choice
    query = sa.select(table.c.id, table.c.record_id, table.c.field).where(
        table.c.about == entity, in_ids(table.c.record_id, fields), table.c.subject == WAITING
    )
    waiting = [row.id for row in work.connection.execute(query) if row.field in fields[row.record_id]]
    work.writer.delete(table, waiting)
    return bool(waiting)


def choose_part_by_hand(work: Work, spec: Field, record_id: int, subject: str | None, value: Any) -> None:
    """Notes a person's word on one part of a field: a role, a rating. An earlier word on the same part is replaced.

    Where the person typed the whole field already, the part is put right in what they typed.
    """
    table = tables.choice
    mine = (table.c.about == spec.entity, table.c.record_id == record_id, table.c.field == spec.key)
    whole = work.connection.execute(sa.select(table).where(*mine, table.c.subject.is_(None))).mappings().first()
    if whole is not None and whole["by"] == "hand":
        parts = list(whole["value"] or ())
        places = [place for place, part in enumerate(parts) if spec.kind.subject(part) == subject]
        parts = [value if place in places else part for place, part in enumerate(parts)]
        choose_by_hand(work, spec.entity, {record_id: {spec.key: parts if places else [*parts, value]}})
        return
    old = work.connection.scalars(sa.select(table.c.id).where(*mine, table.c.subject == subject)).all()
    work.writer.delete(table, old)
    row = {"about": spec.entity, "record_id": record_id, "field": spec.key, "subject": subject}
    work.writer.insert(table, [row | {"by": "hand", "value": value, "document_id": None, "at": work.now}])


def insist(work: Work, spec: Field, record_id: int, value: Any) -> None:
    """Notes that an odd value, typed by hand, is right."""
    table = tables.choice
    row = {"about": spec.entity, "record_id": record_id, "field": spec.key, "subject": INSISTED}
    mine = [table.c[name] == wanted for name, wanted in row.items()]
    work.writer.delete(table, work.connection.scalars(sa.select(table.c.id).where(*mine)).all())
    work.writer.insert(table, [row | {"by": "hand", "value": value, "document_id": None, "at": work.now}])


def correct(work: Work, record_id: int, key: str, subject: str | None, stated: Any, value: Any) -> None:
    """Notes what a person typed in place of what a page states. The record's values are not worked out again yet."""
    spec = work.fields.by_key[key]
    if spec.kind.merge == "parts" and subject is not None:
        choose_part_by_hand(work, spec, record_id, subject, value)
        return
    if spec.kind.merge != "whole":
        parts = records.load(work.connection, spec.entity, [record_id], [key])[record_id][key]
        there = [same_part(part, stated) for part in parts]
        value = [value if same else plain_part(part) for same, part in zip(there, parts, strict=True)] + (
            [] if any(there) else [value]
        )
    choose_by_hand(work, spec.entity, {record_id: {key: value}})


def same_part(part: dict[str, Any], stated: dict[str, Any]) -> bool:
    """Whether a part of a list is the one that a page states; the place in the list and the page do not count."""
    return plain_part(part) == plain_part(stated)


def plain_part(part: dict[str, Any]) -> dict[str, Any]:
    """A part of a list without the page that it came from."""
    return {name: value for name, value in part.items() if name not in ("document", "person_id")}
