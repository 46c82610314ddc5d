"""What hangs on a record, a value or a name that goes is said and kept findable; what is renamed is still found."""

import pytest

from catalogue.collection.commands import (
    AddField,
    AddRecord,
    ChangeField,
    DeletePlace,
    DeleteRecords,
    EditPlace,
    EditRecords,
    EmptyTrash,
    Lend,
    MergePlaces,
    MovePlace,
    RemoveField,
    RemoveSearch,
    RenameSearch,
    RenameValue,
    Return,
    SaveSearch,
)
from catalogue.errors import UserError


@pytest.fixture
def few(collection):
    for title, tags, place in (
        ("Amber", ["piano"], "Cellar/Box 1"),
        ("Basalt", ["grand piano"], "Cellar/Box 2"),
        ("Coral", ["piano", "sold out"], "Attic"),
    ):
        collection.run(AddRecord({"title": title, "tags": tags, "location": place, "credits": [credit(title)]}))
    return collection


def credit(title):
    return {"order": 1, "person": f"{title} Smith", "role": "director", "character": None}


def titles(collection, query):
    found = collection.find(query)
    assert not found.problems, found.problems
    rows = collection.rows(found.ids, ["title"])
    return [rows[row_id].values["title"] for row_id in found.ids]


def words(collection, command):
    return [one.words for one in collection.hanging(command)]


def text(collection, name):
    return collection.saved_search(name).query


def field(collection, name, **given):
    return collection.run(AddField(name, **given)).result


# What somebody has


def test_what_somebody_has_is_said_and_stays_findable(few):
    few.run(Lend((1,), "Ann"))
    few.run(Lend((2, 3), "Bob"))
    delete = DeleteRecords((1, 2, 3))
    assert words(few, delete) == ["Ann still has “Amber”.", "Bob still has “Basalt” and “Coral”."]
    few.run(delete)
    assert titles(few, "is:lent") == ["Amber", "Basalt", "Coral"]
    assert titles(few, "lent:bob") == ["Basalt", "Coral"]
    assert titles(few, "is:lent tag:piano") == ["Amber", "Basalt", "Coral"]
    assert titles(few, "tag:piano") == titles(few, "-is:lent") == titles(few, "") == []
    assert few.counts()["lent"] == 3
    few.run(SaveSearch("Out", "is:lent"))
    assert titles(few, "saved:out") == ["Amber", "Basalt", "Coral"]

    with pytest.raises(UserError, match="Ann still has “Amber”"):
        few.run(EmptyTrash())
    few.run(Return((1,)))
    emptied = few.run(EmptyTrash()).result
    assert (emptied.discs, emptied.kept) == (1, ("Bob still has “Basalt” and “Coral”.",))
    assert titles(few, "is:lent") == ["Basalt", "Coral"]
    few.run(Return(tuple(few.find("lent:bob").ids)))
    assert few.run(EmptyTrash()).result.kept == ()
    assert titles(few, "is:trash") == []
    assert few.check() == []


def test_what_came_back_is_not_asked_about(few):
    few.run(Lend((1,), "Ann"))
    few.run(Return((1,)))
    assert words(few, DeleteRecords((1, 2))) == []
    few.run(DeleteRecords((1, 2)))
    assert titles(few, "is:lent") == []
    # A loan that is over does not bring a disc back out of the trash.
    assert titles(few, "due:* or tag:piano") == ["Coral"]


def test_many_are_counted(few):
    for number in range(4, 9):
        few.run(AddRecord({"title": f"Film {number}"}))
    few.run(Lend(tuple(range(4, 9)), "Ann"))
    assert words(few, DeleteRecords(tuple(range(4, 9)))) == ["Ann still has “Film 4”, “Film 5”, “Film 6” and 2 more."]


