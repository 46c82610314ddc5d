"""What Qt needs of the system. Without it Qt ends the whole process with an abort that Python cannot catch."""

import ctypes
import os
import sys

# Debian's package for each shared library; Debian 13 resolves the older names by itself.
_BASE = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_X11 = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def problem() -> str | None:
    """Why no window can be opened here, in one sentence with its remedy; None when it can."""
    if not has_screen():
        return "There is no screen to open the window on (neither DISPLAY nor WAYLAND_DISPLAY is set)."
    missing = missing_packages()
    if missing:
        return "Qt lacks system libraries; on Debian and Ubuntu: apt-get install " + " ".join(missing)
    return None


def has_screen() -> bool:
    """Whether Qt has something to draw on, be it only in memory."""
    names = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def missing_packages() -> list[str]:
    """Debian's packages of the system libraries that Qt would look for here and not find."""
    if not sys.platform.startswith("linux"):
        return []
    needed = _BASE if os.environ.get("QT_QPA_PLATFORM") == "offscreen" else _BASE | _X11
    return [package for library, package in needed.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
