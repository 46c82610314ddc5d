"""Titles make it possible that two films are one; year, cast, ids and running time decide, else a person does."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalogue.collection.commands import (
    AddRecord,
    DeleteRecords,
    EditRecords,
    MergeFilms,
    RestoreRecords,
    SettleMatch,
    SplitFilm,
)
from catalogue.exchange import importing, json_export
from catalogue.fields.draft import FactDraft
from catalogue.fields.text import identity

CAST = [("Margarita Field", "Maria"), ("Oleg River", "Father"), ("Anna Stone", "Aunt"), ("Boris Hill", "Doctor")]
OTHERS = [("Ida Moor", "Ann"), ("Paul Reed", "Tom"), ("Jean Hall", "Aunt"), ("Carl Nye", "Priest")]


def add(collection, title, year=None, **more):
    return collection.run(AddRecord({"title": title, "year": year, **more}, disc=False)).result


def listed(collection):
    ids = collection.find("").ids
    rows = collection.rows(ids, ("title", "year"))
    return in_order((rows[row].values["title"], rows[row].values["year"]) for row in ids)


def in_order(films):
    return sorted(films, key=lambda film: (film[0] or "", film[1] or 0))


def doubts(collection):
    """The films in review because they may be others, by title; each with the titles of those that it may be."""
    found = {}
    for row in collection.find("needs:review").ids:
        record = collection.record(row)
        for review in record.reviews:
            assert review.field == "film"
            titles = [title for _, title, _ in collection.film_names(review.alternatives)]
            found.setdefault(record.values["title"], []).extend(titles)
    return found


def asks(collection, one, other):
    """Whether one of two films is in doubt because it may be the other, and both say so."""
    said = [
        sorted(
            collection.record(row).values["title"] for row in collection.find("").ids if collection.record(row).reviews
        )
    ]
    return doubts(collection) in ({one: [other]}, {other: [one]}) and said == [sorted([one, other])]


def imdb(number):
    return FactDraft("film", "external_ids", {"source": "IMDb", "id": number}, subject="IMDb")


# What is typed stays what it is.


SIBLINGS = [
    (("Mother", 1996), ("mother!", None)),
    (("Up", None), ("Up!", 1976)),
    (("Lantern, The", 1982), ("The Lantern", 1982)),
    (("Rocky II", 1979), ("Rocky 2", 1979)),
    (("Das Boot", 1981), ("Boot, Das", None)),
    (("L'Atalante", 1934), ("Atalante, L'", 1934)),
    (("Star Wars: Episode IV - A New Hope", 1977), ("Star Wars Episode 4: A New Hope", None)),
    (("[REC]", None), ("REC", 2007)),
    (("Pokémon", None), ("Pokemon", None)),
    (("パク", None), ("バク", None)),
]


@pytest.mark.parametrize(("one", "other"), SIBLINGS)
def test_titles_that_are_written_otherwise_are_two_and_ask(collection, one, other):
    add(collection, *one)
    add(collection, *other)
    assert listed(collection) == in_order([one, other])
    assert asks(collection, one[0], other[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("mother!", 2017), ("Mother", 2009)),
        (("Solaris", 1972), ("Solaris", 2002)),
        (("1917", None), ("1918", None)),
        (("2012", 2009), ("2012", 1983)),
        (("Blade Runner", 1982), ("Blade Runner 2049", 2017)),
        (("Rocky", None), ("Rocky II", None)),
        (("Star Wars: Episode IV", None), ("Star Wars: Episode V", None)),
        (("Die Hard", None), ("Hard", None)),
        (("Alien", None), ("Aliens", None)),
        (("???", None), ("!!!", None)),
    ],
)
def test_titles_and_years_that_say_different_things_are_two_films_without_a_doubt(collection, one, other):
    add(collection, *one)
    add(collection, *other)
    assert listed(collection) == in_order([one, other])
    assert doubts(collection) == {}


def test_a_year_that_is_typed_later_settles_the_doubt_and_stays_where_it_was_typed(collection):
    add(collection, "Mother", 1996)
    other = add(collection, "mother!")
    collection.run(EditRecords((other,), {"year": 2017}))
    assert listed(collection) == [("Mother", 1996), ("mother!", 2017)]
    assert doubts(collection) == {}
    collection.undo()
    assert set(doubts(collection)) == {"mother!"}
    collection.redo()
    assert doubts(collection) == {}


def test_a_year_is_not_written_onto_the_film_that_has_none(collection):
    add(collection, "Carrie")
    add(collection, "Carrie", 1976)
    assert listed(collection) == [("Carrie", None), ("Carrie", 1976)]
    assert len(doubts(collection)["Carrie"]) == 1


def test_the_title_alone_means_the_one_film_that_has_it(collection):
    add(collection, "Carrie", 1976)
    collection.run(AddRecord({"title": "carrie", "format": "DVD"}))
    assert listed(collection) == [("Carrie", 1976)]


def test_a_series_is_not_the_film_of_its_title(collection):
    add(collection, "Fargo", 1996)
    add(collection, "Fargo", 2014, kind="series")
    add(collection, "Fargo", 1996, kind="series")
    assert len(listed(collection)) == 3


def test_episodes_of_one_title_are_told_apart_by_their_series(collection):
    for number, series in enumerate(("Twin Peaks (1990)", "Lost (2004)"), 1):
        add(collection, "Pilot", kind="episode", parent=series, season=1, episode=number)
    assert [title for title, _ in listed(collection)].count("Pilot") == 2
    assert doubts(collection) == {}


@pytest.mark.parametrize("disc", [False, True])
def test_what_is_in_the_trash_is_in_nobody_s_way(collection, disc):
    first = collection.run(AddRecord({"title": "Up"}, disc=disc)).result
    add(collection, "Up!")
    collection.run(DeleteRecords((first,)))
    assert doubts(collection) == {}
    collection.run(RestoreRecords((first,)))
    assert asks(collection, "Up", "Up!")


def test_films_on_one_disc_that_have_one_name_stay_two(collection):
    disc = collection.run(AddRecord({"title": "Box", "contents": [{"film": "Thor (2011)", "disc": 1, "cut": None}]}))
    collection.run(AddRecord({"title": "Thor!", "year": 2011, "format": "DVD"}))
    contents = [{"film": "Thor! (2011)", "disc": 2, "cut": None}, {"film": "Thor (2011)", "disc": 1, "cut": None}]
    collection.run(EditRecords((disc.result,), {"contents": contents}))
    [other] = set(collection.find("title:thor").ids) - {disc.result}
    collection.run(EditRecords((other,), {"title": "Thor"}))
    twice = [{"film": "Thor (2011)", "disc": number, "cut": None} for number in (3, 4)]
    before = collection.stats()["films"]
    collection.run(EditRecords((disc.result,), {"contents": twice}))
    assert collection.record(disc.result).values["contents"] == twice
    assert collection.stats()["films"] == before


# What is read is decided by what it says.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bread and Roses", "Bread & Roses"),
        ("Lantern, The", "The Lantern"),
        ("Max & Moritz", "Max und Moritz"),
        ("Rocky II", "Rocky 2"),
        ("Le Samouraï", "Samourai, Le"),
        ("Star Wars: Episode IV – A New Hope", "Star Wars: Episode 4 - A New Hope"),
        ("Spider-Man", "Spiderman"),
        ("Ocean’s Eleven", "Oceans 11"),
    ],
)
def test_pages_of_one_year_and_cast_are_about_one_film_however_its_title_is_written(collection, take, page, one, other):
    take(page(one, 2009, people=CAST), page(other, 2009, people=CAST))
    assert len(listed(collection)) == 1
    assert doubts(collection) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lantern", "Lanterne"), ("Nosferatu", "Nosferatu - Eine Symphonie des Grauens"), ("The Colour", "The Color")],
)
def test_a_title_that_is_nearly_the_same_with_year_and_cast_asks(collection, take, page, one, other):
    first, second = take(page(one, 1982, people=CAST), page(other, 1982, people=CAST))
    assert (first.verdict, second.verdict) == ("new", "doubtful")
    assert doubts(collection) == {other: [one]}


@pytest.mark.parametrize(
    ("one", "other"), [("Che: Part One", "Che: Part Two"), ("The Matrix Reloaded", "The Matrix Revolutions")]
)
def test_two_films_that_one_cast_made_in_a_year_are_two(collection, take, page, one, other):
    take(page(one, 2003, people=CAST), page(other, 2003, people=CAST))
    assert len(listed(collection)) == 2
    assert doubts(collection) == {}


def test_one_title_and_year_with_other_people_are_two_films_in_doubt(collection, take, page):
    take(page("Thor", 2011, people=CAST), page("Thor", 2011, people=OTHERS))
    assert listed(collection) == [("Thor", 2011)] * 2
    assert doubts(collection) == {"Thor": ["Thor"]}


def test_ids_of_one_source_that_differ_are_of_two_films(collection, take, page):
    take(page("Thor", 2011, imdb("tt0800369")), page("Thor", 2011, imdb("tt1792794")))
    assert listed(collection) == [("Thor", 2011)] * 2
    assert doubts(collection) == {}


def test_without_a_year_another_way_of_writing_asks_and_the_cast_decides(collection, take, page):
    take(page("Bread & Roses", 2000, people=CAST))
    take(page("Bread and Roses", None, people=CAST, text="the same cast"))
    assert len(listed(collection)) == 1
    take(page("Bread and Roses!", None, text="nobody named"))
    assert len(listed(collection)) == 2
    assert set(doubts(collection)) == {"Bread and Roses!"}


def test_a_page_that_nothing_but_its_title_ties_to_a_typed_film_says_so(collection, take, page):
    collection.run(AddRecord({"title": "Carrie", "format": "DVD"}))
    [taken] = take(page("Carrie", 1976, people=CAST))
    assert taken.verdict == "doubtful"
    assert listed(collection) == [("Carrie", 1976)]
    assert doubts(collection) == {"Carrie": []}
    collection.run(SettleMatch(taken.film_id))
    assert doubts(collection) == {}


def test_the_running_time_decides_where_no_year_does(collection, take, page):
    runtime = [FactDraft("film", "runtime_minutes", minutes) for minutes in (98, 99, 45)]
    take(page("Carrie", 1976, runtime[0], text="one"), page("Carrie", None, runtime[1], people=CAST, text="two"))
    assert len(listed(collection)) == 1
    take(page("Carrie", None, runtime[2], text="three"))
    assert len(listed(collection)) == 2


def test_a_page_with_several_films_to_choose_from_names_them_all(collection, take, page):
    add(collection, "Thor", 2011)
    add(collection, "Thor!", 2012)
    [taken] = take(page("THOR?", None))
    assert taken.verdict == "doubtful"
    assert doubts(collection) == {"THOR?": ["Thor", "Thor!"]}


# What a person says of it holds.


def test_a_person_says_that_it_is_another_film(collection):
    add(collection, "Up")
    other = add(collection, "Up!")
    collection.run(SettleMatch(-other))
    assert doubts(collection) == {}
    collection.run(EditRecords((other,), {"tagline": "Away"}))
    assert doubts(collection) == {}
    collection.undo()
    collection.undo()
    assert asks(collection, "Up", "Up!")


def test_what_a_person_merged_is_meant_by_both_names(collection):
    first, other = add(collection, "Up", 2009), add(collection, "Up!", 2010)
    collection.run(MergeFilms(-first, -other))
    collection.run(AddRecord({"title": "Up!", "year": 2010, "format": "DVD"}))
    collection.run(AddRecord({"title": "up!", "format": "Blu-ray"}))
    assert listed(collection) == [("Up", 2009)] * 2
    assert doubts(collection) == {}


def test_what_a_person_split_is_not_asked_about_again(collection, take, page):
    take(page("Solaris", 1972, text="one"), page("Solaris", None, text="two"))
    [row] = collection.find("").ids
    record = collection.record(row)
    collection.run(SplitFilm(record.film_id, (record.documents[1].id,)))
    assert len(listed(collection)) == 2
    assert doubts(collection) == {}


def test_films_that_are_split_after_they_were_merged_are_named_as_before(collection, take, page):
    one, two = take(page("Solaris", 1972, text="one"), page("Solyaris", 1973, text="two"))
    collection.run(MergeFilms(one.film_id, two.film_id))
    record = collection.record(collection.find("").ids[0])
    collection.run(SplitFilm(one.film_id, (record.documents[1].id,)))
    collection.run(AddRecord({"title": "Solyaris", "year": 1973, "format": "DVD"}))
    assert listed(collection) == [("Solaris", 1972), ("Solyaris", 1973)]


# An export that comes again brings nothing new.


def _sent(collection, path):
    json_export.write(collection, path)
    return path


THORS = """{"format": "disc-catalogue", "version": 1, "films": [
 {"id": "film:1", "title": "Thor", "year": 2011}, {"id": "film:2", "title": "Thor", "year": 2011}],
 "editions": [{"id": "edition:1", "contents": [{"film": "film:1"}]},
  {"id": "edition:2", "contents": [{"film": "film:2"}]}],
 "copies": [{"id": "copy:1", "edition": "edition:1"}, {"id": "copy:2", "edition": "edition:2"}]}"""


def test_two_films_of_one_title_and_year_come_once(collection, tmp_path, rows_of):
    (path := tmp_path / "thors.json").write_text(THORS)
    importing.run(collection, [path])
    assert listed(collection) == [("Thor", 2011)] * 2
    assert doubts(collection) == {"Thor": ["Thor"]}
    before = rows_of(collection.path)
    for _ in range(2):
        importing.run(collection, [path])
        assert rows_of(collection.path) == before


def test_what_is_settled_stays_settled_when_the_export_comes_again(collection, tmp_path, rows_of):
    (path := tmp_path / "thors.json").write_text(THORS)
    importing.run(collection, [path])
    collection.run(SettleMatch(2))
    before = rows_of(collection.path)
    importing.run(collection, [path])
    assert rows_of(collection.path) == before
    assert doubts(collection) == {}
    collection.undo()
    collection.run(MergeFilms(1, 2))
    merged = rows_of(collection.path)
    importing.run(collection, [path])
    assert rows_of(collection.path) == merged


def test_a_film_without_a_year_stays_itself_when_two_with_one_are_merged(collection, tmp_path, rows_of):
    third = (
        """{"id": "film:3", "title": "Thor"}], "editions": [{"id": "edition:3", "contents": [{"film": "film:3"}]},"""
    )
    films = THORS.replace('2011}],\n "editions": [', "2011},\n " + third)
    films = films.replace('"copies": [', '"copies": [{"id": "copy:3", "edition": "edition:3"}, ')
    (path := tmp_path / "thors.json").write_text(films)
    importing.run(collection, [path])
    collection.run(MergeFilms(1, 2))
    merged = rows_of(collection.path)
    assert listed(collection) == [("Thor", None), *[("Thor", 2011)] * 2]
    importing.run(collection, [path])
    assert rows_of(collection.path) == merged


@pytest.mark.parametrize("settled", ["asked", "merged", "two"])
def test_ways_of_writing_a_title_come_again_as_they_were_settled(new_collection, tmp_path, settled, rows_of):
    source = new_collection()
    for title, year in (("Up", None), ("Up!", 1976), ("Mother", 1996), ("mother!", None)):
        source.run(AddRecord({"title": title, "year": year, "format": "DVD"}))
    path = _sent(source, tmp_path / "out.json")
    if settled == "merged":
        source.run(MergeFilms(1, 2))
        source.run(MergeFilms(3, 4))
    elif settled == "two":
        source.run(SettleMatch(2))
        source.run(SettleMatch(4))
    before = rows_of(source.path)
    importing.run(source, [path])
    assert rows_of(source.path) == before
    other = new_collection()
    importing.run(other, [_sent(source, tmp_path / "again.json")])
    importing.run(other, [path])
    assert listed(other) == listed(source)
    assert doubts(other) == doubts(source)


def test_a_title_of_an_export_is_not_taken_for_another_way_of_writing_it(new_collection, tmp_path):
    source, here = new_collection(), new_collection()
    add(source, "mother!", None, tagline="Away")
    add(here, "Mother", 1996)
    importing.run(here, [_sent(source, tmp_path / "out.json")])
    assert listed(here) == [("Mother", 1996), ("mother!", None)]
    assert set(doubts(here)) == {"mother!"}


# For any titles.


MARKS = st.sampled_from(["", "!", "?", ".", "...", ":", "&", " and ", " II", " 2", ", The", "é", "e", "バ", "パ"])
TYPED = st.builds(
    "".join, st.lists(st.one_of(MARKS, st.sampled_from(["Up", "The ", "Mother", "A", "ß", "ss"])), max_size=5)
)


@given(st.lists(st.tuples(TYPED, st.sampled_from([None, 1976, 2017])), min_size=2, max_size=4))
def test_titles_that_are_not_the_same_are_all_there_as_typed(new_collection, typed):
    typed = [(" ".join(title.split()), year) for title, year in typed]
    assume(all(title for title, _ in typed))
    assume(len({identity(title) for title, _ in typed}) == len(typed))
    collection = new_collection()
    for title, year in typed:
        add(collection, title, year)
    assert listed(collection) == in_order(typed)
    assert collection.check() == []
