"""Turning and cropping pictures: bytes in, bytes out. The bytes that were added stay as they are."""

from __future__ import annotations

import io

Box = tuple[float, float, float, float]
"""Left, top, right and bottom as shares of an upright picture, 0 to 1."""

_QUALITY = 95
_LEAST = 8  # pixels that a crop leaves at least


def turned(data: bytes, quarters: int = 1) -> bytes:
    """The picture turned clockwise by quarters of a turn, in its own format."""
    from PIL import Image

    steps = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
    step = steps[quarters % 4]
    image, name = _upright(data)
    return _bytes(image if step is None else image.transpose(step), name)


def cropped(data: bytes, box: Box) -> bytes:
    """What a box leaves of the picture, in its own format."""
    image, name = _upright(data)
    left, top, right, bottom = (min(max(share, 0.0), 1.0) for share in box)
    x, y = round(left * image.width), round(top * image.height)
    x, y = min(x, image.width - _LEAST), min(y, image.height - _LEAST)
    x, y = max(x, 0), max(y, 0)
    wide = max(round(right * image.width) - x, min(_LEAST, image.width))
    high = max(round(bottom * image.height) - y, min(_LEAST, image.height))
    return _bytes(image.crop((x, y, min(x + wide, image.width), min(y + high, image.height))), name)


def _upright(data: bytes):  # type: ignore[no-untyped-def]  # Pillow is loaded with the first picture
    from PIL import ImageOps

    from catalogue.store.pictures import format_of, opened

    with opened(data) as image:
        return ImageOps.exif_transpose(image), format_of(image)


def _bytes(image, name: str) -> bytes:  # type: ignore[no-untyped-def]
    from catalogue.store.pictures import plain

    buffer = io.BytesIO()
    if name == "JPEG" and image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGB")
    if name == "PNG":
        image = plain(image)
    options = {"quality": _QUALITY} if name != "PNG" else {}
    image.save(buffer, name, **options)
    return buffer.getvalue()
