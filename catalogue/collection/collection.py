"""The collection as the window, the command line and importers see it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from catalogue import rights, writing
from catalogue.collection import (
    cells,
    charts,
    facets,
    finding,
    hanging,
    history,
    meant,
    people,
    places,
    reading,
    rehearsal,
    replacing,
    retention,
    reverting,
    saved,
    shelves,
    spellings,
    trash,
    twins,
    usage,
    why,
)
from catalogue.collection.changes import Changes, Doubt, EveryRow
from catalogue.collection.charts import Charts
from catalogue.collection.commands.base import Command, Work
from catalogue.collection.commands.entries import discs_meant
from catalogue.collection.commands.names import NamesAsTyped
from catalogue.collection.facets import FacetValue
from catalogue.collection.finding import Found
from catalogue.collection.hanging import Hanging
from catalogue.collection.history import Account, Entry, Operation
from catalogue.collection.people import Appearance, Company
from catalogue.collection.places import PlaceInfo
from catalogue.collection.reading import DocumentInfo, FilmMatch, Record, Row
from catalogue.collection.rehearsal import Preview
from catalogue.collection.replacing import Hit, Wish
from catalogue.collection.retention import Forgotten, HistorySize
from catalogue.collection.reverting import Plan
from catalogue.collection.saved import SavedSearch
from catalogue.collection.shelves import Shelf
from catalogue.collection.spellings import Spelling
from catalogue.collection.trash import Trashed
from catalogue.collection.usage import ValueInUse
from catalogue.collection.why import Reason
from catalogue.errors import Cancelled, UserError
from catalogue.fields import dates
from catalogue.fields.draft import DocumentDraft
from catalogue.fields.registry import Vocabulary
from catalogue.jobs import Job
from catalogue.search import suggest
from catalogue.search.scopes import ListScope
from catalogue.search.suggest import Suggestion
from catalogue.store import backup, check, damage, keeping, listing, restore, tables, titles, upgrade, vocabulary
from catalogue.store.backup import Contents
from catalogue.store.engine import open_engine
from catalogue.store.keeping import Kept, Occasion, Snapshot
from catalogue.store.pictures import Pictures
from catalogue.store.restore import Restored
from catalogue.store.writer import Writer

_LONGEST_LABEL = 400
"""Letters of what an operation is called: it names records, and a title may have a megabyte."""
SLICE = 64
"""Films whose texts are indexed at once: a change that waits for it waits some hundredths of a second."""

Listener = Callable[[Changes], None]
Guard = Callable[[Occasion, Job], None]


class Collection:
    """An open catalogue. Its methods may be called from any thread; changes happen one after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pictures = Pictures(path)
        self._writes = open_engine(path, writes=True)
        self._reads = open_engine(path, writes=False)
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self.guard: Guard | None = None
        """Called before commands that reach far, on the thread that runs them; what it raises stops them."""
        self._file: tuple[int, int] | None = None  # which file is open, by device and number
        self._journal: tuple[int, int] | None = None
        self._version: int | None = None

    @classmethod
    def open(cls, path: Path, *, new: bool = False) -> Collection:
        """Opens a catalogue, making or upgrading its file first. Raises UserError for what is no catalogue.

        Raises Missing where one was and nothing is left but what lies beside it, unless a `new` one is wished there.
        """
        rights.begin()
        writing.clear_unfinished(path.resolve().parent)
        before = upgrade.prepare(path, new=new)
        made = cls(path)
        rights.close_to_readers(path, made.pictures.folder)
        for folder in (made.pictures.folder, path.with_name(path.name + writing.COPY)):
            writing.clear_unfinished(folder)
        if before is not None:
            made.run(NamesAsTyped())
        made._clear(made.pictures.forgotten())
        if not made.pictures.folder.exists():
            with made.reading() as connection:
                made.pictures.take_up(set(connection.scalars(sa.select(tables.picture.c.sha256).distinct())))
        return made

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._let_go()

    def run(self, command: Command, by: Any = None, job: Job | None = None) -> Changes:
        """Carries out a command in one transaction, as one operation of the history.

        A command that finds everything as wished leaves no operation. Raises UserError; nothing is changed then.
        """
        risk = getattr(command, "risk", None)
        if risk is not None and self.guard is not None:
            self.guard(risk, job or Job())

        def work(writer: Writer, now: str) -> tuple[str, Any]:
            task = Work(writer, now, self.pictures, job or Job())
            command.apply(task)
            if task.reverts is not None:
                history.note_reverted(writer.connection, writer.operation_id, task.reverts)
            return task.label, task.result

        return self._change("do", work, by, job)

    def index_behind(self, job: Job | None = None) -> None:
        """Indexes long texts that an import left for later, slice by slice, so that changes go in between."""
        job = job or Job()
        waiting = everything = self.behind()
        while waiting:
            job.step(everything - waiting, everything, "Indexing texts for the search")
            with self._lock, self._guarded(), self._held().begin() as connection:
                listing.index_behind(connection, SLICE)
            waiting = self.behind()
            everything = max(everything, waiting)

    def behind(self) -> int:
        """Of how many films the long texts are not indexed yet, so that a search cannot find words in them."""
        with self.reading() as connection:
            return listing.count_behind(connection)

    def hanging(self, command: Command) -> list[Hanging]:
        """What hangs on that which a command takes away: it is said, and where it asks a person decides."""
        look = getattr(command, "hanging", None)
        if look is None:
            return []
        with self.reading() as connection:
            found: list[Hanging] = look(connection)
            return found

    def rehearse(self, command: Command, keys: Sequence[str], job: Job | None = None) -> Preview:
        """What a command would change of some fields. Nothing is changed. Raises UserError where it would."""
        with self._lock, self._guarded(), self._held().connect() as connection:
            try:
                connection.begin()
                now = dates.now()
                task = Work(Writer(connection, history.begin(connection, "do", now)), now, self.pictures, job or Job())
                return rehearsal.rehearse(task, command, keys, task.job)
            finally:
                connection.rollback()

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

    def foreign_change(self) -> Changes | None:
        """Tells, and says to all listeners, whether another process changed the catalogue since this was last asked.

        Never waits for a change under way; the next call tells then. Raises UserError when the file is gone.
        """
        if not self._lock.acquire(blocking=False):
            return None
        try:
            before = self._version
            if self._file is not None and _identity(self.path) not in (None, self._file):
                self._take_up()
                before = -1
            self._look()
            if before in (None, self._version):
                return None
        finally:
            self._lock.release()
        return self._tell(Changes(None, "The catalogue was changed by another program", changed=EveryRow()))

    def find(
        self,
        query: str,
        sort: Sequence[tuple[str, bool]] = (),
        job: Job | None = None,
        first: bool = False,
        scope: ListScope = "everything",
    ) -> Found:
        """The rows of a scope that a query finds, as ids in order; what was not understood is in `problems`.

        With `first`, those of them that are found by titles and names of people: an answer while a person types.
        """
        with self.reading() as connection:
            return finding.find(connection, query, sort, job, first=first, scope=scope)

    def films_meant(self, query: str, ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Of rows that a query finds and that have several films: those films that the query names, not all of them."""
        with self.reading() as connection:
            return finding.films_meant(connection, query, ids)

    def rows(self, ids: Sequence[int], keys: Sequence[str]) -> dict[int, Row]:
        """Values of some fields for a window of rows, in a few queries."""
        with self.reading() as connection:
            return reading.rows(connection, ids, keys)

    def parts(self, ids: Sequence[int]) -> dict[int, list[int]]:
        """The rows inside rows: films and single discs of a box, episodes of a season."""
        with self.reading() as connection:
            return reading.parts(connection, ids)

    def sort_keys(self, ids: Sequence[int], key: str) -> dict[int, Any]:
        """What rows are sorted by in the order of a field."""
        with self.reading() as connection:
            return finding.sort_keys(connection, ids, key)

    def fields(self) -> Vocabulary:
        """The fields of the catalogue."""
        with self.reading() as connection:
            return vocabulary.of(connection)

    def record(self, row_id: int) -> Record | None:
        """Everything about one row."""
        with self.reading() as connection:
            return reading.record(connection, row_id)

    def resolve(self, typed_id: str) -> int:
        """The row that `film:12`, `edition:3` or `copy:7` means. Raises UserError."""
        with self.reading() as connection:
            return reading.resolve(connection, typed_id)

    def discs_of(self, ids: Sequence[int]) -> tuple[int, ...]:
        """The discs that rows mean; a film means the one that it is on. Raises UserError where it is on several."""
        with self.reading() as connection:
            return discs_meant(connection, ids)

    def films_of(self, ids: Sequence[int], meant: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
        """The films of rows; of a disc with several those that are meant. Raises UserError where none is."""
        with self.reading() as connection:
            return finding.films_of(connection, ids, meant)

    def facets(
        self, query: str, keys: Sequence[str], job: Job | None = None, scope: ListScope = "everything"
    ) -> dict[str, list[FacetValue]]:
        """The values of fields with their counts among what a query finds, each without its own ticks."""
        with self.reading() as connection:
            return facets.facets(connection, query, keys, job, scope)

    def saved_searches(self, job: Job | None = None) -> list[SavedSearch]:
        """The saved searches in their order, with how many rows each finds."""
        with self.reading() as connection:
            return finding.counted(connection, job)

    def saved_search(self, name: str, exact: bool = False) -> SavedSearch:
        """The saved search of a name; see `saved.by_name`. Raises UserError that names those there are."""
        with self.reading() as connection:
            return saved.by_name(connection, name, exact)

    def why(self, query: str, ids: Sequence[int]) -> dict[int, tuple[Reason, ...]]:
        """Where the words of a query stand in a window of rows."""
        with self.reading() as connection:
            return why.why(connection, query, ids)

    def meant(self, query: str, job: Job | None = None) -> list[str]:
        """Other queries that a person may have meant, made of words that the catalogue has; each finds something."""
        with self.reading() as connection:
            return meant.meant(connection, query, job)

    def facet(self, key: str) -> list[FacetValue]:
        """The values of a field with the number of rows that have each; places as a tree."""
        with self.reading() as connection:
            return facets.facet(connection, key)

    def people(self, typed: str, job: Job | None = None) -> list[tuple[str, int]]:
        """People whose names hold what was typed, with the number of their films, the busiest first."""
        with self.reading() as connection:
            return people.names(connection, typed, job)

    def characters(self, typed: str) -> list[tuple[str, int]]:
        """Characters whose names hold what was typed, with the number of films that have them."""
        with self.reading() as connection:
            return people.characters(connection, typed)

    def person(self, name: str) -> ValueInUse | None:
        """Somebody who takes part in a film, with the ids elsewhere; None where nobody is called so."""
        with self.reading() as connection:
            return usage.person(connection, name)

    def films_of_person(self, name: str) -> list[Appearance]:
        """Everything that a person did in films of the collection, the newest first."""
        with self.reading() as connection:
            return people.of_person(connection, name)

    def players_of(self, character: str) -> list[Appearance]:
        """Everybody who played a character in films of the collection, the newest first."""
        with self.reading() as connection:
            return people.of_character(connection, character)

    def company(self, film_id: int) -> Company:
        """What else is here with the people of a film, and who else plays its characters."""
        with self.reading() as connection:
            return people.company(connection, film_id)

    def shelves(self, row_ids: Sequence[int]) -> list[Shelf]:
        """Where the copies of a result stand: place by place, with what stands beside them and what is empty."""
        with self.reading() as connection:
            return shelves.shelves(connection, row_ids)

    def places(self) -> list[PlaceInfo]:
        """The tree of places with what stands there, each place before those below it."""
        with self.reading() as connection:
            return places.tree(connection)

    def values(self, key: str) -> list[ValueInUse]:
        """The values of a field with their counts, those that are likely one in groups."""
        with self.reading() as connection:
            return reading.values_in_use(connection, key)

    def hits(self, rows: Sequence[int], keys: Sequence[str], wish: Wish, job: Job | None = None) -> list[Hit]:
        """The texts of the records behind rows that find and replace would change. Raises FieldError."""
        with self.reading() as connection:
            return replacing.find(connection, rows, keys, wish, job or Job())

    def spellings(self, key: str | None = None) -> list[Spelling]:
        """Which old values are taken for which new ones, of one field or of all."""
        with self.reading() as connection:
            return spellings.listed(connection, key)

    def custom_values(self) -> dict[str, int]:
        """How many records have a value in each custom field, by its key."""
        with self.reading() as connection:
            return reading.custom_values(connection)

    def counts(self) -> dict[str, int]:
        """How many rows: in each scope; films without a disc, wishes, on loan, overdue, to review, in the trash."""
        with self.reading() as connection:
            return finding.counts(connection)

    def completions(self, key: str, typed: str, limit: int = 20) -> list[str]:
        """Values in use that begin with what was typed, or hold a word that does; the most used first.

        `key` is a field, or a field and one of the cells of its records: `credits.person`.
        """
        with self.reading() as connection:
            if "." in key:
                return cells.completions(connection, key, typed, limit)
            return reading.completions(connection, key, typed, limit)

    def suggest(self, query: str, cursor: int) -> list[Suggestion]:
        """How the word at the cursor of a query may go on."""
        return suggest.suggest(query, cursor, self.fields(), self.completions)

    def history(self, limit: int = 200, text: str = "", before: int | None = None) -> list[Operation]:
        """The newest operations first: those whose names hold a text, those older than one."""
        with self.reading() as connection:
            return history.operations(connection, limit, text, before)

    def timeline(self, row_id: int, limit: int = 100) -> list[Entry]:
        """The newest operations that changed a record, and what they did to it, field by field."""
        with self.reading() as connection:
            return history.timeline(connection, row_id, limit)

    def account(self, operation_id: int, limit: int = 20) -> Account:
        """What an operation did: how many of each kind, and the changes of the first records. Raises UserError."""
        with self.reading() as connection:
            return history.account(connection, operation_id, limit)

    def history_size(self) -> HistorySize:
        """How large the history is."""
        with self.reading() as connection:
            return retention.size(connection)

    def forget_history(self, before: str | None, job: Job | None = None) -> Forgotten:
        """Forgets all operations before a moment (None: all of them), and gives their room back to the disk.

        What they did stays; it can no longer be undone or taken back.
        """
        job = job or Job()
        size = self.path.stat().st_size
        with self._lock, self._guarded():
            job.step(0, 0, "Forgetting the history")
            with self._held().begin() as connection:
                operations = retention.forget(connection, retention.before(connection, before))
                # A file cannot be taken back: it goes when what needs it is gone for sure, now or at the next start.
                unused = retention.unused_pictures(connection, self.pictures)
                self.pictures.note_forgotten(unused)
            freed, given_back = self._clear(unused), True
            if operations:
                try:
                    job.step(0, 0, "Giving the room back")
                    with closing(self._held().raw_connection()) as connection:
                        connection.cursor().execute("VACUUM")
                        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
                except (sa.exc.DBAPIError, sqlite3.Error, Cancelled):
                    given_back = False  # it is done all the same
        self._tell(Changes(None, "The history was forgotten", changed=EveryRow()))
        return Forgotten(operations, len(unused), max(size - self.path.stat().st_size, 0) + freed, given_back)

    def _clear(self, forgotten: set[str]) -> int:
        """Removes pictures that went with a history, those that nothing uses. Returns how many bytes that frees."""
        if not forgotten:
            return 0
        try:
            # No other process adds one of them again while the lock is held.
            with self._held().begin() as connection:
                return self.pictures.remove(forgotten & retention.unused_pictures(connection, self.pictures))
        except (sa.exc.DBAPIError, sqlite3.Error, UserError):
            return 0  # the file is held by others, or cannot be written to: the next start tries again

    def trash(self) -> list[Trashed]:
        """Everything in the trash, what came there last first."""
        with self.reading() as connection:
            return trash.listed(connection)

    def revert_plan(self, operation_id: int, also: Sequence[str] = ()) -> Plan:
        """What taking an operation back would mean: what goes back and what was changed since. Raises UserError."""
        with self.reading() as connection:
            return reverting.plan(connection, operation_id, also)

    def charts(self, query: str, job: Job | None = None, scope: ListScope = "everything") -> Charts:
        """What charts show of the rows of a scope that a query finds."""
        with self.reading() as connection:
            return charts.charts(connection, query, job, scope)

    def stats(self, query: str = "", found: Charts | None = None) -> dict[str, Any]:
        """Figures of what a query finds: how much of everything, and what the charts show, if they are `found` yet."""
        with self.reading() as connection:
            return charts.stats(connection, query, found or charts.charts(connection, query))

    def document_ids(self) -> list[int]:
        """The ids of all documents, oldest first."""
        with self.reading() as connection:
            return reading.document_ids(connection)

    def document(self, document_id: int) -> tuple[str, list[tuple[str, str, str | None, Any]]]:
        """A document's raw text, and its facts as (about, field, subject, value)."""
        with self.reading() as connection:
            return reading.document(connection, document_id)

    def waiting(self) -> list[DocumentInfo]:
        """Documents that belong to no film yet: they wait for it, or for a person to say which it is."""
        with self.reading() as connection:
            return reading.waiting(connection)

    def document_names(self, ids: Sequence[int]) -> dict[int, str]:
        """Documents in words: the film that they are about, and where they are from."""
        with self.reading() as connection:
            return reading.document_names(connection, ids)

    def film_names(self, ids: Sequence[int]) -> list[tuple[int, str, int | None]]:
        """Films as (id, title, year), in the order asked for; those that are gone are left out."""
        with self.reading() as connection:
            return reading.film_names(connection, ids)

    def match(self, draft: DocumentDraft | None, title: str | None = None, year: int | None = None) -> FilmMatch:
        """The film that a page would be taken to be about, also when a person names it otherwise."""
        with self.reading() as connection:
            return reading.match(connection, draft, title, year)

    def known_documents(self, hashes: Sequence[str]) -> set[str]:
        """Which of these texts, by hash, are in the catalogue already."""
        with self.reading() as connection:
            return reading.known_documents(connection, hashes)

    def known_people(self, folded: Iterable[str], besides: int | None = None) -> set[str]:
        """Which of these names, folded, are people of films here for sure, whatever the document `besides` says."""
        with self.reading() as connection:
            return reading.known_people(connection, folded, besides)

    def check_picture(self, data: bytes) -> None:
        """Raises UserError for bytes that would not be kept as a picture."""
        self.pictures.check(data)

    def picture_bytes(self, sha256: str) -> bytes | None:
        """A picture as it was added, or None when its file is missing."""
        file = self.pictures.original(sha256)
        return None if file is None else file.read_bytes()

    def picture_file(self, sha256: str, height: int | None = None) -> Path | None:
        """The file of a picture, or of a thumbnail at least `height` pixels high; None when it is missing."""
        return self.pictures.original(sha256) if height is None else self.pictures.thumbnail(sha256, height)

    def check(self, job: Job | None = None) -> list[str]:
        """What is wrong with the file, in words: SQLite, references, text index, pictures, history."""
        with self._lock, self._guarded(), self._writes.connect() as connection:
            return check.problems(connection, self.path, self.pictures, job)

    def back_up(self, target: Path, job: Job | None = None, *, replace: bool = False) -> Contents:
        """Writes a verified backup with all pictures, and says what is in it. Another file is kept, but on demand."""
        with self._guarded():
            return backup.save(self.path, self.pictures, target, job, replace=replace)

    def contents(self, file: Path | None = None) -> Contents:
        """What is in the catalogue, or in a backup of one. Raises UserError for a file that is no backup."""
        if file is None:
            return backup.contents(self.path)
        return keeping.look_into(file)

    def backups(self) -> list[Kept]:
        """The backups that were made without being asked for, the newest first."""
        return keeping.listed(self.path)

    def back_up_before(self, reason: Occasion) -> Snapshot | None:
        """Begins a backup before something that reaches far; None where none is wanted. Raises NoBackup."""
        return keeping.before(self.path, self.pictures, reason)

    def back_up_at_times(self, reason: Occasion, job: Job | None = None) -> Kept | None:
        """Backs up by itself if it is time and something was changed. Raises NoBackup."""
        return keeping.at_times(self.path, self.pictures, reason, job)

    def restore(self, file: Path, job: Job | None = None) -> Restored:
        """Makes the catalogue what a backup holds; its present state is kept beside it, and the answer says where."""
        with self._lock:
            self._let_go()
            done = restore.restore(self.path, self.pictures.folder, file, job)
            self._look()
        self._tell(Changes(None, f"Restored {file.name}", changed=EveryRow()))
        return done

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

    def _change(
        self, kind: str, work: Callable[[Writer, str], tuple[str, Any]], by: Any, job: Job | None = None
    ) -> Changes:
        with self._lock, self._guarded(), self._held().connect() as connection:
            transaction = connection.begin()
            now = dates.now()
            operation_id = history.begin(connection, kind, now)
            writer = Writer(connection, operation_id)
            doubted: tuple[Doubt, ...] = ()
            try:
                label, result = work(writer, now)
                if not writer.changed_rows:
                    transaction.rollback()
                    return Changes(None, label, by=by, result=result)
                if kind == "do":
                    doubted = twins.refresh(writer, writer.touched.films)
                else:
                    titles.refresh(connection, writer.touched.films)
                if len(label) > _LONGEST_LABEL:
                    label = f"{label[: _LONGEST_LABEL - 1].rstrip()}…"
                history.finish(connection, operation_id, label)
                if kind == "do":
                    retention.forget(connection, min(retention.outdated(connection), operation_id))
                rows = listing.refresh(connection, *writer.touched.resolve(connection), job=job)
                notes = hanging.lent_though_gone(connection, writer.touched.handed) if kind == "do" else ()
                transaction.commit()
                self._journal = _identity(self._beside("-wal"))
            except BaseException:
                transaction.rollback()
                raise
            finally:
                writer.forget_much()
            if writer.changed_rows > listing.AT_ONCE:
                listing.analyze(connection)
        added, changed, removed, films = map(frozenset, rows)
        return self._tell(Changes(operation_id, label, added, changed, removed, films, by, result, notes, doubted))

    def _tell(self, changes: Changes) -> Changes:
        for listener in tuple(self._listeners):
            listener(changes)
        return changes

    def _held(self) -> Engine:
        # SQLite would go on writing into a file that has no name any more: it is lost when the program ends.
        now = _identity(self.path)
        if now is None:
            raise UserError(f"{self.path} is no longer there; nothing was changed. Put it back, then try again.")
        self._file = self._file or now
        if now != self._file:
            raise UserError(f"{self.path} was replaced by another file; nothing was changed. Look again.")
        return self._writes

    def _look(self) -> None:
        # On the connection that writes, the number moves with the commits of others and never with our own.
        with self._guarded(), closing(self._held().raw_connection()) as connection:
            cursor = connection.cursor()
            self._version = int(cursor.execute("PRAGMA data_version").fetchone()[0])
            cursor.close()
        self._journal = _identity(self._beside("-wal"))

    def _take_up(self) -> None:
        held = self._file
        self._let_go()
        self._file = held
        with self._guarded():
            # It may be half written as yet: nothing is made or upgraded here.
            if upgrade.stored_revision(self.path) != upgrade.HEAD:
                raise UserError(f"{self.path} was replaced by another file. Close the window, then open it again.")
        self._file = None

    def _let_go(self) -> None:
        self._reads.dispose()
        self._writes.dispose()
        replaced = self._file is not None and _identity(self.path) not in (None, self._file)
        if replaced and self._journal is not None and _identity(self._beside("-wal")) == self._journal:
            # SQLite leaves the journal of a file that was moved, and would write its pages into the one there now.
            for suffix in ("-wal", "-shm"):
                self._beside(suffix).unlink(missing_ok=True)
        self._file = None

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        # Faults of the machine and the file become the sentence a person can act on; bugs go on as they are.
        try:
            yield
        except Exception as error:
            raise damage.explained(error, self.path) or error from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
