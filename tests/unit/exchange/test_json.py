import copy
import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from catalogue.collection.commands import (
    AddRecord,
    Confirm,
    EditPlace,
    EditRecords,
    ImportDocuments,
    Incoming,
    OrderPlaces,
    RenameValue,
    SaveSearch,
    SetPicture,
    SetSortName,
    whole,
)
from catalogue.errors import UserError
from catalogue.exchange import importing, json_export, json_import, json_lists
from catalogue.exchange.json_lists import JsonLists
from catalogue.fields import registry
from catalogue.fields.draft import DocumentDraft, FactDraft
from catalogue.store import listing, picture_edits, tables

FILM = """id title original_title sort_title kind year release_date runtime_minutes color aspect_ratio tagline genres
countries languages keywords studios filming_locations certifications budget after_credits ratings external_ids links
credits texts documents needs_review conflicts choices"""
EDITION = """id title edition_name barcode format country certification regions nr_discs distributor release_date
contents"""
COPY = """id edition status index owner location storage_device slot condition purchase_date store price tags notes
custom added_at modified_at"""


def exported(collection, path):
    json_export.write(collection, path)
    return path.read_text(encoding="utf-8")


def without_ids(text):
    """The export with ids renumbered in the order in which they first occur."""
    numbers = {}

    def renumber(match):
        kind = match[1]
        known = numbers.setdefault(kind, {})
        return f'"{kind}:{known.setdefault(match[2], len(known) + 1)}"'

    return re.sub(r'"(film|edition|copy|person|document|place):(\d+)"', renumber, text)


def test_an_empty_catalogue_is_whole_json(collection, tmp_path):
    assert json.loads(exported(collection, tmp_path / "a.json")) == {
        "format": "disc-catalogue",
        "version": 1,
        **{
            name: []
            for name in (
                [
                    "films",
                    "editions",
                    "copies",
                    "people",
                    "documents",
                    "pictures",
                    "contacts",
                    "loans",
                    "viewings",
                    "places",
                    "spellings",
                    "saved_searches",
                    "custom_fields",
                ]
            )
        },
    }


def test_an_export_has_the_keys_of_the_contract(collection, fill, tmp_path):
    fill(collection)
    data = json.loads(exported(collection, tmp_path / "a.json"))
    for name, wanted in (("films", FILM), ("editions", EDITION), ("copies", COPY)):
        for record in data[name]:
            assert set(wanted.split()) <= set(record), name
    for name, entity in (("films", "film"), ("editions", "edition"), ("copies", "copy")):
        apart = {*json_export.LISTED_APART, *json_export.SAID_BY_OTHERS}
        assert {field.name for field in registry.BUILT_IN.of_entity(entity)} - apart <= set(data[name][0])
    for person in data["people"]:
        assert set(person) == {"id", "name", "sort_name", "qualifier", "external_ids"}
    for document in data["documents"]:
        assert {"id", "kind", "site", "title", "sha256", "sections", "text", "facts"} <= set(document)
        for fact in document["facts"]:
            assert {"about", "field", "value"} <= set(fact)


def test_every_reference_of_an_export_is_in_it(collection, fill, tmp_path):
    fill(collection)
    data = json.loads(exported(collection, tmp_path / "a.json"))
    ids = {
        kind: {record["id"] for record in data[name]}
        for kind, name in (
            [
                ("film", "films"),
                ("edition", "editions"),
                ("copy", "copies"),
                ("person", "people"),
                ("document", "documents"),
                ("place", "places"),
            ]
        )
    }
    used = set(re.findall(r'"((?:film|edition|copy|person|document|place):\d+)"', (tmp_path / "a.json").read_text()))
    assert used == set().union(*ids.values())
    assert {record["edition"] for record in data["copies"]} <= ids["edition"]
    assert {part["film"] for record in data["editions"] for part in record["contents"]} <= ids["film"]
    assert {part["person_id"] for record in data["films"] for part in record["credits"]} == ids["person"]


