"""Searching on the command line, run in this process: how a query was read is said on standard error."""

import json

import pytest


@pytest.fixture
def cli(cli):
    """A catalogue with titles that have words of the language in them."""
    for title in ("Do Not Disturb", "Do Something", "Mission: Impossible", "???"):
        cli("add", "--set", f"title={title}")
    return cli


def test_how_a_title_was_read_is_one_line_on_standard_error(cli):
    status, out, err = cli("search", "do not disturb", "--json")
    assert status == 0
    assert [row["title"] for row in json.loads(out)] == ["Do Not Disturb", "Do Something"]
    assert err == (
        "“not” was read as “without”; titles with all of these words come first. "
        'For these alone write "do not disturb".\n'
    )
    status, out, err = cli("search", "mission:impossible")
    assert (status, err) == (
        0,
        "There is no field “mission”: “mission:impossible” was looked for as words.\n",
    )
    assert "Mission: Impossible" in out


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("do not disturb", 'Write "do not disturb" for the title, or (do not disturb) where “not” means “without”.\n'),
        ("do -mision:impossible", "There is no field “mision”.\n"),
    ],
)
def test_what_can_be_read_in_two_ways_changes_nothing(cli, query, said):
    for command in (["delete", query, "--yes"], ["edit", query, "--set", "owner=Ann", "--yes"]):
        status, _, err = cli(*command)
        assert (status, err.endswith(said)) == (2, True), err
    assert len(json.loads(cli("search", "", "--json")[1])) == 4
    assert json.loads(cli("search", "has:owner", "--json")[1]) == []


def test_symbols_touch_only_what_holds_them(cli):
    assert "nothing was changed" in cli("delete", "!!!", "--yes")[1]
    assert cli("delete", "???", "--yes")[0] == 0
    titles = [row["title"] for row in json.loads(cli("search", "", "--json")[1])]
    assert titles == ["Do Not Disturb", "Do Something", "Mission: Impossible"]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("???", "???"),
        ("mission impossible", "Mission: Impossible"),
        ("MISSION  IMPOSS", "Mission: Impossible"),
        ("mis\u00adsion", "Mission: Impossible"),
        ("“do not disturb”", "Do Not Disturb"),
        ("title:„do not disturb“", "Do Not Disturb"),
    ],
)
@pytest.mark.parametrize("scope", [(), ("--films",)])
def test_what_is_printed_is_found_without_a_word_on_standard_error(cli, query, title, scope):
    status, out, err = cli("search", query, *scope, "--json")
    assert (status, err) == (0, "")
    assert [row["title"] for row in json.loads(out)] == [title]


VALUELESS = [
    "lent:",
    "due:",
    "seen:",
    "tag:",
    "my_rating:",
    "owner:=",
    'owner:""',
    "alpha lent:",
    "(is:)",
    "-has:",
    "saved:",
]


@pytest.mark.parametrize("query", VALUELESS)
def test_a_condition_without_a_value_is_said_and_is_neither_kept_nor_counted_nor_written(cli, query):
    cli("add", "--set", "title=Alpha", "--set", "owner=Ann")
    cli("add", "--set", "title=Beta")
    status, out, err = cli("search", query)
    assert (status, out.count("\n")) == (0, 1 if "alpha" in query else 6)
    assert err.endswith("lacks its value.\n")
    for command in (
        ("saved", "mine", "--query", query),
        ("facets", "owner", query),
        ("edit", query, "--set", "store=x", "--yes"),
        ("export", "-", "--query", query),
    ):
        status, out, err = cli(*command)
        assert (status, out, err.count("\n")) == (2, "", 1), command
    assert json.loads(cli("saved", "--json")[1]) == []
    assert cli("search", "store:x")[1] == "Nothing matches store:x.\n"


def test_a_saved_search_with_all_of_its_values_is_kept(cli):
    cli("add", "--set", "title=Alpha")
    cli("lend", "title:alpha", "--to", "Bob")
    for name, query in (("out", "is:lent"), ("bob", "lent:bob"), ("title", "Alien: Covenant")):
        assert cli("saved", name, "--query", query)[0] == 0
    assert [one["count"] for one in json.loads(cli("saved", "--json")[1])] == [1, 1, 0]
