"""Putting a backup in the place of a catalogue, whose present state is kept beside it."""

from __future__ import annotations

import errno
import filecmp
import shutil
import sqlite3
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from catalogue import writing
from catalogue.errors import Damaged, UserError
from catalogue.fields.text import size_words
from catalogue.jobs import Job
from catalogue.store import aside, backup, upgrade
from catalogue.store.engine import is_damage, plain
from catalogue.store.pictures import hash_of, mark


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: what is in the catalogue now, and where its state before is kept (None if there was none)."""

    contents: backup.Contents
    kept: Path | None


def restore(catalogue: Path, pictures: Path, file: Path, job: Job | None = None) -> Restored:
    """Makes a catalogue what a backup holds, upgraded to today's schema. Pictures are added, none is removed.

    Raises UserError, and changes nothing, for what is no backup, is damaged, or was made by a newer version, and where
    the file is locked or there is no room. Killed, it leaves the catalogue as it was or as it should be.
    """
    job = job or Job()
    catalogue = catalogue.resolve()
    with backup.opened(file) as (database, saved_pictures):
        backup.contents(database)
        try:
            upgrade.prepare(database)
        except Damaged as error:
            raise Damaged(str(error).replace(str(database), str(file))) from error
        found = backup.contents(database)
        try:
            wanted = _wanted(saved_pictures, pictures)
            _ask_for_room(catalogue, database, pictures, wanted)
            # It can be cancelled up to here and between the pictures: of those alone the catalogue shows nothing.
            if wanted:
                _put_back(wanted, pictures, job)
            job.step(len(wanted), len(wanted), "Restoring")
            catalogue.parent.mkdir(parents=True, exist_ok=True)
            kept = _exchange(catalogue, database)
        except (sqlite3.Error, OSError) as error:
            if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise UserError(f"There is no room left on the disk for {catalogue}; nothing was changed.") from error
            reason = getattr(error, "strerror", None) or str(error)
            raise plain(error, catalogue) or UserError(
                f"{catalogue} could not be written ({reason}); nothing was changed."
            ) from error
    # It is done: what follows is of no weight, and is made good with the next picture or restore.
    with suppress(OSError):
        mark(pictures, catalogue)
        backup.thin_out(catalogue, file, *filter(None, [kept]))
    return Restored(found, kept)


def _wanted(saved: Path | None, pictures: Path) -> dict[Path, Path]:
    """The pictures of a backup that are missing or damaged here, each with its place."""
    wanted = {}
    for picture in sorted(saved.iterdir()) if saved is not None else ():
        target = pictures / picture.name[:2] / picture.name
        if not target.exists() or (
            not filecmp.cmp(picture, target, shallow=False) and hash_of(picture) == picture.name.split(".")[0]
        ):
            wanted[picture] = target
    return wanted


def _put_back(wanted: dict[Path, Path], pictures: Path, job: Job) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    with writing.workshop(pictures) as folder:
        for done, (picture, target) in enumerate(wanted.items()):
            job.step(done, len(wanted), "Restoring pictures")
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(picture, folder / target.name)
            writing.put(folder / target.name, target)


def _ask_for_room(catalogue: Path, database: Path, pictures: Path, wanted: dict[Path, Path]) -> None:
    """Raises UserError where a disk has no room for what a restore writes: all that it writes stands at once."""
    present = sum(aside.size(catalogue, part) for part in aside.PARTS)
    new = database.stat().st_size
    # The state before is copied, the new one goes through the journal, and the file grows by what it holds more.
    needs = [(catalogue.parent, present + new + max(new - present, 0))]
    needs.append((pictures, sum(picture.stat().st_size for picture in wanted)))
    disks: dict[int, tuple[Path, int]] = {}
    for folder, size in needs:
        there = next(place for place in (folder, *folder.parents) if place.exists())
        disk = there.stat().st_dev
        disks[disk] = (there, size + disks.get(disk, (there, 0))[1])
    for there, size in disks.values():
        free = shutil.disk_usage(there).free
        if size > free:
            raise UserError(
                f"There is not enough room on the disk for {catalogue}: this needs {size_words(size)}, and "
                f"{size_words(free)} are free; nothing was changed. Make room and try again."
            )


def _exchange(catalogue: Path, database: Path) -> Path | None:
    """Gives the catalogue the contents of a database; what was there is kept, and the answer says where."""
    if aside.size(catalogue):
        try:
            upgrade.stored_revision(catalogue)  # refuses what belongs to another program
            return backup.replace_contents(catalogue, database, "before-restore")
        except (sqlite3.Error, UserError) as error:
            if not is_damage(error):
                raise
    with writing.workshop(catalogue.parent) as folder:
        fresh = folder / backup.DATABASE
        backup.copy_database(database, fresh)
        with suppress(OSError):  # a catalogue that is shared stays so
            fresh.chmod(stat.S_IMODE(catalogue.stat().st_mode))
        other = aside.free_name(catalogue)
        try:
            aside.set_aside(catalogue, other)
            writing.put(fresh, catalogue, replace=catalogue.exists())
        except BaseException as error:
            aside.bring_back(catalogue, other)
            if isinstance(error, FileExistsError):
                raise UserError(
                    f"Another program made {catalogue} in this moment; nothing was changed. Look, then try again."
                ) from None
            raise
    return next((file for part in aside.PARTS if (file := aside.beside(other, part)).exists()), None)
