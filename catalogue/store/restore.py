"""Putting a backup in the place of a catalogue, whose present state is kept beside it."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from catalogue.errors import UserError
from catalogue.jobs import Job
from catalogue.store import backup, upgrade
from catalogue.store.engine import plain
from catalogue.store.pictures import mark


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: what is in the catalogue now, and where its state before is kept (None if there was none)."""

    contents: backup.Contents
    kept: Path | None


def restore(catalogue: Path, pictures: Path, file: Path, job: Job | None = None) -> Restored:
    """Makes a catalogue what a backup holds, upgraded to today's schema. Pictures are added, none is removed.

    Raises UserError, and changes nothing, for what is no backup, is damaged, or was made by a newer version.
    """
    job = job or Job()
    with backup.opened(file) as (database, saved_pictures):
        backup.contents(database)
        upgrade.prepare(database)
        found = backup.contents(database)
        try:
            # It can be cancelled up to here and between the pictures: of those alone the catalogue shows nothing.
            files = sorted(saved_pictures.iterdir()) if saved_pictures is not None else []
            for done, picture in enumerate(files):
                job.step(done, len(files), "Restoring pictures")
                target = pictures / picture.name[:2] / picture.name
                if not target.exists():
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(picture, target)
            job.step(len(files), len(files), "Restoring")
            kept = _set_aside(catalogue)
            catalogue.parent.mkdir(parents=True, exist_ok=True)
            backup.replace_contents(catalogue, database)
            mark(pictures, catalogue)
        except (sqlite3.Error, OSError) as error:
            raise plain(error, catalogue) or UserError(
                f"{catalogue} could not be written ({error}); nothing was changed."
            ) from error
    return Restored(found, kept)


def _set_aside(catalogue: Path) -> Path | None:
    if not catalogue.exists() or catalogue.stat().st_size == 0:
        return None
    try:
        return backup.keep(catalogue, "before-restore")
    except (sqlite3.DatabaseError, UserError):
        # A damaged file is what people restore over: it is moved away as it is, with what SQLite has beside it.
        names = (catalogue.with_name(f"{catalogue.name}.damaged{number}") for number in ("", *range(2, 1000)))
        aside = next(name for name in names if not name.exists())
        for suffix in ("", "-wal", "-shm"):
            part = catalogue.with_name(catalogue.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
        return aside
