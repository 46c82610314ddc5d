"""Every field of the catalogue, declared once.

Form, table column, sort, search name, bulk edit, JSON key, import alias and SQL column follow from these lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from catalogue.errors import FieldError
from catalogue.fields import kinds, lists, parts
from catalogue.fields.draft import Entity
from catalogue.fields.episodes import EPISODES
from catalogue.fields.kinds import Kind
from catalogue.fields.text import fold, identity, visible

ENTITIES: tuple[Entity, ...] = ("film", "edition", "copy")

SOURCE_ORDER = ("title_page", "collection_page", "credits_page", "article")
"""Which kind of document is believed first, unless a field says otherwise."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a film, an edition or a copy.

    `search` are further names in the query language, `aliases` the names other programs give it, `sources` the kinds
    of document believed first for it. A `kept` field is written by the program and read-only in forms; one `of_kinds`
    of films is asked for of these alone.
    """

    key: str
    label: str
    kind: Kind
    entity: Entity
    group: str
    search: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    sources: tuple[str, ...] = SOURCE_ORDER
    default: Any = None
    kept: bool = False
    facet: bool = False
    help: str = ""
    of_kinds: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The plain name that the field has inside its entity, in JSON."""
        return self.key.removeprefix("edition_") if self.key in _PREFIXED else self.key

    @property
    def query_name(self) -> str:
        """What a person reads and writes for it in a query: a custom one goes by its name, not by its key."""
        return self.search[0] if self.is_custom and self.search else self.key

    @property
    def is_custom(self) -> bool:
        """Whether it is one that a person added to this catalogue."""
        return self.kind.rows == "custom"

    def empty(self) -> Any:
        """The value of a field that says nothing."""
        return [] if self.kind.multiple else None

    def parse(self, text: str) -> Any:
        """The value that a person typed. Raises FieldError with a sentence."""
        if self.kind.compare != "words" and not self.kind.multiple and len(text) > _LONGEST:
            raise FieldError(f"{kinds.quoted(text)} is too long for {self.label}.")
        value = self.kind.parse(self.kind.in_figures(visible(text)))
        if self.choices and isinstance(value, str):
            known = {identity(choice): choice for choice in self.choices}
            if isinstance(self.kind, kinds.Choice) and identity(value) not in known:
                return self._alike(value)
            value = known.get(identity(value), value)
        return value

    def take(self, value: Any) -> Any:
        """A value that came from a file, as it is. Raises FieldError with a sentence for what is none of this field."""
        if value is None or value in ("", [], {}):
            return self.empty()
        value = self.kind.take(value)
        # What could be chosen once in a field of a person's own may be chosen no more.
        return self._alike(value) if isinstance(self.kind, kinds.Choice) and not self.is_custom else value

    def _alike(self, value: str) -> str:
        """The choice that is meant; among those that every catalogue has, one but for its accents is."""
        alike = [choice for choice in self.choices if identity(choice) == identity(value)]
        if not alike and not self.is_custom:
            alike = [choice for choice in self.choices if fold(choice) == fold(value)]
        if not alike:
            raise FieldError(f"{kinds.quoted(value)} is not one of: {', '.join(self.choices)}.")
        return alike[0]


_LONGEST = 1000
"""Letters of what is typed for a number, a date or a choice between two."""
_PREFIXED = frozenset({"edition_title", "edition_release_date", "edition_external_ids"})

STATUS = ("in collection", "wish list", "on order", "for sale", "sold", "lost", "given away")
GONE = ("sold", "lost", "given away")
"""Of those the ones of discs that nobody can lend any more."""
FORMATS = ("DVD", "Blu-ray", "4K UHD", "HD DVD", "LaserDisc", "VHS", "VCD", "Digital")
CONDITIONS = ("sealed", "mint", "very good", "good", "fair", "poor")
FILM_KINDS = ("film", "series", "season", "episode", "short")

_F = "Film"
_E = "Edition"
_P = "Personal"

