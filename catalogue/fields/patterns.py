"""Regular expressions of a person's own: each search in a text ends in good time, found or not."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import regex

PATIENCE = 0.25
"""Seconds for one text. Some expressions take longer than anybody lives on a page of text that does not fit."""

ExpressionError = regex.error
"""What is wrong with an expression: `msg`, and `pos`, at which of its characters."""


class TooSlowError(Exception):
    """An expression was given up on a text."""


@lru_cache(maxsize=64)
def compiled(expression: str, case: bool = False) -> Any:
    """The expression ready to be searched for, each line with its own beginning and end. Raises ExpressionError."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return regex.compile(expression, regex.MULTILINE | (0 if case else regex.IGNORECASE))


def search(pattern: Any, text: str) -> Any:
    """The first match in a text, or None; other threads go on meanwhile. Raises TooSlowError."""
    try:
        return pattern.search(text, timeout=PATIENCE, concurrent=True)
    except TimeoutError:
        raise TooSlowError from None


def matches(pattern: Any, text: str, whole: bool = False) -> Iterator[Any]:
    """All matches in a text, or the one with the whole of it. Raises TooSlowError."""
    try:
        if whole:
            found = pattern.fullmatch(text, timeout=PATIENCE, concurrent=True)
            yield from [found] if found else []
        else:
            yield from pattern.finditer(text, timeout=PATIENCE, concurrent=True)
    except TimeoutError:
        raise TooSlowError from None
