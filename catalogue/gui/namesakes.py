"""People who share a name: one is split off, two are made one, and ids are noted, for the person who is shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from catalogue.collection import Appearance, ValueInUse, commands
from catalogue.errors import FieldError
from catalogue.fields import kinds, people
from catalogue.fields.registry import Field
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.ask import AskDialog
from catalogue.gui.dialogs.film import film_words
from catalogue.gui.views.people import PeopleView
from catalogue.gui.widgets.completion import Answer

_QUALIFIER = Field("qualifier", "Told apart by", kinds.TEXT, "film", "", help="a year of birth, or a number")
_INTO = Field("into", "The other person", kinds.TEXT, "film", "", help="a name")
_IDS = Field("ids", "IDs", kinds.TEXT, "film", "", help="IMDb: nm0000537; Wikidata: Q170587")
_COMPLETIONS = 20


class Namesakes(QObject):
    """Asks which films are meant, and what the other is called. `said` is what could not be asked."""

    said = Signal(str, str)

    def __init__(self, bus: Bus, view: PeopleView, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._view = view
        self._window = window

    def split(self) -> None:
        """Asks in which films it is somebody else of that name, and what tells that person apart."""
        name = self._person()
        if name is not None:
            collection = self._bus.collection
            self._bus.runner.read(lambda _: collection.films_of_person(name), lambda found: self._ask(name, found))

    def _ask(self, name: str, found: list[Appearance]) -> None:
        films = {one.film_id: film_words(one.title, one.year) for one in found}
        bare = people.bare(name)[0]
        words = f"In which films is it not {name}, but somebody else who is called {bare}?"
        if len(films) == 1:
            words = f"{name} is in one film here. What tells this person from others who are called {bare}?"
        dialog = AskDialog("split", "Split a person", words, [(_QUALIFIER, None, "")], "&Split", self._window)
        dialog.offer([(title, number) for number, title in films.items()], ticked=len(films) == 1)

        def run(values: dict[str, Any]) -> None:
            chosen = tuple(dialog.chosen())
            if not chosen:
                dialog.refuse("Tick the films of the other person.")
                return
            dialog.carry_out(self._bus, commands.TellApart(name, values["qualifier"] or "", chosen))

        dialog.wanted.connect(run)
        dialog.show()

    def merge(self) -> None:
        """Asks with whom the person who is shown is one."""
        name = self._person()
        if name is None:
            return
        words = f"{name} is the same person as this one, and is called so from now on:"
        collection, bare = self._bus.collection, people.bare(name)[0]
        asked = [(_INTO, self._names, bare if bare != name else "")]
        dialog = AskDialog("merge", "Merge two people", words, asked, "&Merge", self._window)

        def run(values: dict[str, Any]) -> None:
            into = values["into"] or ""

            def known(other: ValueInUse | None) -> None:
                if other is None:
                    # A slip of the hand would be a new name, and no merge.
                    dialog.refuse(f"Nobody here is called “{into}”." if into else "Name the other person.")
                else:
                    dialog.carry_out(self._bus, commands.RenameValue("credits", (name,), other.value))

            self._bus.runner.read(lambda _: collection.person(into), known)

        dialog.wanted.connect(run)
        dialog.show()

    def ids(self) -> None:
        """Asks for the ids under which the person who is shown is known elsewhere."""
        name = self._person()
        if name is not None:
            collection = self._bus.collection
            self._bus.runner.read(lambda _: collection.person(name), self._ask_ids)

    def _ask_ids(self, person: ValueInUse | None) -> None:
        if person is None:
            return
        words = f"The IDs of {person.value} elsewhere. They tell people of one name apart when a file is imported."
        asked = [(_IDS, None, people.format_ids(person.external_ids or {}))]
        dialog = AskDialog("person_ids", "IDs of a person", words, asked, "&Save", self._window)

        def run(values: dict[str, Any]) -> None:
            try:
                found = people.parse_ids(values["ids"] or "")
            except FieldError as error:
                dialog.refuse(str(error))
                return
            dialog.carry_out(self._bus, commands.SetPersonIds(person.value, found))

        dialog.wanted.connect(run)
        dialog.show()

    def _person(self) -> str | None:
        name = self._view.person()
        if name is None:
            self.said.emit("Choose a person first: View, People.", "info")
        return name

    def _names(self, typed: str, answer: Answer) -> None:
        collection = self._bus.collection
        self._bus.runner.read(lambda _: collection.completions("credits.person", typed, _COMPLETIONS), answer)
