"""What is done to many records at once: find and replace, values of a field, places, moving, renumbering."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from catalogue.collection import Changes, Preview, commands
from catalogue.collection.commands import Command
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.move import MoveDialog
from catalogue.gui.dialogs.places import PlacesDialog
from catalogue.gui.dialogs.preview import PreviewDialog
from catalogue.gui.dialogs.renumber import RenumberDialog
from catalogue.gui.dialogs.replace import ReplaceDialog, Scope
from catalogue.gui.dialogs.values import ValuesDialog
from catalogue.gui.searching import Searching
from catalogue.gui.views.table import ResultsTable
from catalogue.gui.wording import counted

PLACES = "location"


class Bulk(QObject):
    """Owns the windows for it, each made when it is first needed."""

    said = Signal(str, str)
    query_wanted = Signal(str)

    def __init__(self, bus: Bus, table: ResultsTable, searching: Searching, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._table = table
        self._searching = searching
        self._window = window
        self._replace: ReplaceDialog | None = None
        self._values: ValuesDialog | None = None
        self._places: PlacesDialog | None = None

    def find_and_replace(self) -> None:
        """Opens find and replace, on the chosen records where there are several."""
        if self._replace is None:
            self._replace = ReplaceDialog(self._bus, self._window)
        chosen = self._table.chosen_ids()
        shown = list(self._table.results.result())
        scopes = [Scope(f"What the table shows ({counted(len(shown), 'record')})", lambda: shown)]
        if chosen:
            picked = Scope(f"What is chosen ({counted(len(chosen), 'record')})", lambda: chosen)
            scopes.insert(0 if len(chosen) > 1 else 1, picked)
        scopes.append(Scope("Everything", lambda: self._bus.collection.find("").ids))
        self._replace.open_for(scopes)

    def values(self, key: str, value: str | None = None) -> None:
        """Opens the values of a field; places have a window of their own."""
        if key == PLACES:
            self.places(value)
            return
        if self._values is None:
            self._values = ValuesDialog(self._bus, self._window)
            self._values.query_wanted.connect(self.query_wanted)
        self._values.open_for(key, value)

    def places(self, path: str | None = None) -> None:
        """Opens the tree of places."""
        if self._places is None:
            self._places = PlacesDialog(self._bus, self._window)
            self._places.query_wanted.connect(self.query_wanted)
        self._places.open_for(path)

    def move(self) -> None:
        """Asks to which place the chosen discs are to go."""

        def ask(ids: tuple[int, ...]) -> None:
            dialog = MoveDialog(len(ids), self._bus, self._window)
            dialog.place_named.connect(lambda place: self._run(commands.MoveCopies(ids, place)))
            dialog.open()

        self._with_discs(self._table.chosen_ids(), ask)

    def renumber(self) -> None:
        """Asks how the chosen discs are to be numbered, then shows what would change."""
        self._with_discs(self._table.chosen_ids(), self._ask_numbers)

    def _ask_numbers(self, shown: tuple[int, ...]) -> None:
        collection = self._bus.collection

        def ask(numbered: list[tuple[int, int | None]]) -> None:
            known = [number for _, number in numbered if number is not None]
            dialog = RenumberDialog(len(shown), min(known, default=1), self._window)
            by_number = [row for row, number in sorted(numbered, key=lambda one: (one[1] is None, one[1] or 0))]

            def wanted(first: int, way: str) -> None:
                ids = shown if way == "shown" else by_number
                self.preview(commands.Renumber(tuple(ids), first, way == "gaps"), ["index"])

            dialog.wanted.connect(wanted)
            dialog.open()

        def read(_: object) -> list[tuple[int, int | None]]:
            rows = collection.rows(shown, ["index"])
            return [(row_id, rows[row_id].values["index"]) for row_id in shown if row_id in rows]

        self._bus.runner.read(read, ask)

    def preview(self, command: Command, keys: Sequence[str]) -> None:
        """Shows what a command would change, and makes the change when the person agrees."""
        collection = self._bus.collection

        def show(preview: Preview) -> None:
            doubles = preview.result if isinstance(preview.result, list) else []
            note = f"Other discs have these numbers too: {', '.join(map(str, doubles[:10]))}." if doubles else ""
            dialog = PreviewDialog(preview, collection.fields().by_key, note, self._window)
            dialog.apply_wanted.connect(lambda: self._run(command))
            dialog.open()

        # It is a change that is taken back: it waits for its turn among the changes.
        self._bus.runner.change(lambda job: collection.rehearse(command, keys, job), show, label="Looking")

    def _with_discs(self, ids: Sequence[int], then: Callable[[tuple[int, ...]], object]) -> None:
        """Goes on with the discs that rows mean, or says why it cannot."""
        collection = self._bus.collection

        def go_on(discs: tuple[int, ...]) -> None:
            if discs:
                then(discs)
            else:
                self.said.emit("There is no disc among what is chosen.", "info")

        self._bus.runner.read(lambda _: collection.discs_of(ids), go_on)

    def _run(self, command: Command) -> None:
        collection = self._bus.collection

        def ran(changes: Changes) -> None:
            if not changes:
                self.said.emit("Everything is as wished already; nothing was changed.", "info")

        self._bus.runner.change(lambda job: collection.run(command, job=job), ran, label="Changing")
