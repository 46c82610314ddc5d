"""Full disks and folders that cannot be written to: one true sentence, and what can be shown is shown."""

import errno
import os
import shutil
import sqlite3

import pytest

from catalogue import writing
from catalogue.collection.commands import AddRecord, SetPicture
from catalogue.errors import UserError
from catalogue.store.engine import open_engine, plain
from catalogue.store.pictures import Pictures


@pytest.fixture
def failing(monkeypatch):
    """Lets nothing more be written below folders of pictures, for a reason."""

    def fail(number):
        def workshop(folder):
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(writing, "workshop", workshop)

    return fail


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "There is no room left on the disk for {}; nothing was changed. Make room and try again."),
        (
            errno.EACCES,
            "{} cannot be written (Permission denied); nothing was changed. Check the rights of the folder.",
        ),
    ],
)
def test_a_picture_that_cannot_be_kept_is_refused_in_words(collection, picture, failing, number, said):
    collection.run(AddRecord({"title": "Ran"}))
    failing(number)
    with pytest.raises(UserError) as refusal:
        collection.run(SetPicture(1, picture()))
    assert str(refusal.value) == said.format(collection.pictures.folder)
    assert collection.record(1).picture is None
    assert collection.undo_label() == "Add Ran"


def test_where_no_thumbnail_can_be_written_the_picture_itself_is_shown(collection, picture, failing):
    collection.run(AddRecord({"title": "Ran"}))
    collection.run(SetPicture(1, picture()))
    sha256 = collection.record(1).picture
    failing(errno.EROFS)
    assert collection.picture_file(sha256, 96) == collection.picture_file(sha256)


def test_a_picture_of_another_folder_is_read_there_where_it_cannot_be_copied(tmp_path, picture, failing):
    other = Pictures(tmp_path / "old.db")
    sha256 = other.add(picture()).sha256
    failing(errno.ENOSPC)
    assert Pictures(tmp_path / "new.db").original(sha256) == other.original(sha256)


@pytest.mark.parametrize("name", ["SQLITE_IOERR_SHMSIZE", "SQLITE_CANTOPEN"])
def test_a_full_disk_is_called_full(tmp_path, monkeypatch, name):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = name
    assert "no room" not in str(plain(error, tmp_path / "x.db"))
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**9, 10**9, 4096))
    said = str(plain(error, tmp_path / "x.db"))
    assert (
        said
        == f"There is no room left on the disk for {tmp_path / 'x.db'}; nothing was changed. Make room and try again."
    )


def test_what_is_committed_is_on_the_disk(blank_catalogue, tmp_path):
    shutil.copy(blank_catalogue, tmp_path / "x.db")
    engine = open_engine(tmp_path / "x.db", writes=True)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()


def test_a_picture_is_on_the_disk_before_it_has_its_name(tmp_path, picture, monkeypatch):
    done = []
    sync, replace = os.fsync, type(tmp_path).replace
    monkeypatch.setattr(os, "fsync", lambda handle: (done.append("sync"), sync(handle)))
    monkeypatch.setattr(type(tmp_path), "replace", lambda one, to: (done.append("name"), replace(one, to))[1])
    Pictures(tmp_path / "x.db").add(picture())
    assert done[:2] == ["sync", "name"]
