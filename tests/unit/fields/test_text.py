import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.fields.text import fold, identity, size_words, visible


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Krabbé", "KRABBE\u0301"),
        ("Ｆｕｌｌ", "full"),
        ("ﾊﾞｯｸ", "バック"),
        ("ﬁlm…", "FILM..."),
        ("O’Brien", "o'brien"),
        ("Spider–Man", "Spider-Man"),
        ("a\u200bb\u00ad\ufeff", "ab"),
        ("\u202eab\u202c", "ab"),
        ("a \u00a0\u3000b ", "a b"),
        ("ΣΊΣΥΦΟΣ", "Σίσυφος"),
        ("❤\ufe0f", "❤"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_forms_of_one_name_have_one_identity(one, other):
    assert identity(one) == identity(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("パク", "バク"),
        ("мой", "мои"),
        ("Mother!", "Mother"),
        ("Krabbé", "Krabbe"),
        ("Maße", "Masse"),
        ("m²", "m2"),
        ("①", "1"),
        ("½", "1/2"),
        ("ㄱㅏ", "가"),
        ("A／B", "A/B"),
        ("👨\u200d👩", "👨👩"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴"),
    ],
)
def test_marks_punctuation_and_letters_of_their_own_tell_names_apart(one, other):
    assert identity(one) != identity(other)


@given(st.text())
def test_what_has_one_identity_a_search_finds_by_either_and_the_identity_stays(text):
    assert identity(identity(text)) == identity(text)
    assert identity(visible(text)) == identity(text)
    assert visible(visible(text)) == visible(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\u202aplain\u202c", "plain"),
        ("two\nlines\tof", "two\nlines\tof"),
        ("bell\x07 esc\x1b[31m", "bell esc[31m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("zero\u200dwidth\u200cjoint\u200d", "zerowidthjoint"),
        ("👩\u200d🚀 ❤\ufe0f", "👩\u200d🚀 ❤\ufe0f"),
        ("half \ud800", "half \ufffd"),
    ],
)
def test_what_nobody_sees_goes_and_what_changes_a_shape_stays(text, kept):
    assert visible(text) == kept
