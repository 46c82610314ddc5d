"""The page of a film on What's After the Movie?: scenes after the credits, cast, ratings by source, plot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from catalogue.fields.draft import DocumentDraft
from catalogue.pages import cast, film, linked_data, names, prose
from catalogue.pages.page import Facts, Line, Page
from catalogue.pages.vocabulary import phrase_set

KIND = "credits_page"
SITE = "What's After the Movie?"
LABEL = "Scenes after the credits, cast and ratings (What's After the Movie?)"

_LONGEST_STATEMENT = 400
_LONGEST_QUESTION = 200
_LONG_PLOT = 1200
_BEGINNING = 60
_DOTS = ("...", "…")
_SCENES = r"(?:an? |any |\d+ |one |two )?(?:\w+ )?(?:(?:end|post|after|mid|during)?[- ]?credits?) scenes?\b"
_QUESTION = re.compile(rf"does (?P<title>.+?) have {_SCENES}\s*\??$", re.I)
_STATEMENT = re.compile(
    rf"(?:(?P<answer>yes|no)\W+)?(?P<title>.+?) (?P<verb>does not have|doesn['’]t have|does have|has no|has) {_SCENES}"
    r"[.!]?(?P<rest>.*)$",
    re.I,
)
_ANSWER = re.compile(r"(?P<word>yes|no)\b\W*(?P<rest>.*)$", re.I)
# Headings that every page of the site has, with its film in them.
_NAMED_IN = (
    re.compile(r"take the (?:ultimate )?(?P<title>.+?) (?:movie )?quiz$", re.I),
    re.compile(r"meet the (?:full )?cast and actors of (?P<title>.+)$", re.I),
    re.compile(r"(?:see|discover) how (?P<title>.+?) is rated across\b", re.I),
    re.compile(r"read (?:the|a) complete plot (?:summary|synopsis) of (?P<title>.+?), including\b", re.I),
)
_YEAR_BEHIND = re.compile(r"\s*\(((?:18|19|20)\d\d)\)$")
_SCORE = re.compile(r"(?P<value>\d{1,3}(?:\.\d+)?)\s*(?:(?P<percent>%)|/\s*(?P<scale>100|10))?$")
_SCORE_BEHIND = re.compile(r"([a-z][a-z ]+?)\s*:?\s+(\d{1,3}(?:\.\d+)?\s*(?:%|/\s*(?:100|10))?)$")
_SCORE_BEFORE = re.compile(r"((?:\d{1,3}(?:\.\d+)?)?\s*(?:%|/\s*(?:100|10))?)\s+([a-z][a-z ]+)$")
_SCORE_PART = re.compile(r"(?:\d{1,3}(?:\.\d+)?)?\s*(?:%|/\s*(?:100|10))?$|(?:n/?a|tbd|--?)$", re.I)
# Labels of scores: source and audience. `User score` belongs to the source before it.
_SCORES: dict[str, tuple[str | None, str]] = {
    "metascore": ("Metacritic", "critics"),
    "metacritic score": ("Metacritic", "critics"),
    "tomatometer": ("Rotten Tomatoes", "critics"),
    "popcornmeter": ("Rotten Tomatoes", "users"),
    "audience score": ("Rotten Tomatoes", "users"),
    "imdb rating": ("IMDb", "users"),
    "imdb score": ("IMDb", "users"),
    "tmdb rating": ("TMDB", "users"),
    "tmdb score": ("TMDB", "users"),
    "user score": (None, "users"),
}
_USER_SCORE_AFTER = {"Metacritic": "Metacritic", "Rotten Tomatoes": "Rotten Tomatoes", "IMDb": "TMDB", "TMDB": "TMDB"}
_SITES = {
    "metacritic": "Metacritic",
    "rotten tomatoes": "Rotten Tomatoes",
    "imdb": "IMDb",
    "tmdb": "TMDB",
    "the movie database": "TMDB",
}
_FURNITURE = phrase_set(
    """cast, the cast, full cast, cast and actors, actors, companies, latest movies, latest, movies, ratings, movie
    quiz, quiz, plot, plot summary, summary, synopsis, see more, show more, read more, show hint, no actors found,
    home, search, login, sign in, sign up, menu, about, contact, privacy policy, terms of service, terms, share,
    trailer, wikipedia, letterboxd, external links, streaming, where to watch, check out our other apps, what's
    after the movie?, what's after the movie, after credits, end credits, faq, similar movies, more movies,
    recommended, overview, genres, movie echo score, credits"""
)
_FURNITURE_LINE = re.compile(
    r"©.*|\(c\) \d{4}.*|copyright\b.*|.*all rights reserved.*|not sure whether to stay.*|.*our other apps.*|"
    r"last updated.*|(?:meet the|explore the|discover|see how|take the|challenge your|read the complete|unlock|"
    r"read a complete|full plot summary|ratings and reviews|external links|test your knowledge|learn who|find out|"
    r"browse|dive into|uncover the|stay until|see more|watch the trailer|click)\b.*|"
    # One sentence under each heading says what the block is for.
    r"(?:learn|explore|discover|see|take|challenge|read|find|test|watch|browse|check|get|uncover|unlock|meet|view|look)\b"
    r".*\b(?:cast|actors?|ratings?|platforms?|quiz|trivia|plot summary|streaming|knowledge|movies|reviews)\b.*"
)


def score(page: Page) -> float:
    """How sure it is that the page is of this kind, from 0 to 1."""
    short = [line for line in page.lines if len(line.text) < _LONGEST_STATEMENT]
    marks = 2.5 * any(_QUESTION.match(line.text) for line in short)
    marks += 1.0 * any(_STATEMENT.match(line.text) for line in short)
    marks += 0.75 * len(page.keys & {"metascore", "tomatometer", "imdb rating"})
    marks += 1.0 * any(form.match(line.text) for line in short for form in _NAMED_IN)
    marks += 1.0 * any("what's after the movie" in key for key in (page.furniture | page.keys) if len(key) < 400)
    return min(1.0, marks / 4.0)


def read(page: Page) -> DocumentDraft:
    """The document and the facts of such a page."""
    facts = Facts(page)
    used = _read_answer(facts) | _read_ratings(facts) | _cut_off(page.lines)
    blocks = _blocks([None if at in used or _is_furniture(line) else line for at, line in enumerate(page.lines)])
    _read_title(facts)
    _read_plots(facts, blocks)
    film.add_cast(facts, _cast_lines(blocks))
    film.add_imdb_id(facts)
    linked_data.add_facts(facts)
    film.guess_title(facts)
    title = facts.value("film", "title")
    return DocumentDraft(KIND, page.source, SITE, title, (), facts.in_order(), score(page))


def _is_furniture(line: Line) -> bool:
    key = line.key.rstrip(":!")
    return key in _FURNITURE or key in _SITES or (len(key) < 500 and bool(_FURNITURE_LINE.fullmatch(line.key)))


def _read_answer(facts: Facts) -> set[int]:
    """The film in the question about scenes after its credits, and the answer. The indexes of the lines used."""
    lines = facts.page.lines
    used: set[int] = set()
    answers: list[tuple[bool, Line]] = []
    notes: list[str] = []
    for at, line in enumerate(lines):
        if at in used or len(line.text) > _LONGEST_STATEMENT:
            continue
        if question := _QUESTION.match(line.text):
            used.add(at)
            _add_title(facts, question["title"], line)
        elif statement := _STATEMENT.match(line.text):
            used.add(at)
            _add_title(facts, statement["title"], line)
            answers.append((statement["verb"].lower() in {"has", "does have"}, line))
            notes.append(statement["rest"].strip())
            told = _scenes_told(lines, at + 1)
            used.update(range(at + 1, at + 1 + len(told)))
            notes += told
        elif at - 1 in used and not answers and (answer := _ANSWER.match(line.text)):
            used.add(at)
            answers.append((answer["word"].lower() == "yes", line))
            notes.append(answer["rest"].strip())
    if answers:
        has_scene, line = answers[0]
        note = " ".join(filter(None, notes)) if has_scene else None
        facts.add("film", "after_credits", {"has_scene": has_scene, "note": note or None}, line)
    return used


def _scenes_told(lines: Sequence[Line], start: int) -> list[str]:
    """The sentences about the scenes themselves, right behind the answer."""
    found: list[str] = []
    for line in lines[start : start + 4]:
        if not (re.search(r"\bcredits?\b", line.key) and prose.is_prose(line.text)) or _is_furniture(line):
            break
        found.append(line.text)
    return found


def _read_title(facts: Facts) -> None:
    """Without question and answer the film is named in the headings of the page; most of them decide."""
    if facts.has("film", "title"):
        return
    named = [
        (match["title"], line)
        for line in facts.page.lines
        if len(line.text) < _LONGEST_STATEMENT
        and (match := next(filter(None, (form.match(line.text) for form in _NAMED_IN)), None))
    ]
    if named:
        title = Counter(title for title, _ in named).most_common(1)[0][0]
        _add_title(facts, title, next(line for name, line in named if name == title))


def _add_title(facts: Facts, title: str, line: Line) -> None:
    if facts.has("film", "title"):
        return
    if year := _YEAR_BEHIND.search(title):
        title = title[: year.start()]
        facts.add("film", "year", int(year[1]), line, year[1])
    facts.add("film", "title", title.strip("\"“”' "), line, title)


def _read_ratings(facts: Facts) -> set[int]:
    """The scores with their labels, the sources in a fixed order. The indexes of the lines used."""
    lines = facts.page.lines
    used: set[int] = set()
    source: str | None = None
    labels_first = _labels_first(lines)
    for at, line in enumerate(lines):
        label, value = _score_label(line)
        source = _SITES.get(label, source)
        if label not in _SCORES:
            continue
        printed, audience = _SCORES[label]
        first, end = (at, at + 1) if value else _scores_beside(lines, at, labels_first, used)
        used.update(range(min(first, at), max(end, at + 1)))
        source = printed or _USER_SCORE_AFTER.get(source or "")
        texts = [value] if value else [one.text for one in lines[first:end]]
        if source and texts:
            _add_rating(facts, source, audience, "".join(texts), lines[first])
    return used


def _score_label(line: Line) -> tuple[str, str]:
    """A line as a label, and the score that stands behind it on the same line."""
    key = line.key.rstrip(":")
    if len(key) > 60:
        return "", ""
    if (behind := _SCORE_BEHIND.match(key)) and behind[1] in _SCORES:
        return behind[1], behind[2]
    if (before := _SCORE_BEFORE.match(key)) and before[2] in _SCORES:
        return before[2], before[1]
    return key, ""


def _labels_first(lines: Sequence[Line]) -> bool:
    """Whether the labels of the scores stand above them, as the first label shows: most layouts have them below."""
    first = next((at for at, line in enumerate(lines) if line.key.rstrip(":") in _SCORES), 0)
    above = first > 0 and bool(_SCORE_PART.match(lines[first - 1].text))
    below = first + 1 < len(lines) and bool(_SCORE_PART.match(lines[first + 1].text))
    return below and not above


def _scores_beside(lines: Sequence[Line], at: int, labels_first: bool, used: set[int]) -> tuple[int, int]:
    """Where the parts of the score of a label begin and end: above the label, or below it."""
    first = end = at
    if labels_first:
        first = end = at + 1
        while end < len(lines) and end - first < 3 and _SCORE_PART.match(lines[end].text):
            end += 1
    else:
        while first and at - first < 3 and first - 1 not in used and _SCORE_PART.match(lines[first - 1].text):
            first -= 1
    return (first, end) if first < end else (at, at)


def _add_rating(facts: Facts, source: str, audience: str, text: str, line: Line) -> None:
    match = _SCORE.match(text)
    if match is None:
        return
    printed = match["value"]
    value = float(printed) if "." in printed else int(printed)
    if match["percent"] or match["scale"]:
        scale = 100 if match["percent"] else int(match["scale"])
    else:
        scale = 10 if "." in printed or (audience == "users" and value <= 10) else 100
    # The site prints 0% where it has no score.
    if 0 < value <= scale:
        rating = {"source": source, "audience": audience, "value": value, "scale": scale, "votes": None}
        facts.add("film", "ratings", rating, line, printed, f"{source} {audience}")


def _cut_off(lines: Sequence[Line]) -> set[int]:
    """The indexes of paragraphs that the page has once more: those that break off with dots, and later ones."""
    whole = {_beginning(line) for line in lines if not line.text.endswith(_DOTS)}
    seen: set[str] = set()
    found: set[int] = set()
    for at, line in enumerate(lines):
        again = len(line.key) > _BEGINNING and line.key in seen
        if again or (line.text.endswith(_DOTS) and _beginning(line) in whole):
            found.add(at)
        seen.add(line.key)
    return found


def _beginning(line: Line) -> str:
    return line.key.rstrip(" .…")[:_BEGINNING]


def _blocks(lines: Sequence[Line | None]) -> list[list[Line]]:
    """The lines in runs of running text and runs of names; None (a line of other use) ends a run."""
    blocks: list[list[Line]] = [[]]
    in_text = False
    for line in lines:
        if line is None:
            blocks.append([])
            continue
        # A short sentence between long ones is a paragraph as well.
        is_text = prose.is_prose(line.text) or (in_text and bool(blocks[-1]) and prose.ends_sentence(line.text))
        if blocks[-1] and is_text != in_text:
            blocks.append([])
        blocks[-1].append(line)
        in_text = is_text
    return [block for block in blocks if block]


def _read_plots(facts: Facts, blocks: Sequence[Sequence[Line]]) -> None:
    """The long text is the synopsis, with the question before it as heading; other sentences are summaries."""
    told = [(at, block) for at, block in enumerate(blocks) if prose.is_prose(block[0].text)]
    longest = max(told, key=lambda one: sum(len(line.text) for line in one[1]), default=None)
    seen: set[str] = set()
    for at, block in told:
        if longest and at == longest[0] and (len(block) > 1 or len(block[0].text) > _LONG_PLOT):
            before = blocks[at - 1][-1].text if at else ""
            heading = next((text for text in (block[0].text, before) if _is_question(text)), None)
            film.add_synopsis(facts, block[1:] if heading == block[0].text else block, heading)
            continue
        for line in block:
            if line.key not in seen and not _is_question(line.text):
                paragraph, author = prose.split_author(line.text)
                facts.add_text("summary", [line], [paragraph], author, None)
            seen.add(line.key)


def _is_question(text: str) -> bool:
    return text.endswith("?") and len(text) < _LONGEST_QUESTION


def _cast_lines(blocks: Sequence[Sequence[Line]]) -> list[Line]:
    """The longest run of lines that can be names and roles. What stands below a question are answers of a quiz."""
    runs: list[list[Line]] = [[]]
    below_question = False
    for block in blocks:
        runs.append([])
        for line in block:
            if not cast.is_cast_line(line) or prose.is_prose(line.text):
                runs.append([])
                below_question = _is_question(line.text)
            elif not below_question:
                runs[-1].append(line)
        below_question = below_question and _is_question(block[-1].text)
    longest = max(runs, key=len)
    people = sum(names.looks_like_person(line.text) for line in longest)
    return longest if len(longest) > 1 and people * 3 >= len(longest) else []
