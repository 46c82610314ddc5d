"""Reads a cast list: which words are the person, which the role?

Pages print `Person Role` on one line without a separator, or one or the other on each line with roles missing. Every
split is weighed with what is known about the names, and the whole list is decided together: the most likely reading of
all lines wins (dynamic programming), with the share of missing roles learned from the list itself. Weights are
logarithms of likelihoods, set by hand and checked against the casts in the tests.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalogue.pages import names
from catalogue.pages.page import Line, Page
from catalogue.pages.told import TextNames

_NEVER = -1000.0
_IMPOSSIBLE = -9.0
_MOST_WORDS = 24
_PERSON_LENGTH = {1: -6.0, 2: -0.1, 3: -2.3, 4: -5.0}
_ROLE_LENGTH = {1: -1.1, 2: -0.85, 3: -1.6, 4: -2.2}
# Shares of missing roles that are tried, each with how often lists are like that.
_MISSING = ((0.04, 0.1), (0.15, 0.2), (0.3, 0.25), (0.5, 0.2), (0.7, 0.15), (0.95, 0.1))
_SEPARATORS = (
    re.compile(r"\s*\t\s*"),
    re.compile(r"\s*(?:\.{2,}|…)\s*"),
    re.compile(r"\s+(?:as|als)\s+", re.I),
    re.compile(r"\s+(?:-|–|—|/|\||→|:)\s+|:\s+"),
    re.compile(r"\s{3,}"),
)
_DIGIT = re.compile(r"\d|#")
_QUOTE = re.compile(r"[\"“'‘]")
_BRACKET = re.compile(r"[(\[]")
_CLOSED = re.compile(r"[.!?:;,]$")


@dataclass(frozen=True, slots=True)
class CastEntry:
    """A person of a cast list with the role, if the list has one; `sure` goes from 0 to 1."""

    person: str
    character: str | None
    first: Line
    last: Line
    sure: float
    reason: str | None = None


def read(page: Page, lines: Sequence[Line], told: TextNames) -> list[CastEntry]:
    """The cast in the lines of a page, in their order; `told` is what the texts of the page say about names."""
    if not lines:
        return []
    separated = _read_separated(page, lines)
    if separated:
        return separated
    rows = [line.text.split()[:_MOST_WORDS] for line in lines]
    weights = _Weights(page.known_people, told).taught([row[-1:] for row in rows])
    # What the clear lines show (surnames of roles that come again) helps with the others.
    for _ in range(2):
        alternating = _Alternating(weights, rows)
        glued = _Glued(weights, rows)
        best = alternating if alternating.total >= glued.total else glued
        weights = weights.taught(best.roles())
    return best.entries(lines)


def _read_separated(page: Page, lines: Sequence[Line]) -> list[CastEntry]:
    raw = [page.text[line.start : line.end] for line in lines]
    for separator in _SEPARATORS:
        parts = [separator.split(text, maxsplit=1) for text in raw]
        with_role = sum(len(part) == 2 and all(piece.strip() for piece in part) for part in parts)
        if with_role * 2 > len(lines) and len(lines) > 1:
            return [
                CastEntry(_clean(part[0]), _clean(part[1]) or None if len(part) == 2 else None, line, line, 0.95)
                for part, line in zip(parts, lines, strict=True)
                if _clean(part[0])
            ]
    return []


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" .…-–—")


class _Weights:
    """How likely words are a person, or a role."""

    def __init__(self, known: frozenset[str], told: TextNames, roles: frozenset[str] = frozenset()) -> None:
        self._known = frozenset(names.person_key(name) for name in known)
        self._told = told
        self._roles = roles

    def taught(self, roles: Sequence[Sequence[str]]) -> _Weights:
        """The same weights with words that stand in two roles or more of this list."""
        seen: dict[str, int] = {}
        for role in roles:
            for word in {names.bare(word) for word in role if names.is_capitalised(word)}:
                seen[word] = seen.get(word, 0) + 1
        return _Weights(self._known, self._told, frozenset(word for word, count in seen.items() if count > 1))

    def is_known(self, words: Sequence[str]) -> bool:
        """Whether the catalogue or the page's own texts know these words as a person."""
        key = names.person_key(" ".join(words))
        return key in self._known or key in self._told.people

    def person(self, words: Sequence[str]) -> float:
        """How likely the words are a person."""
        if self.is_known(words):
            return 6.0
        joints = sum(
            names.is_particle(word) or names.is_generation(word) or names.is_initial(word) for word in words[1:]
        )
        weight = _PERSON_LENGTH.get(max(1, len(words) - joints), -9.0)
        if names.is_particle(words[-1]) and not names.is_generation(words[-1]):
            weight += _IMPOSSIBLE
        if names.is_initial(words[-1]) and not names.is_generation(words[-1]):
            weight -= 5.0
        if names.is_particle(words[0]):
            weight -= 2.0
        if names.is_given(words[0]):
            weight += 0.8
        if len(words) > 1 and names.is_given(words[1]):
            weight += 0.8 if len(words) == 3 else -0.8 if len(words) == 2 else 0.0
        for at, word in enumerate(words):
            if not names.is_name_word(word) and not names.is_generation(word):
                weight += _IMPOSSIBLE
            elif names.is_role_word(word) and not names.is_initial(word):
                weight -= 1.5 if at else 3.5
        return weight - self._mentioned(words) * 0.75

    def role(self, words: Sequence[str]) -> float:
        """How likely the words are a role."""
        first = words[0]
        weight = _ROLE_LENGTH.get(len(words), -2.2 - 0.2 * (len(words) - 4))
        if names.is_generation(first):
            return _IMPOSSIBLE
        if self.is_known(words):
            weight -= 4.0
        if names.is_role_word(first):
            weight += 2.8
        elif any(map(names.is_role_word, words)):
            weight += 1.0
        elif len(words) > 2 and all(map(names.is_capitalised, words)):
            # A role of three words and more is mostly a description, seldom a name.
            weight -= 0.8 * (len(words) - 2)
        if _DIGIT.search(" ".join(words)):
            weight += 2.0
        if any(map(_BRACKET.match, words)) or any(map(_QUOTE.match, words[1:])):
            weight += 1.5
        if _QUOTE.match(first):
            # A nickname stands inside a role (Samwise 'Sam' Gamgee) more often than it begins one.
            weight -= 0.5
        if len(first) > 1 and first.isupper() and first.isalpha():
            weight += 1.0
        elif names.is_initial(first):
            weight -= 2.0
        if names.is_given(first):
            weight += 0.7
        elif len(words) == 2 and names.is_given(words[1]):
            weight -= 1.0
        if names.is_particle(first):
            weight -= 2.0
        elif not names.is_capitalised(first) and not first[0].isdigit():
            weight -= 3.0
        if any(names.bare(word) in self._roles for word in words):
            weight += 1.2
        return weight + self._mentioned(words)

    def _mentioned(self, words: Sequence[str]) -> float:
        """How much the texts of the page speak of these words as a character."""
        keys = names.word_keys(words)
        if not keys:
            return 0.0
        if keys in self._told.runs and not set(keys) <= self._told.common:
            return 3.0 if len(keys) > 1 else 2.0
        last = (keys[-1],) in self._told.runs and keys[-1] not in self._told.common
        first = (keys[0],) in self._told.runs and keys[0] not in self._told.common
        return 1.5 * last + 0.7 * first


