"""People of one name on the command line: told apart, made one, known by ids, found, exported and imported."""

import json

import pytest


@pytest.fixture
def cli(cli):
    """A catalogue with two people of one name."""
    cli("add", "--set", "title=Bullitt", "--set", "year=1968", "--set", "credits=Steve McQueen as Bullitt")
    cli("add", "--set", "title=Shame", "--set", "year=2011", "--set", "credits=Steve McQueen (director)")
    return cli


def found(cli, query):
    return [one["title"] for one in json.loads(cli("search", query, "--json")[1])]


def test_one_is_split_off_the_other_for_good_and_merged_again(cli):
    status, out, err = cli("values", "credits", "--split", "Steve McQueen", "1969", "title:shame", "--dry-run")
    assert (status, err) == (0, "")
    assert "Steve McQueen → Steve McQueen [1969]" in out
    assert out.endswith("1 record would change; nothing was changed.\n")
    status, out, err = cli("values", "credits", "--split", "steve mcqueen", "1969", "title:shame")
    assert (status, out, err) == (0, "Tell Steve McQueen [1969] from Steve McQueen in 1 film.\n", "")
    assert cli("values", "credits")[1].split("\n")[:2] == ["      1  Steve McQueen", "      1  Steve McQueen [1969]"]
    assert found(cli, 'person:"Steve McQueen"') == ["Bullitt", "Shame"]
    assert found(cli, 'person:"Steve McQueen [1969]"') == ["Shame"]
    assert found(cli, 'person:="Steve McQueen"') == ["Bullitt"]
    assert "Steve McQueen [1969] (director)" in cli("show", "film:2")[1]
    assert cli("values", "credits", "--merge", "Steve McQueen [1969],Steve McQueen", "Steve McQueen")[0] == 0
    assert found(cli, 'person:="Steve McQueen"') == ["Bullitt", "Shame"]
    cli("undo")
    cli("undo")
    assert found(cli, 'person:="Steve McQueen"') == ["Bullitt", "Shame"]
    cli("redo")
    assert found(cli, "director:1969") == ["Shame"]
    assert cli("check")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--split", "Steve McQueen", "1969", ""), "Say in which films: a query such as title:shame"),
        (("--split", "Steve McQueen", "1969", "!!!"), "Nothing matches !!!"),
        (("--split", "Steve McQueen", "1969", "title:nothing"), "Nothing matches title:nothing"),
        (("--split", "Steve McQueen", "1969", "film:9"), "There is no film 9"),
        (("--split", "Steve McQueen", "[]", "film:2"), "Say what tells this person from the other"),
        (("--split", "Nobody", "1969", "film:2"), "Nobody here is called “Nobody”"),
        (("--id", "Steve McQueen", "nm1 without a source"), "Write the id with its source, such as IMDb: nm0000537"),
        (("--rename", "Steve McQueen [1969]", "Steve"), "No record has cast and crew “Steve McQueen [1969]”"),
    ],
)
def test_what_is_not_understood_is_refused_in_a_sentence_and_changes_nothing(cli, arguments, says):
    before = cli("export", "-")[1]
    status, out, err = cli("values", "credits", *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert cli("export", "-")[1] == before


def test_only_people_are_told_apart(cli):
    assert cli("values", "tags", "--split", "a", "b", "film:1")[0] == 2
    assert cli("values", "genres", "--id", "a", "IMDb: nm1")[2].startswith("Only people are told apart")


def test_of_a_box_all_films_of_the_person_are_meant(cli):
    cli("add", "--set", "edition_title=Box", "--set", "contents=Hunger (2008)\nWidows (2018)")
    for title in ("hunger", "widows"):
        cli("edit", "--films", f"title:{title}", "--set", "credits=Steve McQueen (director)")
    assert cli("values", "credits", "--split", "Steve McQueen", "1969", "copy:3")[1].endswith("in 2 films.\n")
    assert cli("values", "credits")[1].startswith("      2  Steve McQueen\n      2  Steve McQueen [1969]\n")


def test_a_person_has_ids_and_they_tell_people_apart_in_another_catalogue(cli, tmp_path):
    cli("values", "credits", "--split", "Steve McQueen", "1969", "film:2")
    cli("values", "credits", "--id", "Steve McQueen", "IMDb: nm0000537")
    status, out, _ = cli("values", "credits", "--id", "Steve McQueen [1969]", "IMDb: nm2588606; Wikidata: Q354010")
    assert (status, out) == (0, "Set the ids of Steve McQueen [1969].\n")
    assert "Steve McQueen [1969]  (IMDb: nm2588606; Wikidata: Q354010)" in cli("values", "credits")[1]
    one, other = json.loads(cli("values", "credits", "--json")[1])
    assert (one["name"], one["qualifier"], one["external_ids"]) == ("Steve McQueen", None, {"IMDb": "nm0000537"})
    assert (other["name"], other["qualifier"]) == ("Steve McQueen", "1969")
    path = tmp_path / "out.json"
    assert cli("export", path)[0] == 0
    # Without the qualifiers the ids alone tell them apart.
    data = json.loads(path.read_text(encoding="utf-8"))
    for person in data["people"]:
        person["qualifier"] = None
    path.write_text(json.dumps(data), encoding="utf-8")
    for _ in range(2):
        assert cli("import", path, catalogue="other")[0] == 0
        listed = cli("values", "credits", catalogue="other")[1].splitlines()
        assert [line.split("  (")[0] for line in listed] == [
            "      1  Steve McQueen",
            "      1  Steve McQueen [nm2588606]",
        ]
    # And here they are the two that are known.
    assert cli("import", path)[0] == 0
    assert [one["value"] for one in json.loads(cli("values", "credits", "--json")[1])] == [
        "Steve McQueen",
        "Steve McQueen [1969]",
    ]
    assert cli("values", "credits", "--id", "Steve McQueen [1969]", "none")[0] == 0
    assert json.loads(cli("values", "credits", "--json")[1])[1]["external_ids"] == {}


def test_a_role_in_brackets_is_no_qualifier_and_a_qualifier_is_no_role(cli):
    cli(
        "add", "--set", "title=Hunger", "--set", "credits=Steve McQueen [1969] (director)\nSteve McQueen [b. 1930] as X"
    )
    credits = json.loads(cli("show", "film:3", "--json")[1])["credits"]
    assert [(one["person"], one["role"], one["character"]) for one in credits] == [
        ("Steve McQueen [1969]", "director", None),
        ("Steve McQueen [b. 1930]", "actor", "X"),
    ]
    data = json.loads(cli("export", "-")[1])
    assert {(one["name"], one["qualifier"]) for one in data["people"]} == {
        ("Steve McQueen", None),
        ("Steve McQueen", "1969"),
        ("Steve McQueen", "b. 1930"),
    }
