"""Adding in one line: it answers while one types, and a scanner never has to wait."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest

from catalogue.collection import commands
from catalogue.fields import barcode
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import PAGE, settle

CODE = "4006381333931"


def begin(qtbot: Any, window: MainWindow) -> FormWindow:
    window.findChild(QAction, "action_add").trigger()
    form = window.editing.form()
    qtbot.waitUntil(form.isVisible)
    assert form.focusWidget() is form.quick.line
    return form


def enter(qtbot: Any, window: MainWindow, text: str) -> None:
    line = window.editing.form().quick.line
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle(qtbot, window)


def answered(qtbot: Any, window: MainWindow, text: str) -> str:
    quick = window.editing.form().quick
    quick.line.clear()
    QTest.keyClicks(quick.line, text)
    qtbot.waitUntil(lambda: not quick.waiting())
    settle(qtbot, window)
    return quick.words()


def rows(window: MainWindow, query: str, *keys: str) -> list[dict[str, Any]]:
    found = window.bus.collection.rows(window.bus.collection.find(query).ids, keys)
    return [{key: row.values[key] for key in keys} for _, row in sorted(found.items())]


def test_it_answers_from_what_the_catalogue_knows(qtbot: Any, window: MainWindow) -> None:
    [stalker] = window.bus.collection.find("stalker").ids
    window.bus.run(commands.EditRecords((stalker,), {"barcode": CODE}))
    begin(qtbot, window)
    assert answered(qtbot, window, CODE) == (
        "You have one disc of “Stalker” (1979) already, Shelf › Left. Enter adds another one."
    )
    assert answered(qtbot, window, "stalker (1979)").startswith("You have one disc of “Stalker” (1979) already")
    window.bus.run(commands.EditRecords((stalker,), {"further_barcodes": ["9783161484100"]}))
    settle(qtbot, window)
    assert answered(qtbot, window, "9783161484100").startswith("You have one disc of “Stalker” (1979) already")
    assert answered(qtbot, window, "playtime") == "“Playtime” (1967) is known, without a disc. Enter adds the disc."
    assert answered(qtbot, window, "Mirror") == "This film is not known yet: Enter adds it with its disc."
    assert answered(qtbot, window, "191329079844").startswith("The last digit of this barcode should be 3. This code")
    assert "shortened" in answered(qtbot, window, "1.9E+11")
    window.editing.form().quick.line.clear()


def test_enter_adds_and_is_ready_for_the_next(qtbot: Any, window: MainWindow) -> None:
    form = begin(qtbot, window)
    form.page.editor("location").setText("Attic")
    form.page.editor("owner").setText("Ana")
    form.page.editor("format").setText("DVD")
    enter(qtbot, window, "Solaris (1972)")
    assert form.quick.line.text() == ""
    assert form.quick.words() == "Added “Solaris” (1972), a film not known yet."
    enter(qtbot, window, "The Piano")
    assert form.quick.words() == "Added “The Piano” (1993), disc 2 of it. · 2 added"
    assert rows(window, "location:attic", "title", "year", "owner", "format", "location") == [
        {"title": "Solaris", "year": 1972, "owner": "Ana", "format": "DVD", "location": "Attic"},
        {"title": "The Piano", "year": 1993, "owner": "Ana", "format": "DVD", "location": "Attic"},
    ]
    assert not form.changed()
    form.quick._undo.click()
    settle(qtbot, window)
    assert len(rows(window, "location:attic", "title")) == 1
    enter(qtbot, window, "Mirror")
    window.bus.run(commands.EditRecords((window.bus.collection.find("stalker").ids[0],), {"slot": "3"}))
    settle(qtbot, window)
    form.quick._undo.click()
    assert form.quick.words() == "Something else was changed since; the history takes this back."
    assert len(rows(window, "location:attic", "title")) == 2
    form.reject()
    assert not form.isVisible()
    assert begin(qtbot, window).page.editor("location").text() == "Attic"


def test_a_scanner_types_thirty_codes_without_a_pause(qtbot: Any, window: MainWindow) -> None:
    form = begin(qtbot, window)
    bodies = [f"40063813{number:04}" for number in range(30)]
    codes = [body + barcode.check_digit(body) for body in bodies]
    for code in codes:
        QTest.keyClicks(form.quick.line, code)
        QTest.keyClick(form.quick.line, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert [row["barcode"] for row in rows(window, "barcode:400638*", "barcode")] == codes
    assert len(rows(window, "needs:review", "title")) == 30
    assert form.quick.words().endswith("30 added")


def test_an_unknown_code_is_an_entry_that_needs_review(qtbot: Any, window: MainWindow) -> None:
    form = begin(qtbot, window)
    enter(qtbot, window, CODE)
    assert form.quick.words() == f"Added {CODE}, a code not known yet: it asks for review."
    assert [row["barcode"] for row in rows(window, "needs:review", "barcode")] == [CODE]
    enter(qtbot, window, "0" + barcode.normal("191329079843"))
    enter(qtbot, window, "191329079843")
    assert len(rows(window, "barcode:191329079843", "title")) == 2


def test_what_is_wrong_below_is_said_and_nothing_is_added(qtbot: Any, window: MainWindow) -> None:
    form = begin(qtbot, window)
    form.page.editor("purchase_date").setText("soon")
    enter(qtbot, window, "Mirror")
    assert form.quick.line.text() == "Mirror"
    assert "is not a date" in form.quick.words()
    assert rows(window, "mirror", "title") == []


def test_a_page_is_pasted_into_the_line(qtbot: Any, window: MainWindow) -> None:
    form = begin(qtbot, window)
    QGuiApplication.clipboard().setText(PAGE)
    QTest.keyClick(form.quick.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    page = next(child for child in window.children() if child.objectName() == "page")
    assert page.isVisible()
    page.close()


@pytest.mark.parametrize(
    "pasted", [f"\u202a{CODE}\u202c", "４００６３８１３３３９３１", f"\ufeff{CODE}\u200b", "400\u00ad6381\u202f333931"]
)
def test_a_pasted_code_is_the_code_whatever_comes_with_it(qtbot: Any, window: MainWindow, pasted: str) -> None:
    [stalker] = window.bus.collection.find("stalker").ids
    window.bus.run(commands.EditRecords((stalker,), {"barcode": CODE}))
    line = begin(qtbot, window).quick.line
    QGuiApplication.clipboard().setText(pasted)
    line.paste()
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle(qtbot, window)
    found = rows(window, "stalker", "title", "barcode")
    assert [row["title"] for row in found] == ["Stalker", "Stalker"]
    assert {barcode.normal(row["barcode"]) for row in found} == {CODE}
    assert len(window.bus.collection.find("needs:review").ids) == 0
