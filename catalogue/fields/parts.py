"""Kinds of lists whose records name their parts: tracks, discs, loans, viewings, and what is on the discs.

In an editor each record is a line, `Ann | lent: 2026-01-04 | due: 2026-02-04`: the first part needs no name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from catalogue.errors import FieldError
from catalogue.fields import kinds, one_line, pasted
from catalogue.fields.kinds import Kind, Rows, quoted
from catalogue.fields.lists import Cell, Parts

CODECS = ("Dolby Digital", "Dolby Digital Plus", "Dolby TrueHD", "Dolby Atmos", "DTS", "DTS-HD MA", "DTS:X", "PCM")
TRACK_ROLES = ("commentary", "audio description", "music only")


class Named(Parts):
    """A list of records taken whole from one source; the first of the `cells` is the one that needs no name."""

    merge: Literal["whole", "parts", "all"] = "whole"
    words_of: Mapping[str, str] = {}
    """The word that stands for a cell in a line, where it is not its key."""
    example = ""

    def parse_part(self, line: str) -> dict[str, Any]:
        """One record from its line. Raises FieldError."""
        cells = {self._word(cell): cell for cell in self.cells}
        part: dict[str, Any] = {cell.key: None for cell in self.cells}
        for piece in line.split("|"):
            word, colon, rest = piece.partition(":")
            named = cells.get(" ".join(word.split()).lower()) if colon else None
            cell, text = (named, rest) if named is not None else (self.cells[0], piece)
            if not text.strip():
                continue
            if part[cell.key] is not None:
                raise FieldError(f"“{piece.strip()}” is one part too many; write {self.example}.")
            part[cell.key] = cell.kind.parse(" ".join(cell.kind.in_figures(text).split()))
        if not self._said(part):
            raise FieldError(f"“{line}” says too little; write {self.example}.")
        return part

    def format_part(self, part: dict[str, Any]) -> str:
        """One record as a line."""
        words = [self._word(cell) for cell in self.cells]
        pieces = []
        for cell, own in zip(self.cells, words, strict=True):
            if part.get(cell.key) is None:
                continue
            text = cell.kind.format(part[cell.key])
            word, colon, _ = text.partition(":")
            plain = cell is self.cells[0] and not (colon and word.strip().lower() in words)
            pieces.append(text if plain else f"{own}: {text}")
        return " | ".join(pieces)

    def show_part(self, part: dict[str, Any]) -> str:
        """One record as a reader sees it."""
        return ", ".join(self._shown(part, *(cell.key for cell in self.cells)))

    def words(self, value: Any) -> str:
        return "\n".join(
            " ".join(cell.kind.words(part[cell.key]) for cell in self.cells if part.get(cell.key) is not None)
            for part in value or ()
        )

    def take_part(self, part: dict[str, Any]) -> dict[str, Any]:
        taken = super().take_part(part)
        if not self._said(taken):
            raise FieldError(f"{quoted(part)} says too little.")
        return taken

    def _said(self, part: dict[str, Any]) -> bool:
        needed = [cell.key for cell in self.cells if not cell.optional]
        if needed:
            return all(part.get(key) not in (None, "") for key in needed)
        return any(part.get(cell.key) not in (None, "") for cell in self.cells)

    def _word(self, cell: Cell) -> str:
        return self.words_of.get(cell.key, cell.key)

    def _shown(self, part: dict[str, Any], *keys: str) -> list[str]:
        kinds_of = {cell.key: cell.kind for cell in self.cells}
        return [kinds_of[key].show(part[key]) for key in keys if part.get(key) is not None]


class AudioTracks(Named):
    """The sound of an edition: `English | codec: Dolby Digital | channels: 5.1 | role: commentary`."""

    name = "audio tracks"
    cells = (
        Cell("language", "Language", optional=True, wide=True),
        Cell("codec", "Codec", choices=CODECS, optional=True, wide=True),
        Cell("channels", "Channels", choices=("Mono", "Stereo", "2.0", "5.1", "7.1"), optional=True),
        Cell("role", "Role", choices=TRACK_ROLES, optional=True),
    )
    example = "English | codec: DTS | channels: 5.1"

    def show_part(self, part: dict[str, Any]) -> str:
        """One track as a reader sees it: English DTS 5.1 (commentary)."""
        role = [f"({role})" for role in self._shown(part, "role")]
        return " ".join([*self._shown(part, "language", "codec", "channels"), *role])


class Discs(Named):
    """Discs of a copy that stand elsewhere: `2 | label: Bonus | at: Living room | device: TD 05 | slot: 12`."""

    name = "discs"
    rows: Rows | None = "discs"
    answers_for = ("location", "storage_device", "slot")
    cells = (
        Cell("disc", "Disc", kinds.NUMBER, optional=True),
        Cell("label", "Label", optional=True, wide=True),
        Cell("location", "Location", kinds.PLACE, optional=True, wide=True),
        Cell("storage_device", "Storage device", optional=True),
        Cell("slot", "Slot", optional=True),
    )
    words_of = {"location": "at", "storage_device": "device"}
    example = "2 | label: Bonus | at: Shelf 2 | device: TD 05 | slot: 12"

    def show_part(self, part: dict[str, Any]) -> str:
        """One disc as a reader sees it: Disc 2 “Bonus”: Shelf 2, TD 05, slot 12."""
        head = [f"Disc {disc}" for disc in self._shown(part, "disc")] + [
            f"“{one}”" for one in self._shown(part, "label")
        ]
        where = self._shown(part, "location", "storage_device") + [f"slot {slot}" for slot in self._shown(part, "slot")]
        return ": ".join(text for text in (" ".join(head), ", ".join(where)) if text)

    def answer(self, value: Any, key: str) -> str:
        return "\n".join(str(part[key]) for part in value or () if part.get(key) is not None)


_BETWEEN_LOANS = re.compile(r";\s+(?=[^;|]*\((?:lent|due|returned) [^()|]*\d[^()|]*\))")
_BETWEEN_DATES = re.compile(r"\s*,\s*(?=(?:lent|due|returned) )")
_SHOWN_LOAN = re.compile(
    r"(?P<contact>[^|]*[^|\s])\s*\((?P<said>(?:lent|due|returned) [^()|]*\d[^()|]*)\)(?:\s*:\s*(?P<note>[^|]*))?"
)


class Loans(Named):
    """Who has, or had, a copy: `Ann | lent: 2026-01-04 | due: 2026-02-04 | returned: 2026-01-30 | note: wrapped`."""

    name = "loans"
    rows: Rows | None = "loans"
    cells = (
        Cell("contact", "Lent to", wide=True),
        Cell("lent", "On", kinds.DATE, optional=True),
        Cell("due", "Due", kinds.DATE, optional=True),
        Cell("returned", "Returned", kinds.DATE, optional=True),
        Cell("note", "Note", optional=True, wide=True),
    )
    example = "Ann | lent: 2026-01-04 | due: 2026-02-04"

    def parse(self, text: str) -> Any:
        lines = [line for typed in text.splitlines() for line in _BETWEEN_LOANS.split(typed)]
        return [self.parse_part(line.strip()) for line in lines if line.strip()]

    def parse_part(self, line: str) -> dict[str, Any]:
        shown = _SHOWN_LOAN.fullmatch(line)
        if shown is None:
            return super().parse_part(line)
        # As it is shown.
        said = (": ".join(one.split(maxsplit=1)) for one in _BETWEEN_DATES.split(shown["said"]))
        note = [f"note: {shown['note']}"] if shown["note"] else []
        return super().parse_part(" | ".join((shown["contact"], *said, *note)))

    def wrong(self, value: Any) -> str | None:
        who = [str(part["contact"]) for part in value or () if part.get("returned") is None]
        if len(who) > 1:
            return f"This would be lent to {who[0]} and to {who[1]} at once; say when the first one gave it back."
        for part in value or ():
            for key, what in (("due", "be due"), ("returned", "come back")):
                if _before(part.get(key), part.get("lent")):
                    return f"What {part['contact']} has would {what} before it was lent."
        return None

    def show_part(self, part: dict[str, Any]) -> str:
        """One loan as a reader sees it: Ann (lent Jan 4, 2026, due Feb 4, 2026)."""
        said = [f"{key} {when}" for key in ("lent", "due", "returned") for when in self._shown(part, key)]
        note = f": {part['note']}" if part.get("note") else ""
        return str(part["contact"]) + (f" ({', '.join(said)})" if said else "") + note


class Viewings(Named):
    """When a film was seen: `2026-01-04 | who: Kerry | where: at home | rating: 8`, or just `seen`."""

    name = "viewings"
    rows: Rows | None = "viewings"
    cells = (
        Cell("when", "When", kinds.DATE, optional=True),
        Cell("who", "Who", optional=True, wide=True),
        Cell("where", "Where", optional=True, wide=True),
        Cell("rating", "Rating", kinds.RATING, optional=True),
    )
    example = "2026-01-04 | who: Kerry | where: at home | rating: 8"
    _unknown = "seen"

    def parse_part(self, line: str) -> dict[str, Any]:
        if line.strip().lower() == self._unknown:
            return {cell.key: None for cell in self.cells}
        return super().parse_part(line)

    def format_part(self, part: dict[str, Any]) -> str:
        return super().format_part(part) or self._unknown

    def show_part(self, part: dict[str, Any]) -> str:
        """One viewing as a reader sees it: Jan 4, 2026, Kerry, at home, 8/10."""
        rating = [f"{rating}/10" for rating in self._shown(part, "rating")]
        return ", ".join([*self._shown(part, "when", "who", "where"), *rating]) or self._unknown

    def words(self, value: Any) -> str:
        found = (" ".join(self._shown(part, "who", "where")) for part in value or ())
        return "\n".join(words or self._unknown for words in found)

    def _said(self, part: dict[str, Any]) -> bool:
        # That a film was seen is worth keeping when nobody remembers more.
        return True


_SHOWN_FILM = re.compile(
    r"(?P<film>.*\S\s*\(\d{4}\)|.*?\S(?=, disc \d))(?:, disc (?P<disc>\d{1,4}))?(?:, (?P<cut>\S.*))?", re.ASCII
)


class Contents(Named):
    """Which films are on which disc of an edition, in which cut: `Alien (1979) | disc: 1 | cut: Director's cut`."""

    name = "contents"
    rows: Rows | None = "contents"
    linked = True
    in_one_line = True
    cells = (
        Cell("film", "Film", wide=True),
        Cell("disc", "Disc", kinds.NUMBER, optional=True),
        Cell("cut", "Cut", optional=True, wide=True),
    )
    example = "Alien (1979) | disc: 1 | cut: Director's cut"

    def parse(self, text: str) -> Any:
        given = self.lines(text)
        found = pasted.lines(given if len(given) > 1 else pasted.numbered(text) or given)
        numbers = [pasted.number(line) for line in found]
        if len(found) > 1 and [said for said, _ in numbers] == [{"episode": at} for at in range(1, len(found) + 1)]:
            return [self.parse_part(title) for _, title in numbers]
        # As it was written: a number in front is one of the title.
        return [self.parse_part(line) for line in given]

    def format(self, value: Any) -> str:
        text = super().format(value)
        # Titles that are numbered as lines of a list are would lose their numbers.
        return text if self._reads_as(text, value) else "\n".join(self.plain_part(part) for part in value or ())

    def odd(self, value: Any) -> str | None:
        return maybe_several([str(part["film"]) for part in value or ()])

    def plain_part(self, part: dict[str, Any]) -> str:
        line = self.format_part(part)
        return line if line.startswith("film:") else f"film: {line}"

    def _are_records(self, found: list[one_line.Piece]) -> bool:
        # A year ends a film, so a semicolon behind one begins another: in Alien (1979); Aliens (1986), and with a film
        # whose year is not known. In Kill; Bill (1999) none follows a year, so nothing says that it is two.
        return any(piece.quoted or self.looks_whole(piece.text) for piece in found[:-1])

    def looks_whole(self, text: str) -> bool:
        return re.search(r"\(\d{4}\)(?:$|, |\s*\|)", text) is not None

    def parse_part(self, line: str) -> dict[str, Any]:
        """One film from its line, as it is typed or as it is shown."""
        shown = _SHOWN_FILM.fullmatch(line) if "|" not in line else None
        if shown is None:
            return super().parse_part(line)
        disc = kinds.NUMBER.parse(shown["disc"]) if shown["disc"] else None
        return super().parse_part(shown["film"]) | {"disc": disc, "cut": shown["cut"]}

    def show_part(self, part: dict[str, Any]) -> str:
        """One film as a reader sees it: Alien (1979), disc 1, Director's cut."""
        disc = [f"disc {disc}" for disc in self._shown(part, "disc")]
        return ", ".join([part["film"], *disc, *self._shown(part, "cut")])

    def words(self, value: Any) -> str:
        return "\n".join(self._words_of(part) for part in value or ())

    def _words_of(self, part: dict[str, Any]) -> str:
        # Years are numbers, and are searched as such.
        title, _ = split_film_name(part["film"])
        return " ".join([title, *self._shown(part, "cut")])