def test_values_have_the_form_of_the_contract(collection, fill, tmp_path):
    added = fill(collection)
    data = json.loads(exported(collection, tmp_path / "a.json"))
    film = next(record for record in data["films"] if record["title"] == "Łódź")
    disc = next(record for record in data["copies"] if record["id"] == f"copy:{added}")
    edition = next(record for record in data["editions"] if record["id"] == disc["edition"])
    assert film["after_credits"] == {"has_scene": True, "note": "a cat"}
    assert film["external_ids"] == {}
    [credit] = film["credits"]
    assert credit == {
        "order": 1,
        "person": "Ann",
        "person_id": credit["person_id"],
        "role": "director",
        "character": None,
    }
    assert {(choice["field"], choice["by"]) for choice in film["choices"]} == {
        (key, "hand") for key in ("title", "year", "credits", "after_credits")
    }
    assert (edition["barcode"], edition["slipcover"]) == ("191329079843", False)
    assert edition["contents"] == [{"film": film["id"], "disc": None, "cut": None}]
    assert (disc["location"], disc["tags"], disc["custom"]) == ("Room/Shelf 2", ["a b", "C"], {})
    assert [place["path"] for place in data["places"] if place["path"].startswith("Room")] == ["Room", "Room/Shelf 2"]
    assert data["pictures"][0]["copy"] == disc["id"]
    priced = [record["price"] for record in data["copies"] if record["price"]]
    assert priced == [{"amount": 9.99, "currency": "EUR"}]


def test_what_is_in_the_trash_stays_out(collection, fill, tmp_path):
    fill(collection)
    assert "Gone" not in exported(collection, tmp_path / "a.json")


@pytest.mark.parametrize("suffix", [".json", ".zip"])
def test_out_into_an_empty_catalogue_and_out_again_is_the_same_but_for_ids(new_collection, fill, tmp_path, suffix):
    here, there = new_collection(), new_collection()
    fill(here)
    json_export.write(here, tmp_path / f"a{suffix}")
    [receipt] = importing.run(there, [tmp_path / f"a{suffix}"]).files
    assert receipt.read == receipt.new
    assert receipt.problems == []
    first, second = exported(here, tmp_path / "again.json"), exported(there, tmp_path / "b.json")
    if suffix == ".json":
        # Pictures go along in a zip only.
        assert json.loads(second)["pictures"] == []
        first, second = (json.dumps(json.loads(text) | {"pictures": []}) for text in (first, second))
    assert without_ids(first) == without_ids(second)
    assert there.check() == []


def test_a_doubt_about_the_film_of_a_page_goes_along(new_collection, tmp_path):
    here, there = new_collection(), new_collection()
    for year in (1972, 2002):
        here.run(AddRecord({"title": "Solaris", "year": year}))
    facts = (FactDraft("film", "title", "Solaris"), FactDraft("film", "runtime_minutes", 99))
    here.run(ImportDocuments((Incoming(DocumentDraft("title_page", "a page", facts=facts)),)))
    assert len(here.find("needs:review").ids) == 1
    first = exported(here, tmp_path / "a.json")
    importing.run(there, [tmp_path / "a.json"])
    assert without_ids(first) == without_ids(exported(there, tmp_path / "b.json"))


def test_an_odd_value_goes_along_with_its_doubt_or_its_confirmation(new_collection, tmp_path):
    here, there = new_collection(), new_collection()
    for title, confirmed in (("Ida", True), ("Una", False)):
        row_id = here.run(AddRecord({"title": title, "barcode": "191329079844"})).result
        # Another edition of the same code: each has its own doubt.
        here.run(EditRecords((row_id,), {"year": 1066}))
        if confirmed:
            here.run(Confirm(row_id, "year"))
    first = exported(here, tmp_path / "a.json")
    importing.run(there, [tmp_path / "a.json"])
    assert without_ids(first) == without_ids(exported(there, tmp_path / "b.json"))
    reviews = {
        record.values["title"]: [review.field for review in record.reviews]
        for record in map(there.record, there.find("").ids)
    }
    assert reviews == {"Ida": ["barcode"], "Una": ["year", "barcode"]}


