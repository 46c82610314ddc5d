"""The installed program is whole, and runs from any folder."""

import os
import subprocess
from pathlib import Path

import pytest

from catalogue.store.upgrade import HEAD

PRINT_DATA = """
from catalogue import paths
for name in ("db", "resources", "seeds"):
    print(paths.data(name))
"""
PRINT_LICENCE = """
from importlib.metadata import distribution
for file in distribution("disc-catalogue").files:
    if file.name == "LICENSE":
        print(file.read_text(), end="")
"""
MIGRATE = """
import sqlite3, sys
from pathlib import Path
from catalogue.store import upgrade
upgrade.run_migrations(Path(sys.argv[1]), "head")
print(*sqlite3.connect(sys.argv[1]).execute("SELECT version_num FROM alembic_version").fetchone())
"""
OPEN_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication
from catalogue.gui import app
window = app.create_window(sys.argv[1])
QApplication.processEvents()
print(window.isVisible(), QApplication.windowIcon().isNull())
window.close()
"""


@pytest.fixture
def start(tmp_path: Path):
    """Runs a command in another folder, without a screen, and gives what it printed; it must not complain."""

    def start(*command: str, **environment: str) -> str:
        done = subprocess.run(
            command,
            cwd=tmp_path,
            env={"HOME": str(tmp_path), "DISC_CATALOGUE_HOME": str(tmp_path), "LANG": "C.UTF-8", **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return start


def test_starts_in_any_folder_without_a_screen(program: list[str], start, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('a file of the user was taken for a library')")

    assert "usage: disc-catalogue" in start(*program, "--help", QT_QPA_PLATFORM="none of the kind")


def test_carries_its_data_along(python: str, start, root: Path) -> None:
    for folder in map(Path, start(python, "-P", "-c", PRINT_DATA).splitlines()):
        tracked = {path.relative_to(root / folder.name) for path in (root / folder.name).rglob("*") if path.is_file()}
        assert tracked
        assert {path for path in tracked if "__pycache__" not in path.parts} <= {
            path.relative_to(folder) for path in folder.rglob("*") if path.is_file()
        }


def test_its_sample_collection_can_be_taken_in_and_is_listed_without_a_screen(
    program: list[str], python: str, start, tmp_path: Path
) -> None:
    seeds = start(python, "-P", "-c", PRINT_DATA).splitlines()[-1]
    start(*program, "import", seeds)

    environment = {"DISC_CATALOGUE_HOME": str(tmp_path)}
    bare = subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)

    assert bare.returncode == 0
    assert "For the window" in bare.stderr
    assert bare.stdout == start(*program, "search", "--limit", "20")
    assert "Solaris (1972)" in bare.stdout


def test_its_migrations_run(python: str, start, tmp_path: Path) -> None:
    assert start(python, "-P", "-c", MIGRATE, str(tmp_path / "new.db")).strip() == HEAD


def test_its_window_opens(python: str, start, tmp_path: Path) -> None:
    opened = start(python, "-P", "-c", OPEN_WINDOW, str(tmp_path / "mine.db"), QT_QPA_PLATFORM="offscreen")

    assert opened.split() == ["True", "False"]


def test_its_desktop_entry_starts_it(program: list[str], python: str, start) -> None:
    resources = Path(start(python, "-P", "-c", PRINT_DATA).splitlines()[1])
    entry = (resources / "disc-catalogue.desktop").read_text(encoding="utf-8").splitlines()

    assert "Exec=disc-catalogue" in entry
    assert "Icon=disc-catalogue" in entry
    if len(program) == 1:
        assert Path(program[0]).name == "disc-catalogue"


@pytest.mark.skipif(not os.environ.get("CATALOGUE_PROGRAM"), reason="a checkout is not installed")
def test_its_licence_is_in_the_wheel(python: str, start, root: Path) -> None:
    assert start(python, "-P", "-c", PRINT_LICENCE) == (root / "LICENSE").read_text(encoding="utf-8")
