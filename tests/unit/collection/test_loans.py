"""Discs lent and taken back, films seen: who has what, since when, and what is late."""

import pytest

from catalogue.collection.commands import (
    AddRecord,
    EditRecords,
    ImportDocuments,
    Incoming,
    Lend,
    NoteViewing,
    Return,
    WriteWithPictures,
)
from catalogue.errors import FieldError, UserError
from catalogue.fields import dates, registry
from catalogue.fields.draft import DocumentDraft, FactDraft


@pytest.fixture
def discs(collection):
    return [collection.run(AddRecord({"title": title})).result for title in ("Alien", "Brazil", "Clue")]


def loans(collection, row_id):
    return collection.record(row_id).values["loans"]


def found(collection, query):
    result = collection.find(query)
    assert result.problems == ()
    return list(result.ids)


def test_discs_are_lent_and_come_back(collection, discs, rows_of):
    before = rows_of(collection.path)
    changes = collection.run(Lend(tuple(discs[:2]), " Ann  Lee ", due="2999-01", note="wrapped"))
    assert changes.label == "Lend 2 discs to Ann Lee"
    assert changes.changed == set(discs[:2])
    today = dates.now()[:10]
    lent = {"contact": "Ann Lee", "lent": today, "due": "2999-01", "returned": None, "note": "wrapped"}
    assert loans(collection, discs[0]) == [lent]
    assert sorted(found(collection, "is:lent")) == sorted(found(collection, "lent:ann")) == discs[:2]
    assert found(collection, "lent:lee is:lent -lent:bob") == discs[:2]
    assert found(collection, "is:late") == found(collection, "lent:bob") == []
    assert found(collection, "due:2999") == discs[:2]
    assert collection.counts()["lent"] == 2

    assert collection.run(Return((discs[0], discs[2]))).label == "Take back 1 disc from Ann Lee"
    assert loans(collection, discs[0]) == [lent | {"returned": today}]
    assert found(collection, "is:lent") == [discs[1]]
    assert sorted(found(collection, "loans:ann")) == discs[:2]

    collection.undo()
    assert sorted(found(collection, "is:lent")) == discs[:2]
    collection.undo()
    assert rows_of(collection.path) == before
    collection.redo()
    assert sorted(found(collection, 'lent:="ann lee"')) == discs[:2]


def test_a_disc_is_lent_again_and_again_to_the_same_contact_in_one_spelling(collection, discs):
    for day in ("2025-01-01", "2025-06-01"):
        collection.run(Lend((discs[0],), "ann" if day > "2025-02" else "Ann", lent=day))
        collection.run(Return((discs[0],), returned=day))
    assert [(loan["contact"], loan["lent"]) for loan in loans(collection, discs[0])] == [
        ("Ann", "2025-01-01"),
        ("Ann", "2025-06-01"),
    ]
    assert collection.completions("loans", "a", 10) == ["Ann"]


@pytest.mark.parametrize(
    ("due", "late"), [("2000-01-01", True), ("2000-01", True), ("2000", True), ("2999", False), (None, False)]
)
def test_what_should_be_back_by_now_is_late(collection, discs, due, late):
    collection.run(Lend((discs[1],), "Ann", due=due, lent="1999-12-31"))
    assert (found(collection, "is:late") == [discs[1]]) is late
    assert collection.counts()["late"] == late
    collection.run(Return((discs[1],)))
    assert found(collection, "is:late") == []


def test_a_disc_due_today_is_not_late_yet(collection, discs):
    collection.run(Lend((discs[0],), "Ann", due=dates.now()[:10]))
    assert found(collection, "is:late") == []


def test_what_cannot_be_lent_or_taken_back_is_refused_whole(collection, discs):
    film = collection.run(AddRecord({"title": "Dune"}, disc=False)).result
    collection.run(Lend((discs[0],), "Ann"))
    history = collection.history()
    for command, sentence in (
        (Lend(tuple(discs), "Bob"), "One of the discs is lent to Ann already; take back what is lent first."),
        (Lend((discs[1],), "  "), "Say to whom the discs are lent."),
        (Lend((film,), "Bob"), "There is no disc to lend or to take back here"),
        (Lend((discs[1],), "Bob", due="2020-01-01", lent="2020-01-02"), "be due before it was lent"),
        (Return((discs[1],)), "None of these discs is on loan"),
        (Return((discs[0],), returned="1999-01-01"), "come back before it was lent"),
    ):
        with pytest.raises((UserError, FieldError), match=sentence):
            collection.run(command)
    assert collection.history() == history
    assert found(collection, "is:lent") == [discs[0]]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("Ann | lent: 2024-02-03 | returned: 2024-02-02", "come back before it was lent"),
        ("Ann | lent: 2024-02 | returned: 2024-01-30", "come back before it was lent"),
        ("Ann | lent: 2024-02-03 | due: 2023", "be due before it was lent"),
        ("Ann | lent: 2024-02-03\nBob | lent: 2024-03", "to Ann and to Bob at once"),
        ("Ann\nBob | returned: 2024\nCid", "to Ann and to Cid at once"),
    ],
)
def test_the_same_rules_hold_for_what_is_typed_in_any_way(collection, discs, typed, sentence):
    value = registry.BY_KEY["loans"].parse(typed)
    before = collection.history()
    for command in (
        EditRecords((discs[0],), {"loans": value}),
        EditRecords((discs[0],), add={"loans": value}),
        AddRecord({"title": "Another", "loans": value}),
        WriteWithPictures(EditRecords((discs[0],), {"loans": value}), {}),
    ):
        with pytest.raises(FieldError, match=sentence):
            collection.run(command)
    assert collection.history() == before


