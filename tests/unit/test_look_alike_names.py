"""Names that only a search takes for one: a command that writes means the very one, or asks."""

import pytest

from catalogue.cli import options, run
from catalogue.collection import Collection
from catalogue.collection.commands import AddField, AddRecord, ChangeField, SaveSearch
from catalogue.errors import FieldError

ALIKE = [("パ", "ハ"), ("Größe", "Grosse"), ("мой", "мои"), ("Año", "Ano")]


@pytest.fixture
def line(collection, capsys):
    """Runs the program on the catalogue and gives its exit code and what it said."""

    def write(*arguments, path=collection.path):
        code = run.main(options.parse(["--catalogue", str(path), *arguments]))
        said = capsys.readouterr()
        return code, said.out + said.err

    return write


def values(collection, row):
    return {field.label: collection.record(row).values[field.key] for field in collection.fields().custom}


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_two_fields_of_names_that_look_alike_are_two(collection, line, one, other):
    row = collection.run(AddRecord({"title": "Piano"})).result
    assert line("fields", "--add", one)[0] == 0
    code, said = line("edit", f"copy:{row}", "--set", f"{other}=2")
    assert code == 2
    assert f"There is no field “{other}”. Did you mean {one}?" in said
    assert values(collection, row) == {one: None}
    assert line("fields", "--add", other)[0] == 0
    assert line("edit", f"copy:{row}", "--set", f"{other}=2", "--set", f"{one}=3")[0] == 0
    assert values(collection, row) == {one: "3", other: "2"}
    for name, value in ((one, 3), (other, 2)):
        assert [list(collection.find(f"{name}:={n}").ids) for n in (2, 3)] == [
            [row] if n == value else [] for n in (2, 3)
        ]
        assert list(collection.find(f"has:{name}").ids) == [row]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_field_is_removed_renamed_and_replaced_in_by_its_very_name(collection, line, one, other):
    key = collection.run(AddField(one)).result
    row = collection.run(AddRecord({"title": "Piano", key: "worn"})).result
    for arguments in (
        ("fields", "--remove", other, "--yes"),
        ("fields", "--rename", other, "Else"),
        ("replace", other, "worn", "new", "--yes"),
        ("values", other, "--rename", "worn", "new"),
    ):
        code, said = line(*arguments)
        assert code == 2, (arguments, said)
        assert one in said, (arguments, said)
    assert values(collection, row) == {one: "worn"}
    # Who only looks is shown what there is.
    assert line("facets", other)[0] == 0
    assert "worn" in line("facets", other)[1]
    assert list(collection.find(f"{other}:worn").ids) == [row]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_saved_search_goes_on_meaning_the_field_that_it_meant(collection, one, other):
    key = collection.run(AddField(one)).result
    row = collection.run(AddRecord({"title": "Piano", key: "worn"})).result
    collection.run(SaveSearch("mine", f"{other}:worn -no:{other}"))
    collection.run(AddField(other))
    assert list(collection.find("saved:mine").ids) == [row]
    assert list(collection.find(f"{other}:worn").ids) == []


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_so_it_does_where_another_field_is_renamed_to_what_it_says(collection, one, other):
    key, further = (collection.run(AddField(name)).result for name in (one, "Else"))
    row = collection.run(AddRecord({"title": "Piano", key: "worn"})).result
    collection.run(SaveSearch("mine", f"{other}:worn sort:{other}"))
    collection.run(ChangeField(further, name=other))
    assert list(collection.find("saved:mine").ids) == [row]
    assert not collection.find("saved:mine").problems


def test_one_name_in_other_letters_is_still_taken(collection):
    collection.run(AddField("Größe"))
    for name in ("größe", "GRÖSSE".replace("SS", "ẞ"), "ｇröße", "Größe "):
        with pytest.raises(FieldError, match="already"):
            collection.run(AddField(name))
    with pytest.raises(FieldError, match="something else"):
        collection.run(AddField("Díréctor"))


