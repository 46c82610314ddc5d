"""An article about a film or its background: a title, headings, paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from catalogue.fields.draft import DocumentDraft, Section
from catalogue.fields.text import fold
from catalogue.pages import film, labels, linked_data, names, prose, values
from catalogue.pages.page import Facts, Line, Page
from catalogue.pages.vocabulary import phrase_set

KIND = "article"
LABEL = "Article about a film"

_LONGEST_HEADING = 140
_SHORTEST = 220
_MOST_LEADING_HEADINGS = 3
_LONGEST_MENU = 60
# A line that is no more than a price: the line above it is the thing that a shop sells.
_PRICE = re.compile(
    r"(?:from |ab |now )?(?:(?:us|ca|au)?[$€£¥]\s?\d[\d.,]{0,8}|\d[\d.,]{0,8}\s?(?:[€£$]|eur|usd|gbp))(?:\s.{0,20})?"
)
_QUOTED = re.compile(
    r"(?<![\w'’])(?:"
    r"'([^'\n]{1,80}(?:'\w[^'\n]{0,60})?)'|‘([^’\n]{1,80}(?:’\w[^’\n]{0,60})?)’|"
    r"\"([^\"\n]{1,80})\"|“([^”\n]{1,80})”|„([^“”\n]{1,80})[“”]|«\s?([^»\n]{1,80}?)\s?»"
    r")(?!\w)"
)
_FILM_WORD = re.compile(
    r"\b(?:films?|movies?|musical|comedy|drama|thriller|biopic|documentary|series|adaptation|directed|director|starring|starred|"
    r"cinema|cinematic|screen|cast|satire|western|remake|sequel|masterpiece|regisseur|réalisateur)\b",
    re.I,
)
_LEADS_TO_FILM = re.compile(
    r"\b(?:inspired|behind|in|of|review|explained|story|history|making|about|real|true)\W*$", re.I
)
_YEAR_BEHIND = re.compile(r"\W{0,3}\(((?:18|19|20)\d\d)\)")
_REVIEW = re.compile(
    r"(?P<title>\S.{1,80}?)\s*(?:\((?P<year>(?:18|19|20)\d\d)\))?\s*[:–—-]?\s*"
    r"\b(?:(?:movie |film )?review|(?:the )?ending,? explained|explained)\b",
    re.I,
)
_REVIEW_OF = re.compile(
    r"(?:(?:film|movie|dvd|blu-ray|4k) )?(?:reviews?|kritik|filmkritik|critique|crítica|recensione)\s*[:–—-]\s*"
    r"(?P<title>\S.{0,80}?)\s*(?:\((?P<year>(?:18|19|20)\d\d)\)|[,:–—]\s|$)",
    re.I,
)
_DETAIL_OF: dict[str, tuple[str, Callable[[str], Any]]] = {
    "title": ("title", str.strip),
    "original title": ("original_title", str.strip),
    "year": ("year", lambda text: int(text) if re.fullmatch(r"(?:18|19|20)\d\d", text, re.ASCII) else None),
    "runtime": ("runtime_minutes", values.minutes),
    "countries": ("countries", values.countries),
    "languages": ("languages", values.languages),
    "budget": ("budget", values.amount),
    "color": ("color", values.color),
    "genres": ("genres", values.genres),
    "aspect ratio": ("aspect_ratio", values.ratio),
    "filming locations": ("filming_locations", lambda text: [text]),
}
_DETAILS = labels.table(_DETAIL_OF)
_NAVIGATION = phrase_set(
    """previous, next, prev, previous post, next post, previous article, next article, newer, older, newer post, older
    post"""
)
_FURNITURE = phrase_set(
    """table of contents, contents, in this article, on this page, jump to section, jump to, inhalt, dans cet article,
    share, share this, share this article, tweet, pin it, email, print, advertisement, subscribe, sign up,
    newsletter, read more, more from, skip to content, menu, search, home, tags, categories, follow us,
    facebook, twitter, instagram, pinterest, buy now, shop now, add to cart, show more, back to top, toggle,
    loading..., privacy policy, terms of use"""
)
_BYLINE = re.compile(r"(?:von|par|por|di|door|text|texte|words)[: ]\s*(\S.{3,50})$", re.I)
_TAIL = phrase_set(
    """comments, leave a comment, leave a reply, related articles, related posts, related, you may also like, read
    next, you might also like, recommended, more stories, about the author"""
)
_OF_THE_SITE = _FURNITURE | _NAVIGATION | _TAIL
_FURNITURE_LINE = re.compile(
    r"©.*|copyright\b.*|.*all rights reserved.*|table of contents.*|.*\b(?:min|minutes?) read\b.*|by [^.]{2,60}|"
    r"(?:zuletzt )?(?:veroffentlicht|aktualisiert|publie|mis a jour|publicado|actualizado|pubblicato|aggiornato|"
    r"gepubliceerd|bijgewerkt)\b(?: (?:am|le|el|il|op))?\W.{0,80}|"
    r"(?:last )?(?:posted|published|updated|written)\b(?: (?:on|by|in|at))?\W.{0,80}"
)


def score(page: Page) -> float:
    """How sure it is that the page is of this kind, from 0 to 1: long text under a title, with headings and a film."""
    lines = page.lines
    if not lines or not (is_heading(lines[_title_at(page)]) or page.markup.heading):
        return 0.0
    paragraphs = [line for line in lines[1:] if prose.is_prose(line.text)]
    length = sum(len(line.text) for line in paragraphs)
    if len(paragraphs) < 2 or length < _SHORTEST or length * 2 < sum(len(line.text) for line in lines):
        return 0.0
    headings = sum(is_heading(line) for line in lines[1:])
    if not any(_FILM_WORD.search(line.text) for line in [lines[0], *paragraphs]):
        return 0.2
    return 0.45 + 0.1 * min(2, headings) + 0.1 * (len(paragraphs) > 5)


def read(page: Page) -> DocumentDraft:
    """The document, its sections and the facts: the article itself and the film that it names."""
    facts = Facts(page)
    at = _title_at(page)
    title = page.lines[at]
    body = _body(page.lines[at + 1 :])
    _read_film(facts, title, [line for line in body if not is_heading(line)])
    if body:
        facts.add_text("article", body, [line.text for line in body], None, title.text)
    _read_details(facts, body)
    film.add_mentions(facts, 0.7)
    return DocumentDraft(
        KIND, page.source, linked_data.site_of(page), title.text, _sections(body), facts.in_order(), score(page)
    )


def is_heading(line: Line) -> bool:
    """Whether a line is a heading: short, no bullet, no final punctuation, and no furniture of the site."""
    text = line.text
    if line.bullet or len(text) > _LONGEST_HEADING or len(text.split()) > 20 or text.endswith((".", ",", ";", ":")):
        return False
    return any(map(str.isalpha, text)) and not text[0].islower() and not _is_furniture(line)


def _is_furniture(line: Line) -> bool:
    key = line.key.rstrip(":")
    if len(key) > 200:
        return False
    return key in _OF_THE_SITE or bool(_FURNITURE_LINE.fullmatch(key)) or bool(values.date(key))


def _title_at(page: Page) -> int:
    """Index of the title: the first line that can be one, but below a menu a phrase, best one that quotes a film.

    A saved page says which of its lines is its heading.
    """
    lines = page.lines
    heading = fold(page.markup.heading or "")
    if heading in page.keys:
        return page.find(lambda line: line.key == heading)
    leading = page.find(lambda line: prose.is_prose(line.text))
    headings = [at for at, line in enumerate(lines[:leading][:_LONGEST_MENU]) if is_heading(line)]
    if len(headings) > _MOST_LEADING_HEADINGS:
        phrases = [at for at in headings if len(lines[at].text.split()) > 3]
        headings = [at for at in phrases if _quoted(lines[at].text)] or phrases or headings
    return headings[0] if headings else 0


def _body(lines: Sequence[Line]) -> list[Line]:
    """The lines of the article itself: without navigation, the titles it leads to, and a table of contents."""
    found: list[Line] = []
    after_navigation = False
    for at, line in enumerate(lines):
        key = line.key.rstrip(":")
        if key in _TAIL and at * 2 > len(lines):
            break
        if at < 3 and (byline := _BYLINE.match(line.text)) and names.looks_like_person(byline[1]):
            continue
        if len(key) < 40 and _PRICE.fullmatch(key):
            if found and is_heading(found[-1]):
                found.pop()
            continue
        # `Previous` and `Next` stand above the title of another article.
        if key not in _NAVIGATION and not _is_furniture(line) and not (after_navigation and is_heading(line)):
            found.append(line)
        after_navigation = key in _NAVIGATION
    while found and is_heading(found[-1]):
        found.pop()
    return _without_contents(found)


def _without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines without a table of contents: lines that come again below as headings."""
    left = Counter(line.key.rstrip(" :") for line in lines if len(line.text) <= _LONGEST_HEADING)
    found: list[Line] = []
    for line in lines:
        key = line.key.rstrip(" :")
        left[key] -= 1
        if left[key] <= 0 or prose.ends_sentence(line.text):
            found.append(line)
    return found


