"""The four real pages, fact by fact: expected/*.json says what must be read from each."""

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft
from catalogue.pages.reader import read

PAGES = ("000", "001", "002", "003")
SINGLE_FILM_VALUES = (
    "year",
    "genres",
    "countries",
    "languages",
    "color",
    "runtime_minutes",
    "release_date",
    "keywords",
    "filming_locations",
    "budget",
    "aspect_ratio",
    "studios",
)


@pytest.fixture(params=PAGES)
def number(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def expected(expected_dir: Path, number: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((expected_dir / f"{number}.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture
def draft(seeds_dir: Path, expected: dict[str, Any]) -> DocumentDraft:
    text = (seeds_dir / expected["file"]).read_text(encoding="utf-8")
    found = read(text)
    assert found is not None
    assert found.text == text
    return found


def test_kind_and_site_are_recognised(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    assert draft.kind == expected["kind"]
    assert draft.site == expected.get("site")


def test_title_is_read_and_a_guess_is_marked(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    film = expected.get("film") or {"title": expected["article"]["about_film"]}
    titles = [fact for fact in draft.facts if fact.field == "title"]
    assert [fact.value.casefold() for fact in titles] == [film["title"].casefold()]
    guessed = film.get("title_is_a_guess", False)
    assert (titles[0].confidence < DOUBTFUL_BELOW) is guessed
    assert bool(titles[0].reason) is guessed


def test_single_values_of_the_film(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    film = expected.get("film", {})
    wanted = {key: film[key] for key in SINGLE_FILM_VALUES if key in film}
    assert {key: draft.value("film", key) for key in wanted} == wanted


def test_parts_of_the_film(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    film = expected.get("film", {})
    for key in ("certifications", "ratings", "links"):
        wanted = film.get(key, [])
        found = draft.values("film", key)
        assert len(found) == len(wanted)
        for value, part in zip(found, wanted, strict=True):
            assert {name: value[name] for name in part} == part
    if "after_credits" in film:
        assert draft.value("film", "after_credits")["has_scene"] is film["after_credits"]["has_scene"]


def test_cast_letter_for_letter(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    film = expected.get("film", {})
    wanted = [(part["person"], part["character"]) for part in film.get("credits", [])]
    credits = draft.values("film", "credits")
    found = [(part["person"], part["character"]) for part in credits]
    if "order is not significant" in film.get("credits_note", ""):
        wanted, found = sorted(wanted), sorted(found)
    assert found == wanted
    assert {part["role"] for part in credits} <= {"actor"}
    assert sorted(part["order"] for part in credits) == list(range(1, len(credits) + 1))


def test_texts_with_their_authors(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    if draft.kind == "article":
        return
    wanted = expected["film"]["texts"]
    found = draft.values("film", "texts")
    assert len(found) == len(wanted)
    for text, part in zip(found, wanted, strict=True):
        assert text["kind"] == part["kind"]
        assert text["text"].startswith(part["starts"])
        assert text["text"].endswith(part["ends"])
        assert len(text["text"].split("\n")) == part["paragraphs"]
        assert text["author"] == part.get("author")
        assert text["heading"] == part.get("heading")


def test_edition_and_copy(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    for about in ("edition", "copy"):
        for key, value in expected.get(about, {}).items():
            assert draft.value(about, key) == value, key


def test_sections_of_an_article(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    article = expected.get("article", {"sections": []})
    assert [section.heading for section in draft.sections] == article["sections"]
    if "title" in article:
        assert draft.title == article["title"]
        (text,) = draft.values("film", "texts")
        assert text["kind"] == "article"
        assert text["heading"] == article["title"]


def test_furniture_lands_in_no_field(draft: DocumentDraft, expected: dict[str, Any]) -> None:
    values = [json.dumps(fact.value, ensure_ascii=False) for fact in draft.facts]
    values += [section.heading + section.text for section in draft.sections]
    for furniture in expected["never_in_any_field"]:
        assert not [value for value in values if furniture in value]


def test_places_lie_in_the_text(draft: DocumentDraft) -> None:
    for fact in draft.facts:
        if fact.start is not None and fact.end is not None:
            assert 0 <= fact.start < fact.end <= len(draft.text)


def test_texts_fill_the_missing_characters(seeds_dir: Path, expected_dir: Path) -> None:
    together = json.loads((expected_dir / "all.json").read_text(encoding="utf-8"))["films"][0]
    collection_page = read(next(seeds_dir.glob("001_*")).read_text(encoding="utf-8"))
    assert collection_page is not None
    told = {mention["person"]: mention["character"] for mention in collection_page.values("film", "mentions")}
    for person, characters in together["characters_filled_from_texts"].items():
        assert told[person] in characters
    assert not set(together["characters_absent"]) & set(told)
