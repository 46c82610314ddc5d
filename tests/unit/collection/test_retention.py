import errno
import itertools
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from catalogue import settings
from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, DeleteRecords, EditRecords, EmptyTrash, RevertOperation, SetPicture
from tests.unit.dying import failed, killed


@pytest.fixture
def aged(collection):
    """Lets operations have happened some days earlier, the first ones most."""

    def age(*days):
        with closing(sqlite3.connect(collection.path)) as connection:
            for number, day in enumerate(days, 1):
                connection.execute(
                    "UPDATE operation SET at = strftime('%Y-%m-%dT%H:%M:%S', 'now', 'localtime', ?) WHERE id = ?",
                    (f"-{day} days", number),
                )
            connection.commit()

    return age


def add(collection, *titles):
    return [collection.run(AddRecord({"title": title})).result for title in titles]


def labels(collection):
    return [one.label for one in collection.history()]


def test_the_size_of_the_history_is_told(collection):
    assert collection.history_size().words() == "The history is empty."
    add(collection, "Solaris", "Alien")
    size = collection.history_size()
    assert (size.operations, size.since) == (2, collection.history()[-1].at)
    assert size.rows > 10
    assert size.bytes > 500
    assert size.words().startswith("2 operations with ")


def test_by_default_everything_is_kept(collection, aged):
    add(collection, "Solaris", "Alien")
    aged(9000, 8000)
    add(collection, "Brazil")
    assert labels(collection) == ["Add Brazil", "Add Alien", "Add Solaris"]


def test_what_is_older_than_the_person_wants_goes_with_the_next_change(collection, aged):
    add(collection, "Solaris", "Alien", "Brazil")
    aged(40, 20, 5)
    settings.put(settings.HISTORY_DAYS, 30)
    assert len(labels(collection)) == 3
    add(collection, "Stalker")
    assert labels(collection) == ["Add Stalker", "Add Brazil", "Add Alien"]
    assert len(collection.find("").ids) == 4
    assert collection.check() == []


def test_only_so_many_operations_are_kept_and_the_newest_always_is(collection):
    settings.put(settings.HISTORY_OPERATIONS, 2)
    add(collection, "Solaris", "Alien", "Brazil")
    assert labels(collection) == ["Add Brazil", "Add Alien"]
    collection.undo()
    assert collection.undo_label() == "Add Alien"
    collection.redo()
    assert collection.check() == []


def test_the_history_before_a_moment_is_forgotten_and_what_it_did_stays(collection, aged, rows_of):
    rows = add(collection, "Solaris", "Alien", "Brazil")
    aged(40, 20, 5)
    before = rows_of(collection.path)
    moment = collection.history()[1].at
    forgotten = collection.forget_history(moment)
    assert forgotten.operations == 1
    assert forgotten.words().startswith("1 operation was forgotten; ")
    assert rows_of(collection.path) == before
    assert labels(collection) == ["Add Brazil", "Add Alien"]
    assert collection.timeline(rows[0]) == []
    assert len(collection.timeline(rows[1])) == 1
    assert collection.check() == []
    assert collection.forget_history(moment).words() == "Nothing in the history is that old; nothing was changed."


def test_what_was_undone_and_taken_back_is_forgotten_without_a_trace(collection):
    [solaris] = add(collection, "Solaris")
    renamed = collection.run(EditRecords((solaris,), {"title": "Solyaris"})).operation
    add(collection, "Alien")
    collection.run(RevertOperation(renamed))
    collection.undo()
    collection.undo()
    assert collection.forget_history(None).operations == 6
    assert labels(collection) == []
    assert (collection.undo_label(), collection.redo_label()) == (None, None)
    assert collection.check() == []
    add(collection, "Brazil")
    collection.undo()
    assert collection.record(solaris).values["title"] == "Solyaris"


def test_an_operation_outlives_the_one_that_it_took_back(collection):
    [solaris] = add(collection, "Solaris")
    renamed = collection.run(EditRecords((solaris,), {"title": "Solyaris"})).operation
    collection.run(RevertOperation(renamed))
    settings.put(settings.HISTORY_OPERATIONS, 2)
    add(collection, "Alien")
    assert labels(collection) == ["Add Alien", "Take back: Edit 1 disc: title"]
    collection.undo()
    collection.undo()
    assert collection.record(solaris).values["title"] == "Solyaris"