def test_what_came_in_finds_and_shows_the_same(new_collection, fill, tmp_path):
    here, there = new_collection(), new_collection()
    fill(here)
    json_export.write(here, tmp_path / "a.zip")
    importing.run(there, [tmp_path / "a.zip"])
    for query in ("", "stalin", "łódź", "tag:c", "location:=Room", "has:cover", "needs:review", "sort:year- is:disc"):
        titles = [
            [one.rows(one.find(query).ids, ["title"])[row].values["title"] for row in one.find(query).ids]
            for one in (here, there)
        ]
        assert titles[0] == titles[1], query
    assert here.stats() == there.stats() | {"people": here.stats()["people"]}


def test_pictures_go_along_in_a_zip(new_collection, fill, tmp_path, picture):
    here, there = new_collection(), new_collection()
    added = fill(here)
    json_export.write(here, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        sha256 = here.record(added).picture
        assert archive.namelist() == ["catalogue.json", f"pictures/{sha256}.png"]
    importing.run(there, [tmp_path / "a.zip"])
    [row] = there.find("has:cover").ids
    assert there.record(row).picture == sha256
    assert there.picture_file(sha256).read_bytes() == picture()


def test_the_original_of_a_cropped_picture_goes_along(new_collection, tmp_path, picture):
    here, there = new_collection(), new_collection()
    row_id = here.run(AddRecord({"title": "Ida"})).result
    data = picture()
    here.run(SetPicture(row_id, picture_edits.turned(data), "back", data))
    json_export.write(here, tmp_path / "a.zip")
    importing.run(there, [tmp_path / "a.zip"])
    record = there.record(there.find("ida").ids[0])
    assert there.picture_bytes(record.pictures["back original"]) == data
    assert sorted(record.pictures) == ["back", "back original"]


def test_places_spellings_and_sort_names_come_back(new_collection, fill, tmp_path):
    here, there = new_collection(), new_collection()
    fill(here)
    here.run(EditPlace("Room", {"capacity": 40, "notes": "By the door"}))
    here.run(OrderPlaces(("Room",)))
    here.run(RenameValue("tags", ("a b",), "ab"))
    here.run(SetSortName("Ann", "Lee, Ann"))
    first = exported(here, tmp_path / "a.json")
    data = json.loads(first)
    room = next(place for place in data["places"] if place["path"] == "Room")
    assert (room["capacity"], room["notes"], room["position"]) == (40, "By the door", 1)
    assert data["spellings"] == [{"field": "tags", "old": "a b", "new": "ab"}]
    assert [person["sort_name"] for person in data["people"] if person["sort_name"]] == ["Lee, Ann"]
    importing.run(there, [tmp_path / "a.json"])
    assert json.loads(exported(there, tmp_path / "b.json"))["spellings"] == data["spellings"]
    again = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    plain = [{key: part for key, part in place.items() if key != "id"} for place in data["places"]]
    assert [{key: part for key, part in place.items() if key != "id"} for place in again["places"]] == plain
    assert [person["sort_name"] for person in again["people"] if person["sort_name"]] == ["Lee, Ann"]
    importing.run(there, [tmp_path / "a.json"])
    assert there.undo_label().startswith("Import")


def test_saved_searches_come_back_once_and_those_here_stand(new_collection, fill, tmp_path):
    here, there = new_collection(), new_collection()
    fill(here)
    here.run(SaveSearch("Red", "tag:ussr", (("year", True),)))
    here.run(SaveSearch("Old", "year:<1980"))
    there.run(SaveSearch("OLD", "year:<1950"))
    exported(here, tmp_path / "a.json")
    for _ in range(2):
        importing.run(there, [tmp_path / "a.json"])
    found = [(one.name, one.query, one.sort) for one in there.saved_searches()]
    assert found == [("OLD", "year:<1950", ()), ("Red", "tag:ussr", (("year", True),))]
    json_export.write(here, tmp_path / "b.json", "is:disc")
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["saved_searches"] == []


def test_an_export_of_a_query_holds_what_it_finds_and_what_belongs_to_it(new_collection, fill, tmp_path):
    here, there = new_collection(), new_collection()
    fill(here)
    assert json_export.write(here, tmp_path / "a.json", "łódź").rows == 2
    data = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [film["title"] for film in data["films"]] == ["Łódź"]
    assert (len(data["editions"]), len(data["copies"]), len(data["people"])) == (2, 2, 1)
    assert [place["path"] for place in data["places"]] == ["Room/Shelf 2"]
    importing.run(there, [tmp_path / "a.json"])
    assert len(there.find("łódź").ids) == len(there.find("").ids) == 2


def test_a_zip_of_a_query_holds_only_the_pictures_of_what_it_finds(collection, fill, tmp_path):
    fill(collection)
    json_export.write(collection, tmp_path / "a.zip", "is:disc no:cover")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.namelist() == ["catalogue.json"]


def test_a_query_that_was_not_understood_is_refused_and_no_file_is_left(collection, tmp_path):
    with pytest.raises(UserError, match=r"^There is no field “colr”\. Nothing was exported\.$"):
        json_export.write(collection, tmp_path / "a.json", "colr:red")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("a.json")]


