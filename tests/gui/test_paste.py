"""A pasted page is looked through before it is saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QWidget

from catalogue.collection import Record
from catalogue.exchange import importing
from catalogue.fields.draft import DocumentDraft, FactDraft
from catalogue.gui.dialogs.page import PageDialog
from catalogue.gui.main_window import MainWindow
from catalogue.gui.models.facts import FIELD, SURE, VALUE
from catalogue.gui.widgets.page_text import Mark, PageText
from tests.gui.driving import PAGE, choose, settle, titles


def paste(qtbot: Any, window: MainWindow, text: str = PAGE, attach_to: int | None = None) -> PageDialog:
    window.importing.text(text, attach_to)
    settle(qtbot, window)
    dialog = window.findChild(PageDialog)
    assert dialog.isVisible()
    return dialog


def save(qtbot: Any, window: MainWindow) -> None:
    QTest.mouseClick(window.findChild(QPushButton, "page.save"), Qt.MouseButton.LeftButton)
    settle(qtbot, window)


def row_of(dialog: PageDialog, key: str, text: str = "") -> int:
    return next(number for number, row in enumerate(dialog.facts.rows) if row.fact.field == key and text in row.text())


def put(dialog: PageDialog, row: int, text: str) -> None:
    dialog.facts.setData(dialog.facts.index(row, VALUE), text)


def mirror(window: MainWindow) -> Record:
    record = window.bus.collection.record(window.bus.collection.find("mirror").ids[0])
    assert record is not None
    return record


def test_what_was_understood_is_marked_in_the_page(qtbot: Any, window: MainWindow) -> None:
    dialog = paste(qtbot, window)
    assert dialog.title.text() == "The Mirror"
    assert dialog.text.toPlainText() == PAGE.rstrip("\n") or dialog.text.toPlainText() == PAGE
    marked = {selection.cursor.selectedText() for selection in dialog.text.extraSelections()}
    assert {"The Mirror", "Mosfilm", "4006381333931", "Margarita Terekhova"} <= marked
    assert titles(window) == ["Amélie", "Metropolis", "The Piano", "Playtime", "Stalker"]
    dialog.table.selectRow(row_of(dialog, "barcode"))
    assert dialog.text.textCursor().selectedText() == "4006381333931"


def test_a_place_in_the_page_leads_to_its_fact(qtbot: Any, window: MainWindow) -> None:
    dialog = paste(qtbot, window)
    dialog.activateWindow()
    dialog.text.setFocus()
    qtbot.waitUntil(dialog.text.hasFocus)
    cursor = QTextCursor(dialog.text.document())
    cursor.setPosition(PAGE.index("4006381333931") + 3)
    dialog.text.setTextCursor(cursor)
    assert dialog.table.currentIndex().row() == row_of(dialog, "barcode")


def test_corrections_are_words_of_the_person(qtbot: Any, window: MainWindow) -> None:
    dialog = paste(qtbot, window)
    put(dialog, row_of(dialog, "runtime_minutes"), "1:48")
    put(dialog, row_of(dialog, "certifications"), "United States: PG")
    put(dialog, row_of(dialog, "tags"), "dreams; memory")
    tick = dialog.facts.index(row_of(dialog, "format"), FIELD)
    dialog.facts.setData(tick, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert dialog.facts.index(tick.row(), SURE).data() == "left out"
    save(qtbot, window)
    values = mirror(window).values
    assert values["runtime_minutes"] == 108
    assert values["certifications"] == [{"country": "United States", "rating": "PG"}]
    assert values["tags"] == ["dreams", "memory"]
    assert values["format"] is None
    by_hand = {(source.field, source.subject) for source in mirror(window).sources if source.document_id is None}
    assert by_hand == {("runtime_minutes", None), ("certifications", "United States"), ("tags", None)}
    assert window.bus.collection.history()[0].label == "Import 1 document"
    assert window.bus.collection.history()[1].label.startswith("Add")


def test_another_title_and_year(qtbot: Any, window: MainWindow) -> None:
    dialog = paste(qtbot, window)
    dialog.title.setText("Zerkalo")
    dialog.year.setText("1974")
    settle(qtbot, window)
    assert dialog.belongs.currentText() == "A new film"
    save(qtbot, window)
    [row] = window.bus.collection.find("zerkalo").ids
    assert window.bus.collection.record(row).values["year"] == 1974


def test_the_film_that_was_found_is_offered(qtbot: Any, window: MainWindow) -> None:
    dialog = paste(qtbot, window)
    dialog.title.setText("Stalker")
    dialog.year.setText("1979")
    qtbot.waitUntil(lambda: dialog.belongs.currentText() == "Stalker (1979), in the catalogue")
    save(qtbot, window)
    films = {window.bus.collection.record(row).film_id for row in window.bus.collection.find("stalker").ids}
    assert len(films) == 1


def test_a_new_film_in_spite_of_its_title(qtbot: Any, window: MainWindow) -> None:
    dialog = paste(qtbot, window)
    dialog.title.setText("Stalker")
    dialog.year.setText("1979")
    qtbot.waitUntil(lambda: dialog.belongs.count() == 2)
    dialog.belongs.setCurrentIndex(1)
    dialog.belongs.activated.emit(1)
    save(qtbot, window)
    films = {window.bus.collection.record(row).film_id for row in window.bus.collection.find("stalker").ids}
    assert len(films) == 2


def test_a_wrong_value_is_said_and_kept(qtbot: Any, window: MainWindow) -> None:
    dialog = paste(qtbot, window)
    row = row_of(dialog, "runtime_minutes")
    put(dialog, row, "long")
    assert dialog.facts.index(row, VALUE).data() == "long"
    save(qtbot, window)
    assert dialog.isVisible()
    assert dialog.notice.words() == dialog.facts.index(row, SURE).data()
    assert dialog.table.currentIndex().row() == row
    put(dialog, row, "106")
    save(qtbot, window)
    assert mirror(window).values["runtime_minutes"] == 106


def test_what_is_no_page_is_one_sentence(qtbot: Any, window: MainWindow) -> None:
    window.importing.text("eggs\nand milk")
    settle(qtbot, window)
    assert window._notice.words().startswith("This is not a page")
    assert window.findChild(PageDialog) is None


def test_a_known_page_says_so_and_takes_corrections(qtbot: Any, window: MainWindow) -> None:
    paste(qtbot, window)
    save(qtbot, window)
    dialog = paste(qtbot, window)
    assert "has this page already" in dialog.notice.words()
    put(dialog, row_of(dialog, "runtime_minutes"), "111")
    save(qtbot, window)
    assert mirror(window).values["runtime_minutes"] == 111
    assert len(mirror(window).documents) == 1


def test_a_page_for_the_chosen_record(qtbot: Any, window: MainWindow) -> None:
    choose(window, "Metropolis")
    dialog = paste(qtbot, window, attach_to=window._table.chosen_ids()[0])
    assert not dialog.belongs.isEnabled()
    dialog.year.setText("1930")
    save(qtbot, window)
    record = window.bus.collection.record(window.bus.collection.find("attic").ids[0])
    assert len(record.documents) == 1


def test_a_page_is_pasted_into_a_new_record(qtbot: Any, window: MainWindow) -> None:
    window._actions.add.trigger()
    form = window.editing.form()
    QGuiApplication.clipboard().setText(PAGE)
    QTest.keyClick(form.page.editor("title"), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert form.page.editor("title").text() == ""
    assert window.findChild(PageDialog).isVisible()


def test_nothing_is_saved_by_cancel(qtbot: Any, window: MainWindow) -> None:
    paste(qtbot, window).reject()
    settle(qtbot, window)
    assert len(window.bus.collection.find("mirror").ids) == 0


@pytest.fixture
def doubtful(qtbot: Any, window: MainWindow) -> PageDialog:
    """A page with all sorts of doubts, and a text of several lines."""
    words = "Ida \U0001f3a5\r\nAna\r\nBen\r\nA nun\r\nlearns of her past."
    part = {"order": 1, "person": "Ana", "role": "actor", "character": None}
    other = {**part, "character": "Ben"}
    text = {"kind": "summary", "author": None, "heading": None, "text": "A nun\nlearns of her past."}
    ana, nun = words.index("Ana"), words.index("A nun")
    facts = (
        FactDraft("film", "title", "Ida", None, 0, 3, 0.3, "It is a guess.", ("Ana",)),
        FactDraft("film", "credits", part, "Ana", ana, ana + 3, 0.3, "It may be a role.", (other,)),
        FactDraft("film", "mentions", {"person": "Ben", "character": "Wanda"}, "Ben"),
        FactDraft("film", "texts", text, None, nun, len(words), 0.8),
    )
    draft = DocumentDraft("title_page", words, facts=facts)
    match = window.bus.collection.match(draft)
    dialog = PageDialog(draft, importing.page_words(draft), match, window.bus, window)
    dialog.save_wanted.connect(lambda incoming: window.importing._save_page(dialog, incoming))
    dialog.show()
    return dialog


def test_doubts_are_marked_and_offer_what_else_it_may_be(qtbot: Any, window: MainWindow, doubtful: PageDialog) -> None:
    # The selections own their formats.
    selections = doubtful.text.extraSelections()
    marks = {one.cursor.selectedText(): one.format for one in selections}
    assert set(marks) == {"Ida", "Ana", "A nun\u2029learns of her past."}
    assert marks["Ana"].property(QTextFormat.Property.TextUnderlineStyle) is not None
    assert marks["Ana"].background() != marks["A nun\u2029learns of her past."].background()
    assert doubtful._summary.text() == "3 facts, 1 of them doubtful"
    assert "It is a guess." in doubtful._title_doubt.text()
    QTest.mouseClick(doubtful._next_doubt, Qt.MouseButton.LeftButton)
    index = doubtful.table.currentIndex()
    assert index.siblingAtColumn(SURE).data() == "doubtful: It may be a role."
    doubtful.table.edit(index)
    editor = doubtful.table.findChild(QComboBox)
    assert [editor.itemText(number) for number in range(editor.count())] == ["Ana", "Ana as Ben"]
    editor.setCurrentText("Ana as Ben")
    save(qtbot, window)
    record = window.bus.collection.record(window.bus.collection.find("title:ida").ids[0])
    assert [(part["person"], part["character"]) for part in record.values["credits"]] == [("Ana", "Ben")]
    assert [review.field for review in record.reviews] == ["title"]


def test_a_text_is_corrected_in_an_editor_of_several_lines(
    qtbot: Any, window: MainWindow, doubtful: PageDialog
) -> None:
    row = row_of(doubtful, "texts")
    assert doubtful.facts.index(row, FIELD).data() == "Summary"
    doubtful.table.edit(doubtful.facts.index(row, VALUE))
    editor = next(one for one in doubtful.table.findChildren(QPlainTextEdit))
    assert editor.height() > 60
    editor.setPlainText("[summary]\nA nun learns of her aunt.")
    editor.document().setModified(True)
    doubtful.title.setFocus()
    doubtful.facts.setData(doubtful.facts.index(row, VALUE), editor.toPlainText())
    QTest.mouseClick(doubtful._perhaps.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert doubtful.title.text() == "Ana"
    save(qtbot, window)
    record = window.bus.collection.record(window.bus.collection.find("title:ana").ids[0])
    assert [text["text"] for text in record.values["texts"]] == ["A nun learns of her aunt."]
    assert record.reviews[0].field == "credits"


def test_space_leaves_a_fact_out(doubtful: PageDialog) -> None:
    doubtful.table.setCurrentIndex(doubtful.facts.index(1, VALUE))
    QTest.keyClick(doubtful.table, Qt.Key.Key_Space)
    assert [row.keep for row in doubtful.facts.rows] == [True, False, True]
    assert len(doubtful.incoming().draft.facts) == 3
    QTest.keyClick(doubtful.table, Qt.Key.Key_Space)
    assert doubtful.incoming().draft == replace(doubtful._draft)


def test_marks_stand_where_qt_counts_them(qapp: QWidget) -> None:
    words = "\U0001f3a5 a\r\nb\r\nłódź"
    text = PageText(words)
    start = words.index("łódź")
    text.set_marks([Mark(start, start + 4, left_out=True)])
    [selection] = text.extraSelections()
    assert selection.cursor.selectedText() == "łódź"
    assert selection.format.fontStrikeOut()
    text.deleteLater()
