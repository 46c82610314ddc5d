"""The charts of the result: seen, clicked, gone through by keys, saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from catalogue.gui.main_window import MainWindow
from catalogue.gui.views.charts import ChartsView
from catalogue.gui.widgets.chart import ChartWidget
from tests.gui.driving import settle, titles


@pytest.fixture
def charts(qtbot: Any, window: MainWindow) -> ChartsView:
    """The view as Ctrl+5 shows it."""
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    found = window.findChild(ChartsView, "charts")
    assert found.isVisible()
    return found


def chart(charts: ChartsView, name: str) -> ChartWidget:
    return next(one for one in charts.charts if one.chart.name == name)


def query(window: MainWindow) -> str:
    line = window.findChild(QLineEdit, "search")
    assert isinstance(line, QLineEdit)
    return line.text()


def test_a_click_on_a_bar_searches(qtbot: Any, window: MainWindow, charts: ChartsView) -> None:
    formats = chart(charts, "formats")
    bar = formats.chart.bars[0]
    centre = formats.bar_area(0).center().toPoint()
    QTest.mouseClick(formats, Qt.MouseButton.LeftButton, pos=centre)
    settle(qtbot, window)
    assert query(window) == f"format:={bar.value}"
    assert len(titles(window)) == bar.amount
    assert [one.label for one in chart(charts, "formats").chart.bars] == [bar.label]


def test_bars_are_gone_through_by_keys(qtbot: Any, window: MainWindow, charts: ChartsView) -> None:
    decades = chart(charts, "decades")
    decades.setFocus()
    QTest.keyClick(decades, Qt.Key.Key_End)
    QTest.keyClick(decades, Qt.Key.Key_Right)
    last = decades.chart.bars[-1]
    assert decades.accessibleDescription().startswith(f"{last.label}: {last.shown}. ")
    QTest.keyClick(decades, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert query(window) == f"year:{last.value}"
    assert len(titles(window)) == last.amount


def test_the_figures_follow_the_query(qtbot: Any, window: MainWindow, charts: ChartsView) -> None:
    assert charts._figures.text() == "4 discs · 5 films"
    window._search.set_query("tag:piano")
    settle(qtbot, window)
    assert charts._figures.text() == "2 discs · 2 films"
    window._search.set_query("is:film")
    settle(qtbot, window)
    assert [one.chart.name for one in charts.charts] == ["decades"]


def test_a_narrow_window_has_one_chart_below_the_other(window: MainWindow, charts: ChartsView) -> None:
    def places(width: int) -> set[int]:
        charts.resize(width, 600)
        charts.widget().layout().activate()
        QApplication.processEvents()
        return {one.x() for one in charts.charts}

    assert len(places(1000)) == 2
    assert len(places(500)) == 1


@pytest.mark.parametrize("name", ["charts.png", "charts.svg"])
def test_the_charts_are_saved(window: MainWindow, charts: ChartsView, tmp_path: Path, name: str) -> None:
    said: list[str] = []
    charts.said.connect(said.append)
    charts.save(tmp_path / name)
    assert said == [f"Saved the charts as {tmp_path / name}."]
    image = QImage(str(tmp_path / name))
    assert image.width() >= 900
    assert len({image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}) > 3


@pytest.mark.parametrize("suffix", ["", "-wal"])
def test_charts_never_replace_a_catalogue(window: MainWindow, charts: ChartsView, suffix: str) -> None:
    said: list[str] = []
    charts.said.connect(said.append)
    path = window.bus.collection.path
    target = path.with_name(path.name + suffix)
    before = target.read_bytes()
    charts.save(target)
    assert "nothing was written" in said[0]
    assert target.read_bytes() == before


@pytest.mark.parametrize("name", ["charts.png", "charts.svg"])
def test_a_place_that_cannot_be_written_is_said(
    window: MainWindow, charts: ChartsView, tmp_path: Path, name: str
) -> None:
    said: list[str] = []
    charts.said.connect(said.append)
    charts.save(tmp_path / "nowhere" / name)
    assert "could not be written (No such file or directory)" in said[0]