def test_a_file_that_cannot_be_written_is_named(collection, tmp_path):
    with pytest.raises(UserError, match=r"could not be written .*; the collection was not changed\.$"):
        json_export.write(collection, tmp_path / "nowhere" / "a.json")


def test_the_same_export_again_changes_nothing(new_collection, fill, tmp_path, rows_of):
    here, there = new_collection(), new_collection()
    fill(here)
    json_export.write(here, tmp_path / "a.json")
    for collection in (there, here):
        importing.run(collection, [tmp_path / "a.json"])
        rows, history = rows_of(collection.path), collection.history()
        [receipt] = importing.run(collection, [tmp_path / "a.json"]).files
        assert receipt.read == receipt.same > 0
        assert rows_of(collection.path) == rows
        assert collection.history() == history


def test_an_export_imported_into_where_it_came_from_changes_nothing(collection, fill, tmp_path, rows_of):
    fill(collection)
    rows = rows_of(collection.path)
    json_export.write(collection, tmp_path / "a.json")
    importing.run(collection, [tmp_path / "a.json"])
    assert rows_of(collection.path) == rows


def test_an_import_of_an_export_is_undone_in_one_step(new_collection, fill, tmp_path, rows_of):
    here, there = new_collection(), new_collection()
    fill(here)
    json_export.write(here, tmp_path / "a.json")
    before = rows_of(there.path)
    importing.run(there, [tmp_path / "a.json"])
    there.undo()
    assert rows_of(there.path) == before


def test_an_export_is_added_to_what_is_here_already(new_collection, tmp_path):
    here, there = new_collection(), new_collection()
    here.run(AddRecord({"title": "Solaris", "year": 1972, "owner": "Ann"}))
    there.run(AddRecord({"title": "Solaris", "year": 1972, "owner": "Bo", "tagline": "ours"}))
    there.run(AddRecord({"title": "Alien"}))
    json_export.write(here, tmp_path / "a.json")
    importing.run(there, [tmp_path / "a.json"])
    assert (there.stats()["films"], there.stats()["copies"]) == (2, 3)
    assert {there.record(row).values["tagline"] for row in there.find("solaris").ids} == {"ours"}


def test_two_films_of_one_name_stay_two(new_collection, tmp_path):
    here, there = new_collection(), new_collection()
    for year in (1972, 2002):
        here.run(AddRecord({"title": "Solaris", "year": year}))
    json_export.write(here, tmp_path / "a.json")
    importing.run(there, [tmp_path / "a.json"])
    assert there.stats()["films"] == 2


def test_a_hand_edit_of_a_page_goes_along_and_holds(new_collection, samples, tmp_path):
    here, there = new_collection(), new_collection()
    importing.run(here, samples[:1])
    [row] = here.find("").ids
    here.run(EditRecords((row,), {"title": "By hand", "genres": []}))
    json_export.write(here, tmp_path / "a.json")
    importing.run(there, [tmp_path / "a.json"])
    importing.run(there, samples[:1])
    [row] = there.find("").ids
    assert (there.record(row).values["title"], there.record(row).values["genres"]) == ("By hand", [])


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (
            b'{"format": "disc-catalogue", "version": 1, "films": [',
            "This export is damaged (it is not whole JSON); nothing in it was read.",
        ),
        (
            b'{"format": "disc-catalogue", "version": 2}',
            "This export was made by a newer version of Disc Catalogue; nothing in it was read.",
        ),
        (b'{"format": "other disc-catalogue"}', "This is not an export of Disc Catalogue; nothing in it was read."),
        (b'["disc-catalogue"]', "This is not an export of Disc Catalogue; nothing in it was read."),
        (b"PK\x03\x04 nothing", "This is a damaged archive; nothing in it was read."),
        (b'{"a":' * 100_000, "This export is damaged (it is not whole JSON); nothing in it was read."),
    ],
)
def test_a_damaged_export_is_refused_in_a_sentence(data, complaint):
    with pytest.raises(UserError) as refusal:
        json_import.load(data)
    assert str(refusal.value) == complaint


