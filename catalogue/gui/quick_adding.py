"""What the line for adding is answered, and what becomes of what was entered in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from catalogue.collection import Changes, Collection, commands
from catalogue.errors import FieldError, UserError
from catalogue.fields import barcode, registry
from catalogue.gui import query_text
from catalogue.gui.bus import Bus
from catalogue.gui.forms.quick_add import QuickAdd
from catalogue.gui.runner import Task
from catalogue.gui.wording import quoted, short
from catalogue.jobs import Job

_LEAST = 8  # digits; fewer of them are rather a title such as 1984


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue has of a code or a title."""

    title: str = ""
    year: int | None = None
    discs: int = 0
    place: str = ""
    doubt: str = ""

    @property
    def name(self) -> str:
        """The film in words."""
        if not self.title:
            return "a disc whose film is not known yet"
        return f"{quoted(self.title)} ({self.year})" if self.year else quoted(self.title)


def entered(text: str) -> dict[str, Any]:
    """The values that a line means: a code, or a title with its year in brackets. Raises FieldError."""
    code = barcode.read(text)
    if len(code) >= _LEAST and code.isascii() and code.isdigit():
        return {"barcode": code}
    title, _, rest = text.rpartition("(")
    if title.strip() and rest.endswith(")") and len(rest) == 5 and rest[:4].isdecimal():
        return {"title": " ".join(title.split()), "year": registry.BY_KEY["year"].parse(rest[:4])}
    return {"title": registry.BY_KEY["title"].parse(text)}


def known(collection: Collection, values: dict[str, Any]) -> Known:
    """What the catalogue knows of what was entered, in a few short queries."""
    if "barcode" in values:
        code = barcode.normal(values["barcode"])
        found = collection.find(query_text.write("barcode", code, exact=False)).ids
        rows = collection.rows(found[:20], ["title", "year", "barcode", "further_barcodes", "location"])
        same = [row for row in rows.values() if code in map(barcode.normal, _codes(row.values))]
        if not same:
            return Known()
        first = same[0].values
        place = registry.BY_KEY["location"].kind.show(first["location"])
        return Known(first["title"] or "", first["year"], len(same), place)
    match = collection.match(None, values["title"], values.get("year"))
    if match.film_id is None:
        return Known(doubt=match.doubt or "")
    _, title, year = match.films[0]
    found = collection.find(f"{query_text.write('title', title, exact=True)} is:disc").ids
    rows = collection.rows(found[:50], ["title", "location"])
    discs = [row for row in rows.values() if row.film_id == match.film_id]
    place = registry.BY_KEY["location"].kind.show(discs[0].values["location"]) if discs else ""
    return Known(title, year, len(discs), place)


def _codes(values: dict[str, Any]) -> list[str]:
    return [*filter(None, [values["barcode"]]), *values["further_barcodes"]]


def words(values: dict[str, Any], found: Known) -> tuple[str, bool]:
    """The answer to what stands in the line, and whether it is a warning."""
    code = values.get("barcode")
    odd = registry.BY_KEY["barcode"].kind.odd(code) if code else None
    if found.discs:
        times = "one disc" if found.discs == 1 else f"{found.discs:,} discs"
        place = f", {short(found.place)}" if found.place else ""
        return f"You have {times} of {found.name} already{place}. Enter adds another one.", True
    if found.title:
        return f"{found.name} is known, without a disc. Enter adds the disc.", False
    if found.doubt:
        return f"{found.doubt} Enter adds a film of its own.", True
    if code:
        unknown = "This code is not known yet: Enter adds the disc, and it asks for review until you name its film."
        return (f"{odd} {unknown}" if odd else unknown), bool(odd)
    return "This film is not known yet: Enter adds it with its disc.", False


class QuickAdding(QObject):
    """Answers the line and adds what is entered in it, in the order of entering, as fast as a scanner types."""

    added = Signal(object)  # the rows that came about

    def __init__(self, bus: Bus, line: QuickAdd, below: Callable[[], dict[str, Any]], parent: QObject) -> None:
        super().__init__(parent)
        self._bus = bus
        self._line = line
        self._below = below
        self._count = 0
        self._question: Task | None = None
        line.asked.connect(self._answer)
        line.line.taken.connect(self._add)

    def begin(self) -> None:
        """The form was opened for adding: counting begins anew."""
        self._count = 0

    def _answer(self, text: str) -> None:
        collection = self._bus.collection
        try:
            values = entered(text)
        except FieldError as error:
            self._line.say(str(error), True)
            return

        def show(found: Known) -> None:
            if self._line.line.text().strip() == text:
                self._line.say(*words(values, found))

        self._question = self._bus.runner.read(lambda _: known(collection, values), show)

    def _add(self, text: str) -> None:
        if self._question is not None:
            # An answer that comes late must not take the place of what is said of this.
            self._question.drop()
        try:
            values = entered(text)
            below = self._below()
        except FieldError as error:
            self._line.line.setText(text)
            self._line.say(str(error), True)
            return
        collection = self._bus.collection

        def work(job: Job) -> tuple[Changes, Known]:
            before = known(collection, values)
            return collection.run(commands.AddRecord(below | values), job=job), before

        self._bus.runner.change(
            work, lambda done: self._say_added(values, *done), lambda error: self._failed(text, error)
        )

    def _say_added(self, values: dict[str, Any], changes: Changes, before: Known) -> None:
        self._count += 1
        self.added.emit((int(changes.result),))
        if before.title or before.discs:
            what = f"Added {before.name}" + (f", disc {before.discs + 1:,} of it" if before.discs else "")
        elif "barcode" in values:
            what = f"Added {values['barcode']}, a code not known yet: it asks for review"
        else:
            what = f"Added {Known(values['title'], values.get('year')).name}, a film not known yet"
        count = f" · {self._count:,} added" if self._count > 1 else ""
        unknown = "barcode" in values and not before.title
        self._line.say(f"{what}.{count}", unknown, lambda: self._undo(changes.operation))

    def _undo(self, operation: int | None) -> None:
        if operation == self._bus.last_operation:
            self._bus.undo()
        else:
            self._line.say("Something else was changed since; the history takes this back.", True)

    def _failed(self, text: str, error: Exception) -> None:
        if not self._line.line.text():
            self._line.line.setText(text)
        if isinstance(error, UserError):
            self._line.say(str(error), True)
        else:
            self._line.say("This could not be added; nothing was changed.", True)
            self._bus.runner.failed.emit(error)
