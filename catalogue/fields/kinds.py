"""Kinds of values: how each is typed, shown, stored, compared and searched. A value has the form it has in JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from catalogue.errors import FieldError
from catalogue.fields import barcode, dates, money, runtime
from catalogue.fields.text import storable

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
    "box_set",
    "custom",
]


def is_text(value: Any) -> bool:
    """Whether a value from a file is text that can be stored."""
    return isinstance(value, str) and storable(value) == value


def is_whole(value: Any) -> bool:
    """Whether a value from a file is a whole number of a sane size."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15


def is_number(value: Any) -> bool:
    """Whether a value from a file is a number of a sane size, whole or not."""
    return is_whole(value) or (isinstance(value, float) and abs(value) < 1e15)


class Kind:
    """A value that is one line of text, and the defaults of every other kind.

    `editor` names the form's editor; `columns` are (suffix, SQL type) pairs in the record's own table, or none where
    `rows` says which other table holds the value; `compare` says how a search compares it; `merge` how sources are
    put together: the best one whole, part by part, or all of them. A `linked` value names other records: it is
    written to them at once, and no document states it. `answers_for` are fields under which parts of it are found too.
    """

    name = "text"
    editor = "line"
    columns: tuple[tuple[str, str], ...] = (("", "text"),)
    rows: Rows | None = None
    compare: Literal["words", "number", "date", "flag"] = "words"
    merge: Literal["whole", "parts", "all"] = "whole"
    right_aligned = False
    multiple = False
    linked = False
    answers_for: tuple[str, ...] = ()

    def parse(self, text: str) -> Any:
        """The value that a person typed; None for nothing. Raises FieldError with a sentence."""
        return " ".join(text.split()) or None

    def format(self, value: Any) -> str:
        """The value as it stands in an editor; `parse` reads it back."""
        return "" if value is None else str(value)

    def show(self, value: Any) -> str:
        """The value as a reader sees it; empty for none."""
        return self.format(value)

    def words(self, value: Any) -> str:
        """What the text index holds of the value."""
        return self.show(value)

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values are the same to the letter."""
        return self.format(one) == self.format(other)

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

    def pack(self, value: Any) -> tuple[Any, ...]:
        """The value as the contents of `columns`."""
        return (value,)

    def unpack(self, stored: Sequence[Any]) -> Any:
        """The value from the contents of `columns`."""
        return stored[0]

    def fits(self, value: Any) -> bool:
        """Whether a value that came from a file has the form that values of this kind have in JSON."""
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

    def parse(self, text: str) -> Any:
        text = text.strip()
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,15}", text):
            raise FieldError(f"“{text}” is not a whole number.")
        return int(text)

    def odd(self, value: Any) -> str | None:
        return "A number below nothing is odd here." if value is not None and value < 0 else None

    def fits(self, value: Any) -> bool:
        return is_whole(value)


class Decimal(Number):
    """A number that may have decimals: 7, 7.5, 7,5."""

    name, columns = "number with decimals", (("", "number"),)

    def parse(self, text: str) -> Any:
        text = text.strip().replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", text):
            raise FieldError(f"“{text}” is not a number.")
        number = float(text)
        return int(number) if number.is_integer() else number

    def format(self, value: Any) -> str:
        # Python writes small numbers with an exponent, which nobody types.
        return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else super().format(value)

    def fits(self, value: Any) -> bool:
        return is_number(value)


class Year(Number):
    name = "year"

    def parse(self, text: str) -> Any:
        year = super().parse(text)
        if year is not None and not 1000 <= year <= 2999:
            raise FieldError(f"“{text.strip()}” is not a year; write four digits.")
        return year

    def odd(self, value: Any) -> str | None:
        return None if value is None else dates.odd_year(value)


class Rating(Number):
    name, editor = "rating", "rating"

    def parse(self, text: str) -> Any:
        value = super().parse(text)
        if value is not None and not 0 <= value <= 10:
            raise FieldError("A rating of your own goes from 0 to 10.")
        return value

    def fits(self, value: Any) -> bool:
        return is_whole(value) and 0 <= value <= 10


class Runtime(Kind):
    name, columns, compare, right_aligned = "running time", (("", "integer"),), "number", True

    def parse(self, text: str) -> Any:
        return runtime.parse_runtime(text) if text.strip() else None

    def show(self, value: Any) -> str:
        return "" if value is None else runtime.show_runtime(value)

    def odd(self, value: Any) -> str | None:
        return None if value is None else runtime.odd(value)

    def fits(self, value: Any) -> bool:
        return is_whole(value) and value >= 0


class Date(Kind):
    name, editor, compare = "date", "date", "date"

    def parse(self, text: str) -> Any:
        return dates.parse_date(text) if text.strip() else None

    def show(self, value: Any) -> str:
        return "" if value is None else dates.show_date(value)

    def odd(self, value: Any) -> str | None:
        return None if value is None else dates.odd_year(int(value[:4]))

    def fits(self, value: Any) -> bool:
        try:
            return isinstance(value, str) and self.parse(value) == value
        except FieldError:
            return False


class Moment(Date):
    name = "date and time"

    def parse(self, text: str) -> Any:
        return dates.parse_moment(text) if text.strip() else None


class Money(Kind):
    name, columns, compare, right_aligned = "money", (("_amount", "number"), ("_currency", "text")), "number", True

    def parse(self, text: str) -> Any:
        return money.parse_money(text) if text.strip() else None

    def format(self, value: Any) -> str:
        return "" if value is None else f"{value['amount']} {value['currency']}"

    def show(self, value: Any) -> str:
        return "" if value is None else money.show_money(value)

    def pack(self, value: Any) -> tuple[Any, ...]:
        return (None, None) if value is None else (value["amount"], value["currency"])

    def unpack(self, stored: Sequence[Any]) -> Any:
        return None if stored[0] is None else {"amount": stored[0], "currency": stored[1]}

    def fits(self, value: Any) -> bool:
        return isinstance(value, dict) and is_number(value.get("amount")) and is_text(value.get("currency"))


class Barcode(Kind):
    name, editor = "barcode", "barcode"

    def parse(self, text: str) -> Any:
        return barcode.read(text) or None

    def words(self, value: Any) -> str:
        # An EAN-13 that holds a UPC-A is found by either code.
        return "" if value is None else f"{value} {barcode.normal(value)}"

    def odd(self, value: Any) -> str | None:
        return None if value is None else barcode.problem(value)

    def instead(self, value: Any) -> tuple[Any, ...]:
        return () if value is None else barcode.meant(value)


class Flag(Kind):
    name, editor, compare = "yes or no", "flag", "flag"
    columns: tuple[tuple[str, str], ...] = (("", "flag"),)
    _words = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}

    def parse(self, text: str) -> Any:
        text = text.strip().lower()
        if text and text not in self._words:
            raise FieldError(f"“{text}” is neither yes nor no.")
        return self._words.get(text)

    def format(self, value: Any) -> str:
        return "" if value is None else "yes" if value else "no"

    def fits(self, value: Any) -> bool:
        return isinstance(value, bool)


class AfterCredits(Flag):
    name, editor, columns = "scene after the credits", "line", (("_scene", "flag"), ("_note", "text"))

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

    def fits(self, value: Any) -> bool:
        if not isinstance(value, dict) or not isinstance(value.get("has_scene"), bool):
            return False
        return value.get("note") is None or is_text(value["note"])


class Choice(Kind):
    name, editor = "choice", "choice"


class Place(Kind):
    """A path in the tree of places: `Living room/Shelf 2`."""

    name, editor, columns, rows = "place", "place", (), "place"

    def parse(self, text: str) -> Any:
        return "/".join(" ".join(step.split()) for step in text.replace("›", "/").split("/") if step.strip()) or None

    def show(self, value: Any) -> str:
        return "" if value is None else value.replace("/", " › ")

    def words(self, value: Any) -> str:
        return self.format(value)

    def fits(self, value: Any) -> bool:
        return is_text(value) and self.parse(value) == value


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
