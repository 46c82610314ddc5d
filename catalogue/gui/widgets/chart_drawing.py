"""Draws a chart on whatever can be painted on: the window, a picture, a vector file."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette

from catalogue.collection import Bar, Chart
from catalogue.gui import theme
from catalogue.gui.widgets.look import bold

_ROW, _BAR = 1.55, 0.95  # heights of a row and of its bar, in heights of a letter
_COLUMNS, _FOOT = 9.0, 1.3  # heights of upright bars and of the names below them, the same
_GAP = 10
_NAME_SHARE = 0.34
_ROUND = 2.0
_WIDEST = 46.0  # pixels of an upright bar with its gap
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Drawing:
    """Draws a chart anywhere: on the window, into a picture, into a vector file."""

    def __init__(self, chart: Chart, font: QFont, palette: QPalette) -> None:
        self._chart = chart
        self._font = font
        self._palette = palette
        self._shades = theme.shades(palette)
        self._metrics = QFontMetricsF(font)
        self._em = self._metrics.height()

    def height(self) -> float:
        """The height that the chart takes, in pixels."""
        body = self._em * (_COLUMNS + _FOOT) if self._chart.upright else self._rows()
        return self._head() + body + (1.4 * self._em if self._chart.note else 0) + _GAP

    def areas(self, area: QRectF) -> list[QRectF]:
        """Where the bars stand, each with its name and number."""
        left, top, count = area.left(), area.top() + self._head(), len(self._chart.bars)
        if not self._chart.upright:
            step = self._em * _ROW
            return [QRectF(left, top + place * step, area.width(), step) for place in range(count)]
        step = min(area.width() / count, _WIDEST)
        height = self._em * (_COLUMNS + _FOOT)
        return [QRectF(left + place * step, top, step, height) for place in range(count)]

    def paint(self, painter: QPainter, area: QRectF, current: int = -1, under: int = -1) -> None:
        """Paints the chart; `current` is the bar with the keyboard, `under` the one with the mouse."""
        painter.setFont(bold(self._font))
        painter.setPen(self._palette.color(QPalette.ColorRole.WindowText))
        title = QFontMetricsF(painter.font()).elidedText(self._chart.title, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(QRectF(area.left(), area.top(), area.width(), self._em), _LEFT, title)
        painter.setFont(self._font)
        draw = self._columns if self._chart.upright else self._lines
        draw(painter, area, current, under)
        if self._chart.note:
            painter.setPen(self._shades.muted)
            foot = QRectF(area.left(), area.bottom() - _GAP - 1.2 * self._em, area.width(), 1.2 * self._em)
            note = self._metrics.elidedText(self._chart.note, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(foot, _LEFT, note)

    def _head(self) -> float:
        return self._em * 1.6

    def _rows(self) -> float:
        return len(self._chart.bars) * self._em * _ROW

    def _lines(self, painter: QPainter, area: QRectF, current: int, under: int) -> None:
        bars = self._chart.bars
        widest = max(self._metrics.horizontalAdvance(bar.label) for bar in bars)
        name = min(widest, area.width() * _NAME_SHARE)
        number = max(self._metrics.horizontalAdvance(bar.shown) for bar in bars)
        room = max(area.width() - name - number - 2 * _GAP, 10)
        most = max(bar.amount for bar in bars)
        for place, (bar, line) in enumerate(zip(bars, self.areas(area), strict=True)):
            self._mark(painter, line, place == current)
            painter.setPen(self._shades.muted)
            label = self._metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, name)
            painter.drawText(QRectF(line.left(), line.top(), name, line.height()), _LEFT, label)
            height, left = self._em * _BAR, line.left() + name + _GAP
            width = max(room * bar.amount / most, 1)
            self._bar(painter, QRectF(left, line.center().y() - height / 2, width, height), bar, place == under)
            painter.setPen(self._palette.color(QPalette.ColorRole.WindowText))
            painter.drawText(QRectF(left + width + 6, line.top(), number + 4, line.height()), _LEFT, bar.shown)

    def _columns(self, painter: QPainter, area: QRectF, current: int, under: int) -> None:
        bars, areas = self._chart.bars, self.areas(area)
        most = max(bar.amount for bar in bars)
        ground = areas[0].bottom() - _FOOT * self._em
        painter.setPen(self._shades.line)
        painter.drawLine(QPointF(area.left(), ground), QPointF(areas[-1].right(), ground))
        # Where columns stand close, every so many has its name, and numbers are told of the one that is looked at.
        names = max(self._metrics.horizontalAdvance(bar.label) for bar in bars) * 1.5
        every = max(1, -int(-names // areas[0].width()))
        numbers = max(self._metrics.horizontalAdvance(bar.shown) for bar in bars) + 2 <= areas[0].width()
        looked_at = under if under >= 0 else current
        free = area.left()
        for place, (bar, column) in enumerate(zip(bars, areas, strict=True)):
            self._mark(painter, column, place == current)
            height = (ground - column.top() - self._em) * bar.amount / most
            inset = min(max(column.width() * 0.12, 0.5), 4)
            body = QRectF(column.left() + inset, ground - height, column.width() - 2 * inset, height)
            self._bar(painter, body, bar, place == under)
            painter.setPen(self._palette.color(QPalette.ColorRole.WindowText))
            if bar.amount and (numbers or place == looked_at):
                self._centred(painter, area, QPointF(column.center().x(), body.top() - self._em), bar.shown)
            painter.setPen(self._shades.muted)
            if place % every == 0 and self._left(area, column.center().x(), bar.label) >= free:
                free = self._centred(painter, area, QPointF(column.center().x(), ground + 0.2 * self._em), bar.label)

    def _bar(self, painter: QPainter, body: QRectF, bar: Bar, under: bool) -> None:
        if bar.amount:
            accent = self._palette.color(QPalette.ColorRole.Accent)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(accent).lighter(118) if under else accent)
            rounded = min(_ROUND, body.width() / 4)
            painter.drawRoundedRect(body, rounded, rounded)

    def _centred(self, painter: QPainter, area: QRectF, top: QPointF, text: str) -> float:
        """Writes a text around a point on its upper edge, inside of the chart. Returns where the next may begin."""
        left, width = self._left(area, top.x(), text), self._metrics.horizontalAdvance(text) + 2
        painter.drawText(QRectF(left, top.y(), width, self._em), int(Qt.AlignmentFlag.AlignCenter), text)
        return left + width + 4

    def _left(self, area: QRectF, middle: float, text: str) -> float:
        width = self._metrics.horizontalAdvance(text) + 2
        return max(min(middle - width / 2, area.right() - width), area.left())

    def _mark(self, painter: QPainter, area: QRectF, current: bool) -> None:
        if current:
            painter.setPen(self._palette.color(QPalette.ColorRole.Accent))
            painter.setBrush(self._palette.color(QPalette.ColorRole.Highlight))
            painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
