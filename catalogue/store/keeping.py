"""Backups that the program makes by itself: where they lie, when one is due, what is in them, which of them stay.

They are zips in a folder beside the catalogue, or in one that the person chose, named by catalogue, moment and reason.
The pictures lie there once for all of them, by their hashes: copies, so that damage to the catalogue's own does not
reach them. Each zip lists those that belong to it, and is restored like any other backup.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from catalogue import settings, writing
from catalogue.errors import Damaged, NoBackup, UserError
from catalogue.jobs import Job
from catalogue.store import backup
from catalogue.store.backup import BESIDE, DATABASE, PICTURES, Contents
from catalogue.store.engine import is_damage
from catalogue.store.pictures import Pictures, hash_of, mark, marked, uid_of

Occasion = Literal["work", "closing", "import", "merge", "values", "trash"]
REASONS: dict[Occasion, str] = {
    "work": "while working",
    "closing": "at closing",
    "import": "before import",
    "merge": "before merge",
    "values": "before renaming values",
    "trash": "before emptying the trash",
}
"""Why a backup is made, as its name says it."""

LAST, DAYS, WEEKS = 10, 14, 8
"""How many of the last stay, for how many days one of each, and for how many weeks; of each month one stays."""
RECENT = timedelta(minutes=10)
"""A backup of that age is new enough for what can be undone as well."""

_AHEAD = timedelta(minutes=1)
_CHUNK = 1 << 22
_LARGE = 1 << 30
_NEW = 3600  # seconds
_SUMMARY = "contents.json"
_MOMENT = "%Y-%m-%d %H%M%S"
_NAME = re.compile(rf".{{1,40}} (\d{{4}}-\d\d-\d\d \d{{6}}) ({'|'.join(REASONS.values())})\.zip", re.DOTALL)
_COPY = re.compile(r"\.(before-[a-z]+|schema-\d+)\.(\d{8}-\d{6}-\d{6})\.backup")
_PICTURE = re.compile(r"[0-9a-f]{64}\.[a-z]{3,4}")
_BROKEN: tuple[type[Exception], ...] = (OSError, sqlite3.Error, zipfile.BadZipFile, zlib.error)
_FAULTS: tuple[type[Exception], ...] = (UserError, *_BROKEN)
_UNREAD: tuple[type[Exception], ...] = (*_BROKEN, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that the program made: when, why, and what is in it (None where it cannot be read)."""

    file: Path
    moment: datetime
    reason: str
    contents: Contents | None
    stamp: str = ""

    def words(self) -> str:
        """What is in it as part of a sentence."""
        return self.contents.words() if self.contents is not None else "damaged, it cannot be read"


def folder_of(catalogue: Path) -> Path:
    """The folder with the backups of a catalogue; it need not be there yet."""
    catalogue = catalogue.resolve()
    chosen = str(settings.get(settings.BACKUPS_FOLDER))
    folder = (Path(chosen).expanduser() if chosen else catalogue.parent) / (catalogue.name + writing.BACKUPS)
    own, there = uid_of(catalogue), marked(folder)
    if own is None or there in (None, own):
        return folder
    # Another catalogue of this name has its backups there.
    return folder.with_name(f"{catalogue.name}.{own[:8]}{writing.BACKUPS}")


def listed(catalogue: Path) -> list[Kept]:
    """All that the program keeps of a catalogue, the newest first: also what upgrades and restores replaced."""
    found = [_read(file, moment, reason) for file, moment, reason in _files(folder_of(catalogue))]
    catalogue = catalogue.resolve()
    for copy in backup.kept_copies(catalogue) if catalogue.parent.is_dir() else ():
        match = _COPY.fullmatch(copy.name.removeprefix(catalogue.name))
        if match is not None:
            reason = "before upgrade" if match[1].startswith("schema") else match[1].replace("-", " ")
            found.append(_read(copy, datetime.strptime(match[2], "%Y%m%d-%H%M%S-%f"), reason))
    return sorted(found, key=lambda kept: kept.moment, reverse=True)


