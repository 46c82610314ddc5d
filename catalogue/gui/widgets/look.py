"""How headings and plain tables look, wherever they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView

ROW_PADDING = 9  # pixels of a row besides its text
_TITLE = 1.35  # how much larger than the text below it a title is


def heading(text: str = "") -> QLabel:
    """A label in bold letters that wraps and takes its text as it is."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setFont(bold(label.font()))
    return label


def bold(font: QFont) -> QFont:
    """A font like another, in bold."""
    made = QFont(font)
    made.setBold(True)
    return made


def title_font(font: QFont) -> QFont:
    """The font of a page's title, above text in another."""
    made = bold(font)
    made.setPointSizeF(font.pointSizeF() * _TITLE)
    return made


def as_list(table: QTableView) -> None:
    """Makes a table one of rows: they are chosen whole, keep one height, and the Tab key leaves it."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.setCornerButtonEnabled(False)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(table.fontMetrics().height() + ROW_PADDING)
    columns = table.horizontalHeader()
    columns.setHighlightSections(False)
    columns.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
