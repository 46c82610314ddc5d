"""Commands that take something away say what hangs on it, and ask; a query that says nothing never means everything."""

import pytest


@pytest.fixture
def cli(cli):
    """A catalogue with one disc."""
    cli("add", "--set", "title=Amber", "--set", "tags=piano", "--set", "location=Attic")
    return cli


def test_a_lent_disc_that_is_deleted_is_said_and_found(cli):
    cli("lend", "copy:1", "--to", "Ann")
    status, out, err = cli("delete", "copy:1")
    assert (status, out) == (2, "")
    assert err == "Ann still has “Amber”. Add --yes to do it all the same; nothing was changed.\n"
    status, out, err = cli("delete", "copy:1", "--yes")
    assert (status, err) == (0, "Ann still has “Amber”.\n")
    assert cli("search", "is:lent")[1].rstrip().endswith("in the trash")
    assert cli("search", "Amber")[1] == "Nothing matches Amber.\n"
    status, _, err = cli("trash", "--empty")
    assert (status, "Ann still has “Amber”" in err) == (2, True)
    assert cli("return", "lent:ann")[0] == 0
    assert cli("trash", "--empty")[0] == 0
    assert cli("check")[0] == 0


def test_emptying_the_trash_leaves_what_is_lent_and_says_so(cli):
    cli("add", "--set", "title=Basalt")
    cli("lend", "copy:1", "--to", "Ann")
    cli("delete", "is:disc", "--yes")
    status, out, err = cli("trash", "--empty")
    assert (status, err) == (1, "Ann still has “Amber”. It stays in the trash until it is back.\n")
    assert out.startswith("Empty the trash: 1 disc")


@pytest.mark.parametrize(
    ("search", "command"),
    [
        ("shelf_mark:A", ("fields", "--remove", "Shelf mark")),
        ("tag:piano", ("values", "tags", "--remove", "piano")),
        ("location:Cellar", ("places", "--delete", "Cellar")),
        ("saved:Inner", ("saved", "Inner", "--remove")),
    ],
)
def test_who_asks_for_what_goes_is_named_first(cli, search, command):
    cli("fields", "--add", "Shelf mark")
    cli("places", "--add", "Cellar")
    cli("saved", "Inner", "--query", "amber")
    cli("saved", "Marked", "--query", search)
    before = cli("export", "-")[1]
    status, out, err = cli(*command)
    assert (status, out) == (2, "")
    assert err.startswith("The saved search “Marked” asks for “")
    assert cli("export", "-")[1] == before
    status, _, err = cli(*command, "--yes")
    assert status == 0
    assert "“Marked”" in err
    assert cli("export", "-")[1] != before


@pytest.mark.parametrize("query", ['tag:""', "", "saved:All", 'saved:All tag:""', "sort:year"])
@pytest.mark.parametrize(
    "command",
    [
        ("edit", "{}", "--set", "owner=Bob", "--yes"),
        ("delete", "{}", "--yes"),
        ("put", "{}", "Cellar", "--yes"),
        ("lend", "{}", "--to", "Ann", "--yes"),
        ("return", "{}", "--yes"),
        ("seen", "{}", "--yes"),
        ("renumber", "{}", "--first", "1", "--yes"),
        ("replace", "title", "Amber", "Ember", "--query", "{}", "--yes"),
    ],
    ids=lambda words: words[0],
)
def test_a_query_that_says_nothing_never_means_everything(cli, query, command):
    cli("saved", "All", "--query", "sort:title")
    before = cli("export", "-")[1]
    status, out, err = cli(*(word.format(query) for word in command))
    assert (status, out) == (2, "")
    assert err.startswith("Say what to ") or err.endswith("lacks its value.\n")
    assert cli("export", "-")[1] == before


def test_marks_alone_change_nothing(cli):
    before = cli("export", "-")[1]
    cli("replace", "title", "Amber", "Ember", "--query", "!!!", "--yes")
    cli("delete", "!!!", "--yes")
    cli("renumber", "!!!", "--first", "1", "--yes")
    assert cli("export", "-")[1] == before


def test_find_and_replace_without_a_query_is_for_all(cli):
    assert cli("replace", "title", "Amber", "Ember")[0] == 0
