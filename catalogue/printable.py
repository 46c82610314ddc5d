"""What is printed and logged: nothing in it moves a cursor, turns lines round, rings a bell or begins a line."""

from __future__ import annotations

import logging
import re
from typing import Any, TextIO

# Controls of terminals (C0, DEL, C1), marks that change the direction of what follows, and separators of lines.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def escaped(text: str) -> str:
    """The text with control characters as JSON and programmers write them: \\u001b. Line feeds and tabs stay."""
    if text.isprintable():
        return text
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """The text as one line without control characters; blank lines around it stay."""
    if text.isprintable():
        return text
    inner = text.strip("\n")
    start = text.index(inner)
    return text[:start] + escaped(_BREAKS.sub(" ", inner)) + text[start + len(inner) :]


class Printed:
    """A stream for `print`: each text that is written to it is one line, whatever is in a title or a file name."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Writes a text as one line."""
        return self.stream.write(one_line(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


class Data(Printed):
    """A stream for JSON, which has lines of its own; what is escaped in its texts has the same value."""

    def __init__(self, stream: Any) -> None:
        super().__init__(unguarded(stream))

    def write(self, text: str) -> int:
        """Writes a text with its lines."""
        return self.stream.write(escaped(text))


def unguarded(stream: Any) -> TextIO:
    """The stream itself, for what moves the cursor on purpose."""
    found: TextIO = stream.stream if isinstance(stream, Printed) else stream
    return found


class LogFormatter(logging.Formatter):
    """Entries of one line; what follows (where an error came from) is set in, so that no line passes for an entry."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return one_line(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802
        return "\n".join(f"    {escaped(line)}" for line in super().formatException(ei).splitlines())