def _sections(body: Sequence[Line]) -> tuple[Section, ...]:
    """The headed parts, flat and in order. What stands before the first heading is no section."""
    headings = [at for at, line in enumerate(body) if is_heading(line)]
    ends = [*headings[1:], len(body)]
    return tuple(
        Section(body[at].text, "\n".join(line.text for line in body[at + 1 : end]))
        for at, end in zip(headings, ends, strict=bool(headings))
    )


def _read_film(facts: Facts, heading: Line, body: Sequence[Line]) -> None:
    """The film that the article names: in quotation marks in its heading, else most often in its text."""
    if title := linked_data.title_of(facts.page):
        facts.add("film", "title", title, facts.page.holding(title), title, None, 0.9)
        return
    named = _quoted(heading.text)
    told = _told_films(body)
    if named:
        title = max(named, key=lambda one: (told[fold(one)], _leads_to(heading.text, one)))
        facts.add("film", "title", title, heading, title, None, 0.95 if len(named) == 1 else 0.8)
    elif review := _REVIEW_OF.match(heading.text) or _REVIEW.match(heading.text):
        title = review["title"].strip(" :–—-\"“”'")
        facts.add("film", "title", title, heading, title, None, 0.8)
        if review["year"]:
            facts.add("film", "year", int(review["year"]), heading, review["year"])
    elif in_heading := _named_in(heading.text, body):
        facts.add("film", "title", in_heading, heading, in_heading, None, 0.8)
    elif told:
        key, count = told.most_common(1)[0]
        line, title = next((line, one) for line in body for one in _quoted(line.text) if fold(one) == key)
        times = "once" if count == 1 else f"{count} times"
        reason = f"The heading names no film. The text speaks of “{title}” as a film, {times}."
        facts.add("film", "title", title, line, title, None, 0.5, reason)
    title = facts.value("film", "title")
    if title and not facts.has("film", "year"):
        _read_year(facts, title, [heading, *body])


