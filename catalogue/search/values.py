"""Values of numbers, dates, money and answers as a person writes them in a query, as stretches to compare with."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from catalogue.errors import FieldError
from catalogue.fields import dates, kinds, numbers
from catalogue.fields.registry import Field
from catalogue.fields.text import figured
from catalogue.fields.words import seen

_DECADE = re.compile(r"(\d{3})0s", re.ASCII)
_AGE = re.compile(r"(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)", re.ASCII | re.IGNORECASE)
DASHES = "-‐‑–—−"
_DASH = re.compile(f"[{DASHES}]")
_LAST_SIGN = "~"  # sorts after every day and time of day: 2017~ is the end of 2017


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first to the last value that is meant, both included; money may name its currency.

    An `age` is a day that lies so far back: what is younger comes after it.
    """

    low: Any
    high: Any
    currency: str | None = None
    age: bool = False


def stretch(field: Field, text: str, today: date) -> Stretch:
    """What a value means for a field. Raises FieldError with a sentence."""
    text = figured(seen(text)).strip()
    if not text:
        raise FieldError("A value is missing.")
    if decade := _DECADE.fullmatch(text):
        first = int(decade[1]) * 10
        if field.kind is kinds.YEAR:
            return Stretch(first, first + 9)
        if field.kind.compare == "date":
            return Stretch(f"{first:04}", f"{first + 9:04}{_LAST_SIGN}")
    if field.kind.compare == "date":
        return _dates(field, text, today)
    if isinstance(field.kind, kinds.Money):
        if numbers.readings(text):
            amount = numbers.parse(text)
            return Stretch(amount, amount)
        packed = field.kind.pack(field.kind.parse(text))
        return Stretch(packed[0], packed[0], packed[1])
    value = field.kind.parse(text)
    if value is None:
        raise FieldError("A value is missing.")
    packed = field.kind.pack(value)
    return Stretch(packed[0], packed[0])


def dashed(field: Field, text: str, today: date) -> tuple[str, str] | None:
    """Both ends of a range that is written with a dash: 1990-1999, 90-120, 5-10 EUR; None for anything else.

    A value that has a dash of its own, as 1992-11, is no range.
    """
    if not field.kind.has_figures or not _DASH.search(text) or _is_value(field, text, today):
        return None
    for dash in _DASH.finditer(text):
        low, high = text[: dash.start()].strip(), text[dash.end() :].strip()
        if field.kind is kinds.YEAR and re.fullmatch(r"[12][0-9]{3}", low) and re.fullmatch(r"[0-9]{2}", high):
            high = low[:2] + high
        if low and _is_value(field, low, today) and (not high or _is_value(field, high, today)):
            return low, high
    return None


def _is_value(field: Field, text: str, today: date) -> bool:
    try:
        stretch(field, text, today)
    except FieldError:
        return False
    return True


def _dates(field: Field, text: str, today: date) -> Stretch:
    if age := _AGE.fullmatch(text):
        day = _back(today, int(age[1]), age[2][0].lower())
        # What was bought where it is tomorrow already is no older than that.
        return Stretch(day.isoformat(), (today + dates.ZONES).isoformat() + _LAST_SIGN, age=True)
    named = _named(text.casefold().replace(" ", "").replace("-", ""), today)
    if named is not None:
        first, last = named
        return Stretch(first.isoformat(), last.isoformat() + _LAST_SIGN)
    value = field.kind.parse(text)
    if value is None:
        raise FieldError("A value is missing.")
    return Stretch(value, value + _LAST_SIGN)


def _back(today: date, number: int, unit: str) -> date:
    try:
        if unit in "dw":
            return today - timedelta(days=number * (7 if unit == "w" else 1))
        months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return date.min


def _named(name: str, today: date) -> tuple[date, date] | None:
    if name == "today":
        return today, today
    if name == "yesterday":
        return today - timedelta(days=1), today - timedelta(days=1)
    which, unit = (name[:4], name[4:]) if name.startswith(("this", "last")) else ("", "")
    if unit == "week":
        first = today - timedelta(days=today.weekday() + (7 if which == "last" else 0))
        return first, first + timedelta(days=6)
    if unit == "month":
        first = today.replace(day=1)
        if which == "last":
            first = (first - timedelta(days=1)).replace(day=1)
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    if unit == "year":
        year = today.year - (which == "last")
        return date(year, 1, 1), date(year, 12, 31)
    return None


NAMED_DAYS = ("today", "yesterday", "thisweek", "lastweek", "thismonth", "lastmonth", "thisyear", "lastyear")
