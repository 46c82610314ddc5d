"""Safe copies of a catalogue, made with SQLite's backup API and verified before they count.

A backup is a zip with the database and its pictures. What an upgrade or a restore replaces is kept beside the catalogue
as a plain database, the last few of them.
"""

from __future__ import annotations

import glob
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from dataclasses import replace as replace_fields
from datetime import datetime
from pathlib import Path

from catalogue import writing
from catalogue.errors import UserError
from catalogue.jobs import Job
from catalogue.store.engine import APPLICATION_ID, BUSY_SECONDS
from catalogue.store.pictures import Pictures

KEPT = 5
DATABASE = "catalogue.db"
PICTURES = "pictures/"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a catalogue or a backup of one: numbers of records, and when something was last done."""

    films: int
    copies: int
    documents: int
    pictures: int
    last_change: str | None
    missing: int = 0

    def words(self) -> str:
        """The contents as part of a sentence."""
        when = f", last changed {self.last_change.replace('T', ' ')}" if self.last_change else ""
        counts = ((self.films, "film"), (self.copies, "disc"), (self.documents, "document"))
        return ", ".join(f"{number:,} {word}{'' if number == 1 else 's'}" for number, word in counts) + when

    def problem(self) -> str | None:
        """What of the pictures is not in it, in a sentence."""
        return say_missing(self.missing)


def contents(database: Path) -> Contents:
    """What is in a database file. Raises UserError for what is no catalogue or is damaged."""
    try:
        with closing(_open(database)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise UserError(f"{database.name} is not a catalogue or a backup of one; nothing was changed.")
            verdict = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            if verdict != "ok":
                raise UserError(f"{database.name} is damaged ({verdict}); nothing was changed.")
            films, copies, documents, pictures = (
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("film", "copy", "document", "picture")
            )
            last = connection.execute("SELECT max(at) FROM operation").fetchone()[0]
            return Contents(films, copies, documents, pictures, last)
    except sqlite3.Error as error:
        raise UserError(f"{database.name} is not a catalogue or is damaged ({error}); nothing was changed.") from error


def save(
    catalogue: Path, pictures: Pictures, target: Path, job: Job | None = None, *, replace: bool = False
) -> Contents:
    """Writes a backup of a catalogue and its pictures that may be open; returns what is in it, and what is missing.

    Raises UserError, and leaves no half file, when it cannot be written.
    """
    job = job or Job()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            writing.new_file(target, catalogue, replace=replace, private=True) as partial,
            tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder,
        ):
            database = Path(folder) / DATABASE
            copy_database(catalogue, database)
            saved = contents(database)
            found = {sha256: pictures.original(sha256) for sha256 in _noted(database) | pictures.hashes()}
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


def _noted(database: Path) -> set[str]:
    """The pictures that a catalogue speaks of."""
    with closing(_open(database)) as connection:
        return {row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM picture")}


@contextmanager
def opened(file: Path) -> Iterator[tuple[Path, Path | None]]:
    """A backup's database, copied to a temporary place, and the folder of its pictures if it has any.

    Takes a zip of ours or a plain database. Raises UserError for anything else.
    """
    if not file.is_file():
        raise UserError(f"There is no file {file}; nothing was changed.")
    with tempfile.TemporaryDirectory(prefix="disc-catalogue-") as name:
        folder = Path(name)
        database = folder / DATABASE
        try:
            if not zipfile.is_zipfile(file):
                contents(file)
                copy_database(file, database)
                yield database, None
                return
            with zipfile.ZipFile(file) as archive:
                names = [member for member in archive.namelist() if member.startswith(PICTURES)]
                if DATABASE not in archive.namelist():
                    raise UserError(f"{file} is not a backup of a catalogue; nothing was changed.")
                # Only names of our own making are taken out: nothing in an archive may choose where it lands.
                (folder / PICTURES).mkdir()
                for member in (DATABASE, *names):
                    target = folder / DATABASE if member == DATABASE else folder / PICTURES / Path(member).name
                    with archive.open(member) as source, target.open("wb") as out:
                        shutil.copyfileobj(source, out)
            yield database, folder / PICTURES
        except (zipfile.BadZipFile, OSError) as error:
            raise UserError(f"{file} could not be read ({error}); nothing was changed.") from error


def copy_database(source: Path, target: Path) -> None:
    """Copies a database that may be open elsewhere, then checks the copy. Raises UserError and leaves no half file."""
    partial = target.with_name(target.name + ".partial")
    try:
        with closing(_open(source)) as old, closing(sqlite3.connect(partial)) as new:
            old.backup(new)
            verdict = new.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise UserError(f"The copy of {source} did not pass SQLite's check ({verdict}); it was not kept.")
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def replace_contents(catalogue: Path, source: Path) -> None:
    """Makes the catalogue hold what another database holds, in one step, also while it is open elsewhere."""
    with closing(_open(source)) as new, closing(sqlite3.connect(catalogue, timeout=BUSY_SECONDS)) as old:
        new.backup(old)


def keep(catalogue: Path, why: str) -> Path:
    """Keeps a copy of the catalogue beside it, named by reason and moment; the oldest beyond the last few go."""
    moment = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    target = catalogue.with_name(f"{catalogue.name}.{why}.{moment}.backup")
    copy_database(catalogue, target)
    names = f"{glob.escape(catalogue.name)}.*.backup"
    kept = sorted(catalogue.parent.glob(names), key=lambda file: file.stat().st_mtime_ns)
    for old in kept[:-KEPT]:
        old.unlink()
    return target


def _open(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
