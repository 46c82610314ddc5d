"""A season is added as one: its episodes are films of their own, with what follows from where they were typed."""

import json

import pytest

EPISODES = "1 Serenity 86 min\n2 The Train Job 42 min\n3 Bushwhacked"


@pytest.fixture
def cli(cli):
    """A catalogue with one season."""
    given = ("title=Firefly: The Complete Series", "kind=season", "season=1", "parent=Firefly (2002)")
    given += ("location=Shelf", f"episodes={EPISODES}")
    assert cli("add", *(word for one in given for word in ("--set", one)))[0] == 0
    return cli


@pytest.fixture
def films(cli):
    def read(query="", *more):
        found = json.loads(cli("search", "--films", query, "--json", *more)[1])
        return {film["title"]: film for film in found}

    return read


def test_episodes_have_their_numbers_and_stand_with_their_season(cli, films):
    found = films()
    assert list(found) == ["Bushwhacked", "Firefly", "Firefly: The Complete Series", "Serenity", "The Train Job"]
    job = found["The Train Job"]
    assert (job["kind"], job["parent"], job["season"], job["episode"]) == (
        "episode",
        "Firefly: The Complete Series",
        1,
        2,
    )
    assert all((film["copies"], film["places"]) == (["copy:1"], ["Shelf"]) for film in found.values())
    assert found["Firefly"]["kind"] == "series"
    # One disc, one row: neither the series nor the episodes are films without a disc, and it is no box.
    assert [row["copy"] for row in json.loads(cli("search", "", "--json")[1])] == ["copy:1"]
    assert "Nothing matches" in cli("search", "is:box")[1]


def test_an_episode_is_found_by_itself_and_on_its_disc(cli, films):
    assert list(films("train job")) == ["The Train Job"]
    assert [row["copy"] for row in json.loads(cli("search", "train job", "--json")[1])] == ["copy:1"]
    assert list(films('episodes:"train job"')) == ["Firefly: The Complete Series"]
    assert list(films("episodes:>2")) == ["Firefly: The Complete Series"]
    assert list(films("episodes:3..3")) == ["Firefly: The Complete Series"]


def test_a_value_goes_to_the_season_unless_an_episode_is_named(cli, films):
    assert cli("edit", "copy:1", "--set", "genres=Western")[0] == 0
    assert cli("edit", "train job", "--set", "genres=Crime")[0] == 0
    assert cli("seen", "title:bushwhacked", "--rating", "9")[0] == 0
    assert list(films("genre:western")) == ["Firefly: The Complete Series"]
    assert list(films("genre:crime")) == ["The Train Job"]
    assert list(films("has:viewings")) == ["Bushwhacked"]


def test_the_list_of_a_season_changes_its_episodes_and_adds_none_twice(cli, films):
    again = "1x01 Serenity | seen: 2026-01-04\n2. The Train Job\n3. Bushwhacked 43 min\n4. Shindig | seen: yes"
    assert cli("edit", "copy:1", "--set", f"episodes={again}")[0] == 0
    assert sorted(films("kind:episode")) == ["Bushwhacked", "Serenity", "Shindig", "The Train Job"]
    shown = cli("show", "copy:1")[1]
    assert "1x01 Serenity, 1 h 26, seen 4 Jan 2026; 1x02 The Train Job, 42 min; 1x03 Bushwhacked, 43 min" in shown
    assert "nothing was changed" in cli("edit", "copy:1", "--set", f"episodes={again}")[1]
    # Called otherwise it is the same episode by its number.
    cli("edit", "copy:1", "--set", f"episodes={again.replace('Shindig', 'The Ball')}")
    assert sorted(films("kind:episode")) == ["Bushwhacked", "Serenity", "The Ball", "The Train Job"]


def test_an_episode_that_is_listed_no_more_is_in_the_trash_and_comes_back(cli, films):
    assert cli("edit", "film:1", "--set", "episodes-=1x02 The Train Job | runtime: 42")[0] == 0
    assert "The Train Job" not in films()
    assert list(films("is:trash")) == ["The Train Job"]
    assert cli("trash", "--restore", "film:4")[0] == 0
    assert films()["The Train Job"]["parent"] == "Firefly: The Complete Series"


