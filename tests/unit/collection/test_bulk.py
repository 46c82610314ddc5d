import pytest

from catalogue.collection.commands import (
    AddRecord,
    DeleteRecords,
    EditRecords,
    MoveCopies,
    RenameValue,
    Renumber,
)
from catalogue.errors import Cancelled, FieldError, UserError
from catalogue.jobs import Job


@pytest.fixture
def discs(collection):
    numbers = (5, 7, None, 20)
    return [
        collection.run(AddRecord({"title": f"Film {n}", "format": "DVD", "index": number})).result
        for n, number in enumerate(numbers)
    ]


def indexes(collection, ids):
    rows = collection.rows(ids, ["index"])
    return [rows[row].values["index"] for row in ids]


def test_discs_move_in_one_step_and_films_stay(collection, discs):
    film = collection.run(AddRecord({"title": "Playtime"}, disc=False)).result
    collection.run(EditRecords((discs[0],), {"location": "Cellar/Box 3"}))
    changes = collection.run(MoveCopies((*discs, film), "Cellar / Box 3"))
    assert (changes.label, changes.result) == ("Move 3 discs to Cellar › Box 3", 3)
    assert len(collection.find('location:="Cellar/Box 3"').ids) == 4
    assert not collection.run(MoveCopies((*discs, film), "cellar/box 3"))
    with pytest.raises(UserError, match="There is no disc among what was chosen"):
        collection.run(MoveCopies((film,), "Cellar"))
    with pytest.raises(FieldError, match="Say to which place"):
        collection.run(MoveCopies(tuple(discs), " / "))


def test_numbers_follow_the_given_order(collection, discs):
    changes = collection.run(Renumber(tuple(reversed(discs)), 100))
    assert changes.label == "Renumber 4 discs from 100 on"
    assert indexes(collection, discs) == [103, 102, 101, 100]
    collection.undo()
    assert indexes(collection, discs) == [5, 7, None, 20]


def test_gaps_are_kept_on_request(collection, discs):
    collection.run(Renumber(tuple(discs), 1, keep_gaps=True))
    assert indexes(collection, discs) == [1, 3, None, 16]


def test_numbers_that_others_have_are_told(collection, discs):
    collection.run(DeleteRecords((discs[3],)))
    assert collection.run(Renumber(tuple(discs[:3]), 19)).result == [20]


def test_what_cannot_be_numbered_is_refused(collection, discs):
    film = collection.run(AddRecord({"title": "Playtime"}, disc=False)).result
    with pytest.raises(UserError, match="There is no disc"):
        collection.run(Renumber((film,), 1))
    with pytest.raises(FieldError, match="0 or more"):
        collection.run(Renumber(tuple(discs), -1))


def test_a_rehearsal_says_what_would_change_and_changes_nothing(collection, discs, rows_of):
    before = rows_of(collection.path)
    heard = []
    collection.listen(heard.append)
    preview = collection.rehearse(EditRecords(tuple(discs), {"format": "VHS", "index": 7}), ["format", "index"])
    assert (preview.records, preview.fields) == (7, {"format": 4, "index": 3})
    words = [(one.name, *one.words()) for one in preview.differences]
    assert ("Film 0", "Format", "DVD", "VHS") in words
    assert ("Film 2", "Index", "", "7") in words
    assert rows_of(collection.path) == before
    assert (heard, collection.redo_label(), len(collection.history())) == ([], None, 4)
    assert collection.check() == []


def test_a_rehearsal_refuses_what_the_change_would(collection, discs):
    with pytest.raises(FieldError):
        collection.rehearse(EditRecords(tuple(discs), {"added_at": "2020"}), ["added_at"])
    with pytest.raises(UserError):
        collection.rehearse(RenameValue("owner", ("x",), ""), ["owner"])
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        collection.rehearse(EditRecords(tuple(discs), {"format": "VHS"}), ["format"], job)
    assert collection.run(EditRecords(tuple(discs), {"format": "VHS"}))


def test_only_the_first_differences_are_listed(collection):
    for number in range(3):
        collection.run(AddRecord({"title": f"Film {number}", "genres": ["A"]}))
    rows = tuple(collection.find("").ids)
    preview = collection.rehearse(EditRecords(rows, add={"genres": ["B"]}, remove={"genres": ["a"]}), ["genres"])
    assert [(one.entity, one.words()) for one in preview.differences] == [("film", ("Genres", "A", "B"))] * 3
