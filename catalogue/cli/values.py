"""Commands for the values of a field and for the tree of places."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from catalogue.cli.previews import do_or_show
from catalogue.cli.searching import ID, refuse_problems
from catalogue.cli.session import opened, print_json
from catalogue.collection import Collection, ValueInUse
from catalogue.collection.commands import (
    AddPlace,
    Command,
    DeletePlace,
    EditPlace,
    ForgetSpelling,
    MergePlaces,
    MovePlace,
    OrderPlaces,
    RenameValue,
    SetPersonIds,
    SetSortName,
    TellApart,
)
from catalogue.collection.places import PlaceInfo
from catalogue.errors import UserError
from catalogue.fields import collation, lists, people
from catalogue.fields.registry import Field
from catalogue.fields.text import fold, identity

_WISHES = ("rename", "merge", "remove", "sort_name", "split", "id", "forget")
_TOP = "top"


def values(options: Namespace) -> int:
    """Lists the values of a field, or renames, merges or removes some wherever they are used."""
    with opened(options) as collection:
        field = collection.fields().find(options.field)
        wishes = [name for name in _WISHES if getattr(options, name) is not None]
        if len(wishes) > 1:
            raise UserError("Ask for one change at a time; nothing was changed.")
        if wishes:
            return do_or_show(collection, _wish(collection, field, wishes[0], options), [field.key], options)
        return _list_rules(collection, field, options) if options.rules else _list_values(collection, field, options)


def places(options: Namespace) -> int:
    """Lists the places with what stands there, or changes the tree."""
    with opened(options) as collection:
        wishes = [command for command in _place_wishes(collection, options) if command is not None]
        if len(wishes) > 1:
            raise UserError("Ask for one change at a time; nothing was changed.")
        if wishes:
            return do_or_show(collection, wishes[0], ["location"], options)
        found = collection.places()
    if options.json:
        keys = ("path", "own", "count", "capacity", "notes", "position")
        print_json([{"id": f"place:{one.id}"} | {key: getattr(one, key) for key in keys} for one in found])
        return 0
    for place in found:
        print(_place_line(place))
    if not found:
        print("There are no places yet.")
    return 0


def _wish(collection: Collection, field: Field, name: str, options: Namespace) -> Command:
    if name == "rename":
        old, new = options.rename
        _used(collection, field, [old])
        return RenameValue(field.key, (old,), new)
    if name == "merge":
        olds = lists.WORDS.parse(options.merge[0])
        _used(collection, field, olds)
        return RenameValue(field.key, tuple(olds), options.merge[1])
    if name == "remove":
        _used(collection, field, [options.remove])
        return RenameValue(field.key, (options.remove,), None)
    if name in ("sort_name", "split", "id") and field.kind.rows != "credits":
        raise UserError(f"Only people are told apart, sorted by another name or have ids: values credits --{name} …")
    if name == "sort_name":
        return SetSortName(*options.sort_name)
    if name == "split":
        person, qualifier, query = options.split
        return TellApart(person, qualifier, tuple(_films(collection, query)))
    if name == "id":
        return SetPersonIds(options.id[0], people.parse_ids("" if options.id[1] == "none" else options.id[1]))
    return ForgetSpelling(field.key, options.forget)


def _films(collection: Collection, query: str) -> list[int]:
    """The films that a query or an id means; of a disc all that are on it."""
    if ID.fullmatch(query.strip()):
        record = collection.record(collection.resolve(query.strip()))
        films = [number for number, *_ in record.films] if record is not None else []
    else:
        found = collection.find(query, scope="films")
        refuse_problems(found)
        if found.empty:
            raise UserError("Say in which films: a query such as title:shame, or an id such as film:7.")
        films = [row.film_id for row in collection.rows(list(found.ids), ()).values() if row.film_id is not None]
    if not films:
        raise UserError(f"Nothing matches {query}; nothing was changed.")
    return films


def _used(collection: Collection, field: Field, wanted: list[str]) -> None:
    # On the command line a slip would leave a rule for a value that there never was.
    listed = collection.values(field.key)
    known = {identity(one.value) for one in listed}
    for value in wanted:
        if identity(value) not in known:
            near = [f"“{one.value}”" for one in listed if fold(one.value) == fold(value)]
            rest = f". Did you mean {' or '.join(near)}? Nothing was changed." if near else "; nothing was changed."
            raise UserError(f"No record has {field.label.lower()} “{value}”{rest}")


def _list_values(collection: Collection, field: Field, options: Namespace) -> int:
    found = collection.values(field.key)
    if options.near:
        found = sorted((one for one in found if one.group), key=lambda one: (one.group, collation.key(one.value)))
    if options.json:
        print_json([_value_json(one, field) for one in found])
        return 0
    before = 0
    for one in found:
        if options.near and before not in (0, one.group):
            print()
        before = one.group
        sort_name = f"  (sorts as {one.sort_name})" if one.sort_name else ""
        ids = f"  ({people.format_ids(one.external_ids)})" if one.external_ids else ""
        print(f"{one.count:>7,}  {one.value}{sort_name}{ids}")
    if not found:
        print("No two values look alike." if options.near else f"{field.label} has no values yet.")
    return 0


def _value_json(one: ValueInUse, field: Field) -> dict[str, Any]:
    known = {key: getattr(one, key) for key in ("value", "count", "group", "sort_name")}
    if field.kind.rows != "credits":
        return known
    name, qualifier = people.bare(one.value)
    return known | {"name": name, "qualifier": qualifier, "external_ids": dict(one.external_ids or {})}


def _list_rules(collection: Collection, field: Field, options: Namespace) -> int:
    rules = collection.spellings(field.key)
    if options.json:
        print_json([{"field": rule.field, "old": rule.old, "new": rule.new} for rule in rules])
        return 0
    for rule in rules:
        print(f"{rule.old} → {rule.new or 'left out'}")
    if not rules:
        print(f"No value of {field.label.lower()} was renamed.")
    return 0


def _place_wishes(collection: Collection, options: Namespace) -> list[Command | None]:
    given = vars(options)
    return [
        AddPlace(given["add"]) if given["add"] else None,
        EditPlace(given["rename"][0], {"name": given["rename"][1]}) if given["rename"] else None,
        MovePlace(given["move"][0], None if given["move"][1] == _TOP else given["move"][1]) if given["move"] else None,
        MergePlaces((given["merge"][0],), given["merge"][1]) if given["merge"] else None,
        EditPlace(given["capacity"][0], {"capacity": _number(given["capacity"][1])}) if given["capacity"] else None,
        EditPlace(given["notes"][0], {"notes": given["notes"][1]}) if given["notes"] else None,
        _before(collection, *given["before"]) if given["before"] else None,
        DeletePlace(given["delete"]) if given["delete"] else None,
    ]


def _number(text: str) -> str | None:
    return None if text in {"", "none"} else text


def _before(collection: Collection, path: str, other: str) -> Command:
    """The order in which one place stands before another, with all that are beside them."""
    found = {identity(place.path): place for place in collection.places()}
    for name in (path, other):
        if identity(name) not in found:
            raise UserError(f"There is no place {name}; nothing was changed.")
    moved, target = found[identity(path)], found[identity(other)]
    beside = [one.path for one in found.values() if _above(one.path) == _above(target.path) and one is not moved]
    beside.insert(beside.index(target.path), moved.path)
    return OrderPlaces(tuple(beside))


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _place_line(place: PlaceInfo) -> str:
    line = f"{place.room():>12}  {'  ' * place.depth}{place.name}"
    notes = f"  {' '.join(place.notes.split())}" if place.notes else ""
    return line + ("  (full)" if place.full else "") + notes
