"""What of a picture stays: a frame that is drawn, dragged, or moved by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

_STEP = 0.01
_LEAST = 0.02
_HINT = "Draw a frame, or move its edges: arrows move the top and left edge, Shift+arrows the bottom and right one."


class CropDialog(QDialog):
    """Emits `cropped` with left, top, right and bottom as shares of the picture."""

    cropped = Signal(object)

    def __init__(self, picture: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crop")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Crop the picture")
        self.frame = CropFrame(picture)
        hint = QLabel(_HINT)
        hint.setWordWrap(True)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        crop = buttons.addButton("&Crop", QDialogButtonBox.ButtonRole.AcceptRole)
        crop.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(self.frame, 1)
        column.addWidget(hint)
        column.addWidget(buttons)
        self.resize(520, 620)
        self.frame.setFocus()

    def accept(self) -> None:
        box = self.frame.box()
        super().accept()
        if box != (0.0, 0.0, 1.0, 1.0):
            self.cropped.emit(box)


class CropFrame(QWidget):
    """The picture with what goes darkened."""

    def __init__(self, picture: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = picture
        self._box = QRectF(0, 0, 1, 1)
        self._drag: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Frame of the picture")
        self.setAccessibleDescription(_HINT)
        self.setMinimumSize(240, 240)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what stays, as shares of the picture."""
        box = self._box
        return box.left(), box.top(), box.right(), box.bottom()

    def set_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Puts the frame; it stays inside of the picture and keeps a little of it."""
        left, top = min(max(left, 0.0), 1 - _LEAST), min(max(top, 0.0), 1 - _LEAST)
        right, bottom = max(min(right, 1.0), left + _LEAST), max(min(bottom, 1.0), top + _LEAST)
        self._box = QRectF(QPointF(left, top), QPointF(right, bottom))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 520)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: (-_STEP, 0),
            Qt.Key.Key_Right: (_STEP, 0),
            Qt.Key.Key_Up: (0, -_STEP),
            Qt.Key.Key_Down: (0, _STEP),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        left, top, right, bottom = self.box()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.set_box(left, top, right + step[0], bottom + step[1])
        else:
            self.set_box(left + step[0], top + step[1], right, bottom)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag = self._share(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            here = self._share(event.position().toPoint())
            drawn = QRectF(self._drag, here).normalized()
            self.set_box(drawn.left(), drawn.top(), drawn.right(), drawn.bottom())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self._area()
        painter.drawImage(area, self._picture)
        frame = QRectF(
            area.left() + self._box.left() * area.width(),
            area.top() + self._box.top() * area.height(),
            self._box.width() * area.width(),
            self._box.height() * area.height(),
        )
        dark = QColor(0, 0, 0, 150)
        painter.fillRect(QRectF(area.left(), area.top(), area.width(), frame.top() - area.top()), dark)
        painter.fillRect(QRectF(area.left(), frame.bottom(), area.width(), area.bottom() - frame.bottom()), dark)
        painter.fillRect(QRectF(area.left(), frame.top(), frame.left() - area.left(), frame.height()), dark)
        painter.fillRect(QRectF(frame.right(), frame.top(), area.right() - frame.right(), frame.height()), dark)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
        painter.drawRect(frame)

    def _area(self) -> QRectF:
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def _share(self, place: QPoint) -> QPointF:
        area = self._area()
        x = (place.x() - area.left()) / max(area.width(), 1)
        y = (place.y() - area.top()) / max(area.height(), 1)
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
