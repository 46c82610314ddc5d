"""The page of one disc in a collection manager (CLZ Movies): the disc, its film, its cast, its owner's data."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.fields import barcode, registry
from catalogue.fields.draft import DocumentDraft
from catalogue.fields.text import fold
from catalogue.pages import cast, film, labels, prose, values
from catalogue.pages.page import Facts, Line, Page
from catalogue.pages.vocabulary import phrase_set

KIND = "collection_page"
SITE = "CLZ Movies"
LABEL = "Page of a disc in a collection manager (CLZ Movies)"

_COPY_FIELD_OF = {
    "owner": "owner",
    "location": "location",
    "storage device": "storage_device",
    "slot": "slot",
    "storage slot": "slot",
    "purchased on": "purchase_date",
    "purchase date": "purchase_date",
    "purchased at": "store",
    "purchase store": "store",
    "store": "store",
    "purchase price": "price",
    "current value": "current_value",
    "condition": "condition",
    "index": "index",
    "collection status": "status",
    "status": "status",
    "my rating": "my_rating",
    "gift from": "gift_from",
    "added date": "added_at",
    "date added": "added_at",
    "modified date": "modified_at",
    "last modified": "modified_at",
    "tags": "tags",
    "notes": "notes",
}
_FIELD_OF = {
    **_COPY_FIELD_OF,
    "nr discs": "nr_discs",
    "nr of discs": "nr_discs",
    "no. of discs": "nr_discs",
    "number of discs": "nr_discs",
    "discs": "nr_discs",
    "region": "regions",
    "regions": "regions",
    "edition": "edition_name",
    "format": "format",
    "barcode": "barcode",
    "upc": "barcode",
    "ean": "barcode",
    "distributor": "distributor",
    "packaging": "packaging",
    "screen ratio": "screen_ratios",
    "screen ratios": "screen_ratios",
    "subtitles": "subtitles",
    "layers": "layers",
    "hdr": "hdr",
    "chapters": "chapters",
    "extras": "extras",
    "extra features": "extras",
    "edition release date": "edition_release_date",
    "video standard": "video_standard",
    "title": "title",
    "original title": "original_title",
    "year": "year",
    "release year": "year",
    "movie release date": "release_date",
    "release date": "release_date",
    "running time": "runtime_minutes",
    "runtime": "runtime_minutes",
    "genre": "genres",
    "genres": "genres",
    "country": "countries",
    "countries": "countries",
    "language": "languages",
    "languages": "languages",
    "color": "color",
    "series": "series",
    "tagline": "tagline",
    "studio": "studios",
    "studios": "studios",
}
# Labels whose values the catalogue has no field for: they end what stands above them.
_OTHER_LABELS = phrase_set(
    "quantity, loaned to, seen it, seen on, seen where, audio tracks, audio, box set, imdb rating"
)
_LABELS = frozenset(_FIELD_OF) | _OTHER_LABELS
# Labels that head a whole block, so that they can stand alone at the end of the plots.
_HEADINGS = phrase_set(
    """trailer, trailers, edition details, details, movie details, personal, personal details, crew, links, episodes,
    user defined fields, images, backdrops, cover, custom fields"""
)
_CAST = phrase_set("cast, cast view all, cast & crew, actors, cast and crew")
_PLOTS = phrase_set("plot, plot summary, summary, description, overview, storyline")
_ENDS = _HEADINGS | _CAST | _PLOTS
_BUTTONS = phrase_set("view all, show less, show more, read more, edit, close")
_SURE_LABELS = phrase_set(
    "owner, location, storage device, purchased on, index, added date, modified date, nr discs, regions"
)

_FORMAT = re.compile(
    r"(?:dvd(?:-r)?|blu-?\s?ray(?: 3d| disc)?|(?:4k )?(?:uhd|ultra hd)(?: blu-?ray)?|4k(?: blu-ray)?|hd[- ]dvd|"
    r"(?:s-|d-)?vhs|laser\s?disc|s?vcd|umd|betamax|digital(?: copy)?|ced|video 8)"
    r"(?:\s*[+/,]\s*(?:dvd|blu-ray|4k uhd|digital))*",
    re.I,
)
_PUBLISHED = re.compile(r"(?P<name>.*?)\s*\((?P<date>[^()]*\d{4}[^()]*)\)$")
_RATED = re.compile(r"(?P<country>[^\d|]{2,40}?)\s+[-–—]\s+(?P<rating>\S.{0,40})$")
_WITH_YEAR = re.compile(r"(?P<title>.+?)\s*\((?P<year>(?:18|19|20)\d\d)\)$")
_REGION = re.compile(r"\b(?:region\s*)?([1-8A-C])\b|\b(all|free|0)\b", re.I)
_SEVERAL = frozenset({"genres", "studios", "subtitles", "screen_ratios", "extras"})


def score(page: Page) -> float:
    """How sure it is that the page is of this kind, from 0 to 1."""
    found = {split[0] for line in page.lines if len(line.text) < 200 and (split := labels.split(line, _SURE_LABELS))}
    top = page.lines[:16]
    marks = 0.7 * len(found)
    marks += 2.0 * ("edition details" in page.keys)
    marks += 1.0 * bool(page.keys & {"personal", "cast view all"})
    marks += 1.0 * any(_is_barcode(line.text) for line in top)
    marks += 1.0 * any(_FORMAT.fullmatch(line.text) for line in top)
    marks += 1.0 * any("|" in line.text and values.minutes(line.text.rpartition("|")[2]) for line in top)
    return min(1.0, marks / 4.0)


def read(page: Page) -> DocumentDraft:
    """The document and the facts of such a page."""
    facts = Facts(page)
    plots: list[Line] = []
    synopsis: list[Line] = []
    cast_lines: list[Line] = []
    other: list[Line] = []
    at = _header_end(page)
    _read_header(facts, at)
    section = plots
    heading = ""
    while at < len(page.lines):
        line = page.lines[at]
        key = line.key.rstrip(":")
        if key in _CAST:
            section = cast_lines
        elif film.SYNOPSIS.fullmatch(key):
            section = synopsis
        elif key in _PLOTS:
            section = plots
        elif key in _HEADINGS:
            section, heading = other, key
        elif key in _BUTTONS:
            pass
        elif (label := labels.split(line, _LABELS)) and not _belongs_to(section, line, label, section is cast_lines):
            at = _read_label(facts, at, *label, heading)
            section = other
            continue
        elif cast.is_cast_line(line) if section is cast_lines else section is not other:
            section.append(line)
        at += 1
    film.add_plots(facts, plots)
    film.add_synopsis(facts, synopsis)
    film.add_cast(facts, cast_lines)
    film.add_year_of_release(facts)
    film.add_imdb_id(facts)
    title = facts.value("film", "title")
    return DocumentDraft(KIND, page.text, SITE, title, (), facts.in_order(), score(page))


def _belongs_to(section: Sequence[Line], line: Line, label: tuple[str, str], in_cast: bool) -> bool:
    """Whether a line that begins like a label is a sentence of a text, or a person of the cast named so."""
    name, value = label
    if ":" in line.text[: len(name) + 1] or line.gap > 1:
        return False
    if in_cast:
        return bool(section) and not line.gap and bool(value) and not any(map(str.isdigit, value))
    return prose.is_prose(line.text) or (bool(section) and prose.ends_sentence(line.text))


def _header_end(page: Page) -> int:
    """Index of the first line that is not of the block of short lines at the top."""

    def ends(line: Line) -> bool:
        key = line.key.rstrip(":")
        if key in _ENDS or film.SYNOPSIS.fullmatch(key) or key in _COPY_FIELD_OF:
            return True
        return prose.is_prose(line.text) and "|" not in line.text

    return page.find(ends)


def _read_header(facts: Facts, end: int) -> None:
    """Read the lines above the plots, each by its form: they come in any order, and any may be missing."""
    lines = facts.page.lines[:end]
    titles: list[Line] = []
    at = _behind_cover_sizes(lines)
    while at < end:
        line = lines[at]
        label = labels.split(line, _LABELS)
        if label and (":" in line.text[: len(label[0]) + 1] or (len(titles) > 1 and label[1])):
            at = _read_label(facts, at, *label)
            continue
        if not _read_by_form(facts, line, titles) and len(titles) < 2:
            titles.append(line)
        at += 1
    _read_titles(facts, titles)


def _behind_cover_sizes(lines: Sequence[Line]) -> int:
    """Index behind the widths of the cover image at the top: rising round numbers, each a line."""
    widest = at = 0
    while at < len(lines) and lines[at].text.isdecimal() and len(lines[at].text) < 5:
        width = int(lines[at].text)
        if width <= widest or width % 50:
            break
        widest = width
        at += 1
    return at if at > 1 else 0


def _read_by_form(facts: Facts, line: Line, titles: Sequence[Line]) -> bool:
    """Read a line of the header that shows by its form what it is. The first line is always the title."""
    text = line.text
    if not titles:
        return False
    if "|" in text:
        _read_row(facts, line)
    elif _FORMAT.fullmatch(text):
        facts.add("edition", "format", text, line)
    elif _is_barcode(text):
        _add_barcode(facts, line, text)
    elif (rated := _RATED.match(text)) and (country := values.country(rated["country"])):
        facts.add("edition", "country", country, line, rated["country"])
        rating = {"country": country, "rating": rated["rating"]}
        facts.add("film", "certifications", rating, line, rated["rating"], country)
    elif text != titles[0].text and (published := _PUBLISHED.match(text)) and (date := values.date(published["date"])):
        facts.add("edition", "distributor", published["name"], line, published["name"])
        facts.add("film", "release_date", date, line, published["date"])
    elif len(titles) > 1 and (minutes := values.minutes(text)):
        facts.add("film", "runtime_minutes", minutes, line)
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
    if fold(title) in fold(box) or fold(box) in fold(title):
        facts.add("edition", "edition_title", box, last, box)
    else:
        facts.add("film", "original_title", box, last)
        facts.add("edition", "edition_title", title, first, title)


def _read_row(facts: Facts, line: Line) -> None:
    """A row with bars holds the genres, or the countries, languages, colour and running time of the film."""
    genres: list[str] = []
    countries: list[str] = []
    languages: list[str] = []
    for part in values.separated(line.text):
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


def _is_barcode(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9 -]{8,20}", text)) and len(barcode.digits(text)) in barcode.LENGTHS


def _add_barcode(facts: Facts, line: Line, text: str) -> None:
    code = barcode.digits(text)
    problem = barcode.problem(code)
    facts.add("edition", "barcode", code, line, text, None, 0.5 if problem else 1.0, problem)


def _read_label(facts: Facts, at: int, label: str, value: str, heading: str = "") -> int:
    """Read a label with its value; the index of the line behind them."""
    page = facts.page
    key = _FIELD_OF.get(label)
    if label == "release date" and heading.startswith("edition"):
        key = "edition_release_date"
    below, end = labels.value_below(page, at, label, value, _LABELS, _ENDS)
    if not value and key not in {"tags", "notes"}:
        below = below[:1]
        end = at + 1 + len(below)
    texts = [value] * bool(value) + [line.text for line in below]
    if key and texts:
        _read_field(facts, key, texts, page.lines[at] if value else below[0])
    return end


def _read_field(facts: Facts, key: str, texts: Sequence[str], line: Line) -> None:
    field = registry.BY_KEY[key]
    text = texts[0]
    if facts.has(field.entity, key):
        return
    if key == "barcode":
        if _is_barcode(text):
            _add_barcode(facts, line, text)
    elif key == "tags":
        facts.add("copy", key, _tags(texts), line)
    elif key == "notes":
        facts.add("copy", key, "\n".join(texts), line)
    elif key == "regions":
        codes = ["All" if match[2] else match[1].upper() for match in _REGION.finditer(text)]
        facts.add("edition", key, list(dict.fromkeys(codes)), line, text)
    elif key == "location":
        facts.add("copy", key, field.parse(re.sub(r"\s*[>›/]\s*", "/", text)), line, text)
    elif key in _SEVERAL:
        facts.add(field.entity, key, values.separated(text), line, text)
    else:
        parse = _VALUE_OF.get(key, field.parse)
        facts.add(field.entity, key, values.attempt(parse, text), line, text)


_VALUE_OF = {
    "countries": values.countries,
    "languages": values.languages,
    "runtime_minutes": values.minutes,
    "color": values.color,
    "price": values.amount,
    "current_value": values.amount,
}


def _tags(texts: Sequence[str]) -> list[str]:
    """The tags: on one line they stand apart by blanks, unless the page separates them otherwise."""
    parts = [part for text in texts for part in values.separated(text)]
    return list(dict.fromkeys(parts if len(parts) > 1 else parts[0].split() if parts else []))
