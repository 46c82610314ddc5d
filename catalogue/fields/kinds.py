"""Kinds of values: how each is typed, shown, stored, compared and searched. A value has the form it has in JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, Literal

from catalogue.errors import FieldError
from catalogue.fields import barcode, dates, money, numbers, runtime
from catalogue.fields.text import figured, storable

Rows = Literal[
    "items",
    "tags",
    "place",
    "credits",
    "texts",
    "discs",
    "loans",
    "viewings",
    "contents",
    "parent",
    "episodes",
    "box_set",
    "custom",
]

_LONGEST_QUOTED = 60


def is_text(value: Any) -> bool:
    """Whether a value from a file is text that can be stored."""
    return isinstance(value, str) and (value.isascii() or storable(value) == value)


def is_whole(value: Any) -> bool:
    """Whether a value from a file is a whole number of a sane size."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15


def is_number(value: Any) -> bool:
    """Whether a value from a file is a number of a sane size, whole or not."""
    return is_whole(value) or (isinstance(value, float) and abs(value) < 1e15)


def quoted(value: Any) -> str:
    """A value from a file as a sentence names it, shortened where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(storable(text).split())
    return f"“{text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1] + '…'}”"


class Kind:
    """A value that is one line of text, and the defaults of every other kind.

    `wanted` says in words what a value is; `editor` names the form's editor; `columns` are (suffix, SQL type) pairs
    in the record's own table, or none where `rows` says which other table holds the value; `compare` says how a search
    compares it; `merge` how sources are put together: the best one whole, part by part, or all of them. A `linked`
    value names other records: it is written to them at once, and no document states it. `answers_for` are fields under
    which parts of it are found too.
    """

    name = "text"
    wanted = "a text"
    editor = "line"
    columns: tuple[tuple[str, str], ...] = (("", "text"),)
    rows: Rows | None = None
    compare: Literal["words", "number", "date", "flag"] = "words"
    merge: Literal["whole", "parts", "all"] = "whole"
    right_aligned = False
    multiple = False
    linked = False
    answers_for: tuple[str, ...] = ()

    @property
    def has_figures(self) -> bool:
        """Whether its values are numbers or dates, in which digits of any script are digits."""
        return self.compare in ("number", "date")

    def in_figures(self, text: str) -> str:
        """A typed text with the digits that this kind reads, where it reads any."""
        return figured(text) if self.has_figures else text

    def parse(self, text: str) -> Any:
        """The value that a person typed; None for nothing. Raises FieldError with a sentence."""
        return " ".join(text.split()) or None

    def format(self, value: Any) -> str:
        """The value as it stands in an editor; `parse` reads it back."""
        return "" if value is None else str(value)

    def show(self, value: Any) -> str:
        """The value as a reader sees it; empty for none."""
        return self.format(value)

    def show_entry(self, entry: Any) -> str:
        """One entry of a list as a reader sees it by itself; of what is no list the value."""
        return self.show([entry] if self.multiple else entry)

    def words(self, value: Any) -> str:
        """What the text index holds of the value."""
        return self.show(value)

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values are the same to the letter; 28 and 28.0 are one number."""
        return bool(self.bare(one) == self.bare(other))

    def bare(self, value: Any) -> Any:
        """What of a value tells it from others: texts, numbers and lists of them; None for nothing."""
        return None if value in ("", []) else value

    def answer(self, value: Any, key: str) -> str:
        """What the text index holds of the value for one of the fields that it answers for."""
        return ""

    def odd(self, value: Any) -> str | None:
        """What is strange about a value that a person may insist on, in words."""
        return self.wrong(value)

    def wrong(self, value: Any) -> str | None:
        """What cannot be about a value, in words: it is not taken from a person, and of a file it is in doubt."""
        return None

    def instead(self, value: Any) -> tuple[Any, ...]:
        """What a person may have meant by an odd value."""
        return ()

    def readings(self, text: str) -> tuple[Any, Any] | None:
        """Both values that a text may mean where nobody can tell which; None where there is only one, or none."""
        return None

    def pack(self, value: Any) -> tuple[Any, ...]:
        """The value as the contents of `columns`."""
        return (value,)

    def unpack(self, stored: Sequence[Any]) -> Any:
        """The value from the contents of `columns`."""
        return stored[0]

    def take(self, value: Any) -> Any:
        """A value that came from a file, as it is: nothing is read into it. Raises FieldError for one of another kind.

        It has the form that values of this kind have in JSON.
        """
        if not self._takes(value):
            raise FieldError(f"{quoted(value)} is not {self.wanted}.")
        return value

    def fits(self, value: Any) -> bool:
        """Whether a value that came from a file is of this kind."""
        try:
            self.take(value)
        except FieldError:
            return False
        return True

    def _takes(self, value: Any) -> bool:
        return is_text(value)

    def subject(self, part: Any) -> str | None:
        """Which part of the field this is, where sources are put together part by part."""
        return None


