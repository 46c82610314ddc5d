"""Whoever cannot see the window can still tell what has the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from catalogue.collection import DocumentInfo, Kept, Plan, Preview
from catalogue.collection.reading import Review
from catalogue.exchange.rereading import Rereading
from catalogue.gui import failures
from catalogue.gui.dialogs.preview import PreviewDialog
from catalogue.gui.dialogs.reread import RereadDialog
from catalogue.gui.dialogs.revert import RevertDialog
from catalogue.gui.dialogs.settings import ForgetDialog
from catalogue.gui.main_window import MainWindow
from catalogue.gui.widgets.notice import Notice
from tests.gui.driving import PAGE, choose, settle, titles


def nameless(top: QWidget) -> Iterator[str]:
    """Widgets that take the keyboard and say nothing of themselves."""
    for widget in [top, *top.findChildren(QWidget)]:
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(top) or widget is top:
            continue
        # The viewport inside of a view, and what Qt puts into a tab bar, speak through their parent.
        if widget.objectName().startswith("qt_") or widget.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            yield f"{type(widget).__name__} {widget.objectName()} in {type(widget.parentWidget()).__name__}"


def test_every_window_can_be_told(
    qtbot: Any, window: MainWindow, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    actions = window._actions
    choose(window, titles(window)[0])
    settle(qtbot, window)
    actions.edit.trigger()
    actions.shortcuts.trigger()
    actions.about.trigger()
    actions.own_fields.trigger()
    actions.commands.trigger()
    actions.lend.trigger()
    actions.seen.trigger()
    for action in (actions.replace, actions.values, actions.places, actions.move, actions.renumber):
        action.trigger()
    PreviewDialog(Preview("Edit", 0, {}), {}, parent=window).show()
    window.importing.files([tmp_path / "missing.txt"])
    window.importing.text(PAGE)
    window.reviewing._open_dialog("Which?", "Stalker", 1979, lambda *_: None)
    RereadDialog(Rereading({}, ()), {}, window).show()
    actions.history.trigger()
    actions.settings.trigger()
    kept = [Kept("copy:1", "Stalker", "Location", "Attic", "Cellar", "Shelf")]
    RevertDialog(Plan(window.bus.collection.history()[0], kept), window).show()
    ForgetDialog(30, window).show()
    window.retracing.trash.show_count(2, True)
    window.reviewing.waiting.show_documents([DocumentInfo(1, "article", None, "A page", "", "2026-01-01")], True)
    record = window.bus.collection.record(window.bus.collection.find("stalker").ids[0])
    settle(qtbot, window)
    reviews = (Review("title", None, "A guess.", ("Solaris",)), Review("film", None, "Two of them.", (1,)))
    window._detail.review.show_record(replace(record, reviews=reviews), {1: "Solaris (1972)"})
    assert len(window._detail.review.buttons()) == 6
    failures.show(RuntimeError("x"), window.findChild(Notice))
    caplog.clear()
    window._chips.query_wanted.emit("tag:piano nonsense:x")
    settle(qtbot, window)
    names = {
        "main",
        "form",
        "shortcuts",
        "about",
        "palette",
        "receipt",
        "failure",
        "page",
        "which_film",
        "reread",
        "lend",
        "seen",
    }
    names |= {"replace", "values", "places_dialog", "move", "renumber", "preview"}
    names |= {"history", "revert", "settings", "forget", "own_fields"}
    tops = [top for top in QApplication.topLevelWidgets() if top.objectName() in names and top.isVisible()]
    assert {top.objectName() for top in tops} == names
    for top in tops:
        assert list(nameless(top)) == [], top.objectName()
    window.editing.form().reject()
    actions.add.trigger()
    assert list(nameless(window.editing.form())) == []
    window._actions.find.trigger()
    for page in (window._start, window._nothing):
        page.show()
        assert list(nameless(page)) == []


def test_actions_say_what_they_do(window: MainWindow) -> None:
    for action in window.findChildren(QAction):
        if action.objectName().startswith("action_"):
            assert action.text()
            assert action.toolTip()
    keys = [action.shortcut().toString() for action in window._actions.all() if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))


def test_tab_reaches_every_pane(window: MainWindow) -> None:
    reached = set()
    widget: QWidget = window._search
    for _ in range(400):
        widget = widget.nextInFocusChain()
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            reached.add(widget.objectName())
    assert {"search", "results", "places", "tags", "library", "browse", "browse_field"} <= reached


def test_the_file_picker_is_named(window: MainWindow) -> None:
    window._actions.import_.trigger()
    picker = window.findChild(QFileDialog, "import_files")
    assert picker.windowTitle() == "Import files"
    picker.reject()
