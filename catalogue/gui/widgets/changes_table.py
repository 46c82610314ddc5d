"""A table of values that would change; the space bar ticks the chosen rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from catalogue.gui import theme
from catalogue.gui.models.changes import SPANS_ROLE, ChangesModel
from catalogue.gui.widgets.look import as_list

_WIDTHS = (210, 120, 250)
_PAD = 5


class ChangesTable(QTableView):
    """Shows a ChangesModel."""

    def __init__(self, name: str, label: str, ticks: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changes = ChangesModel(ticks, self)
        self.setModel(self.changes)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setItemDelegate(_HitDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        as_list(self)
        self.horizontalHeader().setStretchLastSection(True)
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = sorted({index.row() for index in self.selectedIndexes()})
        if event.key() == Qt.Key.Key_Space and rows:
            wanted = set(self.changes.wanted())
            self.changes.tick(rows, not wanted.issuperset(rows))
            return
        super().keyPressEvent(event)


class _HitDelegate(QStyledItemDelegate):
    """Draws the hits in a text in bold on the colour of chips, and what has a problem muted."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.AccessibleDescriptionRole):
            shades = theme.shades(option.palette)
            option.palette.setColor(QPalette.ColorRole.Text, shades.muted)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        spans = index.data(SPANS_ROLE)
        if not spans:
            super().paint(painter, option, index)
            return
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        text = option.text
        option.text = ""
        widget = option.widget
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        area: QRect = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        layout = QTextLayout(text, option.font)
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(wrap)
        layout.setFormats([self._marked(option, start, end) for start, end in spans])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(area.width())
        layout.endLayout()
        painter.save()
        painter.setClipRect(area)
        selected = option.state & QStyle.StateFlag.State_Selected
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        layout.draw(painter, QPointF(area.left(), area.center().y() - line.height() / 2))
        painter.restore()

    def _marked(self, option: QStyleOptionViewItem, start: int, end: int) -> QTextLayout.FormatRange:
        marked = QTextLayout.FormatRange()
        marked.start, marked.length = start, end - start
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.DemiBold)
        look.setBackground(theme.shades(option.palette).chip)
        marked.format = look
        return marked
