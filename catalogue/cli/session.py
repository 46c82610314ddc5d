"""What every command needs: the collection, progress on a terminal, JSON on standard output."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from catalogue.cli.options import path_of
from catalogue.collection import Collection
from catalogue.jobs import Job


@contextmanager
def opened(options: Namespace) -> Iterator[Collection]:
    """The collection that options name, closed at the end."""
    collection = Collection.open(path_of(options))
    try:
        yield collection
    finally:
        collection.close()


def progress() -> Job:
    """A job that counts on a terminal and is silent in a pipe."""
    if not sys.stderr.isatty():
        return Job()

    def report(done: int, total: int, what: str) -> None:
        line = f"{what} {done:,} of {total:,}" if total else what
        print(f"\r{line:<60}\r", end="", file=sys.stderr, flush=True)

    return Job(report)


def print_json(value: Any) -> None:
    """Prints a value for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1))
