"""Lists of records in the form: a table of cells, and a line that takes typed and pasted lines."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from catalogue.collection import commands
from catalogue.fields import registry
from catalogue.fields.lists import Parts
from catalogue.gui.forms.parts_editor import PartsEditor
from catalogue.gui.forms.texts_editor import TextsEditor
from catalogue.gui.forms.window import FormWindow
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import choose, settle

CAST = [
    {"order": 1, "person": "Ana Silva", "role": "actor", "character": "Queen"},
    {"order": 2, "person": "Bo Li", "role": "Director of Photography", "character": None},
    {"order": 3, "person": "Cy Ra", "role": "actor", "character": None},
]
TABLES = [field for field in registry.FIELDS if field.kind.editor == "parts" and not field.kept]


def edit(qtbot: Any, window: MainWindow, title: str, **values: Any) -> FormWindow:
    choose(window, title)
    [row_id] = window._table.chosen_ids()
    if values:
        window.bus.run(commands.EditRecords((row_id,), values))
    settle(qtbot, window)
    window.editing.edit()
    form = window.editing.form()
    qtbot.waitUntil(lambda: form.isVisible() and form.isActiveWindow())
    form.activateWindow()
    return form


def cast_of(qtbot: Any, window: MainWindow) -> PartsEditor:
    editor = edit(qtbot, window, "Metropolis", credits=CAST).page.editor("credits")
    assert isinstance(editor, PartsEditor)
    return editor


def people(editor: PartsEditor) -> list[str]:
    return [part["person"] for part in editor.parts()]


def stored(window: MainWindow, key: str) -> Any:
    return window.bus.collection.record(window.editing.form().ids[0]).values[key]


def choose_rows(editor: PartsEditor, *rows: int) -> None:
    table = editor.table
    table.setFocus()
    flags = QItemSelectionModel.SelectionFlag
    table.setCurrentIndex(editor.parts_model.index(rows[0], 0))
    table.clearSelection()
    for row in rows:
        table.selectionModel().select(editor.parts_model.index(row, 0), flags.Select | flags.Rows)


def save(qtbot: Any, window: MainWindow) -> None:
    window.editing.form().save()
    settle(qtbot, window)


def test_a_typed_line_becomes_a_row(qtbot: Any, window: MainWindow) -> None:
    cast = cast_of(qtbot, window)
    assert not window.editing.form().changed()
    QTest.keyClicks(cast, "Dee Fox as Page")
    assert cast.text().endswith("Dee Fox as Page")
    QTest.keyClick(cast, Qt.Key.Key_Return)
    assert cast.typed() == ""
    assert cast.parts_model.rowCount() == 4
    QTest.keyClicks(cast, "Eve Hu (composer)")
    save(qtbot, window)
    assert stored(window, "credits") == [
        *CAST,
        {"order": 4, "person": "Dee Fox", "role": "actor", "character": "Page"},
        {"order": 5, "person": "Eve Hu", "role": "composer", "character": None},
    ]


def test_rows_are_moved_and_taken_away_by_keys(qtbot: Any, window: MainWindow) -> None:
    cast = cast_of(qtbot, window)
    choose_rows(cast, 2)
    QTest.keyClick(cast.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert people(cast) == ["Ana Silva", "Cy Ra", "Bo Li"]
    assert cast.table.chosen_rows() == [1]
    QTest.keyClick(cast.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(cast.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert people(cast) == ["Cy Ra", "Ana Silva", "Bo Li"]
    choose_rows(cast, 0, 1)
    QTest.keyClick(cast.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert people(cast) == ["Bo Li", "Cy Ra", "Ana Silva"]
    choose_rows(cast, 1)
    QTest.keyClick(cast.table, Qt.Key.Key_Delete)
    save(qtbot, window)
    assert [(part["order"], part["person"], part["role"]) for part in stored(window, "credits")] == [
        (1, "Bo Li", "Director of Photography"),
        (2, "Ana Silva", "actor"),
    ]


def test_rows_are_copied_and_pasted(qtbot: Any, window: MainWindow) -> None:
    cast = cast_of(qtbot, window)
    choose_rows(cast, 0, 2)
    QTest.keyClick(cast.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Ana Silva as Queen\nCy Ra"
    QGuiApplication.clipboard().setText("Dee Fox as Page\nEve Hu (composer)")
    QTest.keyClick(cast.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert people(cast) == ["Ana Silva", "Bo Li", "Cy Ra", "Dee Fox", "Eve Hu"]
    ratings = window.editing.form().page.editor("ratings")
    ratings.setText("IMDb users 8/10")
    QGuiApplication.clipboard().setText("very good")
    choose_rows(ratings, 0)
    QTest.keyClick(ratings.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert ratings.typed() == "very good"
    assert "is not a rating" in window.editing.form().page.boxes["ratings"].message()


def test_rows_are_dragged(qtbot: Any, window: MainWindow) -> None:
    cast = cast_of(qtbot, window)
    choose_rows(cast, 0)
    model, table = cast.parts_model, cast.table
    assert model.supportedDragActions() & Qt.DropAction.MoveAction
    assert model.canDropMimeData(model.mimeData([model.index(0, 0)]), Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    table.drop_rows(table.visualRect(model.index(1, 0)).bottomLeft())
    assert people(cast) == ["Bo Li", "Ana Silva", "Cy Ra"]
    choose_rows(cast, 2, 1)
    table.drop_rows(table.visualRect(model.index(0, 0)).topLeft())
    assert people(cast) == ["Ana Silva", "Cy Ra", "Bo Li"]
    assert table.chosen_rows() == [0, 1]


def test_a_cell_is_edited_in_its_place(qtbot: Any, window: MainWindow) -> None:
    cast = cast_of(qtbot, window)
    choose_rows(cast, 1)
    cast.table.setCurrentIndex(cast.parts_model.index(1, 2))
    QTest.keyClick(cast.table, Qt.Key.Key_F2)
    line = cast.table.viewport().focusWidget()
    QTest.keyClicks(line, "Himself")
    QTest.keyClick(line, Qt.Key.Key_Return)
    save(qtbot, window)
    assert stored(window, "credits")[1] == {**CAST[1], "character": "Himself"}


def test_a_row_is_added_and_filled_in_cell_by_cell(qtbot: Any, window: MainWindow) -> None:
    ratings = edit(qtbot, window, "Stalker").page.editor("ratings")
    ratings.table.add_row()
    for text in ("IMDb", "users", "8,1", "10", "1200"):
        line = ratings.table.viewport().focusWidget()
        line.setText(text)
        QTest.keyClick(line, Qt.Key.Key_Tab)
    save(qtbot, window)
    assert stored(window, "ratings") == [
        {"source": "IMDb", "audience": "users", "value": 8.1, "scale": 10, "votes": 1200}
    ]


def test_what_is_wrong_in_a_cell_is_said_and_not_lost(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    ratings = form.page.editor("ratings")
    ratings.setText("IMDb users 8/10")
    ratings.parts_model.setData(ratings.parts_model.index(0, 2), "very good")
    assert ratings.parts_model.index(0, 2).data() == "very good"
    assert form.page.boxes["ratings"].message() == "Row 1, rating: “very good” is not a number; write 1500 or 2.5."
    save(qtbot, window)
    assert stored(window, "ratings") == []
    ratings.parts_model.setData(ratings.parts_model.index(0, 2), "9")
    assert form.page.boxes["ratings"].message() == ""
    ratings.parts_model.setData(ratings.parts_model.index(0, 0), "")
    assert form.page.boxes["ratings"].message() == "Row 1 needs source."
    ratings.parts_model.setData(ratings.parts_model.index(0, 0), "IMDb")
    save(qtbot, window)
    assert stored(window, "ratings")[0]["value"] == 9


def test_a_blank_row_is_no_change(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Metropolis", credits=CAST)
    form.page.editor("credits").parts_model.insert_blank(1)
    assert not form.changed()
    assert form.page.check()


@pytest.mark.parametrize("field", TABLES, ids=lambda field: field.key)
def test_every_list_of_records_has_a_table_of_its_cells(field: registry.Field, qtbot: Any, window: MainWindow) -> None:
    page = edit(qtbot, window, "Stalker").page
    editor = page.editor(field.key)
    assert isinstance(editor, PartsEditor)
    assert isinstance(field.kind, Parts)
    if field.of_kinds:
        page.editor("kind").setText(field.of_kinds[0])
    model = editor.parts_model
    headings = [model.headerData(place, Qt.Orientation.Horizontal) for place in range(model.columnCount())]
    assert headings
    assert all(headings)
    assert editor.table.isHidden() == (editor.parts() == [])
    editor.table.add_row()
    assert editor.table.isVisible()


def test_pasted_lines_are_read_as_a_cast_list_when_wished(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Metropolis")
    cast, box = form.page.editor("credits"), form.page.boxes["credits"]
    pasted = QMimeData()
    pasted.setText("Margarita Terekhova ... Maria\nOleg Yankovsky ... Father\nAlla Demidova ... Lisa\n")
    cast.insertFromMimeData(pasted)
    assert cast.parts_model.rowCount() == 3
    assert people(cast)[0] == "Margarita Terekhova ... Maria"
    assert box.offers.labels() == ["Read these 3 lines as a cast list"]
    QTest.keyClick(cast, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    settle(qtbot, window)
    assert [(part["person"], part["character"]) for part in cast.parts()] == [
        ("Margarita Terekhova", "Maria"),
        ("Oleg Yankovsky", "Father"),
        ("Alla Demidova", "Lisa"),
    ]
    assert box.message().startswith("Read 3 people")
    box.offers.take(1)
    assert people(cast)[0] == "Margarita Terekhova ... Maria"


def test_people_and_roles_complete_themselves(qtbot: Any, window: MainWindow) -> None:
    cast_of(qtbot, window)
    complete = window.bus.collection.completions
    assert complete("credits.person", "si") == ["Ana Silva"]
    assert complete("credits.role", "dir") == ["Director of Photography", "director"]
    assert complete("credits.character", "q") == ["Queen"]
    assert complete("ratings.source", "m") == ["Metacritic"]
    assert complete("texts.kind", "syn") == ["synopsis"]
    assert complete("credits.nothing", "x") == []


def test_cells_of_other_tables_complete_themselves(qtbot: Any, window: MainWindow) -> None:
    loan = {"contact": "Ann Ott", "lent": "2026-01-04", "due": None, "returned": None, "note": None}
    seen = {"when": "2026-01-05", "who": "Kerry", "where": "at home", "rating": 8}
    disc = {"disc": 2, "label": "Bonus", "location": "Attic/Box", "storage_device": None, "slot": None}
    edit(qtbot, window, "Stalker", loans=[loan], viewings=[seen], discs=[disc])
    complete = window.bus.collection.completions
    assert complete("loans.contact", "ott") == ["Ann Ott"]
    assert complete("viewings.where", "at") == ["at home"]
    assert complete("discs.location", "box") == ["Attic/Box"]
    assert complete("discs.label", "b") == ["Bonus"]
    assert complete("contents.film", "stal") == ["Stalker (1979)"]
    assert "DTS" in complete("audio_tracks.codec", "d")


def test_loans_and_viewings_are_filled_in_and_saved(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    viewings = form.page.editor("viewings")
    QTest.keyClicks(viewings, "seen")
    QTest.keyClick(viewings, Qt.Key.Key_Return)
    loans = form.page.editor("loans")
    loans.table.add_row()
    for text in ("Ann", "4 Jan 2026"):
        line = loans.table.viewport().focusWidget()
        line.setText(text)
        QTest.keyClick(line, Qt.Key.Key_Tab)
    save(qtbot, window)
    assert stored(window, "loans") == [
        {"contact": "Ann", "lent": "2026-01-04", "due": None, "returned": None, "note": None}
    ]
    assert stored(window, "viewings") == [{"when": None, "who": None, "where": None, "rating": None}]


def test_a_hundred_rows_scroll_inside_their_table(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Metropolis")
    cast = form.page.editor("credits")
    cast.setText("\n".join(f"Person {number} as Role {number}" for number in range(100)))
    assert cast.parts_model.rowCount() == 100
    assert cast.table.height() < 16 * cast.table.verticalHeader().defaultSectionSize()
    choose_rows(cast, 99)
    for _ in range(99):
        QTest.keyClick(cast.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert people(cast)[:2] == ["Person 99", "Person 0"]


TEXTS = [
    {"kind": "summary", "author": "Huggo", "heading": "What happens", "text": "One.\nTwo.", "document": None},
    {"kind": "synopsis", "author": None, "heading": None, "text": "Three.", "document": None},
]


def test_texts_are_chosen_from_a_list_and_edited_beside_it(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker", texts=TEXTS)
    texts = form.page.editor("texts")
    assert isinstance(texts, TextsEditor)
    assert [texts.list.item(row).text() for row in range(2)] == ["Summary: What happens · Huggo", "Synopsis: Three."]
    assert texts.lines["author"].text() == "Huggo"
    assert not form.changed()
    texts.choose(1)
    texts.lines["author"].setText("Ana")
    QTest.keyClicks(texts, "Zero. ")
    save(qtbot, window)
    assert stored(window, "texts") == [TEXTS[0], {**TEXTS[1], "author": "Ana", "text": "Zero. Three."}]


def test_texts_are_added_moved_and_taken_away(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker", texts=TEXTS)
    texts = form.page.editor("texts")
    texts.choose(1)
    QTest.keyClick(texts.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(texts.list, Qt.Key.Key_Insert)
    QTest.keyClicks(texts, "New")
    texts.lines["kind"].setText("note")
    texts.choose(2)
    QTest.keyClick(texts.list, Qt.Key.Key_Delete)
    save(qtbot, window)
    assert [(part["kind"], part["text"]) for part in stored(window, "texts")] == [
        ("synopsis", "Three."),
        ("note", "New"),
    ]
    texts.add()
    assert not form.changed()


def test_a_loan_that_cannot_be_is_refused_beneath_its_table(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    for typed, sentence in (
        ("Ann | lent: 2026-02-04 | returned: 2026-02-01", "would come back before it was lent"),
        ("Ann | lent: 2026-02-04\nBob | lent: 2026-03-01", "at once"),
    ):
        form.page.editor("loans").setText(typed)
        form.save()
        settle(qtbot, window)
        assert sentence in form.page.boxes["loans"].message()
        assert stored(window, "loans") == []
