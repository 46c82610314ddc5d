"""A window on a catalogue of its own, closed after each test; the pages are written here, not read from the seeds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from catalogue.collection import Collection, commands
from catalogue.gui.app import create_window
from catalogue.gui.main_window import MainWindow
from tests.gui.driving import Open, close, settle

FILMS: tuple[dict[str, Any], ...] = (
    {"title": "Stalker", "year": 1979, "format": "Blu-ray", "location": "Shelf/Left", "owner": "Ana", "tags": ["USSR"]},
    {"title": "The Piano", "year": 1993, "format": "DVD", "location": "Shelf/Right", "owner": "Ben", "tags": ["Piano"]},
    {
        "title": "Amélie",
        "year": 2001,
        "format": "DVD",
        "location": "Cellar",
        "owner": "Ana",
        "tags": ["Paris", "Piano"],
    },
    {"title": "Metropolis", "year": 1927, "format": "VHS", "notes": "worn"},
)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with four discs and a film without one."""
    file = tmp_path_factory.mktemp("template") / "films.db"
    collection = Collection.open(file)
    for values in FILMS:
        collection.run(commands.AddRecord(values))
    collection.run(commands.AddRecord({"title": "Playtime", "year": 1967}, disc=False))
    collection.close()
    return file


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """A copy of that catalogue for one test."""
    return Path(shutil.copy(template, tmp_path / "films.db"))


@pytest.fixture
def open_window(qtbot: Any) -> Iterator[Open]:
    """Opens windows and waits for their first result; closes what a test leaves open."""
    opened: list[MainWindow] = []

    def start(path: Path) -> MainWindow:
        window = create_window(path)
        opened.append(window)
        # Qt goes on holding the Ctrl of the last key that a test before this one clicked; a key without it lets go.
        QTest.keyClick(window, Qt.Key.Key_F24)
        settle(qtbot, window)
        return window

    yield start
    for window in opened:
        close(qtbot, window)
    # A clipboard that outlives Python must not hold what Python made.
    QApplication.clipboard().clear()
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def window(open_window: Open, path: Path) -> MainWindow:
    """The window on the small catalogue."""
    return open_window(path)
