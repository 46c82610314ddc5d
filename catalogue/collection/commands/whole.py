"""Taking in an export of a catalogue: documents with their facts, choices, and records matched to those here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar, Protocol

import sqlalchemy as sa

from catalogue.collection import merging, saved, spellings
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.custom import find_or_add
from catalogue.collection.commands.saved import LONGEST_NAME
from catalogue.collection.commands.values import recompute_stated
from catalogue.collection.commands.whole_people import take_up, who_is_who
from catalogue.collection.finding import find
from catalogue.collection.likeness import Described, plain_name
from catalogue.collection.matching import Pool, Possible, find_edition, find_film
from catalogue.errors import UserError
from catalogue.fields import lists as list_kinds
from catalogue.fields import registry
from catalogue.fields.custom import JSON_PREFIX
from catalogue.fields.draft import Entity
from catalogue.fields.parts import film_name
from catalogue.fields.registry import Field
from catalogue.fields.text import fold, identity
from catalogue.jobs import without_collector
from catalogue.search import parser
from catalogue.store import naming, records, tables
from catalogue.store.engine import batches, in_words
from catalogue.store.keeping import Occasion
from catalogue.store.pictures import StoredPicture

Json = dict[str, Any]

BATCH = 500
_MANY = 10_000
_NOTHING: tuple[Any, ...] = (None, [], "")

_LISTS: dict[Entity, str] = {"film": "films", "edition": "editions", "copy": "copies"}


class Lists(Protocol):
    """The lists of an export by name, each to be gone through as often as wanted."""

    def each(self, name: str) -> Iterator[Json]:
        """The records of a list."""
        ...

    def count(self, name: str) -> int:
        """How many records a list has."""
        ...


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the records of an export, counted, and what is in doubt of them: fields with sentences."""

    verdicts: Mapping[str, int]
    doubts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportCatalogue:
    """Takes in an export in one operation: its lists, and the bytes of its pictures by hash.

    Films are matched by their documents, ids, titles and years; editions by barcode or by being equal; copies by being
    equal. The result is a TakenIn: records are new, updated, same or doubtful.
    """

    risk: ClassVar[Occasion] = "import"

    lists: Lists
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def apply(self, work: Work) -> None:
        """Adds what is not here yet. Raises UserError for an export that contradicts itself."""
        try:
            intake = _Intake(work, self.lists, self.pictures)
            with without_collector():
                intake.run()
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError, sa.exc.IntegrityError) as error:
            raise UserError(f"This export is damaged ({error!r}); nothing of it was imported.") from error
        work.result = TakenIn(dict(intake.verdicts), tuple(intake.doubts))
        work.label = f"Import {intake.verdicts['new']:,} records of an export"


