"""The page of one disc in a collection manager (CLZ Movies): the disc, its film, its cast, its owner's data."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.fields.draft import DocumentDraft
from catalogue.pages import cast, collection_header, crew, film, labels, linked_data, prose, values
from catalogue.pages.collection_labels import COPY_FIELD_OF, COPY_LABELS, LABELS, LabelReader, is_barcode
from catalogue.pages.page import Facts, Line, Page

KIND = "collection_page"
SITE = "CLZ Movies"
LABEL = "Page of a disc in a collection manager (CLZ Movies)"

# Labels that head a whole block, so that they can stand alone at the end of the plots.
_HEADINGS = labels.table(
    [
        "trailer",
        "edition details",
        "movie details",
        "personal",
        "crew",
        "links",
        "episodes",
        "user defined fields",
        "images",
    ]
)
_SECTIONS = _HEADINGS | labels.table(["cast", "plot", "synopsis"])
_BUTTONS = labels.table(["view all", "show more"])
_SURE_LABELS = labels.table(
    [
        "owner",
        "location",
        "storage device",
        "purchase date",
        "index",
        "added date",
        "modified date",
        "nr discs",
        "regions",
    ]
)


def score(page: Page) -> float:
    """How sure it is that the page is of this kind, from 0 to 1."""
    found = {split[0] for line in page.lines if len(line.text) < 200 and (split := labels.split(line, _SURE_LABELS))}
    sections = {_SECTIONS.get(key) for key in page.keys if len(key) < 60}
    top = page.lines[:16]
    marks = 0.7 * len(found)
    marks += 2.0 * ("edition details" in sections)
    marks += 1.0 * ("personal" in sections or "cast view all" in page.keys)
    marks += 1.0 * any(is_barcode(line.text) for line in top)
    marks += 1.0 * any(collection_header.FORMAT.fullmatch(line.text) for line in top)
    marks += 1.0 * any("|" in line.text and values.minutes(line.text.rpartition("|")[2]) for line in top)
    return min(1.0, marks / 4.0)


def read(page: Page) -> DocumentDraft:
    """The document and the facts of such a page."""
    facts = Facts(page)
    lines_of: dict[str, list[Line]] = {name: [] for name in ("plot", "synopsis", "cast", "crew", "other")}
    reader = LabelReader(facts, _SECTIONS)
    at = collection_header.read(facts, reader, _header_end(page, 0))
    section = _section_at(page, at)
    heading = ""
    while at < len(page.lines):
        line = page.lines[at]
        if section == "other" and not facts.has("film", "title") and collection_header.begins(page.lines, at):
            at = collection_header.read(facts, reader, _header_end(page, at), at)
            section = _section_at(page, at)
            continue
        if section == "plot" and _cast_begins(page, at):
            section = "cast"
        if head := _heading(line):
            section, heading = (head, "") if head in lines_of else ("other", head)
        elif line.key in _BUTTONS:
            pass
        elif section == "crew" and not labels.split(line, COPY_LABELS):
            lines_of[section].append(line)
        elif (label := labels.split(line, LABELS)) and (
            not _belongs_to(lines_of[section], line, label, section) or _begins_labels(page, at)
        ):
            at = reader.read(at, *label, heading)
            section = "other"
            continue
        elif section == "other" and (trade := crew.trades_of(line)) and trade[1] == "before":
            crew.add_people(facts, trade[0][0], trade[2], line)
        elif cast.is_cast_line(line) if section == "cast" else section != "other" and any(map(str.isalpha, line.key)):
            lines_of[section].append(line)
        at += 1
    reader.add_loan()
    film.add_plots(facts, lines_of["plot"])
    film.add_synopsis(facts, lines_of["synopsis"])
    film.add_cast(facts, lines_of["cast"])
    crew.add(facts, lines_of["crew"])
    film.add_kind(facts)
    film.add_year_of_release(facts)
    film.add_imdb_id(facts)
    linked_data.add_facts(facts)
    title = facts.value("film", "title")
    return DocumentDraft(KIND, page.source, SITE, title, (), facts.in_order(), score(page))


def _section_at(page: Page, at: int) -> str:
    """The section that begins right below the header without a heading."""
    return "cast" if _cast_begins(page, at) else "plot"


def _cast_begins(page: Page, at: int) -> bool:
    """Whether a cast begins on a line without its heading: it goes on to the next text, heading or label."""
    end = page.find(lambda line: _ends_cast(line) or prose.is_prose(line.text), at)
    run = page.lines[at:end]
    return cast.begins(run) and not any(collection_header.has_form(line.text) for line in run)


def _ends_cast(line: Line) -> bool:
    return bool(_heading(line)) or line.key in _BUTTONS or labels.split(line, LABELS) is not None


def _heading(line: Line) -> str | None:
    """The section that a line opens, by its English name; a button may stand behind its name."""
    if len(line.key) > 60:
        return None
    key = line.key.rstrip(":")
    if film.SYNOPSIS.fullmatch(key):
        return "synopsis"
    words = key.split()
    for size in range(len(words), 0, -1):
        name = _SECTIONS.get(" ".join(words[:size]))
        if name and (size == len(words) or " ".join(words[size:]) in _BUTTONS):
            return name
    return None


def _begins_labels(page: Page, at: int) -> bool:
    """Whether lines with labels follow on a line: one person of a cast may be named like a label, not three."""
    following = [labels.split(line, LABELS) for line in page.lines[at : at + 4] if len(line.text) < 80]
    return sum(label is not None and label[0] in COPY_FIELD_OF for label in following) > 2


def _belongs_to(lines: Sequence[Line], line: Line, label: tuple[str, str], section: str) -> bool:
    """Whether a line that begins like a label is a sentence of a text, or a person of the cast named so."""
    name, value = label
    printed = line.text[: len(line.text) - len(value)] if value else line.text
    if ":" in printed or line.gap > 1:
        return False
    if section == "cast":
        return bool(lines) and not line.gap and bool(value) and not any(map(str.isdigit, value))
    if name == "notes" and section == "other":
        return False
    return prose.is_prose(line.text) or (bool(lines) and prose.ends_sentence(line.text))


def _header_end(page: Page, start: int) -> int:
    """Index of the first line that is not of the block of short lines at the top."""

    def ends(line: Line) -> bool:
        if _heading(line) or COPY_LABELS.get(line.key.rstrip(" :")):
            return True
        return prose.is_prose(line.text) and "|" not in line.text

    end = page.find(ends, start)
    # A cast can follow at once; its people are no titles. What comes above the last line known by its form is header.
    places = range(start, end)
    below = next((at + 1 for at in reversed(places) if collection_header.has_form(page.lines[at].text)), end)
    return below if below < end and _cast_begins(page, below) else end
