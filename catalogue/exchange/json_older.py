"""The records of an export in today's form.

Earlier versions have the rating of a film on its copies. A file may also name people and contacts by their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.collection.merging import WAITING
from catalogue.exchange.json_lists import JsonLists
from catalogue.fields.kinds import is_text

Json = dict[str, Any]

RATING = "my_rating"

_ID = re.compile(r"(?:person|contact):[0-9]+")


def ids_for_names(name: str, record: Json) -> Iterator[str]:
    """The ids of people or contacts that stand in a record where their names are expected."""
    for key, part in _naming(name, record):
        if isinstance(part.get(key), str) and _ID.fullmatch(part[key]):
            yield part[key]


def is_older(entity: str, key: str) -> bool:
    """Whether a field was one of these records in earlier versions, and is one of another now."""
    return (entity, key) == ("copy", RATING)


@dataclass(slots=True)
class _Rated:
    """What an export says of the rating of a copy."""

    edition: Any
    value: Any
    at: str
    choice: Json | None


@dataclass(slots=True)
class _Given:
    """What a film gets: the newest rating of its copies, and others that wait beside it."""

    value: Any = None
    choices: list[Json] = field(default_factory=list)


class Modern:
    """The lists of an export; `scan` gives the records as they are, `each` in today's form."""

    def __init__(self, lists: JsonLists) -> None:
        self.lists = lists
        self._rated: list[_Rated] = []
        self._stated: set[str] = set()
        self._given: dict[str, _Given] | None = None
        self._unnamed: dict[str, str] = {}
        self._film_of: dict[str, str | None] = {}
        self._asked: set[str] = set()
        self._called: dict[str, str] | None = None

    def scan(self) -> Iterator[tuple[str, Any]]:
        """What the file holds, by name; ratings on copies are taken notice of."""
        for name, found in self.lists.scan():
            yield name, self._noted(name, found) if isinstance(found, Iterator) else found

    def each(self, name: str) -> Iterator[Json]:
        """The records of a list; what is no record is an empty one at its place."""
        given = self._settled()
        if not given and not self._stated and not self._asked:
            yield from self._records(name)
            return
        for record in self._records(name):
            yield self._modern(name, self._with_names(name, record), given)
        if name == "films":
            yield from (self._modern(name, {"id": number}, given) for number in self._unnamed.values())

    def count(self, name: str) -> int:
        """How many records a list has."""
        return self.lists.count(name) + (len(self._unnamed) if name == "films" else 0)

    def _noted(self, name: str, records: Iterator[Any]) -> Iterator[Any]:
        for record in records:
            if isinstance(record, dict) and name == "copies":
                choice = next((one for one in _parts(record, "choices") if _is_whole(one)), None)
                if choice is not None or record.get(RATING) is not None:
                    at = (choice or {}).get("at") or record.get("modified_at") or record.get("added_at")
                    self._rated.append(_Rated(record.get("edition"), record.get(RATING), str(at or ""), choice))
            elif isinstance(record, dict) and name == "documents":
                self._stated.update(one["about"] for one in _parts(record, "facts") if _is_of_copy(one))
            if isinstance(record, dict):
                self._asked.update(ids_for_names(name, record))
            yield record

    def _records(self, name: str) -> Iterator[Json]:
        for record in self.lists.each(name):
            yield record if isinstance(record, dict) else {}

    def _with_names(self, name: str, record: Json) -> Json:
        """A record with the names of those whose ids stand in their place."""
        if not any(True for _ in ids_for_names(name, record)):
            return record
        if self._called is None:
            self._called = self._names()
        if name == "loans":
            return _named(record, "contact", self._called)
        key, who = ("credits", "person") if name == "films" else ("loans", "contact")
        called = self._called
        return record | {key: [_named(part, who, called) if isinstance(part, dict) else part for part in record[key]]}

    def _names(self) -> dict[str, str]:
        """The names of those who are named by their ids."""
        listed = [one for who in ("people", "contacts") for one in self._records(who) if is_text(one.get("name"))]
        # Somebody may be called so.
        names = {one["name"] for one in listed}
        known = (one for one in listed if is_text(one.get("id")) and one["id"] not in names)
        return {one["id"]: one["name"] for one in known if one["id"] in self._asked}

    def _modern(self, name: str, record: Json, given: dict[str, _Given]) -> Json:
        if name == "films" and record.get("id") in given:
            return _with(record, given[record["id"]])
        if name == "editions" and record.get("id") in self._unnamed:
            return record | {"contents": [{"film": self._unnamed[record["id"]]}]}
        if name == "copies":
            choices = [one for one in _parts(record, "choices") if one.get("field") != RATING]
            return {key: value for key, value in record.items() if key != RATING} | {"choices": choices}
        if name == "documents" and any(map(_is_of_copy, _parts(record, "facts"))):
            return record | {"facts": [self._fact(fact) for fact in record["facts"]]}
        return record

    def _fact(self, fact: Json) -> Json:
        return fact | {"about": self._film_of.get(fact["about"]) or "film"} if _is_of_copy(fact) else fact

    def _settled(self) -> dict[str, _Given]:
        """What each film gets, by its id."""
        if self._given is not None:
            return self._given
        self._given = {}
        if not self._rated and not self._stated:
            return self._given
        edition_of = {
            copy["id"]: copy.get("edition") for copy in self._records("copies") if copy.get("id") in self._stated
        }
        films = self._films({one.edition for one in self._rated} | set(edition_of.values()))
        # Of those of one moment the last stands, as it is read.
        rated = self._rated[::-1]
        rated.sort(key=lambda one: (one.value is not None, one.at), reverse=True)
        for one in rated:
            if isinstance(one.edition, str) and one.edition in films and not films[one.edition]:
                self._unnamed[one.edition] = f"{one.edition} rated"
                films[one.edition] = [self._unnamed[one.edition]]
        for sole in (True, False):
            for one in rated:
                on_it = films.get(one.edition, [])
                for film_id in on_it if (len(on_it) == 1) == sole else ():
                    _give(self._given.setdefault(film_id, _Given()), one, sole=sole)
        self._film_of = {copy_id: next(iter(films.get(edition, ())), None) for copy_id, edition in edition_of.items()}
        return self._given

    def _films(self, editions: set[Any]) -> dict[Any, list[str]]:
        """The films on editions; of a box set without any, those of the editions in it."""
        found: dict[Any, list[str]] = {}
        inside: dict[Any, list[str]] = {}
        for edition in self._records("editions"):
            box = edition.get("box_set")
            if edition.get("id") in editions or box in editions:
                on_it = [part.get("film") for part in _parts(edition, "contents")]
                films = list(dict.fromkeys(film for film in on_it if isinstance(film, str)))
                found[edition.get("id")] = films
                if box in editions:
                    inside.setdefault(box, []).extend(films)
        return {number: films or list(dict.fromkeys(inside.get(number, ()))) for number, films in found.items()}


