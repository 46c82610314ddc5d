"""Running times in minutes, as people and pages write them."""

from __future__ import annotations

import re

from catalogue.errors import FieldError

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:\s*h(?:rs?|ours?)?\.?)?", re.I | re.ASCII)
_ISO = re.compile(r"P(?:0D)?T(?:(\d{1,3})H)?(?:(\d{1,5})M)?(?:(\d{1,5})(?:\.\d+)?S)?", re.I | re.ASCII)
_HOUR = r"(?:h|hrs?|hours?|std|stunden?|heures?|horas?|or[ae]|uur|timm?ar|timer?|godz)\.?"
_MINUTE = r"(?:m|mins?|minut(?:es?|en|os?|i|er|ter)?|minuut)\.?|'"
_PART_HOUR = re.compile(rf"(\d{{1,2}}[.,]\d{{1,2}})\s*{_HOUR}", re.I | re.ASCII)
_WORDS = re.compile(
    rf"(?:(\d{{1,3}})\s*{_HOUR})?\s*(?:(?:y|e|et|und|en|and|og|och)\s+)?"
    rf"(?:(\d{{1,5}})\s*(?:{_MINUTE})?)?(?:(?<=['a-z.])\s*(\d{{1,2}})\s*(?:s|secs?|seconds?|''|\"))?",
    re.I | re.ASCII,
)
_SHAPES = str.maketrans("′’‘´`″”“", 5 * "'" + 3 * '"')
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75"}


def parse_runtime(text: str) -> int:
    """`172`, `2h 52m`, `2 h 52`, `01:47`, `107 min`, `90'`, `1.5 h`, `PT107M` as minutes. Raises FieldError."""
    plain = " ".join(text.split()).translate(_SHAPES)
    for sign, decimals in _FRACTIONS.items():
        plain = re.sub(rf"(?<!\d)\s?{sign}", f"0{decimals}", re.sub(rf"(?<=\d)\s?{sign}", decimals, plain))
    if match := _PART_HOUR.fullmatch(plain):
        return round(float(match[1].replace(",", ".")) * 60)
    match = _CLOCK.fullmatch(plain) or _ISO.fullmatch(plain) or _WORDS.fullmatch(plain)
    if not plain or not match or not (match[1] or match[2]) or not in_order(match[1], match[2], match[3]):
        raise FieldError(f"“{text}” is not a running time; write 107, 1:47 or 1h 47m.")
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def in_order(hours: str | None, minutes: str | None, seconds: str | None = None) -> bool:
    """Whether each part is less than one of the part before it: 1 h 75 is a slip of the finger."""
    return not (int(hours or 0) and int(minutes or 0) > 59) and int(seconds or 0) <= 59


def show_runtime(minutes: int) -> str:
    """The running time as a person reads it: 1 h 47, 52 min."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def odd(minutes: int) -> str | None:
    """What is strange about a running time, in words, or None."""
    if not minutes:
        return "A film of no length is odd."
    return "That is more than a whole day." if minutes > 24 * 60 else None
