import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import (
    AddField,
    AddRecord,
    DeleteRecords,
    EditRecords,
    RestoreRecords,
    SetPicture,
    TakeSource,
)
from catalogue.errors import UserError

CAST = [
    {"order": 1, "person": "Ann Lee", "role": "actor", "character": "Hari"},
    {"order": 2, "person": "Bo", "role": "actor", "character": None},
]
RATING = {"source": "A", "audience": "users", "value": 7, "scale": 10, "votes": None}
TEXT = {"kind": "summary", "author": "Bo", "heading": None, "text": "A station over an ocean."}


def told(collection: Collection, row_id: int, place: int = 0) -> dict[str, str]:
    """What an operation of a timeline did, by the label of the field."""
    return {change.label: change.words() for change in collection.timeline(row_id)[place].changes}


@pytest.fixture
def solaris(collection):
    return collection.run(
        AddRecord({"title": "Solaris", "format": "DVD", "tags": ["Space"], "location": "Attic"})
    ).result


@pytest.mark.parametrize(
    ("values", "label", "words"),
    [
        ({"format": "Blu-ray"}, "Format", "DVD → Blu-ray"),
        ({"format": None}, "Format", "DVD → nothing"),
        ({"year": 1972}, "Year", "1972"),
        ({"price": {"amount": 5, "currency": "EUR"}}, "Price paid", "€5"),
        ({"location": "Attic/Box"}, "Location", "Attic → Attic › Box"),
        ({"location": None}, "Location", "Attic → nothing"),
        ({"tags": ["Space", "Sad"]}, "Tags", "+ Sad"),
        ({"tags": []}, "Tags", "− Space"),
        ({"genres": ["Drama", "War"]}, "Genres", "+ Drama, + War"),
        ({"regions": ["2"]}, "Regions", "+ 2"),
        ({"credits": CAST}, "Cast and crew", "+ Ann Lee as Hari, + Bo"),
        ({"texts": [TEXT]}, "Texts", "+ Summary by Bo: A station over an ocean."),
        ({"ratings": [RATING]}, "Ratings", "+ A users 7/10"),
        ({"notes": "Line one\nline two"}, "Notes", "Line one line two"),
    ],
)  # fmt: skip
def test_a_change_of_any_kind_of_field_is_told_in_words(collection, solaris, values, label, words):
    collection.run(EditRecords((solaris,), values))
    assert told(collection, solaris)[label] == words


def test_a_new_record_tells_all_that_it_began_with(collection, solaris):
    assert told(collection, solaris) == {
        "Title": "Solaris",
        "Kind": "film",
        "Format": "DVD",
        "Status": "in collection",
        "Location": "Attic",
        "Tags": "+ Space",
        "Films on it": "+ Solaris",
    }


def test_a_list_in_another_order_is_told_as_such(collection, solaris):
    collection.run(EditRecords((solaris,), {"tags": ["Space", "Sad"]}))
    collection.run(EditRecords((solaris,), {"tags": ["Sad", "Space"]}))
    assert told(collection, solaris) == {"Tags": "+ another order"}


def test_one_change_in_a_long_list_names_that_one(collection, solaris):
    collection.run(EditRecords((solaris,), {"credits": CAST}))
    collection.run(EditRecords((solaris,), {"credits": [CAST[0] | {"character": "Rheya"}, CAST[1]]}))
    assert told(collection, solaris) == {"Cast and crew": "− Ann Lee as Hari, + Ann Lee as Rheya"}


def test_covers_and_the_trash_are_told(collection, solaris, picture):
    collection.run(SetPicture(solaris, picture("red")))
    assert told(collection, solaris) == {"Front cover": "a picture of 40 × 60"}
    collection.run(SetPicture(solaris, picture("blue", (80, 90))))
    assert told(collection, solaris) == {"Front cover": "a picture of 40 × 60 → a picture of 80 × 90"}
    collection.run(SetPicture(solaris, None))
    assert told(collection, solaris) == {"Front cover": "a picture of 80 × 90 → nothing"}
    collection.run(DeleteRecords((solaris,)))
    assert told(collection, solaris) == {"Trash": "in the trash"}
    collection.run(RestoreRecords((solaris,)))
    assert told(collection, solaris) == {"Trash": "in the trash → nothing"}


def test_a_page_that_came_and_the_source_that_was_chosen_are_told(collection, take, page):
    take(page("Alien", 1979, text="first"), page("Alien", 1979, text="second"))
    film = collection.find("").ids[0]
    first, second = (document.id for document in collection.record(film).documents)
    assert told(collection, film)["Pages"].count("+ ") == 2
    collection.run(TakeSource(film, "title", second))
    assert told(collection, film) == {"Source of title": "taken from a page"}
    assert first != second


def test_a_bulk_change_tells_only_what_it_did_to_the_record(collection, solaris):
    alien = collection.run(AddRecord({"title": "Alien", "format": "Blu-ray", "tags": ["Sad"]})).result
    collection.run(EditRecords((solaris, alien), {"format": "DVD", "owner": "Bo"}, add={"tags": ["Space"]}))
    assert told(collection, solaris) == {"Owner": "Bo"}
    assert told(collection, alien) == {"Format": "Blu-ray → DVD", "Owner": "Bo", "Tags": "+ Space"}


