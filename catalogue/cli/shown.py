"""Records as lines and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.collection import DocumentInfo, Record, Row
from catalogue.collection.merging import FILM
from catalogue.collection.reading import Conflict, Review
from catalogue.fields import registry
from catalogue.fields.episodes import number_of
from catalogue.fields.registry import Vocabulary


def typed_id(kind: str, number: int | None) -> str | None:
    """An id as it is typed: copy:7."""
    return f"{kind}:{number}" if number is not None else None


def row_line(row: Row) -> str:
    """A row of the list as one line."""
    values = row.values
    year = f" ({values['year']})" if values["year"] else ""
    parts = [values["format"], registry.BY_KEY["location"].kind.show(values["location"]), values["storage_device"]]
    parts += [values["owner"], ", ".join(values["tags"])]
    typed = typed_id("copy", row.copy_id) or typed_id("film", row.film_id)
    if row.copies:
        on = f"on copy:{row.copies[0]}" if len(row.copies) == 1 else f"on {len(row.copies)} discs"
        parts = [on, row.shown(registry.BY_KEY["location"])]
    if values.get("parent"):
        parts.insert(0, f"{number_of(values['season'], values['episode'])} of {values['parent']}".strip())
    rest = "  ".join(part for part in parts if part) if row.copy_id is not None or row.copies else "no disc"
    return f"{typed:<10} {values['title'] or 'film not known yet'}{year}  {rest}".rstrip()


def record_json(record: Record, fields: Vocabulary) -> dict[str, Any]:
    """A record with its pages, doubts, conflicts and sources, for programs."""
    found: dict[str, Any] = {kind: typed_id(kind, getattr(record, f"{kind}_id")) for kind in registry.ENTITIES}
    names = {field.key: field.label for field in fields.custom}
    found |= {key: value for key, value in record.values.items() if key not in names}
    found["custom"] = {names[key]: value for key, value in record.values.items() if key in names}
    found["films"] = [{"id": f"film:{number}", "title": title, "year": year} for number, title, year in record.films]
    keys = ("kind", "site", "title", "sha256", "added_at")
    found["discs"] = [
        {"copy": f"copy:{one.copy_id}", "name": one.name, "disc": one.disc, "cut": one.cut, "location": one.location}
        for one in record.discs
    ]
    found["documents"] = [
        {"id": f"document:{one.id}"} | {key: getattr(one, key) for key in keys} for one in record.documents
    ]
    found["needs_review"] = [
        {"field": one.field, "subject": one.subject, "reason": one.reason} for one in record.reviews
    ]
    found["conflicts"] = [
        {
            "field": one.field,
            "subject": one.subject,
            "values": [{"value": value, "document": f"document:{number}"} for value, number in one.values],
        }
        for one in record.conflicts
    ]
    found["sources"] = [
        {
            "about": one.about,
            "field": one.field,
            "subject": one.subject,
            "value": one.value,
            "in_force": one.in_force,
            "document": typed_id("document", one.document_id),
        }
        for one in record.sources
    ]
    found["picture"], found["trashed"] = record.picture, record.trashed
    found["pictures"] = record.pictures
    return found


def conflict_line(conflict: Conflict, documents: dict[int, DocumentInfo]) -> str:
    """A field on which documents disagree, as one line."""
    field = registry.BY_KEY[conflict.field]
    stated = []
    for value, number in conflict.values:
        part = [value] if field.kind.merge == "parts" else value
        shown = value if field.key == "credits" else field.kind.show(part)
        stated.append(f"{shown} ({document_name(documents[number])})")
    return f"{field_label(conflict.field, conflict.subject)}: {' — '.join(stated)}"


def document_name(document: DocumentInfo) -> str:
    """A document as people know it: its site and title."""
    return ", ".join(part for part in (document.site or document.kind.replace("_", " "), document.title) if part)


def field_label(key: str, subject: str | None) -> str:
    """A field, or one part of it, in words."""
    label = registry.BY_KEY[key].label if key in registry.BY_KEY else key
    return f"{label}, {subject}" if subject else label


def doubt_line(review: Review, film_id: int | None, row: str) -> str:
    """What is in doubt about the record of a row; of a film that may be another one also how to settle it."""
    if review.field != FILM:
        return f"{field_label(review.field, review.subject)}: {review.reason}"
    return twin_line(review.reason, review.alternatives, film_id, row)


def twin_line(reason: str, others: Sequence[int], film_id: int | None, row: str) -> str:
    """Which other film a film may be, and how to settle it."""
    merge = " or ".join(f"“merge film:{other} film:{film_id}”" for other in others)
    return reason + (f" {merge} makes them one, “confirm {row}” keeps them apart." if merge else "")


def indented(text: str) -> list[str]:
    """Lines set in by two blanks."""
    return [f"  {line}" if line else "" for line in text.split("\n")]
