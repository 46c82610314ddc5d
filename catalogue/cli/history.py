"""Commands for the history: what was done, and taking it back."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from catalogue.cli.session import opened, print_json
from catalogue.cli.shown import typed_id
from catalogue.collection import Account, Collection, Entry, FieldChange, Operation, RecordChanges

_STATES = {"done": "", "undone": "  (undone)", "dropped": "  (undone)", "reverted": "  (taken back)"}


def history(options: Namespace) -> int:
    """Lists what was done, newest first: everything, what happened to one record, or what one operation did."""
    about = options.about or ""
    with opened(options) as collection:
        if about.isdecimal():
            return _account(collection.account(int(about), options.limit), options.json)
        if about:
            return _timeline(collection, about, options)
        return _operations(collection, options)


def undo(options: Namespace) -> int:
    """Takes back the last operation."""
    with opened(options) as collection:
        print(f"{collection.undo().label}.")
    return 0


def redo(options: Namespace) -> int:
    """Brings back what was undone last."""
    with opened(options) as collection:
        print(f"{collection.redo().label}.")
    return 0


def _operations(collection: Collection, options: Namespace) -> int:
    found = collection.history(options.limit, options.find)
    if options.json:
        print_json([_operation_json(one) for one in found])
        return 0
    for one in found:
        print(_line(one))
    if not found:
        print("Nothing in the history matches." if options.find else "Nothing was done yet.")
    return 0


def _timeline(collection: Collection, typed: str, options: Namespace) -> int:
    entries = collection.timeline(collection.resolve(typed), options.limit)
    if options.json:
        print_json([_operation_json(one.operation) | {"changes": _changes_json(one)} for one in entries])
        return 0
    for one in entries:
        print(_line(one.operation))
        print_changes(one)
    return 0


def _account(account: Account, as_json: bool) -> int:
    if as_json:
        names = ("added", "changed", "removed")
        tallies = [{"kind": one.one, **{name: getattr(one, name) for name in names}} for one in account.tallies]
        records = [
            {"id": typed_id(one.entity, one.id), "name": one.name, "changes": _changes_json(one)}
            for one in account.records
        ]
        print_json(_operation_json(account.operation) | {"counts": tallies, "records": records, "more": account.more})
        return 0
    print(_line(account.operation))
    for tally in account.tallies:
        print(f"       {tally.words()}")
    for record in account.records:
        print(f"\n{typed_id(record.entity, record.id):<12} {record.name}")
        print_changes(record)
    if account.more:
        print(f"\n… and {account.more:,} more (--limit N shows more)")
    return 0


def print_changes(one: Entry | RecordChanges) -> None:
    """What happened, a line for each field."""
    for change in one.changes:
        print(f"         {change.label}: {change.words()}")


def _line(one: Operation) -> str:
    return f"{one.id:>5}  {one.at.replace('T', ' ')}  {one.label}{_STATES[one.state]}"


def _operation_json(one: Operation) -> dict[str, Any]:
    return {key: getattr(one, key) for key in ("id", "at", "label", "kind", "state")}


def _changes_json(one: Entry | RecordChanges) -> list[dict[str, Any]]:
    return [_change_json(change) for change in one.changes]


def _change_json(change: FieldChange) -> dict[str, Any]:
    found = {"about": change.about, "field": change.field, "label": change.label}
    if change.listed:
        return found | {"removed": list(change.old), "added": list(change.new)}
    return found | {"old": ", ".join(change.old) or None, "new": ", ".join(change.new) or None}
