"""Queries kept under a name: an order, counts, undo, and queries that ask for them."""

import pytest

from catalogue.collection.commands import (
    AddRecord,
    DeleteRecords,
    MoveSearch,
    RemoveSearch,
    RenameSearch,
    SaveSearch,
)
from catalogue.errors import UserError


@pytest.fixture
def few(collection):
    for title, year, tags in (("Solaris", 1972, ["USSR"]), ("Stalker", 1979, ["USSR", "zone"]), ("Alien", 1979, [])):
        collection.run(AddRecord({"title": title, "year": year, "tags": tags}))
    return collection


def saved(collection):
    return [(one.name, one.query, one.count) for one in collection.saved_searches()]


def found(collection, query):
    result = collection.find(query)
    rows = collection.rows(result.ids, ["title"])
    return [rows[row_id].values["title"] for row_id in result.ids], [one.message for one in result.problems]


def test_a_search_is_saved_counted_and_undone(few, rows_of):
    before = rows_of(few.path)
    changes = few.run(SaveSearch("  From the   USSR ", "tag:ussr", (("year", True),)))
    assert changes.label == "Save the search “From the USSR”"
    assert saved(few) == [("From the USSR", "tag:ussr", 2)]
    assert few.saved_search("from the ussr").sort == (("year", True),)
    assert not few.run(SaveSearch("From the USSR", "tag:ussr", (("year", True),)))
    few.undo()
    assert saved(few) == []
    assert rows_of(few.path) == before
    few.redo()
    assert saved(few) == [("From the USSR", "tag:ussr", 2)]


def test_saving_under_a_name_in_use_replaces_the_search_where_it_stands(few):
    few.run(SaveSearch("One", "solaris"))
    few.run(SaveSearch("Two", "stalker"))
    few.run(SaveSearch("ONE", "alien"))
    assert saved(few) == [("ONE", "alien", 1), ("Two", "stalker", 1)]


def test_searches_are_moved_renamed_and_removed(few):
    one, two, three = (few.run(SaveSearch(name, "solaris")).result for name in ("One", "Two", "Three"))
    few.run(MoveSearch(three, 0))
    assert [name for name, *_ in saved(few)] == ["Three", "One", "Two"]
    few.run(MoveSearch(three, 99))
    assert [name for name, *_ in saved(few)] == ["One", "Two", "Three"]
    few.run(RenameSearch(two, "Zwei"))
    few.run(RemoveSearch(one))
    assert [name for name, *_ in saved(few)] == ["Zwei", "Three"]
    for _ in range(4):
        few.undo()
    assert [name for name, *_ in saved(few)] == ["One", "Two", "Three"]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (SaveSearch(" ", "solaris"), "A saved search needs a name."),
        (SaveSearch("x" * 81, "solaris"), "The name of a saved search has 80 letters at most."),
        (SaveSearch("One", "  "), "There is nothing to save: the search is empty."),
        (RenameSearch(77, "One"), "This saved search is no longer there."),
        (MoveSearch(77, 0), "This saved search is no longer there."),
        (RemoveSearch(77), "This saved search is no longer there."),
    ],
)
def test_what_makes_no_sense_is_refused(few, command, message):
    with pytest.raises(UserError) as refused:
        few.run(command)
    assert str(refused.value) == message


def test_two_searches_cannot_have_one_name(few):
    few.run(SaveSearch("One", "solaris"))
    two = few.run(SaveSearch("Two", "solaris")).result
    with pytest.raises(UserError, match="already"):
        few.run(RenameSearch(two, "one"))
    few.run(RenameSearch(two, "TWO"))
    assert [name for name, *_ in saved(few)] == ["One", "TWO"]


def test_a_query_asks_for_a_saved_search(few):
    few.run(SaveSearch("From the USSR", "tag:ussr or solaris"))
    assert found(few, 'saved:"from the ussr"') == (["Solaris", "Stalker"], [])
    assert found(few, 'saved:="From the USSR" year:1979') == (["Stalker"], [])
    assert found(few, '-saved:"From the USSR"') == (["Alien"], [])
    assert found(few, "saved:gone") == ([], ["There is no saved search “gone”."])


def test_saved_searches_ask_for_each_other_but_not_for_themselves(few):
    first = few.run(SaveSearch("Old", "year:<1975")).result
    few.run(SaveSearch("Old and red", "saved:Old tag:ussr"))
    assert found(few, 'saved:"Old and red"') == (["Solaris"], [])
    few.run(RenameSearch(first, "Very old"))
    assert found(few, 'saved:"Old and red"') == (["Solaris"], [])
    assert few.saved_search("Old and red").query == 'saved:"Very old" tag:ussr'
    few.run(SaveSearch("Very old", 'saved:"Old and red"'))
    assert found(few, 'saved:"Very old"')[1] == [
        "In the saved search “Very old”: In the saved search “Old and red”: "
        "The saved search “Very old” asks for itself."
    ]


def test_a_saved_search_for_the_trash_finds_the_trash(few):
    few.run(DeleteRecords((few.find("alien").ids[0],)))
    few.run(SaveSearch("Thrown away", "is:trash"))
    assert found(few, 'saved:"thrown away"') == (["Alien"], [])


def test_what_a_saved_search_does_not_understand_is_said_at_its_place(few):
    few.run(SaveSearch("Odd", "colr:red or alien"))
    result = few.find("stalker or saved:Odd")
    [problem] = result.problems
    assert problem.message == "In the saved search “Odd”: There is no field “colr”."
    assert (problem.start, problem.end) == (17, 20)


def test_an_unknown_name_is_refused_with_those_there_are(few):
    with pytest.raises(UserError, match=r"^There is no saved search “x”\. None was saved yet\.$"):
        few.saved_search("x")
    few.run(SaveSearch("One", "solaris"))
    with pytest.raises(UserError, match=r"^There is no saved search “x”\. There are: One\.$"):
        few.saved_search("x")


def test_a_saved_search_is_the_scope_of_facets(few):
    few.run(SaveSearch("Old", "year:<1975"))
    [tags] = few.facets("saved:Old", ["tags"]).values()
    assert [(one.value, one.count) for one in tags] == [("USSR", 1)]


def test_names_of_saved_searches_are_completed(few):
    few.run(SaveSearch("From the USSR", "tag:ussr"))
    [offered] = few.suggest("saved:us", 8)
    assert offered.text == '"From the USSR" '
