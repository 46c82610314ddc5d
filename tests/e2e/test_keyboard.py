"""The window on a screen, driven by real keys: what a person does in an evening, taken back, and brought again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.skipif(
        not all(map(shutil.which, ("Xvfb", "xdotool"))), reason="Xvfb and xdotool are needed to press keys"
    ),
    pytest.mark.timeout(300),
]
_PATIENCE = 30.0


@pytest.fixture
def screen() -> Iterator[str]:
    """The name of a screen that nobody looks at."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-ac", "-noreset", "-screen", "0", "1400x900x24"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, pass_fds=(writing,), stdout=quiet, stderr=quiet) as server:
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        yield f":{number}"
        server.terminate()


class Person:
    """Somebody at the keyboard, and the terminal beside it that tells what became of the catalogue."""

    def __init__(self, program: list[str], folder: Path, screen: str) -> None:
        self.file = folder / "films.db"
        self._program = [*program, "--catalogue", str(self.file)]
        self._environment = {
            **os.environ,
            "HOME": str(folder),
            "DISC_CATALOGUE_HOME": str(folder / "home"),
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "C.UTF-8",
        }
        self._window: subprocess.Popen[bytes] | None = None

    def ask(self, *command: str) -> Any:
        """What the command line answers."""
        done = subprocess.run(
            [*self._program, *command, "--json"],
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return json.loads(done.stdout)

    def discs(self) -> dict[str, tuple[str | None, str | None]]:
        """Owner and place of each disc, by title."""
        done = subprocess.run(
            [*self._program, "export", "-"], env=self._environment, capture_output=True, encoding="utf-8", check=True
        )
        data = json.loads(done.stdout)
        titles = {film["id"]: film["title"] for film in data["films"]}
        films = {edition["id"]: [titles[part["film"]] for part in edition["contents"]] for edition in data["editions"]}
        return {films[copy["edition"]][0]: (copy["owner"], copy["location"]) for copy in data["copies"]}

    def open(self) -> None:
        """Starts the program and waits for its window."""
        self._window = subprocess.Popen(self._program, env=self._environment, stdout=subprocess.DEVNULL)
        self.look_at("films")

    def leave(self) -> None:
        """Closes the window by its key and waits for the program to end."""
        assert self._window is not None
        self.press("ctrl+q")
        assert self._window.wait(_PATIENCE) == 0
        self._window = None

    def stop(self) -> None:
        """Ends the program if a test left it open."""
        if self._window is not None:
            self._window.kill()
            self._window.wait()

    def look_at(self, title: str) -> None:
        """Waits for a window and gives it the keyboard, as a window manager would."""
        found = self._xdotool("search", "--sync", "--onlyvisible", "--name", f"^{title}").split()
        self._xdotool("windowfocus", "--sync", found[-1])

    def press(self, *keys: str) -> None:
        """Presses keys one after the other."""
        self._xdotool("key", "--delay", "60", *keys)

    def type(self, text: str) -> None:
        """Types a text."""
        self._xdotool("type", "--delay", "15", text)

    def until(self, wanted: Any, of: Callable[[], Any], again: Callable[[], None] | None = None) -> None:
        """Waits until something is as wanted, for the window works beside the keys; `again` is tried meanwhile."""
        end = time.monotonic() + _PATIENCE
        while (now := of()) != wanted:
            assert time.monotonic() < end, f"{now} is not {wanted}"
            if again is not None:
                again()

    def _xdotool(self, *command: str) -> str:
        return subprocess.run(
            ["xdotool", *command],
            env=self._environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=_PATIENCE,
        ).stdout


@pytest.fixture
def person(program: list[str], tmp_path: Path, screen: str) -> Iterator[Person]:
    """A person before an empty catalogue."""
    someone = Person(program, tmp_path, screen)
    yield someone
    someone.stop()


def test_an_evening_of_work_is_taken_back_and_brought_again_after_a_restart(person: Person) -> None:
    person.open()

    # Three discs, each by one line and Enter; the owner is typed once more for the last of them, with a slip.
    person.press("ctrl+n")
    person.look_at("Add a disc")
    for title in ("Alphaville", "Playtme", "Solaris"):
        person.type(title)
        person.press("Return")
    person.until({"Alphaville": (None, None), "Playtme": (None, None), "Solaris": (None, None)}, person.discs)
    person.press("Escape")
    person.look_at("films")

    # A slip of the hand is put right in the table; the owners are typed below each other.
    person.press("ctrl+f", "Escape", "ctrl+Home", "Down", "F2")
    person.press("ctrl+a")
    person.type("Playtime")
    person.press("Return")
    corrected = {"Alphaville": (None, None), "Playtime": (None, None), "Solaris": (None, None)}
    person.until(corrected, person.discs)
    person.press("Escape", "ctrl+Home", "Right", "Right", "Right", "Right", "Right")
    for owner in ("Dawn Field", "Dwan Field", "Dawn Field"):
        person.press("F2")
        person.type(owner)
        person.press("Return")
    owned = {"Alphaville": ("Dawn Field", None), "Playtime": ("Dwan Field", None), "Solaris": ("Dawn Field", None)}
    person.until(owned, person.discs)

    # Two of them move.
    person.press("Escape", "ctrl+Home", "shift+Down", "ctrl+m")
    person.look_at("Move to a place")
    person.type("Cellar/Box 1")
    person.press("Return")
    person.look_at("films")
    moved = {title: (owner, None if title == "Solaris" else "Cellar/Box 1") for title, (owner, _) in owned.items()}
    person.until(moved, person.discs)

    # Two spellings of an owner become one. The values may come later than the keys: who sees that nothing happened
    # does it again.
    def merge() -> None:
        person.press("ctrl+k")
        person.look_at("Commands")
        person.type("values of")
        person.press("Return")
        person.look_at("Values of a field")
        person.press("shift+Tab")
        person.type("Owner")
        person.press("Tab", "Tab", "Tab", "Tab", "ctrl+a", "alt+n", "ctrl+a")
        person.type("Dawn Field")
        person.press("Return", "Escape")
        person.look_at("films")

    merged = {title: ("Dawn Field", place) for title, (_, place) in moved.items()}
    person.until(merged, person.discs, merge)

    # All of it is taken back, step by step, and after a restart it comes again.
    steps = sum(1 for one in person.ask("history") if one["state"] == "done")
    person.press(*["ctrl+z"] * steps)
    person.until({}, person.discs)
    person.leave()
    person.open()
    person.press(*["ctrl+shift+z"] * steps)
    person.until(merged, person.discs)
    person.leave()
    assert person.ask("check") == {"problems": []}