def test_a_picture_goes_when_neither_a_disc_nor_the_history_has_it(collection, picture):
    solaris, alien = add(collection, "Solaris", "Alien")
    collection.run(SetPicture(solaris, picture("red")))
    collection.run(SetPicture(alien, picture("blue")))
    collection.run(DeleteRecords((solaris,)))
    [red] = collection.run(EmptyTrash()).result.pictures
    collection.picture_file(red, 60)
    assert collection.forget_history("2000-01-01").pictures == 0
    assert collection.picture_file(red) is not None
    forgotten = collection.forget_history(None)
    assert forgotten.pictures == 1
    assert "1 unused picture went with them" in forgotten.words()
    assert collection.picture_file(red) is None
    assert collection.picture_file(collection.record(alien).picture) is not None
    assert collection.check() == []


@pytest.fixture
def with_old_picture(tmp_path, picture):
    """The file of a catalogue whose history alone has a picture, made anew at each call."""

    def make(number):
        collection = Collection.open(tmp_path / str(number) / "films.db")
        [solaris] = add(collection, "Solaris")
        collection.run(SetPicture(solaris, picture("red")))
        collection.run(SetPicture(solaris, None))
        collection.close()
        return collection.path

    return make


def forget(path):
    collection = Collection.open(path)
    try:
        return collection.forget_history(None)
    finally:
        collection.close()


def test_killed_at_any_step_a_picture_is_there_as_long_as_the_history_is(with_old_picture):
    found = set()
    for step in itertools.count(1):
        path = with_old_picture(step)
        over = not killed(lambda path=path: forget(path), step)
        collection = Collection.open(path)
        pictures = collection.pictures.hashes()
        found.add((bool(labels(collection)), bool(pictures)))
        if labels(collection):
            collection.undo()
            assert collection.picture_bytes(collection.record(1).picture) is not None
        assert collection.check() == []
        collection.close()
        if over:
            break
    assert found == {(True, True), (False, False)}


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES])
def test_a_disk_that_fails_in_the_middle_of_forgetting_takes_no_picture_that_is_needed(with_old_picture, error):
    for step in itertools.count(1):
        path = with_old_picture(f"{error}-{step}")
        came, said = failed(lambda path=path: forget(path), step, error)
        collection = Collection.open(path)
        assert (said is not None) == bool(labels(collection))
        if labels(collection):
            collection.undo()
            assert collection.picture_bytes(collection.record(1).picture) is not None
        assert collection.check() == []
        collection.close()
        if not came:
            break


def test_room_that_cannot_be_given_back_is_said_and_the_history_is_gone(new_collection):
    collection = new_collection()
    add(collection, "Solaris")
    collection.close()
    private = Collection(collection.path)

    @sa.event.listens_for(private._writes, "connect")
    def refuse(connection, _):
        connection.set_progress_handler(None, 0)
        # VACUUM copies through an attached file: where none may be, it fails as it does on a full disk.
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)

    forgotten = private.forget_history(None)
    assert labels(private) == []
    assert forgotten.words() == "1 operation was forgotten. Their room stays in the file for what comes."
    private.close()


def test_a_clock_that_went_back_and_forth_forgets_nothing_newer(collection, aged):
    settings.put(settings.HISTORY_DAYS, 30)
    add(collection, "Solaris", "Alien")
    aged(1, 9000)
    add(collection, "Brazil")
    assert labels(collection) == ["Add Brazil", "Add Alien", "Add Solaris"]
    aged(40, 9000)
    add(collection, "Stalker")
    assert labels(collection) == ["Add Stalker", "Add Brazil"]


def test_all_who_look_are_told_that_undo_means_something_else_now(collection):
    add(collection, "Solaris")
    heard = []
    stop = collection.listen(heard.append)
    collection.forget_history(None)
    stop()
    assert [changes.everything for changes in heard] == [True]
