"""What is written where a person says: nothing that is there is lost by it."""

import itertools
import os
import sqlite3
from contextlib import closing

import pytest

from catalogue import paths, writing
from catalogue.errors import UserError
from tests.unit.dying import killed


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "films.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE film (title)")
    return path


def refused(target, catalogue=None, replace=True):
    """What is said of a target that nothing is written to; the folder is as it was."""
    before = everything(target.parent)
    with pytest.raises(UserError) as error:
        writing.write(target, b"new", catalogue, replace=replace)
    assert everything(target.parent) == before
    return str(error.value)


def everything(folder):
    return {file.name: file.is_file() and file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else None


def test_a_new_file_is_written(tmp_path, catalogue):
    writing.write(tmp_path / "a.json", b"new", catalogue)
    assert (tmp_path / "a.json").read_bytes() == b"new"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.json", "films.db"]


def test_the_catalogue_is_never_replaced_by_whatever_name(tmp_path, catalogue, monkeypatch):
    assert "is the catalogue itself" in refused(catalogue, catalogue)
    link, hard = tmp_path / "link.json", tmp_path / "hard.json"
    link.symlink_to(catalogue)
    os.link(catalogue, hard)
    for name in (link, hard, tmp_path / "below" / ".." / "films.db"):
        (tmp_path / "below").mkdir(exist_ok=True)
        assert "is the catalogue itself" in refused(name, catalogue)
    monkeypatch.chdir(tmp_path)
    assert "is the catalogue itself" in refused(type(catalogue)("films.db"), catalogue)
    # Also one that has no page as yet.
    empty = tmp_path / "empty.db"
    empty.touch()
    assert "is the catalogue itself" in refused(empty, empty)


def test_no_other_database_is_replaced_either(tmp_path, catalogue):
    assert "is a database" in refused(catalogue, tmp_path / "mine.db")
    assert "is a database" in refused(catalogue)
    young = tmp_path / "young.db"
    young.touch()
    (tmp_path / "young.db-wal").write_bytes(b"all of it")
    assert "is a database" in refused(young)


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
@pytest.mark.parametrize("there", [True, False])
def test_nothing_of_a_database_is_replaced_or_made(tmp_path, catalogue, suffix, there):
    beside = tmp_path / f"films.db{suffix}"
    if there:
        beside.write_bytes(b"pages")
    assert "nothing was written" in refused(beside, tmp_path / "mine.db")
    link = tmp_path / f"link{suffix}"
    link.symlink_to(beside)
    assert "nothing was written" in refused(link)
    writing.write(tmp_path / f"letter{suffix}", b"new")


def test_pictures_of_a_catalogue_are_left_alone(tmp_path, catalogue):
    folder = tmp_path / "films.db.pictures"
    assert "keeps its pictures" in refused(folder)
    (folder / "ab").mkdir(parents=True)
    (folder / "ab" / "abc.jpg").write_bytes(b"cover")
    assert "keeps its pictures" in refused(folder / "ab" / "abc.jpg")
    assert "keeps its pictures" in refused(folder / "new.jpg")


def test_another_file_is_replaced_only_on_demand(tmp_path, catalogue):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Ana")
    letter.chmod(0o600)
    assert refused(letter, catalogue, replace=False) == f"There is a file {letter} already; it was left as it is."
    link = tmp_path / "link.txt"
    link.symlink_to(letter)
    writing.write(link, b"new", catalogue, replace=True)
    assert link.is_symlink()
    assert letter.read_bytes() == b"new"
    assert letter.stat().st_mode & 0o777 == 0o600


def test_a_half_written_file_is_not_kept_and_takes_no_name(tmp_path):
    letter, partial = tmp_path / "letter.txt", tmp_path / "letter.txt.partial"
    letter.write_text("Dear Ana")
    partial.write_text("Dear Bob")

    def write():
        with writing.new_file(letter, replace=True) as beside:
            beside.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write()
    assert everything(tmp_path) == {"letter.txt": b"Dear Ana", "letter.txt.partial": b"Dear Bob"}


def test_what_comes_there_meanwhile_is_kept(tmp_path):
    letter = tmp_path / "letter.txt"

    def write():
        with writing.new_file(letter) as beside:
            beside.write_text("ours")
            letter.write_text("theirs")

    with pytest.raises(UserError, match="already"):
        write()
    assert everything(tmp_path) == {"letter.txt": b"theirs"}


def test_what_is_no_plain_file_is_refused(tmp_path):
    (tmp_path / "folder").mkdir()
    assert "is a folder" in refused(tmp_path / "folder")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="no plain file"):
        writing.check(tmp_path / "pipe")
    with pytest.raises(UserError, match="no plain file"):
        writing.check(type(tmp_path)(os.devnull))
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(UserError, match="could not be written"):
        writing.check(tmp_path / "a")
    assert "could not be written" in refused(tmp_path / "nowhere" / "a.json")
    assert "could not be written (File name too long)" in refused(tmp_path / ("n" * 300))
    assert "could not be written" in refused(tmp_path / ("x" * 300))


@pytest.mark.parametrize("file", paths.own_files(), ids=lambda file: file.name)
def test_no_catalogue_is_made_of_a_file_of_the_program(file):
    from catalogue.store import upgrade

    mine = next(own for own in paths.own_files() if own.name == file.name)
    with pytest.raises(UserError, match="another name"):
        upgrade.prepare(mine)
    assert not mine.exists()


def test_what_a_killed_process_left_is_cleared_and_what_a_living_one_makes_stays(tmp_path):
    for step in itertools.count(1):
        if not killed(lambda: writing.write(tmp_path / "a.txt", b"new", replace=True), step):
            break
    assert step > 4
    alive = tmp_path / ".disc-catalogue-mine.partial"
    alive.mkdir()
    reader, writer = os.pipe()
    with writing.workshop(tmp_path) as here:
        (here / "half").write_text("half")
        child = os.fork()
        if child == 0:
            writing.clear_unfinished(tmp_path)
            os.write(writer, b"done")
            os._exit(0)
        os.waitpid(child, 0)
        assert os.read(reader, 4) == b"done"
        assert (here / "half").read_text() == "half"
    os.close(reader)
    os.close(writer)
    assert sorted(file.name for file in tmp_path.iterdir()) == [alive.name, "a.txt"]
