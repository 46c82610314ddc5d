"""A field is declared once; all that follows from it works for each."""

import json
import shutil
from pathlib import Path

import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, EditRecords
from catalogue.errors import FieldError
from catalogue.exchange import importing, json_export
from catalogue.fields import registry
from catalogue.fields.lists import Parts
from tests import queries

TYPED = {
    "title": "Der Himmel über Berlin",
    "kind": "episode",
    "year": "1987",
    "release_date": "1987-05",
    "runtime_minutes": "2h 8m",
    "color": "black and white",
    "aspect_ratio": "1.66:1",
    "genres": "Drama, Fantasy",
    "countries": "Germany",
    "languages": "German, Turkish",
    "keywords": "angel; trapeze artist",
    "studios": "Road Movies; Argos Films, Paris",
    "filming_locations": "Gedächtniskirche, Berlin",
    "certifications": "Germany: FSK 6\nUnited States: PG-13",
    "series_number": "1.5",
    "budget": "$2,500,000.50",
    "after_credits": "yes: to be continued",
    "ratings": "Metacritic critics 79/100\nIMDb users 7.9/10 (75,123 votes)",
    "external_ids": "IMDb: tt0093191",
    "links": "Reverse Angle\nOfficial site https://example.org/wings",
    "credits": "Bruno Ganz as Damiel\nWim Wenders (director)\nCurt Bois",
    "texts": "[summary] An angel | by somebody\nHe looks on.\nThen he falls.\n\n[article]\nMore.",
    "viewings": "2024-11 | who: Kerry | where: Filmkunst 66 | rating: 9\nseen",
    "season": "2",
    "episodes": "1x01 The Wall | runtime: 46 | seen: 2024-11-02\n“12 Angels” | runtime: 44",
    "episode": "7",
    "barcode": "4006381333931",
    "further_barcodes": "191329079843; 5050070005806",
    "contents": "Der Himmel über Berlin | disc: 1 | cut: restored\nIn weiter Ferne, so nah! (1993) | disc: 2",
    "audio_tracks": "German | codec: DTS-HD MA | channels: 5.1\nEnglish | role: commentary",
    "edition_external_ids": "ASIN: B002LFPBG4",
    "discs": "2 | label: Extras | at: Hall/Binder 3 | device: TD 05 | slot: 12",
    "loans": "Ann | lent: 2026-01-04 | due: 2026-02-04 | note: with the booklet",
    "format": "Blu-ray",
    "country": "Germany",
    "certification": "FSK 6",
    "regions": "B, 2",
    "nr_discs": "2",
    "edition_release_date": "20 Nov 2009",
    "slipcover": "no",
    "three_d": "yes",
    "video_standard": "pal",
    "screen_ratios": "1.66:1, 16:9",
    "subtitles": "English",
    "chapters": "0",
    "extras": "Commentary; Deleted scenes, with commentary",
    "list_price": "19,99 EUR",
    "status": "lost",
    "index": "1279",
    "location": "Living room/Shelf 2",
    "condition": "very good",
    "purchase_date": "Jan 4, 2026",
    "price": "£5",
    "current_value": "CHF 12.50",
    "tags": "Angels, Berlin Wall",
    "notes": "Lent to Ann.\n\nCame back.",
    "my_rating": "10",
    "my_video_rating": "9",
    "my_audio_rating": "8",
    "my_extras_rating": "0",
}
FIELDS = [field for field in registry.FIELDS if not field.kept]
each_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)


def value_of(field):
    return field.parse(TYPED.get(field.key, f"some {field.label.lower()}"))


def query_for(field, value):
    # By the first one alone every disc would be found that this film is on.
    return 'contents:"In weiter Ferne"' if field.key == "contents" else queries.query_for(field, value)


@pytest.fixture(scope="module")
def shelf(blank_catalogue, tmp_path_factory):
    collection = Collection.open(Path(shutil.copy(blank_catalogue, tmp_path_factory.mktemp("shelf") / "films.db")))
    for title in ("One", "Two", "Three"):
        collection.run(AddRecord({"title": title, "owner": "Bo"}))
    yield collection
    collection.close()


@pytest.fixture
def collection(shelf):
    """Three discs; what a test does to them is undone after it."""
    yield shelf
    while shelf.undo_label() != "Add Three":
        shelf.undo()


@pytest.fixture
def discs(collection):
    return sorted(collection.find("").ids)


