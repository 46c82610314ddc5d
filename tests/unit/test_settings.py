import pytest

from catalogue import paths, settings
from catalogue.errors import FieldError, UserError


def test_without_a_file_every_setting_has_its_default():
    assert [settings.get(one) for one in settings.SETTINGS] == [one.default for one in settings.SETTINGS]
    assert not paths.settings_file().exists()


def test_what_is_set_is_read_back_and_the_rest_of_the_file_stays():
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text('[history]\ndays = 10\n\n[later]\nname = "of a newer version"\n')
    settings.put(settings.HISTORY_OPERATIONS, 500)
    assert (settings.get(settings.HISTORY_DAYS), settings.get(settings.HISTORY_OPERATIONS)) == (10, 500)
    assert 'name = "of a newer version"' in file.read_text()
    assert settings.HISTORY_DAYS.help in file.read_text()


@pytest.mark.parametrize("line", ["days = -1", "days = true", 'days = "many"', "days = 99999999", "days = 1.5"])
def test_what_cannot_be_meant_counts_as_not_said(line):
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text(f"[history]\n{line}\n")
    assert settings.get(settings.HISTORY_DAYS) == 0


def test_a_broken_file_keeps_nothing_from_working_but_is_not_written_over():
    file = paths.settings_file()
    file.parent.mkdir(parents=True)
    file.write_text("[history\ndays = 10")
    assert settings.get(settings.HISTORY_DAYS) == 0
    with pytest.raises(UserError, match=r"cannot be read .*nothing was changed\. Mend or remove that file\.$"):
        settings.put(settings.HISTORY_DAYS, 3)
    assert file.read_text() == "[history\ndays = 10"


def test_typed_values_are_read_and_shown_in_words():
    days = settings.HISTORY_DAYS
    assert [days.parse(text) for text in ("90", " 0 ", "for ever")] == [90, 0, 0]
    assert [days.show(value) for value in (90, 0)] == ["90 days", "for ever"]
    for text in ("-1", "ten", "99999999", ""):
        with pytest.raises(FieldError, match="write a whole number from 0 to"):
            days.parse(text)
    with pytest.raises(FieldError, match=r"There is no setting “x”; there are history\.days,"):
        settings.named("x")


def test_every_setting_has_a_key_of_its_own_and_says_what_it_does():
    assert len({one.key for one in settings.SETTINGS}) == len(settings.SETTINGS)
    assert all(one.key.count(".") == 1 and one.label and one.help.endswith(".") for one in settings.SETTINGS)
    assert all(one.fits(one.default) for one in settings.SETTINGS)
