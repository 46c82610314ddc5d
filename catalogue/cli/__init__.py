"""The command line: the same questions and the same changes as the window, for hands and scripts."""

from catalogue.cli.options import parse
from catalogue.cli.run import main
from catalogue.cli.session import path_of

__all__ = ["main", "parse", "path_of"]
