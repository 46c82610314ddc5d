"""Many discs at once, values, and places, from the command line."""

import pytest

from tests.e2e.test_command_line import Program


@pytest.fixture
def shelf(program, tmp_path) -> Program:
    """Three discs at two places."""
    program = Program(program, tmp_path)
    for number, (title, genres, place) in enumerate(
        (
            ("Solaris", "Sci-Fi;Drama", "Room/Shelf 1"),
            ("Stalker", "SciFi", "Room/Shelf 2"),
            ("Mirror", "Drama", "Room"),
        ),
        5,
    ):
        given = {"title": title, "genres": genres, "location": place, "index": number, "owner": "Ann"}
        program("add", *(part for key, value in given.items() for part in ("--set", f"{key}={value}")))
    return program


def found(program, query):
    return [one["title"] for one in program.json("search", query)]


def test_words_are_replaced_after_a_look(shelf):
    assert shelf("replace", "title", "(S)(o|t)", r"\2\1", "--regex", "--dry-run").splitlines() == [
        "film:1       Solaris  Title: Solaris → oSlaris",
        "film:2       Stalker  Title: Stalker → tSalker",
        "2 texts would change; nothing was changed.",
    ]
    assert shelf.refused("replace", "any", "s", "x") == (
        "6 texts would change; add --yes to change them all. Nothing was changed."
    )
    assert shelf("replace", "title", "Solaris", "Solyaris").splitlines()[-1] == (
        "Replace “Solaris” by “Solyaris” in 1 record."
    )
    assert shelf("replace", "any", "nowhere", "x") == "“nowhere” stands nowhere; nothing was changed.\n"
    assert shelf.json("replace", "genres", "drama", "Play", "--query", "mirror", "--whole", "--yes")[0]["new"] == "Play"
    assert found(shelf, "genre:=Play") == ["Mirror"]
    shelf("undo")
    shelf("undo")
    assert found(shelf, "solaris") == ["Solaris"]


def test_a_bad_expression_is_refused_in_words(shelf):
    complaint = shelf.refused("replace", "title", "(S", "x", "--regex")
    assert complaint == ("This expression is not understood: missing ) at character 3.")
    assert shelf.refused("replace", "year", "1", "2") == "Year holds no text in which words could be replaced."


def test_values_are_listed_merged_and_remembered(shelf):
    assert shelf("values", "genres").splitlines() == ["      2  Drama", "      1  Sci-Fi", "      1  SciFi"]
    assert shelf("values", "genre", "--near").splitlines() == ["      1  Sci-Fi", "      1  SciFi"]
    dry = shelf("values", "genres", "--merge", "SciFi", "Sci-Fi", "--dry-run")
    assert dry.splitlines() == [
        "film:2       Stalker  Genres: SciFi → Sci-Fi",
        "1 record would change; nothing was changed.",
    ]
    assert shelf("values", "genres", "--merge", "SciFi,drama", "Sci-Fi") == (
        "Merge 2 values of genres into “Sci-Fi”.\n"
    )
    assert shelf.json("values", "genres") == [{"value": "Sci-Fi", "count": 3, "group": 0, "sort_name": None}]
    assert shelf("values", "genres", "--rules").splitlines() == ["drama → Sci-Fi", "SciFi → Sci-Fi"]
    shelf("values", "genres", "--forget", "drama")
    assert shelf.json("values", "genres", "--rules") == [{"field": "genres", "old": "SciFi", "new": "Sci-Fi"}]
    assert shelf.refused("values", "genres", "--rename", "Horor", "Horror") == (
        "No record has genres “Horor”; nothing was changed."
    )
    assert shelf("values", "owner", "--remove", "ann") == "Remove owner “ann”.\n"
    assert shelf("values", "owner") == "Owner has no values yet.\n"
    assert shelf.refused("values", "title").startswith("Title has no values")


def test_persons_keep_their_sort_name(shelf):
    shelf("edit", "copy:1", "--set", "credits=Andrei Tarkovski (director)")
    shelf("values", "credits", "--sort-name", "Andrei Tarkovski", "Tarkovsky, Andrei")
    shelf("values", "credits", "--rename", "Andrei Tarkovski", "Andrei Tarkovsky")
    assert shelf("values", "credits") == "      1  Andrei Tarkovsky  (sorts as Tarkovsky, Andrei)\n"


