"""Partial dates as people write them, kept as ISO 8601 text as precise as known: 1992, 1992-11, 1992-11-20."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from catalogue.errors import FieldError
from catalogue.fields import months
from catalogue.fields.text import fold

FIRST_YEAR = 1874
"""Before this year nothing was filmed."""
ZONES = timedelta(days=1)
"""How far the day of a person may be from that of the machine: in Auckland it is tomorrow already."""

_YEAR = re.compile(r"\d{4}", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})(?:\2(\d{1,2}))?", re.ASCII)
_YEAR_LAST = re.compile(r"(?:(\d{1,2})([./-]))?(\d{1,2})([./-])(\d{4})", re.ASCII)
_EAST_ASIAN = re.compile(r"(\d{4})[年년](?:(\d{1,2})[月월](?:(\d{1,2})[日일])?)?", re.ASCII)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|e|a|o)?", re.ASCII)
_AROUND = frozenset(
    ["the", "of", "de", "del", "do", "da", "di", "du", "le", "el", "il", "lo", "am", "den", "der", "em", "d"]
)
"""Words that stand around the parts of a date: 5 de marzo de 2011, le 5 mars."""
_TIME = re.compile(r"(.+?)[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?$", re.ASCII)


def parse_date(text: str) -> str:
    """A year, a month of a year or a day, in ISO form; months by their names in many languages, years first or last.

    Raises FieldError, also where day and month cannot be told.
    """
    text = " ".join(text.split())
    if _YEAR.fullmatch(text):
        return _iso(text, text, None, None)
    plain = _without_blanks(text)
    if match := _YEAR_FIRST.fullmatch(plain):
        year, _, month, day = match.groups()
        return _iso(text, year, month, day)
    if match := _EAST_ASIAN.fullmatch(plain.replace(" ", "")):
        return _iso(text, *match.groups())
    if match := _YEAR_LAST.fullmatch(plain):
        first, separator, second, other, year = match.groups()
        if first is None:
            return _iso(text, year, second, None)
        if separator == other:
            return _iso(text, year, *_month_and_day(text, int(first), separator, int(second)))
    return _named(text)


def readings(text: str) -> tuple[str, str] | None:
    """Both ways to read a date such as 7/8/1992, day first and month first; None where there is only one."""
    text = " ".join(text.split())
    match = _YEAR_LAST.fullmatch(_without_blanks(text))
    if match is None or match[1] is None or match[2] != match[4]:
        return None
    if not _two_ways(int(match[1]), match[2], int(match[3])):
        return None
    return _iso(text, match[5], match[3], match[1]), _iso(text, match[5], match[1], match[3])


def _without_blanks(text: str) -> str:
    """A date in figures without the blanks between them: 5. 3. 2011, and 2011. 03. 05. of Hungary."""
    return re.sub(r"\s*([./-])\s*", r"\1", text).rstrip(".")


def _named(text: str) -> str:
    """A date whose month is named, in any order of its parts. Raises FieldError."""
    words = [word for word in re.split(r"[\s.,/-]+", fold(text)) if word and word not in _AROUND]
    years = [word for word in words if _YEAR.fullmatch(word)]
    days = [match[1] for word in words if (match := _DAY.fullmatch(word))]
    names = [word for word in words if word.isalpha()]
    if len(years) != 1 or len(names) != 1 or len(days) > 1 or len(words) != 2 + len(days):
        raise FieldError(f"“{text}” is not a date; write 1992, Nov 1992 or 1992-11-20.")
    month = months.month(names[0])
    if month is None:
        raise FieldError(f"“{text}” names no month; write 1992, Nov 1992 or 1992-11-20.")
    return _iso(text, years[0], str(month), days[0] if days else None)


def odd_year(year: int) -> str | None:
    """What is strange about a year, in words, or None."""
    if year < FIRST_YEAR:
        return f"There were no films before {FIRST_YEAR}."
    return "That is more than ten years from now." if year > (date.today() + ZONES).year + 10 else None


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
    month = months.MONTHS[int(parts[1]) - 1][:3]
    words = f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"
    return f"{words}, {time[:5]}" if time else words


def now() -> str:
    """This moment on the person's own clock, in ISO form, to the second."""
    return datetime.now().isoformat(timespec="seconds")


def today_beside(now: str, *, first: str | None = None, last: str | None = None) -> str:
    """The day of a moment; or a day that was typed and that it must not be before (or after), where that is the next.

    The person may be in another time zone than the clock.
    """
    today = date.fromisoformat(now[:10])
    for typed, beside in ((first, today + ZONES), (last, today - ZONES)):
        if typed == beside.isoformat():
            return typed
    return today.isoformat()


def days_ago(days: int) -> str:
    """The moment some days before now."""
    return (datetime.now() - timedelta(days=days)).isoformat(timespec="seconds")


def is_over(value: str) -> bool:
    """Whether a date, as precise as known, lies behind today: a month or a year is over after its last day."""
    return f"{value}~" < now()[:10]


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
