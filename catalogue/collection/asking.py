"""What saved searches ask for: who asks for a field, a value or another search, and the same under a new name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import facets, saved, spellings, usage
from catalogue.collection.hanging import Hanging, listed
from catalogue.errors import FieldError
from catalogue.fields import people
from catalogue.fields.custom import query_name
from catalogue.fields.registry import Field, Vocabulary
from catalogue.fields.text import fold, identity
from catalogue.search import printer
from catalogue.search.names import STATES
from catalogue.search.parser import parse
from catalogue.search.tree import Sort, Term, leaves
from catalogue.store import vocabulary
from catalogue.store.tables import saved_search as table
from catalogue.store.writer import Writer

Change = Callable[[Term], str | None]
"""The text of a term under a new name; None where nothing in it was renamed."""


def rename_field(writer: Writer, fields: Vocabulary, field: Field, name: str) -> None:
    """Writes the new query name of a field into the searches that ask for it; `fields` are those from before."""

    def term(one: Term) -> str | None:
        if _field(one, fields) is not field:
            return None
        if _names_field(one):
            return printer.write_tree(Term(one.field, one.comparison, name, prefix=True))
        # Its value stays to the letter.
        return printer.write_tree(Term(name, one.comparison, one.value, one.upper, one.prefix))

    def order(one: Sort) -> str | None:
        return name if fields.by_search_name(one.field) is field else None

    _rewrite(writer, fields, term, order)


def keep_meant(writer: Writer, fields: Vocabulary, name: str) -> None:
    """Writes the very names of fields into searches that mean them by a name which is only like a new one."""

    def meant(written: str) -> str | None:
        field = fields.by_search_name(written)
        wanted = field is not None and fields.named(written) is None and fold(written) == fold(query_name(name))
        return field.query_name if field is not None and wanted else None

    def term(one: Term) -> str | None:
        if _field(one, fields) is None:
            return None
        known = meant(one.value if _names_field(one) else one.field)
        if known is None:
            return None
        if _names_field(one):
            return printer.write_tree(Term(one.field, one.comparison, known, prefix=True))
        return printer.write_tree(Term(known, one.comparison, one.value, one.upper, one.prefix))

    _rewrite(writer, fields, term, lambda one: meant(one.field))


def rename_value(writer: Writer, field: Field, names: spellings.Names) -> int:
    """Writes new values of a field into the searches that ask for old ones; those taken away stay asked for.

    Returns how many searches changed.
    """
    fields = vocabulary.of(writer.connection)
    left: list[str] = []

    def others(value: str, whole: bool = False) -> bool:
        """Whether what was asked for also stands in a value that was not renamed, or is one as a search sees it."""
        if not left:
            kept = (one for one in _values(writer.connection, field) if identity(one) not in names)
            left.extend(("", *(f" {fold(one)}" for one in kept)))
        return any(f" {fold(value)}" == one if whole else f" {fold(value)}" in one for one in left)

    def term(one: Term) -> str | None:
        new = _renamed(one, fields, field, names)
        if new is None:
            # A search finds it by what it is like, too.
            new = _renamed(one, fields, field, {fold(old): name for old, name in names.items()}, fold)
            if new is None or (one.comparison == "is" and others(one.value, whole=True)):
                return None
        text = printer.write_tree(Term(one.field, one.comparison, new, prefix=one.prefix and " " not in new))
        if one.comparison == "has" and field.kind.rows != "place" and fold(one.value) not in fold(new):
            old = printer.write_tree(one)
            return f"({text} or {old})" if others(one.value) else text
        return text

    return _rewrite(writer, fields, term)


def rename_search(writer: Writer, known: Sequence[saved.SavedSearch], search_id: int, name: str) -> None:
    """Writes the new name of a saved search into those that ask for it; `known` are the searches from before."""

    def term(one: Term) -> str | None:
        if fold(one.field) != "saved" or saved.meant(known, one.value) != search_id:
            return None
        return printer.write_tree(Term(one.field, one.comparison, name, prefix=" " not in name))

    _rewrite(writer, vocabulary.of(writer.connection), term)


def drop_sort(writer: Writer, key: str) -> None:
    """Takes a field out of the orders that are kept beside saved searches."""
    changes = {
        row.id: {"sort": [one for one in row.sort if one[0] != key]}
        for row in writer.connection.execute(sa.select(table.c.id, table.c.sort))
    }
    writer.update(table, changes)


def for_field(connection: Connection, field: Field) -> list[Hanging]:
    """Which saved searches ask for a field, or sort by it."""
    fields = vocabulary.of(connection)
    names = [
        one.name
        for one in saved.saved_searches(connection)
        if any(_field(term, fields) is field for term in _terms(one.query, fields))
        or any(fields.by_search_name(sort.field) is field for sort in parse(one.query, fields).sort)
        or any(key == field.key for key, _ in one.sort)
    ]
    return _asked(names, f"for “{field.label}”")


def for_values(connection: Connection, field: Field, values: Iterable[str]) -> list[Hanging]:
    """Which saved searches ask for one of some values of a field."""
    fields, wanted = vocabulary.of(connection), list(values)
    names: spellings.Names = {fold(value): f"{value}\0" for value in wanted}
    found = [
        one.name
        for one in saved.saved_searches(connection)
        if any(_renamed(term, fields, field, names, fold) is not None for term in _terms(one.query, fields))
    ]
    shown = [field.kind.show(value) for value in wanted] if field.kind.rows == "place" else wanted
    return _asked(found, f"for {listed(shown)}")


def for_search(connection: Connection, search_id: int) -> list[Hanging]:
    """Which saved searches ask for another one."""
    known = saved.saved_searches(connection)
    fields = vocabulary.of(connection)
    name = next((one.name for one in known if one.id == search_id), "")
    found = [
        one.name
        for one in known
        if one.id != search_id
        and any(
            fold(term.field) == "saved" and saved.meant(known, term.value) == search_id
            for term in _terms(one.query, fields)
        )
    ]
    return _asked(found, f"for “{name}”")


def _asked(names: Collection[str], what: str) -> list[Hanging]:
    if not names:
        return []
    many = len(names) > 1
    return [Hanging(f"The saved search{'es' if many else ''} {listed(names)} ask{'' if many else 's'} {what}.")]


def _terms(query: str, fields: Vocabulary) -> Iterator[Term]:
    return (leaf for leaf, _ in leaves(parse(query, fields).tree) if isinstance(leaf, Term))


def _names_field(term: Term) -> bool:
    return fold(term.field) in {"has", "no"}


def _field(term: Term, fields: Vocabulary) -> Field | None:
    """The field that a term asks for, or asks whether it has a value."""
    name = term.value if _names_field(term) else term.field
    known = fold(name) in STATES or people.by_name(name) is not None
    return None if known else fields.by_search_name(name)


def _renamed(
    term: Term,
    fields: Vocabulary,
    field: Field,
    names: spellings.Names,
    known_by: Callable[[str], str] = identity,
) -> str | None:
    """The value of a term under its new name; None where it is none of those renamed, or was taken away."""
    known = people.by_name(term.field)
    mine = field.kind.rows == "credits" and bool(known.trades) if known is not None else _field(term, fields) is field
    if not mine or _names_field(term) or term.comparison not in ("has", "is") or not term.value:
        return None
    value: str | None = term.value
    if field.kind.rows == "place":
        try:
            value = field.parse(term.value)
        except FieldError:
            return None
    new = spellings.renamed(field, names, value, known_by) if value else None
    return new if isinstance(new, str) and new != value else None


def _values(connection: Connection, field: Field) -> list[str]:
    found = usage.people(connection) if field.kind.rows == "credits" else facets.facet(connection, field.key)
    return [str(one.value) for one in found]


def _rewrite(
    writer: Writer, fields: Vocabulary, term: Change, order: Callable[[Sort], str | None] = lambda one: None
) -> int:
    changes = {}
    for row in writer.connection.execute(sa.select(table.c.id, table.c.query)):
        read = parse(row.query, fields)
        parts: list[tuple[int, int, str]] = []
        for leaf in (leaf for leaf, _ in leaves(read.tree) if isinstance(leaf, Term)):
            text = term(leaf)
            if text is not None:
                parts.append((leaf.start, leaf.end, text))
        for sort in read.sort:
            name = order(sort)
            if name is not None:
                parts.append((sort.start, sort.end, f"sort:{name}{'-' if sort.descending else ''}"))
        query = row.query
        for start, end, text in sorted(parts, reverse=True):
            query = query[:start] + text + query[end:]
        if query != row.query:
            changes[row.id] = {"query": query}
    writer.update(table, changes)
    return len(changes)
