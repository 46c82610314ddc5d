import random

import pytest
import sqlalchemy as sa

from catalogue.collection import Collection, history, merging
from catalogue.collection.commands import (
    AddField,
    AddPlace,
    AddRecord,
    DeleteRecords,
    EditPlace,
    EditRecords,
    MergeFilms,
    MergePlaces,
    RemoveField,
    RenameValue,
    RestoreRecords,
    RevertOperation,
    SetPicture,
    TakeSource,
)
from catalogue.errors import UserError
from catalogue.fields import registry
from catalogue.store import tables
from catalogue.store.writer import Writer


def value(collection: Collection, row_id: int, key: str):
    return collection.record(row_id).values[key]


def revert(collection: Collection, operation: int, *also: str):
    return collection.run(RevertOperation(operation, frozenset(also)))


def is_worked_out(collection: Collection) -> bool:
    """Whether every value is what facts and choices make of it, and the file is whole."""
    with collection._writes.connect() as connection:
        connection.begin()
        writer = Writer(connection, history.begin(connection, "do", "2026-01-01T00:00:00"))
        for entity in registry.ENTITIES:
            merging.recompute(writer, entity, connection.scalars(sa.select(tables.RECORDS[entity].c.id)).all())
        connection.rollback()
    return writer.changed_rows == 0 and collection.check() == []


@pytest.fixture
def discs(collection):
    rows = [
        collection.run(AddRecord({"title": title, "format": "DVD", "location": "Attic"})).result
        for title in ("Solaris", "Alien", "Brazil")
    ]
    return tuple(rows)


def test_an_old_change_goes_back_and_what_was_done_since_stays(collection, discs):
    moved = collection.run(EditRecords(discs, {"location": "Cellar"})).operation
    collection.run(EditRecords(discs, {"owner": "Bo", "notes": "dusty"}))
    changes = revert(collection, moved)
    assert changes.label == "Take back: Edit 3 discs: location"
    assert changes.result.kept == ()
    assert {value(collection, row, "location") for row in discs} == {"Attic"}
    assert {value(collection, row, "notes") for row in discs} == {"dusty"}
    assert [one.state for one in collection.history(limit=3)] == ["done", "done", "reverted"]
    assert is_worked_out(collection)


def test_what_was_changed_since_is_told_with_all_three_values_and_stays(collection, discs):
    moved = collection.run(EditRecords(discs, {"location": "Cellar"})).operation
    collection.run(EditRecords(discs[:1], {"location": "Garage"}))
    changes = revert(collection, moved)
    assert changes.label == "Take back in part: Edit 3 discs: location"
    [kept] = changes.result.kept
    assert (kept.name, kept.label, kept.then, kept.now, kept.back) == (
        "Solaris",
        "Location",
        "Cellar",
        "Garage",
        "Attic",
    )
    assert [value(collection, row, "location") for row in discs] == ["Garage", "Attic", "Attic"]


def test_a_person_may_take_back_what_was_changed_since_all_the_same(collection, discs):
    moved = collection.run(EditRecords(discs, {"location": "Cellar"})).operation
    collection.run(EditRecords(discs[:2], {"location": "Garage"}))
    kept = collection.revert_plan(moved).kept
    changes = revert(collection, moved, kept[1].key)
    assert [one.name for one in changes.result.kept] == ["Solaris"]
    assert [value(collection, row, "location") for row in discs] == ["Garage", "Attic", "Attic"]
    assert is_worked_out(collection)


def test_the_plan_says_how_much_would_go_back_and_changes_nothing(collection, discs, rows_of):
    moved = collection.run(EditRecords(discs, {"location": "Cellar"})).operation
    collection.run(EditRecords(discs[:1], {"location": "Garage"}))
    before = rows_of(collection.path)
    plan = collection.revert_plan(moved)
    assert plan.words() == "2 discs"
    assert len(plan.kept) == 1
    assert rows_of(collection.path) == before


def test_where_nothing_can_go_back_there_is_no_operation(collection, discs):
    moved = collection.run(EditRecords(discs[:1], {"location": "Cellar"})).operation
    collection.run(EditRecords(discs[:1], {"location": "Garage"}))
    before = collection.history()
    changes = revert(collection, moved)
    assert not changes
    assert not changes.result.went
    assert [one.label for one in changes.result.kept] == ["Location"]
    assert collection.history() == before


def test_taking_back_is_undone_and_taken_back_like_anything_else(collection, discs, rows_of):
    moved = collection.run(EditRecords(discs, {"location": "Cellar"})).operation
    collection.run(EditRecords(discs, {"owner": "Bo"}))
    before = rows_of(collection.path)
    back = revert(collection, moved).operation
    after = rows_of(collection.path)
    collection.undo()
    assert rows_of(collection.path) == before
    assert [one.state for one in collection.history() if one.id == moved] == ["done"]
    collection.redo()
    assert rows_of(collection.path) == after
    revert(collection, back)
    assert {value(collection, row, "location") for row in discs} == {"Cellar"}
    assert is_worked_out(collection)


