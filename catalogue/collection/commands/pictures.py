"""The pictures of a disc: front, back and the disc itself."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from catalogue.collection.commands.base import Work
from catalogue.collection.commands.entries import entries
from catalogue.errors import UserError
from catalogue.store import tables

PICTURE_ROLES = ("front", "back", "disc")
"""What a picture shows. One that was turned or cropped has what it was beside it, as `front original`."""


def original_of(role: str) -> str:
    """The role of the picture as it was before it was turned or cropped."""
    return f"{role} original"


@dataclass(frozen=True, slots=True)
class SetPicture:
    """Gives a disc its front, back or disc picture from the bytes of one, or takes it away with None.

    `original` are the bytes of which these were turned or cropped; they are kept with it.
    """

    row_id: int
    data: bytes | None = field(repr=False)
    role: str = "front"
    original: bytes | None = field(default=None, repr=False)

    def apply(self, work: Work) -> None:
        """Keeps the picture in the store and notes it for the copy. Raises UserError for what is no picture."""
        if self.role not in PICTURE_ROLES:
            raise UserError(f"A disc has no picture “{self.role}”; it may have {', '.join(PICTURE_ROLES)}.")
        found = entries(work, [self.row_id])
        if not found or found[0].copy_id is None:
            raise UserError("A film without a disc has no pictures; add the disc first.")
        copy_id = found[0].copy_id
        table = tables.picture
        mine = (self.role, original_of(self.role))
        query = sa.select(table).where(table.c.copy_id == copy_id, table.c.role.in_(mine)).order_by(table.c.role)
        old = [dict(row) for row in work.connection.execute(query).mappings()]
        wanted = []
        original = self.original if self.original != self.data else None
        for role, data in zip(mine, (self.data, original if self.data is not None else None), strict=True):
            if data is not None:
                stored = work.pictures.add(data)
                size = {"width": stored.width, "height": stored.height}
                wanted.append({"copy_id": copy_id, "role": role, "sha256": stored.sha256, **size})
        work.writer.replace(table, [(old, wanted)])
        name = "cover" if self.role == "front" else f"picture of the {self.role}"
        work.label = f"Set a {name}" if wanted else f"Remove a {name}"
