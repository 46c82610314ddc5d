"""A page made ready for the readers: its lines, cleaned, each with its place in the original text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from catalogue.fields.draft import Entity, FactDraft
from catalogue.fields.text import fold, narrow
from catalogue.pages import markup
from catalogue.pages.furniture import is_furniture
from catalogue.pages.markup import Markup

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BLANKS = re.compile(r"\s+")
_ONLY_BULLET = frozenset("•‣◦▪●○·")
_BULLET = re.compile(r"^[•‣◦▪●○·*–-]\s+(?=\S)")
# Invisible marks that pages carry along: a byte order mark, soft hyphens, zero-width and direction marks.
_INVISIBLE = re.compile("[\ufeff\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u0000]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty. `gap` counts the empty lines before it; `key` is its text folded, without a bullet."""

    text: str
    key: str
    bullet: bool
    gap: int
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """The text of a page and its lines; `known_people` are folded names of people that the catalogue has.

    `source` is the text as it was given. For a saved web page (`is_saved`) `text` holds only its words, and places in
    them are none in the source; `markup` has what else is in it. Lines of `furniture` are none of the lines.
    """

    text: str
    lines: tuple[Line, ...]
    known_people: frozenset[str]
    source: str
    markup: Markup
    is_saved: bool
    furniture: frozenset[str]

    @cached_property
    def keys(self) -> frozenset[str]:
        """The folded lines, for a quick look whether a label is there."""
        return frozenset(line.key for line in self.lines)

    @cached_property
    def usual_gap(self) -> int:
        """How many empty lines stand between any two lines: a page may be double spaced."""
        return min((line.gap for line in self.lines[1:]), default=0)

    def span(self, line: Line, part: str) -> tuple[int, int]:
        """Where a part of a line stands in the original text; the whole line when it cannot be told."""
        at = self.text.find(part, line.start, line.end) if part else -1
        return (line.start, line.end) if at < 0 else (at, at + len(part))

    def printed(self, line: Line) -> str:
        """A line as it is printed, with tabs and wide blanks, without a bullet."""
        return _BULLET.sub("", _plain(narrow(self.text[line.start : line.end])).strip())

    def holding(self, part: str) -> Line | None:
        """The first line of the page that holds a text, or None."""
        at = self.text.find(part)
        place = bisect_right(self.lines, at, key=lambda line: line.start) - 1
        return self.lines[place] if at >= 0 and place >= 0 else None

    def find(self, test: Callable[[Line], Any], start: int = 0) -> int:
        """Index of the first line that passes a test, or the number of lines."""
        return next((at for at in range(start, len(self.lines)) if test(self.lines[at])), len(self.lines))


def prepare(text: str, known_people: Collection[str] = ()) -> Page:
    """The page for a text as it was pasted or read from a file, with any line ends."""
    is_saved = markup.is_markup(text)
    found = markup.read(text) if is_saved else markup.without_data(text)
    people = frozenset(fold(name) for name in known_people)
    lines = _lines(found.text)
    furniture = frozenset(line.key for line in lines if is_furniture(line.key))
    return Page(found.text, tuple(_without(lines, furniture)), people, text, found, is_saved, furniture)


def _plain(text: str) -> str:
    """A text without invisible marks, its letters and their accents in one piece."""
    return text if text.isascii() and "\0" not in text else unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def _without(lines: Iterable[Line], furniture: Collection[str]) -> Iterator[Line]:
    gap = 0
    for line in lines:
        if line.key in furniture:
            gap = max(gap, line.gap)
        else:
            yield replace(line, gap=max(gap, line.gap)) if gap else line
            gap = 0


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    counted = 0
    gap = 0
    below_bullet = False
    for match in _LINE.finditer(text):
        # Between two matches stand only line ends: more than one means empty lines (CR LF counts as one).
        gap += max(0, len(text[counted : match.start()].replace("\r\n", "\n")) - bool(lines or gap))
        counted = match.end()
        clean = _BLANKS.sub(" ", _plain(match.group())).strip()
        if not clean:
            gap += 1
            continue
        if clean in _ONLY_BULLET:
            # The mark stands above its point where a saved page has a block of its own in it.
            below_bullet = True
            continue
        raw = match.group()
        start = match.start() + len(raw) - len(raw.lstrip())
        bare = _BULLET.sub("", clean)
        bullet = below_bullet or bare != clean
        lines.append(Line(bare, fold(bare), bullet, gap, start, match.start() + len(raw.rstrip())))
        gap = 0
        below_bullet = False
    return lines


@dataclass
class Facts:
    """Collects facts with their places while a page is read."""

    page: Page
    drafts: list[FactDraft] = field(default_factory=list)
    _first: dict[tuple[str, str], Any] = field(default_factory=dict)
    _credits: set[tuple[str, str, str]] = field(default_factory=set)
    _billed: int = 0

    def add(
        self,
        about: Entity,
        key: str,
        value: Any,
        line: Line | None = None,
        part: str | None = None,
        subject: str | None = None,
        confidence: float = 1.0,
        reason: str | None = None,
        alternatives: Sequence[Any] = (),
    ) -> None:
        """Keep a fact unless its value is empty; `line` and `part` say where it stands."""
        if value is None or value == "" or value == []:
            return
        start, end = (None, None) if line is None else self.page.span(line, part or line.text)
        self._keep(FactDraft(about, key, value, subject, start, end, confidence, reason, tuple(alternatives)))

    def add_credit(
        self,
        person: str,
        role: str,
        character: str | None = None,
        line: Line | None = None,
        confidence: float = 1.0,
        reason: str | None = None,
        alternatives: Sequence[tuple[str, str | None]] = (),
    ) -> None:
        """Keep a person of the cast or crew, once, numbered on; `alternatives` are other readings of the same lines."""
        key = (fold(person), role, fold(character or ""))
        if not person or key in self._credits:
            return
        self._credits.add(key)
        self._billed += 1
        parts = [
            {"person": name, "role": role, "character": played, "order": self._billed}
            for name, played in [(person, character), *alternatives]
        ]
        subject = person if role == "actor" else f"{person} ({role})"
        self.add("film", "credits", parts[0], line, person, subject, confidence, reason, parts[1:])

    def add_text(
        self, kind: str, lines: Sequence[Line], paragraphs: Iterable[str], author: str | None, heading: str | None
    ) -> None:
        """Keep a text of several paragraphs that spans some lines."""
        body = "\n".join(paragraph for paragraph in paragraphs if paragraph)
        if not body:
            return
        value = {"kind": kind, "author": author, "heading": heading, "text": body}
        self._keep(FactDraft("film", "texts", value, None, lines[0].start, lines[-1].end))

    def has(self, about: Entity, key: str) -> bool:
        """Whether a fact about a field is there already."""
        return (about, key) in self._first

    def value(self, about: Entity, key: str) -> Any:
        """The first value of a field, or None."""
        return self._first.get((about, key))

    def texts(self) -> list[str]:
        """The texts that were kept."""
        return [draft.value["text"] for draft in self.drafts if draft.field == "texts"]

    def in_order(self) -> tuple[FactDraft, ...]:
        """All facts in the order of the page; those that stand nowhere in it come last."""
        drafts = sorted(self.drafts, key=lambda draft: len(self.page.text) if draft.start is None else draft.start)
        if self.page.is_saved:
            drafts = [replace(draft, start=None, end=None) for draft in drafts]
        return tuple(drafts)

    def _keep(self, draft: FactDraft) -> None:
        self.drafts.append(draft)
        self._first.setdefault((draft.about, draft.field), draft.value)
