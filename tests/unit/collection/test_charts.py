"""What charts show of a query: every bar asks for what it counts."""

import pytest

from catalogue.collection import charts
from catalogue.collection.commands import AddRecord

DISCS = (
    {"title": "Alpha", "year": 1959, "format": "DVD", "location": "Study/Shelf 1", "purchase_date": "2019-03-02"},
    {"title": "Beta", "year": 1963, "format": "DVD", "location": "Study/Shelf 2", "purchase_date": "2019-05"},
    {"title": "Gamma", "year": 1985, "format": "Blu-ray", "location": "Study/Shelf 1", "purchase_date": "2020-01-09"},
    {"title": "Delta", "year": 1985, "format": "VHS", "location": "Cellar", "purchase_date": "2020"},
)
PRICES = ((10, "EUR"), (7.5, "EUR"), (4, "GBP"), (3, "EUR"))


@pytest.fixture
def shelf(collection):
    for disc, (amount, currency) in zip(DISCS, PRICES, strict=True):
        more = {"price": {"amount": amount, "currency": currency}, "genres": ["Drama"], "owner": "Ann", "my_rating": 7}
        collection.run(AddRecord({**disc, **more}))
    collection.run(AddRecord({"title": "Wanted", "year": 2001, "genres": ["Comedy"]}, disc=False))
    return collection


def bars(collection, name, query=""):
    found = {chart.name: chart for chart in collection.charts(query).charts}
    return [(bar.label, bar.amount) for bar in found[name].bars] if name in found else None


def test_values_are_ranked_and_decades_go_along_time(shelf):
    assert bars(shelf, "formats") == [("DVD", 2), ("Blu-ray", 1), ("VHS", 1)]
    assert bars(shelf, "genres") == [("Drama", 4), ("Comedy", 1)]
    decades = [("1950s", 1), ("1960s", 1), ("1970s", 0), ("1980s", 2), ("1990s", 0), ("2000s", 1)]
    assert bars(shelf, "decades") == decades
    assert bars(shelf, "ratings")[6] == ("7", 4)


def test_purchases_of_a_short_time_are_shown_by_month(shelf):
    bought = bars(shelf, "purchases")
    assert (bought[0], bought[2], bought[-1], len(bought)) == (("Mar 2019", 1), ("May 2019", 1), ("Jan 2020", 1), 11)
    notes = {chart.name: chart.note for chart in shelf.charts("").charts}
    assert notes["purchases"] == "1 of which only the year is known are not shown"
    assert bars(shelf, "spent")[:3] == [("Mar 2019", 10), ("Apr 2019", 0), ("May 2019", 7.5)]
    assert notes["spent"] == "not counted: £4"


def test_purchases_of_a_long_time_are_shown_by_year(shelf):
    shelf.run(AddRecord({"title": "Old", "purchase_date": "1999-01-01"}))
    bought = bars(shelf, "purchases")
    assert (bought[0], bought[-2:], len(bought)) == (("1999", 1), [("2019", 2), ("2020", 2)], 22)


def test_places_are_those_within_where_everything_stands(shelf):
    assert bars(shelf, "places") == [("Study", 3), ("Cellar", 1)]
    titles = {chart.name: chart.title for chart in shelf.charts("at:Study").charts}
    assert titles["places"] == "Places in Study"
    assert bars(shelf, "places", "at:Study") == [("Shelf 1", 2), ("Shelf 2", 1)]


def test_the_figures_are_those_of_the_query(shelf):
    overall = shelf.charts("").overall
    assert (overall.discs, overall.films, overall.paid, overall.worth) == (4, 5, ("€20.50", "£4"), ())
    assert shelf.charts("year:1985").overall.discs == 2
    assert shelf.charts("nowhere").charts == ()


def test_each_bar_finds_what_it_counts(shelf):
    for chart in shelf.charts("").charts:
        for bar in chart.bars:
            if chart.name != "spent" and bar.amount:
                assert len(shelf.find(f"{chart.key}:{_quoted(bar.value)}").ids) >= bar.amount, (chart.name, bar)


def test_more_values_than_bars_are_said_in_words(collection):
    for number in range(charts.MOST + 3):
        collection.run(AddRecord({"title": f"Film {number}", "owner": f"Owner {number:02}"}))
    owners = next(chart for chart in collection.charts("").charts if chart.name == "owners")
    assert len(owners.bars) == charts.MOST
    assert owners.note == "and 3 more"


def test_a_mistyped_year_makes_no_endless_chart(collection):
    for year in (19, 1990):
        collection.run(AddRecord({"title": f"Film {year}", "purchase_date": f"{year:04}-01-01"}))
    assert bars(collection, "purchases") == [("0019", 1), ("1990", 1)]


def _quoted(value):
    return f'"{value}"' if " " in value or "/" in value else value
