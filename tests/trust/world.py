"""A small catalogue with something of every kind in it, what can be done to it, and what state it is in afterwards."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sqlite3
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from catalogue import __main__ as program
from catalogue import paths
from catalogue.collection import Collection, commands
from catalogue.exchange import importing, json_export
from catalogue.store import backup, tables

NAME = "films.db"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?")


@dataclass(frozen=True)
class Operation:
    """One command that writes: its name in the figures, and its arguments; `{}` is the folder of the catalogue."""

    name: str
    arguments: tuple[str, ...]


def operation(line: str, *further: str) -> Operation:
    """An operation from its command line, without quotation marks; `further` are arguments with blanks."""
    arguments = (*line.split(), *further)
    return Operation(" ".join(one for one in line.split() if not one.startswith("{}"))[:30], arguments)


OPERATIONS = (
    operation("add --set title=Ran --set year=1985 --set tags=samurai;war --set location=Attic/Box --set format=DVD"),
    operation("add --set edition_title=Saga --set location=Attic --set", "contents=Alien (1979)\nAliens (1986)"),
    operation("edit copy:1 --yes --set title=Elsewhere --set owner=Cleo --set location=Cellar/Left --set notes=worn"),
    operation("edit tag:all --yes --set tags+=moved --set condition=good"),
    operation("delete owner:Ann --yes"),
    operation("trash --empty --yes"),
    operation("trash --yes --restore", ""),
    operation("undo"),
    operation("redo"),
    operation("revert 2"),
    operation("import {}/page.txt"),
    operation("import {}/export.json"),
    operation("import {}/export.zip"),
    operation("picture copy:2 {}/cover.png --yes"),
    operation("picture copy:1 --yes --remove"),
    operation("picture copy:1 --yes --turn 90"),
    operation("lend copy:2 --to Zoe --yes"),
    operation("return lent: --yes"),
    operation("seen copy:2 --yes --rating 7.5"),
    operation("replace owner Ben Benedict --yes"),
    operation("put tag:all Garage/Shelf --yes"),
    operation("renumber tag:all --first 500 --yes"),
    operation("values tags --rename all every --yes"),
    operation("values owner --merge Ann,Ben Both --yes"),
    operation("places --rename Attic Loft --yes"),
    operation("places --delete Cellar --yes"),
    operation("merge film:1 film:2"),
    operation("reread --yes"),
    operation("fields --add Signed --kind", "yes or no"),
    operation("fields --remove Shelf-mark --yes"),
    operation("saved mine --query tag:all"),
    operation("history --forget-before 2100-01-01 --yes"),
    operation("backup {}/new-backup.zip --yes"),
    operation("restore {}/old-backup.zip --yes"),
)


def build(folder: Path) -> None:
    """Makes the catalogue and all that is done to it is made of."""
    folder.mkdir(parents=True)
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((90, 120)).convert("RGB").save(picture, "PNG")
    (folder / "cover.png").write_bytes(picture.getvalue())
    other = io.BytesIO()
    Image.radial_gradient("L").resize((80, 110)).convert("RGB").save(other, "JPEG")
    collection = Collection.open(folder / NAME)
    collection.run(commands.AddField("Shelf-mark", "text"))
    for number in range(1, 9):
        values = {
            "title": f"Film {number}",
            "year": 1950 + number,
            "owner": ("Ann", "Ben")[number % 2],
            "tags": ["all"],
        }
        values |= {"location": f"Cellar/{('Left', 'Right')[number % 2]}", "format": "DVD", "index": number}
        collection.run(commands.AddRecord(values))
    pages = sorted(paths.data("seeds").glob("*-collection-page.txt"))
    importing.run(collection, pages[:3])
    collection.run(commands.SetPicture(1, other.getvalue()))
    collection.run(commands.Lend((3,), "Yves"))
    collection.run(commands.DeleteRecords((5, 6)))
    collection.run(commands.EditRecords((4,), {"notes": "to be undone"}))
    backup.save(folder / NAME, collection.pictures, folder / "old-backup.zip")
    collection.run(commands.EditRecords((7,), {"title": "After the backup"}))
    collection.run(commands.EditRecords((4,), {"notes": "undone"}))
    collection.undo()
    collection.close()
    shutil.copy(pages[3], folder / "page.txt")
    stranger = Collection.open(folder / "stranger.db")
    for number in range(30):
        stranger.run(commands.AddRecord({"title": f"Stranger {number}", "year": 1990 + number % 9, "owner": "Dora"}))
    stranger.run(commands.SetPicture(1, picture.getvalue(), "back"))
    for name in ("export.json", "export.zip"):
        json_export.write(stranger, folder / name)
    stranger.close()
    for left in folder.glob("stranger.db*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def state(file: Path) -> list[str]:
    """All that a catalogue says and remembers, without the moments at which it was said."""
    found = []
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for table in tables.metadata.sorted_tables:
            names = [f'"{column.name}"' for column in table.columns if column.name not in ("at", "uid")]
            query = f"SELECT {', '.join(names)} FROM {table.name} ORDER BY id"
            found += [f"{table.name} {_MOMENT.sub('', str(row))}" for row in connection.execute(query)]
    return found


def picture_files(file: Path) -> list[str]:
    """The pictures that a catalogue speaks of and that are not there, whole."""
    collection = Collection.open(file)
    try:
        return [problem for problem in collection.check() if "picture" in problem]
    finally:
        collection.close()


def left_behind(folder: Path, before: Sequence[str]) -> list[str]:
    """The files below a folder that are nobody's: neither there before nor part of a catalogue."""
    known = re.compile(r"films\.db(-wal|-shm|-journal)?$|films\.db\.[\w-]+\.\d{8}-\d{6}-\d+\.backup$|new-backup\.zip$")
    own = re.compile(r"films\.db\.[a-z.]+/")
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    left = [name for name in names if name not in before and not known.match(name)]
    return [name for name in left if not own.match(name) or name.endswith((".tmp", ".partial"))]


def carry_out(arguments: Sequence[str], file: Path) -> tuple[int, str]:
    """Runs a command of the program in this process; returns its status and all that it said."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            status = program.main([*arguments, f"--catalogue={file}"])
        except SystemExit as ended:
            status = int(ended.code or 0) if not isinstance(ended.code, str) else 2
    return status, said.getvalue()


def apart(work: Callable[[], object], report: Path, patience: float = 120) -> tuple[int, object]:
    """Does something in a process of its own; returns how that ended (0, or minus the signal) and what it returned.

    What it raises is returned as text that begins with `Traceback`.
    """
    report.unlink(missing_ok=True)
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            found: object = work()
        except BaseException:
            found = traceback.format_exc()
        report.write_text(json.dumps(found))
        os._exit(0)
    return _ended(child, patience), json.loads(report.read_text()) if report.exists() else None


def _ended(child: int, patience: float) -> int:
    import signal
    import threading

    timer = threading.Timer(patience, lambda: os.kill(child, signal.SIGKILL))
    timer.start()
    _, status = os.waitpid(child, 0)
    timer.cancel()
    return os.waitstatus_to_exitcode(status)
