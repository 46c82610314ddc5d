"""Commands for records: search, show, add, edit, delete, and the history of it all."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalogue.cli.previews import show as show_preview
from catalogue.cli.searching import ID, find, refuse_problems
from catalogue.cli.session import agree_to_lose, ask, opened, print_json, progress, said_of, say_notes
from catalogue.cli.shown import conflict_line, document_name, doubt_line, indented, record_json, typed_id
from catalogue.collection import Collection
from catalogue.collection.commands import AddRecord, DeleteRecords, EditRecords
from catalogue.collection.finding import Found
from catalogue.collection.merging import FILM
from catalogue.errors import FieldError, UserError
from catalogue.fields import registry
from catalogue.fields.lists import Parts
from catalogue.fields.parts import film_name
from catalogue.fields.registry import Field, Vocabulary

_ASSIGNMENT = re.compile(r"([\w ]+?)\s*([+-]?)=(.*)", re.DOTALL)


def show(options: Namespace) -> int:
    """Prints everything about one record."""
    with opened(options) as collection:
        record = collection.record(collection.resolve(options.id))
        fields = collection.fields()
    if record is None:
        raise UserError(f"{options.id} is no longer there.")
    documents = {document.id: document for document in record.documents}
    if options.json:
        print_json(record_json(record, fields))
        return 0
    for group, members in fields.groups().items():
        shown = [(field, record.values[field.key]) for field in members if record.values[field.key] not in (None, [])]
        if not shown:
            continue
        print(f"\n{group}")
        for field, value in shown:
            if field.kind.rows == "credits":
                print(*(f"  {field.kind.format([part])}" for part in value), sep="\n")
            elif field.kind.rows == "texts":
                print(*indented(field.kind.format(value)), sep="\n")
            else:
                print(f"  {field.label}: {field.kind.show(value)}")
    films = [f"film:{number} {film_name(title, year)}" for number, title, year in record.films]
    for heading, lines in (
        ("On", [f"copy:{one.copy_id} {one.words()}" for one in record.discs]),
        ("Films", films if record.copy_id is not None and len(films) > 1 else []),
        (
            "Needs review",
            [doubt_line(review, record.film_id, options.id) for review in record.reviews],
        ),
        ("Sources disagree", [conflict_line(conflict, documents) for conflict in record.conflicts]),
        ("Read from", [f"document:{one.id} {document_name(one)}" for one in record.documents]),
    ):
        if lines:
            print(f"\n{heading}")
            for line in lines:
                print(f"  {line}")
    return 0


def add(options: Namespace) -> int:
    """Adds a disc, or a film without one."""
    with opened(options) as collection:
        values, add, remove = _assignments(collection.fields(), options.values)
        if add or remove:
            raise FieldError("A new record takes FIELD=VALUE; += and -= are for records that are there.")
        changes = collection.run(AddRecord(values, disc=not options.no_disc))
        row = collection.rows([changes.result], ("title",))[changes.result]
        record = collection.record(changes.result)
        _warn_of_odd(collection.fields(), values)
    say_notes(replace(changes, doubted=()))
    typed = typed_id("copy", row.copy_id) or typed_id("film", row.film_id)
    if options.json:
        ids = {kind: typed_id(kind, getattr(row, f"{kind}_id")) for kind in registry.ENTITIES}
        print_json({"id": typed, **ids, "operation": changes.operation})
    else:
        print(f"Added {typed}: {row.values['title'] or 'no film yet'}")
        for review in record.reviews if record is not None else ():
            if review.field == FILM and review.alternatives:
                print(doubt_line(review, row.film_id, str(typed)))
    return 0


def edit(options: Namespace) -> int:
    """Writes fields of the records that a query finds."""
    with opened(options) as collection:
        values, add, remove = _assignments(collection.fields(), options.values)
        ids = selected(collection, options, "edit")
        if not ids:
            return 0
        command = EditRecords(tuple(ids), values, add, remove, films_meant(collection, options, ids))
        if options.dry_run:
            show_preview(collection.rehearse(command, [*values, *add, *remove], progress()), options)
            return 0
        changes = collection.run(command, job=progress())
        _warn_of_odd(collection.fields(), values)
    say_notes(changes)
    print(f"{changes.label}." if changes else "Everything is as wished already; nothing was changed.")
    return 0


def delete(options: Namespace) -> int:
    """Puts the records that a query finds into the trash."""
    with opened(options) as collection:
        ids = rows_meant(collection, options, "delete")
        command = DeleteRecords(tuple(ids), films_meant(collection, options, ids))
        hint = "With --films only the films that were asked for go." if command.films else ""
        agree_to_many(ids, options, "delete", said_of(collection.hanging(command), hint))
        if not ids:
            return 0
        agree_to_lose(collection, command, options, hint)
        changes = collection.run(command)
    print(f"{changes.label}: in the trash now; “undo” takes this back.")
    return 0


def selected(collection: Collection, options: Namespace, verb: str) -> list[int]:
    """The rows that a query or an id means. More than one is asked for on a terminal and refused elsewhere."""
    ids = rows_meant(collection, options, verb)
    agree_to_many(ids, options, verb)
    return ids


def agree_to_many(ids: Sequence[int], options: Namespace, verb: str, said: str = "") -> None:
    """Asks where more than one row is meant, after what has to be `said` of them; tells where there is none."""
    if not ids:
        print(f"Nothing matches {options.query}; nothing was changed.")
    if len(ids) > 1 and not (options.yes or getattr(options, "dry_run", False)):
        before = f"{said} " if said else ""
        ask(
            f"{before}{len(ids):,} records match. {verb.capitalize()} them all?",
            f"{before}{len(ids):,} records match {options.query}; add --yes to {verb} them all.",
        )


def rows_meant(
    collection: Collection, options: Namespace, verb: str, sort: Sequence[tuple[str, bool]] = ()
) -> list[int]:
    """The rows that a query or an id means, in order. Raises UserError for a query that is not understood."""
    found = find(collection, options.query, options, sort)
    refuse_problems(found)
    refuse_empty(found, verb)
    return list(found.ids)


def refuse_empty(found: Found, verb: str) -> None:
    """Raises UserError for a query that leaves nothing out: in a command that writes it never means everything."""
    if found.empty:
        raise UserError(f"Say what to {verb}: a query such as tag:piano, or an id such as copy:7.")


def films_meant(collection: Collection, options: Namespace, ids: list[int]) -> dict[int, tuple[int, ...]]:
    """Of discs with several films those films that the query names, by row."""
    return {} if ID.fullmatch(options.query) else collection.films_meant(options.query, ids)


def _assignments(
    fields: Vocabulary, given: list[str]
) -> tuple[dict[str, Any], dict[str, list[Any]], dict[str, list[Any]]]:
    """Values to set, to add to lists and to remove from them, from `field=value`, `field+=value`, `field-=value`."""
    found: dict[str, dict[str, Any]] = {"": {}, "+": {}, "-": {}}
    for text in given:
        match = _ASSIGNMENT.fullmatch(text)
        if not match:
            raise FieldError(f"“{text}” is not FIELD=VALUE.")
        name, sign, value = match.groups()
        field = fields.find(name.strip())
        if sign and not field.kind.multiple:
            raise FieldError(f"{field.label} holds one value; write {field.key}=VALUE.")
        found[sign][field.key] = _value(field, value)
    return found[""], found["+"], found["-"]


def _value(field: Field, text: str) -> Any:
    if text[:1] in {"[", "{"} and isinstance(field.kind, Parts):
        try:
            value = json.loads(text)
        except ValueError:
            return field.parse(text)
        if field.kind.fits(value):
            return value
    return field.parse(text)


def _warn_of_odd(fields: Vocabulary, values: dict[str, Any]) -> None:
    for key, value in values.items():
        odd = fields.by_key[key].kind.odd(value)
        if odd:
            print(f"{odd} It was kept as it is.", file=sys.stderr)
