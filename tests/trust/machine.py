"""Faults of the machine at a chosen moment: a library loaded before all others counts calls that change files."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from enum import IntEnum
from pathlib import Path

_SOURCE = Path(__file__).with_name("faults.c")
_LOADED = "TRUST_FAULTS"


class Fault(IntEnum):
    """What happens at the chosen call; `FULL` and `BROKEN` go on from there, those `ONCE` do not."""

    NONE = 0
    KILL = 1
    TORN = 2
    FULL_ONCE = 3
    FULL = 4
    BROKEN_ONCE = 5
    BROKEN = 6


def begin_with_faults() -> str | None:
    """Starts this process anew with the library; tells why that cannot be done here, or None where it is loaded."""
    if os.environ.get(_LOADED):
        return None
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux":
        return "calls can be counted on Linux only"
    if compiler is None:
        return "there is no C compiler here"
    library = Path(tempfile.mkdtemp(prefix="trust-")) / "faults.so"
    made = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(_SOURCE), "-ldl"],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        return "the C compiler here cannot make a library"
    before = os.environ.get("LD_PRELOAD")
    os.environ["LD_PRELOAD"] = f"{library} {before}" if before else str(library)
    os.environ[_LOADED] = str(library)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def end() -> None:
    """Removes the library."""
    library = os.environ.get(_LOADED)
    if library:
        shutil.rmtree(Path(library).parent, ignore_errors=True)


def arm(folder: Path, fault: Fault, number: int) -> None:
    """From now on the calls that change something below a folder are counted, and the one of this number fails."""
    ctypes.CDLL(None).trust_arm(os.fsencode(folder), ctypes.c_int(fault), ctypes.c_long(number))


def counted() -> int:
    """How many calls there were since then."""
    count = ctypes.CDLL(None).trust_counted
    count.restype = ctypes.c_long
    return int(count())
