"""What became of an import: every record read is in exactly one of new, updated, same, doubtful, rejected."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell about a record of a file; `row` counts from 1 where the file has rows."""

    row: int | None
    field: str | None
    message: str


@dataclass(slots=True)
class FileReceipt:
    """What became of one file."""

    path: str
    format: str | None = None
    confidence: float = 0.0
    read: int = 0
    new: int = 0
    updated: int = 0
    same: int = 0
    doubtful: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    unmapped: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def count(self, verdict: str, number: int = 1) -> None:
        """Counts records read under new, updated, same, doubtful or rejected."""
        self.read += number
        setattr(self, verdict, getattr(self, verdict) + number)

    def refuse(self, message: str) -> None:
        """Counts one record as rejected, with the reason."""
        self.count("rejected")
        self.problems.append(Problem(None, None, message))

    def line(self) -> str:
        """The file's fate as one plain line."""
        counts = {name: getattr(self, name) for name in ("new", "updated", "same", "doubtful", "rejected")}
        words = ", ".join(f"{number:,} {WORDS[name]}" for name, number in counts.items() if number)
        what = f" ({self.format.replace('_', ' ')})" if self.format else ""
        return f"{self.path}{what}: {words or 'nothing in it'}"


WORDS = {
    "new": "new",
    "updated": "added to what is known",
    "same": "known already",
    "doubtful": "to review",
    "rejected": "rejected",
}
"""What may become of a record, as people read it."""


@dataclass(slots=True)
class Receipt:
    """What became of all files of an import; `operation` is its entry in the history, or None if nothing changed."""

    files: list[FileReceipt]
    operation: int | None = None

    @property
    def rejected(self) -> int:
        """How many records of all files did not come in."""
        return sum(file.rejected for file in self.files)

    @property
    def refused(self) -> int:
        """How many files gave nothing because they could not be read."""
        return sum(1 for file in self.files if file.rejected and file.rejected == file.read)

    def lines(self) -> list[str]:
        """The receipt in plain sentences, a file and its problems after each other."""
        found = []
        for file in self.files:
            found.append(file.line())
            found += [f"    {problem.message}" for problem in file.problems]
            found += [f"    Lost: {lost}" for lost in file.lost]
        return found

    def to_json(self) -> dict[str, Any]:
        """The receipt as the command line prints it."""
        return {"files": [asdict(file) for file in self.files], "operation": self.operation}
