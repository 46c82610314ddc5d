"""The wheel turns a box or a slider only when it has the focus; else the page around it scrolls."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)

from catalogue import gui
from catalogue.gui.main_window import MainWindow
from catalogue.gui.widgets import steady
from tests.gui.driving import choose, settle

TURNING = re.compile(
    r"\bQ((Font)?ComboBox|(Double)?SpinBox|(Date|Time|DateTime)Edit|Slider|Dial|AbstractSpinBox)\(", re.ASCII
)


def turn(widget: QWidget) -> QWheelEvent:
    """Turns the wheel over a widget by one notch, towards the person."""
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event


def value(widget: Any) -> Any:
    return widget.currentIndex() if isinstance(widget, QComboBox) else widget.value()


def turning(root: QWidget) -> list[QWidget]:
    """All in a window that a wheel could change."""
    found = root.findChildren(QWidget)
    kinds = (QComboBox, QAbstractSpinBox, QAbstractSlider)
    return [one for one in found if isinstance(one, kinds) and not isinstance(one, QScrollBar)]


@pytest.fixture
def page(qtbot: Any) -> QScrollArea:
    """A page that scrolls, with a box of each kind at its top."""
    area, inside = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    column = QVBoxLayout(inside)
    combo, number, slider = steady.ComboBox(), steady.SpinBox(), steady.Slider(Qt.Orientation.Horizontal)
    combo.addItems(["one", "two", "three"])
    number.setValue(50)
    slider.setValue(50)
    for widget in (combo, number, slider):
        column.addWidget(widget)
    column.addSpacing(2000)
    area.setWidget(inside)
    area.resize(300, 300)
    area.show()
    area.setFocus()
    qtbot.waitExposed(area)
    return area


@pytest.mark.parametrize("number", range(3))
def test_without_the_focus_it_is_left_to_the_page(page: QScrollArea, number: int) -> None:
    widget = turning(page)[number]
    before = value(widget)
    event = turn(widget)
    assert value(widget) == before
    assert not widget.hasFocus()
    # What is not taken goes on to what is around it.
    assert not event.isAccepted()


@pytest.mark.parametrize("number", range(3))
def test_with_the_focus_it_turns(page: QScrollArea, number: int, qtbot: Any) -> None:
    widget = turning(page)[number]
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    before = value(widget)
    turn(widget)
    assert value(widget) != before


@pytest.mark.parametrize(
    "action", ["action_edit", "action_replace", "action_settings", "action_renumber", "action_values", "action_places"]
)
def test_no_window_has_a_box_that_takes_the_wheel(qtbot: Any, window: MainWindow, action: str) -> None:
    choose(window, "Stalker")
    settle(qtbot, window)
    window.findChild(object, action).trigger()  # type: ignore[attr-defined]
    settle(qtbot, window)
    for top in QApplication.topLevelWidgets():
        for widget in turning(top):
            if widget.isVisible() and not widget.hasFocus():
                before = value(widget)
                turn(widget)
                assert (value(widget), widget.hasFocus()) == (before, False), widget.objectName()


def test_nothing_else_makes_such_a_box() -> None:
    found = [
        f"{file.name}: {match[0]}"
        for file in Path(gui.__file__).parent.rglob("*.py")
        if file.name != "steady.py"
        for match in TURNING.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []
