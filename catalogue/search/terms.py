"""Terms about fields as conditions: words, whole values, patterns, numbers and dates, how many values there are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any as Anything

import sqlalchemy as sa

from catalogue.errors import FieldError
from catalogue.fields import barcode, kinds, lists, parts, people
from catalogue.fields.kinds import Rows
from catalogue.fields.lists import Parts
from catalogue.fields.parts import split_film_name
from catalogue.fields.registry import Field
from catalogue.fields.text import fold, folds, identity
from catalogue.fields.words import searched
from catalogue.search import ratings
from catalogue.search.context import Context
from catalogue.search.hits import (
    Condition,
    Ids,
    either,
    in_field,
    indexed,
    matching,
    of_films,
    of_index,
    of_records,
)
from catalogue.search.patterns import PatternError, prepared
from catalogue.search.tree import Term
from catalogue.search.values import Stretch, dashed, stretch
from catalogue.store import naming, tables
from catalogue.store.children import CHILDREN, box_name
from catalogue.store.listing import columns_of, index_of, plain

_COUNT = re.compile(r"\d{1,9}")
LINKS: dict[Rows | None, str] = {"parent": "parent_id", "box_set": "box_set_id"}
"""The columns that name another record."""

_SIGNS = ("<", "<=", ">", ">=")


def of_field(field: Field, term: Term, context: Context) -> Condition:
    """The rows that a term about a field finds."""
    if term.comparison == "has" and not term.value:
        return filled(field)
    if term.comparison == "~":
        pattern = pattern_of(term, context)
        return sa.false() if pattern is None else _patterned(field, term, pattern, context)
    if field.kind.compare != "words":
        return _compared(field, term, context)
    if field.kind is lists.RATINGS and ratings.compares(term):
        return ratings.compared(field, term, context)
    if field.kind.multiple and counts_values(term):
        return _counted(field, term, context)
    if term.comparison in _SIGNS:
        context.problem(term.start, term.end, f"{field.label} has no greater and smaller.")
        return sa.false()
    value = term.value if term.comparison != "range" else f"{term.value}..{term.upper}"
    if field.kind is kinds.BARCODE:
        value = barcode.normal(value)
    if field.kind.rows in {"contents", "parent"}:
        value = split_film_name(value)[0]
    if term.comparison == "is":
        found, same = _whole(field, value)
        if same is not None:
            context.exact.append((term, same))
        return found
    words = in_field(field, value, term.prefix or term.comparison == "range")
    return _whole(field, value)[0] if words is None else words


def filled(field: Field) -> Condition:
    """The rows in which a field has a value."""
    if field.kind.rows == "place":
        return of_records(field, sa.select(tables.copy.c.id).where(tables.copy.c.place_id.is_not(None)))
    if field.kind.linked and not field.kind.multiple:
        record = tables.RECORDS[field.entity]
        return of_records(field, sa.select(record.c.id).where(record.c[LINKS[field.kind.rows]].is_not(None)))
    if field.kind.rows is None or field.is_custom:
        record_id, _, mine = stored(field)
        return of_records(field, sa.select(record_id).where(mine))
    child, owner, own = children(field)
    return of_records(field, sa.select(child.c[owner]).where(*own))


def stored(field: Field) -> tuple[sa.ColumnElement[Anything], sa.ColumnElement[Anything], Condition]:
    """Where single values are: the record's id, what is compared, and which rows are meant."""
    if field.is_custom:
        values = tables.custom_value
        return values.c.record_id, values.c.comparable, values.c.field == field.key
    table = tables.RECORDS[field.entity]
    column = table.c[field.key + field.kind.columns[0][0]]
    return table.c.id, column, column.is_not(None)


def counts_values(term: Term) -> bool:
    """Whether a term about a list asks how many values there are: `tags:>3`, `cast:10..20`."""
    if term.comparison == "range":
        return all(not bound or _COUNT.fullmatch(bound) for bound in (term.value, term.upper))
    return term.comparison in _SIGNS


