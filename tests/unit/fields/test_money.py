import re

import pytest

from catalogue.errors import FieldError
from catalogue.fields.money import format_money, parse_money, readings, show_money


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("$9.99", 9.99, "USD"),
        ("$10,000,000", 10000000, "USD"),
        ("9,99 EUR", 9.99, "EUR"),
        ("9.99 eur", 9.99, "EUR"),
        ("€ 1.234,50", 1234.5, "EUR"),
        ("EUR 1,234.50", 1234.5, "EUR"),
        ("USD 10.000.000", 10000000, "USD"),
        ("£5", 5, "GBP"),
        ("12 £", 12, "GBP"),
        ("Fr. 9'500", 9500, "CHF"),
        ("CHF 9’500.50", 9500.5, "CHF"),
        ("1 000 SEK", 1000, "SEK"),
        ("1\u00a0000,50\u00a0€", 1000.5, "EUR"),
        ("C$ 20", 20, "CAD"),
        ("3.00 EUR", 3, "EUR"),
        ("¥4,980", 4980, "JPY"),
        ("0,500 EUR", 0.5, "EUR"),
        ("12.3450 EUR", 12.345, "EUR"),
        ("1'234.50 CHF", 1234.5, "CHF"),
        ("CHF 9.-", 9, "CHF"),
        ("9,- €", 9, "EUR"),
        ("19.– Fr.", 19, "CHF"),
        ("1'250.-- CHF", 1250, "CHF"),
        ("DM 29,90", 29.9, "DEM"),
        ("29,90 DM", 29.9, "DEM"),
        ("199 kr", 199, "SEK"),
        ("149,95 kr.", 149.95, "DKK"),
        ("99 nkr", 99, "NOK"),
        ("99:-", 99, "SEK"),
        ("39,99 zł", 39.99, "PLN"),
        ("R$ 29,90", 29.9, "BRL"),
        ("R$29.90", 29.9, "BRL"),
        ("₹1,00,000", 100000, "INR"),
        ("Rs. 499", 499, "INR"),
        ("499 ₽", 499, "RUB"),
        ("NZ$ 24.99", 24.99, "NZD"),
        ("US $ 9.99", 9.99, "USD"),
        ("$9.99 CAD", 9.99, "CAD"),
        ("€ 5 EUR", 5, "EUR"),
        ("5 Euro", 5, "EUR"),
        ("￥１９８０", 1980, "JPY"),
    ],
)
def test_amounts_are_read_as_people_write_them(written, amount, currency):
    value = parse_money(written)
    assert value == {"amount": amount, "currency": currency}
    assert type(value["amount"]) is type(amount)


@pytest.mark.parametrize(
    "written",
    [
        "free",
        "EUR",
        "9.99",
        "9.99 pieces of gold",
        "EUR EUR",
        "",
        "$" + "9" * 40,
        "-5 EUR",
        "$-5",
        "€ 5 USD",
        "2 x 5 €",
    ],
)
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(FieldError, match=r"write 9\.99 EUR\.$"):
        parse_money(written)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [(10000000, "USD", "$10,000,000"), (9.5, "EUR", "€9.50"), (1234.5, "CHF", "CHF 1,234.50"), (20, "CAD", "CAD 20")],
)
def test_amounts_are_shown_with_their_currency(amount, currency, shown):
    assert show_money({"amount": amount, "currency": currency}) == shown


@pytest.mark.parametrize("written", ["12.345 EUR", "$12,345", "DM 1.500", "1,500 kr", "€ 100.000"])
def test_three_decimals_are_asked_about_and_pages_mean_thousands(written):
    both = readings(written)
    assert both is not None
    texts = [format_money(one) for one in both]
    said = re.escape(f"“{written}” can be read in two ways; write {' or '.join(texts)}.")
    with pytest.raises(FieldError, match=f"^{said}$"):
        parse_money(written)
    assert parse_money(written, thousands=True) == both[0]
    assert tuple(map(parse_money, texts)) == both
    assert both[0]["amount"] == 1000 * both[1]["amount"]


@pytest.mark.parametrize("written", ["¥4,980", "0,500 EUR", "free", "1,234.56 EUR"])
def test_what_has_one_meaning_or_none_is_not_asked_about(written):
    assert readings(written) is None
