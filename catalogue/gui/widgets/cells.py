"""Draws the cells of the table: one line of text with room around it, and the selection over the whole row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
PAD = 8


class CellDelegate(QStyledItemDelegate):
    """Asks the model for the text and its alignment only: a repaint of a screen takes a few milliseconds."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            active = option.state & QStyle.StateFlag.State_Active
            group = QPalette.ColorGroup.Active if active else QPalette.ColorGroup.Inactive
            painter.fillRect(option.rect, palette.brush(group, QPalette.ColorRole.Highlight))
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if not text:
            return
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(palette.color(role))
        painter.setFont(option.font)
        area = option.rect.adjusted(PAD, 0, -PAD, 0)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)
