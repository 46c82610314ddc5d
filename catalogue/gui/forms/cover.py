"""Choosing the front cover: from a file, the clipboard, or dropped onto it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, Signal
from PySide6.QtGui import QClipboard, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QImageReader
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from catalogue.errors import UserError
from catalogue.gui import icons
from catalogue.gui.widgets.cover import Cover
from catalogue.gui.widgets.picker import pick_files
from catalogue.gui.wording import quoted

_MEGABYTES = 512
_FILTER = "Pictures (*.jpg *.jpeg *.png *.webp *.avif);;All files (*)"


CheckPicture = Callable[[bytes], object]
"""Tells whether the catalogue takes a picture: raises UserError where it does not."""


class CoverEditor(QWidget):
    """A preview with its buttons. `data` is what is to be stored: bytes, None to take away, or KEEP."""

    KEEP = object()
    edited = Signal()
    refused = Signal(str)

    def __init__(self, check: CheckPicture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self.setAcceptDrops(True)
        self._title = ("", "", "")
        self._stored: QImage | None = None
        self.data: object = self.KEEP
        self.preview = Cover(132, 190)
        self._choose = self._button("image-plus", "Choose a front cover from a file", self.choose)
        self._paste = self._button("clipboard-paste", "Paste a front cover", self.paste)
        self._remove = self._button("trash-2", "Remove the front cover", self.remove)
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in (self._choose, self._paste, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.preview)
        column.addLayout(row)

    def load(self, title: str, year: str, disc_format: str, stored: QImage | None = None) -> None:
        """Shows what is stored for a record."""
        self._title = (title, year, disc_format)
        self._stored = stored
        self.data = self.KEEP
        self._show(stored)

    def set_title(self, title: str, year: str, disc_format: str) -> None:
        """Redraws the sleeve while its words are being typed."""
        if self._title != (title, year, disc_format):
            self._title = (title, year, disc_format)
            if not self.preview.has_picture():
                self._show(None)

    def set_stored(self, stored: QImage) -> None:
        """Shows the stored picture when it has been read, unless another was chosen meanwhile."""
        self._stored = stored
        if self.data is self.KEEP:
            self._show(stored)

    def changed(self) -> bool:
        """Whether another cover was chosen."""
        return self.data is not self.KEEP

    def choose(self) -> None:
        """Opens a file picker."""
        pick_files(self, "Choose a front cover", _FILTER, lambda files: self._read_file(files[0]), several=False)

    def paste(self) -> None:
        """Takes the picture, or the file, that is on the clipboard."""
        mime = QGuiApplication.clipboard().mimeData(QClipboard.Mode.Clipboard)
        if not self._take(mime):
            self.refused.emit("There is no picture on the clipboard.")

    def remove(self) -> None:
        """Takes the cover away."""
        if self.preview.has_picture():
            self.data = self.KEEP if self._stored is None else None
            self._show(None)
            self.edited.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take(event.mimeData()):
            event.acceptProposedAction()
        else:
            self.refused.emit("What was dropped is no picture.")

    def _take(self, mime: QMimeData) -> bool:
        files = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        if files:
            self._read_file(Path(files[0]))
            return True
        if mime.hasImage():
            image = QImage(mime.imageData())
            data = QByteArray()
            buffer = QBuffer(data)
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want text, Qt wants bytes
            if image.isNull():
                return False
            self._set(bytes(data.data()))
            return True
        return False

    def _read_file(self, file: Path) -> None:
        try:
            data = file.read_bytes()
        except OSError:
            self.refused.emit(f"{quoted(file.name)} could not be read.")
            return
        self._set(data)

    def _set(self, data: bytes) -> None:
        try:
            self._check(data)
        except UserError as error:
            self.refused.emit(str(error))
            return
        buffer = QBuffer()
        buffer.setData(data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        # Qt's own limit is below what the catalogue takes; the check has said already that it is not too large.
        QImageReader.setAllocationLimit(_MEGABYTES)
        reader = QImageReader(buffer)
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid() and max(size.width(), size.height()) > 800:
            # Only the preview: a scan of 40 megapixels need not be decoded whole for it.
            reader.setScaledSize(size.scaled(800, 800, Qt.AspectRatioMode.KeepAspectRatio))
        picture = reader.read()
        if picture.isNull():
            self.refused.emit("This picture cannot be shown (JPEG, PNG and WebP can); it was not taken.")
            return
        self.data = data
        self._show(picture)
        self.edited.emit()

    def _show(self, picture: QImage | None) -> None:
        if picture is None:
            self.preview.show_sleeve(*self._title)
        else:
            self.preview.show_picture(picture, self._title[0])
        self._remove.setEnabled(picture is not None)

    def _button(self, name: str, what: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(name))
        button.setAutoRaise(True)
        button.setToolTip(what)
        button.setAccessibleName(what)
        button.clicked.connect(act)
        return button
