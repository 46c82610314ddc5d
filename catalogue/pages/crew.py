"""The crew of a film as pages list it: the trade before the names, behind them, or on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.pages import labels, names, values
from catalogue.pages.page import Facts, Line

_NAMES = (
    "director",
    "writer",
    "producer",
    "executive producer",
    "musician",
    "composer",
    "cinematographer",
    "editor",
)
TRADES = labels.table(_NAMES)
"""The trades in all languages, each with its English name."""

_AND = re.compile(r"\s+(?:and|und|et|y|&)\s+|\s*/\s*")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


def add(facts: Facts, lines: Sequence[Line]) -> None:
    """Keep the crew in the lines of a crew block."""
    trades = [trade_of(line) for line in lines]
    trade_first = bool(trades) and trades[0] is not None and trades[0][1] != "behind"
    current: str | None = None
    waiting: list[Line] = []
    for line, found in zip(lines, trades, strict=True):
        if found is None:
            if trade_first and current:
                add_people(facts, current, line.text, line)
            else:
                waiting.append(line)
            continue
        trade, place, people = found
        if people:
            add_people(facts, trade, people, line)
            current = trade if place == "before" else None
        elif trade_first:
            current = trade
        else:
            for one in waiting:
                add_people(facts, trade, one.text, one)
        waiting = []


def trade_of(line: Line) -> tuple[str, str, str] | None:
    """The trade in a line, whether it stands before or behind the names (or alone), and the names."""
    if label := labels.split(line, TRADES):
        return label[0], "before" if label[1] else "alone", label[1]
    words = line.text.split()
    for size in range(min(4, len(words) - 1), 0, -1):
        if trade := TRADES.get(" ".join(line.key.split()[-size:]).strip("()")):
            return trade, "behind", " ".join(words[:-size]).rstrip(" –-,")
    return None


def add_people(facts: Facts, trade: str, text: str, line: Line) -> None:
    """Keep the people in a row of names as crew of one trade."""
    for part in values.separated(_IN_BRACKETS.sub("", text)):
        for name in _AND.split(part):
            name = name.strip(" .–-:")
            if name and len(name) < 80 and names.is_capitalised(name) and not any(map(str.isdigit, name)):
                facts.add_credit(name, trade, None, line if name in line.text else None)
