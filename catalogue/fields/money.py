"""Amounts of money: a number in major units with an ISO currency."""

from __future__ import annotations

import re
from typing import Any

from catalogue.errors import FieldError

SYMBOLS = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "C$": "CAD", "A$": "AUD", "Fr.": "CHF"}
_MARK = {code: symbol for symbol, code in reversed(SYMBOLS.items()) if len(symbol) == 1}
_MONEY = re.compile(r"(?P<before>[^\d\s.,-]+\.?)?\s*(?P<number>[0-9][0-9\s.,'’]*)\s*(?P<after>[^\d\s.,]+\.?)?$")
_MOST_DIGITS = 15


def parse_money(text: str) -> dict[str, Any]:
    """`$9.99`, `9,99 EUR`, `USD 10,000,000` as {"amount", "currency"}; `$` alone is USD. Raises FieldError."""
    match = _MONEY.match(text.strip())
    if not match or sum(letter.isdigit() for letter in match["number"]) > _MOST_DIGITS:
        raise FieldError(f"“{text}” is not an amount of money; write 9.99 EUR.")
    mark = match["before"] or match["after"]
    if not mark:
        raise FieldError(f"“{text}” has no currency; write 9.99 EUR.")
    currency = SYMBOLS.get(mark, mark.upper())
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise FieldError(f"“{mark}” is not a currency; write 9.99 EUR.")
    return {"amount": _number(match["number"]), "currency": currency}


def show_money(value: dict[str, Any]) -> str:
    """The amount as a person reads it: $10,000,000 or CHF 9.50."""
    amount, currency = value["amount"], value["currency"]
    number = f"{amount:,}" if isinstance(amount, int) else f"{amount:,.2f}"
    return f"{_MARK[currency]}{number}" if currency in _MARK else f"{currency} {number}"


def _number(text: str) -> int | float:
    text = re.sub(r"[\s'’]", "", text)
    # The last separator marks decimals when one or two digits follow it, or when both separators occur.
    last = max(text.rfind("."), text.rfind(","))
    if last >= 0 and (0 < len(text) - last - 1 <= 2 or ("." in text and "," in text and text.count(text[last]) == 1)):
        whole, decimals = re.sub(r"[.,]", "", text[:last]), text[last + 1 :]
        amount = float(f"{whole or 0}.{decimals}")
        return int(amount) if amount.is_integer() else amount
    return int(re.sub(r"[.,]", "", text))
