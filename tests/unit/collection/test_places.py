import pytest

from catalogue.collection.commands import (
    AddPlace,
    AddRecord,
    DeletePlace,
    DeleteRecords,
    EditPlace,
    EditRecords,
    MergePlaces,
    MovePlace,
    OrderPlaces,
)
from catalogue.errors import FieldError, UserError


@pytest.fixture
def discs(collection):
    places = ("Room/Shelf 1", "Room/Shelf 2", "Room", "Cellar/Shelf 1", "Cellar")
    return [collection.run(AddRecord({"title": f"Film {n}", "location": path})).result for n, path in enumerate(places)]


def tree(collection):
    return [(place.path, place.own, place.count) for place in collection.places()]


def locations(collection):
    rows = collection.rows(collection.find("", [("added_at", False)]).ids, ["title", "location"])
    return {row.values["title"][-1]: row.values["location"] for row in rows.values()}


def test_a_place_counts_what_stands_below_it(collection, discs):
    assert tree(collection) == [
        ("Cellar", 1, 2),
        ("Cellar/Shelf 1", 1, 1),
        ("Room", 1, 3),
        ("Room/Shelf 1", 1, 1),
        ("Room/Shelf 2", 1, 1),
    ]
    collection.run(DeleteRecords((discs[0],)))
    assert ("Room", 1, 2) in tree(collection)


def test_a_renamed_place_takes_along_what_is_below_it(collection, discs):
    changes = collection.run(EditPlace("room", {"name": "Living room"}))
    assert changes.label == "Rename the place Room to Living room"
    assert changes.changed == set(discs[:3])
    assert locations(collection)["0"] == "Living room/Shelf 1"
    assert len(collection.find('location:="Living room"').ids) == 3
    assert len(collection.find("location:=Room").ids) == 0
    assert collection.check() == []
    collection.undo()
    assert locations(collection)["0"] == "Room/Shelf 1"


def test_a_place_moves_below_another(collection, discs):
    collection.run(MovePlace("Room/Shelf 2", "Cellar"))
    assert locations(collection)["1"] == "Cellar/Shelf 2"
    collection.run(MovePlace("Cellar", "Room"))
    assert locations(collection) == {
        "0": "Room/Shelf 1",
        "1": "Room/Cellar/Shelf 2",
        "2": "Room",
        "3": "Room/Cellar/Shelf 1",
        "4": "Room/Cellar",
    }
    collection.run(MovePlace("Room/Cellar/Shelf 2", None))
    assert locations(collection)["1"] == "Shelf 2"
    assert collection.check() == []


def test_two_places_become_one_with_all_below_them(collection, discs):
    collection.run(EditPlace("Cellar/Shelf 1", {"capacity": 30}))
    collection.run(EditPlace("Cellar", {"notes": "Dry"}))
    changes = collection.run(MergePlaces(("Cellar",), "Room"))
    assert changes.label == "Merge the place Cellar into Room"
    assert changes.result == 2
    assert tree(collection) == [("Room", 2, 5), ("Room/Shelf 1", 2, 2), ("Room/Shelf 2", 1, 1)]
    found = {place.path: place for place in collection.places()}
    assert (found["Room/Shelf 1"].capacity, found["Room"].notes) == (30, "Dry")
    assert collection.check() == []


def test_a_place_goes_up_into_the_one_above_it(collection, discs):
    collection.run(EditRecords((discs[0],), {"location": "Room/Room/Room"}))
    collection.run(MergePlaces(("Room/Room",), "Room"))
    assert locations(collection)["0"] == "Room/Room"
    assert collection.check() == []


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (MovePlace("Room", "Room/Shelf 1"), "Room › Shelf 1 › Room is below Room: a place cannot go into itself."),
        (MergePlaces(("Room",), "Room/Shelf 1"), "Room › Shelf 1 is below Room: a place cannot go into itself."),
        (MovePlace("Cellar/Shelf 1", "Room"), "There is a place Room › Shelf 1 already; merge the two instead."),
        (EditPlace("Cellar", {"name": "ROOM"}), "There is a place ROOM already; merge the two instead."),
        (MovePlace("Attic", None), "There is no place Attic; nothing was changed."),
        (AddPlace("room/shelf 1"), "There is a place room › shelf 1 already; nothing was changed."),
        (DeletePlace("Cellar"), "2 discs stand at Cellar or in the trash with it; move them elsewhere first."),
        (OrderPlaces(("Room", "Room/Shelf 1")), "Only places below the same place have an order"),
    ],
)
def test_what_makes_no_sense_is_refused(collection, discs, command, sentence):
    before = tree(collection)
    with pytest.raises(UserError) as refusal:
        collection.run(command)
    assert str(refusal.value).startswith(sentence)
    assert tree(collection) == before


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "a/b"}, {"capacity": -1}, {"capacity": "many"}])
def test_a_wrong_name_or_room_is_said(collection, discs, values):
    with pytest.raises(FieldError):
        collection.run(EditPlace("Room", values))


