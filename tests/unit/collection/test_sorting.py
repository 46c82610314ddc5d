"""Whatever a list is sorted by, in every scope: each row stands by what it shows."""

import shutil
from pathlib import Path

import pytest

from catalogue.collection import Collection
from catalogue.collection.commands import AddField, AddRecord, DeleteRecords
from catalogue.fields import collation, custom, registry
from catalogue.fields.parts import split_film_name

WORDS = ["Disc 10", "Zebra", "éclair", "Disc 9", "(500) Days", "iZombie"]
BARCODES = ["4006381333931", "5050070005806", "0191329079843", "0883929106912", "5051890004505", "3309450038207"]
NUMBERS = ["10", "9", "7", "2", "4", "3"]
TYPED = {
    "year": ["1990", "1985", "2011", "1971", "2001", "1999"],
    "color": ["Color", "Black and White", "Sepia", "Tinted", "2-strip", "Éclair"],
    "aspect_ratio": ["16:9", "4:3", "1.85:1", "2.35:1", "1.9:1", "1.33:1"],
    "certifications": ["Germany: FSK 12", "Germany: FSK 6", "Austria: 14", "United States: R", "Japan: G", "Éire: PG"],
    "ratings": [f"Guide {number} critics {number}/100" for number in (10, 9, 100, 33, 2, 50)],
    "external_ids": [f"IMDb: tt{number:07}" for number in (10, 9, 100, 33, 2, 50)],
    "edition_external_ids": [f"ASIN: B{number:09}" for number in (10, 9, 100, 33, 2, 50)],
    "links": [f"{word} https://example.org/{number}" for number, word in enumerate(WORDS)],
    "texts": [f"[summary]\n{word}" for word in WORDS],
    "credits": [f"{word} (director)\nAnn as Bo" for word in WORDS],
    "barcode": BARCODES,
    "further_barcodes": [f"{code}; {BARCODES[0]}" for code in BARCODES],
    "regions": ["2", "1", "B", "A", "6", "C"],
    "audio_tracks": [f"{word} | channels: 5.1" for word in ("German", "English", "Thai", "Khmer", "Éwé", "Czech")],
    "discs": [
        f"{number} | label: {word} | at: Hall" for number, word in zip((10, 9, 100, 33, 2, 50), WORDS, strict=True)
    ],
    "loans": [f"Ann | lent: 2026-0{month}-04 | returned: 2026-0{month}-20" for month in (4, 2, 6, 1, 5, 3)],
    "viewings": [f"2024-0{month}-02 | who: Kerry" for month in (4, 2, 6, 1, 5, 3)],
    "after_credits": ["yes: a song", "no", "yes", "no", "yes", "no"],
}
DATES = ["2010-04", "2009-12-24", "2026-01-04", "1999", "2010-03-30", "2001-05"]
MONEY = ["$10", "$9.50", "€100", "£33", "CHF 2", "$50"]
SCOPES = ("everything", "discs", "films")


def value_of(field, number):
    """The value of a field that a record has, by its number; each has another one where there are enough."""
    kind = field.kind
    if kind.name == "link":
        return f"https://example.org/{number}"
    if field.key in TYPED:
        return field.parse(TYPED[field.key][number])
    if field.choices and kind.name == "choice":
        return field.choices[number % len(field.choices)]
    if kind.compare == "date":
        return field.parse(DATES[number])
    if kind.compare == "number":
        return field.parse((MONEY if kind.name == "money" else NUMBERS)[number])
    if kind.compare == "flag":
        return field.parse(["yes", "no"][number % 2])
    return field.parse(f"{WORDS[number]}; Beta" if kind.multiple else WORDS[number])


