"""A person may insist on an odd value: it is kept, said in review, and settled there."""

from catalogue.collection import commands

CODE, RIGHT = "191329079844", "191329079843"


def add(collection, **values):
    return collection.run(commands.AddRecord({"title": "Stalker", **values})).result


def doubts(collection, row_id):
    return [(review.field, review.reason, review.alternatives) for review in collection.record(row_id).reviews]


def test_an_odd_value_is_kept_and_asks_for_review(collection):
    row_id = add(collection, barcode=CODE)
    assert collection.record(row_id).values["barcode"] == CODE
    assert doubts(collection, row_id) == [("barcode", "The last digit of this barcode should be 3.", (RIGHT,))]
    assert list(collection.find("needs:review").ids) == [row_id]


def test_confirming_settles_it_until_another_odd_value_is_typed(collection):
    row_id = add(collection, barcode=CODE)
    collection.run(commands.Confirm(row_id, "barcode"))
    assert doubts(collection, row_id) == []
    assert [source.subject for source in collection.record(row_id).sources if source.field == "barcode"] == [None]
    collection.run(commands.EditRecords((row_id,), {"barcode": "123"}))
    assert [field for field, *_ in doubts(collection, row_id)] == ["barcode"]
    collection.run(commands.Confirm(row_id, "barcode"))
    assert doubts(collection, row_id) == []
    collection.undo()
    assert [field for field, *_ in doubts(collection, row_id)] == ["barcode"]


def test_the_value_that_was_meant_is_taken_with_one_command(collection):
    row_id = add(collection, barcode=CODE)
    collection.run(commands.ChooseValue(row_id, "barcode", RIGHT))
    assert collection.record(row_id).values["barcode"] == RIGHT
    assert doubts(collection, row_id) == []


def test_odd_values_of_every_part_of_a_record(collection):
    row_id = add(collection, year=1066, runtime_minutes=9000, nr_discs=-1, purchase_date="1066-01")
    assert [field for field, *_ in doubts(collection, row_id)] == [
        "year",
        "runtime_minutes",
        "nr_discs",
        "purchase_date",
    ]


def test_a_credit_that_is_no_actor_keeps_its_character(collection):
    row_id = add(collection)
    part = {"order": 1, "person": "Ana", "role": "voice", "character": None}
    collection.run(commands.EditRecords((row_id,), {"credits": [part]}))
    collection.run(commands.EditRecords((row_id,), {"credits": [{**part, "character": "Wolf"}]}))
    assert collection.record(row_id).values["credits"] == [{**part, "character": "Wolf"}]
