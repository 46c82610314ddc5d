"""Terms about who has a disc and who saw a film: `is:late`, `lent:ann`, `due:<2026-12`, `seen:>2024`."""

from __future__ import annotations

import sqlalchemy as sa

from catalogue.fields import registry
from catalogue.fields.text import fold
from catalogue.search import terms
from catalogue.search.context import Context
from catalogue.search.hits import Condition, either, of_copies, of_films
from catalogue.search.tree import Term
from catalogue.store import naming, tables

_DATE = registry.BY_KEY["purchase_date"]
"""Any day of any field is written in the same way."""


def on_loan() -> Condition:
    """What somebody has."""
    return _of_loans(tables.loan.c.returned.is_(None))


def late(context: Context) -> Condition:
    """What should be back by now; due in a month or a year is late when that is over."""
    loan = tables.loan
    return _of_loans(sa.and_(loan.c.returned.is_(None), loan.c.due + "~" < context.today.isoformat()))


def watched() -> Condition:
    """Of which a film was seen."""
    return of_films(sa.select(tables.viewing.c.film_id))


def asks_for_lent(term: Term) -> bool:
    """Whether a term is about what somebody has, or had."""
    name, value = fold(term.field), fold(term.value)
    return name in {"lent", "due"} or (name == "is" and value in {"lent", "loaned", "late", "overdue"})


def lent(term: Term, context: Context) -> Condition | None:
    """What somebody has (`lent:ann`), or what was lent at some time (`lent:>2026-01`)."""
    loan, contact = tables.loan, tables.contact
    if not term.value and not term.upper:
        return on_loan()
    if _is_dated(term):
        return _of_loans(*terms.tests_of(_DATE, loan.c.lent, term, context))
    name, now = fold(term.value), loan.c.returned.is_(None)
    if term.comparison != "is":
        return _lent_to(_holds_words(contact.c.folded, name), now)
    same = naming.known_as(contact, term.value)
    known = sa.select(loan.c.id).where(loan.c.contact_id.in_(sa.select(contact.c.id).where(same)))
    return either([_lent_to(same, now), _lent_to(contact.c.folded == name, now, *terms.without_any([known]))])


def due(term: Term, context: Context) -> Condition | None:
    """What is to come back at some time."""
    loan = tables.loan
    if not term.value and not term.upper:
        return _of_loans(loan.c.due.is_not(None), loan.c.returned.is_(None))
    return _of_loans(*terms.tests_of(_DATE, loan.c.due, term, context), loan.c.returned.is_(None))


def seen(term: Term, context: Context) -> Condition | None:
    """What was seen at some time (`seen:2024`, `seen:>2024`), or by somebody (`seen:ann`)."""
    viewing = tables.viewing
    if not term.value and not term.upper:
        return watched()
    if _is_dated(term):
        tests = terms.tests_of(_DATE, viewing.c.seen_on, term, context)
    else:
        tests = [_holds_words(sa.func.fold(viewing.c.who), fold(term.value))]
    return of_films(sa.select(viewing.c.film_id).where(*tests))


def _lent_to(known: Condition, *tests: Condition) -> Condition:
    return _of_loans(tables.loan.c.contact_id.in_(sa.select(tables.contact.c.id).where(known)), *tests)


def _of_loans(*tests: Condition) -> Condition:
    return of_copies(sa.select(tables.loan.c.copy_id).where(*tests))


def _is_dated(term: Term) -> bool:
    return term.comparison not in {"has", "is"} or term.value[:1].isdigit()


def _holds_words(column: sa.ColumnElement[str], words: str) -> Condition:
    """Whether each word of a folded text begins a word of the column."""
    return sa.and_(sa.true(), *((" " + column).contains(f" {word}", autoescape=True) for word in words.split()))
