"""What the readers do alike: a film's plots with their authors, its cast, its year and id."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.fields.draft import MENTIONS
from catalogue.pages import cast, prose, told
from catalogue.pages.page import Facts, Line

# A heading that people mistype (a real page has SYNPOSIS).
SYNOPSIS = re.compile(r"(?:full |plot |complete )?syn[a-z]{4,6}s")
_IMDB_ID = re.compile(r"\btt\d{7,8}\b")
_LONGEST_OUTLINE = 320


def add_plots(facts: Facts, lines: Sequence[Line]) -> None:
    """Keep the plots in some lines: the first, when short and unsigned, is the outline; an author ends each."""
    for number, block in enumerate(_plot_by_plot(lines)):
        paragraphs, author = _without_author(block)
        outline = number == 0 and author is None and sum(map(len, paragraphs)) <= _LONGEST_OUTLINE
        facts.add_text("outline" if outline else "summary", block, paragraphs, author, None)


def add_synopsis(facts: Facts, lines: Sequence[Line], heading: str | None = None) -> None:
    """Keep the lines as one long text."""
    if lines:
        paragraphs, author = _without_author(lines)
        facts.add_text("synopsis", lines, paragraphs, author, heading)


def add_cast(facts: Facts, lines: Sequence[Line]) -> None:
    """Keep the cast of the page; without a list of its own it is those whom its texts name as players."""
    texts = facts.texts()
    entries = cast.read(facts.page, lines, told.text_names(texts))
    for order, entry in enumerate(entries, 1):
        value = {"person": entry.person, "role": "actor", "character": entry.character, "order": order}
        facts.add("film", "credits", value, entry.first, None, entry.person, entry.sure, entry.reason)
    if entries:
        add_mentions(facts, 0.9)
        return
    for order, mention in enumerate(told.plays(texts), 1):
        value = {"person": mention.person, "role": "actor", "character": mention.character, "order": order}
        facts.add("film", "credits", value, facts.page.holding(mention.person), mention.person, mention.person, 0.9)


def add_mentions(facts: Facts, sure: float) -> None:
    """Keep who plays whom by the texts as hints: they fill missing roles and add nobody."""
    for mention in told.plays(facts.texts()):
        value = {"person": mention.person, "character": mention.character}
        place = facts.page.holding(mention.person)
        facts.add("film", MENTIONS, value, place, mention.person, mention.person, sure)


def add_year_of_release(facts: Facts) -> None:
    """Without a year of its own the page's film is of the year of its release."""
    released = facts.value("film", "release_date")
    if released and not facts.has("film", "year"):
        facts.add("film", "year", int(released[:4]))


def add_imdb_id(facts: Facts) -> None:
    """Keep the IMDb id when the page has exactly one: with more of them it is not told whose they are."""
    found = set(_IMDB_ID.findall(facts.page.text))
    if len(found) == 1:
        facts.add("film", "external_ids", {"source": "IMDb", "id": found.pop()}, subject="IMDb")


def _plot_by_plot(lines: Sequence[Line]) -> list[list[Line]]:
    # Where the page keeps wide gaps between plots, a narrow one is only a new paragraph.
    wide = max((line.gap for line in lines[1:]), default=0) > 1
    blocks: list[list[Line]] = []
    ended = True
    for line in lines:
        if prose.is_author_line(line.text) and blocks:
            blocks[-1].append(line)
            ended = True
            continue
        if ended or line.gap > 1 or not wide:
            blocks.append([])
        blocks[-1].append(line)
        ended = prose.split_author(line.text)[0] != line.text
    return blocks


def _without_author(block: Sequence[Line]) -> tuple[list[str], str | None]:
    """The paragraphs of a text, and the author who stands in a line of its own or behind the last sentence."""
    paragraphs = [line.text for line in block if not prose.is_author_line(line.text)]
    author = next((prose.author_line(line.text) for line in block if prose.is_author_line(line.text)), None)
    if paragraphs:
        paragraphs[-1], glued = prose.split_author(paragraphs[-1])
        author = author or glued
    return paragraphs, author
