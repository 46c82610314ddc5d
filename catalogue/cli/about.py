"""Commands about the program and the catalogue as a whole: check, formats, fields, stats."""

from __future__ import annotations

from argparse import Namespace

from catalogue.cli.session import opened, print_json
from catalogue.exchange import formats as exchange_formats


def check(options: Namespace) -> int:
    """Says whether the file is whole; 1 when it is not."""
    with opened(options) as collection:
        problems = collection.check()
    if options.json:
        print_json({"problems": problems})
    else:
        for problem in problems or ["All is well: SQLite, references, text index, pictures, history."]:
            print(problem)
    return 1 if problems else 0


def formats(options: Namespace) -> int:
    """Lists what can be read and written."""
    known = exchange_formats.known()
    if options.json:
        keys = ("key", "label", "reads", "writes")
        print_json([{key: getattr(one, key) for key in keys} for one in known])
        return 0
    for one in known:
        does = "reads and writes" if one.reads and one.writes else "reads" if one.reads else "writes"
        print(f"{one.key:<18} {does:<17} {one.label}")
    return 0


def stats(options: Namespace) -> int:
    """Prints figures of the collection."""
    with opened(options) as collection:
        figures = collection.stats()
    if options.json:
        print_json(figures)
        return 0
    for name, figure in figures.items():
        if isinstance(figure, dict):
            print(f"\n{name.replace('_', ' ').capitalize()}")
            for value, count in figure.items():
                print(f"  {count:>8,}  {value}")
        else:
            print(f"{figure:>10,}  {name.replace('_', ' ')}")
    return 0
