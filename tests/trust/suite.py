"""Does to the program all that may lose, damage or attack a catalogue: python3 run.py trust

--minutes N for all of it (60); --only NAME for one kind (several times); --seed N for the same trials again.
Exit status 1 when anything was lost, wrong or not said.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.trust import crashes, damage, fuzz, machine, window, world, writers  # noqa: E402 - it lies beside them
from tests.trust.figures import Budget, Figures  # noqa: E402

Trial = Callable[[Path, Path, Budget, random.Random], Figures]

# Of each kind: how many at most, its share of the time, whether calls are to be counted, and how many in short.
KINDS: dict[str, tuple[Trial, int, float, bool, int]] = {
    "kills": (crashes.kills, 1_000, 0.2, True, 25),
    "faults": (crashes.faults, 1_000, 0.12, True, 12),
    "windows": (window.window_kills, 60, 0.08, False, 2),
    "writers": (writers.writers, 100_000, 0.02, False, 40),
    "damage": (damage.damaged, 500, 0.15, False, 10),
    "pages": (fuzz.pages, 100_000, 0.13, False, 150),
    "exports": (fuzz.exports, 100_000, 0.15, False, 25),
    "soak": (window.soak, 10_000, 0.15, False, 60),
}


def main(arguments: list[str]) -> int:
    """Tries everything, prints the figures of each kind as they come, and what went wrong."""
    options = _options(arguments)
    without = machine.begin_with_faults()
    scratch = Path(tempfile.mkdtemp(prefix="trust-"))
    os.environ["DISC_CATALOGUE_HOME"] = str(scratch / "home")
    logging.getLogger("catalogue").addHandler(logging.NullHandler())
    try:
        template = scratch / "template"
        world.build(template)
        wrong = 0
        for name in options.only or KINDS:
            figures = _tried(name, template, scratch, options, without)
            wrong += len(figures.wrong)
            print(figures.line(), flush=True)
            for message in figures.wrong:
                print(f"    {message}", flush=True)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        machine.end()
    print("Nothing was lost." if not wrong else f"{wrong:,} went wrong.")
    return 1 if wrong else 0


def _tried(name: str, template: Path, scratch: Path, options: argparse.Namespace, without: str | None) -> Figures:
    trial, most, share, counting, few = KINDS[name]
    if counting and without is not None:
        return Figures(name, skipped=without)
    folder = scratch / name
    folder.mkdir()
    shares = sum(KINDS[one][2] for one in options.only or KINDS)
    seconds = options.minutes * 60 * share / shares
    budget = Budget(seconds, few if options.short else most, strict=not options.short)
    began = time.monotonic()
    figures = trial(template, folder, budget, random.Random(f"{options.seed} {name}"))
    figures.notes.append(f"{time.monotonic() - began:,.0f} s")
    shutil.rmtree(folder, ignore_errors=True)
    return figures


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py trust", description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=60, metavar="N", help="how long it may take (60)")
    parser.add_argument(
        "--only", action="append", choices=list(KINDS), help="this kind alone; several times for several"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number makes other trials")
    parser.add_argument("--short", action="store_true", help="a few of each kind, as the tests do it")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