def _sure(margin: float) -> float:
    """Confidence from the distance between the best reading and the best other one.

    The weights are rough and lean on each other, so the distance counts half.
    """
    return round(1 / (1 + math.exp(-min(margin, 60.0) / 2)), 2)


class _Glued:
    """The reading in which every line is a person, with the role behind it."""

    def __init__(self, weights: _Weights, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        cuts = [self._weigh(weights, row) for row in rows]
        self.total = _NEVER
        for missing, often in _MISSING:
            chosen = [self._best(cut, missing) for cut in cuts]
            total = sum(weight for _, weight, _ in chosen) + math.log(often)
            if total > self.total or not self.total > _NEVER:
                self.total, self._chosen = total, chosen

    @staticmethod
    def _weigh(weights: _Weights, row: Sequence[str]) -> list[tuple[int, float]]:
        return [
            (at, weights.person(row[:at]) + (weights.role(row[at:]) if at < len(row) else 0.0))
            for at in range(1, min(len(row), 7) + 1)
        ]

    @staticmethod
    def _best(cuts: Sequence[tuple[int, float]], missing: float) -> tuple[int, float, float]:
        """The place of the best cut, its weight, and its distance to the second best."""
        size = cuts[-1][0]
        ranked = sorted(
            ((weight + math.log(missing if at == size else 1 - missing), at) for at, weight in cuts), reverse=True
        )
        margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 60.0
        return ranked[0][1], ranked[0][0], margin

    def roles(self) -> list[Sequence[str]]:
        """The roles that were read."""
        return [row[at:] for (at, _, _), row in zip(self._chosen, self._rows, strict=True)]

    def entries(self, lines: Sequence[Line]) -> list[CastEntry]:
        """The cast as this reading has it."""
        found = []
        for (at, _, margin), line in zip(self._chosen, lines, strict=True):
            words = line.text.split()
            person, character = " ".join(words[:at]), " ".join(words[at:]) or None
            sure = _sure(margin)
            reason = None
            if sure < 0.6:
                reason = f"It is not clear where the name ends and the role begins in “{line.text[:80]}”."
            found.append(CastEntry(person, character, line, line, sure, reason))
        return found


class _Alternating:
    """The reading in which a line is a person or the role of the person above."""

    def __init__(self, weights: _Weights, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        self._person = [weights.person(row) for row in rows]
        self._role = [weights.role(row) for row in rows]
        readings = [(self._pass(missing), missing, often) for missing, often in _MISSING]
        ahead, missing, often = max(readings, key=lambda one: self._whole(one[0], one[1]) + math.log(one[2]))
        self.total = self._whole(ahead, missing) + math.log(often)
        self._is_role = self._trace(ahead, missing)
        self._margins = self._weigh_margins(ahead, missing)

    @staticmethod
    def _whole(ahead: Sequence[tuple[float, float]], missing: float) -> float:
        return max(ahead[-1][0] + math.log(missing), ahead[-1][1])

    def _pass(self, missing: float) -> list[tuple[float, float]]:
        """For every line the best weight up to it when it is a person, and when it is a role."""
        best: list[tuple[float, float]] = []
        absent, present = math.log(missing), math.log(1 - missing)
        for at in range(len(self._rows)):
            if not best:
                best.append((self._person[at], _NEVER))
                continue
            person, role = best[-1]
            best.append((max(person + absent, role) + self._person[at], person + present + self._role[at]))
        return best

    def _trace(self, ahead: Sequence[tuple[float, float]], missing: float) -> list[bool]:
        """Whether each line is a role in the best reading."""
        absent = math.log(missing)
        roles = [ahead[-1][1] > ahead[-1][0] + absent]
        for at in range(len(ahead) - 2, -1, -1):
            person, role = ahead[at]
            roles.append(not roles[-1] and role > person + absent)
        return roles[::-1]

    def _weigh_margins(self, ahead: Sequence[tuple[float, float]], missing: float) -> list[float]:
        """For every line how much better the best reading is than the best in which this line is the other thing."""
        absent, present = math.log(missing), math.log(1 - missing)
        behind: list[tuple[float, float]] = [(absent, 0.0)]
        for at in range(len(ahead) - 1, 0, -1):
            person, role = behind[-1]
            next_person = person + self._person[at]
            behind.append((max(absent + next_person, present + role + self._role[at]), next_person))
        behind.reverse()
        margins = []
        for (person, role), (after_person, after_role) in zip(ahead, behind, strict=True):
            margins.append(abs((person + after_person) - (role + after_role)))
        return margins

    def roles(self) -> list[Sequence[str]]:
        """The roles that were read."""
        return [row for row, is_role in zip(self._rows, self._is_role, strict=True) if is_role]

    def entries(self, lines: Sequence[Line]) -> list[CastEntry]:
        """The cast as this reading has it."""
        found: list[CastEntry] = []
        for line, is_role, margin in zip(lines, self._is_role, self._margins, strict=True):
            sure = _sure(margin)
            if is_role and found:
                person = found[-1]
                found[-1] = replace(person, character=line.text, last=line, sure=min(person.sure, sure))
            else:
                found.append(CastEntry(line.text, None, line, line, sure))
        return [
            replace(entry, reason=f"It is not clear whether “{entry.last.text[:80]}” is a person or a role.")
            if entry.sure < 0.6
            else entry
            for entry in found
        ]


def is_cast_line(line: Line) -> bool:
    """Whether a line could stand in a cast list: short, no sentence, begins like a name or a role."""
    text = line.text
    if len(text) > 120 or not any(letter.isalpha() for letter in text):
        return False
    words = text.split()
    if not names.is_capitalised(text) and len(words) > 4:
        return False
    # A short last word with a full stop is an abbreviation: Jr., Mr. T.
    return len(words) <= 14 and (not _CLOSED.search(text) or (len(words[-1]) <= 4 and text.endswith(".")))
