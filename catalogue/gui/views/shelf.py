"""The shelf: discs as spines where they stand, place by place and device by device, with the empty slots between."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import accumulate
from zlib import crc32

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QToolTip

from catalogue.collection import Row, Shelf, Standing
from catalogue.fields import registry
from catalogue.gui.theme import shades
from catalogue.gui.views.table import ResultsTable
from catalogue.gui.widgets.look import bold
from catalogue.gui.widgets.sleeve import BANDS, PLAIN

_KEYS = ("title", "year", "format")
_SPINE, _HEIGHT, _GAP = 30, 190, 14
_BOARD = 6
_EDGE = 12
_ROWS_KEPT = 4000


class ShelfView(QAbstractScrollArea):
    """Shows where the discs of the result stand. The selection is the table's; `opened` asks for the form."""

    opened = Signal()

    def __init__(self, table: ResultsTable, fetch: Callable[[Sequence[int], Sequence[str]], dict[int, Row]]) -> None:
        super().__init__()
        self.setObjectName("shelf")
        self.setAccessibleName("Shelf")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self.viewport().setAutoFillBackground(True)
        self.menu_actions: list[QAction] = []
        self._table = table
        self._fetch = fetch
        self._shelves: list[Shelf] = []
        self._tops: list[int] = [0]
        self._rows: OrderedDict[int, Row | None] = OrderedDict()
        self._chosen: frozenset[int] = frozenset()
        self._place: tuple[int, int] | None = None  # shelf and standing under the keyboard
        table.chosen.connect(self._on_chosen)

    def show_shelves(self, shelves: list[Shelf]) -> None:
        """Shows other shelves, or the same ones again after a change."""
        self._shelves = shelves
        self._rows.clear()
        self._place = None
        self._arrange()
        self._on_chosen()

    def shelves(self) -> list[Shelf]:
        """What is shown."""
        return self._shelves

    def area_of(self, shelf: int, place: int) -> QRect:
        """Where something stands, in the coordinates of the viewport."""
        down, across = divmod(place, self._per_board())
        top = self._tops[shelf] + self._heading() + down * (_HEIGHT + _GAP) - self.verticalScrollBar().value()
        return QRect(_EDGE + across * _SPINE, top, _SPINE, _HEIGHT)

    def standing_at(self, point: QPoint) -> tuple[int, int] | None:
        """What stands at a point of the viewport: the shelf and the place on it."""
        at = point.y() + self.verticalScrollBar().value()
        shelf = bisect_right(self._tops, at) - 1
        across = (point.x() - _EDGE) // _SPINE
        if not 0 <= shelf < len(self._shelves) or not 0 <= across < self._per_board():
            return None
        below = at - self._tops[shelf] - self._heading()
        place = below // (_HEIGHT + _GAP) * self._per_board() + across
        inside = below >= 0 and below % (_HEIGHT + _GAP) < _HEIGHT
        return (shelf, place) if inside and place < len(self._shelves[shelf].standing) else None

    # What Qt asks of a widget.

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, bottom = self.verticalScrollBar().value(), self.verticalScrollBar().value() + self.viewport().height()
        first = max(bisect_right(self._tops, top) - 1, 0)
        for number in range(first, len(self._shelves)):
            if self._tops[number] > bottom:
                break
            self._paint_shelf(painter, number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.standing_at(event.position().toPoint())
        standing = self._standing(found)
        if standing is None or standing.row_id is None:
            return
        self._place = found
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._choose(standing.row_id, adds=adds)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        standing = self._standing(self.standing_at(event.position().toPoint()))
        if standing is not None and standing.row_id is not None:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._per_board(),
            Qt.Key.Key_Down: self._per_board(),
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen:
            self.opened.emit()
        elif key in steps or key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._walk(steps.get(key, 0), to_end=key == Qt.Key.Key_End, to_begin=key == Qt.Key.Key_Home)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self.standing_at(event.pos())
            standing = self._standing(found)
            QToolTip.showText(event.globalPos(), self._words(standing) if standing else "", self.viewport())
            return True
        return super().viewportEvent(event)

    # Layout: a heading, then boards of spines; all of it arithmetic.

    def _heading(self) -> int:
        return self.fontMetrics().height() + 22

    def _per_board(self) -> int:
        return max((self.viewport().width() - 2 * _EDGE) // _SPINE, 1)

    def _arrange(self) -> None:
        boards = (-(-len(shelf.standing) // self._per_board()) for shelf in self._shelves)
        heights = [self._heading() + count * (_HEIGHT + _GAP) for count in boards]
        self._tops = [0, *accumulate(heights)]
        bar = self.verticalScrollBar()
        bar.setSingleStep(_HEIGHT // 3)
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(self._tops[-1] + _EDGE - self.viewport().height(), 0))
        self.viewport().update()

    def _standing(self, found: tuple[int, int] | None) -> Standing | None:
        return self._shelves[found[0]].standing[found[1]] if found is not None else None

    def _on_chosen(self) -> None:
        if not self.isVisible():
            return
        self._chosen = frozenset(self._table.chosen_ids())
        current = self._table.current_id()
        if current is not None and (self._place is None or self._row_id(self._place) != current):
            self._place = self._find(current)
        if self._place is not None:
            self._show_place(self._place)
        self.setAccessibleDescription(self._words(self._standing(self._place)) if self._place else "")
        self.viewport().update()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._on_chosen()

    def _row_id(self, place: tuple[int, int]) -> int | None:
        standing = self._standing(place)
        return standing.row_id if standing else None

    def _find(self, row_id: int) -> tuple[int, int] | None:
        for number, shelf in enumerate(self._shelves):
            for place, standing in enumerate(shelf.standing):
                if standing.row_id == row_id:
                    return number, place
        return None

    def _show_place(self, place: tuple[int, int]) -> None:
        area, bar = self.area_of(*place), self.verticalScrollBar()
        if area.top() < self._heading():
            bar.setValue(bar.value() + area.top() - self._heading())
        elif area.bottom() > self.viewport().height():
            bar.setValue(bar.value() + area.bottom() - self.viewport().height() + _GAP)

    def _choose(self, row_id: int, *, adds: bool = False) -> None:
        row = self._table.results.row_of(row_id)
        if row is None:
            return
        index = self._table.results.index(row, 0)
        flag = QItemSelectionModel.SelectionFlag
        how = flag.Toggle if adds else flag.ClearAndSelect
        self._table.selectionModel().setCurrentIndex(index, how | flag.Rows)

    def _walk(self, by: int, *, to_end: bool, to_begin: bool) -> None:
        places = [
            (number, place)
            for number, shelf in enumerate(self._shelves)
            for place, standing in enumerate(shelf.standing)
            if standing.row_id is not None
        ]
        if not places:
            return
        if self._place is None or to_begin:
            wanted = 0
        elif to_end:
            wanted = len(places) - 1
        elif abs(by) == 1:
            wanted = min(max(bisect_right(places, self._place) - 1 + by, 0), len(places) - 1)
        else:
            wanted = self._beside(places, self._place, by)
        self._place = places[wanted]
        row_id = self._row_id(self._place)
        assert row_id is not None
        self._choose(row_id)

    def _beside(self, places: list[tuple[int, int]], place: tuple[int, int], by: int) -> int:
        """The disc on the board above or below that stands nearest."""
        here = self.area_of(*place).center()
        wanted = QPoint(here.x(), here.y() + (_HEIGHT + _GAP if by > 0 else -_HEIGHT - _GAP))
        at = bisect_right(places, place) - 1
        reach = 2 * self._per_board() + 1
        near = range(max(at - reach, 0), min(at + reach + 1, len(places)))
        areas = {one: self.area_of(*places[one]) for one in near}
        beyond = {
            one: (area.center() - wanted).manhattanLength()
            for one, area in areas.items()
            if (area.top() > here.y() if by > 0 else area.bottom() < here.y())
        }
        return min(beyond, key=lambda one: beyond[one], default=at)

    # Painting.

    def _paint_shelf(self, painter: QPainter, number: int) -> None:
        shelf = self._shelves[number]
        top = self._tops[number] - self.verticalScrollBar().value()
        width = self.viewport().width() - 2 * _EDGE
        self._paint_heading(painter, shelf, QRect(_EDGE, top, width, self._heading()))
        per_board, height = self._per_board(), self.viewport().height()
        for board in range(-(-len(shelf.standing) // per_board)):
            area = self.area_of(number, board * per_board)
            if area.bottom() + _GAP < 0:
                continue
            if area.top() > height:
                break
            places = range(board * per_board, min((board + 1) * per_board, len(shelf.standing)))
            self._read([shelf.standing[place].row_id for place in places])
            painter.fillRect(_EDGE, area.bottom() + 1, width, _BOARD, shades(self.palette()).line)
            for place in places:
                self._paint_standing(painter, self.area_of(number, place), shelf.standing[place])

    def _paint_heading(self, painter: QPainter, shelf: Shelf, area: QRect) -> None:
        painter.setFont(bold(self.font()))
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        line = area.adjusted(0, 10, 0, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        used = painter.boundingRect(line, int(left), title_of(shelf)).width()
        painter.drawText(line, left, title_of(shelf))
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(line.adjusted(used + 12, 0, 0, 0), left, counts_of(shelf))

    def _paint_standing(self, painter: QPainter, area: QRect, standing: Standing) -> None:
        spine = area.adjusted(1, 0, -1, 0)
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        if standing.row_id is None:
            painter.setPen(QPen(shades(self.palette()).line, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush if standing.empty else shades(self.palette()).chip)
            painter.drawRoundedRect(spine.adjusted(0, 2, -1, -1), 2, 2)
            words = f"empty {standing.slot}" if standing.empty else f"{standing.number} more"
            self._write_along(painter, spine, words, muted, bold=False)
            return
        row = self._rows.get(standing.row_id)
        title = (row.values["title"] if row else None) or ""
        words = f"{title}: {standing.part}" if standing.part else title
        hue = crc32(title.casefold().encode()) % 360
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromHsv(hue, 76, 104))
        painter.drawRoundedRect(spine, 2, 2)
        disc_format = (row.values["format"] if row else None) or ""
        painter.fillRect(spine.x(), spine.y() + 4, spine.width(), 7, QColor(BANDS.get(disc_format, PLAIN)))
        foot = QRect(
            spine.x(), spine.bottom() - self.fontMetrics().height() - 1, spine.width(), self.fontMetrics().height()
        )
        if standing.slot:
            painter.setPen(QColor(255, 255, 255, 215))
            slot = self.fontMetrics().elidedText(standing.slot, Qt.TextElideMode.ElideRight, spine.width() - 2)
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, slot)
        self._write_along(painter, spine.adjusted(0, 14, 0, -foot.height() - 2), words, QColor("#ffffff"), bold=True)
        if standing.row_id in self._chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 3))
            painter.drawRoundedRect(spine.adjusted(1, 1, -1, -1), 2, 2)

    def _write_along(self, painter: QPainter, area: QRect, text: str, color: QColor, *, bold: bool) -> None:
        """Text from top to bottom, as it stands on a spine."""
        painter.save()
        font = QFont(self.font())
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(color)
        painter.translate(area.right() + 1, area.top())
        painter.rotate(90)
        line = QRect(6, 0, area.height() - 10, area.width())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _read(self, row_ids: Sequence[int | None]) -> None:
        missing = [row_id for row_id in row_ids if row_id is not None and row_id not in self._rows]
        if not missing:
            return
        found = self._fetch(missing, _KEYS)
        self._rows.update((row_id, found.get(row_id)) for row_id in missing)
        while len(self._rows) > _ROWS_KEPT:
            self._rows.popitem(last=False)

    def _words(self, standing: Standing | None) -> str:
        if standing is None:
            return ""
        if standing.row_id is None:
            if not standing.empty:
                discs = "1 disc" if standing.number == 1 else f"{standing.number:,} discs"
                return f"{discs} that this search leaves out"
            return f"Slot {standing.slot} is empty" if standing.number == 1 else f"Slots {standing.slot} are empty"
        self._read([standing.row_id])
        row = self._rows.get(standing.row_id)
        if row is None:
            return ""
        year = registry.BY_KEY["year"].kind.show(row.values["year"])
        parts = [row.values["title"] or "An untitled disc", standing.part or "", year, row.values["format"] or ""]
        slot = [f"slot {standing.slot}"] if standing.slot else []
        return " · ".join(part for part in [*parts, *slot] if part)


def title_of(shelf: Shelf) -> str:
    """The place and the device of a shelf, in words."""
    parts = [registry.BY_KEY["location"].kind.show(shelf.place), shelf.device or ""]
    return " › ".join(part for part in parts if part) or "Without a place"


def counts_of(shelf: Shelf) -> str:
    """How many discs stand there, of how many that fit, and how many slots are empty."""
    words = "1 disc" if shelf.discs == 1 else f"{shelf.discs:,} discs"
    if shelf.capacity:
        words += f" of {shelf.capacity:,}"
    others = sum(one.number for one in shelf.standing if one.row_id is None and not one.empty)
    empty = sum(one.number for one in shelf.standing if one.empty)
    if others:
        words += f", {others:,} more here"
    if empty:
        words += ", 1 slot empty" if empty == 1 else f", {empty:,} slots empty"
    return words
