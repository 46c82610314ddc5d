"""The episodes of a season, or the seasons of a series, as a list that can be typed or pasted."""

from __future__ import annotations

import re
from typing import Any

from catalogue.errors import FieldError
from catalogue.fields import kinds, one_line, pasted, runtime
from catalogue.fields.kinds import Rows
from catalogue.fields.lists import Cell
from catalogue.fields.parts import Named, maybe_several

_NOTHING = "-"  # stands for a title where there is none
SEEN = "yes"
_SEEN_WORDS = frozenset({"yes", "y", "x", "✓", "✔", "seen"})

_LENGTH = re.compile(
    r"(?:[\t,–—-]\s*|\s)\(?((?:\d{1,2}\s*h\s*)?\d{1,3}\s*(?:min(?:ute)?s?\.?|m|['’′])|\d{1,2}\s*h(?:\s*\d{1,2})?|\d:\d{2})\)?\s*$",
    re.I,
)
_LAST_COLUMN = re.compile(r"\t\s*(\d{1,3})\s*$")
_SEEN = re.compile(r",\s+seen(?:\s+(\S.*))?$")
_QUOTED = re.compile(r"[\"“„«»'‘](.+)[\"”“»«'’]$")


class Seen(kinds.Date):
    """When an episode was seen last, or that it was seen some day: `2026-01-04`, `yes`."""

    name = "seen"
    wanted = "a date, or yes"

    def parse(self, text: str) -> Any:
        return SEEN if text.strip().lower() in _SEEN_WORDS else super().parse(text)

    def show(self, value: Any) -> str:
        return SEEN if value == SEEN else super().show(value)

    def odd(self, value: Any) -> str | None:
        return None if value == SEEN else super().odd(value)


class Episodes(Named):
    """Films that are part of another: `1x02 The Train Job | runtime: 42 | seen: 2026-01-04`.

    A part that is left empty says nothing: what is known of the episode stays.
    """

    name = "episodes"
    rows: Rows | None = "episodes"
    linked = True
    in_one_line = True
    cells = (
        Cell("title", "Title", optional=True, wide=True),
        Cell("season", "Season", kinds.NUMBER, optional=True),
        Cell("episode", "Number", kinds.NUMBER, optional=True),
        Cell("runtime", "Running time", kinds.RUNTIME, optional=True),
        Cell("seen", "Seen", Seen(), optional=True),
    )
    example = "2. The Train Job | runtime: 42 min | seen: yes"

    def parse(self, text: str) -> Any:
        return [self.parse_part(line) for line in pasted.lines(self.lines(text))]

    def _records_in(self, line: str, found: list[one_line.Piece]) -> list[str]:
        return pasted.numbered(line) or super()._records_in(line, found)

    def parse_part(self, line: str) -> dict[str, Any]:
        """One episode from its line: its number, its title, at the end of this its running time, then named parts."""
        head, _, rest = line.partition("|")
        numbers, head = pasted.number(head)
        seen, head = _seen(head)
        minutes, head = _length(head)
        title = " ".join(_unquoted(head.strip()).split())
        part: dict[str, Any] = {cell.key: None for cell in self.cells}
        if rest.strip():
            # The named parts; the title in front is read here.
            part = super().parse_part(f"{_NOTHING} | {rest}")
        part["title"] = title if title not in ("", _NOTHING) else None
        for key, number in (numbers | {"runtime": minutes, "seen": seen}).items():
            part[key] = number if part[key] is None else part[key]
        if not self._said(part):
            raise FieldError(f"“{line}” says too little; write {self.example}.")
        return part

    def format_part(self, part: dict[str, Any]) -> str:
        title = part.get("title") or ""
        # A title that begins as a number does is kept apart from the numbers by its quotation marks.
        apart = pasted.begins_with_number(title) or pasted.number(f"1. {title}")[1] != title
        return self._line(part, apart or any(one.search(title) for one in (_LENGTH, _SEEN, _QUOTED)))

    def plain_part(self, part: dict[str, Any]) -> str:
        return self._line(part, bool(part.get("title")))

    def _line(self, part: dict[str, Any], in_marks: bool) -> str:
        season, number, title = part.get("season"), part.get("episode"), part.get("title") or ""
        named = {key: part.get(key) for key in ("runtime", "seen")}
        head = number_of(season, number) if number is not None else ""
        if season is not None and number is None:
            named = {"season": season, **named}
        shown = f"“{title}”" if in_marks else title
        rest = super().format_part(named)
        return " | ".join(piece for piece in (" ".join(filter(None, (head, shown))) or _NOTHING, rest) if piece)

    def show_part(self, part: dict[str, Any]) -> str:
        """One episode as a reader sees it: 1x02 The Train Job, 42 min, seen Jan 4, 2026."""
        seen = [f"seen {when}" if when != SEEN else "seen" for when in self._shown(part, "seen")]
        name = " ".join(filter(None, (number_of(part.get("season"), part.get("episode")), part.get("title"))))
        return ", ".join([name, *self._shown(part, "runtime"), *seen])

    def odd(self, value: Any) -> str | None:
        numbers = [(part.get("season"), part["episode"]) for part in value or () if part.get("episode") is not None]
        twice = next((one for place, one in enumerate(numbers) if one in numbers[:place]), None)
        if twice is None:
            return maybe_several([part["title"] for part in value or () if part.get("title")])
        return f"Two episodes have the number {number_of(*twice).removesuffix('.')}."

    def words(self, value: Any) -> str:
        return "\n".join(part["title"] for part in value or () if part.get("title"))


def number_of(season: int | None, episode: int | None) -> str:
    """The place of an episode in its series: `1x02`, `2.`, `Season 1`, or nothing."""
    if episode is None:
        return "" if season is None else f"Season {season}"
    return f"{episode}." if season is None else f"{season}x{episode:02}"


def _length(text: str) -> tuple[int | None, str]:
    # A last column of a table that is a number alone.
    match = _LENGTH.search(text) or _LAST_COLUMN.search(text)
    if match is None or not text[: match.start()].strip():
        return None, text
    return runtime.parse_runtime(re.sub(r"\s*['’′]$", " min", match[1])), text[: match.start()]


def _seen(text: str) -> tuple[str | None, str]:
    # As it is shown: The Train Job, 42 min, seen Jan 4, 2026.
    match = _SEEN.search(text)
    if match is None or not text[: match.start()].strip():
        return None, text
    try:
        when = Seen().parse(match[1]) if match[1] else SEEN
    except FieldError:
        return None, text
    return when, text[: match.start()]


def _unquoted(title: str) -> str:
    match = _QUOTED.match(title)
    return match[1] if match else title


EPISODES = Episodes()
