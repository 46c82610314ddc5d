"""What can be asked of the collection: lists of rows, one record, facets, completions. Plain values come out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import merging, twins, usage
from catalogue.collection.facets import FacetValue, facet
from catalogue.collection.finding import sort_keys
from catalogue.collection.likeness import Described
from catalogue.collection.matching import find_film
from catalogue.collection.people import completing
from catalogue.collection.saved import saved_searches
from catalogue.collection.usage import ValueInUse
from catalogue.errors import UserError
from catalogue.fields import collation, people, registry
from catalogue.fields.draft import KNOWN_FROM, MENTIONS, DocumentDraft, Entity
from catalogue.fields.kinds import Rows
from catalogue.fields.lists import Parts
from catalogue.fields.registry import Field
from catalogue.fields.text import identity
from catalogue.fields.words import completes, searched
from catalogue.search.hits import matching
from catalogue.search.terms import in_trades
from catalogue.store import records, tables, vocabulary
from catalogue.store.children import box_name, order_of_episodes
from catalogue.store.engine import EACH, id_list, in_ids, in_words
from catalogue.store.listing import entry, entry_film
from catalogue.store.series import Families

_FILMS_LOOKED_AT = 300  # for names of characters


@dataclass(frozen=True, slots=True)
class FilmMatch:
    """The film that a page is about by what it says, with reason and doubt in words.

    `films` are (id, title, year): the one that was found, and those that it may be instead.
    """

    film_id: int | None
    reason: str
    doubt: str | None
    films: tuple[tuple[int, str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Some values of one row of the list.

    A film has no edition and no copy: what its discs (`copies`) say alike is among its values, and where they differ,
    `several` has the values that occur. So it has of the films of a box, whose values are those of the first.
    """

    id: int
    film_id: int | None
    edition_id: int | None
    copy_id: int | None
    values: dict[str, Any]
    picture: str | None = None
    copies: tuple[int, ...] = ()
    several: Mapping[str, tuple[Any, ...]] = dataclasses.field(default_factory=dict)
    box: bool = False

    def shown(self, field: Field) -> str:
        """A value in words; of discs that differ what each of them says."""
        if field.key in self.several:
            return " · ".join(map(field.kind.show, self.several[field.key]))
        return field.kind.show(self.values.get(field.key))


@dataclass(frozen=True, slots=True)
class OnDisc:
    """A disc that a film is on: the copy, what it is called, the number of the disc in a box, the cut, the place."""

    copy_id: int
    name: str
    disc: int | None
    cut: str | None
    format: str | None
    location: str | None

    def words(self) -> str:
        """The disc in words: `Alien Anthology, disc 2, Director's Cut`."""
        number = f"disc {self.disc}" if self.disc is not None else None
        return ", ".join(part for part in (self.name, number, self.cut, self.format) if part)


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document that a film's facts come from."""

    id: int
    kind: str
    site: str | None
    title: str | None
    sha256: str
    added_at: str


@dataclass(frozen=True, slots=True)
class Source:
    """One statement about a field, by a document or (document_id None) by hand, and whether it is in force.

    `chosen` says that it is so by a person's word, not by rule.
    """

    about: Entity
    field: str
    subject: str | None
    value: Any
    document_id: int | None
    in_force: bool
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """Something about a record that a person should look at, and why.

    `alternatives` are other values that the field may have; where the field is `film`, ids of other films.
    """

    field: str
    subject: str | None
    reason: str
    alternatives: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which documents disagree: (value, document id), the one in force by rule first."""

    field: str
    subject: str | None
    values: tuple[tuple[Any, int], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Everything about one row of the list. `values` has every field; `films` are those on the disc, with years.

    Of a film `discs` are those that it is on; nothing of them is among its values.
    `pictures` are those of the disc, or of the one disc that a film is on, by what they show: front, back, disc, and
    the originals of those that were changed.
    """

    id: int
    film_id: int | None
    edition_id: int | None
    copy_id: int | None
    values: dict[str, Any]
    films: tuple[tuple[int, str, int | None], ...]
    documents: tuple[DocumentInfo, ...]
    sources: tuple[Source, ...]
    reviews: tuple[Review, ...]
    conflicts: tuple[Conflict, ...]
    picture: str | None
    trashed: bool
    pictures: dict[str, str]
    deleted_at: str | None = None
    discs: tuple[OnDisc, ...] = ()

    @property
    def title(self) -> str:
        """What it goes by: a disc with several films by the title on the box, another by its film."""
        film, box = self.values.get("title"), self.values.get("edition_title")
        return (box or film if self.box else film or box) or "Untitled"

    @property
    def box(self) -> bool:
        """Whether it is a disc with several films."""
        return self.copy_id is not None and len(self.films) > 1


