"""The command for fields: lists them, and adds, changes, moves and removes custom ones."""

from __future__ import annotations

from argparse import Namespace

from catalogue.cli.session import agree_to_lose, opened, print_json, progress
from catalogue.collection import Collection
from catalogue.collection.commands import AddField, ChangeField, Command, MoveField, RemoveField
from catalogue.errors import UserError
from catalogue.fields import custom, lists
from catalogue.fields.registry import Field, Vocabulary


def fields(options: Namespace) -> int:
    """Lists the fields with their names in queries, or changes one."""
    with opened(options) as collection:
        command = _command(collection.fields(), options)
        if command is not None:
            return _run(collection, command, options)
        known = collection.fields()
    if options.json:
        print_json([_as_json(field) for field in known.all])
        return 0
    for group, members in known.groups().items():
        print(f"\n{group}")
        for field in members:
            names = list(dict.fromkeys((*field.search, field.key)))
            if field.is_custom:
                names = [field.query_name]
            kind = f"{field.kind.name}, your own" if field.is_custom else field.kind.name
            print(f"  {field.query_name:<22} {field.label:<26} {kind:<24} search: {', '.join(names)}")
    return 0


def _command(known: Vocabulary, options: Namespace) -> Command | None:
    choices = tuple(lists.WORDS.parse(options.choices)) if options.choices is not None else None
    if options.add is None and (options.kind or options.of):
        raise UserError("--kind and --of belong to --add; nothing was changed.")
    if options.add is None and options.change is None and choices is not None:
        raise UserError("--choices belongs to --add or --change; nothing was changed.")
    if options.add is not None:
        kind = custom.kind_named(options.kind) if options.kind else "choice" if choices else "text"
        return AddField(options.add, kind, options.of or "copy", choices or ())
    if options.change is not None:
        if choices is None:
            raise UserError("Say what there is to choose from: --choices A,B. Nothing was changed.")
        return ChangeField(_key(known, options.change), choices=choices)
    if options.rename:
        return ChangeField(_key(known, options.rename[0]), name=options.rename[1])
    if options.move:
        name, place = options.move
        if not place.isdecimal() or int(place) < 1:
            raise UserError(f"“{place}” is no place; the first is 1. Nothing was changed.")
        return MoveField(_key(known, name), int(place) - 1)
    return RemoveField(_key(known, options.remove)) if options.remove is not None else None


def _key(known: Vocabulary, name: str) -> str:
    field = known.find(name)
    if not field.is_custom:
        raise UserError(f"{field.label} is a field that every catalogue has; nothing was changed.")
    return field.key


def _run(collection: Collection, command: Command, options: Namespace) -> int:
    agree_to_lose(collection, command, options)
    changes = collection.run(command, job=progress())
    print(f"{changes.label}." if changes else "Everything is as wished already; nothing was changed.")
    return 0


def _as_json(field: Field) -> dict[str, object]:
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.name,
        "of": field.entity,
        "group": field.group,
        "search": list(field.search) if field.is_custom else [field.key, *field.search],
        "choices": list(field.choices),
        "custom": field.is_custom,
    }
