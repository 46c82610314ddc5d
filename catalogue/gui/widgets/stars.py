"""Five stars that show a rating of a person's own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPolygonF

from catalogue.gui import theme


def paint_stars(painter: QPainter, areas: Sequence[QRectF], rating: float, palette: QPalette) -> None:
    """Five stars, filled as far as a rating of 0 to 10 goes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for place, area in enumerate(areas):
        star = _star(area)
        painter.setBrush(theme.shades(palette).line)
        painter.drawPolygon(star)
        share = min(max(rating / 2 - place, 0), 1)
        if share:
            painter.save()
            painter.setClipRect(QRectF(area.x(), area.y(), area.width() * share, area.height()))
            painter.setBrush(palette.accent())
            painter.drawPolygon(star)
            painter.restore()


def _star(area: QRectF) -> QPolygonF:
    # Ten corners on two circles, from the top clockwise, as fractions of the square.
    across = (0.5, 0.62, 1, 0.7, 0.8, 0.5, 0.2, 0.3, 0, 0.38)
    down = (0, 0.35, 0.38, 0.61, 1, 0.78, 1, 0.61, 0.38, 0.35)
    points = zip(across, down, strict=True)
    return QPolygonF([QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in points])
