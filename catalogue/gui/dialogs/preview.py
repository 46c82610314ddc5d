"""What a change would do, before it is made."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from catalogue.collection import Preview
from catalogue.fields.registry import Field
from catalogue.gui.models.changes import Line
from catalogue.gui.widgets.changes_table import ChangesTable
from catalogue.gui.widgets.look import heading
from catalogue.gui.wording import counted


class PreviewDialog(QDialog):
    """Emits `apply_wanted` when the person agrees."""

    apply_wanted = Signal()

    def __init__(
        self, preview: Preview, fields: Mapping[str, Field], note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What would change")
        parts = ", ".join(f"{fields[key].label} in {number:,}" for key, number in preview.fields.items())
        said = heading(f"{counted(preview.records, 'record')} would change: {parts}." if parts else "")
        if not parts:
            said.setText("Nothing would change: everything is as wished already.")
        self.table = ChangesTable("preview.table", "What would change")
        self.table.changes.set_lines([Line.of_difference(one) for one in preview.differences])
        total, shown = sum(preview.fields.values()), len(preview.differences)
        words = [note] if note else []
        words += (
            [f"The first {shown:,} of {total:,} changes are listed; all of them are made."] if shown < total else []
        )
        foot = QLabel("  ".join([*words, "It is one step that can be undone."]))
        foot.setWordWrap(True)
        foot.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply = buttons.addButton("&Make the change", QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply.setObjectName("preview.apply")
        self.apply.setEnabled(bool(preview.records))
        self.apply.setDefault(True)
        buttons.accepted.connect(self._apply)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        for widget in (said, self.table, foot, buttons):
            column.addWidget(widget)
        column.setStretch(1, 1)
        self.resize(860, 460)

    def _apply(self) -> None:
        self.apply_wanted.emit()
        self.accept()
