"""Lending, taking back and noting what was seen, run in this process."""

import json

import pytest

from catalogue.fields import dates


@pytest.fixture
def cli(cli):
    """A catalogue with two discs."""
    for title in ("Solaris", "Alien"):
        cli("add", "--set", f"title={title}")
    return cli


def found(cli, query):
    return [row["title"] for row in json.loads(cli("search", query, "--json")[1])]


def test_a_disc_is_lent_and_comes_back(cli):
    lent = cli("lend", "solaris", "--to", "Ann Lee", "--due", "Feb 2000", "--on", "1999-12-31", "--note", "wrapped")
    assert lent == (0, "Lend 1 disc to Ann Lee.\n", "")
    assert found(cli, "lent:ann") == found(cli, "is:late") == ["Solaris"]
    assert "Loans: Ann Lee (lent 31 Dec 1999, due Feb 2000): wrapped" in cli("show", "copy:1")[1]
    assert cli("return", "lent:ann") == (0, "Take back 1 disc from Ann Lee.\n", "")
    assert found(cli, "is:lent") == []
    assert cli("undo")[1] == "Undo: Take back 1 disc from Ann Lee.\n"


def test_more_than_one_disc_needs_a_word(cli):
    status, _, said = cli("lend", "is:disc", "--to", "Ann")
    assert (status, "add --yes" in said) == (2, True)
    assert cli("lend", "is:disc", "--to", "Ann", "--yes")[0] == 0
    assert found(cli, "is:lent") == ["Alien", "Solaris"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("return", "solaris"), "None of these discs is on loan; nothing was changed.\n"),
        (("lend", "solaris", "--to", "Ann", "--due", "soon"), "“soon” is not a date"),
        (("lend", "nothing", "--to", "Ann"), "There is no disc to lend here; nothing was changed.\n"),
        (("seen", "solaris", "--rating", "11"), "A rating of your own goes from 0 to 10 in halves: 7 or 7.5.\n"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(cli, arguments, sentence):
    status, _, said = cli(*arguments)
    assert status == 2
    assert said.startswith(sentence)
    assert found(cli, "is:lent OR is:seen") == []


def test_films_are_noted_as_seen(cli):
    assert cli("seen", "film:1", "--who", "Kerry", "--rating", "8") == (0, "Note that Solaris was seen.\n", "")
    assert found(cli, "seen:kerry") == ["Solaris"]
    assert cli("seen", "is:unseen", "--on", "2024-05")[1] == "Note that Alien was seen.\n"
    assert found(cli, "seen:2024") == ["Alien"]
    assert found(cli, f"seen:{dates.now()[:10]}") == ["Solaris"]


def test_values_of_parts_are_typed_as_lines_or_as_json(cli):
    typed = "contents=Solaris (1972) | disc: 1\nMirror (1975) | disc: 2"
    assert cli("edit", "copy:1", "--set", typed, "--set", "audio_tracks=Russian | channels: Mono")[0] == 0
    part = json.dumps([{"disc": 2, "location": "Hall"}])
    assert cli("edit", "copy:1", "--set", f"discs={part}")[0] == 0
    shown = cli("show", "copy:1")[1]
    assert "Films on the discs: Solaris (1972), disc 1; Mirror (1975), disc 2\n" in shown
    assert "Audio tracks: Russian Mono" in shown
    assert found(cli, "location:hall") == ["Solaris"]