def chosen(catalogue: Path, name: str | None) -> Path:
    """The file that a person means: a path, or a name from the list; without either the newest. Raises UserError."""
    if name is not None:
        beside = (folder / name for folder in (folder_of(catalogue), catalogue.resolve().parent))
        return next((file for file in (Path(name), *beside) if file.is_file()), Path(name))
    good = [kept for kept in listed(catalogue) if kept.contents is not None]
    if not good:
        raise UserError(f"No backups were made of {catalogue} yet; nothing was changed. Name the file of one.")
    return good[0].file


def newest(catalogue: Path) -> tuple[Path, Contents] | None:
    """The newest good backup of a catalogue that is known or lies beside it, and what is in it."""
    found = [(kept.moment, kept.file) for kept in listed(catalogue) if kept.contents is not None]
    for _, file in sorted([*found, *backup.asked_for(catalogue.resolve())], reverse=True):
        with suppress(UserError, OSError):
            return file, backup.look(file)
    return None


def look_into(file: Path) -> Contents:
    """What is in any backup, checked, with the pictures that are missing or damaged. Raises UserError."""
    with backup.opened(file) as (database, pictures):
        found = backup.contents(database)
        if pictures is None:
            return found
        there = {picture.name.split(".")[0] for picture in pictures.iterdir()}
        lacking = sorted(backup.noted(database) - there)
        return replace(found, missing=len(lacking), lacking=tuple(lacking[:3]))


class Snapshot:
    """A checked copy of a catalogue on its way to become a backup; `finish` or `drop` has to follow.

    The copy is all that a change has to wait for: the rest may be done beside it.
    """

    def __init__(self, catalogue: Path, pictures: Pictures, reason: Occasion) -> None:
        """Raises UserError, Damaged, OSError, sqlite3.Error."""
        self._catalogue = catalogue.resolve()
        self._pictures = pictures
        self._reason: Occasion = reason
        self._folder = folder_of(catalogue)
        self._folder.mkdir(parents=True, exist_ok=True)
        mark(self._folder, self._catalogue)
        self._stack = ExitStack()
        try:
            self._shop = self._stack.enter_context(writing.workshop(self._folder))
            self._database = self._shop / DATABASE
            with (
                closing(backup.reader(self._catalogue)) as old,
                closing(sqlite3.connect(self._database)) as new,
            ):
                # One that is half written is thrown away: there is nothing to be safe before the zip is.
                new.execute("PRAGMA synchronous = OFF")
                old.backup(new)
                self._stamp = _stamp(new)
            self._contents = backup.contents(self._database)
        except BaseException:
            self.drop()
            raise

    def drop(self) -> None:
        """Lets it go; nothing is left of it."""
        self._stack.close()

    def finish(self, job: Job | None = None) -> Kept:
        """Makes the backup, verifies it, and thins out older ones. Raises NoBackup where it cannot be made."""
        job = job or Job()
        with self._stack, _refused(self._catalogue):
            names, lacking = _take_pictures(self._folder, self._shop, self._database, self._pictures, job)
            found = replace(self._contents, missing=len(lacking), lacking=tuple(lacking[:3]))
            partial = self._shop / "new.zip"
            _write(partial, self._database, names, {"contents": asdict(found), "stamp": self._stamp}, job)
            # The copy was opened, checked and counted; that the zip gives back the same bytes its sums tell.
            _read_back(partial, job)
            moment, file = _put(partial, self._folder, self._catalogue, self._reason)
            thin_out(self._folder, datetime.now())
            return Kept(file, moment, REASONS[self._reason], found, self._stamp or "")


def before(catalogue: Path, pictures: Pictures, reason: Occasion) -> Snapshot | None:
    """Begins a backup before something that reaches far, unless that is switched off or one is new enough.

    Raises NoBackup where it cannot be made.
    """
    if not settings.get(settings.BACKUPS_AUTOMATIC):
        return None
    with _refused(catalogue):
        newest = _newest(catalogue)
        if newest is not None and datetime.now() - newest.moment < RECENT:
            return None
        return _snapshot(catalogue, pictures, reason, newest)


