"""Pictures as files by content hash, beside the catalogue; thumbnails are made on demand and can be thrown away."""

from __future__ import annotations

import errno
import hashlib
import io
import re
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue import writing
from catalogue.errors import UserError
from catalogue.writing import PICTURES as SUFFIX
from catalogue.writing import PICTURES_MARK

if TYPE_CHECKING:  # Pillow is loaded with the first picture
    from PIL.Image import Image as Picture

FORMATS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
"""The formats that pictures are kept in, with the suffixes of their files."""
# MPO is what many phones write: a JPEG with a second picture behind the one that is shown.
_KEPT_AS = {**{name: name for name in FORMATS}, "MPO": "JPEG"}
_CONVERTED = ("GIF", "BMP", "DIB", "TIFF", "ICO", "JPEG2000", "PPM", "PCX", "PSD", "QOI")
"""What is turned into PNG when it is added. Formats that need other programs, or are programs, are not among them."""
MAX_BYTES = 60_000_000
MAX_PIXELS = 150_000_000
THUMBNAIL_HEIGHTS = (96, 192, 384, 768)
_THUMBNAILS = "thumbnails-2"
"""Where scaled pictures are kept. It gets another number when they are made otherwise: older ones may be wrong."""

_FORGOTTEN = "forgotten"
"""The file that names the pictures that go with a history."""

