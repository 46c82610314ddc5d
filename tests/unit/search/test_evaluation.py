"""The SQL of a tree finds the rows that a plain evaluation of it in Python finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.fields import people, registry
from catalogue.fields.text import fold
from catalogue.search import printer
from catalogue.search.tree import All, Any, Not, Term, Words
from catalogue.store.listing import index_of

VOCABULARY = (
    "stalin STALIN stal death piano ussr kerry dawn beria kelvin amélie amelie солярис radio moscow shelf 2 10 lent x ä"
)
WORDS = st.sampled_from(VOCABULARY.split())
SIGNS = st.sampled_from(["<", ">", "<=", ">="])
PATTERNS = st.sampled_from(["^s", "n$", "a.e", "r{2}|nn", "é"])
THERE = st.sampled_from(["tags", "price", "actor", "director"])
TEXTS = st.lists(WORDS, min_size=1, max_size=2).map(" ".join)
NAMES = st.sampled_from(
    ["title", "tag", "owner", "location", "genre", "text", "note", "format", "status", "actor", "character", "cast"]
)
NUMBERS = st.sampled_from(["1971", "1972", "1979", "2001", "2017", "2020"])
LEAVES = st.one_of(
    st.builds(Words, TEXTS, st.booleans()),
    st.builds(lambda name, text, prefix: Term(name, "has", text, prefix=prefix), NAMES, TEXTS, st.booleans()),
    st.builds(
        Term,
        st.sampled_from(["owner", "tag", "genre", "format", "title", "actor", "character", "note"]),
        st.just("is"),
        st.sampled_from(["Kerry", "kerry & dawn", "USSR", "lent out", "drama", "dvd", "amelie", "Audrey Tautou"]),
    ),
    st.builds(Term, st.just("year"), st.sampled_from(["is", "<", "<=", ">", ">="]), NUMBERS),
    st.builds(lambda low, high: Term("year", "range", low, high), NUMBERS, NUMBERS),
    st.builds(lambda year: Term("year", "has", f"{year[:3]}0s", prefix=True), NUMBERS),
    st.builds(
        Term,
        st.sampled_from(["tags", "genres", "cast"]),
        st.sampled_from(["<", ">", "<=", ">="]),
        st.sampled_from("0123"),
    ),
    st.builds(
        lambda name: Term("has", "has", name, prefix=True), st.sampled_from(["tags", "price", "actor", "director"])
    ),
    st.builds(lambda name: Term("no", "has", name, prefix=True), st.sampled_from(["owner", "year", "character"])),
    st.builds(lambda name: Term("is", "has", name, prefix=True), st.sampled_from(["film", "disc", "wish"])),
    st.builds(
        Term,
        st.sampled_from(["title", "tag", "owner"]),
        st.just("~"),
        st.sampled_from(["^s", "n$", "a.e", "r{2}|nn", "é"]),
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.builds(Not, parts),
        st.builds(lambda many: All(tuple(many)), st.lists(parts, min_size=2, max_size=3)),
        st.builds(lambda many: Any(tuple(many)), st.lists(parts, min_size=2, max_size=3)),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def records(shelf):
    return {row_id: shelf.record(row_id) for row_id in shelf.find("").ids}


@settings(max_examples=400)
@given(tree=TREES)
def test_sql_and_python_find_the_same_rows(shelf, records, tree):
    found = shelf.find(printer.write_tree(tree))
    assert found.problems == ()
    assert sorted(found.ids) == sorted(row_id for row_id, record in records.items() if holds(tree, record))


@settings(max_examples=300)
@given(tree=TREES)
def test_the_first_answer_is_part_of_the_whole_one_in_the_same_order(shelf, tree):
    query = printer.write_tree(tree)
    whole, first = shelf.find(query), shelf.find(query, first=True)
    assert whole.whole
    assert list(first.ids) == [row_id for row_id in whole.ids if row_id in first.ids]
    assert not first.whole or first.ids == whole.ids
    assert (first.problems, first.spans) == (whole.problems, whole.spans)


def holds(node, record):
    if isinstance(node, Not):
        return not holds(node.part, record)
    if isinstance(node, All):
        return all(holds(part, record) for part in node.parts)
    if isinstance(node, Any):
        return any(holds(part, record) for part in node.parts)
    if isinstance(node, Words):
        everywhere = [text for field in registry.FIELDS if index_of(field) for text in texts(record, field.key)]
        return has_words(everywhere, node.text, node.prefix)
    return term_holds(node, record)


def term_holds(term, record):
    name, value = term.field, fold(term.value)
    if name in ("has", "no"):
        return bool(texts(record, value)) == (name == "has")
    if name == "is":
        wished = record.values["status"] == "wish list"
        return {"film": record.copy_id is None, "disc": record.copy_id is not None, "wish": wished}[value]
    if name == "year":
        return record.values["year"] is not None and year_fits(term, record.values["year"])
    if term.comparison in ("<", ">", "<=", ">="):
        number = (
            sum(part["role"] == "actor" for part in record.values["credits"])
            if name == "cast"
            else len(record.values[name])
        )
        return not (name == "tags" and record.copy_id is None) and compared(number, term.comparison, int(value))
    stated = texts(record, name)
    if term.comparison == "is":
        return any(fold(text) == value for text in stated)
    if term.comparison == "~":
        pattern = "".join(letter if letter.isascii() else fold(letter) for letter in term.value)
        return any(re.search(pattern, fold(text), re.IGNORECASE | re.MULTILINE) for text in stated)
    return has_words(stated, term.value, term.prefix)


def compared(number, sign, wanted):
    return {"<": number < wanted, "<=": number <= wanted, ">": number > wanted, ">=": number >= wanted}[sign]


def year_fits(term, year):
    if term.comparison == "range":
        return int(term.value) <= year <= int(term.upper)
    if term.comparison == "has":
        return year // 10 == int(term.value[:3])
    return year == int(term.value) if term.comparison == "is" else compared(year, term.comparison, int(term.value))


def texts(record, name):
    """All that a field of a record says, each value for itself."""
    known = people.by_name(name)
    if known is not None:
        credits = record.values["credits"]
        names = [part["person"] for part in credits if people.trade(part["role"]) in known.trades]
        return names + [part["character"] for part in credits if known.characters and part["character"]]
    field = registry.BUILT_IN.by_search_name(name)
    value = record.values[field.key]
    if value in (None, []):
        return []
    return [field.kind.words([part]) for part in value] if field.kind.multiple else [field.kind.words(value)]


def has_words(stated, text, prefix):
    wanted = re.findall(r"[^\W_]+", fold(text))
    return any(in_a_row(re.findall(r"[^\W_]+", fold(one)), wanted, prefix) for one in stated)


def in_a_row(words, wanted, prefix):
    for place in range(len(words) - len(wanted) + 1):
        *first, last = words[place : place + len(wanted)]
        if first == wanted[:-1] and (last.startswith(wanted[-1]) if prefix else last == wanted[-1]):
            return True
    return False
