"""Regular expressions as a person types them: checked, made blind to accents, and held to what ends in good time."""

from __future__ import annotations

import re
import warnings

from catalogue.fields.text import fold

MOST_REPEATS = 3
LONGEST = 300


class PatternError(ValueError):
    """What is wrong with a pattern, in a sentence, and at which of its characters."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


def prepared(pattern: str) -> str:
    """The pattern as it is compared with folded text. Raises PatternError."""
    if len(pattern) > LONGEST:
        raise PatternError(f"A regular expression has {LONGEST} characters at most.", LONGEST)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except re.error as error:
        raise PatternError(f"This regular expression is wrong here: {error.msg}.", error.pos or 0) from None
    except (OverflowError, RecursionError):
        raise PatternError("This regular expression is too large.") from None
    _check_repeats(pattern)
    # Letters lose their accents; a plain letter stays as it is, for \\W is not \\w.
    return "".join(letter if letter.isascii() else fold(letter) for letter in pattern)


def _check_repeats(pattern: str) -> None:
    """Refuses what can take for ever on a few words: a repeat around a repeat or a choice, and too many in a row."""
    groups = [False]  # for each open group, whether it holds a repeat or a choice
    repeats, place, in_class = 0, 0, False
    atom_varies = False
    while place < len(pattern):
        letter = pattern[place]
        varies = False
        if letter == "\\":
            place += 1
        elif in_class:
            in_class = letter != "]"
        elif letter == "[":
            in_class = True
            # A bracket right behind the opening one is a letter.
            place += len(re.match(r"\^?\]?", pattern[place + 1 :])[0])  # type: ignore[index]
        elif letter == "(":
            groups.append(False)
        elif letter == "|":
            groups[-1] = True
        elif letter == ")" and len(groups) > 1:
            varies = groups.pop()
            groups[-1] = groups[-1] or varies
        elif letter in "*+" or re.match(r"\{\d*,?\d*\}", pattern[place:]):
            if atom_varies:
                raise PatternError("A repeated group that repeats or chooses inside can take for ever.", place)
            groups[-1] = True
            repeats += 1
            if repeats > MOST_REPEATS:
                raise PatternError(f"More than {MOST_REPEATS} repeats can take for ever.", place)
        atom_varies = varies
        place += 1
