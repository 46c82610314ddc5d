"""The values of fields with the number of rows that have each, under a query.

What a query selects of a field does not count against that field: its other values stay there to be chosen as well.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import places
from catalogue.collection.finding import compiled
from catalogue.errors import FieldError
from catalogue.fields import collation, dates, kinds, parts, people
from catalogue.fields.kinds import Rows
from catalogue.fields.lists import Parts
from catalogue.fields.people import People
from catalogue.fields.registry import Field, Vocabulary
from catalogue.fields.text import identity
from catalogue.jobs import Job
from catalogue.search import scopes, selection
from catalogue.search.parser import parse
from catalogue.search.scopes import ListScope
from catalogue.search.terms import in_trades
from catalogue.search.tree import All
from catalogue.store import naming, tables, vocabulary
from catalogue.store.children import box_name
from catalogue.store.engine import in_ids, in_words, interruptible
from catalogue.store.listing import entry

MOST = 500
"""So many values are listed, the most frequent ones."""

_RUNTIME_STEP = 30

_RECORDS: tuple[Rows | None, ...] = ("texts", "discs")
_NAMED: dict[Rows | None, tuple[str, str]] = {
    "parent": ("above.title", "CROSS JOIN film ON film.id = {} CROSS JOIN film AS above ON above.id = film.parent_id"),
    "episodes": ("below.title", "CROSS JOIN film AS below ON below.parent_id = {} AND below.deleted_at IS NULL"),
    "box_set": ("edition.box_set_id", "CROSS JOIN edition ON edition.id = {}"),
    "contents": (
        "film.title",
        "CROSS JOIN contents ON contents.edition_id = {} CROSS JOIN film ON film.id = contents.film_id",
    ),
    "loans": (
        "contact.name",
        "CROSS JOIN loan ON loan.copy_id = {} CROSS JOIN contact ON contact.id = loan.contact_id",
    ),
    "viewings": ("viewing.who", "CROSS JOIN viewing ON viewing.film_id = {}"),
}
"""Of fields that are links or records: the name (of a box its id) that they are counted by, and where it stands."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a field and how many rows have it; `depth` is its level in a tree: of places, of years in a decade.

    `value` is what a query asks for, `label` how it is shown where that is something else, `sorts_as` the name under
    which a person is sorted, `sort_key` the key under which the list has it.
    """

    value: str
    count: int
    depth: int = 0
    label: str = ""
    sorts_as: str = dataclasses.field(default="", compare=False)
    sort_key: str = dataclasses.field(default="", compare=False)

    def order(self) -> str:
        """What it is sorted by among other values of the field."""
        if self.sort_key:
            return self.sort_key
        return collation.name_key(self.sorts_as) if self.sorts_as else collation.key(self.value)


def facets(
    connection: Connection, query: str, keys: Iterable[str], job: Job | None = None, scope: ListScope = "everything"
) -> dict[str, list[FacetValue]]:
    """The values of several fields among the rows of a scope that a query finds, each without its own selection.

    Spellings of one identity are one value, and its number is that of the rows which `field:="value"` finds. Of very
    many values the most frequent ones are given.
    """
    fields = vocabulary.of(connection)
    whole = parse(query, fields)
    tree = whole.tree
    with interruptible(connection, job):
        found = {}
        # A field of one's own may have been removed meanwhile.
        known = (key for key in dict.fromkeys(keys) if key in fields.by_key or people.by_name(key) is not None)
        for key in known:
            chosen = selection.selected(tree, key, fields)
            rest = selection.without(tree, key, fields)
            parsed = replace(whole, tree=rest)
            values = _values(connection, key, _Hits.of(compiled(connection, parsed, fields, scope=scope).rows, scope))
            if not values.is_list:
                found[key] = [one for one in values.found if one.count or not query.strip()]
                continue
            lines = _lines(connection, values)
            listed = {identity(one.value) for one in lines}
            # What is asked for stays there to be given up, also where nothing has it any more.
            for value in {identity(value): value for value in chosen if identity(value) not in listed}.values():
                asked = selection.term(key, value, fields)
                query_of = replace(whole, tree=asked if rest is None else All((rest, asked)))
                condition = compiled(connection, query_of, fields, scope=scope).condition
                number = connection.scalar(sa.select(sa.func.count()).select_from(entry).where(condition))
                lines.append(FacetValue(value, number or 0))
            found[key] = _few(lines, chosen)
    return found


def facet(connection: Connection, key: str) -> list[FacetValue]:
    """All values of one field with the number of rows (not in the trash) that have each, every spelling for itself."""
    values = _values(connection, key, _Hits.of(compiled(connection, parse("")).rows))
    return sorted(_lines(connection, values, str), key=FacetValue.order) if values.is_list else values.found


def among(connection: Connection, rows: scopes.Rows, scope: ListScope, key: str) -> list[FacetValue]:
    """All values of one field among rows of a scope; spellings of one identity are one."""
    values = _values(connection, key, _Hits.of(rows, scope))
    return _lines(connection, values) if values.is_list else values.found


@dataclass(frozen=True, slots=True)
class _Hits:
    """The rows that are counted. `repeated` rows are films, once for each disc that they are on."""

    rows: sa.CTE
    repeated: bool

    @classmethod
    def of(cls, rows: scopes.Rows, scope: ListScope = "everything") -> _Hits:
        return cls(rows.cte("hit"), scope == "films")


@dataclass(frozen=True, slots=True)
class _Values:
    """Values of a field: a list in any order, or something that has an order of its own.

    In a list each has beside it what is stored for it, and `pairs` give rows with what is stored for each.
    """

    found: list[FacetValue]
    stored: Sequence[Any] = ()
    pairs: tuple[sa.Select[Any], ...] = ()

    @property
    def is_list(self) -> bool:
        return bool(self.pairs)


def _values(connection: Connection, key: str, hits: _Hits) -> _Values:
    known = people.by_name(key)
    if known is not None:
        return _people(connection, known, hits)
    field = vocabulary.of(connection).meant(key)
    if field.kind.rows == "place":
        return _Values(_places(connection, hits))
    if field.kind.compare == "date":
        return _Values(_dates(connection, field, hits))
    if field.kind is kinds.YEAR:
        return _Values(_years(connection, field, hits))
    if field.kind is kinds.RUNTIME:
        return _Values(_runtimes(connection, field, hits))
    if field.kind.rows in _RECORDS:
        raise FieldError(
            f"{field.label} are records, not values to list; the query has:{field.key} finds who has some."
        )
    values = _counted(connection, field, hits, _column(field))
    if field.kind.compare == "flag":
        return _Values([FacetValue("yes" if value else "no", count) for value, count in sorted(values, reverse=True)])
    if field.kind.compare == "number":
        return _Values([FacetValue(str(value), count) for value, count in sorted(values)])
    pairs = [_pairs(field, hits)]
    if field.key in parts.DISCS.answers_for:
        # A disc of a copy may say something else: the copy is found by that too.
        disc, row = tables.disc, hits.rows.c
        away = sa.select(row.id, disc.c[field.key]).where(disc.c.copy_id == row.copy_id, disc.c[field.key].is_not(None))
        number = sa.func.count(sa.distinct(row.id))
        values += connection.execute(away.with_only_columns(disc.c[field.key], number).group_by(disc.c[field.key]))
        pairs.append(away)
    stored = [value for value, _ in values]
    shown = _shown(connection, field, stored)
    sort_keys = _title_keys(connection, stored) if field.key == "title" else {}
    found = [FacetValue(shown[value], count, sort_key=sort_keys.get(value, "")) for value, count in values]
    return _Values(found, stored, tuple(pairs))


def _title_keys(connection: Connection, titles: Iterable[Any]) -> dict[Any, str]:
    """What titles sort by in the list: their article is one of the film's own language."""
    film = tables.film
    query = sa.select(film.c.title, sa.func.min(entry.c.sort_title)).join(entry, entry.c.id == -film.c.id)
    query = query.where(in_words(film.c.title, titles), entry.c.sort_title.is_not(None)).group_by(film.c.title)
    return {row[0]: row[1] for row in connection.execute(query)}


