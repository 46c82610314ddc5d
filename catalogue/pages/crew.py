"""The crew of a film as pages list it: the trade before the names, behind them, or on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.fields.text import fold
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

_BETWEEN_TRADES = re.compile(r"\s*[,/&]\s*")
_AND = re.compile(r"\s+(?:and|und|et|y|&)\s+|\s*/\s*")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


def add(facts: Facts, lines: Sequence[Line]) -> None:
    """Keep the crew in the lines of a crew block."""
    found_in = [trades_of(line) for line in lines]
    trade_first = bool(found_in) and found_in[0] is not None and found_in[0][1] != "behind"
    current: list[str] = []
    waiting: list[Line] = []
    for line, found in zip(lines, found_in, strict=True):
        if found is None:
            if trade_first and current:
                _add_all(facts, current, [(line.text, line)])
            else:
                waiting.append(line)
            continue
        trades, place, people = found
        if people:
            _add_all(facts, trades, [(people, line)])
            current = trades if place == "before" else []
        elif trade_first:
            current = trades
        else:
            _add_all(facts, trades, [(one.text, one) for one in waiting])
        waiting = []


def _add_all(facts: Facts, trades: Sequence[str], rows: Sequence[tuple[str, Line]]) -> None:
    for people, line in rows:
        for trade in trades:
            add_people(facts, trade, people, line)


def trades_of(line: Line) -> tuple[list[str], str, str] | None:
    """The trades in a line, whether they stand before or behind the names (or alone), and the names."""
    rows = [TRADES.get(fold(part)) for part in _BETWEEN_TRADES.split(line.text)]
    if len(rows) > 1 and all(rows):
        return [trade for trade in rows if trade], "alone", ""
    if label := labels.split(line, TRADES):
        return [label[0]], "before" if label[1] else "alone", label[1]
    trades: list[str] = []
    words = line.text.split()
    while trade := next(
        filter(None, (_trade_behind(words, size) for size in range(min(4, len(words) - 1), 0, -1))), None
    ):
        trades.insert(0, trade[0])
        words = words[: -trade[1]]
        if not words[-1].endswith((",", "/", "&")):
            break
    return (trades, "behind", " ".join(words).rstrip(" –-,/&")) if trades else None


def _trade_behind(words: Sequence[str], size: int) -> tuple[str, int] | None:
    """The trade that the last words are, with how many words it has."""
    trade = TRADES.get(fold(" ".join(words[-size:])).strip("(),"))
    return (trade, size) if trade else None


def add_people(facts: Facts, trade: str, text: str, line: Line) -> None:
    """Keep the people in a row of names as crew of one trade."""
    for part in values.separated(_IN_BRACKETS.sub("", text)):
        for name in _AND.split(part):
            name = name.strip(" .–-:")
            if name and len(name) < 80 and names.is_capitalised(name) and not any(map(str.isdigit, name)):
                facts.add_credit(name, trade, None, line if name in line.text else None)
