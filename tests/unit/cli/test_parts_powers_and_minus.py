"""Korean words are found by any part, powers joined to their word, and a minus says what it leaves out."""

import json

import pytest

TITLES = (
    "기생충과사람들",
    "한국 영화",
    "각시탈",
    "[REC]²",
    "Alien³",
    "Spider-Man",
    "-1",
    "Area 51",
    "X² + Y²",
    "(Crank)²",
)


@pytest.fixture
def cli(cli):
    """A catalogue with these titles."""
    for title in TITLES:
        cli("add", "--set", f"title={title}")
    return cli


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("생충", ["기생충과사람들"]),
        ("사람", ["기생충과사람들"]),
        ("충과사", ["기생충과사람들"]),
        ("사람들 기생", ["기생충과사람들"]),
        ("title:람들", ["기생충과사람들"]),
        ('"영화"', ["한국 영화"]),
        ("한국영화", ["한국 영화"]),
        ("시탈", ["각시탈"]),
        ("인사", []),
        ("악", []),
        ("rec2", ["[REC]²"]),
        ("rec", ["[REC]²"]),
        ("rec²", ["[REC]²"]),
        ("[rec]²", ["[REC]²"]),
        ("rec 2", ["[REC]²"]),
        ("alien3", ["Alien³"]),
        ("alien 3", ["Alien³"]),
        ("crank2", ["(Crank)²"]),
        ("y2", ["X² + Y²"]),
        ("rec3", []),
    ],
)
def test_a_part_and_a_power_are_found(cli, query, titles):
    assert [row["title"] for row in json.loads(cli("search", query, "--json")[1])] == titles


@pytest.mark.parametrize(
    ("query", "left_out", "word", "meant"),
    [
        ("spider -man", "-man", "man", '"spider -man"'),
        ("area -51", "-51", "51", '"area -51"'),
    ],
)
def test_a_minus_after_which_nothing_is_left_says_what_it_did(cli, query, left_out, word, meant):
    status, out, err = cli("search", query)
    assert (status, err) == (0, f"“{left_out}” leaves out what has “{word}”; for the words themselves write {meant}.\n")
    assert out == f"Nothing matches {query}.\nDid you mean {meant}?\n"


def test_a_minus_alone_says_so_too_and_one_beside_a_condition_is_what_everybody_writes(cli):
    _, out, err = cli("search", " -1")
    assert err == '“-1” leaves out what has “1”; for the words themselves write "-1".\n'
    assert out.count("\n") == len(TITLES) - 1
    assert cli("search", '"-1"')[1] == "copy:7     -1\n"
    for query in ("alien -rec", "-tag:x", "-is:lent alien"):
        assert cli("search", query)[2] == ""
