"""Who may read what the program writes: its own files are for their owner, what a person asks for is as they set it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OTHERS = 0o077
_persons: int | None = None


def begin() -> None:
    """From now on every file and folder that this process makes is for its owner only, also those that SQLite makes.

    Whoever begins to work for a person calls it: the command line, the window, a catalogue that is opened.
    """
    global _persons
    if _persons is None:
        _persons = os.umask(_OTHERS)


def give(file: Path) -> None:
    """Lets a new file that a person asked for be read by whom their own umask lets read it."""
    if _persons is not None:
        with suppress(OSError):  # not every file system knows rights
            file.chmod(0o666 & ~_persons)


@contextmanager
def as_person() -> Iterator[None]:
    """For the start of another program: what that one writes is no business of ours."""
    if _persons is None:
        yield
        return
    os.umask(_persons)
    try:
        yield
    finally:
        os.umask(_OTHERS)


def close_to_readers(catalogue: Path, pictures: Path) -> None:
    """Makes a catalogue and its folder of pictures private that were made readable for everybody.

    Earlier versions made them so, and nobody asked for it. Whoever may write to them keeps all rights: then the
    catalogue is shared, and a person did that. What else is there, backups too, is left as it is.
    """
    journals = (catalogue.with_name(catalogue.name + suffix) for suffix in ("-wal", "-shm"))
    for path in (catalogue, *journals, pictures):
        with suppress(OSError):
            found = path.stat()
            wanted = stat.S_IMODE(found.st_mode)
            for readable, writable in ((0o070, 0o020), (0o007, 0o002)):
                if not wanted & writable:
                    wanted &= ~readable
            if wanted != stat.S_IMODE(found.st_mode) and found.st_uid == os.geteuid():
                path.chmod(wanted)