@each_field
def test_what_is_typed_is_kept_shown_found_sorted_and_undone(collection, discs, field, rows_of):
    value, first = value_of(field), discs[0]
    before = rows_of(collection.path)
    changes = collection.run(EditRecords((first,), {field.key: value}))

    assert changes.label == f"Edit 1 disc: {field.label.lower()}"
    assert changes.changed == {first}
    cell = collection.rows([first], [field.key])[first].values[field.key]
    assert field.kind.format(cell) == field.kind.format(value)
    assert field.kind.parse(field.kind.format(cell)) == value
    assert collection.record(first).values[field.key] == cell
    assert list(collection.find(query_for(field, value)).ids) == [first]
    assert first in collection.find(f"has:{field.key}").ids
    assert collection.find(f"sort:{field.key} {query_for(field, value)}").ids[0] == first
    assert not collection.run(EditRecords((first,), {field.key: value}))
    after = rows_of(collection.path)

    collection.undo()
    assert rows_of(collection.path) == before
    collection.redo()
    assert rows_of(collection.path) == after

    if field.key == "title":
        # A film is never left without one.
        with pytest.raises(FieldError, match="A film needs a title"):
            collection.run(EditRecords((first,), {field.key: field.empty()}))
        return
    collection.run(EditRecords((first,), {field.key: field.empty()}))
    assert collection.rows([first], [field.key])[first].values[field.key] == field.empty()
    assert first in collection.find(f"no:{field.key}").ids


@each_field
def test_many_records_are_edited_in_one_step(collection, discs, field):
    value = value_of(field)
    changes = collection.run(EditRecords(tuple(discs), {field.key: value}))
    assert changes.changed == set(discs)
    assert sorted(collection.find(query_for(field, value)).ids) == discs
    collection.undo()
    assert collection.find(query_for(field, value)).ids.tolist() == []


@pytest.fixture(scope="module")
def moved(blank_catalogue, tmp_path_factory):
    """A disc with a value in every field, exported and imported: there, the export, and here."""
    folder = tmp_path_factory.mktemp("moved")
    here, there = (
        Collection.open(Path(shutil.copy(blank_catalogue, folder / name))) for name in ("here.db", "there.db")
    )
    here.run(AddRecord({field.key: value_of(field) for field in FIELDS}))
    json_export.write(here, folder / "all.json")
    importing.run(there, [folder / "all.json"])
    yield here, json.loads((folder / "all.json").read_text(encoding="utf-8")), there
    here.close()
    there.close()


@pytest.mark.parametrize("field", registry.FIELDS, ids=lambda field: field.key)
def test_a_value_goes_out_under_its_plain_name_and_comes_back(moved, field):
    here, exported, there = moved
    [sent], [arrived] = here.find("is:disc").ids, there.find("is:disc").ids
    value = here.record(sent).values[field.key]

    row = here.rows([sent], [])[sent]
    records = exported[{"film": "films", "edition": "editions", "copy": "copies"}[field.entity]]
    typed_id = f"{field.entity}:{getattr(row, f'{field.entity}_id')}"
    [record] = [record for record in records if record["id"] == typed_id]
    if field.key in json_export.SAID_BY_OTHERS:
        assert field.name not in record
    elif field.key in json_export.LISTED_APART:
        rows = [row for row in exported[field.key] if row[field.entity] == typed_id]
        assert [{name: row[name] for name in part} for row, part in zip(rows, value, strict=True)] == value
    else:
        assert record[field.name] not in (None, [], {})
    assert field.kind.same(there.record(arrived).values[field.key], value)
    assert field.kept or list(there.find(query_for(field, value)).ids) == [arrived]


@pytest.mark.parametrize("field", [field for field in registry.FIELDS if field.facet], ids=lambda field: field.key)
def test_the_values_of_a_facet_are_counted(collection, discs, field):
    value = value_of(field)
    collection.run(EditRecords(tuple(discs[:2]), {field.key: value}))
    counted = {facet.value: facet.count for facet in collection.facet(field.key)}
    for one in value if field.kind.multiple else [value]:
        assert counted[one] == 2
        assert len(collection.find(f'{field.key}:="{one}"').ids) == 2


@each_field
def test_a_field_that_is_found_by_its_words_completes_them(collection, discs, field):
    kind = field.kind
    if kind.compare != "words" or isinstance(kind, Parts) or kind.linked or kind.name == "long text":
        assert isinstance(collection.completions(field.key, "a"), list)
        return
    value = value_of(field)
    collection.run(EditRecords(tuple(discs[:1]), {field.key: value}))
    for one in value if field.kind.multiple else [value]:
        assert one in collection.completions(field.key, one[:2].upper())
