"""What a record's fields are worth: a person's own word, else the source they chose, else the best source by rule.

The rule: a sure fact before a doubtful one, then the kinds of document in the order that the field names, then the
document's hash, so that the order of imports never matters. A list of words is taken whole from the best source; lists
of parts (credits, ratings) are put together part by part; texts are all kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection import spellings
from catalogue.fields import registry
from catalogue.fields.draft import DOUBTFUL_BELOW, MENTIONS, Entity
from catalogue.fields.registry import Field, Vocabulary
from catalogue.fields.text import fold, identity
from catalogue.store import records, tables, titles, vocabulary
from catalogue.store.engine import in_ids
from catalogue.store.writer import Writer

Row = dict[str, Any]

_BATCH = 1000

FILM = titles.FILM
"""The field of a doubt about which film a document belongs to; its alternatives are ids of films."""

NAMESAKE = "namesake"
"""The field of a choice that says who is meant in a film by a name that others have, too: the subject is that name."""

TWIN = "another film"
"""The subject of a doubt whether a film is here twice. It follows from both films, not from what is said of one."""

SAME_NUMBER = "the same number"
"""The subject of a doubt whether an episode is here twice, as another one has its number. It follows from both, too."""

APART = "apart"
"""The field of a person's word that a film is none of those like it that have this word as well."""

INSISTED = "as it is"
"""The subject of a choice that says an odd value, typed by hand, is right."""

WAITING = "waiting"
"""The subject of a choice that waits beside the one in force: another value that a person gave the same field."""


@dataclass(slots=True)
class Evidence:
    """Everything known about one record: facts of documents (with the document's kind and hash) and choices.

    `fields` are those that the record may have.
    """

    fields: tuple[Field, ...]
    facts: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)

    def facts_of(self, spec: Field) -> list[Row]:
        """The facts about one field, the most believed document first, in the order of their pages."""
        return sorted((fact for fact in self.facts if fact["field"] == spec.key), key=lambda fact: _rank(spec, fact))

    def told_apart(self, facts: list[Row]) -> list[Row]:
        """Facts with people of one name called as the person said that they are meant in this film."""
        words = [choice for choice in self.choices if choice["field"] == NAMESAKE]
        names = {identity(choice["subject"]): choice["value"] for choice in words}
        taken = (spellings.of_fact(registry.BY_KEY, {"credits": names}, fact) if names else fact for fact in facts)
        return [fact for fact in taken if fact is not None]

    def choice_of(self, key: str, subject: str | None = None) -> Row | None:
        """The person's word on a field, or on one part of it."""
        for choice in self.choices:
            if choice["field"] == key and choice["subject"] == subject:
                return choice
        return None

    def waiting(self) -> dict[str, list[Any]]:
        """By field, the values that a person gave beside the one in force, each once."""
        found: dict[str, list[Any]] = {}
        for choice in self.choices:
            if choice["subject"] == WAITING and choice["value"] is not None:
                values = found.setdefault(choice["field"], [])
                values += [choice["value"]] if choice["value"] not in values else []
        return found


@dataclass(frozen=True, slots=True)
class Doubt:
    """What of a record is in doubt and why; `alternatives` are other values it may have, or ids of other films."""

    field: str
    subject: str | None
    reason: str
    alternatives: tuple[Any, ...] = ()


@dataclass(slots=True)
class Outcome:
    """The values of one record and what of them is in doubt."""

    values: dict[str, Any]
    doubts: list[Doubt]


def evidence(connection: Connection, entity: Entity, ids: Collection[int]) -> dict[int, Evidence]:
    """Facts and choices for each record, in a few queries; facts say what a person renamed under its new name."""
    fields = vocabulary.of(connection)
    found = {record_id: Evidence(fields.of_entity(entity)) for record_id in ids}
    fact, document, choice = tables.fact, tables.document, tables.choice
    query = (
        sa.select(fact, document.c.kind.label("document_kind"), document.c.sha256)
        .join(document, document.c.id == fact.c.document_id)
        .where(fact.c.about == entity, in_ids(fact.c.record_id, ids))
        .order_by(fact.c.document_id, fact.c.position)
    )
    rules = spellings.load(connection)
    words = sa.select(choice).where(choice.c.about == entity, in_ids(choice.c.record_id, ids)).order_by(choice.c.id)
    for row in connection.execute(words).mappings():
        found[row["record_id"]].choices.append(dict(row))
    for row in connection.execute(query).mappings():
        found[row["record_id"]].facts.append(dict(row))
    for known in found.values():
        # A name may be that of a namesake as the page has it, and as it was renamed.
        known.facts = _taken(fields, rules, known.told_apart(known.facts))
        known.facts = known.told_apart(known.facts)
    return found


