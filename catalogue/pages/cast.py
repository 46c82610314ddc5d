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
from catalogue.pages.cast_signs import Signs
from catalogue.pages.cast_weights import Weights
from catalogue.pages.furniture import is_furniture
from catalogue.pages.page import Line, Page
from catalogue.pages.told import TextNames

_NEVER = -1e6
_MOST_WORDS = 24
MOST_WORDS_OF_A_PERSON = 7
# Lines that are looked at: no cast is longer, and a page may be anything.
_MOST_LINES = 5_000
# Shares of missing roles that are tried, each with how often lists are like that.
MISSING = ((0.03, 0.3), (0.15, 0.2), (0.3, 0.15), (0.5, 0.12), (0.7, 0.08), (0.97, 0.15))
# Other lists are not like those that the weights were fitted on: taken smaller they give honest shares.
_TRUST = 0.85
# A reading that is wrong one time in four is sent to review.
_SURE_ENOUGH = 0.75
_WORTH_NAMING = 0.1
# A list that is less likely than this to be of one kind is not read as that kind.
_LEAST = 1e-4
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
    lines = lines[:_MOST_LINES]
    if not lines:
        return []
    separated = _read_separated(page, lines)
    if separated:
        return separated
    rows = [line.text.split()[:_MOST_WORDS] for line in lines]
    weights = Weights(Signs(rows, told, page.known_people))
    alternating = _Alternating(weights, rows)
    glued = _Glued(weights, rows)
    best = alternating if alternating.total >= glued.total else glued
    return best.entries(lines)


def possible_people(lines: Iterable[Line]) -> frozenset[str]:
    """What may be a person in lines that could stand in a cast list, folded: to be looked up among known names."""
    found: set[str] = set()
    for line in islice(filter(is_cast_line, lines), _MOST_LINES):
        words = line.text.split()
        for start, word in enumerate(words):
            if names.is_capitalised(word):
                for end in range(start + 1, min(start + MOST_WORDS_OF_A_PERSON, len(words)) + 1):
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


def begins(run: Sequence[Line]) -> bool:
    """Whether a run of lines without a heading is a cast list: it opens with a person, and enough of it are people."""
    people = [names.looks_like_person(part) for part in map(_person_part, run)]
    if len(run) < 2 or not people[0] or not all(map(is_cast_line, run)):
        return False
    # Any two words with capitals can be a name: so few lines need a given name.
    return sum(people) * 3 >= len(run) and (len(run) > 2 or names.is_given(run[0].text.split()[0]))


def _person_part(line: Line) -> str:
    return next((parts[0] for form, _ in _SEPARATORS if len(parts := form.split(line.text, 1)) == 2), line.text)


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
    """A person or a role without the signs around it; nothing where a button of the site stands."""
    clean = " ".join(text.split()).strip(" …-–—").lstrip(".").strip()
    return "" if is_furniture(fold(clean)) else clean


def _total(logarithms: Iterable[float]) -> float:
    """The logarithm of a sum of numbers that are given as logarithms."""
    found = list(logarithms)
    highest = max(found)
    return highest + math.log(sum(math.exp(one - highest) for one in found))


def _sum(one: float, other: float) -> float:
    high, low = (one, other) if one >= other else (other, one)
    return high + math.log1p(math.exp(low - high))


def _sure(share: float) -> float:
    """The confidence of a reading with such a share of all readings."""
    share = round(min(0.99, max(0.01, share)), 2)
    return share if share >= _SURE_ENOUGH else min(share, DOUBTFUL_BELOW - 0.01)


class _Glued:
    """The reading in which every line is a person, with the role behind it."""

    def __init__(self, weights: Weights, rows: Sequence[Sequence[str]]) -> None:
        cuts = [self._weigh(weights, row) for row in rows]
        lists = [(missing, often, [_total(_cuts(line, missing)) for line in cuts]) for missing, often in MISSING]
        totals = [math.log(often) + sum(of_lines) for _, often, of_lines in lists]
        self.total = _total(totals)
        self._shares: list[list[float]] = []
        for at, line in enumerate(cuts):
            shares = [0.0] * len(line)
            for (missing, _, of_lines), total in zip(lists, totals, strict=True):
                chance = math.exp(total - self.total)
                if chance > _LEAST:
                    for place, weight in enumerate(_cuts(line, missing)):
                        shares[place] += chance * math.exp(weight - of_lines[at])
            self._shares.append(shares)

    @staticmethod
    def _weigh(weights: Weights, row: Sequence[str]) -> list[float]:
        """How likely each cut is; the last place is no cut at all."""
        return [
            _TRUST * (weights.person(row[:at]) + (weights.role(row[at:], row[:at]) if at < len(row) else 0.0))
            for at in range(1, min(len(row), MOST_WORDS_OF_A_PERSON) + 1)
        ]

    def entries(self, lines: Sequence[Line]) -> list[CastEntry]:
        """The cast as this reading has it."""
        return [self._entry(line, shares) for line, shares in zip(lines, self._shares, strict=True)]

    @staticmethod
    def _entry(line: Line, shares: Sequence[float]) -> CastEntry:
        words = line.text.split()
        ranked = sorted(((share, at) for at, share in enumerate(shares, 1)), reverse=True)
        readings = [(" ".join(words[:at]), " ".join(words[at:]) or None) for _, at in ranked]
        others = tuple(
            reading for reading, (share, _) in zip(readings[1:4], ranked[1:4], strict=False) if share > _WORTH_NAMING
        )
        person, character = readings[0]
        sure = _sure(ranked[0][0])
        if sure >= DOUBTFUL_BELOW:
            return CastEntry(person, character, line, line, sure)
        other, played = others[0] if others else readings[1]
        role = f"with the role “{played[:80]}”" if played else "without a role"
        reason = f"It is not clear where the name ends in “{line.text[:80]}”: it could be “{other}” {role}."
        return CastEntry(person, character, line, line, sure, reason, others or tuple(readings[1:2]))


