"""The cover wall shows the rows of the table, with the same selection."""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider

from catalogue.collection import Row
from catalogue.collection.commands import EditRecords, SetPicture
from catalogue.gui.main_window import MainWindow
from catalogue.gui.models.results import ResultsModel
from catalogue.gui.runner import Task
from catalogue.gui.views.covers import LARGEST, SMALLEST, USUAL, CoverWall, mark_of
from tests.gui.driving import Open, choose, close, settle, titles


@pytest.fixture
def wall(qtbot: Any, window: MainWindow) -> CoverWall:
    """The wall as Ctrl+2 shows it."""
    window.resize(1400, 800)
    QApplication.processEvents()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    found = window.findChild(CoverWall, "covers")
    assert found.isVisible()
    return found


def picture_at(wall: CoverWall, place: int) -> QColor:
    area = wall.visualRect(wall.model().index(place, 0))
    image = wall.viewport().grab().toImage()
    return image.pixelColor(area.center().x(), area.top() + 10 + wall.cover_height() // 2)


def row_of(wall: CoverWall, place: int) -> Row | None:
    return wall.rows_at(range(place, place + 1))[0]


class Pictures:
    """Covers that come when a test lets them come."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, QSize, Callable[[QImage | None], None], Task]] = []

    def load(self, sha256: str, room: QSize, answer: Callable[[QImage | None], None]) -> Task:
        self.asked.append((sha256, room, answer, Task()))
        return self.asked[-1][-1]

    def come(self) -> None:
        """Lets all come that somebody waits for."""
        for _, room, answer, task in self.asked:
            if not task.dropped:
                image = QImage(room, QImage.Format.Format_RGB32)
                image.fill(QColor("red"))
                answer(image)
        self.asked.clear()


@pytest.fixture
def pictures() -> Pictures:
    return Pictures()


@pytest.fixture
def long_wall(qtbot: Any, pictures: Pictures) -> CoverWall:
    """A thousand discs, each with a picture of its own."""

    def fetch(ids: Sequence[int], keys: Sequence[str]) -> dict[int, Row]:
        return {i: Row(i, i, i, i, dict.fromkeys(keys) | {"title": f"Film {i}"}, f"{i:064}") for i in ids}

    model = ResultsModel(fetch, ["title"], lambda ids, key: {})
    model.set_ids(array("q", range(1, 1001)))
    made = CoverWall(model, fetch, pictures.load)
    qtbot.addWidget(made)
    made.resize(600, 500)
    with qtbot.waitExposed(made):
        made.show()
    rest(qtbot, made)
    return made


def rest(qtbot: Any, wall: CoverWall) -> None:
    """Looks at the wall until it has asked for what is in sight."""
    wall.viewport().grab()
    if wall._rest.isActive():
        with qtbot.waitSignal(wall._rest.timeout):
            pass


def test_pictures_that_were_passed_by_are_not_read(qtbot: Any, long_wall: CoverWall, pictures: Pictures) -> None:
    begun = list(pictures.asked)
    bar = long_wall.verticalScrollBar()
    for place in range(0, bar.maximum() + 1, bar.pageStep()):
        bar.setValue(place)
        long_wall.viewport().repaint()
    rest(qtbot, long_wall)
    assert all(task.dropped for *_, task in begun)
    waited_for = [sha256 for sha256, _, _, task in pictures.asked if not task.dropped]
    assert len(pictures.asked) < 200
    assert sorted(waited_for) == [f"{row + 1:064}" for row in long_wall.shown()]


def test_a_picture_stretches_while_the_size_is_changed(qtbot: Any, long_wall: CoverWall, pictures: Pictures) -> None:
    middle = long_wall.indexAt(long_wall.viewport().rect().center()).row()
    assert picture_at(long_wall, middle) != QColor("red")
    pictures.come()
    assert picture_at(long_wall, middle) == QColor("red")
    long_wall.set_size(USUAL + 40)
    assert picture_at(long_wall, middle) == QColor("red")
    rest(qtbot, long_wall)
    assert {room.height() for _, room, _, task in pictures.asked if not task.dropped} == {USUAL + 40}


def test_a_picture_whose_file_is_gone_is_asked_for_once(qtbot: Any, long_wall: CoverWall, pictures: Pictures) -> None:
    [first] = [one for one in pictures.asked if one[0] == f"{1:064}"]
    first[2](None)
    pictures.come()
    rest(qtbot, long_wall)
    assert pictures.asked == []
    assert picture_at(long_wall, 0) != QColor("red")


def test_only_so_many_pictures_are_kept(long_wall: CoverWall, pictures: Pictures) -> None:
    long_wall.set_size(LARGEST)
    for row in range(0, 1000, 2):
        long_wall.scrollTo(long_wall.model().index(row, 0))
        long_wall.viewport().repaint()
        long_wall._ask()
        pictures.come()
    kept = sum(4 * one.width() * one.height() for one in long_wall._pictures.values())
    assert 20_000_000 < kept < 40_000_000
    assert len(long_wall._newest) <= len(long_wall._pictures)


def test_every_row_has_a_cell_and_none_overlap(wall: CoverWall, window: MainWindow) -> None:
    areas = [wall.visualRect(wall.model().index(row, 0)) for row in range(len(titles(window)))]
    assert len(areas) == 5
    assert not any(one.intersects(other) for one in areas for other in areas if one is not other)
    for row, area in enumerate(areas):
        assert wall.indexAt(area.center()).row() == row
    assert not wall.indexAt(QPoint(wall.viewport().width() // 2, wall.viewport().height() - 1)).isValid()


def test_the_selection_is_the_tables(wall: CoverWall, window: MainWindow) -> None:
    choose(window, "Stalker")
    row = titles(window).index("The Piano")
    QTest.mouseClick(
        wall.viewport(), Qt.MouseButton.LeftButton, pos=wall.visualRect(wall.model().index(row, 0)).center()
    )
    assert window._table.chosen_ids() == [window._table.results.ids()[row]]
    assert window._table.current_id() == window._table.results.ids()[row]


def test_arrows_walk_over_the_wall_and_enter_opens_the_form(qtbot: Any, wall: CoverWall, window: MainWindow) -> None:
    wall.setFocus()
    window._table.selectRow(0)
    assert wall.columns() > 2
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    qtbot.keyClick(wall, Qt.Key.Key_Right)
    assert wall.currentIndex().row() == 2
    qtbot.keyClick(wall, Qt.Key.Key_Down)
    assert wall.currentIndex().row() == (2 + wall.columns() if wall.columns() < 3 else 2)
    qtbot.keyClick(wall, Qt.Key.Key_End)
    assert wall.currentIndex().row() == 4
    qtbot.keyClick(wall, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.editing.form().isVisible()


def test_a_rectangle_drawn_with_the_mouse_selects_what_it_touches(wall: CoverWall, window: MainWindow) -> None:
    first, third = (wall.visualRect(wall.model().index(row, 0)) for row in (0, 2))
    wall.setSelection(first.united(third), wall.selectionModel().SelectionFlag.ClearAndSelect)
    assert window._table.chosen_ids() == list(window._table.results.ids()[:3])


def test_a_picture_takes_the_place_of_the_drawn_sleeve(qtbot: Any, wall: CoverWall, window: MainWindow) -> None:
    row = titles(window).index("Stalker")
    sleeve = picture_at(wall, row)
    buffer = io.BytesIO()
    Image.new("RGB", (70, 100), (250, 0, 0)).save(buffer, "PNG")
    window.bus.run(SetPicture(window._table.results.ids()[row], buffer.getvalue()))
    settle(qtbot, window)
    picture_at(wall, row)
    settle(qtbot, window)
    red = picture_at(wall, row)
    assert red != sleeve
    assert red.red() > 230
    assert red.green() < 30


def test_what_is_wished_for_says_so_on_its_cover(qtbot: Any, wall: CoverWall, window: MainWindow) -> None:
    row = titles(window).index("Stalker")
    area = wall.visualRect(wall.model().index(row, 0))
    low = QPoint(area.left() + 12, area.top() + 8 + wall.cover_height())
    before = wall.viewport().grab().toImage().pixelColor(low)
    window.bus.run(EditRecords((window._table.results.ids()[row],), {"status": "wish list"}))
    settle(qtbot, window)
    assert wall.viewport().grab().toImage().pixelColor(low).lightness() < before.lightness()


def test_the_size_follows_the_slider_and_stays_within_bounds(wall: CoverWall, window: MainWindow) -> None:
    slider = window.findChild(QSlider, "cover_size")
    slider.setValue(SMALLEST)
    small = wall.columns()
    wall.set_size(10_000)
    assert (wall.cover_height(), slider.value()) == (LARGEST, LARGEST)
    assert wall.columns() < small


def test_view_and_size_come_back_at_the_next_start(
    qtbot: Any, wall: CoverWall, window: MainWindow, open_window: Open
) -> None:
    wall.set_size(224)
    path = window.bus.collection.path
    close(qtbot, window)
    again = open_window(path).findChild(CoverWall, "covers")
    assert again.isVisible()
    assert again.cover_height() == 224


def test_keys_of_the_trash_work_on_the_wall(qtbot: Any, wall: CoverWall, window: MainWindow) -> None:
    wall.setFocus()
    choose(window, "Metropolis")
    qtbot.keyClick(wall, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert "Metropolis" not in titles(window)


@pytest.mark.parametrize(("due", "mark"), [(None, "LENT"), ("2020-01", "LATE"), ("2999", "LENT")])
def test_what_is_lent_says_so_and_what_is_overdue_too(
    qtbot: Any, wall: CoverWall, window: MainWindow, due: str | None, mark: str
) -> None:
    row_id = window._table.results.ids()[titles(window).index("Stalker")]
    loan = {"contact": "Ann", "lent": "2019-12-01", "due": due, "returned": None, "note": None}
    window.bus.run(EditRecords((row_id,), {"loans": [loan], "status": "for sale"}))
    settle(qtbot, window)
    row = row_of(wall, titles(window).index("Stalker"))
    assert row is not None
    assert mark_of(row) == mark
    window.bus.run(EditRecords((row_id,), {"loans": [{**loan, "returned": "2020-02-01"}]}))
    settle(qtbot, window)
    back = row_of(wall, titles(window).index("Stalker"))
    assert back is not None
    assert mark_of(back) == "FOR SALE"
