"""Looking back and taking back in the window."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSpinBox, QTableView, QTableWidget, QTextBrowser, QWidget

from catalogue import settings
from catalogue.collection import commands
from catalogue.gui.main_window import MainWindow
from catalogue.gui.widgets.notice import Notice
from tests.gui.driving import choose, settle, titles


def open_history(qtbot: Any, window: MainWindow) -> QWidget:
    window._actions.history.trigger()
    settle(qtbot, window)
    return window.findChild(QWidget, "history")


def labels(history: QWidget) -> list[str]:
    model = history.findChild(QTableView, "history.operations").model()
    return [model.index(row, 1).data() for row in range(model.rowCount())]


def account(history: QWidget) -> str:
    return history.findChild(QTextBrowser, "history.account").toPlainText()


def moved(window: MainWindow, place: str) -> int:
    ids = tuple(window.bus.collection.find("is:disc").ids)
    return window.bus.collection.run(commands.EditRecords(ids, {"location": place})).operation


def said(notice: Notice) -> str:
    words = [label.text() for label in notice.findChildren(QLabel) if label.text()]
    return words[0] if words and notice.isVisible() else ""


def test_the_history_shows_what_was_done_and_what_each_operation_did(qtbot: Any, window: MainWindow) -> None:
    moved(window, "Attic")
    history = open_history(qtbot, window)
    assert labels(history) == [
        "Edit 4 discs: location",
        "Add Playtime",
        "Add Metropolis",
        "Add Amélie",
        "Add The Piano",
        "Add Stalker",
    ]
    assert "4 discs changed" in account(history)
    assert "Shelf › Left → Attic" in account(history)
    history.findChild(QTableView, "history.operations").selectRow(5)
    settle(qtbot, window)
    assert "1 disc added" in account(history)


def test_the_history_is_searched_and_follows_what_is_done(qtbot: Any, window: MainWindow) -> None:
    history = open_history(qtbot, window)
    history.findChild(QLineEdit, "history.search").setText("AMELIE")
    qtbot.waitUntil(lambda: not history.waiting())
    settle(qtbot, window)
    assert labels(history) == ["Add Amélie"]
    history.findChild(QLineEdit, "history.search").setText("nothing such")
    qtbot.waitUntil(lambda: not history.waiting())
    settle(qtbot, window)
    assert labels(history) == []
    assert account(history) == "Nothing in the history matches."
    assert not history.findChild(QPushButton, "history.revert").isEnabled()
    history.findChild(QLineEdit, "history.search").clear()
    window.bus.undo()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not history.waiting())
    settle(qtbot, window)
    assert labels(history)[0] == "Undo: Add Playtime"


def test_an_old_operation_goes_back_from_the_history(qtbot: Any, window: MainWindow) -> None:
    operation = moved(window, "Attic")
    window.bus.run(commands.EditRecords(tuple(window.bus.collection.find("stalker").ids), {"owner": "Zoe"}))
    settle(qtbot, window)
    history = open_history(qtbot, window)
    window.retracing.show_history(operation)
    settle(qtbot, window)
    history.findChild(QPushButton, "history.revert").click()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not history.waiting())
    settle(qtbot, window)
    assert window.bus.collection.find("at:Attic").ids.tolist() == []
    assert labels(history)[0] == "Take back: Edit 4 discs: location"
    assert "taken back" in account(history)


def test_what_was_changed_since_is_shown_with_all_values_and_may_be_ticked(qtbot: Any, window: MainWindow) -> None:
    operation = moved(window, "Attic")
    two = tuple(window.bus.collection.find("owner:ana").ids)
    window.bus.run(commands.EditRecords(two, {"location": "Garage"}))
    settle(qtbot, window)
    window.retracing.revert(operation)
    settle(qtbot, window)
    table = window.findChild(QTableWidget, "revert.kept")
    rows = [[table.item(row, column).text() for column in range(1, 6)] for row in range(table.rowCount())]
    assert sorted(rows) == [
        ["Amélie (2001)", "Location", "Attic", "Garage", "Cellar"],
        ["Stalker (1979)", "Location", "Attic", "Garage", "Shelf › Left"],
    ]
    ticked = next(row for row in range(2) if table.item(row, 1).text() == "Stalker (1979)")
    table.item(ticked, 0).setCheckState(Qt.CheckState.Checked)
    window.findChild(QPushButton, "revert.go").click()
    settle(qtbot, window)
    collection = window.bus.collection
    assert collection.record(collection.find("stalker").ids[0]).values["location"] == "Shelf/Left"
    assert collection.record(collection.find("amelie").ids[0]).values["location"] == "Garage"


def test_where_nothing_goes_back_by_itself_something_must_be_ticked(qtbot: Any, window: MainWindow) -> None:
    operation = moved(window, "Attic")
    moved(window, "Garage")
    window.retracing.revert(operation)
    settle(qtbot, window)
    go = window.findChild(QPushButton, "revert.go")
    assert not go.isEnabled()
    window.findChild(QWidget, "revert")._tick_all()
    assert go.isEnabled()
    go.click()
    settle(qtbot, window)
    assert len(window.bus.collection.find("at:Shelf").ids) == 2


def test_the_timeline_of_a_disc_leads_to_the_whole_operation(qtbot: Any, window: MainWindow) -> None:
    moved(window, "Attic")
    choose(window, "Stalker")
    window._detail.open_page("History")
    settle(qtbot, window)
    page = window._detail._browsers["History"].toPlainText()
    assert "Shelf › Left → Attic" in page
    window._detail.operation_wanted.emit(window.bus.collection.history()[-1].id)
    settle(qtbot, window)
    assert "Add Stalker" in account(window.findChild(QWidget, "history"))


def test_the_trash_is_emptied_above_its_list(qtbot: Any, window: MainWindow) -> None:
    window.bus.run(commands.DeleteRecords(tuple(window.bus.collection.find("owner:ana").ids)))
    settle(qtbot, window)
    bar = window.findChild(QWidget, "trash")
    assert not bar.isVisible()
    window._search.set_query("is:trash")
    settle(qtbot, window)
    assert bar.isVisible()
    assert bar.findChild(QLabel).text() == "2 entries are in the trash"
    choose(window, "Stalker")
    settle(qtbot, window)
    assert said(window._detail.findChild(Notice)).startswith("This is in the trash since ")
    bar.findChild(QPushButton, "trash.old").click()
    settle(qtbot, window)
    assert said(window._notice) == "Nothing is in the trash that long; nothing was changed."
    bar.findChild(QPushButton, "trash.empty").click()
    settle(qtbot, window)
    assert titles(window) == []
    assert not bar.isVisible()
    assert said(window._notice).startswith("Empty the trash: 2 discs and 2 films. Undo brings it back")
    window.bus.undo()
    settle(qtbot, window)
    assert len(titles(window)) == 2


@pytest.fixture
def dialog(qtbot: Any, window: MainWindow) -> QWidget:
    window._actions.settings.trigger()
    settle(qtbot, window)
    return window.findChild(QWidget, "settings")


def test_settings_are_shown_and_kept(dialog: QWidget) -> None:
    assert dialog.findChild(QLabel, "settings.history_size").text().startswith("5 operations with ")
    days = dialog.editor(settings.HISTORY_DAYS.key)
    assert isinstance(days, QSpinBox)
    assert days.text() == "for ever"
    days.setValue(90)
    dialog.findChild(QPushButton, "settings.save").click()
    assert settings.get(settings.HISTORY_DAYS) == 90


def test_settings_that_are_left_stay_as_they_were(dialog: QWidget) -> None:
    dialog.editor(settings.HISTORY_DAYS.key).setValue(90)
    dialog.reject()
    assert settings.get(settings.HISTORY_DAYS) == 0


def test_the_history_is_forgotten_after_a_word_of_warning(qtbot: Any, window: MainWindow, dialog: QWidget) -> None:
    dialog.findChild(QSpinBox, "settings.forget_days").setValue(0)
    dialog.findChild(QPushButton, "settings.forget").click()
    warning = window.findChild(QWidget, "forget")
    assert "can no longer be undone" in warning.findChild(QLabel).text()
    assert len(window.bus.collection.history()) == 5
    warning.findChild(QPushButton, "forget.go").click()
    settle(qtbot, window)
    assert window.bus.collection.history() == []
    assert dialog.findChild(QLabel, "settings.history_size").text() == "The history is empty."
    assert not window._actions.undo.isEnabled()
    assert len(titles(window)) == 5
