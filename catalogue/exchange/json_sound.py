"""The part of an export that can come in: all but the records with something wrong, and what hangs on them.

A disc comes in whole or not at all, so that it can come in once the file is mended: with a copy that is kept out, its
edition and its films are too, unless they belong to other copies as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from catalogue.exchange.json_older import Modern, ids_for_names
from catalogue.exchange.receipt import Problem
from catalogue.fields.kinds import quoted

Json = dict[str, Any]

_OF = {"film": "films", "edition": "editions", "copy": "copies"}
_COUNTED = ("documents", "films", "editions", "copies")
_REFERRED = ("people", "contacts")
"""Lists whose records others speak of, and can do without."""
_HANGING = (*_REFERRED, *_COUNTED, "loans", "viewings", "pictures")
_OWNERS = {"loans": ("copy", "copies"), "viewings": ("film", "films")}
_USERS = (("editions", "copies", "edition"), ("films", "editions", "contents"), ("documents", "films", "documents"))
"""What is nothing without a record that has it: its list, theirs, and the field that names it."""
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Bad:
    """Something wrong with a record of a list, at its place in the list."""

    name: str
    place: int
    field: str | None
    message: str


def needs(name: str, record: Json) -> Iterator[tuple[str, str, str]]:
    """The records that a record speaks of: by which field, in which list, by which id."""
    if name == "films":
        yield from (("documents", "documents", number) for number in record.get("documents") or ())
        if record.get("parent") is not None:
            yield "parent", "films", record["parent"]
        known = (part.get("person_id") for part in record.get("credits") or ())
        yield from (("person_id", "people", number) for number in known if number is not None)
        yield from (("person", "people", number) for number in ids_for_names(name, record))
    elif name == "editions":
        yield from (("contents", "films", part["film"]) for part in record.get("contents") or ())
        if record.get("box_set") is not None:
            yield "box_set", "editions", record["box_set"]
    elif name == "copies":
        yield "edition", "editions", record["edition"]
        yield from (("contact", "contacts", number) for number in ids_for_names(name, record))
    elif name == "viewings":
        yield "film", "films", record["film"]
    elif name in ("loans", "pictures"):
        yield "copy", "copies", record["copy"]
        yield from (("contact", "contacts", number) for number in ids_for_names(name, record))
    elif name == "documents":
        for fact in record.get("facts") or ():
            if ":" in fact["about"]:
                yield "facts", _OF[fact["about"].partition(":")[0]], fact["about"]
    if name in _OF.values():
        chosen = (choice.get("document") for choice in record.get("choices") or ())
        yield from (("choices", "documents", number) for number in chosen if number is not None)


@dataclass(slots=True)
class _Node:
    """What must be known of a record to tell whether it can come in."""

    id: Any
    name: Any
    needs: list[tuple[str, str, str]]
    root: int | None = None


@dataclass(slots=True)
class _Root:
    """Something wrong, and the ids of the records that are kept out with it."""

    bad: Bad
    others: list[str]


class Sound:
    """The lists of an export without what cannot come in. A `whole` export is taken as it is."""

    def __init__(self, lists: Modern, bad: list[Bad], *, whole: bool, broken: Sequence[str], lost: list[str]) -> None:
        self._lists = lists
        self.lost = lost
        self._out: dict[str, set[int]] = {}
        self._gone: set[str] = set()
        self.problems = [
            Problem(None, name, f"Its {name} are no list of records; none of them came in.") for name in broken
        ]
        self.rejected = len(broken)
        if not whole:
            graph = _Graph(lists, bad)
            self._out = graph.out()
            self._gone = graph.gone()
            self.problems += graph.problems()
            self.rejected += sum(len(self._out[name]) for name in _COUNTED) + graph.alone()

    def each(self, name: str) -> Iterator[Json]:
        """The records of a list that can come in."""
        out = self._out.get(name, ())
        for place, record in enumerate(self._lists.each(name)):
            if place not in out:
                yield self._without_gone(record) if name == "documents" and self._gone else record

    def count(self, name: str) -> int:
        """How many records of a list can come in."""
        return self._lists.count(name) - len(self._out.get(name, ()))

    def _without_gone(self, document: Json) -> Json:
        facts = [fact for fact in document.get("facts") or () if fact["about"] not in self._gone]
        doubts = [doubt for doubt in document.get("doubts") or () if doubt["film"] not in self._gone]
        return document | {"facts": facts, "doubts": doubts}


class _Graph:
    """Who speaks of whom in an export, with all that is kept out of it."""

    def __init__(self, lists: Modern, bad: list[Bad]) -> None:
        self.roots: list[_Root] = []
        self.nodes: dict[str, dict[int, _Node]] = {name: {} for name in _HANGING}
        self._places: dict[str, dict[str, int]] = {name: {} for name in (*_REFERRED, *_COUNTED)}
        wrong = {(one.name, one.place): one for one in bad}
        for name in _HANGING:
            for place, record in enumerate(lists.each(name)):
                self._add(name, place, record, wrong.get((name, place)))
        for one in bad:
            if one.name not in _HANGING:
                record = next(record for place, record in enumerate(lists.each(one.name)) if place == one.place)
                self.nodes.setdefault(one.name, {})[one.place] = _Node(record.get("id"), _own_name(record), [])
            self._keep_out_bad(one)
        self._inside_themselves()
        while self._go_on():
            pass

    def out(self) -> dict[str, set[int]]:
        """The places in each list of what is kept out."""
        return {
            name: {place for place, node in nodes.items() if node.root is not None}
            for name, nodes in self.nodes.items()
        }

    def alone(self) -> int:
        """How many are kept out that are no part of a film, an edition or a copy of the file."""
        bad = [root.bad for root in self.roots if root.bad.name not in _COUNTED]
        return sum(not self._has_owner(one.name, self.nodes[one.name][one.place]) for one in bad)

    def gone(self) -> set[str]:
        """The ids of what is kept out."""
        return {
            number for name in _COUNTED for number, place in self._places[name].items() if self._is_out(name, place)
        }

    def problems(self) -> list[Problem]:
        """What is wrong, a sentence for each record that something is wrong with."""
        return [Problem(None, root.bad.field, self._words(root)) for root in self.roots]

    def _add(self, name: str, place: int, record: Json, bad: Bad | None) -> None:
        number = record.get("id")
        node = _Node(number, _own_name(record), [] if bad is not None else list(self._needs(name, record)))
        if bad is not None and name in _OWNERS:
            entity, owners = _OWNERS[name]
            if isinstance(record.get(entity), str):
                node.needs = [(entity, owners, record[entity])]
        if bad is not None and name in ("copies", "editions"):
            # For its name alone: who cannot come in needs nobody.
            node.needs = _for_its_name(name, record)
        self.nodes[name][place] = node
        if name in self._places and isinstance(number, str):
            self._places[name].setdefault(number, place)
        if name in _REFERRED and node.name:
            self._places[name].setdefault(node.name, place)

    def _needs(self, name: str, record: Json) -> Iterator[tuple[str, str, str]]:
        for need in needs(name, record):
            # A film has too many people to remember them all; their list is gone through first.
            if need[0] != "person_id" or need[2] not in self._places["people"]:
                yield need

    def _has_owner(self, name: str, node: _Node) -> bool:
        return name in _OWNERS and any(number in self._places[target] for _, target, number in node.needs[:1])

    def _keep_out_bad(self, bad: Bad) -> None:
        node = self.nodes[bad.name][bad.place]
        root = len(self.roots)
        self.roots.append(_Root(bad, []))
        node.root = root
        if bad.name in _OWNERS and node.needs:
            # What is wrong with a loan is wrong with the copy that was lent, the first that it needs.
            _, owners, number = node.needs[0]
            self._keep_out(owners, self._places[owners].get(number), root)

    def _inside_themselves(self) -> None:
        for name, key in (("films", "parent"), ("editions", "box_set")):
            above = {
                node.id: number
                for node in self.nodes[name].values()
                for by, _, number in node.needs
                if by == key and node.root is None
            }
            for place, node in self.nodes[name].items():
                seen: set[str] = set()
                at = above.get(node.id) if node.root is None else None
                while at is not None and at not in seen and at != node.id:
                    seen.add(at)
                    at = above.get(at)
                if at is not None and at == node.id:
                    self._keep_out_bad(Bad(name, place, key, "It is inside itself."))

    def _go_on(self) -> bool:
        """Keeps out what needs something that is kept out or not there, and what nobody has any more."""
        before = sum(len(places) for places in self.out().values())
        for name in _HANGING:
            for place, node in self.nodes[name].items():
                if node.root is None:
                    self._follow(name, place, node)
        for name, users, key in _USERS:
            kept: set[int] = set()
            lost: dict[int, int] = {}
            for node in self.nodes[users].values():
                for by, target, number in node.needs:
                    there = self._places[target].get(number) if (by, target) == (key, name) else None
                    if there is not None and node.root is None:
                        kept.add(there)
                    elif there is not None and node.root is not None:
                        lost.setdefault(there, node.root)
            for place, root in lost.items():
                if place not in kept:
                    self._keep_out(name, place, root)
        return sum(len(places) for places in self.out().values()) > before

    def _follow(self, name: str, place: int, node: _Node) -> None:
        for by, target, number in node.needs:
            there = self._places[target].get(number)
            if there is None:
                self._keep_out_bad(Bad(name, place, by, f"{by}: {quoted(number)} is not in the file."))
                return
            # A document may speak of several films: what it says of those that are kept out is left out alone.
            if by != "facts" and (root := self.nodes[target][there].root) is not None:
                self._keep_out(name, place, root)
                return

    def _is_out(self, name: str, place: int) -> bool:
        return self.nodes[name][place].root is not None

    def _keep_out(self, name: str, place: int | None, root: int) -> None:
        node = self.nodes[name].get(-1 if place is None else place)
        if node is not None and node.root is None:
            node.root = root
            if name in _COUNTED:
                self.roots[root].others.append(str(node.id))

    def _words(self, root: _Root) -> str:
        bad = root.bad
        node = self.nodes[bad.name][bad.place]
        title = self._title(bad.name, node)
        own = node.id if isinstance(node.id, str) and node.id else f"Number {bad.place + 1} of its {bad.name}"
        if bad.name in _OWNERS and node.needs:
            own = node.needs[0][2]
        others = [one for one in root.others if one != own]
        if len(others) > _NAMED:
            others = [*others[: _NAMED - 1], f"{len(others) - _NAMED + 1:,} more"]
        along = ", with " + " and ".join([", ".join(others[:-1]), others[-1]] if others[:-1] else others)
        named = f" {quoted(title)}" if title else ""
        return f"{own}{named} was left out{along if others else ''}. {bad.message}"

    def _title(self, name: str, node: _Node) -> str:
        if node.name or name in ("films", "documents"):
            return node.name or ""
        for _, target, number in node.needs:
            place = self._places[target].get(number)
            if place is not None and target not in ("documents", *_REFERRED) and target != name:
                return self._title(target, self.nodes[target][place])
        return ""


def _for_its_name(name: str, record: Json) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    with suppress(KeyError, TypeError, AttributeError):
        found.extend(need for need in needs(name, record) if isinstance(need[2], str))
    return found


def _own_name(record: Json) -> str:
    found = next((record[key] for key in ("title", "name", "path") if record.get(key)), "")
    return found if isinstance(found, str) else ""
