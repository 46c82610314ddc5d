"""What of an export is whole: each value in the form of its field, each record that another one speaks of there.

A record with something wrong is kept out, with what cannot stand without it; all others come in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from catalogue.collection.commands import PICTURE_ROLES
from catalogue.collection.commands.pictures import original_of
from catalogue.collection.merging import NAMESAKE
from catalogue.errors import FieldError, UserError
from catalogue.exchange.json_export import SAID_BY_OTHERS, VERSION
from catalogue.exchange.json_lists import JsonLists
from catalogue.exchange.json_older import RATING, Modern, is_older
from catalogue.exchange.json_sound import Bad, Sound, needs
from catalogue.fields import custom, kinds, registry
from catalogue.fields.custom import JSON_PREFIX, KINDS, query_name
from catalogue.fields.draft import MENTIONS, Entity
from catalogue.fields.kinds import is_number, is_text, is_whole, quoted
from catalogue.fields.lists import EXTERNAL_IDS, Parts
from catalogue.fields.registry import Field
from catalogue.jobs import Job
from catalogue.search.scopes import SCOPES

Json = dict[str, Any]

LISTS = (
    *("films", "editions", "copies", "people", "documents", "pictures", "contacts", "loans", "viewings"),
    *("places", "spellings", "saved_searches", "custom_fields"),
)
_STEP = 500
_LISTED: dict[Entity, str] = {"film": "films", "edition": "editions", "copy": "copies"}
_ENTITY_OF: dict[str, Entity] = {name: entity for entity, name in _LISTED.items()}
_WITH_IDS = (*_ENTITY_OF, "documents")
_MAY_HAVE_IDS = ("people", "contacts", "places")
_REFERRED = (*_WITH_IDS, "people", "contacts")
_APART: dict[str, tuple[Entity, str]] = {"loans": ("copy", "copies"), "viewings": ("film", "films")}
"""Lists whose rows belong to one record each: what is wrong with a row is wrong with the record."""

_MOST_WRONG = 10_000
"""Records that may be wrong: of more nobody can make anything, and a small archive can hold a billion."""


def check(file: JsonLists, job: Job | None = None) -> Sound:
    """Goes through an export: all of it that can come in, in today's form, and what is wrong with the rest.

    Raises UserError for what is no whole export.
    """
    lists = Modern(file)
    head: dict[str, Any] = {}
    seen = _Seen()
    for name, found in lists.scan():
        if name in LISTS and isinstance(found, Iterator):
            _version(head)
            for place, record in enumerate(found):
                if place % _STEP == 0:
                    (job or Job()).step(place, 0, f"Reading {name}")
                seen.look(name, place, record)
        elif name in LISTS:
            seen.broken += [name] if found is not None else []
        elif name in ("format", "version"):
            head[name] = found
        else:
            seen.unknown[name, ""] = None
    _version(head)
    if seen.has_custom:
        own = {(one.get("of", "copy"), one["name"]): one["kind"] for one in seen.custom_fields}
        for entity, name in _LISTED.items():
            for place, record in enumerate(lists.each(name)):
                seen.note(name, place, record, _custom_problem(record, entity, own))
    missing = any(wanted - seen.there[name] for name, wanted in seen.wanted.items())
    whole = not seen.wrong and not missing and not seen.inside_itself()
    return Sound(lists, list(seen.wrong.values()), whole=whole, broken=seen.broken, lost=seen.lost())


def _version(head: Json) -> None:
    if head.get("format") != "disc-catalogue":
        raise UserError("This is not an export of Disc Catalogue; nothing in it was read.")
    if head.get("version") != VERSION:
        raise UserError("This export was made by a newer version of Disc Catalogue; nothing in it was read.")


class _ShapeError(Exception):
    """What is wrong with a record: the field, or None, and a sentence."""

    def __init__(self, field: str | None, message: str) -> None:
        super().__init__(message)
        self.field = field


class _Seen:
    """What an export was found to hold: ids, who speaks of whom, and what is wrong. A list may come before another."""

    def __init__(self) -> None:
        self.there: dict[str, set[str]] = {name: set() for name in (*_WITH_IDS, *_MAY_HAVE_IDS)}
        self.wanted: dict[str, set[str]] = {name: set() for name in _REFERRED}
        self.broken: list[str] = []
        self.unknown: dict[tuple[str, str], None] = {}
        self.above: dict[str, str] = {}
        self.wrong: dict[tuple[str, int], Bad] = {}
        self.custom_fields: list[Json] = []
        self.has_custom = False

    def look(self, name: str, place: int, record: Any) -> None:
        """Takes notice of a record, and of what is wrong with it."""
        if len(self.wrong) > _MOST_WRONG:
            raise UserError("This export is damaged in too many places; nothing in it was read.")
        if not isinstance(record, dict):
            self.wrong[name, place] = Bad(name, place, None, f"{quoted(record)} is not a record.")
            return
        self.unknown.update(dict.fromkeys((name, key) for key in _unknown(name, record)))
        try:
            number = record.get("id")
            if name in _WITH_IDS or (name in _MAY_HAVE_IDS and number is not None):
                if not is_text(number) or number in self.there[name]:
                    raise _ShapeError("id", f"{quoted(number)} is not an id that no other has.")
                self.there[name].add(str(number))
            _TESTS[name](record)
            if name == "custom_fields" and any(one["name"] == record["name"] for one in self.custom_fields):
                raise _ShapeError("name", f"A field {quoted(record['name'])} is there already.")
        except (_ShapeError, FieldError) as problem:
            field = problem.field if isinstance(problem, _ShapeError) else None
            self.wrong[name, place] = Bad(name, place, field, str(problem))
            return
        if name in ("people", "contacts"):
            # Somebody may be called like an id.
            self.there[name].add(record["name"])
        for _, target, number in needs(name, record):
            self.wanted[target].add(number)
        above = record.get("parent") if name == "films" else record.get("box_set") if name == "editions" else None
        if above is not None:
            self.above[record["id"]] = above
        self.has_custom = self.has_custom or (name in _ENTITY_OF and bool(record.get("custom")))
        if name == "custom_fields":
            self.custom_fields.append(record)

    def note(self, name: str, place: int, record: Json, problem: _ShapeError | None) -> None:
        """Takes notice of something that is wrong with a record, if it is, and if nothing else was."""
        if problem is not None:
            self.wrong.setdefault((name, place), Bad(name, place, problem.field, str(problem)))

    def lost(self) -> list[str]:
        """What newer programs may have added, in words, once for each kind of record."""
        return [
            f"{quoted(key or name)}{f' of its {name}' if key else ''}, which is not known to this program"
            for name, key in self.unknown
        ]

    def inside_itself(self) -> bool:
        """Whether a film or an edition is inside itself."""
        for start in self.above:
            seen, above = {start}, self.above.get(start)
            while above is not None and above not in seen:
                seen.add(above)
                above = self.above.get(above)
            if above is not None:
                return True
        return False


def _record(record: Json, entity: Entity) -> None:
    for field in registry.BUILT_IN.of_entity(entity):
        value = record.get(field.name)
        if value is not None and not field.kind.linked:
            _value(field, value)
    for choice in _list(record, "choices"):
        whole = isinstance(choice, dict) and is_text(choice.get("field")) and choice.get("by") in ("hand", "document")
        texts = whole and all(_words(choice.get(key)) for key in ("subject", "document"))
        _need(texts and _moment(choice.get("at")), "choices", choice, "a choice")
        value = choice.get("value")
        if choice["field"] == NAMESAKE:
            _need(is_text(choice.get("subject")) and _words(value), "choices", choice, "who is meant by a name")
            continue
        _need(value is None or _states(entity, choice["field"], value), choice["field"], value, "a choice of a value")
    for key in ("needs_review", "conflicts"):
        # They follow from what else is said, and are worked out again.
        for doubt in _list(record, key):
            whole = isinstance(doubt, dict) and is_text(doubt.get("field")) and _words(doubt.get("subject"))
            _need(whole and _words(doubt.get("reason")), key, doubt, "a doubt")
            for part in ("alternatives", "values"):
                _list(doubt, part)


def _value(field: Field, value: Any) -> None:
    try:
        field.take(value)
    except FieldError as error:
        raise _ShapeError(field.name, f"{field.label}: {error}") from None


def _film(film: Json) -> None:
    _record(film, "film")
    _need(_words(film.get("parent")), "parent", film.get("parent"), "the id of a film")
    for credit in _list(film, "credits"):
        _need(_words(credit.get("person_id")), "person_id", credit.get("person_id"), "the id of a person")
        order = credit.get("order")
        _need(order is None or is_whole(order), "order", order, "a whole number")
    for text in _list(film, "texts"):
        _need(_words(text.get("document")), "document", text.get("document"), "the id of a document")
    for document in _list(film, "documents"):
        _need(is_text(document), "documents", document, "the id of a document")


def _edition(edition: Json) -> None:
    _record(edition, "edition")
    _need(_words(edition.get("box_set")), "box_set", edition.get("box_set"), "the id of an edition")
    for part in _list(edition, "contents"):
        whole = isinstance(part, dict) and is_text(part.get("film")) and _words(part.get("cut"))
        _need(whole and (part.get("disc") is None or is_whole(part["disc"])), "contents", part, "a film on a disc")


def _copy(copy: Json) -> None:
    _record(copy, "copy")
    if copy.get(RATING) is not None:
        _value(registry.BY_KEY[RATING], copy[RATING])
    _need(is_text(copy.get("edition")), "edition", copy.get("edition"), "the id of an edition")


def _row_of(name: str) -> Callable[[Json], None]:
    entity, _ = _APART[name]
    field = registry.BY_KEY[name]

    def test(row: Json) -> None:
        _need(is_text(row.get(entity)), entity, row.get(entity), f"the id of a {entity}")
        _value(field, [row])

    return test


def _picture(picture: Json) -> None:
    _need(is_text(picture.get("copy")), "copy", picture.get("copy"), "the id of a copy")
    _need(is_text(picture.get("sha256")), "sha256", picture.get("sha256"), "the hash of a picture")
    _need(picture.get("role") in _ROLES, "role", picture.get("role"), "the side of a disc")
    for key in ("width", "height"):
        _need(picture.get(key) is None or is_whole(picture[key]), key, picture.get(key), "a whole number")


def _place(place: Json) -> None:
    path = place.get("path")
    _need(bool(path) and registry.BY_KEY["location"].kind.fits(path), "path", path, "a place")
    for key in ("capacity", "position"):
        room = place.get(key)
        _need(room is None or (is_whole(room) and room >= 0), key, room, "a whole number")
    _need(_words(place.get("notes")), "notes", place.get("notes"), "a text")


def _person(person: Json) -> None:
    _need(bool(person.get("name")), "name", person.get("name") or None, "a name")
    for key, optional in (("name", False), ("sort_name", True), ("qualifier", True)):
        _need((optional and person.get(key) is None) or is_text(person.get(key)), key, person.get(key), "a text")
    ids = person.get("external_ids") or {}
    whole = isinstance(ids, dict) and all(is_text(one) and is_text(code) for one, code in ids.items())
    _need(whole, "external_ids", ids, "ids by their sources")


def _contact(contact: Json) -> None:
    _need(is_text(contact.get("name")) and bool(contact["name"]), "name", contact.get("name"), "a name")


def _spelling(rule: Json) -> None:
    whole = is_text(rule.get("field")) and is_text(rule.get("old")) and _words(rule.get("new"))
    _need(whole, "field", rule, "a rule of spelling")
    field = rule["field"]
    _need(field in registry.BY_KEY or field.startswith(custom.PREFIX), "field", field, "a field of this program")


def _saved_search(one: Json) -> None:
    for key in ("name", "query"):
        _need(is_text(one.get(key)) and bool(one[key].strip()), key, one.get(key), "a text")
    for part in _list(one, "sort"):
        _need(isinstance(part, dict) and is_text(part.get("field")), "sort", part, "a field to sort by")
        down = part.get("descending")
        _need(down is None or isinstance(down, bool), "sort", part, "a field to sort by")
    scope = one.get("scope")
    _need(scope is None or (isinstance(scope, str) and scope in SCOPES), "scope", scope, "something to list")


def _custom_field(field: Json) -> None:
    name, kind = field.get("name"), field.get("kind")
    _need(is_text(name) and bool(query_name(str(name))), "name", name, "the name of a field")
    _need(isinstance(kind, str) and kind in KINDS, "kind", kind, "a kind of field")
    _need(field.get("of", "copy") in registry.ENTITIES, "of", field.get("of"), "film, edition or copy")
    choices = _list(field, "choices")
    _need(all(map(is_text, choices)) and bool(choices or kind != "choice"), "choices", choices, "a list of texts")


def _custom_problem(record: Json, entity: Entity, known: dict[tuple[Entity, str], str]) -> _ShapeError | None:
    values = record.get("custom")
    if values is not None and not isinstance(values, dict):
        return _ShapeError("custom", f"{quoted(values)} is not a record of values by the names of fields.")
    for name, value in (values or {}).items():
        kind = known.get((entity, name))
        if kind is None:
            return _ShapeError(f"{JSON_PREFIX}{name}", f"The file does not say what kind of field “{name}” is.")
        try:
            if value not in (None, "", []):
                KINDS[kind].take(value)
        except FieldError as error:
            return _ShapeError(f"{JSON_PREFIX}{name}", f"{name}: {error}")
    return None


def _document(document: Json) -> None:
    for key in ("kind", "sha256", "text"):
        _need(is_text(document.get(key)), key, document.get(key), "a text")
    for key in ("site", "title"):
        _need(_words(document.get(key)), key, document.get(key), "a text")
    _need(_moment(document.get("read_at")), "read_at", document.get("read_at"), "a date with a time")
    for section in _list(document, "sections"):
        whole = isinstance(section, dict) and is_text(section.get("heading")) and is_text(section.get("text"))
        _need(whole, "sections", section, "a section")
    for doubt in _list(document, "doubts"):
        _need(_doubt(doubt), "doubts", doubt, "a doubt")
    for fact in _list(document, "facts"):
        whole = isinstance(fact, dict)
        _need(whole and _fact(fact), fact.get("field") if whole else None, fact, "something that a page states")


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
        and all(fact.get(key) is None or is_whole(fact[key]) for key in ("start", "end"))
        and is_number(fact.get("confidence", 1.0))
        and isinstance(fact.get("alternatives") or [], list)
        and all(_states(known, field, value) for value in fact.get("alternatives") or ())
    )


def _states(entity: Entity, key: str, value: Any) -> bool:
    spec = registry.BY_KEY.get("credits" if key == MENTIONS else key)
    if spec is None or (spec.entity != entity and not is_older(entity, key)) or spec.kind.linked:
        return False
    return spec.kind.fits([value] if spec.kind.merge in {"parts", "all"} else value)


def _list(record: Json, key: str) -> list[Any]:
    value = record.get(key)
    _need(value is None or isinstance(value, list), key, value, "a list")
    return value or []


def _words(value: Any) -> bool:
    return value is None or is_text(value)


def _moment(value: Any) -> bool:
    return value is None or registry.BY_KEY["added_at"].kind.fits(value)


def _need(whole: bool, field: str | None, value: Any, wanted: str) -> None:
    if not whole:
        said = "It is missing" if value is None else f"{quoted(value)} is not {wanted}"
        raise _ShapeError(field, f"{field or 'It'}: {said}.")


def _damaged(what: str) -> UserError:
    return UserError(f"This export is damaged ({what}); nothing in it was read.")


def _unknown(name: str, record: Json) -> Iterator[str]:
    """The keys of a record, and of its parts, that no record has."""
    known = _KEYS[name]
    for key, value in record.items():
        if key not in known:
            yield key
            continue
        inner = known[key]
        for part in (value if isinstance(value, list) else [value]) if inner else ():
            if isinstance(part, dict) and not part.keys() <= inner:
                yield from (f"{key}: {one}" for one in part if one not in inner)


def _keys_in(field: Field) -> frozenset[str]:
    """The keys that the parts of a value have; none where they are not fixed."""
    if isinstance(field.kind, Parts) and field.kind is not EXTERNAL_IDS:
        return frozenset(cell.key for cell in field.kind.cells) | _BESIDES.get(field.key, frozenset())
    if isinstance(field.kind, kinds.Money):
        return frozenset({"amount", "currency"})
    return frozenset({"has_scene", "note"}) if isinstance(field.kind, kinds.AfterCredits) else frozenset()


def _keys_of(entity: Entity, *more: str) -> dict[str, frozenset[str]]:
    fields = (field for field in registry.BUILT_IN.of_entity(entity) if field.key not in SAID_BY_OTHERS)
    return _plain("id", "custom", *more) | _DERIVED | {field.name: _keys_in(field) for field in fields}


def _plain(*keys: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys(keys, frozenset())


def _keys_of_row(name: str) -> dict[str, frozenset[str]]:
    return _plain(_APART[name][0], *_keys_in(registry.BY_KEY[name]))


_BESIDES = {"credits": frozenset({"order", "person_id"}), "texts": frozenset({"document"})}
_DERIVED = {
    "needs_review": frozenset({"field", "subject", "reason", "alternatives"}),
    "conflicts": frozenset({"field", "subject", "values"}),
    "choices": frozenset({"field", "subject", "by", "value", "document", "at"}),
}
_FACT = frozenset(
    {"about", "field", "subject", "value", "start", "end", "confidence", "reason", "alternatives"},
)
_KEYS: dict[str, dict[str, frozenset[str]]] = {
    "films": _keys_of("film", "documents"),
    "editions": _keys_of("edition"),
    "copies": _keys_of("copy", "edition", RATING),
    "documents": {
        **_plain("id", "kind", "site", "title", "sha256", "read_at", "text"),
        "sections": frozenset({"heading", "text"}),
        "facts": _FACT,
        "doubts": frozenset({"film", "reason", "alternatives"}),
    },
    "pictures": _plain("copy", "role", "sha256", "width", "height"),
    "contacts": _plain("id", "name"),
    "loans": _keys_of_row("loans"),
    "viewings": _keys_of_row("viewings"),
    "places": _plain("id", "path", "capacity", "notes", "position"),
    "people": _plain("id", "name", "sort_name", "qualifier", "external_ids"),
    "spellings": _plain("field", "old", "new"),
    "saved_searches": {**_plain("name", "query", "scope"), "sort": frozenset({"field", "descending"})},
    "custom_fields": _plain("name", "kind", "of", "choices"),
}
"""The keys that each record may have, with those of its parts."""

_ROLES = (*PICTURE_ROLES, *map(original_of, PICTURE_ROLES))

_TESTS: dict[str, Callable[[Json], None]] = {
    "films": _film,
    "editions": _edition,
    "copies": _copy,
    "documents": _document,
    "pictures": _picture,
    "contacts": _contact,
    "loans": _row_of("loans"),
    "viewings": _row_of("viewings"),
    "places": _place,
    "people": _person,
    "spellings": _spelling,
    "saved_searches": _saved_search,
    "custom_fields": _custom_field,
}
