"""Commands for lending discs, taking them back, and noting that a film was seen."""

from __future__ import annotations

from argparse import Namespace

from catalogue.cli.records import films_meant, selected
from catalogue.cli.session import opened, progress
from catalogue.collection.commands import Lend, NoteViewing, Return
from catalogue.errors import UserError
from catalogue.fields import kinds


def lend(options: Namespace) -> int:
    """Notes that the discs that a query finds are lent to somebody."""
    with opened(options) as collection:
        ids = collection.discs_of(selected(collection, options, "lend"))
        if not ids:
            raise UserError("There is no disc to lend here; nothing was changed.")
        lent, due = kinds.DATE.parse(options.on or ""), kinds.DATE.parse(options.due or "")
        changes = collection.run(Lend(ids, options.to, due, lent, options.note), job=progress())
    print(f"{changes.label}.")
    return 0


def give_back(options: Namespace) -> int:
    """Notes that the discs that a query finds came back."""
    with opened(options) as collection:
        ids = selected(collection, options, "take back")
        if not ids:
            return 0
        changes = collection.run(Return(tuple(ids), kinds.DATE.parse(options.on or "")), job=progress())
    print(f"{changes.label}.")
    return 0


def seen(options: Namespace) -> int:
    """Notes that the films that a query finds were seen."""
    with opened(options) as collection:
        ids = selected(collection, options, "note as seen")
        if not ids:
            return 0
        films = collection.films_of(ids, films_meant(collection, options, ids))
        rating = kinds.RATING.parse(options.rating or "")
        when = kinds.DATE.parse(options.on or "")
        command = NoteViewing(films, when, options.who, options.where, rating)
        changes = collection.run(command, job=progress())
    print(f"{changes.label}.")
    return 0