_BROKEN = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, LookupError, struct.error, zlib.error)
"""What the decoders of the formats raise for bytes that are no picture; that of AVIF has nothing finer."""


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture that passed the checks and lies in the store; the size is in pixels."""

    sha256: str
    width: int
    height: int


class Pictures:
    """The picture store of one catalogue: a folder named after its file, which knows the id of its catalogue.

    Links lead to the same folder. After the file was renamed the folder of before is taken up; of one that is another
    catalogue's, single pictures are copied by their hash, and nothing there is touched.
    """

    def __init__(self, catalogue: Path) -> None:
        self._catalogue = catalogue.resolve()
        self.folder = _folder_of(self._catalogue)
        self._marked = False
        self._others: list[Path] | None = None
        self._searched: set[str] = set()

    def take_up(self, wanted: Collection[str]) -> None:
        """Makes a folder that was left where the catalogue had another name its own, if it has none yet."""
        if self.folder.exists() or not wanted:
            return
        left = [folder for folder in self._siblings() if not _owner(folder).exists()]
        own = [folder for folder in left if marked(folder) == uid_of(self._catalogue) is not None]
        # Of a folder without a mark, as older versions made them, the pictures themselves tell.
        unmarked = (folder for folder in left if marked(folder) is None and _holds(folder, wanted))
        folder = next(iter(own), None) or next(unmarked, None)
        if folder is not None:
            with suppress(OSError):  # where it may not be renamed its pictures are copied one by one
                folder.rename(self.folder)
                mark(self.folder, self._catalogue)
        self._others = None

    def add(self, data: bytes) -> StoredPicture:
        """Checks a picture and keeps its bytes, as PNG if its format is not kept. Raises UserError for no picture."""
        width, height, suffix = self.check(data)
        converted = _converted(data)
        if converted is not None:
            data = converted
            width, height, suffix = self.check(data)
        sha256 = hashlib.sha256(data).hexdigest()
        if self.original(sha256) is None:
            self._keep(sha256, suffix, data)
        return StoredPicture(sha256, width, height)

    def check(self, data: bytes) -> tuple[int, int, str]:
        """Width, height and file suffix of a picture. Raises UserError for what would not be kept."""
        if len(data) > MAX_BYTES:
            raise UserError(f"This picture is too large, the limit is {MAX_BYTES // 1_000_000} MB; it was not taken.")
        with opened(data) as image:
            size = image.size
            # Of a large JPEG an eighth of the pixels tells as well whether it is whole.
            image.draft(None, (1, 1))
            image.load()
            return *size, FORMATS[format_of(image)]

    def original(self, sha256: str) -> Path | None:
        """The file of a picture as it was added, or None when it is missing."""
        return _file_in(self.folder, sha256) or self._from_others(sha256)

    def hashes(self) -> set[str]:
        """All pictures in the store."""
        return {file.name.split(".")[0] for file in self.folder.glob("[0-9a-f][0-9a-f]/*.*")}

    def note_forgotten(self, hashes: Collection[str]) -> None:
        """Notes pictures that go for good when what is under way is done; a later start clears them if it is killed."""
        with suppress(OSError):  # without room for the note they go now, or with what is forgotten next
            if hashes:
                _write(self.folder, _FORGOTTEN, "\n".join(sorted(hashes)).encode())

    def forgotten(self) -> set[str]:
        """The pictures that were noted to go, and may still be here."""
        try:
            return set((self.folder / _FORGOTTEN).read_text(encoding="ascii").split())
        except (OSError, UnicodeDecodeError):
            return set()

    def remove(self, hashes: Iterable[str]) -> int:
        """Removes pictures with their thumbnails for good, and the note of them. Returns how many bytes that frees."""
        freed = 0
        with suppress(OSError):  # the next start tries again
            for file in self.files(hashes):
                size = file.stat().st_size
                file.unlink(missing_ok=True)
                freed += size
            (self.folder / _FORGOTTEN).unlink(missing_ok=True)
        return freed

    def files(self, hashes: Iterable[str]) -> list[Path]:
        """The files of pictures with their thumbnails, those that are there."""
        places = [self.folder, *(self.folder / _THUMBNAILS / str(size) for size in THUMBNAIL_HEIGHTS)]
        wanted = [(place, sha256) for sha256 in hashes for place in places]
        return [file for place, sha256 in wanted for file in (place / sha256[:2]).glob(f"{sha256}.*")]

    def thumbnail(self, sha256: str, height: int) -> Path | None:
        """A smaller copy at least `height` pixels high (or the original's height), made on first use."""
        original = self.original(sha256)
        if original is None:
            return None
        size = next((step for step in THUMBNAIL_HEIGHTS if step >= height), THUMBNAIL_HEIGHTS[-1])
        name = f"{_THUMBNAILS}/{size}/{sha256[:2]}/{sha256}.jpg"
        target = self.folder / name
        if not target.exists():
            small = scaled(original.read_bytes(), size * 4, size)
            try:
                _write(self.folder, name, small, synced=False)
            except OSError:
                return original  # there is no room, or nothing may be written: it is shown from the large one
            shutil.rmtree(self.folder / "thumbnails", ignore_errors=True)
        return target

    def _keep(self, sha256: str, suffix: str, data: bytes) -> Path:
        try:
            target = _write(self.folder, f"{sha256[:2]}/{sha256}{suffix}", data)
            if not self._marked:
                mark(self.folder, self._catalogue)
                self._marked = True
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                why = "There is no room left on the disk for {}; nothing was changed. Make room and try again."
            else:
                why = f"{{}} cannot be written ({error.strerror}); nothing was changed. Check the rights of the folder."
            raise UserError(why.format(self.folder)) from error
        return target

    def _from_others(self, sha256: str) -> Path | None:
        """A picture that only lies in the folder of another catalogue beside this one: copied, known by its hash."""
        if sha256 in self._searched:
            return None
        self._searched.add(sha256)
        for folder in self._siblings():
            file = _file_in(folder, sha256)
            data = file.read_bytes() if file is not None else b""
            if file is not None and hashlib.sha256(data).hexdigest() == sha256:
                try:
                    return self._keep(sha256, file.suffix, data)
                except UserError:
                    self._searched.discard(sha256)
                    return file  # where nothing can be written it is read there
        return None

    def _siblings(self) -> list[Path]:
        if self._others is None:
            beside = self.folder.parent.glob(f"*{SUFFIX}")
            self._others = sorted(folder for folder in beside if folder.is_dir() and folder != self.folder)
        return self._others


def hash_of(file: Path) -> str:
    """The hash of a file, by which it would be known as a picture. Raises OSError."""
    with file.open("rb") as opened_file:
        return hashlib.file_digest(opened_file, "sha256").hexdigest()


def read(path: Path) -> bytes:
    """The bytes of a picture's file; of one that is too large, or never ends, no more than tells so. Raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


@contextmanager
def opened(data: bytes) -> Iterator[Picture]:
    """A picture, not decoded yet. Raises UserError for what is none, is broken, or has too many pixels."""
    from PIL import Image, UnidentifiedImageError

    # Pillow's own limit lies below what cameras make; the size is looked at here, before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(data), formats=(*FORMATS, *_CONVERTED)) as image:
            if image.width * image.height > MAX_PIXELS:
                millions = MAX_PIXELS // 1_000_000
                raise UserError(f"This picture has too many pixels (over {millions} million); it was not taken.")
            yield image
    except (UnidentifiedImageError, *_BROKEN):
        known = "such as JPEG, PNG, WebP, AVIF, GIF, BMP or TIFF"
        raise UserError(f"This is not a picture that can be read ({known}); it was not taken.") from None


def scaled(data: bytes, width: int, height: int) -> bytes:
    """A picture as JPEG, upright and no larger than a room. Raises UserError."""
    from PIL import ImageOps

    with opened(data) as image:
        image.draft("RGB", (width, max(height * 2, 1)))
        ImageOps.exif_transpose(image, in_place=True)
        # Whatever scales as it is is made small first: there is less to mix with white. A palette and a colour that
        # stands for nothing would be blurred.
        if image.mode in ("RGB", "RGBA", "L", "LA") and "transparency" not in image.info:
            image.thumbnail((width, height), reducing_gap=2)
        upright = _opaque(image)
        upright.thumbnail((width, height), reducing_gap=2)
        buffer = io.BytesIO()
        upright.save(buffer, "JPEG", quality=88)
        return buffer.getvalue()


def uid_of(catalogue: Path) -> str | None:
    """The id by which a catalogue knows its pictures, whatever its name; None where it has none."""
    try:
        if not catalogue.stat().st_size:
            return None  # SQLite would take a journal beside it for void
        with closing(sqlite3.connect(f"{catalogue.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT uid FROM catalogue").fetchone()
    except (OSError, sqlite3.Error):
        return None
    return str(row[0]) if row else None


def take_uid(catalogue: Path, uid: str) -> None:
    """Gives a new catalogue, which is not open, the id of one that it takes the place of."""
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        connection.execute("UPDATE catalogue SET uid = ?", (uid,))


def mark(folder: Path, catalogue: Path) -> None:
    """Notes in a folder of pictures which catalogue it belongs to."""
    uid = uid_of(catalogue)
    if uid is not None and folder.is_dir() and marked(folder) != uid:
        _write(folder, PICTURES_MARK, f"{uid}\n".encode())


def marked(folder: Path) -> str | None:
    """The id of the catalogue that a folder of pictures belongs to; None where it does not say."""
    try:
        return (folder / PICTURES_MARK).read_text(encoding="ascii").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _folder_of(catalogue: Path) -> Path:
    folder = catalogue.with_name(catalogue.name + SUFFIX)
    own, there = uid_of(catalogue), marked(folder)
    if own is None or there in (None, own):
        return folder
    # A catalogue that had this name before has its pictures there.
    return catalogue.with_name(f"{catalogue.name}.{own[:8]}{SUFFIX}")


def _owner(folder: Path) -> Path:
    """The catalogue whose pictures a folder has, by its name."""
    name = folder.name.removesuffix(SUFFIX)
    return folder.with_name(re.sub(r"\.[0-9a-f]{8}$", "", name) if marked(folder) is not None else name)


def _holds(folder: Path, hashes: Collection[str]) -> bool:
    return all(_file_in(folder, sha256) is not None for sha256 in hashes)


def _file_in(folder: Path, sha256: str) -> Path | None:
    return next((folder / sha256[:2]).glob(f"{sha256}.*"), None)


def format_of(image: Picture) -> str:
    """The format that a picture is kept in, one of FORMATS."""
    return _KEPT_AS.get(image.format or "", "PNG")


def _converted(data: bytes) -> bytes | None:
    """A picture whose format is not kept as PNG, upright, its first frame; None for what is kept as it is."""
    from PIL import ImageOps

    with opened(data) as image:
        if image.format in _KEPT_AS:
            return None
        upright = plain(ImageOps.exif_transpose(image))
        buffer = io.BytesIO()
        upright.save(buffer, "PNG")
        if buffer.tell() > MAX_BYTES:
            # It would be too large to be taken up again from an export.
            buffer = io.BytesIO()
            _opaque(upright).save(buffer, "JPEG", quality=95)
        return buffer.getvalue()


def plain(image: Picture) -> Picture:
    """The picture in colours that PNG has, with all that can be seen of it."""
    if image.mode in ("1", "L", "LA", "I;16", "I;16B", "P", "RGB", "RGBA"):
        return image
    # A profile of other colours would be wrong for these.
    image.info.pop("icc_profile", None)
    if image.mode in ("I", "F"):
        low, high = (float(str(end)) for end in image.getextrema())
        if image.mode == "I" and low >= 0 and high < 1 << 16:
            return image.convert("I;16")
        image = image.convert("F")
        step = 255 / (high - low) if high > low else 0.0
        return image.point(lambda grey: grey * step - low * step).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


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


def _write(folder: Path, name: str, data: bytes, *, synced: bool = True) -> Path:
    """Writes a file below a folder of pictures, whole or not at all; what can be made anew need not be synced."""
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with writing.workshop(folder) as place:
        made = place / target.name
        made.write_bytes(data)
        if synced:
            writing.put(made, target)
        else:
            made.replace(target)
    return target
