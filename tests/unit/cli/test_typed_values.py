"""Values as people type them on the command line: what can be read in two ways is asked about, the rest is kept."""

import json

import pytest


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("0,500 EUR", 0.5, "EUR"),
        ("0.125 kr", 0.125, "SEK"),
        ("1.234,50 €", 1234.5, "EUR"),
        ("12.3450 EUR", 12.345, "EUR"),
        ("R$ 49,90", 49.9, "BRL"),
        ("₹499", 499, "INR"),
        ("29,99 zł", 29.99, "PLN"),
        ("9.- DM", 9, "DEM"),
    ],
)
def test_an_amount_is_kept_as_it_was_typed(cli, typed, amount, currency):
    assert cli("add", "--set", "title=One", "--set", f"price={typed}")[0] == 0
    [copy] = json.loads(cli("export", "-")[1])["copies"]
    assert copy["price"] == {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("12.345 EUR", "12345 EUR", "12.3450 EUR"),
        ("1,500 $", "1500 USD", "1.5 USD"),
        ("€2.000", "2000 EUR", "2 EUR"),
        ("999.999 zł", "999999 PLN", "999.9990 PLN"),
    ],
)
def test_an_amount_with_two_readings_is_refused_with_both(cli, typed, first, second):
    status, out, err = cli("add", "--set", "title=One", "--set", f"price={typed}")
    assert (status, out) == (2, "")
    assert f"“{typed}” can be read in two ways; write {first} or {second}." in err
    assert json.loads(cli("export", "-")[1])["films"] == []


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("runtime", "90'", 90),
        ("runtime", "1.5 h", 90),
        ("runtime", "PT107M", 107),
        ("release_date", "5 de marzo de 2011", "2011-03-05"),
        ("release_date", "2011. 03. 05.", "2011-03-05"),
        ("release_date", "2011 März 5", "2011-03-05"),
    ],
)
def test_times_and_dates_are_read_as_people_write_them(cli, field, typed, value):
    assert cli("add", "--set", "title=One", "--set", f"{field}={typed}")[0] == 0
    [film] = json.loads(cli("export", "-")[1])["films"]
    assert value in (film["runtime_minutes"], film["release_date"])


@pytest.mark.parametrize(
    ("numbers", "wanted"),
    [
        (("10", "1.5", "2", "1"), ["1", "1.5", "2", "10"]),
        (("2", "0", "0,5"), ["0", "0,5", "2"]),
        (("2.25", "2.5", "2.125"), ["2.25", "2.5"]),
        (("-1", "0.5", "3"), ["-1", "0.5", "3"]),
    ],
)
def test_numbers_of_a_series_may_be_in_between(cli, numbers, wanted):
    """Of 2.125 nobody can tell whether it is two thousand: it is refused."""
    for number in numbers:
        cli("add", "--set", f"title=Part {number}", "--set", "series=X", "--set", f"series_number={number}")
    found = json.loads(cli("search", "sort:series_number", "--json")[1])
    assert [row["title"].removeprefix("Part ") for row in found] == wanted