def rows(connection: Connection, ids: Sequence[int], keys: Sequence[str]) -> dict[int, Row]:
    """Values of some fields for a window of rows; a field that was removed meanwhile has none."""
    known = vocabulary.of(connection).by_key
    wanted = dict.fromkeys((*keys, "edition_title") if "title" in keys else keys)
    fields = [known[key] for key in wanted if key in known]
    inline = tuple(field for field in fields if field.kind.rows is None)
    blank = {key: known[key].empty() if key in known else None for key in wanted}
    found = connection.execute(_joined(inline), {"listed": id_list(ids)}).all()
    lists = {
        entity: _lists(connection, entity, {row[place] for row in found} - {None}, fields)
        for place, entity in enumerate(registry.ENTITIES, 1)
    }
    pictures = _pictures(connection, [row[3] for row in found if row[3] is not None])
    of_films = [field for field in fields if field.entity == "film" and field.key != "title"]
    boxes = _boxes_among(connection, ids) if of_films or "title" in wanted else set()
    result = {}
    for row in found:
        values = blank | records.unpacked(inline, row, 4)
        for place, entity in enumerate(registry.ENTITIES, 1):
            values |= lists[entity].get(row[place], {})
        if "title" in values and (values["title"] is None or (row[0] in boxes and values["edition_title"])):
            values["title"] = values["edition_title"]
        result[row[0]] = Row(row[0], row[1], row[2], row[3], values, pictures.get(row[3]), box=row[0] in boxes)
    if boxes and of_films:
        _tell_of_films(connection, result, boxes, of_films)
    _tell_of_discs(connection, result, [one for one in fields if one.entity != "film"], keys)
    return result


def _tell_of_films(connection: Connection, result: dict[int, Row], boxes: set[int], fields: list[Field]) -> None:
    """Gives the rows of boxes what their films say, where these differ."""
    films = _own_films(connection, list(boxes))
    wanted = {one for several in films.values() for one in several}
    values = records.load(connection, "film", wanted, [one.key for one in fields])
    for row_id, several in films.items():
        told: dict[str, tuple[Any, ...]] = {}
        for one in fields:
            said = [values[number][one.key] for number in several if values[number][one.key] not in (None, [])]
            if len(differing := _each_once(said)) > 1:
                told[one.key] = differing
        result[row_id] = replace(result[row_id], several=told)


def _boxes_among(connection: Connection, row_ids: Sequence[int]) -> set[int]:
    """The rows of discs with several films: they go by the title on the box."""
    link = entry_film.c.entry_id
    own = (in_ids(link, row_ids), entry_film.c.own == 1)
    query = sa.select(link).where(*own).group_by(link).having(sa.func.count() > 1)
    return set(connection.scalars(query))