def test_fields_that_look_alike_come_through_an_export(collection, new_collection, tmp_path, line):
    keys = [collection.run(AddField(name)).result for pair in ALIKE for name in pair]
    row = collection.run(AddRecord({"title": "Piano"} | {key: key for key in keys})).result
    assert line("export", str(tmp_path / "all.json"))[0] == 0
    before, there = values(collection, row), new_collection()
    assert line("import", str(tmp_path / "all.json"), path=there.path)[0] == 0
    there = Collection.open(there.path)
    [arrived] = there.find("").ids
    assert values(there, arrived) == before
    there.close()


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_saved_search_is_changed_by_its_very_name(collection, line, one, other):
    collection.run(SaveSearch(one, "piano"))
    for arguments in (("--remove",), ("--rename", "Else"), ("--place", "1")):
        code, said = line("saved", other, *arguments)
        assert code == 2
        assert f"Did you mean “{one}”?" in said
    assert line("saved", other, "--query", "solaris")[0] == 0
    assert [(known.name, known.query) for known in collection.saved_searches()] == [(one, "piano"), (other, "solaris")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_what_is_written_by_a_query_for_one_value_leaves_its_look_alike(collection, line, one, other):
    for name in (one, other):
        loans = [{"contact": name, "lent": "2020", "due": None, "returned": None, "note": None}]
        credits = [{"order": 1, "person": name, "role": "director", "character": None}]
        values = {"title": f"Film of {name}", "tags": [name], "location": f"{name}/A", "owner": name}
        collection.run(AddRecord({**values, "loans": loans, "credits": credits}))
    [mine] = collection.find(f'title:="Film of {other}"').ids
    collection.run(SaveSearch("mine", f'owner:="{other}" -tag:="{one}"'))
    asked = (f"owner:={other}", f"tag:={other}", f"location:={other}", f"location:={other}/a", f"director:={other}")
    for query in (*asked, f"lent:={other}", f"loan:={other}", "saved:mine", f"has:owner -owner:={one}"):
        code, said = line("edit", query, "--set", f"notes={query}")
        assert code == 0, (query, said)
        assert collection.record(mine).values["notes"] == query
    [left] = collection.find(f"owner:={one}").ids
    assert collection.record(left).values["notes"] is None


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_typed_value_is_never_that_of_its_look_alike(collection, line, one, other):
    row = collection.run(AddRecord({"title": "Piano", "tags": [one], "location": one, "owner": one})).result
    assert line("lend", f"copy:{row}", "--to", one)[0] == 0
    assert list(collection.find(f"loan:={one}").ids) == [row]
    assert line("edit", f"copy:{row}", "--set", f"tags-={other}")[0] in (0, 2)
    assert collection.record(row).values["tags"] == [one]
    assert line("edit", f"copy:{row}", "--set", f"tags+={other}", "--set", f"location={other}")[0] == 0
    found = collection.record(row).values
    assert (found["tags"], found["location"]) == ([one, other], other)
    assert line("values", "tags", "--rename", "none", "x")[0] == 2
    code, said = line("values", "owner", "--rename", other, "x")
    assert code == 2
    assert f"Did you mean “{one}”?" in said


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_choice_of_ones_own_is_never_taken_for_its_look_alike(collection, line, one, other):
    row = collection.run(AddRecord({"title": "Piano"})).result
    assert line("fields", "--add", "Mood", "--choices", one)[0] == 0
    code, said = line("edit", f"copy:{row}", "--set", f"mood={other}")
    assert (code, f"“{other}” is not one of: {one}." in said) == (2, True)
    assert line("fields", "--change", "Mood", "--choices", f"{one},{other}")[0] == 0
    assert line("edit", f"copy:{row}", "--set", f"mood={other.upper()}")[0] == 0
    assert values(collection, row) == {"Mood": other}
