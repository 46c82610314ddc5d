"""run.py makes its environment once, repairs a broken one, and stays out of the program's way."""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROGRAM = """
import json, os, sys
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "python": sys.executable}))
sys.exit(7)
"""
SYSTEM_PYTHON = sys._base_executable  # type: ignore[attr-defined]


@pytest.fixture
def checkout(root: Path, tmp_path: Path) -> Path:
    """A checkout whose program needs no libraries and only says how it was started."""
    folder = tmp_path / "Ünser Verzeichnis"
    (folder / "catalogue").mkdir(parents=True)
    for name in ("run.py", "catalogue/__init__.py", "catalogue/preflight.py"):
        shutil.copy(root / name, folder / name)
    (folder / "catalogue" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).write_text("# nothing\n", encoding="utf-8")
    return folder


def command(checkout: Path, *arguments: str) -> list[str]:
    return [SYSTEM_PYTHON, str(checkout / "run.py"), *arguments]


def start(checkout: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(checkout, *arguments),
        cwd=checkout.parent,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_passes_everything_on_and_installs_once(checkout: Path) -> None:
    first = start(checkout, "search", "", "year:>2000", "--json")
    second = start(checkout, "search", "", "year:>2000", "--json")

    assert json.loads(first.stdout) == {
        "arguments": ["search", "", "year:>2000", "--json"],
        "folder": str(checkout.parent),
        "python": str(checkout / ".venv" / "bin" / "python"),
    }
    assert "installing" in first.stderr
    assert second.stdout == first.stdout
    assert second.stderr == ""
    assert first.returncode == second.returncode == 7


def test_installs_over_a_whole_environment_and_anew_over_a_broken_one(checkout: Path) -> None:
    start(checkout, "stats")
    kept = checkout / ".venv" / "kept"
    kept.touch()

    (checkout / "requirements.lock").write_text("# still nothing\n", encoding="utf-8")
    assert "installing" in start(checkout, "stats").stderr
    assert kept.exists()

    (checkout / ".venv" / "installed").unlink()
    assert "installing" in start(checkout, "stats").stderr
    assert not kept.exists()
    assert start(checkout, "stats").stderr == ""


def test_without_a_network_says_so_and_keeps_what_was_installed(checkout: Path) -> None:
    start(checkout, "stats")
    working = (checkout / "requirements.lock").read_text(encoding="utf-8")
    pin = f"a-library-of-tomorrow==1 --hash=sha256:{'0' * 64}\n"
    (checkout / "requirements.lock").write_text(pin, encoding="utf-8")

    failed = start(checkout, "stats", PIP_NO_INDEX="1")

    assert failed.returncode == 2
    assert failed.stdout == ""
    assert failed.stderr.splitlines()[1:] == [
        "Disc Catalogue: The libraries could not be installed; is there a network?"
        f" Nothing else was changed; see {checkout / '.venv' / 'install.log'}"
    ]
    (checkout / "requirements.lock").write_text(working, encoding="utf-8")
    assert start(checkout, "stats", PIP_NO_INDEX="1").stderr == ""


def test_two_first_starts_at_once_install_once(checkout: Path) -> None:
    both = [
        subprocess.Popen(command(checkout, "stats"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate()[1] for process in both]

    assert [process.returncode for process in both] == [7, 7]
    assert sum("installing the libraries it needs" in text for text in said) == 1


@pytest.fixture
def run(root: Path) -> ModuleType:
    """run.py, not started."""
    spec = importlib.util.spec_from_file_location("run", root / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--catalogue", "mine.db"], True),
        (["--catalogue=mine.db"], True),
        (["--help"], False),
        (["search", "beria"], False),
        (["--catalogue", "mine.db", "stats"], False),
        (["--catalogue=mine.db", "stats"], False),
    ],
)
def test_knows_when_a_window_is_asked_for(run: ModuleType, arguments: list[str], window: bool) -> None:
    assert run.opens_window(arguments) is window


def test_refuses_an_old_python_in_one_sentence(
    root: Path, run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse((root / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit, match="2"):
        run.main(["stats"])

    assert capsys.readouterr() == ("", "Disc Catalogue: Python 3.11 or newer is needed; this is 3.9.\n")
