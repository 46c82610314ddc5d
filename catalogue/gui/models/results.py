"""The table's model: ids of the whole result, rows fetched by the window as they come into view."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from catalogue.collection import Row
from catalogue.errors import UserError
from catalogue.fields import collation
from catalogue.fields.registry import BUILT_IN, Field, Vocabulary
from catalogue.gui.wording import quoted

Index = QModelIndex | QPersistentModelIndex
SortKeys = Callable[[Sequence[int], str], dict[int, Any]]
"""What rows are sorted by in a column."""

Fetch = Callable[[Sequence[int], Sequence[str]], dict[int, Row]]
PartsOf = Callable[[Sequence[int]], dict[int, list[int]]]
"""The rows that are inside others, such as the films of a box."""

NO_INDEX = QModelIndex()

WINDOW = 128
_LONGEST = 1000  # letters of a cell
_KEPT = 8000  # rows: far more than a person scrolls through, still little memory
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FLAGS = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemNeverHasChildren
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ResultsModel(QAbstractTableModel):
    """`rowCount` is the true count. `data` asks for a window of rows at most, never for a cell.

    A row that is opened has the rows inside it beneath; what else of them is in the result stands there meanwhile.
    """

    failed = Signal(object)

    def __init__(
        self,
        fetch: Fetch,
        keys: Sequence[str],
        sort_keys: SortKeys,
        parts_of: PartsOf = lambda ids: {},
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._parts_of = parts_of
        self._sort_keys = sort_keys
        self.vocabulary = BUILT_IN
        self._fields: list[Field] = [BUILT_IN.by_key[key] for key in keys]
        self._result: array[int] = array("q")
        self._ids: array[int] = self._result  # with the rows inside those that are open
        self._open: dict[int, None] = {}
        self._levels: dict[int, int] = {}  # of rows inside others
        self._can_open: dict[int, bool] = {}
        self.why: Callable[[int], list[str]] = lambda row_id: []  # lines that say why a row was found
        self._texts: dict[int, list[str]] = {}

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._row_texts(row)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join([self._row_texts(row)[column], *self.why(self._ids[row])])
        if role == Qt.ItemDataRole.EditRole:
            return self._edit_text(row, self._fields[column])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._fields[column].kind.right_aligned else _LEFT
        if role == Qt.ItemDataRole.UserRole:
            return self._ids[row]
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and column == 0 and self.can_open(row):
            return "open" if self.is_open(row) else "closed: Right opens it"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._fields):
            return None
        field = self._fields[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return field.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if field.kind.right_aligned else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"Click to sort by {field.label.lower()}; Shift+click to sort by it as well"
        return None

    def set_ids(
        self, ids: array[int], first: Mapping[int, Row] | None = None, inside: Mapping[int, Sequence[int]] | None = None
    ) -> None:
        """Shows another result. `first` are rows read along with it, `inside` the rows in the first window of them."""
        self.beginResetModel()
        self._result = ids
        self._can_open = {} if inside is None else {row_id: row_id in inside for row_id in ids[:WINDOW]}
        self._lay_out()
        self._keep(first or {})
        self.endResetModel()

    def result(self) -> array[int]:
        """The ids of what was found, without what was opened."""
        return self._result

    def can_open(self, row: int) -> bool:
        """Whether there are rows inside a row."""
        row_id = self._ids[row]
        if row_id not in self._can_open:
            # Of a whole window at once: the rows beside it are painted as well.
            ids = self._ids[row // WINDOW * WINDOW : (row // WINDOW + 1) * WINDOW]
            found = self._read_parts(ids)
            self._can_open |= {one: one in found for one in ids}
        return self._can_open[row_id]

    def parts(self, row: int) -> list[int]:
        """The ids of the rows inside a row."""
        return self._read_parts([self._ids[row]]).get(self._ids[row], [])

    def is_open(self, row: int | None = None) -> bool:
        """Whether a row, or any at all, is open."""
        return bool(self._open) if row is None else self._ids[row] in self._open

    def level(self, row: int) -> int:
        """How deep inside others a row is; 0 for what was found."""
        return self._levels.get(self._ids[row], 0)

    def outer(self, row: int) -> int:
        """The row that a row is inside of; the row itself for one that was found."""
        level = self.level(row)
        return next((above for above in range(row, -1, -1) if self.level(above) < level), row)

    def open(self, row: int, wanted: bool) -> bool:
        """Opens or closes a row; tells whether it did."""
        row_id = self._ids[row]
        if wanted == (row_id in self._open) or (wanted and not self.can_open(row)):
            return False
        self.beginResetModel()
        if wanted:
            self._open[row_id] = None
        else:
            del self._open[row_id]
        self._lay_out()
        self.endResetModel()
        return True

    def _lay_out(self) -> None:
        before = self._levels
        inside = self._read_parts(list(self._open)) if self._open else {}
        self._open = {row_id: None for row_id in self._open if row_id in inside}
        self._ids, self._levels = _laid_out(self._result, inside)
        # Beneath another row a film shows less.
        for row_id in (*before, *self._levels):
            self._texts.pop(row_id, None)

    def _read_parts(self, ids: Sequence[int]) -> dict[int, list[int]]:
        try:
            return self._parts_of(ids)
        except UserError as error:
            self.failed.emit(error)
            return {}

    def forget(self, ids: Iterable[int]) -> None:
        """Reads rows anew when they are next looked at, because they changed."""
        gone = []
        for row_id in ids:
            self._can_open.pop(row_id, None)
            if self._texts.pop(row_id, None) is not None:
                gone.append(row_id)
        if not gone or not self._fields:
            return
        last = len(self._fields) - 1
        if len(gone) > 50:
            # Looking each of them up costs more than the view's asking again for the thirty rows that it shows.
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, last))
            return
        for row in sorted(row for row in map(self.row_of, gone) if row is not None):
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    def set_columns(self, keys: Sequence[str]) -> None:
        """Shows other fields."""
        self.beginResetModel()
        self._fields = [self.vocabulary.by_key[key] for key in keys]
        self._keep({})
        self.endResetModel()

    def set_vocabulary(self, fields: Vocabulary) -> bool:
        """Takes up the fields of the catalogue; tells whether those shown are to be set anew."""
        self.vocabulary = fields
        return any(fields.by_key.get(field.key) is not field for field in self._fields)

    def texts(self, rows: range) -> list[list[str]]:
        """What the cells of some rows show, read all at once where they were not read yet."""
        known = self._texts
        ids = self._ids[rows.start : rows.stop]
        if any(row_id not in known for row_id in ids):
            self._load(rows)
        return [known.get(row_id) or [""] * len(self._fields) for row_id in ids]

    def keys(self) -> list[str]:
        """The fields shown, by column."""
        return [field.key for field in self._fields]

    def field(self, column: int) -> Field:
        """The field that a column shows."""
        return self._fields[column]

    def elsewhere(self, row: int, column: int) -> str:
        """Where a value is edited that a row shows of several records, or of another row; empty for one of its own."""
        row_id, field = self._ids[row], self._fields[column]
        found = self._fetch([row_id], [*{field.key, "title"}]).get(row_id)
        if found is None:
            return ""
        title, name = quoted(found.values.get("title") or "Untitled"), field.label.lower()
        if field.entity != "film" and row_id < 0 and row_id in self._levels:
            return f"The {name} is that of the disc: edit it in the row that this one is in."
        if field.entity != "film" and len(found.copies) > 1:
            return f"{title} is on {len(found.copies)} discs: choose Discs above the list, and edit the {name} there."
        if found.box and field.entity == "film" and field.key != "title":
            return f"{title} holds several films: each has a row of its own beneath it, where the {name} is edited."
        return ""

    def ids(self) -> array[int]:
        """The ids of all rows in order."""
        return self._ids

    def row_of(self, row_id: int) -> int | None:
        """Where a row stands, or None when it is not in the result."""
        try:
            return self._ids.index(row_id)
        except ValueError:
            return None

    def row_starting(self, letters: str, sort: tuple[str, bool] | None) -> int | None:
        """The row that the typed letters lead to, in the column sorted by; None when that column is not shown.

        Halving asks for the key of a row at each step, 17 at 100,000 rows, where walking through them takes them all.
        """
        if sort is None or sort[0] not in self.keys():
            return None
        key, descending = sort
        for wanted in collation.beginnings(letters):
            low, high = 0, len(self._result)
            while low < high:
                middle = (low + high) // 2
                here = self._sort_key(middle, key)
                # Rows without a value are at the end either way.
                begin = here[: len(wanted)]
                before = bool(here) and (begin > wanted if descending else begin < wanted)
                low, high = (middle + 1, high) if before else (low, middle)
            if low < len(self._result) and self._sort_key(low, key).startswith(wanted):
                return self.row_of(self._result[low])
        return None

    def _sort_key(self, row: int, key: str) -> str:
        found = self._sort_keys([self._result[row]], key).get(self._result[row])
        return "" if found is None else found if isinstance(found, str) else collation.key(str(found))

    def _row_texts(self, row: int) -> list[str]:
        return self._texts.get(self._ids[row]) or self.texts(range(row, row + 1))[0]

    def _edit_text(self, row: int, field: Field) -> str:
        # The one cell that a person is about to change is asked for as it stands in the file.
        found = self._fetch([self._ids[row]], [field.key]).get(self._ids[row])
        return "" if found is None else field.kind.format(found.values.get(field.key))

    def _load(self, rows: range) -> None:
        # Whole windows: the next step of scrolling finds its rows here.
        ids = self._ids[rows.start // WINDOW * WINDOW : -(-rows.stop // WINDOW) * WINDOW]
        wanted = [row_id for row_id in ids if row_id not in self._texts]
        try:
            found = self._fetch(wanted, self.keys())
        except UserError as error:
            self.failed.emit(error)
            found = {}
        # A row that is gone from the file meanwhile stays empty until the next result comes.
        self._texts |= {row_id: self._shown(found.get(row_id)) for row_id in wanted}
        if len(self._texts) > _KEPT:
            # Those that were read first go; what was just asked for stays.
            kept = set(ids)
            for row_id in [row_id for row_id in islice(self._texts, len(ids)) if row_id not in kept]:
                del self._texts[row_id]

    def _keep(self, rows: Mapping[int, Row]) -> None:
        self._texts = {row_id: self._shown(row) for row_id, row in rows.items()}

    def _shown(self, row: Row | None) -> list[str]:
        if row is None:
            return [""] * len(self._fields)
        if row.id < 0 and row.id in self._levels:
            # Beneath a disc a film says what is its own: where it stands, the disc says, and it may be on others.
            return [_cut(row.shown(field)) if field.entity == "film" else "" for field in self._fields]
        return [_cut(row.shown(field)) for field in self._fields]


def _cut(text: str) -> str:
    # Painting and tips measure all of a text, and nobody reads a megabyte in a cell; the form has it whole.
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _laid_out(result: array[int], inside: Mapping[int, Sequence[int]]) -> tuple[array[int], dict[int, int]]:
    """The rows of a result with those inside the open ones beneath these, and how deep inside others each of them is.

    A row stands in one place: a film that is in two open boxes in the first, also where it was found by itself.
    """
    if not inside:
        return result, {}
    levels: dict[int, int] = {}

    def beneath(row_id: int, level: int) -> list[int]:
        rows = [row_id]
        for one in inside.get(row_id, ()):
            if one not in levels:
                levels[one] = level
                rows += beneath(one, level + 1)
        return rows

    nested = {one for several in inside.values() for one in several}
    tops = inside.keys() & set(result) - nested
    shown = {row_id: beneath(row_id, 1) for row_id in inside if row_id in tops}
    ids = array("q")
    for row_id in result:
        if row_id not in levels:
            ids.extend(shown.get(row_id, (row_id,)))
    return ids, levels
