"""Barcodes of discs: text, checked by their last digit, never a key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from catalogue.errors import FieldError
from catalogue.fields.text import visible

LENGTHS = (8, 12, 13, 14)
# What stands beside a code on boxes, in shops and in lists. The number behind it says how many digits follow.
_LABEL = r"(?:upc|ean|gtin|jan|isbn|barcode)(?:\s*/\s*(?:upc|ean|gtin|jan|isbn))?"
_NUMBERED = (r"(?:-?(?:8|1[0234]))?(?:[ -]?[ae]\b)?\b\.?", r"\s+(?:8|1[0234])")
_LABELS = tuple(re.compile(rf"\(?{_LABEL}{number}\)?\s*[:#=]?", re.I | re.ASCII) for number in _NUMBERED)
# A code as GS1 writes it: with fourteen digits behind the number of its kind, perhaps with more such parts behind it.
_GS1 = re.compile(r"\(01\)\s*(\d{14})(?:\s*\(\d{2,4}\)[^()]*)*", re.ASCII)
_SHAPES = str.maketrans("‐‑‒–—−‘’“”", "------''\"\"")


def digits(text: str) -> str:
    """The code in plain digits, without blanks, hyphens, what nobody sees, and quotes of spreadsheets before it."""
    return re.sub(r"[\s\-'\"=.]", "", _plain(text))


def read(text: str) -> str:
    """The code that was typed, scanned or copied. Raises FieldError for a number that a spreadsheet shortened."""
    plain = _plain(text).strip().lstrip("'=\"").rstrip('"')
    if re.fullmatch(r"\d(?:[.,]\d+)?e\+?\d+", plain, re.I | re.ASCII):
        raise FieldError(
            f"“{plain}” is a code that a spreadsheet shortened; its last digits are lost. Scan or type it."
        )
    if (number := re.fullmatch(r"(\d{7,14})[.,]0+", plain, re.ASCII)) is not None:
        # A spreadsheet wrote a whole number with decimals: nothing is lost but perhaps zeros at the front.
        return number[1]
    code = digits(text)
    return code if code.isdigit() else labelled(text) or " ".join(plain.split())


def labelled(text: str) -> str | None:
    """The code in a text that also says what it is: `UPC 191329079843`, `EAN: …`, `(01)00191329079843`.

    None where there is none, or where its last digit is wrong: then the text may be anything.
    """
    plain = _plain(text).strip()
    if (gs1 := _GS1.fullmatch(plain)) is not None:
        return _sound(normal(gs1[1]))
    return next((code for label in _LABELS if (code := _sound(digits(label.sub("", plain, count=1))))), None)


def is_meant(text: str) -> bool:
    """Whether a text has as many digits as a barcode and nothing else but a label, be it right or not."""
    plain = _plain(text).strip()
    forms = (digits(label.sub("", plain, count=1)) for label in _LABELS)
    return _GS1.fullmatch(plain) is not None or any(form.isdigit() and len(form) in LENGTHS for form in forms)


def printed(words: Sequence[str]) -> str | None:
    """The code that words in a row make, as it is printed below its bars: `1 91329 07984 3`, perhaps with its label."""
    return _sound("".join(words)) if all(map(str.isdecimal, words)) else labelled(" ".join(words))


def _sound(code: str) -> str | None:
    return code if problem(code) is None else None


def _plain(text: str) -> str:
    """The text with the digits, hyphens and quotes of any script as a keyboard types them."""
    if text.isascii() and text.isprintable():
        return text
    shapes = unicodedata.normalize("NFKC", visible(text)).translate(_SHAPES)
    return "".join(str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in shapes)


def check_digit(body: str) -> str:
    """The GTIN check digit for the digits before it (weights 3 and 1 from the right)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def problem(code: str) -> str | None:
    """What is odd about a code, in words, or None. An odd code may still be kept."""
    if not code.isascii() or not code.isdigit():
        return "A barcode has digits only."
    if len(code) not in LENGTHS and (whole := _with_lost_zeros(code)) is not None:
        return f"This barcode has {len(code)} digits; with the zeros that a spreadsheet takes away it is {whole}."
    if len(code) not in LENGTHS:
        return f"A barcode has 8, 12 or 13 digits; this one has {len(code)}."
    expected = check_digit(code[:-1])
    if code[-1] != expected:
        return f"The last digit of this barcode should be {expected}."
    return None


def meant(code: str) -> tuple[str, ...]:
    """The codes that an odd one may stand for: with its lost zeros, or with the check digit that fits."""
    if problem(code) is None or not code.isascii() or not code.isdigit():
        return ()
    whole = _with_lost_zeros(code)
    if whole is not None:
        return (whole,)
    return (code[:-1] + check_digit(code[:-1]),) if len(code) in LENGTHS else ()


def normal(code: str) -> str:
    """The form in which codes are compared: an EAN-13 or GTIN-14 with leading zeros is the UPC-A or EAN inside it."""
    plain = digits(code)
    code = plain if plain.isdigit() else labelled(code) or plain
    while len(code) in (13, 14) and code.startswith("0"):
        code = code[1:]
    return code


def _with_lost_zeros(code: str) -> str | None:
    # Only a 12-digit code begins with zeros that a number loses, and only one whose check digit fits.
    whole = code.zfill(12)
    return whole if 9 <= len(code) < 12 and whole[-1] == check_digit(whole[:-1]) else None
