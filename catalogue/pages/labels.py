"""Lines that begin with a label: `Index 1279`, `Index: 1279`, or the label alone with its value below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache

from catalogue.fields.text import fold
from catalogue.pages.page import Line, Page
from catalogue.pages.vocabulary import reference

_LONGEST = 6


def table(english: Iterable[str]) -> dict[str, str]:
    """Labels in all languages that pages come in, each with its English name."""
    wanted = set(english)
    return {label: name for label, name in _all_labels().items() if name in wanted} | {name: name for name in wanted}


@cache
def _all_labels() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in reference("page-labels.txt"):
        name, _, others = line.partition(" = ")
        for label in others.split(","):
            found.setdefault(fold(label.strip()).rstrip(" :."), fold(name))
    return found


def split(line: Line, labels: Mapping[str, str]) -> tuple[str, str] | None:
    """The label at the start of a line, by its English name, and the text behind it. The longest label wins."""
    words = line.text.split(maxsplit=_LONGEST)
    for size in range(min(_LONGEST, len(words)), 0, -1):
        printed = " ".join(words[:size])
        label = fold(printed).rstrip(" :.")
        if label in labels:
            return labels[label], line.text[len(printed) :].strip(" :–")
        head, colon, _ = printed.rpartition(":")
        if colon and fold(head) in labels:
            return labels[fold(head)], line.text[len(head) + 1 :].strip()
    return None


def value_below(
    page: Page,
    at: int,
    label: str,
    value: str,
    labels: Mapping[str, str],
    headings: Collection[str],
    goes_on: bool = False,
) -> tuple[list[Line], int]:
    """The lines that continue a label's value, and the index behind them.

    Bullets always continue it; other lines only when nothing stands behind the label itself, or it `goes_on` anyway.
    """
    found: list[Line] = []
    end = at + 1
    while end < len(page.lines):
        line = page.lines[end]
        gap = line.gap > page.usual_gap
        if not line.bullet and ((value and not goes_on) or (goes_on and gap) or (found and (gap or found[0].bullet))):
            break
        next_label = split(line, labels) if not line.bullet or page.lines[at].bullet else None
        # The value may read like its label: Color, and below it Color.
        same = next_label is not None and next_label[0] == label and not (found and not next_label[1])
        if line.key.rstrip(":") in headings or (next_label and not same):
            break
        found.append(line)
        end += 1
    return found, end
