"""Reading stored documents again with today's readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.collection import merging
from catalogue.collection.commands.base import Work
from catalogue.collection.commands.facts import replace_facts
from catalogue.fields import registry
from catalogue.fields.draft import DocumentDraft, Entity


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
            spoken_of = replace_facts(work, document_id, draft)
            changed += bool(spoken_of)
            for entity, record_id in spoken_of.items():
                if record_id is not None:
                    stale[entity].add(record_id)
        for entity in registry.ENTITIES:
            merging.recompute(work.writer, entity, stale[entity])
        work.result = changed
        work.label = "Read 1 document again" if changed == 1 else f"Read {changed:,} documents again"
