"""Entries that hold the separator of their list: typed, taken away, printed, renamed and found on the command line."""

import json
import re

import pytest

from tests.unit.cli.conftest import CommandLine


@pytest.fixture
def odd(cli: CommandLine, tmp_path):
    """A disc with a tag `a;b`, as an export of another program brings it, beside a and b."""
    record = {"title": "Solaris", "year": 1972, "genres": ['12" version', "Sci-Fi; slow"]}
    export = {
        "format": "disc-catalogue",
        "version": 1,
        "films": [{"id": "f1", **record}],
        "editions": [{"id": "e1", "contents": [{"film": "f1"}]}],
        "copies": [{"id": "c1", "edition": "e1", "tags": ["a;b", "a", "b"]}],
    }
    (tmp_path / "in.json").write_text(json.dumps(export))
    status, _, err = cli("import", "in.json")
    assert status == 0, err
    return cli


def shown(cli: CommandLine, label: str, record: str = "copy:1") -> str:
    status, out, err = cli("show", record)
    assert status == 0, err
    found = re.search(rf"^  {label}: (.*)$", out, re.M)
    return found[1] if found else ""


def test_an_entry_with_a_semicolon_is_taken_away_alone(odd):
    assert shown(odd, "Tags") == '"a;b", a, b'
    assert odd("edit", "copy:1", "--set", 'tags-="a;b"')[0] == 0
    assert shown(odd, "Tags") == "a, b"
    assert odd("edit", "copy:1", "--set", 'tags+="x; y"; z')[0] == 0
    assert shown(odd, "Tags") == 'a, b, "x; y", z'


@pytest.mark.parametrize(("key", "label"), [("tags", "Tags"), ("genres", "Genres")])
def test_what_show_prints_is_typed_back(odd, key, label):
    before = shown(odd, label)
    assert odd("edit", "copy:1", "--set", f"{key}=")[0] == 0
    assert odd("edit", "copy:1", "--set", f"{key}={before}")[0] == 0
    assert shown(odd, label) == before


def test_an_entry_with_a_semicolon_is_found_replaced_and_renamed(odd):
    assert odd("search", 'tag:"a;b"', "--json")[1].count('"copy"') == 1
    assert odd("replace", "genres", "slow", "slow film", "--yes")[0] == 0
    assert shown(odd, "Genres") == '12" version, "Sci-Fi; slow film"'
    assert odd("values", "tags", "--rename", "a;b", "a;c", "--yes")[0] == 0
    assert shown(odd, "Tags") == '"a;c", a, b'
    assert odd("values", "tags", "--merge", '"a;c"; b', "a", "--yes")[0] == 0
    assert shown(odd, "Tags") == "a"
    assert odd("values", "tags", "--rename", "a", "x; y", "--yes")[0] == 2
    assert odd("values", "tags", "--rename", "a", '"x; y"', "--yes")[0] == 0
    assert shown(odd, "Tags") == '"x; y"'


@pytest.mark.parametrize(
    ("typed", "films"),
    [
        ("Alien (1979); Aliens (1986)", ["Alien", "Aliens"]),
        ('"Alien (1979); Aliens"', ["Alien (1979); Aliens"]),
        ("Kill; Bill (1999)", ["Kill; Bill"]),
        ("Alien; Aliens;", ["Alien", "Aliens"]),
    ],
)
def test_films_of_a_box_come_back_from_what_is_shown(cli, typed, films):
    assert cli("add", "--set", f"contents={typed}", "--set", "edition_title=Box")[0] == 0
    line = shown(cli, "Contents")
    assert cli("add", "--set", f"contents={line}", "--set", "edition_title=Other box")[0] == 0
    assert shown(cli, "Contents", "copy:2") == line
    assert sorted(one["title"] for one in json.loads(cli("search", "", "--films", "--json")[1])) == sorted(films)


@pytest.mark.parametrize("key", ["contents", "episodes"])
def test_one_title_that_may_be_several_is_kept_and_said(cli, key):
    base = (
        ("add", "--set", "title=Box", "--set", "kind=season")
        if key == "episodes"
        else ("add", "--set", "edition_title=Box")
    )
    status, _, err = cli(*base, "--set", f"{key}=Kill; Bill")
    assert status == 0
    assert err == "“Kill; Bill” is one title; end the line with a semicolon if it is several. It was kept as it is.\n"
    assert cli(*base, "--set", f"{key}=Steins;Gate")[2] == ""
    assert cli(*base, "--set", f"{key}=A; B;")[2] == ""


def test_episodes_come_back_from_what_is_shown(cli):
    listed = "1x01 Serenity, 42 min; 1x02 Kill; Bill, 43 min, seen Jan 4, 2026"
    season = ("add", "--set", "title=Firefly", "--set", "kind=season", "--set", "season=1")
    assert cli(*season, "--set", f"episodes={listed}")[0] == 0
    line = shown(cli, "Episodes", "film:1")
    assert line.startswith("1x01 Serenity, 42 min; ")
    found = json.loads(cli("search", "kind:episode", "--films", "--json")[1])
    assert [one["title"] for one in found] == ["Kill; Bill", "Serenity"]
    before = cli("history")[1]
    cli("edit", "film:1", "--set", f"episodes={line}")
    assert shown(cli, "Episodes", "film:1") == line
    assert cli("history")[1] == before
