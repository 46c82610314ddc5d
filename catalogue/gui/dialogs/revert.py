"""What does not go back by itself: what an operation made of it, what it is now, what it would go back to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import Kept, Plan
from catalogue.gui.widgets.look import as_list, heading
from catalogue.gui.widgets.ticks import TickDelegate

_HEADS = ("Take back too", "Of", "What", "Made by it", "Now", "Would go back to")
_SHOWN = 1000
_Flag = Qt.ItemFlag


class RevertDialog(QDialog):
    """Emits `wanted` with the keys of what is to go back although it was changed since."""

    wanted = Signal(list)

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("revert")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Take back")
        self._kept = plan.kept[:_SHOWN]
        hint = QLabel(_hint(plan))
        hint.setWordWrap(True)
        self.table = self._make_table()
        self._everything = QPushButton("Tick &all")
        self._everything.setAutoDefault(False)
        self._everything.clicked.connect(self._tick_all)
        self._everything.setEnabled(any(one.can for one in self._kept))
        self.go = QPushButton("&Take back")
        self.go.setObjectName("revert.go")
        self.go.clicked.connect(self._go)
        self._empty = plan.empty
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._everything, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setSpacing(10)
        column.addWidget(heading(_heading(plan)))
        column.addWidget(hint)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        self.resize(900, 440)
        self._show_state()
        self.table.setFocus()

    def chosen(self) -> list[str]:
        """The keys of what is ticked."""
        rows = (row for row in range(self.table.rowCount()))
        return [self._kept[row].key for row in rows if self._box(row).checkState() == Qt.CheckState.Checked]

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(len(self._kept), len(_HEADS))
        table.setObjectName("revert.kept")
        table.setAccessibleName("What was changed since")
        table.setHorizontalHeaderLabels(_HEADS)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        as_list(table)
        table.setItemDelegateForColumn(0, TickDelegate(table))
        for row, one in enumerate(self._kept):
            table.setItem(row, 0, _box(one))
            for column, text in enumerate((one.name, one.label, one.then, one.now, one.back), 1):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                table.setItem(row, column, item)
        for column, width in enumerate((110, 190, 110, 150, 150)):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        if self._kept:
            table.setCurrentCell(0, 0)
        table.itemChanged.connect(lambda _: self._show_state())
        return table

    def _box(self, row: int) -> QTableWidgetItem:
        item = self.table.item(row, 0)
        assert item is not None
        return item

    def _tick_all(self) -> None:
        for row, one in enumerate(self._kept):
            if one.can:
                self._box(row).setCheckState(Qt.CheckState.Checked)

    def _show_state(self) -> None:
        # Where nothing goes back by itself, something must be ticked.
        self.go.setEnabled(not self._empty or bool(self.chosen()))

    def _go(self) -> None:
        self.wanted.emit(self.chosen())
        self.accept()


def _box(one: Kept) -> QTableWidgetItem:
    item = QTableWidgetItem()
    if one.can:
        item.setFlags(_Flag.ItemIsEnabled | _Flag.ItemIsSelectable | _Flag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Take back {one.label} of {one.name} too")
    else:
        item.setFlags(_Flag.ItemIsEnabled | _Flag.ItemIsSelectable)
        item.setText("cannot")
    return item


def _heading(plan: Plan) -> str:
    count = "1 thing was" if len(plan.kept) == 1 else f"{len(plan.kept):,} things were"
    goes = f"{plan.words()} would go back" if not plan.empty else "Nothing goes back by itself"
    return f"“{plan.operation.label}”: {goes}; {count} changed since."


def _hint(plan: Plan) -> str:
    words = "What is listed stays as it is now unless you tick it. Undo brings all of it back."
    more = len(plan.kept) - _SHOWN
    return f"{words} The first {_SHOWN:,} are listed; {more:,} more stay." if more > 0 else words
