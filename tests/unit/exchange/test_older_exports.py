"""Exports of earlier versions have the rating of a film on its copies; they are read for ever."""

import json

import pytest

from catalogue.collection.commands import ChooseValue, Confirm, EditRecords
from catalogue.exchange import importing, json_export

BOX = "A disc with several films was rated; it may be meant for this one."
OTHERS = "This film was given other ratings too."


def export_of(films, editions, copies, **more):
    """Films by title, editions by the numbers of their films, copies as (number of the edition, what is told)."""
    return {
        "format": "disc-catalogue",
        "version": 1,
        "films": [{"id": f"film:{number}", "title": title} for number, title in enumerate(films, 1)],
        "editions": [
            {"id": f"edition:{number}", "contents": [{"film": f"film:{film}"} for film in on_it]}
            for number, on_it in enumerate(editions, 1)
        ],
        "copies": [
            {"id": f"copy:{number}", "edition": f"edition:{edition}", "index": number} | told
            for number, (edition, told) in enumerate(copies, 1)
        ],
    } | more


def rated(value, at="2020-01-01T10:00:00"):
    choice = {"field": "my_rating", "subject": None, "by": "hand", "document": None, "at": at}
    return {"my_rating": value, "choices": [choice]}


def take(collection, folder, whole):
    (folder / "old.json").write_text(json.dumps(whole), encoding="utf-8")
    [receipt] = importing.run(collection, [folder / "old.json"]).files
    assert collection.check() == []
    return receipt


def ratings(collection):
    """By title: the rating of each film, and the values that wait beside it."""
    found = {}
    for row in collection.find("sort:title", scope="films").ids:
        record = collection.record(row)
        waiting = [review.alternatives for review in record.reviews if review.field == "my_rating"]
        found[record.values["title"]] = (record.values["my_rating"], *waiting)
    return found


def test_the_newest_rating_stands_and_the_others_wait(collection, tmp_path):
    copies = [(1, rated(7, "2021-05-05T10:00:00")), (1, rated(9, "2023-05-05T10:00:00")), (1, rated(7)), (2, rated(4))]
    receipt = take(collection, tmp_path, export_of(["One", "Two"], [[1], [2]], copies))
    assert (receipt.new, receipt.rejected, receipt.problems) == (8, 0, [])
    assert ratings(collection) == {"One": (9, (7,)), "Two": (4,)}
    [one] = collection.find("one", scope="films").ids
    assert [review.reason for review in collection.record(one).reviews] == [OTHERS]
    # It comes out in today's form, and goes in again the same.
    json_export.write(collection, tmp_path / "new.json")
    out = json.loads((tmp_path / "new.json").read_text(encoding="utf-8"))
    assert [film["my_rating"] for film in out["films"]] == [9, 4]
    assert not any("my_rating" in copy for copy in out["copies"])
    assert take(collection, tmp_path, out).new == 0
    assert ratings(collection) == {"One": (9, (7,)), "Two": (4,)}


def test_an_old_export_that_comes_again_is_known(collection, tmp_path):
    whole = export_of(["One"], [[1]], [(1, rated(7)), (1, rated(8.5, "2022-01-01T10:00:00"))])
    take(collection, tmp_path, whole)
    before = ratings(collection)
    receipt = take(collection, tmp_path, whole)
    assert (receipt.new, receipt.updated, ratings(collection)) == (0, 0, before)


@pytest.mark.parametrize("alike", [0, 6])
def test_the_rating_of_a_box_waits_at_each_of_its_films(collection, tmp_path, alike):
    copies = [(1, rated(6)), *([(2, rated(6))] if alike else [])]
    take(collection, tmp_path, export_of(["One", "Two"], [[1, 2], [1]], copies))
    assert ratings(collection) == {"One": (6,) if alike else (None, (6,)), "Two": (None, (6,))}
    [two] = collection.find("two", scope="films").ids
    assert [review.reason for review in collection.record(two).reviews] == [BOX]


def test_the_rating_of_a_disc_without_a_film_is_kept(collection, tmp_path):
    take(collection, tmp_path, export_of([], [[]], [(1, rated(3))]))
    assert ratings(collection) == {None: (3,)}


def test_a_rating_that_a_page_stated_of_the_copy_is_one_of_the_film(collection, tmp_path):
    document = {"id": "document:1", "kind": "collection", "sha256": "1", "text": "My Rating: 8"}
    document["facts"] = [
        {"about": "film:1", "field": "title", "value": "One"},
        {"about": "copy:1", "field": "my_rating", "value": 8},
    ]
    whole = export_of(["One"], [[1]], [(1, {"my_rating": 8})], documents=[document])
    whole["films"][0]["documents"] = ["document:1"]
    receipt = take(collection, tmp_path, whole)
    assert (receipt.new, receipt.problems) == (4, [])
    assert ratings(collection) == {"One": (8,)}
    [row] = collection.find("one", scope="films").ids
    assert [source.document_id for source in collection.record(row).sources if source.field == "my_rating"] == [1]


def test_a_film_that_is_here_already_gets_the_rating_or_keeps_its_own(collection, tmp_path):
    take(collection, tmp_path, export_of(["One", "Two"], [[1], [2]], [(1, {}), (2, rated(9))]))
    receipt = take(collection, tmp_path, export_of(["One", "Two"], [[1], [2]], [(1, rated(5)), (2, rated(2))]))
    assert (receipt.new, receipt.updated) == (0, 2)
    assert ratings(collection) == {"One": (5,), "Two": (9, (2,))}


@pytest.mark.parametrize("way", ["confirm", "choose", "edit"])
def test_what_waits_is_settled_by_any_word_of_the_person(collection, tmp_path, way):
    take(collection, tmp_path, export_of(["One"], [[1]], [(1, rated(7)), (1, rated(8, "2022-01-01T10:00:00"))]))
    [row] = collection.find("one", scope="films").ids
    commands = {
        "confirm": (Confirm(row, "my_rating"), 8),
        "choose": (ChooseValue(row, "my_rating", 7), 7),
        "edit": (EditRecords((row,), {"my_rating": 9.5}), 9.5),
    }
    command, wanted = commands[way]
    collection.run(command)
    assert ratings(collection) == {"One": (wanted,)}
    collection.undo()
    assert ratings(collection) == {"One": (8, (7,))}
