"""The episodes of a season, or the seasons of a series, as a list that can be typed or pasted."""

from __future__ import annotations

import itertools
import re
from typing import Any

from catalogue.errors import FieldError
from catalogue.fields import kinds, runtime
from catalogue.fields.kinds import Rows
from catalogue.fields.lists import Cell
from catalogue.fields.parts import Named

_NOTHING = "-"  # stands for a title where there is none
_SEEN = "yes"
_SEEN_WORDS = frozenset({"yes", "y", "x", "✓", "✔", "seen"})

_NUMBER = re.compile(
    r"""(?:s(?P<s1>\d{1,3})[ .-]*e(?P<e1>\d{1,4})          # S01E02
      | (?P<s2>\d{1,3})x(?P<e2>\d{1,4})                    # 1x02
      | (?:episode|ep\.?|folge|épisode|episodio)[ ]*(?P<e3>\d{1,4})
      | \#(?P<e5>\d{1,4}) | (?P<e4>\d{1,4})(?=\s*[.):\t]|\s+[-–—]\s)        # 2. or 2) or 2 - or a column of its own
    )(?!\d)\s*[.):–—\t-]*\s*""",
    re.I | re.X,
)
_BARE = re.compile(r"(\d{1,4})\s+(?=\S)")
_LENGTH = re.compile(
    r"(?:[\t,–—-]\s*|\s)\(?((?:\d{1,2}\s*h\s*)?\d{1,3}\s*(?:min(?:ute)?s?\.?|m|['’′])|\d:\d{2})\)?\s*$", re.I
)
_QUOTED = re.compile(r"[\"“„«»'‘](.+)[\"”“»«'’]$")


class Seen(kinds.Date):
    """When an episode was seen last, or that it was seen some day: `2026-01-04`, `yes`."""

    name = "seen"
    wanted = "a date, or yes"

    def parse(self, text: str) -> Any:
        return _SEEN if text.strip().lower() in _SEEN_WORDS else super().parse(text)

    def show(self, value: Any) -> str:
        return _SEEN if value == _SEEN else super().show(value)

    def odd(self, value: Any) -> str | None:
        return None if value == _SEEN else super().odd(value)


class Episodes(Named):
    """Films that are part of another: `1x02 The Train Job | runtime: 42 | seen: 2026-01-04`.

    A part that is left empty says nothing: what is known of the episode stays.
    """

    name = "episodes"
    rows: Rows | None = "episodes"
    linked = True
    cells = (
        Cell("title", "Title", optional=True, wide=True),
        Cell("season", "Season", kinds.NUMBER, optional=True),
        Cell("episode", "Number", kinds.NUMBER, optional=True),
        Cell("runtime", "Running time", kinds.RUNTIME, optional=True),
        Cell("seen", "Seen", Seen(), optional=True),
    )
    example = "2. The Train Job | runtime: 42 min | seen: yes"

    def parse(self, text: str) -> Any:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [self.parse_part(line) for line in _with_points(lines)]

    def parse_part(self, line: str) -> dict[str, Any]:
        """One episode from its line: its number, its title, at the end of this its running time, then named parts."""
        head, _, rest = line.partition("|")
        numbers, head = _numbers(head)
        minutes, head = _length(head)
        title = " ".join(_unquoted(head.strip()).split())
        part: dict[str, Any] = {cell.key: None for cell in self.cells}
        if rest.strip():
            # The named parts; the title in front is read here.
            part = super().parse_part(f"{_NOTHING} | {rest}")
        part["title"] = title if title not in ("", _NOTHING) else None
        for key, number in (numbers | {"runtime": minutes}).items():
            part[key] = number if part[key] is None else part[key]
        if not self._said(part):
            raise FieldError(f"“{line}” says too little; write {self.example}.")
        return part

    def format_part(self, part: dict[str, Any]) -> str:
        season, number, title = part.get("season"), part.get("episode"), part.get("title") or ""
        named = {key: part.get(key) for key in ("runtime", "seen")}
        head = f"{season}x{number:02}" if season is not None and number is not None else ""
        if season is None and number is not None:
            head = f"{number}."
        if season is not None and number is None:
            named = {"season": season, **named}
        # A title that begins as a number does is kept apart from the numbers by its quotation marks.
        reads_as_number = _NUMBER.match(title) or _BARE.match(title) or _LENGTH.search(title) or _QUOTED.match(title)
        shown = f"“{title}”" if reads_as_number else title
        rest = super().format_part(named)
        return " | ".join(piece for piece in (" ".join(filter(None, (head, shown))) or _NOTHING, rest) if piece)

    def show_part(self, part: dict[str, Any]) -> str:
        """One episode as a reader sees it: 1x02 The Train Job, 42 min, seen Jan 4, 2026."""
        seen = [f"seen {when}" if when != _SEEN else "seen" for when in self._shown(part, "seen")]
        name = " ".join(filter(None, (number_of(part.get("season"), part.get("episode")), part.get("title"))))
        return ", ".join([name, *self._shown(part, "runtime"), *seen])

    def words(self, value: Any) -> str:
        return "\n".join(part["title"] for part in value or () if part.get("title"))


def number_of(season: int | None, episode: int | None) -> str:
    """The place of an episode in its series: `1x02`, `2.`, `Season 1`, or nothing."""
    if episode is None:
        return "" if season is None else f"Season {season}"
    return f"{episode}." if season is None else f"{season}x{episode:02}"


def _with_points(lines: list[str]) -> list[str]:
    """Lines that all begin with a number, one higher each time: there it is no part of the title (`12 Monkeys`)."""
    found = [_BARE.match(line) for line in lines]
    numbers = [int(match[1]) for match in found if match]
    counted = len(numbers) == len(lines) > 1 and all(b == a + 1 for a, b in itertools.pairwise(numbers))
    return (
        [f"{match[1]}. {line[match.end() :]}" for line, match in zip(lines, found, strict=True) if match]
        if counted
        else lines
    )


def _numbers(text: str) -> tuple[dict[str, int], str]:
    match = _NUMBER.match(text)
    if match is None:
        return {}, text
    found = {name[0]: int(number) for name, number in match.groupdict().items() if number is not None}
    names = {"s": "season", "e": "episode"}
    return {names[letter]: number for letter, number in found.items()}, text[match.end() :]


def _length(text: str) -> tuple[int | None, str]:
    match = _LENGTH.search(text)
    if match is None or not text[: match.start()].strip():
        return None, text
    return runtime.parse_runtime(re.sub(r"\s*['’′]$", " min", match[1])), text[: match.start()]


def _unquoted(title: str) -> str:
    match = _QUOTED.match(title)
    return match[1] if match else title


EPISODES = Episodes()
