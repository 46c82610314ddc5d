"""Pictures as files by content hash, beside the catalogue; thumbnails are made on demand and can be thrown away."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.errors import UserError

if TYPE_CHECKING:  # Pillow is loaded with the first picture
    from PIL.Image import Image as Picture

FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
MAX_BYTES = 40_000_000
MAX_PIXELS = 40_000_000
THUMBNAIL_HEIGHTS = (96, 192, 384, 768)


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture that passed the checks and lies in the store; the size is in pixels."""

    sha256: str
    width: int
    height: int


class Pictures:
    """The picture store of one catalogue: a folder named after its file."""

    def __init__(self, catalogue: Path) -> None:
        self.folder = catalogue.with_name(catalogue.name + ".pictures")

    def add(self, data: bytes) -> StoredPicture:
        """Checks the bytes of a picture and keeps them as they are. Raises UserError for what is not a picture."""
        width, height, suffix = self.check(data)
        sha256 = hashlib.sha256(data).hexdigest()
        if self.original(sha256) is None:
            _write(self.folder / sha256[:2] / (sha256 + suffix), data)
        return StoredPicture(sha256, width, height)

    def check(self, data: bytes) -> tuple[int, int, str]:
        """Width, height and file suffix of a picture. Raises UserError for what would not be kept."""
        from PIL import Image, UnidentifiedImageError

        if len(data) > MAX_BYTES:
            raise UserError(f"This picture has {len(data) // 1_000_000} MB; the limit is {MAX_BYTES // 1_000_000} MB.")
        try:
            with warnings.catch_warnings():
                # Pillow only warns of a picture that unfolds to more pixels than is sane.
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(data), formats=tuple(FORMATS)) as image:
                    if image.width * image.height > MAX_PIXELS:
                        raise Image.DecompressionBombError
                    image.load()
                    return image.width, image.height, FORMATS[format_of(image)]
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise UserError("This picture has too many pixels (over 40 million); it was not taken.") from None
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
            raise UserError(
                "This is not a picture that can be read (JPEG, PNG, WebP, AVIF); it was not taken."
            ) from None

    def original(self, sha256: str) -> Path | None:
        """The file of a picture as it was added, or None when it is missing."""
        return next((self.folder / sha256[:2]).glob(f"{sha256}.*"), None)

    def hashes(self) -> set[str]:
        """All pictures in the store."""
        return {file.name.split(".")[0] for file in self.folder.glob("[0-9a-f][0-9a-f]/*.*")}

    def remove(self, hashes: Iterable[str]) -> int:
        """Removes pictures with their thumbnails for good. Returns how many bytes that frees."""
        files = self.files(hashes)
        freed = sum(file.stat().st_size for file in files)
        for file in files:
            file.unlink(missing_ok=True)
        return freed

    def files(self, hashes: Iterable[str]) -> list[Path]:
        """The files of pictures with their thumbnails, those that are there."""
        places = [self.folder, *(self.folder / "thumbnails" / str(size) for size in THUMBNAIL_HEIGHTS)]
        wanted = [(place, sha256) for sha256 in hashes for place in places]
        return [file for place, sha256 in wanted for file in (place / sha256[:2]).glob(f"{sha256}.*")]

    def thumbnail(self, sha256: str, height: int) -> Path | None:
        """A smaller copy at least `height` pixels high (or the original's height), made on first use."""
        from PIL import Image, ImageOps

        original = self.original(sha256)
        if original is None:
            return None
        size = next((step for step in THUMBNAIL_HEIGHTS if step >= height), THUMBNAIL_HEIGHTS[-1])
        target = self.folder / "thumbnails" / str(size) / sha256[:2] / f"{sha256}.jpg"
        if not target.exists():
            with Image.open(original, formats=tuple(FORMATS)) as image:
                image.draft("RGB", (size * 4, size * 2))
                upright = _opaque(ImageOps.exif_transpose(image))
                upright.thumbnail((size * 4, size), reducing_gap=2)
                buffer = io.BytesIO()
                upright.save(buffer, "JPEG", quality=88)
            _write(target, buffer.getvalue())
        return target


def format_of(image: Picture) -> str:
    """The format that a picture is kept in, one of FORMATS."""
    # MPO is what many phones write: a JPEG with a second picture behind the one that is shown.
    return "JPEG" if image.format == "MPO" else image.format or "PNG"


def _opaque(image: Picture) -> Picture:
    """The picture in plain colours: on white where it is transparent, and 16 bits of grey brought down to 8."""
    from PIL import Image

    if image.mode.startswith("I"):
        # Converted as it is, all but the darkest of 65,536 greys would be white.
        image = image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return image.convert("RGB")


def _write(path: Path, data: bytes) -> None:
    # First beside its place, then moved: a killed program leaves no half picture under the final name.
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(partial).replace(path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
