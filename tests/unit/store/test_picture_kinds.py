"""Pictures as phones, scanners and drawing programs write them: each is taken, and what is shown is what it shows."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from catalogue.store import picture_edits
from catalogue.store.pictures import Pictures

SIZE = (64, 48)


def ramp(mode: str) -> Image.Image:
    """From black on the left to white on the right, in 16 bits or 8."""
    image = Image.new("I" if mode.startswith("I") else mode, SIZE)
    most = 65535 if mode.startswith("I") else 255
    for x in range(SIZE[0]):
        for y in range(SIZE[1]):
            image.putpixel((x, y), most * x // (SIZE[0] - 1))
    return image.convert(mode) if image.mode != mode else image


def written(image: Image.Image, name: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, name, **options)
    return buffer.getvalue()


def shown(folder: Path, data: bytes) -> Image.Image:
    pictures = Pictures(folder / "x.db")
    small = pictures.thumbnail(pictures.add(data).sha256, 192)
    assert small is not None
    with Image.open(small) as image:
        return image.convert("RGB")


@pytest.mark.parametrize("mode", ["I;16", "L"])
def test_greys_keep_their_steps(tmp_path: Path, mode: str) -> None:
    image = shown(tmp_path, written(ramp(mode), "PNG")).convert("L")
    greys = [image.getpixel((x, SIZE[1] // 2)) for x in (1, SIZE[0] // 2, SIZE[0] - 2)]
    assert greys[0] < 20
    assert 110 < greys[1] < 150
    assert greys[2] > 235


def see_through(mode: str) -> Image.Image:
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0))
    image.paste((200, 0, 0, 255), (0, 0, SIZE[0] // 2, SIZE[1]))
    return image.convert(mode)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white(tmp_path: Path, mode: str) -> None:
    image = shown(tmp_path, written(see_through(mode), "PNG"))
    assert min(image.getpixel((SIZE[0] - 4, 10))) > 245
    assert image.getpixel((4, 10))[2] < 90


@pytest.mark.parametrize("mode", ["CMYK", "1"])
def test_other_ways_to_keep_colours_are_read(tmp_path: Path, mode: str) -> None:
    white = Image.new("RGB", SIZE, "white").convert(mode)
    image = shown(tmp_path, written(white, "JPEG" if mode == "CMYK" else "PNG"))
    assert min(image.getpixel((4, 4))) > 245


def phone_photo() -> bytes:
    first, second = Image.new("RGB", SIZE, (200, 0, 0)), Image.new("RGB", (32, 24), (0, 0, 200))
    return written(first, "MPO", save_all=True, append_images=[second])


def test_a_phones_photo_with_a_second_picture_is_a_jpeg(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "x.db")
    added = pictures.add(phone_photo())
    original = pictures.original(added.sha256)
    assert (added.width, added.height) == SIZE
    assert original is not None
    assert original.suffix == ".jpg"
    assert shown(tmp_path, phone_photo()).getpixel((4, 4))[0] > 150


def test_a_phones_photo_is_turned_and_cropped_as_a_jpeg() -> None:
    for data in (picture_edits.turned(phone_photo()), picture_edits.cropped(phone_photo(), (0.0, 0.0, 0.5, 1.0))):
        with Image.open(io.BytesIO(data)) as image:
            assert image.format == "JPEG"
