import pytest

from catalogue.fields.draft import DocumentDraft
from catalogue.pages.reader import read

FIRST = "The film was made in a hurry, in a city that had hardly any glass left in its windows, and it shows."
SECOND = "Its director liked crooked cameras. His producer sent him a spirit level, and he used it as a paperweight."
THIRD = "When the crew left, the sewers were closed again, and only the music stayed in the cafés for years."
BODY = f"How It Began\n\n{FIRST}\n\nThe Cameras\n\n{SECOND}\n\n  • Light: very little\n\nAfterwards\n\n{THIRD}\n"


def draft_of(text: str) -> DocumentDraft:
    draft = read(text)
    assert draft is not None
    assert draft.kind == "article"
    return draft


@pytest.mark.parametrize(
    ("heading", "film"),
    [
        ("Ruins and Zither: The Making of 'The Third Man'", "The Third Man"),
        ("The True Story Behind “Schindler’s List”", "Schindler’s List"),
        ('Why "It\'s a Wonderful Life" Failed at First', "It's a Wonderful Life"),
        ("What „Das Boot“ Left Out", "Das Boot"),
        ("The Third Man (1949) Review", "The Third Man"),
        ("Solaris Ending Explained", "Solaris"),
    ],
)
def test_heading_names_the_film(heading: str, film: str) -> None:
    draft = draft_of(f"{heading}\n\n{BODY}")
    assert draft.title == heading
    (title,) = [fact for fact in draft.facts if fact.field == "title"]
    assert title.value == film
    assert title.confidence >= 0.8


def test_of_two_quoted_titles_the_one_the_text_speaks_of_is_meant() -> None:
    heading = "Making 'The Cabin': The True Story Behind 'The Poor Artist'"
    body = (
        BODY + '\nThe film "The Poor Artist" tells it well.\n\nIn the film "The Poor Artist" nobody sleeps at night.\n'
    )
    assert draft_of(f"{heading}\n\n{body}").value("film", "title") == "The Poor Artist"


def test_film_named_only_in_the_text_is_a_guess() -> None:
    body = BODY + '\nThe thriller "Odd Man Out" was shot by the same director two years before.\n'
    (title,) = [fact for fact in draft_of(f"A City in Ruins\n\n{body}").facts if fact.field == "title"]
    assert title.value == "Odd Man Out"
    assert title.confidence < 0.6
    assert title.reason


def test_year_behind_the_title() -> None:
    body = BODY + "\nThe Third Man (1949) was the first film with such a score, they say in Vienna.\n"
    assert draft_of(f"Notes on 'The Third Man'\n\n{body}").value("film", "year") == 1949


def test_sections_are_flat_and_whole() -> None:
    draft = draft_of(f"Notes on 'The Third Man'\n\n{BODY}")
    assert [section.heading for section in draft.sections] == ["How It Began", "The Cameras", "Afterwards"]
    assert draft.sections[1].text == f"{SECOND}\nLight: very little"
    assert draft.value("film", "texts")["text"].startswith(f"How It Began\n{FIRST}")


@pytest.mark.parametrize(
    "furniture",
    [
        "Previous\nPrevious\n\nAnother Story Altogether\n\nNext\nNext\n\nOne More Story\n",
        "Related Articles\nAnother Story Altogether\nOne More Story\n",
        "Share\nSubscribe\n© 2020 Another Story Altogether\n",
        "Leave a comment\nThis was very good, another story altogether, and I will come again.\n",
    ],
)
def test_navigation_below_the_article_is_left_out(furniture: str) -> None:
    plain = draft_of(f"Notes on 'The Third Man'\n\n{BODY}")
    framed = draft_of(f"Notes on 'The Third Man'\n\n{BODY}\n{furniture}")
    assert framed.sections == plain.sections
    assert framed.values("film", "texts") == plain.values("film", "texts")


def test_table_of_contents_is_left_out() -> None:
    contents = "Table of Contents\nHow It Began\nThe Cameras\nAfterwards\n\n"
    plain = draft_of(f"Notes on 'The Third Man'\n\n{BODY}")
    assert draft_of(f"Notes on 'The Third Man'\n\n{contents}{BODY}").sections == plain.sections


def test_byline_and_date_are_no_headings() -> None:
    draft = draft_of(f"Notes on 'The Third Man'\nBy Jo Writer\nMarch 3, 2021\n5 min read\n\n{BODY}")
    assert [section.heading for section in draft.sections] == ["How It Began", "The Cameras", "Afterwards"]
