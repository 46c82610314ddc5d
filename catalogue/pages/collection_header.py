"""The top of a collection page: short lines above the plots, each known by its form, in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.fields.text import fold
from catalogue.pages import labels, names, prose, values
from catalogue.pages.collection_labels import LABELS, LabelReader, add_barcode, is_barcode
from catalogue.pages.page import Facts, Line

FORMAT = re.compile(
    r"(?:dvd(?:-r)?|blu-?\s?ray(?: 3d| disc)?|(?:4k )?(?:uhd|ultra hd)(?: blu-?ray)?|4k(?: blu-ray)?|hd[- ]dvd|"
    r"(?:s-|d-)?vhs|laser\s?disc|s?vcd|umd|betamax|digital(?: copy)?|ced|video 8)"
    r"(?:\s*[+/,]\s*(?:dvd|blu-ray|4k uhd|digital))*",
    re.I,
)
_PUBLISHED = re.compile(r"(?P<name>.*?)\s*\((?P<date>[^()]*\d{4}[^()]*)\)$")
_RATED = re.compile(r"(?P<country>[^\d|]{2,40}?)\s+[-–—]\s+(?P<rating>\S.{0,40})$")
_SET = re.compile(
    r"\b(?:collections?|trilogy|quadrilogy|tetralogy|anthology|box(?: ?set)?|seasons?|edition|complete|"
    r"double (?:feature|pack)|kollektion|trilogie|staffeln?|gesamtbox|coffret|int[eé]grale|saisons?|"
    r"colecci[oó]n|trilog[ií]a|temporadas?|collezione|cofanetto|stagion[ei]|verzameling|seizoen(?:en)?)\b",
    re.I,
)
_LONGEST_MENU = 30
_WITH_YEAR = re.compile(r"(?P<title>.+?)\s*\((?P<year>(?:18|19|20)\d\d)\)$")


def read(facts: Facts, reader: LabelReader, end: int, start: int = 0) -> int:
    """Read the lines above the plots, each by its form: they come in any order, and any may be missing."""
    lines = facts.page.lines[:end]
    titles: list[Line] = []
    at = start or _top(lines)
    if facts.page.markup.heading and not start:
        # What stands above the heading of a saved page is its menu.
        top = fold(facts.page.markup.heading)
        at = next((place for place, line in enumerate(lines) if line.key == top), at)
    while at < end:
        line = lines[at]
        label = labels.split(line, LABELS)
        if label and (line.text.partition(":")[1] or (len(titles) > 1 and label[1])) and (titles or label[1]):
            at = reader.read(at, *label)
            continue
        number = line.text.isdecimal() and bool(titles) and line.text != titles[0].text
        if not _read_by_form(facts, line, titles) and len(titles) < 2 and not number:
            titles.append(line)
        at += 1
    _read_titles(facts, titles)
    return max(at, end)


def _top(lines: Sequence[Line]) -> int:
    """Index of the title: behind the sizes of the cover, and behind a menu where the title stands twice below it."""
    at = _behind_cover_sizes(lines)
    below = next((place for place in range(at, min(at + _LONGEST_MENU, len(lines))) if begins(lines, place)), at)
    # What stands above can be the owner's data as well.
    return at if any(map(_is_labelled, lines[at:below])) else below


def _is_labelled(line: Line) -> bool:
    label = labels.split(line, LABELS)
    return label is not None and bool(label[1])


def begins(lines: Sequence[Line], at: int) -> bool:
    """Whether the block of short lines begins on a line in the middle of a page: a title twice, its format or code."""
    beginning = [line.text for line in lines[at : at + 7]]
    forms = sum(bool(FORMAT.fullmatch(text)) or is_barcode(text) for text in beginning[1:])
    return len(beginning) > 2 and beginning[0] == beginning[1] and forms > 0


def _behind_cover_sizes(lines: Sequence[Line]) -> int:
    """Index behind the widths of the cover image at the top: rising round numbers, each a line."""
    widest = at = 0
    while at < len(lines) and lines[at].text.isdecimal() and len(lines[at].text) < 5:
        width = int(lines[at].text)
        if width < widest or width % 50:
            break
        widest = width
        at += 1
    # One width alone is told by the title below it, which stands there twice.
    alone = at == 1 and len(lines) > 2 and lines[2].key.startswith(lines[1].key)
    return at if at > 1 or alone else 0


def has_form(text: str) -> bool:
    """Whether a line of the header shows by its form what it is."""
    published = _PUBLISHED.match(text)
    rated = _RATED.match(text)
    return bool(
        "|" in text
        or FORMAT.fullmatch(text)
        or is_barcode(text)
        or (rated and values.country(rated["country"]))
        or (published and values.date(published["date"]))
        or values.minutes(text)
        or values.genre_row(text)
    )


def _read_by_form(facts: Facts, line: Line, titles: Sequence[Line]) -> bool:
    """Read a line of the header that shows by its form what it is. The first line is always the title."""
    text = line.text
    if not titles:
        return False
    if "|" in text:
        _read_row(facts, line)
    elif FORMAT.fullmatch(text):
        facts.add("edition", "format", text, line)
    elif is_barcode(text):
        add_barcode(facts, line, text)
    elif (rated := _RATED.match(text)) and (country := values.country(rated["country"])):
        facts.add("edition", "country", country, line, rated["country"])
        rating = {"country": country, "rating": rated["rating"]}
        facts.add("film", "certifications", rating, line, rated["rating"], country)
    elif text != titles[0].text and (published := _PUBLISHED.match(text)) and (date := values.date(published["date"])):
        facts.add("edition", "distributor", published["name"], line, published["name"])
        facts.add("film", "release_date", date, line, published["date"])
    elif len(titles) > 1 and not text.isdecimal() and (minutes := values.minutes(text)):
        facts.add("film", "runtime_minutes", minutes, line)
    elif text != titles[0].text and (genres := values.genre_row(text)):
        if not facts.has("film", "genres"):
            facts.add("film", "genres", genres, line)
    elif len(titles) > 1 and prose.ends_sentence(text):
        facts.add_text("outline", [line], [text], None, None)
    else:
        return False
    return True


def _read_titles(facts: Facts, titles: Sequence[Line]) -> None:
    """The film's title and, below it, the title on the box, which may differ; another name is the original title."""
    if not titles or facts.has("film", "title"):
        return
    first, last = titles[0], titles[-1]
    with_year = _WITH_YEAR.match(first.text)
    title = with_year["title"] if with_year else first.text
    facts.add("film", "title", title, first, title)
    if with_year:
        facts.add("film", "year", int(with_year["year"]), first, with_year["year"])
    box = title if last is first or last.text == first.text else last.text
    if _is_of_the_box(fold(title), fold(box)):
        facts.add("edition", "edition_title", box, last, box)
    else:
        between = facts.page.find(lambda line: line.start > first.start)
        sure, reason = 1.0, None
        if facts.page.lines[between] is not last and names.looks_like_person(box):
            # A title stands below the title; what stands further down can as well be all that is there of a cast.
            sure, reason = 0.5, f"“{box}” can be another title or a person of the cast."
        facts.add("film", "original_title", box, last, box, None, sure, reason)
        facts.add("edition", "edition_title", title, first, title)


def _is_of_the_box(title: str, other: str) -> bool:
    """Whether another title is the one on the box: it has the film's in it, begins alike, or speaks of a set."""
    alike = len({re.split(r"\s*[:–-]\s", one)[0] for one in (title, other)}) == 1
    return title in other or other in title or alike or bool(_SET.search(other))


def _read_row(facts: Facts, line: Line) -> None:
    """A row with bars holds the genres, or the countries, languages, colour and running time of the film."""
    genres: list[str] = []
    countries: list[str] = []
    languages: list[str] = []
    for part in [piece for row in values.separated(line.text) for piece in values.separated(row)]:
        if minutes := values.minutes(part):
            facts.add("film", "runtime_minutes", minutes, line, part)
        elif (country := values.country(part)) and not languages:
            countries.append(country)
        elif language := values.language(part):
            languages.append(language)
        elif color := values.color(part):
            facts.add("film", "color", color, line, part)
        elif any(map(str.isalpha, part)):
            genres.append(part)
    facts.add("film", "countries", countries, line)
    facts.add("film", "languages", languages, line)
    if not (countries or languages or facts.has("film", "genres")):
        facts.add("film", "genres", genres, line)
