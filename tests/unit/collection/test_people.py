"""People and characters across the films of a collection."""

import pytest

from catalogue.collection import people
from catalogue.collection.commands import AddRecord, DeleteRecords
from catalogue.collection.people import is_same_character

FILMS = {
    ("The Death of Stalin", 2017): (
        ("Simon Russell Beale", "Lavrenti Beria"),
        ("Adrian McLoughlin", "Josef Stalin"),
        ("Andrea Riseborough", "Svetlana"),
        ("Jeffrey Tambor", None),
    ),
    ("Stalin", 1992): (
        ("Roshan Seth", "Lavrentiy Beria"),
        ("Robert Duvall", "Joseph Vissarionovich Stalin"),
        ("Joanna Roth", "Svetlana"),
    ),
    ("Hellboy", 2004): (("Jeffrey Tambor", "Tom Manning"), ("Ron Perlman", "Hellboy")),
}


@pytest.fixture
def filled(collection):
    """Three films, two of them about one man. Gives the ids of their films by title."""
    return {title: add(collection, title, cast, year) for (title, year), cast in FILMS.items()}


def add(collection, title, cast, year=None):
    """A film with a cast. Gives its id."""
    credits = [
        {"order": order, "person": person, "role": "actor", "character": character}
        for order, (person, character) in enumerate(cast, 1)
    ]
    return collection.record(
        collection.run(AddRecord({"title": title, "year": year, "credits": credits})).result
    ).film_id


def test_people_are_found_by_any_part_of_their_names_the_busiest_first(collection, filled):
    assert collection.people("")[0] == ("Jeffrey Tambor", 2)
    assert sorted(collection.people("RO")) == [
        ("Andrea Riseborough", 1),
        ("Joanna Roth", 1),
        ("Robert Duvall", 1),
        ("Ron Perlman", 1),
        ("Roshan Seth", 1),
    ]
    assert collection.people("tambor jeff") == [("Jeffrey Tambor", 2)]
    assert collection.people("nobody") == []


@pytest.mark.parametrize("most", [1, 2, 3])
def test_many_parts_in_one_film_make_nobody_busier_than_two_films_do(collection, monkeypatch, most):
    monkeypatch.setattr(people, "MOST", most)
    busy = [{"person": f"Busy {n}", "role": role} for n in range(9) for role in ("director", "writer", "producer")]
    quiet = [{"person": f"Quiet {n}", "role": "actor"} for n in range(2)]
    for title, credits in (("One", busy + quiet), ("Two", quiet)):
        collection.run(AddRecord({"title": title, "credits": [part | {"character": None} for part in credits]}))
    expected = [("Quiet 0", 2), ("Quiet 1", 2), ("Busy 0", 1)]
    assert collection.people("") == expected[:most]
    assert collection.people("quiet") == expected[:2][:most]


def test_of_many_films_with_a_name_those_with_its_beginning_are_looked_at(collection, monkeypatch):
    monkeypatch.setattr(people, "_NAMESAKES", 3)
    names = ["Charlie Brown", "James Brown", "Emmett Brown", "Emmet Brown (voice)", "Jackie Brown", "Emmétt Brown"]
    for number, name in enumerate(names):
        credits = [{"person": f"Actor {number}", "role": "actor", "character": name}]
        collection.run(AddRecord({"title": f"Film {number}", "credits": credits}))
    found = {one.character for one in collection.players_of("Emmett Brown")}
    assert found == {"Emmett Brown", "Emmet Brown (voice)", "Emmétt Brown"}


def test_a_person_has_all_their_films_the_newest_first(collection, filled):
    found = collection.films_of_person("jeffrey tambor")
    assert [(one.title, one.year, one.character) for one in found] == [
        ("The Death of Stalin", 2017, None),
        ("Hellboy", 2004, "Tom Manning"),
    ]


@pytest.mark.parametrize(
    ("name", "players"),
    [
        ("Beria", {"Simon Russell Beale", "Roshan Seth"}),
        ("Lavrenti Beria", {"Simon Russell Beale", "Roshan Seth"}),
        ("Stalin", {"Adrian McLoughlin", "Robert Duvall"}),
        ("Josef Stalin", {"Adrian McLoughlin", "Robert Duvall"}),
        ("Svetlana", {"Andrea Riseborough", "Joanna Roth"}),
        ("Hellboy", {"Ron Perlman"}),
        ("Nobody", set()),
        ("", set()),
    ],
)
def test_a_character_has_all_who_played_it_however_it_is_spelt(collection, filled, name, players):
    assert {one.person for one in collection.players_of(name)} == players


def test_characters_are_found_by_a_part_of_their_names(collection, filled):
    assert collection.characters("svet") == [("Svetlana", 2)]
    assert {name for name, _ in collection.characters("beria")} == {"Lavrenti Beria", "Lavrentiy Beria"}
    assert collection.characters("zzz") == []


MARKED = (
    ("Dylan O'Brien", "K.I.T.T."),
    ("Joseph Gordon-Levitt", "R2-D2"),
    ("J.J. Abrams", "WALL·E"),
    ("黒澤明", "菊千代"),
    ("Sandra Hüller", "M’gann M’orzz"),
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("obrien", "Dylan O'Brien"),
        ("O’Brien", "Dylan O'Brien"),
        ("gordonlevitt", "Joseph Gordon-Levitt"),
        ("gordon-lev", "Joseph Gordon-Levitt"),
        ("jj abrams", "J.J. Abrams"),
        ("澤", "黒澤明"),
        ("hul\u200bler", "Sandra Hüller"),
    ],
)
def test_people_are_found_without_the_marks_of_their_names(collection, typed, name):
    add(collection, "Film", MARKED)
    assert [one for one, _ in collection.people(typed)] == [name]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("kitt", "K.I.T.T."),
        ("r2d2", "R2-D2"),
        ("r2 d", "R2-D2"),
        ("walle", "WALL·E"),
        ("千代", "菊千代"),
        ("mgann", "M’gann M’orzz"),
        ("m'orzz m'ga", "M’gann M’orzz"),
    ],
)
def test_characters_are_found_without_the_marks_of_their_names(collection, typed, name):
    add(collection, "Film", MARKED)
    assert collection.characters(typed) == [(name, 1)]


def test_a_film_tells_what_else_is_here_with_its_people(collection, filled):
    company = collection.company(filled["The Death of Stalin"])
    assert {name: [one.title for one in films] for name, films in company.also_in.items()} == {
        "Jeffrey Tambor": ["Hellboy"]
    }
    assert {name: [one.person for one in others] for name, others in company.also_played.items()} == {
        "Lavrenti Beria": ["Roshan Seth"],
        "Josef Stalin": ["Robert Duvall"],
        "Svetlana": ["Joanna Roth"],
    }


def test_what_is_in_the_trash_is_nowhere(collection, filled):
    [row] = collection.find("hellboy").ids
    collection.run(DeleteRecords((row,)))
    assert collection.company(filled["The Death of Stalin"]).also_in == {}
    assert [one.title for one in collection.films_of_person("Jeffrey Tambor")] == ["The Death of Stalin"]
    assert collection.people("perlman") == []
    assert collection.players_of("Hellboy") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Batman", "Batman", True),
        ("Bruce Wayne (young)", "Bruce Wayne", True),
        ("Dr. Watson", "Watson", True),
        ("John Watson", "Mary Watson", False),
        ("Musician 1", "Musician 1", False),
        ("Al", "Big Al", False),
        ("", "Beria", False),
        (None, None, False),
    ],
)
def test_two_names_of_one_character(one, other, same):
    assert is_same_character(one, other) is same
    assert is_same_character(other, one) is same
