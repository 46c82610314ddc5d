"""Bad input and faults of the machine: one plain sentence, the right exit status, nothing lost, nothing half done."""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing

import pytest
from PIL import Image


@pytest.fixture
def run(program, tmp_path):
    """Runs a command on a catalogue of its own and returns what came of it."""
    environment = {**os.environ, "DISC_CATALOGUE_HOME": str(tmp_path / "home")}

    def run(*arguments, **options):
        return subprocess.run(
            [*program, *map(str, arguments)],
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=100,
            check=False,
            **options,
        )

    run.environment = environment
    run.catalogue = tmp_path / "home" / "catalogue.db"
    return run


@pytest.fixture
def filled(run):
    """The same with one disc in the catalogue."""
    run("add", "--set", "title=Ran", "--set", "owner=Ann")
    return run


@pytest.fixture
def page(root, tmp_path):
    file = tmp_path / "page.txt"
    shutil.copy(root / "seeds" / "collection-page.txt", file)
    return file


def sentence(done):
    """The one complaint of a command that was refused."""
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr.strip()


def size(file):
    """The size of a file that another process makes and removes."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def unchanged(run):
    done = run("search", "owner:ann")
    return done.returncode == 0 and "Ran" in done.stdout


def test_a_missing_file(filled, tmp_path):
    assert "There is no file" in sentence(filled("import", tmp_path / "nothing.txt"))
    assert unchanged(filled)


def test_an_empty_file(filled, tmp_path):
    (tmp_path / "empty.txt").touch()
    assert "This file is empty" in sentence(filled("import", tmp_path / "empty.txt"))


def test_a_picture(filled, tmp_path):
    Image.new("RGB", (20, 30)).save(tmp_path / "cover.jpg")
    assert "no text" in sentence(filled("import", tmp_path / "cover.jpg"))


def test_a_file_of_another_program(filled, tmp_path):
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE note (text)")
        other.commit()
    before = (tmp_path / "other.db").read_bytes()
    assert "no text" in sentence(filled("import", tmp_path / "other.db"))
    assert "another program" in sentence(filled("--catalogue", tmp_path / "other.db", "stats"))
    assert (tmp_path / "other.db").read_bytes() == before


def test_fifty_megabytes_of_text(filled, tmp_path):
    (tmp_path / "big.txt").write_text("lorem ipsum dolor sit amet " * 2_000_000)
    assert "not a page" in sentence(filled("import", tmp_path / "big.txt"))
    assert unchanged(filled)


def test_broken_utf8_is_read_as_the_likeliest_encoding_and_the_receipt_says_so(filled, page):
    text = page.read_text(encoding="utf-8").replace("Robin", "René")
    page.write_bytes(text.encode("cp1252", "replace"))
    done = filled("import", page)
    assert done.returncode == 0
    assert "not UTF-8; it was read as cp1252" in done.stdout
    assert "René" in filled("search", "owner:rene").stdout


def test_a_database_that_is_none(run, tmp_path):
    (tmp_path / "odd.db").write_bytes(b"\x89PNG" * 1000)
    assert "is not a catalogue" in sentence(run("--catalogue", tmp_path / "odd.db", "stats"))
    assert (tmp_path / "odd.db").read_bytes() == b"\x89PNG" * 1000


def test_a_folder_in_place_of_a_database(run, tmp_path):
    assert "is a folder" in sentence(run("--catalogue", tmp_path, "stats"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(run, tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    assert "cannot be opened" in sentence(run("--catalogue", folder / "catalogue.db", "stats"))
    assert "could not be written" in sentence(run("export", folder / "out.json"))


def test_a_locked_database_can_be_read_and_a_change_is_refused(filled):
    with closing(sqlite3.connect(filled.catalogue, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert unchanged(filled)
        assert "Another program is writing" in sentence(filled("edit", "copy:1", "--set", "owner=Bob"))
        other.execute("ROLLBACK")
    assert unchanged(filled)


def test_a_newer_catalogue_is_refused_untouched(filled):
    with closing(sqlite3.connect(filled.catalogue)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = filled.catalogue.read_bytes()
    assert "newer version" in sentence(filled("search"))
    assert filled.catalogue.read_bytes() == before


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="a small disk can only be mounted by root")
def test_a_full_disk_keeps_what_there_is(run, root, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", disk], check=False).returncode:
        pytest.skip("no file system may be mounted here")
    try:
        catalogue = ("--catalogue", disk / "catalogue.db")
        assert run(*catalogue, "add", "--set", "title=Ran", "--set", "owner=Ann").returncode == 0
        (disk / "ballast").write_bytes(b"\0" * (shutil.disk_usage(disk).free - 30_000))
        for command in (("import", root / "seeds"), ("export", disk / "out.json"), ("backup", disk / "b.zip")):
            message = sentence(run(*catalogue, *command))
            assert "room" in message or "No space" in message or "full" in message, message
        assert {file.name for file in disk.iterdir()} <= {
            "catalogue.db",
            "catalogue.db-wal",
            "catalogue.db-shm",
            "catalogue.db.copy",
            "ballast",
        }
        (disk / "ballast").unlink()
        assert "Ran" in run(*catalogue, "search", "owner:ann").stdout
        assert run(*catalogue, "check").returncode == 0
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_killed_import_leaves_nothing_half_done(filled, program, page, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    text = page.read_text(encoding="utf-8")
    for number in range(150):
        (pages / f"{number:03}.txt").write_text(text.replace("The Death Of Stalin", f"Film Number {number}"))
    # The journal grows when the import is writing: that is the worst moment.
    journal = filled.catalogue.with_name("catalogue.db-wal")
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*program, "import", pages], env=filled.environment, **silent) as process:
        deadline = time.monotonic() + 60
        while process.poll() is None and size(journal) == 0 and time.monotonic() < deadline:
            pass
        process.send_signal(signal.SIGKILL)

    assert unchanged(filled)
    assert filled("check").returncode == 0
    assert filled("search").stdout.count("\n") in {1, 151}