def test_an_export_without_some_lists_is_taken_as_it_is(collection):
    export = json_import.load(
        b'{"format": "disc-catalogue", "version": 1, "films": [{"id": "film:1", "title": "Solaris"}]}'
    )
    collection.run(json_import.command(export))
    [row] = collection.find("solaris").ids
    assert collection.record(row).values["kind"] == "film"


@pytest.fixture(scope="module")
def whole_export(blank_catalogue, tmp_path_factory):
    from catalogue.collection import Collection

    path = tmp_path_factory.mktemp("export") / "films.db"
    path.write_bytes(blank_catalogue.read_bytes())
    collection = Collection.open(path)
    values = {"title": "Solaris", "year": 1972, "genres": ["Drama"], "tags": ["a"], "location": "Room/Shelf"}
    values |= {"barcode": "4006381333931", "price": {"amount": 5, "currency": "EUR"}, "slipcover": True}
    values["ratings"] = [{"source": "IMDb", "audience": "users", "value": 8, "scale": 10, "votes": None}]
    values["external_ids"] = [{"source": "IMDb", "id": "tt1"}]
    values["after_credits"] = {"has_scene": False, "note": None}
    collection.run(AddRecord(values))
    credit = {"order": 1, "person": "Ann", "role": "actor", "character": "Hari"}
    text = {"kind": "summary", "author": None, "heading": None, "text": "He travels."}
    facts = (
        FactDraft("film", "title", "Solaris"),
        FactDraft("film", "year", 1972),
        FactDraft("film", "credits", credit, subject="Ann"),
        FactDraft("film", "texts", text),
        FactDraft("copy", "index", 7),
    )
    collection.run(ImportDocuments((Incoming(DocumentDraft("collection_page", "a page", facts=facts)),)))
    json_export.write(collection, path.with_suffix(".json"))
    collection.close()
    return json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


NONSENSE = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([0, -1, 10**30, 1.5, float("inf"), "", "x", "film:1", "copy:99", "\ud800", "\0", "3/4/2001"]),
    st.sampled_from([[], {}, [[]], [{}], ["x"], [None], {"x": 1}, [{"person": 3}], {"amount": "x"}]),
)


def places_in(value, path=()):
    found = [path]
    if isinstance(value, dict):
        found += [place for key, part in value.items() for place in places_in(part, (*path, key))]
    elif isinstance(value, list):
        found += [place for index, part in enumerate(value) for place in places_in(part, (*path, index))]
    return found


@settings(max_examples=50, phases=[Phase.generate])
@given(data=st.data())
def test_a_mangled_export_is_taken_or_refused_in_a_sentence_and_never_half(
    whole_export, blank_catalogue, tmp_path, data
):
    from catalogue.collection import Collection

    mangled = copy.deepcopy(whole_export)
    for _ in range(data.draw(st.integers(min_value=1, max_value=3))):
        *way, last = data.draw(st.sampled_from([place for place in places_in(mangled) if len(place) > 1]))
        parent = mangled
        for step in way:
            parent = parent[step]
        if data.draw(st.booleans()):
            parent[last] = copy.deepcopy(data.draw(NONSENSE))
        else:
            del parent[last]
    path = tmp_path / "films.db"
    path.write_bytes(blank_catalogue.read_bytes())
    collection = Collection(path)
    refusal = None
    try:
        collection.run(json_import.command(json_import.load(json.dumps(mangled).encode())))
    except UserError as error:
        refusal = str(error)
    rows = collection.find("").ids
    if refusal is not None:
        assert refusal.endswith(".")
        assert rows.tolist() == []
        assert collection.history() == []
    # What was taken can be shown, found and written out again.
    for row in rows:
        record = collection.record(row)
        for field in registry.FIELDS:
            field.kind.show(record.values[field.key])
    json_export.write(collection, tmp_path / "again.json", replace=True)
    assert collection.check() == []
    collection.close()
    for file in tmp_path.glob("films.db*"):
        file.unlink()


