"""Text as searches see it (`fold`), as it tells things apart (`identity`), and as it is kept (`visible`)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ð": "d",
        "ı": "i",
        "ħ": "h",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "′": "'",
        "‹": "'",
        "›": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "″": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
    }
)


_HALVES = re.compile("[\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without halves of characters, which can be typed and pasted but not stored; its length stays."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def fold(text: str) -> str:
    """The text in the one form in which texts are compared and searched: `Łódź’s ÆON` is `lodz's aeon`."""
    if text.isascii():
        return text.lower()
    return _FOREIGN.sub(_fold_run, text.casefold())


_FOREIGN = re.compile(r"[^\x00-\x7f]+")


@lru_cache(maxsize=1 << 15)
def identity(text: str) -> str:
    """The text by which tags, people, places and other names are the same: `Ｋrabbé` is `krabbé`, and not `krabbe`.

    Case, blanks, invisible characters and the forms of one character (wide, joined, curly) do not count. Marks and
    punctuation do.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", visible(text)))
    plain = "".join(_one_form(letter) for letter in plain)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def folds(text: str) -> set[str]:
    """The folded forms of values that have the identity of a text: an index of folded values narrows them down."""
    plain = identity(text)
    return {fold(form) for form in (text, plain, plain.replace("'", "ʼ"))}


def visible(text: str) -> str:
    """The text without what nobody sees: marks of direction, soft hyphens, joints without width, control characters.

    A joint stays where it changes a shape: in a word of a script whose letters join, in a picture made of several.
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(_kept_joint, storable(text))


_WIDE = re.compile(r"\s{33,}")


def narrow(text: str) -> str:
    """A text with its widest blanks made narrower: expressions that look for blanks try each of them anew.

    What separates stays: a line end, a tab, or blanks wide enough to be between two columns.
    """
    return _WIDE.sub(lambda run: next((mark for mark in "\n\t" if mark in run[0]), "   "), text)


def hides(text: str) -> bool:
    """Whether a text has anything that `visible` may drop; long texts without it are told at once."""
    return _HIDDEN_LETTER.search(text) is not None


def figured(text: str) -> str:
    """The text with digits of any script as 0 to 9, for values that are numbers: `２０１０` and `٢٠١٠` are 2010."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


_JOINTS = "\u200c\u200d"
_UNSEEN = re.compile("[\u200c\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# What Unicode says to ignore where it cannot be shown, but for choices of a shape; Hangul fillers look like blanks.
_HIDDEN_LETTER = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160"
    "\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e00ff]"
)
_HIDDEN = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f|" + _HIDDEN_LETTER.pattern)


def _kept_joint(found: re.Match[str]) -> str:
    hidden, text = found[0], found.string
    if len(hidden) > 1:  # the flag of a land within a country
        return hidden
    if hidden in _JOINTS and found.start() and found.end() < len(text):
        before, after = text[found.start() - 1], text[found.end()]
        if not (_is_plain(before) or _is_plain(after)):
            return hidden
    return ""


def _is_plain(letter: str) -> bool:
    """Whether a joint changes nothing beside a character: letters of Europe and East Asia stand each for itself."""
    if letter in "\ufe0e\ufe0f" or unicodedata.category(letter) in ("So", "Sk"):
        return False
    return not ("\u0600" <= letter <= "\u1aff" and letter.isprintable() and not letter.isspace())


_FORMS = frozenset({"<wide>", "<narrow>", "<compat>", "<small>", "<vertical>", "<noBreak>"})
_JOINED = frozenset({"<initial>", "<medial>", "<final>", "<isolated>"})
_SHAPES = str.maketrans("‘’‚‛′ʼ＇“”„‟″＂‐‑‒–−—", "'''''''\"\"\"\"\"\"------")


@lru_cache(maxsize=1 << 14)
def _one_form(letter: str) -> str:
    """A character in the form that stands for all that look like it."""
    form, *codes = unicodedata.decomposition(letter).split() or [""]
    # A wide slash in the name of a place parts nothing. Letters of Hangul that stand alone make no syllable.
    if form in _FORMS | _JOINED and letter != "／" and not "\u3131" <= letter <= "\u318e":
        whole = "".join(chr(int(code, 16)) for code in codes)
        if whole == " " or not whole.startswith(" "):
            return "".join(map(_one_form, whole))
    small = letter.casefold()
    # ß is a letter of its own: Maße are not Masse.
    return (small if len(small) == 1 else letter.lower()).translate(_SHAPES)


def _fold_run(run: re.Match[str]) -> str:
    return _fold_foreign(run[0])


@lru_cache(maxsize=1 << 14)
def _fold_foreign(run: str) -> str:
    # Letters beyond ASCII come in a few runs that are met again and again; what stands between is as it should be.
    decomposed = unicodedata.normalize("NFKD", run).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).translate(_PLAIN)


def size_words(size: int) -> str:
    """A number of bytes as people read it: `340 KB`, `1.2 GB`."""
    if size < 1000:
        return f"{size} bytes"
    power = min((len(str(size)) - 1) // 3, 4)
    number = size / 1000**power
    digits = 1 if number < 9.95 else 0
    return f"{number:.{digits}f} {('KB', 'MB', 'GB', 'TB')[power - 1]}"
