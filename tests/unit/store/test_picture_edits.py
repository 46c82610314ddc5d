import io

import pytest
from PIL import Image

from catalogue.store import picture_edits


def picture(fmt="PNG", size=(40, 60), mode="RGB"):
    image = Image.new(mode, size, "white")
    # Red at the top left, so that it is seen where it goes.
    image.paste(Image.new(mode, (size[0] // 2, size[1] // 2), "red"), (0, 0))
    buffer = io.BytesIO()
    image.save(buffer, fmt)
    return buffer.getvalue()


def opened(data):
    return Image.open(io.BytesIO(data))


def is_red(image, x, y):
    red, green, blue = image.convert("RGB").getpixel((x, y))
    return red > 200 and green < 90 and blue < 90


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP"])
def test_a_quarter_turn_goes_clockwise_and_keeps_the_format(fmt):
    turned = opened(picture_edits.turned(picture(fmt)))
    assert turned.format == fmt
    assert turned.size == (60, 40)
    assert is_red(turned, 55, 5)
    assert not is_red(turned, 5, 5)


def test_four_quarters_are_none():
    data = picture()
    for _ in range(4):
        data = picture_edits.turned(data)
    assert opened(data).tobytes() == opened(picture()).tobytes()


def test_a_crop_leaves_what_is_in_its_box():
    cropped = opened(picture_edits.cropped(picture(), (0.0, 0.0, 0.5, 0.5)))
    assert cropped.size == (20, 30)
    assert is_red(cropped, 19, 29)


@pytest.mark.parametrize("box", [(0.99, 0.99, 1.0, 1.0), (-1, -1, 0, 0), (0.5, 0.5, 0.5, 0.5)])
def test_something_is_always_left(box):
    assert min(opened(picture_edits.cropped(picture(), box)).size) >= 8


def test_a_photograph_lies_as_its_camera_was_held():
    image = Image.new("RGB", (40, 60), "white")
    exif = image.getexif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    assert opened(picture_edits.cropped(buffer.getvalue(), (0, 0, 1, 1))).size == (60, 40)
