"""What is printed on a disc is found as people type it: scripts, marks, words of the language, symbols, field names."""

import shutil
from pathlib import Path

import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import AddField, AddRecord, SaveSearch

TITLES = [
    "ឆ្នាំងបាយក្ដាម",
    "ฉลาดเกมส์โกง",
    "臥虎藏龍",
    "七人の侍",
    "千と千尋の神隠し",
    "L.A. Confidential",
    "S.W.A.T.",
    "WALL·E",
    "Ocean’s Eleven",
    "Not Another Teen Movie",
    "Or",
    "And Then There Were None",
    "This or That",
    "I ♥ Huckabees",
    "$",
    "???",
    "😀",
    "Mission: Impossible",
    "Alien: Resurrection",
    "Alien",
    "Château “Noir”",
    "Zebra",
]


@pytest.fixture(scope="module")
def shelf(blank_catalogue, tmp_path_factory):
    path = Path(shutil.copy(blank_catalogue, tmp_path_factory.mktemp("printed") / "films.db"))
    collection = Collection.open(path)
    for number, title in enumerate(TITLES):
        collection.run(AddRecord({"title": title, "barcode": str(number), "owner": "Bo"}))
    yield collection
    collection.close()


def found(collection, query, **ways):
    answer = collection.find(query, **ways)
    rows = collection.rows(answer.ids, ["title"])
    assert answer.problems == ()
    return [rows[row_id].values["title"] for row_id in answer.ids]


SIBLINGS = [
    ("បាយ", ["ឆ្នាំងបាយក្ដាម"]),
    ("ក្ដាម", ["ឆ្នាំងបាយក្ដាម"]),
    ("បាយក្ដាម", ["ឆ្នាំងបាយក្ដាម"]),
    ("เกม", ["ฉลาดเกมส์โกง"]),
    ("โกง", ["ฉลาดเกมส์โกง"]),
    ("藏", ["臥虎藏龍"]),
    ("虎藏", ["臥虎藏龍"]),
    ("人の", ["七人の侍"]),
    ("神隠", ["千と千尋の神隠し"]),
    ("と千尋", ["千と千尋の神隠し"]),
    ("title:千尋", ["千と千尋の神隠し"]),
    ("la confidential", ["L.A. Confidential"]),
    ("l.a. confidential", ["L.A. Confidential"]),
    ("l a confid", ["L.A. Confidential"]),
    ("swat", ["S.W.A.T."]),
    ("s.w.a.t.", ["S.W.A.T."]),
    ("S.W.A.T", ["S.W.A.T."]),
    ("wall-e", ["WALL·E"]),
    ("walle", ["WALL·E"]),
    ("wall e", ["WALL·E"]),
    ("ocean's", ["Ocean’s Eleven"]),
    ("oceans", ["Ocean’s Eleven"]),
    ("ocean`s elev", ["Ocean’s Eleven"]),
    ("or", ["Or", "This or That"]),
    ("Or", ["Or", "This or That"]),
    ('"or"', ["Or", "This or That"]),
    ("♥", ["I ♥ Huckabees"]),
    ("i ♥ huck", ["I ♥ Huckabees"]),
    ("i huckabees", ["I ♥ Huckabees"]),
    ("$", ["$"]),
    ("???", ["???"]),
    ("😀", ["😀"]),
    ("😀 zebra", ["Zebra"]),
    ("$ alien resurrection ???", ["Alien: Resurrection"]),
    ("ze\u200bbra", ["Zebra"]),
    ("\u202azebra\u202c", ["Zebra"]),
    ("\ufeffze\u00adbra", ["Zebra"]),
    ("title:ze\u200bbra", ["Zebra"]),
    ("ti\u200btle:zebra", ["Zebra"]),
    ("“château noir”", ["Château “Noir”"]),
    ("«chateau noir»", ["Château “Noir”"]),
    ("„chateau noir“", ["Château “Noir”"]),
    ("「chateau noir」", ["Château “Noir”"]),
    ("title:”chateau noir”", ["Château “Noir”"]),
    ("“this or that”", ["This or That"]),
    ("»this or that«", ["This or That"]),
    ("title:„this or that“", ["This or That"]),
    ("『七人の侍』", ["七人の侍"]),
    ("“zeb", ["Zebra"]),
    ('title:="Château “Noir”"', ["Château “Noir”"]),
    ("“title:zebra”", []),
    ("Château “Noir”", ["Château “Noir”"]),
    ("mission:impossible", ["Mission: Impossible"]),
    ("mission: impossible", ["Mission: Impossible"]),
    ("alien:resurrection", ["Alien: Resurrection"]),
]


@pytest.mark.parametrize(("query", "titles"), SIBLINGS, ids=[query for query, _ in SIBLINGS])
def test_what_is_printed_is_found_in_every_scope_and_in_a_saved_search(shelf, query, titles):
    assert found(shelf, query) == titles
    assert found(shelf, query, scope="films") == titles
    assert found(shelf, query, scope="discs") == titles
    if not any(hint.refusal for hint in shelf.find(query).hints):
        shelf.run(SaveSearch("kept", query))
        assert sorted(found(shelf, "saved:kept")) == sorted(titles)
        shelf.undo()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Not Another Teen Movie", "Not Another Teen Movie"),
        ("not another", "Not Another Teen Movie"),
        ("And Then There Were None", "And Then There Were None"),
        ("this or that", "This or That"),
        ("THIS OR THAT", "This or That"),
    ],
)
def test_a_title_with_a_word_of_the_language_comes_first_and_the_word_is_explained(shelf, query, first):
    assert found(shelf, query)[0] == first
    [hint] = shelf.find(query).hints
    assert "was read as" in hint.message


@pytest.mark.parametrize("query", ["title :alien", "title : alien", "TITLE  :alien"])
def test_a_name_that_stands_apart_from_its_colon_is_offered(shelf, query):
    assert found(shelf, query) == []
    [other] = shelf.meant(query)
    assert found(shelf, other) == ["Alien", "Alien: Resurrection"]


@pytest.mark.parametrize("scope", ["everything", "discs", "films"])
@pytest.mark.parametrize(
    "query", ["zebra alien", "alien zebra", "huckabees impossible", "zebra owner:ann", "zebra is:trash"]
)
def test_all_words_are_asked_for_in_every_scope(shelf, query, scope):
    assert found(shelf, query, scope=scope) == []


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ράφι", "Ράφι"),
        ("Полка", "полка"),
        ("書架", "書架"),
        ("Lieu d’achat", "lieu_d’achat"),
        ("Größe", "größe"),
    ],
)
def test_fields_of_any_script_are_asked_for_by_their_names(collection, name, written):
    key = collection.run(AddField(name, "text")).result
    collection.run(AddRecord({"title": "One", key: "blue"}))
    collection.run(AddRecord({"title": "Two", "barcode": "2", key: "red"}))
    for query in (
        f"{written}:blue",
        f'{written}:"blue"',
        f'"{name}":blue',
        f"“{name}”:blue",
        f"has:{written} -{written}:red",
    ):
        assert found(collection, query) == ["One"], query
    assert found(collection, f"sort:{written}") == ["One", "Two"]
