"""A tree can be written as text, and reading the text gives the tree again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.search import printer, selection
from catalogue.search.parser import parse
from catalogue.search.tree import All, Any, Not, Query, Sort, Term, Words

SIGNED_PIECES = "year= year>1 tag~a owner<= x=1 "
PIECES = (
    SIGNED_PIECES
    + 'tag: year: sort: colr: 3d: 2001: Alien:, after-credits: = ~ > <= .. 1990 - ( ) " "" * a é //x or NOT and'
)
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="ab1 :=<>~.-()\"'*^|{}[]\\/%_;é\ud800ß：♥\u200b\ufeff侍", max_size=60),
    st.lists(
        st.sampled_from(PIECES.split()),
        max_size=16,
    ).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts))),
)
NAMES = st.sampled_from(["tag", "year", "director", "colr", "has", "saved", "3d"])
# What is only typed to be continued has no value of its own: a blank one, or a star at the end.
VALUES = st.text(alphabet="ab1 :=<>~.-()\"*^|\\é：♥侍'", min_size=1, max_size=8).filter(
    lambda text: text.strip() and not text.endswith("*")
)
BOUNDS = st.one_of(st.just(""), VALUES)
LEAVES = st.one_of(
    st.builds(Words, VALUES, st.booleans()),
    st.builds(lambda name, value, prefix: Term(name, "has", value, prefix=prefix), NAMES, VALUES, st.booleans()),
    st.builds(Term, NAMES, st.sampled_from(["is", "~", "<", "<=", ">", ">="]), VALUES),
    st.builds(lambda name, low, high: Term(name, "range", low, high), NAMES, BOUNDS, BOUNDS),
    st.builds(lambda name: Term(name, "has", "", prefix=True), NAMES),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(lambda many: All(tuple(many)), st.lists(parts, min_size=2, max_size=3)),
        st.builds(lambda many: Any(tuple(many)), st.lists(parts, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


@settings(max_examples=500)
@given(tree=TREES, sort=st.lists(st.builds(Sort, st.sampled_from(["year", "title"]), st.booleans()), max_size=2))
def test_what_is_written_is_read_as_the_same_tree(tree, sort):
    text = printer.write(Query("", tree, tuple(sort)))
    read = parse(text)
    assert read.tree == tree
    assert read.sort == tuple(sort)
    assert read.problems == ()


@settings(max_examples=500)
@given(text=ANY_TEXT)
def test_any_text_has_a_meaning_that_can_be_written_and_read_again(text):
    query = parse(text)
    assert parse(printer.write(query)).tree == query.tree
    assert parse(printer.write(query)).sort == query.sort
    for problem in query.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    for start, end, _ in query.spans:
        assert 0 <= start <= end <= len(text)


@settings(max_examples=300)
@given(text=ANY_TEXT, values=st.lists(st.sampled_from(["Piano", "Cold War", 'a "b"', "x)"]), unique=True, max_size=3))
def test_ticks_can_be_written_into_any_query_and_taken_out_again(text, values):
    before = selection.without(parse(text).tree, "tags")
    ticked = selection.select(text, "tags", values)
    assert list(selection.selected(parse(ticked).tree, "tags")) == values
    assert selection.without(parse(ticked).tree, "tags") == before
    assert parse(selection.select(ticked, "tags", [])).tree == before


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("piano", Words("piano")),
        ("pian*", Words("pian")),
        ('"radio moscow"', Words("radio moscow", False)),
        ('"radio mosc*"', Words("radio mosc")),
        ('"radio mosc', Words("radio mosc")),
        ('"the ""real"" thing"', Words('the "real" thing', False)),
        ("tag:pia", Term("tag", "has", "pia", prefix=True)),
        ('tag:"pia"', Term("tag", "has", "pia")),
        ("tag:*", Term("tag", "has", "", prefix=True)),
        ("title:~^(a|b)c$", Term("title", "~", "^(a|b)c$")),
        ("(title:~a|b)", Term("title", "~", "a|b")),
        (r"title:~\(x", Term("title", "~", r"\(x")),
        ('title:~"two words"', Term("title", "~", "two words")),
        ("year:1990..1999", Term("year", "range", "1990", "1999")),
        ('released:"8 Sep 2017".."9 Sep 2017"', Term("released", "range", "8 Sep 2017", "9 Sep 2017")),
        ('released:2016.."9 Sep 2017"', Term("released", "range", "2016", "9 Sep 2017")),
        ("a b or c", Any((All((Words("a"), Words("b"))), Words("c")))),
        ("a and not b", All((Words("a"), Not(Words("b"))))),
        ("--a", Not(Not(Words("a")))),
        ("2001: odyssey", All((Words("2001:"), Words("odyssey")))),
        ("Alien: Covenant", All((Words("Alien:"), Words("Covenant")))),
        ("or", Words("or")),
        ("OR", None),
        ('"or" "not"', All((Words("or", False), Words("not", False)))),
        ("3d:yes", Term("3d", "has", "yes", prefix=True)),
        ("tags:>=3", Term("tags", ">=", "3")),
    ],
)
def test_a_text_is_read_as_its_tree(text, tree):
    assert parse(text).tree == tree
