import pytest
from hypothesis import given, settings
from hypothesis import strategies as st


def offered(shelf, query, cursor=None):
    cursor = len(query) if cursor is None else cursor
    return [query[: one.start] + one.text + query[one.end :] for one in shelf.suggest(query, cursor)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("loc", "location:"),
        ("ta", "tag:"),
        ("stalin ow", "stalin owner:"),
        ("-ta", "-tag:"),
        ("(ta", "(tag:"),
        ("tag:pi", "tag:Piano "),
        ("tag:", "tag:USSR "),
        ("tag:=us", "tag:=USSR "),
        ("-tag:pi", "-tag:Piano "),
        ("owner:kerry &", None),
        ("owner:ker", "owner:Kerry "),
        ('owner:="kerry &', 'owner:="Kerry & Dawn" '),
        ("location:liv", 'location:"Living room" '),
        ("location:shelf", 'location:"Living room/Shelf 2" '),
        ("actor:taut", 'actor:"Audrey Tautou" '),
        ("genre:sci", 'genre:"Science Fiction" '),
        ("status:wi", 'status:"wish list" '),
        ("has:bar", "has:barcode "),
        ("is:tr", "is:trash "),
        ("needs:", "needs:review "),
        ("sort:yea", "sort:year "),
        ("colr:x", None),
        ("x", None),
        ("", None),
    ],
)
def test_the_word_at_the_cursor_is_completed(shelf, typed, first):
    assert next(iter(offered(shelf, typed)), None) == first


def test_only_the_word_at_the_cursor_changes(shelf):
    assert offered(shelf, "tag:pi stalin", 6) == ["tag:Piano  stalin"]


@pytest.mark.parametrize("typed", ["tag:pi", "owner:ker", "location:liv", "actor:taut", "genre:sci", "status:wi"])
def test_every_completion_finds_something_or_nothing_without_a_complaint(shelf, typed):
    for query in offered(shelf, typed):
        assert shelf.find(query).problems == ()


@settings(max_examples=60)
@given(st.text(alphabet='tagownerlc:="-( éß', max_size=14), st.integers(min_value=0, max_value=14))
def test_any_text_and_cursor_can_be_asked(shelf, query, cursor):
    cursor = min(cursor, len(query))
    for one in shelf.suggest(query, cursor):
        assert 0 <= one.start <= one.end == cursor
        assert one.label
