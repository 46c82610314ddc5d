"""Backups that the window makes by itself, and restoring one from their list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QWidget

from catalogue.collection import commands
from catalogue.gui.dialogs.backups import BackupsDialog
from catalogue.gui.dialogs.restore import RestoreDialog
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import Open, close, settle, titles

MERGE = commands.RenameValue("format", ("DVD",), "Blu-ray")


def made(path: Path) -> list[str]:
    folder = path.with_name("films.db.backups")
    return sorted(file.name.split(" ", 3)[3] for file in folder.glob("*.zip"))


def press(dialog: QWidget, name: str) -> None:
    QTest.mouseClick(dialog.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_closing_backs_up_what_was_changed(qtbot: Any, open_window: Open, path: Path) -> None:
    window = open_window(path)
    close(qtbot, window)
    assert made(path) == []
    window = open_window(path)
    window.bus.run(commands.AddRecord({"title": "Solaris"}))
    settle(qtbot, window)
    close(qtbot, window)
    assert made(path) == ["at closing.zip"]


def test_while_working_it_is_made_behind_and_said(qtbot: Any, window: MainWindow, path: Path) -> None:
    window.safekeeping.look()
    settle(qtbot, window)
    assert made(path) == ["while working.zip"]
    word = window.findChild(QLabel, "word")
    assert word.isVisible()
    assert word.text().startswith("Backed up at ")
    window.safekeeping.look()
    settle(qtbot, window)
    assert len(made(path)) == 1


def test_a_merge_is_preceded_by_one_that_is_chosen_from_the_list(qtbot: Any, window: MainWindow, path: Path) -> None:
    window.bus.run(MERGE)
    settle(qtbot, window)
    assert made(path) == ["before renaming values.zip"]
    window.bus.run(commands.AddRecord({"title": "Solaris"}))
    settle(qtbot, window)
    window._actions.restore_backup.trigger()
    dialog = window.findChild(BackupsDialog)
    row = [dialog.table.item(0, column).text() for column in range(5)]
    assert row[1:4] == ["before renaming values", "5", "4"]
    press(dialog, "backups.look")
    settle(qtbot, window)
    press(window.findChild(RestoreDialog), "restore.go")
    settle(qtbot, window)
    assert "Solaris" not in titles(window)


def test_from_the_list_a_file_can_be_chosen_instead(qtbot: Any, window: MainWindow, path: Path) -> None:
    window.bus.run(MERGE)
    settle(qtbot, window)
    window._actions.restore_backup.trigger()
    press(window.findChild(BackupsDialog), "backups.file")
    picker = window.findChild(QFileDialog, "restore_file")
    assert picker.isVisible()
    picker.reject()


def test_where_none_can_be_made_the_person_decides(qtbot: Any, window: MainWindow, path: Path) -> None:
    path.with_name("films.db.backups").write_text("in the way", encoding="utf-8")
    before = window.bus.collection.undo_label()
    window.bus.run(MERGE)
    settle(qtbot, window)
    dialog = window.findChild(QWidget, "no_backup")
    dialog.reject()
    settle(qtbot, window)
    assert window.bus.collection.undo_label() == before
    window.bus.run(MERGE)
    settle(qtbot, window)
    dialog = next(one for one in window.findChildren(QWidget, "no_backup") if one.isVisible())
    press(dialog, "no_backup.go")
    settle(qtbot, window)
    assert "DVD" in window.bus.collection.undo_label()


def test_one_behind_the_work_that_fails_is_said_once_and_asks_nothing(
    qtbot: Any, window: MainWindow, path: Path
) -> None:
    path.with_name("films.db.backups").write_text("in the way", encoding="utf-8")
    heard: list[str] = []
    window.safekeeping.said.connect(heard.append)
    for _ in range(2):
        window.safekeeping.look()
        settle(qtbot, window)
    assert len(heard) == 1
    assert heard[0].startswith("No backup could be made in ")
    assert window.findChild(QWidget, "no_backup") is None
