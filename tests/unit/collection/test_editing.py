import pytest

from catalogue.collection.commands import AddRecord, EditRecords
from catalogue.errors import FieldError, UserError


@pytest.fixture
def disc(collection):
    return collection.run(
        AddRecord({"title": "Solaris", "year": 1972, "format": "DVD", "owner": "Ann", "tags": ["Space", "USSR"]})
    ).result


@pytest.fixture
def second(collection, disc):
    return collection.run(AddRecord({"title": "Solaris", "year": 1972, "format": "Blu-ray", "owner": "Bo"})).result


def test_a_value_goes_to_the_film_the_edition_or_the_copy_it_belongs_to(collection, disc, second, shown):
    collection.run(EditRecords((disc,), {"tagline": "Inner space", "distributor": "Mosfilm", "owner": "Cy"}))
    assert shown("tagline", "distributor", "owner", row=disc) == {
        "tagline": "Inner space",
        "distributor": "Mosfilm",
        "owner": "Cy",
    }
    assert shown("tagline", "distributor", "owner", row=second) == {
        "tagline": "Inner space",
        "distributor": None,
        "owner": "Bo",
    }


def test_forty_discs_move_in_one_operation(collection, shown):
    discs = tuple(collection.run(AddRecord({"title": f"Film {number}"})).result for number in range(40))
    changes = collection.run(EditRecords(discs, {"location": "Cellar/Box 3"}))
    assert changes.label == "Edit 40 discs: location"
    assert changes.changed == set(discs)
    assert changes.result == 40
    assert len(collection.find('location:="Cellar/Box 3"').ids) == 40
    assert collection.undo().changed == set(discs)
    assert len(collection.find("has:location").ids) == 0


def test_only_what_differs_counts(collection, disc, second):
    changes = collection.run(EditRecords((disc, second), {"format": "DVD", "owner": "Bo"}))
    assert changes.label == "Edit 2 discs: owner, format"
    changes = collection.run(EditRecords((disc, second), {"format": "DVD", "owner": "Ann"}))
    assert changes.label == "Edit 2 discs: owner"


def test_nothing_to_change_is_no_operation(collection, disc):
    before = collection.history()
    for command in (
        EditRecords((disc,), {"title": "Solaris", "year": 1972, "tags": ["Space", "USSR"]}),
        EditRecords((disc,), add={"tags": ["Space"]}),
        EditRecords((disc,), add={"tags": ["space"]}),
        EditRecords((disc,), remove={"tags": ["unknown"]}),
        EditRecords((disc,), {"tagline": None}),
        EditRecords((disc,), {}),
    ):
        changes = collection.run(command)
        assert not changes, command
        assert changes.operation is None
        assert changes.changed == frozenset()
    assert collection.history() == before


def test_a_place_typed_in_another_case_is_the_place_that_is_there(collection, disc, second, shown):
    collection.run(EditRecords((disc,), {"location": "Shelf 1"}))
    collection.run(EditRecords((second,), {"location": "shelf 1"}))
    assert shown("location", row=second) == "Shelf 1"


def test_the_case_of_a_title_can_be_mended(collection, disc, shown):
    assert collection.run(EditRecords((disc,), {"title": "SOLARIS"}))
    assert shown("title") == "SOLARIS"


def test_entries_of_lists_are_added_and_removed(collection, disc, second, shown):
    collection.run(EditRecords((disc, second), add={"tags": ["Lem", "space"]}, remove={"tags": ["ussr"]}))
    assert shown("tags", row=disc) == ["Space", "Lem"]
    assert shown("tags", row=second) == ["Lem", "Space"]
    collection.run(EditRecords((disc,), {"tags": []}))
    assert shown("tags", row=disc) == []


def test_parts_of_a_cast_are_added_and_removed(collection, disc, shown):
    kelvin = {"order": 1, "person": "Donatas Banionis", "role": "actor", "character": "Kris Kelvin"}
    hari = {"order": 2, "person": "Natalya Bondarchuk", "role": "actor", "character": "Hari"}
    collection.run(EditRecords((disc,), add={"credits": [kelvin]}))
    collection.run(EditRecords((disc,), add={"credits": [hari]}))
    assert shown("credits") == [kelvin, hari]
    collection.run(EditRecords((disc,), remove={"credits": [kelvin]}))
    assert shown("credits") == [{**hari, "order": 1}]
    assert not collection.run(EditRecords((disc,), add={"credits": [{**hari, "order": 9}]}))
    assert collection.run(EditRecords((disc,), remove={"credits": [hari]}))
    assert shown("credits") == []


