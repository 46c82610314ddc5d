import pytest

from catalogue.errors import FieldError
from catalogue.fields.runtime import parse_runtime, show_runtime
from catalogue.pages.values import minutes


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("172", 172),
        ("2h 52m", 172),
        ("2 h 52", 172),
        ("2h52", 172),
        ("01:47", 107),
        ("1:47:30", 107),
        ("107 min", 107),
        ("107 minutes", 107),
        ("1 hour 47 minutes", 107),
        ("2 hrs", 120),
        ("2 Std. 10 Min.", 130),
        ("90m", 90),
        (" 1 H  30 M ", 90),
        ("90'", 90),
        ("90′", 90),
        ("1h47’", 107),
        ("1.5 h", 90),
        ("1,5 Std.", 90),
        ("1½ h", 90),
        ("¾ h", 45),
        ("PT107M", 107),
        ("PT1H47M30S", 107),
        ("1 heure et 47 minutes", 107),
        ("89 min 30 s", 89),
        ("1:47 h", 107),
    ],
)
def test_running_times_are_read_as_people_and_pages_write_them(written, minutes):
    assert parse_runtime(written) == minutes


@pytest.mark.parametrize("written", ["", "long", "h", "1.5", "1.5 min", "PT", "-20", "2 h 3 h", "9" * 30, "9" * 5000])
def test_what_is_no_running_time_is_refused(written):
    with pytest.raises(FieldError, match="is not a running time"):
        parse_runtime(written)


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0 min"), (52, "52 min"), (60, "1 h"), (61, "1 h 01"), (172, "2 h 52")]
)
def test_running_times_are_shown_in_hours(minutes, shown):
    assert show_runtime(minutes) == shown


@pytest.mark.parametrize(
    "written",
    [
        "1:75",
        "1 h 75",
        "1h75m",
        "1 hour 60 minutes",
        "1 Std. 99 Min.",
        "PT1H75M",
        "1:20:75",
        "89 min 75 s",
        "1 h 20' 61''",
    ],
)
def test_a_part_that_is_more_than_one_of_the_part_before_it_is_refused(written):
    with pytest.raises(FieldError, match="is not a running time"):
        parse_runtime(written)
    assert minutes(written) is None or written == "89 min 75 s"


@pytest.mark.parametrize(("written", "expected"), [("PT0H107M", 107), ("107", 107), ("107 m", 107), ("1 h 59", 119)])
def test_minutes_alone_may_be_more_than_an_hour(written, expected):
    assert parse_runtime(written) == minutes(written) == expected
