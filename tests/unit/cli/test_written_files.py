"""Commands that write a file leave alone what is there, unless they are told otherwise."""

import pytest
from PIL import Image

from catalogue.cli import session


@pytest.fixture
def cli(cli):
    """A catalogue with a disc that has a cover."""
    cli("add", "--set", "title=Keep")
    Image.new("RGB", (40, 60), "red").save("red.png")
    cli("picture", "copy:1", "red.png")
    return cli


WRITERS = [("export",), ("backup",), ("picture", "copy:1", "--save")]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda words: words[0])
@pytest.mark.parametrize("name", ["films.db", "link.db", "other.db", "films.db-wal", "films.db.pictures", "./films.db"])
def test_no_command_writes_over_a_catalogue(cli, tmp_path, writer, name):
    (tmp_path / "link.db").symlink_to("films.db")
    (tmp_path / "other.db").write_bytes((tmp_path / "films.db").read_bytes())
    before = (tmp_path / "films.db").read_bytes(), (tmp_path / "other.db").read_bytes()
    status, _, err = cli(*writer, name, "--yes")
    assert status == 2
    assert "nothing was written" in err
    assert ((tmp_path / "films.db").read_bytes(), (tmp_path / "other.db").read_bytes()) == before
    assert "Keep" in cli("search", "Keep")[1]
    assert cli("check")[0] == 0


@pytest.mark.parametrize("writer", WRITERS, ids=lambda words: words[0])
def test_another_file_is_asked_about(cli, tmp_path, writer, monkeypatch):
    letter = tmp_path / "letter.txt"
    letter.write_text("precious")
    status, _, err = cli(*writer, "letter.txt")
    assert (status, err) == (2, "There is a file letter.txt already; it was left as it is. Add --yes to replace it.\n")
    monkeypatch.setattr(session, "on_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: "n")
    assert cli(*writer, "letter.txt")[0] == 2
    assert letter.read_text() == "precious"
    monkeypatch.setattr("builtins.input", lambda question: "y")
    assert cli(*writer, "letter.txt")[0] == 0
    assert letter.read_bytes() != b"precious"
    letter.write_text("precious")
    assert cli(*writer, "letter.txt", "--yes")[0] == 0
    assert letter.read_bytes() != b"precious"


def test_a_fault_is_not_logged_into_a_catalogue(cli, tmp_path, monkeypatch):
    log = tmp_path / "home" / "disc-catalogue.log"
    log.parent.mkdir(exist_ok=True)
    log.write_bytes((tmp_path / "films.db").read_bytes())
    before = log.read_bytes()
    monkeypatch.setattr(session, "progress", lambda: 1 / 0)
    monkeypatch.setattr("catalogue.cli.files.progress", lambda: 1 / 0)
    status, _, err = cli("export", "-")
    assert (status, "could not be logged" in err) == (2, True)
    assert log.read_bytes() == before


@pytest.mark.parametrize("name", ["out.json", "out.zip", "-"])
def test_an_export_says_which_pictures_are_missing(cli, tmp_path, name):
    assert cli("export", name, "--yes")[0] == 0
    for file in (tmp_path / "films.db.pictures").rglob("*.png"):
        file.unlink()
    status, _, err = cli("export", name, "--yes")
    assert status == 1
    assert "1 picture is not in it: the file could not be found." in err