def test_a_value_is_emptied(collection, disc, shown):
    collection.run(EditRecords((disc,), {"owner": None, "year": None}))
    assert shown("owner", "year") == {"owner": None, "year": None}
    assert list(collection.find("no:owner no:year").ids) == [disc]


def test_a_disc_is_added_to_a_film_by_giving_it_a_value_of_a_disc(collection, shown):
    film = collection.run(AddRecord({"title": "Stalker"}, disc=False)).result
    changes = collection.run(EditRecords((film,), {"format": "DVD", "owner": "Ann"}))
    [disc] = changes.added
    assert changes.removed == {film}
    assert shown("title", "format", "owner", row=disc) == {"title": "Stalker", "format": "DVD", "owner": "Ann"}
    assert shown("added_at", row=disc) is not None


def test_a_film_is_named_for_a_scanned_disc(collection, shown):
    disc = collection.run(AddRecord({"barcode": "4006381333931"})).result
    collection.run(EditRecords((disc,), {"title": "Stalker", "year": 1979}))
    record = collection.record(disc)
    assert (record.values["title"], record.values["barcode"]) == ("Stalker", "4006381333931")
    assert record.reviews == ()


def test_a_scanned_disc_named_after_a_known_film_joins_it(collection):
    film = collection.run(AddRecord({"title": "Stalker", "year": 1979}, disc=False)).result
    disc = collection.run(AddRecord({"barcode": "4006381333931"})).result
    collection.run(EditRecords((disc,), {"title": "stalker", "year": 1979}))
    assert collection.record(disc).film_id == -film


def test_what_was_typed_keeps_the_moment_of_the_change(collection, disc, shown):
    assert shown("modified_at") >= shown("added_at")


def test_a_record_that_is_gone_is_refused(collection):
    with pytest.raises(UserError, match="The record is no longer there; nothing was changed"):
        collection.run(EditRecords((77,), {"title": "x"}))


def test_rows_that_are_gone_are_passed_over(collection, disc, shown):
    assert collection.run(EditRecords((77, disc), {"title": "Stalker"})).result == 1
    assert shown("title") == "Stalker"


def test_an_unknown_field_and_one_of_the_program_are_refused_and_nothing_changes(collection, disc, rows_of):
    before = rows_of(collection.path)
    with pytest.raises(FieldError, match="There is no field “colr”"):
        collection.run(EditRecords((disc,), {"owner": "Cy", "colr": "red"}))
    with pytest.raises(FieldError, match="Changed is written by the program"):
        collection.run(EditRecords((disc,), {"owner": "Cy", "modified_at": "2020-01-01"}))
    assert rows_of(collection.path) == before


def test_an_edit_by_hand_survives_a_page_read_before_and_after(collection, take, page, shown):
    take(page("Solaris", 1972, people=[("Donatas Banionis", "Kelvin")]))
    [row] = collection.find("").ids
    collection.run(EditRecords((row,), {"title": "Solaris (Tarkovsky)", "credits": []}))
    take(page("Solaris (Tarkovsky)", 1972, people=[("Jüri Järvet", "Snaut")], text="another"))
    assert shown("title", "credits") == {"title": "Solaris (Tarkovsky)", "credits": []}
    assert len(collection.record(row).documents) == 2


def test_another_case_of_a_tag_a_place_or_a_person_is_theirs_everywhere(collection):
    cast = [{"person": "jeroen krabbé", "role": "actor", "character": "Bukharin"}]
    for title in ("One", "Two"):
        collection.run(AddRecord({"title": title, "tags": ["paino"], "location": "cellar/box 1", "credits": cast}))
    fixed = [{"person": "Jeroen Krabbé", "role": "actor", "character": "Bukharin"}]
    collection.run(EditRecords((1,), {"tags": ["Paino"], "location": "Cellar/Box 1", "credits": fixed}))

    for row in (1, 2):
        values = collection.record(row).values
        assert values["tags"] == ["Paino"]
        assert values["location"] == "Cellar/Box 1"
        assert values["credits"][0]["person"] == "Jeroen Krabbé"
    assert collection.check() == []

    collection.undo()
    assert collection.record(2).values["tags"] == ["paino"]
    assert collection.record(2).values["location"] == "cellar/box 1"


def test_a_film_keeps_a_title(collection, disc, shown):
    for empty in (None, ""):
        with pytest.raises(FieldError, match=r"^A film needs a title\. Nothing was changed\.$"):
            collection.run(EditRecords((disc,), {"title": empty, "year": 1973}))
    assert shown("title", "year", row=disc) == {"title": "Solaris", "year": 1972}
