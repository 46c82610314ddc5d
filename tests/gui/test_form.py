"""The form is made from the registry, keeps what is typed, and says what is wrong beside the field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication, QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget

from catalogue.collection import Record
from catalogue.collection.commands import EditRecords
from catalogue.fields import registry
from catalogue.fields.parts import Named
from catalogue.fields.registry import Field
from catalogue.gui.forms.editors import editor_for
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from catalogue.gui.views import record_pages
from tests.gui.driving import Open, choose, settle, titles

# What a person types into each kind of field; the rest is text.
TYPED = {
    "year": "1994",
    "whole number": "3",
    "number": "3",
    "number with decimals": "1.5",
    "rating": "8",
    "running time": "1:47",
    "date": "Nov 1992",
    "money": "9,99 EUR",
    "barcode": "191329079843",
    "yes or no": "yes",
    "scene after the credits": "yes: a song",
    "place": "Attic/Box 1",
    "long text": "first line",
    "list": "one; two",
    "tags": "one; two",
    "regions": "2; B",
    "certifications": "France: 12",
    "ratings": "IMDb users 8.1/10 (1,200 votes)",
    "external ids": "IMDb: tt0105462",
    "links": "Trailer https://example.org/t",
    "credits": "Ana Silva as Queen",
    "texts": "Somebody walks into a house.",
}
EDITABLE = [field for field in registry.FIELDS if not field.kept]
SEASON = registry.BY_KEY["season"]


def typed_for(field: Field) -> str:
    if field.key == "contents":
        return f"Some text ({TYPED['year']}) | disc: 1 | cut: restored"
    if isinstance(field.kind, Named):
        return field.kind.example
    return field.choices[0] if field.choices else TYPED.get(field.kind.name, "Some text")


def form_of(window: MainWindow) -> FormWindow:
    return window.editing.form()


def edit(qtbot: Any, window: MainWindow, title: str) -> FormWindow:
    choose(window, title)
    settle(qtbot, window)
    window.findChild(QAction, "action_edit").trigger()
    form = form_of(window)
    assert form.isVisible()
    return form


def save(qtbot: Any, window: MainWindow) -> None:
    QTest.mouseClick(window.findChild(QPushButton, "form.save"), Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def record(window: MainWindow, query: str) -> Record:
    found = window.bus.collection.find(query)
    assert len(found.ids) == 1
    return window.bus.collection.record(found.ids[0])


def test_every_field_has_an_editor(window: MainWindow) -> None:
    form = form_of(window)
    for field in registry.FIELDS:
        editor = form.findChild(QWidget, f"form.{field.key}")
        assert editor is not None, field.key
        assert editor.accessibleName() == field.label
        assert isinstance(editor, QLineEdit | QPlainTextEdit)
    assert isinstance(form.findChild(QWidget, "form.tags"), QLineEdit)
    assert form.findChild(QWidget, "form.added_at").isReadOnly()


def test_what_is_typed_is_saved_and_shown(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Metropolis")
    row_id = form.ids[0]
    for field in EDITABLE:
        editor = form.page.editor(field.key)
        editor.clear()
        QTest.keyClicks(editor, typed_for(field))
    save(qtbot, window)
    assert not form.isVisible(), [box.message() for box in form.page.boxes.values() if box.message()]
    stored = window.bus.collection.record(row_id).values
    table, model = window._table, window._table.results
    table.set_columns([(field.key, 0) for field in EDITABLE])
    row = model.row_of(row_id)
    for column, field in enumerate(EDITABLE):
        wanted = field.kind.show(field.parse(typed_for(field)))
        # What is given a season and episodes is one, and they are of it.
        wanted = {"kind": "season", "episodes": f"{typed_for(SEASON)}x02 {wanted[3:]}"}.get(field.key, wanted)
        assert wanted, field.key
        assert field.kind.show(stored[field.key]) == wanted, field.key
        assert model.index(row, column).data() == wanted, field.key
    window.findChild(QAction, "action_undo").trigger()
    settle(qtbot, window)
    assert titles_of(window) == sorted(["Amélie", "Metropolis", "Playtime", "Stalker", "The Piano"])


def titles_of(window: MainWindow) -> list[str]:
    rows = window.bus.collection.rows(window.bus.collection.find("").ids, ["title"])
    return sorted(row.values["title"] for row in rows.values())


@pytest.mark.parametrize("field", EDITABLE, ids=lambda field: field.key)
def test_an_untouched_editor_changes_nothing(field: Field, qtbot: Any) -> None:
    value = field.parse(typed_for(field))
    editor = editor_for(field, None)
    qtbot.addWidget(editor)
    editor.setText(field.kind.format(value))
    assert field.parse(editor.text()) == value
    assert field.kind.format(field.parse(editor.text())) == field.kind.format(value)


def test_tags_are_chips(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Amélie")
    tags = form.page.editor("tags")
    assert tags.words() == ["Paris", "Piano"]
    QTest.keyClicks(tags, "night,rain")
    QTest.keyClick(tags, Qt.Key.Key_Return)
    assert tags.words() == ["Paris", "Piano", "night", "rain"]
    QTest.keyClick(tags, Qt.Key.Key_Backspace)
    assert tags.words() == ["Paris", "Piano", "night"]
    tags.insert("one, two, th")
    tags.textEdited.emit("one, two, th")
    assert tags.words()[-2:] == ["one", "two"]
    assert tags.typed() == "th"
    assert tags.text() == "Paris; Piano; night; one; two; th"
    tags.selectAll()
    QTest.keyClick(tags, Qt.Key.Key_Delete)
    assert tags.text() == ""
    QTest.keyClicks(tags, "left over")
    save(qtbot, window)
    assert record(window, "amélie").values["tags"] == ["left over"]


def test_a_click_on_the_cross_takes_a_tag_away(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Amélie")
    tags = form.page.editor("tags")
    QTest.mouseClick(tags, Qt.MouseButton.LeftButton, pos=tags._areas[0].center() - QPoint(10, 0))
    assert tags.words() == ["Paris", "Piano"]
    QTest.mouseClick(
        tags, Qt.MouseButton.LeftButton, pos=QPoint(tags._areas[0].right() - 8, tags._areas[0].center().y())
    )
    assert tags.words() == ["Piano"]


def test_a_wrong_value_is_said_beside_its_field(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    form.page.editor("year").setText("19")
    save(qtbot, window)
    assert form.isVisible()
    assert form.page.boxes["year"].message() == "“19” is not a year; write four digits."
    assert form.page.editor("year").accessibleDescription() == form.page.boxes["year"].message()
    assert record(window, "stalker").values["year"] == 1979
    form.page.editor("year").setText("1980")
    assert form.page.boxes["year"].message() == ""
    save(qtbot, window)
    assert record(window, "stalker").values["year"] == 1980


def test_an_odd_value_is_kept_when_the_person_insists(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    form.page.editor("barcode").setText("191329079844")
    assert form.page.check()
    assert form.page.boxes["barcode"].message().startswith("The last digit of this barcode should be 3.")
    save(qtbot, window)
    assert record(window, "stalker").values["barcode"] == "191329079844"


def test_what_was_understood_is_said(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    form.page.editor("runtime_minutes").setText("163")
    form.page.check()
    assert form.page.boxes["runtime_minutes"].message() == "2 h 43"


def test_leaving_with_changes_asks_once(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    form.page.editor("owner").setText("Cleo")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert form.notice.words() == "There are changes that are not saved."
    answers = {button.text(): button for button in form.notice.findChildren(QPushButton)}
    assert list(answers) == ["Save", "Discard", "Keep editing"]
    answers["Keep editing"].click()
    assert form.isVisible()
    assert form.page.editor("owner").text() == "Cleo"
    form.close()
    next(button for button in form.notice.findChildren(QPushButton) if button.text() == "Discard").click()
    assert not form.isVisible()
    assert record(window, "stalker").values["owner"] == "Ana"


def test_the_window_stays_while_something_is_not_saved(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    form.page.editor("owner").setText("Cleo")
    window.close()
    assert window.isVisible()
    answers = [button for button in form.notice.findChildren(QPushButton) if button.text() == "Save"]
    answers[0].click()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_previous_and_next(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Amélie")
    assert form._position.text() == "1 of 5"
    form._next.click()
    assert form.page.editor("title").text() == "Metropolis"
    assert window._table.current_id() == form.ids[0]
    form._previous.click()
    form._previous.click()
    assert form.page.editor("title").text() == "Amélie"
    form.page.editor("owner").setText("Dora")
    form._next.click()
    assert form.page.editor("title").text() == "Amélie"
    next(button for button in form.notice.findChildren(QPushButton) if button.text() == "Save").click()
    qtbot.waitUntil(lambda: form.page.editor("title").text() == "Metropolis")
    assert record(window, "amélie").values["owner"] == "Dora"


def test_save_and_stay(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Amélie")
    form.page.editor("slot").setText("14")
    form.save()
    settle(qtbot, window)
    assert form.isVisible()
    assert not form.changed()
    assert record(window, "amélie").values["slot"] == "14"
    window.findChild(QAction, "action_undo").trigger()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: form.page.editor("slot").text() == "")


def test_one_disc_after_the_other(qtbot: Any, window: MainWindow) -> None:
    window.findChild(QAction, "action_add").trigger()
    form = form_of(window)
    assert form.page.editor("status").text() == "in collection"
    assert not form.changed()
    for key, text in {"title": "Solaris", "year": "1972", "location": "Attic", "owner": "Ana", "slot": "3"}.items():
        QTest.keyClicks(form.page.editor(key), text)
    save(qtbot, window)
    assert form.isVisible()
    assert "Solaris" in form.notice.words()
    assert form.page.editor("title").text() == ""
    assert {key: form.page.editor(key).text() for key in ("location", "owner", "slot")} == {
        "location": "Attic",
        "owner": "Ana",
        "slot": "",
    }
    assert not form.changed()
    assert titles(window)[window._table.currentIndex().row()] == "Solaris"
    QTest.keyClicks(form.page.editor("title"), "Mirror")
    save(qtbot, window)
    assert record(window, "mirror").values["location"] == "Attic"
    form.close()
    assert not form.isVisible()


def test_a_film_without_a_disc(qtbot: Any, window: MainWindow) -> None:
    window.findChild(QAction, "action_add").trigger()
    form = form_of(window)
    form._without_disc.setChecked(True)
    assert form.page.editor("owner").isHidden() or not form.page.editor("owner").isVisible()
    QTest.keyClicks(form.page.editor("title"), "Trafic")
    save(qtbot, window)
    assert record(window, "trafic").copy_id is None


def test_an_empty_form_is_refused_in_words(qtbot: Any, window: MainWindow) -> None:
    window.findChild(QAction, "action_add").trigger()
    form = form_of(window)
    form.page.editor("status").clear()
    save(qtbot, window)
    assert "title" in form.notice.words()
    assert form.isVisible()


def test_a_scanner_neither_saves_nor_closes(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    form.page.editor("barcode").setText("191329079843")
    save(qtbot, window)
    window.findChild(QAction, "action_add").trigger()
    code = form.page.editor("barcode")
    QTest.keyClicks(code, "0191329079843")
    QTest.keyClick(code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Stalker" in form.notice.words())
    assert form.isVisible()
    assert form.page.editor("title").text() == "Stalker"
    assert len(window.bus.collection.find("stalker").ids) == 1
    save(qtbot, window)
    assert len(window.bus.collection.find("stalker").ids) == 2


def test_many_records_at_once(qtbot: Any, window: MainWindow) -> None:
    window._table.selectAll()
    window.findChild(QAction, "action_edit").trigger()
    form = form_of(window)
    qtbot.waitUntil(form.isVisible)
    assert form.page.editor("title").placeholderText() == "5 different values"
    assert form.page.editor("kind").text() == "film"
    form.page.editor("store").setText("Corner shop")
    save(qtbot, window)
    assert len(window.bus.collection.find('store:="Corner shop"').ids) >= 4
    assert sorted(titles(window)) == ["Amélie", "Metropolis", "Playtime", "Stalker", "The Piano"]
    window.findChild(QAction, "action_undo").trigger()
    settle(qtbot, window)
    assert len(window.bus.collection.find("has:store").ids) == 0


def test_completions_come_from_values_in_use(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Metropolis")
    asked: list[list[str]] = []
    window.editing._complete("location", "sh", asked.append)
    window.editing._complete("tags", "pi", asked.append)
    window.editing._complete("condition", "", asked.append)
    qtbot.waitUntil(lambda: len(asked) == 3)
    assert {"Shelf/Left", "Shelf/Right"} <= {value for found in asked for value in found}
    assert ["Piano"] in asked
    assert any("sealed" in found for found in asked)
    form.activateWindow()
    location = form.page.editor("location")
    location.setFocus()
    qtbot.waitUntil(location.hasFocus)
    QTest.keyClicks(location, "she")
    qtbot.waitUntil(location.completion.is_open)
    assert location.completion.shown() == ["Shelf", "Shelf/Left", "Shelf/Right"]
    QTest.keyClick(location, Qt.Key.Key_Return)
    assert location.text() == "she"
    location.setFocus()
    QTest.keyClicks(location, "l")
    qtbot.waitUntil(lambda: location.completion.shown() == ["Shelf", "Shelf/Left", "Shelf/Right"])
    QTest.keyClick(location, Qt.Key.Key_Down)
    QTest.keyClick(location, Qt.Key.Key_Down)
    QTest.keyClick(location, Qt.Key.Key_Return)
    assert location.text() == "Shelf/Left"
    assert not location.completion.is_open()
    tags = form.page.editor("tags")
    tags.setFocus()
    QTest.keyClick(tags, Qt.Key.Key_Down)
    qtbot.waitUntil(tags.completion.is_open)
    QTest.keyClick(tags, Qt.Key.Key_Down)
    QTest.keyClick(tags, Qt.Key.Key_Tab)
    assert tags.words() == ["Piano"]
    QTest.keyClicks(tags, "us")
    qtbot.waitUntil(tags.completion.is_open)
    QTest.keyClick(tags, Qt.Key.Key_Escape)
    assert form.isVisible()
    assert not tags.completion.is_open()


def test_stars_are_clicked_in_halves(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Metropolis")
    stars = form.page.editor("my_rating")
    fourth = stars.areas()[3]
    right, left = (fourth.center().toPoint() + QPoint(way, 0) for way in (3, -3))
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=right)
    assert stars.text() == "8"
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=left)
    assert stars.text() == "7"
    QTest.mouseClick(stars, Qt.MouseButton.LeftButton, pos=left)
    assert stars.text() == ""
    QTest.keyClicks(stars, "7,5")
    save(qtbot, window)
    assert record(window, "metropolis").values["my_rating"] == 7.5


def test_stars_go_by_the_keys_and_none_is_not_nought(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Metropolis")
    stars = form.page.editor("my_rating")
    stars.setFocus()
    told = [stars.accessibleDescription()]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(stars, key)
        told.append(stars.accessibleDescription())
    assert told == ["Not rated", "0 of 5 stars", "½ of 5 stars", "0 of 5 stars"]
    assert stars.accessibleName() == "My rating of the film"
    save(qtbot, window)
    assert record(window, "metropolis").values["my_rating"] == 0
    form = edit(qtbot, window, "Metropolis")
    stars = form.page.editor("my_rating")
    assert stars.text() == "0"
    QTest.keyClick(stars, Qt.Key.Key_Left)
    assert stars.text() == ""
    save(qtbot, window)
    assert record(window, "metropolis").values["my_rating"] is None


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("7.5", Qt.Key.Key_Right, "8"),
        ("7.5", Qt.Key.Key_Left, "7"),
        ("10", Qt.Key.Key_Right, "10"),
        ("9.5", Qt.Key.Key_Right, "10"),
        ("0.5", Qt.Key.Key_Left, "0"),
        ("", Qt.Key.Key_Left, ""),
        ("seven", Qt.Key.Key_Left, "seven"),
        ("", Qt.Key.Key_9, "9"),
    ],
)
def test_a_key_goes_to_the_next_half_star(before: str, key: Qt.Key, after: str, qtbot: Any) -> None:
    stars = editor_for(registry.BY_KEY["my_video_rating"], None)
    qtbot.addWidget(stars)
    stars.setText(before)
    QTest.keyClick(stars, key)
    assert stars.text() == after


def test_a_rating_is_drawn_in_the_table_and_on_the_page(qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    [row] = collection.find("metropolis").ids
    table = window._table
    table.set_columns([("title", 0), ("my_rating", 200)])

    def drawn(value: float | None) -> tuple[bytes, str]:
        collection.run(EditRecords((row,), {"my_rating": value}))
        settle(qtbot, window)
        cell = table.visualRect(table.results.index(table.results.row_of(row), 1))
        image = table.viewport().grab(cell).toImage()
        return bytes(image.constBits()), record_pages.value_html(registry.BY_KEY["my_rating"], value)

    pictures = [drawn(value) for value in (None, 0, 1, 1.5, 2, 10)]
    assert len({cell for cell, _ in pictures}) == len(pictures)
    assert [page for _, page in pictures[:2]] == ["", '<img src="stars:0"> 0']
    assert pictures[3][1] == '<img src="stars:1.5"> 1.5'
    page = window._detail._browsers["Personal"]
    kind = QTextDocument.ResourceType.ImageResource.value
    none, some = (page.loadResource(kind, QUrl(f"stars:{rating}")) for rating in (0, 7.5))
    assert not none.isNull()
    assert none != some


def picture_file(folder: Path) -> Path:
    image = QImage(60, 90, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkRed)
    file = folder / "front.png"
    assert image.save(str(file))
    return file


def test_a_front_cover(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    file = picture_file(tmp_path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(mime)
    form.cover.paste()
    assert form.cover.preview.has_picture()
    assert form.changed()
    save(qtbot, window)
    stored = record(window, "metropolis")
    assert stored.picture is not None
    settle(qtbot, window)
    assert window._detail._cover.has_picture()
    edit(qtbot, window, "Metropolis")
    qtbot.waitUntil(form.cover.preview.has_picture)
    form.cover.remove()
    save(qtbot, window)
    assert record(window, "metropolis").picture is None


def test_what_is_no_picture_is_refused(qtbot: Any, window: MainWindow, tmp_path: Path) -> None:
    form = edit(qtbot, window, "Metropolis")
    file = tmp_path / "front.jpg"
    file.write_text("not at all")
    form.cover._read_file(file)
    assert "not a picture" in form.notice.words()
    form.cover._read_file(tmp_path / "gone.jpg")
    assert "could not be read" in form.notice.words()
    QGuiApplication.clipboard().setText("words")
    form.cover.paste()
    assert form.notice.words() == "There is no picture on the clipboard."
    image = QImage(str(picture_file(tmp_path)))
    QGuiApplication.clipboard().setImage(image)
    form.cover.paste()
    assert isinstance(form.cover.data, bytes)
    assert QImage.fromData(form.cover.data).size() == image.size()


def test_the_form_opens_where_it_was(qtbot: Any, open_window: Open, path: Path) -> None:
    window = open_window(path)
    form = edit(qtbot, window, "Metropolis")
    form.resize(700, 600)
    form.close()
    window.close()
    again = open_window(path)
    assert edit(qtbot, again, "Metropolis").size().toTuple() == (700, 600)
