"""What stands above a field when several records are edited: a tick, and for a list what becomes of its entries."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from catalogue.fields.registry import Field
from catalogue.gui.widgets.steady import ComboBox


class Way(StrEnum):
    """What becomes of the entries that are typed for a list that differs between records."""

    ADD = "Add"
    REMOVE = "Remove"
    REPLACE = "Replace"


WAYS = {
    Way.ADD: "what you type is added",
    Way.REMOVE: "what you type is taken away",
    Way.REPLACE: "what you type takes their place",
}


class ManyHead(QWidget):
    """Only a field with a tick is written. `ticked` and `way_changed` speak of what the person did."""

    ticked = Signal(bool)
    way_changed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(field.label)
        self.box.setObjectName(f"form.{field.key}.tick")
        self.box.setAccessibleName(f"Write {field.label}")
        self.box.setToolTip("Only ticked fields are written")
        self.ways = ComboBox()
        self.ways.setObjectName(f"form.{field.key}.way")
        self.ways.setAccessibleName(f"What becomes of {field.label}")
        self.ways.setFrame(False)
        self.ways.addItems([way.value for way in Way])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box)
        row.addStretch(1)
        row.addWidget(self.ways)
        # `clicked` and `activated` are the person's; what the form does itself is told to nobody.
        self.box.clicked.connect(self.ticked)
        self.ways.activated.connect(lambda _: self.way_changed.emit())

    def begin(self, differs: bool, multiple: bool) -> None:
        """Another set of records: nothing is ticked; only lists that differ have ways."""
        self.box.setChecked(False)
        self.ways.setCurrentIndex(0)
        self.ways.setVisible(differs and multiple)

    def way(self) -> Way:
        """What becomes of the entries."""
        return Way(self.ways.currentText())
