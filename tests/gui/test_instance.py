"""A catalogue has one window: a second start brings it to the front."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtNetwork import QLocalSocket

from catalogue.gui.instance import Instance, bring_to_front, name_for
from catalogue.gui.main_window import MainWindow

# Says when it is ready and when it was raised; a fault at the start is printed where a person would see a box.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
from catalogue.gui import app

def tell(words):
    print(words, flush=True)

raise_window, create_window = app.bring_to_front, app.create_window

def create(path):
    window = create_window(path)
    QTimer.singleShot(0, lambda: tell("ready"))
    return window

app.create_window = create
app.bring_to_front = lambda window: (raise_window(window), tell("raised"), "--once" in sys.argv and window.close())
QMessageBox.critical = lambda parent, title, text: tell(text)
sys.exit(app.main(sys.argv[1]))
"""


@pytest.fixture
def started() -> Iterator[Any]:
    """Starts the program as another process; what a test leaves running is ended."""
    running: list[subprocess.Popen[str]] = []

    def start(path: Path, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM, str(path), *more]
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_start_raises_the_first_window(started: Any, path: Path) -> None:
    first = started(path, "--once")
    assert line(first) == "ready"
    second = started(path)
    assert second.communicate(timeout=30) == ("", "")
    assert second.returncode == 0
    assert line(first) == "raised"
    # That closed the window, and the program ended by itself.
    assert first.communicate(timeout=30) == ("", "")
    assert first.returncode == 0


def test_after_a_kill_the_next_start_is_the_first_again(started: Any, path: Path) -> None:
    for _ in range(2):
        process = started(path)
        assert line(process) == "ready"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    last = started(path)
    assert line(last) == "ready"
    assert started(path).wait(30) == 0
    assert line(last) == "raised"


def test_another_catalogue_has_its_own_window(started: Any, path: Path, tmp_path: Path) -> None:
    assert line(started(path)) == "ready"
    assert line(started(tmp_path / "other.db")) == "ready"


def test_a_file_that_is_no_catalogue_is_said_in_one_sentence(started: Any, tmp_path: Path) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear Ana, " * 500)
    process = started(file)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert out.strip() == f"{file} is not a catalogue; it was not touched."
    assert err == ""
    assert file.read_text() == "Dear Ana, " * 500


def test_starts_hand_over_within_a_process_too(qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Instance(tmp_path / "a.db"), Instance(tmp_path / "x" / ".." / "a.db")
    assert first.begin()
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "a-token")
    with qtbot.waitSignal(first.wanted):
        assert not second.begin()
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "a-token"
    assert Instance(tmp_path / "b.db").begin()
    first.close()
    assert second.begin()
    second.close()


def test_a_stranger_who_says_nothing_does_no_harm(qtbot: Any, tmp_path: Path) -> None:
    instance = Instance(tmp_path / "a.db")
    assert instance.begin()
    socket = QLocalSocket()
    socket.connectToServer(name_for(tmp_path / "a.db"))
    assert socket.waitForConnected(500)
    socket.write(b"x" * 100_000)
    with qtbot.assertNotEmitted(instance.wanted, wait=50):
        socket.abort()
    with qtbot.waitSignal(instance.wanted):
        assert not Instance(tmp_path / "a.db").begin()
    instance.close()


def test_a_start_that_is_neither_answered_nor_first_opens_its_own_window(tmp_path: Path) -> None:
    hanging, start = Instance(tmp_path / "a.db"), Instance(tmp_path / "a.db")
    assert hanging._lock.tryLock(0)
    assert start.begin()
    hanging.close()


def test_a_minimized_window_comes_back(qtbot: Any, window: MainWindow) -> None:
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    bring_to_front(window)
    qtbot.waitUntil(lambda: window.isVisible() and not window.isMinimized())
