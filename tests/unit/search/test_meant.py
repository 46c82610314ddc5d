"""Other words for a search that finds nothing, from the words that the catalogue has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.search.near import distance


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("stalni", "stalin"),
        ("satlin", "stalin"),
        ("stallin piano", "stalin piano"),
        ("kerry solarris", "kerry solaris"),
        ("amelei", "amelie"),
        ("kurylenco", "kurylenko"),
        ("brodcast", "broadcast"),
        ('"radio moskow"', '"radio moscow"'),
        ("owner:kery", "owner:kerry"),
        ("owner:=kery", "owner:=kerry"),
        ("cast:tatou", "cast:tautou"),
        ("character:berria", "character:beria"),
        ("tgas:piano", "tags:piano"),
        ("not stalker not", None),
        ("xyzzyq", None),
        ("stalin", None),
        ("", None),
    ],
)
def test_a_slip_is_put_right(shelf, query, offered):
    found = shelf.meant(query)
    assert next(iter(found), None) == offered
    for other in found:
        assert shelf.find(other).ids
        assert shelf.find(other).problems == ()


def test_a_title_with_a_word_of_the_language_is_offered_as_words(collection):
    from catalogue.collection.commands import AddRecord

    collection.run(AddRecord({"title": "Daughters", "notes": "not without my daughter"}))
    assert list(collection.find("not without my daughter").ids) == []
    assert collection.meant("not without my daughter") == ['"not" without my daughter']


def plain(one, other):
    """The same distance without any short cut."""
    table = {(row, 0): row for row in range(len(one) + 1)} | {(0, column): column for column in range(len(other) + 1)}
    for row in range(1, len(one) + 1):
        for column in range(1, len(other) + 1):
            same = one[row - 1] == other[column - 1]
            ways = [table[row - 1, column] + 1, table[row, column - 1] + 1, table[row - 1, column - 1] + (not same)]
            if row > 1 and column > 1 and one[row - 1] == other[column - 2] and one[row - 2] == other[column - 1]:
                ways.append(table[row - 2, column - 2] + 1)
            table[row, column] = min(ways)
    return table[len(one), len(other)]


WORD = st.text(alphabet="abc", max_size=6)


@given(one=WORD, other=WORD, most=st.integers(0, 3))
def test_distance_counts_the_slips_of_the_finger(one, other, most):
    far = plain(one, other)
    assert distance(one, other, most) == (far if far <= most else None)
