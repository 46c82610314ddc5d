"""Where the discs of a result stand: places, devices, slots in their order, and the gaps between them."""

import pytest

from catalogue.collection.commands import AddRecord, DeleteRecords, EditRecords
from catalogue.collection.shelves import MOST_GAP


@pytest.fixture
def put(collection):
    """Adds discs that stand in slots of a place. Returns their rows."""

    def put(place, *slots, device=None):
        rows = []
        for number, slot in enumerate(slots):
            values = {"title": f"Film {place} {device} {number}", "location": place, "slot": slot}
            rows.append(collection.run(AddRecord(values | {"storage_device": device})).result)
        return rows

    return put


def told(shelf):
    """What stands on a shelf, in short: rows as numbers, empty slots and others in words."""
    return [
        one.row_id if one.row_id is not None else f"{'empty' if one.empty else 'others'} {one.slot} ({one.number})"
        for one in shelf.standing
    ]


def test_slots_are_numbers_where_they_look_like_numbers(collection, put):
    ten, two, one = put("Binder", "10", "2", "1")
    [shelf] = collection.shelves(collection.find("").ids)
    assert told(shelf) == [one, two, "empty 3–9 (7)", ten]
    assert (shelf.place, shelf.device, shelf.discs) == ("Binder", None, 3)


def test_a_slot_that_another_disc_has_is_not_empty(collection, put):
    one, two, three = put("Binder", "1", "2", "3")
    [shelf] = collection.shelves([one, three])
    assert told(shelf) == [one, "others 2 (1)", three]
    assert shelf.discs == 2
    collection.run(DeleteRecords((two,)))
    [shelf] = collection.shelves([one, three])
    assert told(shelf) == [one, "empty 2 (1)", three]


def test_devices_of_a_place_are_shelves_of_their_own_in_natural_order(collection, put):
    put("Cellar", "1", device="TD 10")
    put("Cellar", "1", device="TD 9")
    put("Attic", "1")
    put(None, None)
    found = collection.shelves(collection.find("").ids)
    assert [(one.place, one.device) for one in found] == [
        ("Attic", None),
        ("Cellar", "TD 9"),
        ("Cellar", "TD 10"),
        (None, None),
    ]


def test_discs_without_a_slot_come_last_and_have_no_gaps(collection, put):
    without, five, named = put("Shelf", None, "5", "top left")
    [shelf] = collection.shelves(collection.find("").ids)
    assert told(shelf) == [five, named, without]


def test_a_leap_in_the_numbers_is_no_row_of_empty_slots(collection, put):
    first, far = put("Shelf", "1", str(MOST_GAP + 10))
    [shelf] = collection.shelves([first, far])
    assert told(shelf) == [first, far]


def test_films_without_a_disc_stand_nowhere(collection, put):
    collection.run(AddRecord({"title": "No disc"}, disc=False))
    assert collection.shelves(collection.find("").ids) == []


def test_a_single_disc_stands_where_it_is_and_takes_its_slot(collection, put):
    first, third = put("Binder", "1", "3")
    [box] = put("Hall", "1")
    elsewhere = {"disc": 2, "label": None, "location": "Binder", "storage_device": None, "slot": "2"}
    extras = {"disc": 3, "label": "Extras", "location": None, "storage_device": None, "slot": "2"}
    collection.run(EditRecords((box,), {"discs": [elsewhere, extras]}))
    binder, hall = collection.shelves(collection.find("").ids)
    assert [(one.row_id, one.slot, one.part) for one in binder.standing] == [
        (first, "1", None),
        (box, "2", "disc 2"),
        (third, "3", None),
    ]
    assert [(one.row_id, one.slot, one.part) for one in hall.standing] == [(box, "1", None), (box, "2", "Extras")]
    [alone] = [one for one in collection.shelves([box]) if one.place == "Binder"]
    assert [(one.row_id, one.number) for one in alone.standing] == [(None, 1), (box, 1), (None, 1)]


def test_films_stand_where_their_discs_do(collection):
    parts = [{"film": name, "disc": None, "cut": None} for name in ("Basalt", "Amber")]
    box = {"edition_title": "Box", "contents": parts, "location": "Shelf", "slot": "1"}
    for values in (box, {"title": "Amber", "location": "Cellar"}):
        collection.run(AddRecord(values))
    films = collection.find("", scope="films").ids
    titles = {row_id: row.values["title"] for row_id, row in collection.rows(films, ["title"]).items()}
    cellar, shelf = collection.shelves(films)
    assert [[titles[one.row_id] for one in found.standing] for found in (cellar, shelf)] == [["Amber"], ["Amber"]]
    assert (cellar.discs, shelf.discs) == (1, 1)
    [basalt] = [row_id for row_id, title in titles.items() if title == "Basalt"]
    [alone] = collection.shelves([basalt])
    assert [(one.row_id, one.slot) for one in alone.standing] == [(basalt, "1")]
