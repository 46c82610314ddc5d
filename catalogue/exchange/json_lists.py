"""A JSON file of lists of records, read record by record and as often as wanted: its size is no matter."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Protocol, Self

_CHUNK = 1 << 20
_MOST = 1 << 27  # characters of one record: what is longer is no record, and is not read to its end


_BLANKS = re.compile(r"[ \t\r\n\ufeff]*")
_MOST_NAMES = 1000  # of lists and values in the one object
_MOST_BLANKS = 1 << 20  # in a row: no export has more


class Stream(Protocol):
    """What of a file is needed here; those in archives have no more."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, no more than so many; none at the end."""
        ...

    def seek(self, place: int, /) -> object:
        """Goes to a place, counted from the beginning."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> object: ...


Opened = Callable[[], Stream]


class JsonError(Exception):
    """The file is not whole JSON."""


class EncodingError(JsonError):
    """The file is in some other encoding."""


class JsonLists:
    """The lists in the one object of a file; `scan` has to have been gone through before `each` and `count`.

    `taken` makes of an item, the name of its list and its JSON what is read of it.
    """

    def __init__(self, opened: Opened, taken: Callable[[str, Any, str], Any] = lambda name, item, json: item) -> None:
        self.opened = opened
        self._taken = taken
        self._starts: dict[str, int] = {}
        self._counts: dict[str, int] = {}

    def scan(self) -> Iterator[tuple[str, Any]]:
        """What the object holds, by name: an iterator for a list, the value for anything else. No object holds nothing.

        Raises JsonError, also while a list is gone through.
        """
        with self.opened() as file:
            reader = _Reader(file, 0)
            if reader.peek() != "{":
                return
            reader.take("{")
            names = 0
            while reader.peek() != "}":
                name = reader.value()
                names += 1
                if not isinstance(name, str) or names > _MOST_NAMES:
                    raise JsonError
                reader.take(":")
                if reader.peek() == "[":
                    items = self._counted(name, reader)
                    yield name, items
                    for _ in items:
                        pass
                else:
                    yield name, reader.value()
                if reader.peek() != "}":
                    reader.take(",")
            reader.take("}")
            reader.end()

    def each(self, name: str) -> Iterator[Any]:
        """The items of a list; none for a list that is not there."""
        if name not in self._starts:
            return
        with self.opened() as file:
            yield from self._items(name, _Reader(file, self._starts[name]))

    def count(self, name: str) -> int:
        """How many items a list has."""
        return self._counts.get(name, 0)

    def _counted(self, name: str, reader: _Reader) -> Iterator[Any]:
        self._starts[name], self._counts[name] = reader.offset(), 0
        for item in self._items(name, reader):
            self._counts[name] += 1
            yield item

    def _items(self, name: str, reader: _Reader) -> Iterator[Any]:
        reader.take("[")
        while reader.peek() != "]":
            yield self._taken(name, reader.value(), reader.last)
            if reader.peek() != "]":
                reader.take(",")
        reader.take("]")


class _Reader:
    """Reads values one after the other, holding no more of the file than the one at hand."""

    def __init__(self, file: Stream, start: int) -> None:
        file.seek(start)
        self._file = file
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._scan = json.JSONDecoder().raw_decode
        self._text = ""
        self._at = 0
        self._start = start  # where in the file the text at hand begins
        self.last = ""  # the last value as it is written

    def offset(self) -> int:
        """Where in the file the next character is, in bytes."""
        return self._start + len(self._text[: self._at].encode())

    def peek(self) -> str:
        """The next character that is no space. Raises JsonError at the end."""
        found = self._next()
        if not found:
            raise JsonError
        return found

    def _next(self) -> str:
        blanks = 0
        while True:
            found = _BLANKS.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            blanks += len(found[0]) if found else 0
            if blanks > _MOST_BLANKS:
                raise JsonError
            if not self._more(_CHUNK):
                return ""

    def take(self, character: str) -> None:
        """Goes past a character, which has to be the next."""
        if self.peek() != character:
            raise JsonError
        self._at += 1

    def value(self) -> Any:
        """The next value."""
        self.peek()
        size = _CHUNK
        while True:
            try:
                value, end = self._scan(self._text, self._at)
            except RecursionError:
                raise JsonError from None
            except ValueError:
                end = None
            # A number may go on behind what is at hand.
            if end is not None and (self._text[end : end + 1].strip("0123456789.eE+-") or not self._more(_CHUNK)):
                end = min(end, len(self._text))
                self.last, self._at = self._text[self._at : end], end
                return value
            if end is None and (len(self._text) - self._at > _MOST or not self._more(size)):
                raise JsonError
            size *= 2

    def end(self) -> None:
        """Makes sure that nothing follows."""
        if self._next():
            raise JsonError

    def _more(self, size: int) -> bool:
        data = self._file.read(size)
        try:
            new = self._decode(data, not data)
        except UnicodeDecodeError:
            raise EncodingError from None
        self._start = self.offset()
        self._text, self._at = self._text[self._at :] + new, 0
        return bool(data)