@pytest.mark.parametrize(
    "typed",
    [
        "Ann | lent: 2024-02-03 | returned: 2024-02-03",
        "Ann | lent: 2024-02-03 | returned: 2024-02",
        "Ann | lent: 2024-02 | due: 2024-02-01 | returned: 2024",
        "Ann | returned: 2024\nBob | lent: 2023",
        "Ann | lent: 2024 | due: 2025\nAnn | lent: 2022 | returned: 2023",
    ],
)
def test_what_can_be_is_taken(collection, discs, typed):
    collection.run(EditRecords((discs[0],), {"loans": registry.BY_KEY["loans"].parse(typed)}))
    assert collection.record(discs[0]).reviews == ()


def test_a_loan_of_a_page_is_taken_back_and_stays_so_when_the_page_comes_again(collection):
    stated = [{"contact": "Ann", "lent": "2024-02-03", "due": None, "returned": None}]
    facts = (
        FactDraft("film", "title", "Alien"),
        FactDraft("copy", "index", 7),
        FactDraft("copy", "loans", stated),
    )
    page = DocumentDraft("collection_page", "Alien, lent to Ann", facts=facts)
    collection.run(ImportDocuments((Incoming(page),)))
    [disc] = found(collection, "is:lent")
    assert loans(collection, disc) == [stated[0] | {"note": None}]
    collection.run(Return((disc,)))
    collection.run(ImportDocuments((Incoming(page),)))
    assert found(collection, "is:lent") == []


def test_films_are_seen(collection, discs):
    films = [collection.rows(discs, ())[disc].film_id for disc in discs]
    assert found(collection, "is:unseen sort:title") == discs
    changes = collection.run(NoteViewing((films[0],), "2024-05", "Kerry & Dawn", "Rex", 8))
    assert changes.label == "Note that Alien was seen"
    collection.run(NoteViewing(tuple(films[:2])))
    viewings = collection.record(discs[0]).values["viewings"]
    assert viewings[0] == {"when": "2024-05", "who": "Kerry & Dawn", "where": "Rex", "rating": 8}
    assert [viewing["when"] for viewing in viewings] == ["2024-05", dates.now()[:10]]
    assert sorted(found(collection, "is:seen")) == discs[:2]
    assert found(collection, "is:unseen") == [discs[2]]
    assert (
        found(collection, "seen:2024")
        == found(collection, "seen:<2025")
        == found(collection, "seen:dawn")
        == [discs[0]]
    )
    assert sorted(found(collection, "seen:>2024")) == discs[:2]
    assert found(collection, "seen:2024-01..2024-04") == []
    assert found(collection, "sort:viewings- is:seen")[0] in discs[:2]
    with pytest.raises(FieldError):
        collection.run(NoteViewing((films[0],), rating=11))
    collection.undo()
    assert found(collection, "is:seen") == [discs[0]]


def test_a_disc_somewhere_else_is_found_there_as_well(collection, discs):
    place = {"disc": 2, "label": "Bonus", "location": "Hall/Binder 3", "storage_device": "TD 05", "slot": "12"}
    collection.run(EditRecords((discs[0],), {"location": "Cellar", "storage_device": "Shelf", "discs": [place]}))
    collection.run(EditRecords((discs[1],), {"location": "Hall/Binder 3"}))
    for query in ("location:hall", 'location:="Hall"', 'at:="hall/binder 3"', "location:binder"):
        assert sorted(found(collection, query)) == discs[:2], query
    for query in ("device:td", 'device:="td 05"', "slot:=12", "location:=Cellar", "device:=Shelf", "discs:bonus"):
        assert found(collection, query) == [discs[0]], query
    assert found(collection, "location:bonus") == found(collection, "slot:2") == []
    counted = {value.value: value.count for value in collection.facet("location")}
    assert counted == {"Cellar": 1, "Hall": 2, "Hall/Binder 3": 2}
    assert {value.value: value.count for value in collection.facet("storage_device")} == {"Shelf": 1, "TD 05": 1}


@pytest.mark.parametrize("status", registry.GONE)
def test_a_disc_that_is_gone_and_still_lent_is_said_after_the_change(collection, status):
    one, other = (collection.run(AddRecord({"title": title})).result for title in ("Alpha", "Beta"))
    collection.run(Lend((one,), "Bob"))
    said = ("What is sold, lost or given away is still lent: Bob still has “Alpha”.",)
    assert collection.run(EditRecords((one, other), {"status": status})).notes == said
    assert collection.run(EditRecords((one,), {"notes": "worn"})).notes == ()
    assert collection.run(EditRecords((other,), {"status": "for sale"})).notes == ()
    assert collection.run(Return((one,))).notes == ()
    with pytest.raises(UserError, match="“Alpha” is sold, lost or given away; change the status first"):
        collection.run(Lend((one, other), "Ann"))
    assert found(collection, "is:lent") == []


def test_a_loan_that_is_written_onto_a_disc_that_is_gone_is_said_as_well(collection):
    loan = {"contact": "Bob", "lent": "2020-05-05", "due": None, "returned": None, "note": None}
    gone = collection.run(AddRecord({"title": "Alpha", "status": "sold"})).result
    assert "Bob still has “Alpha”." in collection.run(EditRecords((gone,), {"loans": [loan]})).notes[0]
    assert (
        "Bob still has “Beta”."
        in collection.run(AddRecord({"title": "Beta", "status": "lost", "loans": [loan]})).notes[0]
    )
    back = loan | {"returned": "2020-06-05"}
    assert collection.run(AddRecord({"title": "Gamma", "status": "lost", "loans": [back]})).notes == ()
