"""Lending discs, taking them back, and noting that films were seen: from the chosen rows to commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from catalogue.collection import Collection, commands
from catalogue.errors import UserError
from catalogue.fields import dates, kinds
from catalogue.fields.registry import Field
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.ask import AskDialog
from catalogue.gui.dialogs.film import film_words
from catalogue.gui.views.table import ResultsTable
from catalogue.gui.widgets.completion import Answer, Source
from catalogue.gui.wording import quoted

_TO = Field("to", "Lent to", kinds.TEXT, "copy", "", help="a name")
_ON = Field("on", "On", kinds.DATE, "copy", "")
_DUE = Field("due", "Due", kinds.DATE, "copy", "", help="when they are to come back")
_NOTE = Field("note", "Note", kinds.TEXT, "copy", "")
_WHO = Field("who", "Who", kinds.TEXT, "film", "")
_WHERE = Field("where", "Where", kinds.TEXT, "film", "")
_RATING = Field("rating", "Rating", kinds.RATING, "film", "")
_COMPLETIONS = 20

Film = tuple[int, str, int | None]


class Lending(QObject):
    """Asks for names and dates. `said` is what could not be done."""

    said = Signal(str, str)

    def __init__(self, bus: Bus, table: ResultsTable, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._table = table
        self._window = window

    def lend(self) -> None:
        """Asks to whom the chosen discs are lent."""
        chosen, collection = self._table.chosen_ids(), self._bus.collection
        self._bus.runner.read(lambda _: collection.discs_of(chosen), self._ask_whom)

    def _ask_whom(self, ids: tuple[int, ...]) -> None:
        if not ids:
            self.said.emit("Choose the discs that you lend; a film without a disc cannot be lent.", "warning")
            return
        words = "To whom do you lend this disc?" if len(ids) == 1 else f"To whom do you lend these {len(ids):,} discs?"
        asked = [(_TO, self._names("loans"), ""), (_ON, None, _today()), (_DUE, None, ""), (_NOTE, None, "")]
        dialog = AskDialog("lend", "Lend", words, asked, "&Lend", self._window)

        def run(values: dict[str, Any]) -> None:
            command = commands.Lend(ids, values["to"] or "", values["due"], values["on"], values["note"])
            dialog.carry_out(self._bus, command)

        dialog.wanted.connect(run)
        dialog.show()

    def take_back(self) -> None:
        """Notes that the chosen discs came back today."""
        ids = tuple(self._table.chosen_ids())
        if ids:
            self._bus.run(commands.Return(ids), failed=self._refused)

    def seen(self) -> None:
        """Asks when, by whom and where the chosen films were seen; today, unless something else is said."""
        ids = self._table.chosen_ids()
        if ids:
            collection = self._bus.collection
            self._bus.runner.read(lambda _: _films(collection, ids), self._ask_seen)

    def _ask_seen(self, films: list[Film]) -> None:
        if not films:
            self.said.emit("It is not known yet which film is on this disc.", "warning")
            return
        words = f"You saw {quoted(film_words(*films[0][1:]))}." if len(films) == 1 else "You saw these films."
        asked = [(_ON, None, _today()), (_WHO, self._names("viewings"), ""), (_WHERE, None, ""), (_RATING, None, "")]
        dialog = AskDialog("seen", "Seen", words, asked, "&Note it", self._window)
        dialog.offer([(film_words(title, year), film_id) for film_id, title, year in films])

        def run(values: dict[str, Any]) -> None:
            chosen = tuple(dialog.chosen())
            if not chosen:
                dialog.refuse("Tick the films that you saw.")
                return
            command = commands.NoteViewing(chosen, values["on"], values["who"], values["where"], values["rating"])
            dialog.carry_out(self._bus, command)

        dialog.wanted.connect(run)
        dialog.show()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.said.emit(str(error), "warning")
        else:
            self._bus.runner.failed.emit(error)

    def _names(self, key: str) -> Source:
        collection = self._bus.collection

        def complete(typed: str, answer: Answer) -> None:
            self._bus.runner.read(lambda _: collection.completions(key, typed, _COMPLETIONS), answer)

        return complete


def _today() -> str:
    return dates.now()[:10]


def _films(collection: Collection, ids: Sequence[int]) -> list[Film]:
    """The films on the chosen rows, each once."""
    found: dict[int, Film] = {}
    for row_id in ids:
        record = collection.record(row_id)
        for film in record.films if record is not None else ():
            found[film[0]] = film
    return list(found.values())
