"""Taking in an export of a catalogue: documents with their facts, choices, and records matched to those here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from catalogue.collection import merging, spellings
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.custom import find_or_add
from catalogue.collection.commands.entries import choose_by_hand, new_copy, new_edition, new_film, put_on_edition
from catalogue.collection.commands.values import recompute_stated
from catalogue.collection.matching import Sought, find_edition, find_film
from catalogue.errors import UserError
from catalogue.fields import registry
from catalogue.fields.custom import JSON_PREFIX
from catalogue.fields.draft import Entity
from catalogue.fields.registry import Field
from catalogue.fields.text import fold
from catalogue.store import records, tables
from catalogue.store.engine import in_words

Json = dict[str, Any]

_LISTS: dict[Entity, str] = {"film": "films", "edition": "editions", "copy": "copies"}


@dataclass(frozen=True, slots=True)
class ImportCatalogue:
    """Takes in an export in one operation. `data` is its JSON, `pictures` the bytes of its pictures by hash.

    Films are matched by their documents, ids, titles and years; editions by barcode or by being equal; copies by being
    equal. The result counts records as new, updated and same.
    """

    data: Mapping[str, Any]
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def apply(self, work: Work) -> None:
        """Adds what is not here yet. Raises UserError for an export that contradicts itself."""
        try:
            intake = _Intake(work, self.data, self.pictures)
            intake.run()
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError, sa.exc.IntegrityError) as error:
            raise UserError(f"This export is damaged ({error!r}); nothing of it was imported.") from error
        work.result = dict(intake.verdicts)
        work.label = f"Import {intake.verdicts['new']:,} records of an export"


class _Intake:
    def __init__(self, work: Work, data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> None:
        self.work = work
        self.data = data
        self.pictures = pictures
        self.verdicts: Counter[str] = Counter()
        self.documents: dict[str, int] = {}
        self.new_documents: set[str] = set()
        self.ids: dict[Entity, dict[str, int]] = {"film": {}, "edition": {}, "copy": {}}
        self.new: dict[Entity, set[int]] = {entity: set() for entity in registry.ENTITIES}
        self.taken_copies: set[int] = set()
        self.custom: dict[tuple[Entity, str], str] = {}

    def run(self) -> None:
        """What it speaks of first, then films, editions and copies, then what is said about them."""
        self._custom_fields()
        self._places()
        self._spellings()
        for document in self.data["documents"]:
            self._document(document)
        for place, film in enumerate(self.data["films"]):
            self.work.job.step(place, len(self.data["films"]), "Importing")
            self._film(film)
        for document in self.data["documents"]:
            self._doubts(document)
        for edition in self.data["editions"]:
            self._edition(edition)
        for copy in self.data["copies"]:
            self._copy(copy)
        self._facts()
        for entity in registry.ENTITIES:
            self._choices(entity)
        self._sort_names()
        for picture in self.data["pictures"]:
            self._picture(picture)

    def _places(self) -> None:
        table = tables.place
        paths = [place["path"] for place in self.data["places"]]
        folded = in_words(table.c.folded, [fold(path) for path in paths])
        known = set(self.work.connection.scalars(sa.select(table.c.id).where(folded)))
        ids = records.place_ids(self.work.writer, paths)
        # What a person says of a place that is here already stands.
        room = {
            ids[place["path"]]: {key: place.get(key) for key in ("capacity", "notes", "position")}
            for place in self.data["places"]
            if ids[place["path"]] not in known
        }
        self.work.writer.update(table, room)

    def _spellings(self) -> None:
        known = spellings.load(self.work.connection)
        for rule in self.data["spellings"]:
            spec, folded = self.work.fields.find(rule["field"]), fold(rule["old"])
            if folded in known.get(spec.key, {}):
                continue
            row = {"field": spec.key, "folded": folded, "old": rule["old"], "new": rule.get("new")}
            self.work.writer.insert(tables.spelling, [row])
            known.setdefault(spec.key, {})[folded] = rule.get("new")
            recompute_stated(self.work, spec, {folded: rule.get("new")})

    def _sort_names(self) -> None:
        table = tables.person
        names = {fold(person["name"]): person["sort_name"] for person in self.data["people"] if person.get("sort_name")}
        query = sa.select(table.c.id, table.c.folded).where(
            in_words(table.c.folded, names), table.c.sort_name.is_(None)
        )
        found = self.work.connection.execute(query).all()
        self.work.writer.update(table, {row.id: {"sort_name": names[row.folded]} for row in found})

    def _document(self, document: Json) -> None:
        table = tables.document
        known = self.work.connection.scalar(sa.select(table.c.id).where(table.c.sha256 == document["sha256"]))
        if known is not None:
            self.documents[document["id"]] = known
            self.verdicts["same"] += 1
            return
        row = {name: document.get(name) for name in ("kind", "site", "title", "sha256", "text")}
        row |= {"sections": document.get("sections") or [], "read_at": document.get("read_at") or self.work.now}
        self.documents[document["id"]] = self.work.writer.insert(table, [row])[0]
        self.new_documents.add(document["id"])
        self.verdicts["new"] += 1

    def _film(self, film: Json) -> None:
        documents = film.get("documents") or []
        old = [self.documents[name] for name in documents if name not in self.new_documents]
        attachment = tables.attachment
        query = sa.select(attachment.c.film_id).where(attachment.c.document_id.in_(old))
        film_id = self.work.connection.scalars(query).first() if old else None
        if film_id is None:
            # Only films that were here before are looked at: two films of one export are two films.
            film_id = find_film(self.work.connection, _sought(film)).film_id
        fresh = [name for name in documents if name in self.new_documents]
        if film_id is None:
            film_id = new_film(self.work)
            self.new["film"].add(film_id)
            self.verdicts["new"] += 1
        else:
            self.verdicts["updated" if fresh else "same"] += 1
        self.ids["film"][film["id"]] = film_id
        rows = [{"document_id": self.documents[name], "film_id": film_id, "reason": "imported"} for name in fresh]
        self.work.writer.insert(attachment, rows)

    def _doubts(self, document: Json) -> None:
        if document["id"] not in self.new_documents:
            return
        table = tables.attachment
        for doubt in document.get("doubts") or []:
            film_id = self.ids["film"].get(doubt["film"])
            others = [self.ids["film"][film] for film in doubt["alternatives"] if film in self.ids["film"]]
            query = sa.select(table.c.id).where(table.c.document_id == self.documents[document["id"]])
            found = self.work.connection.scalars(query.where(table.c.film_id == film_id))
            row = {"doubt": doubt["reason"], "alternatives": others or None}
            self.work.writer.update(table, dict.fromkeys(found.all(), row))

    def _edition(self, edition: Json) -> None:
        contents = edition.get("contents") or []
        film_ids = [self.ids["film"][part["film"]] for part in contents if part["film"] in self.ids["film"]]
        known = self._known_edition(edition, film_ids)
        if known is not None:
            self.ids["edition"][edition["id"]] = known
            self.verdicts["same"] += 1
            return
        edition_id = new_edition(self.work, None)
        for part, film_id in zip(contents, film_ids, strict=True):
            put_on_edition(self.work, edition_id, film_id, part.get("disc"), part.get("cut"))
        self.ids["edition"][edition["id"]] = edition_id
        self.new["edition"].add(edition_id)
        self.verdicts["new"] += 1

    def _known_edition(self, edition: Json, film_ids: list[int]) -> int | None:
        old_films = [film_id for film_id in film_ids if film_id not in self.new["film"]]
        if film_ids and not old_films:
            return None
        found = find_edition(self.work.connection, edition.get("barcode"), old_films[0] if old_films else None)
        if found is not None:
            return None if found in self.new["edition"] else found
        contents = tables.contents
        query = sa.select(contents.c.edition_id).where(contents.c.film_id.in_(old_films)).distinct()
        candidates = set(self.work.connection.scalars(query)) - self.new["edition"]
        return self._equal("edition", candidates, edition)

    def _copy(self, copy: Json) -> None:
        edition_id = self.ids["edition"][copy["edition"]]
        known: int | None = None
        if edition_id not in self.new["edition"]:
            query = sa.select(tables.copy.c.id).where(tables.copy.c.edition_id == edition_id)
            known = self._equal("copy", set(self.work.connection.scalars(query)) - self.taken_copies, copy)
        if known is None:
            known = new_copy(self.work, edition_id)
            self.new["copy"].add(known)
            self.verdicts["new"] += 1
        else:
            self.verdicts["same"] += 1
        self.taken_copies.add(known)
        self.ids["copy"][copy["id"]] = known

    def _equal(self, entity: Entity, candidates: set[int], record: Json) -> int | None:
        fields = [spec for spec in self.work.fields.of_entity(entity) if spec.key != "modified_at"]
        for number, values in sorted(records.load(self.work.connection, entity, candidates).items()):
            if all(merging.same(spec, values[spec.key], self._stated(spec, record)) for spec in fields):
                return number
        return None

    def _facts(self) -> None:
        rows = []
        for document in self.data["documents"]:
            if document["id"] not in self.new_documents:
                continue
            for position, fact in enumerate(document.get("facts") or []):
                about, _, number = fact["about"].partition(":")
                record_id = self.ids[about].get(fact["about"]) if number else None
                row = {name: fact.get(name) for name in ("field", "subject", "value", "start", "end", "reason")}
                row |= {"document_id": self.documents[document["id"]], "about": about, "record_id": record_id}
                rows.append(
                    row
                    | {
                        "position": position,
                        "confidence": fact.get("confidence", 1.0),
                        "alternatives": fact.get("alternatives") or None,
                    }
                )
        self.work.writer.insert(tables.fact, rows)

    def _choices(self, entity: Entity) -> None:
        """Notes the choices of new records, then every value that neither they nor the facts account for."""
        stated = {
            self.ids[entity][record["id"]]: record
            for record in self.data[_LISTS[entity]]
            if self.ids[entity][record["id"]] in self.new[entity]
        }
        fields = self.work.fields.by_key
        custom = {f"{JSON_PREFIX}{name}": key for (of, name), key in self.custom.items() if of == entity}
        rows = []
        for record_id, record in stated.items():
            for choice in record.get("choices") or []:
                # A person's word may also be on something that is no field: which film a page is about.
                key = custom.get(choice["field"], choice["field"])
                spec = fields.get(key)
                row = {"about": entity, "record_id": record_id, "field": key}
                row["subject"] = choice.get("subject")
                row |= {"by": choice["by"], "at": choice.get("at") or self.work.now}
                row["value"] = None
                if spec is not None and choice["by"] == "hand":
                    row["value"] = choice.get("value") if choice.get("subject") else self._stated(spec, record)
                row["document_id"] = self.documents[choice["document"]] if choice.get("document") else None
                rows.append(row)
        self.work.writer.insert(tables.choice, rows)
        by_hand_values: dict[int, Json] = {}
        for record_id, found in merging.evidence(self.work.connection, entity, stated).items():
            follows = merging.outcome(entity, found).values
            for spec in found.fields:
                value = self._stated(spec, stated[record_id])
                if not merging.same(spec, follows[spec.key], value) and value not in (None, []):
                    by_hand_values.setdefault(record_id, {})[spec.key] = _clean(spec, value)
        choose_by_hand(self.work, entity, by_hand_values)
        attached = set(self.ids[entity].values()) if self.new_documents else set()
        merging.recompute(self.work.writer, entity, self.new[entity] | attached)

    def _custom_fields(self) -> None:
        """Finds or adds the fields that the export has of its own, by name and kind."""
        for one in self.data.get("custom_fields", ()):
            entity: Entity = one.get("of", "copy")
            key = find_or_add(self.work, one["name"], one["kind"], entity, tuple(one.get("choices") or ()))
            self.custom[entity, one["name"]] = key

    def _stated(self, spec: Field, record: Json) -> Any:
        """The value of a field in a record of the export."""
        if not spec.is_custom:
            return _stated(spec, record)
        names = {key: name for (_, name), key in self.custom.items()}
        value = (record.get("custom") or {}).get(names.get(spec.key))
        return spec.empty() if value is None else value

    def _picture(self, picture: Json) -> None:
        copy_id = self.ids["copy"].get(picture["copy"])
        data = self.pictures.get(picture["sha256"])
        if copy_id not in self.new["copy"] or data is None:
            return
        stored = self.work.pictures.add(data)
        row = {"copy_id": copy_id, "role": picture["role"], "sha256": stored.sha256}
        self.work.writer.insert(tables.picture, [row | {"width": stored.width, "height": stored.height}])


def _sought(film: Json) -> Sought:
    people = frozenset(fold(part["person"]) for part in film.get("credits") or [])
    ids = frozenset((fold(source), str(number)) for source, number in (film.get("external_ids") or {}).items())
    return Sought(film.get("title"), film.get("year"), people, ids)


def _stated(spec: Field, record: Json) -> Any:
    value = record.get(spec.name)
    if spec.key == "external_ids":
        return [{"source": source, "id": number} for source, number in (value or {}).items()]
    if spec.key == "credits":
        return [{key: part.get(key) for key in ("order", "person", "role", "character")} for part in value or []]
    return spec.empty() if value is None else value


def _clean(spec: Field, value: Any) -> Any:
    if spec.is_custom:
        # What could be chosen once may be chosen no more.
        return value
    if spec.kind.merge in {"parts", "all"}:
        spec.kind.format(value)
        return [{key: part for key, part in item.items() if key != "document"} for item in value]
    return spec.parse(spec.kind.format(value))
