"""Kinds of values that are lists: plain words, and parts with a shape of their own such as credits and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from catalogue.errors import FieldError
from catalogue.fields import barcode, one_line, people
from catalogue.fields.kinds import DECIMAL, LONG_TEXT, NUMBER, TEXT, Kind, Rows, is_text, quoted
from catalogue.fields.text import narrow

TEXT_KINDS = ("outline", "summary", "synopsis", "article", "review", "note")
ROLES = (
    "actor",
    "director",
    "writer",
    "producer",
    "composer",
    "cinematographer",
    "editor",
    "voice",
    "production design",
)


class WordList(Kind):
    """A list of words or phrases, separated by semicolons, lines, or (where none is there) commas.

    An entry that holds one of these itself stands in quotation marks.
    """

    name, editor, columns, multiple = "list", "list", (), True
    wanted = "a list of texts"
    rows: Rows | None = "items"
    commas = True

    @property
    def marks(self) -> str:
        """All that may separate entries, as an expression."""
        return r"[;\n,]" if self.commas else r"[;\n]"

    def parse(self, text: str) -> Any:
        text = narrow(text)
        words = (" ".join(word.split()) for word in one_line.split(text, self._separator(text), self.marks))
        return list(dict.fromkeys(self.clean(word) for word in words if word))

    def _separator(self, text: str) -> str:
        """What separates in this text: commas only where nothing else does, or where quotation marks end at one."""
        found = one_line.pieces(text, self.marks)
        ends = {text[piece.end : piece.end + 1] for piece in found}
        if any(piece.quoted and text[piece.end : piece.end + 1] == "," for piece in found):
            return self.marks
        return r"[;\n]" if not self.commas or ends & {";", "\n"} else ","

    def edited(self, text: str, before: str) -> list[str]:
        """What an entry becomes whose text was edited: several where a separator was typed, none where nothing is left.

        One that held a separator before is one entry whatever it says.
        """
        if self.parse(f"{before};") == [before]:
            return list(self.parse(f"{text};"))
        word = " ".join(text.split())
        return [self.clean(word)] if word else []

    def clean(self, word: str) -> str:
        """One entry in its normal form. Raises FieldError."""
        return word

    def format(self, value: Any) -> str:
        words = list(value or ())
        # Among semicolons a comma needs no quotation marks, unless there are some that it would be taken to end.
        written = [one_line.written(word, self.marks if '"' in word else r"[;\n]") for word in words]
        # A lone entry with a comma keeps its semicolon, or the comma would split it when read back.
        lone = self.commas and len(words) == 1 and written == words and "," in words[0]
        return "; ".join(written) + (";" if lone else "")

    def show(self, value: Any) -> str:
        return (", " if self.commas else "; ").join(self.shown(value))

    def shown(self, value: Any) -> list[str]:
        """Each entry as it stands on a line with the others."""
        return [one_line.written(word, self.marks) for word in value or ()]

    def show_entry(self, entry: Any) -> str:
        return str(entry)

    def words(self, value: Any) -> str:
        return ", ".join(value or ())

    def take(self, value: Any) -> Any:
        return list(dict.fromkeys(map(self.clean, super().take(value))))

    def _takes(self, value: Any) -> bool:
        return isinstance(value, list) and all(is_text(word) and word for word in value)


class Phrases(WordList):
    """A list whose entries may hold commas: filming locations, studios."""

    commas = False


class Tags(WordList):
    name, editor = "tags", "tags"
    rows = "tags"


class Regions(WordList):
    """Region codes: 1 to 8, A to C, All (0 means All)."""

    name = "regions"
    has_figures = True

    def clean(self, word: str) -> str:
        code = re.sub(r"^(?:region|code|zone|r(?=\d))\s*", "", word, flags=re.I).upper()
        if code in {"0", "ALL", "FREE", "WORLDWIDE"}:
            return "All"
        if not re.fullmatch(r"[1-8A-C]", code):
            raise FieldError(f"“{word}” is not a region; write 1 to 8, A to C or All.")
        return code


class Barcodes(WordList):
    """Further codes of an edition: of its discs, of its box, of a reissue."""

    name = "barcodes"
    answers_for = ("barcode",)

    def clean(self, word: str) -> str:
        return barcode.read(word)

    def parse(self, text: str) -> Any:
        return [code for code in super().parse(text) if code]

    def words(self, value: Any) -> str:
        # An EAN-13 that holds a UPC-A is found by either code.
        return " ".join(f"{code} {barcode.normal(code)}" for code in value or ())

    def answer(self, value: Any, key: str) -> str:
        return self.words(value)

    def odd(self, value: Any) -> str | None:
        return next((f"{code}: {problem}" for code in value or () if (problem := barcode.problem(code))), None)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a part: its key in JSON, its label, its kind, and what it is where nobody typed it.

    `choices` are offered and never imposed; a `wide` cell takes the room that the others leave.
    """

    key: str
    label: str
    kind: Kind = TEXT
    choices: tuple[str, ...] = ()
    default: Any = None
    optional: bool = False
    wide: bool = False

    def take(self, value: Any) -> Any:
        """A value from a file that stands in this cell. Raises FieldError."""
        if value and self.kind.name == TEXT.name and is_text(value):
            return value
        if value in (None, "") and self.optional:
            return None
        if value is None and self.default is not None:
            return self.default
        if value == "":
            raise FieldError(f"{self.label} is missing.")
        try:
            return self.kind.take(value)
        except FieldError as error:
            raise FieldError(f"{self.label}: {error}" if value is not None else f"{self.label} is missing.") from None