def _taken(fields: Vocabulary, rules: Mapping[str, spellings.Names], facts: list[Row]) -> list[Row]:
    if not rules:
        return facts
    taken = (spellings.of_fact(fields.by_key, rules, fact) for fact in facts)
    return [fact for fact in taken if fact is not None]


def recompute(writer: Writer, entity: Entity, ids: Iterable[int]) -> None:
    """Writes the effective values of records, and what is in doubt about them, after facts or choices changed."""
    wanted = sorted(set(ids))
    # Everything that is known about ten thousand films is a gigabyte.
    for start in range(0, len(wanted), _BATCH):
        found = evidence(writer.connection, entity, wanted[start : start + _BATCH])
        write(writer, entity, {number: outcome(entity, known) for number, known in found.items()})


def write(
    writer: Writer, entity: Entity, outcomes: dict[int, Outcome], new: Mapping[int, Mapping[str, Any]] | None = None
) -> None:
    """Writes values and doubts of records. Those in `new` get a row of their own, which says that as well."""
    if entity == "edition":
        _doubt_editions_without_film(writer.connection, outcomes, new or {})
    if entity == "film":
        _doubt_matches(writer.connection, outcomes)
    records.save(writer, entity, {number: result.values for number, result in outcomes.items()}, new)
    review = tables.review
    if entity == "film" and not new:
        titles.add(writer.connection, outcomes)
    mine = (
        review.c.about == entity,
        in_ids(review.c.record_id, outcomes),
        sa.func.coalesce(review.c.subject, "").not_in((TWIN, SAME_NUMBER)),
    )
    query = sa.select(review).where(*mine).order_by(review.c.id)
    old: dict[int, list[Row]] = {}
    for row in writer.connection.execute(query).mappings():
        old.setdefault(row["record_id"], []).append(dict(row))
    pairs: list[tuple[list[Row], list[Row]]] = []
    for number, result in outcomes.items():
        rows = [
            {
                "about": entity,
                "record_id": number,
                "field": doubt.field,
                "subject": doubt.subject,
                "reason": doubt.reason,
                "alternatives": list(doubt.alternatives) or None,
            }
            for doubt in result.doubts
        ]
        pairs.append((old.get(number, []), rows))
    writer.replace(review, pairs)


def outcome(entity: Entity, found: Evidence) -> Outcome:
    """The values that follow from facts and choices; a field that nothing speaks of has its default."""
    result = Outcome({}, [])
    told = {fact["field"] for fact in found.facts}
    words = {choice["field"]: choice for choice in reversed(found.choices) if choice["subject"] is None}
    for spec in found.fields:
        if spec.kind.linked:
            continue
        facts = found.facts_of(spec) if spec.key in told else []
        choice = words.get(spec.key)
        if choice is None and not facts:
            result.values[spec.key] = spec.empty() if spec.default is None else spec.default
            continue
        if choice is not None and choice["by"] == "hand":
            result.values[spec.key] = spec.empty() if choice["value"] is None else choice["value"]
            _doubt_typed(result, spec, choice["value"], found)
            continue
        if choice is not None:
            chosen = [fact for fact in facts if fact["document_id"] == choice["document_id"]]
            facts = chosen or facts
        value: Any
        if spec.kind.merge == "parts":
            value = _parts(spec, facts, found, result)
        elif spec.kind.merge == "all":
            value = _all(facts)
        else:
            value = facts[0]["value"] if facts else None
            if facts and choice is None:
                _doubt(result, spec.key, None, facts[0])
        if value is None:
            value = spec.empty() if spec.default is None else spec.default
        result.values[spec.key] = value
    _doubt_waiting(result, found)
    if entity == "copy":
        result.values["modified_at"] = _last_change(found)
    if entity == "film" and found.choice_of(FILM) is None and len(_groups(found)) > 1:
        result.doubts.append(Doubt(FILM, None, "Only the title says that its pages are about one film."))
    return result


