"""Everything that was ever done, newest first, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import Account, Changes, Operation
from catalogue.fields import dates
from catalogue.gui import theme
from catalogue.gui.bus import Bus
from catalogue.gui.runner import Task
from catalogue.gui.views import history_pages
from catalogue.gui.widgets.browser import Browser
from catalogue.gui.widgets.look import as_list
from catalogue.gui.widgets.one_line import OneLine
from catalogue.jobs import Job

_PAGE = 200
_HEADS = ("When", "What", "State")
_PAUSE = 150  # ms after the last key
_RECORDS = 30

Index = QModelIndex | QPersistentModelIndex


class OperationsModel(QAbstractTableModel):
    """Operations, page by page: `more_wanted` asks for the next one."""

    more_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.operations: list[Operation] = []
        self._more = False

    def show_first(self, found: Sequence[Operation]) -> None:
        """Begins anew with the first page."""
        self.beginResetModel()
        self.operations = list(found)
        self._more = len(found) == _PAGE
        self.endResetModel()

    def show_next(self, found: Sequence[Operation]) -> None:
        """Puts a further page below the others."""
        count = len(self.operations)
        if found:
            self.beginInsertRows(QModelIndex(), count, count + len(found) - 1)
            self.operations += found
            self.endInsertRows()
        self._more = len(found) == _PAGE

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.operations)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(_HEADS)

    def canFetchMore(self, parent: Index) -> bool:
        return self._more

    def fetchMore(self, parent: Index) -> None:
        self._more = False
        self.more_wanted.emit()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        operation = self.operations[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (dates.show_date(operation.at), operation.label, history_pages.STATES[operation.state])[
                index.column()
            ]
        if role == Qt.ItemDataRole.ForegroundRole and not operation.in_force:
            window = self.parent()
            return theme.shades(window.palette()).muted if isinstance(window, QWidget) else None
        return None


class HistoryWindow(QDialog):
    """All operations with what each did; `revert_wanted` asks for one to be taken back."""

    revert_wanted = Signal(int)

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("history")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("History")
        self._bus = bus
        self._tasks: dict[str, Task] = {}
        self._wanted: int | None = None
        self._shown: Account | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._load)
        self._make()
        bus.changed.connect(self._on_changes)
        self._load()

    def show_operation(self, operation_id: int) -> None:
        """Shows what one operation did."""
        self._wanted = operation_id
        self._look(operation_id)
        self._choose()

    def waiting(self) -> bool:
        """Whether it is about to ask for something."""
        return self._pause.isActive()

    def _make(self) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("history.search")
        self.search.setAccessibleName("Search in the history")
        self.search.setPlaceholderText("Search in the history")
        self.search.setClearButtonEnabled(True)
        self.search.setValidator(OneLine(self.search))
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.model = OperationsModel(self)
        self.model.more_wanted.connect(self._load_more)
        self.table = QTableView()
        self.table.setObjectName("history.operations")
        self.table.setAccessibleName("What was done")
        self.table.setModel(self.model)
        as_list(self.table)
        self.table.setAlternatingRowColors(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setColumnWidth(0, self.fontMetrics().horizontalAdvance("30 Nov 2026, 23:59") + 24)
        self.table.setColumnWidth(2, self.fontMetrics().horizontalAdvance("taken back") + 24)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self.account = Browser("What the operation did")
        self.account.setObjectName("history.account")
        self.account.document().setDocumentMargin(12)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.account)
        split.setSizes([520, 400])
        split.setChildrenCollapsible(False)
        self.revert = QPushButton("&Take it back …")
        self.revert.setObjectName("history.revert")
        self.revert.setAutoDefault(False)
        self.revert.clicked.connect(self._on_revert)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.revert, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.search)
        column.addWidget(split, 1)
        column.addWidget(buttons)
        self.setMinimumSize(560, 320)
        self.resize(980, 560)
        self._restyle()
        self._show_none()
        self.table.setFocus()

    def _restyle(self) -> None:
        self.account.document().setDefaultStyleSheet(theme.page_sheet(self.palette()))

    def _load(self) -> None:
        collection, text = self._bus.collection, self.search.text()
        self._ask("list", lambda _: collection.history(_PAGE, text), self._show_first)

    def _load_more(self) -> None:
        collection, text = self._bus.collection, self.search.text()
        last = self.model.operations[-1].id
        self._ask("list", lambda _: collection.history(_PAGE, text, before=last), self.model.show_next)

    def _show_first(self, found: list[Operation]) -> None:
        chosen = self._chosen()
        self._wanted = self._wanted or (chosen.id if chosen is not None else None)
        self.model.show_first(found)
        self._choose()
        if self._chosen() is None and found:
            self.table.selectRow(0)
        elif not found:
            self._show_none()

    def _choose(self) -> None:
        for row, operation in enumerate(self.model.operations):
            if operation.id == self._wanted:
                self.table.selectRow(row)
                self._wanted = None
                return

    def _chosen(self) -> Operation | None:
        row = self.table.currentIndex().row()
        return self.model.operations[row] if 0 <= row < len(self.model.operations) else None

    def _on_row(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._look(chosen.id)

    def _look(self, operation_id: int) -> None:
        collection = self._bus.collection
        self._ask("account", lambda _: collection.account(operation_id, _RECORDS), self._show)

    def _show(self, account: Account) -> None:
        self._shown = account
        self.account.setHtml(f"<body>{history_pages.account(account)}</body>")
        operation = account.operation
        self.revert.setEnabled(operation.kind == "do" and operation.state in ("done", "reverted"))

    def _show_none(self) -> None:
        self._shown = None
        words = "Nothing in the history matches." if self.search.text().strip() else "Nothing was done yet."
        self.account.setHtml(f'<body><p class="quiet">{words}</p></body>')
        self.revert.setEnabled(False)

    def _on_revert(self) -> None:
        if self._shown is not None:
            self.revert_wanted.emit(self._shown.operation.id)

    def _on_changes(self, _: Changes) -> None:
        self._pause.start()
        if self._shown is not None:
            self._look(self._shown.operation.id)

    def _ask(self, name: str, work: Any, done: Any) -> None:
        if name in self._tasks:
            self._tasks[name].drop()

        def show(answer: Any) -> None:
            if self.isVisible():
                done(answer)

        def ask(job: Job) -> Any:
            return work(job)

        self._tasks[name] = self._bus.runner.read(ask, show)