def _shown(connection: Connection, field: Field, stored: Iterable[Any]) -> dict[Any, str]:
    """What is stored for values of a field, as a person reads it."""
    if field.kind.rows == "tags":
        return _names(connection, tables.tag, stored)
    if field.kind.rows == "box_set":
        box = tables.edition.alias()
        boxes = connection.execute(sa.select(box.c.id, box_name(box)).where(in_ids(box.c.id, stored)))
        return {number: str(name) for number, name in boxes}
    if field.kind.rows == "items" and isinstance(field.kind, Parts):
        return {value: field.kind.show_entry(json.loads(value)) for value in stored}
    if field.is_custom:
        return {value: json.loads(value) for value in stored}
    return {value: str(value) for value in stored}


def _pairs(field: Field, hits: _Hits) -> sa.Select[Any]:
    """The hits, each with what is stored for each of its values of a field."""
    columns: list[sa.ColumnElement[Any]] = [sa.literal_column("hit.id"), sa.literal_column(_column(field))]
    return sa.select(*columns).select_from(sa.text(_source(field))).add_cte(hits.rows)


def _column(field: Field) -> str:
    """The SQL for the value of a row in the table that `_source` joins."""
    if field.kind.rows == "tags":
        return "copy_tag.tag_id"
    if field.kind.rows == "items":
        return f"{field.entity}_item.value"
    if field.is_custom:
        return "custom_value.value" if field.kind.compare == "words" else "custom_value.comparable"
    if field.kind.rows in _NAMED:
        return _NAMED[field.kind.rows][0]
    return f'{field.entity}."{field.key}{field.kind.columns[0][0]}"'


