"""A few values asked for in a small window: to whom discs are lent, when a film was seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from catalogue.collection.commands import Command
from catalogue.errors import FieldError, UserError
from catalogue.fields.registry import Field
from catalogue.gui.bus import Bus
from catalogue.gui.forms.lines import LineEditor, RatingEditor
from catalogue.gui.widgets.completion import Source

Asked = tuple[Field, Source | None, str]
"""A value that is asked for: what it is, where its completions come from, and how it begins."""


class AskDialog(QDialog):
    """Emits `wanted` with the values by field. It stays open until it is told what became of them."""

    wanted = Signal(dict)

    def __init__(self, name: str, title: str, words: str, asked: Sequence[Asked], button: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.editors: dict[str, LineEditor] = {}
        self._problems: dict[str, QLabel] = {}
        heading = QLabel(words)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        self.choices = QListWidget()
        self.choices.setAccessibleName("Films")
        self.choices.hide()
        self._refusal = QLabel()
        self._refusal.setObjectName(f"{name}.refusal")
        self._refusal.setWordWrap(True)
        self._refusal.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.ok.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        for widget in (heading, self.choices):
            column.addWidget(widget)
        column.addLayout(self._fields(asked))
        column.addWidget(self._refusal)
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(460, 300)

    def offer(self, choices: Sequence[tuple[str, int]], ticked: bool = True) -> None:
        """Asks which of several things are meant; all of them are at first, or none."""
        for text, number in choices:
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.choices.addItem(item)
        self.choices.setVisible(len(choices) > 1)
        self.resize(self.width(), self.height() + (120 if len(choices) > 1 else 0))

    def chosen(self) -> list[int]:
        """What of the choices is ticked."""
        items = [self.choices.item(row) for row in range(self.choices.count())]
        ticked = (item for item in items if item.checkState() == Qt.CheckState.Checked)
        return [int(item.data(Qt.ItemDataRole.UserRole)) for item in ticked]

    def accept(self) -> None:
        values: dict[str, Any] = {}
        for key, editor in self.editors.items():
            try:
                values[key] = editor.field.parse(editor.text())
                said = ""
            except FieldError as error:
                said = str(error)
            self._problems[key].setText(said)
            self._problems[key].setVisible(bool(said))
        if len(values) == len(self.editors):
            self.ok.setEnabled(False)
            self.wanted.emit(values)
        else:
            next(editor for key, editor in self.editors.items() if key not in values).setFocus()

    def refuse(self, sentence: str) -> None:
        """Says why what was asked for could not be done; everything typed is still there."""
        self.ok.setEnabled(True)
        self._refusal.setText(sentence)
        self._refusal.show()

    def carry_out(self, bus: Bus, command: Command) -> None:
        """Runs what was asked for, and closes when it is stored."""

        def failed(error: Exception) -> None:
            if isinstance(error, UserError):
                self.refuse(str(error))
            else:
                self.refuse("This could not be saved; nothing that you typed is lost.")
                bus.runner.failed.emit(error)

        bus.run(command, lambda _: super(AskDialog, self).accept(), failed)

    def _fields(self, asked: Sequence[Asked]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for place, (field, source, text) in enumerate(asked):
            made = RatingEditor(field, source) if field.kind.editor == "rating" else LineEditor(field, source)
            made.setObjectName(f"{self.objectName()}.{field.key}")
            made.setText(text)
            made.setPlaceholderText(field.help)
            made.entered.connect(self.accept)
            label = QLabel(field.label)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            label.setBuddy(made)
            problem = QLabel()
            problem.setWordWrap(True)
            problem.hide()
            row, side = 3 * (place // 2), place % 2
            for below, widget in enumerate((label, made, problem)):
                grid.addWidget(widget, row + below, side, 1, 2 if len(asked) == 1 else 1)
            self.editors[field.key], self._problems[field.key] = made, problem
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid
