"""Barcodes of discs: text, checked by their last digit, never a key."""

from __future__ import annotations

import re

LENGTHS = (8, 12, 13, 14)


def digits(text: str) -> str:
    """The code without blanks, hyphens and the quotes that spreadsheets put before it."""
    return re.sub(r"[\s\-'\"=.]", "", text)


def check_digit(body: str) -> str:
    """The GTIN check digit for the digits before it (weights 3 and 1 from the right)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def problem(code: str) -> str | None:
    """What is odd about a code, in words, or None. An odd code may still be kept."""
    if not code.isascii() or not code.isdigit():
        return "A barcode has digits only."
    if len(code) not in LENGTHS:
        return f"A barcode has 8, 12 or 13 digits; this one has {len(code)}."
    expected = check_digit(code[:-1])
    if code[-1] != expected:
        return f"The last digit of this barcode should be {expected}."
    return None


def normal(code: str) -> str:
    """The form in which codes are compared: an EAN-13 with a leading 0 is the UPC-A inside it."""
    code = digits(code)
    return code[1:] if len(code) == 13 and code.startswith("0") else code
