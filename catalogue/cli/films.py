"""Commands for what a film is: which pages belong to it, which source a field is taken from, reading pages again."""

from __future__ import annotations

import re
import sys
from argparse import Namespace

from catalogue.cli.searching import ID
from catalogue.cli.session import opened, print_json, progress
from catalogue.collection import Changes, Collection
from catalogue.collection.commands import (
    Confirm,
    MergeFilms,
    MoveDocument,
    SettleMatch,
    SplitFilm,
    TakeSource,
)
from catalogue.collection.merging import FILM
from catalogue.errors import UserError
from catalogue.exchange import importing, rereading


def merge(options: Namespace) -> int:
    """Makes two films one."""
    with opened(options) as collection:
        return _say(collection.run(MergeFilms(_film(collection, options.into), _film(collection, options.film))))


def split(options: Namespace) -> int:
    """Makes of some pages of a film a film of its own."""
    with opened(options) as collection:
        documents = tuple(_document(name) for name in options.documents)
        return _say(collection.run(SplitFilm(_film(collection, options.film), documents)))


def move(options: Namespace) -> int:
    """Says which film a page is about."""
    with opened(options) as collection:
        document = _document(options.document)
        if ID.fullmatch(options.film):
            return _say(collection.run(MoveDocument(document, film_id=_film(collection, options.film))))
        return _say(collection.run(MoveDocument(document, name=importing.parse_film(options.film))))


def choose(options: Namespace) -> int:
    """Takes a field from a document, or by rule again."""
    with opened(options) as collection:
        row_id = collection.resolve(options.id)
        document = None if options.document == "rule" else _document(options.document)
        return _say(
            collection.run(TakeSource(row_id, collection.fields().find(options.field).key, document, options.subject))
        )


def confirm(options: Namespace) -> int:
    """Says that what is in doubt about a record is right as it is."""
    with opened(options) as collection:
        row_id = collection.resolve(options.id)
        record = collection.record(row_id)
        reviews = record.reviews if record is not None else ()
        wanted = [
            review
            for review in reviews
            if options.field in (None, review.field) and options.subject in (None, review.subject)
        ]
        if not wanted:
            raise UserError("Nothing about this record is in doubt; nothing was changed.")
        # All doubts which film it is are settled at once.
        fields = {(review.field, None if review.field == FILM else review.subject): review for review in wanted}
        for review in fields.values():
            if review.field == FILM and record is not None and record.film_id is not None:
                changes = collection.run(SettleMatch(record.film_id))
            else:
                changes = collection.run(Confirm(row_id, review.field, review.subject))
            print(f"{changes.label}.")
    return 0


def reread(options: Namespace) -> int:
    """Reads all stored pages again with today's readers, after showing what would change."""
    with opened(options) as collection:
        found = rereading.rehearse(collection, progress())
        if options.json:
            keys = ("document_id", "about", "field", "subject", "old", "new")
            print_json([{key: getattr(one, key) for key in keys} for one in found.differences])
        else:
            for difference in found.differences:
                print(difference.line())
        if not found.differences:
            if not options.json:
                print("Today's readers find nothing new in the stored pages.")
            return 0
        if not options.yes:
            print("Nothing was changed yet; add --yes to make it so.", file=sys.stderr)
            return 0
        changes = collection.run(found.command(), job=progress())
    if not options.json:
        print(f"{changes.label}.")
    return 0


def _film(collection: Collection, typed: str) -> int:
    record = collection.record(collection.resolve(typed))
    if record is None or record.film_id is None:
        raise UserError(f"{typed} has no film; nothing was changed.")
    # A box set holds several films: the id of one of them is meant as it stands.
    return int(typed.split(":")[1]) if typed.startswith("film:") else record.film_id


def _document(typed: str) -> int:
    match = re.fullmatch(r"(?:document:)?(\d{1,18})", typed.strip())
    if not match:
        raise UserError(f"“{typed}” is not a document; “show” lists those of a record, such as document:3.")
    return int(match[1])


def _say(changes: Changes) -> int:
    print(f"{changes.label}." if changes else "Everything is as wished already; nothing was changed.")
    return 0
