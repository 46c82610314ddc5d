"""Chooses the window or the command line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from catalogue import cli, preflight

LISTED = 20
INSTEAD = (
    'For the window start the program in a desktop session or over "ssh -X".'
    " Here is the collection as a list; --help shows what else works without a window."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program and returns its exit status; without a command it opens the window."""
    options = cli.parse(sys.argv[1:] if arguments is None else arguments)
    if options.command is not None:
        return cli.main(options)
    no_screen = preflight.no_screen()
    if no_screen is not None:
        print(f"{no_screen} {INSTEAD}", file=sys.stderr, flush=True)
        return cli.main(cli.parse([f"--catalogue={cli.path_of(options)}", "search", f"--limit={LISTED}"]))
    no_libraries = preflight.no_libraries()
    if no_libraries is not None:
        print(f"The commands work without a window; --help lists them.\n{no_libraries}", file=sys.stderr)
        return 2
    # While modules are loaded, Python's search for cycles would run a dozen times and find nothing.
    gc.disable()
    # SQLAlchemy first: once Qt is there, each import takes longer.
    from catalogue import collection  # noqa: F401
    from catalogue.gui import app  # needs Qt, which the commands do without

    return app.main(cli.path_of(options), new=options.new)


if __name__ == "__main__":
    sys.exit(main())
