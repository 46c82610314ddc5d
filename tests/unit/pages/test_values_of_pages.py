import pytest

from catalogue.fields.text import fold
from catalogue.pages import values


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("UK", ["United Kingdom"]),
        ("United States Russia Hungary", ["United States", "Russia", "Hungary"]),
        ("Großbritannien, Deutschland", ["United Kingdom", "Germany"]),
        ("Bosnia and Herzegovina France", ["Bosnia and Herzegovina", "France"]),
        ("USA | West Germany", ["United States", "West Germany"]),
        ("Nowhere", []),
    ],
)
def test_countries_get_their_standard_names(printed: str, names: list[str]) -> None:
    assert values.countries(printed) == names


def test_languages_get_their_standard_names() -> None:
    assert values.languages("Deutsch Französisch") == ["German", "French"]
    assert values.languages("English, Swiss German") == ["English", "Swiss German"]


@pytest.mark.parametrize(
    ("printed", "minutes"),
    [
        ("01:47", 107),
        ("2h 52m", 172),
        ("1 hour 47 minutes", 107),
        ("107 min", 107),
        ("PT1H47M", 107),
        ("2h", 120),
        ("00:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_running_times(printed: str, minutes: int | None) -> None:
    assert values.minutes(printed) == minutes


@pytest.mark.parametrize(
    ("printed", "amount", "currency"),
    [
        ("$10000000", 10000000, "USD"),
        ("$10,000,000 (estimated)", 10000000, "USD"),
        ("€8 million", 8000000, "EUR"),
        ("£13.5 million", 13500000, "GBP"),
        ("DEM 32,000,000", 32000000, "DEM"),
    ],
)
def test_amounts_of_money(printed: str, amount: int, currency: str) -> None:
    assert values.amount(printed) == {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("printed", "color"),
    [
        ("Color", "Color"),
        ("Colour", "Color"),
        ("Farbe", "Color"),
        ("Black and White", "Black and White"),
        ("B&W", "Black and White"),
        ("Schwarzweiß", "Black and White"),
        ("Drama", None),
    ],
)
def test_colours(printed: str, color: str | None) -> None:
    assert values.color(printed) == color


@pytest.mark.parametrize(
    ("printed", "rating"),
    [
        ("R", "R"),
        ("Rated R for language", "R"),
        ("PG-13", "PG-13"),
        ("TV-MA", "TV-MA"),
        ("Not Rated", "Not Rated"),
        ("Great", None),
    ],
)
def test_ratings_of_the_mpa(printed: str, rating: str | None) -> None:
    assert values.mpa_rating(printed) == rating


def test_companies_in_a_row_are_cut_behind_words_that_end_their_names() -> None:
    assert values.companies("Working Title Films StudioCanal Warner Bros. Pictures") == (
        ["Working Title Films", "StudioCanal", "Warner Bros. Pictures"],
        True,
    )
    assert values.companies("Foo Film (I) Bar Productions") == (["Foo Film (I)", "Bar Productions"], True)
    assert values.companies("One Two Three Four Five Six Seven")[1] is False


def test_folding_makes_texts_comparable() -> None:
    assert fold("Łódź’s Æon") == "lodz's aeon"
    assert fold("STRAẞE") == fold("Straße") == "strasse"
    assert fold("Amélie") == "amelie"
    assert fold("“Ünal” – Þór") == '"unal" - thor'
