"""Each film of a disc with several is shown, written, seen, found and deleted by itself."""

import json

import pytest

from catalogue.cli import session


@pytest.fixture
def cli(cli):
    """A catalogue with a box of two films."""
    contents = (
        '[{"film": "Amber (1979)", "disc": null, "cut": null}, {"film": "Basalt (1995)", "disc": 2, "cut": null}]'
    )
    cli("add", "--set", "edition_title=Double Bill", "--set", f"contents={contents}", "--set", "location=Attic")
    return cli


@pytest.fixture
def exported(cli):
    def read():
        return json.loads(cli("export", "-")[1])

    return read


@pytest.fixture
def genres(exported):
    return lambda: {film["title"]: film["genres"] for film in exported()["films"]}


def test_a_film_of_a_box_is_shown_with_the_disc_that_it_is_on(cli):
    _, shown, _ = cli("show", "film:2")
    assert "Title: Basalt" in shown
    assert "Amber" not in shown
    assert "copy:1 Double Bill, disc 2" in shown
    assert "film:2 Basalt (1995)" in cli("show", "copy:1")[1]
    record = json.loads(cli("show", "film:2", "--json")[1])
    assert [(one["copy"], one["disc"], one["location"]) for one in record["discs"]] == [("copy:1", 2, "Attic")]


@pytest.mark.parametrize("query", ["title:basalt", "film:2", "year:1995", "basalt", "title:=Basalt owner:bo or basalt"])
def test_a_field_of_a_film_goes_to_the_film_that_is_named(cli, genres, query):
    assert cli("edit", query, "--set", "genres+=Crime")[0] == 0
    assert genres() == {"Amber": [], "Basalt": ["Crime"]}


@pytest.mark.parametrize("query", ["copy:1", "edition:1", "location:attic", "is:box", "-title:x", "year:>1970"])
def test_where_no_film_is_named_they_are_said_and_nothing_is_written(cli, genres, query):
    status, _, err = cli("edit", query, "--set", "genres+=Crime", "--set", "owner=Bo")
    assert status == 2
    assert "Amber (1979) (film:1) and Basalt (1995) (film:2)" in err
    assert genres() == {"Amber": [], "Basalt": []}
    assert json.loads(cli("search", "owner:bo", "--json")[1]) == []


def test_all_films_of_a_box_are_written_where_films_are_meant(cli, genres):
    assert cli("edit", "location:attic", "--films", "--yes", "--set", "genres+=Crime")[0] == 0
    assert genres() == {"Amber": ["Crime"], "Basalt": ["Crime"]}


def test_a_field_of_the_disc_goes_to_the_disc_that_a_film_is_on_and_adds_none(cli, exported):
    assert cli("edit", "film:2", "--set", "format=DVD", "--set", "owner=Bo")[0] == 0
    found = exported()
    assert [(one["format"]) for one in found["editions"]] == ["DVD"]
    assert [one["owner"] for one in found["copies"]] == ["Bo"]
    cli("add", "--set", "title=Basalt", "--set", "year=1995")
    status, _, err = cli("edit", "film:2", "--set", "owner=Di")
    assert (status, err) == (
        2,
        "Basalt (1995) is on several discs, copy:1 and copy:2: say which is meant. Nothing was changed.\n",
    )


def test_the_film_that_was_named_was_seen(cli, exported):
    assert cli("seen", "title:basalt", "--rating", "9")[1] == "Note that Basalt was seen.\n"
    assert [one["film"] for one in exported()["viewings"]] == ["film:2"]
    status, _, err = cli("seen", "copy:1")
    assert status == 2
    assert "say which film is meant" in err
    assert cli("seen", "film:1")[0] == 0
    assert sorted(one["film"] for one in exported()["viewings"]) == ["film:1", "film:2"]


def test_a_deleted_film_leaves_its_box_and_comes_back_to_its_place(cli, exported):
    assert cli("delete", "film:1")[0] == 0
    assert [part["film"] for part in exported()["editions"][0]["contents"]] == ["film:2"]
    assert "copy:1     Double Bill" in cli("search", "")[1] or "copy:1     Basalt" in cli("search", "")[1]
    assert cli("search", "amber")[1] == "Nothing matches amber.\n"
    assert "film:1" in cli("trash")[1]
    assert cli("trash", "--restore", "film:1")[0] == 0
    assert [(part["film"], part["disc"]) for part in exported()["editions"][0]["contents"]] == [
        ("film:1", None),
        ("film:2", 2),
    ]
    assert cli("check")[0] == 0


