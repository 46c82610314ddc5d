"""What a reader hands over: a document and the facts it states, not yet stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Literal

Entity = Literal["film", "edition", "copy"]

MENTIONS = "mentions"
"""Fact field for `Character (Actor)` and `played by` in running text: it fills a missing character, adds nobody."""

DOUBTFUL_BELOW = 0.6
"""A fact under this confidence is used, and the record asks for review."""


KNOWN_FROM = 0.8
"""A person of whom a page is this sure is a known person for other pages."""

Known = Callable[[AbstractSet[str]], AbstractSet[str]]
"""Which of these names, folded, are known people."""


@dataclass(frozen=True, slots=True)
class FactDraft:
    """One thing a document says about a film, an edition or a copy.

    `value` is in the JSON form of the field; `subject` names the part of a field that has parts (the person of a
    credit, the source of a rating); `start` and `end` are character positions in the document's text; `reason`
    says in words why the fact is in doubt.
    """

    about: Entity
    field: str
    value: Any
    subject: str | None = None
    start: int | None = None
    end: int | None = None
    confidence: float = 1.0
    reason: str | None = None
    alternatives: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of an article, heading as printed."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A page or file that was read: its raw text, what kind it is, and the facts in it, in the order of the page."""

    kind: str
    text: str
    site: str | None = None
    title: str | None = None
    sections: tuple[Section, ...] = ()
    facts: tuple[FactDraft, ...] = ()
    confidence: float = 1.0

    @property
    def sha256(self) -> str:
        """Hash of the raw text: the same text is the same document."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def values(self, about: Entity, field: str) -> list[Any]:
        """All values stated for one field, in the order of the page."""
        return [fact.value for fact in self.facts if fact.about == about and fact.field == field]

    def value(self, about: Entity, field: str) -> Any | None:
        """The first value stated for one field, or None."""
        values = self.values(about, field)
        return values[0] if values else None
