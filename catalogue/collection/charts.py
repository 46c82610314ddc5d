"""What charts show of the rows that a query finds: formats, decades, genres, places, owners, purchases, money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import facets
from catalogue.collection.facets import FacetValue
from catalogue.collection.finding import compiled, counts
from catalogue.fields import dates
from catalogue.fields.money import show_money
from catalogue.jobs import Job
from catalogue.search.parser import parse
from catalogue.search.scopes import ListScope, Rows
from catalogue.store import tables, vocabulary
from catalogue.store.engine import interruptible
from catalogue.store.listing import entry_film

MOST = 12
"""So many bars has a chart that does not go along time; the rest is said in words."""

_MOST_MONTHS = 36
"""Purchases of a longer time are shown by year."""

_MOST_COLUMNS = 150


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `value` is what a query asks for in the chart's field; `shown` is the amount in words."""

    label: str
    amount: float
    value: str
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with a title. `key` is the field that a bar's value belongs to; `upright` ones go along time.

    `note` says in words what the bars do not show.
    """

    name: str
    title: str
    key: str
    bars: tuple[Bar, ...]
    upright: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Overall:
    """How much a query finds, and what was paid for its discs and what they are said to be worth, by currency."""

    discs: int
    editions: int
    films: int
    paid: tuple[str, ...]
    worth: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Charts:
    """All charts that have something to show, and the figures above them."""

    overall: Overall
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a scope that charts are drawn of."""

    listed: Rows
    scope: ListScope
    hit: sa.CTE

    @classmethod
    def of(cls, listed: Rows, scope: ListScope) -> _Rows:
        return cls(listed, scope, listed.cte("hit"))

    def copies(self) -> sa.Join:
        """Their discs, each once."""
        copies = sa.select(self.hit.c.copy_id).distinct().subquery()
        return sa.join(copies, tables.copy, tables.copy.c.id == copies.c.copy_id)


def charts(connection: Connection, query: str, job: Job | None = None, scope: ListScope = "everything") -> Charts:
    """The charts of the rows of a scope that a query finds. What of the query cannot be understood is passed over."""
    rows = _Rows.of(compiled(connection, parse(query, vocabulary.of(connection)), scope=scope).rows, scope)
    with interruptible(connection, job):
        found = [
            _ranking(connection, rows, "formats", "Formats", "format"),
            _decades(connection, rows),
            _ranking(connection, rows, "genres", "Genres", "genres"),
            _places(connection, rows),
            _ranking(connection, rows, "owners", "Owners", "owner"),
            _ratings(connection, rows),
            *_purchases(connection, rows),
        ]
        return Charts(_overall(connection, rows), tuple(chart for chart in found if chart and chart.bars))


def stats(connection: Connection, query: str, found: Charts) -> dict[str, Any]:
    """How much of everything a query finds, and what its charts show, by value; trash left out.

    Without a query the documents, people and pictures of the whole catalogue are counted too.
    """
    overall = found.overall
    figures: dict[str, Any] = {"films": overall.films, "editions": overall.editions, "copies": overall.discs}
    if not query.strip():
        for name, table in (("documents", tables.document), ("people", tables.person), ("pictures", tables.picture)):
            figures[name] = connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        figures["needs_review"] = counts(connection)["review"]
    figures |= {"paid": list(overall.paid), "worth": list(overall.worth)}
    return figures | {chart.name: {bar.value: bar.amount for bar in chart.bars if bar.amount} for chart in found.charts}


def _overall(connection: Connection, rows: _Rows) -> Overall:
    number = sa.func.count
    distinct = rows.hit.c
    counted = sa.select(number(sa.distinct(distinct.copy_id)), number(sa.distinct(distinct.edition_id)))
    discs, editions = connection.execute(counted).one()
    inside = sa.select(number(sa.distinct(entry_film.c.film_id)))
    films = connection.scalar(inside.join(rows.hit, rows.hit.c.id == entry_film.c.entry_id)) or 0
    paid = _sums(connection, rows, tables.copy.c.price_amount, tables.copy.c.price_currency)
    worth = _sums(connection, rows, tables.copy.c.current_value_amount, tables.copy.c.current_value_currency)
    return Overall(discs, editions, films, paid, worth)


def _sums(connection: Connection, rows: _Rows, amount: Any, currency: Any) -> tuple[str, ...]:
    query = sa.select(currency, sa.func.sum(amount)).select_from(rows.copies()).where(amount.is_not(None))
    found = connection.execute(query.group_by(currency).order_by(sa.func.count().desc(), currency))
    return tuple(_money(total, code) for code, total in found)


def _ranking(connection: Connection, rows: _Rows, name: str, title: str, key: str) -> Chart:
    return _ranked(name, title, key, facets.among(connection, rows.listed, rows.scope, key))


def _ranked(name: str, title: str, key: str, values: Iterable[FacetValue]) -> Chart:
    """The most frequent values of a field, the most frequent first."""
    ranked = sorted((one for one in values if one.count), key=lambda one: (-one.count, one.order()))
    shown, rest = ranked[:MOST], ranked[MOST:]
    note = f"and {len(rest):,} more" if len(rest) > 1 else f"and {rest[0].value}" if rest else ""
    return Chart(name, title, key, tuple(map(_bar, shown)), note=note)


def _bar(one: FacetValue) -> Bar:
    return Bar(one.label or one.value.rpartition("/")[2], one.count, one.value, f"{one.count:,}")


