"""Records with a megabyte in one value: the window shows what can be read, and the form has the whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from catalogue.collection import Collection, commands
from catalogue.gui.main_window import MainWindow
from catalogue.gui.models.facets import FacetModel
from tests.gui.driving import Open, settle, titles

LONG = "x" * 1_000_000


@pytest.fixture
def long_window(open_window: Open, path: Path) -> MainWindow:
    """A window with a disc of endless words in a place a thousand levels deep."""
    collection = Collection.open(path)
    place = "/".join(f"p{number}" for number in range(1000))
    collection.run(commands.AddRecord({"title": f"Aaa{LONG}", "notes": LONG, "location": place}))
    collection.close()
    return open_window(path)


def test_it_is_shown_shortened_and_edited_whole(qtbot: Any, long_window: MainWindow) -> None:
    window = long_window
    results = window.findChild(QWidget, "results")
    row = next(row for row, title in enumerate(titles(window)) if title.startswith("Aaax"))
    cell = results.model().index(row, 0)
    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        assert len(cell.data(role)) <= 1000
        assert cell.data(role).endswith("…")
    results.selectRow(row)
    settle(qtbot, window)
    assert len(window._detail._title.text()) <= 400
    window._detail.open_page("Personal")
    shown = window._detail._browsers["Personal"].toPlainText()
    assert "1,000,000 letters in all" in shown
    assert len(shown) < 60_000
    window._actions.edit.trigger()
    settle(qtbot, window)
    notes = window.findChild(QPlainTextEdit, "form.notes")
    assert notes.toPlainText() == LONG
    assert window.findChild(QWidget, "form.title").text() == f"Aaa{LONG}"


def test_all_levels_of_places_are_found(qtbot: Any, long_window: MainWindow) -> None:
    places = long_window.findChild(QWidget, "places").model()
    assert isinstance(places, FacetModel)
    deepest = "/".join(f"p{number}" for number in range(1000))
    assert places.find(deepest).isValid()