def _source(field: Field) -> str:
    """The hits and what a field is stored in, in this order: a planner without statistics starts from the wrong end.

    The key of a custom field is hidden from the index of fields: its values are looked up by the record.
    """
    start = "hit CROSS JOIN entry_film ON entry_film.entry_id = hit.id" if field.entity == "film" else "hit"
    owner = {"film": "entry_film.film_id", "edition": "hit.edition_id", "copy": "hit.copy_id"}[field.entity]
    if field.kind.rows == "tags":
        return f"{start} CROSS JOIN copy_tag ON copy_tag.copy_id = {owner}"
    if field.kind.rows == "items":
        table = f"{field.entity}_item"
        return f"{start} CROSS JOIN {table} ON {table}.{field.entity}_id = {owner} AND {table}.field = '{field.key}'"
    if field.is_custom:
        mine = f"custom_value.field || '' = '{field.key}' AND custom_value.about = '{field.entity}'"
        return f"{start} CROSS JOIN custom_value ON {mine} AND custom_value.record_id = {owner}"
    if field.kind.rows in _NAMED:
        return f"{start} {_NAMED[field.kind.rows][1].format(owner)}"
    return f"{start} CROSS JOIN {field.entity} ON {field.entity}.id = {owner}"


def _counted(connection: Connection, field: Field, hits: _Hits, value: str) -> list[tuple[Any, int]]:
    # A box set with two comedies is one disc with a comedy.
    repeats = field.entity == "film" or field.kind.rows in _NAMED or hits.repeated
    number = "count(DISTINCT hit.id)" if repeats else "count(*)"
    shown: sa.ColumnElement[Any] = sa.literal_column(value)
    query = sa.select(shown, sa.literal_column(number)).select_from(sa.text(_source(field))).add_cte(hits.rows)
    found = connection.execute(query.where(shown.is_not(None)).group_by(shown)).all()
    return [(row[0], row[1]) for row in found]


def _names(connection: Connection, table: sa.Table, ids: Iterable[int]) -> dict[int, str]:
    query = sa.select(table.c.id, table.c.name).where(in_ids(table.c.id, ids))
    return {row.id: row.name for row in connection.execute(query)}


