import pytest

from catalogue import paths
from catalogue.collection.commands import AddRecord, DeleteRecords, EditRecords, SetPicture
from catalogue.exchange import importing


@pytest.fixture
def samples():
    """The documents that ship with the program."""
    found = sorted(paths.data("seeds").glob("*.txt"))
    if not found:
        pytest.skip("the sample documents are not there")
    return found


@pytest.fixture
def fill(samples, picture):
    """Gives a collection pages, typed records, edits, pictures and trash."""

    def fill(collection):
        importing.run(collection, samples[:5])
        [first, *_] = collection.find("is:disc").ids
        collection.run(
            EditRecords((first,), {"notes": "Line one.\n\nÄ “quote”.", "price": {"amount": 9.99, "currency": "EUR"}})
        )
        added = collection.run(
            AddRecord(
                {
                    "title": "Łódź",
                    "year": 1972,
                    "location": "Room/Shelf 2",
                    "tags": ["a b", "C"],
                    "barcode": "191329079843",
                    "credits": [{"order": 1, "person": "Ann", "role": "director", "character": None}],
                    "after_credits": {"has_scene": True, "note": "a cat"},
                    "slipcover": False,
                }
            )
        ).result
        collection.run(AddRecord({"title": "Łódź", "year": 1972, "format": "DVD"}))
        collection.run(AddRecord({"barcode": "4006381333931"}))
        collection.run(AddRecord({"title": "No disc"}, disc=False))
        collection.run(SetPicture(added, picture()))
        collection.run(DeleteRecords((collection.run(AddRecord({"title": "Gone"})).result,)))
        return added

    return fill
