"""A restore takes nothing away: what is there stays or is kept, whatever happens in the middle of it."""

import errno
import itertools
import os
import shutil
import signal
import sqlite3
from contextlib import closing, suppress

import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, SetPicture
from catalogue.errors import UserError
from catalogue.store import backup, restore
from tests.unit.dying import failed, killed


@pytest.fixture(scope="module")
def parts(blank_catalogue, tmp_path_factory):
    """A backup with the disc Ran and its cover, and a catalogue with the disc Ikiru."""
    folder = tmp_path_factory.mktemp("parts")
    shutil.copy(blank_catalogue, folder / "ran.db")
    shutil.copy(blank_catalogue, folder / "ikiru.db")
    ran = Collection.open(folder / "ran.db")
    ran.run(AddRecord({"title": "Ran"}))
    ran.run(SetPicture(1, _png()))
    ran.back_up(folder / "ran.zip")
    ran.close()
    ikiru = Collection.open(folder / "ikiru.db")
    ikiru.run(AddRecord({"title": "Ikiru"}))
    ikiru.close()
    return folder


def _png():
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (60, 90), "navy").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def place(parts, tmp_path):
    """A folder with the catalogue and the backup in it, made anew at each call."""

    def make(damaged=False, missing=False):
        folder = tmp_path / "place"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        path = folder / "x.db"
        if not missing:
            shutil.copy(parts / "ikiru.db", path)
        if damaged:
            path.write_bytes(b"\xaa" * 1000 + path.read_bytes()[1000:])
        return path

    return make


def restored(path, parts):
    return restore.restore(path, path.with_name("x.db.pictures"), parts / "ran.zip")


def titles(path):
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM film ORDER BY id")]


def names(path):
    return sorted(file.name for file in path.parent.iterdir())


def test_killed_at_any_step_the_catalogue_is_as_it_was_or_as_it_should_be(place, parts):
    found = set()
    for step in itertools.count(1):
        path = place()
        over = not killed(lambda path=path: restored(path, parts), step)
        found.add(tuple(titles(path)))
        collection = Collection.open(path)
        assert collection.check() == []
        collection.close()
        assert not [name for name in names(path) if name.endswith(".partial")]
        kept = backup.kept_copies(path)
        if titles(path) == ["Ran"]:
            assert [titles(file) for file in kept] == [["Ikiru"]]
        if over:
            break
    assert step > 15
    assert found == {("Ikiru",), ("Ran",)}


def test_killed_over_a_damaged_file_that_file_is_there_or_kept(place, parts):
    found = set()
    for step in itertools.count(1):
        path = place(damaged=True)
        before = path.read_bytes()
        over = not killed(lambda path=path: restored(path, parts), step)
        there = path.read_bytes()
        found.add(there == before)
        if there != before:
            assert titles(path) == ["Ran"]
            assert path.with_name("x.db.damaged").read_bytes() == before
        restored(path, parts)
        assert titles(path) == ["Ran"]
        assert path.with_name("x.db.damaged").read_bytes() == before
        if over:
            break
    assert step > 15
    assert found == {True, False}


def test_killed_where_no_catalogue_is_there_is_none_or_the_whole(place, parts):
    found = set()
    for step in itertools.count(1):
        path = place(missing=True)
        over = not killed(lambda path=path: restored(path, parts), step)
        found.add(path.exists())
        if path.exists():
            assert titles(path) == ["Ran"]
        restored(path, parts)
        assert titles(path) == ["Ran"]
        assert not [name for name in names(path) if name.endswith(".partial")]
        if over:
            break
    assert step > 15
    assert found == {True, False}


@pytest.mark.parametrize("state", [{}, {"damaged": True}, {"missing": True}])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_a_step_that_fails_is_said_and_nothing_is_changed(place, parts, state, error):
    said_at = 0
    for step in itertools.count(1):
        path = place(**state)
        before = path.read_bytes() if path.exists() else None
        came, said = failed(lambda path=path: restored(path, parts), step, error)
        if not came:
            break
        if said is None:
            assert titles(path) == ["Ran"]
            continue
        said_at += 1
        assert said.endswith((".", "again."))
        assert "nothing was changed" in said, (step, said)
        assert (path.read_bytes() if path.exists() else None) == before
        assert [name for name in names(path) if ".damaged" in name or name.endswith(".backup")] == []
    assert said_at > 5


def test_there_must_be_room_for_all_of_it_first(place, parts, monkeypatch):
    path = place()
    before = path.read_bytes()
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**9, 10**9, 400_000))
    with pytest.raises(UserError) as refusal:
        restored(path, parts)
    assert str(refusal.value).startswith(f"There is not enough room on the disk for {path}: this needs ")
    assert "400 KB are free; nothing was changed" in str(refusal.value)
    assert path.read_bytes() == before
    assert names(path) == ["x.db"]


def test_a_file_that_another_program_holds_is_not_taken_for_damaged(place, parts, monkeypatch):
    monkeypatch.setattr(backup, "BUSY_SECONDS", 0)
    path = place()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match=r"Another program is writing to .*; nothing was changed"):
            restored(path, parts)
        other.execute("UPDATE film SET title = 'Ikiru!'")
        other.execute("COMMIT")
    assert titles(path) == ["Ikiru!"]
    assert names(path) == ["x.db", "x.db.pictures"]


