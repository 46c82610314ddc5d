"""Whether an export is whole: every record there, every reference answered, every value in the form of its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from catalogue.errors import UserError
from catalogue.exchange.json_export import VERSION
from catalogue.exchange.json_lists import JsonLists
from catalogue.fields import registry
from catalogue.fields.custom import KINDS, query_name
from catalogue.fields.draft import MENTIONS, Entity
from catalogue.fields.kinds import Kind, is_number, is_text, is_whole
from catalogue.fields.lists import EXTERNAL_IDS
from catalogue.fields.parts import LOANS, VIEWINGS
from catalogue.fields.registry import Field
from catalogue.jobs import Job
from catalogue.search.scopes import SCOPES

Json = dict[str, Any]
Test = Callable[[Any], bool]

LISTS = (
    *("films", "editions", "copies", "people", "documents", "pictures", "contacts", "loans", "viewings"),
    *("places", "spellings", "saved_searches", "custom_fields"),
)
_STEP = 500
_ENTITIES: dict[str, str] = {"film": "films", "edition": "editions", "copy": "copies"}


def check(lists: JsonLists, job: Job | None = None) -> None:
    """Goes through an export once. Raises UserError with the first thing that is wrong."""
    head: dict[str, Any] = {}
    refs = _References()
    for name, found in lists.scan():
        if name in LISTS:
            if not isinstance(found, Iterator):
                raise _damaged(f"its {name} are no list of records")
            _version(head)
            _list_of(name, found, refs, job or Job())
        elif name in ("format", "version"):
            head[name] = found
    _version(head)
    refs.answered()
    custom = _custom_fields(list(lists.each("custom_fields")))
    if refs.has_custom:
        for entity in registry.ENTITIES:
            for record in lists.each(_ENTITIES[entity]):
                _custom(record, entity, custom)


def _version(head: Json) -> None:
    if head.get("format") != "disc-catalogue":
        raise UserError("This is not an export of Disc Catalogue; nothing in it was read.")
    if head.get("version") != VERSION:
        raise UserError("This export was made by a newer version of Disc Catalogue; nothing in it was read.")


class _References:
    """The records that there are and those that others speak of: a list may be read before the one it speaks of."""

    def __init__(self) -> None:
        self.there: dict[str, set[str]] = {name: set() for name in LISTS}
        self._wanted: dict[tuple[str, str], dict[str, str]] = {}
        self._above: dict[str, str] = {}
        self.has_custom = False

    def add(self, name: str, record: Json) -> None:
        """Notes a record by its id."""
        number: Any = record.get("id")
        if not is_text(number) or number in self.there[name]:
            raise _damaged(f"its {name} have ids that are missing or given twice")
        self.there[name].add(number)

    def need(self, name: str, number: Any, who: str, otherwise: str) -> None:
        """Notes that a record is spoken of, by whom, and what is wrong if it is not there."""
        if not isinstance(number, str):
            raise _damaged(f"{who} {otherwise}")
        self._wanted.setdefault((name, otherwise), {}).setdefault(number, who)

    def inside(self, name: str, record: Json, key: str) -> None:
        """Notes that a record is inside of another of its list: an episode of its series."""
        if record.get(key) is not None:
            self.need(name, record[key], record["id"], f"has a {key} that is not there")
            self._above[record["id"]] = record[key]

    def answered(self) -> None:
        """Raises UserError unless all that is spoken of is there, and nothing is inside itself."""
        for start in self._above:
            seen, above = {start}, self._above.get(start)
            while above is not None and above not in seen:
                seen.add(above)
                above = self._above.get(above)
            _need(bool, above is None, f"{start} is inside itself")
        for (name, otherwise), wanted in self._wanted.items():
            for number, who in wanted.items():
                _need(self.there[name].__contains__, number, f"{who} {otherwise}")


def _list_of(name: str, items: Iterable[Any], refs: _References, job: Job) -> None:
    for place, record in enumerate(items):
        if place % _STEP == 0:
            job.step(place, 0, f"Reading {name}")
        if not isinstance(record, dict):
            raise _damaged(f"its {name} are no list of records")
        _TESTS[name](record, refs)


def _film(film: Json, refs: _References) -> None:
    refs.add("films", film)
    _record(film, "film", refs)
    refs.inside("films", film, "parent")
    for document in _list(film, "documents", film["id"]):
        refs.need("documents", document, film["id"], "has a document that is not there")


def _edition(edition: Json, refs: _References) -> None:
    refs.add("editions", edition)
    _record(edition, "edition", refs)
    refs.inside("editions", edition, "box_set")
    for part in _list(edition, "contents", edition["id"]):
        whole = isinstance(part, dict) and _optional(is_whole)(part.get("disc")) and _words(part.get("cut"))
        _need(bool, whole, f"{edition['id']} has contents that are none")
        refs.need("films", part.get("film"), edition["id"], "has a film on it that is not there")


def _copy(copy: Json, refs: _References) -> None:
    refs.add("copies", copy)
    _record(copy, "copy", refs)
    refs.need("editions", copy.get("edition"), copy["id"], "has no edition")


def _contact(contact: Json, refs: _References) -> None:
    _need(lambda name: is_text(name) and bool(name), contact.get("name"), "a contact has no name")


def _loan(loan: Json, refs: _References) -> None:
    refs.need("copies", loan.get("copy"), "a loan", "is of no copy")
    _need(lambda loan: LOANS.fits([loan]), loan, f"{loan.get('copy')} has a loan that is none")


def _viewing(viewing: Json, refs: _References) -> None:
    refs.need("films", viewing.get("film"), "a viewing", "is of no film")
    _need(lambda viewing: VIEWINGS.fits([viewing]), viewing, f"{viewing.get('film')} has a viewing that is none")


def _picture(picture: Json, refs: _References) -> None:
    refs.need("copies", picture.get("copy"), "a picture", "belongs to no copy")
    _need(is_text, picture.get("sha256"), "a picture has no hash")
    _need(is_text, picture.get("role"), "a picture has no role")


def _place(place: Json, refs: _References) -> None:
    path = place.get("path")
    _need(bool, path and registry.BY_KEY["location"].kind.fits(path), "a place has no path")
    for key in ("capacity", "position"):
        _need(_optional(lambda room: is_whole(room) and room >= 0), place.get(key), f"a place has a {key} that is none")
    _need(_words, place.get("notes"), "a place has notes that are none")


def _person(person: Json, refs: _References) -> None:
    _need(is_text, person.get("name"), "a person has no name")
    _need(_words, person.get("sort_name"), f"{person['name']} has a sort_name that is none")


def _spelling(rule: Json, refs: _References) -> None:
    whole = is_text(rule.get("field")) and is_text(rule.get("old")) and _words(rule.get("new"))
    _need(bool, whole, "a rule for the spelling of a value is none")


def _record(record: Json, entity: Entity, refs: _References) -> None:
    refs.has_custom = refs.has_custom or bool(record.get("custom"))
    for field in registry.BUILT_IN.of_entity(entity):
        value = record.get(field.name)
        if field.kind.linked:
            continue
        if value is not None and not (_external_ids(value) if field.kind is EXTERNAL_IDS else field.kind.fits(value)):
            raise _damaged(f"{record['id']} has a {field.name} that is none")
    for choice in _list(record, "choices", record["id"]):
        whole = isinstance(choice, dict) and is_text(choice.get("field")) and choice.get("by") in ("hand", "document")
        _need(bool, whole and _words(choice.get("subject")), f"{record['id']} has a choice that is none")
        _need(_moment, choice.get("at"), f"{record['id']} has a choice that was made at no time")
        value = choice.get("value")
        stated = value is None or _states(entity, choice["field"], value)
        _need(bool, stated, f"{record['id']} has a choice of a value that is none")
        if choice.get("document") is not None:
            refs.need("documents", choice["document"], record["id"], "has chosen a document that is not there")


def _custom_fields(listed: list[Json]) -> dict[tuple[Entity, str], Kind]:
    found: dict[tuple[Entity, str], Kind] = {}
    for field in listed:
        name, kind, entity = field.get("name"), field.get("kind"), field.get("of", "copy")
        known = next((one for one in registry.ENTITIES if one == entity), None)
        _need(lambda name: is_text(name) and bool(query_name(name)), name, "a custom field has no name")
        _need(KINDS.__contains__, kind, f"the custom field {name} has a kind that is none")
        _need(bool, known is not None, f"the custom field {name} belongs to nothing")
        choices = field.get("choices") or []
        _need(bool, isinstance(choices, list) and all(map(is_text, choices)), f"the choices of {name} are none")
        _need(bool, all(name != other for _, other in found), f"the custom field {name} is there twice")
        if known is not None and isinstance(name, str) and isinstance(kind, str):
            found[known, name] = KINDS[kind]
    return found


def _custom(record: Json, entity: Entity, known: dict[tuple[Entity, str], Kind]) -> None:
    values = record.get("custom")
    _need(
        lambda values: values is None or isinstance(values, dict), values, f"{record['id']} has a custom that is none"
    )
    for name, value in (values or {}).items():
        kind = known.get((entity, name))
        if kind is None:
            raise _damaged(f"{record['id']} has a custom field {name} that is not there")
        _need(_optional(kind.fits), value, f"{record['id']} has a {name} that is none")


def _document(document: Json, refs: _References) -> None:
    refs.add("documents", document)
    name = document["id"]
    for key in ("kind", "sha256", "text"):
        _need(is_text, document.get(key), f"{name} has no {key}")
    for key in ("site", "title"):
        _need(_words, document.get(key), f"{name} has a {key} that is none")
    _need(_moment, document.get("read_at"), f"{name} was read at no time")
    for section in _list(document, "sections", name):
        whole = isinstance(section, dict) and is_text(section.get("heading")) and is_text(section.get("text"))
        _need(bool, whole, f"{name} has a section that is none")
    for doubt in _list(document, "doubts", name):
        _need(_doubt, doubt, f"{name} has a doubt that is none")
    for fact in _list(document, "facts", name):
        _need(lambda fact: isinstance(fact, dict) and _fact(fact), fact, f"{name} states a fact that is none")
        entity, colon, _ = fact["about"].partition(":")
        if colon:
            refs.need(_ENTITIES[entity], fact["about"], name, "states a fact that is none")


def _saved_search(one: Json, _: _References) -> None:
    order = _list(one, "sort", "a saved search")
    sorts = all(isinstance(part, dict) and is_text(part.get("field")) for part in order)
    texts = (one.get("name"), one.get("query"))
    _need(bool, sorts and all(is_text(text) and str(text).strip() for text in texts), "a saved search is none")
    _need(lambda scope: scope is None or scope in SCOPES, one.get("scope"), "a saved search lists what there is not")


def _doubt(doubt: Any) -> bool:
    others = doubt.get("alternatives") if isinstance(doubt, dict) else None
    whole = isinstance(others, list) and all(map(is_text, others))
    return whole and is_text(doubt.get("film")) and is_text(doubt.get("reason"))


def _fact(fact: Json) -> bool:
    about, field = fact.get("about"), fact.get("field")
    if not isinstance(about, str) or not isinstance(field, str):
        return False
    known = next((name for name in registry.ENTITIES if name == about.partition(":")[0]), None)
    if known is None:
        return False
    return (
        _states(known, field, fact.get("value"))
        and all(_words(fact.get(key)) for key in ("subject", "reason"))
        and all(_optional(is_whole)(fact.get(key)) for key in ("start", "end"))
        and is_number(fact.get("confidence", 1.0))
        and isinstance(fact.get("alternatives") or [], list)
        and all(_states(known, field, value) for value in fact.get("alternatives") or ())
    )


def _states(entity: Entity, key: str, value: Any) -> bool:
    spec = registry.BY_KEY.get("credits" if key == MENTIONS else key)
    if spec is None or spec.entity != entity or spec.kind.linked:
        return False
    if key == MENTIONS:
        # A person in running text has a character and nothing more.
        value = {"role": "actor", **value} if isinstance(value, dict) else value
    return spec.kind.fits([value]) if _in_parts(spec) else spec.kind.fits(value)


def _in_parts(spec: Field) -> bool:
    return spec.kind.merge in {"parts", "all"}


def _external_ids(value: Any) -> bool:
    return isinstance(value, dict) and all(is_text(source) and is_text(code) for source, code in value.items())


def _list(record: Json, key: str, name: str) -> list[Any]:
    value = record.get(key)
    if value is not None and not isinstance(value, list):
        raise _damaged(f"{name} has {key} that are no list")
    return value or []


def _words(value: Any) -> bool:
    return value is None or is_text(value)


def _moment(value: Any) -> bool:
    return value is None or registry.BY_KEY["added_at"].kind.fits(value)


def _optional(test: Test) -> Test:
    return lambda value: value is None or test(value)


def _need(test: Test, value: Any, otherwise: str) -> None:
    if not test(value):
        raise _damaged(otherwise)


def _damaged(what: str) -> UserError:
    return UserError(f"This export is damaged ({what}); nothing in it was read.")


_TESTS: dict[str, Callable[[Json, _References], None]] = {
    "films": _film,
    "editions": _edition,
    "copies": _copy,
    "documents": _document,
    "pictures": _picture,
    "contacts": _contact,
    "loans": _loan,
    "viewings": _viewing,
    "places": _place,
    "people": _person,
    "spellings": _spelling,
    "saved_searches": _saved_search,
    "custom_fields": lambda field, refs: None,
}
