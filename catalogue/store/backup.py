"""Safe copies of a catalogue, made with SQLite's backup API and verified before they count.

A backup is a zip with the database and its pictures. What an upgrade or a restore replaces is kept beside the catalogue
as a plain database, the last few of them.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from datetime import datetime
from pathlib import Path

from catalogue import writing
from catalogue.errors import Damaged, UserError
from catalogue.jobs import Job
from catalogue.store.engine import APPLICATION_ID, BUSY_SECONDS, busy, fault, is_damage, plain
from catalogue.store.pictures import Pictures, hash_of

KEPT = 5
DATABASE = "catalogue.db"
PICTURES = "pictures/"
BESIDE = "pictures.txt"
"""The member of a backup by itself that names its pictures, which lie beside it, once for all such backups."""
_MOMENT = "%Y%m%d-%H%M%S-%f"
_OWN = re.compile(r"[0-9a-f]{64}\.[a-z]{3,4}")
_STEP = 16
"""Pages copied at once into a catalogue: fewer than any has, so that the lock is there before the last step."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a catalogue or a backup of one: numbers of records, and when something was last done."""

    films: int
    copies: int
    documents: int
    pictures: int
    last_change: str | None
    missing: int = 0
    lacking: tuple[str, ...] = ()
    """The first of the missing pictures, by their hashes."""

    def words(self) -> str:
        """The contents as part of a sentence."""
        when = f", last changed {self.last_change.replace('T', ' ')}" if self.last_change else ""
        counts = ((self.films, "film"), (self.copies, "disc"), (self.documents, "document"))
        return ", ".join(f"{number:,} {word}{'' if number == 1 else 's'}" for number, word in counts) + when

    def problem(self) -> str | None:
        """What of the pictures is not in it, in a sentence."""
        said = say_missing(self.missing)
        return f"{said} ({', '.join(one[:12] for one in self.lacking)})" if said and self.lacking else said


def contents(database: Path) -> Contents:
    """What is in a database file. Raises Damaged for what cannot be read as one, UserError for any other fault."""
    try:
        with closing(reader(database)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise UserError(f"{database.name} is not a catalogue or a backup of one; nothing was changed.")
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise Damaged(f"{database.name} is damaged ({verdict}); nothing was changed.")
            return counted(connection)
    except sqlite3.Error as error:
        known = None if is_damage(error) else plain(error, database)
        said = f"{database.name} is not a catalogue or is damaged ({error}); nothing was changed."
        raise known or Damaged(said) from error


def counted(connection: sqlite3.Connection) -> Contents:
    """What is in an open database, which is not checked. Raises sqlite3.Error."""
    films, copies, documents, pictures = (
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("film", "copy", "document", "picture")
    )
    last = connection.execute("SELECT max(at) FROM operation").fetchone()[0]
    return Contents(films, copies, documents, pictures, last)


def save(
    catalogue: Path, pictures: Pictures, target: Path, job: Job | None = None, *, replace: bool = False
) -> Contents:
    """Writes a backup of a catalogue and its pictures that may be open; returns what is in it, and what is missing.

    Raises UserError, and leaves no half file, when it cannot be written.
    """
    job = job or Job()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with writing.new_file(target, catalogue, replace=replace, private=True) as partial:
            database = partial.with_name(DATABASE)
            copy_database(catalogue, database)
            saved = contents(database)
            found = {sha256: pictures.original(sha256) for sha256 in noted(database) | pictures.hashes()}
            files = sorted(file for file in found.values() if file is not None)
            saved = replace_fields(saved, missing=len(found) - len(files))
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(database, DATABASE)
                for done, file in enumerate(files):
                    job.step(done, len(files), "Backing up pictures")
                    archive.write(file, PICTURES + file.name, zipfile.ZIP_STORED)
            with zipfile.ZipFile(partial) as archive:
                damaged = archive.testzip()
            if damaged is not None:
                raise UserError(f"The backup could not be read back ({damaged}); it was not kept.")
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(f"The backup could not be written to {target} ({reason}); nothing was changed.") from error
    return saved


def say_missing(number: int) -> str | None:
    """That files of pictures are missing, in a sentence; None where none are."""
    if not number:
        return None
    one = number == 1
    return f"{number:,} picture{' is' if one else 's are'} not in it: the file{'' if one else 's'} could not be found."


def noted(database: Path) -> set[str]:
    """The pictures that a catalogue speaks of."""
    with closing(reader(database)) as connection:
        return {row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM picture")}


@contextmanager
def opened(file: Path, *, pictures: bool = True) -> Iterator[tuple[Path, Path | None]]:
    """A backup's database, copied to a temporary place, and the folder of its pictures if it has any and they count.

    Takes a zip of ours or a plain database. Raises UserError for anything else.
    """
    if not file.is_file():
        raise UserError(f"There is no file {file}; nothing was changed.")
    temporary = Path(tempfile.gettempdir())
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(writing.workshop(temporary))
            saved = _unpack(file, folder, pictures)
        except (zipfile.BadZipFile, OSError, sqlite3.Error) as error:
            if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or fault(error) == "SQLITE_FULL":
                raise UserError(
                    f"There is no room in {temporary} to unpack {file}; nothing was changed. Make room and try again."
                ) from error
            raise UserError(f"{file} could not be read ({error}); nothing was changed.") from error
        yield folder / DATABASE, saved


def _unpack(file: Path, folder: Path, pictures: bool) -> Path | None:
    """Lays the database of a backup into a folder, and its pictures into one in it, which is the answer."""
    if not zipfile.is_zipfile(file):
        contents(file)
        copy_database(file, folder / DATABASE)
        return None
    with zipfile.ZipFile(file) as archive:
        names = [member for member in archive.namelist() if pictures and member.startswith(PICTURES)]
        if DATABASE not in archive.namelist():
            raise UserError(f"{file} is not a backup of a catalogue; nothing was changed.")
        # Only names of our own making are taken out: nothing in an archive may choose where it lands.
        (folder / PICTURES).mkdir()
        for member in (DATABASE, *names):
            target = folder / DATABASE if member == DATABASE else folder / PICTURES / Path(member).name
            with archive.open(member) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)
        if BESIDE in archive.namelist():
            for name in archive.read(BESIDE).decode().split():
                _lend(file.parent / PICTURES, name, folder / PICTURES)
    return folder / PICTURES


def _lend(store: Path, name: str, folder: Path) -> None:
    """Makes a picture that lies beside backups one of an unpacked backup, unless it is missing or damaged."""
    if not _OWN.fullmatch(name):
        return
    source, target = store / name[:2] / name, folder / name
    with suppress(FileNotFoundError):
        if hash_of(source) != name.split(".")[0]:
            return
        # Gigabytes need not be copied to be looked at.
        for way in (os.symlink, os.link, shutil.copyfile):
            with suppress(OSError):
                way(source.absolute(), target)
                return


def copy_database(source: Path, target: Path, held: sqlite3.Connection | None = None) -> None:
    """Copies a database that may be open elsewhere, or is `held` by a connection, to a new file, checked and whole.

    Raises Damaged for a copy that SQLite finds broken, FileExistsError, OSError, sqlite3.Error; no half file is left.
    """
    with writing.workshop(target.parent) as folder:
        with closing(sqlite3.connect(folder / DATABASE)) as new:
            if held is not None:
                held.backup(new)
            else:
                with closing(reader(source)) as old:
                    old.backup(new)
            verdict = new.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise Damaged(f"The copy of {source} did not pass SQLite's check ({verdict}); it was not kept.")
        writing.put(folder / DATABASE, target, replace=False)


def replace_contents(catalogue: Path, source: Path, why: str) -> Path:
    """Makes a catalogue hold what another database holds, in one step, also while it is open elsewhere.

    What it held is kept beside it, both under one lock, so that what others change is in the one or in the other.
    Returns the copy. Raises Damaged for a catalogue that cannot be read, and sqlite3.Error; nothing is changed then.
    """
    address = f"{catalogue.absolute().as_uri()}?mode=rw"
    kept: list[Path] = []
    with (
        closing(reader(source)) as new,
        closing(sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)) as held,
    ):

        def keep_first(status: int, remaining: int, total: int) -> None:
            # The first step took the lock of writers; beside it the state before can still be read.
            if status == sqlite3.SQLITE_OK and not kept:
                kept.append(keep(catalogue, why))
            elif status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise busy(catalogue)  # Python would try again for ever

        try:
            if held.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                new.backup(held, pages=_STEP, progress=keep_first)
            else:
                # Where there is no shared memory, who writes keeps all others out, also those of this process.
                held.execute("PRAGMA locking_mode = EXCLUSIVE")
                held.execute("BEGIN EXCLUSIVE")
                held.execute("COMMIT")
                kept.append(keep(catalogue, why, held))
                new.backup(held)
        except BaseException:
            for file in kept:
                file.unlink(missing_ok=True)
            raise
    return kept[0]


