import pytest

from catalogue.collection.commands import (
    AddRecord,
    DeleteRecords,
    EditRecords,
    FilmName,
    ImportDocuments,
    Incoming,
)
from catalogue.fields.draft import FactDraft

CAST = [("Bruno Ganz", "Damiel"), ("Otto Sander", "Cassiel"), ("Peter Falk", None)]
OTHERS = [("Nicolas Cage", "Seth"), ("Meg Ryan", "Maggie"), ("Andre Braugher", "Cassiel")]


def films(collection):
    return collection.stats()["films"]


def imdb(number):
    return FactDraft("film", "external_ids", {"source": "IMDb", "id": number}, subject="IMDb")


def test_a_page_of_the_same_title_and_year_joins_the_film(collection, take, page):
    [first, second] = take(page("Wings of Desire", 1987), page("Wings Of Desire", 1987, kind="credits_page"))
    assert (first.verdict, second.verdict) == ("new", "updated")
    assert first.film_id == second.film_id
    assert films(collection) == 1


@pytest.mark.parametrize("title", ["WINGS OF DESIRE", "Wings of desire!", "Wíngs   of Desire", "“Wings of Desire”"])
def test_case_accents_and_punctuation_of_a_title_do_not_count(collection, take, page, title):
    take(page("Wings of Desire", 1987), page(title, 1987))
    assert films(collection) == 1


def test_an_original_title_counts_as_a_title(collection, take, page):
    take(page("Wings of Desire", 1987, FactDraft("film", "original_title", "Der Himmel über Berlin")))
    take(page("Der Himmel über Berlin", 1987))
    assert films(collection) == 1


def test_a_remake_is_another_film(collection, take, page):
    take(page("Solaris", 1972, people=CAST), page("Solaris", 2002, people=OTHERS))
    assert films(collection) == 2


def test_two_films_of_one_title_whose_casts_share_nobody_are_two(collection, take, page):
    take(page("Solaris", None, people=CAST), page("Solaris", None, people=OTHERS))
    assert films(collection) == 2


def test_a_year_off_by_one_is_the_same_film_when_people_are_shared(collection, take, page):
    take(page("Wings of Desire", 1987, people=CAST), page("Wings of Desire", 1988, people=CAST[:1]))
    assert films(collection) == 1


def test_a_year_off_by_one_without_shared_people_is_another_film(collection, take, page):
    take(page("Wings of Desire", 1987, people=CAST), page("Wings of Desire", 1988, people=OTHERS))
    assert films(collection) == 2


def test_a_year_off_by_two_is_another_film_even_with_shared_people(collection, take, page):
    take(page("Wings of Desire", 1987, people=CAST), page("Wings of Desire", 1989, people=CAST))
    assert films(collection) == 2


def test_an_id_from_elsewhere_decides_before_title_and_year(collection, take, page):
    take(page("Wings of Desire", 1987, imdb("tt0093191")), page("Der Himmel über Berlin", 1990, imdb("tt0093191")))
    assert films(collection) == 1


def test_a_page_without_a_year_goes_to_the_film_whose_people_it_shares(collection, take, page):
    [old, new] = take(page("Solaris", 1972, people=CAST), page("Solaris", 2002, people=OTHERS))
    [found] = take(page("Solaris", None, kind="credits_page", people=OTHERS[:2]))
    assert found.film_id == new.film_id != old.film_id


def test_a_guessed_title_joins_only_a_film_that_shares_people(collection, take, page):
    doubt = {"confidence": 0.4, "reason": "The page does not name its film."}
    take(page("Stalin", 1992, people=CAST))
    [stranger] = take(page("Stalin", None, people=OTHERS, **doubt))
    [friend] = take(page("Stalin", None, people=CAST[:2], text="friend", **doubt))
    assert films(collection) == 2
    assert (stranger.verdict, friend.verdict) == ("doubtful", "doubtful")
    assert friend.film_id != stranger.film_id
    assert stranger.notes == ("The page does not name its film.",)


def test_an_article_waits_for_its_film_and_finds_it_when_it_comes(collection, take, pages):
    [article] = take(pages["article"])
    assert article.verdict == "doubtful"
    assert article.film_id is None
    assert article.notes[0].startswith("It waits for its film")
    assert films(collection) == 0
    assert take(pages["title"])[0].verdict == "new"
    [row] = collection.find("").ids
    assert [document.kind for document in collection.record(row).documents] == ["article", "title_page"]
    assert "They were filmed." in [text["text"] for text in collection.record(row).values["texts"]]
    assert take(pages["article"])[0].verdict == "same"