def key_of(field, value):
    """What a value sorts by, told from what is shown of it."""
    kind = field.kind
    if kind.rows in ("loans", "viewings"):
        return max(part["lent" if kind.rows == "loans" else "when"] for part in value)
    if kind.rows == "credits":
        return collation.name_key(value[0]["person"])
    if kind.rows == "contents":
        return collation.key(split_film_name(value[0]["film"])[0])
    if kind.rows == "discs":
        return collation.key(f"{value[0]['disc']} {value[0]['label']}")
    if kind.rows == "episodes":
        return collation.key(kind.show_part({**value[0], "runtime": None, "seen": None}))
    if kind.rows == "place":
        return collation.path_key(value)
    if kind.multiple:
        return collation.list_key(kind.show([part]) for part in value).casefold()
    if kind.name == "money":
        return value["amount"]
    if kind.compare == "flag":
        return value["has_scene"] if isinstance(value, dict) else value
    return collation.key(kind.show(value)) if kind.compare == "words" else value


@pytest.fixture(scope="module")
def collection(blank_catalogue, tmp_path_factory):
    """A film alone, one on a disc, one on discs that say different things, two in a box, one in the trash."""
    path = tmp_path_factory.mktemp("sorting") / "films.db"
    collection = Collection.open(Path(shutil.copy(blank_catalogue, path)))
    for kind in custom.KINDS:
        for entity in registry.ENTITIES:
            collection.run(AddField(f"{entity.title()} {kind}", kind, entity, ("b", "a") if kind == "choice" else ()))
    fields = collection.fields().all
    special = ("title", "contents", "parent", "box_set", "edition_title", "sort_title")
    values = [
        {field.key: value_of(field, number) for field in fields if not field.kept and field.key not in special}
        for number in range(6)
    ]
    of_film = {field.key for field in fields if field.entity == "film"}
    names = ["The Alone", "Éclair", "Twin 10", "Twin 9", "Boxed"]
    collection.run(AddRecord({**values[0], "title": names[0], "sort_title": "Alone"}, disc=False))
    collection.run(AddRecord({**values[1], "title": names[1], "sort_title": names[1]}))
    collection.run(AddRecord({**values[2], "title": names[2]}))
    year = values[2]["year"]
    for number, title in ((3, "Zweites"), (4, "Erstes")):
        own = {key: value for key, value in values[number].items() if key not in of_film}
        held = [{"film": f"{names[2]} ({year})", "disc": 1, "cut": None}]
        collection.run(AddRecord({**own, "edition_title": title, "contents": held}))
    held = [{"film": f"{name} (1950)", "disc": None, "cut": None} for name in names[3:]]
    own = {key: value for key, value in values[5].items() if key not in of_film}
    collection.run(AddRecord({**own, "edition_title": "Die Box 10", "contents": held, "box_set": "Big box"}))
    collection.run(AddRecord({"title": "Inside", "edition_title": "Die Box 9", "parent": "Twin 9", "box_set": "A box"}))
    collection.run(AddRecord({**values[0], "title": "Bin", "barcode": None}))
    collection.run(DeleteRecords((max(collection.find("").ids),)))
    yield collection
    collection.close()


@pytest.mark.parametrize("scope", SCOPES)
def test_rows_stand_by_what_they_show_whatever_they_are_sorted_by(collection, scope):
    for field in collection.fields().all:
        key = field.key
        rising, falling = (collection.find("", [(key, down)], scope=scope).ids for down in (False, True))
        rows = collection.rows(rising, [key])
        keys = []
        for row_id in rising:
            row = rows[row_id]
            values = row.several.get(key) or [row.values[key]]
            told = [None if value in (None, []) else key_of(field, value) for value in values]
            assert told == sorted(told, key=lambda one: (one is None, one)), (key, row.shown(field))
            keys.append(told[0])
        there = [one for one in keys if one is not None]
        assert keys == sorted(there) + [None] * (len(keys) - len(there)), (key, keys)
        shown = [keys[list(rising).index(row_id)] for row_id in falling]
        assert shown == sorted(there, reverse=True) + [None] * (len(keys) - len(there)), (key, shown)
        assert len(there) > 1 or key in ("parent",), key