class PartOf(Kind):
    """The series or season that a film belongs to, by its name: `Twin Peaks (1990)`."""

    name, columns, linked = "part of", (), True
    rows: Rows | None = "parent"

    def words(self, value: Any) -> str:
        return split_film_name(self.format(value))[0]


class BoxSet(Kind):
    """The box set that an edition came in, by the title on its box."""

    name, columns, linked = "box set", (), True
    rows: Rows | None = "box_set"


def _before(one: str | None, other: str | None) -> bool:
    """Whether a date is before another one for sure: of a month, and of a day in it, neither is."""
    if one is None or other is None:
        return False
    known = min(len(one), len(other))
    return one[:known] < other[:known]


def maybe_several(titles: list[str]) -> str | None:
    """What to say of a list of one title that may have been meant as several: nothing in it tells."""
    if len(titles) != 1 or "; " not in titles[0]:
        return None
    return f"{quoted(titles[0])} is one title; end the line with a semicolon if it is several."


def film_name(title: str | None, year: int | None) -> str:
    """A film as lists of films name it: `Alien (1979)`."""
    return f"{title or ''} ({year})".strip() if year is not None else title or ""


def split_film_name(name: str) -> tuple[str, int | None]:
    """Title and year of a film that is named so."""
    match = re.fullmatch(r"(.*\S)\s*\((\d{4})\)", name.strip(), re.ASCII)
    return (match[1], int(match[2])) if match else (name.strip(), None)


AUDIO_TRACKS = AudioTracks()
DISCS = Discs()
LOANS = Loans()
VIEWINGS = Viewings()
CONTENTS = Contents()
PART_OF = PartOf()
BOX_SET = BoxSet()
