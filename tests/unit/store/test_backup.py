import sqlite3
import zipfile
from contextlib import closing

import pytest

from catalogue.collection.commands import AddRecord, EditRecords, SetPicture
from catalogue.errors import UserError
from catalogue.store import backup, restore


@pytest.fixture
def saved(collection, picture_bytes, tmp_path):
    """A backup of a catalogue with a disc and its cover; the disc's owner is changed after it."""
    collection.run(AddRecord({"title": "Ran", "year": 1985, "owner": "Ann"}))
    collection.run(SetPicture(1, picture_bytes))
    target = tmp_path / "safe" / "ran.zip"
    collection.back_up(target)
    collection.run(EditRecords((1,), {"owner": "Bob"}))
    return target


@pytest.fixture
def picture_bytes():
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (60, 90), "navy").save(out, "PNG")
    return out.getvalue()


def test_a_backup_holds_the_database_and_the_pictures(saved, collection):
    with zipfile.ZipFile(saved) as archive:
        names = archive.namelist()
    assert backup.DATABASE in names
    assert sum(name.startswith(backup.PICTURES) for name in names) == 1
    assert not list(saved.parent.glob("*.partial"))


def test_a_restore_brings_back_what_was_and_keeps_what_is(saved, collection):
    picture = collection.picture_file(collection.record(1).picture)
    picture.unlink()
    done = restore.restore(collection.path, collection.pictures.folder, saved)

    assert collection.record(1).values["owner"] == "Ann"
    assert picture.exists()
    assert done.contents.copies == 1
    with closing(sqlite3.connect(done.kept)) as kept:
        assert kept.execute("SELECT owner FROM copy").fetchone() == ("Bob",)
    assert collection.check() == []


def test_a_damaged_catalogue_is_moved_aside_and_restored_over(saved, collection):
    path = collection.path
    collection.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(b"not a database at all" * 100)
    done = restore.restore(path, collection.pictures.folder, saved)

    assert done.kept.read_bytes().startswith(b"not a database")
    assert backup.contents(path).copies == 1


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", b"SQLite format 3\0" + b"\0" * 2000])
def test_what_is_no_backup_is_refused_in_a_sentence_and_changes_nothing(content, saved, collection, tmp_path):
    file = tmp_path / "odd.zip"
    file.write_bytes(content)
    with pytest.raises(UserError) as refusal:
        restore.restore(collection.path, collection.pictures.folder, file)

    assert "nothing was changed" in str(refusal.value)
    assert collection.record(1).values["owner"] == "Bob"


def test_a_backup_of_a_newer_version_is_refused(saved, collection, tmp_path):
    database = tmp_path / "newer.db"
    backup.copy_database(collection.path, database)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(UserError, match="newer version"):
        restore.restore(collection.path, collection.pictures.folder, database)

    assert collection.record(1).values["owner"] == "Bob"


def test_only_the_last_few_copies_are_kept_beside_the_catalogue(collection):
    collection.run(AddRecord({"title": "Ran"}))
    for _ in range(backup.KEPT + 3):
        backup.keep(collection.path, "test")
    backup.thin_out(collection.path)

    assert len(list(collection.path.parent.glob(f"{collection.path.name}.*.backup"))) == backup.KEPT
