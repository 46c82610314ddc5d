import pytest

from catalogue.errors import FieldError
from catalogue.fields.money import parse_money, show_money


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
    ],
)
def test_amounts_are_read_as_people_write_them(written, amount, currency):
    value = parse_money(written)
    assert value == {"amount": amount, "currency": currency}
    assert type(value["amount"]) is type(amount)


@pytest.mark.parametrize("written", ["free", "EUR", "9.99", "9.99 pieces of gold", "EUR EUR", "", "$" + "9" * 40])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(FieldError, match=r"write 9\.99 EUR\.$"):
        parse_money(written)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [(10000000, "USD", "$10,000,000"), (9.5, "EUR", "€9.50"), (1234.5, "CHF", "CHF 1,234.50"), (20, "CAD", "CAD 20")],
)
def test_amounts_are_shown_with_their_currency(amount, currency, shown):
    assert show_money({"amount": amount, "currency": currency}) == shown