def test_a_database_of_another_program_is_not_replaced(place, parts):
    path = place(missing=True)
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipe (name)")
    with pytest.raises(UserError, match="belongs to another program"):
        restored(path, parts)
    assert not backup.kept_copies(path)


def test_nobody_writes_between_what_is_kept_and_what_is_put_there(place, parts, monkeypatch):
    path = place()
    keep = backup.keep
    tried = []

    def write():
        with closing(sqlite3.connect(path, timeout=0)) as other:
            try:
                other.execute("UPDATE film SET title = 'late'")
                other.commit()
            except sqlite3.OperationalError as error:
                tried.append(error.sqlite_errorname)

    def slowly(*arguments):
        write()
        kept = keep(*arguments)
        write()
        return kept

    monkeypatch.setattr(backup, "keep", slowly)
    kept = restored(path, parts).kept
    assert tried == ["SQLITE_BUSY", "SQLITE_BUSY"]
    assert (titles(kept), titles(path)) == (["Ikiru"], ["Ran"])


def test_what_another_process_reports_as_saved_is_in_one_of_the_files(place, parts):
    path = place()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            collection = Collection.open(path)
            for number in itertools.count():
                with suppress(UserError):
                    collection.run(AddRecord({"title": f"Disc {number}"}))
                    os.write(writer, f"Disc {number}\n".encode())
        finally:
            os._exit(1)
    os.close(writer)
    kept, seen = [], []
    with os.fdopen(reader) as reported:
        try:
            while len(kept) < 3:
                seen.append(next(reported).strip())
                # One that writes without a pause may well keep the lock from others for longer than they wait.
                with suppress(UserError):
                    kept.append(restored(path, parts).kept)
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        seen += [line.strip() for line in reported]
    there = {title for file in (path, *kept) for title in titles(file)}
    assert len(seen) >= 3
    assert set(seen) - there == set()


def test_where_there_is_no_shared_memory_one_lock_holds_as_well(place, parts):
    path = place()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    held = []

    class Other(sqlite3.Connection):
        def execute(self, statement, *rest):
            if statement == "PRAGMA journal_mode = WAL":
                return super().execute("PRAGMA journal_mode")
            if statement == "COMMIT":
                result = super().execute(statement)
                with closing(sqlite3.connect(path, timeout=0)) as late:
                    try:
                        late.execute("SELECT 1 FROM film")
                    except sqlite3.OperationalError as error:
                        held.append(error.sqlite_errorname)
                return result
            return super().execute(statement, *rest)

    with pytest.MonkeyPatch.context() as patch:
        connect = sqlite3.connect
        patch.setattr(sqlite3, "connect", lambda *given, **named: connect(*given, **({"factory": Other} | named)))
        kept = restored(path, parts).kept
    assert held == ["SQLITE_BUSY"]
    assert (titles(kept), titles(path)) == (["Ikiru"], ["Ran"])


def test_journals_of_a_file_that_is_gone_are_never_written_into_the_new_one(place, parts):
    path = place(missing=True)
    stray = {suffix: path.with_name(f"x.db{suffix}") for suffix in ("-wal", "-journal", "-shm")}
    for file in stray.values():
        file.write_bytes(b"pages")
    done = restored(path, parts)
    assert done.kept.read_bytes() == b"pages"
    assert path.with_name("x.db.damaged-journal").exists()
    assert titles(path) == ["Ran"]


def test_a_link_leads_to_the_file_that_is_replaced(place, parts, tmp_path):
    path = place(damaged=True)
    link = tmp_path / "link.db"
    link.symlink_to(path)
    restore.restore(link, path.with_name("x.db.pictures"), parts / "ran.zip")
    assert link.is_symlink()
    assert titles(path) == ["Ran"]


def test_a_picture_that_was_damaged_comes_back(place, parts):
    path = place()
    restored(path, parts)
    [picture] = path.parent.glob("x.db.pictures/??/*.png")
    whole = picture.read_bytes()
    picture.write_bytes(b"")
    restored(path, parts)
    assert picture.read_bytes() == whole


def test_kept_copies_go_by_the_moment_in_their_names_and_no_other_file_does(place, parts):
    path = place()

    def copy(name):
        file = path.with_name(name)
        shutil.copy(path, file)
        os.utime(file, (2**31, 2**31))
        return file

    mine = [
        copy("x.db.before-my-big-cleanup.backup"),
        copy("x.db.0001.old.backup"),
        copy("y.db.a.20200101-000000-000000.backup"),
    ]
    ahead = [copy(f"x.db.before-restore.2999010{day}-000000-000000.backup") for day in range(1, 7)]
    old = [copy(f"x.db.before-restore.2020010{day}-000000-000000.backup") for day in range(1, 8)]
    source = old[0]
    kept = restore.restore(path, path.with_name("x.db.pictures"), source).kept
    assert kept.exists()
    assert all(file.exists() for file in (*mine, *ahead))
    assert [file.exists() for file in old] == [True, False, False, True, True, True, True]
