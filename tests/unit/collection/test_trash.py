import pytest

from catalogue.collection.commands import (
    AddRecord,
    DeleteRecords,
    EditRecords,
    EmptyTrash,
    RestoreRecords,
    RevertOperation,
    SetPicture,
)
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
    none = dict.fromkeys(("no_disc", "wish", "lent", "late", "review"), 0)
    assert collection.counts() == none | {"everything": 1, "discs": 1, "films": 1, "trash": 2}
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


def test_the_trash_lists_what_is_in_it_and_since_when(collection, rows):
    disc, other, film = rows
    collection.run(DeleteRecords((film,)))
    collection.run(DeleteRecords((disc,)))
    found = collection.trash()
    assert {(one.id, one.entity, one.name) for one in found} == {
        (disc, "copy", "Solaris (1972)"),
        (film, "film", "Stalker"),
    }
    assert all(one.deleted_at.startswith("20") for one in found)
    assert other not in {one.id for one in found}


def test_emptying_removes_the_record_with_all_that_was_only_there_for_it(collection, rows, rows_of, picture):
    disc, other, film = rows
    collection.run(SetPicture(disc, picture()))
    before = rows_of(collection.path)
    collection.run(DeleteRecords((disc, film)))
    changes = collection.run(EmptyTrash())
    assert changes.label == "Empty the trash: 1 disc and 2 films"
    assert len(changes.result.pictures) == 1
    assert collection.trash() == []
    assert [len(rows_of(collection.path)[name]) for name in ("film", "edition", "copy", "picture")] == [1, 1, 1, 0]
    assert collection.find("").ids.tolist() == [other]
    assert collection.check() == []
    collection.undo()
    collection.undo()
    assert rows_of(collection.path) == before


def test_a_film_with_another_disc_stays_and_so_does_the_page_about_both(collection, take, pages):
    take(pages["disc"])
    [first] = collection.find("").ids
    second = collection.run(AddRecord({"title": "Wings Of Desire", "year": 1987, "format": "Blu-ray"})).result
    collection.run(DeleteRecords((first,)))
    assert collection.run(EmptyTrash()).label == "Empty the trash: 1 disc"
    assert collection.find("").ids.tolist() == [second]
    assert len(collection.record(second).documents) == 1
    assert collection.check() == []


def test_a_page_goes_with_the_only_film_that_it_is_about_and_can_be_imported_again(collection, take, pages):
    take(pages["disc"])
    collection.run(DeleteRecords(tuple(collection.find("").ids)))
    assert collection.run(EmptyTrash()).label == "Empty the trash: 1 disc, 1 film and 1 page"
    assert [one.verdict for one in take(pages["disc"])] == ["new"]
    assert collection.check() == []


def test_only_what_is_old_enough_is_removed(collection, rows):
    collection.run(DeleteRecords(rows))
    with pytest.raises(UserError, match="Nothing is in the trash that long"):
        collection.run(EmptyTrash("2020-01-01T00:00:00"))
    assert len(collection.trash()) == 3
    collection.run(EmptyTrash("2999-01-01T00:00:00"))
    assert collection.trash() == []
    with pytest.raises(UserError, match=r"^Nothing is in the trash; nothing was changed\.$"):
        collection.run(EmptyTrash())


def test_an_emptying_is_taken_back_later_too(collection, rows, take, page):
    disc, other, film = rows
    values = collection.record(disc).values
    collection.run(DeleteRecords((disc, film)))
    emptied = collection.run(EmptyTrash()).operation
    collection.run(EditRecords((other,), {"tags": ["USSR"]}))
    collection.run(AddRecord({"title": "Stalker"}))
    changes = collection.run(RevertOperation(emptied))
    assert changes.result.kept == ()
    assert {one.id for one in collection.trash()} == {disc, film}
    collection.run(RestoreRecords((disc,)))
    assert collection.record(disc).values == values
    assert collection.check() == []


def test_a_series_stays_while_an_episode_of_it_does(collection):
    episode = collection.run(AddRecord({"title": "Episode 1", "parent": "The Series"})).result
    [series] = collection.find('title:"the series"', scope="films").ids
    collection.run(DeleteRecords((series,)))
    with pytest.raises(UserError, match="is a series of films that are not"):
        collection.run(EmptyTrash())
    collection.run(DeleteRecords((collection.run(AddRecord({"title": "Alien"})).result,)))
    assert collection.run(EmptyTrash()).label == "Empty the trash: 1 disc and 1 film"
    assert collection.record(episode).values["parent"] == "The Series"
    assert collection.check() == []
