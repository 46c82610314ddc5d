"""The program finds its own files in a checkout and in a wheel, and the user's where the system keeps them."""

from pathlib import Path

import pytest

from catalogue import paths


def test_data_of_the_checkout(root: Path) -> None:
    assert paths.data("resources") == root / "resources"


def test_data_of_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "catalogue" / "_data" / "seeds"
    shipped.mkdir(parents=True)
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path / "catalogue")

    assert paths.data("seeds") == shipped


def test_one_folder_holds_everything_when_the_variable_names_it(home: Path) -> None:
    files = [paths.default_catalogue(), paths.window_state_file(), paths.log_file()]

    assert {file.parent for file in files} == {home} == {paths.user_data_dir()}
    assert len({file.name for file in files}) == 3
    assert not home.exists()


def test_a_relative_folder_stays_the_same_when_the_working_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISC_CATALOGUE_HOME", "stick")
    monkeypatch.chdir(tmp_path)

    assert paths.user_data_dir() == tmp_path / "stick"


def test_folders_of_the_system_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISC_CATALOGUE_HOME")
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / variable))

    assert paths.default_catalogue() == tmp_path / "XDG_DATA_HOME" / "disc-catalogue" / "catalogue.db"
    assert tmp_path / "XDG_STATE_HOME" / "disc-catalogue" in paths.log_file().parents
