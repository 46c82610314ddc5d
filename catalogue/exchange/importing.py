"""Imports: recognises each file, reads it, hands all of it to the collection as one operation, and says what became
of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from catalogue import paths as places
from catalogue.collection import Collection
from catalogue.collection.commands import FilmName, ImportDocuments, Incoming
from catalogue.collection.commands.documents import Pending, Taken
from catalogue.errors import Cancelled, NoBackup, UserError
from catalogue.exchange import formats, json_import, sources
from catalogue.exchange.receipt import FileReceipt, Problem, Receipt
from catalogue.exchange.sources import Source
from catalogue.fields.draft import KNOWN_FROM, DocumentDraft, FactDraft
from catalogue.fields.text import fold
from catalogue.jobs import Job
from catalogue.pages import reader
from catalogue.pages.page import prepare

_PASTED = "pasted text"
_FINDABLE = 3
"""Shorter values of a saved page stand in too many places to mark one."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that was looked at once: what must be known of it before any page is taken in."""

    receipt: FileReceipt
    source: Source
    sha256: str
    turn: int
    people: frozenset[str]


def run(
    collection: Collection,
    paths: Sequence[Path | str],
    *,
    format_key: str | None = None,
    film: str | None = None,
    attach_to: int | None = None,
    dry_run: bool = False,
    job: Job | None = None,
    by: Any = None,
) -> Receipt:
    """Imports files, folders, zips or standard input (`-`).

    `film` ("Title (Year)") or `attach_to` (a row) says which film pages are about. Files that cannot be read are in
    the receipt; the others are imported all the same. Raises UserError when nothing can be done at all.
    """
    if format_key not in (None, *(known.key for known in formats.known() if known.reads)):
        raise UserError(f"There is no format “{format_key}” to read; the command “formats” lists them.")
    name = parse_film(film) if film else None
    job = job or Job()
    files = list(sources.expand(paths))
    if not files:
        raise UserError("There is no file in what was given; nothing was imported.")
    receipt = Receipt([])
    pages: list[_Page] = []
    reading = _Reading(collection)
    catalogues: list[tuple[FileReceipt, json_import.Export]] = []
    for done, file in enumerate(files):
        job.step(done, len(files), "Reading")
        fate = FileReceipt(file.name)
        receipt.files.append(fate)
        try:
            data = b"" if file.path else file.read()
            if json_import.recognises(data or file.head()) and format_key in (None, json_import.KEY):
                fate.format, fate.confidence = json_import.KEY, 1.0
                catalogues.append((fate, json_import.load(file.path or data, job)))
            else:
                pages.append(reading.look(fate, file, data or file.read(), format_key))
        except UserError as error:
            fate.refuse(str(error))
    if not pages and not catalogues:
        return receipt
    if dry_run:
        _rehearse(collection, pages, catalogues)
        return receipt
    for fate, export in catalogues:
        with _each_alone(receipt, [fate]):
            receipt.operation = take_in_export(collection, fate, export, by=by, job=job) or receipt.operation
    with _each_alone(receipt, [page.receipt for page in pages]):
        _take_in(collection, receipt, pages, partial(reading.take_in, film=name, row_id=attach_to), by, job)
    return receipt


def _take_in(
    collection: Collection,
    receipt: Receipt,
    pages: Sequence[_Page],
    take_in: Callable[[_Page], Incoming],
    by: Any,
    job: Job,
) -> None:
    """Imports pages, all of them as one operation."""
    if not pages:
        return
    pending = tuple(Pending(page.turn, partial(take_in, page)) for page in pages)
    changes = collection.run(ImportDocuments(pending, reader.read), by, job)
    for page, taken in zip(pages, changes.result, strict=True):
        _note(page.receipt, taken)
    receipt.operation = changes.operation or receipt.operation


@contextmanager
def _each_alone(receipt: Receipt, fates: Sequence[FileReceipt]) -> Iterator[None]:
    """What is wrong with some files stops no others: it stands in the receipt, where it is read file by file."""
    try:
        yield
    except NoBackup:
        raise  # it is no fault of the files, and the person decides
    except UserError as error:
        for fate in fates:
            fate.refuse(str(error))
    except Cancelled:
        # What came in before is in.
        if receipt.operation is None:
            raise
        for fate in fates:
            fate.refuse("Cancelled; nothing of it was imported.")


def take_in_export(
    collection: Collection, fate: FileReceipt, export: json_import.Export, *, by: Any = None, job: Job | None = None
) -> int | None:
    """Imports an export that was gone through and notes what became of it. Returns the operation, if one was made."""
    changes = collection.run(json_import.command(export), by, job)
    for verdict, number in changes.result.verdicts.items():
        fate.count(verdict, number)
    fate.problems += [Problem(None, field, message) for field, message in changes.result.doubts]
    _leave_out(fate, export)
    return changes.operation


def run_text(collection: Collection, text: str, *, attach_to: int | None = None, by: Any = None) -> Receipt:
    """Imports a page that was pasted, as it was understood."""
    try:
        draft = draft_text(collection, text)
    except UserError as error:
        fate = FileReceipt(_PASTED)
        fate.refuse(str(error))
        return Receipt([fate])
    return run_draft(collection, Incoming(draft, None, attach_to), by=by)


