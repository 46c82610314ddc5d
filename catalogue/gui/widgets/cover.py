"""The front cover of a record, or its drawn sleeve where there is no picture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from catalogue.gui.widgets.sleeve import sleeve


class Cover(QWidget):
    """Shows a picture whole, or title, year and format as a sleeve."""

    turned = Signal()  # the person wants to see the other pictures

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self._sleeve = ("", "", "")
        self.setFixedSize(QSize(width, height))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_sleeve(self, title: str, year: str, disc_format: str) -> None:
        """Shows a drawn sleeve."""
        self._picture = None
        self._sleeve = (title, year, disc_format)
        self.setAccessibleName(f"No cover; drawn sleeve of {title or 'an untitled disc'}")
        self.update()

    def show_picture(self, picture: QImage, title: str, what: str = "front cover") -> None:
        """Shows a picture; `what` says in words what of the disc it shows."""
        self._picture = picture
        self.setAccessibleName(f"{what.capitalize()} of {title or 'an untitled disc'}")
        self.update()

    def set_others(self, others: bool) -> None:
        """Tells whether there are more pictures: then a click or the space bar asks for the next."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if others else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if others else Qt.CursorShape.ArrowCursor)
        self.setToolTip("Click to see the next picture of this disc" if others else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self.turned.emit()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            self.turned.emit()
            return
        super().keyPressEvent(event)

    def has_picture(self) -> bool:
        """Whether a picture is shown, not a sleeve."""
        return self._picture is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        if self._picture is None:
            painter.drawPixmap(0, 0, sleeve(*self._sleeve, self.width(), self.height(), ratio))
            return
        size = self.size() * ratio
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        scaled = QPixmap.fromImage(self._picture.scaled(size, keep, smooth))
        scaled.setDevicePixelRatio(ratio)
        # Against the top: the title beside it starts there too.
        painter.drawPixmap(round((self.width() - scaled.width() / ratio) / 2), 0, scaled)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
