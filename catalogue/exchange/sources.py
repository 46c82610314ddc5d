"""The files behind the paths that a person gives: files, folders, zip archives, standard input."""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from catalogue.errors import UserError
from catalogue.exchange import archives
from catalogue.fields import collation

MAX_BYTES = 200_000_000
MAX_UNPACKED = 4_000_000_000
"""What the pages in one archive may have in all: what promises more was made to fill a disk or a memory."""
_LEFTOVERS = {"__macosx", "icon\r", "thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "$recycle.bin"} | {
    "system volume information",
    "lost+found",
    "autorun.inf",
    "iconcache.db",
    "picasa.ini",
    "@eadir",
    "#recycle",
}
"""What systems, office programs and storage boxes leave in folders: nobody means it when a folder is imported."""
_LEFT = re.compile(
    r"ntuser\.(?:dat|ini|pol)\b.*|#.+#|.+(?:~|:zone\.identifier|\.(?:lnk|tmp|bak|part|crdownload))", re.DOTALL
)
"""The names of copies, links and halves of downloads that programs leave beside a file."""
HEAD = 400
_NOT_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_ENCODINGS = ("cp1252", "cp1250", "cp1251", "mac_roman", "iso8859_15", "cp437", "cp850")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to import: the name to show, and its bytes on demand. Reading raises UserError.

    `path` is where it lies when it is a file of its own, which may be too large to be read at once.
    """

    name: str
    read: Callable[[], bytes]
    path: Path | None = None

    def head(self) -> bytes:
        """Its first bytes, to tell what it is; of a file of its own no more is read. Raises UserError."""
        if self.path is None:
            return self.read()[:HEAD]
        return _guarded(self.path, lambda path: _first_bytes(path, HEAD))


def expand(paths: Sequence[Path | str]) -> Iterator[Source]:
    """The files that paths stand for, folders and zip archives opened, in the order of their names."""
    for given in paths:
        if str(given) == "-":
            # A stream can be read once only, and pages are read twice.
            yield Source("standard input", cache(partial(_stream, sys.stdin.buffer)))
            continue
        path = Path(given)
        if path.is_dir():
            copies = {mark.parent for mark in path.rglob(COPY_MARK)}
            inside = (
                file
                for file in path.rglob("*")
                if copies.isdisjoint(file.parents) and _is_file(file) and not _hidden(file.relative_to(path))
            )
            for file in sorted([*inside, *copies], key=lambda file: _order(file.as_posix())):
                yield from (_file(file) if file not in copies else [_of_copy(file)])
        else:
            yield from _file(path)


def decode(data: bytes) -> tuple[str, str | None]:
    """The text in bytes, and the encoding that was guessed when it is not UTF-8. Raises UserError for no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError:
                break
    # A text has no zero bytes; a picture or a database has them at once.
    if b"\0" in data[:8192]:
        raise UserError("This is no text; nothing in it was read.")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        encoding = _likeliest(data)
        return data.decode(encoding, "replace"), encoding


def _likeliest(data: bytes) -> str:
    sample = data[:100_000]
    # Broken UTF-8 is still UTF-8 when most of its letters beyond ASCII are whole.
    broken = sample.decode("utf-8", "replace").count("�")
    whole = sum(1 for letter in sample.decode("utf-8", "ignore") if ord(letter) > 127)
    if whole > 2 * broken:
        return "utf-8"
    # A few letters beyond ASCII among many within it: a Western text, as nearly all of these files are. Statistics
    # need more than a few letters and would find code pages of 1981.
    letters = sum(1 for byte in sample if byte > 127 or chr(byte).isalpha())
    foreign = sum(1 for byte in sample if byte > 191)
    if foreign < 0.2 * letters and not any(byte in _NOT_CP1252 for byte in sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=list(_ENCODINGS)).best()
    return best.encoding if best is not None else "cp1252"


def _file(path: Path) -> Iterator[Source]:
    if _is_file(path) and _starts_like_zip(path):
        yield from _members(path)
    else:
        yield Source(str(path), lambda: _read(path), path)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # It may not even be looked at: reading it says so, and the others are read all the same.
        return True


def _starts_like_zip(path: Path) -> bool:
    try:
        return _first_bytes(path, 4) == archives.BEGINS
    except OSError:
        return False


def _order(path: str) -> tuple[str, str]:
    return collation.path_key(path), path


def _first_bytes(path: Path, number: int) -> bytes:
    with path.open("rb") as file:
        return file.read(number)


def _members(path: Path) -> Iterator[Source]:
    try:
        # It stays open as long as one of its members may be read: opening it for each would take ever longer.
        archive = archives.opened(path)
        members = [info for info in archive.infolist() if not info.is_dir()]
        if sum(info.file_size for info in members) > MAX_UNPACKED and not _is_export(members):
            raise UserError(f"{path} unpacks to over {MAX_UNPACKED // 1_000_000_000} GB; nothing in it was read.")
    except UserError as error:
        yield Source(str(path), partial(_refuse, str(error)))
        return
    if _is_export(members):
        # An export of ours with its pictures is one thing, not a folder of files.
        yield Source(str(path), lambda: _read(path), path)
        return
    for name in sorted((info.filename for info in members), key=_order):
        if not _hidden(Path(name)):
            yield Source(f"{path}/{name}", partial(_read_member, archive, name))


def _is_export(members: Sequence[zipfile.ZipInfo]) -> bool:
    return any(info.filename == CATALOGUE_NAME for info in members)


CATALOGUE_NAME = "catalogue.json"
"""The name of the export inside a zip that has pictures too."""


COPY_MARK = "disc-catalogue-copy.json"
"""The file that tells the copy of a catalogue in plain files from other folders."""


def _of_copy(folder: Path) -> Source:
    words = f"{folder} is the copy of a catalogue in plain files; “rebuild” makes a catalogue of it."
    return Source(str(folder), lambda: _refuse(words))


def _read(path: Path) -> bytes:
    return _guarded(path, _whole)


def _stream(stream: BinaryIO) -> bytes:
    # It may never end.
    data = stream.read(MAX_BYTES + 1)
    return _limited(data, "Standard input")


def _limited(data: bytes, name: str) -> bytes:
    if len(data) > MAX_BYTES:
        raise UserError(f"{name} has over {MAX_BYTES // 1_000_000} MB; nothing in it was read.")
    return data


def _whole(path: Path) -> bytes:
    # A device or a pipe says that it holds nothing, and may never end.
    data = b"" if path.stat().st_size > MAX_BYTES else _first_bytes(path, MAX_BYTES + 1)
    if path.stat().st_size > MAX_BYTES:
        raise UserError(f"{path} has over {MAX_BYTES // 1_000_000} MB; nothing in it was read.")
    return _limited(data, str(path))


def _guarded(path: Path, read: Callable[[Path], bytes]) -> bytes:
    try:
        return read(path)
    except FileNotFoundError:
        raise UserError(f"There is no file {path}.") from None
    except OSError as error:
        raise UserError(f"{path} could not be read ({error.strerror or error}).") from error


def _read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    return archives.read(archive, name, MAX_BYTES)


def _refuse(message: str) -> bytes:
    raise UserError(message)


def _hidden(path: Path) -> bool:
    if _LEFT.fullmatch(path.name.lower()):
        return True
    return any(part.startswith((".", "~$", "._")) or part.lower() in _LEFTOVERS for part in path.parts)
