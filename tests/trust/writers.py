"""Several processes that write at once: each operation that one of them reported is in the history, once."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from catalogue.collection import Collection, commands
from catalogue.errors import UserError
from tests.trust import world
from tests.trust.figures import Budget, Figures


def writers(template: Path, scratch: Path, budget: Budget, chance: random.Random) -> Figures:
    """Two processes write to one catalogue, to records of their own and to the same ones, and undo."""
    figures = Figures("writers")
    folder = scratch / "writers"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    file = folder / world.NAME
    lasts = min(budget.seconds, 60.0)
    seeds = (chance.random(), chance.random())
    reports = [folder / f"reported-{number}" for number in range(len(seeds))]
    sys.stdout.flush()
    children = []
    for number, (seed, report) in enumerate(zip(seeds, reports, strict=True)):
        child = os.fork()
        if child == 0:
            try:
                _write(file, f"writer {number}", report, random.Random(seed), Budget(lasts, budget.most))
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    reported = Counter(label for report in reports for label in report.read_text().splitlines())
    with closing(sqlite3.connect(file)) as connection:
        remembered = Counter(row[0] for row in connection.execute("SELECT label FROM operation"))
    for label, count in reported.items():
        if label.startswith("!"):
            figures.fails(label[1:])
        elif label.startswith("?"):
            figures.counts["refused in words"] += count
        elif remembered[label] < count:
            figures.fails(f"“{label}” was reported {count} times and is remembered {remembered[label]} times")
        else:
            figures.counts["operations reported and remembered"] += count
    status, said = world.carry_out(["check"], file)
    if status:
        figures.fails(f"check says: {said.strip()}")
    return figures


def _write(file: Path, name: str, report: Path, chance: random.Random, budget: Budget) -> None:
    collection = Collection.open(file)
    with report.open("w", buffering=1) as out:
        while budget.more():
            number = chance.randrange(10**9)
            try:
                if chance.random() < 0.3:
                    changes = collection.run(commands.AddRecord({"title": f"{name} {number}", "owner": name}))
                elif chance.random() < 0.1:
                    changes = collection.undo()
                else:
                    values = {"notes": f"{name} {number}"} if chance.random() < 0.5 else {"owner": f"{name} {number}"}
                    changes = collection.run(commands.EditRecords((chance.randint(1, 4),), values))
            except UserError as error:
                out.write(f"?{error}\n")
                continue
            except Exception as error:
                out.write(f"!{error!r}\n")
                continue
            if changes.label:
                out.write(f"{changes.label}\n")
