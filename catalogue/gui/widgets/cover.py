"""The front cover of a record, or its drawn sleeve where there is no picture."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from catalogue.gui.widgets.sleeve import sleeve


class Cover(QWidget):
    """Shows a picture whole, or title, year and format as a sleeve."""

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

    def show_picture(self, picture: QImage, title: str) -> None:
        """Shows a picture."""
        self._picture = picture
        self.setAccessibleName(f"Front cover of {title or 'an untitled disc'}")
        self.update()

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
