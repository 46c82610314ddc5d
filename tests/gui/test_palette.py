"""Every action can be done by typing a part of its words."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from catalogue.gui.dialogs.palette import CommandPalette, ranked, words_of
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import choose, settle, titles


@pytest.fixture
def palette(qtbot: Any, window: MainWindow) -> CommandPalette:
    """The palette as Ctrl+K opens it."""
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    opened = window.findChild(CommandPalette, "palette")
    assert opened is not None
    return opened


def shown(palette: CommandPalette) -> list[str]:
    return [palette.model.index(row).data() for row in range(palette.model.rowCount())]


def test_it_offers_every_action_and_those_that_can_be_done_first(palette: CommandPalette, window: MainWindow) -> None:
    actions = window._actions.all()
    assert sorted(shown(palette)) == sorted(map(words_of, actions))
    enabled = [palette.model.action(palette.model.index(row)).isEnabled() for row in range(len(actions))]
    assert enabled == sorted(enabled, reverse=True)


def test_typing_finds_by_parts_of_words_in_any_case(palette: CommandPalette, qtbot: Any) -> None:
    qtbot.keyClicks(palette.line, "SIDE")
    assert shown(palette) == ["Sidebar"]
    palette.line.setText("zzz")
    assert shown(palette) == []
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_enter_does_what_is_marked_and_closes(qtbot: Any, palette: CommandPalette, window: MainWindow) -> None:
    choose(window, "Stalker")
    palette.line.setText("trash")
    assert shown(palette)[0] == "Move to the trash"
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert "Stalker" not in titles(window)
    QApplication.processEvents()
    assert window.findChild(QWidget, "palette") is None or not window.findChild(QWidget, "palette").isVisible()


def test_the_arrows_walk_through_the_list_without_leaving_the_line(qtbot: Any, palette: CommandPalette) -> None:
    for _ in range(3):
        qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 3
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 2
    assert palette.line.hasFocus() or QApplication.focusWidget() is palette.line


def test_what_cannot_be_done_now_is_not_done(palette: CommandPalette, window: MainWindow) -> None:
    window._actions.restore.setEnabled(False)
    palette.line.setText("restore from the trash")
    [row] = shown(palette)
    assert row == "Restore from the trash"
    palette._take(palette.model.index(0))
    assert palette.isVisible()


def test_words_that_begin_with_what_was_typed_come_before_others(window: MainWindow) -> None:
    found = [words_of(action) for action in ranked("re", window._actions.all()) if action.isEnabled()]
    assert found[0].lower().split()[0].startswith("re")
