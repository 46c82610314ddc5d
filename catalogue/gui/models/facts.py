"""What was understood of a page, fact by fact: each can be corrected, or left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPalette

from catalogue.errors import FieldError
from catalogue.fields import registry
from catalogue.fields.draft import DOUBTFUL_BELOW, DocumentDraft, FactDraft
from catalogue.fields.registry import Field
from catalogue.gui import icons

Index = QModelIndex | QPersistentModelIndex
Span = tuple[int, int]
NO_INDEX = QModelIndex()
FIELD, VALUE, SURE = range(3)
_HEADS = ("Field", "Value", "How sure")
_CERTAIN = 0.9
_SHOWN = 240


@dataclass(slots=True)
class FactRow:
    """A fact, where it stands on the page, and what the person made of it."""

    fact: FactDraft
    place: Span | None
    keep: bool = True
    value: Any = None
    typed: str | None = None
    error: str = ""

    @property
    def field(self) -> Field | None:
        """The field that it is about; None for a name in running text."""
        return registry.BY_KEY.get(self.fact.field)

    @property
    def doubtful(self) -> bool:
        """Whether the page does not say it plainly, and the person has not put it right."""
        return self.fact.confidence < DOUBTFUL_BELOW and self.typed is None

    @property
    def changed(self) -> bool:
        """Whether the person typed another value."""
        return self.typed is not None and self.value != self.fact.value

    def text(self) -> str:
        """The value as it stands in an editor."""
        if self.typed is not None:
            return self.typed
        field, value = self.field, self.fact.value
        if field is None:
            character = value.get("character")
            return f"{value['person']} as {character}" if character else str(value["person"])
        return field.kind.format([value] if field.kind.merge != "whole" else value)

    def type(self, text: str) -> None:
        """Takes what the person typed instead; what is no value is kept, with a sentence about it."""
        if text == self.text() and not self.error:
            return
        self.typed, self.error = text, ""
        try:
            self.value = self._parsed(text)
        except FieldError as error:
            self.error = str(error)

    def _parsed(self, text: str) -> Any:
        field = self.field
        assert field is not None
        value = field.parse(text)
        if value in (None, []):
            raise FieldError("Nothing stands here; untick it to leave it out.")
        if field.kind.merge == "whole":
            return value
        if len(value) > 1:
            raise FieldError("One at a time; the others have rows of their own.")
        order = self.fact.value.get("order")
        return value[0] if order is None else {**value[0], "order": order}


class FactsModel(QAbstractTableModel):
    """Field with a tick, value, and how sure it is."""

    edited = Signal()

    def __init__(self, draft: DocumentDraft, places: list[Span | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = [
            FactRow(fact, place)
            for fact, place in zip(draft.facts, places, strict=True)
            # They have editors of their own.
            if not (fact.about == "film" and fact.field in ("title", "year"))
        ]

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == FIELD:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == VALUE and self.rows[index.row()].field is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == FIELD:
            return Qt.CheckState.Checked if row.keep else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(row, column, whole=role == Qt.ItemDataRole.ToolTipRole)
        if role == Qt.ItemDataRole.EditRole and column == VALUE:
            return row.text()
        if role == Qt.ItemDataRole.DecorationRole and column == SURE and (row.doubtful or row.error):
            return icons.icon("triangle-alert", QPalette.ColorRole.Text)
        if role == Qt.ItemDataRole.ForegroundRole and not row.keep and column != FIELD:
            return self._muted
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == FIELD:
            row.keep = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == Qt.ItemDataRole.EditRole and index.column() == VALUE:
            row.type(str(value))
        else:
            return False
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), SURE))
        self.edited.emit()
        return True

    def alternatives(self, row: int) -> list[str]:
        """What a doubtful value may be instead, as it would be typed."""
        fact, field = self.rows[row].fact, self.rows[row].field
        if field is None:
            return []
        return [field.kind.format([value] if field.kind.merge != "whole" else value) for value in fact.alternatives]

    def next_doubt(self, after: int) -> int | None:
        """The next row that is in doubt or wrong, from the top again after the last."""
        count = len(self.rows)
        for step in range(1, count + 1):
            row = self.rows[(after + step) % count]
            if row.keep and (row.doubtful or row.error):
                return (after + step) % count
        return None

    def counts(self) -> tuple[int, int]:
        """How many facts are kept, and how many of them are doubtful."""
        kept = [row for row in self.rows if row.keep]
        return len(kept), sum(1 for row in kept if row.doubtful)

    @property
    def _muted(self) -> Any:
        return QPalette().brush(QPalette.ColorRole.PlaceholderText)

    @staticmethod
    def _words(row: FactRow, column: int, whole: bool) -> str:
        if column == FIELD:
            if row.fact.field == "texts":
                return str(row.fact.value["kind"]).capitalize()
            return row.field.label if row.field is not None else "Named in the text"
        if column == SURE:
            return _how_sure(row)
        text = row.fact.value["text"] if row.fact.field == "texts" and row.typed is None else row.text()
        text = text if whole else " ".join(text.split())
        return text if len(text) <= (4 if whole else 1) * _SHOWN else text[: (4 if whole else 1) * _SHOWN] + " …"


def _how_sure(row: FactRow) -> str:
    if not row.keep:
        return "left out"
    if row.error:
        return row.error
    if row.changed:
        return "typed by you"
    if row.typed is not None:
        return "confirmed by you"
    if row.fact.confidence < DOUBTFUL_BELOW:
        return f"doubtful: {row.fact.reason}" if row.fact.reason else "doubtful"
    return "sure" if row.fact.confidence >= _CERTAIN else "likely"
