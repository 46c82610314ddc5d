"""Values as pages print them: countries, languages, dates, running times, ratings of films, money, rows of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, partial
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
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", re.ASCII)
_HALF_DAY = re.compile(r"\b(\d{1,2})(:\d{2}(?::\d{2})?)\s*([ap])\.?\s?m\.?$", re.I | re.ASCII)
_AROUND_DATES = word_set("de del le el am um à a às as uhr alle ore om")
_RATED_IN = (
    (re.compile(r"FSK[ -]?\d{1,2}", re.I), "Germany"),
    (re.compile(r"(?:BBFC .+|12A|U)", re.I), "United Kingdom"),
    (re.compile(r"Tous publics", re.I), "France"),
)
_RATIO = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?)\s*[:/x×]\s*(\d{1,2}(?:[.,]\d+)?)")
_RUNTIME = re.compile(
    r"(?:(\d{1,2})\s*(?:h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|uur)\b\.?\s*(?:y|e|et|und|en|and)?\s*)?"
    r"(?:(\d{1,4})\s*(?:m|mins?|minut(?:es?|en|os?|i)?)\b\.?)?",
    re.I,
)
_BLACK_AND_WHITE = re.compile(
    r"black\s*(?:and|&|/|-)\s*white|\b[bs]\s*(?:&|/|and)\s*w\b|schwarz\s?[-/]?\s?weiss|noir (?:et|&) blanc|"
    r"\bn\s*[&/]\s*b\b|blanco y negro|\bb\s*/\s*n\b|bianco e nero|zwart[-/]?wit|monochrome"
)
_COLOR = re.compile(
    r"\b(?:colou?rs?|farb(?:e|ig|film)?|(?:en )?couleurs?|colore|kleur|technicolor|eastmancolor|colorized)\b"
)
_LONGEST_COLOR = 60
_CHANNELS = re.compile(r"(?<!\d)\d\.\d(?:\.\d)?(?!\d)|\b(?:mono|stereo|stéréo|estéreo|surround)\b", re.I)
_TRACK_ROLE = re.compile(
    r"\b(?:commentary|commentaire|kommentar|audiokommentar|comentario|audio description|audiodescription)\b"
)
_TRACK_ROLES = {"comment": "commentary", "komment": "commentary", "audioko": "commentary", "comenta": "commentary"} | {
    "audio d": "audio description",
    "audiode": "audio description",
}
_DOLLARS_OF = re.compile(r"\$\s?(us|ca|au)\b", re.I)
_MILLIONS = re.compile(r"\s*(?:million|millionen|mio\.?)\b", re.I)
# A name of a company ends with such a word, so a row of companies without separators is cut behind it.
_COMPANY_ENDS = word_set(
    """film films filmi productions production pictures picture entertainment studio studios company co. corp.
    corporation inc. inc llc ltd ltd. limited gmbh ag kg a.g. s.a. sa s.r.l. srl s.p.a. spa b.v. bv ab oy media
    cinema cinéma cinematografica television televisión télévision fernsehen filmproduktion produktion filmverleih
    producciones produzione produzioni distribution releasing international group partners enterprises network
    channel features animation works ventures capital fund"""
)
_GENRES = word_set(
    """action adventure animation biography comedy crime documentary drama family fantasy film-noir history horror
    music musical mystery news romance sci-fi short sport superhero thriller war western abenteuer animationsfilm
    biografie dokumentation familie geschichte komodie krimi krieg kriegsfilm kurzfilm liebesfilm melodram musikfilm
    historie romanze aventure aventures biographie comedie documentaire drame epouvante famille fantastique guerre
    histoire horreur policier aventura aventuras biografia comedia documental fantasia guerra historia misterio
    policiaco terror suspense animacion"""
)
_ONE_WORD_COMPANIES = word_set(
    """a24 arte bbc canal+ cineriz daiei dreamworks film4 gaumont ghibli hbo lionsgate lucasfilm mgm miramax mosfilm
    lenfilm netflix pathé pixar rai rko shochiku srf studiocanal svt swr wdr zdf ndr mdr orf tf1 tobis toei toho ufa"""
)
_COMPANY_COMMA = re.compile(r",\s+(?!(?:inc|ltd|llc|co|corp|s\.a|gmbh|s\.l|lp|l\.p)\b)", re.I)
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


def genres(text: str) -> list[str]:
    """The genres in a row; blanks separate them only where every word is a genre."""
    parts = separated(text)
    row = text.split()
    return row if len(parts) == 1 and all(fold(word) in _GENRES for word in row) else parts


def genre_row(text: str) -> list[str]:
    """The genres in a row that holds nothing else, or nothing."""
    found = genres(text)
    return found if all(fold(part) in _GENRES for part in found) else []


def companies(text: str) -> tuple[list[str], bool]:
    """The companies in a row, and whether the cuts are sure: pages print such rows without separators."""
    if any(separator in text for separator in ("|", "•", "·", ";")):
        return separated(text), True
    if "," in text:
        return [part.strip() for part in _COMPANY_COMMA.split(text) if part.strip()], True
    words = text.split()
    found: list[list[str]] = [[]]
    depth = 0
    for word, following in zip(words, [*words[1:], ""], strict=True):
        found[-1].append(word)
        depth = max(0, depth + word.count("(") - word.count(")"))
        ends = word.endswith(")") or fold(word.rstrip(",")) in _COMPANY_ENDS
        alone = len(found[-1]) == 1 and fold(word) in _ONE_WORD_COMPANIES
        goes_on = following.startswith("(")
        if not word.endswith(")"):
            goes_on |= fold(following) in _COMPANY_ENDS or following.startswith("&") or following[:1].islower()
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


def word(text: str) -> str:
    """The catalogue's own word for one that a page prints in its language; other words stay as they are."""
    return _standard_names("page-words.txt").get(fold(text.strip(" .")), text)


