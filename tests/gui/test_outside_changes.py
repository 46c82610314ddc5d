"""What other programs do to the file while the window is open: the window shows it and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget

from catalogue.collection import Changes, Collection, commands
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from catalogue.store import engine
from tests.gui.driving import Open, choose, close, settle, titles


@pytest.fixture
def elsewhere(path: Path) -> Iterator[Collection]:
    """The same catalogue, opened once more: to the window it is another program."""
    collection = Collection(path)
    yield collection
    collection.close()


def look(qtbot: Any, window: MainWindow) -> None:
    window.outside.look()
    settle(qtbot, window)


def row_of(window: MainWindow, title: str) -> int:
    return window._table.results.ids()[titles(window).index(title)]


def edit(qtbot: Any, window: MainWindow, title: str) -> FormWindow:
    choose(window, title)
    settle(qtbot, window)
    window._actions.edit.trigger()
    settle(qtbot, window)
    return window.editing.form()


def test_the_command_line_works_beside_the_window(qtbot: Any, window: MainWindow, path: Path) -> None:
    choose(window, "Stalker")
    settle(qtbot, window)
    program = [sys.executable, "-m", "catalogue", "--catalogue", str(path)]
    for arguments in (("add", "--set", "title=Nostalghia", "--set", "format=Laserdisc"),):
        subprocess.run([*program, *arguments], check=True, capture_output=True)
    subprocess.run([*program, "edit", "title:Stalker", "--set", "owner=Zoe", "--yes"], check=True, capture_output=True)
    # The window notices by itself.
    qtbot.waitUntil(lambda: "Nostalghia" in titles(window) and "Zoe" in window._detail._owner.html(), timeout=10_000)
    settle(qtbot, window)
    assert "Edit" in window.findChild(QAction, "action_undo").text()
    assert window._sidebar.browse.facets.find("Laserdisc").isValid()
    assert window.findChild(QLabel, "count").text() == "6 entries"
    assert [window._table.results.ids()[index.row()] for index in window._table.selectionModel().selectedRows()] == [
        row_of(window, "Stalker")
    ]
    # And undo takes back what was done last, whoever did it.
    window._actions.undo.trigger()
    settle(qtbot, window)
    assert "Ana" in window._detail._owner.html()


def test_the_windows_own_changes_are_not_foreign(qtbot: Any, window: MainWindow) -> None:
    heard: list[Changes] = []
    window.bus.changed.connect(heard.append)
    window.bus.run(commands.AddRecord({"title": "Solaris"}))
    settle(qtbot, window)
    look(qtbot, window)
    assert [changes.everything for changes in heard] == [False]


def test_each_foreign_change_is_told_once(qtbot: Any, window: MainWindow, elsewhere: Collection) -> None:
    heard: list[Changes] = []
    window.bus.changed.connect(heard.append)
    elsewhere.run(commands.AddRecord({"title": "Solaris"}))
    window.bus.run(commands.AddRecord({"title": "Mirror"}))
    settle(qtbot, window)
    for _ in range(3):
        look(qtbot, window)
    assert [changes.everything for changes in heard].count(True) == 1
    assert {"Solaris", "Mirror"} <= set(titles(window))


def test_a_window_that_nobody_sees_does_not_ask(qtbot: Any, window: MainWindow, monkeypatch: Any) -> None:
    asked: list[int] = []
    monkeypatch.setattr(window.bus.collection, "foreign_change", lambda: asked.append(1))
    window.outside.timer.timeout.emit()
    settle(qtbot, window)
    assert len(asked) == 1
    window.showMinimized()
    window.outside.timer.timeout.emit()
    settle(qtbot, window)
    assert len(asked) == 1
    window.showNormal()


def test_an_open_form_takes_over_what_changed_and_keeps_what_was_typed(
    qtbot: Any, window: MainWindow, elsewhere: Collection
) -> None:
    form = edit(qtbot, window, "Metropolis")
    row = form.ids[0]
    form.page.editor("notes").setText("typed here")
    elsewhere.run(commands.EditRecords((row,), {"location": "Attic", "notes": "written there", "owner": "Cem"}))
    look(qtbot, window)
    assert form.page.editor("location").text() == "Attic"
    assert form.page.editor("notes").text() == "typed here"
    assert "“written there”" in form.page.boxes["notes"].message()
    form.page.editor("owner").setText("Dan")
    form.save()
    settle(qtbot, window)
    values = elsewhere.record(row).values
    assert (values["location"], values["notes"], values["owner"]) == ("Attic", "typed here", "Dan")
    assert form.page.boxes["notes"].message() == ""


def test_a_form_saves_only_what_was_changed_in_it(qtbot: Any, window: MainWindow, elsewhere: Collection) -> None:
    form = edit(qtbot, window, "Metropolis")
    form.page.editor("owner").setText("Dan")
    # Nobody looked in between: the form still shows the place of before.
    elsewhere.run(commands.EditRecords(form.ids, {"location": "Attic"}))
    form.save()
    settle(qtbot, window)
    values = elsewhere.record(form.ids[0]).values
    assert (values["location"], values["owner"]) == ("Attic", "Dan")


def test_a_locked_catalogue_keeps_the_form_as_it_is(
    qtbot: Any, open_window: Open, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    window = open_window(path)
    form = edit(qtbot, window, "Metropolis")
    form.page.editor("owner").setText("Dan")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        form.save()
        settle(qtbot, window)
        assert (
            form.notice.words() == f"Another program is writing to {path}; nothing was changed. Try again in a moment."
        )
        assert form.isVisible()
        assert form.page.editor("owner").text() == "Dan"
        # What is stored can still be read.
        window._search.set_query("title:stalker")
        settle(qtbot, window)
        assert titles(window) == ["Stalker"]
        other.execute("ROLLBACK")
    form.save()
    settle(qtbot, window)
    assert window.bus.collection.record(form.ids[0]).values["owner"] == "Dan"


def test_a_full_disk_keeps_the_form_as_it_is(qtbot: Any, window: MainWindow, path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    form.page.editor("notes").setText("long " * 100_000)
    with closing(window.bus.collection._writes.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA max_page_count = 1")
    form.save()
    settle(qtbot, window)
    assert form.notice.words().startswith(f"There is no room left on the disk for {path}; nothing was changed.")
    with closing(window.bus.collection._writes.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA max_page_count = 1000000")
    form.save()
    settle(qtbot, window)
    assert window.bus.collection.record(form.ids[0]).values["notes"].startswith("long")


def test_a_catalogue_that_was_moved_away_is_said_once(qtbot: Any, window: MainWindow, path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    form.page.editor("owner").setText("Dan")
    away = path.rename(path.with_name("moved.db"))
    look(qtbot, window)
    words = f"{path} is no longer there; nothing was changed. Put it back, then try again."
    assert window._notice.words() == words
    window._notice.hide()
    look(qtbot, window)
    assert window._notice.words() == ""
    form.save()
    settle(qtbot, window)
    assert form.notice.words() == words
    assert form.page.editor("owner").text() == "Dan"
    window._search.set_query("title:stalker")
    settle(qtbot, window)
    assert not path.exists()
    away.rename(path)
    look(qtbot, window)
    form.save()
    settle(qtbot, window)
    assert window.bus.collection.record(form.ids[0]).values["owner"] == "Dan"


def test_another_catalogue_in_its_place_is_shown(qtbot: Any, window: MainWindow, path: Path, tmp_path: Path) -> None:
    other = Collection.open(tmp_path / "other.db")
    other.run(commands.AddRecord({"title": "Solaris"}))
    other.close()
    row = row_of(window, "Metropolis")
    os.replace(tmp_path / "other.db", path)  # noqa: PTH105 - what other programs do
    refused: list[Exception] = []
    window.bus.run(commands.EditRecords((row,), {"owner": "Dan"}), failed=refused.append)
    settle(qtbot, window)
    assert "was replaced by another file; nothing was changed" in str(refused[0])
    look(qtbot, window)
    assert titles(window) == ["Solaris"]
    window.bus.run(commands.AddRecord({"title": "Mirror"}))
    settle(qtbot, window)
    assert titles(window) == ["Mirror", "Solaris"]


def test_no_catalogue_in_its_place_is_left_alone(qtbot: Any, window: MainWindow, path: Path, template: Path) -> None:
    away = path.rename(path.with_name("moved.db"))
    path.write_bytes(b"")
    look(qtbot, window)
    assert "was replaced by another file" in window._notice.words()
    assert path.read_bytes() == b""
    away.replace(path)
    look(qtbot, window)
    assert len(titles(window)) == 5


def test_what_does_not_read_is_said_and_the_window_goes_on(
    qtbot: Any, window: MainWindow, path: Path, tmp_path: Path
) -> None:
    kept = shutil.copy(path, tmp_path / "kept.db")
    path.write_bytes(b"nonsense" * 10_000)
    window._search.set_query("owner:ana")
    settle(qtbot, window)
    notice = window._notice.words()
    assert notice.startswith(str(path))
    assert "damaged" in notice or "is not a catalogue" in notice
    window._actions.about.trigger()
    assert window.findChild(QWidget, "about").isVisible()
    shutil.copy(kept, path)
    close(qtbot, window)
