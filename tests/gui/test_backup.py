"""Backups from the window: written where the person says, looked into before they are restored."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from catalogue.collection import commands
from catalogue.gui.dialogs.backups import BackupsDialog
from catalogue.gui.dialogs.restore import RestoreDialog
from catalogue.gui.main_window import MainWindow
from catalogue.jobs import Job
from tests.gui.driving import choose, settle, titles

EVERYTHING = ["Amélie", "Metropolis", "The Piano", "Playtime", "Stalker"]


def said(window: MainWindow) -> str:
    return window.findChild(QWidget, "last_action").accessibleName()


def back_up(qtbot: Any, window: MainWindow, target: Path) -> None:
    window._actions.back_up.trigger()
    picker = window.findChild(QFileDialog, "back_up_file")
    assert picker.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    picker.fileSelected.emit(str(target))
    picker.reject()
    settle(qtbot, window)


def look_into(qtbot: Any, window: MainWindow, file: Path) -> RestoreDialog | None:
    window._actions.restore_backup.trigger()
    if (listed := window.findChild(BackupsDialog)) is not None:
        QTest.mouseClick(listed.findChild(QPushButton, "backups.file"), Qt.MouseButton.LeftButton)
    picker = window.findChild(QFileDialog, "restore_file")
    picker.filesSelected.emit([str(file)])
    picker.reject()
    settle(qtbot, window)
    dialog = window.findChild(RestoreDialog)
    return dialog if dialog is not None and dialog.isVisible() else None


def press(dialog: QWidget) -> None:
    QTest.mouseClick(dialog.findChild(QPushButton, "restore.go"), Qt.MouseButton.LeftButton)


def test_backing_up_and_restoring(qtbot: Any, window: MainWindow, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "safe.zip"
    back_up(qtbot, window, target)
    assert said(window).startswith(f"Backed up to {target}: 5 films, 4 discs, 0 documents")
    assert "catalogue.db" in zipfile.ZipFile(target).namelist()

    window.bus.run(commands.AddRecord({"title": "Solaris"}))
    choose(window, "Stalker")
    settle(qtbot, window)
    window.bus.run(commands.EditRecords(tuple(window._table.chosen_ids()), {"owner": "Zoe"}))
    settle(qtbot, window)
    dialog = look_into(qtbot, window, target)
    assert dialog is not None
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"In the backup", "In the catalogue now", "Films", "5", "6", "4"} <= set(words)
    assert titles(window) != EVERYTHING
    press(dialog)
    settle(qtbot, window)
    assert titles(window) == EVERYTHING
    assert "Ana" in window._detail._owner.html()
    assert said(window) == "Restored safe.zip"
    kept = next(path.parent.glob("films.db.before-restore.*.backup"))
    assert window._notice.words().endswith(f"What was there before is kept as {kept}.")

    # What the restore kept is a backup as well, and the window works on.
    window.bus.run(commands.AddRecord({"title": "Mirror"}))
    settle(qtbot, window)
    assert "Mirror" in titles(window)
    dialog = look_into(qtbot, window, kept)
    assert dialog is not None
    press(dialog)
    settle(qtbot, window)
    assert titles(window) == sorted([*EVERYTHING, "Solaris"], key=lambda title: title.removeprefix("The "))
    assert window.bus.collection.check() == []


def test_closing_the_question_leaves_everything(qtbot: Any, window: MainWindow, path: Path, tmp_path: Path) -> None:
    back_up(qtbot, window, tmp_path / "safe.zip")
    window.bus.run(commands.AddRecord({"title": "Solaris"}))
    settle(qtbot, window)
    dialog = look_into(qtbot, window, tmp_path / "safe.zip")
    assert dialog is not None
    # Enter is the careful answer.
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.findChild(RestoreDialog) is None
    assert "Solaris" in titles(window)
    assert not list(path.parent.glob("*.before-restore.*"))


def test_what_is_no_backup_is_refused(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "letter.zip"
    file.write_text("Dear Ana")
    assert look_into(qtbot, window, file) is None
    assert window._notice.words().startswith("letter.zip is not a catalogue or is damaged")
    assert look_into(qtbot, window, tmp_path / "none.zip") is None
    assert "There is no file" in window._notice.words()
    assert titles(window) == EVERYTHING


def test_a_backup_never_replaces_the_catalogue(qtbot: Any, window: MainWindow, path: Path) -> None:
    back_up(qtbot, window, path)
    assert (
        window._notice.words()
        == f"{path} is the catalogue itself; nothing was written. Give the new file another name."
    )
    back_up(qtbot, window, path / "below" / "a.zip")
    assert "could not be written" in window._notice.words()
    window.bus.run(commands.AddRecord({"title": "Solaris"}))
    settle(qtbot, window)
    assert "Solaris" in titles(window)


def test_a_backup_can_be_cancelled(qtbot: Any, window: MainWindow, tmp_path: Path, monkeypatch: Any) -> None:
    def slow(target: Path, job: Job, *, replace: bool) -> None:
        while True:
            job.step(1, 2, "Backing up pictures")

    monkeypatch.setattr(window.bus.collection, "back_up", slow)
    window.backups.back_up(tmp_path / "safe.zip")
    qtbot.waitUntil(window._status._cancel.isVisible)
    assert "Backing up pictures 1 of 2" in window._status._what.text()
    with qtbot.waitSignal(window.bus.runner.ended):
        QTest.mouseClick(window._status._cancel, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not window._status._cancel.isVisible()
    assert said(window) == ""


def test_what_is_being_edited_is_asked_about_first(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    back_up(qtbot, window, tmp_path / "safe.zip")
    choose(window, "Stalker")
    window._actions.edit.trigger()
    form = window.editing.form()
    form.page.editor("owner").setText("Dan")
    dialog = look_into(qtbot, window, tmp_path / "safe.zip")
    assert dialog is not None
    press(dialog)
    settle(qtbot, window)
    assert form.notice.words() == "There are changes that are not saved."
    assert said(window).startswith("Backed up")
    answers = {button.text(): button for button in form.notice.findChildren(QPushButton)}
    QTest.mouseClick(answers["Discard"], Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not form.isVisible()
    assert said(window) == "Restored safe.zip"
