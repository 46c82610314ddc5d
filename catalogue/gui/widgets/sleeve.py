"""A drawn sleeve for a disc that has no picture: title, year, and the colour of its format."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPixmap

BANDS = {
    "DVD": "#33383e",
    "Blu-ray": "#1d62ab",
    "4K UHD": "#14161a",
    "HD DVD": "#8a2432",
    "LaserDisc": "#76661c",
    "VHS": "#54402c",
    "VCD": "#2f6653",
    "Digital": "#57478a",
}
PLAIN = "#6a7178"
"""The colours of formats, and of a disc of any other."""

_HUES = 24
_BAND = 0.1  # of the height, for the format
_MOST = 400  # letters of a title; more than ever fits

NO_DISC = "no disc"
"""Stands for the format of a film without a disc. A disc whose format is not known says nothing."""


def sleeve(title: str, year: str, disc_format: str, width: int, height: int, ratio: float = 1.0) -> QPixmap:
    """The sleeve as a picture of the given size in device-independent pixels."""
    # The same title always has the same sleeve; a muted hue keeps a wall of them calm.
    hue = crc32(title.casefold().encode()) % _HUES * (360 // _HUES)
    made = QImage(_ground(hue, disc_format, width, height, ratio))
    area = QRectF(0, 0, width, height)
    unit = height / 100
    painter = QPainter(made)
    painter.setPen(QColor("#ffffff"))
    inner = QRectF(8 * unit, area.height() * _BAND + 5 * unit, width - 13 * unit, 62 * unit)
    _write_title(painter, inner, title, 10 * unit)
    foot = QRectF(inner.x(), area.bottom() - 16 * unit, inner.width(), 12 * unit)
    painter.setPen(QColor(255, 255, 255, 215))
    _write(painter, foot, year, 7.5 * unit, align=Qt.AlignmentFlag.AlignLeft)
    painter.end()
    return QPixmap.fromImage(made)


# An image, not a pixmap: it may outlive the application.
@lru_cache(maxsize=128)
def _ground(hue: int, disc_format: str, width: int, height: int, ratio: float) -> QImage:
    """All but title and year: it takes most of the time, and many sleeves share it."""
    made = QImage(round(width * ratio), round(height * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    area = QRectF(0, 0, width, height)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QLinearGradient(area.topLeft(), area.bottomRight())
    ground.setColorAt(0, QColor.fromHsv(hue, 70, 118))
    ground.setColorAt(1, QColor.fromHsv(hue, 84, 78))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(area, 4, 4)
    painter.setClipRect(area)

    band = QRectF(0, 0, width, height * _BAND)
    painter.setBrush(QColor(BANDS.get(disc_format, PLAIN)))
    painter.drawRoundedRect(band.adjusted(0, 0, 0, 4), 4, 4)
    painter.fillRect(QRectF(band.x(), band.bottom(), band.width(), 4), ground)
    painter.fillRect(QRectF(area.x(), band.bottom(), area.width() * 0.035, area.height()), QColor(0, 0, 0, 50))
    painter.setPen(QColor("#ffffff"))
    _write(painter, band, disc_format, 6 * height / 100, bold=True)
    painter.end()
    return made


def _font(painter: QPainter, size: float, bold: bool) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(max(round(size), 6))
    font.setBold(bold)
    return font


def _write(
    painter: QPainter,
    area: QRectF,
    text: str,
    size: float,
    *,
    bold: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
) -> None:
    painter.setFont(_font(painter, size, bold))
    painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter, text)


def _write_title(painter: QPainter, area: QRectF, title: str, size: float) -> None:
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap

    def fits(text: str) -> bool:
        needed = painter.boundingRect(area, int(flags), text)
        return needed.height() <= area.height() and needed.width() <= area.width()

    # A long title, or one long word, gets smaller until it fits; what is longer still is cut off.
    title = title[:_MOST] + "…" if len(title) > _MOST else title
    while True:
        painter.setFont(_font(painter, size, True))
        if fits(title) or size < 8:
            break
        size *= 0.9
    painter.drawText(area, int(flags), title if fits(title) else _cut(title, fits))


def _cut(title: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of a title that fits with a … behind it."""
    lengths = range(len(title))
    length = bisect_left(lengths, True, key=lambda length: not fits(f"{title[:length].rstrip()}…"))
    return f"{title[: max(length - 1, 0)].rstrip()}…"
