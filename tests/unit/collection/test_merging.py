from itertools import permutations

import pytest

from catalogue.collection.commands import EditRecords
from catalogue.fields import registry
from catalogue.fields.draft import FactDraft


def credit(person, character=None, role="actor", confidence=1.0, reason=None):
    value = {"order": 1, "person": person, "role": role, "character": character}
    return FactDraft("film", "credits", value, person, confidence=confidence, reason=reason)


def rating(source, value, scale=10):
    part = {"source": source, "audience": "users", "value": value, "scale": scale, "votes": None}
    return FactDraft("film", "ratings", part, subject=f"{source} users")


def test_the_better_kind_of_page_wins_whatever_came_first(take, page, shown):
    take(page("Solaris", 1972, FactDraft("film", "runtime_minutes", 160), kind="collection_page"))
    take(page("Solaris", 1972, FactDraft("film", "runtime_minutes", 167), kind="title_page"))
    take(page("Solaris", 1972, FactDraft("film", "runtime_minutes", 115), kind="credits_page"))
    assert shown("runtime_minutes") == 167


def test_a_sure_fact_wins_over_a_doubtful_one_of_a_better_page(take, page, shown):
    doubtful = FactDraft("film", "runtime_minutes", 1, confidence=0.3, reason="Smudged.")
    take(page("Solaris", 1972, doubtful, kind="title_page"))
    assert shown("runtime_minutes") == 1
    take(page("Solaris", 1972, FactDraft("film", "runtime_minutes", 167), kind="article"))
    assert shown("runtime_minutes") == 167


def test_a_list_of_words_is_taken_whole_from_one_page(take, page, shown):
    take(page("Solaris", 1972, FactDraft("film", "genres", ["Drama"]), kind="title_page"))
    take(page("Solaris", 1972, FactDraft("film", "genres", ["Science Fiction", "Mystery"]), kind="collection_page"))
    assert shown("genres") == ["Drama"]


def test_ratings_of_several_pages_are_put_together(take, page, shown):
    take(page("Solaris", 1972, rating("IMDb", 8.0), kind="title_page"))
    take(page("Solaris", 1972, rating("IMDb", 7.9), rating("Metacritic", 93, 100), kind="credits_page"))
    assert [(part["source"], part["value"]) for part in shown("ratings")] == [("IMDb", 8.0), ("Metacritic", 93)]


def test_texts_of_all_pages_are_kept_once_each(take, page, shown):
    def summary(text):
        return FactDraft("film", "texts", {"kind": "summary", "author": None, "heading": None, "text": text})

    take(page("Solaris", 1972, summary("A psychologist travels."), summary("Another.")))
    take(page("Solaris", 1972, summary("a psychologist travels."), kind="credits_page"))
    assert [part["text"] for part in shown("texts")] == ["A psychologist travels.", "Another."]


def test_a_cast_is_put_together_in_order_and_missing_characters_are_filled(take, pages, shown):
    take(*pages.values())
    assert [(part["order"], part["person"], part["character"]) for part in shown("credits")] == [
        (1, "Bruno Ganz", "Damiel"),
        (2, "Otto Sander", "Cassiel"),
        (3, "Solveig Dommartin", "Marion the acrobat"),
        (4, "Peter Falk", "Himself"),
        (5, "Curt Bois", None),
    ]


def test_a_mention_in_running_text_fills_a_character_and_adds_nobody(take, page, shown):
    def mention(person, character):
        return FactDraft("film", "mentions", {"person": person, "character": character}, subject=person)

    more = (credit("Peter Falk"), credit("Bruno Ganz", "Damiel"))
    take(
        page(
            "Solaris",
            1972,
            *more,
            mention("Bruno Ganz", "an angel"),
            mention("Nobody", "x"),
            mention("PETER FALK", "Himself"),
        )
    )
    assert {part["person"]: part["character"] for part in shown("credits")} == {
        "Peter Falk": "Himself",
        "Bruno Ganz": "Damiel",
    }


def test_actor_and_director_of_one_name_are_two_rows(take, page, shown):
    take(page("Kane", 1941, credit("Orson Welles", "Kane")))
    directs = {"order": 2, "person": "Orson Welles", "role": "director", "character": None}
    take(page("Kane", 1941, FactDraft("film", "credits", directs, "Orson Welles (director)"), text="b"))
    assert sorted(part["role"] for part in shown("credits")) == ["actor", "director"]


def test_sources_that_disagree_are_both_kept_and_shown(collection, take, pages, shown):
    take(*pages.values())
    [row] = collection.find("").ids
    record = collection.record(row)
    kinds = {document.id: document.kind for document in record.documents}
    stated = {
        (conflict.field, conflict.subject): [(value, kinds[document]) for value, document in conflict.values]
        for conflict in record.conflicts
    }
    assert stated == {
        ("credits", "Solveig Dommartin"): [("Marion the acrobat", "collection_page"), ("Marion", "credits_page")],
        ("runtime_minutes", None): [(127, "title_page"), (128, "collection_page")],
    }


def test_a_title_that_differs_in_case_alone_is_no_disagreement(collection, take, page):
    take(page("Wings Of Desire", 1987), page("Wings of Desire", 1987, kind="credits_page"))
    [row] = collection.find("").ids
    assert collection.record(row).conflicts == ()