def test_a_record_that_was_added_goes_with_all_of_it(collection, rows_of):
    collection.run(AddRecord({"title": "Alien", "tags": ["Space"]}))
    before = rows_of(collection.path)
    added = collection.run(AddRecord({"title": "Solaris", "tags": ["Space", "Sad"], "location": "Attic/Box"})).operation
    collection.run(AddRecord({"title": "Brazil"}))
    collection.undo()
    revert(collection, added)
    assert rows_of(collection.path) == before


def test_a_film_that_got_a_disc_later_stays(collection):
    film = collection.run(AddRecord({"title": "Solaris", "year": 1972}, disc=False))
    collection.run(AddRecord({"title": "Solaris", "year": 1972, "format": "DVD"}))
    changes = revert(collection, film.operation)
    assert not changes
    [kept] = changes.result.kept
    assert (kept.label, kept.then, kept.now, kept.can) == ("Film", "added", "used since: it is on a disc", False)
    assert collection.check() == []


def test_an_added_disc_that_was_edited_since_stays_or_goes_into_the_trash(collection):
    added = collection.run(AddRecord({"title": "Solaris"}))
    collection.run(EditRecords((added.result,), {"notes": "mine"}))
    [kept] = revert(collection, added.operation).result.kept
    assert (kept.label, kept.now, kept.back) == ("Disc", "changed since: Notes", "in the trash")
    assert collection.record(added.result).trashed is False
    revert(collection, added.operation, kept.key)
    assert collection.record(added.result).trashed
    assert value(collection, added.result, "notes") == "mine"
    assert is_worked_out(collection)


def test_an_import_goes_back_but_for_the_disc_that_was_edited(collection, take, page, pages, rows_of):
    before = rows_of(collection.path)
    take(pages["disc"], page("Alien", 1979), page("Brazil", 1985))
    operation = collection.history()[0].id
    [disc] = collection.find("wings").ids
    collection.run(EditRecords((disc,), {"notes": "mine"}))
    result = revert(collection, operation).result
    assert [one.name for one in result.kept] == ["Wings Of Desire (1987)"]
    assert collection.find("").ids.tolist() == [disc]
    assert len(collection.document_ids()) == 1
    assert is_worked_out(collection)
    collection.undo()
    collection.undo()
    revert(collection, operation)
    assert rows_of(collection.path) == before


def test_a_page_of_an_import_that_was_read_goes_with_its_film(collection, take, page):
    take(page("Alien", 1979))
    operation = collection.history()[0].id
    revert(collection, operation)
    assert collection.find("").ids.tolist() == []
    assert collection.document_ids() == []
    assert collection.check() == []


def test_films_that_were_merged_are_two_again(collection, take, page):
    take(page("Alien", 1979), page("Aliens", 1986))
    alien, aliens = (-row for row in sorted(collection.find("").ids, reverse=True))
    collection.run(EditRecords((-aliens,), {"tagline": "This time it is war."}))
    disc = collection.run(AddRecord({"title": "Aliens", "year": 1986})).result
    merged = collection.run(MergeFilms(alien, aliens)).operation
    collection.run(EditRecords((disc,), {"genres": ["Horror"], "owner": "Bo"}))
    changes = revert(collection, merged)
    assert changes.result.kept == ()
    assert value(collection, disc, "title") == "Aliens"
    assert value(collection, disc, "tagline") == "This time it is war."
    assert value(collection, disc, "owner") == "Bo"
    assert len(collection.record(disc).documents) == 1
    assert is_worked_out(collection)


def test_what_was_put_into_the_trash_comes_back_unless_it_was_restored_before(collection, discs):
    deleted = collection.run(DeleteRecords(discs)).operation
    collection.run(RestoreRecords(discs[:1]))
    assert revert(collection, deleted).result.kept == ()
    assert collection.counts()["trash"] == 0
    assert is_worked_out(collection)


def test_a_cover_goes_back_to_the_one_before(collection, discs, picture):
    collection.run(SetPicture(discs[0], picture("red")))
    before = collection.record(discs[0]).picture
    operation = collection.run(SetPicture(discs[0], picture("blue"))).operation
    collection.run(EditRecords(discs, {"owner": "Bo"}))
    revert(collection, operation)
    assert collection.record(discs[0]).picture == before


def test_a_choice_of_source_goes_back_to_the_rule(collection, take, page):
    take(page("Alien", 1979, text="one"), page("Alien", 1979, text="two"))
    film = collection.find("").ids[0]
    second = collection.record(film).documents[1].id
    chosen = collection.run(TakeSource(film, "title", second)).operation
    collection.run(EditRecords((film,), {"tagline": "x"}))
    revert(collection, chosen)
    assert not any(source.chosen for source in collection.record(film).sources if source.field == "title")
    assert is_worked_out(collection)