def _each_once(values: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(value for place, value in enumerate(values) if value not in values[:place])


def _own_films(connection: Connection, row_ids: Sequence[int]) -> dict[int, list[int]]:
    """The films on the discs of rows, in their order, each once; without episodes of theirs, and series."""
    contents, link = tables.contents, entry_film
    on_disc = sa.and_(contents.c.edition_id == entry.c.edition_id, contents.c.film_id == link.c.film_id)
    query = (
        sa.select(link.c.entry_id, link.c.film_id)
        .join(entry, entry.c.id == link.c.entry_id)
        .join(contents, on_disc)
        .where(in_ids(link.c.entry_id, row_ids), link.c.own == 1, entry.c.id > 0)
    )
    found: dict[int, dict[int, None]] = {}
    for row_id, film_id in connection.execute(query.order_by(contents.c.position, contents.c.id)):
        found.setdefault(row_id, {})[film_id] = None
    return {row_id: list(films) for row_id, films in found.items()}


def parts(connection: Connection, row_ids: Sequence[int]) -> dict[int, list[int]]:
    """The rows that are inside others: films and single discs of a box, episodes of a season; of others nothing."""
    film, edition, copy = tables.film, tables.edition, tables.copy
    found: dict[int, list[int]] = {}
    seasons: dict[int, list[int]] = {-row_id: [row_id] for row_id in row_ids if row_id < 0}
    for row_id, films in _own_films(connection, row_ids).items():
        if len(films) > 1:
            found[row_id] = [-film_id for film_id in films]
        else:
            seasons.setdefault(films[0], []).append(row_id)
    below = sa.select(film.c.parent_id, film.c.id).where(in_ids(film.c.parent_id, seasons), film.c.deleted_at.is_(None))
    for above, film_id in connection.execute(below.order_by(film.c.parent_id, *order_of_episodes(film))):
        for row_id in seasons[above]:
            found.setdefault(row_id, []).append(-film_id)
    box = copy.alias()
    inside = (
        sa.select(box.c.id, copy.c.id)
        .join(edition, edition.c.box_set_id == box.c.edition_id)
        .join(copy, copy.c.edition_id == edition.c.id)
        .join(entry, entry.c.id == copy.c.id)
        .where(in_ids(box.c.id, [row_id for row_id in row_ids if row_id > 0]), copy.c.deleted_at.is_(None))
    )
    for row_id, copy_id in connection.execute(inside.order_by(entry.c.sort_title, entry.c.sort_year, copy.c.id)):
        found.setdefault(row_id, []).append(copy_id)
    return found


def _tell_of_discs(connection: Connection, result: dict[int, Row], fields: list[Field], keys: Sequence[str]) -> None:
    """Gives the rows of films what their discs say."""
    copies = _copies_of(connection, [row_id for row_id in result if row_id < 0])
    discs = rows(connection, [copy_id for several in copies.values() for copy_id in several], keys) if copies else {}
    for row_id, copy_ids in copies.items():
        here = [discs[copy_id] for copy_id in copy_ids if copy_id in discs]
        film = result[row_id]
        values, several = dict(film.values), {}
        for one in fields:
            said = [disc.values[one.key] for disc in here if disc.values[one.key] not in (None, [])]
            if said and all(value == said[0] for value in said):
                values[one.key] = said[0]
            elif said:
                # In the order of the list itself: what stands first in the cell is what the row sorts by.
                keys_of = sort_keys(connection, copy_ids, one.key)
                by_key = sorted(here, key=lambda disc: (keys_of[disc.id] is None, keys_of[disc.id]))
                said = [disc.values[one.key] for disc in by_key if disc.values[one.key] not in (None, [])]
                several[one.key] = _each_once(said)
        picture = next((disc.picture for disc in here if disc.picture), None)
        result[row_id] = replace(film, values=values, picture=picture, copies=tuple(copy_ids), several=several)


def _copies_of(connection: Connection, row_ids: Sequence[int]) -> dict[int, list[int]]:
    """The discs that are here, by the row of each film that is on one."""
    if not row_ids:
        return {}
    query = (
        sa.select(entry_film.c.film_id, entry.c.id)
        .join(entry, entry.c.id == entry_film.c.entry_id)
        .where(in_ids(entry_film.c.film_id, [-row_id for row_id in row_ids]), entry.c.id > 0, entry.c.trashed == 0)
    )
    found: dict[int, list[int]] = {}
    for film_id, copy_id in connection.execute(query.order_by(entry.c.id)):
        found.setdefault(-film_id, []).append(copy_id)
    return found


def _discs(connection: Connection, row_id: int) -> tuple[OnDisc, ...]:
    copies = _copies_of(connection, [row_id]).get(row_id, [])
    if not copies:
        return ()
    contents, copy = tables.contents, tables.copy
    query = (
        sa.select(copy.c.id, contents.c.disc, contents.c.cut)
        .join(contents, contents.c.edition_id == copy.c.edition_id)
        .where(in_ids(copy.c.id, copies), contents.c.film_id == -row_id)
        .order_by(copy.c.id, contents.c.position)
    )
    places: dict[int, list[tuple[int | None, str | None]]] = {}
    for copy_id, number, cut in connection.execute(query):
        places.setdefault(copy_id, []).append((number, cut))
    found = rows(connection, copies, ("title", "edition_title", "format", "location"))
    return tuple(
        OnDisc(
            copy_id,
            found[copy_id].values["edition_title"] or found[copy_id].values["title"] or "A disc",
            number,
            cut,
            found[copy_id].values["format"],
            found[copy_id].values["location"],
        )
        for copy_id in copies
        # An episode that is not among the contents by itself is there with its season.
        for number, cut in places.get(copy_id, [(None, None)])
    )


@lru_cache(maxsize=32)
def _joined(inline: tuple[Field, ...]) -> sa.Select[Any]:
    # Made once for the columns of a table: to put such a statement together takes longer than to carry it out.
    film, edition, copy = (tables.RECORDS[entity] for entity in registry.ENTITIES)
    query = sa.select(entry.c.id, entry.c.film_id, entry.c.edition_id, entry.c.copy_id, *records.columns(inline))
    source = entry.outerjoin(film, film.c.id == entry.c.film_id)
    source = source.outerjoin(edition, edition.c.id == entry.c.edition_id)
    source = source.outerjoin(copy, copy.c.id == entry.c.copy_id)
    return query.select_from(source).where(entry.c.id.in_(EACH))


def _lists(
    connection: Connection, entity: Entity, record_ids: set[int], fields: Iterable[Field]
) -> dict[int, dict[str, Any]]:
    own = [field for field in fields if field.entity == entity and field.kind.rows]
    found: dict[int, dict[str, Any]] = {record_id: {} for record_id in record_ids}
    if own:
        records.load_lists(connection, entity, found, own)
    return found


def record(connection: Connection, row_id: int) -> Record | None:
    """Everything about one row, or None when it is gone."""
    row = connection.execute(sa.select(entry).where(entry.c.id == row_id)).first()
    if row is None:
        return None
    values: dict[str, Any] = {}
    sources: list[Source] = []
    reviews: list[Review] = []
    conflicts: list[Conflict] = []
    for entity in registry.ENTITIES:
        record_id = getattr(row, f"{entity}_id")
        values |= records.blank(connection, entity)
        if record_id is None:
            continue
        values |= records.load(connection, entity, [record_id]).get(record_id, {})
        evidence = merging.evidence(connection, entity, [record_id])[record_id]
        sources += _sources(entity, evidence, values)
        conflicts += [
            Conflict(field, subject, tuple(stated)) for field, subject, stated in merging.conflicts(entity, evidence)
        ]
        table = tables.review
        query = sa.select(table).where(table.c.about == entity, table.c.record_id == record_id).order_by(table.c.id)
        reviews += [
            Review(found.field, found.subject, found.reason, tuple(found.alternatives or ()))
            for found in connection.execute(query)
        ]
        if entity == "film":
            reviews += [
                Review(merging.FILM, merging.TWIN, words, (other,))
                for other, words in twins.also(connection, record_id)
            ]
    discs = _discs(connection, row.id)
    return Record(
        row.id,
        row.film_id,
        row.edition_id,
        row.copy_id,
        values,
        _films(connection, row),
        _documents(connection, row.film_id),
        tuple(sources),
        tuple(reviews),
        tuple(conflicts),
        _picture(connection, row),
        bool(row.trashed),
        _pictures_by_role(connection, discs[0].copy_id if len(discs) == 1 else row.copy_id),
        _deleted_at(connection, row) if row.trashed else None,
        discs,
    )


def _deleted_at(connection: Connection, row: Any) -> str | None:
    table, number = (tables.film, row.film_id) if row.copy_id is None else (tables.copy, row.copy_id)
    return connection.scalar(sa.select(table.c.deleted_at).where(table.c.id == number))


def resolve(connection: Connection, typed_id: str) -> int:
    """The row that `film:12`, `edition:3` or `copy:7` means (an edition: its first copy). Raises UserError."""
    match = re.fullmatch(r"(film|edition|copy):(\d{1,18})", typed_id.strip())
    if not match:
        raise UserError(f"“{typed_id}” is not an id; ids look like film:12, edition:3 or copy:7.")
    kind, number = match[1], int(match[2])
    meant = {"film": entry.c.id == -number, "edition": entry.c.edition_id == number, "copy": entry.c.copy_id == number}
    query = sa.select(entry.c.id).where(meant[kind]).order_by(entry.c.trashed, entry.c.id)
    row_id = connection.scalars(query).first()
    if row_id is None:
        raise UserError(f"There is no {kind} {number} in this catalogue.")
    return int(row_id)


def custom_values(connection: Connection) -> dict[str, int]:
    """How many records have a value in each custom field, by its key."""
    own = tables.custom_value
    query = sa.select(own.c.field, sa.func.count(sa.distinct(own.c.record_id))).group_by(own.c.field)
    return {row[0]: row[1] for row in connection.execute(query)}


def completions(connection: Connection, key: str, typed: str, limit: int) -> list[str]:
    """Values in use of a field that begin with what was typed, or hold a word that does; the most used first.

    `director` and its like are the people who did that.
    """
    wanted, fits = searched(typed), completes(typed)
    if key == "saved":
        known_names = (one.name for one in saved_searches(connection))
        return [name for name in known_names if fits(name)][:limit]
    named = people.by_name(key)
    if named is not None:
        return _names(connection, named, wanted, limit)
    field = vocabulary.of(connection).meant(key)
    if field.kind.rows in _NAMES:
        found = [FacetValue(name, 1) for name in connection.scalars(_NAMES[field.kind.rows](wanted))]
    elif isinstance(field.kind, Parts) or field.kind.name == "long text":
        found = []
    elif field.kind.compare == "words" and field.kind.merge == "whole":
        found = facet(connection, key)
    else:
        found = []
    known = {identity(one.value) for one in found}
    found += [FacetValue(choice, 0) for choice in field.choices if identity(choice) not in known]
    fitting = [
        (not searched(one.value).startswith(wanted), -one.count, one.order(), one.value)
        for one in found
        if fits(one.value)
    ]
    return [value for *_, value in sorted(fitting)[:limit]]


def _names(connection: Connection, named: people.People, wanted: str, limit: int) -> list[str]:
    credit = tables.credit
    found: list[str] = []
    if named.trades:
        there = sa.exists().where(credit.c.person_id == tables.person.c.id, *in_trades(named))
        found += completing(connection, wanted, limit, there)
    if named.characters and wanted:
        films = matching("film_words", (people.CHARACTER,), wanted, True)
        if films is not None:
            played = sa.select(credit.c.character).where(credit.c.film_id.in_(films.limit(_FILMS_LOOKED_AT)))
            fits = completes(wanted)
            some = {name for name in connection.scalars(played.distinct()) if name and fits(name)}
            found += sorted(some, key=lambda name: (not searched(name).startswith(wanted), collation.key(name)))
    return list(dict.fromkeys(found))[:limit]


def _film_names(wanted: str) -> sa.Select[Any]:
    film = tables.film
    name = sa.case((film.c.year.is_(None), film.c.title), else_=film.c.title + " (" + film.c.year.cast(sa.Text) + ")")
    query = sa.select(name).where(film.c.title.is_not(None), film.c.deleted_at.is_(None))
    found = matching("film_words", ("title",), wanted, True)
    if found is not None:
        query = query.where(film.c.id.in_(found))
    in_order = (entry.c.sort_title, entry.c.sort_year, film.c.id)
    return query.join(entry, entry.c.id == -film.c.id).order_by(*in_order).limit(200)


def _contacts(_: str) -> sa.Select[Any]:
    return sa.select(tables.contact.c.name)


def _viewers(_: str) -> sa.Select[Any]:
    who = tables.viewing.c.who
    return sa.select(who).where(who.is_not(None)).distinct()


def _boxes(_: str) -> sa.Select[Any]:
    edition = tables.edition
    inside = sa.select(edition.c.box_set_id).where(edition.c.box_set_id.is_not(None)).subquery().select()
    box = edition.alias()
    return sa.select(box_name(box)).where(box.c.id.in_(inside))


_NAMES: dict[Rows | None, Callable[[str], sa.Select[Any]]] = {
    "contents": _film_names,
    "parent": _film_names,
    "box_set": _boxes,
    "loans": _contacts,
    "viewings": _viewers,
}


def document_ids(connection: Connection) -> list[int]:
    """The ids of all documents, oldest first."""
    return list(connection.scalars(sa.select(tables.document.c.id).order_by(tables.document.c.id)))


def document(connection: Connection, document_id: int) -> tuple[str, list[tuple[str, str, str | None, Any]]]:
    """A document's raw text and its facts as (about, field, subject, value). Raises UserError when it is gone."""
    table, fact = tables.document, tables.fact
    text = connection.scalar(sa.select(table.c.text).where(table.c.id == document_id))
    if text is None:
        raise UserError("The document is no longer there.")
    columns = (fact.c.about, fact.c.field, fact.c.subject, fact.c.value)
    query = sa.select(*columns).where(fact.c.document_id == document_id).order_by(fact.c.position)
    return text, [tuple(row) for row in connection.execute(query)]


def waiting(connection: Connection) -> list[DocumentInfo]:
    """Documents that belong to no film yet, oldest first."""
    document, attachment = tables.document, tables.attachment
    query = sa.select(document).where(document.c.id.not_in(sa.select(attachment.c.document_id)))
    return [_document_info(found) for found in connection.execute(query.order_by(document.c.id))]


def document_names(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """Documents in words: the film that they are about, and where they are from."""
    document, attachment, film = tables.document, tables.attachment, tables.film
    query = (
        sa.select(document.c.id, document.c.site, document.c.title, film.c.title.label("film"), film.c.year)
        .outerjoin(attachment, attachment.c.document_id == document.c.id)
        .outerjoin(film, film.c.id == attachment.c.film_id)
        .where(in_ids(document.c.id, ids))
    )
    names = {}
    for row in connection.execute(query):
        about = f"{row.film} ({row.year})" if row.film and row.year else row.film
        names[row.id] = ", ".join(part for part in (about or row.title, row.site) if part) or "A page"
    return names


def match(connection: Connection, draft: DocumentDraft | None, title: str | None, year: int | None) -> FilmMatch:
    """The film that a page is about, or that a person means who names it."""
    sought = Described.of(draft) if draft is not None else Described(None)
    if title is not None and (title, year) != (sought.title, sought.year):
        sought = replace(sought, title=title, year=year, guessed=False, typed=True)
    found = find_film(connection, sought)
    ids = [*([found.film_id] if found.film_id is not None else []), *found.alternatives]
    return FilmMatch(found.film_id, found.reason, found.doubt, tuple(film_names(connection, ids)))


def film_names(connection: Connection, ids: Sequence[int]) -> list[tuple[int, str, int | None]]:
    """Films as (id, title, year), in the order asked for; those that are gone are left out."""
    films = records.load(connection, "film", ids, ("title", "year"))
    return [(number, films[number]["title"] or "", films[number]["year"]) for number in ids if number in films]


def known_documents(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Which of these hashes belong to documents in the catalogue."""
    column = tables.document.c.sha256
    return set(connection.scalars(sa.select(column).where(in_words(column, hashes))))


def known_people(connection: Connection, folded: Iterable[str], besides: int | None = None) -> set[str]:
    """Which of these names, folded, are people of films here for sure: by a person's word or by a page that is sure.

    What the document `besides` says does not count.
    """
    person, credit, fact = tables.person, tables.credit, tables.fact
    stated = sa.select(fact.c.id).where(
        fact.c.about == "film",
        fact.c.record_id == credit.c.film_id,
        fact.c.field == "credits",
        sa.func.fold(fact.c.subject) == person.c.folded,
    )
    # A name that only a doubtful reading made a person would prove that reading right.
    by_others = stated.where(fact.c.confidence >= KNOWN_FROM, fact.c.document_id.is_distinct_from(besides))
    sure = sa.or_(sa.not_(stated.exists()), by_others.exists())
    query = sa.select(person.c.folded).join(credit, credit.c.person_id == person.c.id)
    return set(connection.scalars(query.where(in_words(person.c.folded, folded), sure)))


def values_in_use(connection: Connection, key: str) -> list[ValueInUse]:
    """The values of a field with their counts, those that are likely one in groups, in the order of lists."""
    field = usage.named(vocabulary.of(connection), key)
    if field.kind.rows == "credits":
        found = usage.people(connection)
    else:
        found = [ValueInUse(one.value, one.count) for one in facet(connection, field.key)]
    # Who was told from others of that name is none of them.
    credits = field.kind.rows == "credits"
    groups = usage.near(one.value for one in found if not (credits and people.bare(one.value)[1]))
    return [replace(one, group=groups.get(one.value, 0)) for one in found]


def _pictures(connection: Connection, copy_ids: Sequence[int]) -> dict[int, str]:
    table = tables.picture
    query = sa.select(table.c.copy_id, table.c.sha256).where(in_ids(table.c.copy_id, copy_ids), table.c.role == "front")
    return {row.copy_id: row.sha256 for row in connection.execute(query)}


def _picture(connection: Connection, row: Any) -> str | None:
    """The front of a disc; of a film that of the first of its discs that has one."""
    copies = [row.copy_id] if row.copy_id is not None else _copies_of(connection, [row.id]).get(row.id, [])
    found = _pictures(connection, copies)
    return next((found[copy_id] for copy_id in copies if copy_id in found), None)


def _pictures_by_role(connection: Connection, copy_id: int | None) -> dict[str, str]:
    table = tables.picture
    query = sa.select(table.c.role, table.c.sha256).where(table.c.copy_id == copy_id).order_by(table.c.id)
    return {row.role: row.sha256 for row in connection.execute(query)}


def _films(connection: Connection, row: Any) -> tuple[tuple[int, str, int | None], ...]:
    film, contents = tables.film, tables.contents
    query = sa.select(film.c.id, film.c.title, film.c.year)
    if row.edition_id is None:
        query = query.where(film.c.id == row.film_id)
    else:
        query = query.join(contents, contents.c.film_id == film.c.id).where(contents.c.edition_id == row.edition_id)
        query = query.order_by(contents.c.position)
    found = {one.id: (one.id, one.title or "", one.year) for one in connection.execute(query)}
    # An episode that is named among the contents beside its season is no film of its own there.
    return tuple(found[number] for number in Families(connection, found).tops(found))


def _documents(connection: Connection, film_id: int | None) -> tuple[DocumentInfo, ...]:
    document, attachment = tables.document, tables.attachment
    query = (
        sa.select(document)
        .join(attachment, attachment.c.document_id == document.c.id)
        .where(attachment.c.film_id == film_id)
        .order_by(document.c.id)
    )
    return tuple(_document_info(found) for found in connection.execute(query))


def _document_info(row: Any) -> DocumentInfo:
    return DocumentInfo(row.id, row.kind, row.site, row.title, row.sha256, row.read_at)


def _sources(entity: Entity, evidence: merging.Evidence, values: dict[str, Any]) -> list[Source]:
    found = []
    for field in evidence.fields:
        words = [
            choice
            for choice in evidence.choices
            if choice["field"] == field.key and choice["subject"] not in (merging.INSISTED, merging.WAITING)
        ]
        hand = next((one for one in words if one["by"] == "hand" and one["subject"] is None), None)
        for word in words:
            if word["by"] == "hand":
                in_force = hand is None or word is hand
                found.append(Source(entity, field.key, word["subject"], word["value"], None, in_force, True))
        for fact in evidence.facts_of(field):
            in_force = hand is None and merging.in_force(field, fact, values[field.key])
            chosen = in_force and any(
                one["document_id"] == fact["document_id"] and one["subject"] in (None, fact["subject"]) for one in words
            )
            found.append(
                Source(entity, field.key, fact["subject"], fact["value"], fact["document_id"], in_force, chosen)
            )
    for fact in evidence.facts:
        if fact["field"] == MENTIONS:
            taken = any(
                part["person"] == fact["subject"] and part["character"] == fact["value"].get("character")
                for part in values["credits"]
            )
            stated = any(
                other["field"] == "credits"
                and other["subject"] == fact["subject"]
                and other["value"].get("character") is not None
                for other in evidence.facts
            )
            source = Source(
                entity, "credits", fact["subject"], fact["value"], fact["document_id"], taken and not stated
            )
            found.append(source)
    return found
