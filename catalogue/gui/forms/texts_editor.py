"""Texts about a film: a list of them, and beside it the chosen one with its kind, heading and author."""

from __future__ import annotations

import json
from typing import Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from catalogue.fields.lists import Parts
from catalogue.fields.registry import Field
from catalogue.gui import icons
from catalogue.gui.forms.lines import LineEditor
from catalogue.gui.forms.parts_table import CellSource
from catalogue.gui.forms.texts import TextEditor
from catalogue.gui.widgets.counted import CountedDelegate
from catalogue.gui.wording import short

Values = list[dict[str, Any]]
_LINES = ("kind", "heading", "author")
_HEIGHT = 260


class TextsEditor(TextEditor):
    """The chosen text. `text` and `setText` speak of all texts, as the field's kind writes them."""

    ended = Signal()

    def __init__(self, field: Field, sources: CellSource | None, parent: QWidget | None = None) -> None:
        self._parts: Values = []
        self._current = -1
        self._showing = False
        super().__init__(field, 8, parent)
        self._kind = cast(Parts, field.kind)
        self.pane = QWidget()
        self.list = QListWidget()
        self.list.setAccessibleName(f"{field.label}, list")
        self.list.setItemDelegate(CountedDelegate(self.list))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.list.setFrameShape(QFrame.Shape.StyledPanel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.lines = {cell.key: self._line(cell.key, sources) for cell in self._kind.cells if cell.key in _LINES}
        self._buttons: list[QToolButton] = []
        self._arrange()
        self.list.currentRowChanged.connect(self._show)
        self.list.installEventFilter(self)
        self.textChanged.connect(self._on_typed)

    def load(self, parts: Values) -> None:
        """Shows stored texts; what they hold besides what is edited here stays with them."""
        self._parts = [dict(part) for part in parts or ()]
        self._fill(0)

    def parts(self) -> Values:
        """The texts as edited; those in which nothing stands are left out."""
        return [part | {"text": text} for part in self._parts if (text := _paragraphs(str(part["text"])))]

    def state(self) -> str:
        """What stands here, to compare with what stood here before."""
        cells = [cell.key for cell in self._kind.cells]
        return json.dumps([[part.get(key) for key in cells] for part in self.parts()])

    def text(self) -> str:
        return self._kind.format(self.parts())

    def setText(self, text: str) -> None:
        self.load(self._kind.parse(text or ""))
        self.edited.emit()

    def toPlainText(self) -> str:
        return self.text()

    def setPlainText(self, text: str) -> None:
        self.setText(text)

    def clear(self) -> None:
        self.setText("")

    def add(self) -> None:
        """Adds a text after the chosen one, to be written."""
        self._parts.insert(self._current + 1, self._blank())
        self._fill(self._current + 1)
        self.setFocus()

    def remove(self) -> None:
        """Takes the chosen text away."""
        if self._parts:
            del self._parts[self._current]
            self._fill(min(self._current, len(self._parts) - 1))
            self.edited.emit()

    def shift(self, step: int) -> None:
        """Moves the chosen text up or down."""
        to = self._current + step
        if self._parts and 0 <= to < len(self._parts):
            self._parts.insert(to, self._parts.pop(self._current))
            self._fill(to)
            self.edited.emit()

    def choose(self, number: int) -> None:
        """Shows a text of the list."""
        self.list.setCurrentRow(number)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.shift(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() in (Qt.Key.Key_Insert, Qt.Key.Key_Delete):
                (self.add if event.key() == Qt.Key.Key_Insert else self.remove)()
                return True
        return super().eventFilter(watched, event)

    def _blank(self) -> dict[str, Any]:
        return {cell.key: cell.default for cell in self._kind.cells} | {"text": ""}

    def _fill(self, current: int) -> None:
        self._showing = True
        self.list.clear()
        self.list.addItems([_name(part) for part in self._parts])
        self._showing = False
        self.list.setCurrentRow(current if self._parts else -1)
        self._show(current if self._parts else -1)

    def _show(self, number: int) -> None:
        if self._showing:
            return
        self._current = number
        part = self._parts[number] if 0 <= number < len(self._parts) else None
        self._showing = True
        for key, line in self.lines.items():
            line.setText(str((part or {}).get(key) or ""))
            line.setEnabled(part is not None)
        QPlainTextEdit.setPlainText(self, part["text"] if part else "")
        self._showing = False
        self.pane.setProperty("texts", len(self._parts))
        for button in self._buttons[1:]:
            button.setEnabled(part is not None)

    def _on_typed(self) -> None:
        if self._showing:
            return
        text = self._kind.cells[-1].kind.parse(QPlainTextEdit.toPlainText(self)) or ""
        if self._current < 0:
            if not text:
                return
            self._begin()
        self._change("text", text)

    def _begin(self) -> None:
        # Who types where no text is begins one.
        self._parts, self._current, self._showing = [self._blank()], 0, True
        self.list.addItem("")
        self.list.setCurrentRow(0)
        for key, line in self.lines.items():
            line.setText(str(self._parts[0].get(key) or ""))
            line.setEnabled(True)
        self._showing = False
        for button in self._buttons:
            button.setEnabled(True)

    def _on_line(self, key: str) -> None:
        if not self._showing and self._current >= 0:
            cell = next(cell for cell in self._kind.cells if cell.key == key)
            self._change(key, cell.kind.parse(self.lines[key].text()) or cell.default)

    def _change(self, key: str, value: Any) -> None:
        part = self._parts[self._current]
        if part.get(key) == value:
            return
        part[key] = value
        # What a person wrote is no longer what the page says.
        part.pop("document", None)
        self.list.item(self._current).setText(_name(part))
        self.edited.emit()

    def _line(self, key: str, sources: CellSource | None) -> LineEditor:
        cell = next(cell for cell in self._kind.cells if cell.key == key)
        name = f"{self.field.key}.{key}"
        field = Field(name, cell.label, cell.kind, self.field.entity, self.field.group, choices=cell.choices)
        line = LineEditor(field, sources(key) if sources is not None else None)
        line.edited.connect(lambda: self._on_line(key))
        return line

    def _arrange(self) -> None:
        acts = (
            ("plus", "Add a text (Insert)", self.add),
            ("trash-2", "Remove the text (Delete)", self.remove),
            ("chevron-up", "Move the text up (Alt+Up)", lambda: self.shift(-1)),
            ("chevron-down", "Move the text down (Alt+Down)", lambda: self.shift(1)),
        )
        tools = QHBoxLayout()
        tools.setSpacing(2)
        for icon, what, act in acts:
            button = QToolButton()
            button.setIcon(icons.icon(icon))
            button.setAutoRaise(True)
            button.setToolTip(what)
            button.setAccessibleName(what)
            button.clicked.connect(act)
            tools.addWidget(button)
            self._buttons.append(button)
        tools.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.list, 1)
        left.addLayout(tools)
        head = QGridLayout()
        head.setHorizontalSpacing(8)
        head.setVerticalSpacing(3)
        for column, (line, stretch) in enumerate(zip(self.lines.values(), (1, 3, 1), strict=True)):
            label = QLabel(line.field.label)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setBuddy(line)
            head.addWidget(label, 0, column)
            head.addWidget(line, 1, column)
            head.setColumnStretch(column, stretch)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addLayout(head)
        right.addWidget(self)
        right.addStretch(1)
        row = QHBoxLayout(self.pane)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addLayout(left, 1)
        row.addLayout(right, 3)
        self.list.setMinimumHeight(_HEIGHT // 2)


def _paragraphs(text: str) -> str:
    # As texts are kept everywhere: a paragraph to a line.
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _name(part: dict[str, Any]) -> str:
    name = part.get("heading") or str(part.get("text") or "").split("\n")[0]
    author = f" · {part['author']}" if part.get("author") else ""
    kind = str(part.get("kind") or "text")
    return (
        f"{kind[:1].upper()}{kind[1:]}: {short(name, 60)}{author}" if name else f"{kind[:1].upper()}{kind[1:]}{author}"
    )
