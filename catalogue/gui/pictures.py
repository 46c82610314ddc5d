"""Reading pictures off the window's thread."""

from __future__ import annotations

from PySide6.QtGui import QImage

from catalogue.collection import Collection


def load(collection: Collection, sha256: str, height: int | None) -> QImage | None:
    """A stored picture, or its thumbnail of a height; None when the file is gone or broken."""
    file = collection.picture_file(sha256, height)
    if file is None:
        return None
    picture = QImage(str(file))
    return None if picture.isNull() else picture