class _Intake:
    """Goes through the lists batch by batch: no query is asked and no row written for one record alone."""

    def __init__(self, work: Work, lists: Lists, pictures: Mapping[str, bytes]) -> None:
        self.work = work
        self.lists = lists
        self.pictures = pictures
        self.verdicts: Counter[str] = Counter()
        self.documents: dict[str, int] = {}
        self.new_documents: set[str] = set()
        self.ids: dict[Entity, dict[str, int]] = {"film": {}, "edition": {}, "copy": {}}
        # New records by id, with what their rows say beyond their fields.
        self.new: dict[Entity, dict[int, Json]] = {entity: {} for entity in registry.ENTITIES}
        self.taken_copies: set[int] = set()
        self.taken_films: set[int] = set()
        self.taken_editions: set[int] = set()
        # Of the fields that the export has of its own: their names by our keys, our keys by its own.
        self.custom_names: dict[str, str] = {}
        self.custom_keys: dict[Entity, dict[str, str]] = {entity: {} for entity in registry.ENTITIES}
        # What new records are inside of: the series of a film, the box set of an edition.
        self.above: dict[Entity, dict[int, str]] = {"film": {}, "edition": {}}
        # The dated rows that an export lists apart, by list and owner.
        self.apart: dict[str, dict[str, list[Json]]] = {"loans": {}, "viewings": {}}
        self.stored: dict[str, StoredPicture | str] = {}
        self.fields = work.fields
        # What people are called here whose bare names others have, too, by their ids in the export.
        self.called: dict[str, str] = {}
        self.done = 0
        self.doubts: list[tuple[str, str]] = []
        self.searches: list[int] = []

    def run(self) -> None:
        """Documents first, then which films, editions and copies are new, then what is said about them."""
        work, lists = self.work, self.lists
        # Rows that speak of a record are written before the record, whose values follow from them.
        work.writer.defer_references()
        if sum(map(lists.count, _LISTS.values())) > _MANY:
            work.writer.expect_much()
        self._custom_fields()
        self.fields = work.fields
        self.called = who_is_who(work.connection, lists.each("people"))
        self._places(list(lists.each("places")))
        self._spellings()
        records.name_ids(work.writer, tables.contact, (contact["name"] for contact in lists.each("contacts")))
        self._rows_apart("loans", "copy")
        self._rows_apart("viewings", "film")
        self._saved_searches()
        for batch in self._batches("documents"):
            self._documents(batch)
        self._films()
        for document in lists.each("documents"):
            self._doubts(document)
        self._editions()
        self._hang("film", "parent_id")
        self._hang("edition", "box_set_id")
        self._copies()
        for batch in self._batches("documents"):
            self._facts(batch)
        for entity in registry.ENTITIES:
            for batch in self._batches(_LISTS[entity]):
                self._values(entity, batch)
                if entity == "film":
                    self._ratings(batch)
        if self.new_documents:
            for entity in registry.ENTITIES:
                merging.recompute(work.writer, entity, set(self.ids[entity].values()) - self.new[entity].keys())
        for batch in self._batches("people"):
            take_up(work, batch, self.called)
        for batch in self._batches("pictures"):
            self._pictures(batch)
        self._doubt_searches()

    def _custom_fields(self) -> None:
        """Finds or adds the fields that the export has of its own, by name and kind."""
        for one in self.lists.each("custom_fields"):
            entity: Entity = one.get("of", "copy")
            key = find_or_add(self.work, one["name"], one["kind"], entity, tuple(one.get("choices") or ()))
            self.custom_names[key] = one["name"]
            self.custom_keys[entity][f"{JSON_PREFIX}{one['name']}"] = key

    def _stated(self, spec: Field, record: Json) -> Any:
        """The value of a field in a record of the export."""
        if spec.is_custom:
            return spec.take((record.get("custom") or {}).get(self.custom_names.get(spec.key)))
        if spec.key in self.apart and record["id"] in self.apart[spec.key]:
            return spec.take(self.apart[spec.key][record["id"]])
        value = spec.take(record.get(spec.name))
        if spec.key == "credits" and self.called:
            for part, stated in zip(value, record.get("credits") or (), strict=True):
                part["person"] = self.called.get(stated.get("person_id") or "", part["person"])
        return value

    def _rows_apart(self, name: str, owner: Entity) -> None:
        for row in self.lists.each(name):
            part = {key: value for key, value in row.items() if key != owner}
            self.apart[name].setdefault(row[owner], []).append(part)

    def _hang(self, entity: Entity, column: str) -> None:
        """Puts new episodes into their series, and new editions into their box sets."""
        for number, above in self.above[entity].items():
            self.new[entity][number][column] = self.ids[entity][above]

    def _places(self, places: list[Json]) -> None:
        table = tables.place
        spec = self.fields.by_key["location"]
        places = [place | {"path": spec.take(place["path"])} for place in places]
        paths = [place["path"] for place in places]
        known = {row["id"] for row in naming.find(self.work.connection, table, paths).values()}
        ids = records.place_ids(self.work.writer, paths)
        # What a person says of a place that is here already stands.
        room = {
            ids[place["path"]]: {key: place.get(key) for key in ("capacity", "notes", "position")}
            for place in places
            if ids[place["path"]] not in known
        }
        self.work.writer.update(table, room)

    def _saved_searches(self) -> None:
        table = tables.saved_search
        # What a person keeps under a name here already stands.
        known = set(map(identity, self.work.connection.scalars(sa.select(table.c.name))))
        last = self.work.connection.scalar(sa.select(sa.func.max(table.c.position)))
        place = 0 if last is None else last + 1
        for one in self.lists.each("saved_searches"):
            name = " ".join(one["name"].split())[:LONGEST_NAME].strip()
            if identity(name) not in known:
                known.add(identity(name))
                order = [[part["field"], bool(part.get("descending"))] for part in one.get("sort") or ()]
                row = {"position": place, "name": name, "query": one["query"], "sort": order}
                row["scope"] = one.get("scope")
                self.searches += self.work.writer.insert(table, [row])
                place += 1

    def _doubt_searches(self) -> None:
        """Says of new saved searches what is not understood of them: it may be one day, so they are kept."""
        for one in saved.saved_searches(self.work.connection) if self.searches else ():
            if one.id not in self.searches:
                continue
            found = find(self.work.connection, one.query, one.sort, limit=1, scope=one.scope)
            said = [problem.message for problem in found.problems]
            if found.empty and not (one.sort or parser.parse(one.query, self.fields).sort):
                said.append("It asks for nothing in particular, so that it finds everything.")
            if said:
                self.verdicts["doubtful"] += 1
                self.doubts.append(("query", f"The saved search “{one.name}” ({one.query}) was kept. {said[0]}"))

    def _spellings(self) -> None:
        known = spellings.load(self.work.connection)
        for rule in self.lists.each("spellings"):
            spec, key = self.work.fields.by_key.get(rule["field"]), identity(rule["old"])
            if spec is None or key in known.get(spec.key, {}):
                continue
            row = {"field": spec.key, "old": rule["old"], "new": rule.get("new")}
            self.work.writer.insert(tables.spelling, [row])
            known.setdefault(spec.key, {})[key] = rule.get("new")
            recompute_stated(self.work, spec, {key: rule.get("new")})

    def _batches(self, name: str) -> Iterator[list[Json]]:
        everything = 2 * sum(map(self.lists.count, ("films", "editions", "copies", "documents")))
        for batch in batches(self.lists.each(name), BATCH):
            self.work.job.step(self.done, everything, "Importing")
            yield batch
            self.done += len(batch)

    def _documents(self, batch: list[Json]) -> None:
        table = tables.document
        query = sa.select(table.c.sha256, table.c.id).where(in_words(table.c.sha256, (one["sha256"] for one in batch)))
        known = {row.sha256: row.id for row in self.work.connection.execute(query)}
        rows = []
        for document in batch:
            if document["sha256"] in known:
                self.documents[document["id"]] = known[document["sha256"]]
                self.verdicts["same"] += 1
                continue
            row = {name: document.get(name) for name in ("kind", "site", "title", "sha256", "text")}
            row |= {"sections": document.get("sections") or [], "read_at": document.get("read_at") or self.work.now}
            number = self.work.writer.reserve(table)
            rows.append(row | {"id": number})
            self.documents[document["id"]] = known[document["sha256"]] = number
            self.new_documents.add(document["id"])
            self.verdicts["new"] += 1
        self.work.writer.insert(table, rows)

    def _films(self) -> None:
        # Only films that were here before are looked at: two films of one export are two films.
        possible = None if self._none_here("film") else Possible(self.work.connection)
        series = self._series() if possible is not None else {}
        for batch in self._batches("films"):
            attached: list[Json] = []
            sought = {film["id"]: _described(film, series) for film in batch} if possible is not None else {}
            sought = {name: one for name, one in sought.items() if possible is not None and possible(one)}
            pool = Pool(self.work.connection, sought.values())
            for film in batch:
                self._film(film, sought.get(film["id"]), pool, attached)
            self.work.writer.insert(tables.attachment, attached)

    def _series(self) -> dict[str, str]:
        """What the films are called that others of the export are part of, by their ids there."""
        names, above = {}, set()
        for film in self.lists.each("films"):
            names[film["id"]] = film_name(film.get("title"), film.get("year"))
            if film.get("parent"):
                above.add(film["parent"])
        return {name: names[name] for name in above if name in names}

    def _film(self, film: Json, sought: Described | None, pool: Pool, attached: list[Json]) -> None:
        documents = film.get("documents") or []
        film_id = self._film_of([self.documents[name] for name in documents if name not in self.new_documents])
        if film_id is None and sought is not None:
            choose = partial(self._alike, film)
            match = find_film(self.work.connection, sought, pool=pool, taken=self.taken_films, choose=choose)
            film_id = match.film_id
        if film_id is None and not film.get("title"):
            film_id = self._unnamed_film(film)
        fresh = [name for name in documents if name in self.new_documents]
        if film_id is None:
            film_id = self._add("film", {})
            if film.get("parent"):
                self.above["film"][film_id] = film["parent"]
        else:
            self.verdicts["updated" if fresh else "same"] += 1
        self.ids["film"][film["id"]] = film_id
        self.taken_films.add(film_id)
        attached += [{"document_id": self.documents[name], "film_id": film_id, "reason": "imported"} for name in fresh]

    def _alike(self, film: Json, candidates: list[int], sure: bool) -> int | None:
        """The film that is the same in all that is known of it: it came with this export before.

        Of several that are the same film as far as anybody can tell, one is taken all the same: one more is none.
        """
        return self._equal("film", set(candidates), film) or (candidates[0] if sure else None)

    def _unnamed_film(self, film: Json) -> int | None:
        """A film that was here before, has no title either and is the same in all that is known of it."""
        table = tables.film
        query = sa.select(table.c.id).where(table.c.title.is_(None), table.c.year.is_(film.get("year")))
        candidates = set(self.work.connection.scalars(query)) - self.taken_films
        return self._equal("film", candidates, film)

    def _film_of(self, documents: list[int]) -> int | None:
        table = tables.attachment
        query = sa.select(table.c.film_id).where(table.c.document_id.in_(documents))
        return self.work.connection.scalars(query).first() if documents else None

    def _add(self, entity: Entity, row: Json) -> int:
        number = self.work.writer.reserve(tables.RECORDS[entity])
        self.new[entity][number] = row
        self.verdicts["new"] += 1
        return number

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

    def _editions(self) -> None:
        none_here = self._none_here("edition")
        for batch in self._batches("editions"):
            on_discs: list[Json] = []
            for edition in batch:
                contents = edition.get("contents") or []
                film_ids = [self.ids["film"][part["film"]] for part in contents]
                edition_id = None if none_here else self._known_edition(edition, film_ids)
                if edition_id is not None:
                    self.ids["edition"][edition["id"]] = edition_id
                    self.taken_editions.add(edition_id)
                    self.verdicts["same"] += 1
                    continue
                edition_id = self.ids["edition"][edition["id"]] = self._add("edition", {})
                if edition.get("box_set"):
                    self.above["edition"][edition_id] = edition["box_set"]
                for position, (part, film_id) in enumerate(zip(contents, film_ids, strict=True)):
                    row = {"edition_id": edition_id, "film_id": film_id, "position": position}
                    on_discs.append(row | {"disc": part.get("disc"), "cut": part.get("cut")})
            self.work.writer.insert(tables.contents, on_discs)

    def _known_edition(self, edition: Json, film_ids: list[int]) -> int | None:
        old_films = [film_id for film_id in film_ids if film_id not in self.new["film"]]
        if film_ids and not old_films:
            return None
        # New editions have no rows yet, so that only those are found that were here before.
        code = registry.BY_KEY["barcode"].take(edition.get("barcode"))
        found = find_edition(self.work.connection, code, old_films[0] if old_films else None)
        if found is not None:
            return found
        contents, table = tables.contents, tables.edition
        query = sa.select(contents.c.edition_id).where(contents.c.film_id.in_(old_films)).distinct()
        if not film_ids:
            # A box set may hold editions alone.
            bare = table.c.id.not_in(sa.select(contents.c.edition_id))
            query = sa.select(table.c.id).where(bare, table.c.edition_title == edition.get("title"))
        candidates = set(self.work.connection.scalars(query)) - self.new["edition"].keys() - self.taken_editions
        return self._equal("edition", candidates, edition)

    def _copies(self) -> None:
        for batch in self._batches("copies"):
            for copy in batch:
                edition_id = self.ids["edition"][copy["edition"]]
                known: int | None = None
                if edition_id not in self.new["edition"]:
                    query = sa.select(tables.copy.c.id).where(tables.copy.c.edition_id == edition_id)
                    known = self._equal("copy", set(self.work.connection.scalars(query)) - self.taken_copies, copy)
                if known is None:
                    known = self._add("copy", {"edition_id": edition_id})
                else:
                    self.verdicts["same"] += 1
                self.taken_copies.add(known)
                self.ids["copy"][copy["id"]] = known

    def _equal(self, entity: Entity, candidates: set[int], record: Json) -> int | None:
        stated = self.fields.of_entity(entity)
        fields = [spec for spec in stated if spec.key != "modified_at" and not spec.kind.linked]
        for number, values in sorted(records.load(self.work.connection, entity, candidates).items()):
            if all(merging.same(spec, values[spec.key], self._meant(spec, record)) for spec in fields):
                return number
        return None

    def _meant(self, spec: Field, record: Json) -> Any:
        """The value that a record would have once it was taken in: what it does not speak of has its default."""
        left_out = spec.default is not None and spec.name not in record
        return spec.default if left_out else self._stated(spec, record)

    def _none_here(self, entity: Entity) -> bool:
        return self.work.connection.scalar(sa.select(sa.exists(sa.select(tables.RECORDS[entity].c.id)))) == 0

    def _facts(self, batch: list[Json]) -> None:
        rows = []
        for document in batch:
            if document["id"] not in self.new_documents:
                continue
            for position, fact in enumerate(document.get("facts") or []):
                about, _, number = fact["about"].partition(":")
                record_id = self.ids[about].get(fact["about"]) if number else None
                row = {name: fact.get(name) for name in ("field", "subject", "value", "start", "end", "reason")}
                row |= {"document_id": self.documents[document["id"]], "about": about, "record_id": record_id}
                row |= {"position": position, "confidence": fact.get("confidence", 1.0)}
                rows.append(row | {"alternatives": fact.get("alternatives") or None})
        self.work.writer.insert(tables.fact, rows)

    def _values(self, entity: Entity, batch: list[Json]) -> None:
        """Adds new records: their choices, then every value that neither they nor the facts account for."""
        numbers = {self.ids[entity][record["id"]]: record for record in batch}
        stated = {number: record for number, record in numbers.items() if number in self.new[entity]}
        specs = tuple(spec for spec in self.fields.of_entity(entity) if not spec.kind.linked)
        found = (
            merging.evidence(self.work.connection, entity, stated)
            if self.new_documents
            else {number: merging.Evidence(specs) for number in stated}
        )
        outcomes: dict[int, merging.Outcome] = {}
        chosen: list[Json] = []
        of_nothing = merging.outcome(entity, merging.Evidence(specs)).values
        for record_id, record in stated.items():
            evidence = found[record_id]
            evidence.choices += self._words(entity, record_id, record)
            evidence.facts = evidence.told_apart(evidence.facts)
            told = evidence.facts or evidence.choices
            follows = merging.outcome(entity, evidence).values if told else of_nothing
            for spec in specs:
                value = self._stated(spec, record)
                if value in _NOTHING:
                    continue
                known = follows[spec.key]
                if known in _NOTHING or not merging.same(spec, known, value):
                    evidence.choices.append(self._word(entity, record_id, spec.key, self._typed(spec, value)))
            outcomes[record_id] = merging.outcome(entity, evidence)
            self._doubt_wrong(record, specs, outcomes[record_id])
            chosen += evidence.choices
        self.work.writer.insert(tables.choice, chosen)
        merging.write(self.work.writer, entity, outcomes, self.new[entity])

    def _doubt_wrong(self, record: Json, specs: tuple[Field, ...], outcome: merging.Outcome) -> None:
        """Names a record with values that are taken from nobody who types them: it waits for review."""
        doubted = {(doubt.field, doubt.reason) for doubt in outcome.doubts}
        said = [(spec, spec.kind.wrong(outcome.values[spec.key])) for spec in specs if doubted]
        wrong = [(spec, reason) for spec, reason in said if (spec.key, reason) in doubted]
        if wrong:
            self.verdicts.update({"doubtful": 1, "new": -1})
            told = (f"{record['id']} waits for review. {spec.label}: {reason}" for spec, reason in wrong)
            self.doubts += zip((spec.name for spec, _ in wrong), told, strict=True)

    def _ratings(self, batch: list[Json]) -> None:
        """Adds a person's ratings of films that were here before: beside another rating they wait."""
        spec = registry.BY_KEY["my_rating"]
        stated = {self.ids["film"][film["id"]]: film for film in batch}
        old = {number: film for number, film in stated.items() if number not in self.new["film"]}
        evidence = merging.evidence(self.work.connection, "film", old) if old else {}
        words: list[Json] = []
        for number, film in old.items():
            known = merging.outcome("film", evidence[number]).values[spec.key]
            own = self._stated(spec, film)
            waiting = [
                word["value"] for word in self._words("film", number, film) if word["subject"] == merging.WAITING
            ]
            if known is None and own is not None and evidence[number].choice_of(spec.key) is None:
                words.append(self._word("film", number, spec.key, own))
                known = own
            there = [None, known, *evidence[number].waiting().get(spec.key, ())]
            others = dict.fromkeys(value for value in (own, *waiting) if value not in there)
            words += [self._word("film", number, spec.key, value) | {"subject": merging.WAITING} for value in others]
        if words:
            self.work.writer.insert(tables.choice, words)
            touched = {word["record_id"] for word in words}
            merging.recompute(self.work.writer, "film", touched)
            if not self.new_documents:
                self.verdicts.update({"updated": len(touched), "same": -len(touched)})

    def _typed(self, spec: Field, value: Any) -> Any:
        """A value as a person's word: what it has from a document it has no more, unless that came along."""
        if spec.kind is not list_kinds.TEXTS or not isinstance(value, list):
            return value
        return [{**part, "document": self.documents.get(part.get("document"))} for part in value]

    def _words(self, entity: Entity, record_id: int, record: Json) -> list[Json]:
        words = []
        for choice in record.get("choices") or []:
            # A person's word may also be on something that is no field: which film a page is about.
            key = self.custom_keys[entity].get(choice["field"], choice["field"])
            spec = self.fields.by_key.get(key)
            word = self._word(entity, record_id, key, None)
            word |= {"subject": choice.get("subject"), "by": choice["by"], "at": choice.get("at") or self.work.now}
            if choice["by"] == "hand" and choice.get("subject"):
                word["value"] = self._typed(spec, choice.get("value")) if spec is not None else choice.get("value")
            elif choice["by"] == "hand" and spec is not None:
                word["value"] = self._typed(spec, self._stated(spec, record))
            word["document_id"] = self.documents[choice["document"]] if choice.get("document") else None
            words.append(word)
        return words

    def _word(self, entity: Entity, record_id: int, key: str, value: Any) -> Json:
        word = {"about": entity, "record_id": record_id, "field": key, "subject": None, "by": "hand", "value": value}
        return word | {"document_id": None, "at": self.work.now}

    def _pictures(self, batch: list[Json]) -> None:
        rows = []
        for picture in batch:
            copy_id, sha256 = self.ids["copy"].get(picture["copy"]), picture["sha256"]
            if copy_id not in self.new["copy"] or not self.pictures:
                continue
            stored = self._stored(sha256)
            if isinstance(stored, str):
                of = f"Picture ({picture['role']}) of {picture['copy']}"
                self.doubts.append(("pictures", f"{of} is left out. {stored}"))
                continue
            row = {"copy_id": copy_id, "role": picture["role"], "sha256": stored.sha256}
            rows.append(row | {"width": stored.width, "height": stored.height})
        self.work.writer.insert(tables.picture, rows)

    def _stored(self, sha256: str) -> StoredPicture | str:
        """A picture, in the store by now, or the reason why it cannot come in."""
        if sha256 not in self.stored:
            try:
                found = self.pictures.get(sha256)
                missing = "Its file is not in the archive."
                self.stored[sha256] = missing if found is None else self.work.pictures.add(found)
            except UserError as error:
                self.stored[sha256] = str(error)
        return self.stored[sha256]


def _described(film: Json, series: Mapping[str, str]) -> Described:
    people = frozenset(plain_name(part["person"]) for part in film.get("credits") or [])
    listed = registry.BY_KEY["external_ids"].take(film.get("external_ids"))
    ids = frozenset((fold(part["source"]), part["id"]) for part in listed)
    known = Described(film.get("title"), film.get("year"), people, ids, runtime=film.get("runtime_minutes"))
    place = (series.get(film.get("parent") or ""), film.get("season"), film.get("episode"))
    return replace(known, kind=film.get("kind") or "film", place=place, typed=True)
