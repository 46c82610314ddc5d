"""Partial dates as people write them, kept as ISO 8601 text as precise as known: 1992, 1992-11, 1992-11-20."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from catalogue.errors import FieldError

FIRST_YEAR = 1874
"""Before this year nothing was filmed."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH_NUMBER = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})$", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})$", re.ASCII)
_TIME = re.compile(r"(.+?)[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?$", re.ASCII)


def parse_date(text: str) -> str:
    """A year, a month of a year or a day, in ISO form. Raises FieldError, also where day and month cannot be told."""
    text = " ".join(text.split())
    if match := _ISO.match(text):
        return _iso(text, *match.groups())
    if match := _NUMERIC.match(text):
        first, separator, second, year = match.groups()
        return _iso(text, year, *_month_and_day(text, int(first), separator, int(second)))
    if match := _MONTH_FIRST.match(text):
        month, day, year = match.groups()
        return _iso(text, year, _month(text, month), day)
    if match := _DAY_FIRST.match(text):
        day, month, year = match.groups()
        return _iso(text, year, _month(text, month), day)
    raise FieldError(f"“{text}” is not a date; write 1992, Nov 1992 or 1992-11-20.")


def readings(text: str) -> tuple[str, str] | None:
    """Both ways to read a date such as 7/8/1992, day first and month first; None where there is only one."""
    match = _NUMERIC.match(" ".join(text.split()))
    if match is None or not _two_ways(int(match[1]), match[2], int(match[3])):
        return None
    return tuple(_iso(text, match[4], month, day) for day, month in ((match[1], match[3]), (match[3], match[1])))  # type: ignore[return-value]


def odd_year(year: int) -> str | None:
    """What is strange about a year, in words, or None."""
    if year < FIRST_YEAR:
        return f"There were no films before {FIRST_YEAR}."
    return "That is more than ten years from now." if year > date.today().year + 10 else None


def parse_moment(text: str) -> str:
    """A day with a time of day, without zone, in ISO form. Raises FieldError."""
    text = " ".join(text.split())
    match = _TIME.match(text)
    if not match:
        return parse_date(text)
    day, hour, minute, second = match.groups()
    day = parse_date(day)
    if len(day) != 10 or int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        raise FieldError(f"“{text}” is not a date with a time; write 2026-01-04 18:20:50.")
    return f"{day}T{int(hour):02}:{minute}:{second or '00'}"


def show_date(value: str) -> str:
    """The date as a person reads it: 1992, Nov 1992, 20 Nov 1992; a time follows its day."""
    day, _, time = value.partition("T")
    parts = day.split("-")
    if len(parts) == 1:
        return day
    month = MONTHS[int(parts[1]) - 1][:3]
    words = f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"
    return f"{words}, {time[:5]}" if time else words


def now() -> str:
    """This moment on the person's own clock, in ISO form, to the second."""
    return datetime.now().isoformat(timespec="seconds")


def days_ago(days: int) -> str:
    """The moment some days before now."""
    return (datetime.now() - timedelta(days=days)).isoformat(timespec="seconds")


def is_over(value: str) -> bool:
    """Whether a date, as precise as known, lies behind today: a month or a year is over after its last day."""
    return f"{value}~" < now()[:10]


def _month(text: str, name: str) -> str:
    number = _MONTH_NUMBER.get(name[:3].lower())
    if number is None or not MONTHS[number - 1].lower().startswith(name.lower()):
        raise FieldError(f"“{text}” names no month; write 1992, Nov 1992 or 1992-11-20.")
    return str(number)


def _month_and_day(text: str, first: int, separator: str, second: int) -> tuple[str, str]:
    if _two_ways(first, separator, second):
        raise FieldError(f"“{text}” can be read in two ways; write it as 1992-11-20 or 20 Nov 1992.")
    day, month = (second, first) if second > 12 else (first, second)
    return str(month), str(day)


def _two_ways(first: int, separator: str, second: int) -> bool:
    # Dots and hyphens are written day first (20.11.1992); a slash is written both ways, so only a number over 12 tells.
    return separator == "/" and 1 <= first <= 12 and 1 <= second <= 12 and first != second


def _iso(text: str, year: str, month: str | None, day: str | None) -> str:
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise FieldError(f"“{text}” is not a day of the calendar.") from None
    if month is None:
        return year
    return f"{year}-{int(month):02}" if day is None else f"{year}-{int(month):02}-{int(day):02}"
