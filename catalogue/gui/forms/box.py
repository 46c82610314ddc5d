"""A field in the form: its label above, its editor, and beneath it what is to be said about the value."""

from __future__ import annotations

from typing import Any, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from catalogue.errors import FieldError
from catalogue.fields.registry import Field
from catalogue.fields.text import fold
from catalogue.gui import theme
from catalogue.gui.forms.editors import editor_for, read
from catalogue.gui.widgets.completion import Source
from catalogue.gui.wording import quoted

GAP = 14
"""Room to the right of a field. A grid's own spacing vanishes between columns that a wide field covers."""


class FieldBox(QWidget):
    """Holds the value that was loaded and tells whether the person changed it."""

    edited = Signal()

    def __init__(self, field: Field, source: Source | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = editor_for(field, source)
        self.editor.setObjectName(f"form.{field.key}")
        self._value: Any = field.empty()
        self._different = 0
        self._text = ""
        self.label = QLabel(field.label)
        self.label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.label.setBuddy(self.editor)
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.hide()
        # The columns of the form are equally wide, whatever stands in them.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(3)
        for part in (self.label, self.editor, self._message):
            column.addWidget(part)
        column.addStretch(1)
        self.editor.setPlaceholderText(field.help)
        self.editor.edited.connect(self._on_edited)
        self.editor.installEventFilter(self)

    def load(self, value: Any) -> None:
        """Shows a stored value."""
        self._value = value
        self._different = 0
        self.editor.setPlaceholderText(self.field.help)
        kind = self.field.kind
        # What cannot be edited is there to be read.
        self._show_text(kind.show(value) if self.field.kept else kind.format(value))

    def load_different(self, count: int) -> None:
        """Stands for values that differ between records; they stay unless something is typed.

        What is typed takes their place, but for a list: there it is added to what each record has.
        """
        self._value = self.field.empty()
        self._different = count
        added = "; what you type is added" if self.field.kind.multiple and not self.field.kept else ""
        self.editor.setPlaceholderText(f"{count:,} different values{added}")
        self._show_text("")

    def reload(self) -> None:
        """Shows again what was loaded: what was typed is gone."""
        if self._different:
            self.load_different(self._different)
        else:
            self.load(self._value)

    def offer(self, value: Any) -> None:
        """Puts in a value that is not stored yet, so that it counts as typed."""
        self.editor.setText(self.field.kind.format(value))

    def loaded(self) -> Any:
        """The value that was loaded."""
        return self._value

    def changed(self) -> bool:
        """Whether the editor says something else than what was loaded."""
        return not self.field.kept and self.editor.text() != self._text

    def value(self) -> Any:
        """The value as edited. Raises FieldError."""
        return read(self.field, self.editor.text(), self._value) if self.changed() else self._value

    def difference(self) -> tuple[list[Any], list[Any]] | None:
        """What was added to a list and what was taken away; None where that does not say all.

        A single value, a new order or another spelling only come about by writing the whole. Raises FieldError.
        """
        if not self.field.kind.multiple:
            return None
        before, now = list(self._value or ()), list(self.value() or ())
        then, after = ({self._entry(item) for item in items} for items in (before, now))
        added = [item for item in now if self._entry(item) not in then]
        kept = [item for item in before if self._entry(item) in after]
        if not self._different and self.field.kind.format([*kept, *added]) != self.field.kind.format(now):
            return None
        return added, [item for item in before if self._entry(item) not in after]

    def check(self) -> FieldError | None:
        """Says beneath the editor what is wrong or odd about the value; returns what is wrong."""
        try:
            value = self.value()
        except FieldError as error:
            self.complain(str(error))
            return error
        odd = self.field.kind.odd(value) if self.changed() else None
        if odd:
            self._say(f"{odd} It is kept as it is.", "warning")
        elif self.changed() and self.field.kind.compare in ("number", "date"):
            # What was understood, where that is not what was typed: 107 is 1 h 47.
            shown = self.field.kind.show(value)
            self._say(shown if shown != self.editor.text().strip() else "", "info")
        else:
            self._say("", "info")
        return None

    def complain(self, sentence: str) -> None:
        """Says what is wrong beneath the editor."""
        self._say(sentence, "error")

    def differs(self, stored: Any) -> None:
        """Says that something else than what was loaded is stored by now; what was typed stays as it is."""
        kind = self.field.kind
        if kind.format(stored) != self.editor.text():
            shown = kind.show(stored)
            what = f"changed to {quoted(shown, 60)}" if shown else "emptied"
            self._say(f"Meanwhile this was {what} elsewhere; saving puts what stands here in its place.", "warning")

    def message(self) -> str:
        """What is said beneath the editor."""
        return self._message.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self.editor:
            self.check()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.check()

    def _show_text(self, text: str) -> None:
        self.editor.setText(text)
        # As the editor gives it back: spaces at the end of a page's line are no change by the person.
        self._text = self.editor.text()
        self._say("", "info")

    def _on_edited(self) -> None:
        self._say("", "info")
        self.edited.emit()

    def _say(self, sentence: str, tone: Literal["info", "warning", "error"]) -> None:
        shades = theme.shades(self.palette())
        color = {"info": shades.muted, "warning": shades.warning, "error": shades.error}[tone]
        look = self._message.palette()
        look.setColor(QPalette.ColorRole.WindowText, color)
        self._message.setPalette(look)
        self._message.setText(sentence)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self.field.help)

    def _entry(self, item: Any) -> str:
        return fold(self.field.kind.format([item]))