def _cuts(line: Sequence[float], missing: float) -> list[float]:
    """The weights of the cuts of a line where a share of the roles is missing."""
    with_role = math.log(1 - missing)
    return [*(weight + with_role for weight in line[:-1]), line[-1] + math.log(missing)]


class _Alternating:
    """The reading in which a line is a person or the role of the person above."""

    def __init__(self, weights: Weights, rows: Sequence[Sequence[str]]) -> None:
        self._person = [_TRUST * weights.person(row) for row in rows]
        self._role = [_TRUST * weights.role(row, rows[max(0, at - 1)]) for at, row in enumerate(rows)]
        passes = [(*self._sums(missing), missing, often) for missing, often in MISSING]
        self.total = _total(math.log(often) + behind[0] + self._person[0] for _, behind, _, often in passes)
        self._shares = [(0.0, 0.0)] * len(rows)
        for ahead, behind, missing, often in passes:
            if often * math.exp(behind[0] + self._person[0] - self.total) > _LEAST:
                self._share(ahead, behind, missing, math.log(often) - self.total)

    def _sums(self, missing: float) -> tuple[list[float], list[float]]:
        """For every line as a person, the sum of all readings up to it, and of all readings of what comes behind."""
        absent, present = math.log(missing), math.log(1 - missing)
        person, role = self._person, self._role
        size = len(person)
        ahead = [person[0]]
        for at in range(1, size):
            after_role = ahead[at - 2] + present + role[at - 1] if at > 1 else _NEVER
            ahead.append(_sum(ahead[at - 1] + absent, after_role) + person[at])
        behind = [absent] * size
        for at in range(size - 2, -1, -1):
            with_role = present + role[at + 1] + (person[at + 2] + behind[at + 2] if at + 2 < size else 0.0)
            behind[at] = _sum(absent + person[at + 1] + behind[at + 1], with_role)
        return ahead, behind

    def _share(self, ahead: Sequence[float], behind: Sequence[float], missing: float, often: float) -> None:
        """Add, for every line, the share of readings in which it is a person without a role, and with one."""
        absent, present = math.log(missing), math.log(1 - missing)
        person, role = self._person, self._role
        size = len(person)
        for at in range(size):
            before = ahead[at] + often
            alone, with_role = before + absent, _NEVER
            if at + 1 < size:
                alone += person[at + 1] + behind[at + 1]
                with_role = before + present + role[at + 1]
                with_role += person[at + 2] + behind[at + 2] if at + 2 < size else 0.0
            known = self._shares[at]
            self._shares[at] = (known[0] + math.exp(min(0.0, alone)), known[1] + math.exp(min(0.0, with_role)))

    def _starts(self) -> list[tuple[int, bool]]:
        """The lines that are persons, each with whether the line below is its role: most lines read right."""
        size = len(self._shares)
        best = [0.0] * (size + 2)
        for at in range(size - 1, -1, -1):
            alone, with_role = self._shares[at]
            best[at] = max(alone + best[at + 1], 2 * with_role + best[at + 2] if at + 1 < size else 0.0)
        found: list[tuple[int, bool]] = []
        at = 0
        while at < size:
            alone, with_role = self._shares[at]
            has_role = at + 1 < size and 2 * with_role + best[at + 2] > alone + best[at + 1]
            found.append((at, has_role))
            at += 1 + has_role
        return found

    def entries(self, lines: Sequence[Line]) -> list[CastEntry]:
        """The cast as this reading has it."""
        return [self._entry(lines, at, has_role) for at, has_role in self._starts()]

    def _entry(self, lines: Sequence[Line], at: int, has_role: bool) -> CastEntry:
        line = lines[at]
        below = lines[at + 1] if at + 1 < len(lines) else None
        character = below.text if below and has_role else None
        alone, with_role = self._shares[at]
        sure = _sure(with_role if has_role else alone)
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