def _decades(connection: Connection, rows: _Rows) -> Chart:
    years = facets.among(connection, rows.listed, rows.scope, "year")
    counts = {int(one.value[:-1]): one.count for one in years if one.depth == 0}
    bars = []
    if counts:
        span = range(min(counts), max(counts) + 10, 10)
        # A year that was mistyped long ago must not make a chart of a thousand empty decades.
        decades = span if len(span) <= _MOST_COLUMNS else sorted(counts)
        bars = [_count(f"{decade}s", counts.get(decade, 0), f"{decade}s") for decade in decades]
    return Chart("decades", "Decades of the films", "year", tuple(bars), upright=True)


def _places(connection: Connection, rows: _Rows) -> Chart:
    """The rooms; where all that stands anywhere stands in one of them, what is inside of it."""
    tree = [one for one in facets.among(connection, rows.listed, rows.scope, "location") if one.count]
    level = [one for one in tree if one.depth == 0]
    inside = ""
    while len(level) == 1:
        below = [one for one in tree if one.depth == level[0].depth + 1 and one.value.startswith(f"{level[0].value}/")]
        if not below:
            break
        inside, level = level[0].value, below
    title = f"Places in {inside.replace('/', ' › ')}" if inside else "Places"
    return _ranked("places", title, "location", level)


def _ratings(connection: Connection, rows: _Rows) -> Chart | None:
    values = {one.value: one.count for one in facets.among(connection, rows.listed, rows.scope, "my_rating")}
    if not any(values.values()):
        return None
    # A half has a bar of its own where somebody gave it.
    wanted = sorted({*map(str, range(11)), *(value for value, count in values.items() if count)}, key=float)
    bars = tuple(_count(rating, values.get(rating, 0), rating) for rating in wanted)
    return Chart("ratings", "My ratings", "my_rating", bars if bars[0].amount else bars[1:], upright=True)


def _purchases(connection: Connection, rows: _Rows) -> list[Chart]:
    """How many discs were bought when, and what was paid for them in the currency that most were paid in."""
    copy = tables.copy
    first, last = connection.execute(
        sa.select(sa.func.min(copy.c.purchase_date), sa.func.max(copy.c.purchase_date)).select_from(rows.copies())
    ).one()
    if first is None:
        return []
    by_month = _months(last[:7]) - _months(first[:7]) < _MOST_MONTHS and first[:4] != last
    length = 7 if by_month else 4
    when = sa.func.substr(copy.c.purchase_date, 1, length)
    query = (
        sa.select(when, copy.c.price_currency, sa.func.count(), sa.func.sum(copy.c.price_amount))
        .select_from(rows.copies())
        .where(copy.c.purchase_date.is_not(None))
    )
    bought_when = [tuple(row) for row in connection.execute(query.group_by(when, copy.c.price_currency))]
    counts: dict[str, int] = {}
    for moment, _, count, _ in bought_when:
        counts[moment] = counts.get(moment, 0) + count
    dated = {moment: count for moment, count in counts.items() if len(moment) == length}
    vague = sum(counts.values()) - sum(dated.values())
    note = f"{vague:,} of which only the year is known are not shown" if vague else ""
    step = "month" if by_month else "year"
    axis = _axis(dated, by_month)
    bought = tuple(_count(dates.show_date(moment), dated.get(moment, 0), moment) for moment in axis)
    found = [Chart("purchases", f"Bought by {step}", "purchase_date", bought, upright=True, note=note)]
    paid = _paid(bought_when, axis)
    if paid is not None:
        currency, sums, others = paid
        amounts = [(moment, sums.get(moment, 0)) for moment in axis]
        bars = tuple(Bar(dates.show_date(one), amount, one, _money(amount, currency)) for one, amount in amounts)
        words = f"not counted: {', '.join(others)}" if others else ""
        found.append(Chart("spent", f"Spent by {step}, {currency}", "purchase_date", bars, upright=True, note=words))
    return found


def _paid(rows: Sequence[tuple[Any, ...]], axis: Sequence[str]) -> tuple[str, dict[str, float], list[str]] | None:
    """The most frequent currency, its sums by moment, and the totals in other currencies in words."""
    priced = [row for row in rows if row[1] is not None and row[3] is not None]
    if not priced:
        return None
    frequent: dict[str, int] = {}
    for _, currency, count, _ in priced:
        frequent[currency] = frequent.get(currency, 0) + count
    order = sorted(frequent, key=lambda code: (-frequent[code], code))
    shown = set(axis)
    sums = {row[0]: row[3] for row in priced if row[1] == order[0] and row[0] in shown}
    others = [_money(sum(row[3] for row in priced if row[1] == code), code) for code in order[1:]]
    return order[0], sums, others


def _axis(dated: Iterable[str], by_month: bool) -> list[str]:
    """All months or years from the first to the last; only those that occur where these would be too many."""
    known = sorted(dated)
    if not known:
        return []
    number: Callable[[str], int] = _months if by_month else int
    span = range(number(known[0]), number(known[-1]) + 1)
    if len(span) > _MOST_COLUMNS:
        return known[-_MOST_COLUMNS:]
    return [f"{place // 12:04}-{place % 12 + 1:02}" if by_month else f"{place:04}" for place in span]


def _months(moment: str) -> int:
    year, _, month = moment.partition("-")
    return int(year) * 12 + int(month or 1) - 1


def _count(label: str, count: int, value: str) -> Bar:
    return Bar(label, count, value, f"{count:,}")


def _money(amount: float, currency: str) -> str:
    return show_money({"amount": int(amount) if float(amount).is_integer() else round(amount, 2), "currency": currency})
