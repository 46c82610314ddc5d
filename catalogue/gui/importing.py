"""Importing from the window: pick, drop or paste; then the receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from catalogue.exchange.receipt import Receipt
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.receipt import ReceiptDialog
from catalogue.gui.widgets.picker import pick_files
from catalogue.jobs import Job

_FILTER = "Pages and catalogues (*.txt *.html *.htm *.json *.zip);;All files (*)"


class Importing(QObject):
    """Starts imports and shows what became of them."""

    undo_wanted = Signal()
    said = Signal(str)

    def __init__(self, bus: Bus, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._window = window

    def pick(self, attach_to: int | None = None) -> None:
        """Opens a file picker; with a row, what is picked belongs to its film."""
        title = "Import files" if attach_to is None else "Attach a page to this film"
        picker = pick_files(self._window, title, _FILTER, lambda files: self.files(files, attach_to))
        picker.setObjectName("import_files")

    def files(self, paths: Sequence[Path], attach_to: int | None = None) -> None:
        """Imports files and folders."""

        def work(job: Job) -> Receipt:
            # The readers of all formats are loaded with the first import, not with the window.
            from catalogue.exchange import importing

            return importing.run(self._bus.collection, paths, attach_to=attach_to, job=job)

        self._start(work)

    def text(self, text: str, attach_to: int | None = None) -> None:
        """Imports a page that was pasted."""

        def work(job: Job) -> Receipt:
            from catalogue.exchange import importing

            return importing.run_text(self._bus.collection, text, attach_to=attach_to)

        self._start(work)

    def clipboard(self) -> None:
        """Imports the page on the clipboard; a single line is no page."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasUrls() or "\n" in mime.text().strip():
            self.dropped(mime)
        else:
            self.said.emit("There is no page on the clipboard: copy a whole page first, then paste it here.")

    def sample(self) -> None:
        """Imports the sample collection."""

        def work(job: Job) -> Receipt:
            from catalogue.exchange import importing

            return importing.run(self._bus.collection, importing.sample_paths(), job=job)

        self._start(work)

    def takes(self, mime: QMimeData) -> bool:
        """Whether something dropped can be imported."""
        return any(url.isLocalFile() for url in mime.urls()) or "\n" in mime.text().strip()

    def dropped(self, mime: QMimeData) -> None:
        """Imports what was dropped."""
        paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if paths:
            self.files(paths)
        else:
            self.text(mime.text())

    def _start(self, work: Callable[[Job], Receipt]) -> None:
        self._bus.runner.change(work, self._show, label="Importing")

    def _show(self, receipt: Receipt) -> None:
        dialog = ReceiptDialog(receipt, self._bus, self._window)
        dialog.undo_wanted.connect(self.undo_wanted)
        dialog.show()
