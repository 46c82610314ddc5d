"""What the readers do alike: a film's plots with their authors, its cast, its year and id."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.fields.draft import MENTIONS
from catalogue.fields.text import fold
from catalogue.pages import cast, linked_data, names, prose, told
from catalogue.pages.page import Facts, Line
from catalogue.pages.vocabulary import phrase_set

# A heading that people mistype (a real page has SYNPOSIS).
SYNOPSIS = re.compile(r"(?:the )?(?:full |plot |complete )?syn[a-z]{4,6}s")
_IMDB_ID = re.compile(r"\btt\d{7,8}\b")
_LONGEST_OUTLINE = 320
_KIND_BY_GENRE = {
    "series": phrase_set(
        "tv series, tv-series, tv mini-series, mini-series, miniseries, tv-serie, fernsehserie, série tv"
    ),
    "short": phrase_set(
        "short, short film, kurzfilm, court-métrage, court métrage, cortometraje, cortometraggio, korte film"
    ),
}


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
    """Keep the cast of the page; without a list of its own it is those whom its data or its texts name as players."""
    texts = facts.texts()
    # A name in the title is the name of a role.
    named = [*texts, f"Here is {facts.value('film', 'title') or 'it'}."]
    for entry in cast.read(facts.page, lines, told.text_names(named)):
        facts.add_credit(
            entry.person, "actor", entry.character, entry.first, entry.sure, entry.reason, entry.alternatives
        )
    if not facts.has("film", "credits"):
        for name in linked_data.actors_of(facts.page):
            facts.add_credit(name, "actor", None, facts.page.holding(name), 0.9)
    if facts.has("film", "credits"):
        add_mentions(facts, 0.9)
        return
    for mention in told.plays(texts):
        place = facts.page.holding(mention.person)
        facts.add_credit(mention.person, "actor", mention.character, place, 0.9)


def add_mentions(facts: Facts, sure: float) -> None:
    """Keep who plays whom by the texts as hints: they fill missing roles and add nobody."""
    texts = facts.texts()
    stated = told.plays(texts)
    known = {names.person_key(mention.person) for mention in stated}
    weak = [mention for mention in told.hints(texts) if names.person_key(mention.person) not in known]
    for number, mention in enumerate([*stated, *weak]):
        value = {"person": mention.person, "character": mention.character}
        place = facts.page.holding(mention.person)
        certain = sure if number < len(stated) else 0.6
        facts.add("film", MENTIONS, value, place, mention.person, mention.person, certain)


def add_year_of_release(facts: Facts) -> None:
    """Without a year of its own the page's film is of the year of its release."""
    released = facts.value("film", "release_date")
    if released and not facts.has("film", "year"):
        facts.add("film", "year", int(released[:4]))


def add_imdb_id(facts: Facts) -> None:
    """Keep the IMDb id when the page has exactly one: with more of them it is not told whose they are."""
    address = facts.page.markup.address or ""
    found = set(_IMDB_ID.findall(address) or _IMDB_ID.findall(facts.page.text))
    if len(found) == 1 and not facts.has("film", "external_ids"):
        facts.add("film", "external_ids", {"source": "IMDb", "id": found.pop()}, subject="IMDb")


def guess_title(facts: Facts, other_titles: Sequence[str] = (), at_the_top: str | None = None) -> None:
    """Without a title on the page it is guessed, with the reason: the name that its texts mention most.

    A line `at_the_top` that could be the title comes before it; other titles of the film that the page has, and the
    names that come next, are the alternatives.
    """
    if facts.has("film", "title"):
        return
    named = told.often_named(facts.texts())
    mentioned = [name for name, _ in named]
    guesses = list(dict.fromkeys(filter(None, [at_the_top, *mentioned[:1], *other_titles, *mentioned[1:]])))
    if not guesses:
        return
    name = guesses[0]
    reason = "The page does not name its film."
    if at_the_top:
        reason += f" “{at_the_top}” stands where a title could stand."
    if named:
        reason += f" “{named[0][0]}” is the name that its texts mention most, {named[0][1]} times"
        reason += f"; “{named[1][0]}” comes next, {named[1][1]} times." if len(named) > 1 else "."
    if other_titles:
        reason += f" It gives another title of it: “{other_titles[0]}”."
    facts.add("film", "title", name, facts.page.holding(name), name, None, 0.4, reason, guesses[1:])


def add_kind(facts: Facts) -> None:
    """Keep the kind of the film where its genres say that it is no plain film."""
    genres = {fold(genre) for genre in facts.value("film", "genres") or ()}
    kind = next((kind for kind, words in _KIND_BY_GENRE.items() if genres & words), None)
    if kind and not facts.has("film", "kind"):
        facts.add("film", "kind", kind, None, None, None, 0.9)


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
