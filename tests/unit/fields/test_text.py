import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.fields.text import fold, size_words


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Łódź’s ÆON", "lodz's aeon"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Krabbé", "krabbe"),
        ("„Solo“ – «Sunny»", '"solo" - "sunny"'),
        ("ＦＵＬＬ", "full"),
        ("Иди и смотри", "иди и смотри"),
        ("İstanbul", "istanbul"),
        ("plain", "plain"),
    ],
)
def test_case_accents_and_typographic_marks_do_not_count(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="äöüéñçÄÖÜÉÑÇß abcXYZ"))
def test_upper_and_lower_case_are_one(text):
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1.0 KB"),
        (9_940, "9.9 KB"),
        (340_000, "340 KB"),
        (1_250_000_000, "1.2 GB"),
        (10**16, "10000 TB"),
    ],
)
def test_a_size_reads_in_few_digits(size, words):
    assert size_words(size) == words
