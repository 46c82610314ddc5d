"""Many records at once: find and replace, values, places, moving and numbering."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from catalogue.collection import Collection, commands
from catalogue.fields import patterns
from catalogue.gui.dialogs.places import PlacesDialog
from catalogue.gui.dialogs.replace import ReplaceDialog
from catalogue.gui.dialogs.values import ValuesDialog
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import choose, settle


def trigger(qtbot: Any, window: MainWindow, name: str, dialog: str) -> Any:
    window.findChild(QAction, f"action_{name}").trigger()
    settle(qtbot, window)
    found = window.findChild(QWidget, dialog)
    qtbot.waitUntil(found.isVisible)
    return found


def values(collection: Collection, key: str) -> dict[str, Any]:
    rows = collection.rows(collection.find("").ids, ["title", key])
    return {row.values["title"]: row.values[key] for row in rows.values()}


@pytest.fixture
def replacing(qtbot: Any, window: MainWindow) -> ReplaceDialog:
    window._table.selectAll()
    settle(qtbot, window)
    return trigger(qtbot, window, "replace", "replace")


def look(qtbot: Any, window: MainWindow, dialog: ReplaceDialog) -> list[str]:
    QTest.keyClick(dialog.sought, Qt.Key.Key_Return)
    settle(qtbot, window)
    return [hit.new for hit in dialog.hits()]


def test_single_hits_are_unticked_and_the_rest_is_one_step(
    qtbot: Any, window: MainWindow, replacing: ReplaceDialog
) -> None:
    assert replacing.scope.currentText() == "What is chosen (5 records)"
    QTest.keyClicks(replacing.sought, "a")
    QTest.keyClicks(replacing.given, "o")
    replacing.field.setCurrentIndex(replacing.field.findData("title"))
    found = look(qtbot, window, replacing)
    assert found == ["Stolker", "The Piono", "omélie", "Ploytime"]
    replacing.table.selectRow(1)
    QTest.keyClick(replacing.table, Qt.Key.Key_Space)
    assert replacing.replace.text() == "&Replace 3"
    assert not replacing.all.isChecked()
    replacing.replace.click()
    settle(qtbot, window)
    assert set(values(window.bus.collection, "title")) == {"Stolker", "The Piano", "omélie", "Metropolis", "Ploytime"}
    assert replacing.count.text() == "Replace “a” by “o” in 3 records. It can be undone."
    window.findChild(QAction, "action_undo").trigger()
    settle(qtbot, window)
    assert "Stalker" in values(window.bus.collection, "title")


def test_a_bad_expression_is_said_beneath_its_line(qtbot: Any, window: MainWindow, replacing: ReplaceDialog) -> None:
    replacing.regex.setChecked(True)
    replacing.sought.setText("(a")
    assert look(qtbot, window, replacing) == []
    problem = replacing._problems["find"]
    assert problem.isVisible()
    assert problem.text().startswith("This expression is not understood: missing )")
    assert replacing.sought.accessibleDescription() == problem.text()
    replacing.sought.setText("a")
    assert not problem.isVisible()
    replacing.given.setText(r"\1")
    look(qtbot, window, replacing)
    assert replacing._problems["put"].text().startswith("What is to be put there is not understood")


@pytest.fixture
def endless(qtbot: Any, window: MainWindow, replacing: ReplaceDialog) -> ReplaceDialog:
    """The dialog with an expression that takes for ever on one of the texts."""
    window.bus.collection.run(commands.AddRecord({"title": "a" * 3000 + "b"}))
    settle(qtbot, window)
    replacing.scope.setCurrentIndex(replacing.scope.count() - 1)
    replacing.regex.setChecked(True)
    replacing.sought.setText("(a+)+$")
    return replacing


def test_an_expression_that_never_ends_is_given_up_in_words(
    qtbot: Any, window: MainWindow, endless: ReplaceDialog
) -> None:
    look(qtbot, window, endless)
    assert endless.look.text() == "&Find"
    assert "This expression takes too long" in endless._problems["find"].text() + endless.count.text()
    assert endless.hits() == []


def test_looking_can_be_stopped(
    qtbot: Any, window: MainWindow, endless: ReplaceDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "PATIENCE", 1.0)
    endless.look.click()
    assert endless.look.text() == "&Stop"
    task = endless._task
    assert task is not None
    endless.look.click()
    assert (endless.look.text(), endless.count.text()) == ("&Find", "Stopped looking; nothing was changed.")
    qtbot.waitUntil(lambda: task.finished, timeout=10_000)
    assert endless.hits() == []


def test_what_cannot_be_is_listed_without_a_tick(qtbot: Any, window: MainWindow, replacing: ReplaceDialog) -> None:
    replacing.sought.setText("in collection")
    replacing.given.setText("here")
    look(qtbot, window, replacing)
    assert len(replacing.hits()) == 4
    assert not replacing.replace.isEnabled()
    assert "4 texts cannot take it" in replacing.count.text()
    model = replacing.table.changes
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsUserCheckable
    assert "is not one of" in model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole)


def test_two_spellings_are_merged_and_the_rule_is_there_to_be_forgotten(qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    collection.run(commands.EditRecords(collection.find("amélie").ids, {"owner": "Anna"}))
    settle(qtbot, window)
    window._sidebar.set_browse_key("owner")
    dialog: ValuesDialog = trigger(qtbot, window, "values", "values")
    assert dialog.key() == "owner"
    assert [dialog.model.value(row).value for row in range(dialog.model.rowCount())] == ["Ana", "Anna", "Ben"]
    dialog.filter.setText("an")
    dialog.table.selectAll()
    assert dialog.rename.text() == "&Merge 2 into this"
    dialog.name.setText("Ana")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert values(collection, "owner")["Amélie"] == "Ana"
    assert dialog.says.text() == "Rename owner “Anna” to “Ana”: 1 record. It can be undone."
    assert [item.text() for item in (dialog.rules.item(row) for row in range(dialog.rules.count()))] == ["Anna  →  Ana"]
    dialog.rules.setCurrentRow(0)
    dialog.forget.click()
    settle(qtbot, window)
    assert dialog.rules.count() == 0
    dialog.filter.clear()
    dialog._choose({"Ben"})
    dialog.remove.click()
    settle(qtbot, window)
    assert values(collection, "owner")["The Piano"] is None
    dialog._choose({"Ana"})
    dialog.search.click()
    settle(qtbot, window)
    assert window._search.text() == "owner:=Ana"


def test_a_wrong_name_is_said_in_the_window_of_values(qtbot: Any, window: MainWindow) -> None:
    dialog: ValuesDialog = trigger(qtbot, window, "values", "values")
    dialog.open_for("status", "in collection")
    settle(qtbot, window)
    dialog.name.setText("nowhere")
    dialog.rename.click()
    settle(qtbot, window)
    assert dialog.says.text().startswith("“nowhere” is not one of")


def test_people_have_a_name_that_sorts(qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    credit = {"order": 1, "person": "Jane Campion", "role": "director", "character": None}
    collection.run(commands.EditRecords(collection.find("piano").ids, {"credits": [credit]}))
    settle(qtbot, window)
    dialog: ValuesDialog = trigger(qtbot, window, "values", "values")
    dialog.open_for("credits", "Jane Campion")
    settle(qtbot, window)
    assert dialog.model.columnCount() == 3
    assert dialog.model.setData(dialog.model.index(0, 2), "Campion, Jane")
    settle(qtbot, window)
    assert dialog.model.index(0, 2).data() == "Campion, Jane"
    assert [one.value for one in dialog.chosen()] == ["Jane Campion"]


def test_the_sidebar_opens_the_values_of_what_was_clicked(qtbot: Any, window: MainWindow) -> None:
    tags = window._sidebar.tags
    tags.setCurrentIndex(tags.facets.find("Piano"))
    tags.values_wanted.emit("Piano")
    settle(qtbot, window)
    dialog = window.findChild(ValuesDialog)
    assert (dialog.key(), [one.value for one in dialog.chosen()]) == ("tags", ["Piano"])
    window._sidebar.places.values_wanted.emit("Shelf/Left")
    settle(qtbot, window)
    assert window.findChild(PlacesDialog).chosen().path == "Shelf/Left"


def test_the_menu_of_a_value(qtbot: Any, window: MainWindow) -> None:
    tags = window._sidebar.tags
    index = tags.facets.find("Piano")
    tags.setCurrentIndex(index)

    point = tags.visualRect(index).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, tags.viewport().mapToGlobal(point))
    tags.contextMenuEvent(event)
    menu = tags.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["&Rename or merge “Piano” …", "All &values …"]
    menu.close()


@pytest.fixture
def places(qtbot: Any, window: MainWindow) -> PlacesDialog:
    return trigger(qtbot, window, "places", "places_dialog")


def paths(dialog: PlacesDialog) -> list[str]:
    return list(dialog._places)


def pick(dialog: PlacesDialog, path: str) -> None:
    dialog.tree.setCurrentItem(dialog._items[path])


def target(dialog: PlacesDialog, path: str | None) -> None:
    dialog.target.setCurrentIndex(dialog.target.findData(path))


def test_the_tree_of_places_is_edited(qtbot: Any, window: MainWindow, places: PlacesDialog) -> None:
    collection = window.bus.collection
    assert paths(places) == ["Cellar", "Shelf", "Shelf/Left", "Shelf/Right"]
    pick(places, "Shelf/Left")
    places.name.setText("Top")
    places.capacity.setText("40")
    places.notes.setPlainText("By the door")
    places.save.click()
    settle(qtbot, window)
    assert values(collection, "location")["Stalker"] == "Shelf/Top"
    assert places.chosen().path == "Shelf/Top"
    assert places._items["Shelf/Top"].text(1) == "1 of 40"
    places.up.click()
    settle(qtbot, window)
    pick(places, "Shelf/Top")
    assert paths(places)[2:] == ["Shelf/Top", "Shelf/Right"]
    target(places, "Cellar")
    places.move_.click()
    settle(qtbot, window)
    assert values(collection, "location")["Stalker"] == "Cellar/Top"
    target(places, "Cellar")
    places.merge.click()
    settle(qtbot, window)
    assert values(collection, "location")["Stalker"] == "Cellar"
    assert places.chosen().path == "Cellar"
    places.delete.click()
    settle(qtbot, window)
    assert places.says.text().startswith("2 discs stand at Cellar")
    for _ in range(4):
        window.bus.undo()
    settle(qtbot, window)
    assert values(collection, "location")["Stalker"] == "Shelf/Left"
    assert paths(places) == ["Cellar", "Shelf", "Shelf/Left", "Shelf/Right"]


def test_a_place_is_added_named_and_deleted(qtbot: Any, window: MainWindow, places: PlacesDialog) -> None:
    pick(places, "Cellar")
    places.add.click()
    settle(qtbot, window)
    assert places.chosen().path == "Cellar/New place"
    assert places.name.selectedText() == "New place"
    QTest.keyClicks(places.name, "Box 1")
    QTest.keyClick(places.name, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert places.chosen().path == "Cellar/Box 1"
    places.delete.click()
    settle(qtbot, window)
    assert paths(places) == ["Cellar", "Shelf", "Shelf/Left", "Shelf/Right"]
    places.search.click()
    settle(qtbot, window)
    assert window._search.text() == "location:=Cellar"


def test_wrong_room_is_said(qtbot: Any, window: MainWindow, places: PlacesDialog) -> None:
    pick(places, "Cellar")
    places.capacity.setText("many")
    places.save.click()
    settle(qtbot, window)
    assert places.says.text() == "“many” is not a whole number."


def test_discs_move_to_a_place(qtbot: Any, window: MainWindow) -> None:
    window.bus.collection.run(commands.EditPlace("Cellar", {"capacity": 2}))
    window._table.selectAll()
    settle(qtbot, window)
    dialog = trigger(qtbot, window, "move", "move")
    assert not dialog.ok.isEnabled()
    dialog.place.setText("Attic")
    assert dialog.says.text() == "There is no such place yet: it is added."
    dialog.place.setText("cellar")
    assert dialog.says.text() == "1 of 2 there now: there is not room for all."
    dialog.accept()
    settle(qtbot, window)
    assert [place for place in values(window.bus.collection, "location").values() if place] == ["Cellar"] * 4
    assert window.bus.collection.undo_label() == "Move 3 discs to cellar"


def test_discs_are_numbered_after_a_look(qtbot: Any, window: MainWindow) -> None:
    window._table.selectAll()
    settle(qtbot, window)
    dialog = trigger(qtbot, window, "renumber", "renumber")
    dialog.first.setValue(7)
    dialog.ok.click()
    settle(qtbot, window)
    preview = window.findChild(QWidget, "preview")
    assert preview.table.changes.rowCount() == 4
    assert values(window.bus.collection, "index")["Stalker"] is None
    preview.apply.click()
    settle(qtbot, window)
    assert values(window.bus.collection, "index") == {
        "Amélie": 7,
        "Metropolis": 8,
        "The Piano": 9,
        "Stalker": 10,
        "Playtime": None,
    }


def test_a_film_without_a_disc_goes_nowhere(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Playtime")
    settle(qtbot, window)
    for name in ("move", "renumber"):
        window.findChild(QAction, f"action_{name}").trigger()
        settle(qtbot, window)
        assert window._notice.words() == "There is no disc among what is chosen."


def test_fields_of_ones_own_can_be_chosen_at_once(qtbot: Any, window: MainWindow, replacing: ReplaceDialog) -> None:
    collection = window.bus.collection
    dialog: ValuesDialog = trigger(qtbot, window, "values", "values")
    own = str(collection.run(commands.AddField("Signed by")).result)
    collection.run(commands.EditRecords(collection.find("stalker").ids, {own: "Tarkovski"}))
    settle(qtbot, window)
    window.bulk.find_and_replace()
    assert replacing.field.findData(own) > 0
    dialog.open_for(own, "Tarkovski")
    settle(qtbot, window)
    dialog.name.setText("Tarkovsky")
    dialog.rename.click()
    settle(qtbot, window)
    assert values(collection, own)["Stalker"] == "Tarkovsky"
