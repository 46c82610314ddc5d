"""A small rounded button: a tag that searches, or a part of the query that can be taken away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from catalogue.gui import icons, theme

_PAD = 8
_CROSS = 12


class Chip(QAbstractButton):
    """Text on a rounded ground, with a cross when a click takes it away."""

    def __init__(
        self, text: str, does: str, lead: str = "", removes: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self._lead = f"{lead}  " if lead else ""
        self._removes = removes
        self.setToolTip(does)
        self.setAccessibleName(does)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self._lead + self.text()) + 2 * _PAD + (_CROSS + 4 if self._removes else 0)
        return QSize(width, metrics.height() + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.setBrush(theme.shades(palette).chip)
        ringed = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(palette.accent().color(), 1) if ringed else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        metrics = self.fontMetrics()
        inner = self.rect().adjusted(_PAD, 0, -_PAD - (_CROSS + 4 if self._removes else 0), 0)
        painter.setPen(theme.shades(palette).muted)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, self._lead)
        inner.setLeft(inner.left() + metrics.horizontalAdvance(self._lead))
        painter.setPen(palette.windowText().color())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, inner.width() + 2)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)
        if self._removes:
            cross = icons.pixmap("x", _CROSS, theme.shades(palette).muted.name(), self.devicePixelRatioF())
            place = QPoint(self.width() - _PAD - _CROSS + 2, (self.height() - _CROSS) // 2)
            painter.drawPixmap(place, cross)
