"""Several records in the form: their lists are added to, never replaced without a word."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from catalogue.collection import Collection, commands
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import settle

HELD = "; what you type is added"


def edit_all(qtbot: Any, window: MainWindow, query: str = "") -> FormWindow:
    window._search.set_query(query)
    settle(qtbot, window)
    window._table.selectAll()
    settle(qtbot, window)
    window.findChild(QAction, "action_edit").trigger()
    form = window.editing.form()
    qtbot.waitUntil(lambda: form.isVisible() and form.mode == "many")
    return form


def save(qtbot: Any, window: MainWindow) -> None:
    form = window.editing.form()
    form.save_button.click()
    settle(qtbot, window)
    assert not form.isVisible(), form.notice.words()


def values(collection: Collection, key: str) -> dict[str, Any]:
    rows = collection.rows(collection.find("").ids, ["title", key])
    return {row.values["title"]: row.values[key] for row in rows.values()}


def test_a_tag_is_added_to_what_each_has(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    tags = form.page.editor("tags")
    assert tags.placeholderText() == f"4 different values{HELD}"
    assert form.page.editor("title").placeholderText() == "5 different values"
    QTest.keyClicks(tags, "seen")
    save(qtbot, window)
    # A film without a disc has no tags of its own.
    assert values(window.bus.collection, "tags") == {
        "Stalker": ["USSR", "seen"],
        "The Piano": ["Piano", "seen"],
        "Amélie": ["Paris", "Piano", "seen"],
        "Metropolis": ["seen"],
        "Playtime": [],
    }
    window.findChild(QAction, "action_undo").trigger()
    settle(qtbot, window)
    assert values(window.bus.collection, "tags")["Amélie"] == ["Paris", "Piano"]


def test_a_list_that_all_share_changes_by_its_difference(qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    ids = tuple(row_id for row_id in collection.find("").ids if row_id > 0)
    collection.run(commands.EditRecords(ids, {"tags": ["one", "two"]}))
    settle(qtbot, window)
    form = edit_all(qtbot, window, "tag:one")
    tags = form.page.editor("tags")
    assert tags.words() == ["one", "two"]
    # Meanwhile another tag comes to one of them: it stays.
    [stalker] = collection.find("stalker").ids
    collection.run(commands.EditRecords((stalker,), add={"tags": ["dust"]}))
    settle(qtbot, window)
    QTest.keyClick(tags, Qt.Key.Key_Backspace)
    QTest.keyClicks(tags, "three")
    save(qtbot, window)
    found = values(collection, "tags")
    assert found["Stalker"] == ["one", "dust", "three"]
    assert found["Amélie"] == found["Metropolis"] == ["one", "three"]


def test_a_new_order_of_a_shared_list_is_written(qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    collection.run(commands.EditRecords(collection.find("").ids, {"genres": ["Drama", "War"]}))
    settle(qtbot, window)
    form = edit_all(qtbot, window)
    form.page.editor("genres").setText("War; Drama")
    assert form.page.wishes().values == {"genres": ["War", "Drama"]}
    save(qtbot, window)
    assert set(map(tuple, values(collection, "genres").values())) == {("War", "Drama")}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("genres", "Comedy"),
        ("certifications", "France: 12"),
        ("links", "Trailer https://example.org/t"),
        ("credits", "Ana Silva as Queen"),
        ("texts", "Somebody walks into a house."),
    ],
)
def test_every_kind_of_list_is_added_to(key: str, text: str, qtbot: Any, window: MainWindow) -> None:
    collection = window.bus.collection
    first = {
        "genres": ["Drama"],
        "certifications": [{"country": "Spain", "rating": "A"}],
        "links": [{"label": "Site", "url": "https://example.org"}],
        "credits": [
            {"order": 1, "person": "Bo Li", "role": "actor", "character": None},
            {"order": 2, "person": "Cy Ra", "role": "actor", "character": None},
        ],
        "texts": [{"kind": "summary", "author": None, "heading": None, "text": "A stone is found."}],
    }[key]
    [stalker] = collection.find("stalker").ids
    collection.run(commands.EditRecords((stalker,), {key: first}))
    settle(qtbot, window)
    form = edit_all(qtbot, window)
    editor = form.page.editor(key)
    assert editor.placeholderText() == f"2 different values{HELD}"
    editor.setText(text)
    save(qtbot, window)
    found = values(collection, key)
    assert len(found["Stalker"]) == len(first) + 1
    assert len(found["Amélie"]) == len(found["Playtime"]) == 1
    if key == "credits":
        assert [part["order"] for part in found["Stalker"]] == [1, 2, 3]
        assert found["Stalker"][-1]["person"] == "Ana Silva"


def test_what_is_discarded_is_gone(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    form.page.editor("tags").setText("seen")
    form._discard(form.hide)
    assert not form.changed()
    assert form.page.editor("tags").placeholderText().endswith(HELD)


def test_records_that_go_are_told_of(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    window.bus.run(commands.DeleteRecords(form.ids[:2]))
    qtbot.waitUntil(
        lambda: form.notice.words() == "2 of these 5 records are in the trash or no longer there.", timeout=5000
    )
    window.bus.undo()
    qtbot.waitUntil(lambda: not form.notice.words())


def tick(form: FormWindow, key: str) -> None:
    head = form.page.boxes[key].many
    assert head is not None
    head.box.click()


def ticked(form: FormWindow) -> list[str]:
    return [key for key, box in form.page.boxes.items() if box.many is not None and box.many.box.isChecked()]


def test_typing_ticks_a_field_and_unticking_brings_back_what_was_there(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    assert ticked(form) == []
    owner = form.page.editor("owner")
    QTest.keyClicks(owner, "Cy")
    assert ticked(form) == ["owner"]
    tick(form, "owner")
    assert (ticked(form), owner.text()) == ([], "")
    assert not form.changed()


def test_a_tick_alone_empties_what_differs(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    tick(form, "owner")
    assert form.page.boxes["owner"].message() == "It is emptied in all of them."
    tick(form, "tags")
    assert form.page.boxes["tags"].message() == ""
    assert form.page.wishes().values == {"owner": None}
    save(qtbot, window)
    assert set(values(window.bus.collection, "owner").values()) == {None}
    assert values(window.bus.collection, "tags")["Stalker"] == ["USSR"]


@pytest.mark.parametrize(
    ("way", "amelie", "metropolis"),
    [
        ("Add", ["Paris", "Piano", "seen"], ["Piano", "seen"]),
        ("Remove", ["Paris"], []),
        ("Replace", ["Piano", "seen"], ["Piano", "seen"]),
    ],
)
def test_entries_are_added_removed_or_put_in_place(
    way: str, amelie: list[str], metropolis: list[str], qtbot: Any, window: MainWindow
) -> None:
    form = edit_all(qtbot, window)
    head = form.page.boxes["tags"].many
    assert head is not None
    head.ways.setCurrentText(way)
    head.way_changed.emit()
    form.page.editor("tags").setText("Piano; seen")
    save(qtbot, window)
    found = values(window.bus.collection, "tags")
    assert (found["Amélie"], found["Metropolis"]) == (amelie, metropolis)


def test_what_will_change_is_shown_before(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    QTest.keyClicks(form.page.editor("owner"), "Ana")
    form.findChild(QPushButton, "form.preview").click()
    settle(qtbot, window)
    preview = form.findChild(QWidget, "preview")
    rows = preview.table.changes
    found = [[rows.index(row, column).data() for column in range(4)] for row in range(rows.rowCount())]
    assert found == [["The Piano (1993)", "Owner", "Ben", "Ana"], ["Metropolis (1927)", "Owner", "", "Ana"]]
    assert values(window.bus.collection, "owner")["The Piano"] == "Ben"
    preview.apply.click()
    settle(qtbot, window)
    assert values(window.bus.collection, "owner")["The Piano"] == "Ana"
    assert not form.isVisible()
    assert window.bus.collection.undo_label() == "Edit 2 discs: owner"


def test_nothing_ticked_has_no_preview(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    form.findChild(QPushButton, "form.preview").click()
    assert form.notice.words() == "Nothing is ticked, or nothing would change."


def test_one_record_has_no_ticks(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    form.hide()
    window.editing._begin_edit(form.ids[0])
    assert all(box.many is None or box.many.isHidden() for box in form.page.boxes.values())
    assert not form.page.boxes["owner"].label.isHidden()
    assert form.page.boxes["credits"].label.isHidden()


def test_a_section_that_is_laid_out_anew_keeps_its_ticks(qtbot: Any, window: MainWindow) -> None:
    form = edit_all(qtbot, window)
    QTest.keyClicks(form.page.editor("owner"), "Cy")
    own = str(window.bus.collection.run(commands.AddField("Signed by", entity="copy")).result)
    settle(qtbot, window)
    assert ticked(form) == ["owner"]
    for key in ("owner", "tags", "location", own):
        box = form.page.boxes[key]
        assert box.many is not None
        assert not box.many.isHidden()
        assert box.label.isHidden()