def lists(text):
    return JsonLists(lambda: io.BytesIO(text.encode()))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(alphabet='aé"\\[]{}, \n'),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=2), inside, max_size=4),
    max_leaves=12,
)


@given(whole=st.dictionaries(st.sampled_from("abc"), JSON), chunk=st.integers(1, 9), indent=st.sampled_from([None, 2]))
def test_a_file_read_piece_by_piece_says_what_it_says_as_a_whole(whole, chunk, indent):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lists, "_CHUNK", chunk)
        read = lists(json.dumps(whole, indent=indent, ensure_ascii=chunk % 2 == 0))
        assert {name: list(one) if isinstance(one, Iterator) else one for name, one in read.scan()} == whole
        for name, value in whole.items():
            if isinstance(value, list):
                assert read.count(name) == len(value)
                assert list(read.each(name)) == list(read.each(name)) == value


@given(text=st.text(alphabet='{}[]",:1ae \n', max_size=12))
def test_what_is_no_json_is_refused_also_when_it_is_read_piece_by_piece(text):
    text = "{" + text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_lists, "_CHUNK", 1)
        try:
            json.loads(text)
        except ValueError:
            with pytest.raises(json_lists.JsonError):
                list(lists(text).scan())


def test_a_large_export_is_found_by_title_at_once_and_by_its_texts_later(new_collection, tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "AT_ONCE", 2)
    here, there = new_collection(), new_collection()
    text = {"kind": "summary", "author": None, "heading": None, "text": "Nobody expects it."}
    for number in range(3):
        here.run(AddRecord({"title": f"Film {number}", "texts": [text]}))
    json_export.write(here, tmp_path / "a.json")
    importing.run(there, [tmp_path / "a.json"])
    assert there.behind() == 3
    assert len(there.find("film").ids) == 3
    assert len(there.find("nobody").ids) == 0
    assert there.check() == []
    there.index_behind()
    assert there.behind() == 0
    assert len(there.find("nobody").ids) == 3
    assert there.check() == []


def test_an_import_notes_one_range_of_rows_for_each_table(new_collection, fill, tmp_path, monkeypatch):
    monkeypatch.setattr(whole, "BATCH", 2)
    here, there = new_collection(), new_collection()
    fill(here)
    json_export.write(here, tmp_path / "a.zip")
    importing.run(there, [tmp_path / "a.zip"])
    with there.reading() as connection:
        noted = list(connection.scalars(sa.select(tables.row_change.c.table_name)))
    assert len(noted) == len(set(noted))


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Heat", "edition_title": "Disc 1", "box_set": "Crime in a box"},
        {"barcode": "4006381333931", "year": 1999, "owner": "Bo", "location": "Hall"},
    ],
    ids=["an edition in a box set that has no disc of its own", "a film without a title"],
)
def test_it_comes_back_as_it_was_and_is_known_when_it_comes_again(new_collection, tmp_path, values):
    first, second = new_collection(), new_collection()
    first.run(AddRecord(values))
    out = exported(first, tmp_path / "a.json")
    importing.run(second, [tmp_path / "a.json"])
    assert without_ids(exported(second, tmp_path / "b.json")) == without_ids(out)
    importing.run(second, [tmp_path / "a.json"])
    assert len(second.history()) == 1


def test_an_import_of_many_films_that_is_undone_leaves_nothing_to_be_indexed(new_collection, tmp_path, monkeypatch):
    monkeypatch.setattr(listing, "AT_ONCE", 1)
    first, second = new_collection(), new_collection()
    for title in ("One", "Two", "Three"):
        first.run(AddRecord({"title": title}))
    exported(first, tmp_path / "a.json")
    importing.run(second, [tmp_path / "a.json"])
    second.undo()
    assert second.check() == []
