"""Adding a disc or a film by hand, and writing fields of records."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work, things
from catalogue.collection.commands.entries import (
    Entry,
    choose_by_hand,
    entries,
    films_on,
    new_copy,
    new_edition,
    new_film,
    put_on_edition,
    refuse_several_discs,
)
from catalogue.collection.commands.links import write_links
from catalogue.collection.finding import which_film
from catalogue.collection.likeness import Described
from catalogue.collection.matching import find_edition, find_film
from catalogue.errors import FieldError, UserError
from catalogue.fields import registry
from catalogue.fields.draft import Entity
from catalogue.fields.kinds import Rows
from catalogue.fields.parts import film_name, split_film_name
from catalogue.fields.registry import Field, Vocabulary
from catalogue.fields.text import identity
from catalogue.store import records, tables

Values = Mapping[str, Any]

NAMES = ("title", "edition_title", "barcode")
"""A new disc has one of them at least: nobody finds a disc again of which only the year is known."""


@dataclass(frozen=True, slots=True)
class AddRecord:
    """Adds a disc (or, with `disc=False`, a film without one). `values` are in JSON form, by field.

    A film of the same title and year (of the same title alone where no year is given and one film has it), and an
    edition of the same barcode, are used again, not doubled.
    """

    values: Values
    disc: bool = True

    def apply(self, work: Work) -> None:
        """Adds the records, then notes every value as typed by hand."""
        fields = work.fields
        given = {
            key: value
            for key, value in self.values.items()
            if value not in (None, [], "") and value != fields.find(key).default
        }
        _writable(fields, given)
        title = given.get("title")
        if not any(given.get(key) for key in (NAMES if self.disc else ("title",))):
            raise UserError("A new record needs at least a title or a barcode; nothing was added.")
        _title_of_box(work, given)
        edition_id = _known_edition(work, given)
        film_id = _film_of(work, edition_id) if edition_id is not None else _known_film(work, given)
        if film_id is not None and title:
            # It was found by its name, or by one that a person merged with it: what is written there stays.
            known = _named(work, film_id)
            given = {key: value for key, value in given.items() if key not in ("title", "year") or not known[key]}
            title = film_name(known["title"], known["year"]) + (", another disc" if self.disc else "")
        elif film_id is None and _names_film(fields, given):
            film_id = new_film(work)
        entry = Entry(0, film_id, edition_id, None)
        if self.disc or any(fields.by_key[key].entity != "film" for key in given):
            if entry.edition_id is None:
                entry.edition_id = new_edition(work, film_id)
            entry.copy_id = new_copy(work, entry.edition_id)
            given.setdefault("added_at", work.now)
            _name_among_contents(work, film_id, given)
        write_rows(work, {1: entry}, {1: given}, {1})
        work.result = entry.copy_id if entry.copy_id is not None else -(entry.film_id or 0)
        work.label = f"Add {title or given.get('edition_title') or given.get('barcode') or 'a disc'}"


def _title_of_box(work: Work, given: dict[str, Any]) -> None:
    """What is typed as the title of several films that are listed, and is none of them, is the title on their box."""
    title, parts = given.get("title"), given.get("contents") or []
    of_film = {key for key in given if work.fields.by_key[key].entity == "film"}
    if not title or len(parts) < 2 or of_film - {"title", "year"} or "edition_title" in given:
        return
    listed = {identity(split_film_name(part["film"])[0]) for part in parts}
    if identity(title) in listed or _known_film(work, given) is not None:
        return
    given["edition_title"] = given.pop("title")
    if "year" in given:
        given.setdefault("edition_release_date", str(given.pop("year")))


def _name_among_contents(work: Work, film_id: int | None, given: dict[str, Any]) -> None:
    """A disc whose contents are given has the film that the person named on it, whether they list it or not."""
    if film_id is None or not given.get("contents"):
        return
    known = _named(work, film_id)
    title, year = given.get("title") or known["title"], given.get("year") or known["year"]
    names = {identity(film_name(title, year)), identity(film_name(title, None))}
    if title and not any(identity(part["film"]) in names for part in given["contents"]):
        first = {"film": film_name(title, year), "disc": None, "cut": None}
        given["contents"] = [first, *given["contents"]]


@dataclass(frozen=True, slots=True)
class EditRecords:
    """Writes fields of the records behind rows; each value goes to the film, the edition or the copy it belongs to.

    `values` replace, in JSON form; `add` and `remove` change entries of lists. What is typed here is never overwritten
    by a document. Of a disc with several films `films` says, by row, which are meant; else values of films are refused.
    """

    ids: tuple[int, ...]
    values: Values = field(default_factory=dict)
    add: Mapping[str, list[Any]] = field(default_factory=dict)
    remove: Mapping[str, list[Any]] = field(default_factory=dict)
    films: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def apply(self, work: Work) -> None:
        """Writes what differs from what is there."""
        fields = work.fields
        keys = [*self.values, *self.add, *self.remove]
        _writable(fields, keys)
        found = {entry.id: entry for entry in entries(work, self.ids)}
        if not found:
            raise UserError("The record is no longer there; nothing was changed.")
        asked = self._asked(work, found, keys)
        current = _current(work, found, keys)
        wanted: dict[int, dict[str, Any]] = {}
        changed: dict[str, None] = {}
        completed: set[int] = set()
        for row_id in found:
            for key, value in self._wanted(fields, current[row_id]).items():
                if key in asked[row_id] and not _typed_same(fields.by_key[key], value, current[row_id].get(key)):
                    wanted.setdefault(row_id, {})[key] = value
                    changed[key] = None
        for row_id, values in list(wanted.items()):
            if len(self.ids) > 1 and found[row_id].copy_id is None:
                # Among many, a film without a disc does not become one by the way.
                values = {key: value for key, value in values.items() if fields.by_key[key].entity == "film"}
                wanted[row_id] = values
                if not values:
                    del wanted[row_id]
                    continue
            if _complete(work, fields, found[row_id], values):
                completed.add(row_id)
            if "title" in values:
                _name_among_contents(work, found[row_id].film_id, values)
        write_rows(work, found, wanted, completed)
        labels = ", ".join(fields.by_key[key].label.lower() for key in changed)
        # A place or a tag that is given to a film is one of the disc that it is on.
        of_disc = {key for key in changed if fields.by_key[key].entity != "film"}
        on_disc = sum(1 for row_id, values in wanted.items() if row_id > 0 or of_disc & values.keys())
        work.label = f"Edit {things(on_disc, len(wanted) - on_disc)}: {labels}{work.besides}"
        work.result = len(wanted)

    def _asked(self, work: Work, found: dict[int, Entry], keys: list[str]) -> dict[int, set[str]]:
        """The fields that are written for each row; a film of a disc with several is taken up as a row of its own."""
        of_film = {key for key in keys if work.fields.by_key[key].entity == "film"}
        asked = {row_id: set(keys) for row_id in found}
        if of_film != set(keys):
            _refuse_several_discs(work, found.values())
        boxes = [entry for entry in found.values() if entry.id > 0 and entry.edition_id is not None]
        films = films_on(work, {entry.edition_id for entry in boxes if entry.edition_id}) if of_film else {}
        unsaid = []
        for entry in boxes:
            here, related = films.get(entry.edition_id or 0, ([], set()))
            meant = [film_id for film_id in self.films.get(entry.id, ()) if film_id in here or film_id in related]
            if len(here) < 2 and not meant:
                continue
            if not meant:
                unsaid.append(entry)
            asked[entry.id] -= of_film
            for film_id in meant:
                found.setdefault(-film_id, Entry(-film_id, film_id, None, None))
                asked.setdefault(-film_id, set()).update(of_film)
        if unsaid:
            raise UserError(which_film(work.connection, unsaid[0].id, films[unsaid[0].edition_id or 0][0], len(unsaid)))
        return asked

    def _wanted(self, fields: Vocabulary, current: dict[str, Any]) -> dict[str, Any]:
        wanted = dict(self.values)
        for key, more in self.add.items():
            there = wanted.get(key, current.get(key)) or []
            known = {_entry(fields, key, item) for item in there}
            wanted[key] = there + [item for item in more if _entry(fields, key, item) not in known]
        for key, less in self.remove.items():
            gone = {_entry(fields, key, item) for item in less}
            there = wanted.get(key, current.get(key)) or []
            wanted[key] = [item for item in there if _entry(fields, key, item) not in gone]
        return wanted


def _refuse_several_discs(work: Work, rows: Iterable[Entry]) -> None:
    for entry in rows:
        if entry.id < 0 and len(entry.copies) > 1:
            refuse_several_discs(work.connection, entry.film_id or 0, entry.copies)


def _entry(fields: Vocabulary, key: str, item: Any) -> str:
    """What tells one entry of a list from another: not its case, not its place in the list."""
    return identity(fields.find(key).kind.format([item]))


def _writable(fields: Vocabulary, keys: Any) -> None:
    for key in keys:
        spec = fields.find(key)
        if spec.kept:
            raise FieldError(f"{spec.label} is written by the program and cannot be set by hand.")


def _current(work: Work, found: Mapping[int, Entry], keys: list[str]) -> dict[int, dict[str, Any]]:
    fields = work.fields
    current: dict[int, dict[str, Any]] = {row_id: {} for row_id in found}
    for entity in registry.ENTITIES:
        ids = {entry.record_id(entity) for entry in found.values()} - {None}
        values = records.load(work.connection, entity, ids, keys)  # type: ignore[arg-type]
        for row_id, entry in found.items():
            record_id = entry.record_id(entity)
            blank = {spec.key: spec.empty() for spec in fields.of_entity(entity) if spec.key in keys}
            current[row_id] |= values.get(record_id, blank) if record_id is not None else blank
    return current


def _complete(work: Work, fields: Vocabulary, entry: Entry, values: dict[str, Any]) -> bool:
    """Adds the film or the disc that a row lacks and that a value is now given for. Tells whether it did."""
    before = (entry.film_id, entry.copy_id)
    given = {fields.by_key[key].entity for key, value in values.items() if value not in (None, [])}
    if "film" in given and entry.film_id is None and entry.edition_id is not None:
        entry.film_id = _known_film(work, values) or new_film(work)
        put_on_edition(work, entry.edition_id, entry.film_id)
    if given & {"edition", "copy"} and entry.copy_id is None:
        entry.edition_id = new_edition(work, entry.film_id)
        entry.copy_id = new_copy(work, entry.edition_id)
        values["added_at"] = work.now
        _name_among_contents(work, entry.film_id, values)
    return before != (entry.film_id, entry.copy_id)


def write_rows(
    work: Work, found: Mapping[int, Entry], wanted: Mapping[int, dict[str, Any]], new: Collection[int] = ()
) -> None:
    """Writes values typed by hand to the records behind rows, and works out what follows.

    Of a row that is `new`, or was given a film or a disc just now, every record is worked out.
    """
    fields = work.fields.by_key
    by_entity: dict[Entity, dict[int, dict[str, Any]]] = {entity: {} for entity in registry.ENTITIES}
    touched: dict[Entity, set[int]] = {entity: set() for entity in registry.ENTITIES}
    for row_id, values in wanted.items():
        for entity in registry.ENTITIES:
            record_id = found[row_id].record_id(entity)
            own = {key: value for key, value in values.items() if fields[key].entity == entity}
            if record_id is not None and (own or row_id in new):
                touched[entity].add(record_id)
                if own:
                    by_entity[entity].setdefault(record_id, {}).update(own)
    for entity in registry.ENTITIES:
        known = records.load(work.connection, entity, by_entity[entity])
        differing = {
            record_id: {
                key: value
                for key, value in values.items()
                if not _typed_same(fields[key], value, known[record_id][key])
            }
            for record_id, values in by_entity[entity].items()
        }
        _respell(work, differing, known)
        typed, linked = _parted(fields, differing)
        choose_by_hand(work, entity, typed)
        write_links(work, linked)
        merging.recompute(work.writer, entity, touched[entity])


def _parted(
    fields: Mapping[str, Field], values: Mapping[int, Mapping[str, Any]]
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    """What is a word of the person, and what links records."""
    typed: dict[int, dict[str, Any]] = {}
    linked: dict[int, dict[str, Any]] = {}
    for record_id, record in values.items():
        for key, value in record.items():
            home = linked if fields[key].kind.linked else typed
            home.setdefault(record_id, {})[key] = value
    return typed, linked


def _named(work: Work, film_id: int) -> dict[str, Any]:
    return records.load(work.connection, "film", [film_id], ("title", "year"))[film_id]


def _typed_same(spec: Field, one: Any, other: Any) -> bool:
    """Whether a person typed what is there already, to the letter."""
    return spec.kind.same(one, other)


def _respell(work: Work, typed: Mapping[int, Mapping[str, Any]], known: Mapping[int, Mapping[str, Any]]) -> None:
    """Mends the spelling of shared tags, people and places where a person retypes what the record has already.

    An entry that is new to the record is only looked up: who types `piano` means the tag `Piano` that is there.
    """
    fields = work.fields.by_key
    names: dict[Rows, list[str]] = {}
    for record_id, values in typed.items():
        for key, value in values.items():
            rows = fields[key].kind.rows
            if rows in {"tags", "place", "credits", "loans", "discs"}:
                there = {identity(name) for name in _names(key, known[record_id][key])}
                names.setdefault(rows, []).extend(name for name in _names(key, value) if identity(name) in there)
    for rows, retyped in names.items():
        records.respell(work.writer, rows, retyped)


def _names(key: str, value: Any) -> list[str]:
    if not value:
        return []
    if isinstance(value, str):
        return [value]
    name = {"credits": "person", "loans": "contact", "discs": "location"}.get(key)
    return list(value) if name is None else [part[name] for part in value if part.get(name)]


def _known_film(work: Work, given: Values) -> int | None:
    """The one film of a title (and year, if given) that is here already."""
    if not given.get("title"):
        return None
    named = replace(Described.by_hand(given["title"], given.get("year")), kind=given.get("kind") or "film")
    return find_film(work.connection, replace(named, runtime=given.get("runtime_minutes"))).film_id


def _names_film(fields: Vocabulary, given: Values) -> bool:
    return any(fields.by_key[key].entity == "film" for key in given)


def _known_edition(work: Work, given: Values) -> int | None:
    """The edition that a scanned code means, unless another film is named with it."""
    edition_id = find_edition(work.connection, given.get("barcode"), None)
    if edition_id is None or not given.get("title"):
        return edition_id
    film_id = _film_of(work, edition_id)
    known = records.load(work.connection, "film", [film_id], ["title", "year"]) if film_id is not None else {}
    film = known.get(film_id or 0, {})
    same_title = identity(film.get("title") or "") == identity(given["title"])
    same_year = given.get("year") in (None, film.get("year"))
    return edition_id if same_title and same_year else None


def _film_of(work: Work, edition_id: int) -> int | None:
    table = tables.contents
    query = sa.select(table.c.film_id).where(table.c.edition_id == edition_id).order_by(table.c.position)
    return work.connection.scalars(query).first()
