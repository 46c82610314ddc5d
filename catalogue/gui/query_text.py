"""Terms inside the text of a query: the sidebar and the chips read and change the one query that the person sees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.fields import registry

_PIECE = re.compile(
    r"""(?P<minus>-)?(?P<name>[^\W\d]\w*):(?P<sign>>=|<=|=|>|<)?(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s()"]*))
    | (?P<open>\() | (?P<close>\)) | "[^"]*"? | [^\s()"]+""",
    re.VERBOSE,
)
_WORDS = {"is": "Only", "needs": "Needs", "has": "Has", "no": "Without"}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the form `name:value` that stands for itself, outside of brackets."""

    start: int
    end: int
    name: str
    sign: str
    value: str
    negated: bool

    @property
    def key(self) -> str:
        """The key of the field it speaks of, or the word itself (`is`, `needs`)."""
        field = registry.BUILT_IN.by_search_name(self.name)
        return field.key if field is not None else self.name.lower()

    @property
    def label(self) -> str:
        """What it speaks of, in words."""
        field = registry.BUILT_IN.by_search_name(self.name)
        head = field.label if field is not None else _WORDS.get(self.name.lower(), self.name)
        return f"not {head}" if self.negated else head

    @property
    def shown(self) -> str:
        """What it asks for, in words."""
        field = registry.BUILT_IN.by_search_name(self.name)
        if field is None:
            other = registry.BUILT_IN.by_search_name(self.value.rstrip("-"))
            return other.label.lower() if other is not None else self.value
        value = field.kind.show(self.value) if field.kind.rows == "place" else self.value
        return value if self.sign in ("", "=") else f"{self.sign} {value}"


def terms(text: str) -> list[Term]:
    """The terms outside of brackets, in order. Beside an OR nothing stands for itself."""
    found: list[Term] = []
    depth = 0
    for match in _PIECE.finditer(text):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth = max(depth - 1, 0)
        elif depth == 0 and match[0] == "OR":
            return []
        elif depth == 0 and match["name"]:
            value = match["quoted"] if match["quoted"] is not None else match["value"]
            if value:
                term = Term(match.start(), match.end(), match["name"], match["sign"] or "", value, bool(match["minus"]))
                found.append(term)
    return found


def write(key: str, value: str, exact: bool = True) -> str:
    """A term as a person would write it: `tag:=Piano`, `location:="Living room"`."""
    field = registry.BY_KEY.get(key)
    name = field.search[0] if field is not None and field.kind.multiple and field.search else key
    # There is no way to write a quotation mark inside of quotation marks: such a value is searched by its words.
    sign = "=" if exact and field is not None and '"' not in value else ""
    value = value.replace('"', " ").strip()
    plain = re.fullmatch(r"[\w./+&'-]+", value) and ".." not in value
    return f"{name}:{sign}{value}" if plain else f'{name}:{sign}"{value}"'


def values(text: str, key: str) -> list[str]:
    """The values that the query asks for in whole of one field."""
    return [term.value for term in terms(text) if term.key == key and _replaceable(term)]


def replace(text: str, key: str, wanted: Iterable[str]) -> str:
    """The query asking for exactly these whole values of a field; the rest of it stays."""
    for term in reversed(terms(text)):
        if term.key == key and _replaceable(term):
            text = without(text, term)
    added = [write(key, value) for value in wanted]
    if added and _has_loose_or(text):
        text = f"({text})"
    return " ".join([part for part in (text.strip(),) if part] + added)


def without(text: str, term: Term) -> str:
    """The query without a term."""
    return " ".join(f"{text[: term.start].rstrip()} {text[term.end :].lstrip()}".split(" ")).strip()


def _replaceable(term: Term) -> bool:
    return not term.negated and (term.sign == "=" or term.key in _WORDS)


def _has_loose_or(text: str) -> bool:
    depth = 0
    for match in _PIECE.finditer(text):
        depth += bool(match["open"]) - bool(match["close"])
        if depth <= 0 and match[0] == "OR":
            return True
    return False
