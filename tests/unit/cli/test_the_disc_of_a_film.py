"""A film's id means the disc that it is on, in every command that is about discs; of several none is taken by guess."""

import json

import pytest
from PIL import Image

COMMANDS = {
    "lend": ("lend", "{}", "--to", "Ann"),
    "return": ("return", "{}"),
    "put": ("put", "{}", "Cellar"),
    "renumber": ("renumber", "{}", "--first", "7", "--yes"),
    "set a picture": ("picture", "{}", "cover.png"),
    "turn a picture": ("picture", "{}", "--turn", "90"),
    "save a picture": ("picture", "{}", "--save", "saved.png"),
    "list pictures": ("picture", "{}"),
    "edit": ("edit", "{}", "--set", "location=Cellar"),
}


@pytest.fixture
def cli(cli):
    """A catalogue with a box of three films, the first of which has a disc of its own too, and a film without one."""
    Image.new("RGB", (40, 60), "red").save("cover.png")
    films = ("Amber (1979)", "Basalt (1995)", "Cobalt (2001)")
    contents = json.dumps([{"film": film, "disc": None, "cut": None} for film in films])
    cli("add", "--set", "edition_title=Triple Bill", "--set", f"contents={contents}", "--set", "location=Attic")
    cli("add", "--set", "title=Amber", "--set", "year=1979")
    cli("add", "--no-disc", "--set", "title=Dolomite")
    cli("picture", "copy:1", "cover.png")
    return cli


def exported(cli):
    return json.loads(cli("export", "-")[1])


def done(cli, name, row):
    return cli(*(part.format(row) for part in COMMANDS[name]))


@pytest.mark.parametrize(("name", "film"), [*((name, "film:2") for name in COMMANDS), ("put", "film:3")])
def test_it_does_what_the_disc_s_own_id_does(cli, name, film):
    if name == "return":
        cli("lend", "copy:1", "--to", "Ann")
    before = exported(cli)
    by_film = done(cli, name, film)
    assert by_film[0] == 0
    changed = exported(cli)
    if changed != before:
        cli("undo")
    assert exported(cli) == before
    if name != "save a picture":
        status, out, err = done(cli, name, "copy:1")
        assert (status, out.replace("disc", "film"), err) == (0, by_film[1].replace("disc", "film"), by_film[2])
    after = exported(cli)
    assert [one["location"] for one in after["copies"]] == [one["location"] for one in changed["copies"]]
    assert after["pictures"] == changed["pictures"]
    assert cli("check")[0] == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_of_a_film_on_several_discs_they_are_named_and_nothing_is_changed(cli, name):
    cli("lend", "copy:1", "--to", "Ann")
    before = exported(cli)
    status, out, err = done(cli, name, "film:1")
    assert (status, out) == (2, "")
    assert err == "Amber (1979) is on several discs, copy:1 and copy:2: say which is meant. Nothing was changed.\n"
    assert exported(cli) == before


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "edit"])
def test_a_film_without_a_disc_has_none_to_be_meant(cli, name):
    before = exported(cli)
    status, out, err = done(cli, name, "film:4")
    assert (status, out) == (2, "")
    assert "disc" in err
    assert exported(cli) == before


def test_what_is_lent_by_a_film_s_id_is_the_box(cli):
    assert cli("lend", "film:2", "--to", "Ann") == (0, "Lend 1 disc to Ann.\n", "")
    assert [one["copy"] for one in json.loads(cli("search", "lent:ann", "--json")[1])] == ["copy:1"]
    status, _, err = cli("lend", "film:3", "--to", "Bo")
    assert (status, "lent to Ann already" in err) == (2, True)
    assert cli("return", "film:3")[1] == "Take back 1 disc from Ann.\n"


def test_many_discs_are_named_one_by_one_and_more(cli):
    for number in range(5):
        cli("add", "--set", "title=Amber", "--set", "year=1979", "--set", f"notes={number}")
    err = cli("put", "film:1", "Cellar")[2]
    assert "copy:1, copy:2, copy:3, copy:4, copy:5 and more: say which" in err


def test_an_episode_means_the_disc_of_its_season(cli):
    cli("add", "--set", "title=Dusk, Season 1", "--set", "kind=season", "--set", "episodes=1. Pilot\n2. Flint")
    [pilot] = json.loads(cli("search", "--films", "title:pilot", "--json")[1])
    assert cli("put", pilot["film"], "Hall")[1] == "Move 1 disc to Hall.\n"
    [row] = json.loads(cli("search", "location:hall", "--json")[1])
    assert row["title"] == "Dusk, Season 1"
