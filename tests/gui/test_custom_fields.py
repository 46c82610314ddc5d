"""Fields of one's own in the window: the dialog, the form, columns, the sidebar, the detail view."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from catalogue.collection import commands
from catalogue.gui.dialogs.custom_fields import FieldsDialog
from catalogue.gui.main_window import MainWindow
from catalogue.gui.models.custom_fields import CHOICES, NAME
from catalogue.gui.widgets.chip import Chip
from tests.gui.driving import choose, settle, titles
from tests.gui.test_accessibility import nameless


@pytest.fixture
def dialog(qtbot: Any, window: MainWindow) -> FieldsDialog:
    window._actions.own_fields.trigger()
    found = window.findChild(FieldsDialog)
    settle(qtbot, window)
    assert isinstance(found, FieldsDialog)
    return found


def listed(dialog: FieldsDialog) -> list[str]:
    return [dialog.model.index(row, NAME).data() for row in range(dialog.model.rowCount())]


def add(qtbot: Any, window: MainWindow, dialog: FieldsDialog, name: str, kind: str = "text", choices: str = "") -> None:
    dialog.name.setFocus()
    QTest.keyClicks(dialog.name, name)
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    dialog.choices.setText(choices)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(qtbot, window)


def make(qtbot: Any, window: MainWindow, name: str, kind: str = "text", choices: tuple[str, ...] = ()) -> str:
    key = str(window.bus.collection.run(commands.AddField(name, kind, choices=choices)).result)
    settle(qtbot, window)
    return key


def test_a_field_is_added_by_keys_and_stands_in_the_form_at_once(
    qtbot: Any, window: MainWindow, dialog: FieldsDialog
) -> None:
    add(qtbot, window, dialog, "Signed by")
    assert listed(dialog) == ["Signed by"]
    assert dialog.name.text() == ""
    assert dialog.table.currentIndex().row() == 0
    [field] = window.bus.fields.custom
    dialog.close()
    choose(window, titles(window)[0])
    window._actions.edit.trigger()
    form = window.editing.form()
    form.page.editor(field.key).setText("Bruno Ganz")
    form.save()
    settle(qtbot, window)
    window._search.set_query("signed_by:ganz")
    settle(qtbot, window)
    assert len(titles(window)) == 1
    window._detail.open_page("Personal")
    settle(qtbot, window)
    assert "Bruno Ganz" in window._detail._browsers["Personal"].toPlainText()


def test_a_choice_offers_its_values_and_says_what_is_none(qtbot: Any, window: MainWindow, dialog: FieldsDialog) -> None:
    add(qtbot, window, dialog, "Room", "choice", "Red; Green")
    [field] = window.bus.fields.custom
    assert field.choices == ("Red", "Green")
    dialog.close()
    choose(window, titles(window)[0])
    window._actions.edit.trigger()
    form = window.editing.form()
    form.page.editor(field.key).setText("blue")
    form.save()
    assert form.page.boxes[field.key].message() == "“blue” is not one of: Red, Green."
    form.page.editor(field.key).setText("green")
    form.save()
    settle(qtbot, window)
    assert window.bus.collection.custom_values() == {field.key: 1}
    form.reject()


def test_what_cannot_be_is_said_in_the_dialog_and_keeps_what_was_typed(
    qtbot: Any, window: MainWindow, dialog: FieldsDialog
) -> None:
    add(qtbot, window, dialog, "Owner")
    assert dialog.notice.words() == "There is a field “Owner” already that goes by this name; choose another."
    assert dialog.name.text() == "Owner"
    assert listed(dialog) == []


def test_fields_are_renamed_in_place_moved_and_removed_and_all_of_it_is_undone(
    qtbot: Any, window: MainWindow, dialog: FieldsDialog
) -> None:
    for name in ("One", "Two", "Three"):
        add(qtbot, window, dialog, name)
    dialog.table.selectRow(2)
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, window)
    assert listed(dialog) == ["One", "Three", "Two"]
    assert dialog.table.currentIndex().row() == 1
    dialog.model.setData(dialog.model.index(1, NAME), "Drei")
    settle(qtbot, window)
    assert listed(dialog) == ["One", "Drei", "Two"]
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert listed(dialog) == ["One", "Two"]
    assert dialog.table.currentIndex().row() == 1
    assert dialog.notice.words() == "Remove the field “Drei”."
    [undo] = [button for button in dialog.notice.findChildren(QPushButton) if button.text() == "&Undo"]
    undo.click()
    settle(qtbot, window)
    assert listed(dialog) == ["One", "Drei", "Two"]
    for _ in range(2):
        window.bus.undo()
    settle(qtbot, window)
    assert listed(dialog) == ["One", "Two", "Three"]


def test_choices_are_edited_in_place(qtbot: Any, window: MainWindow, dialog: FieldsDialog) -> None:
    add(qtbot, window, dialog, "Room", "choice", "Red")
    add(qtbot, window, dialog, "Mark")
    editable = Qt.ItemFlag.ItemIsEditable
    assert dialog.model.index(0, CHOICES).flags() & editable
    assert not dialog.model.index(1, CHOICES).flags() & editable
    dialog.model.setData(dialog.model.index(0, CHOICES), "Red; Blue, light")
    settle(qtbot, window)
    assert dialog.model.index(0, CHOICES).data() == "Red; Blue, light"


def test_a_column_is_named_like_its_field_and_goes_with_it(qtbot: Any, window: MainWindow) -> None:
    key = make(qtbot, window, "Signed by")
    window._table._show_column(key, True)
    window._table.set_sort([(key, False)])
    heads = [str(window._table.results.headerData(n, Qt.Orientation.Horizontal)) for n in range(8)]
    assert heads[-1] == "Signed by"
    window.bus.run(commands.ChangeField(key, "Autograph"))
    settle(qtbot, window)
    assert window._table.results.headerData(7, Qt.Orientation.Horizontal) == "Autograph"
    window.bus.run(commands.RemoveField(key))
    settle(qtbot, window)
    assert window._table.results.columnCount() == 7
    assert window._table.sort == [("title", False)]
    assert titles(window)


def test_one_browses_by_a_field_of_ones_own(qtbot: Any, window: MainWindow) -> None:
    key = make(qtbot, window, "Room", "choice", ("Red", "Green"))
    ids = tuple(window.bus.collection.find("").ids)
    window.bus.run(commands.EditRecords(ids[:2], {key: "Red"}))
    settle(qtbot, window)
    sidebar = window._sidebar
    sidebar.set_browse_key(key)
    settle(qtbot, window)
    index = sidebar.browse.facets.find("Red")
    assert index.isValid()
    QTest.mouseClick(
        sidebar.browse.viewport(),
        Qt.MouseButton.LeftButton,
        pos=sidebar.browse.visualRect(index).center(),
    )
    settle(qtbot, window)
    assert len(window._table.results.ids()) == 2
    assert window._search.text() == "room:=Red"
    assert [one.data(Qt.ItemDataRole.UserRole) for one in sidebar.browse.selectedIndexes()] == ["Red"]
    [chip] = window._chips.findChildren(Chip)
    assert chip.accessibleName() == "Take “Room Red” out of the search"
    window.bus.run(commands.RemoveField(key))
    settle(qtbot, window)
    assert sidebar.browse_key() != key


def test_an_open_form_takes_up_new_fields_and_keeps_what_is_typed(qtbot: Any, window: MainWindow) -> None:
    key = make(qtbot, window, "Signed by")
    choose(window, titles(window)[0])
    window._actions.edit.trigger()
    form = window.editing.form()
    form.page.editor("owner").setText("Somebody else")
    form.page.editor(key).setText("Ganz")
    other = make(qtbot, window, "Room", "choice", ("Red",))
    window.bus.run(commands.ChangeField(key, "Autograph"))
    settle(qtbot, window)
    assert form.page.boxes[key].label.text() == "Autograph"
    assert form.page.editor(key).text() == "Ganz"
    assert form.page.editor("owner").text() == "Somebody else"
    assert other in form.page.boxes
    form.save()
    settle(qtbot, window)
    assert window.bus.collection.record(form.ids[0]).values[key] == "Ganz"
    window.bus.run(commands.RemoveField(key))
    settle(qtbot, window)
    assert key not in form.page.boxes
    window.bus.undo()
    settle(qtbot, window)
    assert form.page.editor(key).text() == "Ganz"
    form.reject()


def test_many_discs_are_given_a_value_at_once(qtbot: Any, window: MainWindow) -> None:
    key = make(qtbot, window, "Guests", "list")
    window._table.selectAll()
    count = len(window._table.chosen_ids())
    window._actions.edit.trigger()
    settle(qtbot, window)
    form = window.editing.form()
    form.page.boxes[key].offer(["Ann", "Bert"])
    form.save()
    settle(qtbot, window)
    assert window.bus.collection.custom_values()[key] >= count - 1
    form.reject()


def test_the_dialog_can_be_told(qtbot: Any, window: MainWindow, dialog: FieldsDialog) -> None:
    add(qtbot, window, dialog, "Signed by")
    assert list(nameless(dialog)) == []
