"""Importing from the window: pick, drop or paste; then the receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from catalogue.collection import FilmMatch
from catalogue.collection.commands import Incoming
from catalogue.errors import UserError
from catalogue.exchange.receipt import Receipt
from catalogue.fields.draft import DocumentDraft
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.page import PageDialog
from catalogue.gui.dialogs.receipt import ReceiptDialog, summary
from catalogue.gui.widgets.picker import pick_files
from catalogue.jobs import Job

Words = tuple[str, list[tuple[int, int] | None]]
_FILTER = "Pages and catalogues (*.txt *.html *.htm *.json *.zip);;All files (*)"


class Importing(QObject):
    """Starts imports and shows what became of them."""

    undo_wanted = Signal()
    revert_wanted = Signal(int)
    said = Signal(str)
    begun = Signal()  # what was said of an earlier import is old now

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
        """Shows what is understood of a page that was pasted; it is saved from there."""
        self.begun.emit()
        collection = self._bus.collection

        def work(_: Job) -> tuple[DocumentDraft, Words, FilmMatch, bool]:
            from catalogue.exchange import importing

            draft = importing.draft_text(collection, text)
            known = bool(collection.known_documents([draft.sha256]))
            return draft, importing.page_words(draft), collection.match(draft), known

        def show(answer: tuple[DocumentDraft, Words, FilmMatch, bool]) -> None:
            draft, words, match, known = answer
            dialog = PageDialog(draft, words, match, self._bus, self._window, attach_to)
            dialog.save_wanted.connect(lambda incoming: self._save_page(dialog, incoming))
            dialog.show()
            if known:
                dialog.notice.say("The catalogue has this page already; saving it keeps what you correct.")

        self._bus.runner.read(work, show)

    def clipboard(self) -> None:
        """Imports the page on the clipboard; a single line is no page."""
        # While another program is taking hold of the clipboard, Qt has nothing to give.
        mime: QMimeData | None = QGuiApplication.clipboard().mimeData()
        if mime is not None and (mime.hasUrls() or "\n" in mime.text().strip()):
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

    def _save_page(self, dialog: PageDialog, incoming: Incoming) -> None:
        def work(job: Job) -> Receipt:
            from catalogue.exchange import importing

            return importing.run_draft(self._bus.collection, incoming)

        def done(receipt: Receipt) -> None:
            dialog.close()
            self.said.emit(" ".join([summary(receipt), *(problem.message for problem in receipt.files[0].problems)]))

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                dialog.refused(str(error))
            else:
                dialog.refused("This page could not be saved; everything is as you left it.")
                self._bus.runner.failed.emit(error)

        self._bus.runner.change(work, done, failed)

    def _start(self, work: Callable[[Job], Receipt]) -> None:
        self.begun.emit()
        self._bus.runner.change(work, self._show, label="Importing")

    def _show(self, receipt: Receipt) -> None:
        dialog = ReceiptDialog(receipt, self._bus, self._window)
        dialog.undo_wanted.connect(self.undo_wanted)
        dialog.revert_wanted.connect(self.revert_wanted)
        dialog.show()
