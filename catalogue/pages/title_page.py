"""The plot, details and technical pages of one title (IMDb) as one text. Most of them never name their film."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from catalogue.fields.draft import DocumentDraft
from catalogue.fields.text import fold
from catalogue.pages import cast, crew, film, labels, linked_data, prose, values
from catalogue.pages.page import Facts, Line, Page
from catalogue.pages.vocabulary import phrase_set

KIND = "title_page"
SITE = "IMDb"
LABEL = "Plot and details of a title (IMDb)"

# The field of each label, by its English name; resources/reference/page-labels.txt has the other languages.
_FIELD_OF = {
    "keywords": "keywords",
    "genres": "genres",
    "release date": "release_date",
    "motion picture rating (mpa)": "certifications",
    "motion picture rating (mpaa)": "certifications",
    "countries": "countries",
    "official sites": "links",
    "languages": "languages",
    "filming locations": "filming_locations",
    "studios": "studios",
    "budget": "budget",
    "runtime": "runtime_minutes",
    "color": "color",
    "aspect ratio": "aspect_ratio",
    "tagline": "tagline",
    "original title": "original_title",
    "imdb rating": "ratings",
}
# Labels whose values the catalogue has no field for: they end the value above them.
_OTHER_LABELS = phrase_set(
    """parents guide, gross us & canada, gross, opening weekend us & canada, opening weekend, negative format, camera,
    laboratory, film length, printed film format, cinematographic process, see more company credits at imdbpro, awards,
    stars, cumulative worldwide gross"""
)
# Values of this site begin with these words (Studio page), and it has no such label.
_NO_LABELS = phrase_set("studio, studios, estudio, estudios, studio's")
_OWN_LABELS = {label: name for label, name in labels.table(_FIELD_OF).items() if label not in _NO_LABELS}
_LABELS = (
    {label: label for label in _OTHER_LABELS}
    | _OWN_LABELS
    | labels.table(["also known as", "sound mix", "certificate", "gross worldwide"])
    | crew.TRADES
)
_PLOTS = labels.table(["plot"]).keys()
_SYNOPSIS = labels.table(["synopsis"]).keys()
_CAST = labels.table(["cast"]).keys()
_HEADINGS = phrase_set(
    """additional details, see also, related links, did you know, trivia, goofs, quotes, connections, soundtracks, user
    reviews, faq, contribute to this page, more from this title, more to explore, photos, recently viewed, all filters,
    be the first to contribute, edit page, videos, related news, alternate versions, crazy credits, back to top, learn
    more about contributing, suggest an edit or add missing content"""
)
_BLOCK_NAMES = labels.table(["movie details", "box office", "tech specs"])
_BLOCKS = _BLOCK_NAMES.keys()
_ENDS = _HEADINGS | _BLOCKS | _PLOTS | _CAST | _SYNOPSIS
_GLUED = re.compile(r"(?:Summaries|Plot Summary|Storyline|Synopsis|Details)(?=[\"“]?[A-ZÀ-Þ])")
_LONGEST_NAME = 4
_LONGEST_TITLE = 12
# How many names of a trade can stand below it before the next trade.
_LONGEST_TRADE = 8
_TOP = 12
_NAMED = re.compile(
    r"(?P<title>\S.{0,150}?)\s*\((?P<kind>TV (?:Movie|Mini[- ]Series|Series|Special|Short)|Video|Short)?\s*"
    r"(?P<year>(?:18|19|20)\d\d)(?:\s*[–-]\s*(?:\d{4})?)?\)"
    r"(?:\s+(?:[-–|]\s*)?(?:Plot(?: Summary)?|Synopsis|IMDb|Summaries|Technical|Keywords)\b.*)?$"
)
_FURNITURE = re.compile(
    r"showing (?:all|\d+).*items?|jump to:?.*|the synopsis below may give away.*|see (?:all|more)\b.*|"
    r"edit(?: \w+)?|view all|add (?:synopsis|summary)|\d+ (?:more|total)|(?:hide |warning: )?spoilers?|"
    r"it looks like we don't have.*"
)


def score(page: Page) -> float:
    """How sure it is that the page is of this kind, from 0 to 1."""
    # Points of a list with such labels are what an article says of its film.
    short = [line for line in page.lines if len(line.text) < 400 and not line.bullet]
    found = {split[0] for line in short if (split := labels.split(line, _OWN_LABELS))}
    marks = 0.5 * len(found)
    marks += 1.0 * len(page.keys & {"summaries", "storyline"})
    marks += 1.0 * len({name for key, name in _BLOCK_NAMES.items() if key in page.keys})
    marks += 0.5 * any(film.SYNOPSIS.fullmatch(key) for key in page.keys if len(key) < 20)
    marks += 0.5 * any("imdb" in key for key in page.keys | page.furniture if len(key) < 80)
    marks += 2.5 * (linked_data.film_of(page) is not None)
    marks += 1.0 * bool(found & {"countries", "official sites", "filming locations"})
    return min(1.0, marks / 5.0)


def read(page: Page) -> DocumentDraft:
    """The document and the facts of such a page."""
    page = replace(page, lines=tuple(_unglued(page.lines)))
    facts = Facts(page)
    plots: list[Line] = []
    synopsis: list[Line] = []
    cast_lines: list[Line] = []
    other: list[Line] = []
    also_known: list[str] = []
    trades: list[tuple[str, str, Line]] = []
    section = plots
    at = _read_heading(facts)
    while at < len(page.lines):
        line = page.lines[at]
        key = line.key.rstrip(":")
        if film.SYNOPSIS.fullmatch(key) or key in _SYNOPSIS:
            section = synopsis
        elif key in _PLOTS:
            section = plots
        elif key in _CAST:
            section = cast_lines
        elif key in _HEADINGS or key in _BLOCKS:
            section = other
        elif len(key) < 200 and _FURNITURE.fullmatch(key):
            pass
        elif (label := labels.split(line, _LABELS)) and (
            (section is other or not prose.is_prose(line.text))
            and not (section is cast_lines and _is_role(line, label) and not _begins_crew(page, at))
        ):
            if label[0] == "also known as" and label[1]:
                also_known.append(re.sub(r"\s*\([^()]*\)$", "", label[1]))
            at = _read_label(facts, at, *label, trades)
            section = section if section is cast_lines and label[0] not in crew.TRADES.values() else other
            continue
        elif (
            cast.is_cast_line(line)
            if section is cast_lines
            else section or section is synopsis or prose.is_prose(line.text)
        ):
            section.append(line)
        at += 1
    film.add_plots(facts, plots)
    film.add_synopsis(facts, synopsis)
    film.add_cast(facts, cast_lines)
    for trade, people, line in trades:
        crew.add_people(facts, trade, people, line)
    film.add_year_of_release(facts)
    film.add_imdb_id(facts)
    linked_data.add_facts(facts)
    film.add_kind(facts)
    film.guess_title(facts, also_known, _beside_plot(page))
    title = facts.value("film", "title")
    return DocumentDraft(KIND, page.source, linked_data.site_of(page) or SITE, title, (), facts.in_order(), score(page))


def _unglued(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, a heading that is glued to the text below it (SummariesA man comes home) as a line of its own."""
    for line in lines:
        if glued := _GLUED.match(line.text):
            middle = line.start + glued.end()
            yield replace(line, text=glued[0], key=fold(glued[0]), end=middle)
            rest = line.text[glued.end() :]
            line = replace(line, text=rest, key=fold(rest), gap=0, start=middle)
        yield line


