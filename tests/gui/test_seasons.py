"""A season is added in the form, its episodes pasted into a table; each has its page and its form."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from catalogue.gui.main_window import MainWindow
from tests.gui.driving import choose, settle, titles

LIST = "1. Premiere 44 min\n2. Throne for a Loss\n3. Exodus from Genesis | seen: yes\n"


def test_a_season_is_typed_with_its_episodes(qtbot: Any, window: MainWindow) -> None:
    window._actions.add.trigger()
    form = window.editing.form()
    settle(qtbot, window)
    episodes = form.page.boxes["episodes"]
    assert episodes.isHidden()
    window._actions.add_season.trigger()
    settle(qtbot, window)
    assert form.page.editor("kind").text() == "season"
    assert not episodes.isHidden()
    QTest.keyClicks(form.page.editor("title"), "Farscape: Season 1")
    QTest.keyClicks(form.page.editor("season"), "1")
    QApplication.clipboard().setText(LIST)
    episodes.editor.setFocus()
    QTest.keyClick(episodes.editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert "was added" in form.notice.words()
    form.hide()

    assert "Farscape: Season 1" in titles(window)
    assert "Premiere" not in titles(window)
    choose(window, "Farscape: Season 1")
    settle(qtbot, window)
    about = window._detail._browsers["About"].toPlainText()
    assert "1x01 Premiere, 44 min" in about
    assert "1x03 Exodus from Genesis, seen" in about

    window._actions.scope_films.trigger()
    settle(qtbot, window)
    choose(window, "Throne for a Loss")
    settle(qtbot, window)
    assert "Farscape: Season 1" in window._detail._browsers["About"].toPlainText()
    window._actions.edit.trigger()
    settle(qtbot, window)
    assert [form.page.editor(key).text() for key in ("kind", "season", "episode")] == ["episode", "1", "2"]
    assert form.page.editor("parent").text() == "Farscape: Season 1"
    assert form.page.boxes["location"].isHidden()
