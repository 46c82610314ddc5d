"""What SQLite keeps of a database beside it, and giving all of it another name before something else comes there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from catalogue import writing

PARTS = ("", "-wal", "-journal")
"""What holds a database's contents, by the ends of the names."""


def beside(catalogue: Path, part: str) -> Path:
    """The file of a part."""
    return catalogue.with_name(catalogue.name + part)


def size(catalogue: Path, part: str = "") -> int:
    """The bytes of a part; 0 where it is not there."""
    file = beside(catalogue, part)
    return file.stat().st_size if file.is_file() else 0


def free_name(catalogue: Path) -> Path:
    """The name that a damaged catalogue gets."""
    names = (catalogue.with_name(f"{catalogue.name}.damaged{number}") for number in ("", *range(2, 1000)))
    return next(name for name in names if not any(beside(name, part).exists() for part in PARTS))


def set_aside(catalogue: Path, other: Path) -> None:
    """Gives a damaged catalogue a second name; where only its journals are left, they get it.

    The file itself stays in its place until another comes there. Its journals go: SQLite would write them into that.
    """
    for part in PARTS:
        if size(catalogue, part):
            _link(beside(catalogue, part), beside(other, part))
    writing.sync_folder(catalogue.parent)
    for part in (*PARTS[1:], "-shm"):
        beside(catalogue, part).unlink(missing_ok=True)


def bring_back(catalogue: Path, other: Path) -> None:
    """Takes `set_aside` back."""
    for part in PARTS:
        if beside(catalogue, part).exists():
            beside(other, part).unlink(missing_ok=True)
        elif beside(other, part).exists():
            beside(other, part).replace(beside(catalogue, part))


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system that knows no links
        shutil.copyfile(old, new)
