import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.fields.draft import DocumentDraft
from catalogue.pages import markup
from catalogue.pages.reader import read

FILM: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "Movie",
    "name": "The Door",
    "url": "https://www.imdb.com/title/tt0123456/",
    "genre": ["Drama"],
    "duration": "PT1H34M",
    "datePublished": "2001-02-03",
}


def saved(film: object = FILM, body: str = "<h1>The Door</h1>", before: str = "", behind: str = "") -> str:
    block = f'<script type="application/ld+json">{before}{json.dumps(film)}{behind}</script>'
    return f"<!DOCTYPE html><html><head><title>The Door (1948) - IMDb</title>{block}</head><body>{body}</body></html>"


def draft_of(text: str) -> DocumentDraft:
    draft = read(text)
    assert draft is not None
    return draft


def test_words_of_a_page_are_lines_without_its_menus() -> None:
    page = markup.read(
        "<html><nav>Home</nav><h1>Hi <b>Ad</b>a</h1><ul><li><span>Keywords</span><ul><li>door</ul></li>"
        "<li><b>Owner</b><span>Ada &amp; Bo</span></li></ul><table><tr><td>A</td><td>...</td><td>B</td></tr></table>"
        "<script>var a = '<p>no</p>'</script><!-- nothing --><p>One<br>Two</p>"
    )
    lines = [" ".join(line.split()) for line in page.text.split("\n") if line.strip()]
    assert lines == ["Hi Ada", "Keywords", "• door", "• Owner Ada & Bo", "A ... B", "One", "Two"]
    assert page.heading == "Hi Ada"


def test_menu_that_is_never_closed_hides_nothing() -> None:
    assert "Ada" in markup.read("<html><nav><a>Home</a><p>Ada</p></html>").text


@pytest.mark.parametrize(("before", "behind"), [("", ""), ("/* <![CDATA[ */", "/* ]]> */"), ("<!--", "-->"), ("", ";")])
def test_data_block_is_read_in_any_wrapping(before: str, behind: str) -> None:
    draft = draft_of(saved(before=before, behind=behind))
    assert draft.kind == "title_page"
    assert draft.site == "IMDb"
    assert draft.value("film", "title") == "The Door"
    assert draft.value("film", "runtime_minutes") == 94
    assert draft.value("film", "external_ids") == {"source": "IMDb", "id": "tt0123456"}


def test_date_of_publication_is_no_date_of_the_film() -> None:
    draft = draft_of(saved())
    assert draft.value("film", "year") == 1948
    assert draft.value("film", "release_date") is None


def test_entities_are_escaped_once_more() -> None:
    draft = draft_of(saved(FILM | {"description": "He can&apos;t find it &amp;amp; stops."}))
    assert draft.values("film", "texts")[0]["text"] == "He can't find it & stops."


@pytest.mark.parametrize(
    ("key", "value", "field", "read_as"),
    [
        ("genre", "Drama, Fantasy", "genres", ["Drama", "Fantasy"]),
        ("genre", "Drama", "genres", ["Drama"]),
        ("keywords", "door,lost sister", "keywords", ["door", "lost sister"]),
        ("contentRating", "PG-13", "certifications", {"country": "United States", "rating": "PG-13"}),
        ("contentRating", "FSK 12", "certifications", {"country": "Germany", "rating": "FSK 12"}),
        ("contentRating", "For grown people", "certifications", None),
        ("alternateName", "Die Tür", "original_title", "Die Tür"),
        ("duration", "soon", "runtime_minutes", None),
        ("countryOfOrigin", {"@type": "Country", "name": "Deutschland"}, "countries", ["Germany"]),
        ("@type", "TVSeries", "kind", "series"),
    ],
)
def test_values_of_the_data_block(key: str, value: object, field: str, read_as: object) -> None:
    assert draft_of(saved(FILM | {key: value})).value("film", field) == read_as


def test_people_of_the_data_block() -> None:
    people = {
        "actor": [{"@type": "Person", "name": "Karl Olsen"}, {"@type": "Person", "name": "Anna Lind"}],
        "director": {"@type": "Person", "name": "Bo Berg"},
        "creator": [{"@type": "Organization", "url": "/company/1"}, {"@type": "Person", "name": "Bo Berg"}],
    }
    credits = draft_of(saved(FILM | people)).values("film", "credits")
    assert [(one["order"], one["person"], one["role"]) for one in credits] == [
        (1, "Karl Olsen", "actor"),
        (2, "Anna Lind", "actor"),
        (3, "Bo Berg", "director"),
        (4, "Bo Berg", "writer"),
    ]


def test_cast_list_of_the_page_comes_before_the_data_block() -> None:
    body = "<h1>The Door</h1><h3>Cast</h3><table><tr><td>Anna Lind</td><td>...</td><td>Greta</td></tr></table>"
    draft = draft_of(saved(FILM | {"actor": [{"@type": "Person", "name": "Karl Olsen"}]}, body))
    assert [(one["person"], one["character"]) for one in draft.values("film", "credits")] == [("Anna Lind", "Greta")]


@pytest.mark.parametrize(
    ("rating", "value"),
    [
        ({"ratingValue": 7.9, "ratingCount": 1234}, {"value": 7.9, "scale": 10, "votes": 1234}),
        ({"ratingValue": "7,9", "bestRating": "10"}, {"value": 7.9, "scale": 10, "votes": None}),
        ({"ratingValue": 82, "bestRating": 100}, {"value": 82, "scale": 100, "votes": None}),
        ({"ratingValue": 0}, None),
        ({"ratingValue": "none"}, None),
    ],
)
def test_rating_of_the_data_block(rating: dict[str, Any], value: dict[str, Any] | None) -> None:
    found = draft_of(saved(FILM | {"aggregateRating": rating})).value("film", "ratings")
    assert found == (value and {"source": "IMDb", "audience": "users", **value})


@pytest.mark.parametrize("block", ["{", "[]", "null", '"text"', "7", '{"@type": 3}', '{"@type": ["Movie"]}', "[[[["])
def test_damaged_data_block_is_no_error(block: str) -> None:
    text = saved().replace(json.dumps(FILM), block)
    draft = read(text)
    assert draft is None or draft.text == text


def test_places_of_facts_are_none_in_a_saved_page() -> None:
    assert {(fact.start, fact.end) for fact in draft_of(saved()).facts} == {(None, None)}


PIECES = [
    "<p>",
    "</p>",
    "<li>",
    "<ul>",
    "<nav>",
    "</nav>",
    "<script type='application/ld+json'>",
    "</script>",
    "{",
    "}",
]
PIECES += [
    '"@type":',
    '"Movie"',
    "<h1>",
    "</h1>",
    "<td>",
    "&amp;",
    "<!--",
    "-->",
    "The Door (1948)",
    "Runtime 1h",
    "\n",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=60))
def test_any_markup_gives_a_draft_or_none(pieces: list[str]) -> None:
    text = "<html>" + "".join(pieces)
    draft = read(text)
    assert draft is None or draft.text == text


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*FILM, "actor", "name"]), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*FILM, "actor", "creator", "aggregateRating", "contentRating"]), JSON))
def test_any_data_gives_a_draft_or_none(data: dict[str, Any]) -> None:
    draft = draft_of(saved(FILM | data | {"@type": "Movie"}))
    assert draft.kind == "title_page"
