"""Films on the discs of an edition, episodes in their series, editions in box sets."""

import pytest

from catalogue.collection.commands import AddRecord, DeleteRecords, EditRecords, EmptyTrash, MergeFilms
from catalogue.errors import FieldError


def part(film, disc=None, cut=None):
    return {"film": film, "disc": disc, "cut": cut}


def found(collection, query):
    result = collection.find(query)
    assert result.problems == ()
    return sorted(result.ids)


@pytest.fixture
def alien(collection):
    return collection.run(AddRecord({"title": "Alien", "year": 1979})).result


def test_films_are_put_on_discs_in_order_and_the_missing_ones_are_added(collection, alien, rows_of):
    before = rows_of(collection.path)
    films = [part("Aliens (1986)", 2, "Special edition"), part("alien (1979)", 1), part("Alien³ (1992)", 3)]
    changes = collection.run(EditRecords((alien,), {"contents": films}))
    assert changes.label == "Edit 1 disc: films on the discs"
    assert changes.added == changes.removed == frozenset()
    record = collection.record(alien)
    assert record.values["contents"] == [films[0], part("Alien (1979)", 1), films[2]]
    assert [(title, year) for _, title, year in record.films] == [("Aliens", 1986), ("Alien", 1979), ("Alien³", 1992)]
    for query in ("aliens", "title:aliens year:1992", 'contents:"special edition"', 'contents:"Aliens (1986)"'):
        assert found(collection, query) == [alien], query
    assert found(collection, "is:film") == []
    assert not collection.run(EditRecords((alien,), {"contents": record.values["contents"]}))

    collection.undo()
    assert rows_of(collection.path) == before
    collection.redo()
    assert collection.record(alien).values == record.values
    assert collection.check() == []


def test_a_film_that_leaves_a_disc_is_in_the_list_by_itself(collection, alien):
    collection.run(EditRecords((alien,), {"contents": [part("Solaris (1972)")]}))
    [film] = found(collection, "is:film")
    assert collection.record(film).values["title"] == "Alien"
    assert found(collection, "solaris") == [alien]


def test_a_film_that_is_renamed_is_renamed_on_its_discs(collection, alien):
    other = collection.run(AddRecord({"barcode": "4006381333931", "contents": [part("Alien (1979)", 1)]})).result
    collection.run(EditRecords((alien,), {"title": "Das unheimliche Wesen"}))
    assert collection.record(other).values["contents"] == [part("Das unheimliche Wesen (1979)", 1)]
    assert found(collection, "contents:wesen") == sorted([alien, other])


def test_a_disc_that_is_added_with_contents_has_the_film_that_it_is_called_by(collection):
    values = {"title": "Alien", "year": 1979, "contents": [part("Aliens (1986)", 2)]}
    disc = collection.run(AddRecord(values)).result
    assert collection.record(disc).values["contents"] == [part("Alien (1979)"), part("Aliens (1986)", 2)]


def test_the_same_new_film_on_many_discs_is_one_film(collection, alien):
    other = collection.run(AddRecord({"title": "Alien", "year": 1979})).result
    collection.run(EditRecords((alien, other), {"contents": [part("Alien (1979)"), part("New (2020)")]}))
    first, second = (collection.record(disc).films for disc in (alien, other))
    assert first == second
    assert len(first) == 2