def test_a_place_that_was_renamed_has_its_name_back_with_what_came_there_since(collection, discs):
    collection.run(EditRecords(discs[1:], {"location": "Attic/Box"}))
    renamed = collection.run(EditPlace("Attic", {"name": "Loft"})).operation
    late = collection.run(AddRecord({"title": "Stalker", "location": "Loft/Box"})).result
    result = revert(collection, renamed).result
    assert result.kept == ()
    assert [value(collection, row, "location") for row in (*discs, late)] == [
        "Attic",
        "Attic/Box",
        "Attic/Box",
        "Attic/Box",
    ]
    assert collection.counts()["discs"] == 4
    assert is_worked_out(collection)


def test_places_that_were_merged_are_two_again(collection, discs):
    collection.run(EditRecords(discs[:1], {"location": "Cellar"}))
    merged = collection.run(MergePlaces(("Cellar",), "Attic")).operation
    collection.run(EditRecords(discs, {"owner": "Bo"}))
    assert revert(collection, merged).result.kept == ()
    assert [value(collection, row, "location") for row in discs] == ["Cellar", "Attic", "Attic"]
    assert is_worked_out(collection)


def test_a_new_place_that_is_in_use_by_now_stays(collection, discs):
    added = collection.run(AddPlace("Shelf")).operation
    collection.run(EditRecords(discs, {"location": "Shelf"}))
    assert not revert(collection, added)
    collection.run(EditRecords(discs, {"location": "Attic"}))
    assert revert(collection, added)
    assert is_worked_out(collection)


def test_a_value_that_was_renamed_everywhere_has_its_old_name_back(collection, discs):
    collection.run(EditRecords(discs, {"tags": ["SciFi"], "genres": ["Sci-Fi"]}))
    tags = collection.run(RenameValue("tags", ("SciFi",), "Science fiction")).operation
    genres = collection.run(RenameValue("genres", ("Sci-Fi",), "Science fiction")).operation
    collection.run(EditRecords(discs, {"owner": "Bo"}))
    for operation in (tags, genres):
        assert revert(collection, operation).result.kept == ()
    assert {tuple(value(collection, row, "tags")) for row in discs} == {("SciFi",)}
    assert {tuple(value(collection, row, "genres")) for row in discs} == {("Sci-Fi",)}
    assert is_worked_out(collection)


def test_what_is_not_in_force_is_refused(collection, discs):
    moved = collection.run(EditRecords(discs, {"location": "Cellar"})).operation
    collection.undo()
    with pytest.raises(UserError, match="was undone already"):
        revert(collection, moved)
    with pytest.raises(UserError, match="undo and redo do that"):
        revert(collection, collection.history()[0].id)
    with pytest.raises(UserError, match="There is no operation 99"):
        revert(collection, 99)


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_taken_back_leaves_a_whole_collection_and_can_be_undone(collection, live, rows_of, seed):
    chance = random.Random(seed)
    live(collection, seed + 50, 14)
    for _ in range(4):
        choices = [one.id for one in collection.history() if one.kind == "do" and one.state in ("done", "reverted")]
        operation = chance.choice(choices)
        before = rows_of(collection.path)
        plan = collection.revert_plan(operation)
        also = [kept.key for kept in plan.kept if kept.can and chance.random() < 0.5]
        changes = revert(collection, operation, *also)
        assert is_worked_out(collection)
        if changes:
            after = rows_of(collection.path)
            collection.undo()
            assert rows_of(collection.path) == before
            collection.redo()
            assert rows_of(collection.path) == after
        live(collection, seed + 500, 2)


def test_a_custom_field_goes_with_its_values_and_stays_where_it_has_some_by_now(collection, discs):
    added = collection.run(AddField("Shelf mark", "text"))
    typed = collection.run(EditRecords(discs, {added.result: "A 1"})).operation
    [kept] = revert(collection, added.operation).result.kept
    assert (kept.name, kept.label, kept.now, kept.can) == ("Shelf mark", "Field", "used since: it has values", False)
    removed = collection.run(RemoveField(added.result)).operation
    collection.run(EditRecords(discs, {"owner": "Bo"}))
    assert revert(collection, removed).result.kept == ()
    assert {value(collection, row, added.result) for row in discs} == {"A 1"}
    assert is_worked_out(collection)
    revert(collection, typed)
    assert revert(collection, added.operation)
    assert is_worked_out(collection)


def test_a_contact_who_borrowed_something_else_since_stays(collection, discs):
    lent = collection.run(EditRecords(discs[:1], {"loans": [{"contact": "Bob"}]})).operation
    collection.run(EditRecords(discs[1:2], {"loans": [{"contact": "Bob"}]}))
    assert revert(collection, lent).result.kept == ()
    assert [len(value(collection, row, "loans")) for row in discs] == [0, 1, 0]
    assert is_worked_out(collection)