FIELDS: tuple[Field, ...] = (
    Field(
        "title",
        "Title",
        kinds.TEXT,
        "film",
        _F,
        search=("t",),
        aliases=("Name", "DVD Title"),
        sources=("title_page", "credits_page", "collection_page", "article"),
    ),
    Field("original_title", "Original title", kinds.TEXT, "film", _F, search=("original",)),
    Field("sort_title", "Sort title", kinds.TEXT, "film", _F, aliases=("Title Sort",)),
    Field("kind", "Kind", kinds.CHOICE, "film", _F, choices=FILM_KINDS, default="film", facet=True),
    Field("year", "Year", kinds.YEAR, "film", _F, search=("y",), aliases=("Release Year", "Production Year")),
    Field("release_date", "Released", kinds.DATE, "film", _F, search=("released",), aliases=("Movie Release Date",)),
    Field(
        "runtime_minutes",
        "Running time",
        kinds.RUNTIME,
        "film",
        _F,
        search=("runtime", "length"),
        aliases=("Runtime", "Running Time"),
    ),
    Field("color", "Colour", kinds.TEXT, "film", _F, search=("colour",), choices=("Color", "Black and White")),
    Field("aspect_ratio", "Aspect ratio", kinds.TEXT, "film", _F, search=("ratio",)),
    Field("tagline", "Tagline", kinds.TEXT, "film", _F),
    Field("genres", "Genres", lists.WORDS, "film", _F, search=("genre",), aliases=("Genre",), facet=True),
    Field("countries", "Countries", lists.WORDS, "film", _F, aliases=("Country",), facet=True),
    Field("languages", "Languages", lists.WORDS, "film", _F, search=("language",), aliases=("Language",), facet=True),
    Field("keywords", "Keywords", lists.PHRASES, "film", _F, search=("keyword",)),
    Field("studios", "Studios", lists.PHRASES, "film", _F, search=("studio",), aliases=("Studio",)),
    Field("filming_locations", "Filming locations", lists.PHRASES, "film", _F, search=("filmed",)),
    Field("certifications", "Certifications", lists.CERTIFICATIONS, "film", _F, search=("rated",)),
    Field("series", "Series", kinds.TEXT, "film", _F, aliases=("Series",)),
    Field("series_number", "Number in series", kinds.DECIMAL, "film", _F),
    Field("parent", "Part of", parts.PART_OF, "film", _F, search=("part_of",), help="the series: Twin Peaks (1990)"),
    Field("season", "Season", kinds.NUMBER, "film", _F, aliases=("Season Number",)),
    Field("episode", "Episode", kinds.NUMBER, "film", _F, aliases=("Episode Number",)),
    Field("episodes", "Episodes", EPISODES, "film", _F, help=EPISODES.example, of_kinds=("series", "season")),
    Field("budget", "Budget", kinds.MONEY, "film", _F),
    Field("after_credits", "Scene after the credits", kinds.AFTER_CREDITS, "film", _F, help="yes, no, or yes: what"),
    Field("ratings", "Ratings", lists.RATINGS, "film", _F, search=("rating",), help="Metacritic critics 88/100"),
    Field("external_ids", "Ids elsewhere", lists.EXTERNAL_IDS, "film", _F, search=("id",), help="IMDb: tt0105462"),
    Field("links", "Links", lists.LINKS, "film", _F, help="label and address"),
    Field(
        "credits",
        "Cast and crew",
        lists.CREDITS,
        "film",
        "Cast & crew",
        sources=("collection_page", "credits_page", "title_page", "article"),
        help="Jeffrey Tambor as Georgy Malenkov, one to a line",
    ),
    Field("texts", "Texts", lists.TEXTS, "film", "Texts", search=("text", "plot", "synopsis")),
    Field("edition_title", "Title on the box", kinds.TEXT, "edition", _E, search=("box",)),
    Field("edition_name", "Edition", kinds.TEXT, "edition", _E, search=("edition",), aliases=("Edition",)),
    Field("barcode", "Barcode", kinds.BARCODE, "edition", _E, search=("upc", "ean"), aliases=("UPC", "EAN")),
    Field("further_barcodes", "Further barcodes", lists.BARCODES, "edition", _E, search=("codes",)),
    Field("format", "Format", kinds.TEXT, "edition", _E, choices=FORMATS, facet=True),
    Field("country", "Country of the edition", kinds.TEXT, "edition", _E),
    Field("certification", "Certification on the box", kinds.TEXT, "edition", _E, aliases=("Audience Rating",)),
    Field("regions", "Regions", lists.REGIONS, "edition", _E, search=("region",), aliases=("Region",), facet=True),
    Field("nr_discs", "Number of discs", kinds.NUMBER, "edition", _E, aliases=("Nr Discs", "No. of Discs")),
    Field("contents", "Films on the discs", parts.CONTENTS, "edition", _E, help="Alien (1979) | disc: 1 | cut: 2003"),
    Field("box_set", "Box set", parts.BOX_SET, "edition", _E, search=("boxset",), aliases=("Box set",)),
    Field("distributor", "Distributor", kinds.TEXT, "edition", _E, aliases=("Publisher",), facet=True),
    Field("edition_release_date", "Edition released", kinds.DATE, "edition", _E),
    Field("packaging", "Packaging", kinds.TEXT, "edition", _E, aliases=("Casing",)),
    Field("slipcover", "Slipcover", kinds.FLAG, "edition", _E),
    Field("video_standard", "Video standard", kinds.TEXT, "edition", _E, choices=("NTSC", "PAL", "SECAM")),
    Field("screen_ratios", "Screen ratios", lists.WORDS, "edition", _E, aliases=("Screen Ratio",)),
    Field(
        "audio_tracks",
        "Audio tracks",
        parts.AUDIO_TRACKS,
        "edition",
        _E,
        search=("audio", "sound"),
        aliases=("Audio Tracks",),
        help=parts.AUDIO_TRACKS.example,
    ),
    Field("subtitles", "Subtitles", lists.WORDS, "edition", _E, search=("sub",), aliases=("Subtitle",)),
    Field("layers", "Layers", kinds.TEXT, "edition", _E),
    Field("hdr", "HDR", kinds.TEXT, "edition", _E),
    Field("three_d", "3D", kinds.FLAG, "edition", _E, search=("3d",)),
    Field("chapters", "Chapters", kinds.NUMBER, "edition", _E),
    Field("extras", "Extras", lists.PHRASES, "edition", _E, aliases=("Extra Features",)),
    Field("list_price", "List price", kinds.MONEY, "edition", _E, aliases=("SRP",)),
    Field("edition_external_ids", "Ids of the edition elsewhere", lists.EXTERNAL_IDS, "edition", _E, help="ASIN: B00…"),
    Field("status", "Status", kinds.CHOICE, "copy", _P, choices=STATUS, default="in collection", facet=True),
    Field("index", "Index", kinds.NUMBER, "copy", _P, search=("nr",), aliases=("Collection Number",)),
    Field("owner", "Owner", kinds.TEXT, "copy", _P, facet=True),
    Field("location", "Location", kinds.PLACE, "copy", _P, search=("at", "place"), facet=True),
    Field("storage_device", "Storage device", kinds.TEXT, "copy", _P, search=("device",), facet=True),
    Field("slot", "Slot", kinds.TEXT, "copy", _P, aliases=("Storage Slot",)),
    Field("discs", "Discs elsewhere", parts.DISCS, "copy", _P, help=parts.DISCS.example),
    Field("condition", "Condition", kinds.TEXT, "copy", _P, choices=CONDITIONS),
    Field("purchase_date", "Purchased", kinds.DATE, "copy", _P, search=("purchased", "bought")),
    Field("store", "Store", kinds.TEXT, "copy", _P, aliases=("Retailer",), facet=True),
    Field("price", "Price paid", kinds.MONEY, "copy", _P, aliases=("Purchase Price",)),
    Field("current_value", "Current value", kinds.MONEY, "copy", _P, search=("value",)),
    Field("gift_from", "Gift from", kinds.TEXT, "copy", _P, search=("gift",)),
    Field("tags", "Tags", lists.TAGS, "copy", _P, search=("tag",), facet=True),
    Field("notes", "Notes", kinds.LONG_TEXT, "copy", _P, search=("note",), aliases=("Comment",)),
    Field("loans", "Loans", parts.LOANS, "copy", _P, search=("loan",), help=parts.LOANS.example),
    Field("viewings", "Viewings", parts.VIEWINGS, "film", _P, search=("viewing",), help=parts.VIEWINGS.example),
    Field("my_rating", "My rating of the film", kinds.RATING, "film", _P, search=("mine",), aliases=("My Rating",)),
    Field("my_video_rating", "My rating of the picture", kinds.RATING, "copy", _P),
    Field("my_audio_rating", "My rating of the sound", kinds.RATING, "copy", _P),
    Field("my_extras_rating", "My rating of the extras", kinds.RATING, "copy", _P),
    Field("added_at", "Added", kinds.MOMENT, "copy", _P, search=("added",), aliases=("Added Date",), kept=True),
    Field("modified_at", "Changed", kinds.MOMENT, "copy", _P, search=("modified",), kept=True),
)

