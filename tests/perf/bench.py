"""How fast the program is beside bare floors measured in the same run: python3 run.py bench

--size 1k, 10k or 100k (several times, all three when left out); --output FILE keeps the figures as JSON; --fresh loads
the collections anew instead of taking those of an earlier run.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SIZES = {"1k": 1_000, "10k": 10_000, "100k": 100_000}
STARTS = 5

Figure = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Measures, prints the table, and writes the figures where they are wanted."""
    options = _options(arguments)
    figures: list[Figure] = []
    print(f"{'':36}{'discs':>7}{'time':>10}{'floor':>10}{'ratio':>7}{'memory':>9}  aim", flush=True)
    for size in options.size or list(SIZES):
        for figure in _of_size(size, options.fresh):
            figures.append({**figure, "size": size})
            print(_line(figures[-1]), flush=True)
    if options.output:
        about = {"date": date.today().isoformat(), "machine": machine(), "python": platform.python_version()}
        options.output.write_text(json.dumps({**about, "figures": figures}, indent=1) + "\n", encoding="utf-8")
    return 0


def machine() -> str:
    """The processor and the number of its cores."""
    names = [line.partition(":")[2] for line in _lines(Path("/proc/cpuinfo")) if line.startswith("model name")]
    return f"{names[0].strip() if names else platform.machine()}, {os.cpu_count()} cores"


def _of_size(size: str, fresh: bool) -> Iterator[Figure]:
    folder = _folder(size)
    database, loaded = folder / "films.db", folder / "load.json"
    if fresh or not loaded.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        export = folder / "export.zip"
        _run("collection.py", str(SIZES[size]), str(export))
        figures = list(_figures("measure_load.py", str(export), str(database)))
        export.unlink()
        loaded.write_text(json.dumps(figures), encoding="utf-8")
    # A collection that is there already was loaded by the same program: its figures still hold.
    yield from json.loads(loaded.read_text(encoding="utf-8"))
    yield from _figures("measure_queries.py", str(database))
    yield from _starts(database, folder / "empty.db")
    yield from _figures("measure_window.py", "work", str(database))


def _starts(database: Path, empty: Path) -> Iterator[Figure]:
    found: dict[str, list[Figure]] = {}
    for _ in range(STARTS):
        for kind, path in (
            ("bare", database),
            ("bare with SQLAlchemy", database),
            ("empty", empty),
            ("full", database),
        ):
            found.setdefault(kind, []).extend(_figures("measure_window.py", kind, str(path)))
    best = {kind: min(starts, key=lambda one: one["seconds"]) for kind, starts in found.items()}
    full, nothing, floor = best["full"], best["empty"], best["bare with SQLAlchemy"]
    bare = best["bare"]["seconds"]
    yield {**full, "operation": "start to a usable window", "floor": floor["seconds"], "aim": "1.5 times"}
    yield {**nothing, "operation": "... of an empty catalogue", "floor": floor["seconds"], "aim": "1.5 times"}
    yield {"operation": "... of a bare window without SQLAlchemy", "seconds": bare, "memory": best["bare"]["memory"]}
    more = full["memory"] - nothing["memory"]
    yield {"operation": "memory more than of an empty catalogue", "memory": more, "aim": "60 MB"}


def _folder(size: str) -> Path:
    """Where the collection of a size is kept; another program makes another one."""
    parts = [HERE / "collection.py", ROOT / "db" / "schema.sql", ROOT / "catalogue" / "store" / "listing.py"]
    digest = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / "disc-catalogue-bench" / f"{size}-{digest}"


def _figures(script: str, *arguments: str) -> Iterator[Figure]:
    for line in _run(script, *arguments).splitlines():
        yield json.loads(line)


def _run(script: str, *arguments: str) -> str:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "DISC_CATALOGUE_HOME": home, "PYTHONPATH": str(ROOT)}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # Both sides begin from compiled modules, as an installed program does.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, str(HERE / script), *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    # Qt without a screen says what it cannot do; that is no news.
    said = [line for line in done.stderr.splitlines() if not line.startswith("This plugin does not support")]
    print(*said, sep="\n", end="\n" if said else "", file=sys.stderr)
    done.check_returncode()
    return done.stdout


def _line(figure: Figure) -> str:
    seconds, floor = figure.get("seconds"), figure.get("floor")
    ratio = f"{seconds / floor:.1f}" if seconds and floor else ""
    return (
        f"{figure['operation']:36.36}{figure['size']:>7}"
        f"{_time(seconds):>10}{_time(floor):>10}{ratio:>7}"
        f"{_memory(figure):>9}  {figure.get('aim', '')}"
    )


def _time(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds:.1f} s" if seconds >= 10 else f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _memory(figure: Figure) -> str:
    return f"{figure['memory']:.0f} MB" if "memory" in figure else ""


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", action="append", choices=list(SIZES))
    parser.add_argument("--output", type=Path)
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
