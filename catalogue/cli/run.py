"""Runs one command and turns what goes wrong into a sentence and an exit status."""

from __future__ import annotations

import os
import sys
from argparse import Namespace

from catalogue import log, paths, rights, writing
from catalogue.cli.options import path_of
from catalogue.errors import Cancelled, Damaged, Missing, UserError
from catalogue.printable import Printed


def main(options: Namespace) -> int:
    """Runs the command of parsed options. Returns 0 for done, 1 for done in part, 2 for refused."""
    rights.begin()
    streams = (sys.stdout, sys.stderr)
    for stream in streams:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.stdout, sys.stderr = map(Printed, streams)
    try:
        return _run(options)
    finally:
        sys.stdout, sys.stderr = streams


def _run(options: Namespace) -> int:
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except Damaged as error:
        print(" ".join([str(error), *_ways_back(error, options)]), file=sys.stderr)
    except UserError as error:
        print(error, file=sys.stderr)
    except (Cancelled, KeyboardInterrupt):
        print("Cancelled; nothing was changed.", file=sys.stderr)
    except BrokenPipeError:
        # The reader of our output has seen enough. Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        # What a command makes of values that nobody wrote may fail anywhere.
        from catalogue.store import damage

        hurt = damage.explained(error, path_of(options))
        if hurt is not None:
            print(
                " ".join([str(hurt), *(_ways_back(hurt, options) if isinstance(hurt, Damaged) else ())]),
                file=sys.stderr,
            )
            return 2
        where = f"Details are in {paths.log_file()}." if log.note_alone(error) else "It could not be logged either."
        print(f"Something went wrong inside the program; nothing was changed. {where}", file=sys.stderr)
    return 2


def _ways_back(error: Damaged, options: Namespace) -> list[str]:
    """What a person can do about a catalogue that cannot be read any more, in sentences."""
    if options.command == "restore":
        return []  # then it is the backup that cannot be
    from catalogue.store import keeping

    found = keeping.newest(path_of(options))
    said = ["No backup was found beside it."]
    if found is not None:
        said = [f"The newest good backup is {found[0]} ({found[1].words()}); `restore` puts it in its place."]
    copy = path_of(options).with_name(path_of(options).name + writing.COPY)
    if copy.is_dir():
        said.append(f"`rebuild` makes a catalogue of {copy}.")
    return [*said, "Add --new to begin a new catalogue."] if isinstance(error, Missing) else said
