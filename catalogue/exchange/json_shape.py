"""Whether an export is whole: every record there, every reference answered, every value in the form of its field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from catalogue.errors import UserError
from catalogue.fields import registry
from catalogue.fields.custom import KINDS, query_name
from catalogue.fields.draft import MENTIONS, Entity
from catalogue.fields.kinds import Kind, is_number, is_text, is_whole
from catalogue.fields.registry import Field

Json = dict[str, Any]
Test = Callable[[Any], bool]

LISTS = ("films", "editions", "copies", "people", "documents", "pictures", "places", "spellings", "custom_fields")
_ENTITIES: dict[Entity, str] = {"film": "films", "edition": "editions", "copy": "copies"}


def check(export: Json) -> None:
    """Raises UserError with the first thing that is wrong; completes missing lists."""
    for name in LISTS:
        listed = export.setdefault(name, [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            raise _damaged(f"its {name} are no list of records")
    custom = _custom_fields(export["custom_fields"])
    ids = {name: _ids(export[name], name) for name in (*_ENTITIES.values(), "documents")}
    for entity, name in _ENTITIES.items():
        for record in export[name]:
            _record(record, entity, ids)
            _custom(record, entity, custom)
    for film in export["films"]:
        for document in _list(film, "documents", film["id"]):
            _need(_one_of(ids["documents"]), document, f"{film['id']} has a document that is not there")
    for edition in export["editions"]:
        for part in _list(edition, "contents", edition["id"]):
            whole = isinstance(part, dict) and _optional(is_whole)(part.get("disc")) and _words(part.get("cut"))
            _need(bool, whole, f"{edition['id']} has contents that are none")
            _need(_one_of(ids["films"]), part.get("film"), f"{edition['id']} has a film on it that is not there")
    for copy in export["copies"]:
        _need(_one_of(ids["editions"]), copy.get("edition"), f"{copy['id']} has no edition")
    for document in export["documents"]:
        _document(document, ids)
    for picture in export["pictures"]:
        _need(_one_of(ids["copies"]), picture.get("copy"), "a picture belongs to no copy")
        _need(is_text, picture.get("sha256"), "a picture has no hash")
        _need(is_text, picture.get("role"), "a picture has no role")
    for place in export["places"]:
        _need(
            lambda path: bool(path) and registry.BY_KEY["location"].kind.fits(path),
            place.get("path"),
            "a place has no path",
        )
        for key in ("capacity", "position"):
            _need(
                _optional(lambda room: is_whole(room) and room >= 0),
                place.get(key),
                f"a place has a {key} that is none",
            )
        _need(_words, place.get("notes"), "a place has notes that are none")
    for person in export["people"]:
        _need(is_text, person.get("name"), "a person has no name")
        _need(_words, person.get("sort_name"), f"{person['name']} has a sort_name that is none")
    for rule in export["spellings"]:
        whole = is_text(rule.get("field")) and is_text(rule.get("old")) and _words(rule.get("new"))
        _need(bool, whole, "a rule for the spelling of a value is none")


def _record(record: Json, entity: Entity, ids: dict[str, set[str]]) -> None:
    for field in registry.BUILT_IN.of_entity(entity):
        value = record.get(field.name)
        if value is not None and not (_external_ids(value) if field.key == "external_ids" else field.kind.fits(value)):
            raise _damaged(f"{record['id']} has a {field.name} that is none")
    for choice in _list(record, "choices", record["id"]):
        whole = isinstance(choice, dict) and is_text(choice.get("field")) and choice.get("by") in ("hand", "document")
        _need(bool, whole and _words(choice.get("subject")), f"{record['id']} has a choice that is none")
        _need(_moment, choice.get("at"), f"{record['id']} has a choice that was made at no time")
        value = choice.get("value")
        stated = value is None or _states(entity, choice["field"], value)
        _need(bool, stated, f"{record['id']} has a choice of a value that is none")
        document = choice.get("document")
        _need(_optional(_one_of(ids["documents"])), document, f"{record['id']} has chosen a document that is not there")


def _custom_fields(listed: list[Json]) -> dict[tuple[Entity, str], Kind]:
    found: dict[tuple[Entity, str], Kind] = {}
    for field in listed:
        name, kind, entity = field.get("name"), field.get("kind"), field.get("of", "copy")
        known = next((one for one in registry.ENTITIES if one == entity), None)
        _need(lambda name: is_text(name) and bool(query_name(name)), name, "a custom field has no name")
        _need(_one_of(set(KINDS)), kind, f"the custom field {name} has a kind that is none")
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


def _document(document: Json, ids: dict[str, set[str]]) -> None:
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
        _need(lambda fact: isinstance(fact, dict) and _fact(fact, ids), fact, f"{name} states a fact that is none")


def _doubt(doubt: Any) -> bool:
    others = doubt.get("alternatives") if isinstance(doubt, dict) else None
    whole = isinstance(others, list) and all(map(is_text, others))
    return whole and is_text(doubt.get("film")) and is_text(doubt.get("reason"))


def _fact(fact: Json, ids: dict[str, set[str]]) -> bool:
    about, field = fact.get("about"), fact.get("field")
    if not isinstance(about, str) or not isinstance(field, str):
        return False
    entity, colon, _ = about.partition(":")
    known = next((name for name in registry.ENTITIES if name == entity), None)
    if known is None or (colon and about not in ids[_ENTITIES[known]]):
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
    if spec is None or spec.entity != entity:
        return False
    if key == MENTIONS:
        # A person in running text has a character and nothing more.
        value = {"role": "actor", **value} if isinstance(value, dict) else value
    return spec.kind.fits([value]) if _in_parts(spec) else spec.kind.fits(value)


def _in_parts(spec: Field) -> bool:
    return spec.kind.merge in {"parts", "all"}


def _external_ids(value: Any) -> bool:
    return isinstance(value, dict) and all(is_text(source) and is_text(code) for source, code in value.items())


def _ids(listed: Iterable[Json], name: str) -> set[str]:
    found: set[str] = set()
    for record in listed:
        number: Any = record.get("id")
        if not is_text(number) or number in found:
            raise _damaged(f"its {name} have ids that are missing or given twice")
        found.add(number)
    return found


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


def _one_of(known: set[str]) -> Test:
    return lambda value: isinstance(value, str) and value in known


def _need(test: Test, value: Any, otherwise: str) -> None:
    if not test(value):
        raise _damaged(otherwise)


def _damaged(what: str) -> UserError:
    return UserError(f"This export is damaged ({what}); nothing in it was read.")
