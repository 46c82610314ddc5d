import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import FieldError
from catalogue.fields import barcode, kinds, lists

BODIES = st.text(alphabet="0123456789", min_size=7, max_size=13).filter(lambda body: len(body) in {7, 11, 12, 13})


@pytest.mark.parametrize("code", ["191329079843", "0191329079843", "4006381333931", "96385074", "00012345600012"])
def test_codes_from_real_boxes_are_in_order(code):
    assert barcode.problem(code) is None


@given(BODIES)
def test_any_digits_with_their_check_digit_are_in_order(body):
    assert barcode.problem(body + barcode.check_digit(body)) is None


@given(BODIES, st.integers(min_value=1, max_value=9))
def test_a_wrong_last_digit_is_found_and_the_right_one_named(body, off):
    right = barcode.check_digit(body)
    wrong = str((int(right) + off) % 10)
    assert barcode.problem(body + wrong) == f"The last digit of this barcode should be {right}."


@given(BODIES, st.data())
def test_one_mistyped_digit_never_passes(body, data):
    code = body + barcode.check_digit(body)
    place = data.draw(st.integers(min_value=0, max_value=len(code) - 1))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[place]]))
    assert barcode.problem(code[:place] + digit + code[place + 1 :]) is not None


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("12345", "A barcode has 8, 12 or 13 digits; this one has 5."),
        ("B00005JKZY", "A barcode has digits only."),
        ("١٩١٣٢٩٠٧٩٨٤٣", "A barcode has digits only."),
    ],
)
def test_what_is_no_barcode_is_said_in_words(code, complaint):
    assert barcode.problem(code) == complaint


def test_an_ean_with_a_leading_zero_is_the_upc_inside_it():
    assert barcode.normal("0191329079843") == barcode.normal("191329079843") == "191329079843"
    assert barcode.normal("4006381333931") == "4006381333931"


@pytest.mark.parametrize("written", ["1 91329 07984 3", "'191329079843", "191329-07984-3", '="191329079843"'])
def test_blanks_hyphens_and_the_quotes_of_spreadsheets_do_not_count(written):
    assert barcode.digits(written) == "191329079843"


@pytest.mark.parametrize("written", ["1.91329E+11", "1,91329e11", "='1.91329079843E+11"])
def test_a_code_that_a_spreadsheet_shortened_is_refused_in_words(written):
    with pytest.raises(FieldError, match="its last digits are lost"):
        barcode.read(written)


@pytest.mark.parametrize(("written", "code"), [("191329079843.0", "191329079843"), ("0 12345 67890 5", "012345678905")])
def test_a_code_is_read_as_it_is_written(written, code):
    assert barcode.read(written) == code


def test_zeros_that_a_spreadsheet_took_away_are_offered():
    assert barcode.problem("12345678905") == (
        "This barcode has 11 digits; with the zeros that a spreadsheet takes away it is 012345678905."
    )
    assert barcode.meant("12345678905") == ("012345678905",)
    assert barcode.problem("12345678904") == "A barcode has 8, 12 or 13 digits; this one has 11."
    assert barcode.meant("12345678904") == ()


def test_the_right_last_digit_is_offered_and_nothing_for_a_code_in_order():
    assert barcode.meant("191329079844") == ("191329079843",)
    assert barcode.meant("191329079843") == barcode.meant("soon") == ()


def test_zeros_at_the_front_of_longer_codes_do_not_count():
    assert barcode.normal("00191329079843") == "191329079843"
    assert barcode.normal("04006381333931") == "4006381333931"


@pytest.mark.parametrize(
    "written",
    [
        "\u202a191329079843\u202c",
        "１９１３２９０７９８４３",
        "191\u200b329\u00ad079\ufeff843",
        "１９１‐３２９０７９\u3000８４３",
        "١٩١٣٢٩٠٧٩٨٤٣",
        "‘191329079843",
        "191329079843\u200e\r",
    ],
)
def test_a_code_is_the_same_in_any_digits_and_with_anything_that_nobody_sees(written):
    assert barcode.read(written) == barcode.normal(written) == "191329079843"
    assert lists.BARCODES.parse(written) == [kinds.BARCODE.parse(written)] == ["191329079843"]


LABELLED = [
    "UPC {}",
    "UPC: {}",
    "upc-a {}",
    "{} (UPC)",
    "EAN/UPC: {}",
    "GTIN {}",
    "Barcode {}",
    "\u202aUPC\u00a0{}\u202c",
]


@pytest.mark.parametrize("form", LABELLED)
@pytest.mark.parametrize("code", ["191329079843", "１９１３２９０７９８４３", "1 91329 07984 3"])
def test_a_code_is_read_beside_a_word_that_says_what_it_is(form, code):
    assert kinds.BARCODE.parse(form.format(code)) == kinds.BARCODE.take(form.format(code)) == "191329079843"
    assert lists.BARCODES.parse(form.format(code)) == ["191329079843"]
    assert barcode.normal(form.format(code)) == "191329079843"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("EAN-13: 4006381333931", "4006381333931"),
        ("EAN 13 4006381333931", "4006381333931"),
        ("ISBN 978-3-16-148410-0", "9783161484100"),
        ("EAN-8 96385074", "96385074"),
        ("(01)00191329079843", "191329079843"),
        ("(01) 04006381333931 (21)A7", "4006381333931"),
    ],
)
def test_labels_of_all_sorts_of_codes_and_the_number_of_a_kind_in_brackets_are_known(written, code):
    assert barcode.read(written) == code


@pytest.mark.parametrize(
    "written", ["UPC 191329079844", "(01)00191329079844", "ISBN 0-306-40615-2", "EAN 13 12", "Upcoming"]
)
def test_a_labelled_code_that_is_wrong_stays_as_it_was_typed_and_is_marked(written):
    assert barcode.read(written) == written
    assert kinds.BARCODE.odd(written) == "A barcode has digits only."


@pytest.mark.parametrize("words", [["1", "91329", "07984", "3"], ["1913", "2907", "9843"], ["UPC", "191329", "079843"]])
def test_the_words_of_a_printed_code_make_one(words):
    assert barcode.printed(words) == "191329079843"


@pytest.mark.parametrize("words", [["2001", "2010"], ["1913"], ["upc"], ["the", "191329079843"], []])
def test_other_words_make_none(words):
    assert barcode.printed(words) is None
