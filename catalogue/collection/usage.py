"""The values that a field has in the collection: how often each is used, and which are likely the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import spellings
from catalogue.errors import FieldError
from catalogue.fields.lists import Parts
from catalogue.fields.registry import Field, Vocabulary
from catalogue.fields.text import fold, identity
from catalogue.store import naming, order, tables
from catalogue.store.engine import in_ids, in_words

# What names one record is no vocabulary: another film of the same title is not meant.
_OF_ONE = frozenset({"title", "original_title", "sort_title", "tagline", "edition_title", "slot", "further_barcodes"})
_LONG_ENOUGH = 6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class ValueInUse:
    """A value and how many records have it. Values of one `group` (0: none) are likely the same."""

    value: str
    count: int
    group: int = 0
    sort_name: str | None = None
    external_ids: Mapping[str, str] | None = None


def fields(known: Vocabulary) -> list[Field]:
    """The fields whose values can be renamed everywhere; those that one browses by come first."""
    found = [field for field in known.all if _has_names(field)]
    return sorted(found, key=lambda field: not (field.facet or field.kind.rows == "credits"))


def named(known: Vocabulary, key: str) -> Field:
    """A field whose values can be renamed everywhere. Raises FieldError for any other."""
    field = known.find(key)
    if not _has_names(field):
        raise FieldError(f"{field.label} has no values that can be renamed everywhere.")
    return field


def _has_names(field: Field) -> bool:
    whole = field.kind.merge == "whole" and field.kind.compare == "words"
    if field.kept or field.key in _OF_ONE or field.kind.linked:
        return False
    if isinstance(field.kind, Parts):
        return field.kind.rows == "credits"
    return whole and field.kind.editor not in {"text", "barcode"}


def people(connection: Connection, person_id: int | None = None) -> list[ValueInUse]:
    """Everybody (or one) who takes part in a film, with how many films, the name that sorts and ids elsewhere."""
    person, credit = tables.person, tables.credit
    count = sa.func.count(sa.distinct(credit.c.film_id))
    columns = (naming.person_called(), count, person.c.sort_name, person.c.external_ids)
    query = sa.select(*columns).join(credit, credit.c.person_id == person.c.id)
    if person_id is not None:
        query = query.where(person.c.id == person_id)
    rows = connection.execute(query.group_by(person.c.id).order_by(order.of_people(), person.c.identity))
    return [ValueInUse(name, number, 0, sort_name, ids) for name, number, sort_name, ids in rows]


def person(connection: Connection, name: str) -> ValueInUse | None:
    """Somebody who takes part in a film, by what credits call this person."""
    found = naming.find(connection, tables.person, [name]).get(name)
    return next((one for one in people(connection, found["id"])), None) if found is not None else None


def having(connection: Connection, field: Field, values: Collection[str]) -> set[int]:
    """The films, editions or copies that have one of these values."""
    rows = field.kind.rows
    # What a search finds a value by is indexed; what tells values apart decides.
    folded, wanted = {fold(value) for value in values}, {identity(value) for value in values}
    if rows == "items":
        table = tables.ITEMS[field.entity]
        query = sa.select(table.c[f"{field.entity}_id"], table.c.value).where(table.c.field == field.key)
        listed = connection.execute(query.where(in_words(table.c.folded, folded))).all()
        return {number for number, value in listed if identity(value) in wanted}
    if rows == "custom":
        own = tables.custom_value
        query = sa.select(own.c.record_id, own.c.value).where(own.c.field == field.key)
        listed = connection.execute(query.where(in_words(own.c.comparable, folded))).all()
        shown = ((number, field.kind.show_entry(one)) for number, one in listed)
        return {number for number, value in shown if identity(value) in wanted}
    if rows == "tags":
        link, tag = tables.copy_tag, tables.tag
        tags = naming.find(connection, tag, values).values()
        query = sa.select(link.c.copy_id).where(in_ids(link.c.tag_id, (row["id"] for row in tags)))
        return set(connection.scalars(query))
    if rows == "credits":
        credit, person, choice = tables.credit, tables.person, tables.choice
        people = naming.find(connection, person, values).values()
        query = sa.select(credit.c.film_id).where(in_ids(credit.c.person_id, (row["id"] for row in people)))
        found = set(connection.scalars(query))
        # A word on a part of a cast holds that part by the name that its page has.
        words = sa.select(choice.c.record_id, choice.c.subject).where(choice.c.field == field.key)
        names = dict.fromkeys(wanted)
        for film_id, subject in connection.execute(words.where(choice.c.subject.is_not(None))):
            if spellings.subject(field, names, subject) is None:
                found.add(film_id)
        return found
    table = tables.RECORDS[field.entity]
    column = table.c[field.key + field.kind.columns[0][0]]
    spelled = [text for text in connection.scalars(sa.select(column).distinct()) if text and identity(text) in wanted]
    return set(connection.scalars(sa.select(table.c.id).where(in_words(column, spelled))))


def near(values: Iterable[str]) -> dict[str, int]:
    """Groups of values that are likely one, by value: the same letters, the same words, or one slip of the hand."""
    above: dict[str, str] = {}

    def root(value: str) -> str:
        while above.setdefault(value, value) != value:
            above[value] = above[above[value]]
            value = above[value]
        return value

    first: dict[tuple[str, ...], str] = {}
    for value in values:
        for sign in _signs(value):
            above[root(value)] = root(first.setdefault(sign, value))
    members: dict[str, list[str]] = {}
    for value in above:
        members.setdefault(root(value), []).append(value)
    groups = [group for group in members.values() if len(group) > 1]
    return {value: number for number, group in enumerate(groups, 1) for value in group}


def _signs(value: str) -> Iterable[tuple[str, ...]]:
    """What two values that are likely one have in common."""
    words = _WORD.findall(fold(value))
    letters, digits = "".join(words), "".join(filter(str.isdigit, value))
    yield ("letters", letters)
    yield ("words", *sorted(words))
    if len(letters) >= _LONG_ENOUGH:
        yield ("slip", digits, letters)
        # One letter left out of each: a letter too many, too few, another one, or two in the wrong order.
        for place, letter in enumerate(letters):
            if not letter.isdigit():
                yield ("slip", digits, letters[:place] + letters[place + 1 :])
