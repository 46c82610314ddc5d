"""What hangs on a thing that goes is said in a window before, and the person decides."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from catalogue.collection.commands import AddField, Lend, SaveSearch
from catalogue.gui.dialogs.custom_fields import FieldsDialog
from catalogue.gui.dialogs.warning import WarningDialog
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import choose, settle, titles


def asked(window: Any) -> WarningDialog | None:
    found = [one for one in window.findChildren(WarningDialog) if one.isVisible()]
    return found[0] if found else None


def words(dialog: WarningDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def go(dialog: WarningDialog) -> None:
    QTest.mouseClick(dialog.findChild(QPushButton, "losing.go"), Qt.MouseButton.LeftButton)


def test_deleting_a_lent_disc_is_asked_about(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Stalker")
    settle(qtbot, window)
    window.bus.run(Lend(tuple(window._table.chosen_ids()), "Ann"))
    settle(qtbot, window)
    window._actions.delete.trigger()
    dialog = asked(window)
    assert dialog is not None
    assert "Ann still has “Stalker (1979)”." in words(dialog)
    # Enter is the careful answer.
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "Stalker" in titles(window)

    window._actions.delete.trigger()
    dialog = asked(window)
    assert dialog is not None
    go(dialog)
    settle(qtbot, window)
    assert "Stalker" not in titles(window)
    assert len(window.bus.collection.find("is:lent").ids) == 1
    window.bus.undo()
    settle(qtbot, window)
    assert "Stalker" in titles(window)


def test_what_nothing_hangs_on_goes_at_once(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Stalker")
    settle(qtbot, window)
    window._actions.delete.trigger()
    assert asked(window) is None
    settle(qtbot, window)
    assert "Stalker" not in titles(window)


def test_a_field_that_a_search_asks_for(qtbot: Any, window: MainWindow) -> None:
    window.bus.run(AddField("Shelf mark"))
    window.bus.run(SaveSearch("Marked", "shelf_mark:A"))
    settle(qtbot, window)
    dialog = FieldsDialog(window.bus, window)
    dialog.show()
    settle(qtbot, window)
    dialog.table.selectRow(0)
    dialog.remove.click()
    warning = asked(dialog)
    assert warning is not None
    assert "“Marked” asks for “Shelf mark”" in words(warning)
    go(warning)
    settle(qtbot, window)
    assert window.bus.collection.fields().custom == ()
    dialog.close()
