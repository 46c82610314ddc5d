"""Reading stored documents again with today's readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from catalogue.collection import merging
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.documents import fact_row
from catalogue.collection.commands.films import film_of
from catalogue.fields import registry
from catalogue.fields.draft import DocumentDraft, Entity
from catalogue.store import tables


@dataclass(frozen=True, slots=True)
class ReplaceFacts:
    """Gives documents the facts that today's readers find in them. What a person typed or chose stays in force."""

    drafts: Mapping[int, DocumentDraft] = field(repr=False)

    def apply(self, work: Work) -> None:
        """Replaces facts that differ, and works out the values of the records they speak of."""
        stale: dict[Entity, set[int]] = {entity: set() for entity in registry.ENTITIES}
        changed = 0
        for done, (document_id, draft) in enumerate(self.drafts.items()):
            work.job.step(done, len(self.drafts), "Reading again")
            before = work.writer.changed_rows
            self._replace(work, document_id, draft, stale)
            changed += work.writer.changed_rows > before
        for entity in registry.ENTITIES:
            merging.recompute(work.writer, entity, stale[entity])
        work.result = changed
        work.label = "Read 1 document again" if changed == 1 else f"Read {changed:,} documents again"

    @staticmethod
    def _replace(work: Work, document_id: int, draft: DocumentDraft, stale: dict[Entity, set[int]]) -> None:
        fact = tables.fact
        query = sa.select(fact).where(fact.c.document_id == document_id).order_by(fact.c.position)
        old = [dict(row) for row in work.connection.execute(query).mappings()]
        ids: dict[Entity, int | None] = {"film": film_of(work, document_id), "edition": None, "copy": None}
        for row in old:
            if row["record_id"] is not None:
                ids[row["about"]] = row["record_id"]
        # A reader that now finds a disc on a page makes none: that is for an import, where a person looks on.
        new = [
            fact_row(document_id, one, place, ids)
            for place, one in enumerate(draft.facts)
            if one.about == "film" or ids[one.about] is not None
        ]
        before = work.writer.changed_rows
        work.writer.replace(fact, [(old, new)])
        document: dict[str, Any] = {"kind": draft.kind, "site": draft.site, "title": draft.title}
        document["sections"] = [{"heading": part.heading, "text": part.text} for part in draft.sections]
        work.writer.update(tables.document, {document_id: document})
        if work.writer.changed_rows > before:
            for entity, record_id in ids.items():
                if record_id is not None:
                    stale[entity].add(record_id)
