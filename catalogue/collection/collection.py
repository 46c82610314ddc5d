"""The collection as the window, the command line and importers see it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import history, reading
from catalogue.collection.changes import Changes
from catalogue.collection.commands.base import Command, Work
from catalogue.collection.history import Operation
from catalogue.collection.reading import FacetValue, Found, Record, Row
from catalogue.errors import UserError
from catalogue.fields import dates
from catalogue.jobs import Job
from catalogue.search import suggest
from catalogue.search.suggest import Suggestion
from catalogue.store import backup, check, listing, upgrade
from catalogue.store.backup import Contents
from catalogue.store.engine import open_engine, plain
from catalogue.store.pictures import Pictures
from catalogue.store.writer import Writer

Listener = Callable[[Changes], None]


class Collection:
    """An open catalogue. Its methods may be called from any thread; changes happen one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pictures = Pictures(path)
        self._writes = open_engine(path, writes=True)
        self._reads = open_engine(path, writes=False)
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []

    @classmethod
    def open(cls, path: Path) -> Collection:
        """Opens a catalogue, making or upgrading its file first. Raises UserError for what is no catalogue."""
        upgrade.prepare(path)
        return cls(path)

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._reads.dispose()
            self._writes.dispose()

    def run(self, command: Command, by: Any = None, job: Job | None = None) -> Changes:
        """Carries out a command in one transaction, as one operation of the history.

        A command that finds everything as wished leaves no operation. Raises UserError; nothing is changed then.
        """

        def work(writer: Writer, now: str) -> tuple[str, Any]:
            task = Work(writer, now, self.pictures, job or Job())
            command.apply(task)
            return task.label, task.result

        return self._change("do", work, by)

    def undo(self, by: Any = None) -> Changes:
        """Takes back the last operation. Raises UserError when there is none."""
        return self._reverse("undo", by)

    def redo(self, by: Any = None) -> Changes:
        """Brings back what was undone last. Raises UserError when there is nothing."""
        return self._reverse("redo", by)

    def undo_label(self) -> str | None:
        """The name of the operation that undo would take back."""
        with self.reading() as connection:
            row = history.next_undo(connection)
        return row.label if row else None

    def redo_label(self) -> str | None:
        """The name of the operation that redo would bring back."""
        with self.reading() as connection:
            row = history.next_redo(connection)
        return row.label if row else None

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls `listener` after each change, on the thread that made it. Returns the function that stops this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def find(self, query: str, sort: Sequence[tuple[str, bool]] = (), job: Job | None = None) -> Found:
        """The rows that a query finds, as ids in order; what was not understood is in `problems`."""
        with self.reading() as connection:
            return reading.find(connection, query, sort)

    def rows(self, ids: Sequence[int], keys: Sequence[str]) -> dict[int, Row]:
        """Values of some fields for a window of rows, in a few queries."""
        with self.reading() as connection:
            return reading.rows(connection, ids, keys)

    def record(self, row_id: int) -> Record | None:
        """Everything about one row."""
        with self.reading() as connection:
            return reading.record(connection, row_id)

    def resolve(self, typed_id: str) -> int:
        """The row that `film:12`, `edition:3` or `copy:7` means. Raises UserError."""
        with self.reading() as connection:
            return reading.resolve(connection, typed_id)

    def facet(self, key: str) -> list[FacetValue]:
        """The values of a field with the number of rows that have each; places as a tree."""
        with self.reading() as connection:
            return reading.facet(connection, key)

    def counts(self) -> dict[str, int]:
        """How many rows there are of all, without a disc, wished for, in need of review, in the trash."""
        with self.reading() as connection:
            return reading.counts(connection)

    def completions(self, key: str, typed: str, limit: int = 20) -> list[str]:
        """Values in use that begin with what was typed, or hold a word that does; the most used first."""
        with self.reading() as connection:
            return reading.completions(connection, key, typed, limit)

    def suggest(self, query: str, cursor: int) -> list[Suggestion]:
        """How the word at the cursor of a query may go on."""
        return suggest.suggest(query, cursor, self.completions)

    def history(self, limit: int = 200, row_id: int | None = None) -> list[Operation]:
        """The newest operations first; of one row only those that touched it."""
        with self.reading() as connection:
            return history.operations(connection, limit, row_id)

    def stats(self) -> dict[str, Any]:
        """Figures of the collection: how many of everything, and the most frequent values of a few fields."""
        with self.reading() as connection:
            return reading.stats(connection)

    def document_ids(self) -> list[int]:
        """The ids of all documents, oldest first."""
        with self.reading() as connection:
            return reading.document_ids(connection)

    def document(self, document_id: int) -> tuple[str, list[tuple[str, str, str | None, Any]]]:
        """A document's raw text, and its facts as (about, field, subject, value)."""
        with self.reading() as connection:
            return reading.document(connection, document_id)

    def known_documents(self, hashes: Sequence[str]) -> set[str]:
        """Which of these texts, by hash, are in the catalogue already."""
        with self.reading() as connection:
            return reading.known_documents(connection, hashes)

    def people(self) -> list[str]:
        """The names of all people in the catalogue."""
        with self.reading() as connection:
            return reading.people(connection)

    def picture_file(self, sha256: str, height: int | None = None) -> Path | None:
        """The file of a picture, or of a thumbnail at least `height` pixels high; None when it is missing."""
        return self.pictures.original(sha256) if height is None else self.pictures.thumbnail(sha256, height)

    def check(self) -> list[str]:
        """What is wrong with the file, in words: SQLite, references, text index, pictures, history."""
        with self._lock, self._guarded(), self._writes.connect() as connection:
            return check.problems(connection, self.pictures)

    def back_up(self, target: Path, job: Job | None = None) -> Contents:
        """Writes a verified backup with all pictures, and says what is in it."""
        with self._guarded():
            return backup.save(self.path, self.pictures.folder, target, job)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only connection with one snapshot of the data."""
        with self._guarded(), self._reads.begin() as connection:
            yield connection

    def _reverse(self, kind: str, by: Any) -> Changes:
        def work(writer: Writer, _: str) -> tuple[str, Any]:
            connection = writer.connection
            if kind == "undo":
                row = history.next_undo(connection)
                if row is None:
                    raise UserError("There is nothing to undo.")
                writer.revert(row.id)
                history.mark(connection, row.id, writer.operation_id)
                return f"Undo: {row.label}", None
            row = history.next_redo(connection)
            if row is None:
                raise UserError("There is nothing to redo.")
            writer.revert(row.undone_by)
            history.mark(connection, row.id, None)
            return f"Redo: {row.label}", None

        return self._change(kind, work, by)

    def _change(self, kind: str, work: Callable[[Writer, str], tuple[str, Any]], by: Any) -> Changes:
        with self._lock, self._guarded(), self._writes.connect() as connection:
            transaction = connection.begin()
            try:
                now = dates.now()
                operation_id = history.begin(connection, kind, now)
                writer = Writer(connection, operation_id)
                label, result = work(writer, now)
                if not writer.changed_rows:
                    transaction.rollback()
                    return Changes(None, label, by=by, result=result)
                history.finish(connection, operation_id, label)
                added, changed, removed = listing.refresh(connection, *writer.touched.resolve(connection))
                transaction.commit()
            except BaseException:
                transaction.rollback()
                raise
        changes = Changes(operation_id, label, frozenset(added), frozenset(changed), frozenset(removed), by, result)
        for listener in tuple(self._listeners):
            listener(changes)
        return changes

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        # Faults of the machine and the file become the sentence a person can act on; bugs go on as they are.
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise plain(error, self.path) or error from error
