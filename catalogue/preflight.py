"""What Qt needs of the system. Without it Qt ends the whole process with an abort that Python cannot catch."""

import ctypes
import os
import shutil
import socket
import sys
from functools import cache
from pathlib import Path

# Debian's package for each shared library; Debian 13 resolves the older names by itself.
_BASE = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",  # of Qt's network part, which speaks between two starts
    "libxkbcommon.so.0": "libxkbcommon0",
}
_ALSO = {
    "xcb": {
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-shape.so.0": "libxcb-shape0",
    },
    "wayland": {"libwayland-cursor.so.0": "libwayland-cursor0"},
}

_NAMES = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")


def no_screen() -> str | None:
    """Why there is nothing here to open a window on, in one sentence; None when there is."""
    if screens():
        return None
    named = [f"{name}={os.environ[name]}" for name in _NAMES if os.environ.get(name)]
    if named:
        return f"No screen lets this program in at {', '.join(named)}."
    return "There is no screen to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set)."


def no_libraries() -> str | None:
    """Which of the libraries of the system Qt lacks, in one sentence that ends with the line to type; None for none."""
    missing = missing_packages()
    if not missing:
        return None
    line = f"apt-get install {' '.join(missing)}"
    if os.geteuid() != 0:
        line = f"sudo {line}" if shutil.which("sudo") else f"su - -c '{line}'"
    return f"Qt lacks system libraries; on Debian and Ubuntu type: {line}"


def missing_packages() -> list[str]:
    """Debian's packages of the system libraries that Qt would look for here and not find.

    Where there are several screens, Qt takes the one that it has the libraries for; so those of one are enough.
    """
    if not sys.platform.startswith("linux"):
        return []
    absent = [
        [package for library, package in (_BASE | _ALSO.get(screen, {})).items() if not _loads(library)]
        for screen in screens() or ["xcb"]
    ]
    return min(absent, key=len)


def screens() -> list[str]:
    """Those of Qt's platforms that have something to draw on here, be it only memory, in Qt's order."""
    if not sys.platform.startswith("linux"):
        return [sys.platform]
    wanted = os.environ.get("QT_QPA_PLATFORM") or ("wayland;xcb" if os.environ.get("WAYLAND_DISPLAY") else "xcb")
    names = [name.partition(":")[0].removesuffix("-egl") for name in wanted.split(";")]
    answers = {"xcb": lambda: _x_lets_in(os.environ.get("DISPLAY", "")), "wayland": _wayland_answers}
    return [name for name in names if name not in answers or answers[name]()]


@cache
def _x_lets_in(display: str) -> bool:
    """Whether Qt could connect to a DISPLAY: a name is set in many places where nobody answers, or not this user."""
    if not display:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return _x_listens(display)
    xcb.xcb_connect.restype = ctypes.c_void_p
    # Never closed: a server with no other program, such as xvfb-run's, starts anew when the last one leaves, and
    # drops the one that comes just then.
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    return not xcb.xcb_connection_has_error(connection)


def _x_listens(display: str) -> bool:
    """What can be known before libxcb is installed: whether anything listens where the name points."""
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdecimal():
        return False
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"
        return _listens(socket.AF_UNIX, path) or _listens(socket.AF_UNIX, f"\0{path}")
    return _listens(socket.AF_INET, (host, 6000 + int(number)))


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY") or "wayland-0"
    return _listens(socket.AF_UNIX, str(Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name)))


def _listens(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as tried:
        tried.settimeout(5)
        try:
            tried.connect(address)
        except (OSError, ValueError, OverflowError):
            return False
    return True


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
