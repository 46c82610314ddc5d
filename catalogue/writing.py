"""The one door by which files are written: whole or not at all, and nothing that is there is lost by it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from catalogue import rights
from catalogue.errors import UserError

PICTURES = ".pictures"
"""What the name of the folder of a catalogue's pictures ends with."""
BACKUPS = ".backups"
"""What the name of the folder of the backups that the program makes by itself ends with."""
COPY = ".copy"
"""What the name of the folder of a catalogue's copy in plain files ends with."""
PICTURES_MARK = "catalogue"
"""The file in a folder of pictures that says whose they are."""

_SQLITE = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")
_WORKSHOP = re.compile(r"\.disc-catalogue-[0-9a-f]{32}\.partial")
_LOCK = "lock"


def check(target: Path, catalogue: Path | None = None) -> bool:
    """Whether a file is there that would be replaced: a person is asked before that.

    Raises UserError for what is never replaced: a database, what belongs to one, and what is no plain file.
    """
    place = _real(target)
    if _is_database(place) or (catalogue is not None and place == _real(catalogue)):
        itself = "the catalogue itself" if catalogue is not None and _same(place, catalogue) else "a database"
        raise UserError(f"{target} is {itself}; nothing was written. Give the new file another name.")
    for folder in (place, *place.parents):
        if folder.name.endswith(PICTURES) and (
            _is_database(folder.with_name(folder.name.removesuffix(PICTURES))) or (folder / PICTURES_MARK).is_file()
        ):
            raise UserError(f"{target} is where a catalogue keeps its pictures; nothing was written.")
    for name in dict.fromkeys((place, target.absolute())):
        for suffix in _BESIDE:
            base = name.with_name(name.name.removesuffix(suffix))
            if base != name and base.name and _is_database(_real(base)):
                raise UserError(f"{target} belongs to the database {base.name}; nothing was written.")
    try:
        found = place.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UserError(f"{target} could not be written ({error.strerror}); nothing was changed.") from error
    if stat.S_ISDIR(found.st_mode):
        raise UserError(f"{target} is a folder; nothing was written. Give the name of a file.")
    if not stat.S_ISREG(found.st_mode):
        raise UserError(f"{target} is no plain file; nothing was written.")
    return True


@contextmanager
def new_file(
    target: Path, catalogue: Path | None = None, *, replace: bool = False, private: bool = False
) -> Iterator[Path]:
    """A path beside the target to write to; what is there becomes the target when all went well, else it goes.

    A file that is replaced hands on its rights; a new one that is `private` is for its owner, else as their umask says.

    Raises UserError, and leaves everything as it was, for what `check` refuses and, without `replace`, for any file.
    """
    _refuse(target, catalogue, replace)
    place = _real(target)
    with workshop(place.parent) as folder:
        partial = folder / f"new{place.suffix}"
        yield partial
        # What came there in the meantime is somebody's too.
        if _refuse(target, catalogue, replace):
            with suppress(OSError):  # not every file system knows rights
                partial.chmod(stat.S_IMODE(place.stat().st_mode))
        elif not private:
            rights.give(partial)
        try:
            put(partial, place, replace=replace)
        except FileExistsError:
            _refuse(target, catalogue, replace)
            raise


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """A folder inside another, where files are made before they are put into their place; it goes afterwards.

    What a process that was killed left in the same place is cleared first.
    """
    clear_unfinished(folder)
    made, lock = _new_workshop(folder)
    try:
        yield made
    finally:
        if lock is not None:
            os.close(lock)
        shutil.rmtree(made, ignore_errors=True)


def clear_unfinished(folder: Path) -> None:
    """Removes what killed processes left half-made in a folder. What a living one makes there is locked, and stays."""
    try:
        left = [Path(entry.path) for entry in os.scandir(folder) if _WORKSHOP.fullmatch(entry.name)]
    except OSError:
        return
    for place in left:
        if not place.is_symlink():
            with suppress(OSError):
                _clear(place)


def _clear(place: Path) -> None:
    file = place / _LOCK
    if not file.exists():
        # Its maker has not come to the lock yet, or was killed before it or while it cleaned up.
        with suppress(OSError):
            place.rmdir()
        if not file.exists():
            shutil.rmtree(place, ignore_errors=True)
        return
    lock = hold(file)
    try:
        shutil.rmtree(place, ignore_errors=True)
    finally:
        os.close(lock)


def put(made: Path, place: Path, *, replace: bool = True) -> None:
    """Moves a finished file to its place in one step, also if the power fails: its bytes are on the disk before.

    Without `replace`, raises FileExistsError where something is.
    """
    with made.open("rb+") as file:
        os.fsync(file.fileno())
    if replace:
        made.replace(place)
    elif sys.platform == "win32":
        made.rename(place)  # there it replaces nothing
    else:
        try:
            os.link(made, place)
        except FileExistsError:
            raise
        except OSError:  # a file system that knows no links
            if os.path.lexists(place):
                raise FileExistsError(f"{place} is there already") from None
            made.rename(place)
        else:
            with suppress(OSError):  # it has its place; the other name goes with the workshop
                made.unlink()
    sync_folder(place.parent)


def sync_folder(folder: Path) -> None:
    """Brings the names in a folder to the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _new_workshop(folder: Path) -> tuple[Path, int | None]:
    """A new folder to work in, with the lock on it; None where the file system has no locks."""
    while True:
        # A name of its own: what is called as the target with an ending may be a file of the person's too.
        made = folder / f".disc-catalogue-{uuid.uuid4().hex}.partial"
        made.mkdir(mode=0o700)
        file = made / _LOCK
        try:
            file.touch()
            lock = hold(file)
        except FileNotFoundError:
            continue  # another process took it for left behind in this moment
        except OSError:
            return made, None
        with suppress(FileNotFoundError):
            if os.fstat(lock).st_ino == file.stat().st_ino:
                return made, lock
        os.close(lock)


def hold(file: Path) -> int:
    """Opens and locks a file. Raises OSError where another process has the lock."""
    handle = os.open(file, os.O_RDWR)
    if sys.platform != "win32":  # there a file that is open can be neither locked out of nor removed
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise
    return handle


def write(target: Path, data: bytes, catalogue: Path | None = None, *, replace: bool = False) -> None:
    """Writes a file as a whole or not at all. Raises UserError for what `new_file` refuses or the disk does."""
    try:
        with new_file(target, catalogue, replace=replace) as partial:
            partial.write_bytes(data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UserError(f"{target} could not be written ({reason}); nothing was changed.") from error


def _refuse(target: Path, catalogue: Path | None, replace: bool) -> bool:
    there = check(target, catalogue)
    if there and not replace:
        raise UserError(f"There is a file {target} already; it was left as it is.")
    return there


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # links in a circle
        raise UserError(f"{path} could not be written ({error}); nothing was changed.") from error


def _same(place: Path, catalogue: Path) -> bool:
    try:
        return place.samefile(catalogue)
    except OSError:
        return place == _real(catalogue)


def _is_database(path: Path) -> bool:
    if not os.path.isfile(path):  # noqa: PTH113 - of a name that is too long it says no
        return False
    # A new database may have all that it holds in its journal as yet.
    if os.path.exists(path.with_name(f"{path.name}-wal")):  # noqa: PTH110
        return True
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size > 0 and file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False
