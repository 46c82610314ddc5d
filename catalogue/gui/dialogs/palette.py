"""The command palette: every action of the window, found by typing a part of its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from catalogue.fields.text import fold

_ROWS = 12
_WIDTH = 460
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS, Qt.Key.Key_PageUp: -_ROWS}
_KEYS = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


def ranked(typed: str, actions: Sequence[QAction]) -> list[QAction]:
    """The actions whose words begin with, or hold, all that was typed; those that can be done now come first."""
    wanted = fold(typed).split()
    found = []
    for place, action in enumerate(actions):
        words = fold(words_of(action))
        if all(part in words for part in wanted):
            begins = bool(wanted) and any(word.startswith(wanted[0]) for word in words.split())
            found.append((not action.isEnabled(), not begins, place, action))
    return [action for *_, action in sorted(found, key=lambda one: one[:3])]


def words_of(action: QAction) -> str:
    """What an action does, in words, without its key."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix(" …")


class CommandPalette(QDialog):
    """A line to type in and the actions that fit; Enter does the one that is marked."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Commands")
        self._actions = list(actions)
        self.line = QLineEdit()
        self.line.setObjectName("palette.line")
        self.line.setAccessibleName("Command")
        self.line.setPlaceholderText("What do you want to do?")
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._filter)
        self.model = _Commands(self)
        self.list = QListView()
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName("Commands")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(18, 18))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Row(self.list))
        self.list.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self._filter("")
        height = self.list.sizeHintForRow(0) * _ROWS + self.line.sizeHint().height() + 28
        self.resize(_WIDTH, height)
        if parent is not None:
            corner = parent.mapToGlobal(QRect(QRect(0, 0, parent.width(), 0)).center())
            self.move(corner.x() - _WIDTH // 2, corner.y() + 56)
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if key in _STEPS:
            row = self.list.currentIndex().row() + _STEPS[key]
            row = min(max(row, 0), self.model.rowCount() - 1)
            self.list.setCurrentIndex(self.model.index(row))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
            return True
        return False

    def _filter(self, typed: str) -> None:
        self.model.show(ranked(typed, self._actions))
        self.list.setCurrentIndex(self.model.index(0))

    def _take(self, index: QModelIndex) -> None:
        action = self.model.action(index)
        if action is None or not action.isEnabled():
            return
        # It closes first: the action may open something that must not lie below it.
        self.accept()
        action.trigger()


class _Commands(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._shown: list[QAction] = []

    def show(self, actions: list[QAction]) -> None:
        """Shows these actions and no others."""
        self.beginResetModel()
        self._shown = actions
        self.endResetModel()

    def action(self, index: _Index) -> QAction | None:
        """The action of a row."""
        return self._shown[index.row()] if index.isValid() else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        action = self.action(index)
        if action is None or not action.isEnabled():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        action = self.action(index)
        if action is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(action)
        if role == Qt.ItemDataRole.DecorationRole:
            return action.icon()
        if role == _KEYS:
            return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words_of(action)} {self.data(index, _KEYS)}".strip()
        return None


class _Row(QStyledItemDelegate):
    """An action with its key at the right edge."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, option.fontMetrics.height() + 12)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        keys = index.data(_KEYS)
        if not keys:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.PlaceholderText
        painter.save()
        painter.setPen(option.palette.color(role))
        area = option.rect.adjusted(0, 0, -8, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, keys)
        painter.restore()
