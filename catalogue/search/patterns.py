"""Regular expressions in a query: checked where they stand, and made blind to accents."""

from __future__ import annotations

from catalogue.fields import patterns
from catalogue.fields.words import searched

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
        patterns.compiled(pattern)
    except patterns.ExpressionError as error:
        raise PatternError(f"This regular expression is wrong here: {error.msg}.", error.pos or 0) from None
    except (OverflowError, RecursionError, MemoryError):
        raise PatternError("This regular expression is too large.") from None
    # Letters lose their accents; a plain letter stays as it is, for \\W is not \\w.
    return "".join(letter if letter.isascii() else searched(letter) for letter in pattern)
