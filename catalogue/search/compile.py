"""Turns a query's tree into one SQL condition on the list of results. Every construct compiles; nothing is filtered
in Python."""

from __future__ import annotations

from dataclasses import replace
from typing import Any as Anything

import sqlalchemy as sa

from catalogue.errors import FieldError
from catalogue.fields import barcode, kinds, registry
from catalogue.fields.kinds import Rows
from catalogue.fields.lists import Parts
from catalogue.fields.parts import split_film_name
from catalogue.fields.registry import Field, Vocabulary
from catalogue.fields.text import fold
from catalogue.search.tree import All, Any, Node, Not, Query, QueryProblem, Term, Words
from catalogue.store import tables
from catalogue.store.children import CHILDREN, box_name
from catalogue.store.listing import INDEXES, columns_of, entry, entry_film, index_of, tokens

Condition = sa.ColumnElement[bool]


def condition(query: Query, fields: Vocabulary) -> tuple[Condition, list[QueryProblem]]:
    """The condition on `entry` for a query, and what of it could not be used. Trash is left out unless asked for."""
    problems: list[QueryProblem] = []
    found = _node(query.tree, fields, problems) if query.tree is not None else None
    parts = [] if found is None else [found]
    if query.tree is None or not _asks_for_trash(query.tree):
        parts.append(entry.c.trashed == 0)
    return sa.and_(*parts) if parts else sa.true(), problems


def order(sort: tuple[tuple[str, bool], ...], fields: Vocabulary) -> tuple[list[sa.ColumnElement[Anything]], list[str]]:
    """The ORDER BY for fields, and the names that are no fields. Missing values come last either way."""
    clauses: list[sa.ColumnElement[Anything]] = []
    unknown = []
    for name, descending in sort:
        field = fields.by_key.get(name) or fields.by_search_name(name)
        if field is None:
            unknown.append(name)
            continue
        column = _sort_column(field)
        clauses.append((column.desc() if descending else column.asc()).nulls_last())
    return clauses, unknown


def _sort_column(field: Field) -> sa.ColumnElement[Anything]:
    if field.key in registry.DEFAULT_COLUMNS:
        return entry.c[f"sort_{field.key}"]
    table, own = _home(field)
    if field.is_custom:
        value = tables.custom_value
        return _least(field, value.c.comparable, value.c.about == field.entity, value.c.record_id == own)
    if field.kind.multiple:
        return _first_of(field)
    if field.kind.linked:
        return _name_of_link(field)
    column = table.c[field.key + field.kind.columns[0][0]]
    return sa.select(column).where(table.c.id == own).scalar_subquery()


def _first_of(field: Field) -> sa.ColumnElement[Anything]:
    if field.kind.rows == "items":
        table = tables.ITEMS[field.entity]
        owner = table.c[f"{field.entity}_id"]
        _, own = _home(field)
        return _least(field, table.c.folded, owner == own)
    _, owner = _child(field)
    # Loans and viewings sort by their last date, other lists by how much is in them.
    dates = {"loans": tables.loan.c.lent, "viewings": tables.viewing.c.seen_on}
    first = sa.func.max(dates[field.kind.rows]) if field.kind.rows in dates else sa.func.nullif(sa.func.count(), 0)
    _, own = _home(field)
    return sa.select(first).where(owner == own).scalar_subquery()


def _child(field: Field) -> tuple[sa.Table, sa.Column[Anything]]:
    """The table that holds a list, and its column for the owner."""
    rows = field.kind.rows
    assert rows is not None
    if rows in CHILDREN:
        return CHILDREN[rows].table, CHILDREN[rows].table.c[CHILDREN[rows].owner]
    table = {"credits": tables.credit, "texts": tables.film_text, "contents": tables.contents, "tags": tables.copy_tag}[
        rows
    ]
    return table, table.c[f"{field.entity}_id"]


def _name_of_link(field: Field) -> sa.ColumnElement[Anything]:
    table, own = _home(field)
    above = table.alias()
    name = sa.func.fold(box_name(above) if field.kind.rows == "box_set" else above.c.title)
    return (
        sa.select(name)
        .join(table, table.c[_LINK_COLUMNS[field.kind.rows]] == above.c.id)
        .where(table.c.id == own)
        .scalar_subquery()
    )


_LINK_COLUMNS: dict[Rows | None, str] = {"parent": "parent_id", "box_set": "box_set_id"}


def _least(
    field: Field, column: sa.ColumnElement[Anything], *of_record: sa.ColumnElement[bool]
) -> sa.ColumnElement[Anything]:
    """The least value that a record has in a field which is kept in rows."""
    table = tables.custom_value if field.is_custom else tables.ITEMS[field.entity]
    # Looked up by its field, SQLite would walk through every value of it, for each row of the list: this hides the
    # index of fields, and the rows are looked up by the record.
    key = table.c.field.concat("")
    return sa.select(sa.func.min(column)).where(*of_record, key == field.key).scalar_subquery()