def conflicts(entity: Entity, found: Evidence) -> list[tuple[str, str | None, list[tuple[Any, int]]]]:
    """Where documents disagree: (field, subject, [(value, document id)]), the most believed first."""
    listed = []
    for spec in found.fields:
        if spec.kind.merge == "all" or spec.kept:
            continue
        by_subject: dict[str | None, list[Row]] = {}
        for fact in found.facts_of(spec):
            by_subject.setdefault(fact["subject"], []).append(fact)
        for subject, facts in by_subject.items():
            stated: dict[str, tuple[Any, int]] = {}
            for fact in facts:
                value = fact["value"]
                if spec.key == "credits":
                    value = value.get("character")
                    if value is None:
                        continue
                    stated.setdefault(fold(value), (value, fact["document_id"]))
                else:
                    shown = spec.kind.show_entry(value) if spec.kind.merge == "parts" else spec.kind.show(value)
                    stated.setdefault(fold(shown), (value, fact["document_id"]))
            if len(stated) > 1:
                listed.append((spec.key, subject, list(stated.values())))
    return listed


def same(spec: Field, one: Any, other: Any) -> bool:
    """Whether two values of a field are the same to a person who reads them."""
    if spec.kind.rows in {"tags", "place", "discs", "loans"}:
        # They are shared, and known by the spelling that came first.
        return bool(_identities(spec.kind.bare(one)) == _identities(spec.kind.bare(other)))
    return spec.kind.same(one, other)


def _identities(value: Any) -> Any:
    if isinstance(value, list):
        return [_identities(part) for part in value]
    return identity(value) if isinstance(value, str) else value


def in_force(spec: Field, fact: Row, value: Any) -> bool:
    """Whether a field has its value, or the part of it that the fact speaks of, as this fact states it."""
    if spec.kind.merge == "whole":
        return same(spec, fact["value"], value)
    if spec.kind.merge == "all":
        return any(
            part.get("document") == fact["document_id"] and part["text"] == fact["value"]["text"] for part in value
        )
    plain = {key: part for key, part in fact["value"].items() if key != "order"}
    return any(plain.items() <= part.items() for part in value)


def _rank(spec: Field, fact: Row) -> tuple[Any, ...]:
    kind = fact["document_kind"]
    place = spec.sources.index(kind) if kind in spec.sources else len(spec.sources)
    doubtful = spec.kind.merge != "parts" and fact["confidence"] < DOUBTFUL_BELOW
    return doubtful, place, fact["sha256"], fact["position"]


def _doubt(result: Outcome, key: str, subject: str | None, fact: Row) -> None:
    if fact["confidence"] < DOUBTFUL_BELOW:
        reason = fact["reason"] or "The page does not say this plainly."
        result.doubts.append(Doubt(key, subject, reason, tuple(fact["alternatives"] or ())))


def _doubt_typed(result: Outcome, spec: Field, value: Any, found: Evidence) -> None:
    """A person may insist on an odd value: the record says so until they say that it is right."""
    odd = spec.kind.odd(value)
    if odd is None:
        return
    insisted = found.choice_of(spec.key, INSISTED)
    if insisted is None or not spec.kind.same(insisted["value"], value):
        result.doubts.append(Doubt(spec.key, None, odd, spec.kind.instead(value)))


def _doubt_waiting(result: Outcome, found: Evidence) -> None:
    """What a person rated differently, or rated with other films on one disc, waits until they choose."""
    for key, values in found.waiting().items():
        known = result.values.get(key)
        others = tuple(value for value in values if value != known)
        if others and known is None:
            reason = "A disc with several films was rated; it may be meant for this one."
            result.doubts.append(Doubt(key, None, reason, others))
        elif others:
            result.doubts.append(Doubt(key, None, "This film was given other ratings too.", others))


