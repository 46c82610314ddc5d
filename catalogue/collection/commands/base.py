"""What every command has to be."""

from __future__ import annotations

from typing import Any, Protocol

from catalogue.fields.registry import Vocabulary
from catalogue.jobs import Job
from catalogue.store import vocabulary
from catalogue.store.pictures import Pictures
from catalogue.store.writer import Writer


class Work:
    """What a command works with: the recorder, the time, the picture store, and the job that may be cancelled.

    The command sets `label`, the operation's name in the history, and may leave a `result`; `besides` is what came of
    it elsewhere, for the label. `reverts` is the operation that it takes back, if that is what it does.
    """

    def __init__(self, writer: Writer, now: str, pictures: Pictures, job: Job) -> None:
        self.writer = writer
        self.connection = writer.connection
        self.now = now
        self.pictures = pictures
        self.job = job
        self.label = ""
        self.besides = ""
        self.result: Any = None
        self.reverts: int | None = None

    @property
    def fields(self) -> Vocabulary:
        """The fields of the catalogue as they are now."""
        return vocabulary.of(self.connection)


class Command(Protocol):
    """A wish to change the collection: a frozen bag of values that knows how to carry itself out.

    No command writes its own undo: the recorder notes every row. One that reaches far says so by a `risk`, the reason
    for a backup before it.
    """

    def apply(self, work: Work) -> None:
        """Makes the change through `work.writer`. Raises UserError to refuse; nothing is kept then."""
        ...


def things(discs: int, films: int) -> str:
    """Numbers of discs and of films without one in words for labels."""
    counts = ((discs, "1 disc", "discs"), (films, "1 film", "films"))
    return " and ".join(one if number == 1 else f"{number:,} {many}" for number, one, many in counts if number)
