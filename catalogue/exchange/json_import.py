"""Reads exports of this program (JSON, or a zip with pictures) back in."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from typing import Any

from catalogue.collection.commands.whole import ImportCatalogue
from catalogue.errors import UserError
from catalogue.exchange import json_shape
from catalogue.exchange.json_export import VERSION
from catalogue.exchange.sources import CATALOGUE_NAME, decode

KEY = "json"


@dataclass(frozen=True, slots=True)
class Export:
    """An export: its lists, and the bytes of pictures by hash."""

    data: dict[str, Any]
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def records(self) -> int:
        """How many films, editions, copies and documents it holds."""
        return sum(len(self.data[name]) for name in ("films", "editions", "copies", "documents"))


def recognises(data: bytes) -> bool:
    """Whether bytes look like an export, by their beginning."""
    if data[:4] == b"PK\x03\x04":
        return True
    head = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"{") and b'"disc-catalogue"' in head


def load(data: bytes) -> Export:
    """The export in bytes. Raises UserError for what is damaged or was made by a newer version."""
    pictures: dict[str, bytes] = {}
    if data[:4] == b"PK\x03\x04":
        data, pictures = _unzip(data)
    try:
        read = json.loads(decode(data)[0])
    except (ValueError, RecursionError):
        raise UserError("This export is damaged (it is not whole JSON); nothing in it was read.") from None
    if not isinstance(read, dict) or read.get("format") != "disc-catalogue":
        raise UserError("This is not an export of Disc Catalogue; nothing in it was read.")
    if read.get("version") != VERSION:
        raise UserError("This export was made by a newer version of Disc Catalogue; nothing in it was read.")
    json_shape.check(read)
    return Export(read, pictures)


def command(export: Export) -> ImportCatalogue:
    """The change that takes an export in."""
    return ImportCatalogue(export.data, export.pictures)


def _unzip(data: bytes) -> tuple[bytes, dict[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            pictures = {
                name.split("/")[-1].split(".")[0]: archive.read(name)
                for name in archive.namelist()
                if name.startswith("pictures/")
            }
            return archive.read(CATALOGUE_NAME), pictures
    except (zipfile.BadZipFile, KeyError, OSError):
        raise UserError("This archive is damaged or no export of Disc Catalogue; nothing in it was read.") from None
