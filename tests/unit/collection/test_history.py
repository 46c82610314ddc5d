import sqlite3
from contextlib import closing

import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, DeleteRecords, EditRecords, SetPicture
from catalogue.errors import Cancelled, UserError
from catalogue.jobs import Job


@pytest.mark.parametrize("seed", range(6))
def test_whatever_was_done_is_undone_and_redone_row_by_row(collection, live, rows_of, seed):
    live(collection, seed + 100, 4)
    start = rows_of(collection.path)
    done = live(collection, seed, 10)
    end = rows_of(collection.path)
    for _ in range(done):
        collection.undo()
    assert rows_of(collection.path) == start
    for _ in range(done):
        collection.redo()
    assert rows_of(collection.path) == end
    assert collection.check() == []


def test_undo_and_redo_survive_a_restart(collection):
    collection.run(AddRecord({"title": "Solaris"}))
    collection.run(AddRecord({"title": "Alien"}))
    for step in ("undo", "undo", "redo"):
        again = Collection.open(collection.path)
        getattr(again, step)()
        again.close()
    assert len(collection.find("").ids) == 1
    assert (collection.undo_label(), collection.redo_label()) == ("Add Solaris", "Add Alien")


def test_every_step_of_the_history_has_its_name_date_and_state(collection):
    collection.run(AddRecord({"title": "Solaris"}))
    collection.run(AddRecord({"title": "Alien"}))
    collection.undo()
    assert [(one.label, one.kind, one.state) for one in collection.history()] == [
        ("Undo: Add Alien", "undo", "done"),
        ("Add Alien", "do", "undone"),
        ("Add Solaris", "do", "done"),
    ]
    collection.run(AddRecord({"title": "Brazil"}))
    assert [one.state for one in collection.history()] == ["done", "done", "dropped", "done"]
    assert all(one.at for one in collection.history())
    assert len(collection.history(limit=2)) == 2


def test_a_new_change_drops_what_was_undone(collection):
    collection.run(AddRecord({"title": "Solaris"}))
    collection.undo()
    collection.run(AddRecord({"title": "Alien"}))
    assert collection.redo_label() is None
    with pytest.raises(UserError, match=r"^There is nothing to redo\.$"):
        collection.redo()


def test_what_was_redone_can_be_undone_again(collection):
    collection.run(AddRecord({"title": "Solaris"}))
    for _ in range(3):
        assert collection.undo().label == "Undo: Add Solaris"
        assert collection.find("").ids.tolist() == []
        assert collection.redo().label == "Redo: Add Solaris"
        assert len(collection.find("").ids) == 1


def test_nothing_to_undo_is_said_and_leaves_no_trace(collection):
    for step, words in (("undo", "There is nothing to undo."), ("redo", "There is nothing to redo.")):
        with pytest.raises(UserError) as refusal:
            getattr(collection, step)()
        assert str(refusal.value) == words
    assert collection.history() == []
    assert (collection.undo_label(), collection.redo_label()) == (None, None)


def test_a_record_shows_its_own_timeline(collection, picture):
    solaris = collection.run(AddRecord({"title": "Solaris", "year": 1972, "format": "DVD"})).result
    alien = collection.run(AddRecord({"title": "Alien"})).result
    collection.run(EditRecords((solaris,), {"tagline": "x"}))
    collection.run(EditRecords((solaris, alien), {"location": "Shelf"}))
    collection.run(EditRecords((solaris,), {"tags": ["new"]}))
    collection.run(EditRecords((alien,), {"owner": "Bo"}))
    collection.run(SetPicture(solaris, picture()))
    collection.run(DeleteRecords((solaris,)))
    labels = [one.operation.label for one in collection.timeline(solaris)]
    assert labels == [
        "Delete 1 disc",
        "Set a cover",
        "Edit 1 disc: tags",
        "Edit 2 discs: location",
        "Edit 1 disc: tagline",
        "Add Solaris",
    ]
    assert "Edit 1 disc: owner" not in labels


def test_films_changed_together_each_show_it_also_after_it_was_undone(collection, take, page):
    films = [collection.run(AddRecord({"title": title}, disc=False)).result for title in ("Solaris", "Alien", "Brazil")]
    collection.run(EditRecords(tuple(films[:2]), {"genres": ["Drama"]}))
    take(page("Alien", None, text="no news"))
    collection.undo()
    collection.undo()
    timelines = [[one.operation.label for one in collection.timeline(film)] for film in films]
    assert timelines == [
        ["Undo: Edit 2 films: genres", "Edit 2 films: genres", "Add Solaris"],
        [
            "Undo: Edit 2 films: genres",
            "Undo: Import 1 document",
            "Import 1 document",
            "Edit 2 films: genres",
            "Add Alien",
        ],
        ["Add Brazil"],
    ]


def test_an_id_that_was_undone_never_returns(collection):
    first = collection.run(AddRecord({"title": "Solaris"})).result
    collection.undo()
    assert collection.run(AddRecord({"title": "Alien"})).result != first


class Failing:
    def apply(self, work):
        AddRecord({"title": "Half"}).apply(work)
        raise RuntimeError("half way")


class CancelledHalfWay:
    def apply(self, work):
        AddRecord({"title": "Half"}).apply(work)
        work.job.cancel()
        work.job.step(1, 2)


@pytest.mark.parametrize(("command", "error"), [(Failing(), RuntimeError), (CancelledHalfWay(), Cancelled)])
def test_a_command_that_ends_half_way_leaves_nothing_behind(collection, rows_of, command, error):
    collection.run(AddRecord({"title": "Solaris"}))
    before = rows_of(collection.path)
    heard = []
    collection.listen(heard.append)
    with pytest.raises(error):
        collection.run(command, job=Job())
    assert rows_of(collection.path) == before
    assert len(collection.history()) == 1
    assert heard == []
    assert collection.run(AddRecord({"title": "Alien"}))


def test_listeners_hear_of_each_change_and_of_who_made_it(collection):
    heard = []
    stop = collection.listen(heard.append)
    me = object()
    changes = collection.run(AddRecord({"title": "Solaris"}), by=me)
    collection.undo()
    assert heard[0] is changes
    assert heard[0].by is me
    assert heard[1].removed == changes.added
    stop()
    collection.redo()
    assert len(heard) == 2


def test_history_of_a_table_that_does_not_exist_is_found_by_the_check(collection):
    collection.run(AddRecord({"title": "Solaris"}))
    with closing(sqlite3.connect(collection.path)) as connection:
        connection.execute("UPDATE row_change SET table_name = 'nowhere' WHERE id = 1")
        connection.execute("INSERT INTO operation (at, label, kind, dropped) VALUES ('', 'nothing', 'do', 0)")
        connection.commit()
    assert collection.check() == [
        "The history speaks of a table nowhere that does not exist.",
        "Operation 2 of the history has no changes.",
    ]
