import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import UserError
from catalogue.exchange import sources


def names(*paths):
    return [source.name for source in sources.expand(paths)]


def contents(*paths):
    return [source.read() for source in sources.expand(paths)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_unicode_is_read_without_a_guess(encoding):
    assert sources.decode("Łódź – Köln".encode(encoding)) == ("Łódź – Köln", None)


def test_text_of_an_older_program_is_read_with_the_encoding_named():
    text, guessed = sources.decode("Der Himmel über Berlin, schön und groß".encode("cp1252"))
    assert text == "Der Himmel über Berlin, schön und groß"
    assert guessed == "cp1252"


def test_a_few_broken_bytes_do_not_spoil_a_utf8_text():
    text, guessed = sources.decode("Łódź żółć ąęń ".encode() * 20 + b"\xff" + "Köln".encode())
    assert "Łódź" in text
    assert "Köln" in text
    assert guessed == "utf-8"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"SQLite format 3\0", bytes(100)])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UserError, match=r"^This is no text; nothing in it was read\.$"):
        sources.decode(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_refused(data):
    try:
        text, _ = sources.decode(data)
    except UserError:
        return
    text.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_every_text_in_utf8_is_read_as_it_is(text):
    assert sources.decode(text.encode()) == (text, None)


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.html", "deep/er/c.txt", ".hidden", ".git/config", "deep/__MACOSX/._c.txt"):
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "pages"


def test_a_folder_is_its_visible_files_in_the_order_of_their_names(folder):
    assert names(folder) == [str(folder / name) for name in ("a.html", "b.txt", "deep/er/c.txt")]
    assert contents(folder) == [b"a.html", b"b.txt", b"deep/er/c.txt"]


def test_a_hidden_folder_that_was_named_is_read(tmp_path):
    (tmp_path / ".pages").mkdir()
    (tmp_path / ".pages" / "a.txt").write_text("a")
    assert contents(tmp_path / ".pages") == [b"a"]


def test_a_zip_is_the_visible_files_in_it(tmp_path):
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        for name in ("b.txt", "deep/a.txt", "__MACOSX/._b.txt", ".DS_Store"):
            archive.writestr(name, name)
    assert names(tmp_path / "pages.zip") == [f"{tmp_path}/pages.zip/b.txt", f"{tmp_path}/pages.zip/deep/a.txt"]
    assert contents(tmp_path / "pages.zip") == [b"b.txt", b"deep/a.txt"]


def test_a_zip_under_another_name_is_a_zip(tmp_path):
    with zipfile.ZipFile(tmp_path / "pages.bin", "w") as archive:
        archive.writestr("a.txt", "a")
    assert contents(tmp_path / "pages.bin") == [b"a"]


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a page")))
    assert names("-") == ["standard input"]
    assert contents("-") == [b"a page"]


def test_a_missing_file_is_named_when_it_is_read(tmp_path):
    [source] = sources.expand([tmp_path / "nowhere.txt"])
    with pytest.raises(UserError) as refusal:
        source.read()
    assert str(refusal.value) == f"There is no file {tmp_path / 'nowhere.txt'}."


def test_a_damaged_zip_is_refused(tmp_path):
    (tmp_path / "pages.zip").write_bytes(b"PK\x03\x04 and then nothing")
    [source] = sources.expand([tmp_path / "pages.zip"])
    with pytest.raises(UserError, match=r"is a damaged archive; nothing in it was read\.$"):
        source.read()


def test_a_zip_with_one_damaged_file_gives_the_others(tmp_path):
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "AAAAAAAAAA")
        archive.writestr("b.txt", "BBBBBBBBBB")
    path.write_bytes(path.read_bytes().replace(b"AAAAAAAAAA", b"AAAAAAAAAC"))
    bad, good = sources.expand([path])
    assert good.read() == b"BBBBBBBBBB"
    with pytest.raises(UserError, match=r"^a.txt is damaged; nothing in it was read\.$"):
        bad.read()


def test_a_file_or_member_that_unfolds_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_BYTES", 100)
    (tmp_path / "big.txt").write_bytes(bytes(101))
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(100_000))
    for source in sources.expand([tmp_path / "big.txt", tmp_path / "bomb.zip"]):
        with pytest.raises(UserError, match="nothing in it was read"):
            source.read()


def test_a_stream_or_a_member_that_lies_about_its_size_is_not_read_to_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_BYTES", 100)
    endless = Endless()
    monkeypatch.setattr("sys.stdin", endless)
    [source] = sources.expand(["-"])
    for _ in range(2):
        with pytest.raises(UserError, match="Standard input has over 0 MB; nothing in it was read"):
            source.read()
    with pytest.raises(UserError):
        source.head()
    assert endless.given <= 400


class Endless:
    """A standard input that never ends."""

    def __init__(self):
        self.buffer = self
        self.given = 0

    def read(self, number=-1):
        assert number > 0
        self.given += number
        return bytes(number)


def test_a_file_that_may_not_be_looked_at_keeps_no_other_from_being_read(folder, monkeypatch):
    is_file = Path.is_file

    def guarded(path):
        if path.name == "a.html":
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", guarded)
    assert names(folder) == [str(folder / name) for name in ("a.html", "b.txt", "deep/er/c.txt")]