def _lines(connection: Connection, values: _Values, known_by: Callable[[str], str] = identity) -> list[FacetValue]:
    """The values of a list, a line for each identity; a row that has two spellings of it counts once."""
    groups: dict[str, list[tuple[FacetValue, Any]]] = {}
    # It is spelt as most of them are.
    for one, stored in sorted(zip(values.found, values.stored, strict=True), key=lambda pair: -pair[0].count):
        groups.setdefault(known_by(one.value), []).append((one, stored))
    several = {stored: key for key, group in groups.items() if len(group) > 1 for _, stored in group}
    rows: dict[str, set[int]] = {}
    for query in values.pairs if several else ():
        column = query.selected_columns[1]
        for row, stored in connection.execute(query.where(in_words(column, several))):
            rows.setdefault(several[stored], set()).add(row)
    return [replace(group[0][0], count=len(rows[key])) if key in rows else group[0][0] for key, group in groups.items()]


def _few(values: list[FacetValue], chosen: Sequence[str]) -> list[FacetValue]:
    """The most frequent values and those that are chosen, in the order of lists."""
    wanted = {identity(value) for value in chosen}
    most = sorted(values, key=lambda one: (identity(one.value) not in wanted, -one.count, one.order()))[:MOST]
    return sorted(most, key=FacetValue.order)


def _people(connection: Connection, known: People, hits: _Hits) -> _Values:
    source = sa.text(
        "hit CROSS JOIN entry_film ON entry_film.entry_id = hit.id"
        " CROSS JOIN credit ON credit.film_id = entry_film.film_id"
    )
    who: sa.ColumnElement[Any] = sa.literal_column(f"credit.{'person_id' if known.trades else 'character'}")
    number: sa.ColumnElement[int] = sa.literal_column("count(DISTINCT hit.id)").label("number")
    row: sa.ColumnElement[int] = sa.literal_column("hit.id")
    pairs = sa.select(row, who).select_from(source).add_cte(hits.rows).where(who.is_not(None))
    if known.trades:
        # As text: the table stands in the text of the join already.
        tests = (str(test.compile(compile_kwargs={"literal_binds": True})) for test in in_trades(known))
        pairs = pairs.where(*map(sa.text, tests))
    query = pairs.with_only_columns(who, number).group_by(who).order_by(number.desc()).limit(MOST)
    found = connection.execute(query).all()
    stored = [one[0] for one in found]
    if not known.trades:
        return _Values([FacetValue(one[0], one[1]) for one in found], stored, (pairs,))
    person = tables.person
    query = sa.select(person.c.id, naming.person_called().label("called"), person.c.sort_name)
    named = {one.id: one for one in connection.execute(query.where(in_ids(person.c.id, stored)))}
    lines = [
        FacetValue(named[one[0]].called, one[1], sorts_as=named[one[0]].sort_name or named[one[0]].called)
        for one in found
    ]
    return _Values(lines, stored, (pairs,))