def keep(catalogue: Path, why: str, held: sqlite3.Connection | None = None) -> Path:
    """Keeps a copy of the catalogue beside it, named by reason and moment."""
    target = catalogue.with_name(f"{catalogue.name}.{why}.{datetime.now():{_MOMENT}}.backup")
    copy_database(catalogue, target, held)
    return target


def kept_copies(catalogue: Path) -> list[Path]:
    """The copies that `keep` made of a catalogue, by the moments in their names, the oldest first."""
    pattern = re.compile(re.escape(catalogue.name) + r"\.[a-z0-9-]+\.(\d{8}-\d{6}-\d{6})\.backup")
    found = ((pattern.fullmatch(file.name), file) for file in catalogue.parent.iterdir())
    return [file for _, file in sorted((match[1], file) for match, file in found if match)]


def asked_for(catalogue: Path) -> list[tuple[datetime, Path]]:
    """The backups beside a catalogue that have the name that is proposed for one, with the moments in these."""
    zips = re.compile(re.escape(catalogue.stem) + r"-(\d{4}-\d\d-\d\d-\d{6})\.backup\.zip")
    found = []
    with suppress(OSError):
        for file in catalogue.parent.iterdir():
            match = zips.fullmatch(file.name)
            with suppress(ValueError):
                found += [(datetime.strptime(match[1], "%Y-%m-%d-%H%M%S"), file)] if match else []
    return found


def look(file: Path) -> Contents:
    """What is in a backup; its pictures are not unpacked for it. Raises UserError for what is none."""
    with opened(file, pictures=False) as (database, _):
        return contents(database)


def thin_out(catalogue: Path, *spared: Path) -> None:
    """Removes kept copies beyond the last few, but none that is to be spared.

    Those that a wrong clock dated ahead of now stay, and do not push out the true ones.
    """
    now = f"{datetime.now():{_MOMENT}}"
    past = [file for file in kept_copies(catalogue) if file.name.split(".")[-2] <= now]
    stays = {file.resolve() for file in spared}
    for old in past[:-KEPT]:
        if old.resolve() not in stays:
            with suppress(OSError):  # it is tried again next time
                old.unlink()


def reader(database: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises sqlite3.Error."""
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
