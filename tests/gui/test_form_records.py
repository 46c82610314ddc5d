"""Going from record to record in the form, and beginning one from another."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import choose, settle


def edit(qtbot: Any, window: MainWindow, title: str) -> FormWindow:
    choose(window, title)
    settle(qtbot, window)
    window.editing.edit()
    form = window.editing.form()
    qtbot.waitUntil(lambda: form.isVisible() and form.isActiveWindow())
    return form


def test_the_next_record_opens_in_the_same_field(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Amélie")
    form.page.go_to("Edition")
    form.page.editor("packaging").setFocus()
    place = form.page.verticalScrollBar().value()
    QTest.keyClick(form.page.editor("packaging"), Qt.Key.Key_PageDown, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: form.page.editor("title").text() == "Metropolis")
    assert form.focusWidget() is form.page.editor("packaging")
    assert form.page.verticalScrollBar().value() == place


def test_saving_keeps_the_cursor_where_it_is(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Amélie")
    form.page.editor("slot").setFocus()
    QTest.keyClicks(form.page.editor("slot"), "14")
    QTest.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert form.isVisible()
    assert not form.changed()
    assert form.focusWidget() is form.page.editor("slot")


def test_a_saved_step_asks_first_and_goes_on(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Amélie")
    form.page.editor("slot").setText("14")
    form._next.click()
    assert form.page.editor("title").text() == "Amélie"
    assert form.notice.words() == "There are changes that are not saved."


def test_another_disc_like_this_one(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "The Piano")
    form.page.editor("slot").setText("7")
    form.page.editor("barcode").setText("4006381333931")
    form.save()
    settle(qtbot, window)
    QTest.keyClick(form, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert form.mode == "add"
    assert form.notice.words() == "Another disc like “The Piano”: change what differs, then add it."
    texts = {key: form.page.editor(key).text() for key in ("title", "format", "location", "barcode", "slot")}
    assert texts == {
        "title": "The Piano",
        "format": "DVD",
        "location": "Shelf/Right",
        "barcode": "4006381333931",
        "slot": "",
    }
    form.page.editor("slot").setText("8")
    form._on_save()
    settle(qtbot, window)
    rows = window.bus.collection.rows(window.bus.collection.find("piano has:location").ids, ["slot", "location"])
    slots = sorted(row.values["slot"] or "" for row in rows.values() if row.values["location"] == "Shelf/Right")
    assert slots == ["7", "8"]
    films = {row.film_id for row in rows.values() if row.values["location"] == "Shelf/Right"}
    assert len(films) == 1


def test_the_chosen_row_is_duplicated_from_the_table(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Stalker")
    settle(qtbot, window)
    window.findChild(QAction, "action_duplicate").trigger()
    form = window.editing.form()
    assert form.mode == "add"
    assert form.page.editor("title").text() == "Stalker"
    assert form.changed()
