"""A cast list that was pasted into a form: its lines read as the pages' casts are read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from catalogue.collection import Collection
from catalogue.fields.draft import DOUBTFUL_BELOW
from catalogue.pages import cast
from catalogue.pages.page import prepare
from catalogue.pages.told import text_names


def read(collection: Collection, text: str) -> tuple[list[dict[str, Any]], int]:
    """The people of a cast list with their characters, in the form of credits; and how many of them are not sure."""
    page = prepare(text)
    people = collection.known_people(cast.possible_people(page.lines))
    page = replace(page, known_people=frozenset(people))
    entries = cast.read(page, page.lines, text_names(()))
    credits = [
        {"order": order, "person": entry.person, "role": "actor", "character": entry.character}
        for order, entry in enumerate(entries, 1)
    ]
    return credits, sum(entry.sure < DOUBTFUL_BELOW for entry in entries)
