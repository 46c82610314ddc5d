"""One chart, painted by ourselves: bars that a click, or the keyboard, searches for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from catalogue.collection import Chart
from catalogue.gui.widgets.chart_drawing import Drawing


class ChartWidget(QWidget):
    """Emits `wanted` with the value of a bar. The arrow keys go from bar to bar, Enter searches."""

    wanted = Signal(str, str)  # the field, the value

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = chart
        self._current = 0
        self._under = -1
        self.setObjectName(f"chart.{chart.name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say()

    def sizeHint(self) -> QSize:
        return QSize(380, round(Drawing(self.chart, self.font(), self.palette()).height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    def current(self) -> int:
        """The bar under the keyboard."""
        return self._current

    def bar_area(self, place: int) -> QRectF:
        """Where a bar is, with its name and its number."""
        return self._drawing().areas(QRectF(self.rect()))[place]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self._current if self.hasFocus() else -1
        self._drawing().paint(painter, QRectF(self.rect()), marked, self._under)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        steps = {keys.Key_Left: -1, keys.Key_Up: -1, keys.Key_Right: 1, keys.Key_Down: 1}
        key = keys(event.key())
        if key in steps:
            self._go(self._current + steps[key])
        elif key in (keys.Key_Home, keys.Key_End):
            self._go(0 if key == keys.Key_Home else len(self.chart.bars) - 1)
        elif key in (keys.Key_Return, keys.Key_Enter, keys.Key_Space):
            self._search(self._current)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().toPoint())
        if place != self._under:
            self._under = place
            clickable = place >= 0 and self.chart.bars[place].amount > 0
            self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
            QToolTip.showText(event.globalPosition().toPoint(), self._words(place) if place >= 0 else "", self)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().toPoint())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(place)
            self._search(place)

    def leaveEvent(self, event: QEvent) -> None:
        self._under = -1
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.updateGeometry()
            self.update()

    def _drawing(self) -> Drawing:
        return Drawing(self.chart, self.font(), self.palette())

    def _at(self, point: QPoint) -> int:
        areas = self._drawing().areas(QRectF(self.rect()))
        return next((place for place, area in enumerate(areas) if area.contains(point)), -1)

    def _go(self, place: int) -> None:
        self._current = min(max(place, 0), len(self.chart.bars) - 1)
        self._say()
        self.update()

    def _search(self, place: int) -> None:
        bar = self.chart.bars[place]
        if bar.amount:
            self.wanted.emit(self.chart.key, bar.value)

    def _words(self, place: int) -> str:
        bar = self.chart.bars[place]
        return f"{bar.label}: {bar.shown}"

    def _say(self) -> None:
        listed = ", ".join(f"{bar.label} {bar.shown}" for bar in self.chart.bars if bar.amount)
        self.setAccessibleName(self.chart.title)
        self.setAccessibleDescription(f"{self._words(self._current)}. {listed}. {self.chart.note}".strip())
