"""What the words of a cast list show of being a person or a role: signs, each with a name, to be weighed.

The weights of the signs are in cast_weights.py; tests/perf/fit_casts.py finds them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from catalogue.pages import names
from catalogue.pages.told import TextNames

_DIGIT = re.compile(r"\d|#")
_QUOTE = re.compile(r"[\"“'‘]")
_BRACKET = re.compile(r"[(\[]")
_POSSESSIVE = re.compile(r"['’]s$|s['’]$")
_OF_SURNAMES = re.compile(r"(?:Mc|Mac|O['’]|D['’]|De|Di|Van)[A-Z]|.+-[A-Z]")
# Family name first, and a given name of two syllables: Park So-dam, Chow Mo-wan.
_EASTERN_GIVEN = re.compile(r"[^\W\d_]{2,6}-[^\W\d_]{2,6}$")
_SELF = re.compile(r"(?:as )?(?:him|her|it|them)sel(?:f|ves)\b|self\b", re.I)
_JOINING = frozenset(["in", "of", "at", "with", "and", "the", "a", "on", "from", "for", "to", "by"])
_ARTICLES = frozenset(["le", "la", "les", "der", "die", "das", "el", "il", "un", "une", "ein", "eine", "una", "l'"])
_LONGEST = 5
_LONGEST_ROLE = 7


class Signs:
    """The signs in one cast list; `told` is what the texts of the page say, `known` are persons of the catalogue."""

    def __init__(self, rows: Sequence[Sequence[str]], told: TextNames, known: frozenset[str] = frozenset()) -> None:
        self._told = told
        self._known = frozenset(names.person_key(name) for name in known)
        seen = Counter(
            key
            for row in rows
            for key in {names.bare(word) for word in row if names.is_capitalised(word)}
            if len(key) > 2
        )
        # A surname that comes again is that of a family in the film.
        self._again = frozenset(
            word
            for word, count in seen.items()
            if count > 1 and not names.is_given(word) and not names.is_role_word(word)
        )

    def is_known(self, words: Sequence[str]) -> bool:
        """Whether the catalogue or the page's own texts know these words as a person."""
        key = names.person_key(" ".join(words))
        return key in self._known or key in self._told.people

    def of_person(self, words: Sequence[str]) -> Iterator[str]:
        """What speaks for or against the words being a person."""
        if self.is_known(words):
            yield "known"
            return
        first, last = words[0], words[-1]
        if last.endswith(","):
            yield "comma last"
        joints = sum(map(_is_joint, words[1:])) + (len(words) > 2 and names.is_initial(first))
        size = max(1, len(words) - joints)
        yield f"size {min(size, _LONGEST)}"
        if len(words) == 1 and names.is_given(first):
            yield "only a given name"
        if names.is_generation(last) and len(words) > 1:
            yield "generation last"
        elif names.is_particle(last):
            yield "particle last"
        elif names.is_initial(last):
            yield "initial last"
        if len(words) > 2 and any(map(names.is_initial, words[:-1])):
            yield "initial inside"
        if names.is_particle(first):
            yield "particle first"
        elif len(words) > 2 and any(map(names.is_particle, words[1:-1])):
            yield "particle inside"
        eastern = _is_eastern(words)
        if eastern:
            yield "eastern"
        elif names.is_given(first):
            yield "given first"
        elif size > 1:
            yield "no given name"
        if size == 2 and len(words) == 2 and names.is_given(last) and not eastern:
            yield "given last of two"
        if len(words) == 3 and names.is_given(first) and names.is_given(words[1]):
            yield "two given names"
        if len(words) > 1 and _OF_SURNAMES.match(last):
            yield "form of a surname"
        yield from () if eastern else self._of_words(words)
        yield from self._told_of(words)

    def _of_words(self, words: Sequence[str]) -> Iterator[str]:
        for at, word in enumerate(words):
            if (not names.is_name_word(word) and not names.is_generation(word)) or _POSSESSIVE.search(word):
                yield "no name"
            elif names.is_role_word(word) and not names.is_initial(word):
                yield (
                    "role word first"
                    if not at
                    else "role word"
                    if names.is_only_role_word(word)
                    else "trade as surname"
                )
            elif names.bare(word) in self._again:
                yield "comes again"

    def of_role(self, words: Sequence[str]) -> Iterator[str]:
        """What speaks for or against the words being a role."""
        first = words[0]
        if names.is_generation(first) or not any(letter.isalnum() for letter in first):
            yield "no beginning"
            return
        if self.is_known(words):
            yield "known"
        yield f"size {min(len(words), _LONGEST_ROLE)}"
        if _SELF.match(" ".join(words[:2])):
            yield "self"
            return
        yield from self._of_first(words)
        if len(words) > 1 and names.is_generation(words[1]):
            yield "generation second"
        if any(word in _JOINING for word in words[1:-1]):
            yield "joining word"
        if any(word.endswith(",") for word in words[:-1]):
            yield "comma inside"
        if any(_POSSESSIVE.search(word) for word in words):
            yield "possessive"
        if any(map(names.is_role_word, words[1:])):
            yield "role word inside"
        elif len(words) > 2 and all(map(names.is_capitalised, words)) and not names.is_role_word(first):
            yield "long name"
        if len(words) > 1 and _OF_SURNAMES.match(words[-1]):
            yield "form of a surname"
        if _DIGIT.search(" ".join(words)):
            yield "digit"
        if any(map(_BRACKET.match, words)):
            yield "bracket"
        if any(map(_QUOTE.match, words[1:])):
            yield "quote inside"
        if any(names.bare(word) in self._again for word in words):
            yield "comes again"
        yield from self._told_of(words)

    def _of_first(self, words: Sequence[str]) -> Iterator[str]:
        first = words[0]
        if _is_eastern(words):
            yield "eastern"
        elif _BRACKET.match(first):
            yield "bracket first"
        elif _QUOTE.match(first):
            yield "quote first"
        elif first[0].isdigit():
            yield "digit first"
        elif names.is_role_word(first):
            yield "role word first" if len(words) > 1 else "only a role word"
        elif len(words) > 1 and first.lower() in _ARTICLES and names.is_capitalised(first):
            yield "article first"
        elif names.is_particle(first):
            yield "particle first"
        elif not names.is_capitalised(first):
            yield "small first"
        elif names.is_initial(first):
            yield "initial first"
        elif first.isupper() and len(first) > 1 and first.isalpha():
            yield "capitals first"
        elif names.is_given(first):
            yield "given first" if len(words) > 1 else "only a given name"
        elif len(words) == 2:
            yield "given last of two" if names.is_given(words[1]) else "no given name"

    @staticmethod
    def of_pair(person: Sequence[str], role: Sequence[str]) -> Iterator[str]:
        """What speaks for or against this person having this role."""
        if person[0] == role[0]:
            yield "same given name"
        elif person[0] in role[1:]:
            yield "same given name later"
        if names.is_role_word(person[-1]) and names.is_role_word(role[0]):
            yield "cut in a description"
        sexes = names.sex_of_person(person), names.sex_of_role(role)
        if all(sexes):
            yield "same sex" if sexes[0] == sexes[1] else "other sex"

    def _told_of(self, words: Sequence[str]) -> Iterator[str]:
        """How much the texts of the page speak of these words as a character."""
        keys = names.word_keys(words)
        if not keys:
            return
        if keys in self._told.runs and not set(keys) <= self._told.common:
            yield "told, whole name" if len(keys) > 1 else "told, one word"
            return
        if (keys[-1],) in self._told.runs and keys[-1] not in self._told.common:
            yield "told, last word"
        if (keys[0],) in self._told.runs and keys[0] not in self._told.common:
            yield "told, first word"


def _is_eastern(words: Sequence[str]) -> bool:
    return len(words) == 2 and words[1][1:].islower() and bool(_EASTERN_GIVEN.match(words[1]))


def _is_joint(word: str) -> bool:
    return names.is_particle(word) or names.is_generation(word) or names.is_initial(word)
