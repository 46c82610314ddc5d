"""Zip archives from anybody: nothing that they say of themselves is believed, and what is wrong is one sentence."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from catalogue.errors import UserError

_T = TypeVar("_T")

BEGINS = b"PK\x03\x04"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    OSError, EOFError, RuntimeError, NotImplementedError, ValueError, OverflowError,
)  # fmt: skip
"""What the module raises for archives that are damaged, encrypted or packed in ways that it does not know."""
_ENCRYPTED = 0x1
_KNOWN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def opened(source: Path | BinaryIO) -> zipfile.ZipFile:
    """The archive in a file. Raises UserError for what is none."""
    try:
        return zipfile.ZipFile(source)
    except _BROKEN:
        name = f"{source} is" if isinstance(source, Path) else "This is"
        raise UserError(f"{name} a damaged archive; nothing in it was read.") from None


def read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The bytes of a file of an archive. Raises UserError for one that cannot be read, or has more than `most`.

    What it says of its size is asked before anything is unpacked, and what comes out is counted.
    """
    with Member(archive, name) as member:
        if archive.getinfo(name).file_size > most or len(data := member.read(most + 1)) > most:
            raise UserError(f"{name} has over {most // 1_000_000} MB; nothing in it was read.")
        return data


class Member:
    """A file of an archive, read piece by piece. Opening, reading and going on raise UserError."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._name = name
        self._info = archive.getinfo(name)
        self._file = self._guarded(lambda: archive.open(self._info))

    def read(self, size: int) -> bytes:
        """The next bytes, no more than so many; none at the end."""
        return self._guarded(lambda: self._file.read(size))

    def seek(self, place: int) -> None:
        """Goes to a place, counted from the beginning."""
        self._guarded(lambda: self._file.seek(place))

    def __enter__(self) -> Member:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _guarded(self, work: Callable[[], _T]) -> _T:
        try:
            return work()
        except _BROKEN as error:
            raise UserError(f"{self._name} {self._why(error)}; nothing in it was read.") from None

    def _why(self, error: BaseException) -> str:
        if isinstance(error, OSError) and error.strerror:
            return f"could not be read ({error.strerror})"
        if self._info.flag_bits & _ENCRYPTED:
            return "is encrypted"
        if self._info.compress_type not in _KNOWN:
            return "is packed in a way that is not known here"
        return "is damaged"
