"""Said at a start whose catalogue is damaged or gone: it is mended, a backup is restored, or a new one is begun."""

from __future__ import annotations

from pathlib import Path

from catalogue.errors import Damaged, Missing
from catalogue.gui.dialogs.question import Question
from catalogue.gui.widgets.picker import pick_files
from catalogue.store.backup import Contents

FOUND = "Backups (*.zip *.backup *.db);;All files (*)"


class LostDialog(Question):
    """Asks what is to be done; accepted with the backup to restore in `file`, with `repair`, or with `new`."""

    def __init__(self, error: Damaged, newest: tuple[Path, Contents] | None) -> None:
        said = [str(error)]
        if newest is None:
            said.append("No backup was found beside it. You may have one elsewhere.")
        else:
            said.append(f"The newest good backup is {newest[0].name}: {newest[1].words()}.")
        said.append("What is left of the catalogue is kept, whatever you choose.")
        super().__init__("lost", "Disc Catalogue", "\n\n".join(said))
        self.file: Path | None = None
        self.new = False
        self.repair = False
        if not isinstance(error, Missing):
            self.offer("repair", "&Mend it", self._mend)
        if newest is not None:
            self.offer("restore", "&Restore this backup", lambda: self._take(newest[0]))
        self.offer("choose", "&Choose a backup…", self._choose)
        if isinstance(error, Missing):
            self.offer("new", "Begin a &new catalogue", self._begin)
        self.leave("close", "Close")
        self.fit(560)

    def _choose(self) -> None:
        picker = pick_files(self, "Restore a backup", FOUND, lambda files: self._take(files[0]), several=False)
        picker.setObjectName("lost.file")

    def _take(self, file: Path) -> None:
        self.file = file
        self.accept()

    def _mend(self) -> None:
        self.repair = True
        self.accept()

    def _begin(self) -> None:
        self.new = True
        self.accept()
