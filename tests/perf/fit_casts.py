"""Fits the weights of the cast reader to casts whose truth is known: python tests/perf/fit_casts.py [CASTS]

It needs numpy and scipy, which the program does not. It makes casts as read_casts.py does, of the films that are not
held out, with as many roles missing as the reader expects, and looks for the weights under which the true readings of
all lists are likeliest. It prints them for catalogue/pages/cast_weights.py.
"""

import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import read_casts as bench

from catalogue.pages import told
from catalogue.pages.cast import MISSING, MOST_WORDS_OF_A_PERSON
from catalogue.pages.cast_signs import Signs

# How strongly weights are held near nothing; signs that are seldom seen keep small weights.
HOLD = 0.001
# What fitting cannot learn from these casts, set by hand: the plots in them are not those of real pages.
FIXED = {
    "person:known": 6.0,
    "person:comma last": -9.0,
    "person:eastern": 0.8,
    "person:told, whole name": -2.25,
    "person:told, one word": -1.5,
    "person:told, last word": -1.2,
    "person:told, first word": -0.4,
    "role:known": -4.0,
    "role:eastern": 1.0,
    "role:no beginning": -9.0,
    "role:told, whole name": 3.0,
    "role:told, one word": 2.0,
    "pair:same given name": 2.0,
    "pair:same given name later": -1.5,
}
Vector = Any


class Cast:
    """A cast in one layout, as counts of signs."""

    def __init__(self, pairs: list[bench.Pair], glued: bool, plot: str, index: dict[str, int]) -> None:
        self.glued = glued
        lines = (
            [" ".join(filter(None, pair)) for pair in pairs]
            if glued
            else [part for pair in pairs for part in pair if part]
        )
        rows = [line.split()[:24] for line in lines]
        signs = Signs(rows, told.text_names([plot] if plot else []))
        self.missing = [role is None for _, role in pairs]
        self.size = len(rows)

        def person(words: list[str]) -> Counter[str]:
            return Counter(f"person:{sign}" for sign in signs.of_person(words))

        def role(words: list[str], of: list[str]) -> Counter[str]:
            found = Counter(f"role:{sign}" for sign in signs.of_role(words))
            found.update(f"pair:{sign}" for sign in signs.of_pair(of, words))
            return found

        candidates: list[Counter[str]] = []
        if glued:
            self.cuts: list[tuple[int, int, int]] = []
            for row, (name, _) in zip(rows, pairs, strict=True):
                begin = len(candidates)
                ends = range(1, min(len(row), MOST_WORDS_OF_A_PERSON) + 1)
                candidates += [
                    person(row[:at]) + (role(row[at:], row[:at]) if at < len(row) else Counter()) for at in ends
                ]
                self.cuts.append((begin, len(candidates), begin + len(name.split()) - 1))
            self.whole = [len(row) <= MOST_WORDS_OF_A_PERSON for row in rows]
        else:
            candidates += [person(row) for row in rows]
            candidates += [role(row, rows[max(0, at - 1)]) for at, row in enumerate(rows)]
            self.is_role = [part for _, played in pairs for part in ((False, True) if played else (False,))]
        self.matrix = np.zeros((len(candidates), len(index)))
        self.fixed = np.zeros(len(candidates))
        for at, counts in enumerate(candidates):
            for sign, count in counts.items():
                if sign in FIXED:
                    self.fixed[at] += FIXED[sign] * count
                elif sign in index:
                    self.matrix[at, index[sign]] += count

    def signs(self) -> Vector:
        """How often each sign occurs."""
        return (self.matrix != 0).sum(axis=0)

    def loss(self, weights: Vector) -> tuple[float, Vector]:
        """How unlikely the truth is under the weights, and how that changes with each of them."""
        scores = self.matrix @ weights + self.fixed
        if self.glued:
            whole, truth, counts = self._of_cuts(scores)
        else:
            whole, truth, counts = self._of_lines(scores)
        return whole - truth, counts @ self.matrix

    def _of_cuts(self, scores: Vector) -> tuple[float, float, Vector]:
        totals, counts_of = [], []
        absent = sum(self.missing)
        prior = [
            np.log(often) + absent * np.log(missing) + (len(self.cuts) - absent) * np.log(1 - missing)
            for missing, often in MISSING
        ]
        truth = np.logaddexp.reduce(prior) + sum(scores[right] for _, _, right in self.cuts)
        for missing, often in MISSING:
            total = np.log(often)
            counts = np.zeros(len(scores))
            for (begin, end, _), can_be_whole in zip(self.cuts, self.whole, strict=True):
                line = scores[begin:end] + np.log(1 - missing)
                if can_be_whole:
                    line[-1] += np.log(missing) - np.log(1 - missing)
                of_line = np.logaddexp.reduce(line)
                counts[begin:end] = np.exp(line - of_line)
                total += of_line
            totals.append(total)
            counts_of.append(counts)
        whole = np.logaddexp.reduce(totals)
        counts = sum(np.exp(total - whole) * one for total, one in zip(totals, counts_of, strict=True))
        for _, _, right in self.cuts:
            counts[right] -= 1
        return float(whole), float(truth), counts

    def _of_lines(self, scores: Vector) -> tuple[float, float, Vector]:
        size = self.size
        person, role = scores[:size], scores[size:]
        roles = sum(self.is_role)
        people = size - roles
        prior = [
            np.log(often) + (people - roles) * np.log(missing) + roles * np.log(1 - missing)
            for missing, often in MISSING
        ]
        truth = np.logaddexp.reduce(prior)
        truth += sum(role[at] if is_role else person[at] for at, is_role in enumerate(self.is_role))
        totals, counts_of = [], []
        for missing, often in MISSING:
            absent, present = np.log(missing), np.log(1 - missing)
            # ahead: all readings up to a line that is a person, the line in; behind: all that comes after it.
            ahead = np.full(size, -np.inf)
            behind = np.full(size, -np.inf)
            ahead[0] = person[0]
            for at in range(1, size):
                alone = ahead[at - 1] + absent
                after_role = ahead[at - 2] + present + role[at - 1] if at > 1 else -np.inf
                ahead[at] = np.logaddexp(alone, after_role) + person[at]
            for at in range(size - 1, -1, -1):
                if at == size - 1:
                    behind[at] = absent
                    continue
                alone = absent + person[at + 1] + behind[at + 1]
                with_role = present + role[at + 1]
                if at + 2 < size:
                    with_role += person[at + 2] + behind[at + 2]
                behind[at] = np.logaddexp(alone, with_role)
            total = ahead[0] + behind[0]
            is_person = np.exp(ahead + behind - total)
            totals.append(np.log(often) + total)
            counts_of.append(np.concatenate([is_person, 1 - is_person]))
        whole = np.logaddexp.reduce(totals)
        counts = sum(np.exp(total - whole) * one for total, one in zip(totals, counts_of, strict=True))
        for at, is_role in enumerate(self.is_role):
            counts[size + at if is_role else at] -= 1
        return float(whole), float(truth), counts


