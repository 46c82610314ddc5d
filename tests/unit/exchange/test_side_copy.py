"""The copy in plain files: it says what the catalogue says, after each change, and a catalogue can be made from it."""

import json
import os
import sys
from contextlib import suppress

import pytest

from catalogue import settings
from catalogue.collection import Collection
from catalogue.collection.commands import (
    AddField,
    AddRecord,
    DeleteRecords,
    EditRecords,
    Lend,
    Return,
    SaveSearch,
    SetPicture,
)
from catalogue.errors import Cancelled, UserError
from catalogue.exchange import importing, json_export, rebuilding, side_copy
from catalogue.jobs import Job
from tests.unit.exchange.test_json import exported, without_ids


@pytest.fixture(autouse=True)
def _own_settings(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("DISC_CATALOGUE_HOME", str(tmp_path_factory.mktemp("home")))


def folder(collection):
    return side_copy.folder_of(collection.path)


def bring(collection):
    assert side_copy.bring_up_to_date(collection)
    assert side_copy.problems(collection) == []
    assert side_copy.note(collection) is None


def held(place):
    """What the files of a copy hold, by their names: their last line only says when they were written."""
    return {
        file.relative_to(place).as_posix(): file.read_bytes().rpartition(b",\n")[0]
        for file in side_copy.record_files(place)
    } | {file.relative_to(place).as_posix(): b"" for file in place.glob("pictures/*/*")}


def afresh(collection):
    """What a copy that is written anew holds."""
    place = folder(collection)
    (place / side_copy.COPY_MARK).unlink()
    bring(collection)
    return held(place)


def rebuilt(place, path):
    done = rebuilding.rebuild(place, path)
    collection = Collection.open(path)
    try:
        return done, json_export_text(collection)
    finally:
        collection.close()


def json_export_text(collection):
    lines = []

    class Out:
        def write(self, text):
            lines.append(text)

    json_export.write_text(collection, Out())
    return without_ids("".join(lines))


def file_of(collection, name, number):
    [found] = (folder(collection) / name).glob(f"*/{number:06d}*.json")
    return found


@pytest.fixture
def full(collection, fill):
    """A collection with everything of `fill`, and more: a loan, a saved search, an own field."""
    fill(collection)
    collection.run(AddField("Shelf mark", "number"))
    [disc, *_] = collection.find("is:disc").ids
    collection.run(EditRecords((disc,), {collection.fields().custom[0].key: 3}))
    collection.run(Lend((disc,), "Ann", lent="2020-01-02"))
    collection.run(SaveSearch("Lent ones", "is:lent"))
    return collection


def test_a_catalogue_made_from_the_copy_is_the_same(full, tmp_path):
    bring(full)
    before = json_export_text(full)
    done, after = rebuilt(folder(full), tmp_path / "new.db")
    assert done.problems == []
    assert after == before
    assert done.pictures == 1
    again = Collection.open(tmp_path / "new.db")
    assert again.check() == []
    # The same catalogue again: beside it, under its old name, it would go on with the same folder.
    assert side_copy.uid_of(again.path) == side_copy.uid_of(full.path)
    again.close()


@pytest.mark.parametrize("seed", range(6))
def test_after_any_changes_the_copy_is_what_one_written_anew_would_be(new_collection, live, tmp_path, seed):
    collection = new_collection()
    for step in range(8):
        live(collection, seed * 100 + step, 3)
        if step % 3 == 2:
            collection.undo()
        bring(collection)
        now = held(folder(collection))
        assert now == afresh(collection)
    before = json_export_text(collection)
    done, after = rebuilt(folder(collection), tmp_path / "new.db")
    assert (done.problems, after) == ([], before)


def test_an_edit_writes_the_files_that_it_touches_and_no_other(full):
    bring(full)
    place = folder(full)
    times = {file: file.stat().st_mtime_ns for file in side_copy.record_files(place)}
    [disc, *_] = full.find("is:disc").ids
    full.run(EditRecords((disc,), {"notes": "Another word."}))
    bring(full)
    assert [file for file, time in times.items() if file.stat().st_mtime_ns != time] == [file_of(full, "copies", disc)]


def test_a_deleted_record_has_no_file_and_one_that_comes_back_has(full):
    bring(full)
    [disc, *_] = full.find("is:disc").ids
    file = file_of(full, "copies", disc)
    full.run(DeleteRecords((disc,)))
    bring(full)
    assert not file.exists()
    full.undo()
    bring(full)
    assert file.exists()


def test_a_title_names_the_file_and_leads_nowhere(collection):
    titles = [
        "../../etc/passwd",
        "a/b\\c:d*e?",
        "CON",
        "x" * 5000,
        "東" * 400,
        "\u202etxt.exe",
        "..",
        " . ",
        "A\nB",
        "🎬" * 99,
    ]
    for title in titles:
        collection.run(AddRecord({"title": title, "year": 1979}))
    bring(collection)
    place = folder(collection)
    assert {file.name.encode()[:6] for file in (place / "films").glob("*/*")} == {
        f"{number:06d}".encode() for number in range(1, len(titles) + 1)
    }
    assert all(len(file.name.encode()) < 256 for file in place.rglob("*"))
    collection.run(EditRecords(tuple(collection.find("1979").ids[:1]), {"title": "Alien"}))
    bring(collection)
    assert [file.name.partition(" ")[2] for file in place.rglob("*Alien*") if "films" in file.parts] == [
        "Alien (1979).json"
    ]
    assert len(list((place / "films").glob("*/*"))) == len(titles)
    assert sorted(file.name for file in place.parent.iterdir() if "films.db" not in file.name) == []


class StopError(Exception):
    pass


@pytest.mark.parametrize("first", [True, False])
def test_a_copy_that_was_stopped_at_any_file_is_completed_the_next_time(full, monkeypatch, first):
    bring(full)
    whole = held(folder(full))
    if first:
        (folder(full) / side_copy.COPY_MARK).unlink()
    replace = side_copy._Copy._replace
    for stop in (1, 2, 3, 5, 8, 13, 21):
        full.run(EditRecords(tuple(full.find("is:disc").ids), {"notes": f"Stopped {stop}"}))
        left = [stop]

        def counted(self, file, data, left=left):
            left[0] -= 1
            if not left[0]:
                self._partial().write_bytes(data[: len(data) // 2])
                raise StopError
            replace(self, file, data)

        with monkeypatch.context() as patched:
            patched.setattr(side_copy._Copy, "_replace", counted)
            with suppress(StopError):  # it may have fewer files than that
                side_copy.bring_up_to_date(full)
        assert side_copy.bring_up_to_date(full)
        assert not list(folder(full).glob("*.partial"))
        now = held(folder(full))
        assert now.keys() == whole.keys()
        assert now == afresh(full)


def test_a_first_copy_that_was_cancelled_goes_on_where_it_was(collection, monkeypatch):
    monkeypatch.setattr(side_copy, "_SLICE", 2)
    for number in range(60):
        collection.run(AddRecord({"title": f"Film {number}"}))
    job = Job(lambda done, total, _: job.cancel() if total and done > total * 0.8 else None)
    with pytest.raises(Cancelled):
        side_copy.bring_up_to_date(collection, job)
    mark = side_copy.read_mark(folder(collection))
    assert mark.after is not None
    assert mark.after[0] == "editions"
    assert "not up to date" in side_copy.note(collection)
    written = []
    original = side_copy._Copy._write

    def noted(self, export, name, ids):
        written.append(name)
        return original(self, export, name, ids)

    monkeypatch.setattr(side_copy._Copy, "_write", noted)
    collection.run(AddRecord({"title": "Meanwhile"}))
    bring(collection)
    assert written[0] in ("editions", "copies")
    assert held(folder(collection)) == afresh(collection)


def test_by_the_way_only_what_takes_a_moment_is_written(collection, monkeypatch):
    monkeypatch.setattr(side_copy, "QUICK", 30)
    for number in range(20):
        collection.run(AddRecord({"title": f"Film {number}"}))
    assert not side_copy.bring_up_to_date(collection, quick=True)
    bring(collection)
    collection.run(AddRecord({"title": "One more"}))
    assert side_copy.bring_up_to_date(collection, quick=True)
    assert side_copy.note(collection) is None


def test_a_restored_backup_and_a_forgotten_history_are_noticed(full, tmp_path):
    full.back_up(tmp_path / "b.zip")
    bring(full)
    full.run(AddRecord({"title": "Later"}))
    bring(full)
    full.restore(tmp_path / "b.zip")
    assert "not up to date" in side_copy.note(full)
    bring(full)
    assert held(folder(full)) == afresh(full)
    full.run(AddRecord({"title": "Another later"}))
    bring(full)
    full.run(AddRecord({"title": "Forgotten before it was copied"}))
    full.run(AddRecord({"title": "And the last"}))
    full.forget_history(None)
    full.run(AddRecord({"title": "After all"}))
    bring(full)
    assert held(folder(full)) == afresh(full)


def test_records_of_two_histories_never_lie_side_by_side(full, tmp_path, monkeypatch):
    full.back_up(tmp_path / "b.zip")
    for number in range(5):
        full.run(AddRecord({"title": f"Never was {number}"}))
    bring(full)
    before, text, place = held(folder(full)), json_export_text(full), folder(full)
    full.restore(tmp_path / "b.zip")
    full.run(AddRecord({"title": "Another of that number"}))
    monkeypatch.setattr(side_copy, "_SLICE", 1)
    calls = []
    job = Job(lambda done, total, _: calls.append(done) or (job.cancel() if len(calls) > 12 else None))
    with pytest.raises(Cancelled):
        side_copy.bring_up_to_date(full, job)
    # What was there is whole until all of the other is.
    assert held(place) == before
    assert rebuilt(place, tmp_path / "before.db")[1] == text
    mark = side_copy.read_mark(side_copy._beside(place, side_copy._NEXT))
    assert mark.after is not None
    bring(full)
    assert sorted(file.name for file in place.parent.glob("*.copy*")) == [place.name]
    assert rebuilt(place, tmp_path / "after.db")[1] == json_export_text(full)
    # Killed between the two renames: the new one takes its place at the next start.
    full.restore(tmp_path / "b.zip")
    with monkeypatch.context() as patched:
        patched.setattr(side_copy, "_put_next", lambda folder: None)
        assert side_copy.bring_up_to_date(full)
    assert not place.exists()
    bring(full)
    assert sorted(file.name for file in place.parent.glob("*.copy*")) == [place.name]


def test_it_is_off_by_choice_and_said_to_be_out_of_date(full):
    bring(full)
    settings.put(settings.SIDE_COPY, False)
    full.run(AddRecord({"title": "Not in it"}))
    before = held(folder(full))
    assert not side_copy.bring_up_to_date(full)
    assert held(folder(full)) == before
    assert "out of date: it is switched off" in side_copy.note(full)
    assert side_copy.problems(full) == []


def test_the_copy_of_another_catalogue_and_a_folder_of_the_persons_own_are_left_alone(full, tmp_path):
    bring(full)
    place = folder(full)
    before = held(place)
    full.close()
    full.path.rename(tmp_path / "away.db")
    new = Collection.open(full.path, new=True)
    new.run(AddRecord({"title": "A new beginning"}))
    assert side_copy.bring_up_to_date(new)
    assert held(place) == before
    assert side_copy.folder_of(new.path) != place
    new.close()
    other = Collection.open(tmp_path / "other.db")
    (tmp_path / "other.db.copy").mkdir()
    (tmp_path / "other.db.copy" / "letter.txt").write_text("mine")
    other.run(AddRecord({"title": "X"}))
    assert side_copy.bring_up_to_date(other)
    assert [file.name for file in (tmp_path / "other.db.copy").iterdir()] == ["letter.txt"]
    other.close()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="rights bind nobody here")
def test_a_folder_without_rights_is_a_sentence(collection):
    collection.run(AddRecord({"title": "X"}))
    folder(collection).mkdir(mode=0o500)
    with pytest.raises(side_copy.CopyError, match="Your catalogue is safe"):
        side_copy.bring_up_to_date(collection)


def test_a_full_disk_is_a_sentence_and_the_rest_comes_later(full, monkeypatch):
    def fail(self, file, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(side_copy._Copy, "_replace", fail)
        with pytest.raises(side_copy.CopyError, match="No space left on device"):
            side_copy.bring_up_to_date(full)
    bring(full)


def test_two_programs_do_not_write_at_once(full):
    bring(full)
    full.run(AddRecord({"title": "X"}))
    with side_copy._locked(folder(full)) as first:
        assert first
        assert not side_copy.bring_up_to_date(full)
    bring(full)


def test_a_damaged_file_is_named_and_the_rest_is_rebuilt(full, tmp_path, picture):
    [disc, *_] = full.find("is:disc").ids
    full.run(SetPicture(disc, picture("blue")))
    bring(full)
    place = folder(full)
    film = next(file for file in side_copy.record_files(place) if "films" in file.parts and "Solaris" not in file.name)
    film.write_bytes(film.read_bytes()[:100])
    edition = file_of(full, "editions", 1)
    edition.write_bytes(b"")
    copy = file_of(full, "copies", disc)
    copy.write_text(copy.read_text("utf-8").replace('"notes": ', '"notes": "by another hand", "x": '), "utf-8")
    (place / "notes of mine.json").write_text("{}")
    (place / "places.json").unlink()
    (place / "people" / "sub").mkdir()
    (place / "deep.json").write_text("[" * 100_000)
    image = next(place.glob("pictures/*/*"))
    image.write_bytes(image.read_bytes()[:-1] + b"x")
    said = side_copy.problems(full)
    assert any(film.name in words for words in said)
    assert any(copy.name in words for words in said)
    done, after = rebuilt(place, tmp_path / "new.db")
    words = "\n".join(done.problems)
    for name in (film.name, edition.name, copy.name, "notes of mine.json", "deep.json", "places.json", image.name):
        assert name in words
    assert done.counts["copies"] == len(full.find("is:disc").ids)
    assert "by another hand" in after
    again = Collection.open(tmp_path / "new.db")
    assert again.check() == []
    assert len(again.find("is:disc").ids) == len(full.find("is:disc").ids)
    # It lost something: the copy that it came from is not overwritten by what is left.
    assert side_copy.uid_of(again.path) != side_copy.uid_of(full.path)
    again.close()


@pytest.mark.parametrize("name", ["films", "editions", "copies", "documents", "people", "pictures"])
def test_any_lost_list_leaves_the_others(full, tmp_path, name):
    bring(full)
    for file in side_copy.record_files(folder(full)):
        if name in (file.parent.name, file.parent.parent.name, file.stem):
            file.write_text("{", "utf-8")
    done, _ = rebuilt(folder(full), tmp_path / "new.db")
    assert done.problems
    again = Collection.open(tmp_path / "new.db")
    assert again.check() == []
    films = len(full.find("is:disc").ids)
    assert len(again.find("is:disc").ids) == (0 if name == "copies" else films)
    again.close()


def test_own_fields_whose_kinds_are_lost_keep_their_values_as_text(full, tmp_path):
    bring(full)
    (folder(full) / "custom_fields.json").unlink()
    done, after = rebuilt(folder(full), tmp_path / "new.db")
    assert '"Shelf mark": "3"' in after
    assert any("custom_fields.json" in words for words in done.problems)


def test_without_its_mark_the_copy_is_rebuilt_all_the_same(full, tmp_path):
    bring(full)
    before = json_export_text(full)
    (folder(full) / side_copy.COPY_MARK).write_bytes(b"\xff\0")
    done, after = rebuilt(folder(full), tmp_path / "new.db")
    assert after == before
    assert done.problems == [f"{side_copy.COPY_MARK} is missing or cannot be read."]


def test_of_two_files_of_one_film_the_newer_is_taken(collection, tmp_path):
    collection.run(AddRecord({"title": "Old"}))
    bring(collection)
    old = file_of(collection, "films", 1)
    data = old.read_bytes()
    collection.run(EditRecords(tuple(collection.find("old").ids), {"title": "New"}))
    bring(collection)
    old.write_bytes(data)
    _done, after = rebuilt(folder(collection), tmp_path / "new.db")
    assert '"title": "New"' in after
    assert '"title": "Old"' not in after


def test_what_is_there_is_never_built_over(full, tmp_path):
    bring(full)
    other = Collection.open(tmp_path / "other.db")
    other.run(AddRecord({"title": "Mine"}))
    other.close()
    with pytest.raises(UserError, match="with things in it"):
        rebuilding.rebuild(folder(full), tmp_path / "other.db")
    (tmp_path / "text.db").write_text("no database at all, but longer than a head of one " * 9)
    with pytest.raises(UserError, match="name another file"):
        rebuilding.rebuild(folder(full), tmp_path / "text.db")
    (tmp_path / "empty").mkdir()
    for nothing in ("empty", "nowhere"):
        with pytest.raises(UserError, match="nothing was changed"):
            rebuilding.rebuild(tmp_path / nothing, tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()
    Collection.open(tmp_path / "blank.db").close()
    assert rebuilding.rebuild(folder(full), tmp_path / "blank.db").problems == []


def test_the_folder_is_not_imported_as_pages(full, new_collection, tmp_path):
    bring(full)
    receipt = importing.run(new_collection(), [full.path.parent])
    fates = {fate.path: fate.problems[0].message for fate in receipt.files if fate.problems}
    assert "“rebuild” makes a catalogue of it" in fates[str(folder(full))]
    assert not any(path.endswith(".json") for path in fates)


def test_a_loan_that_ends_and_a_contact_are_in_the_copy(full, tmp_path):
    bring(full)
    full.run(Return(tuple(full.find("is:lent").ids), "2020-02-02"))
    bring(full)
    [loan] = json.loads((folder(full) / "loans.json").read_text("utf-8"))["records"]
    assert loan["returned"] == "2020-02-02"


def test_exports_are_as_before(full, tmp_path):
    assert without_ids(exported(full, tmp_path / "a.json")) == json_export_text(full)