def _read_heading(facts: Facts) -> int:
    """Read a heading `Title (Year)` among the first lines; the index of the line behind it.

    A saved page has it in its heading or in the title of its window as well.
    """
    for printed in filter(None, (facts.page.markup.heading, facts.page.markup.title)):
        if named := _NAMED.match(printed[:200]):
            facts.add("film", "title", named["title"], facts.page.holding(named["title"]), named["title"])
            facts.add("film", "year", int(named["year"]))
            _read_kind(facts, named["kind"])
            break
    for at, line in enumerate(facts.page.lines[:6]):
        named = _NAMED.match(line.text) if len(line.text) < 200 else None
        if named and not facts.has("film", "title"):
            facts.add("film", "title", named["title"], line, named["title"])
            facts.add("film", "year", int(named["year"]), line, named["year"])
            _read_kind(facts, named["kind"])
            return at + 1
    return 0


def _read_kind(facts: Facts, printed: str | None) -> None:
    """The kind in the brackets of a heading: (TV Series 2017–2020)."""
    kind = next((kind for kind in ("series", "short") if printed and kind in printed.lower()), None)
    facts.add("film", "kind", kind)


def _beside_plot(page: Page) -> str | None:
    """What could be the title: a short line at the top of the page, right above or below the heading of its plots."""
    top = page.lines[:_TOP]
    head = next((at for at, line in enumerate(top) if line.key.rstrip(":") in _PLOTS), None)
    beside = [top[at] for at in (head - 1, head + 1) if 0 <= at < len(top)] if head is not None else []
    return next((line.text for line in beside if _could_be_title(line)), None)


