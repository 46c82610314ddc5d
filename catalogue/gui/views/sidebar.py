"""The sidebar: the library's counts, places, tags, and the values of any other field. A click narrows the query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection import FacetValue, SavedSearch
from catalogue.collection.facets import browsable
from catalogue.fields.registry import BUILT_IN, Vocabulary
from catalogue.gui import icons, query_text
from catalogue.gui.models.facets import COUNT_ROLE, FacetModel
from catalogue.gui.views.saved_list import SavedList
from catalogue.gui.widgets.counted import CountedDelegate
from catalogue.gui.widgets.look import bold
from catalogue.gui.widgets.steady import ComboBox
from catalogue.gui.wording import quoted

# What is shown, the count it has, and the term that asks for it.
_LIBRARY = (
    ("Films without a disc", "no_disc", "is:film", "clapperboard"),
    ("Wish list", "wish", "is:wish", "heart"),
    ("On loan", "lent", "is:lent", "hand-helping"),
    ("Needs review", "review", "needs:review", "circle-alert"),
    ("Trash", "trash", "is:trash", "trash-2"),
)
_PLACES, _TAGS = "location", "tags"


class FacetTree(QTreeView):
    """Values of one field. A click asks for a value, a second click on the same no longer asks for it.

    With Ctrl several are asked for: any of them will do.
    """

    wanted = Signal(list)
    values_wanted = Signal(str)  # the value that was clicked, or nothing

    def __init__(self, name: str, label: str, hint: str, several: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._hint = hint
        self.narrowed = False
        self._syncing = False
        self.facets = FacetModel(self)
        self.setModel(self.facets)
        self.setItemDelegate(CountedDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setRootIsDecorated(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.viewport().setAutoFillBackground(False)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def set_values(self, values: Sequence[FacetValue], chosen: Sequence[str]) -> None:
        """Shows other values, and marks those that the query asks for."""
        self._syncing = True
        open_before = {value.value for value in values if self.isExpanded(self.facets.find(value.value))}
        first_time = self.facets.rowCount() == 0
        if self.facets.set_values(values):
            self.setRootIsDecorated(any(value.depth for value in values))
            for value in values:
                self.setExpanded(self.facets.find(value.value), first_time or value.value in open_before)
        self._syncing = False
        self.choose(chosen)

    def choose(self, values: Sequence[str]) -> None:
        """Marks values without asking for them."""
        self._syncing = True
        selection = self.selectionModel()
        selection.clearSelection()
        for value in values:
            index = self.facets.find(value)
            if index.isValid():
                flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                selection.select(index, flags)
        self._syncing = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        alone = self.selectedIndexes() == [index] and event.modifiers() == Qt.KeyboardModifier.NoModifier
        on_arrow = index.isValid() and event.position().x() < self.visualRect(index).x()
        if index.isValid() and alone and not on_arrow and event.button() == Qt.MouseButton.LeftButton:
            self.clearSelection()
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        value = str(index.data(Qt.ItemDataRole.UserRole)) if index.isValid() else ""
        menu = QMenu(self)
        if value:
            menu.addAction(f"&Rename or merge {quoted(value.replace('&', '&&'), 40)} …").triggered.connect(
                lambda: self.values_wanted.emit(value)
            )
        menu.addAction("All &values …").triggered.connect(lambda: self.values_wanted.emit(""))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The second click of two must not take back what the first one asked for.
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.facets.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            area = QRect(self.viewport().rect()).adjusted(12, 2, -8, 0)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(area, int(flags), "None in this search." if self.narrowed else self._hint)

    def _on_selection(self) -> None:
        if not self._syncing:
            self.wanted.emit([str(index.data(Qt.ItemDataRole.UserRole)) for index in self.selectedIndexes()])


class PartList(QListWidget):
    """Parts of the library. A click asks for one, a second click on the same no longer; so do the keys.

    Coming by with Tab asks for nothing, though Qt then makes a row the current one.
    """

    wanted = Signal(int)  # the row of a part, or -1 for none

    def __init__(self) -> None:
        super().__init__()
        self._asked = -1

    def show_asked(self, row: int) -> None:
        """Marks the part that the query asks for, or none."""
        self._asked = row
        self.setCurrentRow(row)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        item = self.itemAt(event.position().toPoint())
        if item is not None and event.button() == Qt.MouseButton.LeftButton:
            self._want(self.row(item))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentRow()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._want(before)
            return
        super().keyPressEvent(event)
        if self.currentRow() != before:
            self._want(self.currentRow())

    def _want(self, row: int) -> None:
        if row >= 0:
            self.wanted.emit(-1 if row == self._asked else row)


class Sidebar(QWidget):
    """Asks for another query by signal; `show_query` marks what the present one asks for."""

    query_wanted = Signal(str)
    saved_wanted = Signal(object)  # a saved search
    facet_wanted = Signal(str)
    save_wanted = Signal()
    values_wanted = Signal(str, object)  # the field, and the value or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query = ""
        self.library = self._make_library()
        self.places = FacetTree("places", "Places", "Places that you give discs appear here.", several=True)
        self.tags = FacetTree("tags", "Tags", "Tags that you give discs appear here.", several=True)
        self.browse = FacetTree("browse", "Values of the field", "No disc has a value in this field.", several=True)
        self.browse_field = self._make_browse_field()
        self._fields = BUILT_IN
        self.set_vocabulary(BUILT_IN)
        self.saved = SavedList()
        self.saved.query_wanted.connect(self.query_wanted)
        self.saved.search_wanted.connect(self.saved_wanted)
        self._save = QToolButton()
        self._save.setText("Save …")
        self._save.setAutoRaise(True)
        self._save.setAccessibleName("Save this search")
        self._save.setToolTip("Keep the present search under a name")
        self._save.clicked.connect(self.save_wanted)
        self._save.setEnabled(False)
        self.places.wanted.connect(lambda values: self._want(_PLACES, values))
        self.tags.wanted.connect(lambda values: self._want(_TAGS, values))
        self.browse.wanted.connect(lambda values: self._want(self.browse_key(), values))
        self.places.values_wanted.connect(lambda value: self.values_wanted.emit(_PLACES, value or None))
        self.tags.values_wanted.connect(lambda value: self.values_wanted.emit(_TAGS, value or None))
        self.browse.values_wanted.connect(lambda value: self.values_wanted.emit(self.browse_key(), value or None))
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(_section("Places", self.places))
        self.split.addWidget(_section("Tags", self.tags))
        self.split.addWidget(_section("Browse", self.browse, self.browse_field))
        for number, share in enumerate((3, 3, 4)):
            self.split.setStretchFactor(number, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(_section("Library", self.library))
        column.addWidget(_section("Saved searches", self.saved, self._save))
        column.addWidget(self.split, 1)

    def browse_key(self) -> str:
        """The field whose values are shown under Browse."""
        return str(self.browse_field.currentData())

    def set_browse_key(self, key: str) -> None:
        """Shows the values of another field under Browse."""
        place = self.browse_field.findData(key)
        if place >= 0:
            self.browse_field.setCurrentIndex(place)

    def set_vocabulary(self, fields: Vocabulary) -> None:
        """Offers the fields of the catalogue to browse by."""
        self._fields = fields
        before = self.browse_key()
        self.browse_field.blockSignals(True)
        self.browse_field.clear()
        for key, label in browsable(fields):
            if key not in (_PLACES, _TAGS):
                self.browse_field.addItem(label, key)
        self.set_browse_key(before)
        self.browse_field.blockSignals(False)
        if self.browse_key() != before:
            self.facet_wanted.emit(self.browse_key())

    def facet_keys(self) -> list[str]:
        """The fields whose values it shows at the moment."""
        return [_PLACES, _TAGS, self.browse_key()]

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Shows how many rows each part of the library has."""
        for row, (_, key, _, _) in enumerate(_LIBRARY):
            count = counts.get(key, 0)
            item = self.library.item(row)
            late = counts.get("late", 0) if key == "lent" else 0
            item.setData(COUNT_ROLE, f"{count:,} ({late:,}!)" if late else count)
            words = f"{item.text()}, {count}" + (f", {late} overdue" if late else "")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setToolTip(f"{late:,} should be back by now: is:late" if late else "")

    def set_saved(self, searches: Sequence[SavedSearch]) -> None:
        """Shows the saved searches."""
        self.saved.set_searches(searches)

    def set_facet(self, key: str, values: Sequence[FacetValue]) -> None:
        """Shows the values of a field, in each part of the sidebar that is about it."""
        for view, shown in self._views():
            if shown == key:
                view.set_values(values, query_text.values(self._query, key, self._fields))

    def show_query(self, query: str) -> None:
        """Marks what a query asks for."""
        self._query = query
        self._save.setEnabled(bool(query.strip()))
        self.saved.show_query(query)
        for view, key in self._views():
            view.narrowed = bool(query.strip())
            view.choose(query_text.values(query, key, self._fields))
        row = next((row for row, (_, _, part, _) in enumerate(_LIBRARY) if query_text.holds(query, part)), -1)
        self.library.show_asked(row)

    def _views(self) -> list[tuple[FacetTree, str]]:
        return [(self.places, _PLACES), (self.tags, _TAGS), (self.browse, self.browse_key())]

    def _want(self, key: str, values: list[str]) -> None:
        self.query_wanted.emit(query_text.replace(self._query, key, values, self._fields))

    def _want_part(self, row: int) -> None:
        query = query_text.replace(query_text.replace(self._query, "is", ()), "needs", ())
        part = _LIBRARY[row][2] if row >= 0 else ""
        self.query_wanted.emit(f"{part} {query}".strip())

    def _make_library(self) -> PartList:
        made = PartList()
        made.setObjectName("library")
        made.setAccessibleName("Library")
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setItemDelegate(CountedDelegate(made))
        made.viewport().setAutoFillBackground(False)
        made.setIconSize(QSize(16, 16))
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for label, _, _, icon in _LIBRARY:
            made.addItem(QListWidgetItem(icons.icon(icon, QPalette.ColorRole.WindowText), label))
        made.setFixedHeight(len(_LIBRARY) * made.sizeHintForRow(0) + 2)
        made.wanted.connect(self._want_part)
        return made

    def _make_browse_field(self) -> QComboBox:
        made = ComboBox()
        made.setObjectName("browse_field")
        made.setAccessibleName("Field to browse by")
        made.currentIndexChanged.connect(lambda: self.facet_wanted.emit(self.browse_key()))
        return made


def _section(title: str, body: QWidget, extra: QWidget | None = None) -> QWidget:
    section = QWidget()
    label = QLabel(title)
    label.setFont(bold(label.font()))
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setBuddy(body)
    head = QHBoxLayout()
    head.setSpacing(8)
    head.setContentsMargins(12, 6, 8, 2)
    head.addWidget(label)
    if extra is not None:
        head.addWidget(extra, 1)
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addLayout(head)
    column.addWidget(body, 1)
    return section
