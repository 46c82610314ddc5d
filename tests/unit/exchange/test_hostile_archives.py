"""Archives that are damaged, encrypted, packed strangely or made to fill a disk: a sentence, and the rest comes in."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc
import zipfile

import pytest
from PIL import Image

from catalogue.collection.commands import AddRecord, SetPicture
from catalogue.errors import Cancelled, UserError
from catalogue.exchange import importing, json_export, json_import, sources
from catalogue.exchange.sources import CATALOGUE_NAME
from catalogue.jobs import Job

PAGE = """Stalker

Mosfilm (May 25, 1979)
DVD
4006381333931
Drama
USSR | Russian | Color | 02:42

Personal
Tags
zone
"""


def png(color: str = "red", size: tuple[int, int] = (40, 60)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


def zipped(*files: tuple[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytearray:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packed) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return bytearray(buffer.getvalue())


def headers(data: bytearray, name: str) -> tuple[int, int]:
    """Where the two headers of a file in an archive begin."""
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        local = archive.getinfo(name).header_offset
    coded = name.encode()
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(coded)] != coded:
        at = data.find(b"PK\x01\x02", at + 4)
    return local, at


def with_damaged_stream(data: bytearray, name: str) -> bytearray:
    local, _ = headers(data, name)
    start = local + 30 + len(name)
    data[start : start + 4] = b"\xff\xff\xff\xff"
    return data


def encrypted(data: bytearray, name: str) -> bytearray:
    local, central = headers(data, name)
    data[local + 6] |= 1
    data[central + 8] |= 1
    return data


def packed_strangely(data: bytearray, name: str, how: int = 97) -> bytearray:
    local, central = headers(data, name)
    data[local + 8 : local + 10] = data[central + 10 : central + 12] = struct.pack("<H", how)
    return data


def said_size(data: bytearray, name: str, size: int) -> bytearray:
    """What the archive says that a file has, whatever comes out."""
    local, central = headers(data, name)
    data[local + 22 : local + 26] = data[central + 24 : central + 28] = struct.pack("<I", size)
    return data


WRONG = {
    "stream": (with_damaged_stream, "is damaged"),
    "encrypted": (encrypted, "is encrypted"),
    "packing": (packed_strangely, "is packed in a way that is not known here"),
    "lzma": (lambda data, name: packed_strangely(data, name, zipfile.ZIP_LZMA), "is damaged"),
    "bzip2": (lambda data, name: packed_strangely(data, name, zipfile.ZIP_BZIP2), "is damaged"),
    "short": (lambda data, name: said_size(data, name, 3), "is damaged"),
}
each_wrong = pytest.mark.parametrize("wrong", WRONG)


@pytest.fixture
def export(new_collection):
    """An export of two discs with a picture each: its text, and its pictures by name."""
    here = new_collection()
    for number, color in enumerate(("red", "blue"), 1):
        added = here.run(AddRecord({"title": f"Film {number}", "format": "DVD"})).result
        here.run(SetPicture(added, png(color)))
    text = io.StringIO()
    json_export.write_text(here, text)
    files = {f"pictures/{file.name}": file.read_bytes() for file in here.pictures.folder.glob("??/*.png")}
    assert len(files) == 2
    return text.getvalue().encode(), files


@each_wrong
def test_an_export_that_cannot_be_read_is_one_sentence_and_stops_no_other(wrong, export, new_collection, tmp_path):
    damage, why = WRONG[wrong]
    text, files = export
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(damage(zipped((CATALOGUE_NAME, text), *files.items()), CATALOGUE_NAME))
    (tmp_path / "in" / "b.txt").write_text(PAGE)
    (tmp_path / "in" / "c.json").write_bytes(text)
    there = new_collection()
    receipt = importing.run(there, [tmp_path / "in"])
    bad, page, good = receipt.files
    assert bad.problems[0].message == f"{CATALOGUE_NAME} {why}; nothing in it was read."
    assert (bad.read, bad.rejected, page.new, good.new) == (1, 1, 1, 6)
    assert len(there.find("").ids) == 3


@each_wrong
def test_a_page_in_an_archive_that_cannot_be_read_stops_no_other(wrong, new_collection, tmp_path):
    damage, why = WRONG[wrong]
    data = zipped(("a.txt", PAGE.encode() * 9), ("b.txt", PAGE.encode()))
    (tmp_path / "pages.zip").write_bytes(damage(data, "a.txt"))
    there = new_collection()
    bad, good = importing.run(there, [tmp_path / "pages.zip"]).files
    assert bad.problems[0].message == f"a.txt {why}; nothing in it was read."
    assert (bad.rejected, good.new) == (1, 1)


@each_wrong
def test_a_picture_that_cannot_be_read_is_the_only_thing_left_out(wrong, export, new_collection, tmp_path):
    damage, why = WRONG[wrong]
    text, files = export
    bad, good = files
    (tmp_path / "a.zip").write_bytes(damage(zipped((CATALOGUE_NAME, text), *files.items()), bad))
    there = new_collection()
    [fate] = importing.run(there, [tmp_path / "a.zip"]).files
    assert (fate.new, fate.rejected) == (6, 0)
    [problem] = fate.problems
    assert problem.field == "pictures"
    assert problem.message.startswith("Picture (front) of copy:")
    assert f"is left out. {bad} {why}; nothing in it was read." in problem.message
    assert {f"pictures/{file.name}" for file in there.pictures.folder.glob("??/*.png")} == {good}
    assert len(there.find("has:cover").ids) == 1


def liar() -> bytes:
    """A picture that says that it has more pixels than there are atoms to draw them."""
    data = bytearray(png())
    data[16:24] = struct.pack(">II", 2**31 - 1, 2**31 - 1)
    return bytes(data)


@pytest.mark.parametrize("data", [b"no picture", b"", liar(), png()[:60], b"GIF89a" + bytes(50)])
def test_bytes_that_are_no_picture_are_the_only_thing_left_out(data, export, new_collection, tmp_path):
    text, files = export
    bad, good = files
    (tmp_path / "a.zip").write_bytes(zipped((CATALOGUE_NAME, text), (bad, data), (good, files[good])))
    there = new_collection()
    [fate] = importing.run(there, [tmp_path / "a.zip"]).files
    assert (fate.new, fate.rejected, len(fate.problems)) == (6, 0, 1)
    assert len(there.find("has:cover").ids) == 1


def test_a_picture_that_is_missing_in_the_archive_is_said(export, new_collection, tmp_path):
    text, files = export
    good = next(iter(files))
    (tmp_path / "a.zip").write_bytes(zipped((CATALOGUE_NAME, text), (good, files[good])))
    [fate] = importing.run(new_collection(), [tmp_path / "a.zip"]).files
    assert [one.message.partition("out. ")[2] for one in fate.problems] == ["Its file is not in the archive."]


def test_a_huge_picture_is_never_unpacked(export, new_collection, tmp_path):
    text, files = export
    bad, good = files
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(CATALOGUE_NAME, text)
        archive.writestr(good, files[good])
        with archive.open(bad, "w", force_zip64=True) as member:
            for _ in range(80):
                member.write(bytes(1 << 20))
    there = new_collection()
    tracemalloc.start()
    try:
        [fate] = importing.run(there, [tmp_path / "a.zip"]).files
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert f"{bad} has over 60 MB" in fate.problems[0].message
    assert peak < 60_000_000
    # One that lies about it gives no more than it says.
    data = said_size(bytearray((tmp_path / "a.zip").read_bytes()), good, 40)
    (tmp_path / "b.zip").write_bytes(data)
    assert len(importing.run(new_collection(), [tmp_path / "b.zip"]).files[0].problems) == 2


def test_a_list_of_files_goes_on_after_one_that_is_no_export(export, new_collection, tmp_path):
    text, _ = export
    (tmp_path / "a.json").write_bytes(text)
    (tmp_path / "b.zip").write_bytes(zipped((CATALOGUE_NAME, b"no JSON")))
    (tmp_path / "c.zip").write_bytes(zipped(("pictures/x.png", b"none")))
    (tmp_path / "d.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / "e.txt").write_text(PAGE)
    there = new_collection()
    receipt = importing.run(there, [tmp_path / name for name in ("a.json", "b.zip", "c.zip", "d.zip", "e.txt")])
    assert [fate.new for fate in receipt.files] == [6, 0, 0, 0, 1]
    assert [fate.rejected for fate in receipt.files] == [0, 1, 1, 1, 0]
    assert all(fate.problems for fate in receipt.files[1:4])


def test_what_is_refused_while_it_is_written_is_named_and_the_others_come_in(
    export, new_collection, tmp_path, monkeypatch
):
    text, _ = export
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_bytes(text.replace(b"Film", name.encode()))
    (tmp_path / "c.txt").write_text(PAGE)
    there = new_collection()
    command, calls = json_import.command, []

    def refuse_first(found):
        calls.append(found)
        if len(calls) == 1:
            raise UserError("There is no room left.")
        return command(found)

    monkeypatch.setattr(json_import, "command", refuse_first)
    receipt = importing.run(there, [tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.txt"])
    assert [fate.rejected for fate in receipt.files] == [1, 0, 0]
    assert receipt.files[0].problems[0].message == "There is no room left."
    assert len(there.find("").ids) == 3


def test_a_cancelled_import_says_what_is_in(export, new_collection, tmp_path, monkeypatch):
    text, _ = export
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_bytes(text.replace(b"Film", name.encode()))
    command, job, calls = json_import.command, Job(), []

    def cancel_second(found):
        calls.append(found)
        if len(calls) == 2:
            job.cancel()
            job.step(0, 0)
        return command(found)

    monkeypatch.setattr(json_import, "command", cancel_second)
    there = new_collection()
    first, second = importing.run(there, [tmp_path / "a.json", tmp_path / "b.json"], job=job).files
    assert (first.new, second.rejected) == (6, 1)
    assert second.problems[0].message == "Cancelled; nothing of it was imported."
    with pytest.raises(Cancelled):
        importing.run(there, [tmp_path / "a.json"], job=job)


HUGE = 1 << 26


@pytest.mark.parametrize("where", ["before", "inside", "behind", "between"])
def test_a_file_of_blanks_is_refused_before_its_end(where, tmp_path, new_collection):
    text = b'{"format": "disc-catalogue", "version": 1, "films": [@], "copies": []}'
    blanks = b" " * HUGE
    put = {
        "before": blanks + text,
        "inside": text.replace(b"@", blanks),
        "behind": text.replace(b"@", b"") + blanks,
        "between": text.replace(b"@", b"").replace(b', "copies"', b"," + blanks + b'"copies"'),
    }[where]
    read = []

    class Counting(io.BytesIO):
        def read(self, size=-1):
            read.append(size)
            return super().read(size)

    (tmp_path / "a.zip").write_bytes(zipped((CATALOGUE_NAME, put)))
    [fate] = importing.run(new_collection(), [tmp_path / "a.zip"]).files
    assert fate.problems[0].message == "This export is damaged (it is not whole JSON); nothing in it was read."
    with pytest.raises(UserError):
        json_import.load(put)
    from catalogue.exchange.json_lists import JsonError, JsonLists

    with pytest.raises(JsonError):
        for _ in JsonLists(lambda: Counting(put)).scan():
            pass
    assert len(read) < 6


def test_blanks_as_an_export_may_have_them_are_read(new_collection):
    text = json.dumps({"format": "disc-catalogue", "version": 1, "films": [{"id": "film:1", "title": "A"}]}, indent=9)
    assert json_import.load(text.encode() + b"\n" * 5000).records == 1


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, '{"films": [' + '[{"a":' * 50_000])
def test_deep_json_is_one_sentence(deep):
    text = '{"format": "disc-catalogue", "version": 1, "films": ' + deep
    with pytest.raises(UserError, match="damaged"):
        json_import.load(text.encode())


def test_an_export_in_another_encoding_has_a_limit(monkeypatch):
    text = '{"format": "disc-catalogue", "version": 1, "films": []}'
    assert json_import.load(text.encode("utf-16")).records == 0
    monkeypatch.setattr(json_import, "MAX_BYTES", 40)
    with pytest.raises(UserError, match="is not UTF-8"):
        json_import.load(text.encode("utf-16"))


def test_an_archive_that_unpacks_to_too_much_is_one_sentence(tmp_path, monkeypatch, new_collection):
    monkeypatch.setattr(sources, "MAX_UNPACKED", 1000)
    (tmp_path / "a.zip").write_bytes(zipped(*((f"{number}.txt", b"x" * 300) for number in range(4))))
    [fate] = importing.run(new_collection(), [tmp_path / "a.zip"]).files
    assert "unpacks to over" in fate.problems[0].message


@pytest.mark.parametrize("more", ['"films": [1' + ",1" * 20_000 + "]", '"x": 1' + ', "x": 1' * 2000])
def test_what_is_wrong_everywhere_is_one_sentence(more):
    with pytest.raises(UserError, match=r"^This export is damaged"):
        json_import.load(('{"format": "disc-catalogue", "version": 1, ' + more + "}").encode())
