"""The labels of a collection page: which field each fills, in any language, and how its value is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from catalogue.fields import barcode, registry
from catalogue.fields.draft import Entity
from catalogue.fields.text import fold
from catalogue.pages import labels, values
from catalogue.pages.page import Facts, Line, Page

# The field of each label, by its English name; resources/reference/page-labels.txt has the other languages.
COPY_FIELD_OF = {
    "owner": "owner",
    "location": "location",
    "storage device": "storage_device",
    "slot": "slot",
    "purchase date": "purchase_date",
    "store": "store",
    "purchase price": "price",
    "current value": "current_value",
    "condition": "condition",
    "index": "index",
    "collection status": "status",
    "my rating": "my_rating",
    "gift from": "gift_from",
    "added date": "added_at",
    "modified date": "modified_at",
    "tags": "tags",
    "notes": "notes",
}
_FIELD_OF = {
    **COPY_FIELD_OF,
    "nr discs": "nr_discs",
    "regions": "regions",
    "edition": "edition_name",
    "format": "format",
    "barcode": "barcode",
    "distributor": "distributor",
    "packaging": "packaging",
    "screen ratio": "screen_ratios",
    "subtitles": "subtitles",
    "audio tracks": "audio_tracks",
    "layers": "layers",
    "hdr": "hdr",
    "chapters": "chapters",
    "extras": "extras",
    "edition release date": "edition_release_date",
    "video standard": "video_standard",
    "title": "title",
    "original title": "original_title",
    "year": "year",
    "release date": "release_date",
    "runtime": "runtime_minutes",
    "genres": "genres",
    "countries": "countries",
    "languages": "languages",
    "color": "color",
    "series": "series",
    "tagline": "tagline",
    "studios": "studios",
}
# A loan takes several labels.
_LOAN_PART_OF = {"loaned to": "contact", "loan date": "lent", "due date": "due", "returned on": "returned"}
# Labels whose values the catalogue has no field for: they end what stands above them.
_OTHER_LABELS = ("quantity", "seen it", "seen on", "seen where", "box set", "imdb rating")
LABELS = labels.table([*_FIELD_OF, *_LOAN_PART_OF, *_OTHER_LABELS])
COPY_LABELS = labels.table([*COPY_FIELD_OF, *_LOAN_PART_OF])
_LONGEST_CODE = 60
# Dates and running times have as many digits.
_NO_CODE = re.compile(r"\d[.,/]\d|^\d{1,2}:\d\d")
_REGION = re.compile(r"\b(?:region\s*)?([1-8A-C])\b|\b(all|free|0|alle|frei|toutes?|todas?|libre)\b", re.I)
# What stands for no value at all.
_NOTHING = frozenset(
    {"-", "--", "–", "—", "/", "?", "n/a", "na", "none", "(none)", "(empty)", "unknown", "\\n", "var", "unk"}
)
_SLASHES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/\d{4}(?!\d)", re.ASCII)
_SEVERAL = frozenset({"genres", "studios", "subtitles", "screen_ratios", "extras", "countries", "languages"})
_LISTED = _SEVERAL | {"tags", "notes", "audio_tracks", "regions"}
_DATES = frozenset({"purchase_date", "added_at", "modified_at", "release_date", "edition_release_date"})


def day_first(page: Page) -> bool | None:
    """Whether dates such as 03/04/2020 begin with the day on this page; None when nothing tells."""
    found = _SLASHES.findall(page.text)
    if any(int(first) > 12 for first, _ in found):
        return True
    if any(int(second) > 12 for _, second in found):
        return False
    foreign = sum(
        label is not None and line.key.split()[0] != label[0].split()[0]
        for line in page.lines
        if len(line.text) < 60 and (label := labels.split(line, COPY_LABELS)) is not None
    )
    return True if foreign > 2 else None


def is_barcode(text: str) -> bool:
    """Whether a line is a barcode, with or without a label of its own."""
    return len(text) < _LONGEST_CODE and _NO_CODE.search(text) is None and barcode.is_meant(text)


def add_barcode(facts: Facts, line: Line, text: str) -> None:
    """Keep a barcode; one whose check digit is wrong is in doubt."""
    code = barcode.read(text)
    problem = barcode.problem(code)
    facts.add("edition", "barcode", code, line, text, None, 0.5 if problem else 1.0, problem)


class LabelReader:
    """Reads labels with their values, in any language, with the value behind the label or below it."""

    def __init__(self, facts: Facts, sections: Mapping[str, str]) -> None:
        self._facts = facts
        self._sections = sections
        self._day_first = day_first(facts.page)
        self._loan: dict[str, str | None] = {}
        self._loan_line: Line | None = None

    def read(self, at: int, label: str, value: str, heading: str = "") -> int:
        """Read one label; the index of the line behind its value."""
        page = self._facts.page
        key = _FIELD_OF.get(label)
        if label == "release date" and heading == "edition details":
            key = "edition_release_date"
        below, end = labels.value_below(page, at, label, value, LABELS, self._sections, key == "notes")
        if not value and key not in _LISTED:
            below = below[:1]
        elif key in _WORDS_OF:
            # Lines that are none of the list's words end it, whatever they are.
            below = below[: next((place for place, one in enumerate(below) if not _WORDS_OF[key](one.text)), None)]
        end = min(end, at + 1 + len(below))
        texts = [text for text in [value, *(line.text for line in below)] if text and fold(text) not in _NOTHING]
        if texts:
            line = page.lines[at] if value else below[0]
            if label in _LOAN_PART_OF:
                self._read_loan(_LOAN_PART_OF[label], texts[0], line)
            elif key:
                self._read_field(key, texts, line)
        return end

    def add_loan(self) -> None:
        """Keep the loan that the labels told of."""
        if self._loan.get("contact"):
            value = {part: self._loan.get(part) for part in _LOAN_PART_OF.values()}
            self._facts.add("copy", "loans", [value], self._loan_line)

    def _read_loan(self, part: str, text: str, line: Line) -> None:
        self._loan_line = self._loan_line or line
        self._loan.setdefault(part, text if part == "contact" else values.date(text, self._day_first))

    def _read_field(self, key: str, texts: Sequence[str], line: Line) -> None:
        facts = self._facts
        if key == "audio_tracks":
            parts = [part for text in texts for part in _tracks(text)]
            if not facts.has("edition", key):
                facts.add("edition", key, [values.audio_track(part) for part in parts], line)
            return
        field = registry.BY_KEY[key]
        text = texts[0]
        if facts.has(field.entity, key):
            return
        if key == "barcode":
            if any(map(str.isdigit, text)):
                add_barcode(facts, line, text)
        elif key == "tags":
            facts.add("copy", key, _tags(texts), line)
        elif key == "notes":
            facts.add("copy", key, "\n".join(texts), line)
        elif key == "regions":
            codes = ["All" if match[2] else match[1].upper() for match in _REGION.finditer(" ".join(texts))]
            facts.add("edition", key, list(dict.fromkeys(codes)), line, text)
        elif key == "location":
            facts.add("copy", key, field.parse(re.sub(r"\s*[>›/]\s*", "/", text)), line, text)
        elif key in _SEVERAL:
            facts.add(field.entity, key, _several(key, texts), line, text)
        elif key in _DATES:
            self._read_date(field.entity, key, text, line)
        else:
            parse = _VALUE_OF.get(key, field.parse)
            facts.add(field.entity, key, values.attempt(parse, text), line, text)

    def _read_date(self, entity: Entity, key: str, text: str, line: Line) -> None:
        parse = values.moment if key in {"added_at", "modified_at"} else values.date
        if value := parse(text, self._day_first):
            self._facts.add(entity, key, value, line, text)
        elif (month_first := parse(text, False)) and (day_first := parse(text, True)):
            reason = f"“{text}” can be read in two ways, and nothing on the page tells which."
            self._facts.add(entity, key, month_first, line, text, None, 0.5, reason, [day_first])


def _is_track(text: str) -> bool:
    return len(text) < 100 and ("[" in text or "(" in text or values.audio_track(text)["language"] is not None)


# Lists of known words: what each of their lines must have in it.
_WORDS_OF: dict[str, Callable[[str], Any]] = {
    "subtitles": values.languages,
    "languages": values.languages,
    "countries": values.countries,
    "regions": _REGION.search,
    "screen_ratios": values.ratio,
    "audio_tracks": _is_track,
}


def _tracks(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[|•;]|,(?![^\[(]*[\])])", text) if part.strip()]


def _several(key: str, texts: Sequence[str]) -> list[str]:
    """The entries of a list; names of languages and countries are known, so that blanks can separate them too."""
    known = {"countries": values.country, "languages": values.language, "subtitles": values.language}.get(key)
    rows = {"countries": values.countries, "languages": values.languages, "subtitles": values.languages}.get(key)
    found: list[str] = []
    for text in texts:
        # A comma for decimals separates nothing: 1,85:1.
        parts = values.separated(re.sub(r"(?<=\d),(?=\d)", ".", text) if key == "screen_ratios" else text)
        if known and rows and (named := rows(text)) and (len(parts) == 1 or key != "subtitles"):
            found += named
        elif known and key == "subtitles":
            found += [known(part) or part for part in parts]
        elif not known:
            found += parts
    return list(dict.fromkeys(found))


_VALUE_OF: dict[str, Callable[[str], Any]] = {
    "runtime_minutes": values.minutes,
    "index": lambda text: registry.BY_KEY["index"].parse(re.sub(r"[.,'’ ](?=\d{3}(?!\d))", "", text)),
    "color": values.color,
    "price": values.amount,
    "current_value": values.amount,
    "status": lambda text: registry.BY_KEY["status"].parse(values.word(text)),
    "condition": lambda text: registry.BY_KEY["condition"].parse(values.word(text)),
}


def _tags(texts: Sequence[str]) -> list[str]:
    """The tags: on one line they stand apart by blanks, unless the page separates them otherwise."""
    parts = [part for text in texts for part in values.separated(text)]
    return list(dict.fromkeys(parts if len(parts) > 1 else parts[0].split() if parts else []))
