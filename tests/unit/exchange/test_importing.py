import io
import shutil
import zipfile

import pytest

from catalogue.collection.commands import AddRecord, FilmName
from catalogue.errors import UserError
from catalogue.exchange import formats, importing
from catalogue.exchange.receipt import FileReceipt, Problem, Receipt

VERDICTS = ("new", "updated", "same", "doubtful", "rejected")


def test_every_file_has_a_receipt_and_every_record_one_verdict(collection, samples):
    receipt = importing.run(collection, samples)
    assert [file.path for file in receipt.files] == [str(path) for path in samples]
    for file in receipt.files:
        assert file.format in {known.key for known in formats.known() if known.reads}
        assert file.read == sum(getattr(file, verdict) for verdict in VERDICTS) == 1
        assert file.rejected == 0
        assert 0 < file.confidence <= 1
        assert (file.unmapped, file.lost) == ([], [])
    assert receipt.refused == 0
    assert collection.history()[0].id == receipt.operation


def test_the_receipt_has_the_keys_of_the_contract(collection, samples):
    receipt = importing.run(collection, samples[:1]).to_json()
    assert list(receipt) == ["files", "operation"]
    [file] = receipt["files"]
    counts = ["read", *VERDICTS]
    assert list(file) == ["path", "format", "confidence", *counts, "problems", "unmapped", "lost"]


def test_a_second_import_changes_nothing_not_even_the_history(collection, samples, rows_of):
    importing.run(collection, samples)
    rows, history = rows_of(collection.path), collection.history()
    receipt = importing.run(collection, samples)
    assert {(file.same, file.read) for file in receipt.files} == {(1, 1)}
    assert receipt.operation is None
    assert rows_of(collection.path) == rows
    assert collection.history() == history


def test_an_import_is_one_step_of_the_history(collection, samples):
    importing.run(collection, samples)
    assert [one.label for one in collection.history()] == [f"Import {len(samples)} documents"]
    collection.undo()
    assert collection.find("").ids.tolist() == []
    assert collection.stats()["documents"] == collection.stats()["people"] == 0


def test_a_rehearsal_says_what_would_happen_and_changes_nothing(collection, samples, rows_of):
    before = rows_of(collection.path)
    receipt = importing.run(collection, samples, dry_run=True)
    assert sum(file.new for file in receipt.files) == len(samples)
    assert receipt.operation is None
    assert rows_of(collection.path) == before
    importing.run(collection, samples)
    assert {file.same for file in importing.run(collection, samples, dry_run=True).files} == {1}


def test_files_that_cannot_be_read_are_named_and_the_others_are_imported(collection, samples, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    shutil.copy(samples[0], pages / "good.txt")
    (pages / "empty.txt").write_text(" \n")
    (pages / "nothing.txt").write_text("A shopping list: eggs, milk.")
    (pages / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    receipt = importing.run(collection, [pages, tmp_path / "missing.txt"])
    problems = {file.path.split("/")[-1]: [problem.message for problem in file.problems] for file in receipt.files}
    assert receipt.refused == 4
    assert problems == {
        "good.txt": problems["good.txt"],
        "empty.txt": ["This file is empty."],
        "nothing.txt": ["This is not a page or file that can be read; nothing in it was read."],
        "picture.txt": ["This is no text; nothing in it was read."],
        "missing.txt": [f"There is no file {tmp_path / 'missing.txt'}."],
    }
    assert len(collection.find("").ids) == 1


def test_nothing_readable_is_no_operation(collection, tmp_path):
    (tmp_path / "a.txt").write_text("eggs, milk")
    receipt = importing.run(collection, [tmp_path / "a.txt"])
    assert receipt.refused == 1
    assert collection.history() == []


def test_an_empty_folder_is_refused(collection, tmp_path):
    (tmp_path / "nothing").mkdir()
    with pytest.raises(UserError, match=r"^There is no file in what was given; nothing was imported\.$"):
        importing.run(collection, [tmp_path / "nothing"])


def test_a_folder_a_zip_and_standard_input_give_the_same(new_collection, samples, tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "pages.zip", "w") as archive:
        for path in samples[:3]:
            archive.write(path, path.name)
    (tmp_path / "pages").mkdir()
    for path in samples[:3]:
        shutil.copy(path, tmp_path / "pages")
    stats = []
    for given in (samples[:3], [tmp_path / "pages"], [tmp_path / "pages.zip"]):
        collection = new_collection()
        importing.run(collection, given)
        stats.append(collection.stats())
    assert stats[0] == stats[1] == stats[2]
    collection = new_collection()
    for path in samples[:3]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
        importing.run(collection, ["-"])
    assert collection.stats()["documents"] == 3


def test_a_page_of_another_kind_than_was_asked_for_is_refused(collection, samples):
    [file] = importing.run(collection, samples[:1], format_key="article").files
    assert file.rejected == 1
    assert "not a page of the kind article" in file.problems[0].message


def test_a_person_says_which_film_a_page_is_about(collection, samples):
    importing.run(collection, samples[:1], film="Something else (1999)")
    [row] = collection.find("").ids
    values = collection.record(row).values
    assert (values["title"], values["year"]) == ("Something else", 1999)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Stalin (1992)", FilmName("Stalin", 1992)),
        (" Stalin ", FilmName("Stalin")),
        ("1984 (1984)", FilmName("1984", 1984)),
        ("Blade Runner (Final Cut) (1982)", FilmName("Blade Runner (Final Cut)", 1982)),
        ("Stalin (92)", FilmName("Stalin (92)")),
    ],
)
def test_a_film_is_named_by_title_and_year(written, name):
    assert importing.parse_film(written) == name


def test_a_film_without_a_name_is_refused():
    with pytest.raises(UserError, match="named by its title"):
        importing.parse_film("  ")


def test_pasted_text_is_imported_and_nonsense_is_refused(collection, samples):
    text = samples[0].read_text(encoding="utf-8")
    receipt = importing.run_text(collection, text)
    assert receipt.files[0].path == "pasted text"
    assert receipt.operation is not None
    assert importing.run_text(collection, text).operation is None
    assert importing.run_text(collection, "eggs and milk").refused == 1
    assert importing.run_text(collection, "").refused == 1


def test_a_pasted_page_is_attached_to_the_record_it_was_pasted_into(collection, samples):
    disc = collection.run(AddRecord({"barcode": "4006381333931"})).result
    importing.run_text(collection, samples[0].read_text(encoding="utf-8"), attach_to=disc)
    assert len(collection.record(disc).documents) == 1
    assert collection.record(disc).values["title"] is not None


def test_a_receipt_is_read_as_plain_lines():
    file = FileReceipt("pages/a.txt", "credits_page")
    file.count("new")
    file.count("same", 1200)
    file.problems.append(Problem(None, None, "It is not UTF-8; it was read as cp1252."))
    bad = FileReceipt("b.bin")
    bad.refuse("This is no text; nothing in it was read.")
    file.lost.append("the colour of the box")
    assert Receipt([file, bad, FileReceipt("c")]).lines() == [
        "pages/a.txt (credits page): 1 new, 1,200 known already",
        "    It is not UTF-8; it was read as cp1252.",
        "    Lost: the colour of the box",
        "b.bin: 1 rejected",
        "    This is no text; nothing in it was read.",
        "c: nothing in it",
    ]


def test_sample_paths_are_the_documents_that_ship(samples):
    assert importing.sample_paths() == samples


def test_a_format_that_there_is_not_is_refused_once_and_by_its_name(collection, samples):
    with pytest.raises(UserError, match="There is no format “betamax” to read"):
        importing.run(collection, samples, format_key="betamax")
