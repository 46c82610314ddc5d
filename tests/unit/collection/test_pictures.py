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


def test_a_disc_is_added_with_its_pictures_in_one_step(collection):
    pictures = {"front": commands.Picture(picture("red")), "back": commands.Picture(picture("blue"), picture("green"))}
    changes = collection.run(commands.WriteWithPictures(commands.AddRecord({"title": "Solaris"}), pictures))
    assert changes.label == "Add Solaris"
    assert roles(collection, changes.result) == ["back", "back original", "front"]
    assert collection.undo().label == "Undo: Add Solaris"
    assert list(collection.find("").ids) == []


def test_fields_and_pictures_of_a_disc_are_edited_in_one_step(collection, disc):
    pictures = {"front": commands.Picture(picture("red"))}
    edit = commands.EditRecords((disc,), {"owner": "Ann"})
    assert collection.run(commands.WriteWithPictures(edit, pictures)).label == "Edit 1 disc: owner"
    more = commands.WriteWithPictures(commands.EditRecords((disc,)), {"front": commands.Picture(picture("blue"))})
    assert collection.run(more).label == "Set a cover"
    collection.undo()
    collection.undo()
    record = collection.record(disc)
    assert (record.values["owner"], record.pictures) == (None, {})


def test_a_film_that_is_given_a_disc_has_the_pictures_on_it(collection):
    film = collection.run(commands.AddRecord({"title": "Solaris"}, disc=False)).result
    edit = commands.EditRecords((film,), {"format": "DVD"})
    changes = collection.run(commands.WriteWithPictures(edit, {"disc": commands.Picture(picture("red"))}))
    assert changes.result > 0
    assert roles(collection, changes.result) == ["disc"]


def test_a_picture_of_no_disc_is_refused(collection, disc):
    film = collection.run(commands.AddRecord({"title": "Solaris"}, disc=False)).result
    with pytest.raises(UserError, match="add the disc first"):
        collection.run(commands.SetPicture(film, picture("red")))
    with pytest.raises(UserError, match="no longer there"):
        collection.run(commands.SetPicture(disc + 1000, picture("red")))
