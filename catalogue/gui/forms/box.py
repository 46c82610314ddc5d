"""A field in the form: its label above, its editor, and beneath it what is to be said about the value."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from catalogue.errors import FieldError
from catalogue.fields.kinds import Date
from catalogue.fields.registry import Field
from catalogue.fields.text import figured, fold
from catalogue.gui import theme
from catalogue.gui.forms.editors import Table, editor_for, read
from catalogue.gui.forms.habits import Habits
from catalogue.gui.forms.many import WAYS, ManyHead, Way
from catalogue.gui.forms.offers import Offers
from catalogue.gui.forms.parts_editor import PartsEditor
from catalogue.gui.forms.parts_table import CellSource
from catalogue.gui.widgets.completion import Source
from catalogue.gui.wording import quoted

GAP = 14
"""Room to the right of a field. A grid's own spacing vanishes between columns that a wide field covers."""


class FieldBox(QWidget):
    """Holds the value that was loaded and tells whether the person changed it."""

    edited = Signal()
    cast_wanted = Signal(str)  # lines that were pasted, to be read as a cast list

    def __init__(
        self,
        field: Field,
        source: Source | None,
        cells: CellSource | None = None,
        habits: Habits | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.field = field
        self._habits = habits or Habits()
        self.editor = editor_for(field, source, cells, self._habits)
        self.editor.setObjectName(f"form.{field.key}")
        self._value: Any = field.empty()
        self._different = 0
        self._before: Any = ""
        self._pasted_at = 0
        self.label = QLabel(field.label)
        self.label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.label.setBuddy(self.editor)
        self.many: ManyHead | None = None
        self.labelled = True
        self._is_many = False
        self._message = QLabel()
        self._message.setWordWrap(True)
        self._message.hide()
        self.offers = Offers()
        # The columns of the form are equally wide, whatever stands in them.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(3)
        held = self.editor.pane if isinstance(self.editor, Table) else self.editor
        for part in (self.label, held, self._message, self.offers):
            column.addWidget(part)
        column.addStretch(1)
        self.editor.setPlaceholderText(field.help)
        self.editor.edited.connect(self._on_edited)
        self.editor.installEventFilter(self)
        if isinstance(self.editor, Table):
            self.editor.ended.connect(self.check)
        if isinstance(self.editor, PartsEditor):
            self.editor.pasted.connect(self._on_pasted)

    def load(self, value: Any) -> None:
        """Shows a stored value."""
        self._value = value
        self._different = 0
        self.editor.setPlaceholderText(self.field.help)
        kind = self.field.kind
        if isinstance(self.editor, Table):
            self.editor.load(value or [])
            self._loaded_shown()
        else:
            # What cannot be edited is there to be read.
            self._show_text(kind.show(value) if self.field.kept else kind.format(value))

    def load_different(self, count: int) -> None:
        """Stands for values that differ between records; they stay unless something is typed.

        What is typed takes their place, but for a list: there the person says what becomes of it.
        """
        self._value = self.field.empty()
        self._different = count
        self._show_different()
        self._show_text("")

    def take_over(self, other: FieldBox) -> None:
        """Goes on with what another box of the same field shows and what was typed into it."""
        if other._different:
            self.load_different(other._different)
        else:
            self.load(other.loaded())
        self.set_many(other._is_many)
        if other._typed():
            self.editor.setText(other.editor.text())
        elif other.changed() and self.many is not None:
            self.many.box.setChecked(True)

    def set_many(self, many: bool) -> None:
        """Puts a tick above the field, for several records, or its plain label again; call it after loading."""
        if many and self.many is None and not self.field.kept:
            self.many = ManyHead(self.field)
            self.many.ticked.connect(self._on_ticked)
            self.many.way_changed.connect(self._on_way)
            layout = self.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(0, self.many)
        if self.many is not None:
            self.many.setVisible(many)
            self.many.begin(bool(self._different), self.field.kind.multiple)
        self._is_many = many
        self.show_label()

    def show_label(self) -> None:
        """Shows the plain label where there is to be one, and no tick says the same."""
        self.label.setVisible(self.labelled and not (self._is_many and self.many is not None))

    def reload(self) -> None:
        """Shows again what was loaded: what was typed is gone."""
        if self._different:
            self.load_different(self._different)
        else:
            self.load(self._value)

    def offer(self, value: Any) -> None:
        """Puts in a value that is not stored yet, so that it counts as typed."""
        if isinstance(self.editor, Table):
            self.editor.load(value)
            self.edited.emit()
        else:
            self.editor.setText(self.field.kind.format(value))

    def loaded(self) -> Any:
        """The value that was loaded."""
        return self._value

    def changed(self) -> bool:
        """Whether the editor says something else than what was loaded; of several records, whether it is ticked."""
        if self._is_many and self.many is not None:
            return self.many.box.isChecked()
        return self._typed()

    def value(self) -> Any:
        """The value as edited. Raises FieldError."""
        if not self._typed():
            return self._value
        value = read(self.editor, self.field, self._habits)
        self._habits.learn(self.field.kind, value)
        return value

    def difference(self) -> tuple[list[Any], list[Any]] | None:
        """What was added to a list and what was taken away; None where that does not say all.

        A single value, a new order or another spelling only come about by writing the whole. Raises FieldError.
        """
        if not self.field.kind.multiple:
            return None
        before, now = list(self._value or ()), list(self.value() or ())
        if self._different and self.many is not None:
            way = self.many.way()
            return None if way == Way.REPLACE else (now, []) if way == Way.ADD else ([], now)
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
            self._offer_readings()
            return error
        wrong = self.field.kind.wrong(value) if self.changed() else None
        if wrong is not None:
            self.complain(wrong)
            return FieldError(wrong)
        odd = self.field.kind.odd(value) if self.changed() else None
        if odd:
            self._say(f"{odd} Saved all the same, it asks for review.", "warning")
            self.offers.show_offers(
                [(self.field.kind.show(other), partial(self._put, other)) for other in self._meant(value)]
            )
        elif self._offer_readings():
            pass
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
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.offers.key(event):
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.check()

    def _show_text(self, text: str) -> None:
        self.editor.setText(text)
        self._loaded_shown()

    def _loaded_shown(self) -> None:
        # As the editor gives it back: spaces at the end of a page's line are no change by the person.
        self._before = self._state()
        if self.many is not None:
            self.many.box.setChecked(False)
        self.offers.show_offers(())
        self._say("", "info")

    def _show_different(self) -> None:
        of_list = self.field.kind.multiple and not self.field.kept
        way = f"; {WAYS[self.many.way() if self.many is not None else Way.ADD]}" if of_list else ""
        self.editor.setPlaceholderText(f"{self._different:,} different values{way}")

    def _on_ticked(self, wanted: bool) -> None:
        if not wanted:
            self.reload()
        self._say_emptied()
        self.edited.emit()

    def _on_way(self) -> None:
        self._show_different()
        self._say_emptied()
        self.edited.emit()

    def _say_emptied(self) -> None:
        """A ticked field in which nothing stands takes away what the records have."""
        way = self.many.way() if self.many is not None else Way.REPLACE
        replaces = not self.field.kind.multiple or not self._different or way == Way.REPLACE
        if self.changed() and self._different and replaces and not self._typed():
            self._say("It is emptied in all of them.", "warning")
        elif not self._typed():
            self._say("", "info")

    def _typed(self) -> bool:
        return not self.field.kept and self._state() != self._before

    def _state(self) -> Any:
        return self.editor.state() if isinstance(self.editor, Table) else self.editor.text()

    def _on_edited(self) -> None:
        if self._is_many and self.many is not None:
            self.many.box.setChecked(self._typed())
        self.offers.show_offers(())
        self._say("", "info")
        if self.changed() and self.field.kind.compare in ("number", "date"):
            self._preview()
        self.edited.emit()

    def _preview(self) -> None:
        """While it is being typed: what is understood so far; what is wrong is said at the end."""
        if self._offer_readings():
            return
        try:
            shown = self.field.kind.show(self.value())
        except FieldError:
            return
        self._say(shown if shown != self.editor.text().strip() else "", "info")

    def _offer_readings(self) -> bool:
        """Offers both readings of a date such as 7/8/1992 or an amount such as 12.345 EUR; tells whether it has two."""
        kind, text = self.field.kind, self.editor.text()
        both = kind.readings(figured(text) if isinstance(kind, Date) else self._habits.complete(kind, text))
        if self.field.kept or both is None:
            return False
        if not isinstance(kind, Date):
            self._say("Thousands or decimals?", "warning")
            self.offers.show_offers([(kind.show(value), partial(self._put, value)) for value in both])
            return True
        day_first = self._habits.day_first
        if day_first is None:
            self._say("Day first or month first?", "warning")
        else:
            self._say(f"{kind.show(both[0 if day_first else 1])}, as you write dates", "info")
        self.offers.show_offers(
            [
                (kind.show(value), partial(self._take_reading, value, first))
                for value, first in zip(both, (True, False), strict=True)
            ]
        )
        return True

    def _take_reading(self, value: str, day_first: bool) -> None:
        self._habits.day_first = day_first
        self._put(value)

    def _put(self, value: Any) -> None:
        self.editor.setText(self.field.kind.format(value))
        self.editor.setFocus()
        self.check()

    def _meant(self, value: Any) -> tuple[Any, ...]:
        return () if self.field.kept else self.field.kind.instead(value)

    def _on_pasted(self, text: str, at: int) -> None:
        if self.field.kind.rows != "credits":
            return
        self._pasted_at = at
        lines = sum(1 for line in text.splitlines() if line.strip())
        self.offers.show_offers([(f"Read these {lines:,} lines as a cast list", lambda: self.cast_wanted.emit(text))])

    def take_cast(self, parts: list[dict[str, Any]], unsure: int) -> None:
        """Puts the people that were read from pasted lines in the place of those lines."""
        if not isinstance(self.editor, PartsEditor):
            return
        model = self.editor.parts_model
        lines = self.editor.text()
        model.remove(range(self._pasted_at, model.rowCount()))
        model.insert(self._pasted_at, parts)
        doubt = f"; {unsure:,} of them are not sure, look them through" if unsure else ""
        self._say(f"Read {len(parts):,} people{doubt}.", "warning" if unsure else "info")
        self.offers.show_offers([("One line for each again", lambda: self.editor.setText(lines))])

    def _say(self, sentence: str, tone: Literal["info", "warning", "error"]) -> None:
        shades = theme.shades(self.palette())
        color = {"info": shades.muted, "warning": shades.warning, "error": shades.error}[tone]
        look = self._message.palette()
        look.setColor(QPalette.ColorRole.WindowText, color)
        self._message.setPalette(look)
        self._message.setText(sentence)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self.editor.in_words() or self.field.help)

    def _entry(self, item: Any) -> str:
        return fold(self.field.kind.format([item]))
