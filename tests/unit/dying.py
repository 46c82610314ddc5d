"""Work that is killed, or that the disk fails, at its n-th step: at a file or name that Python makes or changes."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import warnings
from collections.abc import Callable
from typing import Any

from catalogue.errors import UserError

_STEPS = ("os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate", "sqlite3.connect")


def killed(work: Callable[[], object], step: int) -> bool:
    """Does work in a process of its own, which is killed before its n-th step. Tells whether it came to that."""
    status, _ = _apart(work, step, lambda _: os.kill(os.getpid(), signal.SIGKILL))
    return os.WIFSIGNALED(status)


def failed(work: Callable[[], object], step: int, error: int) -> tuple[bool, str | None]:
    """Does work in a process of its own, where its n-th step fails with an error of the system.

    Tells whether it came to that step, and what was said to the person, None where nothing was.
    """
    came: list[int] = []

    def fail(event: str) -> None:
        came.append(1)
        if event == "sqlite3.connect":
            cannot = sqlite3.OperationalError("unable to open database file")
            cannot.sqlite_errorname = "SQLITE_CANTOPEN"
            raise cannot
        raise OSError(error, os.strerror(error))

    status, said = _apart(work, step, fail, came)
    assert os.WEXITSTATUS(status) == 0, said
    return said.startswith("!"), said.lstrip("!") or None


def _apart(
    work: Callable[[], object], step: int, then: Callable[[str], object], came: list[int] | None = None
) -> tuple[int, str]:
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # threads of the tests are not needed in the child
        child = os.fork()
    if child == 0:
        os.close(reader)
        status, said = 0, ""
        taken = 0

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal taken
            if event in _STEPS or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
                taken += 1
                if taken == step:
                    then(event)

        sys.addaudithook(hook)
        try:
            work()
        except UserError as error:
            said = str(error)
        except BaseException as error:
            status, said = 1, repr(error)
        os.write(writer, (("!" if came else "") + said).encode())
        os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    return os.waitpid(child, 0)[1], said
