"""The cover wall: pictures of discs, or drawn sleeves where there is none."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
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
from PySide6.QtWidgets import QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from catalogue.collection import Row
from catalogue.fields import dates, registry
from catalogue.gui.models.results import WINDOW, ResultsModel
from catalogue.gui.views.grid import GridView
from catalogue.gui.widgets.sleeve import NO_DISC, sleeve

_Index = QModelIndex | QPersistentModelIndex
Load = Callable[[str, int, Callable[[QImage | None], None]], object]
"""Asks for the picture of a hash in a height; the answer comes later, on the window's thread."""

SMALLEST, USUAL, LARGEST = 96, 160, 320
_KEYS = ("title", "year", "format", "status", "loans")
_RATIO = 0.7  # of a case of a disc, width to height
_PAD = 10
_PICTURES = 400
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
        self._pictures: OrderedDict[tuple[Any, ...], QPixmap] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        self._height = 0
        self.setModel(model)
        self.setItemDelegate(_CoverDelegate(self))
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

    def row_at(self, place: int) -> Row | None:
        """What a cell shows; rows are read by the window, never one by one."""
        row_id = self.results.ids()[place]
        if row_id not in self._rows:
            begin = place - place % WINDOW
            ids = self.results.ids()[begin : begin + WINDOW]
            found = self._fetch(ids, _KEYS)
            for one in ids:
                self._rows[one] = found.get(one)
            while len(self._rows) > _ROWS_KEPT:
                self._rows.popitem(last=False)
        return self._rows[row_id]

    def picture_of(self, row: Row, ratio: float) -> QPixmap:
        """The cover in the size of the wall: its picture when that has come, else a drawn sleeve."""
        width = round(self._height * _RATIO)
        if row.picture is not None:
            # Thumbnails come in steps: one and the same serves many sizes.
            key: tuple[Any, ...] = (row.picture, self._height, ratio)
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
            wanted = round(self._height * ratio)
            if (row.picture, wanted) not in self._asked:
                self._asked.add((row.picture, wanted))
                self._load(row.picture, wanted, partial(self._take, row.picture, wanted, ratio))
        year = registry.BY_KEY["year"].kind.show(row.values["year"])
        words = (row.values["title"] or "", year, row.values["format"] or ("" if row.copy_id else NO_DISC))
        return self._keep((*words, self._height, ratio), lambda: sleeve(*words, width, self._height, ratio))

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

    def _take(self, sha256: str, wanted: int, ratio: float, image: QImage | None) -> None:
        self._asked.discard((sha256, wanted))
        if image is None:
            # The file is gone: the sleeve stays, and it is not asked for again and again.
            self._asked.add((sha256, wanted))
            return
        if wanted != round(self._height * ratio):
            return
        area = QSize(round(self._height * _RATIO * ratio), wanted)
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        scaled = QPixmap.fromImage(image.scaled(area, keep, smooth))
        scaled.setDevicePixelRatio(ratio)
        self._keep((sha256, self._height, ratio), lambda: scaled)
        self.viewport().update()

    def _keep(self, key: tuple[Any, ...], make: Callable[[], QPixmap]) -> QPixmap:
        if key not in self._pictures:
            self._pictures[key] = make()
            while len(self._pictures) > _PICTURES:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def _on_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if last.row() - first.row() > WINDOW:
            self._rows.clear()
        else:
            for row_id in self.results.ids()[first.row() : last.row() + 1]:
                self._rows.pop(row_id, None)
        self.viewport().update()


class _CoverDelegate(QStyledItemDelegate):
    """A cover with title and year below it; what is wished for, lent or sold says so on it."""

    def __init__(self, wall: CoverWall) -> None:
        super().__init__(wall)
        self._wall = wall

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._wall.row_at(index.row())
        area, colors = option.rect, option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.color(QPalette.ColorRole.Accent), 1))
            painter.drawRoundedRect(area.adjusted(2, 2, -3, -3), 6, 6)
        if row is not None:
            self._paint_row(painter, option, row, chosen)
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Row, chosen: bool) -> None:
        area = option.rect
        picture = self._wall.picture_of(row, self._wall.devicePixelRatioF())
        size = picture.size() / picture.devicePixelRatio()
        left = area.x() + (area.width() - size.width()) // 2
        top = area.y() + _PAD + self._wall.cover_height() - size.height()
        painter.drawPixmap(left, top, picture)
        mark = mark_of(row)
        if mark:
            self._paint_mark(painter, QRect(left, top, size.width(), size.height()), mark)
        words = area.adjusted(_PAD - 4, 0, -_PAD + 4, 0)
        words.setTop(area.y() + _PAD + self._wall.cover_height() + 5)
        line = option.fontMetrics.height()
        text = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(text))
        title = option.fontMetrics.elidedText(row.values["title"] or "", Qt.TextElideMode.ElideRight, words.width())
        middle = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRect(words.x(), words.y(), words.width(), line), middle, title)
        muted = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        painter.setPen(option.palette.color(muted))
        year = registry.BY_KEY["year"].kind.show(row.values["year"])
        painter.drawText(QRect(words.x(), words.y() + line, words.width(), line), middle, year)

    def _paint_mark(self, painter: QPainter, cover: QRect, mark: str) -> None:
        font = QFont(painter.font())
        font.setPixelSize(max(self._wall.cover_height() // 14, 9))
        font.setBold(True)
        painter.setFont(font)
        height = painter.fontMetrics().height() + 4
        band = QRect(cover.x(), cover.bottom() - height + 1, cover.width(), height)
        painter.fillRect(band, QColor(0, 0, 0, 190))
        painter.setPen(QColor("#ffffff"))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, mark)
        painter.setFont(self._wall.font())


def mark_of(row: Row) -> str:
    """What a cover says across its foot: who has the disc matters more than what it is for."""
    lent = [loan for loan in row.values.get("loans") or () if loan["returned"] is None]
    if any(loan["due"] is not None and dates.is_over(loan["due"]) for loan in lent):
        return "LATE"
    return "LENT" if lent else _MARKS.get(row.values.get("status") or "", "")
