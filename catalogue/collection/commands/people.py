"""Changes of people: who is who among those of one name, their ids elsewhere, the name they sort by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from catalogue.collection import merging, usage
from catalogue.collection.commands.base import Work, things
from catalogue.collection.commands.values import drop_unused, recompute, rewrite_words
from catalogue.errors import FieldError, UserError
from catalogue.fields import people, registry
from catalogue.fields.text import identity, visible
from catalogue.store import naming, tables

_CREDITS = registry.BY_KEY["credits"]


@dataclass(frozen=True, slots=True)
class TellApart:
    """Says that in some films a person is somebody else of that name, told from others by a qualifier.

    It holds for what pages say of these films later, too. Merging the two, as values, makes them one again.
    """

    person: str
    qualifier: str
    film_ids: tuple[int, ...]

    def apply(self, work: Work) -> None:
        """Notes who is meant in each film, and works the films out. The result is how many they are."""
        person = _row(work, self.person)
        old = naming.called(tables.person, person)
        new = people.called(person["name"], _qualifier(self.qualifier))
        if identity(new) == identity(old):
            raise UserError(f"That is what {old} is called already; nothing was changed.")
        ids = sorted(usage.having(work.connection, _CREDITS, [old]) & set(self.film_ids))
        if not ids:
            raise UserError(f"{old} takes part in none of these films; nothing was changed.")
        names = {identity(old): new}
        spelling = tables.spelling
        rules = sa.select(spelling.c.id, spelling.c.old).where(spelling.c.field == _CREDITS.key)
        # What was one with somebody before is apart again.
        back = [row.id for row in work.connection.execute(rules) if identity(row.old) == identity(new)]
        work.writer.delete(spelling, back)
        for film_id in ids:
            _name(work, film_id, old, new)
        rewrite_words(work, _CREDITS, ids, names)
        recompute(work, _CREDITS, ids)
        drop_unused(work, _CREDITS, [person["id"]])
        work.label = f"Tell {new} from {old} in {things(0, len(ids))}"
        work.result = len(ids)


def _name(work: Work, film_id: int, old: str, new: str) -> None:
    """Notes who is meant in a film by a name, as its pages have it."""
    table = tables.choice
    query = sa.select(table).where(
        table.c.about == "film", table.c.record_id == film_id, table.c.field == merging.NAMESAKE
    )
    for row in work.connection.execute(query).mappings().all():
        if identity(row["value"] or "") == identity(old):
            work.writer.update(table, {row["id"]: {"value": new, "at": work.now}})
            return
    word = {"about": "film", "record_id": film_id, "field": merging.NAMESAKE, "subject": old}
    work.writer.insert(table, [word | {"by": "hand", "value": new, "document_id": None, "at": work.now}])


@dataclass(frozen=True, slots=True)
class SetPersonIds:
    """Says under which ids a person is known elsewhere, by source; nothing given takes them away."""

    person: str
    ids: Mapping[str, str]

    def apply(self, work: Work) -> None:
        """Writes the ids."""
        person = _row(work, self.person)
        plain = {" ".join(visible(one).split()): " ".join(visible(code).split()) for one, code in self.ids.items()}
        table = tables.person
        others = sa.select(table).where(table.c.external_ids.is_not(None), table.c.id != person["id"])
        for other in work.connection.execute(others).mappings():
            if plain.items() & other["external_ids"].items():
                name = naming.called(table, dict(other))
                raise UserError(f"{name} has this id already: merge the two if they are one. Nothing was changed.")
        work.writer.update(tables.person, {person["id"]: {"external_ids": plain or None}})
        work.label = f"Set the ids of {self.person}"


@dataclass(frozen=True, slots=True)
class SetSortName:
    """Says under which name a person is sorted; nothing given takes it away."""

    person: str
    sort_name: str | None

    def apply(self, work: Work) -> None:
        """Writes the name."""
        person = _row(work, self.person)
        work.writer.update(
            tables.person, {person["id"]: {"sort_name": " ".join((self.sort_name or "").split()) or None}}
        )
        work.label = f"Sort {self.person} as {self.sort_name or 'the name stands'}"


def _row(work: Work, person: str) -> dict[str, Any]:
    found = naming.find(work.connection, tables.person, [person]).get(person)
    if found is None:
        raise UserError(f"Nobody here is called “{person}”; nothing was changed.")
    return found


def _qualifier(text: str) -> str:
    plain = " ".join(visible(text).split())
    plain = plain[1:-1].strip() if plain.startswith("[") and plain.endswith("]") else plain
    if not plain or set("[]") & set(plain):
        raise FieldError("Say what tells this person from the other: a year of birth or a number, without brackets.")
    return plain
