"""Files that are damaged: what is said of them, and whether a wrong answer comes without a word."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.trust import world
from tests.trust.figures import Budget, Figures

_PAGE = 4096
_BUG = "Something went wrong inside the program"


def damaged(template: Path, scratch: Path, budget: Budget, chance: random.Random) -> Figures:
    """Damages the catalogue's file, then lists, shows, exports, checks and repairs it."""
    figures = Figures("damage")
    whole = _answers(template, scratch)
    while budget.more():
        folder = scratch / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(template, folder)
        harm = chance.choice(_HARMS)
        what = harm(folder / world.NAME, chance)
        ended, found = world.apart(lambda folder=folder: _ask(folder), scratch / "report.json")
        if ended or not isinstance(found, dict):
            figures.fails(f"{what}: ended with {ended}: {found}")
            continue
        said = " ".join(text for _, text in found.values())
        if _BUG in said or "Traceback" in said:
            figures.fails(f"{what}: {next(text for _, text in found.values() if _BUG in text or 'Trace' in text)}")
        elif found["check"][0] == 0 and found["export"] != whole["export"]:
            figures.fails(f"{what}: all is well, it is said, and the export differs")
        else:
            known = "found by check" if found["check"][0] else "without harm"
            figures.right(known)
            if found["check"][0]:
                mended = found["repair"][0] == 0 and found["after"] == whole["export"]
                figures.counts["of these mended whole" if mended else "of these named and not whole again"] += 1
    return figures


def _answers(template: Path, scratch: Path) -> dict[str, tuple[int, str]]:
    folder = scratch / "whole"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    found = world.apart(lambda: _ask(folder), scratch / "report.json")[1]
    assert isinstance(found, dict), found
    return found


def _ask(folder: Path) -> dict[str, tuple[int, str]]:
    file = folder / world.NAME
    commands = {"search": ["search", ""], "show": ["show", "copy:1"], "export": ["export", "-"], "check": ["check"]}
    found = {name: world.carry_out(arguments, file) for name, arguments in commands.items()}
    if found["check"][0]:
        found["repair"] = world.carry_out(["check", "--repair", "--yes"], file)
        found["after"] = world.carry_out(["export", "-"], file)
    return found


def _overwrite(file: Path, place: int, data: bytes) -> None:
    with file.open("r+b") as out:
        out.seek(place)
        out.write(data)


def _flip(file: Path, chance: random.Random) -> str:
    place, bit = chance.randrange(file.stat().st_size), chance.randrange(8)
    data = file.read_bytes()[place]
    _overwrite(file, place, bytes([data ^ (1 << bit)]))
    return f"bit {bit} of byte {place:,} flipped"


def _zero(file: Path, chance: random.Random) -> str:
    page = chance.randrange(file.stat().st_size // _PAGE)
    _overwrite(file, page * _PAGE, bytes(_PAGE))
    return f"page {page + 1:,} zeroed"


def _scribble(file: Path, chance: random.Random) -> str:
    sector = chance.randrange(file.stat().st_size // 512)
    _overwrite(file, sector * 512, chance.randbytes(512))
    return f"sector {sector:,} scribbled over"


def _cut(file: Path, chance: random.Random) -> str:
    size = chance.choice((0, 1, 100, 1024, chance.randrange(file.stat().st_size)))
    with file.open("r+b") as out:
        out.truncate(size)
    return f"cut to {size:,} bytes"


def _drop(file: Path, chance: random.Random) -> str:
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        name = chance.choice([row[0] for row in connection.execute(query)])
        connection.execute(f'DROP TABLE "{name}"')
        connection.commit()
    return f"table {name} dropped"


def _empty_picture(file: Path, chance: random.Random) -> str:
    pictures = sorted(one for one in file.with_name(f"{file.name}.pictures").rglob("*.jpg"))
    one = chance.choice([picture for picture in pictures if "thumbnails" not in picture.parts])
    one.write_bytes(b"" if chance.random() < 0.5 else chance.randbytes(500))
    return "a picture emptied or scribbled over"


_HARMS: tuple[Callable[[Path, random.Random], str], ...] = (
    _flip,
    _flip,
    _flip,
    _zero,
    _zero,
    _scribble,
    _scribble,
    _cut,
    _drop,
    _empty_picture,
)
