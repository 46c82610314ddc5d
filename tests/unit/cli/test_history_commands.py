"""The commands for history and trash, run in this process."""

import json

import pytest


@pytest.fixture
def three(cli):
    for title in ("Solaris", "Alien", "Brazil"):
        cli("add", "--set", f"title={title}", "--set", "location=Attic")
    cli("edit", "at:Attic", "--set", "location=Cellar", "--yes")
    return cli


def test_what_happened_to_a_record_is_listed_field_by_field(three):
    status, out, _ = three("history", "copy:1")
    assert status == 0
    assert "Edit 3 discs: location" in out
    assert "         Location: Attic → Cellar\n" in out
    status, out, _ = three("history", "copy:1", "--json")
    newest = json.loads(out)[0]
    assert newest["changes"] == [
        {"about": "copy", "field": "location", "label": "Location", "old": "Attic", "new": "Cellar"}
    ]


def test_one_operation_is_shown_with_its_first_records(three):
    status, out, _ = three("history", "4", "--limit", "2")
    assert status == 0
    assert "3 discs changed" in out
    assert "copy:1       Solaris" in out
    assert "… and 1 more" in out
    found = json.loads(three("history", "4", "--json")[1])
    assert found["counts"][0] == {"kind": "disc", "added": 0, "changed": 3, "removed": 0}
    assert [one["id"] for one in found["records"]] == ["copy:1", "copy:2", "copy:3"]


def test_the_history_is_searched(three):
    assert three("history", "--find", "alien")[1].count("\n") == 1
    assert three("history", "--find", "nowhere")[1] == "Nothing in the history matches.\n"


def test_an_old_operation_goes_back_whole(three):
    three("edit", "copy:1", "--set", "owner=Bo")
    status, out, err = three("revert", "4")
    assert (status, out, err) == (0, "Take back: Edit 3 discs: location.\n", "")
    assert "(taken back)" in three("history")[1]


def test_an_old_operation_goes_back_in_part_and_the_rest_is_listed(three):
    three("edit", "copy:1", "--set", "location=Garage")
    status, out, err = three("revert", "4")
    assert status == 1
    assert out == (
        "Take back in part: Edit 3 discs: location.\n"
        "  Solaris: Location: was made Cellar, is Garage, would go back to Attic\n"
    )
    assert err == "1 thing was changed since and stays as it is.\n"


def test_where_nothing_can_go_back_the_command_is_refused(three):
    three("edit", "at:Cellar", "--set", "location=Garage", "--yes")
    status, out, err = three("revert", "4")
    assert status == 2
    assert out.count("is Garage") == 3
    assert err == "3 things were changed since and stay as they are; nothing was changed.\n"
    status, out, _ = three("revert", "4", "--json")
    assert (status, json.loads(out)["operation"], len(json.loads(out)["kept"])) == (2, None, 3)
    assert three("revert", "4", "--all")[:2] == (0, "Take back: Edit 3 discs: location.\n")
    assert three("revert", "99")[2] == "There is no operation 99 in the history.\n"


def test_taking_back_is_shown_before_it_is_done(three):
    status, out, _ = three("revert", "4", "--dry-run")
    assert status == 0
    assert out == "Taking back “Edit 3 discs: location” concerns 3 discs. Nothing was changed.\n"
    assert json.loads(three("revert", "4", "--dry-run", "--json")[1]) == {"operation": 4, "kept": []}
    three("revert", "4")
    status, out, _ = three("revert", "4")
    assert (status, out) == (0, "Everything is as it was before that already; nothing was changed.\n")


def test_the_trash_is_listed_restored_and_emptied(three):
    assert three("trash")[1] == "The trash is empty.\n"
    three("delete", "solaris")
    three("delete", "alien")
    listed = json.loads(three("trash", "--json")[1])
    assert {(one["id"], one["name"]) for one in listed} == {("copy:1", "Solaris"), ("copy:2", "Alien")}
    assert three("trash", "--restore", "alien")[1] == "Restore 1 disc.\n"
    assert three("trash", "--restore", "copy:2")[1] == "They are not in the trash; nothing was changed.\n"
    status, _, err = three("trash", "--empty", "--older-than", "30")
    assert (status, err) == (2, "Nothing is in the trash that long; nothing was changed.\n")
    status, _, err = three("trash", "--older-than", "30")
    assert (status, err) == (2, "--older-than goes with --empty; nothing was changed.\n")
    assert three("trash", "--empty")[1] == "Empty the trash: 1 disc and 1 film. “undo” brings it back.\n"
    assert three("undo")[0] == 0
    assert three("trash")[1].startswith("copy:1       20")


def test_the_history_is_measured_and_forgotten(three):
    status, out, _ = three("history", "--size")
    assert status == 0
    assert out.startswith("4 operations with ")
    assert "Keep what was done in the last: for ever  (history.days)\n" in out
    assert json.loads(three("history", "--size", "--json")[1])["operations"] == 4
    status, _, err = three("history", "--forget-before", "now")
    assert status == 2
    assert err == "What is forgotten can never be undone; add --yes to forget it. Nothing was changed.\n"
    status, out, _ = three("history", "--forget-before", "2000", "--yes")
    assert (status, out) == (0, "Nothing in the history is that old; nothing was changed.\n")
    status, out, _ = three("history", "--forget-before", "now", "--yes")
    assert out.startswith("4 operations were forgotten; ")
    assert three("history")[1] == "Nothing was done yet.\n"


def test_settings_are_listed_and_set(cli):
    assert "history.days " in cli("settings")[1]
    assert cli("settings", "history.days", "90")[:2] == (0, "Keep what was done in the last: 90 days\n")
    assert json.loads(cli("settings", "--json")[1])["history.days"] == 90
    assert json.loads(cli("settings", "history.days", "--json")[1]) == {"history.days": 90}
    status, _, err = cli("settings", "history.days", "many")
    assert (status, err) == (2, "Keep what was done in the last: write a whole number from 0 to 1,000,000.\n")
    assert cli("settings", "nothing")[0] == 2


def test_a_film_of_a_box_that_goes_to_the_trash_and_comes_back_is_told_in_words(cli):
    cli("add", "--set", "title=Amber", "--set", "contents=Amber\nBasalt")
    assert cli("delete", "film:2", "--yes")[0] == 0
    assert cli("undo")[0] == 0
    assert cli("delete", "film:2", "--yes")[0] == 0
    status, out, err = cli("trash", "--restore", "film:2")
    assert status == 0, err
    out = cli("history", "copy:1")[1]
    assert "Films on it: − Basalt" in out
    assert "Films on it: + Basalt" in out
    assert "rashed" not in out
    assert "film id" not in out


def test_saved_searches_follow_a_value_that_was_replaced_everywhere(cli):
    cli("add", "--set", "title=Amber", "--set", "tags=x", "--set", "owner=Kim")
    cli("add", "--set", "title=Basalt", "--set", "owner=Kim")
    cli("saved", "d", "--query", "tag:x")
    cli("saved", "e", "--query", "owner:Kim")
    status, out, err = cli("replace", "tags", "x", "yy", "--yes")
    assert status == 0, err
    assert "and in 1 saved search" in out
    assert "Amber" in cli("search", "--saved", "d")[1]
    cli("replace", "owner", "Kim", "Karl", "--query", "Amber", "--yes")
    assert "Amber" not in cli("search", "--saved", "e")[1]
    assert "Basalt" in cli("search", "--saved", "e")[1]
    assert "saved search" not in cli("replace", "tags", "yy", "p;q", "--yes")[1]
