"""Line icons of Lucide in the colours of the palette, drawn when they are needed."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zipimport import zipimporter

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from catalogue import paths


@cache
def _archive() -> zipimporter:
    # The package's own function opens its archive anew for every icon: 5 ms each, 0.1 s of the window's start.
    # What loads modules from zips reads the list of 1,700 icons faster than what reads any zip, and is there already.
    package = find_spec("lucide")
    assert package is not None
    assert package.origin is not None
    return zipimporter(str(Path(package.origin).with_name("lucide.zip")))


@cache
def svg(name: str) -> str:
    """The drawing of an icon, its lines in `currentColor`. Raises KeyError for a name that Lucide does not have."""
    archive = _archive()
    try:
        text = archive.get_data(f"{archive.archive}/{name}.svg").decode()
    except OSError:
        raise KeyError(name) from None
    # A slightly thinner line than Lucide's own suits icons of 16 pixels.
    return re.sub(r'stroke-width="2"', 'stroke-width="1.75"', text)


class _Engine(QIconEngine):
    """Draws an icon in the colour that the application's palette has at that moment."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name, self._role = name, role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        palette = QGuiApplication.palette()
        if mode == QIcon.Mode.Disabled:
            color = palette.color(QPalette.ColorGroup.Disabled, self._role)
        elif mode == QIcon.Mode.Selected:
            color = palette.color(QPalette.ColorRole.HighlightedText)
        else:
            color = palette.color(self._role)
        drawing = svg(self._name).replace("currentColor", color.name())
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        if made.isNull():
            # Qt asks for an icon of no size where there is no room for it, and nothing can be painted on one.
            return made
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """An icon of Lucide by its name, in the colour of a palette role."""
    svg(name)
    return QIcon(_Engine(name, role))


def pixmap(name: str, size: int, color: str, ratio: float = 1.0) -> QPixmap:
    """An icon in a fixed colour, for places that paint by themselves."""
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg(name).replace("currentColor", color).encode())).render(painter)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def program_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(paths.data("resources") / "icon.svg"))
