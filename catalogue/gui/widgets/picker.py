"""File pickers that stay open beside the window without blocking it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLayout, QWidget


def pick_files(
    parent: QWidget, title: str, filters: str, picked: Callable[[list[Path]], object], several: bool = True
) -> QFileDialog:
    """Opens a picker; `picked` is called with what was chosen, and not at all when the person cancels."""
    picker = QFileDialog(parent, title, "", filters)
    mode = QFileDialog.FileMode
    picker.setFileMode(mode.ExistingFiles if several else mode.ExistingFile)
    picker.filesSelected.connect(lambda names: picked([Path(name) for name in names]))
    return _opened(picker)


def pick_new_file(
    parent: QWidget, title: str, proposed: Path, filters: str, picked: Callable[[Path], object]
) -> QFileDialog:
    """Opens a picker for a file to write; it asks by itself before one that exists is written over."""
    picker = QFileDialog(parent, title, str(proposed.parent), filters)
    picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    picker.setFileMode(QFileDialog.FileMode.AnyFile)
    picker.setDefaultSuffix(proposed.suffix.removeprefix("."))
    picker.selectFile(proposed.name)
    picker.fileSelected.connect(lambda name: picked(Path(name)))
    return _opened(picker)


def _opened(picker: QFileDialog) -> QFileDialog:
    layout = picker.layout()
    if layout is not None:
        # Where Qt draws the picker itself it would grow under the person's hands with every long file name.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    picker.finished.connect(picker.deleteLater)
    picker.open()
    return picker