def count_bounds(term: Term, context: Context) -> tuple[int, int | None] | None:
    """The least and the greatest number that a term allows; None, and a problem, when it names no number."""
    if term.comparison == "range":
        return int(term.value or 0), int(term.upper) if term.upper else None
    if not _COUNT.fullmatch(term.value):
        context.bad_value(term, "Write how many: tags:>3.")
        return None
    number = int(term.value)
    low = {">": number + 1, ">=": number}.get(term.comparison, 0)
    high = {"<": number - 1, "<=": number}.get(term.comparison)
    return low, high


def by_count(table: sa.Table, child: Ids, low: int, high: int | None) -> Ids:
    """The records that have so many rows in a child table; `child` selects their owners, row by row."""
    owner = next(iter(child.selected_columns))

    def at_least(number: int) -> Ids:
        if number == 1:
            return child
        return child.group_by(owner).having(sa.func.count() >= number)

    query = sa.select(table.c.id)
    if high is not None and high < 0:
        return query.where(sa.false())
    if low > 0:
        query = query.where(table.c.id.in_(at_least(low)))
    if high is not None:
        query = query.where(table.c.id.not_in(at_least(high + 1)))
    return query


def pattern_of(term: Term, context: Context) -> str | None:
    """The checked regular expression of a term; None, and a problem at its place, when it is wrong."""
    try:
        return prepared(term.value)
    except PatternError as error:
        # In quotation marks it begins one later.
        start = max(term.end - len(term.value), term.value_start) - (term.end - term.value_start > len(term.value) + 1)
        at = min(start + error.position, term.end)
        context.problem(at, term.end if at < term.end else at, str(error))
        return None


def children(field: Field) -> tuple[sa.Table, str, list[Condition]]:
    """The table that holds a list's values, its column for the owner, and what tells the field's own rows."""
    if field.kind.rows == "tags":
        return tables.copy_tag, "copy_id", []
    if field.kind.rows == "items":
        table = tables.ITEMS[field.entity]
        return table, f"{field.entity}_id", [table.c.field == field.key]
    if field.is_custom:
        return tables.custom_value, "record_id", [tables.custom_value.c.field == field.key]
    rows = field.kind.rows
    assert rows is not None
    if rows in CHILDREN:
        return CHILDREN[rows].table, CHILDREN[rows].owner, []
    if rows == "contents":
        return tables.contents, "edition_id", []
    if rows == "episodes":
        return tables.film, "parent_id", [tables.film.c.parent_id.is_not(None), tables.film.c.deleted_at.is_(None)]
    return (tables.credit if rows == "credits" else tables.film_text), "film_id", []


def _counted(field: Field, term: Term, context: Context) -> Condition:
    bounds = count_bounds(term, context)
    if bounds is None:
        return sa.false()
    child, owner, own = children(field)
    return of_records(field, by_count(tables.RECORDS[field.entity], sa.select(child.c[owner]).where(*own), *bounds))


def _whole(field: Field, value: str) -> tuple[Condition, list[Ids] | None]:
    """The rows with this very value; where no record at all has it, those with one that differs only in its marks.

    Beside them the records that have it, where there may be others that are only like it.
    """
    if field.kind is kinds.BARCODE:
        table, item, forms = tables.RECORDS[field.entity], tables.edition_item, [value, f"0{value}"]
        further = sa.select(item.c.edition_id).where(item.c.field == "further_barcodes", item.c.folded.in_(forms))
        own = sa.select(table.c.id).where(table.c[field.key].in_(forms))
        return either([of_records(field, own), of_records(field, further)]), None
    if field.kind.rows == "texts":
        return sa.false(), None
    same = _same(field, value)
    return either([*(of_records(field, ids) for ids in same), _alike(field, value, without_any(same))]), same


def without_any(same: list[Ids]) -> list[Condition]:
    """The tests that hold where none of some lists has anything; SQLite looks once, not for each row."""
    return [sa.not_(ids.correlate(None).exists()) for ids in same]