def _give(given: _Given, one: _Rated, *, sole: bool) -> None:
    if sole and given.value is None and not given.choices:
        given.value = one.value
        given.choices += [one.choice] if one.choice is not None else []
    elif one.value is not None and one.value != given.value:
        given.choices.append(_waiting(one.value, one.at))


def _with(film: Json, given: _Given) -> Json:
    """A film with what is given to it; its own rating stands."""
    own, choices = film.get(RATING), given.choices
    if own is not None and given.value not in (None, own):
        choices = [one for one in choices if one["subject"] == WAITING] + [_waiting(given.value, "")]
    value = given.value if own is None else own
    return film | {RATING: value, "choices": [*_parts(film, "choices"), *choices]}


def _waiting(value: Any, at: str) -> Json:
    return {"field": RATING, "subject": WAITING, "by": "hand", "value": value, "document": None, "at": at or None}


def _naming(name: str, record: Json) -> Iterator[tuple[str, Json]]:
    """The parts of a record that name a person or a contact, each with the key of the name."""
    if name == "films":
        yield from (("person", part) for part in _parts(record, "credits"))
    elif name == "copies":
        yield from (("contact", part) for part in _parts(record, "loans"))
    elif name == "loans":
        yield "contact", record


def _named(part: Json, who: str, called: Mapping[str, str]) -> Json:
    number = part.get(who)
    if not isinstance(number, str) or number not in called:
        return part
    return ({"person_id": number} if who == "person" else {}) | part | {who: called[number]}


def _is_whole(choice: Json) -> bool:
    return choice.get("field") == RATING and choice.get("subject") is None


def _is_of_copy(fact: Json) -> bool:
    about = fact.get("about")
    return fact.get("field") == RATING and isinstance(about, str) and about.partition(":")[0] == "copy"


def _parts(record: Json, key: str) -> Iterable[Json]:
    value = record.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else ()