def _home(field: Field) -> tuple[sa.Table, sa.Column[Anything]]:
    return tables.RECORDS[field.entity], entry.c[f"{field.entity}_id"]


def _stored(field: Field) -> tuple[sa.ColumnElement[Anything], sa.ColumnElement[Anything], Condition]:
    """Where single values are: the record's id, what is compared, and which rows are meant."""
    if field.is_custom:
        table = tables.custom_value
        return table.c.record_id, table.c.comparable, table.c.field == field.key
    table = tables.RECORDS[field.entity]
    column = table.c[field.key + field.kind.columns[0][0]]
    return table.c.id, column, column.is_not(None)


def _asks_for_trash(node: Node) -> bool:
    if isinstance(node, Term):
        return node.field.lower() == "is" and fold(node.value) == "trash"
    if isinstance(node, Not):
        return _asks_for_trash(node.part)
    return isinstance(node, All | Any) and any(_asks_for_trash(part) for part in node.parts)


def _node(node: Node, fields: Vocabulary, problems: list[QueryProblem]) -> Condition | None:
    if isinstance(node, Words):
        found = _anywhere(node)
        if found is None and not node.text.isascii():
            problems.append(QueryProblem(node.start, node.end, f"“{node.text}” has nothing that can be searched."))
            return sa.false()
        return found
    if isinstance(node, Term):
        return _term(node, fields, problems)
    if isinstance(node, Not):
        part = _node(node.part, fields, problems)
        return None if part is None else _without(part)
    parts = [part for part in (_node(part, fields, problems) for part in node.parts) if part is not None]
    if not parts:
        return None
    return sa.and_(*parts) if isinstance(node, All) else sa.or_(*parts)


def _without(part: Condition) -> Condition:
    # A film without a disc has no copy, and SQL neither affirms nor denies what is said of nothing: it has no tag.
    return part.is_not(sa.true())


def _anywhere(words: Words) -> Condition | None:
    # Scanners write the same code with and without its leading zero.
    match = _match(barcode.normal(words.text) if words.text.isdigit() else words.text, words.phrase)
    if match is None:
        return None
    return sa.or_(*(_in_index(index, match) for index in INDEXES))


def _match(text: str, phrase: bool, field: Field | None = None) -> str | None:
    """The FTS5 expression for a text: its words in a row, the last one as a beginning unless it is a phrase."""
    words = tokens(text, field)
    if not words:
        return None
    found = '"' + " ".join(words) + '"' + ("" if phrase else " *")
    return found if field is None else f"{_columns(field)} : {found}"


def _in_index(index: str, match: str) -> Condition:
    hits = sa.table(index, sa.column("rowid", sa.Integer))
    query = sa.select(hits.c.rowid).where(
        sa.text(f"{index} MATCH :match").bindparams(sa.bindparam("match", match, unique=True))
    )
    return entry.c.copy_id.in_(query) if index == "copy_words" else _of_films(query)


def _of_films(film_ids: sa.Select[Anything]) -> Condition:
    # A copy answers for every film that is on it, so a box set is found by any of them.
    return entry.c.id.in_(sa.select(entry_film.c.entry_id).where(entry_film.c.film_id.in_(film_ids)))


def _of_records(field: Field, ids: sa.Select[Anything]) -> Condition:
    return _of_films(ids) if field.entity == "film" else entry.c[f"{field.entity}_id"].in_(ids)


def _term(term: Term, fields: Vocabulary, problems: list[QueryProblem]) -> Condition | None:
    special = _SPECIAL.get(term.field.lower())
    if special is not None:
        return special(term, fields, problems)
    field = fields.by_search_name(term.field)
    if field is None:
        if term.value.startswith("//"):
            # An address that somebody pasted, not a field.
            return _anywhere(Words(f"{term.field} {term.value}", True, term.start, term.end))
        problems.append(QueryProblem(term.start, term.value_start, f"There is no field “{term.field}”."))
        return sa.false()
    if field.kind.compare == "words":
        return _words(field, term, problems)
    return _compared(field, term, problems)


def _words(field: Field, term: Term, problems: list[QueryProblem]) -> Condition | None:
    if field.kind is kinds.BARCODE:
        term = replace(term, value=barcode.normal(term.value))
    if field.kind.rows in {"contents", "parent"}:
        term = replace(term, value=split_film_name(term.value)[0])
    if term.comparison == "is":
        return _whole(field, term.value)
    if term.comparison not in {"has", "range"}:
        message = f"{field.label} has no greater and smaller."
        problems.append(QueryProblem(term.start, term.end, message))
        return sa.false()
    text = term.value if term.comparison == "has" else f"{term.value}..{term.upper}"
    match = _match(text, term.phrase, field)
    index = index_of(field)
    if match is None or index is None:
        return _whole(field, text)
    return _in_index(index, match)