def test_a_season_goes_with_its_episodes_and_comes_back_with_them(cli, films):
    status, _, err = cli("delete", "film:1")
    assert status == 2
    assert "“Serenity”, “The Train Job” and “Bushwhacked” go into the trash as well." in err
    assert cli("delete", "film:1", "--yes")[0] == 0
    # The series has no disc left that is here.
    assert films() == {}
    assert cli("trash", "--restore", "film:3")[0] == 0
    assert list(films()) == ["Firefly", "Firefly: The Complete Series", "Serenity"]
    assert cli("trash", "--restore", "kind:episode", "--yes")[0] == 0
    assert len(films()) == 5
    assert cli("delete", "copy:1", "--yes")[0] == 0
    assert cli("trash", "--empty", "--yes")[0] == 0
    assert list(films("kind:episode")) == []
    assert cli("check")[0] == 0


def test_a_series_lists_its_seasons(cli, films):
    assert cli("edit", "film:2", "--set", "episodes+=- | season: 2")[0] == 0
    season = films("season:2")["Firefly: Season 2"]
    assert (season["kind"], season["parent"], season["copies"]) == ("season", "Firefly (2002)", [])


def test_a_season_goes_out_and_in(cli, films):
    cli("export", "out.json")
    before = films()
    cli("import", "out.json", catalogue="other")
    found = cli("search", "--films", "", "--json", catalogue="other")[1]
    after = {film["title"]: film for film in json.loads(found)}
    wanted = ("kind", "parent", "season", "episode", "places")
    assert [{key: film[key] for key in wanted} for film in after.values()] == [
        {key: film[key] for key in wanted} for film in before.values()
    ]


def test_an_export_that_comes_again_adds_nothing(cli, films):
    cli("export", "out.json")
    before = films()
    assert "known already" in cli("import", "out.json")[1]
    assert films() == before


def test_an_episode_that_leaves_the_list_is_said(cli):
    said = cli("edit", "copy:1", "--set", "episodes=1 Serenity\n2 The Train Job")[1]
    assert said == "Edit 1 disc: episodes; “1x03 Bushwhacked” into the trash.\n"


def test_a_place_that_is_given_to_an_episode_is_one_of_its_disc(cli):
    assert cli("edit", "film:4", "--set", "location=Cellar")[1] == "Edit 1 disc: location.\n"


def test_a_list_says_what_an_episode_is_part_of(cli):
    assert "1x02 of Firefly: The Complete Series  on copy:1  Shelf" in cli("search", "--films", "train job")[1]


def test_of_several_series_of_one_name_the_number_says_which(cli, films):
    cli("add", "--no-disc", "--set", "title=Farscape", "--set", "kind=series", "--set", "runtime_minutes=40")
    cli("add", "--no-disc", "--set", "title=Farscape", "--set", "kind=series", "--set", "runtime_minutes=90")
    several = [film["film"] for film in json.loads(cli("search", "--films", "title:farscape", "--json")[1])]
    status, _, err = cli("edit", "film:4", "--set", "parent=Farscape")
    assert (status, len(several)) == (2, 2)
    assert all(one in err for one in several)
    assert cli("edit", "film:4", "--set", f"parent={several[-1]}")[0] == 0
    assert films("train job")["The Train Job"]["parent"] == "Farscape"


def test_an_episode_that_is_listed_again_comes_out_of_the_trash_with_what_was_known(cli, films):
    assert cli("seen", "film:4", "--on", "2026-01-04", "--rating", "8")[0] == 0
    assert cli("edit", "copy:1", "--set", "episodes=1. Serenity\n3. Bushwhacked")[0] == 0
    assert list(films("is:trash")) == ["The Train Job"]
    said = cli("edit", "copy:1", "--set", "episodes=1. Serenity\n2. the train job\n3. Bushwhacked")[1]
    assert said == "Edit 1 disc: episodes; “1x02 The Train Job” out of the trash.\n"
    assert not films("is:trash")
    shown = cli("show", "film:4")[1]
    assert "4 Jan 2026, 8/10" in shown
    assert films("train job")["the train job"]["film"] == "film:4"


