"""How likely words of a cast list are a person, or a role: the evidence in the words, in logarithms.

The weights are set by hand and checked against casts of real films (tests/perf/read_casts.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.pages import names
from catalogue.pages.told import TextNames

_IMPOSSIBLE = -9.0
_PERSON_LENGTH = {1: -4.5, 2: -0.1, 3: -2.3, 4: -5.0}
_ROLE_LENGTH = {1: -1.1, 2: -0.85, 3: -1.6, 4: -2.2}
_DIGIT = re.compile(r"\d|#")
_QUOTE = re.compile(r"[\"“'‘]")
_BRACKET = re.compile(r"[(\[]")
_POSSESSIVE = re.compile(r"['’]s$")
_JOINING = frozenset(["in", "of", "at", "with", "and", "the", "a", "on", "from", "for", "to", "by"])
_ARTICLES = frozenset(["le", "la", "les", "der", "die", "das", "el", "il", "un", "une", "ein", "eine", "una"])
_SELF = re.compile(r"(?:as )?(?:him|her|it|them)sel(?:f|ves)\b|self\b", re.I)


class Weights:
    """How likely words are a person, or a role, for one cast list."""

    def __init__(self, known: frozenset[str], told: TextNames, roles: frozenset[str] = frozenset()) -> None:
        self._known = frozenset(names.person_key(name) for name in known)
        self._told = told
        self._roles = roles

    def taught(self, roles: Sequence[Sequence[str]]) -> Weights:
        """The same weights with words that stand in two roles or more of this list."""
        seen: dict[str, int] = {}
        for role in roles:
            for word in {names.bare(word) for word in role if names.is_capitalised(word)}:
                seen[word] = seen.get(word, 0) + 1
        return Weights(self._known, self._told, frozenset(word for word, count in seen.items() if count > 1))

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
        ) + (len(words) > 2 and names.is_initial(words[0]))
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
            if (not names.is_name_word(word) and not names.is_generation(word)) or _POSSESSIVE.search(word):
                weight += _IMPOSSIBLE
            elif names.is_role_word(word) and not names.is_initial(word):
                weight -= 3.5 if not at else 4.0 if names.is_only_role_word(word) else 1.5
        return weight - self._mentioned(words) * 0.75

    def role(self, words: Sequence[str]) -> float:
        """How likely the words are a role."""
        first = words[0]
        weight = _ROLE_LENGTH.get(len(words), -2.2 - 0.2 * (len(words) - 4))
        if names.is_generation(first) or not any(letter.isalnum() for letter in first):
            return _IMPOSSIBLE
        if len(words) > 1 and names.is_generation(words[1]):
            weight -= 2.5
        if _SELF.match(" ".join(words[:2])):
            return weight + 6.0
        if _BRACKET.match(first):
            weight -= 4.0
        elif first[0].isdigit() and len(words) == 1:
            weight -= 3.5
        if any(word in _JOINING for word in words[1:-1]):
            weight += 1.0
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
        if len(words) > 1 and first.lower() in _ARTICLES and names.is_capitalised(first):
            weight += 1.5
        elif names.is_particle(first):
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
