import pytest

from catalogue.collection.commands import AddRecord, EditRecords, Replacement, ReplaceText
from catalogue.collection.replacing import Wish, searchable
from catalogue.errors import Cancelled, FieldError, UserError
from catalogue.fields import patterns
from catalogue.jobs import Job

NEVER = Wish("(a+)+$", "x", regex=True)


@pytest.fixture
def disc(collection):
    values = {
        "title": "The Mirror",
        "year": 1975,
        "genres": ["Dramma", "War"],
        "tags": ["lent to Bo", "Piano"],
        "notes": "Lent to Bo.\nBack in May.",
        "location": "Room/Shelf 1",
        "credits": [
            {"order": 1, "person": "Bo Li", "role": "actor", "character": "Dr. Bo"},
            {"order": 2, "person": "Ann", "role": "director", "character": None},
        ],
        "texts": [{"kind": "summary", "author": "Bo", "heading": None, "text": "A boy.\nBo waits."}],
        "links": [{"label": "Bo's page", "url": "https://example.org/bo"}],
    }
    return collection.run(AddRecord(values)).result


def keys(collection):
    return [field.key for field in searchable(collection.fields())]


def replace(collection, rows, wish, fields=None):
    hits = collection.hits(rows, fields or keys(collection), wish)
    found = [
        Replacement(hit.entity, hit.record_id, hit.field.key, hit.place, hit.old, hit.new)
        for hit in hits
        if hit.problem is None
    ]
    return hits, collection.run(ReplaceText(tuple(found), "Replace"))


def test_words_are_found_in_every_kind_of_text(collection, disc):
    hits = collection.hits([disc], keys(collection), Wish("bo", "Beau"))
    assert [(hit.field.key, hit.place, hit.new) for hit in hits] == [
        ("links", (0, "label"), "Beau's page"),
        ("links", (0, "url"), "https://example.org/Beau"),
        ("credits", (0, "person"), "Beau Li"),
        ("credits", (0, "character"), "Dr. Beau"),
        ("texts", (0, "author"), "Beau"),
        ("texts", (0, "text"), "A Beauy.\nBeau waits."),
        ("tags", (0,), "lent to Beau"),
        ("notes", (), "Lent to Beau.\nBack in May."),
    ]
    assert {hit.name for hit in hits} == {"The Mirror (1975)"}
    assert hits[5].spans == ((2, 4), (7, 9))
    assert len(collection.hits([disc], ["credits", "notes"], Wish("bo", "x"))) == 3


def test_case_and_whole_values_on_request(collection, disc):
    assert [hit.place for hit in collection.hits([disc], ["texts"], Wish("Bo", "x", case=True))] == [
        (0, "author"),
        (0, "text"),
    ]
    assert [hit.place for hit in collection.hits([disc], ["texts"], Wish("bo", "x", whole=True))] == [(0, "author")]
    assert collection.hits([disc], ["texts"], Wish("bo", "x", case=True, whole=True)) == []


def test_what_was_found_is_replaced_in_one_step_that_can_be_undone(collection, disc, shown, rows_of):
    before = rows_of(collection.path)
    _, changes = replace(collection, [disc], Wish("Bo", "Beau", case=True))
    assert changes.label == "Replace in 2 records"
    assert shown("notes", "tags", row=disc) == {
        "notes": "Lent to Beau.\nBack in May.",
        "tags": ["lent to Beau", "Piano"],
    }
    assert shown("credits", row=disc)[0] == {
        "order": 1,
        "person": "Beau Li",
        "role": "actor",
        "character": "Dr. Beau",
    }
    assert shown("texts", row=disc)[0]["text"] == "A boy.\nBeau waits."
    assert shown("links", row=disc) == [{"label": "Beau's page", "url": "https://example.org/bo"}]
    assert collection.check() == []
    collection.undo()
    assert rows_of(collection.path) == before


def test_groups_of_an_expression(collection, disc, shown):
    _, _ = replace(collection, [disc], Wish(r"^(The) (?P<rest>\w+)$", r"\g<rest>, \1", regex=True), ["title"])
    assert shown("title", row=disc) == "Mirror, The"
    # Outside of an expression the same signs stand for themselves.
    assert collection.hits([disc], ["title"], Wish(".", "x")) == []
    replace(collection, [disc], Wish(", ", r"\1"), ["title"])
    assert shown("title", row=disc) == r"Mirror\1The"


def test_entries_of_a_list_are_joined_parted_and_dropped(collection, disc, shown):
    replace(collection, [disc], Wish("Dramma", "War"), ["genres"])
    assert shown("genres", row=disc) == ["War"]
    replace(collection, [disc], Wish("War", "Crime; War film"), ["genres"])
    assert shown("genres", row=disc) == ["Crime", "War film"]
    replace(collection, [disc], Wish("crime", "", whole=True), ["genres"])
    assert shown("genres", row=disc) == ["War film"]
    replace(collection, [disc], Wish("Room/Shelf 1", "Cellar", whole=True), ["location"])
    assert shown("location", row=disc) == "Cellar"


