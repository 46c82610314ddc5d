"""Pages and exports that were changed at random: nothing but a sentence may come of them, and soon."""

from __future__ import annotations

import json
import random
import shutil
import string
import time
from pathlib import Path
from typing import Any

from catalogue import paths
from catalogue.collection import Collection
from catalogue.errors import UserError
from catalogue.exchange import importing, json_export
from catalogue.pages import reader
from tests.trust import world
from tests.trust.figures import Budget, Figures

_SLOW = 2.0  # seconds of one page or export
_ODD = (
    "",
    " ",
    "\0",
    "\u202e",
    "\ud83d\ude00",
    "<b>",
    "{",
    "\t",
    "\n",
    "1",
    "(",
    "é",
    "日本",
    "%s",
    "';--",
    "-" * 50,
    " " * 300,
)


def pages(template: Path, scratch: Path, budget: Budget, chance: random.Random) -> Figures:
    """Reads mutated pages of every kind."""
    figures = Figures("pages")
    originals = [page.read_text(encoding="utf-8") for page in sorted(paths.data("seeds").glob("*.txt"))]
    slowest = 0.0
    while budget.more():
        text = _mutated(chance.choice(originals), chance)
        started = time.process_time()
        try:
            reader.read(text)
        except UserError:
            pass
        except Exception as error:
            figures.fails(f"{error!r} on a page that begins with {text[:80]!r}")
            continue
        took = time.process_time() - started
        slowest = max(slowest, took)
        if took > _SLOW and budget.strict:
            figures.fails(f"{took:.1f} s for {len(text):,} characters that begin with {text[:80]!r}")
        else:
            figures.right()
    figures.notes.append(f"slowest {slowest * 1000:,.0f} ms")
    return figures


def exports(template: Path, scratch: Path, budget: Budget, chance: random.Random) -> Figures:
    """Imports mutated exports, exports what came in, and takes that in again."""
    figures = Figures("exports")
    original = json.loads((template / "export.json").read_text(encoding="utf-8"))
    full = scratch / "full.json"
    collection = Collection.open(template / world.NAME)
    json_export.write(collection, full, replace=True)
    collection.close()
    originals = [original, json.loads(full.read_text(encoding="utf-8"))]
    empty = scratch / "empty.db"
    Collection.open(empty).close()
    slowest = 0.0
    while budget.more():
        text = _mutated_export(chance.choice(originals), chance)
        started = time.process_time()
        try:
            found = _in_and_out(text, scratch, empty)
        except Exception as error:
            found = repr(error)
        took = time.process_time() - started
        slowest = max(slowest, took)
        if found not in ("taken in", "refused in words") or (took > _SLOW and budget.strict):
            kept = scratch.parent / f"export-{chance.randrange(10**6)}.json"
            kept.write_text(text, encoding="utf-8", errors="surrogatepass")
            figures.fails(f"{took:.1f} s: {found[:300]}; it is kept as {kept}")
        else:
            figures.right(found)
    figures.notes.append(f"slowest {slowest:,.1f} s")
    return figures


def _in_and_out(text: str, scratch: Path, empty: Path) -> str:
    source, out, again = (scratch / name for name in ("fuzz.json", "fuzz-out.json", "fuzz.db"))
    source.write_text(text, encoding="utf-8", errors="surrogatepass")
    for suffix in ("-wal", "-shm"):
        again.with_name(again.name + suffix).unlink(missing_ok=True)
    shutil.copy(empty, again)
    collection = Collection.open(again)
    try:
        try:
            importing.run(collection, [source])
        except UserError:
            return "refused in words"
        problems = collection.check()
        if problems:
            return f"check: {problems}"
        json_export.write(collection, out, replace=True)
    finally:
        collection.close()
    return "taken in"


def _mutated(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 6)):
        way, place = chance.randrange(8), chance.randrange(len(lines))
        if way == 0:
            del lines[place]
        elif way == 1:
            lines.insert(place, chance.choice(lines))
        elif way == 2:
            lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
        elif way == 3:
            lines[place] = chance.choice(_ODD) + lines[place] + chance.choice(_ODD)
        elif way == 4:
            lines[place] = "".join(chance.choices(string.printable, k=chance.randint(1, 200)))
        elif way == 5:
            other = chance.randrange(len(lines))
            lines[place], lines[other] = lines[other], lines[place]
        elif way == 6:
            lines[place] = lines[place].replace(" ", chance.choice(_ODD) * chance.randint(1, 40))
        else:
            lines[place : place + 1] = [lines[place]] * chance.randint(2, 40)
        lines = lines or [""]
    return "\n".join(lines)


def _mutated_export(original: Any, chance: random.Random) -> str:
    changed = json.loads(json.dumps(original))
    for _ in range(chance.randint(1, 3)):
        _mutate_inside(changed, chance)
    text = json.dumps(changed, ensure_ascii=False)
    if chance.random() < 0.1:
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice(_ODD) + text[place + chance.randrange(3) :]
    return text


def _mutate_inside(value: Any, chance: random.Random) -> None:
    """Changes one thing somewhere inside a value."""
    while True:
        keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = chance.choice(keys)
        inner = value[key]
        if isinstance(inner, dict | list) and inner and chance.random() < 0.85:
            value = inner
            continue
        way = chance.randrange(5)
        if way == 0:
            del value[key]
        elif way == 1 and isinstance(inner, str):
            place = chance.randrange(len(inner) + 1)
            value[key] = inner[:place] + chance.choice(_ODD) + inner[place:]
        elif way == 2 and isinstance(value, list):
            value.append(json.loads(json.dumps(inner)))
        else:
            value[key] = chance.choice(_strange())
        return


def _strange() -> list[Any]:
    deep: Any = []
    for _ in range(50):
        deep = [deep]
    return [None, True, -1, 0, 1.5, 1e300, 10**30, "", " ", "x" * 5000, [], {}, [[]], {"a": {}}, [None], ["", 1], deep]
