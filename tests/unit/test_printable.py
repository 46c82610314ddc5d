"""Control characters, marks of direction and line breaks of one-line values reach no terminal and no log."""

import json
import logging
import sqlite3
import unicodedata
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import paths, printable
from catalogue.cli import options, run
from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, SaveSearch

BAD = "Red\x1b[31mA\x07B\x9bC\u202eD\nE\rF\u2028G\x85H\x7f\u2066I"
FORBIDDEN = set(BAD) - {letter for letter in BAD if letter.isascii() and letter.isprintable()} - {"\n"}


def fill(path, text):
    """Puts records into a catalogue in which every name and title is this text, as an older program took it in."""
    collection = Collection.open(path)
    credit = {"order": 1, "person": text, "role": "actor", "character": text}
    loan = {"contact": text, "lent": "2020-01-01", "due": None, "returned": None, "note": None}
    values = {"title": text, "keywords": [text], "credits": [credit], "edition_title": text, "owner": text}
    values |= {"tags": [text], "location": text, "notes": text, "loans": [loan]}
    collection.run(AddRecord(values))
    collection.run(SaveSearch("x", "tag:x"))
    collection.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        assert connection.execute("UPDATE saved_search SET name = ?", (text,)).rowcount == 1


@pytest.fixture
def cli(blank_catalogue, tmp_path, capsys):
    """Runs a command line on a catalogue full of bad names; returns status, output and errors."""
    path = tmp_path / "films.db"
    path.write_bytes(blank_catalogue.read_bytes())

    def call(*arguments):
        try:
            status = run.main(options.parse([*arguments, "--catalogue", str(path)]))
        except SystemExit as ended:
            status = ended.code
        return status, *capsys.readouterr()

    fill(path, BAD)
    return call


COMMANDS = [
    ["search"],
    ["search", "--films"],
    ["search", "Red"],
    ["search", f"nothing {BAD}"],
    ["search", f"{BAD}:x"],
    ["show", "copy:1"],
    ["show", "film:1"],
    ["saved"],
    ["stats"],
    ["history"],
    ["history", "copy:1"],
    ["facets", "tags"],
    ["facets", "owner"],
    ["facets", "loans"],
    ["facets", "credits"],
    ["values", "owner"],
    ["values", "people"],
    ["values", "tags"],
    ["places"],
    ["check"],
    ["edit", "copy:1", "--set", f"owner={BAD} the second"],
    ["edit", "copy:1", "--set", f"year={BAD}"],
    ["edit", "copy:1", "--set", f"{BAD}=1"],
    ["edit", f"title:{BAD}", "--set", f"store={BAD}"],
    ["add", "--set", f"title={BAD}"],
    ["delete", "copy:1", "--yes"],
    ["delete", "copy:1"],
    ["lend", "copy:1", "--to", f"{BAD} Jr"],
    ["return", "copy:1"],
    ["seen", "film:1", "--by", BAD],
    ["picture", "copy:1", f"/nowhere/{BAD}"],
    ["import", f"/nowhere/{BAD}"],
    ["export", f"/nowhere/{BAD}"],
    ["backup", f"/nowhere/{BAD}"],
    ["restore", f"/nowhere/{BAD}"],
    ["fields", "--add", BAD],
    ["trash"],
    [BAD],
    ["search", f"--{BAD}"],
    ["show", BAD],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments)[:30].encode("unicode_escape"))
def test_no_control_character_is_printed(cli, arguments):
    _, out, err = cli(*arguments)
    assert out + err
    assert not FORBIDDEN & set(out + err)
    # What follows a line break in a name begins no line.
    assert not [line for line in (out + err).splitlines() if line.lstrip().startswith("E F")]


@pytest.mark.parametrize(
    "arguments", [["search", "--json"], ["show", "copy:1", "--json"], ["export", "-"], ["facets", "owner", "--json"]]
)
def test_json_is_escaped_and_has_the_same_values(cli, arguments):
    status, out, _ = cli(*arguments)
    assert status == 0
    assert not FORBIDDEN & set(out)
    assert BAD in str_leaves(json.loads(out))


def str_leaves(value):
    """All texts in a value of JSON."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in str_leaves(one)]


def test_every_name_is_as_bad_as_it_can_be(cli):
    found = json.loads(cli("export", "-")[1])
    [film], [copy], [loan], [search] = (found[name] for name in ("films", "copies", "loans", "saved_searches"))
    assert {film["title"], film["credits"][0]["person"], copy["owner"], copy["location"], *copy["tags"]} == {BAD}
    assert {loan["contact"], search["name"], found["editions"][0]["title"]} == {BAD}


def test_a_question_is_one_line(cli, monkeypatch):
    asked = []
    monkeypatch.setattr("catalogue.cli.session.on_terminal", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "n")
    cli("delete", "copy:1")
    assert asked
    assert not (FORBIDDEN | {"\n"}) & set(asked[0])


def test_the_streams_are_as_before_afterwards(cli, capsys):
    cli("search")
    print(BAD)
    assert capsys.readouterr().out == f"{BAD}\n"


def test_a_fault_is_logged_without_what_it_says(cli, monkeypatch):
    def fail(_):
        raise ValueError(f"{BAD}\n2026-01-01 00:00:00,000 ERROR catalogue: forged")

    given_options = options.parse(["search"])
    given_options.run = fail
    for _ in range(2):
        assert run.main(given_options) == 2
    lines = paths.log_file().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert all("ValueError in fail test_printable.py:" in line for line in lines)
    assert not any("Red" in line or "forged" in line for line in lines)


def test_a_message_is_one_line_of_the_log():
    record = logging.LogRecord("catalogue.qt", logging.WARNING, "", 0, "%s", (f"{BAD}",), None)
    assert len(printable.LogFormatter().format(record).splitlines()) == 1


@given(st.text())
def test_what_is_printed_is_one_line_and_what_is_escaped_is_the_same_json(text):
    shown = printable.one_line(text).strip("\n")
    assert not [letter for letter in shown if unicodedata.category(letter) in ("Cc", "Zl", "Zp") and letter != "\t"]
    assert json.loads(printable.escaped(json.dumps(text, ensure_ascii=False))) == text


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"])))
def test_letters_of_all_scripts_stay(text):
    assert printable.one_line(text) == printable.escaped(text) == text
    family = "👩\u200d👩\u200d👧 क्\u200dष نمی\u200cخواهم"
    assert printable.one_line(family) == family
