"""Words in quotation marks in the line of chips: one word, whatever separates others."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from catalogue.fields.registry import BY_KEY
from catalogue.gui.forms.chips import ChipsEditor
from catalogue.gui.main_window import MainWindow
from tests.gui.test_form_values import edit, save, stored


def chips(qtbot: Any, key: str = "tags") -> ChipsEditor:
    editor = ChipsEditor(BY_KEY[key], None)
    qtbot.addWidget(editor)
    editor.show()
    return editor


@pytest.mark.parametrize(
    ("keys", "words", "typed"),
    [
        ('"a;b"\r', ["a;b"], ""),
        ('"a;b";c\r', ["a;b", "c"], ""),
        ('x, "Paris, Texas", y', ["x", "Paris, Texas"], "y"),
        ('12" version;b\r', ['12" version', "b"], ""),
        ('"Weird Al" Yankovic\r', ['"Weird Al" Yankovic'], ""),
        ('"Heroes",b\r', ['"Heroes"', "b"], ""),
        ('"never closed; b\r', ['"never closed', "b"], ""),
        ('"a;', [], '"a;'),
        ("“a;b”\r", ["“a", "b”"], ""),
    ],
)
def test_keys_make_chips(qtbot: Any, keys: str, words: list[str], typed: str) -> None:
    editor = chips(qtbot)
    for key in keys:
        if key == "\r":
            QTest.keyClick(editor, Qt.Key.Key_Return)
        elif key in "“”":
            editor.insert(key)
        else:
            QTest.keyClicks(editor, key)
    assert (editor.words(), editor.typed()) == (words, typed)
    again = chips(qtbot)
    again.setText(editor.text())
    assert again.words() == [*words, *([typed] if typed and typed == "y" else ['"a'] if typed else [])]


def test_a_word_that_was_chosen_is_one_word(qtbot: Any) -> None:
    editor = chips(qtbot, "studios")
    editor._add('Foo; "Bar" Ltd')
    assert editor.words() == ['Foo; "Bar" Ltd']


def test_a_form_keeps_the_words_that_it_shows(qtbot: Any, window: MainWindow) -> None:
    form = edit(qtbot, window, "Stalker")
    editor = form.page.editor("tags")
    editor.setFocus()
    before = editor.words()
    QTest.keyClicks(editor, '"a;b"')
    QTest.keyClick(editor, Qt.Key.Key_Return)
    save(qtbot, window)
    assert stored(window, "tags") == [*before, "a;b"]
    form = edit(qtbot, window, "Stalker")
    editor = form.page.editor("tags")
    assert editor.words() == [*before, "a;b"]
    editor.setFocus()
    QTest.keyClicks(editor, "c,")
    save(qtbot, window)
    assert stored(window, "tags") == [*before, "a;b", "c"]
