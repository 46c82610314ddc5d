"""The command line: the same questions and the same changes as the window, for hands and scripts."""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from catalogue import __version__, paths
from catalogue.errors import Cancelled, FieldError, UserError
from catalogue.fields import dates, registry
from catalogue.jobs import Job

_ID = re.compile(r"(film|edition|copy):\d+$")
_ASSIGNMENT = re.compile(r"([\w ]+?)\s*([+-]?)=(.*)", re.DOTALL)


def parse(arguments: Sequence[str]) -> Namespace:
    """The options of a command line; ends the program with a usage message when they make no sense."""
    parser = argparse.ArgumentParser(
        prog="disc-catalogue", description="What films you own on disc, where they stand, and what each film is."
    )
    parser.add_argument("--version", action="version", version=f"Disc Catalogue {__version__}")
    _common(parser, default=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands (none opens the window)")

    def command(name: str, run: Callable[[Namespace], int], summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary)
        # The same option may stand after the command; there it must not undo what stood before.
        _common(made, default=argparse.SUPPRESS)
        made.set_defaults(run=run)
        return made

    made = command("import", _import, "take in files, folders, zips or - for standard input")
    made.add_argument("paths", nargs="+", metavar="PATH")
    made.add_argument("--format", metavar="KEY", help="read the files as this format (see: formats)")
    made.add_argument("--film", metavar='"TITLE (YEAR)"', help="the film that the pages are about")
    made.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    _json(made)
    made = command("export", _export, "write the collection to a file, or to standard output with -")
    made.add_argument("file", metavar="FILE")
    made.add_argument("--format", choices=["json"], default="json")
    made.add_argument("--query", default="", metavar="Q", help="only what a query finds")
    made = command("search", _search, "list the discs that a query finds")
    made.add_argument("query", nargs="*", metavar="QUERY")
    made.add_argument("--limit", type=_positive, metavar="N")
    _json(made)
    made = command("show", _show, "everything about one record")
    made.add_argument("id", metavar="ID", help="film:12, edition:3 or copy:7")
    _json(made)
    made = command("add", _add, "add a disc")
    made.add_argument("--set", action="append", required=True, metavar="FIELD=VALUE", dest="values")
    made.add_argument("--no-disc", action="store_true", help="add a film of which you have no disc")
    _json(made)
    made = command("edit", _edit, "write fields of the records that a query finds")
    made.add_argument("query", metavar="QUERY")
    made.add_argument(
        "--set", action="append", required=True, metavar="FIELD=VALUE", dest="values", help="also tags+=X and tags-=X"
    )
    made.add_argument("--yes", action="store_true", help="also more than one record, without asking")
    made = command("delete", _delete, "put the records that a query finds into the trash")
    made.add_argument("query", metavar="QUERY")
    made.add_argument("--yes", action="store_true", help="also more than one record, without asking")
    made = command("history", _history, "what was done, newest first")
    made.add_argument("id", nargs="?", metavar="ID", help="only of this record")
    made.add_argument("--limit", type=_positive, default=50, metavar="N")
    _json(made)
    command("undo", _undo, "take back the last operation")
    command("redo", _redo, "bring back what was undone last")
    _json(command("check", _check, "check the catalogue's file"))
    made = command("backup", _backup, "write a safe copy of the catalogue and its pictures")
    made.add_argument("file", nargs="?", metavar="FILE", help="default: beside the catalogue, named by the moment")
    made = command("restore", _restore, "put a backup in the catalogue's place; its present state is kept")
    made.add_argument("file", metavar="FILE")
    made.add_argument("--yes", action="store_true", help="without asking")
    _json(command("formats", _formats, "what can be read and written"))
    _json(command("fields", _fields, "the fields, with their names in queries"))
    _json(command("stats", _stats, "figures of the collection"))
    return parser.parse_args(arguments)


def main(options: Namespace) -> int:
    """Runs the command of parsed options. Returns 0 for done, 1 for done in part, 2 for refused."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status: int = options.run(options)
        sys.stdout.flush()
        return status
    except UserError as error:
        print(error, file=sys.stderr)
    except (Cancelled, KeyboardInterrupt):
        print("Cancelled; nothing was changed.", file=sys.stderr)
    except BrokenPipeError:
        # The reader of our output has seen enough. Python would complain again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        print(f"Something went wrong inside the program; nothing was changed. {_log_fault()}", file=sys.stderr)
    return 2


def catalogue_path(options: Namespace) -> Path:
    """The database that options name."""
    return Path(options.catalogue) if options.catalogue else paths.default_catalogue()


def _common(parser: argparse.ArgumentParser, default: Any) -> None:
    parser.add_argument("--catalogue", metavar="FILE", default=default, help="the catalogue's file")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _log_fault() -> str:
    file = paths.log_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(file, encoding="utf-8")
    except OSError:
        return "It could not be logged either."
    logger = logging.getLogger("catalogue.fault")
    logger.propagate = False
    logger.addHandler(handler)
    logger.exception("Unexpected error on the command line")
    handler.close()
    return f"Details are in {file}."


class _Open:
    """The collection of a command, closed at its end."""

    def __init__(self, options: Namespace) -> None:
        # Not at the top of the module: --help and a mistyped option need no database.
        from catalogue.collection import Collection

        self.collection = Collection.open(catalogue_path(options))

    def __enter__(self) -> Any:
        return self.collection

    def __exit__(self, *_: object) -> None:
        self.collection.close()


def _progress() -> Job:
    if not sys.stderr.isatty():
        return Job()

    def report(done: int, total: int, what: str) -> None:
        line = f"{what} {done:,} of {total:,}" if total else what
        print(f"\r{line:<60}\r", end="", file=sys.stderr, flush=True)

    return Job(report)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _import(options: Namespace) -> int:
    from catalogue.exchange import importing

    with _Open(options) as collection:
        receipt = importing.run(
            collection,
            options.paths,
            format_key=options.format,
            film=options.film,
            dry_run=options.dry_run,
            job=_progress(),
        )
    if options.json:
        _print_json(receipt.to_json())
    elif receipt.refused < len(receipt.files):
        for line in receipt.lines():
            print(line)
    if not receipt.refused:
        return 0
    for file in receipt.files:
        if file.rejected and not options.json:
            message = file.problems[0].message
            print(message if file.path in message else f"{file.path}: {message}", file=sys.stderr)
    return 1 if receipt.refused < len(receipt.files) else 2


def _export(options: Namespace) -> int:
    from catalogue.exchange import json_export

    with _Open(options) as collection:
        if options.file == "-":
            json_export.write_text(collection, sys.stdout, options.query, _progress())
            return 0
        written = json_export.write(collection, Path(options.file), options.query, _progress())
    print(f"Wrote {written:,} records to {options.file}.")
    return 0


def _search(options: Namespace) -> int:
    query = " ".join(options.query)
    with _Open(options) as collection:
        found = collection.find(query)
        _refuse_problems(found)
        ids = found.ids[: options.limit] if options.limit else found.ids
        rows = collection.rows(ids, ("title", "year", "format", "location", "storage_device", "owner", "tags"))
    listed = [rows[row_id] for row_id in ids]
    if options.json:
        keys = ("title", "year", "format", "location", "tags")
        _print_json(
            [
                {"copy": _typed("copy", row.copy_id), "film": _typed("film", row.film_id)}
                | {key: row.values[key] for key in keys}
                for row in listed
            ]
        )
        return 0
    if not listed:
        print(f"Nothing matches {query}." if query else "The collection is empty.")
    for row in listed:
        print(_line(row))
    if len(listed) < len(found.ids):
        print(f"… and {len(found.ids) - len(listed):,} more")
    return 0


def _show(options: Namespace) -> int:
    with _Open(options) as collection:
        record = collection.record(collection.resolve(options.id))
    documents = {document.id: document for document in record.documents}
    if options.json:
        _print_json(_record_json(record))
        return 0
    for group, fields in registry.groups().items():
        shown = [(field, record.values[field.key]) for field in fields if record.values[field.key] not in (None, [])]
        if not shown:
            continue
        print(f"\n{group}")
        for field, value in shown:
            if field.kind.rows in {"texts", "credits"}:
                print(_indented(field.kind.format(value)))
            else:
                print(f"  {field.label}: {field.kind.show(value)}")
    for heading, lines in (
        ("Needs review", [f"{_label(review.field, review.subject)}: {review.reason}" for review in record.reviews]),
        ("Sources disagree", [_conflict_line(conflict, documents) for conflict in record.conflicts]),
        ("Read from", [f"document:{one.id} {_document_name(one)}" for one in record.documents]),
    ):
        if lines:
            print(f"\n{heading}")
            for line in lines:
                print(f"  {line}")
    return 0


def _add(options: Namespace) -> int:
    from catalogue.collection.commands import AddRecord

    values, add, remove = _assignments(options.values)
    if add or remove:
        raise FieldError("A new record takes FIELD=VALUE; += and -= are for records that are there.")
    with _Open(options) as collection:
        changes = collection.run(AddRecord(values, disc=not options.no_disc))
        row = collection.rows([changes.result], ("title",))[changes.result]
        _warn_of_odd(values)
    typed = _typed("copy", row.copy_id) or _typed("film", row.film_id)
    if options.json:
        ids = {kind: _typed(kind, getattr(row, f"{kind}_id")) for kind in registry.ENTITIES}
        _print_json({"id": typed, **ids, "operation": changes.operation})
    else:
        print(f"Added {typed}: {row.values['title'] or 'no film yet'}")
    return 0


def _edit(options: Namespace) -> int:
    from catalogue.collection.commands import EditRecords

    values, add, remove = _assignments(options.values)
    with _Open(options) as collection:
        ids = _selected(collection, options, "edit")
        if not ids:
            return 0
        changes = collection.run(EditRecords(tuple(ids), values, add, remove))
    _warn_of_odd(values)
    print(f"{changes.label}." if changes else "Everything is as wished already; nothing was changed.")
    return 0


def _delete(options: Namespace) -> int:
    from catalogue.collection.commands import DeleteRecords

    with _Open(options) as collection:
        ids = _selected(collection, options, "delete")
        if not ids:
            return 0
        changes = collection.run(DeleteRecords(tuple(ids)))
    print(f"{changes.label}: in the trash now; “undo” brings it back.")
    return 0


def _history(options: Namespace) -> int:
    with _Open(options) as collection:
        row_id = collection.resolve(options.id) if options.id else None
        operations = collection.history(options.limit, row_id)
    if options.json:
        keys = ("id", "at", "label", "kind", "state")
        _print_json([{key: getattr(one, key) for key in keys} for one in operations])
        return 0
    for one in operations:
        state = {"done": "", "undone": "  (undone)", "dropped": "  (undone)"}[one.state]
        print(f"{one.id:>5}  {one.at.replace('T', ' ')}  {one.label}{state}")
    if not operations:
        print("Nothing was done yet.")
    return 0


def _undo(options: Namespace) -> int:
    with _Open(options) as collection:
        print(f"{collection.undo().label}.")
    return 0


def _redo(options: Namespace) -> int:
    with _Open(options) as collection:
        print(f"{collection.redo().label}.")
    return 0


def _check(options: Namespace) -> int:
    with _Open(options) as collection:
        problems = collection.check()
    if options.json:
        _print_json({"problems": problems})
    else:
        for problem in problems or ["All is well: SQLite, references, text index, pictures, history."]:
            print(problem)
    return 1 if problems else 0


def _backup(options: Namespace) -> int:
    path = catalogue_path(options)
    if not path.exists():
        raise UserError(f"There is no catalogue {path} to back up.")
    moment = dates.now().replace(":", "").replace("T", "-")
    target = Path(options.file) if options.file else path.with_name(f"{path.stem}-{moment}.backup.zip")
    with _Open(options) as collection:
        saved = collection.back_up(target, _progress())
    print(f"Wrote {target}: {saved.words()}.")
    return 0


def _restore(options: Namespace) -> int:
    from catalogue.store import backup, restore
    from catalogue.store.pictures import Pictures

    path, file = catalogue_path(options), Path(options.file)
    with backup.opened(file) as (database, _):
        print(f"The backup holds {backup.contents(database).words()}.")
    if path.exists():
        try:
            print(f"The catalogue holds {backup.contents(path).words()}.")
        except UserError as error:
            print(error)
    if not options.yes:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise UserError("Add --yes to put the backup in the catalogue's place; nothing was changed.")
        if input("Put the backup in its place? [y/N] ").strip().lower() not in {"y", "yes"}:
            raise Cancelled
    done = restore.restore(path, Pictures(path).folder, file)
    print("Restored." + (f" What was there before is kept as {done.kept}." if done.kept else ""))
    return 0


def _formats(options: Namespace) -> int:
    from catalogue.exchange import formats

    known = formats.known()
    if options.json:
        keys = ("key", "label", "reads", "writes")
        _print_json([{key: getattr(one, key) for key in keys} for one in known])
        return 0
    for one in known:
        does = "reads and writes" if one.reads and one.writes else "reads" if one.reads else "writes"
        print(f"{one.key:<18} {does:<17} {one.label}")
    return 0


def _fields(options: Namespace) -> int:
    if options.json:
        _print_json(
            [
                {
                    "key": field.key,
                    "label": field.label,
                    "kind": field.kind.name,
                    "of": field.entity,
                    "group": field.group,
                    "search": [field.key, *field.search],
                    "choices": list(field.choices),
                }
                for field in registry.FIELDS
            ]
        )
        return 0
    for group, fields in registry.groups().items():
        print(f"\n{group}")
        for field in fields:
            names = ", ".join(dict.fromkeys((*field.search, field.key)))
            print(f"  {field.key:<22} {field.label:<26} {field.kind.name:<24} search: {names}")
    return 0


def _stats(options: Namespace) -> int:
    with _Open(options) as collection:
        figures = collection.stats()
    if options.json:
        _print_json(figures)
        return 0
    for name, figure in figures.items():
        if isinstance(figure, dict):
            print(f"\n{name.replace('_', ' ').capitalize()}")
            for value, count in figure.items():
                print(f"  {count:>8,}  {value}")
        else:
            print(f"{figure:>10,}  {name.replace('_', ' ')}")
    return 0


def _refuse_problems(found: Any) -> None:
    if found.problems:
        raise UserError(" ".join(dict.fromkeys(problem.message for problem in found.problems)))


def _selected(collection: Any, options: Namespace, verb: str) -> list[int]:
    """The rows that a query or an id means. More than one is asked for on a terminal and refused elsewhere."""
    if _ID.match(options.query):
        return [collection.resolve(options.query)]
    if not options.query.strip():
        raise UserError(f"Say what to {verb}: a query such as tag:piano, or an id such as copy:7.")
    found = collection.find(options.query)
    _refuse_problems(found)
    ids = list(found.ids)
    if not ids:
        print(f"Nothing matches {options.query}; nothing was changed.")
    if len(ids) > 1 and not options.yes:
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise UserError(f"{len(ids):,} records match {options.query}; add --yes to {verb} them all.")
        if input(f"{len(ids):,} records match. {verb.capitalize()} them all? [y/N] ").strip().lower() not in {
            "y",
            "yes",
        }:
            raise Cancelled
    return ids


def _assignments(given: list[str]) -> tuple[dict[str, Any], dict[str, list[Any]], dict[str, list[Any]]]:
    """Values to set, to add to lists and to remove from them, from `field=value`, `field+=value`, `field-=value`."""
    found: dict[str, dict[str, Any]] = {"": {}, "+": {}, "-": {}}
    for text in given:
        match = _ASSIGNMENT.fullmatch(text)
        if not match:
            raise FieldError(f"“{text}” is not FIELD=VALUE.")
        name, sign, value = match.groups()
        field = registry.by_key(name.strip())
        if sign and not field.kind.multiple:
            raise FieldError(f"{field.label} holds one value; write {field.key}=VALUE.")
        found[sign][field.key] = _value(field, value)
    return found[""], found["+"], found["-"]


def _value(field: registry.Field, text: str) -> Any:
    if text[:1] in {"[", "{"} and field.kind.merge != "whole":
        try:
            value = json.loads(text)
            field.kind.format(value)
            return value
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
    return field.parse(text)


def _warn_of_odd(values: dict[str, Any]) -> None:
    for key, value in values.items():
        odd = registry.BY_KEY[key].kind.odd(value)
        if odd:
            print(f"{odd} It was kept as it is.", file=sys.stderr)


def _typed(kind: str, number: int | None) -> str | None:
    return f"{kind}:{number}" if number is not None else None


def _line(row: Any) -> str:
    values = row.values
    year = f" ({values['year']})" if values["year"] else ""
    parts = [values["format"], registry.BY_KEY["location"].kind.show(values["location"]), values["storage_device"]]
    parts += [values["owner"], ", ".join(values["tags"])]
    typed = _typed("copy", row.copy_id) or _typed("film", row.film_id)
    rest = "  ".join(part for part in parts if part) if row.copy_id is not None else "no disc"
    return f"{typed:<10} {values['title'] or 'film not known yet'}{year}  {rest}".rstrip()


def _record_json(record: Any) -> dict[str, Any]:
    found: dict[str, Any] = {kind: _typed(kind, getattr(record, f"{kind}_id")) for kind in registry.ENTITIES}
    found |= record.values
    found["films"] = [{"id": f"film:{number}", "title": title, "year": year} for number, title, year in record.films]
    keys = ("kind", "site", "title", "sha256", "added_at")
    found["documents"] = [
        {"id": f"document:{one.id}"} | {key: getattr(one, key) for key in keys} for one in record.documents
    ]
    found["needs_review"] = [
        {"field": one.field, "subject": one.subject, "reason": one.reason} for one in record.reviews
    ]
    found["conflicts"] = [
        {
            "field": one.field,
            "subject": one.subject,
            "values": [{"value": value, "document": f"document:{number}"} for value, number in one.values],
        }
        for one in record.conflicts
    ]
    found["sources"] = [
        {
            "about": one.about,
            "field": one.field,
            "subject": one.subject,
            "value": one.value,
            "in_force": one.in_force,
            "document": _typed("document", one.document_id),
        }
        for one in record.sources
    ]
    found["picture"], found["trashed"] = record.picture, record.trashed
    return found


def _conflict_line(conflict: Any, documents: dict[int, Any]) -> str:
    field = registry.BY_KEY[conflict.field]
    stated = []
    for value, number in conflict.values:
        if field.key == "credits":
            shown = value
        else:
            shown = field.kind.show([value] if field.kind.merge == "parts" else value)
        stated.append(f"{shown} ({_document_name(documents[number])})")
    return f"{_label(conflict.field, conflict.subject)}: {' — '.join(stated)}"


def _document_name(document: Any) -> str:
    return ", ".join(part for part in (document.site or document.kind.replace("_", " "), document.title) if part)


def _label(key: str, subject: str | None) -> str:
    label = registry.BY_KEY[key].label if key in registry.BY_KEY else key
    return f"{label}, {subject}" if subject else label


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else "" for line in text.splitlines())
