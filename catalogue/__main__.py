"""Chooses the window or the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from catalogue import cli, preflight


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program and returns its exit status; without a command it opens the window."""
    options = cli.parse(sys.argv[1:] if arguments is None else arguments)
    if options.command is not None:
        return cli.main(options)
    problem = preflight.problem()
    if problem is not None:
        print(f"{problem} The commands work without a window: --help lists them.", file=sys.stderr)
        return 2
    from catalogue.gui import app  # needs Qt, which the commands do without

    return app.main(cli.catalogue_path(options))


if __name__ == "__main__":
    sys.exit(main())
