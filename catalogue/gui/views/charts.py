"""The charts of the result: what there is of each format, decade, genre and place, and what was bought when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPalette, QResizeEvent, QShowEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogue import writing
from catalogue.collection import Charts
from catalogue.errors import UserError
from catalogue.gui import icons, query_text
from catalogue.gui.bus import Bus
from catalogue.gui.runner import Task
from catalogue.gui.widgets.chart import ChartWidget
from catalogue.gui.widgets.chart_drawing import Drawing
from catalogue.gui.widgets.look import heading
from catalogue.gui.widgets.picker import pick_new_file
from catalogue.gui.wording import counted
from catalogue.search.scopes import ListScope

_NARROW = 760  # pixels below which one chart stands under the other
_PAUSE = 60  # ms: several changes in a row are drawn once
_SAVED = "Picture (*.png);;Drawing (*.svg)"
_SAVED_WIDTH, _MARGIN, _SCALE = 900, 24, 2
_BESIDE, _BETWEEN = 36, 14  # pixels between two columns, between charts in one


class ChartsView(QScrollArea):
    """Asks for its figures only while somebody looks. A click on a bar asks for another query."""

    query_wanted = Signal(str)
    said = Signal(str)

    def __init__(self, bus: Bus) -> None:
        super().__init__()
        self.setObjectName("charts")
        self.setAccessibleName("Charts")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._bus = bus
        self._query = ""
        self._scope: ListScope = "everything"
        self._task: Task | None = None
        self._shown: Charts | None = None
        self.charts: list[ChartWidget] = []
        self._figures = heading()
        self._figures.setObjectName("charts.figures")
        self._save = QToolButton()
        self._save.setObjectName("charts.save")
        self._save.setText("Save picture …")
        self._save.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._save.setIcon(icons.icon("image-down"))
        self._save.setAutoRaise(True)
        self._save.setToolTip("Save the charts as a picture (PNG) or a drawing (SVG)")
        self._save.clicked.connect(self.pick_target)
        self._nothing = QLabel("There is nothing to draw here.")
        self._nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._columns = [QVBoxLayout() for _ in range(2)]
        self._arrange()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.refresh)
        bus.changed.connect(lambda _: self._ask())

    def show_query(self, query: str, scope: ListScope) -> None:
        """Draws what another query finds."""
        if (query, scope) != (self._query, self._scope):
            self._query, self._scope = query, scope
            self._ask()

    def waiting(self) -> bool:
        """Whether other figures are on their way."""
        asked = self._task is not None and not self._task.finished and not self._task.dropped
        return self._pause.isActive() or asked

    def refresh(self) -> None:
        """Asks for the figures again."""
        if self._task is not None:
            self._task.drop()
        collection, query, scope = self._bus.collection, self._query, self._scope
        self._task = self._bus.runner.read(lambda job: collection.charts(query, job, scope), self.show_charts)

    def show_charts(self, found: Charts) -> None:
        """Shows figures; the chart that had the keyboard has it again."""
        if found == self._shown:
            return
        self._shown = found
        focused = next((one.chart.name for one in self.charts if one.hasFocus()), None)
        for one in self.charts:
            one.hide()
            one.deleteLater()
        self.charts = [ChartWidget(chart) for chart in found.charts]
        for one in self.charts:
            one.wanted.connect(self._want)
        self._figures.setText(figures(found))
        self._nothing.setVisible(not self.charts)
        self._save.setEnabled(bool(self.charts))
        self._place()
        for before, after in zip([self._save, *self.charts], self.charts, strict=False):
            QWidget.setTabOrder(before, after)
        for one in self.charts:
            if one.chart.name == focused:
                one.setFocus()

    def pick_target(self) -> None:
        """Asks where the charts are to be saved."""
        proposed = self._bus.collection.path.absolute().with_name("charts.png")
        picker = pick_new_file(self.window(), "Save the charts", proposed, _SAVED, self.save)
        picker.setObjectName("charts_file")

    def save(self, target: Path) -> None:
        """Writes the charts as PNG, or as SVG where the name of the file ends so. Says what became of it."""
        if self._shown is None:
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        draw = _svg if target.suffix.lower() == ".svg" else _png
        draw(self._shown, self, buffer)
        try:
            # The picker has asked whether a file that is there may go.
            writing.write(target, bytes(buffer.data().data()), self._bus.collection.path, replace=True)
        except UserError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(f"Saved the charts as {target}.")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _ask(self) -> None:
        if self.isVisible():
            self._pause.start()

    def _want(self, key: str, value: str) -> None:
        self.query_wanted.emit(query_text.replace(self._query, key, [value], self._bus.fields))

    def _place(self) -> None:
        """Two columns where there is room, about as long as each other."""
        wide = self.viewport().width() >= _NARROW
        heights = [one.sizeHint().height() for one in self.charts]
        for one, column in zip(self.charts, _share(heights, 2 if wide else 1), strict=True):
            self._columns[column].addWidget(one)
        self._side_by_side.setStretch(1, 1 if wide else 0)
        self._side_by_side.setSpacing(_BESIDE if wide else 0)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._figures, 1)
        head.addWidget(self._save, 0, Qt.AlignmentFlag.AlignTop)
        self._side_by_side = QHBoxLayout()
        for one in self._columns:
            one.setSpacing(_BETWEEN)
            one.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._side_by_side.addLayout(one, 1)
        page = QWidget()
        page.setBackgroundRole(QPalette.ColorRole.Base)
        page.setAutoFillBackground(True)
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 14, 20, 20)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addLayout(self._side_by_side)
        column.addStretch(1)
        self.setWidget(page)


def figures(found: Charts) -> str:
    """The figures above the charts in one line."""
    overall = found.overall
    words = [counted(overall.discs, "disc"), counted(overall.films, "film")]
    if overall.paid:
        words.append(f"{' and '.join(overall.paid)} paid")
    if overall.worth:
        words.append(f"worth {' and '.join(overall.worth)}")
    return " · ".join(words)


def _png(found: Charts, like: QWidget, buffer: QBuffer) -> None:
    image = QImage(_size(found, like) * _SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SCALE)
    image.fill(like.palette().color(QPalette.ColorRole.Base))
    painter = QPainter(image)
    _draw(painter, found, like)
    painter.end()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt wants text


def _svg(found: Charts, like: QWidget, buffer: QBuffer) -> None:
    area = QRectF(QPointF(), _size(found, like))
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(area.size().toSize())
    drawing.setViewBox(area)
    drawing.setTitle("Disc Catalogue")
    painter = QPainter(drawing)
    painter.fillRect(area, like.palette().color(QPalette.ColorRole.Base))
    _draw(painter, found, like)
    painter.end()


def _size(found: Charts, like: QWidget) -> QSize:
    below = [area.bottom() for _, area in _places(found, like)]
    return QSize(_SAVED_WIDTH, round(max(below, default=0) + _MARGIN))


def _places(found: Charts, like: QWidget) -> list[tuple[Drawing, QRectF]]:
    """The charts of a saved picture in two columns, below the line of figures."""
    drawings = [Drawing(chart, like.font(), like.palette()) for chart in found.charts]
    width = (_SAVED_WIDTH - 2 * _MARGIN - _BESIDE) / 2
    tops = [_MARGIN + 2.0 * like.fontMetrics().height()] * 2
    placed = []
    for one, column in zip(drawings, _share([one.height() for one in drawings], 2), strict=True):
        placed.append((one, QRectF(_MARGIN + column * (width + _BESIDE), tops[column], width, one.height())))
        tops[column] += one.height() + _BETWEEN
    return placed


def _share(heights: Sequence[float], columns: int) -> list[int]:
    """The column of each chart: the one that is the shortest so far."""
    ends, found = [0.0] * columns, []
    for height in heights:
        column = ends.index(min(ends))
        ends[column] += height
        found.append(column)
    return found


def _draw(painter: QPainter, found: Charts, like: QWidget) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(like.font())
    painter.setPen(like.palette().color(QPalette.ColorRole.PlaceholderText))
    line = QRectF(_MARGIN, _MARGIN, _SAVED_WIDTH - 2 * _MARGIN, like.fontMetrics().height())
    painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), figures(found))
    for drawing, area in _places(found, like):
        drawing.paint(painter, area)
