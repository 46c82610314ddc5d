import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import FieldError
from catalogue.fields.numbers import parse, plain, readings, typed


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("7.5", 7.5),
        ("7,5", 7.5),
        ("0,500", 0.5),
        ("0.345", 0.345),
        (",500", 0.5),
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1 234,56", 1234.56),
        ("1\u00a0234.567", 1234.567),
        ("1'234.50", 1234.5),
        ("1’234’567", 1234567),
        ("1,234,567", 1234567),
        ("1.234.567,891", 1234567.891),
        ("1,00,000.50", 100000.5),
        ("1234.567", 1234.567),
        ("12.3450", 12.345),
        ("-2,25", -2.25),
    ],
)
def test_what_the_marks_tell_is_plain(text, number):
    assert parse(text) == number


@pytest.mark.parametrize("text", ["12.345", "12,345", "1.500", "123,456", "-9,999"])
def test_one_mark_before_three_digits_is_asked_about(text):
    with pytest.raises(FieldError, match=r"can be read in two ways; write .* or .*\.$") as refusal:
        parse(text)
    # Both readings can be typed as they are said.
    both = str(refusal.value).rpartition("write ")[2].rstrip(".").split(" or ")
    assert tuple(map(parse, both)) == readings(text)


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "1.23.456", "1,234.56.7", "1'23", "1 2", "--1", "1e5", "9" * 16])
def test_what_is_no_number_is_refused(text):
    assert readings(text) == ()


@given(st.integers(-(10**14), 10**14) | st.floats(-1e14, 1e14))
def test_every_number_can_be_typed_as_it_is_written(number):
    assert parse(typed(number)) == number
    assert float(plain(number)) == number
