"""A saved web page (HTML) as plain lines of text, and the blocks of data (JSON-LD) in it.

One pass of one pattern: html.parser needs quadratic time for tags that are never closed.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any

from catalogue.pages.vocabulary import word_set

_IS_MARKUP = re.compile(
    r"<!doctype html|<(?:html|head|body)[\s>]|<script[^<>]{0,200}ld\+json|"
    r"<(div|p|h1|h2|ul|table|section|article|main)\b[^<>]{0,500}>",
    re.I,
)
_LOOKS_AHEAD = 20_000
_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*)"
    r"|<(?P<raw>script|style|noscript|template|svg|iframe|select|textarea|title)\b(?P<raw_attributes>[^<>]*)>"
    r"(?P<inside>.*?)(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9:-]*)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+)>"
    r"|<[/!?a-z][^<>]*>",
    re.I | re.S,
)
_ATTRIBUTE = re.compile(r"([a-z:_-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_BLANKS = re.compile(r"\s+")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n[ \t\n\v]*")
_DATA_IN_TEXT = re.compile(r"^[ \t]*(?=[\[{][\s\[{]{0,40}\"@(?:context|type|graph|id)\")", re.M)
_BLANK_FOR_BLANK = dict.fromkeys(map(ord, "\u00a0\ufeff\u200b\u202f"), " ")
_CDATA = re.compile(r"^[\s/*]*<!\[CDATA\[[\s*/]*|[\s/*]*\]\]>[\s*/]*$|^\s*<!--|-->\s*$")

_LINES = word_set(
    """div br tr ul ol dl dt dd li section article main header figure figcaption fieldset form table tbody thead hr
    details summary address option body center"""
)
_PARAGRAPHS = word_set("p h1 h2 h3 h4 h5 h6 blockquote pre")
_CELLS = word_set("td th")
_DROPPED = word_set("nav footer aside button dialog menu")
_INLINE = word_set("a span b i em strong small label abbr time cite")


@dataclass(frozen=True, slots=True)
class Markup:
    """What is in a saved page: its lines, its data blocks, and what it says of itself."""

    text: str
    data: tuple[Any, ...] = ()
    title: str | None = None
    heading: str | None = None
    address: str | None = None


def is_markup(text: str) -> bool:
    """Whether a text is a web page as it was saved, not the words of one."""
    match = _IS_MARKUP.search(text, 0, _LOOKS_AHEAD)
    return match is not None and (match[1] is None or f"</{match[1]}" in text or f"</{match[1]}".upper() in text)


def read(text: str) -> Markup:
    """The words of a saved page, line by line, without menus and footers, and what else is in it."""
    reader = _Reader(text)
    at = 0
    for token in _TOKEN.finditer(text):
        reader.words(text[at : token.start()])
        at = token.end()
        reader.tag(token)
    reader.words(text[at:])
    return reader.result()


def without_data(text: str) -> Markup:
    """A plain text with its data blocks blanked out, so that all places stay the same, and what is in them."""
    decoder = json.JSONDecoder()
    parts: list[str] = []
    data: list[Any] = []
    at = 0
    failures = 0
    # Blanks that JSON does not know become those that it knows, one for one.
    plain = text.translate(_BLANK_FOR_BLANK) if '"@' in text else ""
    for match in _DATA_IN_TEXT.finditer(plain):
        # A block that breaks off reads to the end of the text; a few of those are enough.
        if match.end() < at or failures > 3:
            continue
        try:
            value, end = decoder.raw_decode(plain, match.end())
        except (ValueError, RecursionError):
            failures += 1
            continue
        parts += [text[at : match.end()], re.sub(r"[^\n]", " ", text[match.end() : end])]
        data.append(value)
        at = end
    return Markup("".join([*parts, text[at:]]) if parts else text, tuple(data))


def _load(block: str) -> Any:
    # Pages wrap a block in comments and CDATA marks. A damaged one is none.
    try:
        return json.loads(_CDATA.sub("", block.strip()).strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


class _Reader:
    """Collects the words of a page while its tags go by."""

    def __init__(self, text: str) -> None:
        # A text that has no tags for lines keeps the line ends that it has.
        self._keeps_lines = not re.search(r"<(?:br|p|div|tr|li|h[1-6])\b", text, re.I)
        self._parts: list[str] = []
        self._dropped: list[tuple[str, int]] = []
        self._items: list[int] = []
        self._data: list[Any] = []
        self._title: str | None = None
        self._heading: str | None = None
        self._heading_from: int | None = None
        self._address: str | None = None
        self._closed_inline = False

    def words(self, text: str) -> None:
        """Take in what stands between two tags."""
        if not text:
            return
        plain = html.unescape(text) if "&" in text else text
        self._parts.append((_BLANKS_IN_LINE if self._keeps_lines else _BLANKS).sub(" ", plain))
        self._closed_inline = False

    def tag(self, token: re.Match[str]) -> None:
        """Take in a tag, or an element whose inside is no markup."""
        if token["raw"]:
            self._raw(token["raw"].lower(), token["raw_attributes"], token["inside"])
        elif token["name"]:
            self._element(token["name"].lower(), bool(token["close"]), token["attributes"])

    def result(self) -> Markup:
        """What was found."""
        lines = "".join(self._parts)
        if not self._keeps_lines:
            lines = _GAPS.sub(lambda gap: "\n\n" if "\v" in gap[0] else "\n", lines)
        return Markup(lines.strip(), tuple(self._data), self._title, self._heading, self._address)

    def _raw(self, name: str, attributes: str, inside: str) -> None:
        if name == "title" and self._title is None:
            self._title = " ".join(html.unescape(inside).split()) or None
        elif name == "script" and "ld+json" in attributes.lower():
            self._data.append(_load(inside))

    def _element(self, name: str, closes: bool, attributes: str) -> None:
        if name in {"meta", "link"}:
            self._note(name, attributes)
        elif name in _DROPPED:
            self._drop(name, closes)
        elif name == "li":
            self._item(closes)
        elif name in _PARAGRAPHS:
            if name == "h1":
                self._note_heading(closes)
            self._parts.append("\n\v")
        elif name in _LINES:
            if name in {"ul", "ol"} and self._items and not closes:
                # What holds a list of its own is the heading of that list, not a point of it.
                self._parts[self._items[-1]] = "\n"
            self._parts.append("\n")
        elif name in _CELLS and not closes:
            self._parts.append(" \t ")
        elif name in _INLINE:
            # Two elements side by side are two words: Owner and Ada.
            if self._closed_inline and not closes:
                self._parts.append(" ")
            self._closed_inline = closes
            return
        self._closed_inline = False

    def _note(self, name: str, attributes: str) -> None:
        found = {match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(attributes)}
        if name == "link" and found.get("rel", "").lower() == "canonical":
            self._address = html.unescape(found.get("href", "")) or self._address
        elif found.get("property") == "og:url":
            self._address = self._address or html.unescape(found.get("content", "")) or None
        elif found.get("property") == "og:title" and self._title is None:
            self._title = " ".join(html.unescape(found.get("content", "")).split()) or None

    def _note_heading(self, closes: bool) -> None:
        if not closes:
            self._heading_from = len(self._parts)
        elif self._heading_from is not None and self._heading is None:
            self._heading = " ".join("".join(self._parts[self._heading_from :]).split()) or None

    def _drop(self, name: str, closes: bool) -> None:
        """A menu is cut out when its end is there; one that is never closed stays."""
        if not closes:
            self._dropped.append((name, len(self._parts)))
        elif self._dropped and self._dropped[-1][0] == name:
            del self._parts[self._dropped.pop()[1] :]
            while self._items and self._items[-1] >= len(self._parts):
                self._items.pop()
        self._parts.append("\n")

    def _item(self, closes: bool) -> None:
        if closes:
            if self._items:
                self._items.pop()
            self._parts.append("\n")
        else:
            self._items.append(len(self._parts))
            self._parts.append("\n• ")
