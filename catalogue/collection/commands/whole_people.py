"""The people of an export: who of them is who here, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.commands.base import Work
from catalogue.fields import people
from catalogue.fields.text import fold, identity
from catalogue.store import naming, tables

Json = dict[str, Any]


def who_is_who(connection: Connection, listed: Iterable[Json]) -> dict[str, str]:
    """What people are called here, by their ids in the export, where that is not the name alone.

    People of one name are told apart by their qualifiers, and by ids of theirs elsewhere that differ. Where an export
    has two of one name and says no more, the later one gets a number.
    """
    known = _Known(connection)
    found: dict[str, str] = {}
    for person in listed:
        called = known.name(person)
        if called != person["name"] and person.get("id"):
            found[person["id"]] = called
    return found


class _Known:
    """The people here and those of an export so far, by what they are called and by their ids elsewhere."""

    def __init__(self, connection: Connection) -> None:
        table = tables.person
        self._ids: dict[str, Json] = {}
        self._owner: dict[tuple[str, str], str] = {}
        self._taken: dict[str, str] = {}
        for row in connection.execute(sa.select(table).where(table.c.external_ids.is_not(None))).mappings():
            self._know(naming.called(table, dict(row)), row["external_ids"])

    def name(self, person: Json) -> str:
        """What a person of the export is called here."""
        codes, qualifier = person.get("external_ids") or {}, person.get("qualifier")
        called = people.called(person["name"], qualifier)
        name = people.bare(called)[0]
        same = next((self._owner[one] for one in codes.items() if one in self._owner), None)
        me = person.get("id") or called
        if same is not None and fold(people.bare(same)[0]) == fold(name):
            called = same
            self._taken.setdefault(identity(called), me)
        else:
            words = [qualifier] if qualifier else []
            known = self._ids.get(identity(called), {})
            if any(known.get(source, code) != code for source, code in codes.items()):
                words.append(next(code for source, code in codes.items() if known.get(source, code) != code))
                called = people.called(name, _plain(words))
            number = 2
            while self._taken.setdefault(identity(called), me) != me:
                called = people.called(name, _plain([*words, str(number)]))
                number += 1
        self._know(called, codes)
        return called

    def _know(self, called: str, codes: Json) -> None:
        self._ids.setdefault(identity(called), {}).update(codes)
        for one in codes.items():
            self._owner.setdefault(one, called)


def _plain(words: list[str]) -> str:
    """A qualifier made of some words, without the brackets that stand around it."""
    return " ".join(", ".join(words).replace("[", "(").replace("]", ")").split())


def take_up(work: Work, batch: Iterable[Json], called: Mapping[str, str]) -> None:
    """Takes up what an export says of people, where nothing is said of them here; an id is that of one person only."""
    table = tables.person
    persons: dict[str, Json] = {called.get(person.get("id") or "", person["name"]): person for person in batch}
    query = sa.select(table.c.id, table.c.external_ids).where(table.c.external_ids.is_not(None))
    owner = {one: row.id for row in work.connection.execute(query) for one in row.external_ids.items()}
    updates: dict[int, Json] = {}
    for name, row in naming.find(work.connection, table, persons).items():
        person, known = persons[name], row["external_ids"] or {}
        codes = person.get("external_ids") or {}
        new = {one: code for one, code in codes.items() if owner.setdefault((one, code), row["id"]) == row["id"]}
        ids = {**new, **known}
        updates[row["id"]] = {
            "sort_name": row["sort_name"] or person.get("sort_name"),
            "external_ids": ids if ids != known else row["external_ids"],
        }
    work.writer.update(table, updates)
