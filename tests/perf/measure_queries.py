"""Asks a catalogue and plain sqlite3 the same: python tests/perf/measure_queries.py FILE.db"""

from __future__ import annotations

import json
import resource
import sqlite3
import statistics
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from catalogue.collection import Collection

TIMES = 7
_HERE = "FROM entry e WHERE e.trashed = 0"
_ITEM = (
    "LEFT JOIN (SELECT film_id, min(folded) AS first FROM film_item WHERE field = 'genres' GROUP BY film_id) i"
    " ON i.film_id = e.film_id"
)
SORTS = {
    "title": f"SELECT e.id {_HERE} ORDER BY e.sort_title, e.id",
    "runtime_minutes": "SELECT e.id FROM entry e LEFT JOIN film f ON f.id = e.film_id WHERE e.trashed = 0"
    " ORDER BY f.runtime_minutes NULLS LAST, e.id",
    "purchase_date": "SELECT e.id FROM entry e LEFT JOIN copy c ON c.id = e.copy_id WHERE e.trashed = 0"
    " ORDER BY c.purchase_date NULLS LAST, e.id",
    "genres": f"SELECT e.id FROM entry e {_ITEM} WHERE e.trashed = 0 ORDER BY i.first NULLS LAST, e.id",
}
_OF_FILMS = "SELECT l.entry_id FROM {0} h CROSS JOIN entry_film l ON l.film_id = h.rowid WHERE {0} MATCH '{1}'"
QUERIES = {
    "tag:piano year:1990..1999 format:dvd": "SELECT e.id FROM copy_words h CROSS JOIN entry e ON e.id = h.rowid"
    " JOIN film f ON f.id = e.film_id WHERE copy_words MATCH 'tags : piano* AND format : dvd*' AND e.trashed = 0"
    " AND f.year BETWEEN 1990 AND 1999 ORDER BY e.sort_title, e.id",
    "tebade": "SELECT e.id FROM entry e WHERE e.trashed = 0 AND e.id IN ("
    + _OF_FILMS.format("film_words", "tebade*")
    + " UNION "
    + _OF_FILMS.format("text_words", "tebade*")
    + " UNION SELECT rowid FROM copy_words WHERE copy_words MATCH 'tebade*') ORDER BY e.sort_title, e.id",
}
FACETS = {
    "genres": "SELECT i.value, count(DISTINCT e.id) FROM entry e CROSS JOIN film_item i ON i.film_id = e.film_id"
    " AND i.field = 'genres' WHERE e.trashed = 0 GROUP BY i.value",
    "tags": "SELECT t.name, count(*) FROM entry e CROSS JOIN copy_tag l ON l.copy_id = e.copy_id"
    " JOIN tag t ON t.id = l.tag_id WHERE e.trashed = 0 GROUP BY t.id",
    "location": "SELECT p.path, count(*) FROM entry e JOIN copy c ON c.id = e.copy_id"
    " JOIN place p ON p.id = c.place_id WHERE e.trashed = 0 GROUP BY p.id",
}


def main(database: Path) -> None:
    """Prints a figure for each question."""
    collection = Collection.open(database)
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as plain:

        def ids(statement: str) -> Callable[[], Any]:
            return lambda: array("q", (row[0] for row in plain.execute(statement)))

        for key, statement in SORTS.items():
            _tell(f"all, by {key}", lambda key=key: collection.find("", [(key, False)]).ids, ids(statement))
        for query, statement in QUERIES.items():
            _tell(f"find {query}", lambda query=query: collection.find(query).ids, ids(statement))
        for key, statement in FACETS.items():
            _tell(
                f"values of {key}",
                lambda key=key: collection.facet(key),
                lambda statement=statement: plain.execute(statement).fetchall(),
            )
    collection.close()


def _tell(name: str, ours: Callable[[], Any], floor: Callable[[], Any]) -> None:
    found, sought = len(ours()), len(floor())
    seconds, bare = [], []
    for _ in range(TIMES):
        seconds.append(_seconds(ours))
        bare.append(_seconds(floor))
    figure = {"operation": name, "seconds": statistics.median(seconds), "floor": statistics.median(bare)}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**figure, "memory": memory, "found": found, "floor_found": sought, "aim": "2 times"}))


def _seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
