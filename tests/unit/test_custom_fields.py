"""A field that a person adds is a field like any other."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import (
    AddField,
    AddRecord,
    ChangeField,
    EditRecords,
    MergeFilms,
    MoveField,
    RemoveField,
    RenameValue,
)
from catalogue.errors import FieldError, UserError
from catalogue.exchange import importing, json_export
from catalogue.fields import custom, registry
from catalogue.store import upgrade

# What is typed, and a query that finds it.
TYPED = {
    "text": ("Shelf-Mark Ä 7", '"mark a"'),
    "long text": ("First line.\n\nA second paragraph.", "paragraph"),
    "number": ("2,5", ">2.4"),
    "date": ("Nov 1992", "1992"),
    "yes or no": ("no", "no"),
    "choice": ("Red Room", "=red room"),
    "list": ("Ann; Bert, the elder", "=bert, the elder"),
    "link": ("example.org/a_page?x=1", "example"),
    "money": ("9,99 EUR", "9.99"),
    "rating": ("8", "8"),
}
ENTITIES = {"film": "films", "edition": "editions", "copy": "copies"}
each_kind = pytest.mark.parametrize("kind", custom.KINDS)
each_entity = pytest.mark.parametrize("entity", ENTITIES)


def add(collection, name, kind="text", entity="copy", choices=()):
    chosen = choices or (("Red Room", "Green Room") if kind == "choice" else ())
    return collection.run(AddField(name, kind, entity, chosen)).result


def query_for(name, kind):
    typed = TYPED[kind][1]
    sign = typed[0] if typed[0] in "=>" else ""
    value = typed[len(sign) :].strip('"')
    return f'{name}:{sign}"{value}"'


@pytest.fixture
def discs(collection):
    for title in ("One", "Two", "Three"):
        collection.run(AddRecord({"title": title, "owner": "Bo"}))
    return sorted(collection.find("").ids)


def test_there_is_something_to_type_for_every_kind():
    assert set(TYPED) == set(custom.KINDS)


@each_kind
@each_entity
def test_a_value_is_kept_shown_found_sorted_and_undone(collection, discs, kind, entity, rows_of):
    key = add(collection, "My field", kind, entity)
    field = collection.fields().by_key[key]
    value, first = field.parse(TYPED[kind][0]), discs[0]
    before = rows_of(collection.path)
    changes = collection.run(EditRecords((first,), {key: value}))

    assert changes.label == "Edit 1 disc: my field"
    assert changes.changed == {first}
    cell = collection.rows([first], [key])[first].values[key]
    assert cell == value
    assert field.kind.parse(field.kind.format(cell)) == value
    assert collection.record(first).values[key] == value
    query = query_for("my_field", kind)
    assert collection.find(query).problems == ()
    assert list(collection.find(query).ids) == [first]
    assert first in collection.find("has:my_field").ids
    assert collection.find("sort:my_field").ids[0] == first
    assert collection.find("sort:my_field-").ids[0] == first
    assert not collection.run(EditRecords((first,), {key: value}))
    assert collection.check() == []
    after = rows_of(collection.path)

    collection.undo()
    assert rows_of(collection.path) == before
    collection.redo()
    assert rows_of(collection.path) == after

    collection.run(EditRecords((first,), {key: field.empty()}))
    assert collection.rows([first], [key])[first].values[key] == field.empty()
    assert first in collection.find("no:my_field").ids
    assert list(collection.find(query).ids) == []


@each_kind
def test_many_records_are_edited_in_one_step(collection, discs, kind):
    key = add(collection, "My field", kind)
    value = collection.fields().by_key[key].parse(TYPED[kind][0])
    assert collection.run(EditRecords(tuple(discs), {key: value})).changed == set(discs)
    assert sorted(collection.find(query_for("my_field", kind)).ids) == discs
    collection.undo()
    assert collection.find(query_for("my_field", kind)).ids.tolist() == []
    collection.redo()
    assert sorted(collection.find(query_for("my_field", kind)).ids) == discs


@each_kind
def test_a_field_is_removed_with_its_values_and_comes_back_with_them(collection, discs, kind, rows_of):
    key = add(collection, "My field", kind)
    value = collection.fields().by_key[key].parse(TYPED[kind][0])
    collection.run(EditRecords(tuple(discs[:2]), {key: value}))
    before = rows_of(collection.path)

    changes = collection.run(RemoveField(key))
    assert changes.label == "Remove the field “My field” with 2 values"
    assert changes.changed == set(discs[:2])
    assert key not in collection.fields().by_key
    assert key not in collection.record(discs[0]).values
    assert collection.find("has:my_field").problems
    removed = rows_of(collection.path)
    assert removed["custom_value"] == removed["custom_field"] == []
    assert collection.check() == []

    collection.undo()
    assert rows_of(collection.path) == before
    assert sorted(collection.find(query_for("my_field", kind)).ids) == discs[:2]
    collection.redo()
    assert rows_of(collection.path) == removed


def test_words_of_a_removed_field_are_found_no_more(collection, discs):
    key = add(collection, "Signed by")
    collection.run(EditRecords((discs[0],), {key: "Ganz"}))
    assert list(collection.find("ganz").ids) == [discs[0]]
    collection.run(RemoveField(key))
    assert list(collection.find("ganz").ids) == []
    collection.undo()
    assert list(collection.find("ganz").ids) == [discs[0]]


def test_a_word_is_found_in_its_own_field_only(collection, discs):
    one, other = add(collection, "One thing"), add(collection, "Other thing")
    collection.run(EditRecords((discs[0],), {one: "red house"}))
    collection.run(EditRecords((discs[1],), {other: "red boat"}))
    assert sorted(collection.find("red").ids) == discs[:2]
    assert list(collection.find("one_thing:red").ids) == [discs[0]]
    assert list(collection.find("other_thing:bo").ids) == [discs[1]]
    assert list(collection.find('one_thing:"red boat"').ids) == []
    assert list(collection.find("one_thing:=red").ids) == []
    assert list(collection.find('one_thing:="RED HOUSE"').ids) == [discs[0]]


def test_a_field_of_a_film_is_found_on_every_disc_of_it(collection):
    key = add(collection, "Mood", entity="film")
    collection.run(AddRecord({"title": "Stalker", key: "slow"}))
    collection.run(AddRecord({"title": "Stalker", "format": "DVD"}))
    assert len(collection.find("mood:slow").ids) == 2
    assert len(collection.find("slow").ids) == 2


def test_numbers_and_texts_sort_in_their_own_way(collection, discs):
    number, text = add(collection, "Weight", "number"), add(collection, "Mark")
    for disc, weight, mark in zip(discs, (10, 2.5, 9), ("b", "Ä", "a"), strict=True):
        collection.run(EditRecords((disc,), {number: weight, text: mark}))
    assert list(collection.find("sort:weight").ids) == [discs[1], discs[2], discs[0]]
    assert list(collection.find("sort:weight-").ids) == [discs[0], discs[2], discs[1]]
    assert list(collection.find("sort:mark").ids) == [discs[2], discs[1], discs[0]]
    assert sorted(collection.find("weight:2..9").ids) == discs[1:]


def test_the_values_of_a_choice_and_of_a_list_are_counted_and_completed(collection, discs):
    room, guests = add(collection, "Room", "choice"), add(collection, "Guests", "list")
    collection.run(EditRecords(tuple(discs[:2]), {room: "Red Room", guests: ["Ann", "Bert"]}))
    collection.run(EditRecords(tuple(discs[2:]), {guests: ["Bert"]}))
    assert {one.value: one.count for one in collection.facet(room)} == {"Red Room": 2}
    assert {one.value: one.count for one in collection.facet(guests)} == {"Ann": 2, "Bert": 3}
    assert collection.completions(room, "") == ["Red Room", "Green Room"]
    assert collection.completions(guests, "b") == ["Bert"]
    assert collection.fields().by_key[room].facet


def test_a_query_is_completed_with_names_and_values(collection, discs):
    key = add(collection, "Signed by")
    collection.run(EditRecords((discs[0],), {key: "Bruno Ganz"}))
    assert "signed_by:" in [one.text for one in collection.suggest("sig", 3)]
    assert "signed_by " in [one.text for one in collection.suggest("has:sig", 7)]
    assert "signed_by " in [one.text for one in collection.suggest("sort:sig", 8)]
    assert [one.label for one in collection.suggest("signed_by:br", 12)] == ["Bruno Ganz"]


def test_a_value_outside_of_the_choices_is_refused(collection):
    key = add(collection, "Room", "choice")
    field = collection.fields().by_key[key]
    assert field.parse("red room") == "Red Room"
    with pytest.raises(FieldError, match="“blue” is not one of: Red Room, Green Room"):
        field.parse("blue")


@pytest.mark.parametrize("kind", ["text", "list", "link"])
def test_a_value_is_renamed_wherever_it_is_used(collection, discs, kind, rows_of):
    key = add(collection, "My field", kind)
    field = collection.fields().by_key[key]
    old, new = ("https://a.org", "https://b.org") if kind == "link" else ("Ann", "Anna")
    collection.run(EditRecords(tuple(discs[:2]), {key: field.parse(old)}))
    before = rows_of(collection.path)
    collection.run(RenameValue(key, (old,), new))
    assert [one.value for one in collection.facet(key)] == [new]
    assert rows_of(collection.path)["spelling"] == []
    collection.undo()
    assert rows_of(collection.path) == before


def test_renaming_keeps_key_values_and_columns(collection, discs):
    key = add(collection, "Signed by")
    collection.run(EditRecords((discs[0],), {key: "Ganz"}))
    assert collection.run(ChangeField(key, "Autograph")).label == "Rename the field “Signed by” to “Autograph”"
    assert collection.fields().by_key[key].label == "Autograph"
    assert list(collection.find("autograph:ganz").ids) == [discs[0]]
    assert collection.find("signed_by:ganz").doubts() == ["There is no field “signed_by”."]
    collection.undo()
    assert list(collection.find("signed_by:ganz").ids) == [discs[0]]


def test_other_letters_in_its_own_name_are_no_other_field(collection):
    key = add(collection, "signed by")
    collection.run(ChangeField(key, "Signed By"))
    assert collection.fields().by_key[key].label == "Signed By"


def test_choices_are_changed_and_what_was_chosen_stays(collection, discs):
    key = add(collection, "Room", "choice")
    collection.run(EditRecords((discs[0],), {key: "Green Room"}))
    collection.run(ChangeField(key, choices=("Blue", " red  room ", "Red Room")))
    assert collection.fields().by_key[key].choices == ("Blue", "red room")
    assert collection.record(discs[0]).values[key] == "Green Room"


def test_fields_are_moved(collection):
    keys = [add(collection, name) for name in ("A", "B", "C")]
    assert collection.run(MoveField(keys[2], 0)).label == "Move the field “C”"
    assert [field.label for field in collection.fields().custom] == ["C", "A", "B"]
    assert not collection.run(MoveField(keys[2], -3))
    collection.run(MoveField(keys[2], 9))
    assert [field.label for field in collection.fields().custom] == ["A", "B", "C"]
    collection.undo()
    assert [field.label for field in collection.fields().custom] == ["C", "A", "B"]


def test_a_new_field_comes_last(collection):
    keys = [add(collection, name) for name in ("A", "B", "C")]
    collection.run(RemoveField(keys[0]))
    add(collection, "D")
    assert [field.label for field in collection.fields().custom] == ["B", "C", "D"]


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("", "needs a name"),
        (" …! ", "needs a name"),
        ("Owner", "There is a field “Owner” already"),
        ("tag", "There is a field “Tags” already"),
        ("title on the BOX", "There is a field “Title on the box” already"),
        ("Signed-By", "There is a field “Signed by” already"),
        ("has", "means something else"),
        ("Sort", "means something else"),
        ("x" * 61, "60 characters at most"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(collection, name, complaint, rows_of):
    key = add(collection, "Signed by")
    other = add(collection, "Another")
    before = rows_of(collection.path)
    with pytest.raises(FieldError, match=complaint):
        add(collection, name)
    with pytest.raises(FieldError, match=complaint):
        collection.run(ChangeField(other, name))
    assert rows_of(collection.path) == before
    assert key in collection.fields().by_key


def test_a_choice_needs_values_and_nothing_else_has_any(collection):
    with pytest.raises(FieldError, match="at least one value"):
        collection.run(AddField("Room", "choice"))
    with pytest.raises(FieldError, match="Only a field of the kind “choice”"):
        collection.run(AddField("Room", "text", choices=("a",)))
    with pytest.raises(FieldError, match="no kind “smell”; the kinds are text, long text"):
        collection.run(AddField("Room", "smell"))


def test_a_field_that_every_catalogue_has_is_not_changed(collection):
    for command in (RemoveField("owner"), ChangeField("owner", "Holder"), MoveField("owner", 0), RemoveField("x")):
        with pytest.raises(UserError, match="nothing was changed"):
            collection.run(command)


def test_two_open_catalogues_have_their_own_fields(new_collection):
    one, other = new_collection(), new_collection()
    key = add(one, "Signed by")
    assert key in one.fields().by_key
    assert other.fields().custom == ()
    assert other.find("signed_by:x").doubts()


def test_the_same_definitions_give_the_same_fields(collection):
    add(collection, "Signed by")
    assert collection.fields() is collection.fields()
    assert collection.fields().custom[0] in collection.fields().of_entity("copy")


def test_fields_that_another_process_adds_are_seen(collection):
    other = Collection.open(collection.path)
    key = add(other, "Signed by")
    other.close()
    assert key in collection.fields().by_key


def test_a_name_that_a_built_in_field_took_over_leaves_the_field_its_key(collection, monkeypatch):
    definition = custom.Definition(7, "Owner", "text")
    field = custom.field_of(definition)
    assert field.search == ()
    assert field.query_name == "custom_7"
    assert registry.Vocabulary((field,)).by_search_name("owner").key == "owner"


def test_merged_films_keep_the_value_of_the_one_that_stays(collection):
    key = add(collection, "Mood", entity="film")
    collection.run(AddRecord({"title": "Stalker", key: "slow"}))
    collection.run(AddRecord({"title": "Сталкер", key: "quick"}))
    into, gone = (collection.record(row_id).film_id for row_id in sorted(collection.find("").ids))
    collection.run(MergeFilms(into, gone))
    assert len(collection.find("mood:slow").ids) == 2
    assert list(collection.find("mood:quick").ids) == []
    assert collection.check() == []


@pytest.fixture(scope="module")
def moved(blank_catalogue, tmp_path_factory):
    """A disc with a value in a custom field of every kind and entity, exported and imported twice."""
    folder = tmp_path_factory.mktemp("moved")
    here, there = (
        Collection.open(Path(shutil.copy(blank_catalogue, folder / name))) for name in ("here.db", "there.db")
    )
    there.run(AddField("copy date", "text"))  # the same name, another kind
    there.run(AddField("Copy choice", "choice", "copy", ("Blue",)))
    values = {"title": "Stalker", "owner": "Bo"}
    for entity in ENTITIES:
        for kind in custom.KINDS:
            key = add(here, f"{entity} {kind}", kind, entity)
            values[key] = here.fields().by_key[key].parse(TYPED[kind][0])
    here.run(AddRecord(values))
    choice = next(field for field in here.fields().custom if field.label == "copy choice")
    here.run(ChangeField(choice.key, choices=("Other",)))
    for number in range(2):
        json_export.write(here, folder / f"{number}.json")
        importing.run(there, [folder / f"{number}.json"])
    yield here, json.loads((folder / "0.json").read_text(encoding="utf-8")), there
    here.close()
    there.close()


@each_kind
@each_entity
def test_a_value_goes_out_by_its_name_and_comes_back(moved, kind, entity):
    here, exported, there = moved
    [sent], [arrived] = here.find("").ids, there.find("").ids
    name = f"{entity} {kind}"
    own = next(field for field in here.fields().custom if field.label == name)
    value = here.record(sent).values[own.key]
    [record] = exported[ENTITIES[entity]]
    assert record["custom"][name] == value

    query = custom.query_name(name)
    if name == "copy date":
        name = "copy date (2)"
        query = "copy_date_2"
    [other] = [field for field in there.fields().custom if field.label.lower() == name]
    assert (other.kind.name, other.entity) == (kind, entity)
    assert there.record(arrived).values[other.key] == value
    assert list(there.find(query_for(query, kind)).ids) == [arrived]


def test_the_definitions_go_along_in_their_order(moved):
    here, exported, there = moved
    assert [one["name"] for one in exported["custom_fields"]] == [field.label for field in here.fields().custom]
    assert exported["custom_fields"][0] == {"name": "film text", "kind": "text", "of": "film", "choices": []}
    room = next(field for field in there.fields().custom if field.label == "Copy choice")
    assert room.choices == ("Blue", "Other")


def test_an_export_imported_into_an_empty_catalogue_is_exported_the_same(moved, new_collection, tmp_path):
    here, _, _ = moved
    json_export.write(here, tmp_path / "one.json")
    empty = new_collection()
    importing.run(empty, [tmp_path / "one.json"])
    json_export.write(empty, tmp_path / "two.json")
    one, two = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("one.json", "two.json"))
    assert two == one
    assert importing.run(empty, [tmp_path / "one.json"]).operation is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda export: export["custom_fields"][0].update(kind="smell"),
        lambda export: export["custom_fields"][0].update(of="shelf"),
        lambda export: export["custom_fields"][0].update(name=7),
        lambda export: export["custom_fields"][0].update(choices="a"),
        lambda export: export["custom_fields"].clear(),
        lambda export: export["copies"][0].update(custom=[]),
        lambda export: export["copies"][0]["custom"].update({"copy number": "many"}),
        lambda export: export["copies"][0]["custom"].update({"copy list": [1]}),
    ],
)
def test_a_record_with_a_damaged_field_of_its_own_is_left_out(moved, collection, tmp_path, damage):
    _, exported, _ = moved
    broken = json.loads(json.dumps(exported))
    damage(broken)
    (tmp_path / "broken.json").write_text(json.dumps(broken), encoding="utf-8")
    [receipt] = importing.run(collection, [tmp_path / "broken.json"]).files
    assert receipt.rejected >= receipt.problems.__len__() > 0
    assert all(problem.field and problem.message.endswith(".") for problem in receipt.problems)
    assert collection.find("").ids.tolist() == []


def test_a_field_that_is_there_twice_is_taken_once(moved, collection, tmp_path):
    _, exported, _ = moved
    twice = json.loads(json.dumps(exported))
    twice["custom_fields"].append(dict(twice["custom_fields"][0]))
    (tmp_path / "twice.json").write_text(json.dumps(twice), encoding="utf-8")
    [receipt] = importing.run(collection, [tmp_path / "twice.json"]).files
    assert [problem.message for problem in receipt.problems] == [
        "Number 31 of its custom_fields “film text” was left out. A field “film text” is there already."
    ]
    assert len(collection.find("").ids) == 1


def test_a_catalogue_from_before_custom_fields_is_upgraded_with_all_it_has(tmp_path):
    path = tmp_path / "films.db"
    upgrade.run_migrations(path, "0001")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO film (id, title, kind) VALUES (3, 'Stalker', 'film')")
        connection.execute("INSERT INTO edition (id, format) VALUES (5, 'DVD')")
        connection.execute("INSERT INTO contents (edition_id, film_id, position) VALUES (5, 3, 0)")
        connection.execute("INSERT INTO copy (id, edition_id, owner) VALUES (7, 5, 'Bo')")
        connection.commit()
    collection = Collection.open(path)
    assert collection.check() == []
    assert list(collection.find("stalker owner:bo").ids) == [7]
    key = add(collection, "Signed by")
    collection.run(EditRecords((7,), {key: "Kaidanovsky"}))
    assert list(collection.find("signed_by:kaid").ids) == [7]
    collection.close()


def test_a_timeline_tells_of_values_also_of_a_field_that_is_gone(collection, discs):
    mark, guests = add(collection, "Mark"), add(collection, "Guests", "list")
    collection.run(EditRecords((discs[0],), {mark: "A", guests: ["Ann"]}))
    collection.run(EditRecords((discs[0],), {mark: "B", guests: ["Ann", "Bert"]}))
    collection.run(RemoveField(mark))
    told = [[(change.label, change.words()) for change in entry.changes] for entry in collection.timeline(discs[0])]
    assert told[0] == [("Mark", "B → nothing")]
    assert sorted(told[1]) == [("Guests", "+ Bert"), ("Mark", "A → B")]
    assert sorted(told[2]) == [("Guests", "+ Ann"), ("Mark", "A")]
