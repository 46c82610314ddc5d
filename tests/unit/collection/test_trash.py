import pytest

from catalogue.collection.commands import AddRecord, DeleteRecords, RestoreRecords
from catalogue.errors import UserError


@pytest.fixture
def rows(collection):
    disc = collection.run(AddRecord({"title": "Solaris", "year": 1972, "tags": ["USSR"]})).result
    other = collection.run(AddRecord({"title": "Alien"})).result
    film = collection.run(AddRecord({"title": "Stalker"}, disc=False)).result
    return disc, other, film


def test_what_is_deleted_is_in_the_trash_and_nowhere_else(collection, rows):
    disc, other, film = rows
    changes = collection.run(DeleteRecords((disc, film)))
    assert changes.label == "Delete 1 disc and 1 film"
    assert changes.result == 2
    assert list(collection.find("").ids) == [other]
    assert set(collection.find("is:trash").ids) == {disc, film}
    assert collection.facet("tags") == []
    assert collection.counts() == {"all": 1, "films": 0, "wish": 0, "review": 0, "trash": 2}
    assert collection.record(disc).trashed


def test_what_is_restored_is_as_it_was(collection, rows, rows_of):
    before = rows_of(collection.path)
    collection.run(DeleteRecords(rows))
    assert collection.find("").ids.tolist() == []
    changes = collection.run(RestoreRecords(rows))
    assert changes.label == "Restore 2 discs and 1 film"
    assert rows_of(collection.path) == before


def test_what_is_in_the_trash_already_keeps_its_date_and_is_no_change(collection, rows):
    collection.run(DeleteRecords(rows[:1]))
    assert not collection.run(DeleteRecords(rows[:1]))
    assert not collection.run(RestoreRecords(rows[1:]))


def test_deleting_is_undone(collection, rows):
    collection.run(DeleteRecords(rows))
    collection.undo()
    assert set(collection.find("").ids) == set(rows)
    assert collection.find("is:trash").ids.tolist() == []


def test_a_record_that_is_gone_is_refused(collection):
    with pytest.raises(UserError, match="no longer there; nothing was changed"):
        collection.run(DeleteRecords((77,)))
