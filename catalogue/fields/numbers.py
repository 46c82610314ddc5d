"""Numbers as people type them: 7, 7.5, 7,5, 1,234.56, 1.234,56, 1 234,56, 1'234.50."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from catalogue.errors import FieldError
from catalogue.fields.text import figured

_SPACED = re.compile(r"[0-9]{1,3}(?:[\s'’][0-9]{3})+(?![0-9])")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_MOST_DIGITS = 15
_STARS_SHOWN, _OF_TEN = 5, 10
_SCALES = frozenset({_STARS_SHOWN, _OF_TEN, 100})
_STARS = {**dict.fromkeys(map(ord, "⭐🌟✭✮✯⭑*"), "★"), **dict.fromkeys(map(ord, "⯨⯪"), "½"), ord("⭒"): "☆"}
_STARS |= dict.fromkeys((0xFE0E, 0xFE0F), "")  # what says how a star is drawn
_ROW_OF_STARS = re.compile(r"(?=.*[★☆])(?P<full>★*)(?P<half>\.5)?(?P<empty>☆*)")
_SHARE = re.compile(
    r"(?P<number>[0-9]+(?:[.,][0-9]+)?)\s*"
    r"(?:(?:/|of|out of|von|sur|de|su|van|av|af)\s*(?P<scale>[0-9]{1,3})(?:\s*(?:★|stars?))?|(?P<sign>%|★|stars?))",
    re.I,
)

Number = int | float


def readings(text: str) -> tuple[Number, ...]:
    """The numbers that a text may mean: one, two where a mark stands for thousands or for decimals, or none.

    One mark before three digits can be either (12.345), unless the number begins with a zero (0,500) or other marks
    tell: blanks, apostrophes, or a comma beside a point.
    """
    text = text.strip()
    sign = -1 if text.startswith("-") else 1
    text = text.removeprefix("-")
    spaced = _SPACED.match(text)
    if spaced:
        text = re.sub(r"[\s'’]", "", spaced[0]) + text[spaced.end() :]
    marks = [mark for mark in text if mark in ".,"]
    whole, _, rest = text.rpartition(marks[-1]) if marks else (text, "", "")
    if not re.fullmatch(r"[0-9.,]*[0-9]", text) or sum(map(str.isdigit, whole)) > _MOST_DIGITS:
        return ()
    if not marks:
        return (sign * int(text),)
    as_decimals = _number(sign, re.sub("[.,]", "", whole), rest)
    if len(set(marks)) == 2:
        return (as_decimals,) if marks.count(marks[-1]) == 1 and not spaced and _GROUPED.fullmatch(whole) else ()
    if len(marks) > 1:
        return (sign * int(re.sub("[.,]", "", text)),) if not spaced and _GROUPED.fullmatch(text) else ()
    if spaced or len(rest) != 3 or not whole or whole.startswith("0") or len(whole) > 3:
        return (as_decimals,)
    return sign * int(whole + rest), as_decimals


def parse(text: str) -> Number:
    """The number that was typed. Raises FieldError, also where it can be read in two ways."""
    found = readings(text)
    if not found:
        raise FieldError(f"“{text.strip()}” is not a number; write 1500 or 2.5.")
    if len(found) > 1:
        both = " or ".join(map(typed, found))
        raise FieldError(f"“{text.strip()}” can be read in two ways; write {both}.")
    return found[0]


def parse_rating(text: str) -> Number:
    """A rating out of ten: 7.5, `8/10`, `4/5`, `80%`, `4 stars`, ★★★½☆. Raises FieldError; any share is taken."""
    written = figured(unicodedata.normalize("NFKC", re.sub(r"\s*½", ".5", text.strip().translate(_STARS))))
    if (row := _ROW_OF_STARS.fullmatch("".join(written.split()))) is not None:
        full, half = len(row["full"]), row["half"] is not None
        scale = full + half + len(row["empty"])
        # Nobody draws ten of a scale of five; six to nine can be of any.
        if scale <= _STARS_SHOWN or scale == _OF_TEN:
            return _of_ten(full + half / 2, max(scale, _STARS_SHOWN))
    elif (share := _SHARE.fullmatch(written)) is not None:
        scale = int(share["scale"] or (100 if share["sign"] == "%" else _STARS_SHOWN))
        if scale in _SCALES:
            return _of_ten(parse(share["number"]), scale)
    elif readings(written):
        return parse(written)
    raise FieldError(f"“{text.strip()}” is no rating of your own; write 7.5, 8/10, 4/5 or ★★★★.")


def _of_ten(number: Number, scale: int) -> Number:
    value = Decimal(repr(number)) * 10 / scale
    return int(value) if value == int(value) else float(value)


def plain(value: Number) -> str:
    """A number in digits, without the exponent that nobody types."""
    if isinstance(value, int):
        return str(value)
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed(value: Number) -> str:
    """A number as it can be typed: one with three decimals gets a fourth, so that they are no thousands."""
    text = plain(value)
    return f"{text}0" if len(readings(text)) > 1 else text


def _number(sign: int, whole: str, decimals: str) -> Number:
    value = sign * float(f"{whole or 0}.{decimals}")
    return int(value) if value.is_integer() else value