def test_an_episode_that_was_deleted_by_itself_comes_back_with_the_list_as_well(cli, films):
    assert cli("delete", "film:4")[0] == 0
    assert cli("edit", "copy:1", "--set", "episodes+=2. The Train Job")[0] == 0
    assert films("train job")["The Train Job"]["film"] == "film:4"
    assert not films("is:trash")
    assert cli("undo")[0] == 0
    assert list(films("is:trash")) == ["The Train Job"]


def test_where_only_the_number_is_the_same_restoring_says_so_and_it_waits_in_review(cli, films):
    def doubted():
        return list(films("needs:review kind:episode"))

    cli("edit", "copy:1", "--set", "episodes-=1x02 The Train Job | runtime: 42")
    cli("edit", "copy:1", "--set", "episodes+=2. The Other Job")
    assert list(films("is:trash")) == ["The Train Job"]
    assert doubted() == []
    status, out, err = cli("trash", "--restore", "film:4")
    assert (status, out) == (0, "Restore 1 film.\n")
    assert err.startswith("film:4: “The Other Job” has this number as well. “merge film:")
    assert doubted() == ["The Train Job"]
    assert "“The Other Job” has this number as well." in cli("show", "film:4")[1]
    cli("undo")
    assert doubted() == []
    cli("redo")
    assert doubted() == ["The Train Job"]


@pytest.mark.parametrize(
    ("settle", "again"),
    [
        (("edit", "other job", "--set", "episode=9"), ("edit", "other job", "--set", "episode=2")),
        (("edit", "film:4", "--set", "season=2"), ("edit", "film:4", "--set", "season=1")),
        (("delete", "film:5"), ("trash", "--restore", "film:5")),
        (("delete", "film:4"), ("trash", "--restore", "film:4")),
        (("confirm", "film:4"), None),
    ],
)
def test_a_number_that_is_there_twice_is_settled_by_another_one_the_trash_or_a_word(cli, films, settle, again):
    cli("edit", "film:4", "--set", "title=The Train")
    cli("edit", "film:5", "--set", "episode=2")
    cli("edit", "film:5", "--set", "title=The Other Job")
    assert list(films("needs:review kind:episode")) == ["The Train"]
    assert cli(*settle)[0] == 0
    assert list(films("needs:review kind:episode")) == []
    cli(*(again or ("edit", "film:4", "--set", "tagline=x")))
    assert list(films("needs:review kind:episode")) == (["The Train"] if again else [])


def test_episodes_of_two_seasons_may_have_one_number(cli, films):
    second = ("title=Firefly: Second", "kind=season", "season=2", "parent=Firefly (2002)", "episodes=1 A\n2 B")
    assert cli("add", *(word for one in second for word in ("--set", one)))[0] == 0
    cli("delete", "film:4")
    assert cli("trash", "--restore", "film:4")[1] == "Restore 1 film.\n"
    assert not films("needs:review kind:episode")
    # A list that names it for another season does not take it.
    cli("delete", "film:4")
    assert cli("edit", "title:second", "--set", "episodes+=3. The Train Job")[0] == 0
    assert list(films("is:trash")) == ["The Train Job"]


def test_an_episode_that_is_here_twice_by_name_and_number_is_said(cli, films):
    cli("edit", "film:4", "--set", "title=Other")
    cli("edit", "copy:1", "--set", "episodes=1. Serenity\n3. Bushwhacked")
    cli("edit", "copy:1", "--set", "episodes+=2. The Train Job")
    new = films("train job")["The Train Job"]["film"]
    assert new != "film:4"
    cli("edit", new, "--set", "title=Other")
    err = cli("trash", "--restore", "film:4")[2]
    assert "“merge film:" in err
    assert cli("search", "needs:review kind:episode", "--films")[1].count("Other") == 1