def _parts(spec: Field, facts: list[Row], found: Evidence, result: Outcome) -> list[Any]:
    parts: dict[str, Row] = {}
    for fact in facts:
        subject = identity(fact["subject"] or "")
        choice = found.choice_of(spec.key, fact["subject"])
        if choice is not None and choice["by"] == "document" and fact["document_id"] != choice["document_id"]:
            parts.setdefault(subject, {"fact": fact, "value": None})
            continue
        known = parts.get(subject)
        if known is None or known["value"] is None:
            parts[subject] = {"fact": fact, "value": dict(fact["value"])}
        elif spec.key == "credits" and not known["value"].get("character") and fact["value"].get("character"):
            known["value"]["character"] = fact["value"]["character"]
    for subject, part in parts.items():
        if part["value"] is None:
            part["value"] = dict(part["fact"]["value"])
        choice = found.choice_of(spec.key, part["fact"]["subject"])
        if choice is not None and choice["by"] == "hand" and choice["value"] is not None:
            part["value"] = dict(choice["value"])
            continue
        if choice is None:
            _doubt(result, spec.key, part["fact"]["subject"], part["fact"])
        if spec.key == "credits" and not part["value"].get("character"):
            part["value"]["character"] = _mentioned(found, subject)
    values = [part["value"] for part in parts.values()]
    if spec.key == "credits":
        values = [{**value, "order": order} for order, value in enumerate(values, 1)]
    return values


def _groups(found: Evidence) -> list[set[tuple[str, Any]]]:
    """What ties the documents of a film together: groups that share no year, person or id with each other."""
    ties: dict[int, set[tuple[str, Any]]] = {}
    for fact in found.facts:
        if fact["document_kind"] == "article":
            # An article belongs to the film that it names; there is nothing else to tell by.
            continue
        of_document = ties.setdefault(fact["document_id"], set())
        if fact["field"] == "credits":
            of_document.add(("person", fold(fact["value"]["person"])))
        elif fact["field"] == "year":
            of_document.add(("year", fact["value"]))
        elif fact["field"] == "external_ids":
            of_document.add((fact["value"]["source"], fact["value"]["id"]))
    groups: list[set[tuple[str, Any]]] = []
    for of_document in ties.values():
        joined = [group for group in groups if group & of_document]
        groups = [group for group in groups if not group & of_document]
        groups.append(of_document.union(*joined))
    return groups


def _mentioned(found: Evidence, person: str) -> str | None:
    spec = registry.BY_KEY["credits"]
    mentions = [fact for fact in found.facts if fact["field"] == MENTIONS and identity(fact["subject"] or "") == person]
    mentions.sort(key=lambda fact: _rank(spec, fact))
    return next((fact["value"]["character"] for fact in mentions if fact["value"].get("character")), None)


def _all(facts: list[Row]) -> list[Any]:
    parts: dict[str, Any] = {}
    for fact in facts:
        parts.setdefault(fold(fact["value"]["text"]), {**fact["value"], "document": fact["document_id"]})
    return list(parts.values())


def _last_change(found: Evidence) -> str | None:
    stated = found.choice_of("modified_at")
    moments = [fact["value"] for fact in found.facts if fact["field"] == "modified_at"]
    if stated is not None:
        moments.append(stated["value"])
    # A copy changes with every word of a person on it, but for the ones that came with a stated moment.
    moments += [choice["at"] for choice in found.choices if stated is None or choice["at"] > stated["at"]]
    return max(moments, default=None)


def _doubt_editions_without_film(
    connection: Connection, outcomes: dict[int, Outcome], new: Mapping[int, Mapping[str, Any]]
) -> None:
    # A box set may hold editions instead of films.
    with_film: set[int] = set()
    for column in (tables.contents.c.edition_id, tables.edition.c.box_set_id):
        with_film.update(connection.scalars(sa.select(column).where(in_ids(column, outcomes))))
    if not outcomes.keys() <= with_film:
        # Those that come at the same time have no row yet.
        with_film.update(row["box_set_id"] for row in new.values() if row.get("box_set_id"))
    for number, result in outcomes.items():
        if number not in with_film:
            result.doubts.append(Doubt("title", None, "It is not known yet which film is on this disc."))


def _doubt_matches(connection: Connection, outcomes: dict[int, Outcome]) -> None:
    table = tables.attachment
    doubted = sa.select(table).where(in_ids(table.c.film_id, outcomes), table.c.doubt.is_not(None))
    for row in connection.execute(doubted.order_by(table.c.id)):
        outcomes[row.film_id].doubts.append(Doubt(FILM, None, row.doubt, tuple(row.alternatives or ())))