def samples(count: int, seed: int, index: dict[str, int], pool: list[bench.Film], kind: str) -> list[Cast]:
    """Casts with as many roles missing as the reader expects, half of them with a plot."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        missing = chance.choices([share for share, _ in MISSING], [often for _, often in MISSING])[0]
        pairs = bench.make(chance, pool, kind, missing)
        found.append(Cast(pairs, bool(number % 2), bench.plot_of(pairs) if number // 2 % 2 else "", index))
    return found


def all_signs(count: int, pool: list[bench.Film], kind: str) -> dict[str, int]:
    """The signs that occur in such casts, numbered."""
    chance = random.Random(1)
    seen: set[str] = set()
    for number in range(count):
        pairs = bench.make(chance, pool, kind, 0.2)
        lines = [part for pair in pairs for part in pair if part]
        for rows in ([line.split() for line in lines], [" ".join(filter(None, pair)).split() for pair in pairs]):
            signs = Signs(rows, told.text_names([bench.plot_of(pairs)] if number % 2 else []))
            for row in rows:
                for at in range(1, len(row) + 1):
                    seen.update(f"person:{sign}" for sign in signs.of_person(row[:at]))
                    if at < len(row):
                        seen.update(f"role:{sign}" for sign in signs.of_role(row[at:]))
                        seen.update(f"pair:{sign}" for sign in signs.of_pair(row[:at], row[at:]))
                seen.update(f"role:{sign}" for sign in signs.of_role(row))
    return {sign: at for at, sign in enumerate(sorted(seen - FIXED.keys()))}


def fit(casts: list[Cast], size: int, hold: float = HOLD) -> Vector:
    """The weights under which the truth is likeliest."""

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, slope = 0.0, np.zeros(size)
        for one in casts:
            of_one, slope_of_one = one.loss(weights)
            total += of_one
            slope += slope_of_one
        lines = sum(one.size for one in casts)
        return total / lines + hold * 0.01 * weights @ weights, slope / lines + hold * 0.02 * weights

    found = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return found.x


def main() -> None:
    """Print the weights."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    pool = bench.pools()["tuned"]
    index = all_signs(300, pool, "tuned")
    weights = fit(samples(count, 3, index, pool, "tuned"), len(index))
    for kind in ("person", "role", "pair"):
        named = {sign.partition(":")[2]: weights[at] for sign, at in index.items() if sign.startswith(f"{kind}:")}
        named |= {sign.partition(":")[2]: value for sign, value in FIXED.items() if sign.startswith(f"{kind}:")}
        print(f"{kind.upper()} = {{")
        for sign, weight in sorted(named.items()):
            print(f'    "{sign}": {weight:.2f},')
        print("}")


if __name__ == "__main__":
    main()