def test_what_a_field_cannot_take_is_said_and_not_written(collection, disc, shown):
    collection.run(EditRecords((disc,), {"status": "sold"}))
    hits, changes = replace(collection, [disc], Wish("sold", "sould"), ["status"])
    assert hits[0].problem.startswith("“sould” is not one of")
    assert not changes
    [hit] = collection.hits([disc], ["credits"], Wish("Bo Li", "", whole=True))
    assert hit.problem == "Cast and crew would be left without a word that it needs."


def test_a_cast_from_pages_keeps_following_its_pages(collection, take, page, shown):
    take(page("Mirror", 1975, people=(("Bo", "A man"), ("Cy", "A boy"))))
    [row] = collection.find("").ids
    replace(collection, [row], Wish("A man", "The father"), ["credits"])
    take(page("Mirror", 1975, people=(("Bo", "A man"), ("Dee", "A girl")), kind="credits_page"))
    assert [(part["person"], part["character"]) for part in shown("credits", row=row)] == [
        ("Bo", "The father"),
        ("Dee", "A girl"),
        ("Cy", "A boy"),
    ]


def test_only_the_spelling_of_a_shared_name_is_mended(collection, disc, shown):
    replace(collection, [disc], Wish("piano", "piáno"), ["tags"])
    assert shown("tags", row=disc) == ["lent to Bo", "piáno"]
    replace(collection, [disc], Wish("ann", "Änn"), ["credits"])
    assert shown("credits", row=disc)[1]["person"] == "Änn"


def test_a_text_that_changed_meanwhile_is_left_alone(collection, disc, shown):
    [notes] = collection.hits([disc], ["notes"], Wish("Bo", "x", case=True))
    one = Replacement("copy", notes.record_id, "notes", (), notes.old, notes.new)
    title = Replacement("film", 1, "title", (), "The Mirror", "Mirror")
    collection.run(EditRecords((disc,), {"notes": "Other"}))
    assert collection.run(ReplaceText((one, title), "Replace")).result == (1, 1)
    assert shown("notes", "title", row=disc) == {"notes": "Other", "title": "Mirror"}
    with pytest.raises(UserError, match="These texts read otherwise by now"):
        collection.run(ReplaceText((one,), "Replace"))


@pytest.mark.parametrize(
    ("wish", "where", "sentence"),
    [
        (Wish("", "x"), "find", "Say what is to be found."),
        (Wish("(a", "x", regex=True), "find", "not understood: missing ) at character 3."),
        (Wish("*", "x", regex=True), "find", "not understood: nothing to repeat at character 1."),
        (Wish("a{99999999999}", "x", regex=True), "find", "not understood:"),
        (Wish("a", r"\2", regex=True), "put", "not understood: invalid group reference."),
        (Wish("a", r"\g<b>", regex=True), "put", "not understood: unknown group."),
    ],
)
def test_a_bad_expression_is_said_in_words(collection, disc, wish, where, sentence):
    [(side, problem)] = wish.problems().items()
    assert side == where
    assert sentence in problem
    with pytest.raises(FieldError):
        collection.hits([disc], ["title"], wish)


def test_an_expression_that_never_ends_is_given_up(collection, monkeypatch):
    disc = collection.run(AddRecord({"title": "a" * 3000 + "b"})).result
    monkeypatch.setattr(patterns, "PATIENCE", 0.05)
    with pytest.raises(FieldError, match="This expression takes too long"):
        collection.hits([disc], ["title"], NEVER)


def test_a_look_through_many_texts_can_be_cancelled(collection):
    disc = collection.run(AddRecord({"title": "abc"})).result
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        collection.hits([disc], ["title"], Wish("a", "x", regex=True), job)


def test_texts_of_any_letters_pass_through_the_other_process(collection):
    disc = collection.run(AddRecord({"title": "Łódź 🎬 “x”\u2028y"})).result
    [hit] = collection.hits([disc], ["title"], Wish(r"(\w+) 🎬", r"🎬 \1", regex=True))
    assert hit.new.startswith("🎬 Łódź “x”")


def test_all_films_of_a_box_and_no_film_twice(collection):
    first = collection.run(AddRecord({"title": "Solaris", "year": 1972, "format": "DVD"})).result
    second = collection.run(AddRecord({"title": "Solaris", "year": 1972, "format": "VHS"})).result
    assert len(collection.hits([first, second], ["title"], Wish("Sol", "x"))) == 1
