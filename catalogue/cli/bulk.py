"""Commands for many discs at once: find and replace, moving to a place, renumbering."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import Any

from catalogue.cli.previews import agree, count, refuse_unasked, say, show
from catalogue.cli.records import refuse_empty, rows_meant, selected
from catalogue.cli.searching import refuse_problems
from catalogue.cli.session import opened, print_json, progress, say_notes
from catalogue.cli.shown import typed_id
from catalogue.collection import Collection
from catalogue.collection.commands import MoveCopies, Renumber, Replacement, ReplaceText
from catalogue.collection.replacing import Hit, Wish, searchable
from catalogue.errors import FieldError

ANY = "any"
_LINES = 200


def replace(options: Namespace) -> int:
    """Puts other words in the place of those that are found."""
    wish = Wish(options.old, options.new, options.regex, options.case, options.whole)
    with opened(options) as collection:
        found = collection.find(options.query or "")
        refuse_problems(found)
        if options.query is not None:
            refuse_empty(found, "change")
        hits = collection.hits(found.ids, _keys(collection, options.field), wish, progress())
        good = [hit for hit in hits if hit.problem is None]
        refuse_unasked(len(good), "text", options)
        if options.json:
            print_json([_hit_json(hit) for hit in hits])
        else:
            for hit in hits[:_LINES]:
                print(_hit_line(hit))
            if len(hits) > _LINES:
                print(f"… and {len(hits) - _LINES:,} more")
        if not good:
            say("Nothing would change." if hits else f"“{options.old}” stands nowhere; nothing was changed.", options)
            return 0
        if options.dry_run:
            say(f"{count(len(good), 'text')} would change; nothing was changed.", options)
            return 0
        agree(len(good), "text", options)
        what = f"Replace “{options.old}” by “{options.new}”"
        replacements = tuple(
            Replacement(hit.entity, hit.record_id, hit.field.key, hit.place, hit.old, hit.new) for hit in good
        )
        changes = collection.run(ReplaceText(replacements, what), job=progress())
    say_notes(changes)
    say(f"{changes.label}.", options)
    return 0


def put(options: Namespace) -> int:
    """Moves the discs that a query finds to a place."""
    with opened(options) as collection:
        ids = selected(collection, options, "move")
        if not ids:
            return 0
        changes = collection.run(MoveCopies(tuple(ids), options.place), job=progress())
        full = [place for place in collection.places() if place.full]
    print(f"{changes.label}." if changes else "They stand there already; nothing was changed.")
    for place in full:
        print(f"{place.path} holds {place.room()}: more than there is room for.", file=sys.stderr)
    return 0


def renumber(options: Namespace) -> int:
    """Gives the discs that a query finds new numbers."""
    with opened(options) as collection:
        sort = options.sort.strip()
        key = collection.fields().find(sort.removeprefix("-")).key
        ids = rows_meant(collection, options, "renumber", [(key, sort.startswith("-"))])
        command = Renumber(tuple(ids), options.first, options.keep_gaps)
        preview = collection.rehearse(command, ["index"], progress())
        refuse_unasked(preview.records, "disc", options)
        show(preview, options)
        if options.dry_run or not preview.records:
            return 0
        agree(preview.records, "disc", options)
        changes = collection.run(command, job=progress())
    say(f"{changes.label}.", options)
    if changes.result:
        numbers = ", ".join(map(str, changes.result[:10]))
        print(f"Other discs have these numbers too: {numbers}.", file=sys.stderr)
    return 0


def _keys(collection: Collection, name: str) -> list[str]:
    fields = searchable(collection.fields())
    if name == ANY:
        return [field.key for field in fields]
    field = collection.fields().find(name)
    if field not in fields:
        raise FieldError(f"{field.label} holds no text in which words could be replaced.")
    return [field.key]


def _hit_line(hit: Hit) -> str:
    problem = f"  (left out: {hit.problem})" if hit.problem else ""
    old, new = (" ".join(_near(text, hit).split()) for text in (hit.old, hit.new))
    return f"{typed_id(hit.entity, hit.record_id):<12} {hit.name}  {hit.field.label}: {old} → {new}{problem}"


def _near(text: str, hit: Hit, around: int = 40) -> str:
    if len(text) <= 3 * around:
        return text
    start = max(hit.spans[0][0] - around, 0)
    end = start + 3 * around
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "id": typed_id(hit.entity, hit.record_id),
        "name": hit.name,
        "field": hit.field.key,
        "place": list(hit.place),
        "old": hit.old,
        "new": hit.new,
        "problem": hit.problem,
    }
