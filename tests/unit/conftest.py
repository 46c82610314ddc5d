"""Unit tests are of what works without a window: nothing that runs in one can import PySide6."""

import builtins
import io
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from PIL import Image

from catalogue.collection import Collection
from catalogue.collection.commands import (
    AddField,
    AddRecord,
    DeleteRecords,
    EditPlace,
    EditRecords,
    EmptyTrash,
    ImportDocuments,
    Incoming,
    MergeFilms,
    MergePlaces,
    RemoveField,
    RenameValue,
    RestoreRecords,
    RevertOperation,
    SetPicture,
)
from catalogue.errors import UserError
from catalogue.fields.draft import DocumentDraft, FactDraft
from catalogue.store import upgrade

WINDOW = ("PySide6", "catalogue.gui")

# The same examples every time: a red test is a change of the program, never a matter of luck or of a slow machine.
settings.register_profile(
    "steady",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def _no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    # pytest-qt loaded PySide6 long before, and it cannot be taken out of sys.modules: Shiboken aborts without it.
    original = builtins.__import__

    def guarded(name: str, *arguments: Any, **keywords: Any) -> Any:
        if f"{name}.".startswith(tuple(f"{module}." for module in WINDOW)):
            raise ModuleNotFoundError(f"No module named {name!r} in a unit test", name=name)
        return original(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", guarded)


@pytest.fixture(scope="session")
def blank_catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a catalogue with nothing in it, to copy."""
    path = tmp_path_factory.mktemp("blank") / "catalogue.db"
    upgrade.prepare(path)
    return path


@pytest.fixture(scope="session")
def _opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Collection]]:
    opened: list[Collection] = []
    yield opened
    for collection in opened:
        collection.close()


@pytest.fixture
def new_collection(
    blank_catalogue: Path, tmp_path_factory: pytest.TempPathFactory, _opened: list[Collection]
) -> Callable[[], Collection]:
    """Gives another empty collection at each call."""
    given = 0

    # The files are new for each test, the engines are not: most of a short test would go into compiling SQL anew.
    def make() -> Collection:
        nonlocal given
        if given == len(_opened):
            _opened.append(Collection(tmp_path_factory.mktemp("collection") / "films.db"))
        collection = _opened[given]
        given += 1
        collection.close()
        collection._listeners.clear()
        shutil.rmtree(collection.path.parent)
        collection.path.parent.mkdir()
        shutil.copy(blank_catalogue, collection.path)
        upgrade.prepare(collection.path)
        return collection

    return make


@pytest.fixture
def collection(new_collection: Callable[[], Collection]) -> Collection:
    """An empty collection."""
    return new_collection()


Rows = dict[str, list[tuple[Any, ...]]]

# What an undo need not bring back: the history itself, counters, and FTS5's own bookkeeping.
_BOOKKEEPING = re.compile(r"operation|row_change|sqlite_.*|.*_words_(data|idx|content|docsize|config|terms)")


@pytest.fixture
def rows_of() -> Callable[[Path], Rows]:
    """Reads every row of every table of a file, the list and the text index included, the history left out."""

    def read(path: Path) -> Rows:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {
                name: sorted(connection.execute(f'SELECT {_row_id(name)} * FROM "{name}"').fetchall(), key=repr)
                for name in sorted(names)
                if not _BOOKKEEPING.fullmatch(name)
            }

    return read


def _row_id(table: str) -> str:
    return "rowid," if table.endswith("_words") else ""


@pytest.fixture
def picture() -> Callable[..., bytes]:
    """Makes the bytes of a small picture of one colour."""

    def paint(colour: str = "red", size: tuple[int, int] = (40, 60), kind: str = "PNG") -> bytes:
        buffer = io.BytesIO()
        Image.new("RGB", size, colour).save(buffer, kind)
        return buffer.getvalue()

    return paint


@pytest.fixture
def live(picture: Callable[..., bytes]) -> Callable[[Collection, int, int], int]:
    """Does random things to a collection, the same ones for the same seed. Returns how many changed something."""

    def live(collection: Collection, seed: int, steps: int) -> int:
        chance = random.Random(seed)
        return sum(_do(collection, _some_command(collection, chance, picture)) for _ in range(steps))

    return live


def _do(collection: Collection, command: Any) -> bool:
    try:
        return bool(collection.run(command))
    except UserError:
        # Nothing is in the trash, the place is taken: what cannot be done is refused, and that is no step.
        return False


_TITLES = ("Solaris", "The Mirror", "Łódź", "Brazil", "Alien 3")
_NAMES = ("Ann Lee", "Bo", "Čapek", "Dee Dee", "Eve")


def _some_values(chance: random.Random) -> dict[str, Any]:
    people = [
        {"order": order, "person": name, "role": chance.choice(["actor", "director"]), "character": None}
        for order, name in enumerate(chance.sample(_NAMES, chance.randint(0, 3)), 1)
    ]
    everything = {
        "title": chance.choice(_TITLES),
        "year": chance.choice([None, 1972, 1979, 1985]),
        "genres": chance.sample(["Drama", "War", "Comedy"], chance.randint(0, 3)),
        "credits": people,
        "texts": [{"kind": "summary", "author": None, "heading": None, "text": chance.choice(_TITLES) + " runs."}],
        "ratings": [{"source": "IMDb", "audience": "users", "value": chance.randint(1, 9), "scale": 10, "votes": None}],
        "sort_title": chance.choice([None, "zzz"]),
        "barcode": chance.choice([None, "191329079843", "4006381333931"]),
        "format": chance.choice(["DVD", "Blu-ray", None]),
        "regions": chance.sample(["1", "2", "B"], chance.randint(0, 2)),
        "location": chance.choice([None, "Room", "Room/Shelf 1", "Cellar"]),
        "storage_device": chance.choice([None, "TD 5", "TD 10"]),
        "tags": chance.sample(["Piano", "USSR", "lent"], chance.randint(0, 3)),
        "price": chance.choice([None, {"amount": 9.99, "currency": "EUR"}]),
        "notes": chance.choice([None, "Scratched.\n\nStill plays."]),
    }
    return {key: everything[key] for key in chance.sample(list(everything), chance.randint(1, 6))}


def _some_document(chance: random.Random) -> DocumentDraft:
    title, year = chance.choice(_TITLES), chance.choice([1972, 1979])
    facts = [FactDraft("film", "title", title, confidence=chance.choice([1.0, 0.4])), FactDraft("film", "year", year)]
    facts += [
        FactDraft("film", "credits", {"order": 1, "person": name, "role": "actor", "character": None}, subject=name)
        for name in chance.sample(_NAMES, 2)
    ]
    kind = chance.choice(["title_page", "collection_page", "article"])
    if kind == "collection_page":
        facts += [FactDraft("edition", "format", "DVD"), FactDraft("copy", "index", chance.randint(1, 3))]
        facts.append(FactDraft("copy", "tags", ["Piano"]))
    return DocumentDraft(kind, f"{title} {year} {chance.randint(1, 9)}", facts=tuple(facts))


def _some_command(collection: Collection, chance: random.Random, picture: Callable[..., bytes]) -> Any:
    rows = sorted([*collection.find("").ids, *collection.find("is:trash").ids])
    some = tuple(chance.sample(rows, min(len(rows), chance.randint(1, 3))))
    discs = [row for row in rows if row > 0]
    usual = ["add", "add", "edit", "edit", "edit", "tags", "delete", "restore", "cover", "import", "import"]
    action = chance.choice([*usual, "revert", "revert", "empty", "merge", "place", "rename", "field"])
    if action == "revert":
        operations = [one.id for one in collection.history() if one.kind == "do" and one.in_force]
        if operations:
            operation = chance.choice(operations)
            kept = collection.revert_plan(operation).kept
            also = frozenset(one.key for one in kept if one.can and chance.random() < 0.5)
            return RevertOperation(operation, also)
    if action == "empty":
        return EmptyTrash()
    if action == "merge":
        films = sorted({record.film_id for row in rows if (record := collection.record(row)) and record.film_id})
        if len(films) > 1:
            return MergeFilms(*chance.sample(films, 2))
    if action == "place":
        old, new = chance.sample(["Room", "Room/Shelf 1", "Cellar", "Loft"], 2)
        return chance.choice([EditPlace(old, {"name": new.split("/")[-1]}), MergePlaces((old,), new)])
    if action == "rename":
        return RenameValue("tags", (chance.choice(["Piano", "USSR"]),), chance.choice(["Piano", "lent", "Keys"]))
    if action == "field":
        custom = [field.key for field in collection.fields().all if field.is_custom]
        if not custom or chance.random() < 0.4:
            return AddField(f"Mark {len(custom)}", "text")
        if chance.random() < 0.3:
            return RemoveField(chance.choice(custom))
        return EditRecords(some, {chance.choice(custom): chance.choice(["A", "B", None])})
    if action == "import":
        documents = [Incoming(_some_document(chance)) for _ in range(chance.randint(1, 3))]
        return ImportDocuments(tuple({one.draft.sha256: one for one in documents}.values()))
    if action == "cover" and discs:
        return SetPicture(chance.choice(discs), chance.choice([None, picture("red"), picture("blue")]))
    if action == "add" or not some:
        title = {"title": chance.choice(_TITLES)}
        return AddRecord(_some_values(chance) | title, disc=chance.random() < 0.7)
    if action == "tags" and discs:
        few = tuple(chance.sample(discs, min(len(discs), 2)))
        return EditRecords(few, add={"tags": [chance.choice(["new", "Piano"])]}, remove={"tags": ["USSR"]})
    if action == "delete":
        return DeleteRecords(some)
    if action == "restore":
        return RestoreRecords(some)
    return EditRecords(some, _some_values(chance))
