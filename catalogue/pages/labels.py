"""Lines that begin with a label: `Index 1279`, `Index: 1279`, or the label alone with its value below."""

from __future__ import annotations

from collections.abc import Collection

from catalogue.fields.text import fold
from catalogue.pages.page import Line, Page

_LONGEST = 6


def split(line: Line, labels: Collection[str]) -> tuple[str, str] | None:
    """The folded label at the start of a line and the text behind it, or None. The longest label wins."""
    words = line.text.split(maxsplit=_LONGEST)
    for size in range(min(_LONGEST, len(words)), 0, -1):
        printed = " ".join(words[:size])
        label = fold(printed).rstrip(" :.")
        if label in labels:
            return label, line.text[len(printed) :].strip(" :–")
        head, colon, _ = printed.rpartition(":")
        if colon and fold(head) in labels:
            return fold(head), line.text[len(head) + 1 :].strip()
    return None


def value_below(
    page: Page, at: int, label: str, value: str, labels: Collection[str], headings: Collection[str]
) -> tuple[list[Line], int]:
    """The lines that continue a label's value, and the index behind them.

    Bullets always continue it; other lines only when nothing stands behind the label itself.
    """
    found: list[Line] = []
    end = at + 1
    while end < len(page.lines):
        line = page.lines[end]
        if not line.bullet and (value or (found and (line.gap or found[0].bullet))):
            break
        next_label = None if line.bullet else split(line, labels)
        # The value may read like its label: Color, and below it Color.
        same = next_label is not None and next_label[0] == label and not found
        if line.key.rstrip(":") in headings or (next_label and not same):
            break
        found.append(line)
        end += 1
    return found, end
