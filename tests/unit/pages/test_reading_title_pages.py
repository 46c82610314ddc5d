import pytest

from catalogue.fields.draft import DocumentDraft
from catalogue.pages.reader import read

PAGE = """Summaries

A clerk finds a door that was not there before.

Martin Weiss (Karl Olsen) opens a door. Behind it is his sister Greta (Anna Lind). Weiss asks nothing.[email protected]

Weiss lives by the clock. Then Weiss meets Doctor Hahn, played by Otto Berg, and it stops for Weiss.—J. Reader

Details

Keywords
  • door
  • lost sister
Genres
  • Drama
  • Fantasy
Release date Oct 1948
Motion Picture Rating (MPA) Rated PG-13 for some thematic elements
Countries of origin West Germany Austria United Kingdom
Official sites Studio page Archive
Languages German English
Filming locations Prater, Vienna, Austria
Production companies Donau Films Nordlicht Filmproduktion GmbH
Also known as The Door

Box office

Budget DEM 1,200,000 (estimated)
Gross worldwide $500

Tech specs

Runtime 1h 34m
Sound mix Mono
Color Black and White
Aspect ratio 1.37 : 1

Synopsis

The clerk arrives.

Martin Weiss sits down at his desk, and for the first time the wall behind him breathes.
"""
LABELS = (
    "Release date",
    "Motion Picture Rating (MPA)",
    "Countries of origin",
    "Official sites",
    "Languages",
    "Filming locations",
    "Production companies",
    "Budget",
    "Runtime",
    "Color",
    "Aspect ratio",
)


def draft_of(text: str) -> DocumentDraft:
    draft = read(text)
    assert draft is not None
    assert draft.kind == "title_page"
    return draft


def facts(text: str) -> set[tuple[str, str]]:
    return {(fact.field, str(fact.value)) for fact in draft_of(text).facts}


def test_details_are_read() -> None:
    draft = draft_of(PAGE)
    assert draft.value("film", "keywords") == ["door", "lost sister"]
    assert draft.value("film", "genres") == ["Drama", "Fantasy"]
    assert draft.value("film", "release_date") == "1948-10"
    assert draft.value("film", "year") == 1948
    assert draft.value("film", "certifications") == {"country": "United States", "rating": "PG-13"}
    assert draft.value("film", "countries") == ["West Germany", "Austria", "United Kingdom"]
    assert draft.value("film", "languages") == ["German", "English"]
    assert draft.value("film", "filming_locations") == ["Prater, Vienna, Austria"]
    assert draft.value("film", "studios") == ["Donau Films", "Nordlicht Filmproduktion GmbH"]
    assert draft.value("film", "budget") == {"amount": 1200000, "currency": "DEM"}
    assert draft.value("film", "runtime_minutes") == 94
    assert draft.value("film", "color") == "Black and White"
    assert draft.value("film", "aspect_ratio") == "1.37:1"


def test_texts_lose_their_authors_but_no_paragraph() -> None:
    texts = draft_of(PAGE).values("film", "texts")
    assert [(text["kind"], text["author"]) for text in texts] == [
        ("outline", None),
        ("summary", None),
        ("summary", "J. Reader"),
        ("synopsis", None),
    ]
    assert texts[1]["text"].endswith("asks nothing.")
    assert texts[3]["text"].split("\n")[0] == "The clerk arrives."


def test_cast_comes_from_brackets_and_played_by() -> None:
    cast = {part["person"]: part["character"] for part in draft_of(PAGE).values("film", "credits")}
    assert cast == {"Karl Olsen": "Martin Weiss", "Anna Lind": "Greta", "Otto Berg": "Doctor Hahn"}


def test_cast_list_of_the_page_is_the_cast() -> None:
    draft = draft_of(PAGE + "\nTop cast\n\nKarl Olsen\nMartin Weiss\nAnna Lind\nGreta\nHedda Voss\nWaitress\n")
    cast = {part["person"]: part["character"] for part in draft.values("film", "credits")}
    assert cast == {"Karl Olsen": "Martin Weiss", "Anna Lind": "Greta", "Hedda Voss": "Waitress"}
    assert {mention["person"] for mention in draft.values("film", "mentions")} == {
        "Karl Olsen",
        "Anna Lind",
        "Otto Berg",
    }


def test_title_is_guessed_from_the_name_mentioned_most() -> None:
    (title,) = [fact for fact in draft_of(PAGE).facts if fact.field == "title"]
    assert title.value == "Weiss"
    assert title.confidence < 0.6
    assert title.reason is not None
    assert "Weiss" in title.reason


@pytest.mark.parametrize(
    "heading",
    ["The Door (1948) - Plot Summary Poster", "The Door (TV Movie 1948)", "The Door (1948) - IMDb", "The Door (1948)"],
)
def test_heading_with_a_year_names_the_film(heading: str) -> None:
    draft = draft_of(f"{heading}\nShowing all 4 items\nJump to:\n{PAGE}")
    assert draft.values("film", "title") == ["The Door"]
    assert draft.value("film", "year") == 1948
    assert "Showing" not in str(draft.values("film", "texts"))


@pytest.mark.parametrize("separator", [": ", "\n", "\n  • "])
def test_labels_in_other_layouts(separator: str) -> None:
    text = PAGE
    for label in LABELS:
        text = text.replace(f"\n{label} ", f"\n{label}{separator}")
    assert facts(text) - facts(PAGE) == set()
    assert facts(PAGE) - facts(text) == set()


def test_sections_in_another_order() -> None:
    head, _, rest = PAGE.partition("Details\n")
    assert facts("Details\n" + rest + "\n" + head) == facts(PAGE)


def test_value_that_is_no_value_is_left_out() -> None:
    text = PAGE.replace("Runtime 1h 34m", "Runtime unknown").replace("Budget DEM 1,200,000 (estimated)", "Budget ?")
    draft = draft_of(text)
    assert draft.value("film", "runtime_minutes") is None
    assert draft.value("film", "budget") is None
