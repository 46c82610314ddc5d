import io

import pytest
from PIL import Image

from catalogue.collection import commands
from catalogue.errors import UserError


def picture(color):
    buffer = io.BytesIO()
    Image.new("RGB", (30, 40), color).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def disc(collection):
    return collection.run(commands.AddRecord({"title": "Stalker"})).result


def roles(collection, row_id):
    return sorted(collection.record(row_id).pictures)


def test_front_back_and_disc_are_kept_side_by_side(collection, disc):
    for role, color in zip(commands.PICTURE_ROLES, ("red", "green", "blue"), strict=True):
        collection.run(commands.SetPicture(disc, picture(color), role))
    record = collection.record(disc)
    assert roles(collection, disc) == ["back", "disc", "front"]
    assert record.picture == record.pictures["front"]
    assert collection.picture_bytes(record.pictures["back"]) == picture("green")


def test_the_original_is_kept_with_what_was_made_of_it(collection, disc):
    collection.run(commands.SetPicture(disc, picture("red"), original=picture("blue")))
    record = collection.record(disc)
    assert collection.picture_bytes(record.pictures["front original"]) == picture("blue")
    collection.run(commands.SetPicture(disc, picture("blue")))
    assert roles(collection, disc) == ["front"]
    collection.undo()
    assert roles(collection, disc) == ["front", "front original"]
    collection.run(commands.SetPicture(disc, None))
    assert roles(collection, disc) == []
    assert collection.check() == []


def test_other_pictures_are_refused(collection, disc):
    with pytest.raises(UserError, match="may have front, back, disc"):
        collection.run(commands.SetPicture(disc, picture("red"), "spine"))
