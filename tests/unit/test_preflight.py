"""What Qt lacks is said at once, before Qt can abort over it."""

import ctypes
import sys

import pytest

from catalogue import preflight

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt brings its libraries along elsewhere")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The libraries of a made-up system: none at first."""
    names: set[str] = set()

    def load(name: str) -> None:
        if name not in names:
            raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", load)
    return names


def test_a_bare_system_gets_one_complete_line(installed: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")

    assert preflight.problem() == (
        "Qt lacks system libraries; on Debian and Ubuntu: apt-get install libglib2.0-0 libgl1 libegl1 libfontconfig1"
        " libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
    )


def test_only_what_is_missing_is_asked_for(installed: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    installed |= preflight._BASE.keys() | preflight._X11.keys() - {"libxcb-cursor.so.0"}

    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert preflight.missing_packages() == ["libxcb-cursor0"]
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert preflight.missing_packages() == []
    assert preflight.problem() is None


def test_no_screen_is_not_blamed_on_a_library(installed: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    installed |= preflight._BASE.keys() | preflight._X11.keys()
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)

    assert "no screen" in str(preflight.problem())
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert preflight.problem() is None
