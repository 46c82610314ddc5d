"""What the program reads and writes."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.exchange import json_import
from catalogue.pages import reader


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its key, with what it is in words."""

    key: str
    label: str
    reads: bool
    writes: bool


def known() -> list[Format]:
    """All formats: the pages that are read, and files."""
    pages = [Format(key, label, True, False) for key, label in reader.kinds().items()]
    return [*pages, Format(json_import.KEY, "Disc Catalogue JSON, or a zip of it with its pictures", True, True)]
