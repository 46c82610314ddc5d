"""The command line: the same questions and the same changes as the window, for hands and scripts."""

from catalogue.cli.options import parse, path_of
from catalogue.cli.run import main

__all__ = ["main", "parse", "path_of"]
