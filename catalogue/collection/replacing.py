"""Find and replace: where in the texts of records something stands, and what would stand there instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from catalogue.collection.rehearsal import names_of
from catalogue.errors import FieldError
from catalogue.fields import patterns
from catalogue.fields.draft import Entity
from catalogue.fields.lists import Parts, WordList
from catalogue.fields.registry import ENTITIES, Field, Vocabulary
from catalogue.jobs import Job
from catalogue.store import records, vocabulary
from catalogue.store.engine import in_ids
from catalogue.store.listing import entry, entry_film

Place = tuple[Any, ...]
"""Where in a value a text stands: nothing for the value itself, the number of an entry, the part of an entry."""

_BATCH = 2000
_STEP = 100


@dataclass(frozen=True, slots=True)
class Wish:
    """What to find and what to put there. `regex` is an expression of Python; groups are `\\1` and `\\g<name>`."""

    find: str
    put: str
    regex: bool = False
    case: bool = False
    whole: bool = False

    def problems(self) -> dict[str, str]:
        """What is wrong with `find` and with `put`, in words."""
        if not self.find:
            return {"find": "Say what is to be found."}
        if not self.regex:
            return {}
        try:
            pattern = self.pattern()
        except (patterns.ExpressionError, OverflowError, RecursionError, MemoryError) as error:
            return {"find": f"This expression is not understood: {_reason(error)}."}
        # The same groups around nothing, which match everywhere: what is to be put there is looked at only then.
        names = {number: name for name, number in pattern.groupindex.items()}
        groups = [f"(?P<{names[one]}>)" if one in names else "()" for one in range(1, pattern.groups + 1)]
        try:
            patterns.compiled("".join(groups)).sub(self.put, "")
        except (patterns.ExpressionError, IndexError) as error:
            return {"put": f"What is to be put there is not understood: {_reason(error)}."}
        return {}

    def pattern(self) -> Any:
        """What to find as an expression; a text stands for itself."""
        return patterns.compiled(self.find if self.regex else re.escape(self.find), self.case)

    def check(self) -> None:
        """Raises FieldError for what is wrong."""
        for problem in self.problems().values():
            raise FieldError(problem)


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that would change: where it stands, how it reads now and then, and where in it the hits lie.

    `problem` says in words why the field would not take the new text.
    """

    entity: Entity
    record_id: int
    field: Field
    place: Place
    old: str
    new: str
    spans: tuple[tuple[int, int], ...]
    name: str = ""
    problem: str | None = None


def searchable(known: Vocabulary) -> list[Field]:
    """The fields that hold text."""
    return [field for field in known.all if not field.kept and field.kind.compare == "words" and _has_text(field)]


def _has_text(field: Field) -> bool:
    if field.kind.linked:
        # Another record, which has its own name: it is found where that stands.
        return False
    return bool(field.kind.texts) if isinstance(field.kind, Parts) else True


def find(connection: Connection, rows: Sequence[int], keys: Sequence[str], wish: Wish, job: Job) -> list[Hit]:
    """The texts of the records behind rows that would change. Raises FieldError for a bad expression."""
    wish.check()
    fields = vocabulary.of(connection).by_key
    found: list[Hit] = []
    for entity, ids in _behind(connection, rows).items():
        own = [fields[key] for key in keys if fields[key].entity == entity]
        for start in range(0, len(ids) if own else 0, _BATCH):
            job.step(start, len(ids), "Looking through the texts")
            values = records.load(connection, entity, ids[start : start + _BATCH], [field.key for field in own])
            found += _hits(entity, own, values, wish, job)
    names = names_of(connection, {(hit.entity, hit.record_id) for hit in found})
    return [replace(hit, name=names.get((hit.entity, hit.record_id), "")) for hit in found]


