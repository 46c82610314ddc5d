"""The models keep Qt's rules, and ask for windows of rows, never for a cell."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from catalogue.collection import FacetValue, Row
from catalogue.errors import UserError
from catalogue.fields import collation, lists
from catalogue.gui.forms.habits import Habits
from catalogue.gui.models.facets import COUNT_ROLE, FacetModel
from catalogue.gui.models.parts import PartsModel
from catalogue.gui.models.results import WINDOW, ResultsModel

KEYS = ("title", "year", "tags")
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Source:
    """Rows made up as they are asked for."""

    def __init__(self) -> None:
        self.calls: list[int] = []
        self.keys_asked = 0
        self.title = "Film"

    def rows(self, ids: Sequence[int], keys: Sequence[str]) -> dict[int, Row]:
        self.calls.append(len(ids))
        values = {"year": 1990, "tags": ["a", "b"]}
        return {i: Row(i, i, i, i, {"title": f"{self.title} {i:06}", **values}) for i in ids}

    def sort_keys(self, ids: Sequence[int], key: str) -> dict[int, Any]:
        self.keys_asked += 1
        return {i: collation.key(f"{self.title} {i:06}") for i in ids}


@pytest.fixture
def source(qapp: QApplication) -> Source:
    return Source()


def test_results_keep_the_rules(source: Source) -> None:
    model = ResultsModel(source.rows, KEYS, source.sort_keys)
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_ids(array("q", range(1, 300)))
    model.set_columns(("title", "owner"))
    model.forget({1, 2, 299, 5000})
    model.set_ids(array("q"))
    assert tester.model() is model


def test_parts_keep_the_rules() -> None:
    model = PartsModel(lists.CREDITS, False, Habits())
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_parts(lists.CREDITS.parse("Ana as Queen\nBo (director)\nCy"))
    model.insert_blank(1)
    assert model.move([3, 0], 2) == 1
    model.remove([0, 2])
    model.setData(model.index(0, 1), "writer")
    assert [part["role"] for part in model.parts()] == ["writer", "director"]
    assert tester.model() is model


def test_a_part_that_was_stored_with_nothing_in_it_stays() -> None:
    model = PartsModel(lists.CREDITS, False, Habits())
    nothing = {"person": "", "role": "actor", "character": None}
    model.set_parts([nothing])
    assert model.state() == [["", "actor", None]]
    model.insert_blank(1)
    assert len(model.state()) == 1


def test_rows_come_in_windows(source: Source) -> None:
    model = ResultsModel(source.rows, KEYS, source.sort_keys)
    model.set_ids(array("q", range(1, 100_001)))
    assert model.rowCount() == 100_000
    for row in range(40):
        for column in range(3):
            model.index(row, column).data()
    assert source.calls == [WINDOW]
    assert model.index(99_999, 0).data() == "Film 100000"
    assert source.calls == [WINDOW, 100_000 % WINDOW]


def test_the_rows_of_a_screen_are_read_at_once_and_formatted_once(source: Source) -> None:
    model = ResultsModel(source.rows, KEYS, source.sort_keys)
    model.set_ids(array("q", range(1, 100_001)))
    # A screen that reaches over the edge of a window.
    rows = range(5 * WINDOW - 10, 5 * WINDOW + 20)
    texts = model.texts(rows)
    assert [line[0] for line in texts] == [f"Film {row + 1:06}" for row in rows]
    assert source.calls == [2 * WINDOW]
    assert model.texts(rows)[0] is texts[0]
    assert model.texts(range(99_990, 100_000))[-1] == ["Film 100000", "1990", "a, b"]
    assert len(source.calls) == 2


def test_the_first_window_comes_with_the_result(source: Source) -> None:
    model = ResultsModel(source.rows, KEYS, source.sort_keys)
    ids = array("q", range(1, 500))
    model.set_ids(ids, source.rows(ids[:WINDOW], KEYS))
    assert model.index(WINDOW - 1, 0).data() == f"Film {WINDOW:06}"
    assert source.calls == [WINDOW]


def test_cells_show_values_as_people_read_them(source: Source) -> None:
    model = ResultsModel(source.rows, KEYS, source.sort_keys)
    model.set_ids(array("q", [7]))
    assert [model.index(0, column).data() for column in range(3)] == ["Film 000007", "1990", "a, b"]
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 0).data(Qt.ItemDataRole.UserRole) == 7
    assert model.headerData(2, Qt.Orientation.Horizontal) == "Tags"


def test_only_touched_rows_are_read_again(source: Source, qtbot: Any) -> None:
    model = ResultsModel(source.rows, KEYS, source.sort_keys)
    model.set_ids(array("q", range(1, 50)))
    model.index(0, 0).data()
    source.title = "Other"
    with qtbot.waitSignal(model.dataChanged) as caught:
        model.forget({3})
    assert caught.args[0].row() == 2
    assert model.index(2, 0).data() == "Other 000003"
    assert model.index(3, 0).data() == "Film 000004" or source.calls == [49, 49]


def test_memory_does_not_grow_with_scrolling(source: Source) -> None:
    model = ResultsModel(source.rows, KEYS, source.sort_keys)
    model.set_ids(array("q", range(1, 100_001)))
    for row in range(0, 100_000, WINDOW):
        model.index(row, 0).data()
    assert len(model._texts) <= 64 * WINDOW


def test_a_fault_of_the_file_leaves_cells_empty_and_is_told(qtbot: Any) -> None:
    def broken(ids: Sequence[int], keys: Sequence[str]) -> dict[int, Row]:
        raise UserError("The disk is gone.")

    model = ResultsModel(broken, KEYS, broken)
    model.set_ids(array("q", [1, 2]))
    with qtbot.waitSignal(model.failed) as caught:
        assert model.index(0, 0).data() == ""
    assert str(caught.args[0]) == "The disk is gone."


def test_letters_lead_to_a_row_without_walking(source: Source) -> None:
    model = ResultsModel(source.rows, KEYS, source.sort_keys)
    model.set_ids(array("q", range(1, 100_001)))
    assert model.row_starting("film 5", ("title", False)) == 4
    assert model.row_starting("film 000500", ("title", False)) == 499
    assert source.keys_asked < 40
    assert source.calls == []
    assert model.row_starting("zebra", ("title", False)) is None
    assert model.row_starting("f", ("owner", False)) is None


PLACES = [
    FacetValue("Cellar", 2),
    FacetValue("Living room", 5),
    FacetValue("Living room/Shelf 1", 2, 1),
    FacetValue("Living room/Shelf 1/Left", 1, 2),
    FacetValue("Living room/Shelf 2", 3, 1),
    FacetValue("Movies-01", 7),
]


def test_places_are_a_tree(qapp: QApplication) -> None:
    model = FacetModel()
    tester = QAbstractItemModelTester(model, FATAL)
    assert model.set_values(PLACES)
    assert model.rowCount() == 3
    left = model.find("living room/shelf 1/left")
    assert left.data() == "Left"
    assert left.data(Qt.ItemDataRole.UserRole) == "Living room/Shelf 1/Left"
    assert left.parent().data() == "Shelf 1"
    assert model.rowCount(model.find("Living room")) == 2
    assert not model.find("Attic").isValid()
    assert tester.model() is model


def test_a_changed_count_moves_nothing(qapp: QApplication, qtbot: Any) -> None:
    model = FacetModel()
    model.set_values(PLACES)
    resets: list[QModelIndex] = []
    model.modelReset.connect(lambda: resets.append(QModelIndex()))
    assert not model.set_values([FacetValue(one.value, one.count + 1, one.depth) for one in PLACES])
    assert not resets
    assert model.find("Cellar").data(COUNT_ROLE) == 3
    assert model.find("Cellar").data(Qt.ItemDataRole.AccessibleTextRole) == "Cellar, 3"
