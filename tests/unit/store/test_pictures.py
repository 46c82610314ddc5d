import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from catalogue.errors import UserError
from catalogue.store import pictures
from catalogue.store.pictures import Pictures


@pytest.fixture
def store(tmp_path):
    return Pictures(tmp_path / "films.db")


def files(store):
    return sorted(path for path in store.folder.rglob("*") if path.is_file()) if store.folder.exists() else []


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp"), ("AVIF", ".avif")])
def test_a_picture_is_kept_byte_for_byte_under_its_hash(store, picture, kind, suffix):
    data = picture("blue", (40, 60), kind)
    stored = store.add(data)
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert (stored.width, stored.height) == (40, 60)
    assert store.original(stored.sha256).read_bytes() == data
    assert store.original(stored.sha256).name == stored.sha256 + suffix


def test_the_same_picture_twice_is_one_file(store, picture):
    assert store.add(picture("red")) == store.add(picture("red"))
    assert len(files(store)) == 1
    store.add(picture("green"))
    assert len(files(store)) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"\xff\xd8\xff\xe0 not a JPEG",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(50),
    ],
)
def test_what_is_no_picture_is_refused_and_leaves_no_file(store, data):
    with pytest.raises(UserError) as refusal:
        store.add(data)
    assert str(refusal.value) == (
        "This is not a picture that can be read (such as JPEG, PNG, WebP, AVIF, GIF, BMP or TIFF); it was not taken."
    )
    assert files(store) == []


def test_half_a_picture_is_refused(store, picture):
    whole = picture("red", (400, 600), "JPEG")
    with pytest.raises(UserError, match="not a picture that can be read"):
        store.add(whole[: len(whole) // 2])
    assert files(store) == []


def bomb(width, height):
    """A PNG of a few bytes that says it has this many pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7_000, 12_500, 30_000, 2**30])
def test_a_bomb_of_pixels_is_refused(store, side):
    with pytest.raises(UserError, match=r"too many pixels|not a picture that can be read"):
        store.add(bomb(side, side))
    assert files(store) == []


def test_a_file_that_is_too_big_is_refused_unread(store, monkeypatch, picture):
    monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    with pytest.raises(UserError, match="the limit is"):
        store.add(picture("red", (400, 600)))


def test_a_thumbnail_is_small_and_made_once(store, picture):
    stored = store.add(picture("red", (1000, 1500), "JPEG"))
    thumbnail = store.thumbnail(stored.sha256, 100)
    with Image.open(thumbnail) as image:
        assert image.size == (128, 192)
        assert image.format == "JPEG"
    thumbnail.write_bytes(b"as it was")
    assert store.thumbnail(stored.sha256, 150) == thumbnail
    assert thumbnail.read_bytes() == b"as it was"


def test_a_thumbnail_of_a_small_picture_is_not_blown_up(store, picture):
    stored = store.add(picture("red", (40, 60)))
    with Image.open(store.thumbnail(stored.sha256, 700)) as image:
        assert image.size == (40, 60)


def test_a_thumbnail_stands_upright_and_has_no_transparency(store):
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    Image.new("RGB", (600, 400)).save(buffer, "JPEG", exif=exif)
    sideways = store.add(buffer.getvalue())
    with Image.open(store.thumbnail(sideways.sha256, 96)) as image:
        assert image.height > image.width
    buffer = io.BytesIO()
    Image.new("RGBA", (40, 60), (255, 0, 0, 0)).save(buffer, "PNG")
    clear = store.add(buffer.getvalue())
    with Image.open(store.thumbnail(clear.sha256, 96)) as image:
        assert image.mode == "RGB"


def test_a_picture_that_is_not_there_has_neither_file_nor_thumbnail(store):
    assert store.original("0" * 64) is None
    assert store.thumbnail("0" * 64, 96) is None


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "JPEG2000", "PPM"])
def test_formats_that_are_not_kept_become_png_of_the_same_size(tmp_path, kind):
    buffer = io.BytesIO()
    Image.new("RGB", (48, 48), "red").save(buffer, kind, **({"sizes": [(48, 48)]} if kind == "ICO" else {}))
    pictures = Pictures(tmp_path / "x.db")
    stored = pictures.add(buffer.getvalue())
    kept = pictures.original(stored.sha256)
    assert kept.suffix == ".png"
    with Image.open(kept) as image:
        assert (image.format, image.size) == ("PNG", (48, 48))
        assert image.convert("RGB").getpixel((20, 20))[0] > 250
    assert pictures.thumbnail(stored.sha256, 96) is not None


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I;16B", "I", "F"])
def test_a_tiff_of_any_colours_is_taken(tmp_path, mode):
    buffer = io.BytesIO()
    Image.new(mode, (30, 40)).save(buffer, "TIFF")
    pictures = Pictures(tmp_path / "x.db")
    stored = pictures.add(buffer.getvalue())
    assert (stored.width, stored.height) == (30, 40)
    assert pictures.thumbnail(stored.sha256, 96) is not None


def test_sixteen_bits_of_grey_and_the_first_frame_stay(tmp_path):
    pictures = Pictures(tmp_path / "x.db")
    deep, moving = io.BytesIO(), io.BytesIO()
    Image.new("I;16", (8, 8), 40_001).save(deep, "TIFF")
    red, blue = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    red.save(moving, "GIF", save_all=True, append_images=[blue])
    with Image.open(pictures.original(pictures.add(deep.getvalue()).sha256)) as image:
        assert image.getpixel((0, 0)) == 40_001
    with Image.open(pictures.original(pictures.add(moving.getvalue()).sha256)) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(
    "data", [b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"%PDF-1.7\n", b"\0\1\0\0\0\x0f"]
)
def test_what_needs_another_program_is_refused(tmp_path, data):
    with pytest.raises(UserError, match="not a picture that can be read"):
        Pictures(tmp_path / "x.db").add(data)
