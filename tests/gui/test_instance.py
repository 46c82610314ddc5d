"""A catalogue has one window: a second start brings it to the front."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from catalogue.gui import app
from catalogue.gui.instance import Begun, Instance, bring_to_front, name_for
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

def create(path, **how):
    window = create_window(path, **how)
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


def begin(path: Path) -> str:
    """Begins as another process; the window that is asked answers in this one meanwhile."""
    program = "import sys; from pathlib import Path; from catalogue.gui.instance import Instance;"
    program += "print(Instance(Path(sys.argv[1])).begin().name)"
    process = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True)
    while process.poll() is None:
        QApplication.processEvents()
    out, _ = process.communicate()
    return out.strip()


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for sockets with a short name, as the system makes it for who logs in."""
    with tempfile.TemporaryDirectory(prefix="run-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Instance]:
    """The window of a catalogue, as far as other starts see it."""
    made = Instance(tmp_path / "a.db")
    assert made.begin() is Begun.FIRST
    yield made
    made.close()


def test_starts_hand_over_within_a_process_too(
    qtbot: Any, tmp_path: Path, first: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "a-token")
    with qtbot.waitSignal(first.wanted):
        assert begin(tmp_path / "x" / ".." / "a.db") == "SHOWN"
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "a-token"
    assert begin(tmp_path / "b.db") == "FIRST"
    first.close()
    assert begin(tmp_path / "a.db") == "FIRST"


def say(name: str, words: bytes) -> socket.socket:
    """Connects as anything can, and says something."""
    made = socket.socket(socket.AF_UNIX)
    made.connect(name)
    made.setblocking(False)
    with suppress(OSError):
        made.send(words)
    return made


GARBAGE = (
    b"\n",
    b"hide\n",
    b"show yourself\0\n",
    b"show two words\n",
    b"show " + b"x" * 1025 + b"\n",
    b"show \xc3\xa9\n",
    b"Show\n",
    b"open /etc/passwd\n",
    b"{}\n",
    b"x" * 100_000,
    b"\0" * 100_000,
    b"",
    b"show",
)


@pytest.mark.parametrize("words", GARBAGE, ids=lambda words: repr(words[:20]))
def test_a_stranger_who_says_anything_else_does_no_harm(
    words: bytes, qtbot: Any, first: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    with qtbot.assertNotEmitted(first.wanted, wait=20):
        guest = say(first.name, words)
    assert "XDG_ACTIVATION_TOKEN" not in os.environ
    guest.close()
    with qtbot.waitSignal(first.wanted):
        assert begin(tmp_path / "a.db") == "SHOWN"


def test_three_hundred_connections_leave_the_window_reachable(qtbot: Any, first: Instance, tmp_path: Path) -> None:
    guests = []
    for number in range(300):
        guests.append(say(first.name, b"" if number % 2 else b"x" * 10_000))
        QApplication.processEvents()
    with qtbot.waitSignal(first.wanted):
        assert begin(tmp_path / "a.db") == "SHOWN"
    assert len(first._guests) <= 32
    for guest in guests:
        guest.close()
    qtbot.waitUntil(lambda: not first._guests)


def test_a_window_that_does_not_answer_is_told_from_one_that_is_gone(first: Instance, tmp_path: Path) -> None:
    # Nobody turns the wheel of events here, as in a window that hangs.
    assert Instance(tmp_path / "a.db").begin(50) is Begun.HANGING
    first._server.close()
    assert Instance(tmp_path / "a.db").begin(50) is Begun.HANGING
    first.close()
    last = Instance(tmp_path / "a.db")
    assert last.begin(50) is Begun.FIRST
    last.close()


def test_a_hanging_window_is_said_with_a_choice(
    qtbot: Any, first: Instance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = Instance(tmp_path / "a.db")
    seen = []

    def press(name: str) -> None:
        dialog = QApplication.activeModalWidget()
        seen.append(" ".join(label.text() for label in dialog.findChildren(QLabel)))
        dialog.findChild(QPushButton, name).click()

    assert second.begin(50) is Begun.HANGING
    QTimer.singleShot(0, lambda: press("waiting.stop"))
    assert app._wait(second, tmp_path / "a.db") is Begun.HANGING
    assert "“a.db” is open in another window that does not answer" in seen[0]
    assert "does not answer" in capsys.readouterr().err
    QTimer.singleShot(0, lambda: press("waiting.open"))
    assert app._wait(second, tmp_path / "a.db") is Begun.FIRST
    # From then on it is the one that is found.
    with qtbot.waitSignal(second.wanted):
        assert begin(tmp_path / "a.db") == "SHOWN"
    second.close()


def test_waiting_ends_when_the_window_is_gone(qtbot: Any, first: Instance, tmp_path: Path) -> None:
    second = Instance(tmp_path / "a.db")
    QTimer.singleShot(0, first.close)
    assert app._wait(second, tmp_path / "a.db") is Begun.FIRST
    second.close()


def test_a_process_that_was_stopped_is_said(started: Any, path: Path) -> None:
    process = started(path)
    assert line(process) == "ready"
    os.kill(process.pid, signal.SIGSTOP)
    try:
        assert Instance(path).begin(100) is Begun.HANGING
    finally:
        os.kill(process.pid, signal.SIGCONT)
    assert line(process) == "raised"
    assert Instance(path).begin() is Begun.SHOWN


def test_the_socket_lies_where_nobody_else_can_make_one(
    tmp_path: Path, runtime: Path, first: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Path(first.name).parent == runtime
    assert stat.S_IMODE(Path(first.name).stat().st_mode) & 0o077 == 0
    shared = runtime / "shared"
    shared.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(shared))
    for bad in ("", "relative", str(shared / "missing"), str(shared)):
        shared.chmod(0o777)
        monkeypatch.setenv("XDG_RUNTIME_DIR", bad)
        own = Path(name_for(tmp_path / "a.db")).parent
        assert own.parent == shared
        assert stat.S_IMODE(own.stat().st_mode) == 0o700
    # Somebody was there before us: a folder that others may write to, a link, a file.
    place = shared / f"disc-catalogue-{os.getuid()}"
    monkeypatch.setenv("DISC_CATALOGUE_HOME", str(runtime / "home"))
    place.rmdir()
    place.mkdir()
    place.chmod(0o777)
    assert Path(name_for(tmp_path / "a.db")).parent == runtime / "home" / "run"
    place.rmdir()
    place.symlink_to(shared)
    assert Path(name_for(tmp_path / "a.db")).parent == runtime / "home" / "run"
    place.unlink()
    place.write_text("mine")
    assert Path(name_for(tmp_path / "a.db")).parent == runtime / "home" / "run"
    assert place.read_text() == "mine"


def test_somebody_else_at_the_other_end_is_not_answered(
    qtbot: Any, first: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = os.getuid()
    monkeypatch.setattr("catalogue.gui.instance.os.getuid", lambda: me + 1)
    with qtbot.assertNotEmitted(first.wanted, wait=20):
        guest = say(first.name, b"show\n")
    guest.close()
    assert not first._guests
    # Nor is anything said to somebody else who listens there.
    monkeypatch.setattr("catalogue.gui.instance._folder", lambda: Path(first.name).parent)
    with qtbot.assertNotEmitted(first.wanted, wait=20):
        Instance(tmp_path / "a.db").begin(50)


def test_without_a_place_for_a_socket_each_start_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalogue.gui.instance._folder", lambda: None)
    assert [Instance(tmp_path / "a.db").begin() for _ in range(2)] == [Begun.FIRST, Begun.FIRST]
    monkeypatch.setattr("catalogue.gui.instance._folder", lambda: tmp_path / ("x" * 100))
    assert name_for(tmp_path / "a.db") == ""


def test_a_minimized_window_comes_back(qtbot: Any, window: MainWindow) -> None:
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    bring_to_front(window)
    qtbot.waitUntil(lambda: window.isVisible() and not window.isMinimized())