def test_an_article_that_waits_does_not_take_another_film(collection, take, page, pages):
    take(pages["article"])
    take(page("City of Angels", 1998))
    [row] = collection.find("").ids
    assert len(collection.record(row).documents) == 1


def test_articles_come_last_whatever_the_order_of_the_files(collection, take, pages):
    assert [one.verdict for one in take(pages["article"], pages["title"])] == ["updated", "new"]


def test_a_film_in_the_trash_takes_no_more_pages(collection, take, page):
    take(page("Solaris", 1972))
    [row] = collection.find("").ids
    collection.run(DeleteRecords((row,)))
    [taken] = take(page("Solaris", 1972, text="another"))
    assert taken.verdict == "new"
    assert collection.find("").ids.tolist() != [row]


def test_a_page_joins_a_film_that_was_typed_by_hand(collection, take, page, shown):
    collection.run(AddRecord({"title": "Solaris", "year": 1972, "owner": "Ann"}))
    [taken] = take(page("SOLARIS", 1972, FactDraft("film", "runtime_minutes", 167)))
    assert taken.verdict == "updated"
    assert shown("title", "runtime_minutes", "owner") == {"title": "Solaris", "runtime_minutes": 167, "owner": "Ann"}


def test_a_person_names_the_film_of_a_page(collection, take, page, shown):
    doubt = {"confidence": 0.4, "reason": "The page does not name its film."}
    draft = page("A Guess", None, **doubt)
    [taken] = take(draft, film=FilmName("Solaris", 1972))
    assert taken.verdict == "new"
    assert shown("title", "year") == {"title": "Solaris", "year": 1972}
    assert collection.find("needs:review").ids.tolist() == []


def test_a_person_names_the_film_of_a_page_that_was_read_before(collection, take, page, shown):
    draft = page("A Guess", None, confidence=0.4, reason="The page does not name its film.")
    take(draft)
    assert len(collection.find("needs:review").ids) == 1
    assert take(draft, film=FilmName("Solaris", 1972))[0].verdict == "updated"
    assert shown("title", "year") == {"title": "Solaris", "year": 1972}
    assert collection.find("needs:review").ids.tolist() == []
    before = collection.history()
    assert take(draft, film=FilmName("Solaris", 1972))[0].verdict == "same"
    assert collection.history() == before


def test_a_person_attaches_a_page_to_a_record(collection, page, shown):
    disc = collection.run(AddRecord({"barcode": "4006381333931"})).result
    draft = page("Solaris", 1972)
    collection.run(ImportDocuments((Incoming(draft, row_id=disc),)))
    assert shown("title", "year", "barcode", row=disc) == {"title": "Solaris", "year": 1972, "barcode": "4006381333931"}
    assert collection.find("").ids.tolist() == [disc]


def test_the_same_disc_read_again_in_another_version_of_its_page_is_one_copy(collection, take, page):
    def listed(text, **tags):
        return page(
            "Solaris",
            1972,
            FactDraft("edition", "barcode", "4006381333931"),
            FactDraft("copy", "index", 7),
            FactDraft("copy", "added_at", "2020-05-05T10:00:00"),
            FactDraft("copy", "location", text),
            kind="collection_page",
            text=text,
        )

    take(listed("Shelf 1"))
    take(listed("Shelf 2"))
    assert collection.stats()["copies"] == collection.stats()["editions"] == 1


def test_two_copies_with_different_numbers_are_two(collection, take, page):
    for number in (7, 8):
        code = FactDraft("edition", "barcode", "4006381333931")
        take(page("Solaris", 1972, code, FactDraft("copy", "index", number), kind="collection_page"))
    assert (collection.stats()["editions"], collection.stats()["copies"]) == (1, 2)


def test_a_film_that_was_given_another_title_is_known_by_what_its_pages_call_it(collection, take, page):
    take(page("Wings of Desire", 1987, text="one"))
    collection.run(EditRecords(tuple(collection.find("").ids), {"title": "Der Himmel über Berlin"}))
    take(page("Wings of Desire", 1987, text="two"))

    [row] = collection.find("").ids
    assert collection.record(row).values["title"] == "Der Himmel über Berlin"
    assert len(collection.record(row).documents) == 2
    assert list(collection.find("wings desire").ids) == [row]