def test_a_tag_spelled_anew_on_one_disc_is_told_of_the_others_too(collection, solaris):
    alien = collection.run(AddRecord({"title": "Alien", "tags": ["Space"]})).result
    collection.run(EditRecords((alien,), {"tags": ["SPACE"]}))
    assert told(collection, solaris) == {"Tags": "− Space, + SPACE"}


def test_what_is_undone_is_told_with_its_undoing(collection, solaris):
    collection.run(EditRecords((solaris,), {"format": "VHS"}))
    collection.undo()
    entries = collection.timeline(solaris)
    assert [(one.operation.label, one.operation.state) for one in entries[:2]] == [
        ("Undo: Edit 1 disc: format", "done"),
        ("Edit 1 disc: format", "undone"),
    ]
    assert [told(collection, solaris, place) for place in (0, 1)] == [
        {"Format": "VHS → DVD"},
        {"Format": "DVD → VHS"},
    ]


def test_a_timeline_can_be_cut_short(collection, solaris):
    for year in range(1970, 1980):
        collection.run(EditRecords((solaris,), {"year": year}))
    assert [one.changes[0].words() for one in collection.timeline(solaris, limit=2)] == ["1978 → 1979", "1977 → 1978"]


def test_long_values_are_cut_in_lines_but_kept_whole(collection, solaris):
    collection.run(EditRecords((solaris,), {"notes": "word " * 100}))
    [change] = collection.timeline(solaris)[0].changes
    assert change.words(20) == "word word word word …"
    assert len(change.new[0]) > 400


def test_an_operation_tells_what_it_did_to_how_many_and_to_the_first_of_them(collection):
    films = [collection.run(AddRecord({"title": f"Film {number}"}, disc=False)).result for number in range(5)]
    done = collection.run(EditRecords(tuple(films), {"genres": ["Drama"]}))
    collection.run(EditRecords((films[0],), {"genres": ["War"], "title": "Renamed"}))
    account = collection.account(done.operation, limit=2)
    assert account.operation.label == "Edit 5 films: genres"
    assert [tally.words() for tally in account.tallies] == ["5 films changed"]
    assert [(one.name, [change.words() for change in one.changes]) for one in account.records] == [
        ("Renamed", ["+ Drama"]),
        ("Film 1", ["+ Drama"]),
    ]
    assert account.more == 3


def test_an_operation_tells_of_what_is_gone_by_now(collection):
    collection.run(AddRecord({"title": "Alien", "tags": ["Space"]}))
    collection.undo()
    account = collection.account(collection.history()[1].id)
    assert [tally.words() for tally in account.tallies] == [
        "1 disc added",
        "1 film added",
        "1 edition added",
        "1 tag added",
    ]
    assert {"Alien"} == {one.name for one in account.records if one.entity == "film"}
    changes = {change.label: change.words() for one in account.records for change in one.changes}
    assert (changes["Title"], changes["Tags"]) == ("Alien", "+ Space")


def test_the_history_is_searched_by_words_in_any_case_and_page_by_page(collection):
    for title in ("Amélie", "Alien", "Alien 3"):
        collection.run(AddRecord({"title": title}))
    assert [one.label for one in collection.history(text="AMELIE")] == ["Add Amélie"]
    assert [one.label for one in collection.history(text="alien add")] == ["Add Alien 3", "Add Alien"]
    newest = collection.history(limit=1)[0]
    assert [one.label for one in collection.history(limit=1, before=newest.id)] == ["Add Alien"]
    assert collection.history(text="100%") == []


def test_an_operation_that_never_was_is_said_plainly(collection):
    with pytest.raises(UserError, match=r"^There is no operation 7 in the history\.$"):
        collection.account(7)


@pytest.mark.parametrize("seed", range(4))
def test_every_timeline_ends_where_the_record_began(collection, live, seed):
    live(collection, seed, 25)
    for row_id in [*collection.find("").ids, *collection.find("is:trash").ids]:
        entries = collection.timeline(row_id)
        words: dict[tuple[str, str], list[str]] = {}
        for entry in reversed(entries):
            for change in entry.changes:
                if not change.listed:
                    # What a change began with is what the change before it had come to.
                    assert list(change.old) == words.get((change.about, change.label), [])
                    words[change.about, change.label] = list(change.new)
        record = collection.record(row_id)
        film = ("film", "Title")
        assert words.get(film, [None])[0] == record.values["title"]


def test_a_custom_field_is_told_by_its_name(collection, solaris):
    key = collection.run(AddField("Shelf mark", "text")).result
    collection.run(EditRecords((solaris,), {key: "A 1"}))
    collection.run(EditRecords((solaris,), {key: "B 2"}))
    assert told(collection, solaris) == {"Shelf mark": "A 1 → B 2"}
