"""The whole collection, or what a query finds of it, as JSON (with pictures in a zip). DESIGN: the contract in JSON."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Collection as Collected
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue import writing
from catalogue.collection import Collection, merging, saved, spellings
from catalogue.errors import UserError
from catalogue.exchange.sources import CATALOGUE_NAME
from catalogue.fields import collation
from catalogue.fields.custom import JSON_PREFIX
from catalogue.fields.draft import Entity
from catalogue.fields.lists import EXTERNAL_IDS
from catalogue.fields.registry import Field
from catalogue.jobs import Job
from catalogue.search.scopes import ListScope
from catalogue.store import naming, order, records, tables, vocabulary
from catalogue.store.engine import batches, in_ids
from catalogue.store.listing import entry, entry_film

VERSION = 1
BATCH = 500

Json = dict[str, Any]

LISTED_APART = ("loans", "viewings")
"""Fields whose records are lists of their own in an export."""

SAID_BY_OTHERS = ("episodes",)
"""Fields that an export leaves out: each film says what it is part of."""


class Writable(Protocol):
    """What a text can be written to."""

    def write(self, text: str, /) -> object:
        """Writes a text."""


class Written(NamedTuple):
    """What an export holds: the number of rows, and of pictures whose files are missing."""

    rows: int
    missing: int = 0


def write(
    collection: Collection,
    target: Path,
    query: str = "",
    job: Job | None = None,
    *,
    replace: bool = False,
    scope: ListScope = "everything",
) -> Written:
    """Writes an export to a file; its pictures go along when the name ends in .zip."""
    ids, whole = _asked(collection, query, scope)
    try:
        with writing.new_file(target, collection.path, replace=replace) as partial:
            if target.suffix.lower() != ".zip":
                with partial.open("w", encoding="utf-8", newline="\n") as file:
                    return _write_lists(collection, file, ids, whole, job)
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
                with archive.open(CATALOGUE_NAME, "w", force_zip64=True) as raw:
                    text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
                    written = _write_lists(collection, text, ids, whole, job)
                    text.flush()
                    text.detach()
                for picture in _picture_files(collection, ids):
                    if picture is not None:
                        archive.write(picture, f"pictures/{picture.name}", zipfile.ZIP_STORED)
                return written
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{target} could not be written ({reason}); the collection was not changed.") from error


def write_text(
    collection: Collection, out: Writable, query: str = "", job: Job | None = None, scope: ListScope = "everything"
) -> Written:
    """Writes an export as text, one record a line."""
    return _write_lists(collection, out, *_asked(collection, query, scope), job)


def _asked(collection: Collection, query: str, scope: ListScope) -> tuple[Sequence[int], bool]:
    """The rows that an export is to hold, and whether they are all."""
    found = collection.find(query, scope=scope)
    if found.doubts():
        raise UserError(f"{found.doubts()[0]} Nothing was exported.")
    return found.ids, scope == "everything" and not query.strip()


def _write_lists(collection: Collection, out: Writable, ids: Sequence[int], whole: bool, job: Job | None) -> Written:
    with collection.reading() as connection:
        export = Export(connection, behind(connection, ids), whole=whole, job=job)
        out.write(f'{{"format": "disc-catalogue", "version": {VERSION}')
        for name, lines in export.lists():
            out.write(f',\n"{name}": [')
            for place, line in enumerate(lines):
                out.write((",\n  " if place else "\n  ") + json.dumps(line, ensure_ascii=False))
            out.write("]")
        out.write("}\n")
    return Written(len(ids), sum(file is None for file in _picture_files(collection, ids)))


class Export:
    """The records of an export, made in batches from the ids of films, editions and copies that it is to hold.

    A `whole` one also holds what belongs to none of them, such as saved searches.
    """

    def __init__(
        self,
        connection: Connection,
        ids: Mapping[Entity, Collected[int]],
        *,
        whole: bool = True,
        job: Job | None = None,
    ) -> None:
        self.connection = connection
        self.job = job or Job()
        self.whole = whole
        self.ids = ids
        self._members = {entity: frozenset(numbers) for entity, numbers in ids.items()}

    def lists(self) -> Iterator[tuple[str, Iterator[Json]]]:
        """The lists of the export, each written before the next is made."""
        ids = in_order(self.connection, self.ids)
        yield "films", self.records("film", ids["film"])
        yield "editions", self.records("edition", ids["edition"])
        yield "copies", self.records("copy", ids["copy"])
        yield "people", self.people(self.person_ids())
        yield "documents", self.documents(self.document_ids())
        self.ids = ids
        yield from self.others()

    def others(self) -> Iterator[tuple[str, Iterator[Json]]]:
        """The lists beside those of records, people and documents: they are short, or their rows are."""
        yield "pictures", self._pictures()
        yield "contacts", self._contacts()
        yield "loans", self._owned("copy", "loans")
        yield "viewings", self._owned("film", "viewings")
        yield "places", self._places()
        yield "spellings", self._spellings()
        yield "saved_searches", self._saved_searches()
        yield "custom_fields", self._custom_fields()

    def records(self, entity: Entity, numbers: Iterable[int]) -> Iterator[Json]:
        """Films, editions or copies of the export by their ids, in that order."""
        finish = {"film": self._film, "edition": self._edition, "copy": self._copy}[entity]
        fields = vocabulary.of(self.connection).of_entity(entity)
        names = {field.key: f"{JSON_PREFIX}{field.label}" for field in fields if field.is_custom}
        custom = [field for field in fields if field.is_custom]
        for ids in batches(numbers, BATCH):
            self.job.step(0, 0, "Exporting")
            values = records.load(self.connection, entity, ids)
            evidence = merging.evidence(self.connection, entity, ids)
            reviews = self._reviews(entity, ids)
            batch = []
            for number in ids:
                record: Json = {"id": f"{entity}:{number}"}
                record |= {
                    field.name: _plain(field, values[number][field.key])
                    for field in fields
                    if not field.is_custom and field.key not in (*LISTED_APART, *SAID_BY_OTHERS)
                }
                own = values[number]
                record["custom"] = {field.label: own[field.key] for field in custom if own[field.key] not in (None, [])}
                record["needs_review"] = reviews.get(number, [])
                record["conflicts"] = [
                    {
                        "field": key,
                        "subject": subject,
                        "values": [{"value": value, "document": f"document:{document}"} for value, document in stated],
                    }
                    for key, subject, stated in merging.conflicts(entity, evidence[number])
                ]
                record["choices"] = [_choice(choice, names) for choice in evidence[number].choices]
                batch.append(record)
            finish(batch, ids)
            yield from batch

    def _film(self, batch: list[Json], ids: list[int]) -> None:
        names = {part["person"] for record in batch for part in record["credits"]}
        people = naming.find(self.connection, tables.person, names)
        attachment = tables.attachment
        document = tables.document
        query = (
            sa.select(attachment.c.film_id, attachment.c.document_id)
            .join(document, document.c.id == attachment.c.document_id)
            .where(in_ids(attachment.c.film_id, ids))
            .order_by(document.c.sha256)
        )
        parents = self._above("film", tables.film.c.parent_id, ids)
        documents: dict[int, list[str]] = {}
        for film_id, document_id in self.connection.execute(query):
            documents.setdefault(film_id, []).append(f"document:{document_id}")
        for record, film_id in zip(batch, ids, strict=True):
            record["parent"] = parents[film_id]
            for part in record["credits"]:
                person = people[part["person"]]
                part |= {"person": person["name"], "person_id": f"person:{person['id']}"}
            for part in record["texts"]:
                part["document"] = f"document:{part['document']}" if part["document"] is not None else None
            record["documents"] = documents.get(film_id, [])

    def _edition(self, batch: list[Json], ids: list[int]) -> None:
        table = tables.contents
        query = sa.select(table).where(in_ids(table.c.edition_id, ids)).order_by(table.c.position)
        contents: dict[int, list[Json]] = {}
        for row in self.connection.execute(query):
            if row.film_id in self._members["film"]:
                part = {"film": f"film:{row.film_id}", "disc": row.disc, "cut": row.cut}
                contents.setdefault(row.edition_id, []).append(part)
        boxes = self._above("edition", tables.edition.c.box_set_id, ids)
        for record, edition_id in zip(batch, ids, strict=True):
            record["contents"] = contents.get(edition_id, [])
            record["box_set"] = boxes[edition_id]

    def _above(self, entity: Entity, column: sa.Column[Any], ids: list[int]) -> dict[int, str | None]:
        """The series of each film, or the box set of each edition."""
        query = sa.select(column.table.c.id, column).where(in_ids(column.table.c.id, ids))
        return {
            number: f"{entity}:{above}" if above is not None else None
            for number, above in self.connection.execute(query)
        }

    def _copy(self, batch: list[Json], ids: list[int]) -> None:
        copy = tables.copy
        found = self.connection.execute(sa.select(copy.c.id, copy.c.edition_id).where(in_ids(copy.c.id, ids)))
        editions = {row.id: row.edition_id for row in found}
        for record, copy_id in zip(batch, ids, strict=True):
            record["edition"] = f"edition:{editions[copy_id]}"

    def _contacts(self) -> Iterator[Json]:
        contact, loan = tables.contact, tables.loan
        query = sa.select(contact).order_by(sa.func.name_key(contact.c.name), contact.c.name, contact.c.id)
        if not self.whole:
            lent = sa.select(loan.c.contact_id).where(in_ids(loan.c.copy_id, self.ids["copy"]))
            query = query.where(contact.c.id.in_(lent))
        for row in self.connection.execute(query):
            yield {"id": f"contact:{row.id}", "name": row.name}

    def _owned(self, entity: Entity, key: str) -> Iterator[Json]:
        """The dated rows of films or copies, each with the one that it belongs to."""
        for ids in batches(self.ids[entity], BATCH):
            values = records.load(self.connection, entity, ids, [key])
            for number in ids:
                for part in values[number][key]:
                    yield {entity: f"{entity}:{number}", **part}

    def person_ids(self) -> list[int]:
        """Who takes part in the films of the export."""
        credit = tables.credit
        query = sa.select(credit.c.person_id).where(in_ids(credit.c.film_id, self.ids["film"])).distinct()
        return list(self.connection.scalars(query))

    def people(self, ids: Iterable[int]) -> Iterator[Json]:
        """People by their ids, in the order of their names."""
        person = tables.person
        query = sa.select(person).where(in_ids(person.c.id, ids))
        for row in self.connection.execute(query.order_by(order.of_people(), person.c.identity)):
            yield {
                "id": f"person:{row.id}",
                "name": row.name,
                "sort_name": row.sort_name,
                "qualifier": row.qualifier,
                "external_ids": row.external_ids or {},
            }

    def document_ids(self, films: Iterable[int] | None = None) -> list[int]:
        """The documents of the export by their hashes; only those about some of its films where these are named."""
        document, attachment = tables.document, tables.attachment
        about = in_ids(attachment.c.film_id, self.ids["film"] if films is None else films)
        wanted: sa.ColumnElement[bool] = document.c.id.in_(sa.select(attachment.c.document_id).where(about))
        if self.whole and films is None:
            wanted |= document.c.id.not_in(sa.select(attachment.c.document_id))
        return list(self.connection.scalars(sa.select(document.c.id).where(wanted).order_by(document.c.sha256)))

    def documents(self, ids: Iterable[int]) -> Iterator[Json]:
        """Documents by their ids, those of a batch by their hashes."""
        document, fact = tables.document, tables.fact
        for batch in batches(ids, BATCH):
            self.job.step(0, 0, "Exporting")
            facts: dict[int, list[Json]] = {}
            rows = (
                sa.select(fact).where(in_ids(fact.c.document_id, batch)).order_by(fact.c.document_id, fact.c.position)
            )
            for row in self.connection.execute(rows):
                if row.record_id is None or row.record_id in self._members[row.about]:
                    facts.setdefault(row.document_id, []).append(_fact(row))
            doubts = self._doubts(batch)
            for row in self.connection.execute(
                sa.select(document).where(in_ids(document.c.id, batch)).order_by(document.c.sha256)
            ):
                yield {
                    "id": f"document:{row.id}",
                    "kind": row.kind,
                    "site": row.site,
                    "title": row.title,
                    "sha256": row.sha256,
                    "read_at": row.read_at,
                    "sections": row.sections,
                    "text": row.text,
                    "facts": facts.get(row.id, []),
                    "doubts": doubts.get(row.id, []),
                }

    def _doubts(self, document_ids: list[int]) -> dict[int, list[Json]]:
        """Why it is not sure that a document is about a film, and which other films it may be about."""
        table = tables.attachment
        query = sa.select(table).where(in_ids(table.c.document_id, document_ids), table.c.doubt.is_not(None))
        found: dict[int, list[Json]] = {}
        for row in self.connection.execute(query.order_by(table.c.id)):
            others = [f"film:{number}" for number in row.alternatives or ()]
            doubt = {"film": f"film:{row.film_id}", "reason": row.doubt, "alternatives": others}
            found.setdefault(row.document_id, []).append(doubt)
        return found

    def _pictures(self) -> Iterator[Json]:
        table = tables.picture
        query = sa.select(table).where(in_ids(table.c.copy_id, self.ids["copy"]))
        place_of = {copy_id: place for place, copy_id in enumerate(self.ids["copy"])}
        for row in sorted(self.connection.execute(query), key=lambda row: (place_of[row.copy_id], row.role)):
            size = {"width": row.width, "height": row.height}
            yield {"copy": f"copy:{row.copy_id}", "role": row.role, "sha256": row.sha256, **size}

    def _places(self) -> Iterator[Json]:
        place = tables.place
        query = sa.select(place)
        if not self.whole:
            copies, discs = (in_ids(column, self.ids["copy"]) for column in (tables.copy.c.id, tables.disc.c.copy_id))
            used = sa.union(
                sa.select(tables.copy.c.place_id).where(copies), sa.select(tables.disc.c.place_id).where(discs)
            )
            query = query.where(place.c.id.in_(used.subquery().select()))
        for row in sorted(self.connection.execute(query), key=lambda row: (collation.path_key(row.path), row.id)):
            room = {"capacity": row.capacity, "notes": row.notes, "position": row.position}
            yield {"id": f"place:{row.id}", "path": row.path} | room

    def _spellings(self) -> Iterator[Json]:
        for rule in spellings.listed(self.connection) if self.whole else ():
            yield {"field": rule.field, "old": rule.old, "new": rule.new}

    def _custom_fields(self) -> Iterator[Json]:
        for field in vocabulary.of(self.connection).custom:
            one: Json = {"name": field.label, "kind": field.kind.name, "of": field.entity}
            yield one | {"choices": list(field.choices)}

    def _saved_searches(self) -> Iterator[Json]:
        for one in saved.saved_searches(self.connection) if self.whole else ():
            order = [{"field": key, "descending": descending} for key, descending in one.sort]
            yield {"name": one.name, "query": one.query, "sort": order, "scope": one.scope}

    def _reviews(self, entity: Entity, ids: list[int]) -> dict[int, list[Json]]:
        table = tables.review
        query = sa.select(table).where(table.c.about == entity, in_ids(table.c.record_id, ids)).order_by(table.c.id)
        found: dict[int, list[Json]] = {}
        for row in self.connection.execute(query):
            found.setdefault(row.record_id, []).append(
                {
                    "field": row.field,
                    "subject": row.subject,
                    "reason": row.reason,
                    "alternatives": _alternatives(row),
                }
            )
        return found


def behind(connection: Connection, row_ids: Iterable[int]) -> dict[Entity, Collected[int]]:
    """The films, editions and copies behind rows of the list, with the series and box sets that they are inside of."""
    film, edition = tables.film, tables.edition
    row_ids = list(row_ids)
    on_rows = sa.select(entry_film.c.film_id).where(in_ids(entry_film.c.entry_id, row_ids))
    films = with_above(connection, film.c.parent_id, connection.scalars(on_rows))
    rows = sa.select(entry.c.copy_id, entry.c.edition_id).where(in_ids(entry.c.id, row_ids), entry.c.copy_id > 0)
    edition_of: dict[int, int] = {row.copy_id: row.edition_id for row in connection.execute(rows)}
    editions = with_above(connection, edition.c.box_set_id, edition_of.values())
    return {"film": films, "edition": editions, "copy": edition_of.keys()}


def in_order(connection: Connection, ids: Mapping[Entity, Collected[int]]) -> dict[Entity, Collected[int]]:
    """Films, editions and copies in an order that does not depend on when they came: by what they are."""
    film, edition, copy, contents = tables.film, tables.edition, tables.copy, tables.contents
    films = sa.select(film.c.id).where(in_ids(film.c.id, ids["film"]))
    film_ids = list(connection.scalars(films.order_by(*order.of_films())))
    place_of_film = {film_id: place for place, film_id in enumerate(film_ids)}
    first_film: dict[int, int] = {}
    query = sa.select(contents.c.edition_id, contents.c.film_id).order_by(contents.c.position.desc())
    for edition_id, film_id in connection.execute(query.where(in_ids(contents.c.edition_id, ids["edition"]))):
        first_film[edition_id] = place_of_film.get(film_id, len(film_ids))
    codes = sa.select(edition.c.id, edition.c.barcode, edition.c.edition_title)
    keys = {
        number: (first_film.get(number, -1), code or "", collation.key(title or ""), number)
        for number, code, title in connection.execute(codes.where(in_ids(edition.c.id, ids["edition"])))
    }
    edition_ids = sorted(keys, key=keys.__getitem__)
    numbers = sa.select(copy.c.id, copy.c.edition_id, copy.c.index, copy.c.added_at)
    places = {
        number: (keys[edition_id], index if index is not None else -1, added or "", number)
        for number, edition_id, index, added in connection.execute(numbers.where(in_ids(copy.c.id, ids["copy"])))
    }
    return {"film": film_ids, "edition": edition_ids, "copy": sorted(places, key=places.__getitem__)}


def _plain(field: Field, value: Any) -> Any:
    return EXTERNAL_IDS.record(value) if field.kind is EXTERNAL_IDS else value


def with_above(connection: Connection, column: sa.Column[Any], ids: Iterable[int]) -> set[int]:
    """Records and all that they are inside of: an episode is nothing without its series."""
    found = new = set(ids)
    while new:
        above = connection.scalars(sa.select(column).where(in_ids(column.table.c.id, new), column.is_not(None)))
        new = set(above) - found
        found = found | new
    return found


def _alternatives(row: Any) -> list[Any]:
    found = row.alternatives or []
    return [f"film:{number}" for number in found] if row.field == merging.FILM else found


def _choice(choice: Json, names: dict[str, str]) -> Json:
    document = choice["document_id"]
    # What was typed for the whole field is the field's value; of one part it would not be known.
    typed = choice["by"] == "hand" and choice["subject"] is not None
    return ({"value": choice["value"]} if typed else {}) | {
        "field": names.get(choice["field"], choice["field"]),
        "subject": choice["subject"],
        "by": choice["by"],
        "document": f"document:{document}" if document is not None else None,
        "at": choice["at"],
    }


def _fact(row: Any) -> Json:
    found: Json = {"about": f"{row.about}:{row.record_id}" if row.record_id is not None else row.about}
    found |= {"field": row.field, "subject": row.subject, "value": row.value, "start": row.start, "end": row.end}
    return found | {"confidence": row.confidence, "reason": row.reason, "alternatives": row.alternatives or []}


def _picture_files(collection: Collection, row_ids: Iterable[int]) -> Iterator[Path | None]:
    """The pictures of discs; None for one whose file is missing."""
    copies = [row_id for row_id in row_ids if row_id > 0]
    table = tables.picture
    with collection.reading() as connection:
        names = sorted(set(connection.scalars(sa.select(table.c.sha256).where(in_ids(table.c.copy_id, copies)))))
    yield from map(collection.picture_file, names)
