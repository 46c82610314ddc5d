"""Commands for looking: what a query finds and why, how the values of a field share it, saved searches."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from array import array
from collections.abc import Sequence

from catalogue.cli.session import agree_to_lose, opened, print_json
from catalogue.cli.shown import row_line, typed_id
from catalogue.collection import Collection, Reason, Row
from catalogue.collection.commands import MoveSearch, RemoveSearch, RenameSearch, SaveSearch
from catalogue.collection.finding import Found
from catalogue.errors import UserError
from catalogue.fields import people
from catalogue.search import selection
from catalogue.search.scopes import ListScope

ID = re.compile(r"(film|edition|copy):\d+")
"""A record by its number, where a query may stand."""

_COLUMNS = ("title", "year", "format", "location", "storage_device", "owner", "tags")
_COLUMNS_OF_FILMS = (*_COLUMNS, "kind", "parent", "season", "episode")


def search(options: Namespace) -> int:
    """Lists what a query finds."""
    query = " ".join(options.query)
    with opened(options) as collection:
        sort: tuple[tuple[str, bool], ...] = ()
        if options.saved:
            saved = collection.saved_search(options.saved)
            scope = selection.written(selection.term("saved", saved.name))
            query, sort = f"{scope} ({query})" if query.strip() else scope, saved.sort
            options.films = options.films or saved.scope == "films"
        found = find(collection, query, options, sort)
        if found.problems:
            refuse_problems(found)
        behind = collection.behind() if query else 0
        ids = found.ids[: options.limit] if options.limit else found.ids
        rows = collection.rows(ids, _COLUMNS_OF_FILMS if options.films else _COLUMNS)
        reasons = collection.why(query, ids) if options.why else {}
        gone = set(collection.find("is:trash").ids).intersection(ids)
        meant = [] if ids else collection.meant(query)
    if behind:
        print(f"The long texts of {behind:,} films are not indexed yet; words in them are not found.", file=sys.stderr)
    for hint in found.hints:
        print(hint.message or hint.refusal, file=sys.stderr)
    listed = [rows[row_id] for row_id in ids]
    if options.json:
        print_json([_json(row, reasons if options.why else None) for row in listed])
        return 0
    if not listed:
        print(f"Nothing matches {query}." if query else "The collection is empty.")
    if meant:
        print(f"Did you mean {' or '.join(meant)}?")
    for row in listed:
        print(row_line(row) + ("  in the trash" if row.id in gone else ""))
        for reason in reasons.get(row.id, ()):
            print(f"           {reason.label}: {_marked(reason)}")
    if len(listed) < len(found.ids):
        print(f"… and {len(found.ids) - len(listed):,} more")
    return 0


def facets(options: Namespace) -> int:
    """Lists the values of a field with how many of a query's rows have each."""
    query = " ".join(options.query)
    with opened(options) as collection:
        scope = scope_of(options)
        refuse_problems(collection.find(query, scope=scope))
        known = people.by_name(options.field)
        key = known.key if known is not None else collection.fields().meant(options.field).key
        values = collection.facets(query, [key], scope=scope)[key]
    if options.json:
        print_json([{"value": one.value, "count": one.count, "depth": one.depth} for one in values])
        return 0
    if not values:
        print("No record has a value in this field.")
    for one in values:
        print(f"{one.count:>8,}  {'  ' * one.depth}{' '.join((one.label or one.value).split())}")
    return 0


def saved(options: Namespace) -> int:
    """Lists saved searches, or changes one of them."""
    with opened(options) as collection:
        command = _change(collection, options)
        if command is not None:
            agree_to_lose(collection, command, options)
            changes = collection.run(command)
            print(f"{changes.label}." if changes else "Everything is as wished already; nothing was changed.")
            return 0
        known = collection.saved_searches()
    if options.json:
        print_json(
            [
                {
                    "name": one.name,
                    "query": one.query,
                    "sort": [{"field": key, "descending": descending} for key, descending in one.sort],
                    "scope": one.scope,
                    "count": one.count,
                }
                for one in known
            ]
        )
        return 0
    if not known:
        print("No search was saved yet; write: saved NAME --query QUERY.")
    for one in known:
        print(f"{one.count:>8,}  {one.name}: {one.query}")
    return 0


def find(collection: Collection, query: str, options: Namespace, sort: Sequence[tuple[str, bool]] = ()) -> Found:
    """The rows that a query finds, or the one that an id such as copy:7 means."""
    if ID.fullmatch(query):
        return Found(array("q", [collection.resolve(query)]), (), ())
    return collection.find(query, sort, scope=scope_of(options))


def scope_of(options: Namespace) -> ListScope:
    """What the rows of a command are: films where they are asked for, else discs and films without one."""
    return "films" if getattr(options, "films", False) else "everything"


def refuse_problems(found: Found) -> None:
    """Raises UserError when something in a query was not understood, or can be read in two ways."""
    if found.doubts():
        raise UserError(" ".join(found.doubts()))


def _change(collection: Collection, options: Namespace) -> SaveSearch | RenameSearch | MoveSearch | RemoveSearch | None:
    if not options.name:
        if options.query is not None or options.rename or options.place or options.remove:
            raise UserError("Say which saved search is meant: saved NAME …")
        return None
    if options.query is not None:
        refuse_problems(collection.find(options.query))
        return SaveSearch(options.name, options.query, scope=scope_of(options))
    one = collection.saved_search(options.name, exact=True)
    if options.rename:
        return RenameSearch(one.id, options.rename)
    if options.place:
        return MoveSearch(one.id, options.place - 1)
    if options.remove:
        return RemoveSearch(one.id)
    raise UserError("Say what to do with it: --query, --rename, --place or --remove; “search --saved” shows its discs.")


def _json(row: Row, reasons: dict[int, tuple[Reason, ...]] | None) -> dict[str, object]:
    keys: tuple[str, ...] = ("title", "year", "format", "location", "tags")
    found: dict[str, object] = {"copy": typed_id("copy", row.copy_id), "film": typed_id("film", row.film_id)}
    if "episode" in row.values:
        keys = ("title", "year", "kind", "parent", "season", "episode")
        del found["copy"]
    found |= {key: row.values[key] for key in keys}
    if "episode" in row.values:
        places = row.several.get("location", (row.values["location"],))
        found["copies"] = [typed_id("copy", number) for number in row.copies]
        found["places"] = [place for place in places if place]
    if reasons is not None:
        found["why"] = [{"field": one.field, "label": one.label, "text": one.text} for one in reasons.get(row.id, ())]
    return found


def _marked(reason: Reason) -> str:
    text = reason.text
    for start, end in reversed(reason.marks):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text
