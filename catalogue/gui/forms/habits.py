"""What a person need not type again and again: the order of day and month that they write, their currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from catalogue.errors import FieldError
from catalogue.fields.kinds import Date, Kind, Money


@dataclass(slots=True)
class Habits:
    """Learned from what was typed; None where nothing is known yet."""

    day_first: bool | None = None
    currency: str | None = None

    def complete(self, kind: Kind, text: str) -> str:
        """The text with what it leaves to habit: `7/8/1992` as a date of one reading, `9.99` with its currency."""
        text = kind.in_figures(text)
        if isinstance(kind, Date) and self.day_first is not None:
            both = kind.readings(text)
            return text if both is None else both[0 if self.day_first else 1]
        if isinstance(kind, Money) and self.currency and text.strip():
            with_currency = f"{text} {self.currency}"
            told = _reads(kind, with_currency) or kind.readings(with_currency) is not None
            return with_currency if told and not _reads(kind, text) and kind.readings(text) is None else text
        return text

    def learn(self, kind: Kind, value: Any) -> None:
        """Remembers the currency of an amount that was typed."""
        if isinstance(kind, Money) and value is not None:
            self.currency = value["currency"]

    def texts(self) -> list[str]:
        """The habits as the window keeps them between two starts."""
        order = {None: "", True: "day", False: "month"}[self.day_first]
        return [order, self.currency or ""]

    def recall(self, texts: list[str]) -> None:
        """Takes up the habits that `texts` told."""
        order, currency = (*texts, "", "")[:2]
        self.day_first, self.currency = {"day": True, "month": False}.get(order), currency or None


def _reads(kind: Kind, text: str) -> bool:
    try:
        kind.parse(text)
    except FieldError:
        return False
    return True