def date(text: str, day_first: bool | None = None) -> str | None:
    """A date as partial ISO, without a country in brackets behind it; None when the text is none.

    `day_first` says how a date like 03/04/2020 is meant.
    """
    return attempt(dates.parse_date, _plain_date(_BEHIND.sub("", text.strip()), day_first)) if len(text) < 80 else None


def moment(text: str, day_first: bool | None = None) -> str | None:
    """A day with or without a time of day, in ISO form; `6:20:50 PM` is understood."""
    if len(text) > 80:
        return None
    plain = _plain_date(text.strip(), day_first)
    if half := _HALF_DAY.search(plain):
        hour = int(half[1]) % 12 + 12 * (half[3].lower() == "p")
        plain = f"{plain[: half.start()]}{hour}{half[2]}"
    return attempt(dates.parse_moment, plain)


def _plain_date(text: str, day_first: bool | None) -> str:
    """A date without the words around it: am 5. März um 20:15 Uhr."""
    if day_first is not None and (slashes := _SLASHES.match(text)):
        first, second, year = slashes.groups()
        day, month = (first, second) if day_first else (second, first)
        text = f"{year}-{int(month):02}-{int(day):02} {text[slashes.end() :]}"
    return " ".join(part for part in text.split() if fold(part) not in _AROUND_DATES)


def minutes(text: str) -> int | None:
    """A running time in minutes from `01:47`, `2h 52m`, `107 min`, `PT1H47M`; None when unknown or zero."""
    text = text.strip()
    if text.isdigit():
        return attempt(runtime.parse_runtime, text) or None if re.fullmatch(r"[1-9]\d{0,2}", text) else None
    if whole := attempt(runtime.parse_runtime, text):
        return whole
    match = _RUNTIME.match(text)
    if not match or not any(match.groups()) or not runtime.in_order(match[1], match[2]):
        return None
    if match[2] is None and re.match(r"\s*\d", text[match.end() :]):
        # More of it follows that is no part of a running time: 1 h 75.
        return None
    return int(match[1] or 0) * 60 + int(match[2] or 0) or None


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


def audio_track(text: str) -> dict[str, Any]:
    """A track as `English [Dolby Digital 5.1]` or `Dolby Digital Mono [Spanish]` prints it."""
    plain = re.sub(r"[\[\](){}]", " , ", text)
    named = next(filter(None, (language(part) for part in re.split(r"[,:]|\s[-–]\s", plain))), None)
    if named is None:
        named = next(filter(None, (language(part) for part in plain.replace(",", " ").split())), None)
    channels = _CHANNELS.search(plain)
    role = _TRACK_ROLE.search(fold(plain))
    rest = _CHANNELS.sub(" ", plain).replace(",", " ").split()
    told = (part for part in rest if not language(part) and not part.endswith(("'s", "’s")))
    codec = " ".join(part for part in told if not _TRACK_ROLE.fullmatch(fold(part)))
    return {
        "language": named,
        "codec": codec.strip(" -–:/") or None,
        "channels": channels[0] if channels else None,
        "role": _TRACK_ROLES.get(role[0][:7]) if role else None,
    }


def mpa_rating(text: str) -> str | None:
    """The rating at the start of a line such as `Rated PG-13 for some violence`."""
    match = _MPA.match(text.strip())
    return match[1] if match else None


def certification(text: str) -> dict[str, str] | None:
    """A rating whose country can be told by its form: `PG-13`, `FSK 12`, `Germany:12`; else None."""
    text = " ".join(text.split())
    head, colon, rating = text.partition(":")
    if colon and rating.strip() and (named := country(head)):
        return {"country": named, "rating": rating.strip()}
    for form, named in _RATED_IN:
        if form.fullmatch(text):
            return {"country": named, "rating": text}
    match = _MPA.fullmatch(text)
    return {"country": "United States", "rating": match[1]} if match else None


def number(text: str | None) -> float | None:
    """A plain number with a point or a comma for decimals, and commas between thousands."""
    if not text or len(text) > 20:
        return None
    match = re.fullmatch(r"(\d{1,3}(?:,\d{3})+|\d+)(?:[.,](\d{1,2}))?", text.strip(), re.ASCII)
    return float(f"{match[1].replace(',', '')}.{match[2] or 0}") if match else None


def amount(text: str) -> dict[str, Any] | None:
    """An amount of money: `$10,000,000 (estimated)`, `DEM 32,000,000`, `€8 million`."""
    plain = _BEHIND.sub("", text.strip()) if len(text) < 80 else ""
    millions = _MILLIONS.search(plain)
    plain = _DOLLARS_OF.sub(lambda found: {"us": "US$", "ca": "C$", "au": "A$"}[found[1].lower()], plain)
    value = attempt(partial(money.parse_money, thousands=True), _MILLIONS.sub("", plain))
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
