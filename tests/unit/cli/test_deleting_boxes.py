"""Who deletes by the name of one film hears what else is on the disc, and can take the film alone out of it."""

import json

import pytest

from catalogue.cli import session

OTHERS = "“Triple Bill” also holds “Amber (1979)” and “Cobalt (2001)”, which go into the trash with it."
HINT = "With --films only the films that were asked for go."


@pytest.fixture
def cli(cli):
    """A catalogue with a box of three films and a disc of one."""
    films = ("Amber (1979)", "Basalt (1995)", "Cobalt (2001)")
    contents = json.dumps([{"film": film, "disc": None, "cut": None} for film in films])
    cli("add", "--set", "edition_title=Triple Bill", "--set", f"contents={contents}", "--set", "location=Attic")
    cli("add", "--set", "title=Dolomite", "--set", "year=1980")
    return cli


def listed(cli, *arguments):
    return [row["title"] for row in json.loads(cli("search", *arguments, "--json")[1])]


@pytest.mark.parametrize("query", ["title:basalt", "basalt", "year:1995", "title:=Basalt location:attic"])
def test_the_other_films_of_the_disc_are_said_and_asked_about(cli, query):
    assert cli("delete", query) == (
        2,
        "",
        f"{OTHERS} {HINT} Add --yes to do it all the same; nothing was changed.\n",
    )
    assert listed(cli, "--films") == ["Amber", "Basalt", "Cobalt", "Dolomite"]
    assert cli("delete", query, "--yes") == (
        0,
        "Delete 1 disc: in the trash now; “undo” takes this back.\n",
        f"{OTHERS} {HINT}\n",
    )
    assert listed(cli, "--films") == ["Dolomite"]
    assert cli("undo")[0] == 0
    assert listed(cli, "--films") == ["Amber", "Basalt", "Cobalt", "Dolomite"]


def test_one_other_film_is_said_in_the_singular(cli):
    err = cli("delete", "year:<2000 location:attic")[2]
    assert err.startswith("“Triple Bill” also holds “Cobalt (2001)”, which goes into the trash with it.")


@pytest.mark.parametrize(
    "query", ["copy:1", "edition:1", "location:attic", "is:box", '"triple bill"', "year:>1970 location:attic"]
)
def test_who_means_the_disc_is_not_asked(cli, query):
    assert cli("delete", query) == (0, "Delete 1 disc: in the trash now; “undo” takes this back.\n", "")
    assert listed(cli, "--films") == ["Dolomite"]


@pytest.mark.parametrize("arguments", [("--films", "title:basalt"), ("film:2",), ("title:basalt", "--films")])
def test_a_film_alone_is_taken_out(cli, arguments):
    status, out, err = cli("delete", *arguments)
    assert (status, err) == (0, "")
    assert out == "Delete 1 film: in the trash now; “undo” takes this back.\n"
    assert listed(cli, "--films") == ["Amber", "Cobalt", "Dolomite"]
    assert [film["title"] for film in json.loads(cli("show", "copy:1", "--json")[1])["films"]] == ["Amber", "Cobalt"]
    assert cli("undo")[0] == 0
    assert listed(cli, "--films") == ["Amber", "Basalt", "Cobalt", "Dolomite"]


def test_among_many_records_they_are_said_before_the_person_agrees(cli):
    status, _, err = cli("delete", "title:basalt or title:dolomite")
    assert status == 2
    assert err.startswith(f"{OTHERS} {HINT} 2 records match")
    assert "add --yes to delete them all" in err
    assert listed(cli) == ["Dolomite", "Triple Bill"]


def test_of_many_boxes_the_first_are_said_and_how_many_more(cli):
    for number in range(4):
        contents = json.dumps([{"film": film, "disc": None, "cut": None} for film in ("Basalt (1995)", "Amber (1979)")])
        cli("add", "--set", f"edition_title=Pair {number}", "--set", f"contents={contents}")
    err = cli("delete", "title:basalt")[2]
    assert err.count("also holds") == 3
    assert "2 more discs hold other films as well." in err


@pytest.mark.parametrize(("answer", "left"), [("y", ["Dolomite"]), ("n", ["Amber", "Basalt", "Cobalt", "Dolomite"])])
def test_on_a_terminal_the_question_names_them(cli, monkeypatch, answer, left):
    asked = []

    def reply(question):
        asked.append(question)
        return answer

    monkeypatch.setattr(session, "on_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", reply)
    cli("delete", "title:basalt")
    assert asked == [f"{OTHERS} {HINT} Go on? [y/N] "]
    assert listed(cli, "--films") == left


@pytest.mark.parametrize("command", [("lend", "--to", "Ann"), ("put", "Cellar"), ("return",)])
def test_what_is_done_to_discs_asks_nothing_of_films(cli, command):
    if command[0] == "return":
        cli("lend", "copy:1", "--to", "Ann")
    name, *rest = command
    assert cli(name, "title:basalt", *rest)[0] == 0


def test_an_episode_named_does_not_take_the_season_along_in_silence(cli):
    cli("add", "--set", "title=Dusk, Season 1", "--set", "kind=season", "--set", "episodes=1. Pilot\n2. Flint")
    status, _, err = cli("delete", "title:pilot")
    assert (status, "also holds “Dusk, Season 1”" in err) == (2, True)
    assert cli("delete", "title:pilot", "--films")[0] == 0
    assert listed(cli, "title:dusk") == ["Dusk, Season 1"]
