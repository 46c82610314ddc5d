"""What cannot come in from an export is named, whatever it is and wherever it stands; all else comes in."""

import json

import pytest

from catalogue.collection.commands import AddRecord, SaveSearch
from catalogue.errors import FieldError, UserError
from catalogue.exchange import importing, json_export
from catalogue.exchange.json_shape import LISTS


def shelf():
    """An export of one disc with its film."""
    return {
        "format": "disc-catalogue",
        "version": 1,
        "films": [{"id": "film:1", "title": "Good"}],
        "editions": [{"id": "edition:1", "contents": [{"film": "film:1"}]}],
        "copies": [{"id": "copy:1", "edition": "edition:1"}],
    }


def take(collection, folder, whole):
    (folder / "a.json").write_text(json.dumps(whole), encoding="utf-8")
    [receipt] = importing.run(collection, [folder / "a.json"]).files
    assert receipt.read == receipt.new + receipt.updated + receipt.same + receipt.doubtful + receipt.rejected
    assert collection.check() == []
    return receipt


def titles(collection):
    return [collection.record(row).values["title"] for row in collection.find("sort:title", scope="films").ids]


def messages(receipt):
    return [problem.message for problem in receipt.problems]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("value", ["text", None, 5, 1.5, True, [], [1, [2]]], ids=repr)
def test_what_is_no_record_is_named_by_its_number(collection, tmp_path, name, value):
    whole = shelf()
    whole[name] = [*whole.get(name, []), value]
    receipt = take(collection, tmp_path, whole)
    assert titles(collection) == ["Good"]
    assert (receipt.new, receipt.rejected) == (3, 1)
    [said] = messages(receipt)
    assert said.startswith(f"Number {len(whole[name])} of its {name} was left out.")
    assert said.endswith("” is not a record.")


@pytest.mark.parametrize("name", ["people", "contacts", "loans", "documents", "saved_searches"])
@pytest.mark.parametrize("value", ["text", 5, {}, False], ids=repr)
def test_a_list_that_is_none_keeps_nothing_else_out(collection, tmp_path, name, value):
    receipt = take(collection, tmp_path, shelf() | {name: value})
    assert titles(collection) == ["Good"]
    assert (receipt.new, receipt.rejected) == (3, 1)
    assert messages(receipt) == [f"Its {name} are no list of records; none of them came in."]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_null_was_left_out(collection, tmp_path, name):
    whole = shelf() | {name: None}
    receipt = take(collection, tmp_path, whole)
    assert not [said for said in messages(receipt) if "no list" in said]


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("films", "credits", [{"person": "Ann"}, "Bob"]),
        ("films", "credits", [{"person": ""}]),
        ("films", "credits", [{"person": "Ann", "order": "first"}]),
        ("films", "credits", [{"person": "Ann", "order": 1.5}]),
        ("films", "credits", [{"person": "Ann", "person_id": 3}]),
        ("films", "ratings", [None]),
        ("films", "links", [["x"]]),
        ("films", "texts", [{"text": "Words.", "document": 3}]),
        ("films", "needs_review", "x"),
        ("films", "needs_review", ["x"]),
        ("films", "needs_review", [{"field": 3}]),
        ("editions", "conflicts", {"field": "title"}),
        ("copies", "conflicts", [{"field": "owner", "values": "x"}]),
        ("editions", "audio_tracks", ["English"]),
        ("editions", "contents", [{"film": "film:1"}, 3]),
        ("copies", "discs", [0]),
        ("copies", "choices", ["x"]),
        ("copies", "custom", ["x"]),
    ],
)
def test_a_bad_part_of_a_record_keeps_the_record_out(collection, tmp_path, name, key, value):
    whole = shelf()
    whole[name][0][key] = value
    whole["films"].append({"id": "film:2", "title": "Other"})
    receipt = take(collection, tmp_path, whole)
    assert titles(collection) == ["Other"]
    assert receipt.rejected == 3
    [problem] = receipt.problems
    assert problem.message.startswith(f"{whole[name][0]['id']} “Good” was left out, with ")


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("people", {"id": 3, "name": "Ann"}),
        ("people", {"name": ""}),
        ("contacts", {"id": ["x"], "name": "Ann"}),
        ("places", {"id": False, "path": "Hall"}),
        ("saved_searches", {"name": "x", "query": "tag:x", "sort": [{"field": "title", "descending": "x"}]}),
        ("spellings", {"field": "nonsense", "old": "a", "new": "b"}),
        ("pictures", {"copy": "copy:1", "sha256": "x", "role": "spine"}),
        ("pictures", {"copy": "copy:7", "sha256": "x", "role": "front"}),
        ("viewings", {"film": "film:7"}),
    ],
)
def test_a_bad_record_of_another_list_is_left_out_alone(collection, tmp_path, name, bad):
    receipt = take(collection, tmp_path, shelf() | {name: [bad]})
    assert titles(collection) == ["Good"]
    assert (receipt.new, receipt.rejected, len(receipt.problems)) == (3, 1, 1)


