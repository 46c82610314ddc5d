"""A person's own rating is one of the film, in halves, whichever disc it is on."""

import json

import pytest


@pytest.fixture
def cli(cli):
    """A catalogue with a box of two films, and one of them alone on another disc."""
    contents = '[{"film": "Amber (1979)", "disc": 1, "cut": null}, {"film": "Basalt (1995)", "disc": 2, "cut": null}]'
    cli("add", "--set", "edition_title=Double Bill", "--set", f"contents={contents}")
    cli("add", "--set", "title=Amber", "--set", "year=1979", "--set", "format=DVD")
    return cli


@pytest.fixture
def ratings(cli):
    return lambda: {film["title"]: film["my_rating"] for film in json.loads(cli("export", "-")[1])["films"]}


@pytest.mark.parametrize(
    ("written", "value"), [("7", 7), ("7.5", 7.5), ("7,5", 7.5), ("0", 0), ("10", 10), ("0.5", 0.5), ("", None)]
)
def test_a_rating_goes_to_the_film_that_is_named(cli, ratings, written, value):
    cli("edit", "film:2", "--set", "my_rating=3")
    assert cli("edit", "title:basalt", "--set", f"my_rating={written}")[0] == 0
    assert ratings() == {"Amber": None, "Basalt": value}


STARS = {
    "8/10": 8,
    "4/5": 8,
    "3,5/5": 7,
    "８／１０": 8,
    "３，５": 3.5,
    "80%": 8,
    "85/100": 8.5,
    "★★★★½": 9,
    "★★★½☆": 7,
    "⭐️⭐️⭐️": 6,
    "☆☆☆☆☆": 0,
    "★★★★★★★☆☆☆": 7,
    "4 stars": 8,
    "4 out of 5": 8,
    "½": 0.5,
}


@pytest.mark.parametrize(("written", "value"), STARS.items())
def test_a_rating_says_itself_out_of_how_much_it_is(cli, ratings, written, value):
    assert cli("edit", "film:2", "--set", f"my_rating={written}")[0] == 0
    assert ratings() == {"Amber": None, "Basalt": value}
    for query in (f'mine:"{written}"', f'my_rating:="{written}"', f'my_rating:"{written}".."{written}"'):
        assert [row["film"] for row in json.loads(cli("search", query, "--films", "--json")[1])] == ["film:2"]
    assert cli("seen", "film:1", "--rating", written)[0] == 0
    assert json.loads(cli("export", "-")[1])["viewings"][0]["rating"] == value


def test_a_rating_of_a_page_says_out_of_how_much_it_is(cli, ratings, tmp_path):
    page = "Cobalt\n\nDVD\n4006381333931\nDrama\n\nPersonal\nOwner Ada\nIndex 3\nMy Rating {}\n"
    for number, (written, value) in enumerate({"★★★★": 8, "7/10": 7, "4/7": None}.items()):
        path = tmp_path / "page.txt"
        path.write_text(page.format(written).replace("Cobalt", f"Cobalt {number}"), encoding="utf-8")
        assert cli("import", str(path))[0] == 0
        assert ratings()[f"Cobalt {number}"] == value


@pytest.mark.parametrize(
    "written",
    ["11", "-1", "7.3", "7.25", "10.5", "good", "1,500", "7/7", "6/5", "3.7/5", "★★★★★★", "★★★★½☆", "/5", "½★"],
)
def test_what_is_no_rating_is_refused(cli, ratings, written):
    status, _, err = cli("edit", "film:2", "--set", f"my_rating={written}")
    assert status == 2
    assert err.count("\n") == 1
    assert ratings()["Basalt"] is None
    assert cli("seen", "film:2", "--rating", written)[0] == 2


def test_of_a_box_the_film_has_to_be_named(cli, ratings):
    status, _, err = cli("edit", "copy:1", "--set", "my_rating=8")
    assert status == 2
    assert "Amber (1979) (film:1) and Basalt (1995) (film:2)" in err
    assert ratings() == {"Amber": None, "Basalt": None}
    assert cli("edit", "is:box", "--films", "--yes", "--set", "my_rating=8")[0] == 0
    assert ratings() == {"Amber": 8, "Basalt": 8}


def test_every_copy_of_a_film_shows_its_rating(cli):
    assert cli("edit", "copy:2", "--set", "my_rating=9.5")[0] == 0
    assert "9.5" in cli("show", "film:1")[1]
    assert "9.5" in cli("show", "copy:2")[1]
    assert {row["copy"] for row in json.loads(cli("search", "mine:>9", "--json")[1])} == {"copy:1", "copy:2"}
    assert json.loads(cli("search", "mine:9", "--json")[1]) == []


def test_ratings_are_searched_in_ranges_and_counted(cli):
    cli("edit", "film:1", "--set", "my_rating=0")
    cli("edit", "film:2", "--set", "my_rating=7.5")

    def found(query):
        return [row["film"] for row in json.loads(cli("search", query, "--films", "--json")[1])]

    assert found("mine:7-8") == found("mine:7.5") == found("my_rating:>0") == ["film:2"]
    assert found("mine:0") == found("mine:<0.5") == ["film:1"]
    assert found("sort:my_rating") == ["film:1", "film:2"]
    assert found("sort:my_rating-") == ["film:2", "film:1"]
    counted = cli("facets", "my_rating", "--films")[1]
    assert [line.split() for line in counted.splitlines()] == [["1", "0"], ["1", "7.5"]]


def test_a_rating_is_taken_back_and_stands_in_the_history_of_its_film(cli, ratings):
    cli("edit", "film:2", "--set", "my_rating=8")
    cli("edit", "film:2", "--set", "my_rating=6.5")
    assert "My rating of the film: 8 → 6.5" in cli("history", "film:2")[1]
    cli("undo")
    assert ratings()["Basalt"] == 8
    cli("redo")
    assert ratings()["Basalt"] == 6.5


def test_a_viewing_is_rated_in_halves_and_leaves_the_rating_of_the_film(cli, ratings):
    assert cli("seen", "film:2", "--rating", "8.5")[0] == 0
    film = json.loads(cli("export", "-")[1])
    assert [(one["film"], one["rating"]) for one in film["viewings"]] == [("film:2", 8.5)]
    assert ratings()["Basalt"] is None


def test_films_that_become_one_keep_both_ratings(cli, ratings):
    cli("add", "--set", "title=Bassalt", "--set", "year=1995", "--set", "my_rating=4")
    cli("edit", "film:2", "--set", "my_rating=8")
    assert cli("merge", "film:2", "film:3")[0] == 0
    assert ratings() == {"Amber": None, "Basalt": 8}
    assert "This film was given other ratings too." in cli("show", "film:2")[1]
    assert cli("confirm", "film:2")[0] == 0
    assert "Needs review" not in cli("show", "film:2")[1]
    cli("undo")
    assert "This film was given other ratings too." in cli("show", "film:2")[1]