def test_an_episode_belongs_to_its_series(collection):
    values = {"title": "Pilot", "kind": "episode", "parent": "Twin Peaks (1990)", "season": 1, "episode": 1}
    pilot = collection.run(AddRecord(values, disc=False)).result
    [series] = found(collection, 'title:"twin peaks"')
    assert collection.record(series).values["kind"] == "series"
    second = values | {"title": "Traces to Nowhere", "episode": 2}
    traces = collection.run(AddRecord(second, disc=False)).result
    assert len(found(collection, 'title:"twin peaks"')) == 1
    assert found(collection, 'part_of:"twin peaks"') == sorted([pilot, traces])
    assert found(collection, "season:1 episode:2") == [traces]
    collection.run(EditRecords((series,), {"title": "Das Geheimnis von Twin Peaks"}))
    assert collection.record(pilot).values["parent"] == "Das Geheimnis von Twin Peaks (1990)"
    assert found(collection, "part_of:geheimnis") == sorted([pilot, traces])
    for own in ({series: "Pilot"}, {pilot: "Pilot"}, {series: "Das Geheimnis von Twin Peaks (1990)"}):
        [(film, parent)] = own.items()
        with pytest.raises(FieldError, match="cannot be part of itself"):
            collection.run(EditRecords((film,), {"parent": parent}))
    assert collection.completions("parent", "geheim", 10) == ["Das Geheimnis von Twin Peaks (1990)"]


def test_an_edition_is_in_a_box_set_that_need_be_no_disc_itself(collection, alien):
    other = collection.run(AddRecord({"title": "Aliens", "box_set": "Alien Anthology"})).result
    changes = collection.run(EditRecords((alien,), {"box_set": "alien anthology"}))
    assert changes.changed == {alien}
    for disc in (alien, other):
        assert collection.record(disc).values["box_set"] == "Alien Anthology"
        assert collection.record(disc).reviews == ()
    assert found(collection, 'box_set:="Alien Anthology"') == found(collection, "anthology") == sorted([alien, other])
    assert len(found(collection, "")) == 2
    assert collection.completions("box_set", "al", 10) == ["Alien Anthology"]
    collection.run(EditRecords((alien,), {"box_set": None}))
    assert found(collection, "has:box_set") == [other]


def test_a_box_set_that_is_owned_is_renamed_for_all_that_is_in_it(collection, alien):
    box = collection.run(AddRecord({"edition_title": "Anthology"})).result
    collection.run(EditRecords((alien,), {"box_set": "Anthology"}))
    collection.run(EditRecords((box,), {"edition_title": "Quadrilogy"}))
    assert collection.record(alien).values["box_set"] == "Quadrilogy"
    assert found(collection, "boxset:quadrilogy") == [alien]
    collection.run(EditRecords((alien,), {"edition_title": "Alien on DVD"}))
    with pytest.raises(FieldError, match="cannot be inside itself"):
        collection.run(EditRecords((box,), {"box_set": "alien on dvd"}))
    assert collection.check() == []


def test_episodes_and_viewings_follow_when_two_films_become_one(collection):
    one = collection.run(AddRecord({"title": "Twin Peaks", "year": 1990}, disc=False)).result
    two = collection.run(AddRecord({"title": "Twin Peaks: the series"}, disc=False)).result
    episode = {"title": "Pilot", "parent": "Twin Peaks: the series"}
    pilot = collection.run(AddRecord(episode, disc=False)).result
    for film, when in ((one, "2020"), (two, "2021")):
        collection.run(EditRecords((film,), {"viewings": [{"when": when, "who": None, "where": None, "rating": None}]}))
    collection.run(MergeFilms(-one, -two))
    assert collection.record(pilot).values["parent"] == "Twin Peaks (1990)"
    assert [viewing["when"] for viewing in collection.record(one).values["viewings"]] == ["2020", "2021"]
    assert collection.check() == []
    collection.undo()
    assert collection.record(pilot).values["parent"] == "Twin Peaks: the series"


def test_what_others_are_part_of_stays_when_the_trash_is_emptied(collection, alien):
    pilot = collection.run(AddRecord({"title": "Pilot", "parent": "Twin Peaks"})).result
    [series] = collection.find('title:"twin peaks"', scope="films").ids
    box = collection.run(AddRecord({"edition_title": "Box"})).result
    collection.run(EditRecords((alien,), {"box_set": "Box"}))
    collection.run(DeleteRecords((series, box)))
    collection.run(EmptyTrash())
    assert collection.record(pilot).values["parent"] == "Twin Peaks"
    assert collection.record(alien).values["box_set"] == "Box"
    assert collection.check() == []