@pytest.mark.parametrize(
    ("change", "field", "number"),
    [
        ({"loans": [{"copy": "copy:1", "contact": "contact:99"}]}, "contact", "contact:99"),
        ({"copies": [{"id": "copy:1", "edition": "edition:1", "loans": [{"contact": "contact:9"}]}]}, "contact", None),
        ({"films": [{"id": "film:1", "credits": [{"person": "person:99"}]}]}, "person", "person:99"),
        ({"films": [{"id": "film:1", "credits": [{"person": "A", "person_id": "person:9"}]}]}, "person_id", None),
        ({"films": [{"id": "film:1", "parent": "film:99"}]}, "parent", "film:99"),
        ({"films": [{"id": "film:1", "documents": ["document:9"]}]}, "documents", "document:9"),
        ({"editions": [{"id": "edition:1", "box_set": "edition:99"}]}, "box_set", "edition:99"),
        ({"editions": [{"id": "edition:1", "contents": [{"film": "film:99"}]}]}, "contents", "film:99"),
        ({"copies": [{"id": "copy:1", "edition": "edition:99"}]}, "edition", "edition:99"),
    ],
)
def test_what_speaks_of_a_record_that_is_not_there_is_left_out(collection, tmp_path, change, field, number):
    whole = shelf() | {"contacts": [{"id": "contact:1", "name": "Bob"}], "people": [{"id": "person:1", "name": "Ann"}]}
    whole |= change
    whole["films"] = [*whole["films"], {"id": "film:2", "title": "Other"}]
    receipt = take(collection, tmp_path, whole)
    assert "Other" in titles(collection)
    assert receipt.rejected >= 1
    [problem] = receipt.problems
    assert problem.field == field
    assert problem.message.endswith(f"“{number or problem.message.split('“')[-1][:-21]}” is not in the file.")
    # Nobody is called like an id.
    with collection.reading() as connection:
        for table in ("contact", "person"):
            assert connection.exec_driver_sql(f"SELECT name FROM {table} WHERE name LIKE '%:%'").all() == []


def test_an_id_in_the_place_of_a_name_stands_for_the_name(collection, tmp_path):
    whole = shelf() | {"contacts": [{"id": "contact:7", "name": "Bob"}], "people": [{"id": "person:3", "name": "Ann"}]}
    whole["loans"] = [{"copy": "copy:1", "contact": "contact:7", "returned": "2020-01-01"}]
    whole["copies"].append(
        {"id": "copy:2", "edition": "edition:1", "loans": [{"contact": "contact:7"}, {"contact": "C"}]}
    )
    whole["copies"][1]["loans"][1]["returned"] = "2019"
    whole["films"][0]["credits"] = [{"person": "person:3"}, {"person": "Zoe"}]
    receipt = take(collection, tmp_path, whole)
    assert (receipt.new, receipt.problems) == (4, [])
    one, two = (collection.record(row).values for row in collection.find("").ids)
    assert [part["person"] for part in one["credits"]] == ["Ann", "Zoe"]
    assert [part["contact"] for part in one["loans"]] == ["Bob"]
    assert [part["contact"] for part in two["loans"]] == ["Bob", "C"]


def test_who_is_called_like_an_id_is_called_so(new_collection, tmp_path):
    here, there = new_collection(), new_collection()
    credit = {"person": "person:1", "role": "actor", "character": None, "order": 1}
    loan = {"contact": "contact:1", "lent": None, "due": None, "returned": None, "note": None}
    for values in ({"title": "A", "credits": [credit]}, {"title": "B", "loans": [loan]}):
        here.run(AddRecord(values))
    json_export.write(here, tmp_path / "a.json")
    [receipt] = importing.run(there, [tmp_path / "a.json"]).files
    assert (receipt.rejected, receipt.problems) == (0, [])
    one, two = (there.record(row).values for row in there.find("sort:title").ids)
    assert one["credits"][0]["person"] == "person:1"
    assert two["loans"][0]["contact"] == "contact:1"


def test_a_person_who_cannot_come_in_keeps_no_film_out_that_names_them(collection, tmp_path):
    whole = shelf() | {"people": [{"id": "person:1", "name": "Ann", "external_ids": "x"}]}
    whole["films"][0]["credits"] = [{"person": "Ann", "person_id": "person:1"}]
    receipt = take(collection, tmp_path, whole)
    assert (receipt.new, receipt.rejected) == (3, 1)
    # By its id it cannot be named then.
    whole["people"][0]["name"] = 3
    whole["films"][0]["credits"] = [{"person": "person:1"}]
    assert take(collection, tmp_path, whole).rejected == 4