def texts(field: Field, value: Any) -> Iterator[tuple[Place, str]]:
    """The texts in a value, each with its place."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            if isinstance(item, str):
                yield (number,), item
            elif isinstance(field.kind, Parts):
                yield from (((number, key), item[key]) for key in field.kind.texts if isinstance(item.get(key), str))


def rewritten(field: Field, value: Any, new: Mapping[Place, str]) -> Any:
    """A value with other texts in their places. Raises FieldError where the field cannot take them."""
    if () in new:
        return field.parse(new[()])
    result: list[Any] = []
    for number, item in enumerate(value):
        if isinstance(item, str):
            result += entries_of(field, new[number,], item) if (number,) in new else [item]
            continue
        changed = {key: new[number, key].strip() or None for key in item if (number, key) in new}
        part = {**item, **changed}
        if changed:
            # A text that was changed by hand is no longer the page's.
            part = {key: value for key, value in part.items() if key != "document"}
            if not field.kind.fits([part]):
                raise FieldError(f"{field.label} would be left without a word that it needs.")
        result.append(part)
    return list(dict.fromkeys(result)) if all(isinstance(item, str) for item in result) else result


def entries_of(field: Field, text: str, before: str) -> list[str]:
    """What an entry of a list becomes when it gets another text. Raises FieldError where the field cannot take it."""
    assert isinstance(field.kind, WordList)
    return field.kind.edited(text, before)


def _behind(connection: Connection, rows: Sequence[int]) -> dict[Entity, list[int]]:
    """The films, editions and copies behind rows, each once; of a box set all its films."""
    found: dict[Entity, list[int]] = {}
    for entity in ENTITIES:
        column = entry_film.c.film_id if entity == "film" else entry.c[f"{entity}_id"]
        row = entry_film.c.entry_id if entity == "film" else entry.c.id
        query = sa.select(column).where(in_ids(row, rows), column.is_not(None)).distinct().order_by(column)
        found[entity] = list(connection.scalars(query))
    return found


def _hits(entity: Entity, fields: list[Field], values: dict[int, dict[str, Any]], wish: Wish, job: Job) -> list[Hit]:
    places = [
        (number, field, place, text)
        for number, record in values.items()
        for field in fields
        for place, text in texts(field, record[field.key])
    ]
    answers = _answers(wish, [text for *_, text in places], job)
    found = []
    for (number, field, place, text), answer in zip(places, answers, strict=True):
        if answer is None or answer[0] == text:
            continue
        problem = None
        try:
            rewritten(field, values[number][field.key], {place: answer[0]})
        except FieldError as error:
            problem = str(error)
        spans = tuple(answer[1])
        found.append(Hit(entity, number, field, place, text, answer[0], spans, problem=problem))
    return found


def _answers(wish: Wish, asked: list[str], job: Job) -> list[tuple[str, list[tuple[int, int]]] | None]:
    """For each text how it would read and where the hits lie; None where there is none."""
    pattern = wish.pattern()
    found = []
    try:
        for place, text in enumerate(asked):
            if place % _STEP == 0:
                job.step(0, 0, "Looking through the texts")
            found.append(_replaced(pattern, wish, text))
    except patterns.TooSlowError:
        raise FieldError(
            "This expression takes too long on these texts; write a simpler one. Nothing was changed."
        ) from None
    return found


def _replaced(pattern: Any, wish: Wish, text: str) -> tuple[str, list[tuple[int, int]]] | None:
    # An empty hit is none.
    hits = [match for match in patterns.matches(pattern, text, wish.whole) if match[0]]
    if not hits:
        return None
    parts: list[str] = []
    end = 0
    for match in hits:
        parts += [text[end : match.start()], match.expand(wish.put) if wish.regex else wish.put]
        end = match.end()
    return "".join([*parts, text[end:]]), [(match.start(), match.end()) for match in hits]


def _reason(error: Exception) -> str:
    if isinstance(error, patterns.ExpressionError):
        where = f" at character {error.pos + 1}" if error.pos is not None else ""
        return f"{error.msg}{where}"
    return str(error) or "it is too deep"
