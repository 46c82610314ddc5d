"""Turns a query's tree into one SQL condition on the list of results. Every construct compiles; nothing is filtered
in Python."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from catalogue.fields import barcode, dates, people, registry
from catalogue.fields.parts import split_film_name
from catalogue.fields.people import People
from catalogue.fields.registry import Vocabulary
from catalogue.fields.text import fold
from catalogue.fields.words import words_of
from catalogue.search import hits, lending, names, terms
from catalogue.search.context import Context
from catalogue.search.hits import Condition
from catalogue.search.parser import parse
from catalogue.search.scopes import ListScope, Rows, condition_in, rows_in
from catalogue.search.tree import All, Node, Not, Query, QueryHint, QueryProblem, Term, Words, leaves
from catalogue.store import tables
from catalogue.store.listing import entry, entry_film, plain


@dataclass(frozen=True, slots=True)
class Compiled:
    """The condition on `entry` for a query, what of it could not be used, and whether it finds all that there is.

    `rows` are what it finds with the discs behind. `empty` is a query that asks for nothing in particular: no text at
    all, or only marks. `title` finds the rows that have the whole of it in their title, where it may be one with a word
    of the language in it. `exact` has the terms for whole values, with the records that have these.
    """

    condition: Condition
    rows: Rows
    problems: tuple[QueryProblem, ...]
    whole: bool
    empty: bool
    hints: tuple[QueryHint, ...] = ()
    title: Condition | None = None
    exact: tuple[tuple[Term, list[hits.Ids]], ...] = ()


def compiled(
    query: Query,
    fields: Vocabulary,
    saved: Mapping[str, str] | None = None,
    first: bool = False,
    scope: ListScope = "everything",
) -> Compiled:
    """Compiles a query for a list of everything, of discs or of films. Trash is left out unless asked for.

    `saved` has the texts of saved searches by folded name. With `first`, words are looked for in titles and names only:
    what is found then is part of the whole answer.
    """
    today = date.fromisoformat(dates.now()[:10])
    context = Context(today, fields, saved or {}, first=first, films=scope == "films")
    asked, title = _asked(query, context)
    living = _living(query.tree, context)
    condition, rows = condition_in(scope, asked, living), rows_in(scope, asked, living)
    titled = None if title is None else condition_in(scope, title, living)
    empty = asked is None or (names_saved(query) and not _narrows(query.tree, context))
    told = tuple(context.problems), not context.narrowed, empty, tuple(context.hints)
    return Compiled(condition, rows, *told, titled, tuple(context.exact))


def _asked(query: Query, context: Context) -> tuple[Condition | None, Condition | None]:
    """What a query asks for, and what of it has the whole query in its title."""
    asked = _node(query.tree, context) if query.tree is not None else None
    title = None
    if query.title is not None:
        title = hits.in_titles(query.title.text, query.title.prefix)
        _, year = split_film_name(query.text)
        if title is not None and year is not None:
            title = sa.and_(title, hits.of_films(sa.select(tables.film.c.id).where(tables.film.c.year == year)))
    return (asked if asked is None or title is None else hits.either([asked, title])), title


def names_saved(query: Query) -> bool:
    """Whether a query asks for a saved search by its name."""
    return any(isinstance(leaf, Term) and fold(leaf.field) == "saved" for leaf, _ in leaves(query.tree))


def _living(tree: Node | None, context: Context) -> Condition:
    if _asks(tree, context, lambda term, _: (fold(term.field), fold(term.value)) == ("is", "trash")):
        return sa.true()
    here: Condition = entry.c.trashed == 0
    # What somebody still has is asked for wherever it is.
    lent = _asks(tree, context, lambda term, wanted: wanted and lending.asks_for_lent(term))
    return sa.or_(here, lending.on_loan()) if lent else here


def _asks(tree: Node | None, context: Context, test: Callable[[Term, bool], bool]) -> bool:
    """Whether a term of a query, or of a saved search that it asks for, is one of some kind."""
    for leaf, wanted in leaves(tree):
        if not isinstance(leaf, Term):
            continue
        if test(leaf, wanted):
            return True
        inner = _inside(leaf, context)
        if inner is not None and _asks(*inner, test):
            return True
    return False


def _inside(term: Term, context: Context) -> tuple[Node | None, Context] | None:
    """The query of the saved search that a term asks for, and what it is compiled with; None where there is none."""
    name = context.saved_name(term.value)
    if fold(term.field) != "saved" or name in context.inside or name not in context.saved:
        return None
    inner = Context(context.today, context.fields, context.saved, inside=(*context.inside, name))
    return parse(context.saved[name], context.fields).tree, inner


def _narrows(node: Node | None, context: Context) -> bool:
    """Whether a query leaves anything out: a saved search that asks for nothing does not."""
    if node is None:
        return False
    if isinstance(node, Term):
        inner = _inside(node, context)
        if inner is not None:
            return _narrows(*inner)
    if isinstance(node, Words | Term):
        return _node(node, context.aside()) is not None
    if isinstance(node, Not):
        return _narrows(node.part, context)
    # Parts that say nothing are passed over, but for saved searches: those find everything.
    asked = _without_symbols(node.parts) if isinstance(node, All) else node.parts
    said = [part for part in asked if _node(part, context.aside()) is not None]
    return (any if isinstance(node, All) else all)(_narrows(part, context) for part in said) and bool(said)


def _node(node: Node, context: Context) -> Condition | None:
    if isinstance(node, Words):
        return _words(node, context)
    if isinstance(node, Term):
        return _term(node, context)
    if isinstance(node, Not):
        for leaf, _ in leaves(node.part):
            _doubt_excluded(leaf, context)
        part = _node(node.part, context.absent())
        return None if part is None else _without(part)
    asked = _without_symbols(node.parts) if isinstance(node, All) else node.parts
    parts = [part for part in (_node(part, context) for part in asked) if part is not None]
    if not parts:
        return None
    return hits.every(parts) if isinstance(node, All) else hits.either(parts)


def _doubt_excluded(leaf: Words | Term, context: Context) -> None:
    """Notes a part without any word that is to be left out: nothing has it, so that everything would be found."""
    said = leaf.text if isinstance(leaf, Words) else leaf.value if leaf.comparison == "has" else ""
    if said.strip() and not words_of(said):
        words = f"“{said}” has no word in it: leaving it out leaves everything."
        context.hint(leaf.start, leaf.end, words, words)


def _without_symbols(parts: Sequence[Node]) -> Sequence[Node]:
    """Symbols are looked up alone and skipped among words: `I ♥ Huckabees` is what `i huckabees` is."""
    symbols = [isinstance(part, Words) and not words_of(part.text) for part in parts]
    if not any(isinstance(part, Words) and not alone for part, alone in zip(parts, symbols, strict=True)):
        return parts
    return [part for part, alone in zip(parts, symbols, strict=True) if not alone]


def _without(part: Condition) -> Condition:
    # A film without a disc has no copy, and SQL neither affirms nor denies what is said of nothing: it has no tag.
    return part.is_not(sa.true())


def _words(words: Words, context: Context) -> Condition | None:
    # Scanners write the same code with and without its leading zero.
    code = words.text if words.text.isdigit() else barcode.printed(words.text.split())
    text = words.text if code is None else barcode.normal(code)
    found = hits.in_names(text, words.prefix) if context.first else hits.anywhere(text, words.prefix, context.films)
    context.narrowed = context.narrowed or (context.first and found is not None)
    if found is None and not words.text.isascii():
        context.problem(words.start, words.end, f"“{words.text}” has nothing that can be searched.")
        return sa.false()
    return found


def _term(term: Term, context: Context) -> Condition | None:
    state = _STATES.get(fold(term.field))
    if state is not None:
        return state(term, context)
    known = people.by_name(term.field)
    if known is not None:
        return _of_people(known, term, context)
    field = context.fields.by_search_name(term.field)
    if field is not None:
        return terms.of_field(field, term, context)
    text = names.taken(term, context.fields)
    assert isinstance(text, Words)
    if not term.value.startswith("//"):
        # Not an address that somebody pasted.
        refusal = f"There is no field “{term.field}”."
        context.hint(term.start, term.value_start, f"{refusal[:-1]}: “{text.text}” was looked for as words.", refusal)
    return _words(text, context)


def _of_people(known: People, term: Term, context: Context) -> Condition | None:
    if term.comparison == "has" and not term.value:
        return _there(known)
    if term.comparison == "~":
        pattern = terms.pattern_of(term, context)
        if pattern is None:
            return sa.false()
        words, query = hits.indexed("film_words")
        return hits.of_films(
            query.where(sa.or_(*(sa.func.matches(pattern, plain(words.c[name])) for name in known.columns)))
        )
    if terms.counts_values(term):
        bounds = terms.count_bounds(term, context)
        if bounds is None:
            return sa.false()
        return hits.of_films(terms.by_count(tables.film, _credits(known), *bounds))
    if term.comparison == "is":
        return terms.people_whole(known, term.value)
    value = term.value if term.comparison == "has" else f"{term.value}..{term.upper}"
    return hits.in_columns(known.columns, value, term.prefix or term.comparison == "range")


def _credits(known: People) -> hits.Ids:
    """The films of credits, a row for each credit."""
    query = sa.select(tables.credit.c.film_id)
    if not known.trades:
        return query.where(tables.credit.c.character.is_not(None))
    return query.where(*terms.in_trades(known))


def _there(known: People) -> Condition:
    return hits.of_films(_credits(known))


def _has(term: Term, context: Context) -> Condition | None:
    value = fold(term.value)
    if value in {"cover", "picture"}:
        return hits.of_copies(sa.select(tables.picture.c.copy_id))
    if value in {"page", "document"}:
        return hits.of_films(sa.select(tables.attachment.c.film_id))
    known = people.by_name(term.value)
    if known is not None:
        return _there(known)
    field = names.field_of(term.value, context.fields)
    if field is None:
        context.bad_value(term, f"There is no field “{term.value}”.")
        return sa.false()
    return terms.filled(field)


def _lacks(term: Term, context: Context) -> Condition | None:
    before = len(context.problems)
    found = _has(term, context)
    return _without(found) if found is not None and len(context.problems) == before else found


def _state(term: Term, context: Context) -> Condition | None:
    value = fold(term.value)
    if value == "trash":
        return entry.c.trashed == 1
    if value == "film":
        return entry.c.copy_id.is_(None)
    if value == "disc":
        return entry.c.copy_id.is_not(None)
    if value in {"wish", "wished"}:
        return _with_status("wish list")
    if value in {"box", "boxset"}:
        several = (
            sa.select(entry_film.c.entry_id)
            .where(entry_film.c.own == 1)
            .group_by(entry_film.c.entry_id)
            .having(sa.func.count() > 1)
        )
        return hits.of_copies(several)
    plain = value.replace(" ", "")
    for status in registry.STATUS:
        if plain in (status.replace(" ", ""), status.replace("in ", "").replace("on ", "").replace("for ", "")):
            return _with_status(status)
    for kind in registry.FILM_KINDS:
        if plain == kind:
            return hits.of_films(sa.select(tables.film.c.id).where(tables.film.c.kind == kind))
    if value in {"lent", "loaned"}:
        return lending.on_loan()
    if value in {"late", "overdue"}:
        return lending.late(context)
    if value == "seen":
        return lending.watched()
    if value == "unseen":
        return sa.and_(entry.c.film_id.is_not(None), _without(lending.watched()))
    offered = "is:trash, is:film, is:disc, is:wish, is:lent, is:late, is:seen, is:box or is:sold"
    context.bad_value(term, f"Write {offered}.")
    return sa.false()


def _with_status(status: str) -> Condition:
    return hits.of_copies(sa.select(tables.copy.c.id).where(tables.copy.c.status == status))


def _needs(term: Term, context: Context) -> Condition | None:
    if fold(term.value) != "review":
        context.bad_value(term, "Write needs:review.")
        return sa.false()
    review = tables.review
    films = sa.select(review.c.record_id).where(review.c.about == "film")
    editions = sa.select(review.c.record_id).where(review.c.about == "edition")
    copies = sa.select(review.c.record_id).where(review.c.about == "copy")
    return hits.either([hits.of_films(films), hits.of_editions(editions), hits.of_copies(copies)])


def _saved(term: Term, context: Context) -> Condition | None:
    name = context.saved_name(term.value)
    if name not in context.saved:
        context.bad_value(term, f"There is no saved search “{term.value}”.")
        return sa.false()
    if name in context.inside:
        context.bad_value(term, f"The saved search “{term.value}” asks for itself.")
        return sa.false()
    inner = Context(context.today, context.fields, context.saved, inside=(*context.inside, name), films=context.films)
    query = parse(context.saved[name], context.fields)
    asked, _ = _asked(query, inner)
    living = _living(query.tree, inner)
    found = living if asked is None else sa.and_(asked, living)
    for message in (one.message for one in (*query.problems, *inner.problems)):
        context.bad_value(term, f"In the saved search “{term.value}”: {message}")
    for hint in (*query.lacking, *inner.hints):
        context.bad_value(term, f"In the saved search “{term.value}”: {hint.refusal}")
    return found


_STATES: dict[str, Callable[[Term, Context], Condition | None]] = {
    "has": _has,
    "no": _lacks,
    "is": _state,
    "needs": _needs,
    "saved": _saved,
    "lent": lending.lent,
    "due": lending.due,
    "seen": lending.seen,
}
assert tuple(_STATES) == names.STATES