class LongText(Kind):
    name, editor = "long text", "text"

    def parse(self, text: str) -> Any:
        lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
        return "\n".join(lines).strip("\n") or None

    def show(self, value: Any) -> str:
        return " ".join(self.format(value).split())


class Number(Kind):
    name, editor, columns, compare, right_aligned = "number", "line", (("", "integer"),), "number", True
    wanted = "a whole number"

    def parse(self, text: str) -> Any:
        text = text.strip()
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,15}", text):
            raise FieldError(f"“{text}” is not a whole number.")
        return int(text)

    def odd(self, value: Any) -> str | None:
        return "A number below nothing is odd here." if value is not None and value < 0 else None

    def take(self, value: Any) -> Any:
        # Some programs write every number with decimals.
        return super().take(int(value) if is_number(value) and value == int(value) else value)

    def _takes(self, value: Any) -> bool:
        return is_whole(value)


class Decimal(Number):
    """A number that may have decimals: 7, 7.5, 7,5."""

    # A column of whole numbers keeps 1.5 as it is.
    name = "number with decimals"
    wanted = "a number"

    def parse(self, text: str) -> Any:
        return numbers.parse(text) if text.strip() else None

    def readings(self, text: str) -> tuple[Any, Any] | None:
        found = numbers.readings(text)
        return (found[0], found[1]) if len(found) > 1 else None

    def format(self, value: Any) -> str:
        return "" if value is None else numbers.typed(value)

    def show(self, value: Any) -> str:
        return "" if value is None else numbers.plain(value)

    def take(self, value: Any) -> Any:
        return Kind.take(self, value)

    def _takes(self, value: Any) -> bool:
        return is_number(value)


class Year(Number):
    name = "year"
    wanted = "a year of four digits"

    def parse(self, text: str) -> Any:
        year = super().parse(text)
        if year is not None and not 1000 <= year <= 2999:
            raise FieldError(f"“{text.strip()}” is not a year; write four digits.")
        return year

    def odd(self, value: Any) -> str | None:
        return None if value is None else dates.odd_year(value)

    def _takes(self, value: Any) -> bool:
        return is_whole(value) and 1000 <= value <= 2999


class Rating(Decimal):
    """A rating of a person's own, from 0 to 10 in halves; five stars show it.

    Typed it may say out of how much it is: `8/10`, `4/5`, `★★★★`.
    """

    name, editor = "rating", "rating"
    wanted = "a rating from 0 to 10 in halves"

    def parse(self, text: str) -> Any:
        value = numbers.parse_rating(text) if text.strip() else None
        if value is not None and not self._takes(value):
            raise FieldError("A rating of your own goes from 0 to 10 in halves: 7 or 7.5.")
        return value

    def odd(self, value: Any) -> str | None:
        return None

    def _takes(self, value: Any) -> bool:
        return is_number(value) and 0 <= value <= 10 and (2 * value) % 1 == 0


class Runtime(Kind):
    name, columns, compare, right_aligned = "running time", (("", "integer"),), "number", True
    wanted = "a running time in whole minutes"

    def parse(self, text: str) -> Any:
        return runtime.parse_runtime(text) if text.strip() else None

    def show(self, value: Any) -> str:
        return "" if value is None else runtime.show_runtime(value)

    def odd(self, value: Any) -> str | None:
        return None if value is None else runtime.odd(value)

    def take(self, value: Any) -> Any:
        return super().take(int(value) if is_number(value) and value == int(value) else value)

    def _takes(self, value: Any) -> bool:
        return is_whole(value) and value >= 0


class Date(Kind):
    name, editor, compare = "date", "date", "date"
    wanted = "a date such as 1992, 1992-11 or 1992-11-20"

    def parse(self, text: str) -> Any:
        return dates.parse_date(text) if text.strip() else None

    def readings(self, text: str) -> tuple[Any, Any] | None:
        return dates.readings(text)

    def show(self, value: Any) -> str:
        return "" if value is None else dates.show_date(value)

    def odd(self, value: Any) -> str | None:
        return None if value is None else dates.odd_year(int(value[:4]))

    def _takes(self, value: Any) -> bool:
        try:
            return isinstance(value, str) and bool(value) and self.parse(value) == value
        except FieldError:
            return False


class Moment(Date):
    name = "date and time"
    wanted = "a date with a time such as 1992-11-20T18:20:50"

    def parse(self, text: str) -> Any:
        return dates.parse_moment(text) if text.strip() else None