def _has_name_and_value(text: str) -> bool:
    """Whether something stands on both sides of a colon: `France: 12`, `IMDb: tt0105462`."""
    name, _, value = text.partition(":")
    return bool(name.strip() and value.strip())


# In names such as Steins;Gate a semicolon stands between letters.
_BETWEEN = r";(?=\s|$)"


class Parts(Kind):
    """A list of records; in an editor a table whose columns are the `cells`, as text one line for each."""

    editor, columns, multiple = "parts", (), True
    merge: Literal["whole", "parts", "all"] = "parts"
    rows: Rows | None = "items"
    cells: tuple[Cell, ...] = ()
    in_one_line = False
    """Whether several may stand on one line, with semicolons between."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The keys that hold words of a person's own, in which one may find and replace."""
        return tuple(cell.key for cell in self.cells if cell.kind.compare == "words" and cell.default is None)

    def parse(self, text: str) -> Any:
        return [self.parse_part(line) for line in self.lines(text)]

    def lines(self, text: str) -> list[str]:
        """Each record of a text by itself: a line, or on a single line what stands between semicolons."""
        found = [narrow(line.strip()) for line in text.splitlines() if line.strip()]
        return self._parted(found[0]) if len(found) == 1 and self.in_one_line else found

    def _parted(self, line: str) -> list[str]:
        """The records on one line.

        A semicolon may as well belong to a title or a note. It separates where what it separates looks like records,
        and where another one ends the line: so what is shown is read back. Else the line is one record, as it was
        typed. In quotation marks a record may hold semicolons.
        """
        found = one_line.pieces(line, _BETWEEN)
        ended = not found[-1].text
        found = [piece for piece in found if piece.text]
        return [piece.text for piece in found] if len(found) == 1 or ended else self._records_in(line, found)

    def _records_in(self, line: str, found: list[one_line.Piece]) -> list[str]:
        """The records on a line of several pieces."""
        return [piece.text for piece in found] if self._are_records(found) else [line]

    def _are_records(self, found: list[one_line.Piece]) -> bool:
        """Whether pieces of a line are records, each by itself, and not one that holds semicolons."""
        return all(piece.quoted or self.looks_whole(piece.text) for piece in found)

    def looks_whole(self, text: str) -> bool:
        """Whether a text looks like one record of this kind, and not like a piece of one."""
        return False

    def format(self, value: Any) -> str:
        return "\n".join(self.format_part(part) for part in value or ())

    def show(self, value: Any) -> str:
        text = "; ".join(self.show_part(part) for part in value or ())
        if not self.in_one_line or not value:
            return text
        # As a reader likes it best, else as an editor writes it, else in a way that nothing else can be meant by.
        for written in (self.show_part, self.format_part, self.plain_part):
            text = "; ".join(one_line.written(written(part), _BETWEEN) for part in value)
            found = next((one for one in (text, f"{text};") if self._reads_as(one, value)), None)
            if found is not None:
                return found
        return text

    def _reads_as(self, text: str, value: Any) -> bool:
        try:
            return bool(self.same(self.parse(text), value))
        except FieldError:
            return False

    def show_part(self, part: dict[str, Any]) -> str:
        """One record as a reader sees it."""
        return self.format_part(part)

    def plain_part(self, part: dict[str, Any]) -> str:
        """One record as a line in which nothing else can be seen, whatever stands beside it."""
        return self.format_part(part)

    def show_entry(self, entry: Any) -> str:
        return self.show_part(entry)

    def words(self, value: Any) -> str:
        return "; ".join(self.show_part(part) for part in value or ())

    def take(self, value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            raise FieldError(f"{quoted(value)} is not a list of {self.name}.")
        return self.numbered([self.take_part(part) for part in value])

    def take_part(self, part: dict[str, Any]) -> dict[str, Any]:
        """One record that came from a file. Raises FieldError."""
        return {cell.key: cell.take(part.get(cell.key)) for cell in self.cells}

    def bare(self, value: Any) -> Any:
        return [[cell.kind.bare(part.get(cell.key)) for cell in self.cells] for part in value or ()]

    def numbered(self, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The parts as they are kept: where their order counts, each has its number."""
        return parts

    def parse_part(self, line: str) -> dict[str, Any]:
        """One record from its line. Raises FieldError."""
        raise NotImplementedError

    def format_part(self, part: dict[str, Any]) -> str:
        """One record as a line."""
        raise NotImplementedError


class Certifications(Parts):
    name, in_one_line = "certifications", True
    cells = (Cell("country", "Country"), Cell("rating", "Rating", wide=True))

    def parse_part(self, line: str) -> dict[str, Any]:
        country, _, rating = line.partition(":")
        if not country.strip() or not rating.strip():
            raise FieldError(f"“{line}” is not a certification; write United States: R.")
        return {"country": country.strip(), "rating": rating.strip()}

    def looks_whole(self, text: str) -> bool:
        return _has_name_and_value(text)

    def format_part(self, part: dict[str, Any]) -> str:
        return f"{part['country']}: {part['rating']}"

    def subject(self, part: Any) -> str | None:
        return str(part["country"])


class Ratings(Parts):
    name, in_one_line = "ratings", True
    cells = (
        Cell("source", "Source", choices=("Metacritic", "Rotten Tomatoes", "IMDb", "TMDB"), wide=True),
        Cell("audience", "By", choices=("critics", "users"), default="users"),
        Cell("value", "Rating", DECIMAL),
        Cell("scale", "Out of", NUMBER, ("10", "100"), default=10),
        Cell("votes", "Votes", NUMBER, optional=True),
    )
    _line = re.compile(r"(.+?)(?:\s+(critics|users))?:?\s+(\d+(?:\.\d+)?)\s*/\s*(\d+)(?:\s+\(([\d,]+) votes\))?$")

    def parse_part(self, line: str) -> dict[str, Any]:
        match = self._line.match(line)
        source = " ".join(match[1].split()).strip(" :") if match else ""
        if not match or not source or not int(match[4]):
            raise FieldError(f"“{line}” is not a rating; write Metacritic critics 88/100.")
        _, audience, value, scale, votes = match.groups()
        number = float(value)
        return {
            "source": source,
            "audience": audience or "users",
            "value": int(number) if number.is_integer() and "." not in value else number,
            "scale": int(scale),
            "votes": int(votes.replace(",", "")) if votes else None,
        }

    def looks_whole(self, text: str) -> bool:
        return self._line.match(text) is not None

    def format_part(self, part: dict[str, Any]) -> str:
        votes = f" ({part['votes']:,} votes)" if part.get("votes") else ""
        return f"{part['source']} {part['audience']} {part['value']}/{part['scale']}{votes}"

    def subject(self, part: Any) -> str | None:
        return f"{part['source']} {part['audience']}"


class ExternalIds(Parts):
    name, in_one_line = "external ids", True
    cells = (Cell("source", "Where", choices=("IMDb", "TMDb", "Wikidata")), Cell("id", "Id", wide=True))

    def take(self, value: Any) -> Any:
        # In an export they are one record of ids by their sources; where one source has several, of lists.
        if isinstance(value, dict):
            listed = {source: code if isinstance(code, list) else [code] for source, code in value.items()}
            value = [{"source": source, "id": code} for source, codes in listed.items() for code in codes]
        return super().take(value)

    def record(self, value: Any) -> Any:
        """The ids by their sources, as an export has them; a list of them where that would change their order."""
        found: dict[str, list[Any]] = {}
        for part in value:
            found.setdefault(part["source"], []).append(part["id"])
        by_source = {source: codes[0] if len(codes) == 1 else codes for source, codes in found.items()}
        return by_source if self.same(self.take(by_source), value) else value

    def parse_part(self, line: str) -> dict[str, Any]:
        source, _, code = line.partition(":")
        if not source.strip() or not code.strip():
            raise FieldError(f"“{line}” is not an id; write IMDb: tt0105462.")
        return {"source": source.strip(), "id": code.strip()}

    def looks_whole(self, text: str) -> bool:
        return _has_name_and_value(text)

    def format_part(self, part: dict[str, Any]) -> str:
        return f"{part['source']}: {part['id']}"

    def subject(self, part: Any) -> str | None:
        return str(part["source"])


class Links(Parts):
    name, in_one_line = "links", True
    cells = (Cell("label", "Label"), Cell("url", "Address", optional=True, wide=True))
    _url = re.compile(r"(.*?)\s*(https?://\S+)$")

    def parse_part(self, line: str) -> dict[str, Any]:
        match = self._url.match(line)
        label, url = match.groups() if match else (line, None)
        return {"label": label or url, "url": url}

    def looks_whole(self, text: str) -> bool:
        return self._url.match(text) is not None

    def format_part(self, part: dict[str, Any]) -> str:
        label, url = part["label"], part.get("url")
        return f"{label} {url}" if url and label != url else label

    def subject(self, part: Any) -> str | None:
        return str(part["label"])


class PersonName(Kind):
    """A person by name, with what tells them from others of that name: `Steve McQueen [1930]`."""

    def parse(self, text: str) -> Any:
        return people.typed(text) or None


class Credits(Parts):
    """Cast and crew in billing order: `Jeffrey Tambor as Georgy Malenkov`, `Armando Iannucci (director)`."""

    name, rows, in_one_line = "credits", "credits", True
    cells = (
        Cell("person", "Person", PersonName(), wide=True),
        Cell("role", "Role", choices=ROLES, default="actor"),
        Cell("character", "Character", optional=True, wide=True),
    )
    _crew = re.compile(r"(.+?)\s+\(([a-z][a-z ]+)\)$")
    _whole = re.compile(r".*\S as \S.*|.*\S\s+\([a-z][a-z ]+\)")

    def parse(self, text: str) -> Any:
        return self.numbered(super().parse(text))

    def numbered(self, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**part, "order": order} for order, part in enumerate(parts, 1)]

    def parse_part(self, line: str) -> dict[str, Any]:
        person, found, character = line.partition(" as ")
        person = person.strip()
        match = self._crew.match(person)
        person, role = (match[1], match[2]) if match else (person, "actor")
        return {
            "person": people.typed(person),
            "role": role,
            "character": (character.strip() or None) if found else None,
        }

    def looks_whole(self, text: str) -> bool:
        return self._whole.fullmatch(text) is not None

    def format_part(self, part: dict[str, Any]) -> str:
        role = f" ({part['role']})" if part["role"] != "actor" else ""
        character = f" as {part['character']}" if part.get("character") else ""
        return f"{part['person']}{role}{character}"

    def show(self, value: Any) -> str:
        return ", ".join(part["person"] for part in value or ())

    def show_entry(self, entry: Any) -> str:
        return self.show([entry])

    def words(self, value: Any) -> str:
        return "\n".join(f"{part['person']} {part.get('character') or ''}" for part in value or ())

    def subject(self, part: Any) -> str | None:
        # One person may act and direct: the role keeps the two apart.
        return str(part["person"]) if part["role"] == "actor" else f"{part['person']} ({part['role']})"


class Texts(Parts):
    """Outlines, summaries, synopses, articles. In an editor each begins with `[summary] heading | by author`."""

    name, editor, rows = "texts", "texts", "texts"
    cells = (
        Cell("kind", "Kind", choices=TEXT_KINDS, default="summary"),
        Cell("heading", "Heading", optional=True, wide=True),
        Cell("author", "Author", optional=True),
        Cell("text", "Text", LONG_TEXT),
    )
    merge = "all"
    _head = re.compile(rf"\[({'|'.join(TEXT_KINDS)})\](?:[ \t]+(?!\|)(.*?))?(?:[ \t]+\| by (.*))?$")

    def take_part(self, part: dict[str, Any]) -> dict[str, Any]:
        # Which document it is from goes along, by its id in the file.
        return super().take_part(part) | {"document": part.get("document")}

    def parse(self, text: str) -> Any:
        texts: list[dict[str, Any]] = []
        for line in text.splitlines():
            if match := self._head.match(line.strip()):
                kind, heading, author = match.groups()
                texts.append({"kind": kind, "author": author, "heading": heading or None, "text": ""})
            elif line.strip():
                if not texts:
                    texts.append({"kind": "summary", "author": None, "heading": None, "text": ""})
                texts[-1]["text"] += ("\n" if texts[-1]["text"] else "") + line.strip()
        return [part for part in texts if part["text"]]

    def format(self, value: Any) -> str:
        return "\n\n".join(self.format_part(part) for part in value or ())

    def format_part(self, part: dict[str, Any]) -> str:
        heading = f" {part['heading']}" if part.get("heading") else ""
        author = f" | by {part['author']}" if part.get("author") else ""
        return f"[{part['kind']}]{heading}{author}\n{part['text']}"

    def show(self, value: Any) -> str:
        return " ".join(value[0]["text"].split())[:200] if value else ""

    def show_entry(self, entry: Any) -> str:
        return self.show([entry])

    def words(self, value: Any) -> str:
        return "\n".join(f"{part.get('heading') or ''}\n{part['text']}" for part in value or ())


WORDS = WordList()
PHRASES = Phrases()
TAGS = Tags()
REGIONS = Regions()
BARCODES = Barcodes()
CERTIFICATIONS = Certifications()
RATINGS = Ratings()
EXTERNAL_IDS = ExternalIds()
LINKS = Links()
CREDITS = Credits()
TEXTS = Texts()
