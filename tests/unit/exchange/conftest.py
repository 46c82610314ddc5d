import io
import shutil

import pytest
from PIL import Image

from catalogue import paths
from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, DeleteRecords, EditRecords, SetPicture
from catalogue.exchange import importing


@pytest.fixture(scope="session")
def samples():
    """The documents that ship with the program."""
    found = sorted(paths.data("seeds").glob("*.txt"))
    if not found:
        pytest.skip("the sample documents are not there")
    return found


@pytest.fixture(scope="session")
def _filled(samples, blank_catalogue, tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "films.db"
    shutil.copy(blank_catalogue, path)
    collection = Collection.open(path)
    importing.run(collection, samples[:5])
    [first, *_] = collection.find("is:disc").ids
    price = {"amount": 9.99, "currency": "EUR"}
    collection.run(EditRecords((first,), {"notes": "Line one.\n\nÄ “quote”.", "price": price}))
    values = {
        "title": "Łódź",
        "year": 1972,
        "location": "Room/Shelf 2",
        "tags": ["a b", "C"],
        "barcode": "191329079843",
        "credits": [{"order": 1, "person": "Ann", "role": "director", "character": None}],
        "after_credits": {"has_scene": True, "note": "a cat"},
        "slipcover": False,
    }
    added = collection.run(AddRecord(values)).result
    collection.run(AddRecord({"title": "Łódź", "year": 1972, "format": "DVD"}))
    collection.run(AddRecord({"barcode": "4006381333931"}))
    collection.run(AddRecord({"title": "No disc"}, disc=False))
    buffer = io.BytesIO()
    Image.new("RGB", (40, 60), "red").save(buffer, "PNG")
    collection.run(SetPicture(added, buffer.getvalue()))
    collection.run(DeleteRecords((collection.run(AddRecord({"title": "Gone"})).result,)))
    pictures = collection.pictures.folder
    collection.close()
    return path, pictures, added


@pytest.fixture
def fill(_filled):
    """Gives a collection pages, typed records, edits, a picture and trash. Returns the disc that has it all."""
    path, pictures, added = _filled

    def fill(collection):
        collection.close()
        shutil.copy(path, collection.path)
        shutil.copytree(pictures, collection.pictures.folder)
        return added

    return fill