def _same(field: Field, value: str) -> list[Ids]:
    """The records of a field that have a value of this identity; indexes narrow them down to a few before."""
    rows = field.kind.rows
    if rows == "tags":
        return [sa.select(tables.copy_tag.c.copy_id).where(tables.copy_tag.c.tag_id.in_(_named(tables.tag, value)))]
    if rows == "loans":
        return [sa.select(tables.loan.c.copy_id).where(tables.loan.c.contact_id.in_(_named(tables.contact, value)))]
    if rows == "place":
        return _standing(naming.known_as(tables.place, value, below=True))
    if rows == "items":
        table = tables.ITEMS[field.entity]
        shown = sa.func.shown(field.key, table.c.value) if isinstance(field.kind, Parts) else table.c.value
        own = sa.and_(table.c.field == field.key, table.c.folded.in_(folds(value)))
        return [sa.select(table.c[f"{field.entity}_id"]).where(own, is_same(shown, value))]
    if field.is_custom:
        values = tables.custom_value
        own = sa.and_(values.c.field == field.key, values.c.comparable.in_(folds(value)))
        text = sa.func.json_extract(sa.type_coerce(values.c.value, sa.Text), "$")
        return [sa.select(values.c.record_id).where(own, is_same(text, value))]
    index = index_of(field)
    assert index is not None
    found = matching(index, columns_of(field), value, False)
    if found is not None and field.entity == "edition":
        found = sa.select(tables.copy.c.edition_id).where(tables.copy.c.id.in_(found))
    named = [ids.where(is_same(text, value)) for ids, text in _texts(field)]
    return named if found is None else [ids.where(next(iter(ids.selected_columns)).in_(found)) for ids in named]


def _texts(field: Field) -> list[tuple[Ids, sa.ColumnElement[Anything]]]:
    """Where the records of a field have its values, beside each list of them the text: of a link the name."""
    film, contents, rows = tables.film, tables.contents, field.kind.rows
    if rows == "parent":
        above = film.alias()
        return [(sa.select(film.c.id).join(above, above.c.id == film.c.parent_id), above.c.title)]
    if rows == "episodes":
        return [(sa.select(film.c.parent_id).where(film.c.deleted_at.is_(None)), film.c.title)]
    if rows == "contents":
        return [(sa.select(contents.c.edition_id).join(film, film.c.id == contents.c.film_id), film.c.title)]
    if rows == "box_set":
        edition, box = tables.edition, tables.edition.alias()
        return [(sa.select(edition.c.id).join(box, box.c.id == edition.c.box_set_id), box_name(box))]
    if rows == "viewings":
        return [(sa.select(tables.viewing.c.film_id), tables.viewing.c.who)]
    if isinstance(field.kind, Parts):
        return []
    table = tables.RECORDS[field.entity]
    found: list[tuple[Ids, sa.ColumnElement[Anything]]] = [(sa.select(table.c.id), table.c[field.key])]
    if field.key in parts.DISCS.answers_for:
        # What single discs say is found, too.
        found.append((sa.select(tables.disc.c.copy_id), tables.disc.c[field.key]))
    return found


def is_same(text: sa.ColumnElement[Anything], value: str) -> Condition:
    """Whether a text has the identity of a value; most that do are written like it, which is told at once."""
    return sa.or_(text == value, sa.func.identity(text) == identity(value))


def _standing(known: Condition) -> list[Ids]:
    """The copies that stand in some places, and those of which a disc does."""
    places = sa.select(tables.place.c.id).where(known)
    here = sa.select(tables.copy.c.id).where(tables.copy.c.place_id.in_(places))
    return [here, sa.select(tables.disc.c.copy_id).where(tables.disc.c.place_id.in_(places))]


