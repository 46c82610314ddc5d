"""What the program makes is for its owner; what a person asks for is as their umask says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue import paths, rights
from catalogue.collection import Collection, commands

PROGRAM = "import os, sys; os.umask(int(sys.argv.pop(1), 8)); from catalogue.__main__ import main; sys.exit(main())"


@pytest.fixture
def dc(home: Path, tmp_path: Path):
    """Runs the program as another process under a umask."""

    def run(*arguments: str, umask: str = "022") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", PROGRAM, umask, "--catalogue", "mine/x.db", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_that_the_program_makes_is_for_its_owner(dc, tmp_path, home):
    from PIL import Image

    Image.new("RGB", (40, 60), "red").save(tmp_path / "cover.png")
    assert dc("add", "--set", "title=Stalker", "--set", "format=DVD").returncode == 0
    assert dc("picture", "copy:1", "cover.png").returncode == 0
    backup = dc("backup", "safe/b.zip")
    assert backup.returncode == 0, backup.stderr
    assert dc("restore", "safe/b.zip", "--yes").returncode == 0
    made = [path for top in ("mine", "safe", "home") for path in (tmp_path / top, *(tmp_path / top).rglob("*"))]
    made = [path for path in made if path.exists()]
    assert {"x.db", "b.zip"} <= {path.name for path in made}
    assert any(path.suffix == ".png" for path in made)
    assert [path for path in made if mode(path) & 0o077] == []


@pytest.mark.parametrize(("umask", "wanted"), [("022", 0o644), ("077", 0o600), ("002", 0o664)])
def test_an_export_is_as_the_umask_says(dc, tmp_path, umask, wanted):
    dc("add", "--set", "title=Stalker")
    for name in ("a.json", "a.zip"):
        assert dc("export", name, umask=umask).returncode == 0
        assert mode(tmp_path / name) == wanted
    # One that is there keeps what it has.
    (tmp_path / "a.json").chmod(0o640)
    assert dc("export", "a.json", "--yes", umask=umask).returncode == 0
    assert mode(tmp_path / "a.json") == 0o640


@pytest.mark.parametrize(
    ("before", "after"),
    [(0o644, 0o600), (0o640, 0o600), (0o664, 0o660), (0o660, 0o660), (0o666, 0o666), (0o600, 0o600), (0o400, 0o400)],
)
def test_a_catalogue_that_others_could_only_read_is_closed_when_it_is_opened(tmp_path, before, after):
    path = tmp_path / "x.db"
    collection = Collection.open(path)
    collection.run(commands.AddRecord({"title": "Stalker"}))
    collection.close()
    path.chmod(before)
    neighbour = tmp_path / "x.db.2026.backup"
    neighbour.write_text("kept")
    neighbour.chmod(0o644)
    rights.close_to_readers(path, tmp_path / "no pictures")
    assert mode(path) == after
    assert mode(neighbour) == 0o644


def test_a_folder_of_pictures_is_closed_too(tmp_path):
    folder = tmp_path / "x.db.pictures"
    folder.mkdir()
    folder.chmod(0o755)
    rights.close_to_readers(tmp_path / "x.db", folder)
    assert mode(folder) == 0o700


def test_another_program_is_started_as_the_person_has_it(monkeypatch):
    rights.begin()
    own = os.umask(0o077)
    assert own == 0o077
    with rights.as_person():
        theirs = os.umask(0o022)
        os.umask(theirs)
        assert theirs == rights._persons
    assert os.umask(0o077) == 0o077


def test_the_log_is_small_and_private(dc, home, tmp_path, caplog):
    from catalogue import log

    log_file = paths.log_file()
    rights.begin()
    with pytest.raises(ValueError, match="Secret") as caught:
        raise ValueError("Secret title " * 50)
    assert all(log.note_alone(caught.value) for _ in range(9000))
    found = list(log_file.parent.iterdir())
    assert sum(file.stat().st_size for file in found) < 1_200_000
    assert not [file for file in found if mode(file) & 0o077 or "Secret" in file.read_text("utf-8")]
    caplog.clear()
