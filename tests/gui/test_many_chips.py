"""A thousand tags: what shows them arranges them once, and goes on with what is typed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from catalogue.collection import commands
from catalogue.gui.forms.chips import ChipsEditor
from catalogue.gui.main_window import MainWindow
from catalogue.gui.widgets.chip import Chip
from catalogue.gui.widgets.flow import FlowLayout
from tests.gui.driving import choose, settle

MANY = [f"tag number {number}" for number in range(1000)]


class Counting(FlowLayout):
    """Counts how often it arranges what is in it."""

    times = 0

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        self.times += 1
        return super()._arrange(rect, move=move)


@pytest.fixture
def room(qtbot: Any) -> QWidget:
    """A flow of chips on screen, in a column with something else."""
    outer = QWidget()
    qtbot.addWidget(outer)
    inner = QWidget()
    inner.flow = Counting(inner)  # type: ignore[attr-defined]
    column = QVBoxLayout(outer)
    column.addWidget(inner)
    column.addWidget(QWidget(), 1)
    outer.resize(600, 400)
    outer.show()
    QApplication.processEvents()
    inner.outer = outer  # type: ignore[attr-defined]  # or Python lets go of it
    return inner


def fill(flow: FlowLayout, number: int) -> list[Chip]:
    """Adds chips, one after the other."""
    chips = [Chip(tag, tag) for tag in MANY[:number]]
    for chip in chips:
        flow.addWidget(chip)
    return chips


def test_chips_that_come_on_screen_are_arranged_together(room: Any) -> None:
    fill(room.flow, 2)
    QApplication.processEvents()
    few = room.flow.times
    room.flow.clear()
    QApplication.processEvents()
    room.flow.times = 0
    chips = fill(room.flow, 1000)
    QApplication.processEvents()
    assert room.flow.times <= few + 10
    assert all(chip.isVisible() for chip in chips)
    places = [chip.geometry() for chip in chips]
    assert not any(one.intersects(other) for one, other in pairwise(places))
    assert max(place.right() for place in places) <= room.width()


def test_chips_are_replaced_without_arranging_each(room: Any) -> None:
    fill(room.flow, 500)
    QApplication.processEvents()
    room.flow.times = 0
    room.flow.clear()
    fill(room.flow, 500)
    QApplication.processEvents()
    assert room.flow.times < 50


def test_a_chip_that_was_hidden_stays_hidden(room: Any) -> None:
    chip = Chip("hidden", "hidden")
    chip.hide()
    room.flow.addWidget(chip)
    [other] = fill(room.flow, 1)
    QApplication.processEvents()
    assert not chip.isVisible()
    assert other.isVisible()


def test_rows_wrap_again_in_another_width(room: Any) -> None:
    chips = fill(room.flow, 30)
    QApplication.processEvents()
    wide = chips[-1].y()
    assert room.height() >= chips[-1].geometry().bottom()
    room.window().resize(300, 500)
    QApplication.processEvents()
    assert chips[-1].y() > wide * 1.5
    assert room.height() >= chips[-1].geometry().bottom()


def test_a_disc_with_a_thousand_tags_shows_some_and_leads_to_all(qtbot: Any, window: MainWindow) -> None:
    window.bus.run(commands.AddRecord({"title": "Solaris", "tags": MANY}))
    settle(qtbot, window)
    for title in ("Solaris", "Stalker", "Solaris"):
        choose(window, title)
        settle(qtbot, window)
    detail: Any = window.findChild(QWidget, "detail")
    chips = [chip for chip in detail.findChildren(Chip) if chip.isVisible()]
    assert len(chips) < 40
    assert chips[-1].text() == f"{1000 - len(chips) + 1} more …"
    QTest.mouseClick(chips[-1], Qt.MouseButton.LeftButton)
    assert detail.page() == "Personal"
    assert "tag number 999" in detail._browsers["Personal"].toPlainText()


def test_a_thousand_tags_are_edited_and_saved(qtbot: Any, window: MainWindow, monkeypatch: Any) -> None:
    window.bus.run(commands.AddRecord({"title": "Solaris", "tags": MANY}))
    settle(qtbot, window)
    choose(window, "Solaris")
    settle(qtbot, window)
    window.findChild(object, "action_edit").trigger()  # type: ignore[attr-defined]
    settle(qtbot, window)
    form: Any = window.findChild(QWidget, "form")
    tags = form.page.editor("tags")
    arranged = []
    original = ChipsEditor._arrange
    monkeypatch.setattr(ChipsEditor, "_arrange", lambda self: (arranged.append(self), original(self)))
    tags.setFocus()
    QTest.keyClicks(tags, "one more of mine")
    assert arranged == []
    # What is typed is seen, below a thousand chips.
    cursor = tags.mapTo(form.page.viewport(), tags.cursorRect().center())
    assert form.page.viewport().rect().contains(cursor)
    QTest.keyClick(tags, Qt.Key.Key_Return)
    form.save()
    settle(qtbot, window)
    saved = window.bus.collection.record(form.ids[0]).values["tags"]
    assert sorted(saved) == sorted([*MANY, "one more of mine"])
