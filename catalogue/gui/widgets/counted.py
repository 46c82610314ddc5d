"""Draws an entry of the sidebar with its count at the right edge."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from catalogue.gui.models.facets import COUNT_ROLE

Index = QModelIndex | QPersistentModelIndex
_EDGE = 10
_LEFT = 8


class CountedDelegate(QStyledItemDelegate):
    """The name gives way to the count when there is little room."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        count = index.data(COUNT_ROLE)
        shown = count if isinstance(count, str) else f"{count:,}" if count else ""
        room = option.fontMetrics.horizontalAdvance(shown) + _EDGE if shown else 0
        style = option.widget.style()
        panel = QStyleOptionViewItem(option)
        # The selection reaches over the whole row, the name only to the count.
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, panel, painter, option.widget)
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(_LEFT, 0, -room, 0)
        super().paint(painter, inner, index)
        if not shown:
            return
        chosen = option.state & QStyle.StateFlag.State_Selected
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(role))
        area = option.rect.adjusted(0, 0, -_EDGE, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        hint = super().sizeHint(option, index)
        return QSize(hint.width(), option.fontMetrics.height() + 7)
