"""Several entries on one line: a separator stands between them, and quotation marks around one that holds it.

    a; "b;c"; 12" version        three entries; "b;c" is one
    "a ""b""; c"                 a quotation mark inside quotation marks stands twice

Quotation marks that nothing needs belong to the entry: `"Weird Al" Yankovic` and `"Heroes"` are what they are, as they
were before there was anything to keep apart. So they hold an entry together only where it begins and ends with them
and a separator or a doubled mark stands between them. Marks of other shapes, “ ” or « », never do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ENCLOSED = re.compile(r'"((?:[^"]|"")*+)"')
_BLANKS, _SPACES = re.compile(r"\s*"), re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry on a line: its text, where it stands, and whether quotation marks held it together.

    `end` is the place of the separator behind it, or the length of the line; `open` says that it begins with a
    quotation mark which is not closed.
    """

    text: str
    start: int
    end: int
    quoted: bool = False
    open: bool = False


def pieces(line: str, separator: str, marks: str = "") -> list[Piece]:
    """The entries of a line between separators, an expression such as `[;\\n]`; blanks around them are no part.

    `marks` are all that may separate elsewhere, where that is more: for their sake too an entry is in quotation marks.
    """
    between, held = re.compile(separator), re.compile(marks or separator)
    found: list[Piece] = []
    start = 0
    while True:
        first = _end(_BLANKS, line, start)
        enclosed = _ENCLOSED.match(line, first)
        # A line end may separate, so the blanks behind are others than those in front.
        behind = _end(_SPACES, line, enclosed.end()) if enclosed is not None else 0
        after = between.match(line, behind) if enclosed is not None else None
        if enclosed is not None and (after is not None or behind == len(line)) and _held(enclosed[1], held):
            found.append(Piece(enclosed[1].replace('""', '"'), start, behind, quoted=True))
        else:
            after = between.search(line, start)
            end = after.start() if after is not None else len(line)
            opened = enclosed is None and line[first : first + 1] == '"'
            found.append(Piece(line[start:end].strip(), start, end, open=opened))
        if after is None:
            return found
        start = after.end()


def split(line: str, separator: str, marks: str = "") -> list[str]:
    """The entries of a line, without those in which nothing stands."""
    return [piece.text for piece in pieces(line, separator, marks) if piece.text]


def written(entry: str, separator: str) -> str:
    """An entry as it stands on a line with others: in quotation marks where it would be read otherwise without."""
    between = re.compile(separator)
    found = _ENCLOSED.fullmatch(entry)
    # One that begins with a mark and never closes it would take what follows along.
    runs_on = entry.startswith('"') and _ENCLOSED.match(entry) is None
    if between.search(entry) or runs_on or (found is not None and _held(found[1], between)):
        return '"' + entry.replace('"', '""') + '"'
    return entry


def ended(line: str, separator: str) -> int:
    """How much of a line that is being typed is done: all up to behind the last separator that is in no open entry."""
    done = 0
    for piece in pieces(line, separator):
        match = re.compile(separator).match(line, piece.end)
        if piece.open or match is None:
            break
        done = match.end()
    return done


def _held(inside: str, between: re.Pattern[str]) -> bool:
    return '""' in inside or between.search(inside) is not None


def _end(blanks: re.Pattern[str], line: str, at: int) -> int:
    found = blanks.match(line, at)
    return found.end() if found is not None else at
