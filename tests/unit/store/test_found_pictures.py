"""The pictures of a catalogue are found by its id and by their hashes, whatever it is called and wherever it lies."""

import contextlib
import random
import shutil
import sqlite3
import zipfile
from contextlib import closing

import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, SetPicture
from catalogue.errors import UserError
from catalogue.exchange import json_export
from catalogue.store import pictures, upgrade
from catalogue.store.pictures import Pictures


@pytest.fixture
def shelf(blank_catalogue, tmp_path, picture):
    """Makes a catalogue of a name with one disc and a cover of a colour, closed; returns its path."""

    def make(name, colour="red"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        shutil.copy(blank_catalogue, path)
        # The blank one is copied for every test: each copy is a catalogue of its own here.
        write(path, "UPDATE catalogue SET uid = lower(hex(randomblob(16)))")
        with closing(Collection.open(path)) as collection:
            collection.run(AddRecord({"title": "Alien"}))
            collection.run(SetPicture(1, picture(colour)))
        return path

    return make


def write(path, statement):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def cover(path):
    """The bytes of the cover, through an opened catalogue that is whole."""
    with closing(Collection.open(path)) as collection:
        record = collection.record(1)
        assert collection.check() == []
        return collection.picture_bytes(record.pictures["front"])


def missing(path):
    with closing(Collection.open(path)) as collection:
        return [line for line in collection.check() if "missing" in line]


def folders(folder):
    return sorted(one.name for one in folder.glob("*.pictures"))


def test_every_catalogue_has_an_id_of_its_own_and_keeps_it(tmp_path):
    paths = [tmp_path / name for name in ("a.db", "b.db")]
    for path in paths:
        upgrade.prepare(path)
    ids = [pictures.uid_of(path) for path in paths]
    assert None not in ids
    assert ids[0] != ids[1]
    upgrade.prepare(paths[0])
    assert pictures.uid_of(paths[0]) == ids[0]


def test_a_catalogue_of_the_schema_before_gets_an_id_and_its_pictures_a_mark(shelf, picture, tmp_path):
    paths = [tmp_path / name for name in ("a.db", "b.db")]
    for path in paths:
        upgrade.run_migrations(path, "0010")
        assert pictures.uid_of(path) is None
        upgrade.prepare(path)
    assert len({pictures.uid_of(path) for path in paths} - {None}) == 2
    with closing(Collection.open(paths[0])) as collection:
        collection.run(AddRecord({"title": "Alien"}))
        collection.run(SetPicture(1, picture("red")))
        assert pictures.marked(collection.pictures.folder) == pictures.uid_of(paths[0])
        assert collection.check() == []


def test_pictures_of_a_renamed_catalogue_are_found(shelf, picture, tmp_path):
    path = shelf("films.db")
    new = path.rename(tmp_path / "movies.db")
    assert cover(new) == picture("red")
    assert folders(tmp_path) == ["movies.db.pictures"]
    newer = new.rename(tmp_path / "once more.db")
    assert cover(newer) == picture("red")


def test_also_where_the_folder_is_of_a_version_without_marks(shelf, picture, tmp_path):
    path = shelf("films.db")
    (tmp_path / "films.db.pictures" / "catalogue").unlink()
    assert cover(path.rename(tmp_path / "movies.db")) == picture("red")
    assert folders(tmp_path) == ["movies.db.pictures"]


def test_pictures_of_a_catalogue_that_was_moved_with_its_folder_are_found(shelf, picture, tmp_path):
    path = shelf("films.db")
    away = tmp_path / "away"
    away.mkdir()
    path.rename(away / "movies.db")
    (tmp_path / "films.db.pictures").rename(away / "films.db.pictures")
    assert cover(away / "movies.db") == picture("red")


@pytest.mark.parametrize("name", ["link.db", "away/link.db"])
def test_pictures_are_found_through_a_link(shelf, picture, tmp_path, name):
    path = shelf("films.db")
    link = tmp_path / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(path)
    assert cover(link) == picture("red")
    with closing(Collection.open(link)) as collection:
        collection.run(SetPicture(1, picture("green"), "back"))
    assert folders(link.parent) == (["films.db.pictures"] if link.parent == tmp_path else [])
    assert len(Pictures(path).hashes()) == 2


def test_a_copy_beside_the_first_takes_copies_and_leaves_the_first_alone(shelf, picture, tmp_path):
    path = shelf("films.db")
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    assert cover(copy) == picture("red")
    assert cover(path) == picture("red")
    assert folders(tmp_path) == ["copy.db.pictures", "films.db.pictures"]


def test_another_catalogue_s_folder_is_never_taken(shelf, picture, tmp_path):
    one, two = shelf("one.db", "red"), shelf("two.db", "green")
    new = one.rename(tmp_path / "new.db")
    two.rename(tmp_path / "newer.db")
    assert cover(new) == picture("red")
    assert folders(tmp_path) == ["new.db.pictures", "two.db.pictures"]
    assert cover(tmp_path / "newer.db") == picture("green")
    assert folders(tmp_path) == ["new.db.pictures", "newer.db.pictures"]


def test_a_name_that_another_catalogue_had_does_not_mix_their_pictures(shelf, picture, tmp_path):
    one, two = shelf("one.db", "red"), shelf("two.db", "green")
    two.rename(tmp_path / "away.db")
    one.rename(two)
    with closing(Collection.open(two)) as collection:
        assert collection.check() == []
        collection.run(SetPicture(1, picture("blue"), "back"))
        assert collection.pictures.folder.name != "two.db.pictures"
    assert len(list((tmp_path / "two.db.pictures").glob("??/*"))) == 1
    assert cover(two) == picture("red")
    assert cover(tmp_path / "away.db") == picture("green")


def test_a_folder_without_a_mark_that_holds_only_some_is_copied_from(shelf, picture, tmp_path):
    path = shelf("films.db")
    with closing(Collection.open(path)) as collection:
        collection.run(SetPicture(1, picture("green"), "back"))
        gone = collection.picture_file(collection.record(1).pictures["back"])
    gone.unlink()
    (tmp_path / "films.db.pictures" / "catalogue").unlink()
    new = path.rename(tmp_path / "movies.db")
    assert len(missing(new)) == 1
    with closing(Collection.open(new)) as collection:
        assert collection.picture_bytes(collection.record(1).pictures["front"]) == picture("red")
    assert folders(tmp_path) == ["films.db.pictures", "movies.db.pictures"]


def test_what_is_damaged_in_another_folder_is_not_taken(shelf, tmp_path):
    path = shelf("films.db")
    [file] = (tmp_path / "films.db.pictures").glob("??/*")
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    file.write_bytes(b"something else")
    assert len(missing(copy)) == 1


def test_a_backup_and_an_export_say_what_they_leave_out(shelf, picture, tmp_path):
    path = shelf("films.db")
    with closing(Collection.open(path)) as collection:
        collection.run(SetPicture(1, picture("green"), "back"))
        assert collection.back_up(tmp_path / "whole.zip").problem() is None
        assert json_export.write(collection, tmp_path / "whole.json.zip") == (1, 0)
        collection.picture_file(collection.record(1).pictures["back"]).unlink()
        saved = collection.back_up(tmp_path / "a.zip")
        assert saved.problem() == "1 picture is not in it: the file could not be found."
        assert json_export.write(collection, tmp_path / "b.zip") == (1, 1)
        assert json_export.write(collection, tmp_path / "c.json") == (1, 1)
    assert sum(name.startswith("pictures/") for name in zipfile.ZipFile(tmp_path / "a.zip").namelist()) == 1


def test_pictures_are_found_after_a_restore_over_another_catalogue(shelf, picture, tmp_path):
    one, two = shelf("one.db", "red"), shelf("two.db", "green")
    with closing(Collection.open(one)) as collection:
        collection.back_up(tmp_path / "one.zip")
    with closing(Collection.open(two)) as collection:
        collection.restore(tmp_path / "one.zip")
        assert collection.picture_bytes(collection.record(1).pictures["front"]) == picture("red")
    one.unlink()
    shutil.rmtree(tmp_path / "one.db.pictures")
    assert cover(two) == picture("red")


def test_thumbnails_of_an_older_version_are_made_anew(tmp_path, picture):
    store = Pictures(tmp_path / "films.db")
    stored = store.add(picture("red", (400, 600)))
    old = store.folder / "thumbnails" / "192" / stored.sha256[:2] / f"{stored.sha256}.jpg"
    old.parent.mkdir(parents=True)
    old.write_bytes(picture("white", (128, 192), "JPEG"))
    new = store.thumbnail(stored.sha256, 192)
    assert new.read_bytes() != picture("white", (128, 192), "JPEG")
    assert not old.exists()


def test_a_large_photo_is_taken_as_it_is_and_shown_scaled(tmp_path, picture):
    store = Pictures(tmp_path / "films.db")
    data = picture("red", (9_500, 9_500))  # more than Pillow itself would open
    stored = store.add(data)
    assert (stored.width, stored.height) == (9_500, 9_500)
    assert store.original(stored.sha256).read_bytes() == data
    assert store.thumbnail(stored.sha256, 192).stat().st_size < 100_000


def test_too_many_pixels_are_refused_in_a_sentence(tmp_path, picture, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 2_000_000)
    with pytest.raises(UserError, match=r"too many pixels \(over 2 million\); it was not taken"):
        Pictures(tmp_path / "films.db").add(picture("red", (2000, 1001)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_bytes_that_are_broken_are_taken_or_refused_in_a_sentence(tmp_path, picture, kind):
    store, chance = Pictures(tmp_path / "films.db"), random.Random(11)
    whole = picture("red", (60, 40), kind)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(min(len(data), 400))] = chance.randrange(256)
        for work in (store.check, lambda data: pictures.scaled(data, 20, 20)):
            with contextlib.suppress(UserError):
                work(bytes(data))


def test_a_file_that_never_ends_is_not_read_as_a_picture(monkeypatch):
    from pathlib import Path

    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)
    assert len(pictures.read(Path("/dev/zero"))) == 1001
