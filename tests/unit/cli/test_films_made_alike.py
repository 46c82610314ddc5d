"""A change that makes a film equal to another here is said at once and waits in review, whichever way it was made."""

import json

import pytest

TWIN = "It may be the same film as Cobalt (1999), which is here as well."


@pytest.fixture
def cli(cli):
    """A film, another whose title is a slip away, and one of the same title of another year."""
    for title, year in (("Cobalt", 1999), ("Cobold", 1999), ("Cobalt", 2007)):
        cli("add", "--set", f"title={title}", "--set", f"year={year}")
    return cli


@pytest.mark.parametrize(
    ("command", "film"),
    [
        (("edit", "film:2", "--set", "title=Cobalt"), 2),
        (("edit", "copy:2", "--set", "title=cobalt"), 2),
        (("edit", "film:3", "--set", "year=1999"), 3),
        (("edit", "year:2007", "--set", "year=", "--yes"), 3),
        (("edit", "cobold", "--films", "--set", "title=Cobalt"), 2),
        (("replace", "title", "Cobold", "Cobalt", "--yes"), 2),
    ],
)
def test_it_is_said_with_the_ways_to_settle_it(cli, command, film):
    status, _, err = cli(*command)
    assert status == 0
    settle = f"“merge film:1 film:{film}” makes them one, “confirm film:{film}” keeps them apart.\n"
    assert err == f"film:{film}: {TWIN} {settle}"
    assert [row["copy"] for row in json.loads(cli("search", "needs:review", "--json")[1])] == [f"copy:{film}"]
    # What has nothing to do with it says it no second time, and a person's word ends it.
    assert cli("edit", f"film:{film}", "--set", "tagline=x")[2] == ""
    assert cli("confirm", f"film:{film}")[0] == 0
    assert cli("edit", f"film:{film}", "--set", "tagline=y")[2] == ""


@pytest.mark.parametrize("change", ["title=Cobalt 2", "year=2001", "title=Kobalt", "original_title=Cobold"])
def test_what_stays_apart_says_nothing(cli, change):
    assert cli("edit", "film:2", "--set", change)[2] == ""
    assert cli("search", "needs:review")[1] == "Nothing matches needs:review.\n"


def test_adding_says_it_once(cli):
    status, out, err = cli("add", "--set", "title=Cobalt", "--set", "year=1999", "--no-disc")
    assert (status, (out + err).count("may be the same film")) in ((0, 0), (0, 1))


def test_of_many_the_first_are_named(cli):
    for number in range(5):
        cli("add", "--set", "title=Dune", "--set", f"year={1980 + number}")
    err = cli("edit", "title:dune", "--set", "year=1984", "--yes")[2]
    assert err.count("may be the same film as") == 4
    assert "1 more may be the same film as others here; “search needs:review” lists them." in err
