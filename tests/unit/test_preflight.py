"""What Qt lacks is said at once, before Qt can abort over it."""

import ctypes
import os
import shutil
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from catalogue import __main__, preflight

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt brings its libraries along elsewhere")

LIBXCB = "libxcb.so.1"
# The answers of an X server to the greeting of a program: no, and yes with one screen of one depth.
REFUSED = struct.pack("<BBHHH", 0, 4, 11, 0, 1) + b"no!\0"
SCREEN = struct.pack("<IIIIIHHHHHHIBBBB", 1, 2, 0, 0, 0, 800, 600, 200, 150, 1, 1, 3, 0, 0, 24, 0)
SETUP = struct.pack("<IIIIHHBBBBBBBBI", 1, 0, 0x1FFFFF, 0, 0, 65535, 1, 0, 0, 0, 32, 32, 8, 255, 0) + SCREEN
WELCOME = struct.pack("<BBHHH", 1, 0, 11, 0, len(SETUP) // 4) + SETUP


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No screen is named, and this user is root."""
    for name in preflight._NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    preflight._x_lets_in.cache_clear()


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The libraries of a made-up system: none at first."""
    names: set[str] = set()

    def load(name: str) -> None:
        if name not in names:
            raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", load)
    return names


@pytest.fixture
def serve() -> Iterator[Callable[[bytes], str]]:
    """Starts an X server that gives every program this answer; returns its name for DISPLAY."""
    listening: list[socket.socket] = []

    def answer_all(server: socket.socket, answer: bytes) -> None:
        while True:
            try:
                client = server.accept()[0]
            except OSError:
                return
            with client, suppress(OSError):
                client.recv(4096)
                client.sendall(answer)

    def serve(answer: bytes) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        listening.append(server)
        threading.Thread(target=answer_all, args=(server, answer), daemon=True).start()
        return f"127.0.0.1:{server.getsockname()[1] - 6000}.0"

    yield serve
    for server in listening:
        server.shutdown(socket.SHUT_RDWR)
        server.close()


@pytest.fixture(params=["libxcb", "no libxcb"])
def with_and_without_libxcb(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Runs a test with the machine's libxcb, and once more as before it is installed."""
    if request.param == "no libxcb":
        request.getfixturevalue("installed")
    elif not preflight._loads(LIBXCB):
        pytest.skip("libxcb is not installed")
    return bool(request.param == "libxcb")


def test_a_bare_system_gets_one_complete_line(installed: set[str]) -> None:
    assert preflight.no_libraries() == (
        "Qt lacks system libraries; on Debian and Ubuntu type: apt-get install libglib2.0-0 libgl1 libegl1"
        " libfontconfig1 libdbus-1-3 libgssapi-krb5-2 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4"
        " libxcb-keysyms1 libxcb-shape0"
    )


@pytest.mark.parametrize(
    ("sudo", "line"),
    [(None, "su - -c 'apt-get install libgl1'"), ("/usr/bin/sudo", "sudo apt-get install libgl1")],
)
def test_the_line_to_type_is_one_that_this_user_may_type(
    installed: set[str], monkeypatch: pytest.MonkeyPatch, sudo: str | None, line: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda name: sudo if name == "sudo" else None)
    installed.update(preflight._BASE.keys() - {"libGL.so.1"})

    assert str(preflight.no_libraries()).endswith(f"type: {line}")


def test_only_what_is_missing_is_asked_for(installed: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    installed.update(preflight._BASE.keys() | preflight._ALSO["xcb"].keys() - {"libxcb-cursor.so.0"})

    assert preflight.missing_packages() == ["libxcb-cursor0"]
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert preflight.missing_packages() == []
    assert preflight.no_libraries() is None


def test_no_screen_is_not_blamed_on_a_library(installed: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in str(preflight.no_screen())
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert preflight.no_screen() is None


@pytest.mark.parametrize(
    "name", [":77123", "127.0.0.1:59534", "unix:77123.0", "nonsense", ":", ":x", "a b:0", ":99999999"]
)
def test_a_name_where_nobody_listens_is_no_screen(
    monkeypatch: pytest.MonkeyPatch, with_and_without_libxcb: bool, name: str
) -> None:
    monkeypatch.setenv("DISPLAY", name)

    assert preflight.no_screen() == f"No screen lets this program in at DISPLAY={name}."


@pytest.mark.parametrize("platform", ["", "xcb", "xcb:some=option", "wayland;xcb"])
def test_a_server_that_lets_the_program_in_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, serve: Callable[[bytes], str], with_and_without_libxcb: bool, platform: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setenv("DISPLAY", serve(WELCOME))

    assert preflight.no_screen() is None
    assert preflight.screens() == ["xcb"]


def test_a_server_that_refuses_this_user_is_no_screen(
    monkeypatch: pytest.MonkeyPatch, serve: Callable[[bytes], str], with_and_without_libxcb: bool
) -> None:
    monkeypatch.setenv("DISPLAY", serve(REFUSED))

    # Without libxcb it cannot be known yet; it is asked again when libxcb is there.
    assert (preflight.no_screen() is None) is not with_and_without_libxcb


def test_a_local_server_is_found_before_libxcb_is(installed: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0/tmp/.X11-unix/X{os.getpid() + 1000}")
        server.listen()
        monkeypatch.setenv("DISPLAY", f":{os.getpid() + 1000}.0")

        assert preflight.screens() == ["xcb"]


def test_wayland_alone_needs_none_of_the_libraries_for_x(
    installed: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed.update(preflight._BASE.keys())
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert preflight.no_screen() == "No screen lets this program in at WAYLAND_DISPLAY=wayland-7."

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()

        assert preflight.screens() == ["wayland"]
        assert preflight.missing_packages() == ["libwayland-cursor0"]


def test_two_screens_need_the_libraries_of_one(
    installed: set[str], monkeypatch: pytest.MonkeyPatch, serve: Callable[[bytes], str], tmp_path: Path
) -> None:
    installed.update(preflight._BASE.keys())
    monkeypatch.setenv("DISPLAY", serve(WELCOME))
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "w"))
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "w"))
        server.listen()
        assert preflight.screens() == ["wayland", "xcb"]
        assert preflight.missing_packages() == ["libwayland-cursor0"]

        installed.update(preflight._ALSO["xcb"].keys())
        assert preflight.missing_packages() == []


def test_without_a_screen_the_program_lists_the_collection(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(__main__, "LISTED", 2)
    mine = str(tmp_path / "mine.db")
    for title in ("Solaris", "Stalker", "Mirror"):
        assert __main__.main(["--catalogue", mine, "add", "--set", f"title={title}"]) == 0
    capsys.readouterr()

    assert __main__.main(["--catalogue", mine]) == 0

    out, err = capsys.readouterr()
    assert [line.split()[-1] for line in out.splitlines()] == ["Mirror", "Solaris", "more"]
    assert "no screen" in err
    assert "For the window" in err


def test_with_a_screen_and_without_libraries_the_program_refuses(
    installed: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    assert __main__.main([]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1].startswith("Qt lacks system libraries; on Debian and Ubuntu type: apt-get install lib")
