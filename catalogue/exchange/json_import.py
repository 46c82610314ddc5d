"""Reads exports of this program (JSON, or a zip with pictures) back in, record by record."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, cast

from catalogue.collection.commands.whole import ImportCatalogue
from catalogue.errors import UserError
from catalogue.exchange import json_names, json_shape
from catalogue.exchange.json_lists import EncodingError, JsonError, JsonLists
from catalogue.exchange.json_sound import Sound
from catalogue.exchange.sources import CATALOGUE_NAME, decode
from catalogue.jobs import Job
from catalogue.store.pictures import MAX_BYTES

KEY = "json"
_ZIP = b"PK\x03\x04"


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
    if head[:4] == _ZIP:
        return True
    head = head[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"disc-catalogue"' in head


def load(source: bytes | Path, job: Job | None = None) -> Export:
    """The export in bytes or a file. Raises UserError for what is damaged or was made by a newer version."""
    try:
        with _opened(source) as file:
            zipped = file.read(4) == _ZIP
        pictures: Mapping[str, bytes] = {}
        lists = JsonLists(lambda: _opened(source), json_names.plain)
        if zipped:
            archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
            archive.getinfo(CATALOGUE_NAME)
            pictures = _Pictures(archive)
            lists = JsonLists(lambda: cast(BinaryIO, archive.open(CATALOGUE_NAME)), json_names.plain)
    except FileNotFoundError:
        raise UserError(f"There is no file {source!s}.") from None
    except (zipfile.BadZipFile, KeyError, OSError):
        raise UserError("This archive is damaged or no export of Disc Catalogue; nothing in it was read.") from None
    try:
        try:
            sound = json_shape.check(lists, job)
        except EncodingError:
            with lists.opened() as file:
                text = decode(file.read())[0].encode("utf-8", "surrogatepass")
            sound = json_shape.check(JsonLists(lambda: io.BytesIO(text), json_names.plain), job)
    except (JsonError, zipfile.BadZipFile, OSError):
        raise UserError("This export is damaged (it is not whole JSON); nothing in it was read.") from None
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
        with self._archive.open(self._names[sha256]) as member:
            # One that is too large is refused by the store; it need not be read to its end for that.
            return member.read(MAX_BYTES + 1)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _opened(source: bytes | Path) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
