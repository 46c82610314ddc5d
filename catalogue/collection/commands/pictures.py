"""The pictures of a disc: front, back and the disc itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from catalogue.collection.commands.base import Work
from catalogue.collection.commands.edit import AddRecord, EditRecords
from catalogue.collection.commands.entries import discs_meant
from catalogue.errors import UserError
from catalogue.fields.registry import PICTURE_ROLES
from catalogue.store import tables


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
        table = tables.picture
        discs = discs_meant(work.connection, [self.row_id])
        if not discs:
            raise UserError("A film without a disc has no pictures; add the disc first.")
        [copy_id] = discs
        if work.connection.scalar(sa.select(tables.copy.c.id).where(tables.copy.c.id == copy_id)) is None:
            raise UserError("The disc is no longer there; nothing was changed.")
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


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, or None for no picture, and those that they were turned or cropped from."""

    data: bytes | None = field(repr=False)
    original: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class WriteWithPictures:
    """Adds or edits one disc and sets its pictures, by role, in one step of the history. The result is its row."""

    write: AddRecord | EditRecords
    pictures: Mapping[str, Picture]

    def apply(self, work: Work) -> None:
        """Writes the fields first: a film that they give a disc has the pictures on that disc."""
        if isinstance(self.write, AddRecord) or self.write.values:
            self.write.apply(work)
        label = work.label
        row_id = int(work.result) if isinstance(self.write, AddRecord) else self.write.ids[0]
        row_id = next(iter(discs_meant(work.connection, [row_id])), row_id)
        for role, picture in self.pictures.items():
            SetPicture(row_id, picture.data, role, picture.original).apply(work)
        work.label = label or (work.label if len(self.pictures) == 1 else "Set pictures")
        work.result = row_id