def _named_in(heading: str, body: Sequence[Line]) -> str | None:
    """The title in quotation marks in the text that the heading names as well, without them; the longest."""
    words = f" {names.person_key(heading[: 2 * _LONGEST_HEADING])} "
    quoted = (one for line in body for one in _quoted(line.text))
    found = [one for one in quoted if f" {names.person_key(one)} " in words]
    return max(found, key=len, default=None)


def _read_details(facts: Facts, body: Sequence[Line]) -> None:
    """Some articles list the film's data in bullets: `Runtime: 94 minutes`. Two of them are such a list."""
    found = [
        (label[0], label[1], line)
        for line in body
        if line.bullet and ":" in line.text[:40] and (label := labels.split(line, _DETAILS)) and label[1]
    ]
    if len({name for name, _, _ in found}) < 2:
        return
    for name, printed, line in found:
        key, parse = _DETAIL_OF[name]
        value = parse(printed)
        if value and not facts.has("film", key):
            facts.add("film", key, value, line, printed, None, 0.9)


def _quoted(text: str) -> list[str]:
    found = (next(part for part in match.groups() if part).strip(" ,.") for match in _QUOTED.finditer(text))
    return [one for one in found if one and not one[0].islower()]


def _told_films(body: Sequence[Line]) -> Counter[str]:
    """How often each quoted title stands in a sentence that speaks of films."""
    told: Counter[str] = Counter()
    for line in body:
        for sentence in re.split(r"(?<=[.!?]) ", line.text):
            if _FILM_WORD.search(sentence):
                told.update(map(fold, _quoted(sentence)))
    return told


def _leads_to(heading: str, title: str) -> bool:
    return bool(_LEADS_TO_FILM.search(heading[: max(0, heading.find(title) - 1)]))


def _read_year(facts: Facts, title: str, lines: Sequence[Line]) -> None:
    for line in lines:
        at = line.text.find(title)
        if at >= 0 and (year := _YEAR_BEHIND.match(line.text, at + len(title))):
            facts.add("film", "year", int(year[1]), line, year[1])
            return
