import pytest

from catalogue.errors import FieldError
from catalogue.fields.runtime import parse_runtime, show_runtime


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


@pytest.mark.parametrize(
    "written", ["", "long", "h", "1.5", "1.5 min", "PT", "1:75", "-20", "2 h 3 h", "9" * 30, "9" * 5000]
)
def test_what_is_no_running_time_is_refused(written):
    with pytest.raises(FieldError, match="is not a running time"):
        parse_runtime(written)


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, "0 min"), (52, "52 min"), (60, "1 h"), (61, "1 h 01"), (172, "2 h 52")]
)
def test_running_times_are_shown_in_hours(minutes, shown):
    assert show_runtime(minutes) == shown
