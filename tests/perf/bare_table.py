"""The floor for the table: a QTableView over ids from plain sqlite3, windows of rows read by id, nothing else."""

from __future__ import annotations

import random
import sqlite3
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

WINDOW = 128
COLUMNS = 7
_ROWS = (
    "SELECT e.id, f.title, f.year, d.format, p.path, c.storage_device, c.owner,"
    " (SELECT group_concat(t.name, ', ') FROM copy_tag l JOIN tag t ON t.id = l.tag_id WHERE l.copy_id = c.id)"
    " FROM entry e LEFT JOIN film f ON f.id = e.film_id LEFT JOIN edition d ON d.id = e.edition_id"
    " LEFT JOIN copy c ON c.id = e.copy_id LEFT JOIN place p ON p.id = c.place_id"
    " WHERE e.id IN (SELECT value FROM json_each(?))"
)
_ANYWHERE = (
    "SELECT id FROM entry WHERE trashed = 0 AND (id IN (SELECT entry_id FROM entry_film WHERE film_id IN"
    " (SELECT rowid FROM film_words WHERE film_words MATCH ?1 UNION SELECT rowid FROM text_words WHERE text_words"
    " MATCH ?1)) OR id IN (SELECT rowid FROM copy_words WHERE copy_words MATCH ?1)) ORDER BY sort_title, id"
)


def opened(database: Path) -> sqlite3.Connection:
    """A connection that only reads."""
    return sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)


def all_ids(connection: sqlite3.Connection, key: str) -> array[int]:
    """All rows in the order of a field."""
    return _ids(connection, f"SELECT id FROM entry WHERE trashed = 0 ORDER BY sort_{key}, id")


def _ids(connection: sqlite3.Connection, statement: str, *values: str) -> array[int]:
    return array("q", (row[0] for row in connection.execute(statement, values)))


class BareModel(QAbstractTableModel):
    """Ids in an array, rows by windows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__()
        self._connection = connection
        self._ids: array[int] = array("q")
        self._rows: dict[int, tuple[Any, ...]] = {}

    def set_ids(self, ids: array[int]) -> None:
        """Shows other rows."""
        self.beginResetModel()
        self._ids, self._rows = ids, {}
        self.endResetModel()

    def rowCount(self, parent: Any = None) -> int:  # noqa: N802
        return len(self._ids)

    def columnCount(self, parent: Any = None) -> int:  # noqa: N802
        return COLUMNS

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        number = self._ids[index.row()]
        if number not in self._rows:
            start = index.row() // WINDOW * WINDOW
            ids = str(list(self._ids[start : start + WINDOW]))
            self._rows |= {row[0]: row for row in self._connection.execute(_ROWS, (ids,))}
        value = self._rows[number][index.column() + 1]
        return "" if value is None else str(value)


class BareView:
    """A view of the floor; each method gives the seconds until it is painted."""

    def __init__(self, view: QAbstractItemView) -> None:
        self._view = view
        self._random = random.Random(7)

    def scroll_step(self) -> float:
        """Scrolls down by a page."""
        bar = self._view.verticalScrollBar()
        return self._painted(lambda: bar.setValue(bar.value() + bar.pageStep()))

    def jump(self) -> float:
        """Goes to some other place of the list."""
        bar = self._view.verticalScrollBar()
        place = self._random.randrange(max(bar.maximum(), 1))
        return self._painted(lambda: bar.setValue(place))

    def _painted(self, action: Callable[[], object]) -> float:
        started = time.perf_counter()
        action()
        QApplication.processEvents()
        self._view.viewport().repaint()
        return time.perf_counter() - started


class BareTable(BareView):
    """All rows as a table."""

    def __init__(self, database: Path) -> None:
        self._connection = opened(database)
        self._model = BareModel(self._connection)
        view = QTableView()
        super().__init__(view)
        view.setModel(self._model)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        view.resize(780, 760)
        view.show()
        self.sort("title")

    def sort(self, key: str) -> float:
        """Shows all rows in another order."""
        return self._painted(lambda: self._model.set_ids(all_ids(self._connection, key)))

    def search(self, word: str) -> float:
        """Shows the rows with a word that begins so, in any of the three indexes."""
        return self._painted(lambda: self._model.set_ids(_ids(self._connection, _ANYWHERE, f"{word}*")))
