"""The views of the results: table, cover wall, shelf, people, charts; which one is seen, and what they share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from catalogue.gui import pictures
from catalogue.gui.actions import Actions
from catalogue.gui.bus import Bus
from catalogue.gui.runner import Task
from catalogue.gui.state import WindowState
from catalogue.gui.views.charts import ChartsView
from catalogue.gui.views.covers import LARGEST, SMALLEST, USUAL, CoverWall
from catalogue.gui.views.people import PeopleView
from catalogue.gui.views.shelf import ShelfView
from catalogue.gui.views.table import ResultsTable
from catalogue.gui.widgets.steady import Slider

TABLE, COVERS, SHELF, PEOPLE, STATS = "table", "covers", "shelf", "people", "stats"


class Viewing(QObject):
    """Owns the stack of views. Rows, selection and the row under the keyboard are the same in all of them."""

    changed = Signal(str)
    opened = Signal()

    def __init__(self, bus: Bus, table: ResultsTable, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus = bus
        self._table = table
        self._actions = actions
        self.covers = CoverWall(table.results, bus.collection.rows, self._load)
        self.covers.setSelectionModel(table.selectionModel())
        self.covers.menu_actions = actions.row_actions
        self.covers.opened.connect(self.opened)
        self.shelf = ShelfView(table, bus.collection.rows)
        self.shelf.menu_actions = actions.row_actions
        self.shelf.opened.connect(self.opened)
        self.people = PeopleView(bus, actions.person_actions)
        self.charts = ChartsView(bus)
        self._task: Task | None = None
        self._slider = Slider(Qt.Orientation.Horizontal)
        self.stack = QStackedWidget()
        self._views: dict[str, tuple[QWidget, QWidget]] = {
            TABLE: (table, table),
            COVERS: (self._with_slider(), self.covers),
            SHELF: (self.shelf, self.shelf),
            PEOPLE: (self.people, self.people.line),
            STATS: (self.charts, self.charts),
        }
        for page, _ in self._views.values():
            self.stack.addWidget(page)
        for name, action in self._view_actions().items():
            action.triggered.connect(lambda _=False, name=name: self.show(name))
        bus.changed.connect(lambda _: self.covers.viewport().update())
        table.results.modelReset.connect(self._ask_for_shelves)
        bus.changed.connect(lambda _: self._ask_for_shelves())

    def name(self) -> str:
        """The view that is seen."""
        return next(name for name, (page, _) in self._views.items() if page is self.stack.currentWidget())

    def widget(self) -> QWidget:
        """The view that is seen, as the widget that takes the keyboard."""
        return self._views[self.name()][1]

    def restore(self, state: WindowState) -> None:
        """Shows the view that was seen last, in the size that it had."""
        height = state.text("covers/height")
        self.covers.set_size(int(height) if height.isdecimal() else USUAL)
        self.show(state.text("window/view", TABLE))

    def save(self, state: WindowState) -> None:
        """Notes which view is seen, and its size."""
        state.put("covers/height", str(self.covers.cover_height()))
        state.put("window/view", self.name())

    def selecting(self) -> list[QAbstractScrollArea]:
        """The views in which rows are selected."""
        return [self._table, self.covers, self.shelf]

    def waiting(self) -> bool:
        """Whether the shelves that are shown are not those of the result yet."""
        asked = self._task is not None and not self._task.finished
        looked_at: dict[str, PeopleView | ChartsView] = {PEOPLE: self.people, STATS: self.charts}
        name = self.name()
        return asked or (name in looked_at and looked_at[name].waiting())

    def show(self, name: str) -> None:
        """Shows another view, with the keyboard in it when the one before had it."""
        name = name if name in self._views else TABLE
        had = self.widget().hasFocus()
        self.stack.setCurrentWidget(self._views[name][0])
        self._view_actions()[name].setChecked(True)
        current = self._table.currentIndex()
        if current.isValid():
            view = self.widget()
            if isinstance(view, CoverWall | ResultsTable):
                view.scrollTo(current)
        if name == SHELF:
            self._ask_for_shelves()
        if had:
            self.widget().setFocus()
        self.changed.emit(name)

    def _view_actions(self) -> dict[str, QAction]:
        return dict(zip(self._views, self._actions.views.actions(), strict=True))

    def _ask_for_shelves(self) -> None:
        """Asks where the discs of the result stand; only while somebody looks."""
        if self.name() != SHELF:
            return
        if self._task is not None:
            self._task.drop()
        ids, collection = self._table.results.result(), self._bus.collection
        self._task = self._bus.runner.read(lambda _: collection.shelves(ids), self.shelf.show_shelves)

    def _with_slider(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(8, 4, 8, 4)
        line.addStretch(1)
        self._slider.setObjectName("cover_size")
        self._slider.setAccessibleName("Size of the covers")
        self._slider.setToolTip("Size of the covers (Ctrl+mouse wheel)")
        self._slider.setRange(SMALLEST, LARGEST)
        self._slider.setSingleStep(8)
        self._slider.setPageStep(32)
        self._slider.setFixedWidth(140)
        self._slider.setValue(self.covers.cover_height())
        self._slider.valueChanged.connect(self.covers.set_size)
        self.covers.size_changed.connect(self._slider.setValue)
        line.addWidget(self._slider)
        column.addWidget(self.covers, 1)
        column.addLayout(line)
        return page

    def _load(self, sha256: str, room: QSize, answer: Callable[[QImage | None], None]) -> Task:
        collection = self._bus.collection
        return self._bus.runner.read(lambda job: pictures.load_fitting(collection, sha256, room, job), answer)
