"""Amounts of money: a number in major units with an ISO currency."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from catalogue.errors import FieldError
from catalogue.fields import numbers

SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₪": "ILS"}
"""Signs of one character: amounts of these currencies are shown with them."""

_SIGNS = SYMBOLS | {
    **{"us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD"},
    **{"nt$": "TWD", "r$": "BRL", "mx$": "MXN", "mex$": "MXN", "cn¥": "CNY", "元": "CNY", "rmb": "CNY", "円": "JPY"},
    **{"fr": "CHF", "sfr": "CHF", "fr.": "CHF", "sfr.": "CHF", "euro": "EUR", "euros": "EUR", "yen": "JPY"},
    # Kroner differ by country: the dot is Danish, and most who write none are Swedish.
    **{"kr": "SEK", "kr.": "DKK", "skr": "SEK", "nkr": "NOK", "dkr": "DKK", "ikr": "ISK", ":-": "SEK"},
    **{"zł": "PLN", "zl": "PLN", "kč": "CZK", "kc": "CZK", "ft": "HUF", "lei": "RON", "лв": "BGN", "₴": "UAH"},
    **{"rs": "INR", "rs.": "INR", "руб": "RUB", "руб.": "RUB", "tl": "TRY", "฿": "THB", "₫": "VND", "₱": "PHP"},
    **{"원": "KRW", "r": "ZAR", "₦": "NGN"},
    # What discs were bought with before the euro.
    **{"dm": "DEM", "ös": "ATS", "ös.": "ATS", "ff": "FRF", "lit": "ITL", "₤": "ITL", "pts": "ESP", "pta": "ESP"},
    **{"hfl": "NLG", "ƒ": "NLG", "bfr": "BEF", "fmk": "FIM"},
}
_MARK = {code: symbol for symbol, code in SYMBOLS.items()}
_NUMBER = re.compile(r"[.,]?[0-9](?:[0-9\s.,'’]*[0-9])?")
_NO_CENTS = re.compile(r"[.,:]?\s*[-–—]{1,2}|[.,]")
_WITHOUT_CENTS = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF", "ITL", "ESP", "BEF"})
"""Currencies that are not divided: a mark in their amounts is one for thousands."""
_EXAMPLE = "write 9.99 EUR."


def parse_money(text: str, thousands: bool = False) -> dict[str, Any]:
    """`$9.99`, `9,99 EUR`, `USD 10,000,000`, `9.- CHF` as {"amount", "currency"}; `$` alone is USD.

    Raises FieldError, also for 12.345, which can be read in two ways; they are `thousands` where a page is read.
    """
    found, code = _readings(text)
    if len(found) > 1 and not thousands:
        both = " or ".join(format_money({"amount": number, "currency": code}) for number in found)
        raise FieldError(f"“{text.strip()}” can be read in two ways; write {both}.")
    return {"amount": found[0], "currency": code}


def readings(text: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Both amounts that a text such as 12.345 EUR may mean; None where there is only one, or none."""
    try:
        found, code = _readings(text)
    except FieldError:
        return None
    one, *others = ({"amount": number, "currency": code} for number in found)
    return (one, others[0]) if others else None


def currency(text: str) -> str | None:
    """The code of a currency that is written as a sign, a word or a code; None for what is none."""
    plain = re.sub(r"\s", "", text)
    code = _SIGNS.get(plain.lower()) or _SIGNS.get(plain.lower().rstrip(".")) or plain.upper()
    return code if re.fullmatch(r"[A-Z]{3}", code) else None


def format_money(value: dict[str, Any]) -> str:
    """The amount as it can be typed: 9.99 EUR."""
    return f"{numbers.typed(value['amount'])} {value['currency']}"


def show_money(value: dict[str, Any]) -> str:
    """The amount as a person reads it: $10,000,000 or CHF 9.50."""
    amount, code = value["amount"], value["currency"]
    if isinstance(amount, int) or amount.is_integer():
        number = f"{amount:,.0f}"
        # What is shown can be typed: $3,125 can be read in two ways.
        number += ".00" if code not in _WITHOUT_CENTS and len(numbers.readings(number)) > 1 else ""
    else:
        whole, _, decimals = numbers.typed(amount).partition(".")
        number = f"{int(whole):,}.{decimals:0<2}"
    return f"{_MARK[code]}{number}" if code in _MARK else f"{code} {number}"


def _readings(text: str) -> tuple[tuple[numbers.Number, ...], str]:
    """What the number of an amount may mean, and its currency. Raises FieldError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match = _NUMBER.search(plain)
    if match is None:
        raise FieldError(f"“{text}” is not an amount of money; {_EXAMPLE}")
    before, after = plain[: match.start()].strip(), plain[match.end() :].strip()
    if not (after.startswith(":-") and not before):
        # A stroke stands for no cents: 9.- or 9,–
        after = after.removeprefix((_NO_CENTS.match(after) or [""])[0]).strip()
    found = numbers.readings(match[0])
    if not found or before.startswith(("-", "−")) or before.endswith(("-", "−")):
        raise FieldError(f"“{text}” is not an amount of money; {_EXAMPLE}")
    if not before and not after:
        raise FieldError(f"“{text}” has no currency; {_EXAMPLE}")
    codes = {mark: currency(mark) for mark in (before, after) if mark}
    for mark, code in codes.items():
        if code is None:
            raise FieldError(f"“{mark}” is not a currency; {_EXAMPLE}")
    code = _one_currency([code for code in codes.values() if code is not None], before)
    if code is None:
        raise FieldError(f"“{text}” names two currencies; {_EXAMPLE}")
    return (found[:1] if code in _WITHOUT_CENTS else found), code


def _one_currency(codes: list[str], before: str) -> str | None:
    """The currency that is meant where it stands before and behind: $9.99 CAD is in Canadian dollars."""
    if len(set(codes)) == 1:
        return codes[0]
    return codes[1] if before in ("$", "¥", "£", "kr", "kr.") else None
