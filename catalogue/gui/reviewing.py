"""Settling what is in doubt: doubts of records, sources that differ, pages and the films they belong to."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from catalogue.collection import DocumentInfo, Record, commands
from catalogue.collection.commands import FilmName
from catalogue.collection.merging import FILM
from catalogue.collection.reading import Review
from catalogue.fields import registry
from catalogue.gui import query_text
from catalogue.gui.bus import Bus
from catalogue.gui.dialogs.film import FilmDialog
from catalogue.gui.views.detail import DetailPane
from catalogue.gui.views.review_panel import can_confirm
from catalogue.gui.views.waiting_list import WaitingList
from catalogue.jobs import Job


class Reviewing(QObject):
    """Turns clicks in the detail pane and in the list of waiting pages into commands."""

    said = Signal(str)

    def __init__(self, bus: Bus, detail: DetailPane, window: QWidget) -> None:
        super().__init__(window)
        self._bus = bus
        self._detail = detail
        self._window = window
        self.waiting = WaitingList()
        self._documents: list[DocumentInfo] = []
        self._wanted = False
        detail.review.confirmed.connect(self._confirm)
        detail.review.chosen.connect(self._choose)
        detail.review.film_wanted.connect(self._ask_film)
        detail.review.pages_wanted.connect(lambda: detail.open_page("Sources"))
        detail.wish.connect(self._on_wish)
        self.waiting.film_wanted.connect(self._ask_film_of_page)

    def confirm(self) -> None:
        """Says that the first thing in doubt about the record on show is right."""
        record = self._detail.record()
        if record is None or not record.reviews or record.trashed:
            self.said.emit("Nothing about this record is in doubt.")
        elif can_confirm(record, record.reviews[0]):
            self._confirm(record.reviews[0])
        else:
            self._ask_film(record.reviews[0])

    def show_query(self, query: str) -> None:
        """Shows the pages that wait for a film where everything in need of review is asked for."""
        self._wanted = "review" in query_text.values(query, "needs")
        self.waiting.show_documents(self._documents, self._wanted)

    def show_waiting(self, documents: list[DocumentInfo]) -> None:
        """Other pages wait now."""
        self._documents = documents
        self.waiting.show_documents(documents, self._wanted)

    def reread(self) -> None:
        """Reads all stored pages again and shows what would change."""
        collection = self._bus.collection

        def work(job: Job) -> tuple[Any, dict[int, str]]:
            from catalogue.exchange import rereading

            found = rereading.rehearse(collection, job)
            return found, collection.document_names(list(found.drafts))

        def show(answer: tuple[Any, dict[int, str]]) -> None:
            found, names = answer
            if not found.differences:
                self.said.emit("Today's readers find nothing new in the stored pages.")
                return
            # The readers of pages are loaded with the first use, not with the window.
            from catalogue.gui.dialogs.reread import RereadDialog

            dialog = RereadDialog(found, names, self._window)
            dialog.apply_wanted.connect(
                lambda: self._bus.runner.change(
                    lambda job: collection.run(found.command(), job=job), label="Reading again"
                )
            )
            dialog.show()

        self._bus.runner.change(work, show, label="Reading again")

    def _confirm(self, review: Review) -> None:
        record = self._detail.record()
        if record is None:
            return
        if review.field == FILM and record.film_id is not None:
            self._bus.run(commands.SettleMatch(record.film_id))
        else:
            self._bus.run(commands.Confirm(record.id, review.field, review.subject))

    def _choose(self, review: Review, value: Any) -> None:
        record = self._detail.record()
        if record is None:
            return
        if review.field == FILM and record.film_id is not None:
            self._bus.run(commands.MergeFilms(value, record.film_id))
        else:
            self._bus.run(commands.ChooseValue(record.id, review.field, value, review.subject))

    def _ask_film(self, review: Review) -> None:
        record = self._detail.record()
        if record is None:
            return
        values = record.values
        title = values["title"] or values["edition_title"] or ""
        question = review.reason

        def name(film: FilmName, film_id: int | None) -> None:
            self._name_film(record, review, film, film_id)

        self._open_dialog(question, title, values["year"], name)

    def _name_film(self, record: Record, review: Review, film: FilmName, film_id: int | None) -> None:
        collection = self._bus.collection
        if record.film_id is None and film_id is not None:
            # The film is found again by its own name, with its year.
            film = next((FilmName(title, year) for _, title, year in collection.film_names([film_id])), film)
        elif film_id is not None and film_id != record.film_id and record.film_id is not None:
            self._bus.run(commands.MergeFilms(film_id, record.film_id))
            return
        values = {"title": film.title} | ({"year": film.year} if film.year is not None else {})

        def work(job: Job) -> None:
            changes = collection.run(commands.EditRecords((record.id,), values), job=job)
            if review.field == FILM and record.film_id is not None:
                collection.run(commands.SettleMatch(record.film_id), job=job)
            elif not changes:
                # The name was right all along, and now a person said so.
                collection.run(commands.Confirm(record.id, review.field, review.subject), job=job)

        self._bus.runner.change(work)

    def _on_wish(self, verb: str, about: list[Any]) -> None:
        record = self._detail.record()
        if record is None:
            return
        if verb == "take":
            field, subject, document_id = about
            self._bus.run(commands.TakeSource(record.id, field, document_id, subject))
        elif verb == "write":
            self._write_character(record, *about)
        elif verb == "split" and record.film_id is not None:
            self._bus.run(commands.SplitFilm(record.film_id, (about[0],)))
        elif verb == "move":
            document = next((one for one in record.documents if one.id == about[0]), None)
            if document is not None:
                self._ask_film_of_page(document)

    def _write_character(self, record: Record, person: str, character: str | None) -> None:
        subject = registry.BY_KEY["credits"].kind.subject
        for part in record.values["credits"]:
            if subject(part) == person:
                kept = {key: part[key] for key in ("order", "person", "role")}
                value = {**kept, "character": character}
                self._bus.run(commands.ChooseValue(record.id, "credits", value, person))
                return

    def _ask_film_of_page(self, document: DocumentInfo) -> None:
        collection = self._bus.collection

        def stated(_: object) -> tuple[str, int | None]:
            facts = collection.document(document.id)[1]
            found = {field: value for about, field, _, value in reversed(facts) if about == "film"}
            return found.get("title") or "", found.get("year")

        def ask(named: tuple[str, int | None]) -> None:
            question = f"Which film is “{document.title or document.site or 'this page'}” about?"
            self._open_dialog(question, *named, lambda film, film_id: self._move(document.id, film, film_id))

        self._bus.runner.read(stated, ask)

    def _move(self, document_id: int, film: FilmName, film_id: int | None) -> None:
        if film_id is not None:
            self._bus.run(commands.MoveDocument(document_id, film_id))
        else:
            self._bus.run(commands.MoveDocument(document_id, name=film))

    def _open_dialog(self, question: str, title: str, year: int | None, named: Any) -> None:
        dialog = FilmDialog(question, title, year, self._bus, self._window)
        dialog.named.connect(named)
        dialog.open()
