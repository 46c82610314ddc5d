"""Stored pages are read again: by wish, and when a new page of their film may clear up what was doubtful."""

import pytest

from catalogue.collection.commands import Incoming
from catalogue.exchange import importing, rereading

# A doctor by that name may be a role, or the stage name of somebody who plays.
CREDITS = (
    "Does Low Tide have end credit scenes?\nNo!\nLow Tide does not have end credit scenes.\nAda Lind\n"
    "Doctor Strand\nEva Holm\nNurse\n61\nMetascore\n6.1 /10\nIMDb Rating\n"
)
COLLECTION = (
    "Low Tide\n\nLow Tide\n\nHill Films (Sep 08, 1991)\nDVD\nUS - R\nDrama\nUSA | English | Color | 01:40\n\n"
    "Cast View all\n\nAda Lind ... The Queen\nDoctor Strand ... Himself\nEva Holm ... Nurse\n\n"
    "Edition details\n\nNr Discs 1\n"
)


@pytest.fixture
def cast(collection):
    """Person and character of all credits that a document of a kind states."""

    def stated(kind):
        [row] = collection.find("").ids
        record = collection.record(row)
        [document] = [one.id for one in record.documents if one.kind == kind]
        _, facts = collection.document(document)
        return [(subject, value["character"]) for _, field, subject, value in facts if field == "credits"]

    return stated


def test_a_page_that_names_the_people_clears_up_an_older_one(collection, cast):
    importing.run_text(collection, CREDITS)
    alone = [("Ada Lind", "Doctor Strand"), ("Eva Holm", "Nurse")]
    assert cast("credits_page") == alone
    importing.run_text(collection, COLLECTION)
    assert cast("credits_page") == [("Ada Lind", None), ("Doctor Strand", None), ("Eva Holm", "Nurse")]
    assert collection.history()[0].label == "Import 1 document"
    collection.undo()
    assert cast("credits_page") == alone


def test_an_older_page_that_says_nothing_else_is_left_alone(collection):
    importing.run_text(collection, COLLECTION)
    importing.run_text(collection, CREDITS)
    assert importing.run_text(collection, CREDITS).operation is None
    assert rereading.rehearse(collection).differences == ()


def test_what_a_person_left_out_stays_left_out(collection):
    draft = importing.draft_text(collection, COLLECTION)
    wrong = tuple(fact for fact in draft.facts if fact.field in {"genres", "runtime_minutes"})
    kept = tuple(fact for fact in draft.facts if fact not in wrong)
    page = type(draft)(draft.kind, draft.text, draft.site, draft.title, draft.sections, kept, draft.confidence)
    importing.run_draft(collection, Incoming(page, left_out=wrong))
    [row] = collection.find("").ids
    assert collection.record(row).values["genres"] == []
    again = rereading.rehearse(collection)
    assert again.differences == ()
    collection.run(again.command())
    importing.run_text(collection, CREDITS)
    values = collection.record(row).values
    assert (values["genres"], values["runtime_minutes"]) == ([], None)