def test_room_notes_and_order(collection, discs):
    collection.run(EditPlace("Room", {"capacity": "2", "notes": " By the door "}))
    room = next(place for place in collection.places() if place.path == "Room")
    assert (room.capacity, room.notes, room.room(), room.full) == (2, "By the door", "3 of 2", True)
    collection.run(EditPlace("Room", {"capacity": None, "notes": ""}))
    room = next(place for place in collection.places() if place.path == "Room")
    assert (room.capacity, room.notes, room.room(), room.full) == (None, None, "3", False)
    collection.run(OrderPlaces(("Room", "Cellar")))
    collection.run(AddPlace("Attic"))
    assert [place.path for place in collection.places() if not place.depth] == ["Room", "Cellar", "Attic"]
    assert [value.value for value in collection.facet("location") if not value.depth] == ["Room", "Cellar", "Attic"]


def test_an_empty_place_goes_with_the_empty_ones_below_it(collection):
    collection.run(AddPlace("Attic/Box/Left"))
    disc = collection.run(AddRecord({"title": "Solaris", "location": "Attic/Box"})).result
    collection.run(DeleteRecords((disc,)))
    with pytest.raises(UserError, match=r"^1 disc stands at Attic or in the trash"):
        collection.run(DeletePlace("Attic"))
    collection.run(EditRecords((disc,), {"location": None}))
    collection.run(DeletePlace("Attic"))
    assert collection.places() == []
    collection.undo()
    assert [place.path for place in collection.places()] == ["Attic", "Attic/Box", "Attic/Box/Left"]


def test_shelf_10_comes_after_shelf_9(collection):
    for number in (10, 9, 1):
        collection.run(AddPlace(f"Shelf {number}"))
    assert [place.path for place in collection.places()] == ["Shelf 1", "Shelf 9", "Shelf 10"]


def test_a_page_read_later_follows_a_place_wherever_it_went(collection, take, pages, page):
    take(pages["disc"])  # Cellar/Box 1
    collection.run(EditPlace("Cellar", {"name": "Basement"}))
    collection.run(MovePlace("Basement/Box 1", None))
    collection.run(EditPlace("Box 1", {"name": "Box A"}))
    assert [row.values["location"] for row in collection.rows(collection.find("").ids, ["location"]).values()] == [
        "Box A"
    ]
    from catalogue.fields.draft import FactDraft

    more = [FactDraft("edition", "format", "DVD"), FactDraft("copy", "location", "cellar/box 1/Back")]
    take(page("Stalker", 1979, *more, kind="collection_page"))
    other = [FactDraft("edition", "format", "DVD"), FactDraft("copy", "location", "Cellar/Box 2")]
    take(page("Mirror", 1975, *other, kind="collection_page"))
    found = collection.rows(collection.find("", [("title", False)]).ids, ["title", "location"])
    assert {row.values["title"]: row.values["location"] for row in found.values()} == {
        "Wings Of Desire": "Box A",
        "Stalker": "Box A/Back",
        "Mirror": "Basement/Box 2",
    }
    assert [(rule.old, rule.new) for rule in collection.spellings("location")] == [
        ("Basement/Box 1", "Box A"),
        ("Box 1", "Box A"),
        ("Cellar", "Basement"),
        ("Cellar/Box 1", "Box A"),
    ]
