"""How much each sign of a person or a role weighs, in logarithms, as tests/perf/fit_casts.py found it."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.pages.cast_signs import Signs

PERSON: dict[str, float] = {
    "comes again": -0.02,
    "comma last": -9.00,
    "eastern": 0.80,
    "form of a surname": 0.73,
    "generation last": 3.38,
    "given first": 2.34,
    "given last of two": -1.03,
    "initial inside": 1.88,
    "initial last": -4.21,
    "known": 6.00,
    "no given name": -0.30,
    "no name": -4.02,
    "only a given name": -2.22,
    "particle first": -0.44,
    "particle inside": -1.91,
    "particle last": -4.51,
    "role word": -3.11,
    "role word first": -3.24,
    "size 1": -1.65,
    "size 2": 2.17,
    "size 3": -0.51,
    "size 4": -2.73,
    "size 5": -1.47,
    "told, first word": -0.40,
    "told, last word": -1.20,
    "told, one word": -1.50,
    "told, whole name": -2.25,
    "trade as surname": -0.43,
    "two given names": 2.92,
}
ROLE: dict[str, float] = {
    "article first": 1.04,
    "bracket": 1.55,
    "bracket first": -2.68,
    "capitals first": -0.00,
    "comes again": 1.20,
    "comma inside": 0.04,
    "digit": 1.01,
    "digit first": -0.78,
    "eastern": 1.00,
    "form of a surname": 0.44,
    "generation second": -2.11,
    "given first": 1.47,
    "given last of two": -1.09,
    "initial first": 0.86,
    "joining word": 0.59,
    "known": -4.00,
    "long name": -1.03,
    "no beginning": -9.00,
    "no given name": -0.11,
    "only a given name": 1.07,
    "only a role word": 0.79,
    "particle first": -3.11,
    "possessive": 0.93,
    "quote first": 0.41,
    "quote inside": -0.29,
    "role word first": 2.63,
    "role word inside": -0.71,
    "self": 4.12,
    "size 1": -0.31,
    "size 2": 1.35,
    "size 3": 0.27,
    "size 4": 0.36,
    "size 5": 1.07,
    "size 6": -0.07,
    "size 7": -0.31,
    "small first": -2.69,
    "told, first word": 0.93,
    "told, last word": 0.48,
    "told, one word": 2.00,
    "told, whole name": 3.00,
}
PAIR: dict[str, float] = {
    "cut in a description": -1.66,
    "other sex": -1.81,
    "same given name": 2.00,
    "same given name later": -1.50,
    "same sex": 0.90,
}


class Weights:
    """How likely words are a person, or the role of a person, in one cast list."""

    def __init__(self, signs: Signs) -> None:
        self._signs = signs

    def person(self, words: Sequence[str]) -> float:
        """How likely the words are a person."""
        return sum(PERSON.get(sign, 0.0) for sign in self._signs.of_person(words))

    def role(self, words: Sequence[str], person: Sequence[str]) -> float:
        """How likely the words are the role of a person."""
        weight = sum(ROLE.get(sign, 0.0) for sign in self._signs.of_role(words))
        return weight + sum(PAIR.get(sign, 0.0) for sign in self._signs.of_pair(person, words))
