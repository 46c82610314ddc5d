"""The cover wall: pictures of discs, or drawn sleeves where there is none."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu

from catalogue.collection import Row
from catalogue.fields import dates, registry
from catalogue.gui.models.results import WINDOW, ResultsModel
from catalogue.gui.runner import Task
from catalogue.gui.views.grid import GridView
from catalogue.gui.widgets.elided import Elided
from catalogue.gui.widgets.sleeve import NO_DISC, sleeve

_Key = tuple[Any, ...]
Load = Callable[[str, QSize, Callable[[QImage | None], None]], Task]
"""Asks for the picture of a hash as it fits into a room; the answer comes later, on the window's thread."""

SMALLEST, USUAL, LARGEST = 96, 160, 320
_KEYS = ("title", "year", "format", "status", "loans")
_RATIO = 0.7  # of a case of a disc, width to height
_PAD = 10
_BATCH = 32
_MOMENT = 30  # ms
_BYTES = 32_000_000  # of pictures that are kept, some hundreds in the usual size
_ROWS_KEPT = 4000
_MARKS = {"wish list": "WISH", "on order": "ON ORDER", "for sale": "FOR SALE", "sold": "SOLD", "lost": "LOST"}


class CoverWall(GridView):
    """The same rows as the table's, with the same selection. `opened` says that one is to be edited."""

    opened = Signal()
    size_changed = Signal(int)

    def __init__(self, model: ResultsModel, fetch: Callable[..., dict[int, Row]], load: Load) -> None:
        super().__init__(QSize(1, 1))
        self.results = model
        self.menu_actions: list[QAction] = []
        self.setObjectName("covers")
        self.setAccessibleName("Covers")
        self._fetch = fetch
        self._load = load
        self._rows: OrderedDict[int, Row | None] = OrderedDict()
        self._pictures: OrderedDict[_Key, QPixmap] = OrderedDict()
        self._newest: dict[str, _Key] = {}  # of each picture, the size that came last
        self._asked: dict[_Key, Task] = {}
        self._missing: set[str] = set()
        # Whoever drags the scroll bar passes thousands of covers: only those are read that are looked at for a moment.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_MOMENT)
        self._rest.timeout.connect(self._ask)
        self._elided = Elided(self.font())
        self._height = 0
        self.setModel(model)
        self.set_size(USUAL)
        model.modelReset.connect(self._rows.clear)
        model.dataChanged.connect(self._on_changed)

    def set_size(self, height: int) -> None:
        """Shows covers of another height in pixels."""
        height = min(max(height, SMALLEST), LARGEST)
        if height == self._height:
            return
        self._height = height
        lines = 2 * self.fontMetrics().height() + 6
        self.set_cell(QSize(round(height * _RATIO) + 2 * _PAD, height + lines + 2 * _PAD))
        self.size_changed.emit(height)

    def cover_height(self) -> int:
        """The height of the covers in pixels."""
        return self._height

    def rows_at(self, places: range) -> list[Row | None]:
        """What some cells show, read all at once where they were not read yet."""
        known = self._rows
        ids = self.results.ids()[places.start : places.stop]
        if any(row_id not in known for row_id in ids):
            # A few more than are seen: the next step of scrolling finds them here.
            begin, end = places.start // _BATCH * _BATCH, -(-places.stop // _BATCH) * _BATCH
            wanted = [row_id for row_id in self.results.ids()[begin:end] if row_id not in known]
            found = self._fetch(wanted, _KEYS)
            known.update((row_id, found.get(row_id)) for row_id in wanted)
            while len(known) > _ROWS_KEPT:
                known.popitem(last=False)
        return [known.get(row_id) for row_id in ids]

    def picture_of(self, row: Row, ratio: float) -> QPixmap:
        """The cover in the size of the wall: its picture when that has come, else a drawn sleeve."""
        if row.picture is not None and row.picture not in self._missing:
            key: _Key = (row.picture, self._height, ratio)
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
            self._rest.start()
            # While the size is being changed, the picture that is there stretches until the right one has come.
            other = self._pictures.get(self._newest.get(row.picture, ()))
            if other is not None:
                return _stretched(other, self._room(ratio), ratio)
        # A mark across the foot takes the room of the year, which stands below the cover as well.
        year = "" if mark_of(row) else _year(row)
        words = (
            row.values["title"] or "",
            year,
            row.values["format"] or ("" if row.copy_id or row.copies else NO_DISC),
        )
        key = (*words, self._height, ratio)
        if key not in self._pictures:
            self._keep(key, sleeve(*words, round(self._height * _RATIO), self._height, ratio))
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def paint_cells(self, painter: QPainter, rows: range) -> None:
        chosen, ratio = self.selectionModel(), self.devicePixelRatioF()
        current = self.currentIndex().row() if self.hasFocus() else -1
        for number, row in zip(rows, self.rows_at(rows), strict=True):
            area = self.place(number)
            selected = chosen.isSelected(self.results.index(number, 0))
            self._paint_ground(painter, area, selected, number == current)
            if row is not None:
                self._paint_row(painter, area, row, selected, self.picture_of(row, ratio))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elided = Elided(self.font())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addActions(self.menu_actions)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_size(self._height + (16 if event.angleDelta().y() > 0 else -16))
            event.accept()
            return
        super().wheelEvent(event)

    def _room(self, ratio: float) -> QSize:
        return QSize(round(self._height * _RATIO * ratio), round(self._height * ratio))

    def _take(self, key: _Key, image: QImage | None) -> None:
        self._asked.pop(key, None)
        if image is None:
            # The file is gone: the sleeve stays, and it is not asked for again and again.
            self._missing.add(key[0])
            return
        picture = QPixmap.fromImage(image)
        picture.setDevicePixelRatio(key[-1])
        self._newest[key[0]] = key
        self._keep(key, picture)
        self.viewport().update()

    def _ask(self) -> None:
        """Asks for the pictures in sight, and lets go of those that were passed by on the way here."""
        ratio = self.devicePixelRatioF()
        seen = {row.picture for row in self.rows_at(self.shown()) if row is not None and row.picture is not None}
        seen -= self._missing
        wanted = {(sha256, self._height, ratio) for sha256 in seen}
        for key in self._asked.keys() - wanted:
            self._asked.pop(key).drop()
        for key in wanted - self._asked.keys() - self._pictures.keys():
            self._asked[key] = self._load(key[0], self._room(ratio), partial(self._take, key))

    def _keep(self, key: _Key, picture: QPixmap) -> None:
        self._pictures[key] = picture
        room = self._room(self.devicePixelRatioF())
        most = max(_BYTES // (4 * room.width() * room.height()), 2 * len(self.shown()))
        while len(self._pictures) > most:
            gone, _ = self._pictures.popitem(last=False)
            if self._newest.get(gone[0]) == gone:
                del self._newest[gone[0]]

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if last.row() - first.row() > WINDOW:
            self._rows.clear()
        else:
            for row_id in self.results.ids()[first.row() : last.row() + 1]:
                self._rows.pop(row_id, None)
        self.viewport().update()

    def _paint_ground(self, painter: QPainter, area: QRect, selected: bool, current: bool) -> None:
        if not selected and not current:
            return
        colors, role = self.palette(), QPalette.ColorRole
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color(role.Highlight))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 6, 6)
        if current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.color(role.Accent), 1))
            painter.drawRoundedRect(area.adjusted(2, 2, -3, -3), 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_row(self, painter: QPainter, area: QRect, row: Row, selected: bool, picture: QPixmap) -> None:
        size = picture.deviceIndependentSize().toSize()
        left = area.x() + (area.width() - size.width()) // 2
        top = area.y() + _PAD + self._height - size.height()
        painter.drawPixmap(left, top, picture)
        mark = mark_of(row)
        if mark:
            self._paint_mark(painter, QRect(left, top, size.width(), size.height()), mark)
        palette, role = self.palette(), QPalette.ColorRole
        room = area.width() - 2 * (_PAD - 4)
        line = area.y() + _PAD + self._height + 5 + self._elided.metrics.ascent()
        title = self._elided.fit(row.values["title"] or "", room)
        words = ((title, role.Text), (_year(row), role.PlaceholderText))
        for number, (text, usual) in enumerate(words):
            painter.setPen(palette.color(role.HighlightedText if selected else usual))
            x = area.x() + (area.width() - self._elided.width(text)) // 2
            painter.drawText(x, line + number * self._elided.metrics.height(), text)

    def _paint_mark(self, painter: QPainter, cover: QRect, mark: str) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(self._height // 14, 9))
        font.setBold(True)
        painter.setFont(font)
        height = painter.fontMetrics().height() + 4
        band = QRect(cover.x(), cover.bottom() - height + 1, cover.width(), height)
        painter.fillRect(band, QColor(0, 0, 0, 190))
        painter.setPen(QColor("#ffffff"))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, mark)
        painter.setFont(self.font())


def _stretched(picture: QPixmap, room: QSize, ratio: float) -> QPixmap:
    made = picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    made.setDevicePixelRatio(ratio)
    return made


def _year(row: Row) -> str:
    return registry.BY_KEY["year"].kind.show(row.values["year"])


def mark_of(row: Row) -> str:
    """What a cover says across its foot: who has the disc matters more than what it is for."""
    lent = [loan for loan in row.values.get("loans") or () if loan["returned"] is None]
    if any(loan["due"] is not None and dates.is_over(loan["due"]) for loan in lent):
        return "LATE"
    return "LENT" if lent else _MARKS.get(row.values.get("status") or "", "")
