"""Values as pages print them: countries, languages, dates, running times, ratings of films, money, rows of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from catalogue.errors import FieldError
from catalogue.fields import dates, money, runtime
from catalogue.fields.text import fold
from catalogue.pages.vocabulary import reference, word_set

T = TypeVar("T")

_SEPARATORS = ("|", "•", "·", ";", ",", " / ")
_BEHIND = re.compile(r"\s*\([^()]*\)\s*$")
_MPA = re.compile(
    r"(?:rated\s+)?(NC-17|PG-13|TV-[A-Z0-9]+(?:-[A-Z]+)?|PG|GP|G|R|M|X|Approved|Passed|Not Rated|Unrated)(?![\w-])",
    re.I,
)
_RATIO = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?)\s*[:/x×]\s*(\d{1,2}(?:[.,]\d+)?)")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::[0-5]\d)?$")
_ISO_RUNTIME = re.compile(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?", re.I)
_RUNTIME = re.compile(
    r"(?:(\d{1,2})\s*(?:h|hrs?|hours?|std|stunden?)\b\.?\s*)?(?:(\d{1,4})\s*(?:m|mins?|minutes?|minuten)\b\.?)?", re.I
)
_BLACK_AND_WHITE = re.compile(
    r"black\s*(?:and|&|/|-)\s*white|\bb\s*(?:&|/|and)\s*w\b|schwarz-?\s?weiss|noir et blanc|monochrome"
)
_COLOR = re.compile(r"\b(?:colou?r|farbe?|couleurs?|colore|technicolor|eastmancolor|colorized)\b")
_LONGEST_COLOR = 60
_MILLIONS = re.compile(r"\s*(?:million|millionen|mio\.?)\b", re.I)
# A name of a company ends with such a word, so a row of companies without separators is cut behind it.
_COMPANY_ENDS = word_set(
    """film films filmi productions production pictures picture entertainment studio studios company co. corp.
    corporation inc. inc llc ltd ltd. limited gmbh ag kg a.g. s.a. sa s.r.l. srl s.p.a. spa b.v. bv ab oy media
    cinema cinéma cinematografica television televisión télévision fernsehen filmproduktion produktion filmverleih
    producciones produzione produzioni distribution releasing international group partners enterprises network
    channel features animation works ventures capital fund"""
)
_ONE_WORD_COMPANIES = word_set(
    """a24 arte bbc canal+ cineriz daiei dreamworks film4 gaumont ghibli hbo lionsgate lucasfilm mgm miramax mosfilm
    lenfilm netflix pathé pixar rai rko shochiku srf studiocanal svt swr wdr zdf ndr mdr orf tf1 tobis toei toho ufa"""
)
_LONGEST_COMPANY = 5


def country(text: str) -> str | None:
    """The English standard name of a country from its name in some language or its code, or None."""
    return _standard_names("countries.txt").get(fold(text.strip(" .,;:")))


def language(text: str) -> str | None:
    """The English standard name of a language, or None."""
    return _standard_names("languages.txt").get(fold(text.strip(" .,;:")))


def countries(text: str) -> list[str]:
    """The countries in a row of names, whatever separates them; words that are none are left out."""
    return _in_a_row(text, country)


def languages(text: str) -> list[str]:
    """The languages in a row of names, whatever separates them; words that are none are left out."""
    return _in_a_row(text, language)


def separated(text: str) -> list[str]:
    """The parts of a row that has clear separators, else the row as one part."""
    separator = next((mark for mark in _SEPARATORS if mark in text), None)
    parts = (part.strip(" |•·;,") for part in (text.split(separator) if separator else [text]))
    return [part for part in parts if part]


def companies(text: str) -> tuple[list[str], bool]:
    """The companies in a row, and whether the cuts are sure: pages print such rows without separators."""
    if any(separator in text for separator in ("|", "•", "·", ";")):
        return separated(text), True
    words = text.split()
    found: list[list[str]] = [[]]
    depth = 0
    for word, following in zip(words, [*words[1:], ""], strict=True):
        found[-1].append(word)
        depth = max(0, depth + word.count("(") - word.count(")"))
        ends = word.endswith(")") or fold(word.rstrip(",")) in _COMPANY_ENDS
        alone = len(found[-1]) == 1 and fold(word) in _ONE_WORD_COMPANIES
        goes_on = fold(following) in _COMPANY_ENDS or following.startswith(("(", "&")) or following[:1].islower()
        if (ends or alone) and following and not depth and not goes_on:
            found.append([])
    sure = all(len(name) <= _LONGEST_COMPANY or name[-1].endswith(")") for name in found)
    return [" ".join(name).strip(" ,") for name in found if name], sure


def attempt(parse: Callable[[str], T], text: str) -> T | None:
    """The value, or None where the text is not of its kind."""
    try:
        return parse(text)
    except (FieldError, ValueError, OverflowError):
        return None


def date(text: str) -> str | None:
    """A date as partial ISO, without a country in brackets behind it; None when the text is none."""
    return attempt(dates.parse_date, _BEHIND.sub("", text.strip())) if len(text) < 80 else None


def minutes(text: str) -> int | None:
    """A running time in minutes from `01:47`, `2h 52m`, `107 min`, `PT1H47M`; None when unknown or zero."""
    text = text.strip()
    match = _CLOCK.match(text) or _ISO_RUNTIME.match(text) or _RUNTIME.match(text)
    if match and any(match.groups()):
        return int(match[1] or 0) * 60 + int(match[2] or 0) or None
    return attempt(runtime.parse_runtime, text) or None if re.fullmatch(r"[1-9]\d{0,2}", text) else None


def ratio(text: str) -> str | None:
    """An aspect ratio in the form 1.33:1."""
    match = _RATIO.search(text)
    return f"{match[1]}:{match[2]}".replace(",", ".") if match else None


def color(text: str) -> str | None:
    """`Color` or `Black and White` from the ways in which pages write them; the first where a page has both."""
    if len(text) > _LONGEST_COLOR:
        return None
    key = fold(text)
    plain, colored = _BLACK_AND_WHITE.search(key), _COLOR.search(key)
    if plain and (not colored or plain.start() < colored.start()):
        return "Black and White"
    return "Color" if colored else None


def mpa_rating(text: str) -> str | None:
    """The rating at the start of a line such as `Rated PG-13 for some violence`."""
    match = _MPA.match(text.strip())
    return match[1] if match else None


def amount(text: str) -> dict[str, Any] | None:
    """An amount of money: `$10,000,000 (estimated)`, `DEM 32,000,000`, `€8 million`."""
    plain = _BEHIND.sub("", text.strip()) if len(text) < 80 else ""
    millions = _MILLIONS.search(plain)
    value = attempt(money.parse_money, _MILLIONS.sub("", plain))
    if value is None:
        return None
    exact = round(value["amount"] * (1_000_000 if millions else 1), 2)
    return {"amount": int(exact) if float(exact).is_integer() else exact, "currency": value["currency"]}


@cache
def _standard_names(name: str) -> Mapping[str, str]:
    """Standard names by all other names and codes, folded, from a list with lines `Standard = other, other`."""
    table: dict[str, str] = {}
    for line in reference(name):
        standard, _, others = line.partition(" = ")
        for other in (standard, *others.split(",")):
            table.setdefault(fold(other.strip()), standard)
    return table


def _in_a_row(text: str, known: Callable[[str], str | None]) -> list[str]:
    found: list[str] = []
    for part in separated(text):
        words = part.split()
        at = 0
        while at < len(words):
            sizes = range(min(6, len(words) - at), 0, -1)
            # A short word in a row of names ("and", "de") is a code only when written in capitals.
            size, name = next(
                (
                    (size, name)
                    for size in sizes
                    if (name := known(one := " ".join(words[at : at + size]))) and (len(one) > 3 or one.isupper())
                ),
                (1, None),
            )
            found += [name] if name else []
            at += size
    return list(dict.fromkeys(found))
