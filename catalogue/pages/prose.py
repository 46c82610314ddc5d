"""Running text: what is a sentence, what is only the name of its author."""

from __future__ import annotations

import re

_MAIL = re.compile(r"\s*[\[<{(]?(?:email\W+protected|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)[\]>})]?\s*$", re.I)
_AUTHOR_BEHIND = re.compile(r"(?<=[.!?…\"”»'’)\]])\s*(?:—|--|–)\s*([^—.!?\s][^—!?]{0,59})$")
_AUTHOR_LINE = re.compile(r"(?:—|--|–)\s*([^—\s][^—!?]{0,59})$")
_WRITTEN_BY = re.compile(r"(?:(?:written|summary|synopsis|plot|review|submitted|posted) )?by\s*:?\s+(\S.{0,59})$", re.I)
# An author may end with an initial: Nele K.
_INITIAL_LAST = re.compile(r"[\s.][^\W\d_]\.$")
_LEAD = re.compile(r"^(?:written|submitted|posted|summary) by:?\s+", re.I)
_SENTENCE_END = re.compile(r"[.!?…][\"”»'’)\]]*$")
# An author stands at the very end; looking no further back keeps long lines cheap.
_TAIL = 240


def is_prose(text: str) -> bool:
    """Whether a line is a sentence or more of running text, not a label, a name or a heading."""
    words = len(text.split(maxsplit=25))
    return words >= 25 or (words >= 6 and ends_sentence(text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_SENTENCE_END.search(text[-12:]))


def author_line(text: str) -> str | None:
    """The author when a line is nothing but the author of the text above, else None."""
    match = _AUTHOR_LINE.match(text) or _WRITTEN_BY.match(text)
    return _author(match[1]) if match and (not ends_sentence(text) or _INITIAL_LAST.search(text)) else None


def is_author_line(text: str) -> bool:
    """Whether a line only says who wrote the text above, be it a name or a hidden address."""
    return len(text) < 100 and (author_line(text) is not None or bool(_MAIL.fullmatch(text)))


def split_author(text: str) -> tuple[str, str | None]:
    """A paragraph without the author printed behind it, and that author. A mail address is no author's name."""
    front, tail = text[:-_TAIL], text[-_TAIL:]
    tail = _MAIL.sub("", tail) or tail
    if match := _AUTHOR_BEHIND.search(tail):
        return (front + tail[: match.start()]).rstrip(), _author(match[1])
    return (front + tail).rstrip(), None


def _author(text: str) -> str | None:
    author = _LEAD.sub("", _MAIL.sub("", text)).strip()
    return author.strip(" .") + "." * bool(_INITIAL_LAST.search(author)) or None