def test_every_statement_is_listed_with_its_source_and_whether_it_is_in_force(collection, take, pages):
    take(*pages.values())
    [row] = collection.find("").ids
    record = collection.record(row)
    kinds = {document.id: document.kind for document in record.documents}
    runtimes = [
        (kinds[one.document_id], one.value, one.in_force) for one in record.sources if one.field == "runtime_minutes"
    ]
    assert runtimes == [("title_page", 127, True), ("collection_page", 128, False)]
    collection.run(EditRecords((row,), {"runtime_minutes": 130}))
    stated = [
        (one.document_id is None, one.in_force)
        for one in collection.record(row).sources
        if one.field == "runtime_minutes"
    ]
    assert stated == [(True, True), (False, False), (False, False)]


def test_doubt_is_a_state_with_its_reason_and_ends_when_a_person_says_so(collection, take, page):
    [taken] = take(page("Stalin", 1992, confidence=0.4, reason="The page does not name its film."))
    assert taken.verdict == "doubtful"
    [row] = collection.find("needs:review").ids
    [review] = collection.record(row).reviews
    assert (review.field, review.reason) == ("title", "The page does not name its film.")
    collection.run(EditRecords((row,), {"title": "Stalin!"}))
    assert collection.record(row).reviews == ()
    assert collection.find("needs:review").ids.tolist() == []


def test_a_doubtful_person_of_a_cast_is_named(collection, take, page):
    take(page("Stalin", 1992, credit("Musician 1", confidence=0.4, reason="This may be a role."), credit("Ann Lee")))
    [row] = collection.find("needs:review").ids
    assert [(one.field, one.subject, one.reason) for one in collection.record(row).reviews] == [
        ("credits", "Musician 1", "This may be a role.")
    ]


def test_doubt_ends_when_a_better_page_comes(collection, take, page):
    take(page("Stalin", 1992, confidence=0.4, people=[("Ann Lee", None)]))
    take(page("Stalin", 1992, kind="credits_page", people=[("Ann Lee", None)]))
    assert collection.find("needs:review").ids.tolist() == []


def test_an_empty_field_has_its_default(take, page, shown):
    take(page("Stalin", 1992))
    assert shown("kind", "genres", "budget", "tagline") == {
        "kind": "film",
        "genres": [],
        "budget": None,
        "tagline": None,
    }


def test_moments_that_a_page_gives_are_kept(collection, take, pages, shown):
    take(pages["disc"])
    assert shown("added_at") == "2020-05-05T10:00:00"
    assert shown("modified_at") is None
    [row] = collection.find("").ids
    collection.run(EditRecords((row,), {"owner": "Ann"}))
    assert shown("modified_at") > "2025"
    assert shown("added_at") == "2020-05-05T10:00:00"


def test_importing_again_changes_nothing_not_even_the_history(collection, take, pages, rows_of):
    take(*pages.values())
    rows, history = rows_of(collection.path), collection.history()
    assert {one.verdict for one in take(*pages.values())} == {"same"}
    assert {one.verdict for one in take(*reversed(pages.values()))} == {"same"}
    assert rows_of(collection.path) == rows
    assert collection.history() == history


ORDERS = list(permutations(["disc", "credits", "title", "article"]))


@pytest.mark.parametrize(
    ("order", "at_once"),
    [*((order, True) for order in ORDERS), *((order, False) for order in ORDERS[1::4])],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "at once" if value else "one by one",
)
def test_every_order_of_import_gives_the_same_values(collection, take, pages, order, at_once, shown):
    drafts = [pages[name] for name in order]
    if at_once:
        take(*drafts)
    else:
        for draft in drafts:
            take(draft)
    record = collection.record(*collection.find("").ids)
    kinds = {document.id: document.kind for document in record.documents}
    values = {key: value for key, value in record.values.items() if value != registry.BY_KEY[key].empty()}
    for text in values["texts"]:
        text["document"] = kinds[text["document"]]
    assert values == {
        "title": "Wings of Desire",
        "kind": "film",
        "year": 1987,
        "runtime_minutes": 127,
        "genres": ["Drama", "Fantasy"],
        "after_credits": {"has_scene": False, "note": None},
        "external_ids": [{"source": "IMDb", "id": "tt0093191"}],
        "credits": [
            {"order": order, "person": person, "role": "actor", "character": character}
            for order, (person, character) in enumerate(
                [
                    ("Bruno Ganz", "Damiel"),
                    ("Otto Sander", "Cassiel"),
                    ("Solveig Dommartin", "Marion the acrobat"),
                    ("Peter Falk", "Himself"),
                    ("Curt Bois", None),
                ],
                1,
            )
        ],
        "texts": [
            {
                "kind": "summary",
                "author": None,
                "heading": None,
                "text": "An angel looks on.",
                "document": "title_page",
            },
            {
                "kind": "article",
                "author": None,
                "heading": "The angels",
                "text": "They were filmed.",
                "document": "article",
            },
        ],
        "barcode": "4006381333931",
        "contents": [{"film": "Wings of Desire (1987)", "disc": None, "cut": None}],
        "format": "DVD",
        "status": "in collection",
        "index": 12,
        "location": "Cellar/Box 1",
        "tags": ["Berlin"],
        "added_at": "2020-05-05T10:00:00",
    }
    assert len(record.conflicts) == 2
    assert record.reviews == ()
    assert len(kinds) == 4


def test_a_title_that_is_emptied_gives_way_to_the_one_that_a_page_states(collection, take, page, shown):
    take(page("Solaris", 1972, kind="title_page"))
    [row] = collection.find("").ids
    collection.run(EditRecords((row,), {"title": "Solyaris"}))
    assert shown("title", row=row) == "Solyaris"
    collection.run(EditRecords((row,), {"title": None}))
    assert shown("title", row=row) == "Solaris"
