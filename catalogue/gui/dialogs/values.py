"""The values of a field: how often each is used; rename, merge or remove them wherever they are used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import Changes, Spelling, ValueInUse, usage
from catalogue.collection.commands import ForgetSpelling, RenameValue, SetSortName
from catalogue.errors import UserError
from catalogue.fields.registry import Field
from catalogue.gui import query_text, theme
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.losing import ask_first
from catalogue.gui.models.values import COUNT, ValuesModel
from catalogue.gui.runner import Task
from catalogue.gui.widgets.look import as_list
from catalogue.gui.widgets.one_line import OneLine
from catalogue.gui.widgets.steady import ComboBox
from catalogue.gui.wording import counted

_RULES = (
    "Pages keep what they say. What you renamed is taken under its new name, also in pages that are read later;"
    " forget a rule to take them at their word again."
)


class ValuesDialog(QDialog):
    """Reloads after every change of the collection. `query_wanted` asks the window to search."""

    query_wanted = Signal(str)
    places_wanted = Signal()

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("values")
        self.setWindowTitle("Values of a field")
        self._bus = bus
        self._task: Task | None = None
        self._fields: dict[str, Field] = {}
        self._wanted: str | None = None
        self._rules: list[Spelling] = []
        self.field = ComboBox()
        self.field.setObjectName("values.field")
        self.field.setAccessibleName("Field")
        self.filter = QLineEdit()
        self.filter.setObjectName("values.filter")
        self.filter.setAccessibleName("Only values with")
        self.filter.setPlaceholderText("Only values with …")
        self.filter.setClearButtonEnabled(True)
        self.twins = QCheckBox("&Likely the same")
        self.twins.setObjectName("values.twins")
        self.twins.setToolTip("Values that differ by case, accents, punctuation, order of words or a slip of the hand")
        self.model = ValuesModel(self)
        self.table = self._make_table()
        self.name = QLineEdit()
        self.name.setObjectName("values.name")
        self.name.setAccessibleName("New name")
        self.name.setValidator(OneLine(self.name))
        self.rename = QPushButton("&Rename")
        self.rename.setObjectName("values.rename")
        self.remove = QPushButton("Rem&ove")
        self.remove.setObjectName("values.remove")
        self.remove.setToolTip("Take the value away from every record that has it")
        self.search = QPushButton("&Search for it")
        self.says = QLabel()
        self.says.setObjectName("values.says")
        self.says.setWordWrap(True)
        self.rules = QListWidget()
        self.rules.setObjectName("values.rules")
        self.rules.setAccessibleName("What was renamed for good")
        self.forget = QPushButton("&Forget this rule")
        self.forget.setObjectName("values.forget")
        self._close = QPushButton("&Close")
        self._arrange()
        self._connect()
        self.resize(620, 620)

    def open_for(self, key: str, value: str | None = None) -> None:
        """Shows the values of a field, one of them chosen."""
        self._wanted = value
        self._list_fields()
        self.filter.clear()
        self.twins.setChecked(False)
        place = self.field.findData(key)
        if place >= 0 and place != self.field.currentIndex():
            self.field.setCurrentIndex(place)
        else:
            self.load()
        self.show()
        self.raise_()
        self.activateWindow()
        (self.name if value else self.filter).setFocus()

    def _list_fields(self) -> None:
        """The fields as they are now: those of the person's own come and go."""
        before = self.field.currentData()
        self._fields = {field.key: field for field in usage.fields(self._bus.collection.fields())}
        self.field.blockSignals(True)
        self.field.clear()
        for field in self._fields.values():
            self.field.addItem(field.label, field.key)
        self.field.setCurrentIndex(max(self.field.findData(before), 0))
        self.field.blockSignals(False)

    def key(self) -> str:
        """The field whose values are shown."""
        return str(self.field.currentData())

    def chosen(self) -> list[ValueInUse]:
        """The chosen values."""
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.value(row) for row in rows]

    def load(self) -> None:
        """Asks for the values and the rules."""
        if self._task is not None:
            self._task.drop()
        key, collection = self.key(), self._bus.collection
        self._task = self._bus.runner.read(
            lambda _: (collection.values(key), collection.spellings(key)), lambda answer: self._show(key, *answer)
        )

    def _show(self, key: str, values: list[ValueInUse], rules: list[Spelling]) -> None:
        before = {self._wanted} if self._wanted else {one.value for one in self.chosen()}
        self._wanted = None
        self.model.set_values(values, self._fields[key].kind.rows == "credits")
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(COUNT, 80)
        self._choose(before)
        self._rules = rules
        self.rules.clear()
        for rule in rules:
            self.rules.addItem(QListWidgetItem(f"{rule.old}  →  {rule.new or 'left out'}"))
        self._tabs.setTabText(1, f"Renamed for good ({len(rules):,})" if rules else "Renamed for good")
        self.twins.setText(f"&Likely the same ({sum(bool(one.group) for one in values):,})")
        self._on_rule()

    def _choose(self, values: set[str]) -> None:
        selection = self.table.selectionModel()
        selection.clearSelection()
        flags = selection.SelectionFlag.Select | selection.SelectionFlag.Rows
        rows = [row for row in (self.model.row_of(value) for value in values) if row is not None]
        for row in sorted(rows, reverse=True):
            self.table.setCurrentIndex(self.model.index(row, 0))
            selection.select(self.model.index(row, 0), flags)
        if not rows:
            self.table.setCurrentIndex(self.model.index(-1, 0))
        self._on_chosen()

    def _on_chosen(self) -> None:
        chosen = self.chosen()
        self.name.setEnabled(bool(chosen))
        place = self._fields[self.key()].kind.rows == "place"
        self.remove.setEnabled(bool(chosen) and not place)
        self.search.setEnabled(len(chosen) == 1)
        # Of several, the one that is used most is likely right.
        self.name.setText(max(chosen, key=lambda one: one.count).value if chosen else "")
        self.rename.setText(f"&Merge {len(chosen)} into this" if len(chosen) > 1 else "&Rename")
        self._on_name()

    def _on_name(self) -> None:
        name, chosen = self.name.text().strip(), self.chosen()
        self.rename.setEnabled(bool(name) and any(one.value != name for one in chosen))

    def _on_rename(self) -> None:
        if self.rename.isEnabled():
            name = self.name.text().strip()
            self._wanted = name
            self._run(RenameValue(self.key(), tuple(one.value for one in self.chosen()), name))

    def _on_remove(self) -> None:
        chosen = self.chosen()
        if chosen:
            command = RenameValue(self.key(), tuple(one.value for one in chosen), None)
            ask_first(self._bus, command, "&Take away", self, lambda: self._run(command))

    def _on_search(self) -> None:
        chosen = self.chosen()
        if chosen:
            self.query_wanted.emit(query_text.write(self.key(), chosen[0].value))

    def _on_forget(self) -> None:
        row = self.rules.currentRow()
        if 0 <= row < len(self._rules):
            self._run(ForgetSpelling(self.key(), self._rules[row].old))

    def _on_rule(self) -> None:
        self.forget.setEnabled(self.rules.currentRow() >= 0)

    def _run(self, command: RenameValue | ForgetSpelling | SetSortName) -> None:
        collection = self._bus.collection
        self._say("")
        self._bus.runner.change(lambda job: collection.run(command, job=job), self._ran, self._failed, "Renaming")

    def _ran(self, changes: Changes) -> None:
        if not changes:
            self._say("Everything is as wished already.")
        elif isinstance(changes.result, int):
            self._say(f"{changes.label}: {counted(changes.result, 'record')}. It can be undone.")
        else:
            self._say(f"{changes.label}. It can be undone.")

    def _failed(self, error: Exception) -> None:
        self._wanted = None
        if isinstance(error, UserError):
            self._say(str(error), wrong=True)
        else:
            self._bus.runner.failed.emit(error)

    def _say(self, words: str, wrong: bool = False) -> None:
        look = self.says.palette()
        shades = theme.shades(look)
        look.setColor(QPalette.ColorRole.WindowText, shades.error if wrong else shades.muted)
        self.says.setPalette(look)
        self.says.setText(words)

    def _narrow(self) -> None:
        before = {one.value for one in self.chosen()}
        self.model.narrow(self.filter.text(), self.twins.isChecked())
        self._choose(before)

    def _on_field(self) -> None:
        self._say("")
        self.load()

    def _on_changes(self, _: Changes) -> None:
        if self.isVisible():
            self.load()

    def _connect(self) -> None:
        self.field.currentIndexChanged.connect(self._on_field)
        self.filter.textChanged.connect(self._narrow)
        self.twins.toggled.connect(self._narrow)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.name.textChanged.connect(self._on_name)
        self.name.returnPressed.connect(self._on_rename)
        self.rename.clicked.connect(self._on_rename)
        self.remove.clicked.connect(self._on_remove)
        self.search.clicked.connect(self._on_search)
        self.forget.clicked.connect(self._on_forget)
        self.rules.currentRowChanged.connect(self._on_rule)
        self._close.clicked.connect(self.reject)
        self.model.sort_name_wanted.connect(lambda person, name: self._run(SetSortName(person, name)))
        self._bus.changed.connect(self._on_changes)
        for keys, act in ((QKeySequence.StandardKey.Undo, self._bus.undo), ("Ctrl+Shift+Z", self._bus.redo)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("values.table")
        table.setAccessibleName("Values")
        table.setModel(self.model)
        as_list(table)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        return table

    def _arrange(self) -> None:
        head = _row((self.field, self.filter, self.twins), stretch=1)
        label = QLabel("&New name:")
        label.setBuddy(self.name)
        wish = _row((label, self.name, self.rename), stretch=1)
        values = QWidget()
        column = QVBoxLayout(values)
        column.setSpacing(8)
        column.addWidget(self.table, 1)
        column.addLayout(wish)
        rules = QWidget()
        column = QVBoxLayout(rules)
        column.setSpacing(8)
        words = QLabel(_RULES)
        words.setWordWrap(True)
        words.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        column.addWidget(words)
        column.addWidget(self.rules, 1)
        column.addLayout(_row((QWidget(), self.forget), stretch=0))
        self._tabs = QTabWidget()
        self._tabs.setObjectName("values.tabs")
        self._tabs.setAccessibleName("Values and rules")
        self._tabs.addTab(values, "Values")
        self._tabs.addTab(rules, "Renamed for good")
        foot = _row((self.remove, self.search, QWidget(), self._close), stretch=2)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._tabs, 1)
        column.addWidget(self.says)
        column.addLayout(foot)
        self.setMinimumSize(460, 380)
        for button in (self.rename, self.remove, self.search, self.forget, self._close):
            button.setAutoDefault(False)


def _row(widgets: Sequence[QWidget], stretch: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for number, widget in enumerate(widgets):
        row.addWidget(widget, 1 if number == stretch else 0)
    return row