def _could_be_title(line: Line) -> bool:
    key = line.key.rstrip(":")
    if key in _ENDS or _FURNITURE.fullmatch(key[:200]) or len(line.text.split()) > _LONGEST_TITLE:
        return False
    return not prose.ends_sentence(line.text) and any(map(str.isalnum, key)) and not labels.split(line, _LABELS)


def _is_role(line: Line, label: tuple[str, str]) -> bool:
    """Whether a line of a cast list is a role that reads like the label of a trade: Director."""
    return label[0] in crew.TRADES.values() and ":" not in line.text


def _begins_crew(page: Page, at: int) -> bool:
    """Whether the crew begins on a line: trades alone on their lines, of which a cast has one at most."""
    alone = [line.key.rstrip(":") for line in page.lines[at : at + _LONGEST_TRADE]]
    return len({crew.TRADES[key] for key in alone if key in crew.TRADES}) > 1


def _read_label(facts: Facts, at: int, label: str, value: str, trades: list[tuple[str, str, Line]]) -> int:
    """Read a label with its value, a trade into `trades`; the index of the line behind them."""
    page = facts.page
    below, end = labels.value_below(page, at, label, value, _LABELS, _ENDS)
    below = [line for line in below if not _FURNITURE.fullmatch(line.key[:200])]
    parts = [value] * bool(value) + [line.text for line in below]
    key = _FIELD_OF.get(label)
    if label in crew.TRADES.values():
        for part, line in zip(parts, [page.lines[at]] * bool(value) + below, strict=True):
            # Several names on one line without separators cannot be told apart.
            if len(part.split()) <= _LONGEST_NAME or len(values.separated(part)) > 1:
                trades.append((label, part, line))
    elif key and parts:
        _read_field(facts, key, parts, page.lines[at] if value else below[0])
    return end


def _read_field(facts: Facts, key: str, parts: Sequence[str], line: Line) -> None:
    first = parts[0]
    if key == "keywords":
        facts.add("film", key, list(parts) if len(parts) > 1 else values.separated(first), line)
    elif key == "genres":
        facts.add("film", key, [genre for part in parts for genre in values.genres(part)], line)
    elif key == "countries":
        facts.add("film", key, [name for part in parts for name in values.countries(part)], line)
    elif key == "languages":
        facts.add("film", key, [name for part in parts for name in values.languages(part)], line)
    elif key == "filming_locations":
        facts.add("film", key, list(parts), line)
    elif key == "studios":
        _read_studios(facts, parts, line)
    elif key == "links":
        rows = (part for row in parts for part in values.separated(row))
        for part in (part for part in rows if "@" not in part and "[email" not in part):
            facts.add("film", "links", {"label": part, "url": None}, line, part, part)
    elif key == "certifications":
        if rating := values.mpa_rating(first):
            value = {"country": "United States", "rating": rating}
            facts.add("film", key, value, line, rating, "United States")
    elif key == "ratings":
        _read_rating(facts, first, line)
    elif not facts.has("film", key):
        facts.add("film", key, _VALUE_OF.get(key, str)(first), line, first)


_VALUE_OF: dict[str, Callable[[str], Any]] = {
    "release_date": values.date,
    "budget": values.amount,
    "runtime_minutes": values.minutes,
    "color": values.color,
    "aspect_ratio": values.ratio,
}


def _read_studios(facts: Facts, parts: Sequence[str], line: Line) -> None:
    if len(parts) > 1:
        facts.add("film", "studios", list(parts), line)
        return
    found, sure = values.companies(parts[0])
    reason = None if sure else "The page prints the companies in a row without separators."
    facts.add("film", "studios", found, line, parts[0], None, 1.0 if sure else 0.5, reason)


def _read_rating(facts: Facts, text: str, line: Line) -> None:
    if match := re.match(r"(\d{1,2}(?:\.\d)?)\s*/\s*10\b", text):
        value = {"source": "IMDb", "audience": "users", "value": float(match[1]), "scale": 10, "votes": None}
        facts.add("film", "ratings", value, line, match[1], "IMDb users")
