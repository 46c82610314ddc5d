import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.fields.draft import DocumentDraft
from catalogue.pages.reader import kinds, read

SEEDS = Path(__file__).parents[3] / "seeds"
PAGES = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
LINES = sorted({line for page in PAGES for line in page.split("\n")})


def check(draft: DocumentDraft | None, text: str) -> None:
    assert draft is None or (draft.text == text and draft.kind in kinds())
    for fact in draft.facts if draft else ():
        assert 0 <= fact.confidence <= 1
        assert fact.value not in (None, "", [])
        assert fact.start is None or fact.end is None or 0 <= fact.start <= fact.end <= len(text)


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
