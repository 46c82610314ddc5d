"""Reads all stored documents again with today's readers, and says what would change before it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from catalogue.collection import Collection
from catalogue.collection.commands import ReplaceFacts
from catalogue.fields import registry
from catalogue.fields.draft import DocumentDraft
from catalogue.fields.registry import Field
from catalogue.jobs import Job
from catalogue.pages import reader


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document says of a field, by the reader of then and by the one of today (None: nothing)."""

    document_id: int
    about: str
    field: str
    subject: str | None
    old: Any
    new: Any

    def line(self) -> str:
        """The difference as one plain line."""
        label, old, new = self.words()
        return f"document:{self.document_id} {label}: {old} → {new}"

    def words(self) -> tuple[str, str, str]:
        """What it is about, what is stored, and what is read today."""
        field = registry.BY_KEY.get(self.field)
        label = field.label if field is not None else self.field
        subject = f", {self.subject}" if self.subject else ""
        return f"{label}{subject}", _shown(field, self.old), _shown(field, self.new)


@dataclass(frozen=True, slots=True)
class Rereading:
    """Documents that today's readers read differently, and how."""

    drafts: dict[int, DocumentDraft]
    differences: tuple[Difference, ...]

    def command(self) -> ReplaceFacts:
        """The change that makes it so."""
        return ReplaceFacts(self.drafts)


def rehearse(collection: Collection, job: Job | None = None) -> Rereading:
    """Reads every stored document again and compares; nothing is changed."""
    job = job or Job()
    drafts: dict[int, DocumentDraft] = {}
    differences: list[Difference] = []
    ids = collection.document_ids()
    for done, document_id in enumerate(ids):
        job.step(done, len(ids), "Reading again")
        text, facts = collection.document(document_id)
        draft = reader.read(text, partial(collection.known_people, besides=document_id))
        if draft is None:
            continue
        found = list(_compare(document_id, facts, draft))
        if found:
            drafts[document_id] = draft
            differences += found
    return Rereading(drafts, tuple(differences))


def _compare(
    document_id: int, facts: list[tuple[str, str, str | None, Any]], draft: DocumentDraft
) -> Iterator[Difference]:
    old = {_key(about, field, subject, value): value for about, field, subject, value in facts}
    new = {_key(fact.about, fact.field, fact.subject, fact.value): fact.value for fact in draft.facts}
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            about, field, subject, _ = key
            yield Difference(document_id, about, field, subject, old.get(key), new.get(key))


def _key(about: str, field: str, subject: str | None, value: Any) -> tuple[str, str, str | None, str | None]:
    # Texts have no subject: each is compared as a whole.
    return about, field, subject, value["text"] if field == "texts" else None


def _shown(field: Field | None, value: Any) -> str:
    if value is None:
        return "nothing"
    if field is None:
        return str(value.get("character") or "nothing") if isinstance(value, dict) else str(value)
    shown = field.kind.show([value] if field.kind.merge != "whole" else value)
    if field.key == "credits":
        shown = field.kind.format([value])
    return shown if len(shown) <= 80 else shown[:79] + "…"