class Money(Kind):
    name, columns, compare, right_aligned = "money", (("_amount", "number"), ("_currency", "text")), "number", True
    wanted = 'an amount with its currency such as {"amount": 9.99, "currency": "EUR"}'

    def parse(self, text: str) -> Any:
        return money.parse_money(text) if text.strip() else None

    def readings(self, text: str) -> tuple[Any, Any] | None:
        return money.readings(text)

    def format(self, value: Any) -> str:
        return "" if value is None else money.format_money(value)

    def show(self, value: Any) -> str:
        return "" if value is None else money.show_money(value)

    def pack(self, value: Any) -> tuple[Any, ...]:
        return (None, None) if value is None else (value["amount"], value["currency"])

    def unpack(self, stored: Sequence[Any]) -> Any:
        return None if stored[0] is None else {"amount": stored[0], "currency": stored[1]}

    def bare(self, value: Any) -> Any:
        return self.pack(value)

    def take(self, value: Any) -> Any:
        whole = isinstance(value, dict) and is_number(value.get("amount")) and value["amount"] >= 0
        currency = money.currency(value["currency"]) if whole and is_text(value.get("currency")) else None
        if currency is None:
            raise FieldError(f"{quoted(value)} is not {self.wanted}.")
        return {"amount": value["amount"], "currency": currency}


class Barcode(Kind):
    name, editor = "barcode", "barcode"
    wanted = "a barcode in quotation marks"

    def parse(self, text: str) -> Any:
        return barcode.read(text) or None

    def take(self, value: Any) -> Any:
        return barcode.read(super().take(value)) or None

    def words(self, value: Any) -> str:
        # An EAN-13 that holds a UPC-A is found by either code.
        return "" if value is None else f"{value} {barcode.normal(value)}"

    def odd(self, value: Any) -> str | None:
        return None if value is None else barcode.problem(value)

    def instead(self, value: Any) -> tuple[Any, ...]:
        return () if value is None else barcode.meant(value)


class Flag(Kind):
    name, editor, compare = "yes or no", "flag", "flag"
    wanted = "true or false"
    columns: tuple[tuple[str, str], ...] = (("", "flag"),)
    _words = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}

    def parse(self, text: str) -> Any:
        text = text.strip().lower()
        if text and text not in self._words:
            raise FieldError(f"“{text}” is neither yes nor no.")
        return self._words.get(text)

    def format(self, value: Any) -> str:
        return "" if value is None else "yes" if value else "no"

    def _takes(self, value: Any) -> bool:
        return isinstance(value, bool)


class AfterCredits(Flag):
    name, editor, columns = "scene after the credits", "line", (("_scene", "flag"), ("_note", "text"))
    wanted = 'an answer such as {"has_scene": true, "note": null}'

    def parse(self, text: str) -> Any:
        answer, _, note = text.partition(":")
        scene = super().parse(answer)
        return None if scene is None else {"has_scene": scene, "note": note.strip() or None}

    def format(self, value: Any) -> str:
        if value is None:
            return ""
        note = value.get("note")
        return super().format(value["has_scene"]) + (f": {note}" if note else "")

    def pack(self, value: Any) -> tuple[Any, ...]:
        return (None, None) if value is None else (value["has_scene"], value.get("note"))

    def unpack(self, stored: Sequence[Any]) -> Any:
        return None if stored[0] is None else {"has_scene": stored[0], "note": stored[1]}

    def bare(self, value: Any) -> Any:
        return self.pack(value)

    def take(self, value: Any) -> Any:
        value = super().take(value)
        return {"has_scene": value["has_scene"], "note": value.get("note") or None}

    def _takes(self, value: Any) -> bool:
        if not isinstance(value, dict) or not isinstance(value.get("has_scene"), bool):
            return False
        return value.get("note") is None or is_text(value["note"])


class Choice(Kind):
    name, editor = "choice", "choice"


class Place(Kind):
    """A path in the tree of places: `Living room/Shelf 2`."""

    name, editor, columns, rows = "place", "place", (), "place"
    wanted = "a place such as Living room/Shelf 2"

    def parse(self, text: str) -> Any:
        return "/".join(" ".join(step.split()) for step in text.replace("›", "/").split("/") if step.strip()) or None

    def show(self, value: Any) -> str:
        return "" if value is None else value.replace("/", " › ")

    def words(self, value: Any) -> str:
        return self.format(value)

    def take(self, value: Any) -> Any:
        path = self.parse(super().take(value))
        if path is None:
            raise FieldError(f"{quoted(value)} is not {self.wanted}.")
        return path


TEXT = Kind()
LONG_TEXT = LongText()
NUMBER = Number()
DECIMAL = Decimal()
YEAR = Year()
RATING = Rating()
RUNTIME = Runtime()
DATE = Date()
MOMENT = Moment()
MONEY = Money()
BARCODE = Barcode()
FLAG = Flag()
AFTER_CREDITS = AfterCredits()
CHOICE = Choice()
PLACE = Place()
