"""Reads a cast list: which words are the person, which the role?

Pages print `Person Role` on one line without a separator, or one or the other on each line with roles missing. Every
split is weighed with what is known about the names, and the whole list is decided together: the most likely reading of
all lines wins (dynamic programming), with the share of missing roles learned from the list itself. The confidence of
an entry is its share of all readings of the list, likelier readings counting more.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from catalogue.fields.draft import DOUBTFUL_BELOW
from catalogue.fields.text import fold
from catalogue.pages import names
from catalogue.pages.cast_weights import Weights
from catalogue.pages.page import Line, Page
from catalogue.pages.told import TextNames

_NEVER = -1e6
_MOST_WORDS = 24
_MOST_WORDS_OF_A_PERSON = 7
# Lines that are looked at for names: no cast is longer, and a page may be anything.
_MOST_LINES = 5_000
# Shares of missing roles that are tried, each with how often lists are like that.
_MISSING = ((0.03, 0.3), (0.15, 0.2), (0.3, 0.15), (0.5, 0.12), (0.7, 0.08), (0.97, 0.15))
# The weights are rough and lean on each other: taken smaller they give honest shares (tests/perf/read_casts.py).
_TRUST = 0.8
_TRUST_OF_CUTS = 0.65
_WORTH_NAMING = 0.1
# What can stand between person and role, and in how many of the lines it must.
_SEPARATORS = (
    (re.compile(r"\s*\t\s*(?:(?:\.{2,}|…)\s*)?"), 0.15),
    (re.compile(r"\s*(?:\.{2,}|…)\s*"), 0.15),
    (re.compile(r"\s+(?:as|als)\s+", re.I), 0.35),
    (re.compile(r"\s+(?:-|–|—|\||→|:)\s+|:\s+"), 0.5),
    (re.compile(r"\s{3,}"), 0.5),
    (re.compile(r"\s+/\s+"), 0.8),
)
_CLOSED = re.compile(r"[.!?:;,]$")


@dataclass(frozen=True, slots=True)
class CastEntry:
    """A person of a cast list with the role, if the list has one.

    `sure` goes from 0 to 1; `alternatives` are other readings that are not far behind, as person and role.
    """

    person: str
    character: str | None
    first: Line
    last: Line
    sure: float
    reason: str | None = None
    alternatives: tuple[tuple[str, str | None], ...] = ()


def read(page: Page, lines: Sequence[Line], told: TextNames) -> list[CastEntry]:
    """The cast in the lines of a page, in their order; `told` is what the texts of the page say about names."""
    if not lines:
        return []
    separated = _read_separated(page, lines)
    if separated:
        return separated
    rows = [line.text.split()[:_MOST_WORDS] for line in lines]
    weights = Weights(page.known_people, told).taught([row[-1:] for row in rows])
    # What the clear lines show (surnames of roles that come again) helps with the others.
    for _ in range(2):
        alternating = _Alternating(weights, rows)
        glued = _Glued(weights, rows)
        best = alternating if alternating.total >= glued.total else glued
        weights = weights.taught(best.roles())
    return best.entries(lines)


def possible_people(lines: Iterable[Line]) -> frozenset[str]:
    """What may be a person in lines that could stand in a cast list, folded: to be looked up among known names."""
    found: set[str] = set()
    for line in islice(filter(is_cast_line, lines), _MOST_LINES):
        words = line.text.split()
        for start, word in enumerate(words):
            if names.is_capitalised(word):
                for end in range(start + 1, min(start + _MOST_WORDS_OF_A_PERSON, len(words)) + 1):
                    found.add(fold(" ".join(words[start:end])))
    return frozenset(found)


def is_cast_line(line: Line) -> bool:
    """Whether a line could stand in a cast list: short, no sentence, begins like a name or a role."""
    text = line.text
    if len(text) > 120 or "@" in text or "[email" in text or not any(letter.isalpha() for letter in text):
        return False
    words = text.split()
    if not names.is_capitalised(text) and len(words) > 4:
        return False
    # A short last word with a full stop is an abbreviation: Jr., Mr. T.
    return len(words) <= 14 and (not _CLOSED.search(text) or (len(words[-1]) <= 4 and text.endswith(".")))


def _read_separated(page: Page, lines: Sequence[Line]) -> list[CastEntry]:
    raw = [page.printed(line) for line in lines]
    for separator, least in _SEPARATORS:
        parts = [[_clean(piece) for piece in separator.split(text, maxsplit=1)] for text in raw]
        with_role = sum(len(part) == 2 and all(part) for part in parts)
        if with_role > least * len(lines) and (with_role > 1 or (least < 0.3 and len(lines) == 1)):
            return [
                CastEntry(part[0], (part[1] or None) if len(part) == 2 else None, line, line, 0.95)
                for part, line in zip(parts, lines, strict=True)
                if part[0]
            ]
    return []


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" …-–—").lstrip(".").strip()


def _total(logarithms: Iterable[float]) -> float:
    """The logarithm of a sum of numbers that are given as logarithms."""
    found = list(logarithms)
    highest = max(found)
    return highest + math.log(sum(math.exp(one - highest) for one in found))


def _sum(one: float, other: float) -> float:
    high, low = (one, other) if one >= other else (other, one)
    return high + math.log1p(math.exp(low - high))


def _rounded(share: float) -> float:
    return round(min(0.99, max(0.01, share)), 2)


def _namesake(row: Sequence[str], at: int) -> float:
    """People often play somebody with their own first name."""
    return 2.0 if row[at] == row[0] else 0.0


class _Glued:
    """The reading in which every line is a person, with the role behind it."""

    def __init__(self, weights: Weights, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        cuts = [self._weigh(weights, row) for row in rows]
        self.total = _NEVER
        for missing, often in _MISSING:
            ranked = [self._ranked(cut, missing) for cut in cuts]
            total = sum(one[0][0] for one in ranked) + math.log(often)
            if total > self.total or not self.total > _NEVER:
                self.total, self._readings = total, ranked

    @staticmethod
    def _weigh(weights: Weights, row: Sequence[str]) -> list[tuple[int, float]]:
        return [
            (at, weights.person(row[:at]) + (weights.role(row[at:]) + _namesake(row, at) if at < len(row) else 0.0))
            for at in range(1, min(len(row), _MOST_WORDS_OF_A_PERSON) + 1)
        ]

    @staticmethod
    def _ranked(cuts: Sequence[tuple[int, float]], missing: float) -> list[tuple[float, int]]:
        """The places where a line can be cut with their weights, the best first; the last place is no cut at all."""
        size = cuts[-1][0]
        return sorted(
            ((weight + math.log(missing if at == size else 1 - missing), at) for at, weight in cuts), reverse=True
        )

    def roles(self) -> list[Sequence[str]]:
        """The roles that were read."""
        return [row[ranked[0][1] :] for ranked, row in zip(self._readings, self._rows, strict=True)]

    def entries(self, lines: Sequence[Line]) -> list[CastEntry]:
        """The cast as this reading has it."""
        return [self._entry(line, ranked) for line, ranked in zip(lines, self._readings, strict=True)]

    @staticmethod
    def _entry(line: Line, ranked: Sequence[tuple[float, int]]) -> CastEntry:
        words = line.text.split()
        whole = _total(weight * _TRUST_OF_CUTS for weight, _ in ranked)
        shares = [math.exp(weight * _TRUST_OF_CUTS - whole) for weight, _ in ranked]
        readings = [(" ".join(words[:at]), " ".join(words[at:]) or None) for _, at in ranked]
        others = tuple(
            reading
            for number, (reading, share) in enumerate(zip(readings, shares, strict=True))
            if 0 < number < 4 and share > _WORTH_NAMING
        )
        person, character = readings[0]
        sure = _rounded(shares[0])
        reason = None
        if sure < DOUBTFUL_BELOW:
            other, played = others[0] if others else readings[1]
            role = f"with the role “{played[:80]}”" if played else "without a role"
            reason = f"It is not clear where the name ends in “{line.text[:80]}”: it could be “{other}” {role}."
        return CastEntry(person, character, line, line, sure, reason, others if sure < DOUBTFUL_BELOW else ())


class _Alternating:
    """The reading in which a line is a person or the role of the person above."""

    def __init__(self, weights: Weights, rows: Sequence[Sequence[str]]) -> None:
        self._rows = rows
        self._person = [weights.person(row) for row in rows]
        self._role = [weights.role(row) for row in rows]
        readings = [(self._best(missing), missing, often) for missing, often in _MISSING]
        best, missing, often = max(readings, key=lambda one: self._whole(one[0], one[1]) + math.log(one[2]))
        self.total = self._whole(best, missing) + math.log(often)
        self._is_role = self._trace(best, missing)

    @staticmethod
    def _whole(best: Sequence[tuple[float, float]], missing: float) -> float:
        return max(best[-1][0] + math.log(missing), best[-1][1])

    def _best(self, missing: float) -> list[tuple[float, float]]:
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

    @staticmethod
    def _trace(best: Sequence[tuple[float, float]], missing: float) -> list[bool]:
        """Whether each line is a role in the best reading."""
        absent = math.log(missing)
        roles = [best[-1][1] > best[-1][0] + absent]
        for person, role in best[-2::-1]:
            roles.append(not roles[-1] and role > person + absent)
        return roles[::-1]

    def _shares(self) -> list[tuple[float, float]]:
        """For every line the share of all readings in which it is a person without a role, and with one."""
        size = len(self._rows)
        found = [(0.0, 0.0)] * size
        passes = [(*self._sums(missing), missing, often) for missing, often in _MISSING]
        whole = _total(math.log(often) + behind[0] + self._person[0] * _TRUST for _, behind, _, often in passes)
        for ahead, behind, missing, often in passes:
            absent, present = math.log(missing) * _TRUST, math.log(1 - missing) * _TRUST
            for at in range(size):
                before = ahead[at] + math.log(often) - whole
                if at + 1 < size:
                    alone = before + absent + self._person[at + 1] * _TRUST + behind[at + 1]
                    role = before + present + self._role[at + 1] * _TRUST
                    role += self._person[at + 2] * _TRUST + behind[at + 2] if at + 2 < size else 0.0
                else:
                    alone, role = before + absent, _NEVER
                known = found[at]
                found[at] = (known[0] + math.exp(min(0.0, alone)), known[1] + math.exp(min(0.0, role)))
        return found

    def _sums(self, missing: float) -> tuple[list[float], list[float]]:
        """For every line as a person, the sum of all readings up to it, and of all readings of what comes behind."""
        absent, present = math.log(missing) * _TRUST, math.log(1 - missing) * _TRUST
        person = [weight * _TRUST for weight in self._person]
        role = [weight * _TRUST for weight in self._role]
        size = len(person)
        ahead = [person[0]]
        for at in range(1, size):
            after_role = ahead[at - 2] + present + role[at - 1] if at > 1 else _NEVER
            ahead.append(_sum(ahead[at - 1] + absent, after_role) + person[at])
        behind = [0.0] * size
        for at in range(size - 1, -1, -1):
            if at == size - 1:
                behind[at] = absent
                continue
            with_role = present + role[at + 1] + (person[at + 2] + behind[at + 2] if at + 2 < size else 0.0)
            behind[at] = _sum(absent + person[at + 1] + behind[at + 1], with_role)
        return ahead, behind

    def roles(self) -> list[Sequence[str]]:
        """The roles that were read."""
        return [row for row, is_role in zip(self._rows, self._is_role, strict=True) if is_role]

    def entries(self, lines: Sequence[Line]) -> list[CastEntry]:
        """The cast as this reading has it."""
        shares = self._shares()
        ends = [*self._is_role[1:], False]
        return [self._entry(lines, at, ends[at], shares) for at, is_role in enumerate(self._is_role) if not is_role]

    def _entry(
        self, lines: Sequence[Line], at: int, has_role: bool, shares: Sequence[tuple[float, float]]
    ) -> CastEntry:
        line = lines[at]
        below = lines[at + 1] if at + 1 < len(lines) else None
        character = below.text if below and has_role else None
        alone, with_role = shares[at]
        sure = _rounded(with_role if has_role else alone)
        last = below if below and has_role else line
        if sure >= DOUBTFUL_BELOW:
            return CastEntry(line.text, character, line, last, sure)
        # Either the line itself is a role, or what stands below it is the other thing.
        other: tuple[str, str | None] = (line.text, None if has_role else below.text if below else None)
        of_other = alone if has_role else with_role
        if 1 - alone - with_role > of_other and at:
            other = (lines[at - 1].text, line.text)
            reason = f"“{line.text[:80]}” could be the role of “{lines[at - 1].text[:80]}”."
        elif has_role:
            reason = f"“{last.text[:80]}” could be a person of its own."
        else:
            reason = f"“{(below or line).text[:80]}” could be the role of “{line.text[:80]}”."
        return CastEntry(line.text, character, line, last, sure, reason, (other,))
