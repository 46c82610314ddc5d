"""What rows are sorted by: the SQL for the order of any field, in which each row stands by what it shows."""

from __future__ import annotations

from typing import Any as Anything

import sqlalchemy as sa

from catalogue.fields import collation, people
from catalogue.fields.kinds import Rows
from catalogue.fields.lists import Parts
from catalogue.fields.people import People
from catalogue.fields.registry import Field, Vocabulary
from catalogue.search import names, terms
from catalogue.search.tree import QueryProblem, Sort
from catalogue.store import order as order_of
from catalogue.store import tables
from catalogue.store.children import box_name, order_of_episodes
from catalogue.store.listing import SORTED, entry, entry_film, ties


def order(sort: tuple[Sort, ...], fields: Vocabulary) -> tuple[list[sa.ColumnElement[Anything]], list[QueryProblem]]:
    """The ORDER BY for fields, and the names that are no fields. Missing values come last either way.

    What is equal in all of them runs in the direction of the last one: so the index of the list is walked one way.
    """
    clauses: list[sa.ColumnElement[Anything]] = []
    problems = []
    for one in sort:
        column = sort_column(one.field, fields)
        if column is None:
            problems.append(QueryProblem(one.start, one.end, f"There is no field “{one.field}”."))
            continue
        clauses.append((column.desc() if one.descending else column.asc()).nulls_last())
    keys = {field.key for one in sort if (field := _field(one.field, fields)) is not None}
    clauses += [tie.desc() if sort[-1].descending else tie.asc() for tie in ties(keys)]
    return clauses, problems


def sort_column(name: str, fields: Vocabulary) -> sa.ColumnElement[Anything] | None:
    """What rows are sorted by in the order of a field or of people, by its name; None for no such field.

    It is what a row shows first: of a list its first value, of a film on several discs the least that these say.
    """
    field = _field(name, fields)
    known = people.by_name(name)
    if known is not None and known is not people.PEOPLE[0]:
        return _first_person(known)
    if field is None:
        return None
    if field.key in SORTED:
        return entry.c[f"sort_{field.key}"]
    if field.entity == "film":
        return _of_row(field, entry)
    disc = entry.alias("on_disc")
    on = entry_film.join(disc, disc.c.id == entry_film.c.entry_id)
    least = sa.select(sa.func.min(_of_row(field, disc))).select_from(on)
    # Only discs that are here: what stands in the trash is not shown.
    least = least.where(entry_film.c.film_id == entry.c.film_id, disc.c.id > 0, disc.c.trashed == 0)
    return sa.case((entry.c.copy_id.is_not(None), _of_row(field, entry)), else_=least.scalar_subquery())


def _field(name: str, fields: Vocabulary) -> Field | None:
    return fields.by_key.get(name) or names.field_of(name, fields)


def _of_row(field: Field, row: sa.FromClause) -> sa.ColumnElement[Anything]:
    """The sort key of a row of the list, made of the records that the row itself stands for."""
    own = row.c[f"{field.entity}_id"]
    rows = field.kind.rows
    if rows == "items":
        items = tables.ITEMS[field.entity]
        # Parts of a record are kept in a form that nobody reads.
        word = items.c.folded if isinstance(field.kind, Parts) else items.c.value
        return _listed(items, sa.func.sort_key(word), items.c[f"{field.entity}_id"] == own, _hidden(items) == field.key)
    if field.is_custom:
        value = tables.custom_value
        text = sa.func.sort_key(sa.func.json_extract(value.c.value, "$"))
        compared: sa.ColumnElement[Anything] = text if field.kind.compare == "words" else value.c.comparable
        mine = (value.c.about == field.entity, value.c.record_id == own, _hidden(value) == field.key)
        if field.kind.multiple:
            return _listed(value, compared, *mine)
        return sa.select(sa.func.min(compared)).where(*mine).scalar_subquery()
    if rows in _DATED:
        child, owner_id, _ = terms.children(field)
        return sa.select(sa.func.max(_DATED[rows])).where(child.c[owner_id] == own).scalar_subquery()
    if field.kind.multiple:
        return _first_of(field, own)
    if field.kind.linked:
        table = tables.RECORDS[field.entity]
        above = table.alias()
        name = sa.func.sort_key(box_name(above)) if rows == "box_set" else order_of.by_title(above)
        linked = sa.select(name).join(table, table.c[terms.LINKS[rows]] == above.c.id)
        return linked.where(table.c.id == own).scalar_subquery()
    record_id, column, mine_only = terms.stored(field)
    if field.kind.compare == "words":
        column = sa.func.sort_key(column)
    return sa.select(sa.func.min(column)).where(record_id == own, mine_only).scalar_subquery()


