"""Setting, turning, cropping and removing pictures of a disc, run in this process."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from catalogue.store import pictures


@pytest.fixture
def cli(cli):
    """A catalogue with one disc."""
    cli("add", "--set", "title=Solaris")
    return cli


@pytest.fixture
def file(tmp_path):
    target = tmp_path / "cover.png"
    Image.new("RGB", (40, 60), "red").save(target)
    return target


def roles(cli):
    return [one["role"] for one in json.loads(cli("picture", "copy:1", "--json")[1])]


def size(cli, tmp_path, name, role="front"):
    target = tmp_path / name
    cli("picture", "copy:1", "--role", role, "--save", target)
    return Image.open(io.BytesIO(target.read_bytes())).size


def test_a_picture_is_set_turned_cropped_and_goes_back(cli, file, tmp_path):
    assert cli("picture", "copy:1", file) == (0, "Set a cover.\n", "")
    assert cli("picture", "copy:1", file, "--role", "back")[1] == "Set a picture of the back.\n"
    cli("picture", "copy:1", "--turn", 90)
    assert size(cli, tmp_path, "turned.png") == (60, 40)
    cli("picture", "copy:1", "--crop", "0,0,50,100")
    assert size(cli, tmp_path, "cropped.png") == (30, 40)
    assert roles(cli) == ["front", "front original", "back"]
    cli("picture", "copy:1", "--original")
    assert size(cli, tmp_path, "as_it_was.png") == (40, 60)
    assert roles(cli) == ["front", "back"]
    assert cli("picture", "copy:1", "--remove")[1] == "Remove a cover.\n"
    assert roles(cli) == ["back"]
    cli("undo")
    assert roles(cli) == ["front", "back"]


def test_a_picture_is_turned_as_it_is_set(cli, file, tmp_path):
    cli("picture", "copy:1", file, "--turn", 270)
    assert size(cli, tmp_path, "turned.png") == (60, 40)
    assert roles(cli) == ["front", "front original"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("picture", "film:2", "--remove"), "copy:7"),
        (("picture", "copy:1", "nowhere.png"), "There is no file nowhere.png.\n"),
        (("picture", "copy:1", "--turn", 90), "This disc has no front picture; nothing was changed.\n"),
        (("picture", "copy:1", "--save", "x.png"), "This disc has no front picture; nothing was changed.\n"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(cli, arguments, sentence):
    cli("add", "--no-disc", "--set", "title=Alien")
    status, _, said = cli(*arguments)
    assert status == 2
    assert sentence in said


@pytest.mark.parametrize("box", ["1,2,3", "50,0,50,100", "0,0,150,100", "left"])
def test_a_box_that_leaves_nothing_is_refused(cli, file, box):
    cli("picture", "copy:1", file)
    status, _, said = cli("picture", "copy:1", "--crop", box)
    assert status == 2
    assert "0,10,100,90" in said


def test_no_file_is_written_over(cli, file):
    cli("picture", "copy:1", file)
    before = file.read_bytes()
    status, _, said = cli("picture", "copy:1", "--save", file)
    assert status == 2
    assert "left as it is" in said
    assert file.read_bytes() == before


def test_a_backup_and_an_export_without_all_pictures_are_done_in_part(cli, file, tmp_path):
    cli("picture", "copy:1", file)
    assert cli("backup", tmp_path / "whole.zip")[0] == cli("export", tmp_path / "whole.json.zip")[0] == 0
    listed = json.loads(cli("picture", "copy:1", "--json")[1])
    Path(listed[0]["file"]).unlink()
    for command in (("backup", tmp_path / "a.zip"), ("export", tmp_path / "b.zip"), ("export", tmp_path / "c.json")):
        status, out, err = cli(*command)
        assert (status, out[:5]) == (1, "Wrote")
        assert err == "1 picture is not in it: the file could not be found.\n"


def test_a_file_that_never_ends_is_no_picture(cli, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES", 1000)
    status, _, err = cli("picture", "copy:1", "/dev/zero")
    assert (status, "too large" in err) == (2, True)
