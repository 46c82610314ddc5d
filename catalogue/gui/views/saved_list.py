"""Saved searches in the sidebar: a click asks for one, and everything else counts within it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QInputDialog, QListWidget, QListWidgetItem, QMenu

from catalogue.collection import SavedSearch
from catalogue.collection.commands import MoveSearch, RemoveSearch, RenameSearch, SaveSearch
from catalogue.collection.saved import meant
from catalogue.gui import icons, query_text
from catalogue.gui.models.facets import COUNT_ROLE
from catalogue.gui.widgets.counted import CountedDelegate
from catalogue.search.scopes import ListScope

_MOST_SHOWN = 8


class SavedList(QListWidget):
    """Asks for queries, searches and changes by signal.

    `search_wanted` is a saved search that was clicked, `command_wanted` a command.
    """

    query_wanted = Signal(str)
    search_wanted = Signal(object)
    command_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("saved")
        self.setAccessibleName("Saved searches")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(CountedDelegate(self))
        self.viewport().setAutoFillBackground(False)
        self.setIconSize(QSize(16, 16))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._searches: list[SavedSearch] = []
        self._query = ""
        self.itemClicked.connect(lambda item: self._ask(self.row(item)))

    def set_searches(self, searches: Sequence[SavedSearch]) -> None:
        """Shows saved searches with their counts."""
        self._searches = list(searches)
        self.clear()
        for one in searches:
            item = QListWidgetItem(icons.icon("bookmark", QPalette.ColorRole.WindowText), one.name)
            item.setData(COUNT_ROLE, one.count)
            item.setToolTip(one.query)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{one.name}, {one.count}")
            self.addItem(item)
        rows = min(max(self.count(), 1), _MOST_SHOWN)
        self.setFixedHeight(rows * max(self.sizeHintForRow(0), self.fontMetrics().height() + 4) + 2)
        self.show_query(self._query)

    def show_query(self, query: str) -> None:
        """Marks the saved search that a query asks for."""
        self._query = query
        asked = {meant(self._searches, value) for value in query_text.values(query, "saved")}
        row = next((row for row, one in enumerate(self._searches) if one.id in asked), -1)
        self.setCurrentRow(row)

    def save(self, query: str, sort: Sequence[tuple[str, bool]], scope: ListScope) -> None:
        """Asks for a name and keeps a query under it."""
        self._ask_name("Save this search", query[:60], lambda name: SaveSearch(name, query, tuple(sort), scope))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self.itemAt(event.pos())
        row = self.row(item) if item is not None else self.currentRow()
        if not 0 <= row < len(self._searches):
            return
        self.setCurrentRow(row)
        one = self._searches[row]
        menu = QMenu(self)
        menu.addAction("Show its &text", lambda: self.query_wanted.emit(one.query))
        menu.addAction("&Rename …", lambda: self._rename(row))
        menu.addSeparator()
        up = menu.addAction("Move &up", lambda: self._move(row, -1))
        up.setEnabled(row > 0)
        down = menu.addAction("Move &down", lambda: self._move(row, 1))
        down.setEnabled(row + 1 < len(self._searches))
        menu.addSeparator()
        menu.addAction("Re&move", lambda: self._remove(row))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentRow(), event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if not 0 <= row < len(self._searches):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask(row)
        elif key == Qt.Key.Key_F2:
            self._rename(row)
        elif key == Qt.Key.Key_Delete:
            self._remove(row)
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(row, -1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _ask(self, row: int) -> None:
        name = self._searches[row].name
        asked = [meant(self._searches, value) for value in query_text.values(self._query, "saved")]
        # A second click on the same no longer asks for it.
        wanted = [] if asked == [self._searches[row].id] else [name]
        if wanted:
            self.search_wanted.emit(self._searches[row])
        self.query_wanted.emit(query_text.replace(self._query, "saved", wanted))

    def _rename(self, row: int) -> None:
        one = self._searches[row]
        self._ask_name("Rename the search", one.name, lambda name: RenameSearch(one.id, name))

    def _move(self, row: int, by: int) -> None:
        self.command_wanted.emit(MoveSearch(self._searches[row].id, row + by))

    def _remove(self, row: int) -> None:
        self.command_wanted.emit(RemoveSearch(self._searches[row].id))

    def _ask_name(self, title: str, proposed: str, command: Callable[[str], object]) -> None:
        asking = QInputDialog(self.window())
        asking.setObjectName("saved_name")
        asking.setWindowTitle(title)
        asking.setLabelText("Name:")
        asking.setTextValue(proposed)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.textValueSelected.connect(lambda name: self.command_wanted.emit(command(name)))
        asking.open()