def _alike(field: Field, value: str, tests: list[Condition]) -> Condition:
    """The rows with a value that the search folding does not tell from this one, where some tests hold."""
    folded, rows = fold(value), field.kind.rows
    if rows in ("tags", "loans"):
        link, name = (tables.copy_tag, tables.tag) if rows == "tags" else (tables.loan, tables.contact)
        called = sa.select(name.c.id).where(name.c.folded == folded)
        return of_records(field, sa.select(link.c.copy_id).where(link.c[f"{name.name}_id"].in_(called), *tests))
    if rows == "place":
        # A place holds what stands in the places below it.
        path = tables.place.c.folded
        below = sa.or_(path == folded, sa.and_(path > folded + "/", path < folded + "0"))
        return either([of_records(field, ids.where(*tests)) for ids in _standing(below)])
    if rows == "items":
        table = tables.ITEMS[field.entity]
        owner = table.c[f"{field.entity}_id"]
        return of_records(field, sa.select(owner).where(table.c.field == field.key, table.c.folded == folded, *tests))
    if field.is_custom:
        record_id, column, mine = stored(field)
        return of_records(field, sa.select(record_id).where(mine, column == folded, *tests))
    index = index_of(field)
    assert index is not None
    # The index narrows it down to a few; the folded text itself decides.
    found = matching(index, columns_of(field), value, False)
    if found is None:
        texts = _texts(field)
        return either([of_records(field, ids.where(sa.func.fold(text) == folded, *tests)) for ids, text in texts])
    found = found.where(*tests)
    if isinstance(field.kind, Parts):
        return of_index(index, found)
    whole = searched(value)
    # What single discs say stands on lines of its own.
    lines = ("\n" + plain(sa.column(one, sa.Text)) + "\n" for one in columns_of(field)[1:])
    others = (sa.func.instr(one, f"\n{whole}\n") > 0 for one in lines)
    return of_index(index, found.where(sa.or_(plain(sa.column(field.key, sa.Text)) == whole, *others)))


def _named(table: sa.Table, name: str) -> Ids:
    return sa.select(table.c.id).where(naming.known_as(table, name))


def _patterned(field: Field, term: Term, pattern: str, context: Context) -> Condition:
    if field.kind.compare == "flag":
        context.problem(term.start, term.end, f"{field.label} is yes or no.")
        return sa.false()

    def fits(column: sa.ColumnElement[Anything]) -> Condition:
        fitting: Condition = sa.func.matches(pattern, column)
        return fitting

    if field.kind.rows == "tags":
        link, tag = tables.copy_tag, tables.tag
        ids = sa.select(tag.c.id).where(fits(tag.c.folded))
        return of_records(field, sa.select(link.c.copy_id).where(link.c.tag_id.in_(ids)))
    if field.kind.rows == "place":
        ids = sa.select(tables.place.c.id).where(fits(tables.place.c.folded))
        return of_records(field, sa.select(tables.copy.c.id).where(tables.copy.c.place_id.in_(ids)))
    if field.kind.rows == "items" and field.kind.merge == "whole":
        table = tables.ITEMS[field.entity]
        owner = table.c[f"{field.entity}_id"]
        return of_records(field, sa.select(owner).where(table.c.field == field.key, fits(table.c.folded)))
    index = index_of(field)
    if index is None or field.is_custom:
        record_id, column, mine = stored(field)
        return of_records(field, sa.select(record_id).where(mine, fits(sa.cast(column, sa.Text))))
    words, query = indexed(index)
    return of_index(index, query.where(sa.or_(*(fits(plain(words.c[name])) for name in columns_of(field)))))


def _compared(field: Field, term: Term, context: Context) -> Condition:
    record_id, column, mine = stored(field)
    if field.kind.compare == "flag" and term.comparison not in ("has", "is"):
        context.problem(term.start, term.end, f"{field.label} is yes or no.")
        return sa.false()
    return of_records(field, sa.select(record_id).where(mine, *tests_of(field, column, term, context)))


def tests_of(field: Field, column: sa.ColumnElement[Anything], term: Term, context: Context) -> list[Condition]:
    """What a term asks of a column that holds numbers or dates of a field; nothing fits a value that is none."""
    if term.comparison in ("has", "is") and (ends := dashed(field, term.value, context.today)) is not None:
        term = replace(term, comparison="range", value=ends[0], upper=ends[1])
    try:
        if term.comparison == "range":
            low = stretch(field, term.value, context.today) if term.value.strip() else None
            high = stretch(field, term.upper, context.today) if term.upper.strip() else None
            tests = _between(column, low, high)
            currency = next((one.currency for one in (low, high) if one is not None and one.currency), None)
        else:
            meant = stretch(field, term.value, context.today)
            tests = [_test(field, column, term.comparison, meant)]
            currency = meant.currency
    except FieldError as error:
        context.bad_value(term, str(error))
        return [sa.false()]
    if currency is not None and not field.is_custom:
        record = tables.RECORDS[field.entity]
        tests.append(record.c[field.key + field.kind.columns[1][0]] == currency)
    return tests


