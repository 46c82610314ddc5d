import pytest

from catalogue.collection.commands import AddRecord, DeleteRecords
from catalogue.errors import FieldError, UserError


def stats(collection):
    figures = collection.stats()
    return tuple(figures[name] for name in ("films", "editions", "copies"))


def test_a_new_disc_is_a_film_an_edition_and_a_copy(collection, shown):
    changes = collection.run(AddRecord({"title": "Solaris", "year": 1972, "format": "DVD", "owner": "Ann"}))
    record = collection.record(changes.result)
    assert changes.label == "Add Solaris"
    assert changes.added == {changes.result}
    assert changes.result == record.copy_id
    assert stats(collection) == (1, 1, 1)
    assert shown("title", "year", "format", "owner", "status", "kind") == {
        "title": "Solaris",
        "year": 1972,
        "format": "DVD",
        "owner": "Ann",
        "status": "in collection",
        "kind": "film",
    }
    assert record.values["added_at"] is not None


def test_a_film_without_a_disc_has_a_row_of_its_own(collection):
    changes = collection.run(AddRecord({"title": "Solaris"}, disc=False))
    record = collection.record(changes.result)
    assert changes.result == -record.film_id
    assert (record.edition_id, record.copy_id) == (None, None)


def test_a_value_of_a_disc_makes_a_disc_even_when_none_was_asked_for(collection):
    added = collection.run(AddRecord({"title": "Solaris", "owner": "Ann"}, disc=False)).result
    assert collection.record(added).copy_id is not None


def test_a_second_disc_of_a_film_of_the_same_title_and_year_reuses_the_film(collection):
    collection.run(AddRecord({"title": "Solaris", "year": 1972, "format": "DVD"}))
    collection.run(AddRecord({"title": "SOLARIS", "year": 1972, "format": "Blu-ray"}))
    assert stats(collection) == (1, 2, 2)
    assert {collection.record(row).values["title"] for row in collection.find("").ids} == {"Solaris"}


@pytest.mark.parametrize(
    "other", [{"title": "Solaris", "year": 2002}, {"title": "Stalker", "year": 1972}, {"title": "Stalker"}]
)
def test_a_remake_and_another_title_are_other_films(collection, other):
    collection.run(AddRecord({"title": "Solaris", "year": 1972}))
    collection.run(AddRecord(other))
    assert stats(collection) == (2, 2, 2)


def test_a_title_without_a_year_is_the_one_film_that_has_it_and_a_new_one_where_two_have_it(collection):
    collection.run(AddRecord({"title": "Solaris", "year": 1972}))
    added = collection.run(AddRecord({"title": "solaris", "format": "Blu-ray"}))
    assert stats(collection) == (1, 2, 2)
    assert added.label == "Add Solaris (1972), another disc"
    collection.run(AddRecord({"title": "Solaris", "year": 2002}))
    collection.run(AddRecord({"title": "Solaris"}))
    assert stats(collection) == (3, 4, 4)


def test_a_film_without_a_disc_leaves_the_list_when_its_disc_comes(collection):
    film = collection.run(AddRecord({"title": "Solaris", "year": 1972}, disc=False)).result
    changes = collection.run(AddRecord({"title": "Solaris", "year": 1972}))
    assert changes.removed == {film}
    assert list(collection.find("").ids) == [changes.result]
    assert collection.undo().added == {film}
    assert list(collection.find("").ids) == [film]


def test_a_second_copy_with_the_same_barcode_reuses_the_edition(collection, shown):
    collection.run(AddRecord({"title": "Solaris", "year": 1972, "barcode": "191329079843", "format": "DVD"}))
    for code in ("191329079843", "0191329079843"):
        added = collection.run(AddRecord({"barcode": code, "owner": "Bo"})).result
        assert shown("title", "format", "owner", row=added) == {"title": "Solaris", "format": "DVD", "owner": "Bo"}
    assert stats(collection) == (1, 1, 3)


def test_another_film_with_the_same_barcode_is_another_edition(collection):
    collection.run(AddRecord({"title": "Solaris", "barcode": "191329079843"}))
    collection.run(AddRecord({"title": "Stalker", "barcode": "191329079843"}))
    assert stats(collection) == (2, 2, 2)


def test_a_scanned_code_alone_is_a_disc_whose_film_is_to_be_found_out(collection):
    added = collection.run(AddRecord({"barcode": "4006381333931"})).result
    record = collection.record(added)
    assert record.film_id is None
    assert [review.reason for review in record.reviews] == ["It is not known yet which film is on this disc."]
    assert list(collection.find("needs:review").ids) == [added]


@pytest.mark.parametrize("values", [{}, {"title": None, "tags": []}, {"title": ""}])
def test_nothing_at_all_is_refused(collection, values):
    with pytest.raises(UserError, match="A new record needs at least a title or a barcode; nothing was added"):
        collection.run(AddRecord(values))
    assert collection.history() == []


def test_a_film_without_disc_needs_a_title(collection):
    with pytest.raises(UserError, match="nothing was added"):
        collection.run(AddRecord({"year": 1972}, disc=False))


def test_what_the_program_writes_itself_cannot_be_set(collection):
    with pytest.raises(FieldError, match="Added is written by the program and cannot be set by hand"):
        collection.run(AddRecord({"title": "Solaris", "added_at": "2020-01-01"}))
    with pytest.raises(FieldError, match="There is no field “titel”"):
        collection.run(AddRecord({"titel": "Solaris"}))
    assert collection.history() == []


def test_tags_places_and_people_are_shared_whatever_their_case(collection, shown):
    collection.run(AddRecord({"title": "Solaris", "tags": ["Piano"], "location": "Shelf 1"}))
    second = collection.run(AddRecord({"title": "Stalker", "tags": ["piano"], "location": "shelf 1"})).result
    assert [(facet.value, facet.count) for facet in collection.facet("tags")] == [("Piano", 2)]
    assert [(facet.value, facet.count) for facet in collection.facet("location")] == [("Shelf 1", 2)]
    assert shown("tags", "location", row=second) == {"tags": ["Piano"], "location": "Shelf 1"}


def test_a_film_in_the_trash_is_not_taken_for_the_film_of_a_new_disc(collection):
    film = collection.run(AddRecord({"title": "Solaris", "year": 1972}, disc=False)).result
    collection.run(DeleteRecords((film,)))
    added = collection.run(AddRecord({"title": "Solaris", "year": 1972})).result
    assert collection.record(added).film_id != -film


@pytest.mark.parametrize("values", [{"year": 1999}, {"owner": "Bo", "tags": ["Piano"]}, {"title": ""}])
def test_a_disc_that_nobody_would_find_again_is_not_added(collection, values):
    with pytest.raises(UserError, match="at least a title or a barcode"):
        collection.run(AddRecord(values))
    assert list(collection.find("").ids) == []
