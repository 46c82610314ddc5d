import pytest

from catalogue.errors import FieldError
from catalogue.fields import dates


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("1992", "1992"),
        ("1992-11", "1992-11"),
        ("1992-1", "1992-01"),
        ("1992-11-20", "1992-11-20"),
        ("1992-1-2", "1992-01-02"),
        ("Nov 1992", "1992-11"),
        ("November 1992", "1992-11"),
        ("Nov. 20, 1992", "1992-11-20"),
        ("november 20 1992", "1992-11-20"),
        ("Sept 5, 1999", "1999-09-05"),
        ("20 Nov 1992", "1992-11-20"),
        ("20th November, 1992", "1992-11-20"),
        ("20. November 1992", "1992-11-20"),
        ("1st May 2001", "2001-05-01"),
        ("20.11.1992", "1992-11-20"),
        ("2.3.2001", "2001-03-02"),
        ("20/11/1992", "1992-11-20"),
        ("11/20/1992", "1992-11-20"),
        ("5/5/2005", "2005-05-05"),
        ("  20   Nov\t1992 ", "1992-11-20"),
        ("29 Feb 2024", "2024-02-29"),
        ("5. März 2011", "2011-03-05"),
        ("5 mars 2011", "2011-03-05"),
        ("le 1er août 1999", "1999-08-01"),
        ("5 de marzo de 2011", "2011-03-05"),
        ("5 maggio 2001", "2001-05-05"),
        ("5 mei 2001", "2001-05-05"),
        ("12 de outubro de 2001", "2001-10-12"),
        ("3 września 1980", "1980-09-03"),
        ("3 maj 1980", "1980-05-03"),
        ("Mai 1992", "1992-05"),
        ("Okt. 2001", "2001-10"),
        ("juil. 1999", "1999-07"),
        ("2011 March 5", "2011-03-05"),
        ("2011 März 5.", "2011-03-05"),
        ("2011-Mar-05", "2011-03-05"),
        ("2011 mars", "2011-03"),
        ("05-Mar-2011", "2011-03-05"),
        ("2011/3/5", "2011-03-05"),
        ("2011. 03. 05.", "2011-03-05"),
        ("5. 3. 2011", "2011-03-05"),
        ("11/1992", "1992-11"),
        ("2011年3月5日", "2011-03-05"),
    ],
)
def test_dates_are_read_as_people_write_them(written, iso):
    assert dates.parse_date(written) == iso


@pytest.mark.parametrize("written", ["3/4/2001", "12/11/1992", "01/02/2003"])
def test_a_date_that_can_be_read_in_two_ways_is_refused(written):
    with pytest.raises(FieldError) as refusal:
        dates.parse_date(written)
    assert str(refusal.value) == f"“{written}” can be read in two ways; write it as 1992-11-20 or 20 Nov 1992."


@pytest.mark.parametrize("written", ["29 Feb 2023", "1992-13", "31.4.2001", "1992-11-31", "0000", "32/13/2001"])
def test_a_day_that_no_calendar_has_is_refused(written):
    with pytest.raises(FieldError) as refusal:
        dates.parse_date(written)
    assert str(refusal.value) == f"“{written}” is not a day of the calendar."


@pytest.mark.parametrize(
    "written", ["soon", "92", "20 Nov", "Nov", "1992-", "20-Nov-92", "Smarch 1992", "jui 1992", "1990-1999", "١٩٩٢"]
)
def test_what_is_no_date_is_refused(written):
    with pytest.raises(FieldError, match=r"write 1992, Nov 1992 or 1992-11-20\.$"):
        dates.parse_date(written)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-01-04 18:20:50", "2026-01-04T18:20:50"),
        ("2026-01-04T18:20:50", "2026-01-04T18:20:50"),
        ("Jan 04, 2026 18:20:50", "2026-01-04T18:20:50"),
        ("4 Jan 2026, 9:05", "2026-01-04T09:05:00"),
        ("2026-01-04", "2026-01-04"),
        ("2026", "2026"),
    ],
)
def test_moments_are_read_as_people_and_pages_write_them(written, iso):
    assert dates.parse_moment(written) == iso


@pytest.mark.parametrize("written", ["2026-01 18:20", "2026-01-04 24:00", "2026-01-04 12:60", "2026-01-04 12:30:61"])
def test_an_impossible_time_is_refused(written):
    with pytest.raises(FieldError, match="is not a date with a time"):
        dates.parse_moment(written)


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("1992", "1992"),
        ("1948-10", "Oct 1948"),
        ("1992-11-02", "2 Nov 1992"),
        ("2026-01-04T09:05:50", "4 Jan 2026, 09:05"),
    ],
)
def test_dates_are_shown_as_precise_as_known(iso, shown):
    assert dates.show_date(iso) == shown


def test_both_readings_of_a_date_are_told():
    assert dates.readings("7/8/1992") == ("1992-08-07", "1992-07-08")
    assert dates.readings(" 12/11/1992 ") == ("1992-11-12", "1992-12-11")


@pytest.mark.parametrize("written", ["20/11/1992", "5/5/2005", "7.8.1992", "1992-08-07", "Aug 1992", "", "0/5/1992"])
def test_other_dates_have_one_reading(written):
    assert dates.readings(written) is None


def test_years_without_films_are_odd():
    assert dates.odd_year(1066) == "There were no films before 1874."
    assert dates.odd_year(1992) is None
    assert dates.odd_year(2900) == "That is more than ten years from now."
