"""Backups before commands that reach far, their list, and restoring one of them."""

import json

import pytest

from catalogue.store import keeping


@pytest.fixture
def cli(cli):
    """A catalogue with two discs."""
    cli("add", "--set", "title=Ran", "--set", "format=DVD")
    cli("add", "--set", "title=Ikiru", "--set", "format=Blu-ray")
    return cli


def names(tmp_path):
    return sorted(file.name for file in (tmp_path / "films.db.backups").glob("*.zip"))


def test_a_merge_is_preceded_by_a_backup_that_is_listed_and_restored_by_name(cli, tmp_path):
    assert cli("backup", "--list")[1].startswith("No backups were made of ")
    assert cli("values", "format", "--merge", "DVD", "Blu-ray")[0] == 0
    (name,) = names(tmp_path)
    assert name.endswith(" before renaming values.zip")
    status, out, _ = cli("backup", "--list")
    assert status == 0
    assert out.splitlines()[0] == name
    assert "2 films, 2 discs, 0 documents, last changed 20" in out.splitlines()[1]
    (listed,) = json.loads(cli("backup", "--list", "--json")[1])
    assert (listed["reason"], listed["contents"]["copies"]) == ("before renaming values", 2)
    status, out, err = cli("restore", name)
    assert status == 2
    assert "The backup holds 2 films, 2 discs" in out
    assert "The catalogue holds 2 films, 2 discs" in out
    assert "Add --yes" in err
    assert "Restored." in cli("restore", name, "--yes")[1]
    assert "Ran" in cli("search", "format:dvd")[1]


def test_restore_without_a_file_takes_the_newest(cli, tmp_path):
    status, _, err = cli("restore")
    assert status == 2
    assert "No backups were made" in err
    cli("values", "format", "--merge", "DVD", "Blu-ray")
    (name,) = names(tmp_path)
    assert cli("restore")[1].startswith(f"{name} holds 2 films")
    assert cli("restore", "--yes")[0] == 0
    assert "Ran" in cli("search", "format:dvd")[1]
    assert [one["reason"] for one in json.loads(cli("backup", "--list", "--json")[1])] == [
        "before restore",
        "before renaming values",
    ]


def test_an_import_of_a_catalogue_is_preceded_by_one_and_single_additions_are_not(cli, tmp_path):
    cli("export", "all.json")
    cli("add", "--set", "title=Kagemusha")
    (tmp_path / "page.txt").write_text("Ran\n\nToho (1985)\nDVD\n", encoding="utf-8")
    cli("import", "page.txt")
    assert names(tmp_path) == []
    assert cli("import", "all.json")[0] == 0
    assert [name[-17:] for name in names(tmp_path)] == ["before import.zip"]


def test_a_backup_that_cannot_be_made_is_said_and_the_command_goes_on(cli, tmp_path):
    (tmp_path / "films.db.backups").write_text("in the way")
    status, _, err = cli("values", "format", "--merge", "DVD", "Blu-ray")
    assert status == 0
    assert err.startswith("No backup could be made in ")
    assert err.endswith("The command goes on without it.\n")
    assert "Ran" in cli("search", "format:blu-ray")[1]


def test_switched_off_there_is_none(cli, tmp_path):
    assert cli("settings", "backups.automatic", "no")[0] == 0
    cli("values", "format", "--merge", "DVD", "Blu-ray")
    assert names(tmp_path) == []


def test_the_settings_are_shown_and_refused_in_words(cli):
    out = cli("settings")[1]
    assert all(key in out for key in ("backups.automatic", "backups.minutes", "backups.folder"))
    assert "whole path" in cli("settings", "backups.folder", "here")[2]
    assert cli("settings", "backups.minutes", "at closing only")[0] == 0


def test_every_reason_is_found_again_in_a_name(tmp_path):
    for reason in keeping.REASONS.values():
        (tmp_path / f"a b 2026-01-01 101010 {reason}.zip").touch()
    assert {one[2] for one in keeping._files(tmp_path)} == set(keeping.REASONS.values())
