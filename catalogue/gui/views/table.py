"""The table of results: any field as a column, sorted by any of them, thousands of rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QMenu, QTableView, QWidget

from catalogue.fields import registry
from catalogue.fields.registry import Vocabulary
from catalogue.gui.models.results import ResultsModel
from catalogue.gui.views.cell_edit import ResultCells, in_place
from catalogue.gui.widgets import stars
from catalogue.gui.widgets.cells import PAD
from catalogue.gui.widgets.elided import Elided
from catalogue.gui.widgets.look import as_list

Sort = list[tuple[str, bool]]


class _Cell(NamedTuple):
    """Where a column stands, and the room for the text in it; with `stars` a rating is drawn as well."""

    number: int
    x: int
    width: int
    text_x: int
    room: int
    to_the_right: bool
    middle: bool
    stars: bool


_WIDTHS = {
    "title": 250,
    "year": 60,
    "format": 82,
    "location": 124,
    "storage_device": 112,
    "owner": 118,
    "tags": 120,
    "my_rating": 130,
}
_WIDTH = 120
_RIGID = frozenset({"year", "format"})  # of a width that their values have
_LEAST, _MOST = 0.75, 1.6
_STEP = 18  # of a row inside another


class ResultsTable(QTableView):
    """Speaks of rows by their ids. `chosen` says that the selection changed, `opened` that a row is to be edited."""

    chosen = Signal()
    opened = Signal()
    opened_at = Signal(str)  # a field that is not edited in the table
    sorted_by = Signal()
    columns_changed = Signal()

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results = model
        self.menu_actions: list[QAction] = []
        self.sort: Sort = [("title", False)]
        self._usual: dict[int, int] = {}  # columns that the person has given no width
        self._fitting = False
        self._elided = Elided(self.font())
        # One signal for a change of many ranges, and none for the moments between two results.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.chosen)
        self.setObjectName("results")
        self.setAccessibleName("Results")
        self.setModel(model)
        # A fixed height among the rest of it: the view must never ask 100,000 rows how high they are.
        as_list(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.cells = ResultCells(model, self)
        self.setItemDelegate(self.cells)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        # For Qt, sorting is the model's: ours leaves it to `sorted_by`. Without this a click would select the column.
        self.setSortingEnabled(True)
        # To draw itself, a header asks 100,000 rows whether all of them are selected.
        header.setSelectionModel(QItemSelectionModel(model, header))
        header.setMinimumSectionSize(40)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.setAccessibleName("Columns")
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._on_resized)
        header.customContextMenuRequested.connect(self._open_columns_menu)

    def set_columns(self, columns: Sequence[tuple[str, int]]) -> None:
        """Shows fields as columns, in this order and width; a width of 0 is the field's usual one."""
        known = [(key, width) for key, width in columns if key in self.results.vocabulary.by_key]
        known = known or [(key, 0) for key in registry.DEFAULT_COLUMNS]
        self.results.set_columns([key for key, _ in known])
        header = self.horizontalHeader()
        for visual in range(header.count()):
            header.moveSection(header.visualIndex(visual), visual)
        self._fitting = True
        self._usual = {number: _WIDTHS.get(key, _WIDTH) for number, (key, width) in enumerate(known) if not width}
        for number, (_, width) in enumerate(known):
            self.setColumnWidth(number, width or self._usual[number])
        self._fitting = False
        self._fit()
        self._show_sort()

    def set_vocabulary(self, fields: Vocabulary) -> None:
        """Takes up the fields of the catalogue: a column goes with its field, and is named like it."""
        columns = self.columns()
        if self.results.set_vocabulary(fields):
            chosen, current = self.chosen_ids(), self.current_id()
            self.set_columns(columns)
            self.choose(chosen, current)
        self.set_sort([one for one in self.sort if one[0] in fields.by_key] or [("title", False)])

    def columns(self) -> list[tuple[str, int]]:
        """The fields shown, from left to right, with their widths; 0 is the usual one."""
        header = self.horizontalHeader()
        keys = self.results.keys()
        order = [header.logicalIndex(visual) for visual in range(header.count())]
        return [(keys[number], 0 if number in self._usual else self.columnWidth(number)) for number in order]

    def set_sort(self, sort: Sort) -> None:
        """Shows by which columns the rows are sorted."""
        self.sort = sort
        self._show_sort()

    def selectAll(self) -> None:
        # One range; Qt's own way asks each cell whether it may be selected.
        rows = range(self.results.rowCount())
        chosen = QItemSelection()
        # What was found, not what was opened of it: a box is meant as a whole.
        is_open, whole = self.results.is_open(), [(0, len(rows) - 1)]
        for first, last in _runs([row for row in rows if not self.results.level(row)]) if is_open else whole:
            chosen.select(self.results.index(first, 0), self.results.index(last, self.results.columnCount() - 1))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def chosen_ids(self) -> list[int]:
        """The ids of the selected rows, in the order of the table."""
        ids = self.results.ids()
        chosen = self.selectionModel().selection()
        parts = [chosen.at(number) for number in range(chosen.count())]
        ranges = sorted((part.top(), part.bottom()) for part in parts)
        rows = dict.fromkeys(row for top, bottom in ranges for row in range(top, bottom + 1))
        return [ids[row] for row in rows]

    def shows(self, row: int) -> bool:
        """Whether a row is in view."""
        return self.viewport().rect().intersects(self.visualRect(self.results.index(row, 0)))

    def current_id(self) -> int | None:
        """The id of the row that the keyboard stands on, if it is selected."""
        index = self.currentIndex()
        if index.isValid() and self.selectionModel().isRowSelected(index.row(), QModelIndex()):
            return self.results.ids()[index.row()]
        return None

    def choose(self, ids: Sequence[int], current: int | None = None, scroll: bool = True) -> bool:
        """Selects rows by their ids, and scrolls to them or not; tells whether any of them is in the result."""
        if len(ids) > 50:
            places = {row_id: row for row, row_id in enumerate(self.results.ids())}
            rows = [places[row_id] for row_id in ids if row_id in places]
        else:
            rows = [row for row in map(self.results.row_of, ids) if row is not None]
        if not rows:
            return False
        selection = QItemSelection()
        for first, last in _runs(sorted(rows)):
            selection.select(self.results.index(first, 0), self.results.index(last, self.results.columnCount() - 1))
        now = self.results.row_of(current) if current is not None else None
        index = self.results.index(rows[0] if now is None else now, 0)
        flag = QItemSelectionModel.SelectionFlag
        self.setAutoScroll(scroll)  # or Qt goes to the row by itself
        self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
        self.setAutoScroll(True)
        self.selectionModel().select(selection, flag.ClearAndSelect)
        if scroll:
            self.scrollTo(index)
        return True

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._settle.start(0)

    def edit_cell(self) -> None:
        """Opens the cell that the keyboard stands on, or the form at its field."""
        index = self.currentIndex()
        if self.current_id() is None:
            return
        field = self.results.field(index.column())
        if in_place(field):
            elsewhere = self.results.elsewhere(index.row(), index.column())
            if not elsewhere:
                self.edit(index)
                return
            if field.entity == "film":
                self.open_row(index.row(), True)
            self.cells.said.emit(elsewhere)
        else:
            self.opened_at.emit(field.key)

    def open_row(self, row: int, wanted: bool) -> bool:
        """Shows what is inside a row beneath it, such as the films of a box, or hides it; tells whether it did."""
        chosen, current = self.chosen_ids(), self.current_id()
        row_id, column, place = self.results.ids()[row], self.currentIndex().column(), self.verticalScrollBar().value()
        if not self.results.open(row, wanted):
            return False
        if not self.choose(chosen, current, scroll=False):
            # What was chosen stood inside.
            self.choose([row_id], scroll=False)
        index = self.results.index(self.currentIndex().row(), max(column, 0))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(place)
        return True

    def can_open(self) -> bool:
        """Whether something is inside the row that the keyboard stands on."""
        row = self.currentIndex().row()
        return row >= 0 and self.results.can_open(row)

    def open_to(self, row_id: int) -> bool:
        """Opens the row that the keyboard stands on and chooses one inside it; tells whether it is there."""
        row = self.currentIndex().row()
        if row < 0 or row_id not in self.results.parts(row):
            return False
        self.open_row(row, True)
        return self.choose([row_id])

    def toggle_row(self) -> None:
        """Opens the row that the keyboard stands on, or closes it."""
        row = self.currentIndex().row()
        if row >= 0:
            self.open_row(row, not self.results.is_open(row))

    def _step_into(self, key: int) -> bool:
        """In the first column, Right opens a row and Left closes it, or goes to the one that it is inside of."""
        index = self.currentIndex()
        if not index.isValid() or self.horizontalHeader().visualIndex(index.column()) != 0:
            return False
        if key == Qt.Key.Key_Right:
            return self.open_row(index.row(), True)
        if self.open_row(index.row(), False):
            return True
        outer = self.results.outer(index.row())
        if outer == index.row():
            return False
        self.selectRow(outer)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and self._step_into(event.key()):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id() is not None:
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # Qt would walk through all rows: the whole file would be read for one letter.
        row = self.results.row_starting(search, self.sort[0] if self.sort else None)
        if row is not None:
            self.selectRow(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._arrow_at(event.position().toPoint())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.open_row(row, not self.results.is_open(row))
            return
        super().mousePressEvent(event)

    def _arrow_at(self, place: QPoint) -> int | None:
        """The row whose arrow is there."""
        row = self.rowAt(place.y())
        if row < 0 or not self.results.can_open(row):
            return None
        left = self.columnViewportPosition(self._column_of_titles()) + self.results.level(row) * _STEP
        return row if left <= place.x() < left + 2 * PAD else None

    def _column_of_titles(self) -> int:
        keys = self.results.keys()
        return keys.index("title") if "title" in keys else self.horizontalHeader().logicalIndex(0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._arrow_at(event.position().toPoint()) is not None:
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)
        if self.current_id() is not None:
            self.opened.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        # By rows, from the texts that the model has: Qt's own way asks the model and the delegate for every cell anew.
        area, last = event.rect(), self.results.rowCount() - 1
        first = self.rowAt(area.top())
        if first < 0:
            return
        end = self.rowAt(area.bottom())
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        self._paint_rows(painter, range(first, (last if end < 0 else end) + 1))
        index = self.currentIndex()
        if self.hasFocus() and index.isValid():
            # Fusion outlines one cell; the row is what the keyboard stands on.
            below = self.rowViewportPosition(index.row()) + self.rowHeight(index.row()) - 1
            painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
            painter.drawLine(0, below, self.viewport().width() - 1, below)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elided = Elided(self.font())

    def _paint_rows(self, painter: QPainter, rows: range) -> None:
        palette, role = self.palette(), QPalette.ColorRole
        ground, other = palette.color(role.Highlight), palette.color(role.AlternateBase)
        pens = {False: palette.color(role.Text), True: palette.color(role.HighlightedText)}
        inks = {False: stars.colours(palette), True: (pens[True], pens[True])}
        chosen, model, cells = self.selectionModel(), self.results, self._columns_in_sight()
        left = min((cell.x for cell in cells), default=0)
        width = sum(cell.width for cell in cells)
        fit, metrics = self._elided.fit, self._elided.metrics
        top, height = self.rowViewportPosition(rows.start), self.rowHeight(rows.start)
        base = (height - metrics.height()) // 2 + metrics.ascent()
        size = metrics.height() - 3
        stars_room = stars.width(size) + PAD // 2
        titles = self._column_of_titles()
        for row, texts in zip(rows, model.texts(rows), strict=True):
            selected = chosen.isSelected(model.index(row, 0))
            if selected or row % 2:
                painter.fillRect(left, top, width, height, ground if selected else other)
            painter.setPen(pens[selected])
            for cell in cells:
                text = texts[cell.number]
                inset = model.level(row) * _STEP if cell.number == titles else 0
                if cell.number == titles and model.can_open(row):
                    _draw_arrow(painter, cell.x + inset, top + height // 2, model.is_open(row), pens[selected])
                if text:
                    room = max(cell.room - inset, 0)
                    if cell.stars and room >= stars_room + self._elided.width(text):
                        middle = top + height / 2
                        places = stars.areas(cell.text_x + room + 1, middle, size)
                        stars.paint_stars(painter, places, float(text), *inks[selected])
                        painter.setPen(pens[selected])
                        room -= stars_room
                    shown = fit(text, room, cell.middle)
                    at = inset if not cell.to_the_right else room - self._elided.width(shown)
                    painter.drawText(cell.text_x + at, top + base, shown)
            top += height

    def _columns_in_sight(self) -> list[_Cell]:
        found = []
        for number in range(self.results.columnCount()):
            x, width = self.columnViewportPosition(number), self.columnWidth(number)
            if x < self.viewport().width() and x + width > 0:
                kind = self.results.field(number).kind
                # Of a place both ends are wanted: the room and the shelf.
                look = (kind.right_aligned, kind.rows == "place", kind.editor == "rating")
                found.append(_Cell(number, x, width, x + PAD, max(width - 2 * PAD, 0), *look))
        return found

    def fill_columns_menu(self, menu: QMenu) -> None:
        """Fills a menu with all fields, those shown ticked."""
        menu.clear()
        shown = set(self.results.keys())
        for group, fields in self.results.vocabulary.groups().items():
            part = menu.addMenu(group.replace("&", "&&"))
            for field in fields:
                tick = part.addAction(field.label)
                tick.setCheckable(True)
                tick.setChecked(field.key in shown)
                tick.setEnabled(field.key not in shown or len(shown) > 1)
                tick.toggled.connect(lambda on, key=field.key: self._show_column(key, on))
        menu.addSeparator()
        menu.addAction("Usual columns", lambda: self._change_columns([(key, 0) for key in registry.DEFAULT_COLUMNS]))

    def _fit(self) -> None:
        # Usual widths give way to each other and grow together, so that a new table fills its place and no more.
        keys = self.results.keys()
        elastic = {number: width for number, width in self._usual.items() if keys[number] not in _RIGID}
        if not elastic:
            return
        free = self.viewport().width() - sum(
            self.columnWidth(place) for place in range(len(keys)) if place not in elastic
        )
        share = min(max(free / sum(elastic.values()), _LEAST), _MOST)
        widths = {number: max(int(width * share), self._least(number)) for number, width in elastic.items()}
        widest = max(widths, key=lambda number: widths[number])
        widths[widest] -= min(max(sum(widths.values()) - free, 0), widths[widest] // 3)
        self._fitting = True
        for number, width in widths.items():
            self.setColumnWidth(number, width)
        self._fitting = False

    def _least(self, column: int) -> int:
        label = str(self.results.headerData(column, Qt.Orientation.Horizontal))
        return self.fontMetrics().horizontalAdvance(label) + 2 * PAD + 2

    def _on_resized(self, column: int, before: int, now: int) -> None:
        # The last column stretches by itself; any other that changes is the person's doing.
        header = self.horizontalHeader()
        if not self._fitting and header.visualIndex(column) != header.count() - 1:
            self._usual.pop(column, None)

    def _open_columns_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        self.fill_columns_menu(menu)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(place))

    def _show_column(self, key: str, on: bool) -> None:
        others = [column for column in self.columns() if column[0] != key]
        self._change_columns([*others, (key, 0)] if on else others)

    def _change_columns(self, columns: Sequence[tuple[str, int]]) -> None:
        chosen, current = self.chosen_ids(), self.current_id()
        self.set_columns(columns)
        self.choose(chosen, current)
        self.columns_changed.emit()

    def _sort_by(self, column: int) -> None:
        key = self.results.keys()[column]
        before = dict(self.sort)
        as_well = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        if as_well:
            before[key] = not before.get(key, True)
            self.sort = list(before.items())
        else:
            self.sort = [(key, bool(self.sort and self.sort[0] == (key, False)))]
        self._show_sort()
        self.sorted_by.emit()

    def _show_sort(self) -> None:
        header = self.horizontalHeader()
        key, descending = self.sort[0] if self.sort else ("", False)
        shown = self.results.keys()
        column = shown.index(key) if key in shown else -1
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, order)


def _draw_arrow(painter: QPainter, x: int, middle: int, is_open: bool, color: QColor) -> None:
    """A small triangle in the margin before a title: to the right, or down when the row is open."""
    points = [QPoint(x + 2, middle - 3), QPoint(x + 2, middle + 3), QPoint(x + 6, middle)]
    if is_open:
        points = [QPoint(x + 1, middle - 2), QPoint(x + 7, middle - 2), QPoint(x + 4, middle + 2)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(color)
    painter.drawPolygon(points)
    painter.restore()


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted numbers as runs without gaps."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
