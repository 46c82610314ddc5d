"""A catalogue that two programs have open: each learns what the other did."""

import os
import shutil

import pytest

from catalogue.collection import Collection
from catalogue.collection.changes import EveryRow
from catalogue.collection.commands import AddRecord, EditRecords
from catalogue.errors import Cancelled, UserError
from catalogue.jobs import Job


@pytest.fixture
def other(collection):
    opened = Collection(collection.path)
    collection.foreign_change()
    yield opened
    opened.close()


@pytest.fixture
def heard(collection):
    changes = []
    collection.listen(changes.append)
    return changes


def test_another_programs_change_is_told_once(collection, other, heard):
    assert collection.foreign_change() is None
    row = other.run(AddRecord({"title": "Stalker"})).result
    changes = collection.foreign_change()
    assert changes
    assert changes.everything
    assert changes.operation is None
    assert row in changes.changed
    assert heard == [changes]
    assert collection.foreign_change() is None


def test_its_own_changes_are_not_told_again(collection, other, heard):
    row = collection.run(AddRecord({"title": "Stalker"})).result
    collection.run(EditRecords((row,), {"title": "Сталкер"}))
    collection.undo()
    assert collection.foreign_change() is None
    assert not any(changes.everything for changes in heard)
    assert other.foreign_change() is None  # the first look of the other: nothing to compare with
    collection.redo()
    assert other.foreign_change()


def test_it_never_waits_for_a_change_under_way(collection, other):
    other.run(AddRecord({"title": "Stalker"}))
    with collection._lock:
        assert collection.foreign_change() is None
    assert collection.foreign_change()


def test_nothing_is_written_into_a_file_that_was_moved(collection, other):
    collection.run(AddRecord({"title": "Stalker"}))
    assert len(collection.find("").ids) == 1
    away = collection.path.rename(collection.path.with_name("away.db"))
    with pytest.raises(UserError, match="no longer there; nothing was changed"):
        collection.run(AddRecord({"title": "Solaris"}))
    with pytest.raises(UserError, match="no longer there"):
        collection.foreign_change()
    assert len(collection.find("").ids) == 1
    assert not collection.path.exists()
    away.rename(collection.path)
    collection.run(AddRecord({"title": "Solaris"}))
    assert len(collection.find("").ids) == 2


def test_nothing_is_written_into_another_file_until_it_was_looked_at(collection, new_collection):
    collection.run(AddRecord({"title": "Stalker"}))
    second = new_collection()
    second.run(AddRecord({"title": "Solaris"}))
    second.close()
    copy = shutil.copy(second.path, collection.path.with_name("copy.db"))
    os.replace(copy, collection.path)  # noqa: PTH105 - what other programs do
    with pytest.raises(UserError, match="replaced by another file; nothing was changed"):
        collection.undo()
    assert collection.foreign_change().everything
    assert [row.values["title"] for row in collection.rows(collection.find("").ids, ["title"]).values()] == ["Solaris"]
    assert collection.check() == []


def test_restoring_is_told_to_everybody(collection, other, heard, tmp_path, picture):
    from catalogue.collection.commands import SetPicture

    row = collection.run(AddRecord({"title": "Stalker"})).result
    collection.run(SetPicture(row, picture()))
    saved = collection.back_up(tmp_path / "safe.zip")
    other.foreign_change()
    collection.run(EditRecords((row,), {"title": "Solaris"}))
    other.foreign_change()
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        collection.restore(tmp_path / "safe.zip", job)
    assert collection.record(row).values["title"] == "Solaris"
    restored = collection.restore(tmp_path / "safe.zip")
    assert restored.contents == saved == collection.contents() == collection.contents(tmp_path / "safe.zip")
    assert collection.contents(restored.kept).films == 1
    assert heard[-1].everything
    assert heard[-1].label == "Restored safe.zip"
    assert collection.record(row).values["title"] == "Stalker"
    assert collection.foreign_change() is None
    assert other.foreign_change()
    assert collection.check() == []


def test_a_damaged_catalogue_can_be_restored_while_it_is_open(collection, heard, tmp_path):
    collection.run(AddRecord({"title": "Stalker"}))
    collection.back_up(tmp_path / "safe.zip")
    collection.close()
    collection.path.write_bytes(b"nonsense" * 1000)
    with pytest.raises(UserError):
        collection.contents()
    assert collection.restore(tmp_path / "safe.zip").kept is not None
    assert len(collection.find("").ids) == 1
    assert heard[-1].everything


def test_every_row_is_every_row():
    rows = EveryRow()
    assert rows
    assert 7 in rows
    assert -7 in (rows | frozenset({1}))
    assert -7 in (frozenset({1}) | rows)
