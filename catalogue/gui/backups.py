"""Safe copies from the window: back up to a file, and put a backup in the catalogue's place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from catalogue.errors import UserError
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.backups import BackupsDialog
from catalogue.gui.dialogs.lost import FOUND
from catalogue.gui.dialogs.restore import RestoreDialog
from catalogue.gui.editing import Editing
from catalogue.gui.widgets.picker import pick_files, pick_new_file
from catalogue.jobs import Job
from catalogue.store.backup import Contents
from catalogue.store.restore import Restored

_SAVED = "Backups (*.zip);;All files (*)"


class Backups(QObject):
    """Asks for the files, then leaves the work to the collection. `said` is what became of it."""

    said = Signal(str)
    restored = Signal(str)

    def __init__(self, bus: Bus, editing: Editing, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._editing = editing
        self._window = window

    def pick_target(self) -> None:
        """Asks where the backup is to be written."""
        path = self._bus.collection.path.absolute()
        name = f"{path.stem}-{datetime.now():%Y-%m-%d-%H%M%S}.backup.zip"
        picker = pick_new_file(self._window, "Back up the catalogue", path.with_name(name), _SAVED, self.back_up)
        picker.setObjectName("back_up_file")

    def back_up(self, target: Path) -> None:
        """Writes a backup with all pictures. The picker has asked whether a file that is there may go."""
        collection = self._bus.collection

        def done(saved: Contents) -> None:
            problem = saved.problem()
            self.said.emit(f"Backed up to {target}: {saved.words()}.{f' {problem}' if problem else ''}")

        self._bus.runner.read(lambda job: collection.back_up(target, job, replace=True), done, label="Backing up")

    def pick_source(self) -> None:
        """Asks which backup is to be restored: one that was made by itself, or a file."""
        found = self._bus.collection.backups()
        if not found:
            self.pick_file()
            return
        dialog = BackupsDialog(found, self._window)
        dialog.chosen.connect(self.look_into)
        dialog.file_wanted.connect(self.pick_file)
        dialog.open()

    def pick_file(self) -> None:
        """Asks for the file of a backup."""
        picker = pick_files(
            self._window, "Restore a backup", FOUND, lambda files: self.look_into(files[0]), several=False
        )
        picker.setObjectName("restore_file")

    def look_into(self, file: Path) -> None:
        """Shows what a backup holds; only from there it can be restored."""
        collection = self._bus.collection

        def work(_: Job) -> tuple[Contents, Contents | str]:
            found = collection.contents(file)
            try:
                return found, collection.contents()
            except UserError as error:
                return found, str(error)

        self._bus.runner.read(work, lambda both: self._ask(file, *both), label="Reading the backup")

    def restore(self, file: Path) -> None:
        """Makes the catalogue what a backup holds."""
        collection = self._bus.collection

        def done(restored: Restored) -> None:
            kept = f" What was there before is kept as {restored.kept}." if restored.kept else ""
            self.restored.emit(f"Restored: {restored.contents.words()}.{kept}")

        self._bus.runner.change(lambda job: collection.restore(file, job), done, label="Restoring")

    def _ask(self, file: Path, found: Contents, present: Contents | str) -> None:
        dialog = RestoreDialog(file, found, present, self._window)
        # A record that is being edited may be another one after that.
        dialog.wanted.connect(lambda: self._editing.close_form(lambda: self.restore(file)))
        dialog.open()
