"""What was tried and what came of it."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Figures:
    """The count of one kind of trial, and in words each one that went wrong."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    skipped: str = ""
    notes: list[str] = field(default_factory=list)

    def right(self, what: str = "tried") -> None:
        """Counts one that went well."""
        self.counts[what] += 1

    def fails(self, message: str) -> None:
        """Notes one that did not."""
        self.counts["failed"] += 1
        self.wrong.append(message)

    def line(self) -> str:
        """The figures as a line."""
        if self.skipped:
            return f"{self.name:12} skipped: {self.skipped}"
        counts = ", ".join(f"{count:,} {what}" for what, count in self.counts.items() if what != "failed")
        return f"{self.name:12} {counts}; {self.counts['failed']:,} failed" + "".join(
            f"; {note}" for note in self.notes
        )


@dataclass
class Budget:
    """How long a kind of trial may go on, and how many it is to be at most."""

    seconds: float
    most: int
    strict: bool = True  # whether slowness is a failure too: on a busy machine it is none
    started: float = field(default_factory=time.monotonic)
    done: int = 0

    def more(self) -> bool:
        """Whether another one is to be tried; counts it."""
        if self.done >= self.most or (self.done and time.monotonic() - self.started > self.seconds):
            return False
        self.done += 1
        return True
