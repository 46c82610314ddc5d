"""Days that are typed where it is tomorrow already, or yesterday still, by the clock of the machine, are no errors."""

from datetime import date, datetime

import pytest

from catalogue.collection.commands import AddRecord, EditRecords, Lend, NoteViewing, Return
from catalogue.errors import UserError
from catalogue.fields import dates, registry

BEFORE, TODAY, NEXT, LATER = "2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The machine's clock stands on the last day of a year."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 12, 31, 14, 0, tzinfo=tz)

    class Calendar(date):
        @classmethod
        def today(cls):
            return cls(2026, 12, 31)

    monkeypatch.setattr(dates, "datetime", Clock)
    monkeypatch.setattr(dates, "date", Calendar)


@pytest.fixture
def disc(collection):
    """The row of a disc."""
    collection.run(AddRecord({"title": "Alien", "purchase_date": NEXT}))
    return collection.find("alien").ids[0]


def loans(collection, disc):
    return [(loan["lent"], loan["due"], loan["returned"]) for loan in collection.record(disc).values["loans"]]


@pytest.mark.parametrize("key", [field.key for field in registry.FIELDS if field.kind.compare == "date"])
def test_tomorrow_is_no_odd_day_in_any_field(key):
    assert registry.BY_KEY[key].kind.odd(NEXT) is None


def test_a_year_is_odd_by_the_calendar_of_the_person():
    assert dates.odd_year(2037) is None
    assert dates.odd_year(2038) is not None


def test_what_is_lent_tomorrow_can_come_back_today(collection, disc):
    collection.run(Lend((disc,), "Ann", lent=NEXT))
    collection.run(Return((disc,)))
    assert loans(collection, disc) == [(NEXT, None, NEXT)]


def test_what_is_due_yesterday_was_lent_yesterday(collection, disc):
    collection.run(Lend((disc,), "Ann", due=BEFORE))
    assert loans(collection, disc) == [(BEFORE, BEFORE, None)]


def test_days_without_anything_beside_them_are_today(collection, disc):
    collection.run(Lend((disc,), "Ann", due=LATER))
    collection.run(Return((disc,)))
    assert loans(collection, disc) == [(TODAY, LATER, TODAY)]


def test_more_than_a_day_is_refused(collection, disc):
    with pytest.raises(UserError, match="before it was lent"):
        collection.run(Lend((disc,), "Ann", due="2026-12-29"))
    collection.run(Lend((disc,), "Ann", lent=LATER))
    with pytest.raises(UserError, match="before it was lent"):
        collection.run(Return((disc,)))


def test_what_was_bought_tomorrow_is_among_what_was_bought_of_late(collection, disc):
    for query in ("purchased:<7d", "purchased:<1m", "purchased:>=2026-12-31"):
        assert list(collection.find(query).ids) == [disc], query
    assert not collection.find("purchased:>7d").ids


def test_a_film_can_be_seen_and_a_disc_come_out_tomorrow(collection, disc):
    collection.run(NoteViewing(tuple(film[0] for film in collection.record(disc).films), when=NEXT))
    collection.run(EditRecords((disc,), {"edition_release_date": NEXT}))
    assert collection.record(disc).values["viewings"][0]["when"] == NEXT
