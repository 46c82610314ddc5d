"""Commands for the history: what was done, and taking it back."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

from catalogue import settings
from catalogue.cli.records import refuse_empty, selected
from catalogue.cli.searching import ID, find
from catalogue.cli.session import ask, opened, print_json, progress, say_notes
from catalogue.cli.shown import typed_id
from catalogue.collection import Account, Collection, Entry, FieldChange, Kept, Operation, Plan, RecordChanges
from catalogue.collection.commands import Emptied, EmptyTrash, RestoreRecords, Reverted, RevertOperation
from catalogue.errors import FieldError, UserError
from catalogue.fields import dates, kinds
from catalogue.fields.text import size_words

_STATES = {"done": "", "undone": "  (undone)", "dropped": "  (undone)", "reverted": "  (taken back)"}


def history(options: Namespace) -> int:
    """Lists what was done, newest first: everything, what happened to one record, or what one operation did."""
    about = options.about or ""
    with opened(options) as collection:
        if options.forget_before is not None:
            return _forget(collection, options)
        if options.size:
            return _size(collection, options)
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


def _size(collection: Collection, options: Namespace) -> int:
    size = collection.history_size()
    names = ("operations", "rows", "bytes", "since")
    if options.json:
        print_json({name: getattr(size, name) for name in names})
        return 0
    print(size.words())
    for setting in (settings.HISTORY_DAYS, settings.HISTORY_OPERATIONS):
        print(f"{setting.label}: {setting.show(settings.get(setting))}  ({setting.key})")
    return 0


def _forget(collection: Collection, options: Namespace) -> int:
    everything = options.forget_before == "now"
    before = None if everything else kinds.DATE.parse(options.forget_before)
    if not everything and before is None:
        raise FieldError("Say before which date the history is to be forgotten, or: now.")
    if not options.yes:
        refusal = "What is forgotten can never be undone; add --yes to forget it. Nothing was changed."
        ask("It can never be undone then. Forget it?", refusal)
    print(collection.forget_history(before, progress()).words())
    return 0


def change_settings(options: Namespace) -> int:
    """Lists the settings, shows one, or sets it."""
    if options.key is None:
        listed = {one.key: settings.get(one) for one in settings.SETTINGS}
        if options.json:
            print_json(listed)
            return 0
        for one in settings.SETTINGS:
            print(f"{one.key:<20} {one.show(listed[one.key]):<16} {one.label}. {one.help}")
        return 0
    setting = settings.named(options.key)
    if options.value is not None:
        settings.put(setting, setting.parse(options.value))
    value = settings.get(setting)
    if options.json:
        print_json({setting.key: value})
    else:
        print(f"{setting.label}: {setting.show(value)}")
    return 0


def revert(options: Namespace) -> int:
    """Takes an old operation back; 1 when in part, 2 when nothing of it could go back."""
    with opened(options) as collection:
        plan = collection.revert_plan(options.operation)
        also = [one.key for one in plan.kept if one.can] if options.all else []
        if options.dry_run:
            return _plan(plan, options.json)
        changes = collection.run(RevertOperation(options.operation, frozenset(also)), job=progress())
    result: Reverted = changes.result
    if options.json:
        print_json({"operation": changes.operation, "kept": [_kept_json(one) for one in result.kept]})
    elif result.went:
        print(f"{changes.label}.")
    elif not result.kept:
        print("Everything is as it was before that already; nothing was changed.")
    if result.kept and not options.json:
        count = "1 thing was" if len(result.kept) == 1 else f"{len(result.kept):,} things were"
        stays = "and stays as it is" if len(result.kept) == 1 else "and stay as they are"
        ending = "." if result.went else "; nothing was changed."
        print(f"{count} changed since {stays}{ending}", file=sys.stderr)
        for one in result.kept:
            print(_kept_line(one))
    if not result.kept:
        return 0
    return 1 if result.went else 2


def trash(options: Namespace) -> int:
    """Lists what is in the trash, takes records out of it, or empties it."""
    with opened(options) as collection:
        if options.restore is not None:
            return _restore(collection, options)
        if options.empty:
            return _empty(collection, options)
        if options.older_than is not None:
            raise UserError("--older-than goes with --empty; nothing was changed.")
        found = collection.trash()
    if options.json:
        print_json(
            [
                {"id": typed_id(one.entity, one.record_id), "name": one.name, "deleted_at": one.deleted_at}
                for one in found
            ]
        )
        return 0
    for one in found:
        print(f"{typed_id(one.entity, one.record_id):<12} {one.deleted_at.replace('T', ' ')}  {one.name}")
    if not found:
        print("The trash is empty.")
    return 0


def _restore(collection: Collection, options: Namespace) -> int:
    options.query = options.restore if ID.fullmatch(options.restore) else f"({options.restore}) is:trash"
    refuse_empty(find(collection, options.restore, options), "restore")
    ids = selected(collection, options, "restore")
    if not ids:
        return 0
    changes = collection.run(RestoreRecords(tuple(ids)))
    print(f"{changes.label}." if changes else "They are not in the trash; nothing was changed.")
    say_notes(changes)
    return 0


def _empty(collection: Collection, options: Namespace) -> int:
    older_than = None if options.older_than is None else dates.days_ago(options.older_than)
    changes = collection.run(EmptyTrash(older_than), job=progress())
    emptied: Emptied = changes.result
    print(f"{changes.label}. “undo” brings it back.")
    for words in emptied.kept:
        print(f"{words} It stays in the trash until it is back.", file=sys.stderr)
    size = sum(file.stat().st_size for file in collection.pictures.files(emptied.pictures))
    if size:
        print(f"Pictures of {size_words(size)} stay on the disk until the history before now is forgotten.")
    return 1 if emptied.kept else 0


def _plan(plan: Plan, as_json: bool) -> int:
    if as_json:
        print_json({"operation": plan.operation.id, "kept": [_kept_json(one) for one in plan.kept]})
        return 0
    print(f"Taking back “{plan.operation.label}” concerns {plan.words()}. Nothing was changed.")
    for one in plan.kept:
        print(_kept_line(one))
    return 0


def _kept_line(one: Kept) -> str:
    return f"  {one.name}: {one.label}: was made {one.then}, is {one.now}, would go back to {one.back}"


def _kept_json(one: Kept) -> dict[str, Any]:
    return {key: getattr(one, key) for key in ("key", "name", "label", "then", "now", "back", "can")}


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