def draft_text(collection: Collection, text: str) -> DocumentDraft:
    """What is understood of a page that was pasted; nothing is changed. Raises UserError for what is no page."""
    reading = _Reading(collection)
    source = Source(_PASTED, lambda: text.encode("utf-8", "replace"))
    page = reading.look(FileReceipt(_PASTED), source, source.read(), None)
    return reading.take_in(page).draft


def run_draft(collection: Collection, incoming: Incoming, by: Any = None) -> Receipt:
    """Imports a page that a person looked through, with their corrections, as one operation."""
    fate = FileReceipt(_PASTED, incoming.draft.kind, incoming.draft.confidence)
    changes = collection.run(ImportDocuments((incoming,), reader.read), by)
    _note(fate, changes.result[0])
    return Receipt([fate], changes.operation)


def page_words(draft: DocumentDraft) -> tuple[str, list[tuple[int, int] | None]]:
    """A page as a person reads it, and where in it each fact stands, as far as that can be told."""
    page = prepare(draft.text)
    if not page.is_saved:
        return draft.text, [_place(fact, len(draft.text)) for fact in draft.facts]
    return page.text, [_search(page.text, fact) for fact in draft.facts]


def _place(fact: FactDraft, length: int) -> tuple[int, int] | None:
    if fact.start is None or fact.end is None or not 0 <= fact.start < fact.end <= length:
        return None
    return fact.start, fact.end


def _search(text: str, fact: FactDraft) -> tuple[int, int] | None:
    # Facts of a saved web page stand nowhere in its words; most of them can be found there again.
    value = fact.value
    if isinstance(value, dict):
        value = value.get("person") or value.get("text") or value.get("rating") or value.get("id")
    first = str(value[0] if isinstance(value, list) and value else value).splitlines()
    at = text.find(first[0]) if first and len(first[0]) >= _FINDABLE else -1
    return (at, at + len(first[0])) if at >= 0 else None


def sample_paths() -> list[Path]:
    """The documents of the sample collection that ships with the program."""
    return sorted(places.data("seeds").glob("*.txt"))


def parse_film(text: str) -> FilmName:
    """`Title (Year)` or a title alone."""
    match = re.fullmatch(r"(.+?)\s*\((\d{4})\)\s*", text)
    if match:
        return FilmName(match[1].strip(), int(match[2]))
    if not text.strip():
        raise UserError("A film is named by its title, with the year in brackets: Stalin (1992).")
    return FilmName(text.strip())


class _Reading:
    """Reads pages twice and holds none of them: names that one page is sure of help to read the others."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._people: Counter[str] = Counter()

    def look(self, fate: FileReceipt, source: Source, data: bytes, format_key: str | None) -> _Page:
        """Reads a page for the first time. Raises UserError for what is no page."""
        text, guessed = sources.decode(data)
        if not text.strip():
            raise UserError("This file is empty.")
        draft = reader.read(text)
        if draft is None or (format_key is not None and draft.kind != format_key):
            wanted = f"a page of the kind {format_key}" if format_key else "a page or file that can be read"
            raise UserError(f"This is not {wanted}; nothing in it was read.")
        fate.format, fate.confidence = draft.kind, draft.confidence
        if guessed is not None:
            fate.problems.append(Problem(None, None, f"It is not UTF-8; it was read as {guessed.replace('_', '-')}."))
        facts = (fact for fact in draft.facts if fact.field == "credits" and fact.confidence >= KNOWN_FROM)
        people = frozenset(fold(fact.value["person"]) for fact in facts)
        self._people.update(people)
        return _Page(fate, source, draft.sha256, Incoming(draft).turn, people)

    def take_in(self, page: _Page, film: FilmName | None = None, row_id: int | None = None) -> Incoming:
        """Reads a page again, now that all pages were looked at. Raises UserError when it changed meanwhile."""
        text, _ = sources.decode(page.source.read())
        draft = reader.read(text, partial(self._known, page))
        if draft is None or draft.sha256 != page.sha256:
            raise UserError(f"{page.source.name} was changed while it was read; nothing was imported. Try again.")
        return Incoming(draft, film, row_id)

    def _known(self, page: _Page, names: AbstractSet[str]) -> AbstractSet[str]:
        # What a page says itself is no further evidence for it.
        others = {name for name in names if self._people[name] > (name in page.people)}
        return others | self._collection.known_people(names)


def _rehearse(
    collection: Collection, pages: list[_Page], catalogues: list[tuple[FileReceipt, json_import.Export]]
) -> None:
    known = collection.known_documents([page.sha256 for page in pages])
    for page in pages:
        page.receipt.count("same" if page.sha256 in known else "new")
    for fate, export in catalogues:
        fate.count("new", export.records)
        _leave_out(fate, export)


def _leave_out(fate: FileReceipt, export: json_import.Export) -> None:
    fate.count("rejected", export.lists.rejected)
    fate.problems += export.lists.problems
    fate.lost += export.lists.lost


def _note(fate: FileReceipt, taken: Taken) -> None:
    fate.count(taken.verdict)
    fate.problems += [Problem(None, None, note) for note in taken.notes]
