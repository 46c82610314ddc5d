"""Loads an export by the import and by plain sqlite3: python tests/perf/measure_load.py EXPORT.zip FILE.db"""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue.collection import Collection
from catalogue.exchange import importing
from catalogue.fields.text import fold

BATCH = 500
SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE film (id INTEGER PRIMARY KEY, title, original_title, year, date, runtime, tagline);
CREATE TABLE item (id INTEGER PRIMARY KEY, film_id, field, position, value, folded);
CREATE TABLE person (id INTEGER PRIMARY KEY, name, folded);
CREATE TABLE credit (id INTEGER PRIMARY KEY, film_id, person_id, position, role, character);
CREATE TABLE text (id INTEGER PRIMARY KEY, film_id, position, kind, author, body);
CREATE TABLE edition (id INTEGER PRIMARY KEY, title, name, barcode, format, country, discs, distributor);
CREATE TABLE contents (id INTEGER PRIMARY KEY, edition_id, film_id, position);
CREATE TABLE copy (id INTEGER PRIMARY KEY, edition_id, status, nr, owner, place, device, slot, store, price, notes);
CREATE TABLE copy_tag (id INTEGER PRIMARY KEY, copy_id, tag, position);
CREATE UNIQUE INDEX person_folded ON person (folded);
CREATE INDEX item_film ON item (film_id);
CREATE INDEX item_value ON item (field, folded, film_id);
CREATE INDEX credit_film ON credit (film_id);
CREATE INDEX credit_person ON credit (person_id);
CREATE INDEX text_film ON text (film_id);
CREATE INDEX contents_edition ON contents (edition_id);
CREATE INDEX contents_film ON contents (film_id);
CREATE INDEX copy_edition ON copy (edition_id);
CREATE INDEX tag_copy ON copy_tag (copy_id);
CREATE VIRTUAL TABLE words USING fts5 (title, people, tokenize = 'unicode61 remove_diacritics 0');
"""
_ITEMS = ("genres", "countries", "languages", "keywords", "studios")


def main(export: Path, database: Path) -> None:
    """Prints how long the import takes until titles and people are found, and until texts are."""
    floor = _floor(export, database.with_name("floor.db"))
    started = time.perf_counter()
    collection = Collection.open(database)
    importing.run(collection, [export])
    loaded = time.perf_counter()
    collection.index_behind()
    indexed = time.perf_counter()
    collection.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    aim = "3 times"
    for name, seconds in (("import, found by title and people", loaded), ("... and by all texts", indexed)):
        figure = {"operation": name, "seconds": seconds - started, "floor": floor, "memory": memory, "aim": aim}
        print(json.dumps(figure))
        aim = ""


def _floor(export: Path, database: Path) -> float:
    """Seconds that plain sqlite3 needs for the same rows and one index of titles and people; reading not counted."""
    people: dict[str, int] = {}
    with sqlite3.connect(database) as connection:
        connection.executescript(SCHEMA)
        seconds = 0.0
        for name, batch in _batches(export):
            rows = _ROWS[name](batch, people)
            started = time.perf_counter()
            for table, listed in rows.items():
                if listed:
                    # Two names that were made up for two people may be one when folded: one person, to the program.
                    connection.executemany(
                        f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(listed[0]))})", listed
                    )
            seconds += time.perf_counter() - started
        started = time.perf_counter()
        connection.commit()
    connection.close()
    seconds += time.perf_counter() - started
    for file in database.parent.glob(f"{database.name}*"):
        file.unlink()
    return seconds


def _batches(export: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    name, batch = "", list[dict[str, Any]]()
    decode = json.JSONDecoder().raw_decode
    with zipfile.ZipFile(export) as archive, archive.open("catalogue.json") as lines:
        for line in lines:
            if line.startswith(b'"'):
                if batch:
                    yield name, batch
                name, batch = line.split(b'"')[1].decode(), []
            elif line.startswith(b"  ") and name in _ROWS:
                batch.append(decode(line.decode().strip())[0])
                if len(batch) == BATCH:
                    yield name, batch
                    batch = []


def _number(typed_id: str) -> int:
    return int(typed_id.split(":")[1]) + 1


def _films(batch: list[dict[str, Any]], people: dict[str, int]) -> dict[str, list[tuple[Any, ...]]]:
    rows: dict[str, list[tuple[Any, ...]]] = {
        name: [] for name in ("film", "item", "person", "credit", "text", "words")
    }
    for film in batch:
        number = _number(film["id"])
        title = film["title"], film.get("original_title")
        rows["film"].append(
            (number, *title, film["year"], film["release_date"], film["runtime_minutes"], film["tagline"])
        )
        for field in _ITEMS:
            rows["item"] += [(None, number, field, place, one, fold(one)) for place, one in enumerate(film[field])]
        for field in ("certifications", "ratings", "external_ids"):
            rows["item"].append((None, number, field, 0, json.dumps(film[field]), fold(str(film[field]))))
        for place, part in enumerate(film["credits"]):
            if part["person"] not in people:
                people[part["person"]] = len(people) + 1
                rows["person"].append((people[part["person"]], part["person"], fold(part["person"])))
            rows["credit"].append((None, number, people[part["person"]], place, part["role"], part["character"]))
        for place, text in enumerate(film["texts"]):
            rows["text"].append((None, number, place, text["kind"], text["author"], text["text"]))
        cast = "\n".join(f"{part['person']} {part['character'] or ''}" for part in film["credits"])
        rows["words"].append((fold("\n".join(filter(None, title))), fold(cast)))
    return rows


def _editions(batch: list[dict[str, Any]], _: dict[str, int]) -> dict[str, list[tuple[Any, ...]]]:
    rows: dict[str, list[tuple[Any, ...]]] = {"edition": [], "contents": []}
    keys = ("title", "edition_name", "barcode", "format", "country", "nr_discs", "distributor")
    for edition in batch:
        number = _number(edition["id"])
        rows["edition"].append((number, *(edition[key] for key in keys)))
        contents = enumerate(edition["contents"])
        rows["contents"] += [(None, number, _number(part["film"]), place) for place, part in contents]
    return rows


def _copies(batch: list[dict[str, Any]], _: dict[str, int]) -> dict[str, list[tuple[Any, ...]]]:
    rows: dict[str, list[tuple[Any, ...]]] = {"copy": [], "copy_tag": []}
    keys = ("status", "index", "owner", "location", "storage_device", "slot", "store")
    for copy in batch:
        number = _number(copy["id"])
        values = (*(copy[key] for key in keys), copy["price"]["amount"], copy["notes"])
        rows["copy"].append((number, _number(copy["edition"]), *values))
        rows["copy_tag"] += [(None, number, tag, place) for place, tag in enumerate(copy["tags"])]
    return rows


_ROWS = {"films": _films, "editions": _editions, "copies": _copies}

if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
