import shutil

import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, DeleteRecords, ImportDocuments, Incoming, SetPicture
from catalogue.fields.draft import DocumentDraft, FactDraft


def cast(*pairs):
    return [
        {"order": order, "person": person, "role": "actor", "character": character}
        for order, (person, character) in enumerate(pairs, 1)
    ]


def text(words):
    return [{"kind": "summary", "author": None, "heading": None, "text": words}]


DISCS = [
    {
        "title": "The Death of Stalin",
        "year": 2017,
        "runtime_minutes": 107,
        "release_date": "2017-09-08",
        "genres": ["Comedy", "Drama"],
        "credits": cast(("Simon Russell Beale", "Lavrenti Beria"), ("Olga Kurylenko", "Maria Yudina")),
        "texts": text("A live broadcast on Radio Moscow of a piano concert."),
        "format": "DVD",
        "regions": ["1"],
        "barcode": "191329079843",
        "location": "Movies-01",
        "storage_device": "TD 05",
        "owner": "Kerry & Dawn",
        "tags": ["Piano", "USSR"],
        "purchase_date": "2026-01-04",
        "notes": "Lent twice.",
    },
    {
        "title": "Solaris",
        "original_title": "Солярис",
        "year": 1972,
        "runtime_minutes": 167,
        "genres": ["Drama", "Science Fiction"],
        "countries": ["Soviet Union"],
        "credits": cast(
            ("Donatas Banionis", "Kris Kelvin"),
        ),
        "format": "Blu-ray",
        "location": "Living room/Shelf 2",
        "owner": "Kerry",
        "price": {"amount": 19.99, "currency": "EUR"},
        "slipcover": True,
        "tags": ["USSR", "lent out"],
    },
    {
        "title": "Amélie",
        "year": 2001,
        "runtime_minutes": 122,
        "release_date": "2001",
        "genres": ["Comedy"],
        "credits": cast(
            ("Audrey Tautou", "Amélie Poulain"),
        ),
        "format": "DVD",
        "location": "Living room/Shelf 10",
        "owner": "Dawn",
        "price": {"amount": 5, "currency": "EUR"},
        "slipcover": False,
        "status": "wish list",
        "my_rating": 9,
    },
]
WITHOUT_DISC = {
    "title": "Stalker",
    "year": 1979,
    "genres": ["Drama"],
    "after_credits": {"has_scene": False, "note": None},
}
IN_TRASH = {"title": "Cats", "year": 2019, "format": "DVD", "tags": ["USSR"]}
PAGE = DocumentDraft(
    "title_page",
    "The Ascent",
    facts=(
        FactDraft("film", "title", "The Ascent", confidence=0.4, reason="The page does not name its film."),
        FactDraft("film", "year", 1977),
    ),
)


@pytest.fixture(scope="session")
def shelf_file(blank_catalogue, tmp_path_factory):
    path = tmp_path_factory.mktemp("shelf") / "films.db"
    shutil.copy(blank_catalogue, path)
    collection = Collection.open(path)
    added = [collection.run(AddRecord(values)).result for values in DISCS]
    collection.run(AddRecord(WITHOUT_DISC, disc=False))
    collection.run(DeleteRecords((collection.run(AddRecord(IN_TRASH)).result,)))
    collection.run(ImportDocuments((Incoming(PAGE),)))
    collection.run(SetPicture(added[0], _picture()))
    collection.close()
    return path


@pytest.fixture(scope="module")
def shelf(shelf_file):
    """Three discs, two films without a disc, one disc in the trash. Tests only read it."""
    collection = Collection.open(shelf_file)
    yield collection
    collection.close()


def _picture():
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (4, 6)).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def titles(shelf):
    """What a query finds, as titles in order; a query that was not understood fails."""

    def find(query, problems=()):
        found = shelf.find(query)
        assert [problem.message for problem in found.problems] == list(problems)
        rows = shelf.rows(found.ids, ["title"])
        return [rows[row_id].values["title"] for row_id in found.ids]

    return find
