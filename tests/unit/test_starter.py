"""run.py makes its environment once, repairs a broken one, and stays out of the program's way."""

import ast
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
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
def checkout(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose program needs no libraries and only says how it was started."""
    # Started with a path to this program, Python would find it before the one in the checkout.
    monkeypatch.delenv("PYTHONPATH", raising=False)
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


class System:
    """A made-up system that may lack a library of Qt's, and notes what is done to it."""

    def __init__(self, run: ModuleType, patch: pytest.MonkeyPatch) -> None:
        self.done: list[list[str]] = []
        self.missing = ["libgl1", "libegl1"]
        self.screen = True
        self.repairable = True
        patch.setattr(run, "preflight", lambda: self)
        patch.setattr(subprocess, "run", self.run)
        patch.setattr(run, "prepare_environment", lambda kind: self.done.append([kind]))
        patch.setattr(run, "become", lambda module, arguments: self.done.append([module, *arguments]))

    def screens(self) -> list[str]:
        return ["xcb"] if self.screen else []

    def no_screen(self) -> str | None:
        return None if self.screen else "No screen."

    def missing_packages(self) -> list[str]:
        return self.missing

    def no_libraries(self) -> str | None:
        return f"Type: apt-get install {' '.join(self.missing)}" if self.missing else None

    def run(self, command: list[str], **_: object) -> None:
        self.done.append(command[:-1] + command[-1].split("; "))
        if self.repairable:
            self.missing = []


INSTALLS = [
    "sh",
    "-c",
    "export DEBIAN_FRONTEND=noninteractive",
    "apt-get -qq -o DPkg::Lock::Timeout=300 update",
    "apt-get -qq -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends libgl1 libegl1",
]
SAYS_THE_LINE = "Disc Catalogue: Type: apt-get install libgl1 libegl1\n"


@pytest.fixture
def system(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> System:
    return System(run, monkeypatch)


@pytest.fixture
def become_user(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes this test's user: their number, the programs that they find, and what they type on a terminal, if any."""

    def become_user(number: int, *programs: str, types: str | None = None) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: number)
        monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in programs else None)
        for name in ("stdin", "stderr"):
            monkeypatch.setattr(getattr(sys, name), "isatty", lambda: types is not None)
        monkeypatch.setattr(sys.stdin, "readline", lambda: types)

    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return become_user


def test_root_installs_what_qt_lacks(run: ModuleType, system: System, become_user: Callable[..., None]) -> None:
    become_user(0, "apt-get")

    run.main([])
    run.main([])

    assert system.done == [INSTALLS, ["runtime"], ["catalogue"], ["runtime"], ["catalogue"]]


@pytest.mark.parametrize(("answer", "agreed"), [("\n", True), ("Yes\n", True), ("n\n", False), ("", False)])
def test_sudo_is_offered_on_a_terminal(
    run: ModuleType, system: System, become_user: Callable[..., None], answer: str, agreed: bool
) -> None:
    become_user(1000, "apt-get", "sudo", types=answer)

    if agreed:
        run.main([])
    else:
        with pytest.raises(SystemExit, match="2"):
            run.main([])

    assert system.done == ([["sudo", *INSTALLS], ["runtime"], ["catalogue"]] if agreed else [])


@pytest.mark.parametrize(
    ("number", "programs", "types"),
    [(1000, ["apt-get", "sudo"], None), (1000, ["apt-get"], "y\n"), (1000, ["sudo"], "y\n"), (0, [], None)],
)
@pytest.mark.parametrize("arguments", [[], ["test"]])
def test_otherwise_the_line_to_type_is_all(
    run: ModuleType,
    system: System,
    become_user: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
    number: int,
    programs: list[str],
    types: str | None,
    arguments: list[str],
) -> None:
    become_user(number, *programs, types=types)

    with pytest.raises(SystemExit, match="2"):
        run.main(arguments)

    assert system.done == []
    assert capsys.readouterr() == ("", SAYS_THE_LINE)


def test_where_installing_fails_the_line_is_said_as_well(
    run: ModuleType, system: System, become_user: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    become_user(0, "apt-get")
    system.repairable = False

    with pytest.raises(SystemExit, match="2"):
        run.main([])

    assert system.done == [INSTALLS]
    assert capsys.readouterr().err.endswith(SAYS_THE_LINE)


def test_commands_and_the_list_without_a_screen_need_no_libraries(
    run: ModuleType, system: System, become_user: Callable[..., None]
) -> None:
    become_user(0, "apt-get")

    run.main(["search", "beria"])
    system.screen = False
    run.main(["--catalogue", "mine.db"])

    assert system.done == [
        ["runtime"],
        ["catalogue", "search", "beria"],
        ["runtime"],
        ["catalogue", "--catalogue", "mine.db"],
    ]


def test_refuses_an_old_python_in_one_sentence(
    root: Path, run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse((root / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit, match="2"):
        run.main(["stats"])

    assert capsys.readouterr() == ("", "Disc Catalogue: Python 3.11 or newer is needed; this is 3.9.\n")
