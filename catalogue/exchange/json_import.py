"""Reads exports of this program (JSON, or a zip with pictures) back in, record by record."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import BinaryIO

from catalogue.collection.commands.whole import ImportCatalogue
from catalogue.errors import UserError
from catalogue.exchange import archives, json_names, json_shape
from catalogue.exchange.json_lists import EncodingError, JsonError, JsonLists, Opened
from catalogue.exchange.json_sound import Sound
from catalogue.exchange.sources import CATALOGUE_NAME, MAX_BYTES, decode
from catalogue.jobs import Job
from catalogue.store.pictures import MAX_BYTES as MAX_OF_PICTURE

KEY = "json"


class Export:
    """An export that was gone through: what of its lists can come in, and the bytes of pictures by hash."""

    def __init__(self, lists: Sound, pictures: Mapping[str, bytes]) -> None:
        self.lists = lists
        self.pictures = pictures

    @property
    def records(self) -> int:
        """How many films, editions, copies and documents can come in."""
        return sum(self.lists.count(name) for name in ("films", "editions", "copies", "documents"))


def recognises(head: bytes) -> bool:
    """Whether something looks like an export, by its first bytes."""
    if head[:4] == archives.BEGINS:
        return True
    head = head[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"disc-catalogue"' in head


def load(source: bytes | Path, job: Job | None = None) -> Export:
    """The export in bytes or a file. Raises UserError for what is damaged or was made by a newer version."""
    try:
        with _opened(source) as file:
            zipped = file.read(4) == archives.BEGINS
    except FileNotFoundError:
        raise UserError(f"There is no file {source!s}.") from None
    except OSError as error:
        raise UserError(f"{source!s} could not be read ({error.strerror or error}).") from None
    opened: Opened = partial(_opened, source)
    pictures: Mapping[str, bytes] = {}
    if zipped:
        archive = archives.opened(io.BytesIO(source) if isinstance(source, bytes) else source)
        if CATALOGUE_NAME not in archive.namelist():
            raise UserError("This archive is no export of Disc Catalogue; nothing in it was read.")
        pictures = _Pictures(archive)
        opened = partial(archives.Member, archive, CATALOGUE_NAME)
    try:
        try:
            sound = json_shape.check(JsonLists(opened, json_names.plain), job)
        except EncodingError:
            # It cannot be read piece by piece.
            with opened() as stream:
                data = stream.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                most = f"{MAX_BYTES // 1_000_000} MB"
                raise UserError(f"This export has over {most} and is not UTF-8; nothing in it was read.") from None
            text = decode(data)[0].encode("utf-8", "surrogatepass")
            sound = json_shape.check(JsonLists(lambda: io.BytesIO(text), json_names.plain), job)
    except JsonError:
        raise UserError("This export is damaged (it is not whole JSON); nothing in it was read.") from None
    except OSError as error:
        raise UserError(f"{source!s} could not be read ({error.strerror or error}).") from None
    return Export(sound, pictures)


def command(export: Export) -> ImportCatalogue:
    """The change that takes an export in."""
    return ImportCatalogue(export.lists, export.pictures)


class _Pictures(Mapping[str, bytes]):
    """The pictures of a zip by hash, read when they are asked for."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        inside = (name for name in archive.namelist() if name.startswith("pictures/"))
        self._names = {name.split("/")[-1].split(".")[0]: name for name in inside}

    def __getitem__(self, sha256: str) -> bytes:
        # Raises UserError for one that cannot be read: the others come in all the same.
        return archives.read(self._archive, self._names[sha256], MAX_OF_PICTURE)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _opened(source: bytes | Path) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
