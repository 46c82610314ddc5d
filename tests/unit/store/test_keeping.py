"""Backups that are made by themselves: which stay, what is in them, and that each can be restored."""

import datetime as dt
import errno
import io
import json
import os
import random
import shutil
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from catalogue import settings
from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, EmptyTrash, MergeFilms, RenameValue, SetPicture
from catalogue.errors import NoBackup, UserError
from catalogue.store import keeping

NOW = dt.datetime(2026, 12, 1, 12)
MOMENTS = st.lists(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2027, 6, 1)), max_size=60)


def png(colour=0):
    data = io.BytesIO()
    Image.new("RGB", (8, 8), (colour, 20, 30)).save(data, "PNG")
    return data.getvalue()


@pytest.fixture
def path(blank_catalogue, tmp_path):
    return shutil.copy(blank_catalogue, tmp_path / "films.db")


@pytest.fixture
def collection(path):
    collection = Collection.open(path)
    collection.run(AddRecord({"title": "Ran", "format": "DVD"}))
    collection.run(SetPicture(1, png()))
    yield collection
    collection.close()


def make(collection, reason="closing"):
    return collection.back_up_at_times(reason)


def later(monkeypatch, **much):
    """Lets the clock of the module go on."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return dt.datetime.now(tz) + dt.timedelta(**much)

    monkeypatch.setattr(keeping, "datetime", Clock)


def put(folder, moment, reason="at closing", data=b""):
    file = folder / f"films {moment:%Y-%m-%d %H%M%S} {reason}.zip"
    file.write_bytes(data)
    return file


@given(MOMENTS)
def test_what_stays_is_some_of_what_there_is_and_stays_when_asked_again(moments):
    stay = keeping.staying(moments, NOW)
    assert stay <= set(moments)
    assert keeping.staying(stay, NOW) == stay


@given(MOMENTS)
def test_the_last_ones_and_those_ahead_of_the_clock_stay(moments):
    stay = keeping.staying(moments, NOW)
    past = sorted({moment for moment in moments if moment <= NOW})
    assert set(past[-10:]) <= stay
    assert {moment for moment in moments if moment > NOW} <= stay


@given(MOMENTS)
def test_one_stays_of_each_day_week_and_month(moments):
    stay = keeping.staying(moments, NOW)
    for moment in (moment for moment in moments if moment <= NOW):
        assert any((one.year, one.month) == (moment.year, moment.month) for one in stay)
        days = (NOW.date() - moment.date()).days
        if days < 14:
            assert any(one.date() == moment.date() for one in stay)
        if days < 56:
            assert any(one.isocalendar()[:2] == moment.isocalendar()[:2] for one in stay)


@given(MOMENTS)
def test_not_more_stays_than_that(moments):
    past = [moment for moment in keeping.staying(moments, NOW) if moment <= NOW]
    months = {(moment.year, moment.month) for moment in past}
    assert len(past) <= 10 + 14 + 9 + len(months)


@given(st.lists(st.integers(1, 60 * 24 * 9), min_size=1, max_size=80))
def test_thinning_each_time_loses_no_month_day_or_week_on_the_way(steps):
    now, kept, made = dt.datetime(2025, 1, 1), set(), set()
    for minutes in steps:
        now += dt.timedelta(minutes=minutes)
        made.add(now)
        kept = keeping.staying(kept | {now}, now)
    assert kept == keeping.staying(made, now)


def test_only_files_of_exactly_our_pattern_are_thinned(tmp_path):
    rng = random.Random(5)
    ours = [put(tmp_path, NOW - dt.timedelta(minutes=rng.randrange(1, 500_000))) for _ in range(80)]
    theirs = [
        "films 2020-01-01 101010 at closing copy.zip",
        "films 2020-01-01 101010 before my big cleanup.zip",
        "films 2020-01-01 1010 at closing.zip",
        "films 2020-13-01 101010 at closing.zip",
        "films 2020-01-01 101010 at closing.zip.old",
        "2020-01-01 101010 at closing.zip",
        "films.zip",
    ]
    for name in theirs:
        (tmp_path / name).touch()
    folder = tmp_path / "films 2020-01-01 101010 at closing.zip"
    folder.mkdir()
    for file in ours:
        os.utime(file, (time.time(), time.time()))  # what the disk says of them is of no weight
    keeping.thin_out(tmp_path, NOW)
    assert folder.is_dir()
    assert all((tmp_path / name).exists() for name in theirs)
    left = [file for file in ours if file.exists()]
    newest = sorted(ours, key=lambda file: file.name)[-10:]
    assert set(newest) <= set(left)
    assert len(left) < len(set(ours))


def test_a_backup_is_named_checked_and_counted(collection, path):
    kept = make(collection)
    assert kept.file.parent == path.with_name("films.db.backups")
    assert kept.file.name == f"films {kept.moment:%Y-%m-%d %H%M%S} at closing.zip"
    assert (kept.contents.films, kept.contents.copies, kept.contents.pictures) == (1, 1, 1)
    assert [one.file for one in collection.backups()] == [kept.file]
    assert collection.backups()[0].contents == kept.contents == collection.contents(kept.file)
    assert not list(kept.file.parent.glob(".disc*"))


def test_none_is_made_when_nothing_changed(collection):
    first = make(collection)
    assert make(collection) is None
    collection.run(AddRecord({"title": "Ikiru"}))
    second = make(collection)
    collection.undo()
    third = make(collection)
    assert len({first.file, second.file, third.file}) == 3


def test_none_is_made_of_a_catalogue_without_anything(path):
    collection = Collection.open(path)
    assert make(collection) is None
    assert collection.backups() == []
    collection.close()


def test_pictures_lie_there_once_and_survive_damage_to_the_catalogues_own(collection, path):
    make(collection)
    collection.run(AddRecord({"title": "Ikiru"}))
    kept = make(collection)
    (copy,) = kept.file.parent.glob("pictures/*/*.png")
    own = collection.picture_file(copy.stem)
    assert own.stat().st_ino != copy.stat().st_ino
    with own.open("r+b") as file:
        file.truncate(0)
    collection.run(AddRecord({"title": "Kagemusha"}))
    kept = make(collection)
    assert kept.contents.missing == 0
    assert copy.read_bytes() == png()
    collection.restore(kept.file)
    assert own.read_bytes() == png()


def test_a_picture_that_is_lost_comes_back_and_one_lost_from_the_backup_is_named(collection):
    kept = make(collection)
    (copy,) = kept.file.parent.glob("pictures/*/*.png")
    collection.picture_file(copy.stem).unlink()
    collection.restore(kept.file)
    assert collection.picture_file(copy.stem).read_bytes() == png()
    copy.write_bytes(png()[:-9] + b"damaged!!")
    found = collection.contents(kept.file)
    assert found.missing == 1
    assert copy.stem[:12] in found.problem()
    copy.unlink()
    assert collection.contents(kept.file).missing == 1


def test_a_damaged_picture_of_the_backups_is_made_good_by_the_next(collection):
    kept = make(collection)
    (copy,) = kept.file.parent.glob("pictures/*/*.png")
    copy.write_bytes(b"")  # as a power cut may leave it
    collection.run(AddRecord({"title": "Ikiru"}))
    assert make(collection).contents.missing == 0
    assert copy.read_bytes() == png()


def test_a_picture_that_is_damaged_from_the_start_is_said_to_be_missing(collection):
    (own,) = collection.pictures.folder.glob("??/*.png")
    own.write_bytes(b"no picture")
    kept = make(collection)
    assert kept.contents.missing == 1
    assert own.stem[:12] in kept.contents.problem()


def test_pictures_go_with_the_last_backup_that_has_them(collection, monkeypatch):
    kept = make(collection)
    (copy,) = kept.file.parent.glob("pictures/*/*.png")
    stray = copy.with_name("notes.txt")
    stray.touch()
    os.utime(copy, (1, 1))
    names = [kept.file.with_name(f"films 2026-01-{day:02} 101010 at closing.zip") for day in range(1, 20)]
    for name in names:
        with zipfile.ZipFile(name, "w") as archive:
            archive.writestr("pictures.txt", "")
    kept.file.rename(kept.file.with_name("films 2026-01-01 090000 at closing.zip"))
    keeping.thin_out(kept.file.parent, dt.datetime(2027, 1, 1))
    assert not copy.exists()
    assert stray.exists()


def test_no_picture_goes_while_a_backup_cannot_be_read(collection):
    kept = make(collection)
    (copy,) = kept.file.parent.glob("pictures/*/*.png")
    os.utime(copy, (1, 1))
    for day in range(1, 20):
        put(kept.file.parent, dt.datetime(2026, 1, day), data=b"damaged")
    kept.file.unlink()
    keeping.thin_out(kept.file.parent, dt.datetime(2027, 1, 1))
    assert copy.exists()


def test_a_damaged_backup_is_listed_as_such_refused_and_not_taken_for_the_newest(collection, path):
    kept = make(collection)
    kept.file.write_bytes(kept.file.read_bytes()[:-40])
    assert collection.backups()[0].contents is None
    with pytest.raises(UserError, match="changed"):
        collection.contents(kept.file)
    assert make(collection) is not None, "nothing changed, but the one that there is is damaged"
    assert keeping.chosen(path, None) != kept.file


def test_bytes_flipped_in_the_zip_are_found_when_it_is_looked_into(collection):
    kept = make(collection)
    data = bytearray(kept.file.read_bytes())
    data[len(data) // 2] ^= 255
    kept.file.write_bytes(data)
    with pytest.raises(UserError):
        collection.contents(kept.file)


def test_what_is_written_wrongly_does_not_count(collection, monkeypatch):
    whole = keeping._write

    def torn(target, *rest):
        whole(target, *rest)
        data = bytearray(target.read_bytes())
        data[len(data) // 2] ^= 255
        target.write_bytes(data)

    monkeypatch.setattr(keeping, "_write", torn)
    with pytest.raises(NoBackup, match="No backup could be made"):
        make(collection)
    assert collection.backups() == []
    assert not list(keeping.folder_of(collection.path).glob(".disc*"))


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EACCES])
def test_a_full_disk_is_said_and_leaves_nothing(collection, monkeypatch, fault):
    def full(*_):
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(keeping, "_write", full)
    with pytest.raises(NoBackup, match="no room left" if fault == errno.ENOSPC else "Permission denied"):
        make(collection)
    assert collection.backups() == []
    assert not list(keeping.folder_of(collection.path).glob(".disc*"))


def test_a_damaged_catalogue_is_not_backed_up(collection, path):
    make(collection)
    before = collection.backups()
    collection.run(AddRecord({"title": "Ikiru"}))
    collection.close()
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 2)
        file.write(bytes(size // 4))
    with pytest.raises(NoBackup, match="damaged"):
        keeping.at_times(path, collection.pictures, "closing")
    assert keeping.listed(path) == before


def test_while_working_it_waits_its_minutes(collection, monkeypatch):
    assert make(collection, "work") is not None
    collection.run(AddRecord({"title": "Ikiru"}))
    assert make(collection, "work") is None
    later(monkeypatch, minutes=31)
    assert make(collection, "work") is not None
    collection.run(AddRecord({"title": "Kagemusha"}))
    settings.put(settings.BACKUPS_MINUTES, 0)
    later(monkeypatch, days=3)
    assert make(collection, "work") is None
    assert make(collection, "closing") is not None


def test_before_something_one_of_the_last_minutes_is_enough(collection, monkeypatch):
    assert collection.back_up_before("import").finish() is not None
    collection.run(AddRecord({"title": "Ikiru"}))
    assert collection.back_up_before("merge") is None
    collection.run(AddRecord({"title": "Kagemusha"}))
    later(monkeypatch, minutes=11)
    assert collection.back_up_before("merge").finish() is not None


def test_a_clock_that_went_back_does_not_keep_backups_from_being_made(collection, monkeypatch):
    later(monkeypatch, days=900)
    ahead = make(collection)
    later(monkeypatch, days=0)
    collection.run(AddRecord({"title": "Ikiru"}))
    assert make(collection, "work") is not None
    assert ahead.file.exists()


def test_it_can_be_switched_off(collection):
    settings.put(settings.BACKUPS_AUTOMATIC, False)
    assert make(collection) is None
    assert collection.back_up_before("trash") is None
    assert not keeping.folder_of(collection.path).exists()


def test_another_folder_can_be_chosen_and_two_catalogues_of_one_name_share_it(collection, tmp_path, blank_catalogue):
    settings.put(settings.BACKUPS_FOLDER, str(tmp_path / "disk"))
    first = make(collection)
    assert first.file.parent == tmp_path / "disk" / "films.db.backups"
    (tmp_path / "other").mkdir()
    other = Collection.open(tmp_path / "other" / "films.db")
    other.run(AddRecord({"title": "Ikiru"}))
    second = make(other)
    other.close()
    assert second.file.parent != first.file.parent
    assert [one.file for one in collection.backups()] == [first.file]


def test_a_folder_has_to_be_a_whole_path():
    with pytest.raises(UserError, match="whole path"):
        settings.BACKUPS_FOLDER.parse("backups")
    assert settings.BACKUPS_FOLDER.parse("beside the catalogue") == ""


def test_what_restores_kept_is_in_the_list(collection):
    kept = make(collection)
    collection.run(AddRecord({"title": "Ikiru"}))
    collection.restore(kept.file)
    found = {one.reason: one.contents.films for one in collection.backups()}
    assert found == {"at closing": 1, "before restore": 2}


def test_commands_that_reach_far_call_the_guard(collection):
    heard = []
    collection.guard = lambda reason, _: heard.append(reason)
    collection.run(AddRecord({"title": "Ikiru", "format": "Blu-ray"}))
    assert heard == []
    collection.run(RenameValue("format", ("DVD",), "Blu-ray"))
    films = [collection.record(row).film_id for row in collection.find("").ids]
    collection.run(MergeFilms(films[0], films[1]))
    with pytest.raises(UserError):
        collection.run(EmptyTrash())
    assert heard == ["values", "merge", "trash"]


def test_what_the_guard_raises_stops_the_command(collection):
    def refuse(*_):
        raise NoBackup("No.")

    collection.guard = refuse
    with pytest.raises(NoBackup):
        collection.run(RenameValue("format", ("DVD",), "VHS"))
    assert [value.value for value in collection.values("format")] == ["DVD"]


def test_the_summary_is_that_of_the_database_in_it(collection):
    kept = make(collection)
    with zipfile.ZipFile(kept.file) as archive:
        assert json.loads(archive.read("contents.json"))["contents"]["copies"] == 1
        assert sorted(archive.namelist()) == ["catalogue.db", "contents.json", "pictures.txt"]


def test_the_newest_good_one_may_have_been_asked_for_or_not(collection, path, tmp_path):
    assert keeping.newest(path) is None
    asked = path.with_name(f"{path.stem}-2001-02-03-040506.backup.zip")
    collection.back_up(asked)
    assert keeping.newest(path)[0] == asked
    made = keeping.at_times(path, collection.pictures, "closing")
    assert keeping.newest(path) == (made.file, made.contents)
    made.file.write_bytes(made.file.read_bytes()[:500])
    assert keeping.newest(path)[0] == asked
