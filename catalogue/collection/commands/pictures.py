"""The front cover of a disc."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from catalogue.collection.commands.base import Work
from catalogue.collection.commands.entries import entries
from catalogue.errors import UserError
from catalogue.store import tables


@dataclass(frozen=True, slots=True)
class SetPicture:
    """Gives a disc its front cover from the bytes of a picture, or takes it away with None."""

    row_id: int
    data: bytes | None = field(repr=False)

    def apply(self, work: Work) -> None:
        """Keeps the picture in the store and notes it for the copy. Raises UserError for what is no picture."""
        found = entries(work, [self.row_id])
        if not found or found[0].copy_id is None:
            raise UserError("A film without a disc has no cover; add the disc first.")
        copy_id = found[0].copy_id
        table = tables.picture
        query = sa.select(table).where(table.c.copy_id == copy_id, table.c.role == "front")
        old = [dict(row) for row in work.connection.execute(query).mappings()]
        wanted = []
        if self.data is not None:
            stored = work.pictures.add(self.data)
            size = {"width": stored.width, "height": stored.height}
            wanted = [{"copy_id": copy_id, "role": "front", "sha256": stored.sha256, **size}]
        work.writer.replace(table, [(old, wanted)])
        work.label = "Set a cover" if wanted else "Remove a cover"