def _whole(field: Field, value: str) -> Condition:
    folded = fold(value)
    if field.kind is kinds.BARCODE:
        table, item, forms = tables.RECORDS[field.entity], tables.edition_item, [value, f"0{value}"]
        further = sa.select(item.c.edition_id).where(item.c.field == "further_barcodes", item.c.folded.in_(forms))
        own = sa.select(table.c.id).where(table.c[field.key].in_(forms))
        return _of_records(field, sa.union(own, further).subquery().select())
    if field.is_custom:
        record_id, column, mine = _stored(field)
        return _of_records(field, sa.select(record_id).where(mine, column == folded))
    if field.kind.rows == "tags":
        link, tag = tables.copy_tag, tables.tag
        ids = sa.select(link.c.copy_id).join(tag, tag.c.id == link.c.tag_id).where(tag.c.folded == folded)
        return entry.c.copy_id.in_(ids)
    if field.kind.rows == "place":
        # A place holds what stands in the places below it.
        place = tables.place
        below = sa.or_(place.c.folded == folded, place.c.folded.startswith(folded + "/", autoescape=True))
        places = sa.select(place.c.id).where(below)
        # A disc of the copy may stand elsewhere.
        own = sa.select(tables.copy.c.id).where(tables.copy.c.place_id.in_(places))
        elsewhere = sa.select(tables.disc.c.copy_id).where(tables.disc.c.place_id.in_(places))
        return entry.c.copy_id.in_(sa.union(own, elsewhere).subquery().select())
    if field.kind.rows == "items":
        table = tables.ITEMS[field.entity]
        owner = table.c[f"{field.entity}_id"]
        return _of_records(field, sa.select(owner).where(table.c.field == field.key, table.c.folded == folded))
    if field.kind.rows == "credits":
        return _of_films(_films_with(field, folded))
    if field.kind.rows == "texts":
        return sa.false()
    if field.kind.rows == "loans":
        return entry.c.copy_id.in_(_lent_to(folded))
    # The index narrows it down to a few; the folded text itself decides.
    index = index_of(field)
    match = _match(value, True, field)
    if index is None or match is None:
        return sa.false()
    if isinstance(field.kind, Parts):
        return _in_index(index, match)
    queries = [_hits(field, match).where(sa.column(field.key) == folded)]
    for other in columns_of(field)[1:]:
        # What single discs say: each on a line of its own.
        line = sa.func.instr("\n" + sa.column(other) + "\n", f"\n{folded}\n") > 0
        queries.append(_hits(field, match, other).where(line))
    ids = sa.union(*queries).subquery().select()
    return entry.c.copy_id.in_(ids) if index == "copy_words" else _of_films(ids)


def _films_with(field: Field, folded: str) -> sa.Select[Anything]:
    """The films in whose cast is a person, or a character, of exactly this name."""
    credit, person = tables.credit, tables.person
    people = sa.select(credit.c.film_id).join(person, person.c.id == credit.c.person_id)
    found = people.where(person.c.folded == folded)
    match = _match(folded, True, field)
    if match is None:
        return found
    # The index narrows the characters down to a few films before each is folded.
    played = sa.select(credit.c.film_id).where(credit.c.film_id.in_(_hits(field, match)))
    return found.union(played.where(sa.func.fold(credit.c.character) == folded)).subquery().select()


def _columns(field: Field) -> str:
    """The columns of the text index that hold a field, as FTS5 wants them."""
    return "{" + " ".join(f'"{column}"' for column in columns_of(field)) + "}"


def _lent_to(folded: str, *more: Condition) -> sa.Select[Anything]:
    """The copies that were lent to a contact of exactly this name."""
    loan, contact = tables.loan, tables.contact
    query = sa.select(loan.c.copy_id).join(contact, contact.c.id == loan.c.contact_id)
    return query.where(contact.c.folded == folded, *more)


def _hits(field: Field, match: str, column: str = "") -> sa.Select[Anything]:
    """The records in whose field, or in one column beside it, the text index finds a match."""
    index, column = index_of(field), column or field.key
    assert index is not None
    hits = sa.table(index, sa.column("rowid", sa.Integer), sa.column(column))
    bound: sa.BindParameter[str] = sa.bindparam("match", match, unique=True)
    return sa.select(hits.c.rowid).where(sa.text(f"{hits.name} MATCH :match").bindparams(bound))


