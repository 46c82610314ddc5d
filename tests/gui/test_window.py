"""The main window, driven as a person drives it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QToolBar,
    QWidget,
)

from catalogue import paths
from catalogue.collection import Collection, commands
from catalogue.errors import UserError
from catalogue.fields import registry
from catalogue.gui.app import create_window
from catalogue.gui.main_window import MainWindow
from catalogue.gui.views.sidebar import FacetTree
from catalogue.gui.widgets.chip import Chip
from catalogue.jobs import Job
from tests.gui.driving import PAGE, Open, choose, settle, titles

EVERYTHING = ["Amélie", "Metropolis", "The Piano", "Playtime", "Stalker"]


def search(qtbot: Any, window: MainWindow, text: str) -> None:
    line = window.findChild(QLineEdit, "search")
    line.clear()
    QTest.keyClicks(line, text)
    settle(qtbot, window)


def action(window: MainWindow, name: str) -> QAction:
    return window.findChild(QAction, f"action_{name}")


def click(view: FacetTree, value: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = view.visualRect(view.facets.find(value)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)


def chips(window: MainWindow) -> list[str]:
    return [chip.text() for chip in window._chips.findChildren(Chip) if chip.isVisible()]


def test_it_opens_with_everything(window: MainWindow) -> None:
    assert titles(window) == EVERYTHING
    assert window.findChild(QLabel, "count").text() == "5 entries"
    assert window.windowTitle() == "films"
    results = window.findChild(QTableView, "results")
    shown = [results.model().headerData(column, Qt.Orientation.Horizontal) for column in range(7)]
    assert shown == [registry.BY_KEY[key].label for key in registry.DEFAULT_COLUMNS]
    for name in ("places", "tags", "detail"):
        assert window.findChild(QWidget, name).isVisible()


def test_typing_searches(qtbot: Any, window: MainWindow) -> None:
    search(qtbot, window, "tag:piano")
    assert titles(window) == ["Amélie", "The Piano"]
    assert chips(window) == ["piano"]
    search(qtbot, window, "location:shelf year:<1990")
    assert titles(window) == ["Stalker"]
    QTest.keyClick(window.findChild(QLineEdit, "search"), Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert titles(window) == EVERYTHING
    assert chips(window) == []


def test_a_click_in_the_sidebar_writes_the_query(qtbot: Any, window: MainWindow) -> None:
    line = window.findChild(QLineEdit, "search")
    tags, places = window.findChild(FacetTree, "tags"), window.findChild(FacetTree, "places")
    click(tags, "Piano")
    settle(qtbot, window)
    assert line.text() == "tag:=Piano"
    click(places, "Shelf")
    settle(qtbot, window)
    assert line.text() == "tag:=Piano location:=Shelf"
    assert titles(window) == ["The Piano"]
    click(places, "Cellar")
    settle(qtbot, window)
    assert line.text() == "tag:=Piano location:=Cellar"
    click(tags, "Paris", Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert sorted(chips(window)) == ["Cellar", "Piano or Paris"]
    click(places, "Cellar")
    settle(qtbot, window)
    assert "location" not in line.text()
    assert not places.selectedIndexes()


def test_chips_are_taken_out(qtbot: Any, window: MainWindow) -> None:
    search(qtbot, window, "tag:piano owner:ana")
    QTest.mouseClick(window._chips.findChildren(Chip)[-1], Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.findChild(QLineEdit, "search").text() == "tag:piano"
    assert titles(window) == ["Amélie", "The Piano"]


def test_the_library_and_its_counts(qtbot: Any, window: MainWindow) -> None:
    library = window._sidebar.library
    words = [library.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(library.count())]
    assert words[:3] == ["Films without a disc, 1", "Wish list, 0", "On loan, 0"]
    place = library.visualItemRect(library.item(0)).center()
    QTest.mouseClick(library.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, window)
    assert titles(window) == ["Playtime"]
    assert window.findChild(QLineEdit, "search").text() == "is:film"
    QTest.mouseClick(library.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(qtbot, window)
    assert titles(window) == EVERYTHING


def test_browsing_by_another_field(qtbot: Any, window: MainWindow) -> None:
    sidebar = window._sidebar
    sidebar.set_browse_key("owner")
    settle(qtbot, window)
    click(sidebar.browse, "Ana")
    settle(qtbot, window)
    assert window.findChild(QLineEdit, "search").text() == "owner:=Ana"
    assert titles(window) == ["Amélie", "Stalker"]


def test_what_is_not_understood_is_said(qtbot: Any, window: MainWindow) -> None:
    search(qtbot, window, "colr:red")
    assert "There is no field" in window._chips._problems.text()
    assert window.findChild(QWidget, "nothing").isVisible()
    QTest.mouseClick(window._nothing.findChild(QPushButton), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert titles(window) == EVERYTHING


def test_how_a_title_was_read_is_said_under_the_search_line(qtbot: Any, window: MainWindow) -> None:
    window.bus.run(commands.AddRecord({"title": "Never or Stalker"}))
    search(qtbot, window, "never or stalker")
    assert titles(window)[0] == "Never or Stalker"
    assert "“or” was read as “either of the two”" in window._chips._problems.text()
    assert window._chips.isVisible()
    search(qtbot, window, '"never or stalker"')
    assert titles(window) == ["Never or Stalker"]
    assert not window._chips.isVisible()


def test_the_search_completes(qtbot: Any, window: MainWindow) -> None:
    line = window.findChild(QLineEdit, "search")
    window.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    QTest.keyClicks(line, "tag:pi")
    qtbot.waitUntil(line._completion.is_open)
    assert line._completion.shown() == ["Piano"]
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text().strip() == "tag:Piano"
    settle(qtbot, window)
    assert titles(window) == ["Amélie", "The Piano"]


def test_sorting_by_a_column(qtbot: Any, window: MainWindow) -> None:
    table = window._table
    header = table.horizontalHeader()

    def press(key: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        column = table.results.keys().index(key)
        place = QPoint(header.sectionViewportPosition(column) + 12, header.height() // 2)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, keys, place)
        settle(qtbot, window)

    press("year")
    assert titles(window) == ["Metropolis", "Playtime", "Stalker", "The Piano", "Amélie"]
    press("year")
    assert titles(window)[0] == "Amélie"
    assert len(table.chosen_ids()) == 1
    assert table.sort == [("year", True)]


def test_the_selection_is_kept_by_id(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Stalker")
    search(qtbot, window, "a")
    search(qtbot, window, "stal")
    assert window._table.chosen_ids() == [window.bus.collection.find("stalker").ids[0]]
    search(qtbot, window, "")
    assert titles(window)[window._table.currentIndex().row()] == "Stalker"


def test_columns_come_and_go(qtbot: Any, window: MainWindow) -> None:
    menu = QMenu()
    window._table.fill_columns_menu(menu)
    group = next(part.menu() for part in menu.actions() if part.text() == "Film")
    runtime = next(tick for tick in group.actions() if tick.text() == "Running time")
    assert not runtime.isChecked()
    runtime.setChecked(True)
    settle(qtbot, window)
    assert window._table.results.keys()[-1] == "runtime_minutes"
    assert titles(window) == EVERYTHING
    menu.actions()[-1].trigger()
    settle(qtbot, window)
    assert window._table.results.keys() == list(registry.DEFAULT_COLUMNS)


def test_detail_of_the_chosen_disc(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Amélie")
    settle(qtbot, window)
    detail = window._detail
    assert detail._title.text() == "Amélie"
    assert "2001" in detail._facts.text()
    assert "Cellar" in detail._place.text()
    assert [chip.text() for chip in detail.findChildren(Chip) if chip.isVisible()] == ["Paris", "Piano"]
    detail._place.linkActivated.emit("search:location%3A%3DCellar")
    settle(qtbot, window)
    assert window.findChild(QLineEdit, "search").text() == "location:=Cellar"
    detail.open_page("History")
    settle(qtbot, window)
    assert "Add Amélie" in detail._browsers["History"].toPlainText()
    window._table.selectAll()
    search(qtbot, window, "")
    window._table.selectAll()
    qtbot.waitUntil(lambda: detail._many.isVisible())
    assert detail._many.text() == "5 entries chosen"


def test_delete_restore_undo(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Metropolis")
    action(window, "delete").trigger()
    settle(qtbot, window)
    assert "Metropolis" not in titles(window)
    assert titles(window)[window._table.currentIndex().row()] == "The Piano"
    assert "Undo" in window._status._done.text()
    search(qtbot, window, "is:trash")
    assert titles(window) == ["Metropolis"]
    assert not action(window, "delete").isEnabled()
    qtbot.waitUntil(lambda: "trash" in window._detail._notice.words())
    action(window, "restore").trigger()
    settle(qtbot, window)
    assert window._nothing._heading.text() == "The trash is empty"
    search(qtbot, window, "")
    assert titles(window) == EVERYTHING
    action(window, "undo").trigger()
    settle(qtbot, window)
    assert "Metropolis" not in titles(window)
    window._status._done.linkActivated.emit("undo")
    settle(qtbot, window)
    assert titles(window) == EVERYTHING
    action(window, "redo").trigger()
    settle(qtbot, window)
    assert "Metropolis" not in titles(window)


def test_edit_close_open_undo(qtbot: Any, open_window: Open, path: Path) -> None:
    window = open_window(path)
    search(qtbot, window, "tag:ussr")
    choose(window, "Stalker")
    action(window, "edit").trigger()
    typed = {"owner": "Kerry & Dawn", "location": "Attic/Box 1", "storage_device": "TD 05", "slot": "12"}
    for key, text in typed.items():
        editor = window.findChild(QLineEdit, f"form.{key}")
        editor.clear()
        QTest.keyClicks(editor, text)
    tags = window.findChild(QLineEdit, "form.tags")
    tags.clear()
    QTest.keyClicks(tags, "Zone,")
    QTest.keyClicks(tags, "Rain")
    QTest.keyClicks(window.findChild(QPlainTextEdit, "form.notes"), "one line")
    QTest.mouseClick(window.findChild(QPushButton, "form.save"), Qt.MouseButton.LeftButton)
    assert window.close()
    again = open_window(path)
    search(qtbot, again, "zone")
    values = again.bus.collection.record(again._table.chosen_ids()[0]).values
    assert {key: values[key] for key in typed} == typed
    assert (values["tags"], values["notes"]) == (["Zone", "Rain"], "one line")
    assert action(again, "undo").text() == "&Undo: Edit 1 disc: owner, location, storage device, slot, tags, notes"
    action(again, "undo").trigger()
    settle(qtbot, again)
    assert titles(again) == []
    search(qtbot, again, "tag:ussr")
    assert [again._table.results.index(0, column).data() for column in (0, 3, 5)] == ["Stalker", "Shelf › Left", "Ana"]


def test_a_changed_row_is_drawn_anew(qtbot: Any, window: MainWindow) -> None:
    row_id = window.bus.collection.find("metropolis").ids[0]
    window.bus.run(commands.EditRecords((row_id,), {"owner": "Dora"}))
    settle(qtbot, window)
    row = titles(window).index("Metropolis")
    assert window._table.results.index(row, 5).data() == "Dora"


def test_state_is_kept(qtbot: Any, open_window: Open, path: Path) -> None:
    window = open_window(path)
    search(qtbot, window, "year:<1995")
    window._table.set_columns([("year", 90), ("title", 210), ("store", 0)])
    window._table.set_sort([("year", True), ("title", False)])
    window._detail.open_page("Personal")
    window._sidebar.set_browse_key("owner")
    action(window, "show_sidebar").trigger()
    window.resize(760, 500)
    window.close()
    assert paths.window_state_file().is_file()
    again = open_window(path)
    assert again.size().toTuple() == (760, 500)
    assert again.findChild(QLineEdit, "search").text() == "year:<1995"
    assert [key for key, _ in again._table.columns()] == ["year", "title", "store"]
    assert again._table.columns()[:2] == [("year", 90), ("title", 210)]
    assert again._table.sort == [("year", True), ("title", False)]
    assert again._detail.page() == "Personal"
    assert again._sidebar.browse_key() == "owner"
    assert not again._sidebar.isVisible()
    assert [again._table.results.index(row, 0).data() for row in range(4)] == ["1993", "1979", "1967", "1927"]


def test_a_state_file_of_another_version_does_no_harm(qtbot: Any, open_window: Open, path: Path) -> None:
    file = paths.window_state_file()
    file.parent.mkdir(parents=True)
    file.write_text("[table]\ncolumns=no_field:x, title:abc, year:70\nsort=gone\n[window]\ngeometry=1\nscheme=pink\n")
    window = open_window(path)
    assert window._table.results.keys() == ["title", "year"]
    assert titles(window) == EVERYTHING


def test_first_start_offers_three_ways(qtbot: Any, open_window: Open, tmp_path: Path) -> None:
    window = open_window(tmp_path / "new.db")
    start = window.findChild(QWidget, "start")
    assert start.isVisible()
    ways = {way.text(): way for way in start.ways}
    assert list(ways) == ["Scan or add a disc", "Import files", "Open the sample collection"]
    ways["Scan or add a disc"].click()
    form = window.editing.form()
    assert form.isVisible()
    assert form.focusWidget() is form.quick.line
    form.close()
    ways["Open the sample collection"].click()
    settle(qtbot, window)
    assert not start.isVisible()
    assert window._table.isVisible()
    assert len(titles(window)) >= 1
    window.findChild(QWidget, "receipt").findChild(QPushButton, "receipt.undo").click()
    settle(qtbot, window)
    assert start.isVisible()


def json_file(folder: Path) -> Path:
    """A catalogue of one disc, in the program's own format."""
    film = {"id": "f1", "title": "Nostalghia", "year": 1983}
    edition = {"id": "e1", "format": "DVD", "contents": [{"film": "f1"}]}
    copy = {"id": "c1", "edition": "e1", "owner": "Ana", "location": "Attic"}
    data = {"format": "disc-catalogue", "version": 1, "films": [film], "editions": [edition], "copies": [copy]}
    file = folder / "other.json"
    file.write_text(json.dumps(data), "utf-8")
    return file


