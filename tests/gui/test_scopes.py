"""Everything, discs or films: what a list has rows for, and the page and the form of each film of a box."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QInputDialog, QLabel, QLineEdit, QTableView, QWidget

from catalogue.collection import Collection, commands
from catalogue.errors import UserError
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import Open, choose, settle, titles


@pytest.fixture
def boxed(tmp_path: Path) -> Path:
    """A box with two films, one of which is on a disc of its own too."""
    file = tmp_path / "boxed.db"
    collection = Collection.open(file)
    parts = [{"film": f"{name}", "disc": number, "cut": None} for number, name in ((1, "Alien (1979)"), (2, "Aliens"))]
    collection.run(commands.AddRecord({"edition_title": "Saga", "contents": parts, "location": "Attic"}))
    collection.run(commands.AddRecord({"title": "Alien", "year": 1979, "location": "Cellar"}))
    collection.close()
    return file


@pytest.fixture
def window(open_window: Open, boxed: Path) -> MainWindow:
    return open_window(boxed)


def show(qtbot: Any, window: MainWindow, scope: str) -> list[str]:
    button = window.findChild(QAbstractButton, f"scope_{scope}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    return titles(window)


def follow(qtbot: Any, window: MainWindow, text: str) -> None:
    """Clicks the link of this text on the first page of the details."""
    page = window._detail._browsers["About"]
    cursor = page.document().find(text)
    cursor.setPosition(cursor.selectionStart() + 1)
    page.anchorClicked.emit(QUrl(cursor.charFormat().anchorHref()))
    settle(qtbot, window)


def heading(window: MainWindow) -> str:
    return window._detail._title.text()


def test_each_scope_has_its_rows_and_is_there_again(qtbot: Any, window: MainWindow, open_window: Open) -> None:
    assert titles(window) == ["Alien", "Saga"]
    assert window.findChild(QAbstractButton, "scope_everything").isChecked()
    assert show(qtbot, window, "films") == ["Alien", "Aliens"]
    assert window._status.count.text() == "2 entries"
    path = window.bus.collection.path
    window.close()
    again = open_window(path)
    assert again.findChild(QAbstractButton, "scope_films").isChecked()
    assert titles(again) == ["Alien", "Aliens"]
    assert show(qtbot, again, "discs") == ["Alien", "Saga"]


def test_keys_change_the_scope(qtbot: Any, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, window)
    assert titles(window) == ["Alien", "Aliens"]
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, window)
    assert titles(window) == ["Alien", "Saga"]


def test_places_and_charts_count_what_the_scope_lists(qtbot: Any, window: MainWindow) -> None:
    places = window.findChild(QWidget, "places")

    def counts() -> dict[str, int]:
        return {
            one.value: one.count
            for one in window.bus.collection.facets("", ["location"], scope=window.searching.scope)["location"]
        }

    assert counts() == {"Attic": 1, "Cellar": 1}
    show(qtbot, window, "films")
    assert counts() == {"Attic": 2, "Cellar": 1}
    model = places.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Attic", "Cellar"]


def test_a_film_of_a_box_has_a_page_and_a_form(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Saga")
    settle(qtbot, window)
    assert heading(window) == "Saga"
    follow(qtbot, window, "Aliens")
    assert heading(window) == "Aliens"
    follow(qtbot, window, "Edit this film")
    form = window.editing.form()
    assert form.isVisible()
    assert form.page.editor("barcode").isHidden() or not form.page.editor("barcode").isVisible()
    form.page.editor("year").setText("1986")
    QTest.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    record = window.bus.collection.record(-2)
    assert record is not None
    assert (record.values["title"], record.values["year"]) == ("Aliens", 1986)
    other = window.bus.collection.record(-1)
    assert other is not None
    assert other.values["year"] == 1979


def test_the_form_of_a_box_has_nothing_of_its_films(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Saga")
    settle(qtbot, window)
    window.editing.edit()
    settle(qtbot, window)
    form = window.editing.form()
    assert not form.page.editor("title").isVisible()
    assert form.page.editor("edition_title").isVisible()
    assert form.page.editor("edition_title").hasFocus() or form.focusWidget() is not None


def test_a_film_says_on_which_discs_it_is(qtbot: Any, window: MainWindow) -> None:
    show(qtbot, window, "films")
    choose(window, "Alien")
    settle(qtbot, window)
    text = window._detail._browsers["About"].toPlainText()
    assert "Saga, disc 1" in text
    assert "Cellar" in text
    follow(qtbot, window, "Saga")
    assert heading(window) == "Saga"


def test_a_cell_of_a_film_is_written_to_that_film(qtbot: Any, window: MainWindow) -> None:
    show(qtbot, window, "films")
    table = window.findChild(QTableView, "results")
    choose(window, "Aliens")
    settle(qtbot, window)
    table.setCurrentIndex(table.model().index(1, 1))
    QTest.keyClick(table, Qt.Key.Key_F2)
    settle(qtbot, window)
    editor = table.findChild(QLineEdit)
    editor.setText("1986")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(qtbot, window)
    record = window.bus.collection.record(-2)
    assert record is not None
    assert record.values["year"] == 1986


def edit_cell(qtbot: Any, window: MainWindow, scope: str, title: str, key: str) -> QTableView:
    """Presses F2 on a cell of the row with this title."""
    show(qtbot, window, scope)
    window._table.set_columns([("title", 0), (key, 0)])
    choose(window, title)
    settle(qtbot, window)
    table = window.findChild(QTableView, "results")
    table.setCurrentIndex(table.model().index(titles(window).index(title), 1))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_F2)
    settle(qtbot, window)
    return table


def test_a_cell_of_a_box_leads_to_its_films(qtbot: Any, window: MainWindow) -> None:
    table = edit_cell(qtbot, window, "discs", "Saga", "year")
    assert table.findChild(QLineEdit) is None
    assert titles(window) == ["Alien", "Saga", "Alien", "Aliens"]
    assert window._notice.words().startswith("“Saga” holds several films: each has a row of its own beneath it")
    assert "film:" not in window._notice.words()


def test_a_cell_of_a_film_on_two_discs_leads_to_these(qtbot: Any, window: MainWindow) -> None:
    table = edit_cell(qtbot, window, "films", "Alien", "location")
    assert table.findChild(QLineEdit) is None
    assert window._notice.words().startswith("“Alien” is on 2 discs: choose Discs above the list")


def test_a_cell_of_a_film_beneath_its_disc_leads_to_the_disc(qtbot: Any, window: MainWindow) -> None:
    show(qtbot, window, "discs")
    window._table.open_row(titles(window).index("Saga"), True)
    table = edit_cell(qtbot, window, "discs", "Aliens", "location")
    assert table.findChild(QLineEdit) is None
    assert window._notice.words().startswith("The location is that of the disc")


def test_a_saved_search_keeps_its_scope(qtbot: Any, window: MainWindow) -> None:
    show(qtbot, window, "films")
    window.findChild(QLineEdit, "search").setText("alien*")
    window._search.search_now()
    settle(qtbot, window)
    window._sidebar._save.click()
    asking = window.findChild(QInputDialog, "saved_name")
    asking.setTextValue("Aliens all")
    asking.accept()
    settle(qtbot, window)
    show(qtbot, window, "discs")
    window.findChild(QLineEdit, "search").setText("")
    window._search.search_now()
    settle(qtbot, window)
    saved = window._sidebar.saved
    QTest.mouseClick(saved.viewport(), Qt.MouseButton.LeftButton, pos=saved.visualItemRect(saved.item(0)).center())
    settle(qtbot, window)
    assert window.findChild(QAbstractButton, "scope_films").isChecked()
    assert titles(window) == ["Alien", "Aliens"]


def test_a_film_goes_into_the_trash_and_its_box_stays(qtbot: Any, window: MainWindow) -> None:
    show(qtbot, window, "films")
    choose(window, "Aliens")
    settle(qtbot, window)
    window.findChild(QTableView, "results").setFocus()
    window.editing.delete()
    settle(qtbot, window)
    assert titles(window) == ["Alien"]
    # With one film left, the disc goes by its title.
    assert show(qtbot, window, "discs") == ["Alien", "Alien"]
    window.bus.undo()
    settle(qtbot, window)
    assert show(qtbot, window, "films") == ["Alien", "Aliens"]
    assert isinstance(window._detail._title, QLabel)


def places(window: MainWindow) -> list[str]:
    collection = window.bus.collection
    rows = collection.rows(collection.find("").ids, ["location"])
    return sorted(str(row.values["location"]) for row in rows.values())


def opened(name: str) -> Any:
    """The window of this name that is open."""
    [found] = [top for top in QApplication.topLevelWidgets() if top.objectName() == name and top.isVisible()]
    return found


def test_a_film_on_one_disc_is_lent_moved_and_numbered_with_it(qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    show(qtbot, window, "films")
    choose(window, "Aliens")
    window._actions.lend.trigger()
    settle(qtbot, window)
    asked = opened("lend")
    asked.editors["to"].setText("Ann")
    asked.ok.click()
    settle(qtbot, window)
    assert list(collection.find("lent:ann").ids) == [1]
    choose(window, "Aliens")
    window._actions.take_back.trigger()
    settle(qtbot, window)
    assert not collection.find("is:lent").ids
    window._actions.move.trigger()
    settle(qtbot, window)
    moved = opened("move")
    moved.place.setText("Hall")
    moved.accept()
    settle(qtbot, window)
    assert places(window) == ["Cellar", "Hall"]
    choose(window, "Aliens")
    window._actions.renumber.trigger()
    settle(qtbot, window)
    numbered = opened("renumber")
    numbered.first.setValue(7)
    numbered.ok.click()
    settle(qtbot, window)
    opened("preview").apply.click()
    settle(qtbot, window)
    assert list(collection.find("index:7").ids) == [1]


@pytest.mark.parametrize("name", ["lend", "take_back", "move", "renumber"])
def test_of_a_film_on_several_discs_the_window_names_them(qtbot: Any, window: MainWindow, name: str) -> None:
    window.bus.collection.run(commands.Lend((1,), "Ann"))
    settle(qtbot, window)
    show(qtbot, window, "films")
    choose(window, "Alien")
    getattr(window._actions, name).trigger()
    settle(qtbot, window)
    assert "Alien (1979) is on several discs, copy:1 and copy:2: say which is meant" in window._notice.words()
    assert places(window) == ["Attic", "Cellar"]
    assert list(window.bus.collection.find("is:lent").ids) == [1]


def test_the_form_of_a_film_on_one_disc_has_the_picture_of_that_disc(qtbot: Any, window: MainWindow) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 60), "red").save(picture, "PNG")
    collection = window.bus.collection
    [aliens] = collection.find("title:aliens", scope="films").ids
    write = commands.EditRecords((aliens,), {"year": 1986})
    collection.run(commands.WriteWithPictures(write, {"back": commands.Picture(picture.getvalue())}))
    assert list(collection.record(1).pictures) == list(collection.record(aliens).pictures) == ["back"]
    window.editing.open(aliens)
    settle(qtbot, window)
    assert window.editing.form().cover.isVisible()
    [alien] = collection.find("title:=Alien", scope="films").ids
    window.editing.open(alien)
    settle(qtbot, window)
    assert not window.editing.form().cover.isVisible()
    with pytest.raises(UserError, match="copy:1 and copy:2"):
        collection.run(commands.SetPicture(alien, picture.getvalue()))