def test_a_box_and_what_is_in_it_are_said(few):
    few.run(EditRecords((1,), {"edition_title": "The Box"}))
    few.run(EditRecords((2,), {"box_set": "The Box"}))
    [out] = few.hanging(DeleteRecords((2,)))
    assert (out.words, out.asks) == ("“Basalt” is in the box “The Box”.", False)
    [box] = few.hanging(DeleteRecords((1,)))
    assert (box.words, box.asks) == ("“The Box” is the box of “Basalt”, which stay.", True)
    assert words(few, DeleteRecords((1, 2))) == []


# Saved searches follow what is renamed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("shelf_mark:A sort:shelf_mark", "call_number:A sort:call_number"),
        ("solaris -shelf_mark:=A-12 sort:shelf_mark-", "solaris -call_number:=A-12 sort:call_number-"),
        ("(tag:x or SHELF_MARK:~^a) has:shelf_mark", "(tag:x or call_number:~^a) has:call_number"),
        ("no:shelf_mark shelf_mark:a..c", "no:call_number call_number:a..c"),
        ('shelf_mark:"A ""b""" title:shelf_mark', 'call_number:"A ""b""" title:shelf_mark'),
        ("tag:shelf_mark", "tag:shelf_mark"),
        ("“shelf_mark:A", "“shelf_mark:A"),
    ],
)
def test_a_renamed_field_is_asked_for_by_its_new_name(few, before, after):
    key = field(few, "Shelf mark")
    few.run(SaveSearch("Marked", before))
    few.run(ChangeField(key, name="Call number"))
    assert text(few, "Marked") == after
    few.undo()
    assert text(few, "Marked") == before


def test_the_case_of_a_search_that_sorts_by_a_renamed_field(few):
    key = field(few, "Shelf mark")
    few.run(EditRecords((1,), {key: "A-12"}))
    few.run(SaveSearch("Marked", "shelf_mark:A sort:shelf_mark", ((key, True),)))
    few.run(ChangeField(key, name="Call number"))
    assert titles(few, text(few, "Marked")) == titles(few, "saved:Marked") == ["Amber"]
    assert few.saved_search("Marked").sort == ((key, True),)


@pytest.mark.parametrize(
    "query", ["shelf_mark:A", "tag:x sort:shelf_mark", "no:shelf_mark", "-(year:1999 or has:shelf_mark)"]
)
def test_who_asks_for_a_field_is_named_before_it_goes(few, query):
    key, other = field(few, "Shelf mark"), field(few, "Signed")
    few.run(SaveSearch("Marked", query))
    assert words(few, RemoveField(key)) == ["The saved search “Marked” asks for “Shelf mark”."]
    assert words(few, RemoveField(other)) == []


def test_an_order_by_a_field_that_goes_is_dropped_and_comes_back(few):
    key = field(few, "Shelf mark")
    few.run(SaveSearch("One", "tag:piano", ((key, False), ("year", True))))
    few.run(SaveSearch("Two", "shelf_mark:x"))
    assert words(few, RemoveField(key)) == ["The saved searches “One” and “Two” ask for “Shelf mark”."]
    few.run(RemoveField(key))
    assert few.saved_search("One").sort == (("year", True),)
    few.undo()
    assert few.saved_search("One").sort == ((key, False), ("year", True))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("tag:=piano", "tag:=keyboard"),
        ("tags:=Piano year:1999", "tags:=keyboard year:1999"),
        # What also stands in other tags is still found.
        ("tag:piano", "(tag:keyboard or tag:piano)"),
        ("-tag:piano solaris", "-(tag:keyboard or tag:piano) solaris"),
        ("tag:pia", "tag:pia"),
        ("piano title:=piano", "piano title:=piano"),
        ("has:tag tag:~piano", "has:tag tag:~piano"),
    ],
)
def test_a_renamed_tag_is_asked_for_by_its_new_name(few, before, after):
    few.run(SaveSearch("Music", before))
    found = titles(few, "saved:Music")
    few.run(RenameValue("tags", ("piano",), "keyboard"))
    assert text(few, "Music") == after
    if "piano" in before and "~" not in before and "pia " not in f"{before} ":
        assert titles(few, "saved:Music") == found


