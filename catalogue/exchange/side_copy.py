"""A copy of the catalogue in plain files beside it, kept up to date behind the person's back: one file for each record.

The records are those of an export, made by the same code. A file names its list and its catalogue, and has a hash of
its records, so that neither its name nor its folder has to be true; `rebuilding` makes a catalogue of what is whole.
The mark of the folder is written last: it says up to which operation of the history the files are true. Whoever finds
it behind writes what was touched since, or everything where the history no longer tells.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Collection as Collected
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue import settings, writing
from catalogue.collection import Collection, finding
from catalogue.errors import UserError
from catalogue.exchange import json_export
from catalogue.exchange.json_export import Export
from catalogue.exchange.sources import COPY_MARK
from catalogue.fields.draft import Entity
from catalogue.jobs import Job
from catalogue.store import tables
from catalogue.store.engine import batches, in_ids
from catalogue.store.pictures import uid_of
from catalogue.store.touched import Touched
from catalogue.store.upgrade import HEAD

Json = dict[str, Any]

FORMAT, VERSION = "disc-catalogue-copy", 1
_NEXT, _OLD = ".next", ".old"
PICTURES = "pictures"

QUICK = 500
"""So many touched records are written by the way; a full copy of more goes on in the background, or another time."""
_SLICE = 100  # records written at once in a full copy, which is left for other work after each
_SHELF = 1000  # ids whose files share a folder; of people, whose records share a file
_LONGEST = 100  # bytes of a title in the name of a file
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\s]+')

RECORDS: dict[str, Entity] = {"films": "film", "editions": "edition", "copies": "copy"}
RECORD_LISTS = ("documents", *RECORDS)
"""The lists of which each record has a file of its own."""
_WHOLE = ("documents", "people", *RECORDS)
_Ids = Mapping[str, Collected[int]]
_MADE_OF = {
    "pictures": ("picture",),
    "contacts": ("contact",),
    "loans": ("loan", "contact"),
    "viewings": ("viewing",),
    "places": ("place",),
    "spellings": ("spelling",),
    "saved_searches": ("saved_search",),
    "custom_fields": ("custom_field",),
}
"""Of the short lists the tables that they follow from; one that is not named here is made anew each time."""
_MOST = 20_000
"""After so many changed rows everything is looked at instead of each of them."""
_LOST, _BEHIND, _CURRENT = "lost", "behind", "current"
_COMING_AND_GOING = ("pictures", "loans", "viewings")
"""Short lists that hold rows of such records only as are not in the trash."""


class CopyError(UserError):
    """The copy could not be written; the catalogue itself is not concerned."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What the folder says of itself: of which catalogue it is, and up to which operation it is true.

    `after` is how far a full copy came: the list, and the last id of it that was written. `counts` are the records.
    """

    catalogue: str
    schema: str
    operation: int
    at: str | None
    counts: Mapping[str, int]
    after: tuple[str, int] | None = None


def folder_of(catalogue: Path) -> Path:
    """Where the copy of a catalogue is: beside it, and never in the folder that is the copy of another."""
    catalogue = catalogue.resolve()
    folder, own = catalogue.with_name(catalogue.name + writing.COPY), uid_of(catalogue)
    if own is None or not folder.exists() or _is_of(folder, own):
        return folder
    return catalogue.with_name(f"{catalogue.name}.{own[:8]}{writing.COPY}")


def _is_of(folder: Path, uid: str) -> bool:
    mark = read_mark(folder)
    if mark is not None:
        return mark.catalogue == uid
    for file in record_files(folder):
        with suppress(ValueError):
            return read_file(file).catalogue == uid
    # A folder that has other things in it is somebody's own.
    return folder.is_dir() and all(file.name.startswith(".") for file in folder.iterdir())


def read_mark(folder: Path) -> Mark | None:
    """What a folder says of itself; None where it says nothing that can be understood."""
    try:
        found = json.loads((folder / COPY_MARK).read_text(encoding="utf-8"))
        if found["format"] != FORMAT or found["version"] != VERSION:
            return None
        after = found["after"]
        mark = Mark(*(found[name] for name in ("catalogue", "schema", "operation", "at", "counts")))
        whole = isinstance(mark.operation, int) and isinstance(mark.catalogue, str) and isinstance(mark.counts, dict)
        return replace(mark, after=(str(after[0]), int(after[1])) if after else None) if whole else None
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def note(collection: Collection) -> str | None:
    """Whether the copy is behind the catalogue, in a sentence; None where it is not, or where there is none."""
    folder = folder_of(collection.path)
    if not folder.exists():
        return None
    mark = read_mark(folder)
    with collection.reading() as connection:
        if mark is not None and mark.after is None and _goes_on(connection, mark) == _CURRENT:
            return None
    if not settings.get(settings.SIDE_COPY):
        return f"The copy in {folder.name} is out of date: it is switched off ({settings.SIDE_COPY.key})."
    return f"The copy in {folder.name} is not up to date yet; “backup” brings it up to date, and the window by and by."


def problems(collection: Collection, job: Job | None = None) -> list[str]:
    """What is damaged of the copy, in words; nothing is changed."""
    job = job or Job()
    folder = folder_of(collection.path)
    if not settings.get(settings.SIDE_COPY) or not folder.exists():
        return []
    found = []
    if read_mark(folder) is None:
        found.append(f"{folder.name}/{COPY_MARK} cannot be read.")
    for done, file in enumerate(record_files(folder)):
        job.step(done, 0, "Checking the copy")
        name = file.relative_to(folder.parent).as_posix()
        try:
            if not read_file(file).whole:
                found.append(f"{name} was changed since it was written.")
        except ValueError:
            found.append(f"{name} cannot be read.")
    return found


@dataclass(frozen=True, slots=True)
class CopyFile:
    """The records of one file; one that is not `whole` was changed by somebody else since it was written."""

    catalogue: str
    name: str
    records: list[Any]
    operation: int
    whole: bool


def record_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that may hold records, in the order of their names. Links are not followed."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != PICTURES)
        for name in sorted(names):
            file = Path(place, name)
            if name.lower().endswith(".json") and file != folder / COPY_MARK:
                yield file


def read_file(file: Path) -> CopyFile:
    """What a file of the copy holds. Raises ValueError for what cannot be read or is none."""
    try:
        if file.is_symlink() or not file.is_file():
            raise ValueError("This is no plain file.")
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, RecursionError) as error:
        raise ValueError(str(error)) from error
    try:
        records, operation = found["records"], found["operation"]
        right = found["format"] == FORMAT and isinstance(records, list) and isinstance(operation, int)
        if not right or not isinstance(found["list"], str) or not isinstance(found["catalogue"], str):
            raise ValueError("This is no file of a copy.")
        return CopyFile(found["catalogue"], found["list"], records, operation, found["sha256"] == _hash(records))
    except (KeyError, TypeError, UnicodeEncodeError) as error:
        raise ValueError("This is no file of a copy.") from error


def bring_up_to_date(collection: Collection, job: Job | None = None, *, quick: bool = False) -> bool:
    """Writes what changed since the copy was written last. Returns whether the copy is complete now.

    With `quick`, only what takes a moment; the rest is left for another time. Raises CopyError, and Cancelled: what
    was written stays, and the next time goes on from there. Nobody waits for another program that writes it already.
    """
    job = job or Job()
    if not settings.get(settings.SIDE_COPY):
        return False
    try:
        with collection.reading() as connection:
            if not _last(connection)[0]:
                return True
        folder = folder_of(collection.path)
        _put_next(folder)
        folder.mkdir(mode=0o700, exist_ok=True)
        with _locked(folder) as free:
            if not free:
                return False
            with writing.workshop(folder) as scratch:
                copy = _Copy(collection, folder, scratch, job)
                complete = copy.bring_up_to_date(quick=quick)
        if copy.has_next:
            folder.rename(_beside(folder, _OLD))
            _put_next(folder)
        return complete
    except OSError as error:
        reason = error.strerror or str(error)
        raise CopyError(
            f"The copy in {collection.path.name}{writing.COPY} could not be written ({reason}). Your catalogue is "
            "safe; the copy is brought up to date when it can be."
        ) from error


def _beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(folder.name + suffix)


def _put_next(folder: Path) -> None:
    """Puts a complete new copy in the place of the old one, also where a program was killed while it did that."""
    following, old = _beside(folder, _NEXT), _beside(folder, _OLD)
    mark = read_mark(following)
    if not folder.exists() and mark is not None and mark.after is None:
        following.rename(folder)
    if folder.exists() and old.exists():
        shutil.rmtree(old, ignore_errors=True)


class _Copy:
    """One round of writing, by the one program that has the lock. `has_next` says that another copy is to follow.

    Records of two histories must never lie side by side, where one of them may take the other's for what belongs to it.
    """

    def __init__(self, collection: Collection, folder: Path, scratch: Path, job: Job) -> None:
        self.collection = collection
        self.folder = folder
        self.scratch = scratch
        self.job = job
        self.uid = uid_of(collection.path) or ""
        self.mark = read_mark(folder)
        self.operation = 0  # the last one when a round began
        self.has_next = False
        self._there: dict[Path, dict[int, list[str]]] = {}

    def bring_up_to_date(self, *, quick: bool) -> bool:
        """Goes on until nothing changed any more; other changes may come in between."""
        while True:
            self.job.step(0, 0, "Copying")
            self._there.clear()
            with self.collection.reading() as connection:
                last = self.operation, _ = _last(connection)
                since = _Since(connection, self.mark)
                if since.nothing:
                    shutil.rmtree(_beside(self.folder, _NEXT), ignore_errors=True)
                    return True
                if since.lost and next(record_files(self.folder), None) is not None:
                    break
                everything = _everything(connection)
            touched = since.touched
            if quick and sum(map(len, everything.values() if touched is None else touched.values())) > QUICK:
                return False
            if touched is not None:
                self._write_records(everything, touched)
                self._write_others(everything, since)
            elif since.begun is None:
                self._mark(Mark(self.uid, HEAD, *last, {}, ("", 0)))
                self._write_all(everything)
            else:
                last = since.begun.operation, since.begun.at
                self._write_all(everything)
            # What changed meanwhile is still to be written: the history has it since that operation.
            self._mark(Mark(self.uid, HEAD, *last, {name: len(everything[name]) for name in RECORD_LISTS}))

        self.has_next = self._write_next(quick=quick)
        return self.has_next

    def _write_next(self, *, quick: bool) -> bool:
        """Writes another copy beside this one, which stays whole until that is complete."""
        folder = _beside(self.folder, _NEXT)
        if self.folder.name.endswith(_NEXT):
            return False  # a backup was restored meanwhile: another time
        with self.collection.reading() as connection:
            if _goes_on(connection, read_mark(folder)) == _LOST:
                shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        return _Copy(self.collection, folder, self.scratch, self.job).bring_up_to_date(quick=quick)

    def _write_all(self, everything: _Ids) -> None:
        """Writes everything, or the rest of what was begun; what is equal already stays."""
        self._write_records(everything, everything, self.mark)
        self._write_others(everything)
        for name in RECORD_LISTS:
            place = self.folder / name
            for shelf in sorted(place.iterdir()) if place.is_dir() else ():
                if shelf.is_dir():
                    self._remove(shelf, self._files(shelf).keys() - everything[name])
        # Nobody of a shelf may be left; of one whose people take part in nothing, its file is gone already.
        shelves = {number // _SHELF * _SHELF for number in everything["people"]}
        self._remove(self.folder / "people", self._files(self.folder / "people").keys() - shelves)

    def _write_records(self, everything: _Ids, wanted: _Ids, begun: Mark | None = None) -> None:
        """Writes records slice by slice, so that other work goes in between; those that are gone lose their files."""
        members = {entity: everything[name] for name, entity in RECORDS.items()}
        after = begun.after if begun is not None and begun.after else ("", 0)
        total, done = sum(map(len, wanted.values())), 0
        lists = list(everything)
        for place, name in enumerate(lists):
            # Who takes part in nothing any more leaves a file that others share.
            here = set(wanted[name]) if name == "people" else set(wanted[name]).intersection(everything[name])
            for ids in batches(sorted(here), _SHELF if name == "people" else _SLICE):
                done += len(ids)
                if (place, ids[-1]) <= (lists.index(after[0]) if after[0] in lists else 0, after[1]):
                    continue
                self.job.step(done, total, "Copying")
                with self.collection.reading() as connection:
                    self._write(Export(connection, members), name, ids)
                if begun is not None and done % (_SLICE * 20) < len(ids):
                    self._mark(replace(begun, after=(name, ids[-1])))
        for name in RECORD_LISTS:
            gone = set(wanted[name]) - set(everything[name])
            for shelf in {self._shelf(name, number) for number in gone}:
                self._remove(shelf, gone & self._files(shelf).keys())

    def _write_others(self, everything: _Ids, since: _Since | None = None) -> None:
        """Writes the short lists, those that may be other than before."""
        members = {entity: everything[name] for name, entity in RECORDS.items()}
        with self.collection.reading() as connection:
            for name, records in Export(connection, members).others():
                self.job.step(0, 0, "Copying")
                if since is None or since.may_change(name):
                    listed = list(records)
                    self._write_file(self.folder / f"{name}.json", name, listed)
                    if name == "pictures":
                        self._keep_pictures({record["sha256"] for record in listed})

    def _write(self, export: Export, name: str, ids: Collected[int]) -> None:
        """Writes the files of records that are still there."""
        if name == "people":
            for start in sorted({number // _SHELF * _SHELF for number in ids}):
                self._write_people(export, start)
            return
        table = _table(name)
        here = set(export.connection.scalars(sa.select(table.c.id).where(in_ids(table.c.id, ids))))
        numbers = [number for number in ids if number in here]
        made = export.documents(numbers) if name == "documents" else export.records(RECORDS[name], numbers)
        for record in made:
            number = int(record["id"].partition(":")[2])
            self._put(self._shelf(name, number), number, _title(record), name, [record])

    def _write_people(self, export: Export, start: int) -> None:
        person, credit = tables.person, tables.credit
        theirs = sa.select(credit.c.id).where(
            credit.c.person_id == person.c.id, in_ids(credit.c.film_id, export.ids["film"])
        )
        here = person.c.id.between(start, start + _SHELF - 1)
        ids = list(export.connection.scalars(sa.select(person.c.id).where(here, sa.exists(theirs))))
        name = "people"
        if ids:
            self._put(self.folder / name, start, f"to {start + _SHELF - 1:06d}", name, list(export.people(ids)))
        else:
            self._remove(self.folder / name, {start})

    def _keep_pictures(self, wanted: set[str]) -> None:
        """Links the pictures, which are never written in place; copies them where the disk knows no links."""
        place = self.folder / PICTURES
        there = {file.name.partition(".")[0]: file for file in place.glob("[0-9a-f][0-9a-f]/*.*")}
        for sha256 in wanted - there.keys():
            file = self.collection.picture_file(sha256)
            if file is None:
                continue
            target = place / sha256[:2] / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = self._partial()
            partial.unlink(missing_ok=True)
            try:
                os.link(file, partial)
            except OSError:
                shutil.copyfile(file, partial)
            partial.replace(target)
        for sha256 in there.keys() - wanted:
            there[sha256].unlink(missing_ok=True)

    def _shelf(self, name: str, number: int) -> Path:
        return self.folder / name if name == "people" else self.folder / name / f"{number // _SHELF * _SHELF:06d}"

    def _files(self, shelf: Path) -> dict[int, list[str]]:
        """The names of files in a folder by the ids that they begin with."""
        if shelf not in self._there:
            found: dict[int, list[str]] = {}
            with suppress(FileNotFoundError):
                for file in shelf.iterdir():
                    if match := FILE_NAME.fullmatch(file.name):
                        found.setdefault(int(match[1]), []).append(file.name)
            self._there[shelf] = found
        return self._there[shelf]

    def _put(self, shelf: Path, number: int, title: str, name: str, records: list[Json]) -> None:
        file_name = f"{number:06d} {title}".strip() + ".json"
        self._write_file(shelf / file_name, name, records)
        for other in self._files(shelf).get(number, []):
            # Some disks take capital and small letters, or two ways of writing one accent, for the same name.
            if other != file_name and not _same(shelf / other, shelf / file_name):
                (shelf / other).unlink(missing_ok=True)
        self._files(shelf)[number] = [file_name]

    def _remove(self, shelf: Path, numbers: Iterable[int]) -> None:
        for number in list(numbers):
            for name in self._files(shelf).pop(number, []):
                (shelf / name).unlink(missing_ok=True)

    def _write_file(self, file: Path, name: str, records: list[Json]) -> None:
        head = {"format": FORMAT, "version": VERSION, "catalogue": self.uid, "list": name, "sha256": _hash(records)}
        text = _dumps(head)[:-1] + ',\n"records": ' + _dumps(records, indent=1)
        data = text.encode()
        try:
            # What is there is left alone while it says the same: its last line alone may be another.
            if file.read_bytes().rpartition(b",\n")[0] == data:
                return
        except FileNotFoundError:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            pass
        self._replace(file, data + f',\n"operation": {self.operation}}}\n'.encode())

    def _mark(self, mark: Mark) -> None:
        what = "A copy of a catalogue of films on disc, made by Disc Catalogue. “disc-catalogue rebuild” reads it."
        head = {"format": FORMAT, "version": VERSION, "what": what}
        self._replace(self.folder / COPY_MARK, _dumps(head | asdict(mark), indent=1).encode())
        self.mark = mark

    def _replace(self, file: Path, data: bytes) -> None:
        # First beside, then moved: a killed program leaves no half file under the final name.
        partial = self._partial()
        partial.write_bytes(data)
        partial.replace(file)

    def _partial(self) -> Path:
        return self.scratch / "new"


FILE_NAME = re.compile(r"(\d{6,})(?: (.*))?\.json", re.DOTALL)
"""The names of the files of records: an id, and a title that is there for people alone."""


class _Since:
    """What was touched since a copy was written: `touched` by list, None where everything is to be looked at.

    `begun` is the mark of a full copy that was left half-way. `lost`: the history does not go on from the copy.
    """

    def __init__(self, connection: Connection, mark: Mark | None) -> None:
        self.connection = connection
        self.touched: dict[str, set[int]] | None = None
        self.begun: Mark | None = None
        self.nothing = False
        self.lost = False
        self._tables: set[str] = set()
        self._moved = False
        state = _goes_on(connection, mark)
        if mark is None or state == _LOST:
            self.lost = True
            return
        if mark.after is not None:
            self.begun = mark
        elif state == _CURRENT:
            self.nothing = True
        else:
            self._look(mark.operation)

    def may_change(self, name: str) -> bool:
        """Whether one of the short lists may be other than before."""
        needed = _MADE_OF.get(name)
        return needed is None or bool(self._tables.intersection(needed)) or (self._moved and name in _COMING_AND_GOING)

    def _look(self, operation: int) -> None:
        change, touched = tables.row_change, Touched()
        found: dict[str, set[int]] = {name: set() for name in _WHOLE}
        query = sa.select(change).where(change.c.operation_id > operation).order_by(change.c.id)
        rows = self.connection.execute(query.limit(_MOST + 1)).all()
        self._tables = {row.table_name for row in rows}
        spread = sum(row.last_id - row.first_id + 1 for row in rows)
        # The values of an own field are in its records under its name.
        if max(len(rows), spread) > _MOST or "custom_field" in self._tables:
            return
        for row in rows:
            table, ids, data = tables.metadata.tables[row.table_name], _ids(row), row.data or {}
            query = sa.select(table).where(in_ids(table.c.id, ids))
            images = [dict(one) for one in self.connection.execute(query).mappings()]
            if row.action == "delete":
                images.append(data)
            elif row.action == "update":
                images += [one | {name: pair[0] for name, pair in data.items()} for one in images]
            for one in images:
                touched.add(table, [one])
            self._moved |= table in (tables.film, tables.copy) and (row.action != "update" or "deleted_at" in data)
            for name in RECORD_LISTS:
                if table is _table(name):
                    found[name].update(ids)
            if "document_id" in table.c:
                found["documents"].update(one["document_id"] for one in images if one["document_id"] is not None)
            if table is tables.person:
                found["people"].update(ids)
            elif table is tables.credit:
                found["people"].update(one["person_id"] for one in images)
        films, editions, copies = touched.resolve(self.connection)
        self.touched = found
        self._follow(found, films, editions, copies)

    def _follow(self, found: dict[str, set[int]], films: set[int], editions: set[int], copies: set[int]) -> None:
        """Adds what comes and goes with records, or speaks of them."""
        film, edition, copy, contents = tables.film, tables.edition, tables.copy, tables.contents
        credit, attachment, fact = tables.credit, tables.attachment, tables.fact
        films, editions, copies = films | found["films"], editions | found["editions"], copies | found["copies"]
        editions |= self._scalars(copy.c.edition_id, copy.c.id, copies)
        editions |= self._scalars(contents.c.edition_id, contents.c.film_id, films)
        films |= self._scalars(contents.c.film_id, contents.c.edition_id, editions)
        found["films"] = json_export.with_above(self.connection, film.c.parent_id, films)
        found["editions"] = json_export.with_above(self.connection, edition.c.box_set_id, editions)
        found["copies"] = copies
        if self._moved:
            found["people"] |= self._scalars(credit.c.person_id, credit.c.film_id, found["films"])
        found["documents"] |= self._scalars(attachment.c.document_id, attachment.c.film_id, films)
        for name, entity in RECORDS.items():
            said = sa.select(fact.c.document_id).where(fact.c.about == entity, in_ids(fact.c.record_id, found[name]))
            found["documents"].update(self.connection.scalars(said.distinct()))

    def _scalars(self, wanted: sa.Column[Any], known: sa.Column[Any], ids: Iterable[int]) -> set[int]:
        return set(self.connection.scalars(sa.select(wanted).where(in_ids(known, ids)).distinct()))


def _goes_on(connection: Connection, mark: Mark | None) -> str:
    """Whether a copy is current, or the history goes on from its operation, or knows of it no more."""
    last, operation = _last(connection)[0], tables.operation
    if mark is None or mark.schema != HEAD or mark.operation > last:
        return _LOST
    query = sa.select(operation.c.id, operation.c.at).where(operation.c.id >= mark.operation)
    first = connection.execute(query.order_by(operation.c.id).limit(1)).one()
    if first.id == mark.operation:
        # A backup that was restored may have another operation of that number.
        return _LOST if first.at != mark.at else _CURRENT if first.id == last else _BEHIND
    # The operation itself may be forgotten, but none that came later.
    return _BEHIND if first.id == mark.operation + 1 else _LOST


def _ids(row: Any) -> range:
    return range(row.first_id, row.last_id + 1)


def _table(name: str) -> sa.Table:
    return tables.document if name == "documents" else tables.RECORDS[RECORDS[name]]


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def _last(connection: Connection) -> tuple[int, str | None]:
    """The last operation of the history with its moment; 0 where nothing was done yet."""
    operation = tables.operation
    row = connection.execute(sa.select(operation.c.id, operation.c.at).order_by(operation.c.id.desc()).limit(1)).first()
    return (row.id, row.at) if row is not None else (0, None)


def _everything(connection: Connection) -> dict[str, Collected[int]]:
    """The ids of all that an export of the whole catalogue holds, by list; of people, those who may take part."""
    members = json_export.behind(connection, finding.find(connection, "").ids)
    export = Export(connection, members)
    found: dict[str, Collected[int]] = {
        "documents": frozenset(export.document_ids()),
        "people": frozenset(connection.scalars(sa.select(tables.person.c.id))),
    }
    return found | {name: frozenset(members[entity]) for name, entity in RECORDS.items()}


def _title(record: Json) -> str:
    """What of a record is worth a place in the name of its file; it can be anything, and leads nowhere."""
    said = str(record.get("title") or record.get("edition_name") or record.get("barcode") or "")
    year = record.get("year")
    plain = unicodedata.normalize("NFC", _NOT_IN_NAMES.sub(" ", said))
    plain = "".join(letter for letter in plain if unicodedata.category(letter)[0] != "C")
    plain = plain.encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").strip(" .")
    return f"{plain} ({year})" if plain and isinstance(year, int) else plain


def _dumps(value: Any, indent: int | None = None) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # Half of a letter beyond the first 65,536 cannot be written as it is.
    return text if text.isascii() or not _HALF.search(text) else json.dumps(value, indent=indent)


_HALF = re.compile("[\ud800-\udfff]")


def _hash(records: list[Any]) -> str:
    return hashlib.sha256(_dumps(records).encode()).hexdigest()


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether this program alone writes into the folder now."""
    file = folder / ".lock"
    file.touch()
    try:
        handle = writing.hold(file)
    except OSError as error:
        # A file system that knows no locks leaves it to luck: who comes second writes what the history says again.
        yield error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
        return
    try:
        yield True
    finally:
        os.close(handle)
