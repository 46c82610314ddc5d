"""People who share a name: told apart by a qualifier or by ids, split and merged, for good."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.collection.commands import (
    AddRecord,
    DeleteRecords,
    EditRecords,
    ForgetSpelling,
    ImportDocuments,
    Incoming,
    MergeFilms,
    RenameValue,
    RestoreRecords,
    RevertOperation,
    SaveSearch,
    SetPersonIds,
    SetSortName,
    TellApart,
)
from catalogue.errors import FieldError, UserError
from catalogue.exchange import importing, json_export
from catalogue.fields.people import bare
from catalogue.fields.people import called as called_so
from catalogue.fields.registry import BUILT_IN

CREDITS = BUILT_IN.by_key["credits"]
TITLES = ("Shame", "Shame, the film")
MCQUEEN, OTHER = "Steve McQueen", "Steve McQueen [1969]"


def add(collection, title, credits, **more):
    return collection.run(AddRecord({"title": title, "credits": CREDITS.parse(credits), **more})).result


def people_of(collection, row):
    return [part["person"] for part in collection.record(row).values["credits"]]


def film_of(collection, row):
    return collection.record(row).film_id


@pytest.fixture
def two(collection):
    bullitt = add(collection, "Bullitt", "Steve McQueen as Bullitt\nJacqueline Bisset as Cathy")
    return bullitt, add(collection, "Shame", "Steve McQueen (director)\nMichael Fassbender as Brandon")


def exported(collection, path):
    json_export.write(collection, path)
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_typed_qualifier_makes_another_person_of_that_name(collection, tmp_path):
    bullitt = add(collection, "Bullitt", "Steve McQueen [1930] as Bullitt")
    shame = add(collection, "Shame", "Steve McQueen (director)")
    assert people_of(collection, bullitt) == ["Steve McQueen [1930]"]
    assert dict(collection.people("mcqueen")) == {"Steve McQueen": 1, "Steve McQueen [1930]": 1}
    for query in ("credits:mcqueen", 'person:"Steve McQueen"', "steve mcqueen", "director:mcqueen or actor:mcqueen"):
        assert sorted(collection.find(query).ids) == sorted([bullitt, shame]), query
    for query in ('cast:="Steve McQueen [1930]"', 'person:"Steve McQueen [1930]"', 'cast:"mcqueen 1930"'):
        assert list(collection.find(query).ids) == [bullitt], query
    # Exactly the name is the one who has it alone; where nobody has, it is all of that name.
    assert list(collection.find('person:="steve mcqueen"').ids) == [shame]
    assert [(one.value, one.count) for one in collection.facets("", ["credits"])["credits"]] == [
        ("Steve McQueen", 1),
        ("Steve McQueen [1930]", 1),
    ]
    collection.run(TellApart("Steve McQueen", "1969", (film_of(collection, shame),)))
    assert sorted(collection.find('person:="steve mcqueen"').ids) == sorted([bullitt, shame])
    collection.undo()
    assert [one.title for one in collection.films_of_person("Steve McQueen [1930]")] == ["Bullitt"]
    assert [one.title for one in collection.films_of_person("Steve McQueen")] == ["Shame"]
    data = exported(collection, tmp_path / "a.json")
    assert [(one["name"], one["qualifier"], one["external_ids"]) for one in data["people"]] == [
        ("Steve McQueen", None, {}),
        ("Steve McQueen", "1930", {}),
    ]
    by_id = {one["id"]: one for one in data["people"]}
    for film in data["films"]:
        [part] = film["credits"]
        assert part["person"] == "Steve McQueen"
        assert by_id[part["person_id"]]["qualifier"] == ("1930" if film["title"] == "Bullitt" else None)
    assert collection.check() == []


@pytest.mark.parametrize("line", ["Ann Lee [2] (director)", "Ann Lee [b. 1960, actor] as Maid [1]", "Ann [II]"])
def test_a_credit_with_a_qualifier_is_read_and_written(line):
    [part] = CREDITS.parse(line)
    assert CREDITS.kind.format_part(part) == line
    assert part["role"] == ("director" if line.endswith("(director)") else "actor")
    assert bare(part["person"])[1] is not None


@given(st.text(alphabet="aB [](1)é", max_size=12))
def test_what_a_person_is_called_is_the_name_and_the_qualifier_and_no_more(text):
    assert called_so(*bare(text)) == text


def test_one_is_split_off_and_made_one_again(collection, two):
    bullitt, shame = two
    before = [collection.record(row).values["credits"] for row in two]
    assert collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, shame),))).result == 1
    assert people_of(collection, shame) == [OTHER, "Michael Fassbender"]
    assert collection.record(shame).values["credits"][0]["role"] == "director"
    assert people_of(collection, bullitt) == [MCQUEEN, "Jacqueline Bisset"]
    collection.run(RenameValue("credits", (OTHER,), MCQUEEN))
    assert [collection.record(row).values["credits"] for row in two] == before
    collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, shame),)))
    assert people_of(collection, shame)[0] == OTHER
    assert collection.check() == []
    for _ in range(3):
        collection.undo()
    assert [collection.record(row).values["credits"] for row in two] == before


def test_a_split_holds_for_pages_that_are_read_later(collection, take, page):
    take(page("Shame", 2011, people=[("Steve McQueen", "Himself")]))
    take(page("Bullitt", 1968, people=[("Steve McQueen", "Bullitt")], text="b"))
    shame, bullitt = (collection.find(f"title:{title}").ids[0] for title in ("shame", "bullitt"))
    collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, shame),)))
    take(page("Shame", 2011, people=[("Steve McQueen", "The man"), ("James Badge Dale", "David")], text="c"))
    assert people_of(collection, shame) == [OTHER, "James Badge Dale"]
    assert people_of(collection, bullitt) == [MCQUEEN]
    collection.run(RenameValue("credits", (OTHER,), "Steve R. McQueen"))
    take(page("Shame", 2011, people=[("Steve McQueen", None), ("Nicole Beharie", None)], text="d"))
    assert people_of(collection, shame)[0] == "Steve R. McQueen"
    collection.run(RenameValue("credits", ("Steve R. McQueen",), MCQUEEN))
    assert people_of(collection, shame)[0] == MCQUEEN
    # Nothing is left of it: the next page is taken at its word.
    take(page("Shame", 2011, people=[("Steve McQueen", None), ("Hannah Ware", None)], text="e"))
    assert people_of(collection, shame)[0] == MCQUEEN


def test_a_rename_of_the_other_leaves_the_one_that_was_split_off_alone(collection, take, page):
    for title, text in (("Shame", "a"), ("Bullitt", "b")):
        take(page(title, None, people=[("S. McQueen", None)], text=text))
    shame, bullitt = (collection.find(f"title:{title}").ids[0] for title in ("shame", "bullitt"))
    collection.run(RenameValue("credits", ("S. McQueen",), MCQUEEN))
    collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, shame),)))
    assert (people_of(collection, shame), people_of(collection, bullitt)) == ([OTHER], [MCQUEEN])
    collection.run(RenameValue("credits", (MCQUEEN,), "Terence McQueen"))
    assert (people_of(collection, shame), people_of(collection, bullitt)) == ([OTHER], ["Terence McQueen"])
    collection.run(ForgetSpelling("credits", MCQUEEN))
    assert people_of(collection, shame) == [OTHER]


def test_a_split_is_refused_in_a_sentence_where_it_means_nothing(collection, two):
    bullitt, shame = (film_of(collection, row) for row in two)
    cases = (
        (TellApart("Nobody", "1", (shame,)), "Nobody here is called “Nobody”"),
        (TellApart(MCQUEEN, "1", (999,)), "takes part in none of these films"),
        (TellApart(MCQUEEN, " ", (shame,)), "Say what tells this person"),
        (TellApart(MCQUEEN, "a]b", (shame,)), "Say what tells this person"),
    )
    for command, words in cases:
        with pytest.raises((UserError, FieldError), match=words):
            collection.run(command)
    collection.run(TellApart(MCQUEEN, "[1969]", (shame,)))
    with pytest.raises(UserError, match="is called already"):
        collection.run(TellApart(OTHER, "1969", (shame,)))
    collection.run(TellApart(OTHER, "Sir", (shame,)))
    assert people_of(collection, two[1])[0] == "Steve McQueen [Sir]"
    assert collection.run(TellApart(MCQUEEN, "1930", (bullitt, shame))).result == 1
    assert dict(collection.people("mcqueen")) == {"Steve McQueen [1930]": 1, "Steve McQueen [Sir]": 1}


def test_qualifiers_ids_and_splits_come_through_an_export(new_collection, two, collection, take, page, tmp_path):
    take(page("Widows", 2018, people=[("Steve McQueen", None)]))
    widows = collection.find("widows").ids[0]
    for row in (two[1], widows):
        collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, row),)))
    collection.run(SetPersonIds(OTHER, {"IMDb": "nm2588606"}))
    collection.run(SetSortName(OTHER, "McQueen, Steve 2"))
    first = exported(collection, tmp_path / "a.json")
    person = next(one for one in first["people"] if one["qualifier"])
    assert person["external_ids"] == {"IMDb": "nm2588606"}
    there = new_collection()
    importing.run(there, [tmp_path / "a.json"])
    assert dict(there.people("mcqueen")) == dict(collection.people("mcqueen")) == {MCQUEEN: 1, OTHER: 2}
    own = ("name", "qualifier", "sort_name", "external_ids")
    second = exported(there, tmp_path / "b.json")
    assert [[one[key] for key in own] for one in second["people"]] == [
        [one[key] for key in own] for one in first["people"]
    ]
    [again] = there.find("widows").ids
    assert people_of(there, again) == [OTHER]
    later = page("Widows", 2018, people=[("Steve McQueen", None), ("Viola Davis", None)], text="later")
    there.run(ImportDocuments((Incoming(later),)))
    assert people_of(there, again)[0] == OTHER
    importing.run(there, [tmp_path / "a.json"])
    assert dict(there.people("mcqueen")) == {MCQUEEN: 1, OTHER: 2}


def test_people_of_one_name_with_different_ids_are_two_when_they_are_imported(new_collection, collection, tmp_path):
    add(collection, "Bullitt", "Steve McQueen as Bullitt")
    collection.run(SetPersonIds(MCQUEEN, {"IMDb": "nm0000537"}))
    there = new_collection()
    add(there, "Shame", "Steve McQueen (director)")
    there.run(SetPersonIds(MCQUEEN, {"IMDb": "nm2588606"}))
    exported(collection, tmp_path / "a.json")
    importing.run(there, [tmp_path / "a.json"])
    assert dict(there.people("")) == {MCQUEEN: 1, "Steve McQueen [nm0000537]": 1}
    data = exported(there, tmp_path / "b.json")
    assert [(one["qualifier"], one["external_ids"]["IMDb"]) for one in data["people"]] == [
        (None, "nm2588606"),
        ("nm0000537", "nm0000537"),
    ]
    # The same person by another qualifier is found by the id.
    there.run(RenameValue("credits", ("Steve McQueen [nm0000537]",), "Steve McQueen [1930]"))
    importing.run(there, [tmp_path / "a.json"])
    assert dict(there.people("")) == {MCQUEEN: 1, "Steve McQueen [1930]": 1}


def test_the_qualifier_goes_with_the_person_when_credits_are_typed_again(collection, two):
    _, shame = two
    collection.run(EditRecords((shame,), {"credits": CREDITS.parse("Steve McQueen [1969] (director)")}))
    assert people_of(collection, shame) == [OTHER]
    collection.run(EditRecords((shame,), {"credits": CREDITS.parse("steve mcqueen [1969] (director)")}))
    assert dict(collection.people("mcqueen")) == {MCQUEEN: 1, "steve mcqueen [1969]": 1}
    collection.undo()
    assert people_of(collection, shame) == [OTHER]
    assert [one.value for one in collection.values("credits") if "McQueen" in one.value] == [MCQUEEN, OTHER]
    assert collection.completions("director", "mcq") == [OTHER]


def a_file(tmp_path, *people, name="in.json"):
    """A file of another program with a film for each of these people."""
    films = [
        {
            "id": f"film:{number}",
            "title": f"Film {number}",
            "kind": "film",
            "credits": [
                {"order": 1, "person": one["name"], "person_id": one["id"], "role": "actor", "character": None}
            ],
        }
        for number, one in enumerate(people, 1)
    ]
    data = {"format": "disc-catalogue", "version": 1, "films": films, "people": list(people)}
    path = tmp_path / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def somebody(number, name="Ann Lee", qualifier=None, **ids):
    return {"id": f"person:{number}", "name": name, "qualifier": qualifier, "sort_name": None, "external_ids": ids}


@pytest.mark.parametrize(
    ("listed", "called"),
    [
        ([somebody(1, IMDb="nm1"), somebody(2, IMDb="nm2")], ["Ann Lee", "Ann Lee [nm2]"]),
        ([somebody(1, IMDb="nm1"), somebody(2, IMDb="nm2"), somebody(3, TMDb="7")], None),
        ([somebody(1, qualifier="1930"), somebody(2, qualifier="1969")], ["Ann Lee [1930]", "Ann Lee [1969]"]),
        ([somebody(1), somebody(2)], ["Ann Lee", "Ann Lee [2]"]),
        ([somebody(1), somebody(2, name="ANN LEE"), somebody(3)], ["Ann Lee", "ANN LEE [2]", "Ann Lee [3]"]),
        ([somebody(1, name="Ann Lee [1930]"), somebody(2)], ["Ann Lee [1930]", "Ann Lee"]),
        ([somebody(1, qualifier="b", IMDb="nm1"), somebody(2, qualifier="b", IMDb="nm2")], None),
    ],
)
def test_whoever_is_told_apart_in_a_file_is_apart_here_and_again_adds_nobody(
    collection, tmp_path, rows_of, listed, called
):
    path = a_file(tmp_path, *listed)
    importing.run(collection, [path])
    rows = [collection.find(f'title:="Film {number}"').ids[0] for number in range(1, len(listed) + 1)]
    names = [people_of(collection, row)[0] for row in rows]
    assert len(set(names)) == len(listed)
    if called is not None:
        assert names == called
    before = rows_of(collection.path)
    importing.run(collection, [path])
    assert rows_of(collection.path) == before
    data = exported(collection, tmp_path / "out.json")
    assert all("[" not in one["name"] for one in data["people"])
    told = {called_so(one["name"], one["qualifier"]): one["external_ids"] for one in data["people"]}
    assert told == {name: one["external_ids"] for name, one in zip(names, listed, strict=True)}
    assert collection.check() == []


def test_an_id_is_that_of_one_person(collection, two):
    collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, two[1]),)))
    collection.run(SetPersonIds(MCQUEEN, {"IMDb": "nm0000537", "TMDb": "13565"}))
    with pytest.raises(UserError, match="has this id already"):
        collection.run(SetPersonIds(OTHER, {"IMDb": "nm0000537"}))
    collection.run(SetPersonIds(OTHER, {"IMDb": "nm2588606", "Wikidata": "Q1"}))
    collection.run(RenameValue("credits", (OTHER,), MCQUEEN))
    [one] = [one for one in collection.values("credits") if one.value == MCQUEEN]
    assert one.external_ids == {"IMDb": "nm0000537", "TMDb": "13565", "Wikidata": "Q1"}
    collection.undo()
    assert {one.value: one.external_ids for one in collection.values("credits") if "McQueen" in one.value} == {
        MCQUEEN: {"IMDb": "nm0000537", "TMDb": "13565"},
        OTHER: {"IMDb": "nm2588606", "Wikidata": "Q1"},
    }


def test_a_page_meets_the_film_whose_people_were_told_apart(collection, take, page):
    people = [("Ann Lee", "Maid"), ("Bo Cox", "Cook"), ("Cy Dent", "Lord")]
    take(page("Manor", 1968, people=people))
    [manor] = collection.find("manor").ids
    for name in ("Ann Lee", "Bo Cox", "Cy Dent"):
        collection.run(TellApart(name, "II", (film_of(collection, manor),)))
    take(page("Manor", 1968, people=[*people, ("Di Eton", "Lady")], text="later"))
    assert list(collection.find("manor").ids) == [manor]
    assert people_of(collection, manor) == ["Ann Lee [II]", "Bo Cox [II]", "Cy Dent [II]", "Di Eton"]
    assert collection.known_people(["ann lee", "di eton"]) == {"ann lee", "di eton"}


def test_a_split_and_a_merge_are_reverted_later_and_stay_through_the_trash(collection, two):
    bullitt, shame = two
    collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, shame),)))
    [split] = collection.history(1)
    assert split.label == "Tell Steve McQueen [1969] from Steve McQueen in 1 film"
    collection.run(DeleteRecords((shame,)))
    assert dict(collection.people("mcqueen")) == {MCQUEEN: 1}
    collection.run(RestoreRecords((shame,)))
    assert dict(collection.people("mcqueen")) == {MCQUEEN: 1, OTHER: 1}
    collection.run(RenameValue("credits", (OTHER,), MCQUEEN))
    [merge] = collection.history(1)
    collection.run(EditRecords((bullitt,), {"notes": "seen"}))
    collection.run(RevertOperation(merge.id))
    assert people_of(collection, shame)[0] == OTHER
    collection.run(RevertOperation(split.id))
    assert people_of(collection, shame)[0] == MCQUEEN
    assert dict(collection.people("mcqueen")) == {MCQUEEN: 2}
    assert collection.check() == []


def test_people_told_apart_are_not_likely_the_same(collection, two):
    collection.run(TellApart(MCQUEEN, "1930", (film_of(collection, two[0]),)))
    collection.run(TellApart(MCQUEEN, "1931", (film_of(collection, two[1]),)))
    assert [one.group for one in collection.values("credits") if "McQueen" in one.value] == [0, 0]
    assert collection.completions("cast", "mcqueen 19") == []
    assert collection.completions("credits", "steve mcqueen [193") == [f"{MCQUEEN} [1930]", f"{MCQUEEN} [1931]"]
    assert collection.completions("credits.person", "mcq") == [f"{MCQUEEN} [1930]", f"{MCQUEEN} [1931]"]


def test_who_is_meant_goes_along_when_films_are_merged(collection, take, page):
    take(page("Shame", 2011, people=[("Steve McQueen", None)]))
    take(page("Shame, the film", 2011, people=[("Steve McQueen", None), ("Carey Mulligan", None)], text="b"))
    film, other = (collection.record(collection.find(f'title:="{title}"').ids[0]).film_id for title in TITLES)
    collection.run(TellApart(MCQUEEN, "1969", (other,)))
    collection.run(MergeFilms(film, other))
    assert people_of(collection, collection.find("shame").ids[0]) == [OTHER, "Carey Mulligan"]
    assert collection.check() == []
    collection.undo()
    assert dict(collection.people("mcqueen")) == {MCQUEEN: 1, OTHER: 1}


def test_a_saved_search_follows_whoever_it_asks_for(collection, two):
    collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, two[1]),)))
    collection.run(SaveSearch("His", f'director:="{OTHER}"'))
    collection.run(RenameValue("credits", (OTHER,), "Steve McQueen [Sir]"))
    assert collection.saved_search("His").query == 'director:="Steve McQueen [Sir]"'
    assert list(collection.find("saved:His").ids) == [two[1]]
    collection.run(RenameValue("credits", ("Steve McQueen [Sir]",), MCQUEEN))
    assert list(collection.find("saved:His").ids) == [two[1]]


def test_an_export_with_namesakes_is_the_same_after_an_import(new_collection, collection, two, tmp_path):
    collection.run(TellApart(MCQUEEN, "1969", (film_of(collection, two[1]),)))
    collection.run(SetPersonIds(MCQUEEN, {"IMDb": "nm0000537"}))
    there = new_collection()
    exported(collection, tmp_path / "a.json")
    importing.run(there, [tmp_path / "a.json"])
    exported(there, tmp_path / "b.json")
    one, other = (re.sub(r'"person:\d+"', '"person"', (tmp_path / name).read_text()) for name in ("a.json", "b.json"))
    assert one == other