def test_a_disc_with_nothing_else_goes_along_where_that_was_agreed_to(cli, exported, monkeypatch):
    cli("add", "--set", "title=Coral")
    status, _, err = cli("delete", "film:3")
    assert (status, "“Coral” holds nothing else" in err, "--yes" in err) == (2, True, True)
    assert len(exported()["copies"]) == 2
    monkeypatch.setattr(session, "on_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: "n")
    cli("delete", "film:3")
    assert len(exported()["copies"]) == 2
    assert cli("delete", "film:3", "--yes")[0] == 0
    assert [one["id"] for one in exported()["copies"]] == ["copy:1"]
    assert cli("trash", "--restore", "copy:2")[0] == 0
    assert "Coral" in cli("search", "coral")[1]
    assert cli("search", "coral", "--films", "--json")[1] != "[]\n"
    assert cli("check")[0] == 0


def test_emptying_the_trash_takes_a_deleted_film_and_leaves_its_box(cli, exported):
    cli("delete", "film:2")
    assert cli("trash", "--empty", "--yes")[0] == 0
    found = exported()
    assert [film["title"] for film in found["films"]] == ["Amber"]
    assert len(found["copies"]) == 1
    assert cli("check")[0] == 0
    cli("undo")
    cli("undo")
    assert len(exported()["editions"][0]["contents"]) == 2


def test_everything_discs_and_films_of_a_box_alone(cli):
    assert len(json.loads(cli("search", "", "--json")[1])) == 1
    films = json.loads(cli("search", "--films", "--json")[1])
    assert [(one["film"], one["title"], one["copies"], one["places"]) for one in films] == [
        ("film:1", "Amber", ["copy:1"], ["Attic"]),
        ("film:2", "Basalt", ["copy:1"], ["Attic"]),
    ]


def test_a_box_goes_by_its_own_title(cli):
    assert json.loads(cli("search", "basalt", "--json")[1])[0]["title"] == "Double Bill"


def test_a_film_is_found_by_what_one_of_its_discs_says_and_not_by_two_of_them_together(cli):
    cli("edit", "copy:1", "--set", "owner=Bo")
    cli("add", "--set", "title=Amber", "--set", "year=1979", "--set", "owner=Di", "--set", "location=Cellar")

    def found(query):
        return [one["title"] for one in json.loads(cli("search", query, "--films", "--json")[1])]

    assert found("owner:bo location:attic") == ["Amber", "Basalt"]
    assert found("owner:bo location:cellar") == []
    assert found("owner:di") == ["Amber"]
    assert found("-title:amber") == ["Basalt"]
    assert found("is:disc is:unseen year:<1990") == ["Amber"]
    [film] = json.loads(cli("search", "owner:di", "--films", "--json")[1])
    assert (film["copies"], film["places"]) == (["copy:1", "copy:2"], ["Attic", "Cellar"])
    assert cli("facets", "owner", "--films")[1].split() == ["2", "Bo", "1", "Di"]
    assert cli("facets", "location", "amber", "--films")[1].split() == ["1", "Attic", "1", "Cellar"]
    assert cli("stats", "amber", "--films")[1].splitlines()[:3] == [
        "         1  films",
        "         2  editions",
        "         2  copies",
    ]


def test_a_saved_search_keeps_what_it_lists(cli):
    cli("saved", "My films", "--query", "location:attic", "--films")
    assert json.loads(cli("saved", "--json")[1])[0]["scope"] == "films"
    assert json.loads(cli("saved", "--json")[1])[0]["count"] == 2
    assert [one["film"] for one in json.loads(cli("search", "--saved", "My films", "--json")[1])] == [
        "film:1",
        "film:2",
    ]


def test_only_films_are_written_where_films_are_exported(cli, tmp_path):
    cli("export", "films.json", "--films", "--query", "basalt")
    found = json.loads((tmp_path / "films.json").read_text())
    assert [film["title"] for film in found["films"]] == ["Basalt"]
    assert found["copies"] == []


@pytest.mark.parametrize("typed", ["copy:1", "edition:1", "film:2"])
def test_a_record_is_listed_by_its_number_as_commands_that_write_take_it(cli, typed):
    [row] = json.loads(cli("search", typed, "--json")[1])
    assert (row["copy"] or row["film"]) == {"edition:1": "copy:1"}.get(typed, typed)


def test_the_title_of_a_box_is_no_film_of_it(cli, exported):
    listed = "contents=Cobalt (1980)\nDolerite (1981)"
    assert cli("add", "--set", "title=Stones", "--set", "year=2003", "--set", listed)[0] == 0
    assert sorted(film["title"] for film in exported()["films"]) == ["Amber", "Basalt", "Cobalt", "Dolerite"]
    [edition] = [one for one in exported()["editions"] if one["title"] == "Stones"]
    assert edition["release_date"] == "2003"


@pytest.mark.parametrize("typed", ["title=Amber", "title=cobalt", "genres=Drama"])
def test_a_film_that_is_named_with_others_is_one_of_them(cli, exported, typed):
    given = ["title=Ember", typed] if typed.startswith("genres") else [typed]
    assert cli("add", "--set", "contents=Cobalt\nDolerite", *(word for one in given for word in ("--set", one)))[0] == 0
    titles = [film["title"] for film in exported()["films"]]
    assert len(titles) == len(set(titles)) == (5 if typed.startswith("genres") else 4)


def test_a_film_that_turns_out_to_be_a_box_gives_it_its_title(cli, exported):
    cli("add", "--set", "title=Stones", "--set", "owner=Bo")
    assert cli("edit", "stones", "--set", "contents=Cobalt\nDolerite")[0] == 0
    assert sorted(film["title"] for film in exported()["films"]) == ["Amber", "Basalt", "Cobalt", "Dolerite"]
    assert [one["title"] for one in exported()["editions"]] == ["Double Bill", "Stones"]
    cli("undo")
    assert sorted(film["title"] for film in exported()["films"]) == ["Amber", "Basalt", "Stones"]


def test_a_film_of_which_more_is_known_stays_one(cli, exported):
    cli("add", "--set", "title=Stones", "--set", "genres=Drama")
    cli("edit", "stones", "--set", "contents=Cobalt\nDolerite")
    assert sorted(film["title"] for film in exported()["films"]) == ["Amber", "Basalt", "Cobalt", "Dolerite", "Stones"]


@pytest.mark.parametrize("query", ['in:""', "film:", "copy: ", 'room:"" attic', "zz:''"])
def test_a_condition_that_lacks_its_value_writes_nothing(cli, exported, query):
    before = exported()
    status, out, err = cli("edit", query.strip(), "--set", "notes=ZZ", "--yes")
    assert status == 2 or "Nothing matches" in out, (out, err)
    assert exported()["copies"] == before["copies"]


@pytest.mark.parametrize(
    "query", ["not !!!", "-owner:!!!", "amber or not !!!", 'not owner:"..."', "location:attic -???"]
)
def test_leaving_out_what_nothing_has_writes_nothing(cli, exported, query):
    assert cli("edit", query, "--set", "notes=ZZ", "--yes")[0] == 2
    assert all(copy["notes"] is None for copy in exported()["copies"])


def test_an_empty_query_neither_restores_nor_exports_everything(cli):
    cli("delete", "copy:1", "--yes")
    assert cli("trash", "--restore", '""', "--yes")[0] == 2
    assert cli("export", "all.json", "--query", 'owner:""')[0] == 2
    assert cli("export", "all.json", "--query", "")[0] == 2


def test_a_whole_value_that_nobody_has_writes_to_no_look_alike(cli, exported):
    cli("edit", "copy:1", "--set", "owner=ぱぱ")
    assert "copy:1" in cli("search", "owner:=ばば")[1]
    status, _, err = cli("edit", "owner:=ばば", "--set", "notes=ZZ")
    assert (status, err) == (2, "No record says “ばば” just so.\n")
    assert cli("edit", "owner:=ぱぱ", "--set", "notes=ZZ")[0] == 0
    assert exported()["copies"][0]["notes"] == "ZZ"
