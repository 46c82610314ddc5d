"""The tree of places: rename, move, merge, order; room and notes of each; what stands there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import Changes, PlaceInfo
from catalogue.collection.commands import (
    AddPlace,
    Command,
    DeletePlace,
    EditPlace,
    MergePlaces,
    MovePlace,
    OrderPlaces,
)
from catalogue.errors import UserError
from catalogue.fields.text import identity
from catalogue.gui import icons, query_text, theme
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.losing import ask_first
from catalogue.gui.runner import Task
from catalogue.gui.widgets.one_line import OneLine
from catalogue.gui.widgets.steady import ComboBox

_PATH = Qt.ItemDataRole.UserRole
_TOP = "At the top"
_NEW = "New place"


class PlacesDialog(QDialog):
    """Reloads after every change of the collection; each change is one step that can be undone."""

    query_wanted = Signal(str)

    def __init__(self, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("places_dialog")
        self.setWindowTitle("Places")
        self._bus = bus
        self._task: Task | None = None
        self._places: dict[str, PlaceInfo] = {}
        self._items: dict[str, QTreeWidgetItem] = {}
        self._wanted: str | None = None
        self._then: Callable[[], object] | None = None
        self.tree = self._make_tree()
        self.name, self.capacity = QLineEdit(), QLineEdit()
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        for name, label, editor in (
            ("name", "Name", self.name),
            ("capacity", "Room for", self.capacity),
            ("notes", "Notes", self.notes),
        ):
            editor.setObjectName(f"places_dialog.{name}")
            editor.setAccessibleName(label)
        for line in (self.name, self.capacity):
            line.setValidator(OneLine(line))
            line.returnPressed.connect(self._save)
        self.capacity.setPlaceholderText("any number of discs")
        self.save = self._button("&Save", "save", self._save)
        self.target = ComboBox()
        self.target.setObjectName("places_dialog.target")
        self.target.setAccessibleName("The other place")
        self.move_ = self._button("&Move below it", "move", self._move)
        self.merge = self._button("Mer&ge into it", "merge", self._merge)
        self.add = self._button("&Add", "add", self._add, "plus")
        self.up = self._button("", "up", lambda: self._step(-1), "arrow-up", "Up (Alt+Up)")
        self.down = self._button("", "down", lambda: self._step(1), "arrow-down", "Down (Alt+Down)")
        self.delete = self._button("&Delete", "delete", self._delete, "trash-2")
        self.search = self._button("S&how its discs", "search", self._search)
        self.says = QLabel()
        self.says.setObjectName("places_dialog.says")
        self.says.setWordWrap(True)
        self._close = self._button("&Close", "close", self.reject)
        self._arrange()
        self._connect()
        self.resize(820, 540)

    def open_for(self, path: str | None = None) -> None:
        """Shows the tree, one place chosen."""
        self._wanted = path
        self.load()
        self.show()
        self.raise_()
        self.activateWindow()
        self.tree.setFocus()

    def chosen(self) -> PlaceInfo | None:
        """The chosen place."""
        item = self.tree.currentItem()
        return self._places.get(item.data(0, _PATH)) if item is not None and item.isSelected() else None

    def load(self) -> None:
        """Asks for the tree."""
        if self._task is not None:
            self._task.drop()
        self._task = self._bus.runner.read(lambda _: self._bus.collection.places(), self._show)

    def _show(self, places: list[PlaceInfo]) -> None:
        chosen = self.chosen()
        wanted = identity(self._wanted) if self._wanted is not None else identity(chosen.path) if chosen else ""
        self._wanted = None
        closed = {path for path, item in self._items.items() if item.childCount() and not item.isExpanded()}
        self.tree.blockSignals(True)
        self.tree.clear()
        self._places = {place.path: place for place in places}
        self._items = {}
        for place in places:
            above: QTreeWidgetItem | QTreeWidget = self._items.get(place.path.rpartition("/")[0], self.tree)
            item = QTreeWidgetItem(above, [place.name, place.room(), " ".join((place.notes or "").split())])
            item.setData(0, _PATH, place.path)
            item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 9))
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(2, place.notes or "")
            if place.full:
                item.setForeground(1, theme.shades(self.palette()).error)
                item.setToolTip(1, "More stands here than there is room for")
            self._items[place.path] = item
        for path, item in self._items.items():
            item.setExpanded(path not in closed)
        self.tree.blockSignals(False)
        found = next((item for path, item in self._items.items() if identity(path) == wanted), None)
        found = found or self.tree.topLevelItem(0)
        if found is not None:
            self.tree.setCurrentItem(found)
        self._on_chosen()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _on_chosen(self) -> None:
        place = self.chosen()
        for part in (self.name, self.capacity, self.notes, self.save, self.delete, self.search):
            part.setEnabled(place is not None)
        self.name.setText(place.name if place else "")
        self.capacity.setText(str(place.capacity) if place and place.capacity is not None else "")
        self.notes.setPlainText((place.notes or "") if place else "")
        beside = self._beside(place) if place else []
        self.up.setEnabled(bool(place) and beside[0] != place)
        self.down.setEnabled(bool(place) and beside[-1] != place)
        self.target.clear()
        others = [other for other in self._places.values() if place and not _inside(other, place)]
        if place and "/" in place.path:
            self.target.addItem(_TOP, None)
        for other in others:
            self.target.addItem("    " * other.depth + other.name, other.path)
        self._on_target()

    def _on_target(self) -> None:
        some = self.target.currentIndex() >= 0
        self.target.setEnabled(some)
        self.move_.setEnabled(some)
        self.merge.setEnabled(some and self.target.currentData() is not None)

    def _save(self) -> None:
        place = self.chosen()
        if place is None:
            return
        values: dict[str, object] = {}
        if self.name.text().strip() != place.name:
            values["name"] = self.name.text()
        if self.capacity.text().strip() != ("" if place.capacity is None else str(place.capacity)):
            values["capacity"] = self.capacity.text().strip() or None
        if self.notes.toPlainText().strip() != (place.notes or ""):
            values["notes"] = self.notes.toPlainText()
        if values:
            above = place.path.rpartition("/")[0]
            name = self.name.text().strip()
            self._run(EditPlace(place.path, values), f"{above}/{name}" if above else name)

    def _add(self) -> None:
        place = self.chosen()
        above = f"{place.path}/" if place else ""
        taken = {identity(path) for path in self._places}
        path = next(
            path
            for number in range(1, len(taken) + 3)
            if identity(path := f"{above}{_NEW}{f' {number}' if number > 1 else ''}") not in taken
        )
        self._run(AddPlace(path), path, self._name_it)

    def _name_it(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def _move(self) -> None:
        place, below = self.chosen(), self.target.currentData()
        if place is not None and self.target.currentIndex() >= 0:
            self._run(MovePlace(place.path, below), f"{below}/{place.name}" if below else place.name)

    def _merge(self) -> None:
        place, into = self.chosen(), self.target.currentData()
        if place is not None and into is not None:
            self._run(MergePlaces((place.path,), into), into)

    def _delete(self) -> None:
        place = self.chosen()
        if place is not None:
            command, above = DeletePlace(place.path), place.path.rpartition("/")[0]
            ask_first(self._bus, command, "&Delete it", self, lambda: self._run(command, above))

    def _step(self, by: int) -> None:
        place = self.chosen()
        if place is None:
            return
        paths = [other.path for other in self._beside(place)]
        row = paths.index(place.path)
        if 0 <= row + by < len(paths):
            paths[row], paths[row + by] = paths[row + by], paths[row]
            self._run(OrderPlaces(tuple(paths)), place.path)

    def _search(self) -> None:
        place = self.chosen()
        if place is not None:
            self.query_wanted.emit(query_text.write("location", place.path))

    def _beside(self, place: PlaceInfo) -> list[PlaceInfo]:
        above = place.path.rpartition("/")[0]
        return [other for other in self._places.values() if other.path.rpartition("/")[0] == above]

    def _run(self, command: Command, wanted: str, then: Callable[[], object] | None = None) -> None:
        collection = self._bus.collection
        self._say("")
        # Chosen, and gone on with, when the tree has been read again after the change.
        self._wanted, self._then = wanted, then

        def ran(changes: Changes) -> None:
            self._say(f"{changes.label}. It can be undone." if changes else "Everything is as wished already.")

        def failed(error: Exception) -> None:
            self._wanted = self._then = None
            if isinstance(error, UserError):
                self._say(str(error), wrong=True)
            else:
                self._bus.runner.failed.emit(error)

        self._bus.runner.change(lambda job: collection.run(command, job=job), ran, failed, "Changing places")

    def _say(self, words: str, wrong: bool = False) -> None:
        look = self.says.palette()
        shades = theme.shades(look)
        look.setColor(QPalette.ColorRole.WindowText, shades.error if wrong else shades.muted)
        self.says.setPalette(look)
        self.says.setText(words)

    def _on_changes(self, _: Changes) -> None:
        if self.isVisible():
            self.load()

    def _connect(self) -> None:
        self.tree.itemSelectionChanged.connect(self._on_chosen)
        self.target.currentIndexChanged.connect(self._on_target)
        self._bus.changed.connect(self._on_changes)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self._bus.undo),
            ("Ctrl+Shift+Z", self._bus.redo),
            ("Alt+Up", lambda: self._step(-1)),
            ("Alt+Down", lambda: self._step(1)),
            ("F2", self._name_it),
            (QKeySequence.StandardKey.Save, self._save),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _make_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("places_dialog.tree")
        tree.setAccessibleName("Places")
        tree.setHeaderLabels(["Place", "Discs", "Notes"])
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = tree.header()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        tree.setColumnWidth(0, 230)
        tree.setColumnWidth(1, 90)
        return tree

    def _button(self, label: str, name: str, act: Callable[[], object], icon: str = "", tip: str = "") -> QPushButton:
        made = QPushButton(label)
        made.setObjectName(f"places_dialog.{name}")
        made.setAutoDefault(False)
        if icon:
            made.setIcon(icons.icon(icon))
        if tip:
            made.setToolTip(tip)
            made.setAccessibleName(tip)
        made.clicked.connect(lambda: act())
        return made

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow("&Name", self.name)
        form.addRow("&Room for", self.capacity)
        form.addRow("No&tes", self.notes)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addLayout(form, 1)
        side.addWidget(self.save, 0, Qt.AlignmentFlag.AlignRight)
        label = QLabel("&With another place")
        label.setBuddy(self.target)
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        side.addWidget(label)
        side.addWidget(self.target)
        both = QHBoxLayout()
        both.setSpacing(8)
        both.addWidget(self.move_)
        both.addWidget(self.merge)
        side.addLayout(both)
        tools = QHBoxLayout()
        tools.setSpacing(6)
        for button in (self.add, self.delete, self.up, self.down):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.search)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.tree, 1)
        left.addLayout(tools)
        body = QHBoxLayout()
        body.setSpacing(16)
        body.addLayout(left, 5)
        body.addLayout(side, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.says, 1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(body, 1)
        column.addLayout(foot)
        self.setMinimumSize(620, 400)


def _inside(place: PlaceInfo, other: PlaceInfo) -> bool:
    """Whether a place is another one, or below it."""
    return place.path == other.path or place.path.startswith(other.path + "/")
