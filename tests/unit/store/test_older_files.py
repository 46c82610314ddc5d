"""Catalogues that earlier versions made, one of each schema, come to today's with all that is in them."""

from __future__ import annotations

import lzma
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from catalogue import paths
from catalogue.collection import Collection
from catalogue.store import listing, upgrade
from tests.unit.dying import killed

FILES = sorted(Path(__file__).with_name("older_files").glob("*.db.xz"))
# Made anew by each version, or gone since.
_DERIVED = ("entry", "film_words", "copy_words", "text_words", "text_behind", "alembic_version", "sqlite_")


@pytest.fixture(params=FILES, ids=lambda file: file.name[:4])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    file = tmp_path / "films.db"
    file.write_bytes(lzma.decompress(request.param.read_bytes()))
    return file


def rows(file: Path) -> dict[str, list[Any]]:
    """What a file says in its own tables, as text."""
    with closing(sqlite3.connect(file)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [str(row) for row in connection.execute(f'SELECT * FROM "{name}"')]
            for name in names
            if not name.startswith(_DERIVED)
        }


def said(file: Path) -> dict[str, list[Any]]:
    """Names, titles and links, which are in every schema."""
    questions = {
        "titles": "SELECT id, title, year FROM film ORDER BY id",
        "discs": "SELECT id, edition_id, owner, notes, price_amount FROM copy ORDER BY id",
        "tags": "SELECT copy_id, name FROM copy_tag JOIN tag ON tag.id = tag_id ORDER BY 1, 2",
        "places": "SELECT copy.id, path FROM copy JOIN place ON place.id = place_id ORDER BY 1",
        "cast": "SELECT film_id, name, role, character FROM credit JOIN person ON person.id = person_id ORDER BY 1, 2",
        "pages": "SELECT id, kind, title, sha256, text FROM document ORDER BY id",
        "boxes": "SELECT edition_id, film_id, position FROM contents ORDER BY 1, 3",
        "history": "SELECT id, at, label FROM operation ORDER BY id",
        "pictures": "SELECT copy_id, role, sha256 FROM picture ORDER BY 1, 2",
    }
    with closing(sqlite3.connect(file)) as connection:
        return {name: connection.execute(query).fetchall() for name, query in questions.items()}


def test_there_is_one_of_every_schema() -> None:
    revisions = {file.name[:4] for file in (paths.data("db") / "versions").glob("*.py")}
    assert {file.name[:4] for file in FILES} == revisions - {upgrade.HEAD}


def test_all_that_is_in_it_is_there_afterwards(older: Path) -> None:
    before, known = said(older), rows(older)
    assert all(before[name] for name in before), "the file has something of every kind"
    collection = Collection.open(older)
    missing = "missing from films.db.pictures"
    assert [problem for problem in collection.check() if missing not in problem] == []
    collection.close()
    after, now = said(older), rows(older)
    assert {name: after[name] for name in before if name != "history"} == {
        name: found for name, found in before.items() if name != "history"
    }
    assert after["history"][: len(before["history"])] == before["history"]
    assert {name: len(found) for name, found in known.items() if len(now.get(name, ())) < len(found)} == {}


def test_all_that_was_done_before_can_be_taken_back_and_brought_again(older: Path) -> None:
    collection = Collection.open(older)
    missing = "missing from films.db.pictures"
    before, steps = said(older), 0
    while collection.undo_label() is not None:
        collection.undo()
        steps += 1
    assert steps > 3
    assert [problem for problem in collection.check() if missing not in problem] == []
    assert list(collection.find("").ids) == []
    for _ in range(steps):
        collection.redo()
    after = said(older)
    assert {name: found for name, found in after.items() if name != "history"} == {
        name: found for name, found in before.items() if name != "history"
    }
    collection.close()


def test_killed_half_way_it_is_as_it_was(older: Path, tmp_path: Path) -> None:
    whole = said(older)
    for step in range(2, 40, 6):
        folder = tmp_path / f"step-{step}"
        folder.mkdir()
        file = Path(shutil.copy(older, folder / "films.db"))
        came = killed(lambda file=file: upgrade.prepare(file), step)
        assert said(file) == whole
        if not came:
            break
        assert Collection.open(file).check() is not None
        assert said(file)["titles"] == whole["titles"]


def test_its_list_is_that_of_today(older: Path) -> None:
    collection = Collection.open(older)
    with collection.reading() as connection:
        assert listing.is_current(connection)
    assert len(collection.find("").ids) >= 3
    assert collection.find("solaris").ids
    collection.close()