_DATED: dict[Rows | None, sa.ColumnElement[Anything]] = {
    "loans": tables.loan.c.lent,
    "viewings": tables.viewing.c.seen_on,
}
"""Lists of what happened sort by the last date."""


def _hidden(table: sa.Table) -> sa.ColumnElement[str]:
    # Looked up by its field, SQLite would walk through every value of it, for each row of the list: this hides the
    # index of fields, and the rows are looked up by the record.
    return table.c.field.concat("")


def _listed(
    table: sa.Table, key: sa.ColumnElement[Anything], *mine: sa.ColumnElement[bool]
) -> sa.ColumnElement[Anything]:
    """The key of a list of texts, as `collation.list_key` makes it: by the first one, then the second."""
    inside = sa.select(key.label("key")).where(*mine).order_by(table.c.position).correlate_except(table).subquery()
    return sa.select(sa.func.group_concat(inside.c.key, collation.STEP)).scalar_subquery()


def _first_of(field: Field, own: sa.ColumnElement[int]) -> sa.ColumnElement[Anything]:
    """The sort key of the first record in a list of records."""
    child, owner_id, _ = terms.children(field)
    one = child.alias()
    # Found before its key is made: of a large cast the other names need none.
    in_order = order_of_episodes(one) if child is tables.film else (one.c.position,)
    first = sa.select(one.c.id).where(one.c[owner_id] == own).order_by(*in_order).limit(1)
    if child is tables.film:
        first = first.where(one.c.deleted_at.is_(None))
    if child is tables.credit:
        query = sa.select(order_of.of_people()).join(child, child.c.person_id == tables.person.c.id)
    elif child is tables.contents:
        film = entry.alias("of_film")
        query = sa.select(film.c.sort_title).join(child, film.c.id == -child.c.film_id)
    elif child is tables.film:
        season, number = child.c.season.cast(sa.Text), child.c.episode
        place = sa.case(
            (number.is_(None), "Season " + season),
            (season.is_(None), number.cast(sa.Text) + "."),
            else_=season + "x" + sa.func.printf("%02d", number),
        )
        query = sa.select(sa.func.sort_key(sa.func.coalesce(place + " ", "") + sa.func.coalesce(child.c.title, "")))
    elif child is tables.film_text:
        query = sa.select(sa.func.sort_key(sa.func.substr(child.c.body, 1, collation.MOST)))
    else:
        numbered = sa.func.coalesce(child.c.number.cast(sa.Text) + " ", "") + sa.func.coalesce(child.c.label, "")
        query = sa.select(sa.func.sort_key(numbered))
    return query.where(child.c.id == first.correlate_except(one).scalar_subquery()).scalar_subquery()


def _first_person(known: People) -> sa.ColumnElement[Anything]:
    credit, person = tables.credit, tables.person
    if not known.trades:
        named = sa.select(sa.func.min(sa.func.sort_key(credit.c.character))).where(credit.c.film_id == entry.c.film_id)
        return named.scalar_subquery()
    first = sa.select(sa.func.min(order_of.of_people())).join(credit, credit.c.person_id == person.c.id)
    return first.where(credit.c.film_id == entry.c.film_id, *terms.in_trades(known)).scalar_subquery()
