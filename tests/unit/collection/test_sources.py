import pytest

from catalogue.collection.commands import Confirm, EditRecords, TakeSource
from catalogue.errors import UserError


@pytest.fixture
def two_sources(collection, take, pages):
    take(pages["disc"], pages["title"])
    [row] = collection.find("").ids
    return collection.record(row)


def document_of(record, kind):
    return next(document.id for document in record.documents if document.kind == kind)


def test_a_field_is_taken_from_the_document_that_a_person_chose(collection, two_sources, shown):
    assert shown("runtime_minutes") == 127
    collection.run(TakeSource(two_sources.id, "runtime_minutes", document_of(two_sources, "collection_page")))
    assert shown("runtime_minutes") == 128

    collection.undo()
    assert shown("runtime_minutes") == 127


def test_a_choice_is_kept_when_better_documents_come(collection, two_sources, take, page, shown):
    collection.run(TakeSource(two_sources.id, "runtime_minutes", document_of(two_sources, "collection_page")))
    take(page("Wings of Desire", 1987, text="another"))

    assert shown("runtime_minutes") == 128


def test_going_back_to_the_rule_forgets_what_was_typed(collection, two_sources, shown):
    collection.run(EditRecords((two_sources.id,), {"runtime_minutes": 99}))
    collection.run(TakeSource(two_sources.id, "runtime_minutes", None))
    assert shown("runtime_minutes") == 127

    collection.undo()
    assert shown("runtime_minutes") == 99


def test_a_document_that_says_nothing_of_a_field_cannot_be_its_source(collection, two_sources):
    with pytest.raises(UserError, match="says nothing about this field"):
        collection.run(TakeSource(two_sources.id, "tagline", document_of(two_sources, "title_page")))


def test_one_role_is_taken_from_another_document_than_the_rest_of_the_cast(collection, take, pages, shown):
    take(pages["disc"], pages["credits"])
    [row] = collection.find("").ids
    record = collection.record(row)
    [conflict] = record.conflicts
    assert conflict.subject == "Solveig Dommartin"
    collection.run(TakeSource(row, "credits", document_of(record, "credits_page"), conflict.subject))

    characters = {part["person"]: part["character"] for part in shown("credits")}
    assert characters["Solveig Dommartin"] == "Marion"
    assert characters["Bruno Ganz"] == "Damiel"


def test_a_guess_that_a_person_confirms_needs_no_review_any_more(collection, take, page):
    take(page("Ida", 1950, confidence=0.4, reason="A guess."))
    [row] = collection.find("needs:review").ids
    collection.run(Confirm(row, "title"))

    assert len(collection.find("needs:review").ids) == 0
    assert collection.record(row).values["title"] == "Ida"
    collection.undo()
    assert len(collection.find("needs:review").ids) == 1
