"""Finds and replaces in texts. It is also run as a program of its own, with JSON in and out and nothing but Python.

An expression can take longer than anybody lives, and Python cannot stop it: a process can be ended at any time.
"""

import json
import re
import sys
from typing import Any


def compiled(expression: str, case: bool, plain: bool) -> "re.Pattern[str]":
    """The expression, or a text that stands for itself, ready to be searched for."""
    flags = re.MULTILINE | (0 if case else re.IGNORECASE)
    return re.compile(re.escape(expression) if plain else expression, flags)


def replaced(pattern: "re.Pattern[str]", replacement: str, whole: bool, plain: bool, text: str) -> Any:
    """The text with its hits replaced, and where they lie; None where there is none. An empty hit is none."""
    found = [match for match in ([pattern.fullmatch(text)] if whole else pattern.finditer(text)) if match and match[0]]
    if not found:
        return None
    parts: list[str] = []
    end = 0
    for match in found:
        parts += [text[end : match.start()], replacement if plain else match.expand(replacement)]
        end = match.end()
    return "".join([*parts, text[end:]]), [[match.start(), match.end()] for match in found]


def main() -> None:
    """Answers one question from standard input."""
    wish = json.load(sys.stdin)
    pattern = compiled(wish["expression"], wish["case"], False)
    answer = [replaced(pattern, wish["replacement"], wish["whole"], False, text) for text in wish["texts"]]
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
