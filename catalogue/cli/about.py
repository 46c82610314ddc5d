"""Commands about the program and the catalogue as a whole: check, formats, fields, stats."""

from __future__ import annotations

from argparse import Namespace

from catalogue.cli.options import path_of
from catalogue.cli.searching import refuse_problems, scope_of
from catalogue.cli.session import ask, opened, print_json, progress
from catalogue.errors import Damaged, Missing, UserError
from catalogue.exchange import formats as exchange_formats
from catalogue.exchange import side_copy
from catalogue.store import damage, repair

_LABEL, _WIDTH = 24, 40  # letters of a chart's label and of its longest bar
_WELL = "All is well: SQLite, references, text index, pictures, history."


def check(options: Namespace) -> int:
    """Says whether the file is whole; 1 when it is not."""
    if options.repair:
        return _repair(options)
    problems: list[str] = []
    note = damaged = None
    try:
        with opened(options) as collection:
            problems = collection.check(progress())
            problems += side_copy.problems(collection, progress())
            note = side_copy.note(collection)
    except Missing:
        raise
    except Damaged as error:
        damaged = error
        problems = problems or damage.look(path_of(options))
    if options.json:
        print_json({"problems": problems} | ({"notes": [note]} if note else {}))
    else:
        for problem in problems or ([] if damaged else [_WELL]):
            print(problem)
        if note:
            print(note)
    if damaged:
        raise damaged
    return 1 if problems else 0


def _repair(options: Namespace) -> int:
    """Mends the file and says what was lost; 1 when something was, or is still wrong."""
    path = path_of(options)
    if not path.exists():
        raise UserError(f"There is no catalogue {path} to repair.")
    if not options.yes:
        ask(
            f"Repair {path}? It is kept as it is beside the repaired one. Close its window first.",
            "A repair puts a mended file in the place of the catalogue, which is kept beside it."
            " Add --yes to do it; nothing was changed.",
        )
    done = repair.repair(path, progress())
    if options.json:
        print_json({"kept": str(done.kept), "lost": done.lost, "problems": done.left})
        return 1 if done.lost or done.left else 0
    if done.salvaged:
        print("What can be read was taken into a new file; the list and the text index were made anew.")
    else:
        print("The list, the text index and the indexes were made anew.")
    for line in (*done.lost, *done.left):
        print(line)
    if not done.lost and not done.left:
        print("Nothing was lost: all is well again.")
    print(f"The file as it was is kept as {done.kept}.")
    return 1 if done.lost or done.left else 0


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
    """Prints figures of the collection, or of what a query finds in it."""
    query = " ".join(options.query)
    with opened(options) as collection:
        scope = scope_of(options)
        refuse_problems(collection.find(query, scope=scope))
        found = collection.charts(query, scope=scope)
        figures = collection.stats(query, found)
    if options.json:
        print_json(figures)
        return 0
    for name, figure in figures.items():
        if isinstance(figure, int):
            print(f"{figure:>10,}  {name.replace('_', ' ')}")
        elif isinstance(figure, list) and figure:
            print(f"{', '.join(figure):>10}  {name}")
    for chart in found.charts:
        print(f"\n{chart.title}")
        most = max(bar.amount for bar in chart.bars) or 1
        for bar in chart.bars:
            drawn = "█" * round(bar.amount / most * _WIDTH) or ("▏" if bar.amount else "")
            print(f"  {bar.label:<{_LABEL}.{_LABEL}}  {bar.shown:>10}  {drawn}".rstrip())
        if chart.note:
            print(f"  {chart.note}")
    return 0
