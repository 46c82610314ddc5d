import pytest

from catalogue.collection.commands import (
    AddRecord,
    EditRecords,
    FilmName,
    MergeFilms,
    MoveDocument,
    SettleMatch,
    SplitFilm,
)
from catalogue.errors import UserError

CAST = (("Anna Berg", "Ida"), ("Carl Dorn", "Max"), ("Eva Falk", "Rosa"), ("Georg Hain", None))


@pytest.fixture
def listed(collection):
    def titles():
        ids = collection.find("sort:title sort:year").ids
        rows = collection.rows(ids, ("title", "year"))
        return [(rows[row].values["title"], rows[row].values["year"]) for row in ids]

    return titles


def film_of(collection, query):
    return collection.record(collection.find(query).ids[0]).film_id


def test_two_films_become_one_with_all_their_pages_and_discs(collection, take, page, listed):
    take(page("Nosferatu", 1922, text="one"), page("Nosferatu, a Symphony", 1922, text="two"))
    collection.run(AddRecord({"title": "Nosferatu, a Symphony", "year": 1922, "barcode": "4006381333931"}))
    before = collection.find("").ids
    collection.run(MergeFilms(film_of(collection, "year:1922 is:film"), film_of(collection, "is:disc")))

    [row] = collection.find("").ids
    record = collection.record(row)
    assert record.values["barcode"] == "4006381333931"
    assert len(record.documents) == 2
    assert record.reviews == ()
    assert collection.check() == []

    collection.undo()
    assert collection.find("").ids == before
    assert collection.check() == []


def test_own_words_of_the_film_that_stays_stand_and_those_of_the_other_fill_the_gaps(collection):
    collection.run(AddRecord({"title": "Vampyr", "year": 1932, "color": "Black and White"}, disc=False))
    collection.run(AddRecord({"title": "Vampire", "year": 1931, "tagline": "A dream"}, disc=False))
    collection.run(MergeFilms(film_of(collection, "vampyr"), film_of(collection, "vampire")))

    [row] = collection.find("").ids
    values = collection.record(row).values
    assert (values["title"], values["year"]) == ("Vampyr", 1932)
    assert values["color"] == "Black and White"
    assert values["tagline"] == "A dream"


def test_a_film_is_not_merged_with_itself(collection):
    collection.run(AddRecord({"title": "M", "year": 1931}, disc=False))
    film_id = film_of(collection, "")

    with pytest.raises(UserError, match="same film already"):
        collection.run(MergeFilms(film_id, film_id))


def test_a_page_that_was_taken_for_the_wrong_film_gets_a_film_of_its_own(collection, take, page, listed):
    take(page("Solaris", 1972, text="one"), page("Solaris", None, text="two", people=(("Natascha McElhone", "Rheya"),)))
    [row] = collection.find("").ids
    record = collection.record(row)
    collection.run(SplitFilm(record.film_id, (record.documents[1].id,)))

    assert listed() == [("Solaris", 1972), ("Solaris", None)]
    assert [collection.record(row).values["credits"] != [] for row in collection.find("sort:year").ids] == [False, True]

    collection.undo()
    assert listed() == [("Solaris", 1972)]


def test_pages_that_only_a_title_ties_together_ask_whether_they_are_one_film(collection, take, page):
    take(page("Solaris", 1972, text="one"))
    take(page("Solaris", None, text="two", people=CAST))

    [row] = collection.find("needs:review").ids
    [review] = collection.record(row).reviews
    assert review.field == "film"
    assert "Only the title" in review.reason


def test_a_person_settles_that_pages_belong_together(collection, take, page):
    take(page("Solaris", 1972, text="one"), page("Solaris", None, text="two", people=CAST))
    [row] = collection.find("needs:review").ids
    collection.run(SettleMatch(collection.record(row).film_id))

    assert len(collection.find("needs:review").ids) == 0
    collection.undo()
    assert len(collection.find("needs:review").ids) == 1


def test_a_title_that_several_films_have_is_not_guessed(collection, take, page):
    for year in (1972, 2002):
        collection.run(AddRecord({"title": "Solaris", "year": year}, disc=False))
    [taken] = take(page("Solaris", None, text="one", people=CAST))

    assert taken.verdict == "doubtful"
    [row] = collection.find("needs:review").ids
    [review] = collection.record(row).reviews
    assert "2 films" in review.reason
    assert len(review.alternatives) == 2


def test_a_page_without_a_name_is_known_by_its_people(collection, take, page):
    take(page("Ida", 1950, confidence=0.4, reason="A guess.", text="guess", people=CAST))
    take(page("The Long Year", 1950, text="named", people=CAST))

    [row] = collection.find("").ids
    assert collection.record(row).values["title"] == "The Long Year"
    assert collection.record(row).reviews == ()


def test_a_moved_page_takes_its_facts_along_and_leaves_no_empty_film(collection, take, page, listed):
    take(page("Ida", 1950, confidence=0.4, reason="A guess.", text="guess", people=CAST))
    [row] = collection.find("").ids
    document = collection.record(row).documents[0].id
    collection.run(MoveDocument(document, name=FilmName("The Long Year", 1951)))

    assert listed() == [("The Long Year", 1951)]
    [row] = collection.find("").ids
    assert len(collection.record(row).values["credits"]) == 4
    assert collection.history(1)[0].label == "Move a page to The Long Year"

    collection.undo()
    assert listed() == [("Ida", 1950)]


def test_a_name_given_at_a_second_import_settles_the_guess(collection, take, page, listed):
    guess = page("Ida", 1950, confidence=0.4, reason="A guess.", text="guess", people=CAST)
    take(guess)
    [taken] = take(guess, film=FilmName("The Long Year", 1950))

    assert taken.verdict == "updated"
    assert listed() == [("The Long Year", 1950)]
    assert len(collection.find("needs:review").ids) == 0


def test_what_a_person_typed_survives_a_merge_and_its_undo(collection, take, page):
    take(page("M", 1931, text="one"), page("M, a City Seeks", 1931, text="two"))
    one, two = (collection.record(row) for row in collection.find("sort:title").ids)
    collection.run(EditRecords((two.id,), {"tagline": "Who is the murderer?"}))
    collection.run(MergeFilms(one.film_id, two.film_id))

    [row] = collection.find("").ids
    assert collection.record(row).values["tagline"] == "Who is the murderer?"
    collection.undo()
    assert collection.record(two.id).values["tagline"] == "Who is the murderer?"