def test_places_are_listed_and_changed(shelf):
    shelf("places", "--capacity", "Room", "2")
    shelf("places", "--notes", "Room/Shelf 1", "by the door")
    shelf("places", "--before", "Room/Shelf 2", "Room/Shelf 1")
    assert shelf("places").splitlines() == [
        "      3 of 2  Room  (full)",
        "           1    Shelf 2",
        "           1    Shelf 1  by the door",
    ]
    assert shelf.json("places")[0] == {
        "id": "place:1",
        "path": "Room",
        "own": 1,
        "count": 3,
        "capacity": 2,
        "notes": None,
        "position": None,
    }
    assert shelf("places", "--rename", "Room", "Study", "--dry-run").splitlines()[0] == (
        "copy:1       Solaris  Location: Room › Shelf 1 → Study › Shelf 1"
    )
    shelf("places", "--rename", "Room", "Study")
    shelf("places", "--add", "Cellar")
    shelf("places", "--move", "Study/Shelf 1", "Cellar")
    shelf("places", "--merge", "Study/Shelf 2", "Cellar/Shelf 1")
    assert found(shelf, "location:=Cellar") == ["Solaris", "Stalker"]
    shelf("places", "--move", "Cellar/Shelf 1", "top")
    shelf("places", "--delete", "Cellar")
    assert [place["path"] for place in shelf.json("places")] == ["Shelf 1", "Study"]
    assert shelf.refused("places", "--delete", "Study").startswith("1 disc stands at Study")
    assert shelf.refused("places", "--add", "A", "--delete", "Study") == (
        "Ask for one change at a time; nothing was changed."
    )
    assert shelf("check").strip()
    for _ in range(9):
        shelf("undo")
    assert shelf.json("places")[0]["capacity"] is None


def test_discs_are_put_and_numbered(shelf):
    done = shelf.run("put", "owner:ann", "Cellar / Box", "--yes")
    assert done.stdout == "Move 3 discs to Cellar › Box.\n"
    assert shelf("put", "owner:ann", "cellar/box", "--yes") == "They stand there already; nothing was changed.\n"
    shelf("places", "--capacity", "Cellar", "2")
    done = shelf.run("put", "mirror", "Cellar")
    assert (done.returncode, done.stderr) == (0, "Cellar holds 3 of 2: more than there is room for.\n")
    assert shelf("renumber", "owner:ann", "--first", "1", "--sort", "title", "--dry-run").splitlines() == [
        "copy:1       Solaris  Index: 5 → 2",
        "copy:2       Stalker  Index: 6 → 3",
        "copy:3       Mirror  Index: 7 → 1",
        "3 records would change; nothing was changed.",
    ]
    assert "add --yes" in shelf.refused("renumber", "owner:ann", "--first", "1")
    done = shelf.run("renumber", "index:5..6", "--first", "7", "--keep-gaps", "--yes")
    assert done.stderr == "Other discs have these numbers too: 7.\n"
    assert done.stdout.splitlines()[-1] == "Renumber 2 discs from 7 on."


def test_an_edit_of_many_is_shown_before(shelf):
    shown = shelf("edit", "owner:ann", "--set", "owner=Bo", "--set", "genres+=War", "--dry-run")
    assert "copy:1       Solaris  Owner: Ann → Bo" in shown.splitlines()
    assert "film:3       Mirror  Genres: Drama → Drama, War" in shown.splitlines()
    assert found(shelf, "owner:bo") == []


def test_a_query_that_says_nothing_never_means_everything(shelf):
    asked = "Say what to delete: a query such as tag:piano, or an id such as copy:7."
    assert shelf.refused("delete", "()", "--yes") == shelf.refused("delete", "", "--yes") == asked
    assert shelf("delete", "!!!", "--yes") == "Nothing matches !!!; nothing was changed.\n"
    assert shelf.refused("edit", 'owner:=""', "--set", "owner=Bob", "--yes")
    assert found(shelf, "owner:=Ann") == ["Mirror", "Solaris", "Stalker"]
