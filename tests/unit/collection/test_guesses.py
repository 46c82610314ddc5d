"""Pages that do not name their film, and pages that come later and prove a guess wrong."""

import itertools

import pytest

from catalogue.collection.commands import AddRecord, Confirm, EditRecords, FilmName

CAST = (("Ada Lind", "Mayor"), ("Eva Holm", "Teacher"), ("Ole Dahl", "Doctor"), ("Jon Berg", None))
OTHERS = (("Kim Sund", None), ("Liv Moe", None), ("Per Aas", None))
DOUBT = {"confidence": 0.4, "reason": "The page does not name its film."}


@pytest.fixture
def guess(page):
    """A page about The Salt Road that can only be guessed to be about Harbour."""
    return page("Harbour", 1961, text="guess", people=CAST, **DOUBT)


@pytest.fixture
def films(collection):
    """Titles and numbers of documents of all films."""

    def listed():
        found = (collection.record(row) for row in collection.find("").ids)
        return sorted((record.values["title"], len(record.documents)) for record in found)

    return listed


def test_a_page_that_names_the_film_gives_it_its_title_and_says_so(collection, take, page, guess, films):
    take(guess)
    [taken] = take(page("The Salt Road", 1961, people=CAST))
    assert films() == [("The Salt Road", 2)]
    assert taken.notes == ("What was taken for Harbour (1961) is The Salt Road (1961).",)
    assert collection.history()[0].label == (
        "Import 1 document: What was taken for Harbour (1961) is The Salt Road (1961)"
    )
    assert collection.find("needs:review").ids.tolist() == []


def test_a_cast_that_comes_later_moves_the_page_to_its_film(collection, take, page, guess, films):
    take(page("The Salt Road", 1961))
    take(guess)
    assert films() == [("Harbour", 1), ("The Salt Road", 1)]
    [taken] = take(page("The Salt Road", 1961, kind="credits_page", people=CAST))
    assert films() == [("The Salt Road", 3)]
    assert taken.notes == ("A page was taken for Harbour (1961) and is about The Salt Road (1961).",)
    collection.undo()
    assert films() == [("Harbour", 1), ("The Salt Road", 1)]
    assert collection.check() == []


def test_a_disc_on_the_guessed_film_goes_along(collection, take, page, guess, films):
    take(guess)
    [harbour] = collection.find("").ids
    disc = collection.run(EditRecords((harbour,), {"location": "Shelf 1"}))
    assert disc.added
    take(page("The Salt Road", 1961))
    take(page("The Salt Road", 1961, kind="credits_page", people=CAST))
    [row] = collection.find('location:="Shelf 1"').ids
    assert collection.record(row).values["title"] == "The Salt Road"
    assert films() == [("The Salt Road", 3)]


def test_a_film_with_another_page_keeps_its_disc_and_loses_only_the_page(collection, take, page, guess, films):
    collection.run(AddRecord({"title": "Harbour", "year": 1961, "owner": "Ann"}))
    take(page("Harbour", 1961, text="sure", people=(*OTHERS, CAST[0])))
    take(guess)
    assert films() == [("Harbour", 2)]
    take(page("The Salt Road", 1961, people=CAST))
    # The page that is sure of Harbour shares a person with it: that speaks for the guess.
    assert films() == [("Harbour", 2), ("The Salt Road", 1)]


@pytest.mark.parametrize("word", ["named", "confirmed"])
def test_a_persons_word_on_the_film_of_a_page_stands(collection, take, page, guess, films, word):
    take(guess, **({"film": FilmName("Harbour", 1961)} if word == "named" else {}))
    if word == "confirmed":
        [row] = collection.find("").ids
        collection.run(Confirm(row, "title"))
    take(page("The Salt Road", 1961, people=CAST))
    assert films() == [("Harbour", 1), ("The Salt Road", 1)]


def test_two_casts_that_share_two_people_prove_nothing(take, page, guess, films):
    take(guess)
    take(page("The Salt Road", 1961, people=(*CAST[:2], *OTHERS)))
    assert films() == [("Harbour", 1), ("The Salt Road", 1)]


def test_the_order_of_the_pages_does_not_matter(new_collection, take_into, page, guess, films_of):
    pages = [guess, page("The Salt Road", 1961), page("The Salt Road", 1961, kind="credits_page", people=CAST)]
    outcomes = set()
    for order in itertools.permutations(pages):
        collection = new_collection()
        for draft in order:
            take_into(collection, draft)
        outcomes.add(tuple(films_of(collection)))
        assert collection.check() == []
    assert outcomes == {(("The Salt Road", 1961, 3, 4),)}


@pytest.fixture
def take_into():
    """Imports drafts into a given collection."""
    from catalogue.collection.commands import ImportDocuments, Incoming

    def take(collection, *drafts):
        return collection.run(ImportDocuments(tuple(Incoming(draft) for draft in drafts))).result

    return take


@pytest.fixture
def films_of():
    """Title, year, number of documents and of people for each film of a collection."""

    def listed(collection):
        records = (collection.record(row) for row in collection.find("").ids)
        return [
            (one.values["title"], one.values["year"], len(one.documents), len(one.values["credits"])) for one in records
        ]

    return listed
