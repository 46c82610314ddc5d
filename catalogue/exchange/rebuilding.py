"""A new catalogue from the copy in plain files that lay beside one: all of it that can still be read.

What is damaged is named and left out. What spoke of it comes in without it; a disc whose film is lost has a film in
its place that bears the name, as far as that is known.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue import writing
from catalogue.collection import Collection
from catalogue.errors import UserError
from catalogue.exchange import json_export, json_import, side_copy
from catalogue.exchange.importing import take_in_export
from catalogue.exchange.json_shape import LISTS
from catalogue.exchange.receipt import FileReceipt
from catalogue.exchange.sources import COPY_MARK
from catalogue.fields.parts import film_name
from catalogue.jobs import Job
from catalogue.store import backup, pictures, upgrade
from catalogue.store.pictures import take_uid

Json = dict[str, Any]

_ONE = {"films": "film", "editions": "edition", "copies": "disc", "people": "person", "documents": "document"}
_TITLE = re.compile(r"(.+?)(?: \((\d{4})\))?")
_FORMATS = {"format": "disc-catalogue", "version": json_export.VERSION}


@dataclass(slots=True)
class Rebuilt:
    """What became of the copy: counts of records, and sentences about what is hurt or missing, and what is only odd."""

    counts: dict[str, int] = field(default_factory=dict)
    pictures: int = 0
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def words(self) -> str:
        """How much was rebuilt, as part of a sentence."""
        names = {name: _ONE[name] for name in ("films", "copies", "documents")}
        parts = [_number(self.counts.get(name, 0), one) for name, one in names.items()]
        return ", ".join([*parts, _number(self.pictures, "picture")])


def rebuild(folder: Path, target: Path, job: Job | None = None) -> Rebuilt:
    """Makes a catalogue of the copy in a folder. Raises UserError for another folder, or a target with things in it."""
    job = job or Job()
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder; nothing was changed. Name the folder that ends in “.copy”.")
    found = _Found(folder, job)
    if not found.files:
        raise UserError(f"There is no file of a copy in {folder}; nothing was changed.")
    _refuse_full(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with writing.workshop(target.resolve().parent) as scratch:
        export_file = scratch / "catalogue.json"
        with export_file.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as out:
            found.write(out.write)
        export = json_import.load(export_file, job)
        done = found.done
        done.problems += [problem.message for problem in export.lists.problems]
        done.problems += [f"Lost: {lost}." for lost in export.lists.lost]
        Collection.open(target, new=True).close()
        if found.uid is not None and not done.problems:
            # The same catalogue again, which goes on with this copy. One that lost something leaves it as it is.
            take_uid(target, found.uid)
        collection = Collection.open(target)
        try:
            fate = FileReceipt(str(folder))
            take_in_export(collection, fate, json_import.Export(export.lists, found.pictures), job=job)
            told = {problem.message for problem in export.lists.problems}
            done.notes += [problem.message for problem in fate.problems if problem.message not in told]
        finally:
            collection.close()
    return done


def _refuse_full(target: Path) -> None:
    advice = f"Move {target.name} away, or name another file with --catalogue."
    try:
        if upgrade.stored_revision(target) is None:
            return
        there = backup.contents(target)
    except UserError as error:
        raise UserError(f"{error} {advice}") from None
    except sqlite3.Error as error:
        raise UserError(f"{target} cannot be opened ({error}); nothing was changed. {advice}") from error
    if there.last_change or there.films or there.copies or there.documents:
        raise UserError(f"There is a catalogue {target} with things in it; nothing was changed. {advice}")


class _Found:
    """What lies in the folder: gone through once to know what is whole, and once more to write an export of it."""

    def __init__(self, folder: Path, job: Job) -> None:
        self.folder = folder
        self.job = job
        self.done = Rebuilt()
        self.mark = side_copy.read_mark(folder)
        self.uid = self.mark.catalogue if self.mark is not None else None
        # Of each list the files, by the id of the one record or the first of several.
        self.files: dict[str, dict[str, tuple[Path, int]]] = {}
        self.ids: dict[str, set[str]] = {name: set() for name in LISTS}
        self._custom: dict[tuple[str, str], None] = {}
        self._known_custom: set[tuple[str, str]] = set()
        self._lost_names: dict[str, Json] = {}
        self._stand_ins: dict[str, dict[str, Json]] = {"films": {}, "editions": {}}
        self._missing: set[str] = set()
        self._look()
        self.pictures = _Pictures(folder, job)
        if self.files:
            self._compare()

    def write(self, write: Callable[[str], object]) -> None:
        """Writes an export of what can be read."""
        # Who stands in for what is lost is known when those that speak of it were gone through.
        order = (
            "copies",
            "editions",
            *(name for name in LISTS if name not in ("copies", "editions", "films")),
            "films",
        )
        write(json.dumps(_FORMATS)[:-1])
        for name in order:
            write(f',\n"{name}": [')
            comma = ""
            for record in self._sound(name):
                write(f"{comma}\n  {json.dumps(record, ensure_ascii=False)}")
                comma = ","
            write("]")
        write("}\n")

    def _look(self) -> None:
        files = list(side_copy.record_files(self.folder))
        if self.uid is None:
            self.uid = _most_named(files)
            if self.uid is not None:
                self.done.problems.append(f"{COPY_MARK} is missing or cannot be read.")
        unfinished = False
        for done, file in enumerate(files):
            self.job.step(done, len(files), "Reading the copy")
            name = file.relative_to(self.folder).as_posix()
            try:
                found = side_copy.read_file(file)
            except ValueError:
                self._note_unreadable(file, name)
                continue
            if found.catalogue != self.uid or found.name not in LISTS:
                self.done.notes.append(f"{name} is of another catalogue or version; it was left alone.")
                continue
            records = [record for record in found.records if isinstance(record, dict)]
            if not found.whole:
                self.done.problems.append(f"{name} was changed since it was written; it was taken as it is now.")
            unfinished = unfinished or (self.mark is not None and found.operation > self.mark.operation)
            self._take(file, found, records)
        if unfinished or (self.mark is not None and self.mark.after):
            self.done.notes.append("The copy was not up to date: the program ended while it was written.")

    def _note_unreadable(self, file: Path, name: str) -> None:
        self.done.problems.append(f"{name} cannot be read.")
        named = side_copy.FILE_NAME.fullmatch(file.name)
        title = _TITLE.fullmatch(named[2] or "") if named else None
        if named and title:
            entity = side_copy.RECORDS.get(name.partition("/")[0])
            year = int(title[2]) if title[2] else None
            self._lost_names[f"{entity}:{int(named[1])}"] = {"title": title[1]} | ({"year": year} if year else {})

    def _take(self, file: Path, found: side_copy.CopyFile, records: list[Json]) -> None:
        single = found.name in side_copy.RECORD_LISTS
        key = str(records[0].get("id")) if single and records else file.stem if found.name == "people" else found.name
        known = self.files.setdefault(found.name, {})
        # Of two files about one record, as a program leaves them that was killed, the newer one is true.
        if key in known and known[key][1] >= found.operation:
            return
        known[key] = (file, found.operation)
        for record in records:
            if isinstance(record.get("id"), str):
                self.ids[found.name].add(record["id"])
            if found.name in side_copy.RECORDS and isinstance(record.get("custom"), dict):
                self._custom.update(dict.fromkeys((side_copy.RECORDS[found.name], name) for name in record["custom"]))
            if found.name == "custom_fields":
                self._known_custom.add((record.get("of", "copy"), str(record.get("name"))))

    def _compare(self) -> None:
        """Says what the mark knew of and is not here, and which lists and pictures are missing."""
        for name, number in (self.mark.counts if self.mark is not None else {}).items():
            here = len(self.ids.get(name, ()))
            if isinstance(number, int) and here < number:
                one = _number(number - here, _ONE.get(name, "record"))
                self.done.problems.append(f"{one} of {number:,} {'is' if number - here == 1 else 'are'} missing.")
        for name in LISTS:
            if name not in self.files and name not in (*side_copy.RECORD_LISTS, "people"):
                self.done.problems.append(f"{name}.json is missing or cannot be read.")
        self.done.problems += [f"{side_copy.PICTURES}/{name} is damaged." for name in self.pictures.damaged]

    def _records(self, name: str) -> Iterator[Json]:
        files = self.files.get(name, {})
        for key in sorted(files, key=lambda key: (int("".join(re.findall(r"\d+", key)[:1]) or 0), key)):
            try:
                found = side_copy.read_file(files[key][0])
            except ValueError:
                raise UserError(f"{files[key][0]} was changed while it was read; nothing was changed.") from None
            yield from (record for record in found.records if isinstance(record, dict))

    def _sound(self, name: str) -> Iterator[Json]:
        """The records of a list without what is not here."""
        mend = getattr(self, f"_mend_{name}", None)
        for record in self._records(name):
            try:
                mended = record if mend is None else mend(record)
            except (TypeError, AttributeError, KeyError, ValueError):
                mended = record  # the check of its shape says what is wrong with it
            if mended is not None:
                self.done.counts[name] = self.done.counts.get(name, 0) + 1
                yield mended
        if name == "custom_fields":
            for entity, label in self._custom.keys() - self._known_custom:
                yield {"name": label, "kind": "text", "of": entity, "choices": []}
        for number, record in self._stand_ins.get(name, {}).items():
            self.ids[name].add(number)
            yield record

    def _mend_films(self, film: Json) -> Json:
        self._keep_to("films", film, "parent")
        film["documents"] = [one for one in film.get("documents") or () if self._here("documents", one)]
        for part in film.get("credits") or ():
            self._keep_to("people", part, "person_id")
        for part in film.get("texts") or ():
            self._keep_to("documents", part, "document")
        return self._mend_any(film, "film")

    def _mend_editions(self, edition: Json) -> Json:
        self._keep_to("editions", edition, "box_set")
        for part in edition.get("contents") or ():
            if not self._here("films", part["film"]):
                self._stand_in("films", part["film"], str(edition.get("title") or ""))
        return self._mend_any(edition, "edition")

    def _mend_copies(self, copy: Json) -> Json:
        if not self._here("editions", copy["edition"]):
            self._stand_in("editions", copy["edition"], "")
        return self._mend_any(copy, "copy")

    def _mend_any(self, record: Json, entity: str) -> Json:
        record["choices"] = [
            choice
            for choice in record.get("choices") or ()
            if choice.get("document") is None or self._here("documents", choice["document"])
        ]
        own = record.get("custom") or {}
        for name, value in own.items():
            if (entity, name) not in self._known_custom and value is not None:
                own[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        return record

    def _mend_documents(self, document: Json) -> Json:
        listed: dict[str, str] = {entity: name for name, entity in side_copy.RECORDS.items()}

        def known(number: str) -> bool:
            return ":" not in number or self._here(listed[number.partition(":")[0]], number)

        document["facts"] = [fact for fact in document.get("facts") or () if known(fact["about"])]
        document["doubts"] = [
            doubt | {"alternatives": [one for one in doubt.get("alternatives") or () if self._here("films", one)]}
            for doubt in document.get("doubts") or ()
            if self._here("films", doubt["film"])
        ]
        return document

    def _mend_loans(self, loan: Json) -> Json | None:
        return loan if self._here("copies", loan["copy"]) else None

    def _mend_viewings(self, viewing: Json) -> Json | None:
        return viewing if self._here("films", viewing["film"]) else None

    def _mend_pictures(self, picture: Json) -> Json | None:
        if not self._here("copies", picture["copy"]):
            return None
        if picture["sha256"] not in self.pictures:
            self.done.problems.append(f"The {picture['role']} picture of {picture['copy']} is missing.")
            return None
        self.done.pictures += 1
        return picture

    def _keep_to(self, name: str, record: Json, key: str) -> None:
        if record.get(key) is not None and not self._here(name, record[key]):
            record[key] = None

    def _here(self, name: str, number: Any) -> bool:
        if number in self.ids[name] or number in self._stand_ins.get(name, ()):
            return True
        if number not in self._missing:
            self._missing.add(number)
            known = self._lost_names.get(number)
            title = f" “{film_name(known['title'], known.get('year'))}”" if known else ""
            self.done.problems.append(f"{number}{title} is missing; what spoke of it came in without it.")
        return False

    def _stand_in(self, name: str, number: str, title: str) -> None:
        entity = side_copy.RECORDS[name]
        named = self._lost_names.get(number) or {"title": title or f"Lost {entity} {number.partition(':')[2]}"}
        self._stand_ins[name][number] = {"id": number} | named


class _Pictures(Mapping[str, bytes]):
    """The pictures of the folder by their hashes, those that are as they were written."""

    def __init__(self, folder: Path, job: Job) -> None:
        self._files: dict[str, Path] = {}
        self.damaged: list[str] = []
        place = folder / side_copy.PICTURES
        for done, file in enumerate(sorted(place.glob("[0-9a-f][0-9a-f]/*.*"))):
            job.step(done, 0, "Reading pictures")
            sha256 = file.name.partition(".")[0]
            try:
                whole = not file.is_symlink() and hashlib.sha256(pictures.read(file)).hexdigest() == sha256
            except OSError:
                whole = False
            if whole:
                self._files[sha256] = file
            elif re.fullmatch(r"[0-9a-f]{64}", sha256):
                self.damaged.append(file.relative_to(place).as_posix())

    def __getitem__(self, sha256: str) -> bytes:
        return pictures.read(self._files[sha256])

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _most_named(files: list[Path]) -> str | None:
    counted: Counter[str] = Counter()
    for file in files:
        try:
            counted[side_copy.read_file(file).catalogue] += 1
        except ValueError:
            continue
    return counted.most_common(1)[0][0] if counted else None


def _number(count: int, one: str) -> str:
    many = "people" if one == "person" else f"{one}s"
    return f"{count:,} {one if count == 1 else many}"