def test_a_key_that_no_record_has_is_named_once_for_each_kind(collection, tmp_path):
    whole = shelf() | {"foo": [1], "bar": {"x": 1}, "contacts": [{"name": "Bob", "phone": 1}]}
    whole["films"][0] |= {"foo": 1, "uid": "nope", "budget": {"amount": 1, "currency": "EUR", "rate": 2}}
    whole["films"][0]["credits"] = [{"person": "Ann", "nick": "A"}, {"person": "Bob", "nick": "B"}]
    whole["films"].append({"id": "film:2", "title": "Other", "foo": 2, "episodes": []})
    whole["copies"][0] |= {"foo": 1, "choices": [{"field": "owner", "by": "hand", "why": "x"}]}
    whole["saved_searches"] = [{"name": "a", "query": "tag:x", "colour": "red", "sort": [{"field": "title", "x": 1}]}]
    whole["custom_fields"] = [{"name": "Shelf", "kind": "text", "width": 3}]
    receipt = take(collection, tmp_path, whole)
    assert (receipt.new, receipt.rejected, receipt.problems) == (4, 0, [])
    told = [said.removesuffix(", which is not known to this program") for said in receipt.lost]
    assert sorted(told) == sorted(
        [
            "“foo”",
            "“bar”",
            *(f"“{key}” of its films" for key in ("foo", "uid", "budget: rate", "credits: nick", "episodes")),
            "“foo” of its copies",
            "“choices: why” of its copies",
            "“phone” of its contacts",
            "“colour” of its saved_searches",
            "“sort: x” of its saved_searches",
            "“width” of its custom_fields",
        ]
    )
    assert "    Lost: “foo” of its films, which is not known to this program" in importing.Receipt([receipt]).lines()


def test_all_that_this_program_writes_is_known_to_it(new_collection, fill, tmp_path):
    here, there = new_collection(), new_collection()
    row = fill(here)
    here.run(SaveSearch("a", "tag:x", (("year", True),)))
    json_export.write(here, tmp_path / "a.json")
    [receipt] = importing.run(there, [tmp_path / "a.json"]).files
    assert (receipt.lost, receipt.problems, receipt.rejected) == ([], [], 0)
    assert row in here.find("").ids


def test_a_search_that_is_not_understood_is_kept_and_named(collection, tmp_path):
    searches = [
        {"name": "value", "query": "year:soon"},
        {"name": "bracket", "query": "a) b"},
        {"name": "order", "query": "tag:x", "sort": [{"field": "nonsense"}]},
        {"name": "brackets", "query": "((("},
        {"name": "nothing", "query": 'tag:"" ()'},
        {"name": "fine", "query": "sort:year"},
    ]
    receipt = take(collection, tmp_path, shelf() | {"saved_searches": searches})
    named = [said.split("“")[1].split("”")[0] for said in messages(receipt)]
    assert receipt.doubtful == len(named)
    assert named == ["value", "bracket", "order", "brackets", "nothing"]
    assert [one.name for one in collection.saved_searches()] == [one["name"] for one in searches]


@pytest.mark.parametrize(
    "loans",
    [
        [{"contact": "Ann", "lent": "2020-05-01", "returned": "2020-04-01"}],
        [{"contact": "Ann", "lent": "2020-05", "due": "2019"}],
        [{"contact": "Ann"}, {"contact": "Bob", "lent": "2020"}],
    ],
)
def test_loans_that_nobody_could_type_wait_for_review(collection, tmp_path, loans):
    whole = shelf() | {"loans": [{"copy": "copy:1", **loan} for loan in loans]}
    receipt = take(collection, tmp_path, whole)
    assert (receipt.new, receipt.doubtful, receipt.rejected) == (2, 1, 0)
    [problem] = receipt.problems
    assert (problem.field, problem.message[:35]) == (
        "loans",
        "copy:1 waits for review. Loans: " + problem.message[32:35],
    )
    [row] = collection.find("needs:review").ids
    [review] = collection.record(row).reviews
    assert review.reason in problem.message
    # The form refuses it in the same words.
    with pytest.raises((FieldError, UserError), match=review.reason.split(";")[0]):
        collection.run(AddRecord({"title": "Typed", "loans": [_full(loan) for loan in loans]}))
    receipt = take(collection, tmp_path, whole)
    assert (receipt.same, receipt.problems) == (3, [])


def _full(loan):
    return dict.fromkeys(("contact", "lent", "due", "returned", "note")) | loan