def drop(window: MainWindow, mime: QMimeData) -> None:
    place, buttons = QPointF(50, 50), Qt.MouseButton.LeftButton
    event = QDropEvent(place, Qt.DropAction.CopyAction, mime, buttons, Qt.KeyboardModifier.NoModifier)
    window.dropEvent(event)


def test_dropping_a_file_imports_it(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(json_file(tmp_path)))])
    assert window.importing.takes(mime)
    drop(window, mime)
    settle(qtbot, window)
    assert "Nostalghia" in titles(window)
    receipt = window.findChild(QWidget, "receipt")
    assert receipt.isVisible()
    assert "other.json" in receipt.findChild(QPlainTextEdit).toPlainText()
    undo = receipt.findChild(QPushButton, "receipt.undo")
    assert undo.isEnabled()
    undo.click()
    settle(qtbot, window)
    assert titles(window) == EVERYTHING


def test_an_import_is_taken_back_and_later_work_stays(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    window.importing.files([json_file(tmp_path)])
    settle(qtbot, window)
    window.bus.run(commands.DeleteRecords((window.bus.collection.find("stalker").ids[0],)))
    settle(qtbot, window)
    window.findChild(QPushButton, "receipt.undo").click()
    settle(qtbot, window)
    assert titles(window) == [title for title in EVERYTHING if title != "Stalker"]


def test_what_cannot_be_read_is_said(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "nonsense.bin"
    file.write_bytes(b"\x00\x01\x02")
    window.importing.files([file, tmp_path / "gone.txt"])
    settle(qtbot, window)
    receipt = window.findChild(QWidget, "receipt")
    assert "nonsense.bin" in receipt.findChild(QPlainTextEdit).toPlainText()
    assert receipt.findChild(QPushButton, "receipt.undo") is None
    assert titles(window) == EVERYTHING


def test_the_import_dialog_does_not_block(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    action(window, "import").trigger()
    picker = window.findChild(QFileDialog, "import_files")
    assert picker is not None
    picker.filesSelected.emit([str(json_file(tmp_path))])
    picker.reject()
    settle(qtbot, window)
    assert "Nostalghia" in titles(window)


def test_a_pasted_page_is_imported(qtbot: Any, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("one line only")
    action(window, "paste_page").trigger()
    assert "no page on the clipboard" in window._notice.words()
    QGuiApplication.clipboard().setText(PAGE)
    action(window, "paste_page").trigger()
    settle(qtbot, window)
    QTest.mouseClick(window.findChild(QPushButton, "page.save"), Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window._notice.words() == "Read: 1 new."
    assert window.findChild(QWidget, "page") is None
    QTest.keyClick(window.findChild(QLineEdit, "search"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert window.findChild(QLineEdit, "search").text() == ""
    assert window.findChild(QWidget, "page").isVisible()


def test_a_page_is_attached_to_the_chosen_film(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    choose(window, "Stalker")
    settle(qtbot, window)
    action(window, "attach").trigger()
    picker = window.findChild(QFileDialog, "import_files")
    file = tmp_path / "page.txt"
    file.write_text(PAGE.replace("The Mirror", "Stalker"), "utf-8")
    picker.filesSelected.emit([str(file)])
    picker.reject()
    settle(qtbot, window)
    record = window.bus.collection.record(window.bus.collection.find("title:stalker").ids[0])
    assert len(record.documents) == 1


def test_a_persons_error_is_one_sentence(qtbot: Any, window: MainWindow) -> None:
    window.bus.runner.failed.emit(UserError("The disk is full; nothing was changed."))
    assert window._notice.words() == "The disk is full; nothing was changed."
    window.bus.run(commands.DeleteRecords((987654,)))
    settle(qtbot, window)
    assert "no longer there" in window._notice.words()


def test_a_fault_of_the_program_shows_its_details(qtbot: Any, window: MainWindow, caplog: Any) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("secret title")

    window.bus.runner.read(broken, lambda _: None)
    settle(qtbot, window)
    dialog = window.findChild(QWidget, "failure")
    assert "secret title" in dialog.findChild(QPlainTextEdit).toPlainText()
    next(button for button in dialog.findChildren(QPushButton) if "opy" in button.text()).click()
    assert "RuntimeError: secret title" in QGuiApplication.clipboard().text()
    assert "RuntimeError in broken" in caplog.text
    assert "secret" not in caplog.text.replace("test_a_fault", "")
    caplog.clear()


def test_two_windows_one_after_the_other_leave_no_thread(qtbot: Any, path: Path) -> None:
    for _ in range(2):
        window = create_window(path)
        assert window.close()
        assert not window.isVisible()
    collection = Collection.open(path)
    assert len(collection.find("").ids) == 5
    collection.close()


def test_what_is_no_catalogue_is_refused(tmp_path: Path, qapp: Any) -> None:
    file = tmp_path / "letter.db"
    file.write_text("Dear aunt, " * 100)
    with pytest.raises(UserError):
        create_window(file)


def test_help_and_schemes(qtbot: Any, window: MainWindow) -> None:
    action(window, "shortcuts").trigger()
    sheet = window.findChild(QWidget, "shortcuts")
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert {"Ctrl+N", "Ctrl+F", "Ctrl+E", "Ctrl+Z", "Ctrl+Shift+Z", "Del", "F1", "Ctrl+Q"} <= set(words)
    sheet.close()
    action(window, "about").trigger()
    window.findChild(QWidget, "about").close()
    action(window, "scheme_dark").trigger()
    assert window.palette().window().color().lightness() < 80
    action(window, "scheme_system").trigger()
    action(window, "find").trigger()


def test_letters_typed_in_the_table_jump(qtbot: Any, window: MainWindow) -> None:
    table = window._table
    QTest.keyClicks(table, "st")
    assert titles(window)[table.currentIndex().row()] == "Stalker"
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.editing.form().isVisible()


def test_long_work_shows_its_progress_and_can_be_cancelled(qtbot: Any, window: MainWindow) -> None:
    def work(job: Job) -> None:
        while True:
            job.step(1_204, 2_452, "Reading")

    status = window._status
    window.bus.runner.change(work, label="Importing")
    qtbot.waitUntil(status._bar.isVisible)
    assert status._what.text() == "Reading 1,204 of 2,452"
    assert (status._bar.value(), status._bar.maximum()) == (1_204, 2_452)
    QTest.mouseClick(status._cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not status._bar.isVisible())
    assert titles(window) == EVERYTHING


def test_the_search_line_has_room_in_a_narrow_window(qtbot: Any, window: MainWindow) -> None:
    search, bar = window.findChild(QLineEdit, "search"), window.findChild(QToolBar, "toolbar")
    for width in (1400, 900, 760, 1400):
        window.resize(width, 700)
        settle(qtbot, window)
        assert search.width() > search.fontMetrics().horizontalAdvance("x" * 28), width
        named = bar.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        assert named is (width == 1400)


def test_a_new_table_fills_its_place(qtbot: Any, window: MainWindow) -> None:
    for width in (1340, 1500, 1900):
        window.resize(width, 700)
        settle(qtbot, window)
        header = window._table.horizontalHeader()
        assert header.length() == window._table.viewport().width(), width
    assert all(width == 0 for _, width in window._table.columns())