def at_times(catalogue: Path, pictures: Pictures, reason: Occasion, job: Job | None = None) -> Kept | None:
    """Backs up while a person works or when they close the window, if it is time and something was changed.

    Raises NoBackup where it cannot be made.
    """
    minutes = settings.get(settings.BACKUPS_MINUTES)
    if not settings.get(settings.BACKUPS_AUTOMATIC) or (reason == "work" and not minutes):
        return None
    with _refused(catalogue):
        newest = _newest(catalogue)
        early = newest is not None and datetime.now() - newest.moment < timedelta(minutes=minutes)
        if reason == "work" and early:
            return None
        begun = _snapshot(catalogue, pictures, reason, newest)
    return begun.finish(job) if begun is not None else None


def staying(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Which backups stay: the last ones, and the newest of each day, week and month as far back as each goes.

    What a wrong clock dated ahead of now stays, and does not push out the true ones.
    """
    newest_first = sorted(set(moments), reverse=True)
    past = [moment for moment in newest_first if moment <= now]
    stay = set(newest_first) - set(past) | set(past[:LAST])
    seen: set[tuple[str, object]] = set()
    for moment in past:
        age = (now.date() - moment.date()).days
        periods: list[tuple[str, object]] = [("month", (moment.year, moment.month))]
        if age < DAYS:
            periods.append(("day", moment.date()))
        if age < WEEKS * 7:
            periods.append(("week", moment.isocalendar()[:2]))
        if not seen.issuperset(periods):
            stay.add(moment)
            seen.update(periods)
    return stay


def thin_out(folder: Path, now: datetime) -> None:
    """Removes the backups that need not stay, and the pictures that only they had. Other files are not touched."""
    files = _files(folder)
    stay = staying((moment for _, moment, _ in files), now)
    gone = [file for file, moment, _ in files if moment not in stay]
    if not gone:
        return
    for file in gone:
        with suppress(OSError):  # it is tried again next time
            file.unlink()
    try:
        used = {name for file, _, _ in _files(folder) for name in _pictures_of(file)}
    except _UNREAD:
        return  # what belongs to one that cannot be read is not known
    for name, picture in _stored(folder).items():
        with suppress(OSError):
            # A new one may belong to a backup that another process has not finished yet.
            if name not in used and now.timestamp() - picture.stat().st_mtime > _NEW:
                picture.unlink()


def _snapshot(catalogue: Path, pictures: Pictures, reason: Occasion, newest: Kept | None) -> Snapshot | None:
    """A snapshot, unless the newest backup has all that there is."""
    if not catalogue.is_file():
        return None
    with closing(backup.reader(catalogue)) as connection:
        stamp = _stamp(connection)
    if stamp is None or (newest is not None and newest.stamp == stamp):
        return None
    return Snapshot(catalogue, pictures, reason)


def _write(target: Path, database: Path, names: list[str], summary: dict[str, object], job: Job) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(BESIDE, "\n".join(names))
        archive.writestr(_SUMMARY, json.dumps(summary))
        size = database.stat().st_size
        with database.open("rb") as source, archive.open(DATABASE, "w", force_zip64=size >= _LARGE) as out:
            for _ in range(0, size, _CHUNK):
                job.step(0, 0, "Backing up")
                out.write(source.read(_CHUNK))


def _read_back(file: Path, job: Job) -> None:
    """Reads all that is in a zip, which compares its sums. Raises OSError, zipfile.BadZipFile."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            with archive.open(name) as source:
                while source.read(_CHUNK):
                    job.step(0, 0, "Backing up")


def _put(partial: Path, folder: Path, catalogue: Path, reason: Occasion) -> tuple[datetime, Path]:
    moment = datetime.now().replace(microsecond=0)
    while True:
        # No two are of one second: their order is told by nothing else.
        taken = {other for _, other, _ in _files(folder)}
        while moment in taken:
            moment += timedelta(seconds=1)
        # Part of a long name, or the file's own would be too long.
        file = folder / f"{catalogue.stem[:40]} {moment:{_MOMENT}} {REASONS[reason]}.zip"
        with suppress(FileExistsError):  # another process was as fast
            writing.put(partial, file, replace=False)
            return moment, file


def _take_pictures(
    folder: Path, shop: Path, database: Path, pictures: Pictures, job: Job
) -> tuple[list[str], list[str]]:
    """Brings the pictures of a catalogue beside the backups; returns the names of the files, and what is missing."""
    stored = _stored(folder)
    kept = {name.split(".")[0]: picture for name, picture in stored.items()}
    own = _stored(pictures.folder.parent, pictures.folder.name)
    sources = {name.split(".")[0]: picture for name, picture in own.items()}
    wanted = sorted(backup.noted(database) | sources.keys())
    names, lacking = [], []
    for done, sha256 in enumerate(wanted):
        job.step(done, len(wanted), "Backing up pictures")
        source, there = sources.get(sha256) or pictures.original(sha256), kept.get(sha256)
        if source is not None and there is not None and _size(source) == _size(there):
            names.append(there.name)
            continue
        if source is not None:
            partial = shop / source.name
            shutil.copyfile(source, partial)
            if hash_of(partial) == sha256:
                target = folder / PICTURES / source.name[:2] / source.name
                target.parent.mkdir(parents=True, exist_ok=True)
                partial.replace(target)
                names.append(target.name)
                continue
            partial.unlink()
        if there is not None and hash_of(there) == sha256:
            names.append(there.name)  # the catalogue has lost it, an earlier backup has not
        elif sha256 in sources or there is None:
            lacking.append(sha256)
    return names, lacking


def _stored(folder: Path, name: str = PICTURES) -> dict[str, Path]:
    """The pictures in a store, by the names of their files. Nothing else in it is ours."""
    found = {}
    with suppress(FileNotFoundError):
        for part in os.scandir(folder / name):
            if len(part.name) == 2 and part.is_dir():
                for entry in os.scandir(part.path):
                    if _PICTURE.fullmatch(entry.name):
                        found[entry.name] = Path(entry.path)
    return found


def _size(file: Path) -> int:
    return file.stat().st_size


def _stamp(connection: sqlite3.Connection) -> str | None:
    """What tells one state of a catalogue from another; None where nothing was ever done."""
    row = connection.execute("SELECT max(id), max(at), count(*), total(undone_by) FROM operation").fetchone()
    ever = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'operation'").fetchone()
    if not row[2] and not connection.execute("SELECT 1 FROM film LIMIT 1").fetchone():
        return None
    uid = connection.execute("SELECT uid FROM catalogue").fetchone()
    return json.dumps([*row, ever and ever[0], uid and uid[0]])


def _newest(catalogue: Path) -> Kept | None:
    """The newest backup that can be read; none that a wrong clock dated ahead of now."""
    now = datetime.now() + _AHEAD
    past = sorted((one for one in _files(folder_of(catalogue)) if one[1] <= now), key=lambda one: one[1], reverse=True)
    read = (_read(*one) for one in past)
    return next((kept for kept in read if kept.contents is not None), None)


def _files(folder: Path) -> list[tuple[Path, datetime, str]]:
    """The files in a folder that are named as backups of ours are, each with its moment and reason."""
    found = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for entry in os.scandir(folder):
            match = _NAME.fullmatch(entry.name)
            if match is not None and entry.is_file(follow_symlinks=False):
                with suppress(ValueError):  # a 31st of June
                    found.append((Path(entry.path), datetime.strptime(match[1], _MOMENT), match[2]))
    return found


def _read(file: Path, moment: datetime, reason: str) -> Kept:
    try:
        if file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                summary = json.loads(archive.read(_SUMMARY))
            found = summary["contents"]
            contents = Contents(**{**found, "lacking": tuple(found["lacking"])})
            return Kept(file, moment, reason, contents, str(summary["stamp"]))
        with closing(backup.reader(file)) as connection:
            return Kept(file, moment, reason, backup.counted(connection))
    except _UNREAD:
        return Kept(file, moment, reason, None)


def _pictures_of(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        return archive.read(BESIDE).decode().split()


@contextmanager
def _refused(catalogue: Path) -> Iterator[None]:
    """Turns what goes wrong into NoBackup with a sentence."""
    try:
        yield
    except _FAULTS as error:
        if isinstance(error, Damaged) or is_damage(error):
            raise NoBackup(
                f"No backup could be made of {catalogue}: it is damaged. The earlier backups are as they were."
            ) from error
        folder = folder_of(catalogue)
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            reason = "there is no room left on that disk"
        else:
            reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise NoBackup(f"No backup could be made in {folder}: {reason}.") from error
