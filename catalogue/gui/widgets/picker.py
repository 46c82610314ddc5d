"""A file picker that stays open beside the window without blocking it."""

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
    layout = picker.layout()
    if layout is not None:
        # Where Qt draws the picker itself it would grow under the person's hands with every long file name.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    picker.filesSelected.connect(lambda names: picked([Path(name) for name in names]))
    picker.finished.connect(picker.deleteLater)
    picker.open()
    return picker
