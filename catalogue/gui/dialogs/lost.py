"""Said at a start whose catalogue is damaged or gone: it is mended, a backup is restored, or a new one is begun."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout

from catalogue.errors import Damaged, Missing
from catalogue.gui.widgets.picker import pick_files
from catalogue.store.backup import Contents

FOUND = "Backups (*.zip *.backup *.db);;All files (*)"


class LostDialog(QDialog):
    """Asks what is to be done; accepted with the backup to restore in `file`, with `repair`, or with `new`."""

    def __init__(self, error: Damaged, newest: tuple[Path, Contents] | None) -> None:
        super().__init__()
        self.setObjectName("lost")
        self.setWindowTitle("Disc Catalogue")
        self.file: Path | None = None
        self.new = False
        self.repair = False
        said = [str(error)]
        if newest is None:
            said.append("No backup was found beside it. You may have one elsewhere.")
        else:
            said.append(f"The newest good backup is {newest[0].name}: {newest[1].words()}.")
        said.append("What is left of the catalogue is kept, whatever you choose.")
        words = QLabel("\n\n".join(said))
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setObjectName("lost.words")
        buttons = QDialogButtonBox()
        if not isinstance(error, Missing):
            self._button(buttons, "&Mend it", "repair").clicked.connect(self._mend)
        if newest is not None:
            self._button(buttons, "&Restore this backup", "restore").clicked.connect(lambda: self._take(newest[0]))
        self._button(buttons, "&Choose a backup…", "choose").clicked.connect(self._choose)
        if isinstance(error, Missing):
            self._button(buttons, "Begin a &new catalogue", "new").clicked.connect(self._begin)
        close = QPushButton("Close")
        close.setObjectName("lost.close")
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 14)
        column.setSpacing(14)
        column.addWidget(words)
        column.addWidget(buttons)
        self.resize(560, self.sizeHint().height())

    def _button(self, buttons: QDialogButtonBox, words: str, name: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(f"lost.{name}")
        button.setAutoDefault(False)
        buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

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
