"""Values as people write them: what is understood is said while it is typed, what is doubtful offers its readings."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import Open, choose, settle


def edit(qtbot: Any, window: MainWindow, title: str) -> FormWindow:
    choose(window, title)
    settle(qtbot, window)
    window.editing.edit()
    form = window.editing.form()
    qtbot.waitUntil(lambda: form.isVisible() and form.isActiveWindow())
    form.activateWindow()
    return form


def save(qtbot: Any, window: MainWindow) -> None:
    window.editing.form().save()
    settle(qtbot, window)


def stored(window: MainWindow, key: str) -> Any:
    return window.bus.collection.record(window.editing.form().ids[0]).values[key]


def test_a_date_is_understood_while_it_is_typed(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    QTest.keyClicks(form.page.editor("release_date"), "11/20/1992")
    assert form.page.boxes["release_date"].message() == "20 Nov 1992"
    save(qtbot, window)
    assert stored(window, "release_date") == "1992-11-20"


def test_both_readings_of_a_date_are_offered_and_the_order_is_remembered(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    released, box = form.page.editor("release_date"), form.page.boxes["release_date"]
    QTest.keyClicks(released, "7/8/1992")
    assert box.message() == "Day first or month first?"
    assert box.offers.labels() == ["7 Aug 1992", "8 Jul 1992"]
    save(qtbot, window)
    assert box.message() == "Day first or month first?"
    assert stored(window, "release_date") is None
    QTest.keyClick(released, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert box.message() == "8 Jul 1992"
    save(qtbot, window)
    assert stored(window, "release_date") == "1992-07-08"
    bought, box = form.page.editor("purchase_date"), form.page.boxes["purchase_date"]
    QTest.keyClicks(bought, "3/4/2001")
    assert box.message() == "4 Mar 2001, as you write dates"
    assert box.offers.labels() == ["3 Apr 2001", "4 Mar 2001"]
    save(qtbot, window)
    assert stored(window, "purchase_date") == "2001-03-04"


def test_both_readings_of_an_amount_are_offered_and_nothing_is_saved_before(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    price, box = form.page.editor("price"), form.page.boxes["price"]
    QTest.keyClicks(price, "12.345 EUR")
    assert box.message() == "Thousands or decimals?"
    assert box.offers.labels() == ["€12,345.00", "€12.3450"]
    save(qtbot, window)
    assert box.message() == "Thousands or decimals?"
    assert stored(window, "price") is None
    QTest.keyClick(price, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    save(qtbot, window)
    assert stored(window, "price") == {"amount": 12.345, "currency": "EUR"}
    # The currency is known now.
    worth, box = form.page.editor("current_value"), form.page.boxes["current_value"]
    QTest.keyClicks(worth, "1.500")
    assert box.offers.labels() == ["€1,500.00", "€1.50"]
    assert box.offers.take(1)
    save(qtbot, window)
    assert stored(window, "current_value") == {"amount": 1500, "currency": "EUR"}


def test_the_habits_come_back_with_the_next_start(qtbot: Any, open_window: Open, path: Any) -> None:
    window = open_window(path)
    form = edit(qtbot, window, "Stalker")
    form.page.editor("price").setText("12 CHF")
    form.page.boxes["release_date"].editor.setText("7/8/1992")
    form.page.boxes["release_date"].offers.take(1)
    save(qtbot, window)
    form.close()
    window.close()
    again = open_window(path)
    form = edit(qtbot, again, "Stalker")
    form.page.editor("current_value").setText("15")
    assert form.page.boxes["current_value"].message() == "CHF 15"
    form.page.editor("purchase_date").setText("3/4/2001")
    save(qtbot, again)
    assert stored(again, "current_value") == {"amount": 15, "currency": "CHF"}
    assert stored(again, "purchase_date") == "2001-04-03"


def test_money_without_a_currency_is_said_until_one_is_known(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    form.page.editor("price").setText("9.99")
    form.page.check()
    assert form.page.boxes["price"].message() == "“9.99” has no currency; write 9.99 EUR."
    form.page.editor("price").setText("9.99 EUR")
    form.page.editor("list_price").setText("12,50")
    save(qtbot, window)
    assert stored(window, "list_price") == {"amount": 12.5, "currency": "EUR"}


def test_the_code_that_was_meant_is_one_key_away(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    code, box = form.page.editor("barcode"), form.page.boxes["barcode"]
    QTest.keyClicks(code, "12345678905")
    box.check()
    assert box.offers.labels() == ["012345678905"]
    QTest.keyClick(code, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert code.text() == "012345678905"
    assert box.message() == ""
    code.setText("1.23E+11")
    box.check()
    assert "shortened" in box.message()


def test_an_odd_value_is_said_in_review_until_it_is_confirmed(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    form.page.editor("barcode").setText("191329079844")
    save(qtbot, window)
    form.close()
    window._search.set_query("needs:review")
    settle(qtbot, window)
    assert [button.text() for button in window._detail.review.buttons()] == ["It is right", "191329079843"]
    window._actions.confirm.trigger()
    settle(qtbot, window)
    assert len(window.bus.collection.find("needs:review").ids) == 0
    assert len(window.bus.collection.find("barcode:191329079844").ids) == 1
