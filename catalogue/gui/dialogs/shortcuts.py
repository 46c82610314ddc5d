"""The sheet of shortcuts, made from the actions themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from catalogue.gui.widgets.look import heading

_SEARCH = (
    ("piano beria", "both words, anywhere"),
    ('"radio moscow"', "the phrase"),
    ("tag:piano   location:shelf", "words of a field"),
    ('owner:="Kerry & Dawn"', "the whole value of a field"),
    ("year:1990..1999   runtime:<100", "ranges"),
    ("-tag:sold   a OR b   (a b)", "without, either, together"),
    ("has:notes   no:barcode   needs:review   is:trash", "states"),
    ("sort:year-", "order, the greatest first"),
)
_FORM = (
    ("Ctrl+S", "Save and stay"),
    ("Alt+PgUp, Alt+PgDown", "Previous and next record"),
    ("Enter", "Next field; ends a tag"),
    ("Alt+Up, Alt+Down", "Move a line of the cast"),
    ("Down", "Values in use"),
)


class ShortcutSheet(QDialog):
    """Keys of the window and of the form, and how to search."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard shortcuts")
        native = QKeySequence.SequenceFormat.NativeText
        with_keys = [action for action in actions if not action.shortcut().isEmpty()]
        window = [(action.shortcut().toString(native), str(action.property("words"))) for action in with_keys]
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(12)
        grid.addLayout(_part("In the window", [*window, ("Enter", "Edit the row"), ("Esc", "Clear the search")]), 0, 0)
        grid.addLayout(_part("In the form", _FORM), 0, 1)
        grid.addLayout(_part("In the search line", _SEARCH), 1, 0, 1, 2)
        sheet = QScrollArea()
        sheet.setAccessibleName("Keys")
        sheet.setFrameShape(QFrame.Shape.NoFrame)
        sheet.setWidgetResizable(True)
        sheet.setWidget(content)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(14)
        column.addWidget(sheet, 1)
        column.addWidget(buttons)
        room = self.screen().availableSize() - QSize(40, 60)  # the frame of the window needs some of it
        wanted = content.sizeHint() + QSize(42 + sheet.verticalScrollBar().sizeHint().width(), 84)
        self.resize(wanted.boundedTo(room))


def _part(title: str, rows: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.addWidget(heading(title), 0, 0, 1, 2)
    for number, (keys, what) in enumerate(rows, 1):
        words = QLabel(what)
        words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        grid.addWidget(QLabel(keys), number, 0)
        grid.addWidget(words, number, 1)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(len(rows) + 1, 1)
    return grid