DEFAULT_COLUMNS = ("title", "year", "format", "location", "storage_device", "owner", "tags")
"""The columns a new table shows; each of them sorts by an index."""

PICTURE_ROLES = ("front", "back", "disc")
"""What a picture of a disc shows. One that was turned or cropped has what it was beside it, as `front original`."""

PINNED = ("owner", "location", "storage_device", "purchase_date", "store")
"""What the form for the next disc keeps of the disc before."""


class Vocabulary:
    """The fields of one catalogue: those that every catalogue has, then its own. It never changes."""

    def __init__(self, custom: tuple[Field, ...] = ()) -> None:
        self.custom = custom
        self.all = FIELDS + custom
        self.by_key = {field.key: field for field in self.all}
        # What a custom field is called never hides one that every catalogue has.
        listed = custom + FIELDS
        self._by_name = {identity(name): field for field in listed for name in (*field.search, field.key)}
        self._alike: dict[str, dict[str, Field]] = {}
        for name, field in self._by_name.items():
            self._alike.setdefault(fold(name), {})[field.key] = field
        self._of_entity: dict[Entity, tuple[Field, ...]] = {
            entity: tuple(field for field in self.all if field.entity == entity) for entity in ENTITIES
        }

    def of_entity(self, entity: Entity) -> tuple[Field, ...]:
        """The fields of a film, an edition or a copy, in the order of forms."""
        return self._of_entity[entity]

    def named(self, name: str) -> Field | None:
        """The field that bears a name, in any case: `größe` is no `grosse`."""
        return self._by_name.get(identity(name))

    def by_search_name(self, name: str) -> Field | None:
        """The field that a name in a query means: `tag`, `location`; else the only one that differs in its marks."""
        alike = self._alike.get(fold(name), {})
        return self.named(name) or (next(iter(alike.values())) if len(alike) == 1 else None)

    def find(self, key: str) -> Field:
        """The field with a key, or that bears a name. Raises FieldError that names the nearest ones."""
        field = self.by_key.get(key) or self.named(key)
        if field is None:
            near = [one.label if one.is_custom else one.key for one in self._alike.get(fold(key), {}).values()]
            near = near or [known for known in self.by_key if fold(key)[:3] and fold(key)[:3] in known]
            hint = f" Did you mean {' or '.join(near[:3])}?" if near else " The command “fields” lists them all."
            raise FieldError(f"There is no field “{key}”.{hint}")
        return field

    def meant(self, name: str) -> Field:
        """The field that a person means who only looks: one that differs in its marks is taken too. See `find`."""
        return self.by_key.get(name) or self.by_search_name(name) or self.find(name)

    def groups(self) -> dict[str, list[Field]]:
        """The fields by the group that a form shows them in, in order."""
        return groups(self.all)


def groups(fields: Iterable[Field]) -> dict[str, list[Field]]:
    """Fields by the group that a form shows them in, in order."""
    found: dict[str, list[Field]] = {}
    for field in fields:
        found.setdefault(field.group, []).append(field)
    return found


BUILT_IN = Vocabulary()
"""The fields that every catalogue has."""

BY_KEY = BUILT_IN.by_key
