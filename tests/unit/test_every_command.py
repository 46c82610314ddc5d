"""Whatever runs over the fields runs over every field: facets, queries, orders, values, find and replace."""

import json
import shutil
from pathlib import Path

import pytest

from catalogue.cli import options, run
from catalogue.collection import Collection
from catalogue.collection.commands import AddField, AddRecord, EditRecords, RenameValue
from catalogue.collection.replacing import Wish
from catalogue.errors import UserError
from catalogue.fields import custom, people
from catalogue.fields.lists import Parts
from tests.unit.test_every_field import TYPED

OWN = {f"Mine as {kind}": kind for kind in custom.KINDS}
TYPED_OWN = {
    "number": "2.5",
    "date": "2020-01",
    "yes or no": "yes",
    "choice": "red",
    "list": "a; b",
    "money": "£3",
    "rating": "7",
    "link": "https://example.org/x",
}


@pytest.fixture(scope="module")
def shelf(blank_catalogue, tmp_path_factory):
    """A disc with a value in every field, built in or one's own, and one with none."""
    path = Path(shutil.copy(blank_catalogue, tmp_path_factory.mktemp("every") / "films.db"))
    collection = Collection.open(path)
    for name, kind in OWN.items():
        collection.run(AddField(name, kind, choices=("red",) if kind == "choice" else ()))
    values = {}
    for field in collection.fields().all:
        if not field.kept:
            kind = OWN.get(field.label, "")
            values[field.key] = field.parse(
                TYPED_OWN.get(kind) or TYPED.get(field.key) or f"some {field.label.lower()}"
            )
    collection.run(AddRecord(values))
    collection.run(AddRecord({"title": "Empty"}))
    yield collection
    collection.close()


def attempt(work):
    """What comes of some work, and the sentence that refuses it."""
    try:
        return work(), ""
    except UserError as error:
        return None, str(error)


def keys(collection):
    return [*(field.key for field in collection.fields().all), *(one.key for one in people.PEOPLE)]


def test_facets_of_every_field_are_counted_or_it_is_said_that_there_are_none(shelf):
    records = []
    for key in keys(shelf):
        field = shelf.fields().by_key.get(key)
        found, refusal = attempt(lambda: shelf.facets("", [key])[key])  # noqa: B023  # called at once
        if refusal:
            assert "values to list" in refusal
            records.append(key)
            continue
        assert found or field is None, key
        for one in found:
            assert one.count in (1, 2)
            assert "{" not in one.value
            if one.value != "…" and field is not None and not (isinstance(field.kind, Parts) and key != "loans"):
                told = " ".join(one.value.split())
                query = f"{field.query_name}:{told}" if ".." in told else f'{field.query_name}:"{told}"'
                answer = shelf.find(query)
                assert not answer.problems, query
                assert len(answer.ids) == one.count, query
    assert records == ["texts", "discs"]


def test_a_box_and_its_contents_are_counted(shelf):
    shelf.run(
        AddRecord(
            {
                "title": "Another",
                "box_set": "some box set",
                "contents": shelf.fields().find("contents").parse("A\nA (1999)"),
            }
        )
    )
    try:
        assert [(one.value, one.count) for one in shelf.facets("", ["box_set"])["box_set"]] == [("some box set", 2)]
        counts = {one.value: one.count for one in shelf.facets("", ["contents"])["contents"]}
        assert counts["A"] == 1
    finally:
        shelf.undo()


@pytest.mark.parametrize(
    "query",
    ["{}:a", "{}:=a", '{}:"a b"', "{}:~a", "{}:>1", "{}:<=a", "{}:1..2", "{}:a..", "has:{}", "no:{}", "{}:*", "-{}:a"],
)
def test_every_field_can_be_asked_for_in_every_way(shelf, query):
    for key in keys(shelf):
        ask = query.format(key)
        shelf.find(f"{ask} sort:{key}")
        shelf.why(ask, [1])


def test_every_field_is_a_column_and_an_order(shelf):
    for key in keys(shelf):
        for descending in (False, True):
            assert sorted(shelf.find("", [(key, descending)]).ids) == sorted(shelf.find("").ids)
    rows = shelf.rows([1, 2], [field.key for field in shelf.fields().all])
    for field in shelf.fields().all:
        assert field.kind.show(rows[1].values[field.key]), field.key
        assert isinstance(field.kind.show(rows[2].values[field.key]), str)


def test_values_and_find_and_replace_run_over_every_field(shelf):
    for field in shelf.fields().all:
        for work in (
            lambda: shelf.values(field.key),  # noqa: B023  # called at once
            lambda: shelf.completions(field.key, "a"),  # noqa: B023
            lambda: shelf.hits([1, 2], [field.key], Wish("a", "b")),  # noqa: B023
            lambda: shelf.rehearse(RenameValue(field.key, ("some",), "other"), [field.key]),  # noqa: B023
            lambda: shelf.rehearse(EditRecords((1, 2), {field.key: field.empty()}), [field.key]),  # noqa: B023
        ):
            _, refusal = attempt(work)
            assert refusal[-1:] in ("", "."), (field.key, refusal)


def test_the_command_line_runs_over_every_field(shelf, capsys):
    given = ["--catalogue", str(shelf.path)]
    for key in keys(shelf):
        for command in (["facets", key], ["facets", key, "--json"], ["values", key], ["search", f"sort:{key}"]):
            status = run.main(options.parse([*command, *given]))
            out, err = capsys.readouterr()
            assert "went wrong" not in err, (command, err)
            assert (status, bool(out), bool(err)) in ((0, True, False), (2, False, True)), (command, out, err)
            if status == 0 and "--json" in command:
                json.loads(out)


def test_a_field_without_values_says_so(cli_of):
    assert cli_of("facets", "genres") == "No record has a value in this field.\n"


@pytest.fixture
def cli_of(tmp_path, capsys):
    def call(*arguments):
        assert run.main(options.parse([*arguments, "--catalogue", str(tmp_path / "films.db")])) == 0
        return capsys.readouterr().out

    return call


def test_bulk_edits_and_exports_run_over_every_field(shelf, capsys):
    given = ["--catalogue", str(shelf.path)]
    before = shelf.rows([1, 2], [field.key for field in shelf.fields().all])
    for field in shelf.fields().all:
        name = field.query_name
        text = field.kind.format(before[1].values[field.key])
        for command in (
            ["edit", "is:disc", "--set", f"{name}={text}", "--yes"],
            ["edit", "is:disc", "--set", f"{name}=", "--yes"],
            ["export", "-", "--query", f"has:{name}"],
        ):
            last = shelf.history(limit=1)[0].id
            status = run.main(options.parse([*command, *given]))
            out, err = capsys.readouterr()
            assert "went wrong" not in err, (command, err)
            if shelf.history(limit=1)[0].id != last:
                assert (status, command[0]) == (0, "edit")
                shelf.undo()
            assert status in (0, 2), (command, err)
            assert status == 0 or (err.endswith(".\n") and not out), (command, out, err)
            if status == 0 and command[0] == "export":
                json.loads(out)
    after = shelf.rows([1, 2], [field.key for field in shelf.fields().all])
    for number in (1, 2):
        assert after[number].values | {"modified_at": None} == before[number].values | {"modified_at": None}