def test_merged_tags_with_blanks_and_a_word_of_its_own(few):
    few.run(SaveSearch("Out", 'tag:"sold out"'))
    few.run(RenameValue("tags", ("sold out",), "given away"))
    assert text(few, "Out") == 'tag:"given away"'
    few.run(RenameValue("tags", ("given away", "grand piano"), "gone"))
    assert text(few, "Out") == 'tag:"gone"'
    assert titles(few, "saved:Out") == ["Basalt", "Coral"]
    assert words(few, RenameValue("tags", ("gone",), None)) == ["The saved search “Out” asks for “gone”."]


@pytest.mark.parametrize(
    ("command", "after"),
    [
        (EditPlace("Cellar", {"name": "Vault"}), 'location:="Vault/Box 1"'),
        (MovePlace("Cellar", "Attic"), 'location:="Attic/Cellar/Box 1"'),
        (MergePlaces(("Cellar/Box 1",), "Attic"), "location:=Attic"),
        (RenameValue("location", ("Cellar/Box 1",), "Cellar/Crate"), "location:=Cellar/Crate"),
        (EditPlace("Attic", {"name": "Loft"}), 'location:="Cellar/Box 1"'),
    ],
)
def test_a_place_is_asked_for_where_it_is_now(few, command, after):
    few.run(SaveSearch("There", 'location:="Cellar/Box 1"'))
    assert titles(few, "saved:There") == ["Amber"]
    few.run(command)
    assert text(few, "There") == after
    assert "Amber" in titles(few, "saved:There")


def test_who_asks_for_a_place_is_named_before_it_goes(few):
    few.run(SaveSearch("There", "location:=Attic"))
    few.run(EditRecords((3,), {"location": "Cellar"}))
    assert words(few, DeletePlace("Attic")) == ["The saved search “There” asks for “Attic”."]
    assert words(few, DeletePlace("Cellar")) == []


def test_a_person_is_asked_for_by_the_new_name(few):
    few.run(SaveSearch("Hers", 'director:="Amber Smith" or actor:="amber smith" or character:="Amber Smith"'))
    few.run(RenameValue("credits", ("Amber Smith",), "Amber Jones"))
    assert text(few, "Hers") == ('director:="Amber Jones" or actor:="Amber Jones" or character:="Amber Smith"')
    assert titles(few, "saved:Hers") == ["Amber"]


def test_a_renamed_search_and_one_that_goes(few):
    one = few.run(SaveSearch("Music", "tag:piano")).result
    few.run(SaveSearch("Both", "saved:music tag:=piano"))
    few.run(RenameSearch(one, "All music"))
    assert text(few, "Both") == 'saved:"All music" tag:=piano'
    assert words(few, RemoveSearch(one)) == ["The saved search “Both” asks for “All music”."]
    assert words(few, RemoveSearch(few.saved_search("Both").id)) == []


# A saved search that asks for nothing


def test_a_search_whose_condition_lacks_its_value_is_not_kept(few):
    with pytest.raises(UserError, match="lacks its value"):
        few.run(SaveSearch("All", 'tag:""'))


@pytest.mark.parametrize("inner", ["sort:title", "( )", "saved:Inner2"])
def test_a_saved_search_that_asks_for_nothing_is_everything_and_says_so(few, inner):
    few.run(SaveSearch("Inner2", "sort:year"))
    few.run(SaveSearch("All", inner))
    for query in ("saved:All", 'saved:All tag:""', "saved:All or tag:piano", "(saved:All)"):
        assert few.find(query).empty, query
        assert titles(few, query) == ["Amber", "Basalt", "Coral"]
    for query in ("saved:All tag:piano", "saved:All is:disc", "tag:piano or is:lent"):
        assert not few.find(query).empty, query
    few.run(SaveSearch("Some", "tag:=piano"))
    assert not few.find("saved:Some").empty
    assert not few.find("saved:Some or !!!").empty
