"""Names of people, tags, places and contacts, given back as they were typed or read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import merging
from catalogue.collection.commands.base import Work, things
from catalogue.fields.draft import Entity

# Where names come from (record, name), and where they went: the table of links, its columns, and the table of names.
_TYPED = """
    SELECT choice.record_id AS record, {value} AS name FROM choice, json_each(choice.value) AS part
    WHERE choice.about = '{about}' AND choice.field = '{field}' AND choice."by" = 'hand' AND choice.subject IS NULL
"""
_READ = """
    UNION ALL SELECT fact.record_id, json_extract(fact.value, '$.person') FROM fact
    WHERE fact.about = 'film' AND fact.field = 'credits' AND fact.record_id IS NOT NULL
"""
_KINDS: tuple[tuple[Entity, str, str, str, str, str], ...] = (
    ("film", "credits", "json_extract(part.value, '$.person')", "credit.film_id", "credit.person_id", "person.name"),
    ("copy", "tags", "part.value", "copy_tag.copy_id", "copy_tag.tag_id", "tag.name"),
    ("copy", "loans", "json_extract(part.value, '$.contact')", "loan.copy_id", "loan.contact_id", "contact.name"),
    ("copy", "location", "part.value", "copy.id", "copy.place_id", "place.path"),
)


@dataclass(frozen=True, slots=True)
class NamesAsTyped:
    """Gives records back the names that were typed for them, or read, where they show others that only search alike.

    Versions before names had identities made one of such names, and a person's word kept the one that was typed.
    """

    def apply(self, work: Work) -> None:
        """Works those records out anew."""
        films, copies = (
            {number for about, number in _others(work.connection) if about == entity} for entity in ("film", "copy")
        )
        merging.recompute(work.writer, "film", films)
        merging.recompute(work.writer, "copy", copies)
        work.label = f"Names as they were typed in {things(len(copies), len(films))}"


def _others(connection: Connection) -> Iterator[tuple[Entity, int]]:
    for about, field, value, record, number, name in _KINDS:
        names = name.partition(".")[0]
        known = f"FROM {record.partition('.')[0]} JOIN {names} ON {names}.id = {number} WHERE {record} = said.record"
        said = _TYPED.format(about=about, field=field, value=value) + (_READ if about == "film" else "")
        query = f"""
            SELECT DISTINCT said.record FROM ({said}) AS said
            WHERE NOT EXISTS (SELECT 1 {known} AND {name} = said.name)
            AND EXISTS (SELECT 1 {known} AND {names}.folded = fold(said.name))
            AND NOT EXISTS (SELECT 1 {known} AND {names}.identity = identity(coalesce(said.name, '')))
        """
        for found in connection.scalars(sa.text(query)):
            yield about, found