def _between(column: sa.ColumnElement[Anything], low: Stretch | None, high: Stretch | None) -> list[Condition]:
    if low is not None and high is not None and low.age and high.age:
        # From one week to one month old: the other way round, as days.
        days = sorted((low.low, high.low))
        return [column >= days[0], column <= days[1] + "~"]
    tests = [] if low is None else [column >= low.low]
    return tests if high is None else [*tests, column <= (high.low + "~" if high.age else high.high)]


def _test(field: Field, column: sa.ColumnElement[Anything], comparison: str, meant: Stretch) -> Condition:
    if field.kind.compare == "flag":
        return column.is_(meant.low)
    if meant.age:
        # Younger than thirty days: after that day.
        younger: Condition = column >= meant.low
        older: Condition = column < meant.low
        return older if comparison in (">", ">=") else younger
    tests: dict[str, Condition] = {
        ">": column > meant.high,
        ">=": column >= meant.low,
        "<": column < meant.low,
        "<=": column <= meant.high,
    }
    exact: Condition = column == meant.low
    if comparison in tests:
        return tests[comparison]
    # A year finds every day in it.
    return exact if meant.low == meant.high else sa.and_(column >= meant.low, column <= meant.high)


def people_whole(found: people.People, value: str) -> Condition:
    """The rows with a person of exactly this name, else with a character; see `_whole` for what else is found."""
    credit = tables.credit
    mine = sa.select(credit.c.film_id).where(*in_trades(found))
    # The index narrows the characters down to a few films before each is looked at.
    films = matching("film_words", (people.CHARACTER,), value, False) if found.characters else None
    played = None if films is None else sa.select(credit.c.film_id).where(credit.c.film_id.in_(films))
    same: list[Ids] = []
    if found.trades:
        same.append(mine.where(credit.c.person_id.in_(_people_called(value))))
    if played is not None:
        same.append(played.where(is_same(credit.c.character, value)))
    # Each is found where none before it is.
    listed = [ids.where(*without_any(same[:place])) for place, ids in enumerate(same)]
    none = without_any(same)
    if found.trades:
        listed.append(mine.where(credit.c.person_id.in_(_people_like(value)), *none))
    if played is not None:
        listed.append(played.where(sa.func.fold(credit.c.character) == fold(value), *none))
    return either([of_films(ids) for ids in listed]) if listed else sa.false()


def _people_called(value: str) -> Ids:
    """The people of this name and qualifier; a name alone means all that have it where nobody has it alone."""
    person, (name, qualifier) = tables.person, people.bare(people.typed(value))
    alone = _named(person, people.typed(value))
    if qualifier is not None:
        # Or somebody is called so to the letter, brackets and all.
        whole = _named(person, value)
        return sa.select(sa.union(alone, whole).subquery().c.id)
    named = sa.and_(person.c.folded.in_(folds(name)), is_same(person.c.name, name))
    several = sa.select(person.c.id).where(named, person.c.qualifier.is_not(None), *without_any([alone]))
    return sa.select(sa.union_all(alone, several).subquery().c.id)


def _people_like(value: str) -> Ids:
    """The people whose name and qualifier the search folding does not tell from these; see `_people_called`."""
    person, (name, qualifier) = tables.person, people.bare(people.typed(value))
    ids = sa.select(person.c.id).where(person.c.folded == fold(name))
    if qualifier is not None:
        return ids.where(sa.func.fold(person.c.qualifier) == fold(qualifier))
    alone = tables.person.alias()
    known = sa.exists().where(alone.c.folded == fold(name), alone.c.qualifier.is_(None))
    return ids.where(sa.or_(person.c.qualifier.is_(None), sa.not_(known)))


def in_trades(found: people.People) -> list[Condition]:
    """The test on a credit that tells the people of some trades; none where everybody is meant."""
    if set(found.trades) == set(people.TRADES):
        return []
    role: sa.ColumnElement[str] = sa.func.lower(tables.credit.c.role)
    named, others = people.roles(found.trades)
    if not others:
        return [role.in_(named)]
    return [role.not_in([one for one in people.known_roles() if one not in named])]
