"""What documents say, as rows: the facts of a new document, and those that another reading of a known one gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from catalogue.collection.commands.base import Work
from catalogue.collection.commands.films import film_of
from catalogue.fields.draft import DocumentDraft, Entity, FactDraft
from catalogue.store import tables


def fact_row(document_id: int, fact: FactDraft, position: int, ids: Mapping[Entity, int | None]) -> dict[str, Any]:
    """A fact as its row; `ids` are the records that the document speaks of."""
    return {
        "document_id": document_id,
        "about": fact.about,
        "record_id": ids[fact.about],
        "field": fact.field,
        "subject": fact.subject,
        "position": position,
        "value": fact.value,
        "start": fact.start,
        "end": fact.end,
        "confidence": fact.confidence,
        "reason": fact.reason,
        "alternatives": list(fact.alternatives) or None,
    }


def replace_facts(work: Work, document_id: int, draft: DocumentDraft) -> dict[Entity, int | None]:
    """Gives a known document the facts of another reading. Returns the records it speaks of, none if all is the same.

    What a person left out stays left out. A reading that now finds a disc on a page makes none: that is for an import,
    where a person looks on.
    """
    fact = tables.fact
    query = sa.select(fact).where(fact.c.document_id == document_id).order_by(fact.c.position)
    old = [dict(row) for row in work.connection.execute(query).mappings()]
    ids: dict[Entity, int | None] = {"film": film_of(work, document_id), "edition": None, "copy": None}
    for row in old:
        if row["record_id"] is not None:
            ids[row["about"]] = row["record_id"]
    left_out = {_statement(row) for row in old if row["record_id"] is None and ids[row["about"]] is not None}
    new = [
        fact_row(document_id, one, place, ids)
        for place, one in enumerate(draft.facts)
        if one.about == "film" or ids[one.about] is not None
    ]
    for row in new:
        if _statement(row) in left_out:
            row["record_id"] = None
    before = work.writer.changed_rows
    work.writer.replace(fact, [(old, new)])
    document: dict[str, Any] = {"kind": draft.kind, "site": draft.site, "title": draft.title}
    document["sections"] = [{"heading": part.heading, "text": part.text} for part in draft.sections]
    work.writer.update(tables.document, {document_id: document})
    return ids if work.writer.changed_rows > before else {}


def _statement(row: Mapping[str, Any]) -> tuple[str, str, str | None, str]:
    """What a fact says, to know it again in another reading."""
    return row["about"], row["field"], row["subject"], json.dumps(row["value"], sort_keys=True)
