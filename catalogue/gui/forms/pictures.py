"""The pictures of a disc in the form: front, back and disc; picked, pasted or dropped, turned, cropped, taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Signal
from PySide6.QtGui import QClipboard, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from catalogue.collection.commands import PICTURE_ROLES, Picture
from catalogue.errors import UserError
from catalogue.gui import icons
from catalogue.gui.dialogs.crop import CropDialog
from catalogue.gui.widgets.cover import Cover
from catalogue.gui.widgets.picker import pick_files
from catalogue.gui.wording import quoted
from catalogue.store import picture_edits, pictures

_AT_ONCE = 8_000_000  # pixels that are decoded before anybody notices
_SHOWN = 800  # pixels of the preview
_FILTER = "Pictures (*.jpg *.jpeg *.png *.webp *.avif *.gif *.bmp *.tif *.tiff *.ico *.jp2);;All files (*)"
_WORDS = {"front": "front cover", "back": "back cover", "disc": "disc"}


@dataclass(frozen=True, slots=True)
class PictureWork:
    """What the editor needs of the world: the check of a picture, stored bytes by hash, and work off the thread."""

    check: Callable[[bytes], object]
    read: Callable[[str], bytes | None]
    away: Callable[[Callable[[], Any], Callable[[Any], object], Callable[[Exception], object]], object]


@dataclass(slots=True)
class _Slot:
    stored: QImage | None = None
    sha256: str | None = None
    original: str | None = None
    shown: QImage | None = None
    change: Picture | None = None


class PicturesEditor(QWidget):
    """A preview with the three pictures to choose from. It tells by `changes` what is to be stored."""

    edited = Signal()
    refused = Signal(str)

    def __init__(self, work: PictureWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.setAcceptDrops(True)
        self._title = ("", "", "")
        self._slots = {role: _Slot() for role in PICTURE_ROLES}
        self.role = PICTURE_ROLES[0]
        self.preview = Cover(132, 190)
        self._tabs = QButtonGroup(self)
        self._choose = self._button("image-plus", "Choose a picture from a file", self.choose)
        self._paste = self._button("clipboard-paste", "Paste a picture", self.paste)
        self._turn = self._button("rotate-cw", "Turn the picture", self.turn)
        self._crop = self._button("crop", "Crop the picture", self.crop)
        self._back = self._button("undo-2", "Back to the original picture", self.take_original)
        self._remove = self._button("trash-2", "Remove the picture", self.remove)
        self._arrange()
        self.choose_role(self.role)

    @property
    def data(self) -> bytes | None:
        """The bytes that the picture on show would be stored with; None when it stays or goes."""
        change = self._slot.change
        return None if change is None else change.data

    def load(self, title: str, year: str, disc_format: str) -> None:
        """Begins with another record; its pictures follow."""
        self._title = (title, year, disc_format)
        self._slots = {role: _Slot() for role in PICTURE_ROLES}
        self.choose_role(PICTURE_ROLES[0])

    def set_title(self, title: str, year: str, disc_format: str) -> None:
        """Redraws the sleeve while its words are being typed."""
        if self._title != (title, year, disc_format):
            self._title = (title, year, disc_format)
            if not self.preview.has_picture():
                self._show()

    def set_stored(self, role: str, picture: QImage, sha256: str, original: str | None) -> None:
        """Shows a stored picture when it has been read, unless another was chosen meanwhile."""
        slot = self._slots[role]
        slot.stored, slot.sha256, slot.original = picture, sha256, original
        if slot.change is None:
            slot.shown = picture
        self._show()

    def changes(self) -> dict[str, Picture]:
        """What is to be stored, by what the picture shows."""
        return {role: slot.change for role, slot in self._slots.items() if slot.change is not None}

    def changed(self) -> bool:
        """Whether another picture was chosen."""
        return bool(self.changes())

    def choose_role(self, role: str) -> None:
        """Shows the front, the back or the disc."""
        self.role = role
        self._tabs.buttons()[PICTURE_ROLES.index(role)].setChecked(True)
        self._show()

    def choose(self) -> None:
        """Opens a file picker."""
        what = f"Choose a picture of the {_WORDS[self.role]}"
        pick_files(self, what, _FILTER, lambda files: self._read_file(files[0]), several=False)

    def paste(self) -> None:
        """Takes the picture, or the file, that is on the clipboard."""
        mime = QGuiApplication.clipboard().mimeData(QClipboard.Mode.Clipboard)
        if not self._take(mime):
            self.refused.emit("There is no picture on the clipboard.")

    def remove(self) -> None:
        """Takes the picture away."""
        slot = self._slot
        if slot.shown is not None:
            slot.change = None if slot.stored is None else Picture(None)
            slot.shown = None
            self._show()
            self.edited.emit()

    def turn(self) -> None:
        """Turns the picture by a quarter, clockwise."""
        self._change(lambda data: picture_edits.turned(data))

    def crop(self) -> None:
        """Lets the person choose what of the picture stays."""
        shown = self._slot.shown
        if shown is None:
            return
        dialog = CropDialog(shown, self.window())
        dialog.cropped.connect(lambda box: self._change(lambda data: picture_edits.cropped(data, box)))
        dialog.open()

    def take_original(self) -> None:
        """Goes back to the picture as it was added."""
        original = self._original()
        if original is not None:
            self._set(original)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take(event.mimeData()):
            event.acceptProposedAction()
        else:
            self.refused.emit("What was dropped is no picture.")

    @property
    def _slot(self) -> _Slot:
        return self._slots[self.role]

    def _bytes(self) -> bytes | None:
        slot = self._slot
        if slot.change is not None:
            return slot.change.data
        return self._work.read(slot.sha256) if slot.sha256 is not None else None

    def _original(self) -> bytes | None:
        slot = self._slot
        if slot.change is not None:
            return slot.change.original
        return self._work.read(slot.original) if slot.original is not None else None

    def _change(self, make: Callable[[bytes], bytes]) -> None:
        data, role = self._bytes(), self.role
        if data is None:
            self.refused.emit("The file of this picture is missing.")
            return
        original = self._original() or data
        self._work.away(
            lambda: make(data),
            lambda made: self._set(made, original, role),
            lambda _: self.refused.emit("This picture could not be changed; it is as it was."),
        )

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
            image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt wants text
            if image.isNull():
                return False
            self._set(bytes(data.data()))
            return True
        return False

    def _read_file(self, file: Path) -> None:
        try:
            data = pictures.read(file)
        except OSError:
            self.refused.emit(f"{quoted(file.name)} could not be read.")
            return
        self._set(data)

    def _set(self, data: bytes, original: bytes | None = None, role: str | None = None) -> None:
        slot = self._slots[role or self.role]
        before, chosen = (slot.change, slot.shown), Picture(data, original)

        def work() -> QImage:
            self._work.check(data)
            return QImage.fromData(pictures.scaled(data, _SHOWN, _SHOWN))

        def show(picture: QImage) -> None:
            if slot.change is chosen:  # another may have been chosen meanwhile
                slot.shown = picture
                self._show()

        def refuse(error: Exception) -> None:
            known = isinstance(error, UserError)
            self.refused.emit(str(error) if known else "This picture could not be read; it was not taken.")
            if slot.change is chosen:
                slot.change, slot.shown = before
                self._show()
                self.edited.emit()

        try:
            with pictures.opened(data) as image:
                pixels = image.width * image.height
            picture = work() if pixels <= _AT_ONCE else None
        except UserError as error:
            refuse(error)
            return
        # Chosen is chosen: whoever saves before a large picture is shown has it saved.
        slot.change = chosen
        if picture is not None:
            show(picture)
        else:
            # A scan of a hundred million pixels takes seconds: the window goes on meanwhile.
            self._work.away(work, show, refuse)
        self.edited.emit()

    def _show(self) -> None:
        picture = self._slot.shown
        if picture is None:
            self.preview.show_sleeve(*self._title)
        else:
            self.preview.show_picture(picture, self._title[0], _WORDS[self.role])
        for button in (self._turn, self._crop, self._remove):
            button.setEnabled(picture is not None)
        change = self._slot.change
        self._back.setEnabled(change.original is not None if change is not None else self._slot.original is not None)
        for role, tab in zip(PICTURE_ROLES, self._tabs.buttons(), strict=True):
            there = self._slots[role].shown is not None
            # Said in words too: bold letters alone tell nothing to who cannot see them.
            font = tab.font()
            font.setBold(there)
            tab.setFont(font)
            tab.setAccessibleName(f"Picture of the {_WORDS[role]}" + ("" if there else ", none yet"))

    def _arrange(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        for role in PICTURE_ROLES:
            tab = QToolButton()
            tab.setCheckable(True)
            tab.setAutoRaise(True)
            tab.setText(role.capitalize())
            tab.setToolTip(f"Show the {_WORDS[role]}")
            tab.setFixedWidth(self.preview.width() // len(PICTURE_ROLES))
            tab.clicked.connect(lambda _=False, role=role: self.choose_role(role))
            self._tabs.addButton(tab)
            tabs.addWidget(tab)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self._choose, self._paste, self._turn, self._crop, self._back, self._remove):
            button.setFixedWidth(self.preview.width() // 6)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.preview)
        column.addLayout(tabs)
        column.addLayout(buttons)

    def _button(self, name: str, what: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(name))
        button.setAutoRaise(True)
        button.setToolTip(what)
        button.setAccessibleName(what)
        button.clicked.connect(act)
        return button
