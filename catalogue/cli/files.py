"""Commands for files: import, export, backup, restore."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from catalogue.cli.options import path_of
from catalogue.cli.searching import scope_of
from catalogue.cli.session import ask, may_replace, opened, print_json, progress
from catalogue.errors import Damaged, UserError
from catalogue.exchange import importing, json_export, rebuilding, side_copy
from catalogue.fields import dates
from catalogue.printable import Data
from catalogue.store import backup, keeping
from catalogue.store import restore as restoring
from catalogue.store.pictures import Pictures


def take_in(options: Namespace) -> int:
    """Imports files and prints the receipt; 1 when some records or files were rejected, 2 when all were."""
    with opened(options) as collection:
        receipt = importing.run(
            collection,
            options.paths,
            format_key=options.format,
            film=options.film,
            dry_run=options.dry_run,
            job=progress(),
        )
        collection.index_behind(progress())
    if options.json:
        print_json(receipt.to_json())
    elif receipt.refused < len(receipt.files):
        for line in receipt.lines():
            print(line)
    if not receipt.rejected:
        return 0
    for file in receipt.files:
        for problem in file.problems if file.rejected == file.read and not options.json else ():
            message = problem.message
            print(message if file.path in message else f"{file.path}: {message}", file=sys.stderr)
    return 1 if receipt.refused < len(receipt.files) else 2


def export(options: Namespace) -> int:
    """Writes the collection to a file or to standard output."""
    query = options.query or ""
    with opened(options) as collection:
        if options.query is not None and collection.find(options.query).empty:
            raise UserError("This query leaves nothing out; without --query everything is written. Nothing was.")
        if options.file == "-":
            written = json_export.write_text(collection, Data(sys.stdout), query, progress(), scope_of(options))
            return _incomplete(backup.say_missing(written.missing))
        target = Path(options.file)
        replace = may_replace(target, collection.path, options)
        written = json_export.write(collection, target, query, progress(), replace=replace, scope=scope_of(options))
    print(f"Wrote {written.rows:,} records to {options.file}.")
    return _incomplete(backup.say_missing(written.missing))


def _incomplete(problem: str | None) -> int:
    """The exit status of what was written, after saying what of it is missing."""
    if problem is not None:
        print(problem, file=sys.stderr)
    return 0 if problem is None else 1


def back_up(options: Namespace) -> int:
    """Writes a verified copy of the catalogue and its pictures, or lists those that were made by themselves."""
    path = path_of(options)
    if options.list:
        return _list_backups(path, options)
    if not path.exists():
        raise UserError(f"There is no catalogue {path} to back up.")
    moment = dates.now().replace(":", "").replace("T", "-")
    target = Path(options.file) if options.file else path.with_name(f"{path.stem}-{moment}.backup.zip")
    with opened(options) as collection:
        saved = collection.back_up(target, progress(), replace=may_replace(target, path, options))
        try:
            side_copy.bring_up_to_date(collection, progress())
        except side_copy.CopyError as error:
            print(error, file=sys.stderr)
    if options.json:
        print_json({"file": str(target), "contents": asdict(saved)})
    else:
        print(f"Wrote {target}: {saved.words()}.")
    return _incomplete(saved.problem())


def _list_backups(path: Path, options: Namespace) -> int:
    if options.file:
        raise UserError("“--list” says what there is; it writes no file.")
    found = keeping.listed(path)
    if options.json:
        print_json(
            [
                {
                    "file": str(kept.file),
                    "moment": f"{kept.moment:%Y-%m-%dT%H:%M:%S}",
                    "reason": kept.reason,
                    "contents": asdict(kept.contents) if kept.contents is not None else None,
                }
                for kept in found
            ]
        )
        return 0
    for kept in found:
        print(kept.file.name)
        print(f"    {kept.words()}")
    print(f"They are in {keeping.folder_of(path)}." if found else f"No backups were made of {path} yet.")
    return 0


def restore(options: Namespace) -> int:
    """Puts a backup in the catalogue's place after saying what both hold."""
    path = path_of(options)
    file = keeping.chosen(path, options.file)
    found = keeping.look_into(file)
    print(f"{'The backup' if options.file else file.name} holds {found.words()}.")
    if problem := found.problem():
        print(problem, file=sys.stderr)
    if path.is_file() and path.stat().st_size:
        try:
            print(f"The catalogue holds {backup.contents(path).words()}.")
        except Damaged as error:
            print(error)
    if not options.yes:
        ask("Put the backup in its place?", "Add --yes to put it in the catalogue's place; nothing was changed.")
    done = restoring.restore(path, Pictures(path).folder, file, progress())
    print("Restored." + (f" What was there before is kept as {done.kept}." if done.kept else ""))
    return 0


def rebuild(options: Namespace) -> int:
    """Makes a new catalogue from the copy in plain files; 1 when something in that is damaged or missing."""
    target = path_of(options)
    done = rebuilding.rebuild(Path(options.folder), target, progress())
    print(f"Rebuilt {target}: {done.words()}.")
    for words in done.problems + done.notes:
        print(words, file=sys.stderr)
    return 1 if done.problems else 0
