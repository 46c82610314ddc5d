"""The door to the page readers: finds the reader that knows a page, and lets it read."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter
from typing import Protocol

from catalogue.fields.draft import DocumentDraft, Known
from catalogue.pages import article, cast, collection_page, credits_page, title_page
from catalogue.pages.page import Page, prepare

LOWEST_SCORE = 0.4
"""A page that no reader is surer of than this is no page that we read."""


class Reader(Protocol):
    """One kind of page."""

    @property
    def KIND(self) -> str:  # noqa: N802 - a constant of each module
        """Kind of the documents it makes."""

    @property
    def LABEL(self) -> str:  # noqa: N802 - a constant of each module
        """What it reads, for people."""

    def score(self, page: Page) -> float:
        """How sure it is that a page is of its kind, from 0 to 1."""

    def read(self, page: Page) -> DocumentDraft:
        """The document and its facts."""


READERS: tuple[Reader, ...] = (collection_page, credits_page, title_page, article)


def read(text: str, known: Known | None = None) -> DocumentDraft | None:
    """The document that a text is, read by the reader that knows it best; None when it is no page that we read.

    People that the catalogue knows help to tell persons from roles; it is asked for names that may stand in the text.
    """
    page = prepare(text)
    if not page.lines:
        return None
    if known is not None:
        page = replace(page, known_people=frozenset(known(cast.possible_people(page.lines))))
    score, best = max(((reader.score(page), reader) for reader in READERS), key=itemgetter(0))
    return best.read(page) if score >= LOWEST_SCORE else None


def kinds() -> dict[str, str]:
    """The kinds of pages that can be read, each with what it is in words."""
    return {reader.KIND: reader.LABEL for reader in READERS}