def _compared(field: Field, term: Term, problems: list[QueryProblem]) -> Condition | None:
    record_id, column, mine = _stored(field)
    try:
        if term.comparison == "range":
            low = _operand(field, term.value) if term.value else None
            high = _operand(field, term.upper) if term.upper else None
            parts = [] if low is None else [column >= low]
            if high is not None:
                parts.append(column <= _end_of(field, high))
            test = sa.and_(sa.true(), *parts)
        else:
            value = _operand(field, term.value)
            test = _test(field, column, term.comparison, value)
    except FieldError as error:
        problems.append(QueryProblem(term.value_start, term.end, str(error)))
        return sa.false()
    return _of_records(field, sa.select(record_id).where(mine, test))


def _test(field: Field, column: sa.ColumnElement[Anything], comparison: str, value: Anything) -> Condition:
    if field.kind.compare == "flag":
        return column.is_(value)
    last = _end_of(field, value)
    tests: dict[str, Condition] = {
        ">": column > last,
        ">=": column >= value,
        "<": column < value,
        "<=": column <= last,
    }
    # A year finds every day in it.
    exact = sa.and_(column >= value, column <= last) if field.kind.compare == "date" else column == value
    return tests.get(comparison, exact)


def _end_of(field: Field, value: Anything) -> Anything:
    return f"{value}~" if field.kind.compare == "date" else value


def _operand(field: Field, text: str) -> Anything:
    if isinstance(field.kind, kinds.Money):
        try:
            return float(text.replace(",", "."))
        except ValueError:
            pass
    value = field.kind.parse(text)
    if value is None:
        raise FieldError("A value is missing.")
    return field.kind.pack(value)[0]


def _filled(field: Field) -> Condition:
    if field.kind.rows == "place":
        return entry.c.copy_id.in_(sa.select(tables.copy.c.id).where(tables.copy.c.place_id.is_not(None)))
    if field.kind.rows == "tags":
        return entry.c.copy_id.in_(sa.select(tables.copy_tag.c.copy_id))
    if field.kind.rows == "items":
        table = tables.ITEMS[field.entity]
        owner = table.c[f"{field.entity}_id"]
        return _of_records(field, sa.select(owner).where(table.c.field == field.key))
    if field.kind.multiple and not field.is_custom:
        return _of_records(field, sa.select(_child(field)[1]))
    if field.kind.linked:
        table = tables.RECORDS[field.entity]
        link = table.c[_LINK_COLUMNS[field.kind.rows]]
        return _of_records(field, sa.select(table.c.id).where(link.is_not(None)))
    record_id, _, mine = _stored(field)
    return _of_records(field, sa.select(record_id).where(mine))


def _has(term: Term, fields: Vocabulary, problems: list[QueryProblem]) -> Condition | None:
    if fold(term.value) in {"cover", "picture"}:
        return entry.c.copy_id.in_(sa.select(tables.picture.c.copy_id))
    if fold(term.value) in {"page", "document"}:
        return _of_films(sa.select(tables.attachment.c.film_id))
    field = fields.by_search_name(term.value)
    if field is None:
        problems.append(QueryProblem(term.value_start, term.end, f"There is no field “{term.value}”."))
        return sa.false()
    return _filled(field)


def _lacks(term: Term, fields: Vocabulary, problems: list[QueryProblem]) -> Condition | None:
    before = len(problems)
    found = _has(term, fields, problems)
    return _without(found) if found is not None and len(problems) == before else found


def _state(term: Term, _: Vocabulary, problems: list[QueryProblem]) -> Condition | None:
    value = fold(term.value)
    if value == "trash":
        return entry.c.trashed == 1
    if value == "film":
        return entry.c.copy_id.is_(None)
    if value == "disc":
        return entry.c.copy_id.is_not(None)
    if value in {"wish", "wished"}:
        return entry.c.copy_id.in_(sa.select(tables.copy.c.id).where(tables.copy.c.status == "wish list"))
    problems.append(QueryProblem(term.value_start, term.end, "Write is:trash, is:film, is:disc or is:wish."))
    return sa.false()


def _needs(term: Term, _: Vocabulary, problems: list[QueryProblem]) -> Condition | None:
    if fold(term.value) != "review":
        problems.append(QueryProblem(term.value_start, term.end, "Write needs:review."))
        return sa.false()
    review = tables.review
    films = sa.select(review.c.record_id).where(review.c.about == "film")
    editions = sa.select(review.c.record_id).where(review.c.about == "edition")
    copies = sa.select(review.c.record_id).where(review.c.about == "copy")
    return sa.or_(_of_films(films), entry.c.edition_id.in_(editions), entry.c.copy_id.in_(copies))


_SPECIAL = {"has": _has, "no": _lacks, "is": _state, "needs": _needs}


def entries_of_film(film_id: int) -> sa.Select[Anything]:
    """The rows that a film is part of, discs first."""
    return (
        sa.select(entry_film.c.entry_id).where(entry_film.c.film_id == film_id).order_by(entry_film.c.entry_id.desc())
    )
