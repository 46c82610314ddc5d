"""What a change would do, in lines and for programs; and whether the person agrees."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from catalogue.cli.session import agree_to_lose, on_terminal, print_json, progress, say_notes
from catalogue.cli.shown import typed_id
from catalogue.collection import Collection, Preview
from catalogue.collection.commands import Command
from catalogue.errors import Cancelled, UserError


def show(preview: Preview, options: Namespace) -> None:
    """Prints what a change would do."""
    if getattr(options, "json", False):
        print_json(preview_json(preview))
        return
    for one in preview.differences:
        label, old, new = one.words()
        print(f"{typed_id(one.entity, one.record_id):<12} {one.name}  {label}: {old or '–'} → {new or '–'}")
    shown, total = len(preview.differences), sum(preview.fields.values())
    if shown < total:
        print(f"… and {total - shown:,} more")
    if options.dry_run or not preview.records:
        print(f"{count(preview.records, 'record')} would change; nothing was changed.")


def preview_json(preview: Preview) -> dict[str, Any]:
    """What a change would do, for programs."""
    differences = [
        {
            "id": typed_id(one.entity, one.record_id),
            "name": one.name,
            "field": one.field.key,
            "old": one.old,
            "new": one.new,
        }
        for one in preview.differences
    ]
    return {
        "label": preview.label,
        "records": preview.records,
        "fields": preview.fields,
        "differences": differences,
    }


def do_or_show(collection: Collection, command: Command, keys: Sequence[str], options: Namespace) -> int:
    """Carries a command out, or with --dry-run says what it would do."""
    if options.dry_run:
        show(collection.rehearse(command, keys, progress()), options)
        return 0
    agree_to_lose(collection, command, options)
    changes = collection.run(command, job=progress())
    say_notes(changes)
    say(f"{changes.label}." if changes else "Everything is as wished already; nothing was changed.", options)
    return 0


def agree(number: int, word: str, options: Namespace) -> None:
    """Asks on a terminal before more than one thing changes. Raises Cancelled."""
    if (
        number > 1
        and not options.yes
        and input(f"{count(number, word)} would change. Change them all? [y/N] ").strip().lower() not in {"y", "yes"}
    ):
        raise Cancelled


def refuse_unasked(number: int, word: str, options: Namespace) -> None:
    """Raises UserError where more than one thing would change and nobody can be asked."""
    if number > 1 and not (options.yes or options.dry_run or on_terminal()):
        raise UserError(f"{count(number, word)} would change; add --yes to change them all. Nothing was changed.")


def count(number: int, word: str) -> str:
    """A number of things in words."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def say(sentence: str, options: Namespace) -> None:
    """Prints what was done, for people: a program has its answer in JSON, and standard error is for errors."""
    if not getattr(options, "json", False):
        print(sentence)
