"""Reading pictures off the window's thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from catalogue.collection import Collection
from catalogue.jobs import Job


def load_fitting(collection: Collection, sha256: str, room: QSize, job: Job) -> QImage | None:
    """A stored picture as large as it fits into a room. Raises Cancelled when nobody waits for it any more."""
    job.step(0, 0)
    picture = load(collection, sha256, room.height())
    if picture is None:
        return None
    return picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def load(collection: Collection, sha256: str, height: int | None) -> QImage | None:
    """A stored picture, or its thumbnail of a height; None when the file is gone or broken."""
    file = collection.picture_file(sha256, height)
    if file is None:
        return None
    picture = QImage(str(file))
    return None if picture.isNull() else picture
