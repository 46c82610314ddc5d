"""What every command needs: the collection, progress on a terminal, JSON on standard output."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from catalogue import writing
from catalogue.cli.options import path_of
from catalogue.cli.shown import twin_line
from catalogue.collection import Changes, Collection
from catalogue.collection.commands import Command
from catalogue.collection.hanging import Hanging
from catalogue.errors import Cancelled, NoBackup, UserError
from catalogue.jobs import Job
from catalogue.printable import Data, one_line, unguarded
from catalogue.store.keeping import Occasion

_MOST_DOUBTS = 3


@contextmanager
def opened(options: Namespace) -> Iterator[Collection]:
    """The collection that options name, closed at the end; after a change its copy in plain files follows."""
    collection = Collection.open(path_of(options), new=options.new)
    changed: list[Changes] = []
    collection.listen(changed.append)

    def back_up(reason: Occasion, job: Job) -> None:
        try:
            begun = collection.back_up_before(reason)
            if begun is not None:
                begun.finish(job)
        except NoBackup as error:
            # Who wrote a script wants it to go on; what it does can be undone.
            print(f"{error} The command goes on without it.", file=sys.stderr)

    collection.guard = back_up
    try:
        yield collection
        if changed:
            _follow(collection)
    finally:
        collection.close()


def _follow(collection: Collection) -> None:
    from catalogue.exchange import side_copy  # what only reads need not load it

    try:
        side_copy.bring_up_to_date(collection, quick=True)
    except UserError as error:
        print(error, file=sys.stderr)


def may_replace(target: Path, catalogue: Path, options: Namespace) -> bool:
    """Whether a file that is there may be replaced: by --yes, or by what a person on a terminal says."""
    if not writing.check(target, catalogue) or options.yes:
        return bool(options.yes)
    ask(
        f"There is a file {target} already. Replace it?",
        f"There is a file {target} already; it was left as it is. Add --yes to replace it.",
    )
    return True


def agree_to_lose(collection: Collection, command: Command, options: Namespace, hint: str = "") -> None:
    """Says what hangs on that which a command takes away, and asks where a person has to decide.

    A `hint` says how to lose less.
    """
    found = collection.hanging(command)
    said = said_of(found, hint)
    if any(one.asks for one in found) and not options.yes:
        ask(f"{said} Go on?", f"{said} Add --yes to do it all the same; nothing was changed.")
    elif said:
        print(said, file=sys.stderr)


def say_notes(changes: Changes) -> None:
    """Prints what a person should look at after a change."""
    for note in changes.notes:
        print(note, file=sys.stderr)
    for one in changes.doubted[:_MOST_DOUBTS]:
        said = twin_line(one.reason, one.others, one.film_id, f"film:{one.film_id}")
        print(f"film:{one.film_id}: {said}", file=sys.stderr)
    if len(changes.doubted) > _MOST_DOUBTS:
        more = len(changes.doubted) - _MOST_DOUBTS
        print(f"{more:,} more may be the same film as others here; “search needs:review” lists them.", file=sys.stderr)


def said_of(found: Sequence[Hanging], hint: str = "") -> str:
    """What hangs on something, in one line."""
    return " ".join([one.words for one in found] + ([hint] if found and hint else []))


def ask(question: str, refusal: str) -> None:
    """Asks a person on a terminal; raises Cancelled unless the answer is yes, and UserError where nobody is there."""
    if not on_terminal():
        raise UserError(refusal)
    if input(one_line(f"{question} [y/N] ")).strip().lower() not in {"y", "yes"}:
        raise Cancelled


def on_terminal() -> bool:
    """Whether somebody is there who reads what is printed and can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def progress() -> Job:
    """A job that counts on a terminal and is silent in a pipe."""
    if not sys.stderr.isatty():
        return Job()

    def report(done: int, total: int, what: str) -> None:
        line = f"{what} {done:,} of {total:,}" if total else what
        print(f"\r{line:<60}\r", end="", file=unguarded(sys.stderr), flush=True)

    return Job(report)


def print_json(value: Any) -> None:
    """Prints a value for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1), file=Data(sys.stdout))