def _years(connection: Connection, field: Field, hits: _Hits) -> list[FacetValue]:
    column = _column(field)
    years = dict(_counted(connection, field, hits, column))
    decades = dict(_counted(connection, field, hits, f"{column} / 10"))
    found = []
    for decade in sorted(decades, reverse=True):
        found.append(FacetValue(f"{decade}0s", decades[decade]))
        inside = sorted((year for year in years if year // 10 == decade), reverse=True)
        found += [FacetValue(str(year), years[year], 1) for year in inside]
    return found


def _dates(connection: Connection, field: Field, hits: _Hits) -> list[FacetValue]:
    column = _column(field)
    years = dict(_counted(connection, field, hits, f"substr({column}, 1, 4)"))
    months = dict(_counted(connection, field, hits, f"substr({column}, 1, 7)"))
    found = []
    for year in sorted(years, reverse=True):
        found.append(FacetValue(year, years[year]))
        inside = sorted((month for month in months if month[:5] == f"{year}-"), reverse=True)
        found += [FacetValue(month, months[month], 1, dates.show_date(month)) for month in inside]
    return found


def _runtimes(connection: Connection, field: Field, hits: _Hits) -> list[FacetValue]:
    step = _RUNTIME_STEP
    found = []
    for bucket, count in sorted(_counted(connection, field, hits, f"{_column(field)} / {step}")):
        low = bucket * step
        found.append(FacetValue(f"{low}..{low + step - 1}", count, 0, f"{low} to {low + step - 1} min"))
    return found


def _places(connection: Connection, hits: _Hits) -> list[FacetValue]:
    """The tree of places, each with what stands in it and below."""
    if hits.repeated:
        return _places_of_films(connection, hits)
    here: sa.ColumnElement[int] = sa.literal_column("copy.place_id")
    source = sa.text("hit CROSS JOIN copy ON copy.id = hit.copy_id")
    query = (
        sa.select(here, sa.func.count()).select_from(source).add_cte(hits.rows).where(here.is_not(None)).group_by(here)
    )
    own = {row[0]: row[1] for row in connection.execute(query)}
    ordered = places.outline(connection)
    above = _above(ordered)
    totals = {number: own.get(number, 0) for number, _, _ in ordered}
    for number, _, _ in reversed(ordered):
        if (outer := above[number]) is not None:
            totals[outer] += totals[number]
    # A disc of a copy may stand elsewhere: the copy is found there too. Few are noted: they come first.
    away = "disc CROSS JOIN hit ON hit.id = disc.copy_id CROSS JOIN copy ON copy.id = hit.id"
    columns: list[sa.ColumnElement[Any]] = [
        sa.literal_column(name) for name in ("copy.id", "disc.place_id", "copy.place_id")
    ]
    there = sa.select(*columns).select_from(sa.text(away)).add_cte(hits.rows).where(columns[1].is_not(None))
    further: dict[int, set[int]] = {}
    for copy_id, place_id, home in connection.execute(there):
        further.setdefault(copy_id, set()).update(_with_above(place_id, above) - _with_above(home, above))
    for number in (number for steps in further.values() for number in steps):
        totals[number] += 1
    return [FacetValue(path, totals[number], depth) for number, path, depth in ordered]


def _places_of_films(connection: Connection, hits: _Hits) -> list[FacetValue]:
    """The tree of places, each with the films on discs in it and below: one on two discs there counts once."""
    copy, disc, rows = tables.copy, tables.disc, hits.rows
    stands = sa.select(rows.c.id, copy.c.place_id).join(copy, copy.c.id == rows.c.copy_id)
    away = sa.select(rows.c.id, disc.c.place_id).join(disc, disc.c.copy_id == rows.c.copy_id)
    found: dict[int, set[int]] = {}
    for film, place in [*connection.execute(stands), *connection.execute(away)]:
        found.setdefault(place, set()).add(film)
    ordered = places.outline(connection)
    above = _above(ordered)
    totals = {number: set(found.get(number, ())) for number, _, _ in ordered}
    for number, _, _ in reversed(ordered):
        if (outer := above[number]) is not None:
            totals[outer] |= totals[number]
    return [FacetValue(path, len(totals[number]), depth) for number, path, depth in ordered]


def _above(ordered: Iterable[tuple[int, str, int]]) -> dict[int, int | None]:
    """The place that each place of a tree is in, None for those in none."""
    found: dict[int, int | None] = {}
    outer: list[int] = []
    for number, _, depth in ordered:
        del outer[depth:]
        found[number] = outer[-1] if outer else None
        outer.append(number)
    return found


def _with_above(place: int | None, above: dict[int, int | None]) -> set[int]:
    """A place with all that it is in."""
    found: set[int] = set()
    while place is not None:
        found.add(place)
        place = above.get(place)
    return found


def browsable(fields: Vocabulary) -> list[tuple[str, str]]:
    """The fields whose values are few enough to be chosen from, and people by what they do: (key, label)."""
    found = [(field.key, field.label) for field in fields.all if field.facet or _is_listed(field)]
    return [*found, *((one.key, one.label) for one in people.PEOPLE if one.key not in ("credits", "cast"))]


def _is_listed(field: Field) -> bool:
    kind = field.kind
    lists = kind.multiple and kind.rows in ("items", "tags", "custom") and not isinstance(kind, Parts)
    kinds_of = isinstance(kind, kinds.Choice | kinds.Place | kinds.Year | kinds.Runtime | kinds.Rating)
    return lists or kinds_of or kind.compare in ("date", "flag")
