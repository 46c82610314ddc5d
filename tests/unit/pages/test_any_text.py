import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.fields.draft import DocumentDraft
from catalogue.fields.text import fold
from catalogue.pages.page import prepare
from catalogue.pages.reader import kinds, read

SEEDS = Path(__file__).parents[3] / "seeds"
DOCUMENTS = Path(__file__).parent / "documents"
PAGES = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
LINES = sorted({line for page in PAGES for line in page.split("\n")})
SHAPES = [*PAGES, *(path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.txt")))]
SAVED = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("*.html"))]
FURNITURE = (
    "See more",
    "© 2024 Some Site. All rights reserved.",
    "Cookie settings",
    "HomeLatest MoviesLogin",
    "Sign up for our newsletter",
    "Mehr anzeigen",
    "Aviso legal",
)
TAGS = ("div", "p", "li", "span", "td", "h2", "nav", "ul", "script", "b")


def check(draft: DocumentDraft | None, text: str) -> None:
    assert draft is None or (draft.text == text and draft.kind in kinds())
    for fact in draft.facts if draft else ():
        assert 0 <= fact.confidence <= 1
        assert fact.value not in (None, "", [])
        assert fact.start is None or fact.end is None or 0 <= fact.start <= fact.end <= len(text)
    if draft:
        furniture = prepare(text).furniture
        for line in lines_of(draft):
            assert fold(line) not in furniture, line


def lines_of(draft: DocumentDraft) -> Iterator[str]:
    """All lines of the document's titles, texts, names and places."""
    for fact in draft.facts:
        if fact.field == "texts":
            yield from [*fact.value["text"].split("\n"), fact.value["author"] or "", fact.value["heading"] or ""]
        elif fact.field == "credits":
            yield from (fact.value["person"], fact.value["character"] or "")
        elif isinstance(fact.value, str):
            yield from fact.value.split("\n")
    for section in draft.sections:
        yield from (section.heading, *section.text.split("\n"))


Change = tuple[str, int, int]
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "turn", "shuffle", "glue", "cut", "furniture", "any"]),
        *[st.integers(0, 400)] * 2,
    ),
    min_size=1,
    max_size=6,
)


def changed(text: str, changes: list[Change], any_text: str) -> str:
    """A page with some of its lines dropped, doubled, turned, shuffled, glued, cut, or others put between them."""
    lines = text.split("\n")
    for change, start, size in changes:
        at = start % (len(lines) + 1)
        piece = lines[at : at + 1 + size % 20]
        if change == "drop":
            piece = []
        elif change == "double":
            piece = piece * 2
        elif change == "turn":
            piece = piece[::-1]
        elif change == "shuffle":
            random.Random(size).shuffle(piece)
        elif change == "glue":
            piece = ["".join(piece)]
        elif change == "cut":
            piece = [line[: size % 40] for line in piece]
        elif change == "furniture":
            piece = [FURNITURE[size % len(FURNITURE)], *piece]
        else:
            piece = [any_text, *piece]
        lines[at : at + 1 + size % 20] = piece
    return "\n".join(lines)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(SHAPES), CHANGES, st.text(max_size=60))
def test_changed_pages_give_facts_without_furniture(page: str, changes: list[Change], any_text: str) -> None:
    text = changed(page, changes, any_text)
    draft = read(text)
    check(draft, text)
    assert not draft or not set(FURNITURE) & set(lines_of(draft))


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(SAVED), CHANGES, st.text(max_size=60))
def test_changed_saved_pages_give_facts_without_furniture(page: str, changes: list[Change], any_text: str) -> None:
    # Pages are saved with few line ends: cut them at their tags.
    text = changed(page.replace("<", "\n<"), changes, any_text)
    check(read(text), text)


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(SHAPES),
    st.lists(st.sampled_from(TAGS), min_size=1, max_size=5),
    st.booleans(),
    st.integers(0, 2000),
    st.integers(0, 3000),
)
def test_pages_in_any_tags_give_facts_or_none(page: str, tags: list[str], close: bool, start: int, size: int) -> None:
    lines = page[start : start + size].split("\n")
    parts = (f"<{tags[at % len(tags)]}>{line}{f'</{tags[at % len(tags)]}>' * close}" for at, line in enumerate(lines))
    text = f"<html><body>{''.join(parts)}</body></html>"
    check(read(text), text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@type", "name", "@id", "url"]), inner)
    ),
    max_leaves=6,
)
KEYS = (
    *("name", "alternateName", "description", "genre", "keywords", "duration", "countryOfOrigin", "inLanguage", "url"),
    *("productionCompany", "contentRating", "aggregateRating", "director", "actor", "creator", "author", "producer"),
    *("musicBy", "sameAs", "@id"),
)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(KEYS), JSON), st.sampled_from(["Movie", "TVSeries", ["Thing", "Movie"]]))
def test_any_data_block_gives_facts_or_none(data: dict[str, Any], kind: Any) -> None:
    block = json.dumps({"@context": "https://schema.org", "@type": kind, **data})
    for text in (
        f'<html><script type="application/ld+json">{block}</script><p>A film.</p></html>',
        f"{block}\nA film.\n",
    ):
        check(read(text), text)


@given(st.text())
def test_any_text_gives_a_draft_or_none(text: str) -> None:
    check(read(text), text)


@settings(deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=40),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_any_lines_of_pages_give_a_draft_or_none(lines: list[str], line_end: str) -> None:
    text = line_end.join(lines)
    check(read(text), text)


@pytest.mark.parametrize("number", range(len(PAGES)))
def test_page_with_its_lines_in_any_order(number: int) -> None:
    lines = PAGES[number].split("\n")
    random.Random(number).shuffle(lines)
    text = "\n".join(lines)
    check(read(text), text)


@settings(deadline=None)
@given(st.sampled_from(PAGES), st.integers(0, 4000), st.integers(0, 4000))
def test_any_piece_of_a_page(page: str, start: int, end: int) -> None:
    text = page[start : start + end]
    check(read(text), text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "milk\nbread\neggs",
        "Title,Year\nSolaris,1972\n",
        '{"format": "disc-catalogue"}',
        "<xml><movie/></xml>",
        "Dear Ada,\nthank you for the film.\nYours, Bo",
        "5012345678900",
    ],
)
def test_other_texts_are_no_pages(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("piece", ["a@b.", "(Al ", "\"'", "Index: 1\n", "Al Pacino Michael\n", "88\nMetascore\n", "—"])
def test_long_texts_are_read_in_time(piece: str) -> None:
    text = PAGES[0] + piece * (400_000 // len(piece))
    check(read(text), text)
