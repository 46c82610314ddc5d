"""The history as pages to read: plain HTML for a text browser. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from catalogue.collection import Account, Entry, FieldChange, Operation
from catalogue.fields import dates

STATES = {"done": "", "undone": "undone", "dropped": "undone", "reverted": "taken back"}
"""What a state of an operation is called; nothing where it is in force."""

_LONGEST = 240  # letters of a value


def timeline(entries: Sequence[Entry]) -> str:
    """What happened to a record, the newest first; each name is a link to the whole operation."""
    if not entries:
        return '<p class="quiet">Nothing has happened to it yet.</p>'
    return "".join(_entry(one) for one in entries)


def account(found: Account) -> str:
    """What an operation did."""
    operation = found.operation
    state = STATES[operation.state]
    counts = "".join(f"<br>{escape(tally.words())}" for tally in found.tallies)
    head = f"<h3>{escape(operation.label)}</h3>"
    when = dates.show_date(operation.at) + (f' · <span class="warning">{state}</span>' if state else "")
    parts = [head, f'<p><span class="quiet">{when}</span>{counts}</p>']
    for record in found.records:
        parts.append(f'<h4>{escape(record.name)} <span class="quiet">{_KINDS[record.entity]}</span></h4>')
        parts.append(_changes(record.changes))
    if found.more:
        parts.append(f'<p class="quiet">… and {found.more:,} more</p>')
    return "".join(parts)


_KINDS = {"copy": "disc", "film": "film", "edition": "edition"}


def _entry(entry: Entry) -> str:
    operation: Operation = entry.operation
    state = f' <span class="warning">{STATES[operation.state]}</span>' if STATES[operation.state] else ""
    name = f'<a href="operation:{operation.id}">{escape(operation.label)}</a>{state}'
    when = f'<span class="quiet">{dates.show_date(operation.at)}</span>'
    return f'<p class="step">{name}<br>{when}</p>{_changes(entry.changes)}'


def _changes(changes: Iterable[FieldChange]) -> str:
    rows = "".join(
        f'<tr><td class="label">{escape(change.label)}</td><td>{_words(change)}</td></tr>' for change in changes
    )
    return f"<table>{rows}</table>" if rows else ""


def _words(change: FieldChange) -> str:
    if change.listed:
        lines = [f'− <span class="gone">{_cut(word)}</span>' for word in change.old]
        return "<br>".join(lines + [f"+ {_cut(word)}" for word in change.new])
    old, new = (_cut(", ".join(words)) for words in (change.old, change.new))
    if not old:
        return new
    return f'<span class="gone">{old}</span> → {new or "nothing"}'


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return escape(line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()} …")
