from catalogue.fields.draft import DocumentDraft
from catalogue.pages.reader import read

NEWER_LAYOUT = """Home
Search
Does The Lamp Keeper have end credit scenes?
Yes!
The Lamp Keeper does have end credit scenes. Stay until the very end.
There is one short scene after all the credits.
Meet the Full Cast and Actors of The Lamp Keeper
Explore the complete cast of The Lamp Keeper, including both lead and supporting actors.
Cast
Tilda Swinton
Old Martha
Robert De Niro
Captain Jonas Bell
Ving Rhames
Ratings
See how The Lamp Keeper is rated across major platforms like IMDb and TMDb.
Metacritic
61
Metascore
tbd
User Score
Rotten Tomatoes
74%
TOMATOMETER
0%
User Score
IMDb
6.1 /10
IMDb Rating
TMDB
58
%
User Score
Movie Quiz
Take the Ultimate The Lamp Keeper Movie Quiz
Who lit the lamp on the last night of the story?
Old Martha
Captain Bell
The Boy from the Village
Nobody
Anybody Else
Tom Waits
Show hint
Plot Summary
Read the complete plot summary of The Lamp Keeper, including all major events.
On a rock far from the coast an old woman keeps a lamp burning that no ship has needed for years, and nobody dares...
See more
On a rock far from the coast an old woman keeps a lamp burning that no ship has needed for years, and nobody dares ask.
He comes.
When Captain Jonas Bell lands with an order to put the light out, she offers him tea, and the night grows long.
Last Updated: November 22, 2024 at 21:55
© 2025 What's After the Movie. All rights reserved.
"""


def draft_of(text: str) -> DocumentDraft:
    draft = read(text)
    assert draft is not None
    assert draft.kind == "credits_page"
    return draft


def test_newer_layout_gives_the_film_its_cast_and_one_synopsis() -> None:
    draft = draft_of(NEWER_LAYOUT)
    assert draft.value("film", "title") == "The Lamp Keeper"
    assert [(part["person"], part["character"]) for part in draft.values("film", "credits")] == [
        ("Tilda Swinton", "Old Martha"),
        ("Robert De Niro", "Captain Jonas Bell"),
        ("Ving Rhames", None),
    ]
    (text,) = draft.values("film", "texts")
    assert text["kind"] == "synopsis"
    assert text["text"].split("\n")[1] == "He comes."


def test_scene_after_the_credits_with_its_note() -> None:
    scene = draft_of(NEWER_LAYOUT).value("film", "after_credits")
    assert scene["has_scene"] is True
    assert scene["note"] == "Stay until the very end. There is one short scene after all the credits."


def test_ratings_by_source_without_those_that_are_empty() -> None:
    ratings = draft_of(NEWER_LAYOUT).values("film", "ratings")
    assert [(one["source"], one["audience"], one["value"], one["scale"]) for one in ratings] == [
        ("Metacritic", "critics", 61, 100),
        ("Rotten Tomatoes", "critics", 74, 100),
        ("IMDb", "users", 6.1, 10),
        ("TMDB", "users", 58, 100),
    ]


def test_answers_of_a_quiz_are_no_cast() -> None:
    without_cast = NEWER_LAYOUT.replace(
        "Tilda Swinton\nOld Martha\nRobert De Niro\nCaptain Jonas Bell\nVing Rhames\n", "No actors found\n"
    )
    assert draft_of(without_cast).values("film", "credits") == []


def test_page_cut_off_after_the_ratings_is_still_read() -> None:
    draft = draft_of(NEWER_LAYOUT[: NEWER_LAYOUT.index("Movie Quiz")])
    assert len(draft.values("film", "credits")) == 3
    assert draft.values("film", "texts") == []


def test_title_comes_from_the_answer_when_the_question_is_missing() -> None:
    text = "No!\nThe Lamp Keeper does not have end credit scenes.\nTilda Swinton\nOld Martha\n61\nMetascore\n"
    draft = draft_of(text + "7\nUser Score\n6.1 /10\nIMDb Rating\n© 2024 What's After the Movie?\n")
    assert draft.value("film", "title") == "The Lamp Keeper"
    assert draft.value("film", "after_credits") == {"has_scene": False, "note": None}


def test_known_people_tell_persons_from_roles() -> None:
    text = "Does X have end credit scenes?\nNo!\nAda Lind\nDoctor Strand\nEva Holm\nNurse\n61\nMetascore\n"
    assert _people(text, []) == ["Ada Lind", "Eva Holm"]
    assert _people(text, ["Ada Lind", "Doctor Strand", "Eva Holm"]) == ["Ada Lind", "Doctor Strand", "Eva Holm"]


def _people(text: str, known: list[str]) -> list[str]:
    draft = read(text, lambda _: known)
    assert draft is not None
    return [part["person"] for part in draft.values("film", "credits")]
