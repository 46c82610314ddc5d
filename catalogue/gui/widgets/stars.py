"""Five stars that show a rating of a person's own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPolygonF

from catalogue.gui import theme

STARS = 5
_GAP = 2
_SCALE = 2  # a picture of stars is as sharp as the text on a fine screen


def width(size: int) -> int:
    """How wide five stars of a size are, with the gaps between them."""
    return STARS * (size + _GAP)


def areas(right: float, middle: float, size: int) -> list[QRectF]:
    """Where the stars are that end at a place, around a line."""
    left = right - width(size)
    return [QRectF(left + number * (size + _GAP), middle - size / 2, size, size) for number in range(STARS)]


def paint_stars(painter: QPainter, places: list[QRectF], rating: float, full: QColor, empty: QColor) -> None:
    """Fills stars as far as a rating of 0 to 10 goes; the rest are outlines, which a rating of 0 shows too."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, place in enumerate(places):
        star = _star(place)
        painter.setPen(empty)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(star)
        share = min(max(rating / 2 - number, 0), 1)
        if share:
            painter.save()
            # From the line around it to the line around it.
            painter.setClipRect(QRectF(place.x() - 1, place.y() - 1, 1 + place.width() * share, place.height() + 2))
            painter.setPen(full)
            painter.setBrush(full)
            painter.drawPolygon(star)
            painter.restore()
    painter.restore()


def colours(palette: QPalette) -> tuple[QColor, QColor]:
    """The colours of full and of empty stars on the ground of a list or a field."""
    return palette.accent().color(), theme.shades(palette).muted


def picture(rating: float, size: int, palette: QPalette) -> QImage:
    """The stars as a picture for a page of text."""
    image = QImage(_SCALE * width(size), _SCALE * (size + _GAP), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.scale(_SCALE, _SCALE)
    paint_stars(painter, areas(width(size) + 1, (size + _GAP) / 2, size), rating, *colours(palette))
    painter.end()
    image.setDevicePixelRatio(_SCALE)
    return image


def in_words(rating: float | None) -> str:
    """A rating as it is read out: 4½ of 5 stars, or Not rated."""
    if rating is None:
        return "Not rated"
    whole, quarters = divmod(round(2 * rating), 4)
    part = ("", "¼", "½", "¾")[quarters]
    return f"{whole if whole or not part else ''}{part} of {STARS} stars"


def _star(area: QRectF) -> QPolygonF:
    # Ten corners on two circles, from the top clockwise, as fractions of the square.
    across = (0.5, 0.62, 1, 0.7, 0.8, 0.5, 0.2, 0.3, 0, 0.38)
    down = (0, 0.35, 0.38, 0.61, 1, 0.78, 1, 0.61, 0.38, 0.35)
    points = zip(across, down, strict=True)
    return QPolygonF([QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in points])
