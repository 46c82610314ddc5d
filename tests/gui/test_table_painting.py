"""The table paints its rows itself: every cell stands in its column, in whatever order they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QImage, QPalette

from catalogue.gui.main_window import MainWindow
from catalogue.gui.views.table import ResultsTable
from catalogue.gui.widgets.elided import Elided
from tests.gui.driving import choose


@pytest.fixture
def table(window: MainWindow) -> ResultsTable:
    window.resize(1500, 800)
    return window._table


def inked(table: ResultsTable) -> list[list[bool]]:
    """Which cells have something painted on their ground, by row and logical column."""
    picture = table.viewport().grab().toImage()
    count = table.results.columnCount()
    rows = range(table.results.rowCount())
    return [[_has_ink(picture, table.visualRect(table.results.index(row, n))) for n in range(count)] for row in rows]


def _has_ink(picture: QImage, area: QRect) -> bool:
    ground = picture.pixelColor(area.x() + 1, area.y() + 1)
    # The line below belongs to the row that the keyboard stands on.
    return any(
        _differs(picture.pixelColor(x, y), ground)
        for x in range(area.x(), min(area.right(), picture.width() - 1))
        for y in range(area.y() + 2, area.bottom() - 1)
    )


def _differs(one: QColor, other: QColor) -> bool:
    return abs(one.lightness() - other.lightness()) > 60


def filled(table: ResultsTable) -> list[list[bool]]:
    model = table.results
    return [[bool(text) for text in line] for line in model.texts(range(model.rowCount()))]


def test_every_cell_with_a_text_is_painted_in_its_column(table: ResultsTable) -> None:
    assert inked(table) == filled(table)
    assert not all(all(line) for line in filled(table))


def test_moved_and_scrolled_columns_keep_their_cells(table: ResultsTable) -> None:
    header = table.horizontalHeader()
    header.moveSection(6, 0)
    header.moveSection(3, 1)
    assert inked(table) == filled(table)
    table.setColumnWidth(0, 900)
    table.horizontalScrollBar().setValue(500)
    shown = table.viewport().rect()
    picture = table.viewport().grab().toImage()
    looked_at = 0
    for row, line in enumerate(filled(table)):
        for number, text in enumerate(line):
            area = table.visualRect(table.results.index(row, number))
            if shown.contains(area):
                looked_at += 1
                assert _has_ink(picture, area) == text
    assert looked_at >= 10


def test_the_chosen_row_and_every_other_row_have_their_ground(table: ResultsTable, window: MainWindow) -> None:
    choose(window, "Amélie")
    picture = table.viewport().grab().toImage()
    palette, model = table.palette(), table.results
    roles = (QPalette.ColorRole.Highlight, QPalette.ColorRole.AlternateBase, QPalette.ColorRole.Base)
    for row, role in zip(range(3), roles, strict=True):
        for number in range(model.columnCount()):
            corner = table.visualRect(model.index(row, number)).topLeft()
            assert picture.pixelColor(corner.x(), corner.y()) == palette.color(role)


def test_a_text_is_cut_to_its_room(qapp: object) -> None:
    elided = Elided(QFont())
    room = elided.width("A title that is")
    assert elided.fit("A title", room) == "A title"
    shown = elided.fit("A title that is far too long", room)
    assert shown.endswith("…")
    assert elided.width(shown) <= room
    assert elided.fit("A title that is far too long", 4 * room) == "A title that is far too long"
