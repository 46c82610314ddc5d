"""A large collection that nobody owns, the same every time: python tests/perf/collection.py 10000 FILE.zip

Written in the program's own exchange format, one record a line, so that it goes in by the import like any other. People
and words are drawn from pools in which a few are met often and most once or twice, as in real collections.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

SEED = 1895
COVERS = 48
_GENRES = [
    "Drama",
    "Comedy",
    "War",
    "Thriller",
    "Horror",
    "Western",
    "Romance",
    "Crime",
    "Adventure",
    "Animation",
    "Documentary",
    "Musical",
]
_COUNTRIES = ("United Kingdom", "United States", "France", "Italy", "Germany", "Japan", "Poland", "Sweden", "Brazil")
_LANGUAGES = [
    "English",
    "French",
    "Italian",
    "German",
    "Japanese",
    "Polish",
    "Swedish",
    "Portuguese",
    "Russian",
    "Spanish",
]
_STUDIOS = [
    f"{name} Pictures" for name in ["Aster", "Borealis", "Carmine", "Dovetail", "Ember", "Fathom", "Granite", "Harbour"]
]
_OWNERS = ("Ann", "Bo", "Cleo")
_STORES = ("Corner shop", "Flea market", "By post", "Station", "Museum")
_TAGS = [
    "piano",
    "favourite",
    "silent",
    "signed",
    "lent",
    "watch-again",
    "festival",
    "foreign",
    "restored",
    "family",
    "doubtful",
    "gift",
]
_FORMATS = ("DVD", "DVD", "DVD", "Blu-ray", "Blu-ray", "4K UHD", "VHS")
_SYLLABLES = [
    *(consonant + vowel for consonant in "bdfgklmnprstv" for vowel in "aeo"),
    *("di", "fi", "li", "mi", "ri", "si", "ti", "vi", "wa", "zo", "ø", "é", "ł"),
]
_TEXT_KINDS = (("outline", 2), ("summary", 7), ("summary", 6), ("synopsis", 55), ("article", 14))


class Maker:
    """Makes the lists of an export with a number of copies, record by record."""

    def __init__(self, copies: int) -> None:
        self.copies = copies
        self._random = random.Random(SEED)
        rng = self._random
        self._words = self._make_words(6000)
        self._people = self._make_people(max(200, copies * 4))
        self._sentences = [self._sentence() for _ in range(4000)]
        self._places = [
            f"{room}/Shelf {shelf}" for room in ("Living room", "Study", "Cellar") for shelf in range(1, 21)
        ]
        self._devices = [f"TD {number}" for number in range(1, 41)]
        self._covers = [make_cover(number) for number in range(COVERS)]
        self.hashes = [hashlib.sha256(data).hexdigest() for data in self._covers]
        # Most discs hold one film; some films are there twice, some discs are boxes of several.
        self._contents: list[list[int]] = []
        films = 0
        for _ in range(copies):
            chance = rng.random()
            if chance < 0.04 and films:
                self._contents.append([rng.randrange(films)])
            elif chance < 0.06:
                self._contents.append(list(range(films, films + 4)))
                films += 4
            else:
                self._contents.append([films])
                films += 1
        self.films = films + copies // 50

    def write(self, path: Path) -> None:
        """Writes the whole export as a zip with its pictures."""
        partial = path.with_name(path.name + ".partial")
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
            with (
                archive.open("catalogue.json", "w", force_zip64=True) as raw,
                io.TextIOWrapper(raw, encoding="utf-8", write_through=False) as out,
            ):
                out.write('{"format": "disc-catalogue", "version": 1')
                for name, records in self.lists():
                    out.write(f',\n"{name}": [')
                    for place, record in enumerate(records):
                        out.write((",\n  " if place else "\n  ") + json.dumps(record, ensure_ascii=False))
                    out.write("]")
                out.write("}\n")
            for sha256, data in zip(self.hashes, self._covers, strict=True):
                archive.writestr(f"pictures/{sha256}.jpg", data)
        partial.replace(path)

    def lists(self) -> Iterator[tuple[str, Iterator[Json]]]:
        """The lists by name; each has to be used up before the next."""
        yield "films", (self._film(number) for number in range(self.films))
        yield "editions", (self._edition(number) for number in range(self.copies))
        yield "copies", (self._copy(number) for number in range(self.copies))
        yield "documents", iter(())
        yield "pictures", self._pictures()
        yield "places", ({"id": f"place:{n}", "path": path} for n, path in enumerate(self._places))

    def _film(self, number: int) -> Json:
        rng = self._random
        year = int(2025 - 100 * rng.random() ** 2)
        cast = self._credits()
        record: Json = {"id": f"film:{number}", "title": self._title(), "kind": "film", "year": year}
        if rng.random() < 0.25:
            record["original_title"] = self._title()
        return record | {
            "release_date": f"{year}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
            "runtime_minutes": rng.randrange(62, 195),
            "color": "Color" if year > 1955 else "Black and White",
            "aspect_ratio": rng.choice(("1.33:1", "1.85:1", "2.39:1")),
            "tagline": rng.choice(self._sentences)[:70].strip(),
            "genres": sorted(set(rng.choices(_GENRES, k=rng.randrange(1, 4)))),
            "countries": sorted({_COUNTRIES[self._skewed(len(_COUNTRIES))] for _ in range(rng.randrange(1, 3))}),
            "languages": [_LANGUAGES[self._skewed(len(_LANGUAGES))]],
            "keywords": sorted({self._words[self._skewed(len(self._words))] for _ in range(4)}),
            "studios": [rng.choice(_STUDIOS)],
            "certifications": [{"country": "United Kingdom", "rating": rng.choice(("U", "PG", "12", "15", "18"))}],
            "ratings": [
                {
                    "source": "IMDb",
                    "audience": "users",
                    "value": round(rng.uniform(2, 9.5), 1),
                    "scale": 10,
                    "votes": int(10 ** rng.uniform(1, 6)),
                }
            ],
            "external_ids": {"IMDb": f"tt{7_000_000 + number}"},
            "credits": cast,
            "texts": self._texts(cast),
            "choices": [],
        }

    def _edition(self, number: int) -> Json:
        rng = self._random
        films = self._contents[number]
        boxed = len(films) > 1
        return {
            "id": f"edition:{number}",
            "title": f"{self._title()} Collection" if boxed else None,
            "edition_name": rng.choice((None, None, "Special Edition", "Collector's Edition")),
            "barcode": ean13(400_000_000_000 + number * 37),
            "format": rng.choice(_FORMATS),
            "country": _COUNTRIES[self._skewed(len(_COUNTRIES))],
            "regions": [rng.choice("12")],
            "nr_discs": len(films) if boxed else rng.choice((1, 1, 1, 2)),
            "distributor": rng.choice(_STUDIOS),
            "screen_ratios": [rng.choice(("4:3", "16:9"))],
            "subtitles": sorted(set(rng.choices(_LANGUAGES, k=3))),
            "packaging": rng.choice(("Keep Case", "Digipak", None)),
            "contents": [
                {"film": f"film:{film}", "disc": disc if boxed else None, "cut": None}
                for disc, film in enumerate(films, 1)
            ],
            "choices": [],
        }

    def _copy(self, number: int) -> Json:
        rng = self._random
        year, month, day = rng.randrange(2001, 2025), rng.randrange(1, 13), rng.randrange(1, 29)
        date = f"{year}-{month:02}-{day:02}"
        return {
            "id": f"copy:{number}",
            "edition": f"edition:{number}",
            "status": "wish list" if rng.random() < 0.03 else "in collection",
            "index": number + 1,
            "owner": _OWNERS[self._skewed(len(_OWNERS))],
            "location": self._places[self._skewed(len(self._places))],
            "storage_device": rng.choice(self._devices),
            "slot": str(rng.randrange(1, 201)),
            "condition": rng.choice(("mint", "very good", "good", None)),
            "purchase_date": date,
            "store": rng.choice(_STORES),
            "price": {"amount": rng.randrange(100, 4000) / 100, "currency": "GBP"},
            "tags": sorted({_TAGS[self._skewed(len(_TAGS))] for _ in range(rng.randrange(0, 4))}),
            "notes": rng.choice(self._sentences) if rng.random() < 0.1 else None,
            "my_rating": rng.randrange(1, 11) if rng.random() < 0.4 else None,
            "added_at": f"{date}T12:00:00",
            "modified_at": f"{date}T12:00:00",
            "choices": [],
        }

    def _pictures(self) -> Iterator[Json]:
        rng = self._random
        for number in range(self.copies):
            if rng.random() < 0.7:
                sha256 = rng.choice(self.hashes)
                yield {"copy": f"copy:{number}", "role": "front", "sha256": sha256, "width": 200, "height": 300}

    def _credits(self) -> list[Json]:
        rng = self._random
        number = rng.randrange(15, 41)
        people = list(dict.fromkeys(self._people[self._skewed(len(self._people))] for _ in range(number)))
        crew = ("director", "writer", "composer")
        return [
            {
                "order": order,
                "person": person,
                "role": crew[order - 1] if order <= len(crew) else "actor",
                "character": None if order <= len(crew) else f"{rng.choice(self._names)} {rng.choice(self._names)}",
            }
            for order, person in enumerate(people, 1)
        ]

    def _texts(self, cast: list[Json]) -> list[Json]:
        rng = self._random
        found = []
        for place, (kind, length) in enumerate(_TEXT_KINDS):
            part = rng.choice(cast[3:] or cast)
            opening = f"{part['character']} ({part['person']}) is here. "
            text = opening + " ".join(rng.choices(self._sentences, k=length))
            author = rng.choice(self._names) if place in (1, 2) else None
            found.append({"kind": kind, "author": author, "heading": None, "text": text, "document": None})
        return found

    def _title(self) -> str:
        rng = self._random
        words = [self._words[self._skewed(len(self._words))].capitalize() for _ in range(rng.randrange(1, 5))]
        article = "The " if rng.random() < 0.2 else ""
        number = f" {rng.randrange(2, 9)}" if rng.random() < 0.05 else ""
        return article + " ".join(words) + number

    def _sentence(self) -> str:
        words = [self._words[self._skewed(len(self._words))] for _ in range(self._random.randrange(7, 16))]
        return " ".join(words).capitalize() + "."

    def _make_words(self, number: int) -> list[str]:
        rng = self._random
        words: dict[str, None] = {}
        while len(words) < number:
            words["".join(rng.choices(_SYLLABLES, k=rng.choice((2, 2, 3, 3, 4))))] = None
        return list(words)

    def _make_people(self, number: int) -> list[str]:
        rng = self._random
        self._names = [word.capitalize() for word in self._words[:2500]]
        people: dict[str, None] = {}
        while len(people) < number:
            people[f"{rng.choice(self._names)} {rng.choice(self._names)}"] = None
        return list(people)

    def _skewed(self, number: int) -> int:
        return int(number * self._random.random() ** 3)


def make_cover(number: int) -> bytes:
    """A small picture of its own colours as a JPEG."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (200, 300), ((number * 53) % 256, (number * 97) % 256, (number * 151) % 256))
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 30 + number, 180, 120 + number), fill=((number * 31) % 256, 200, 90))
    draw.text((24, 250), f"Cover {number}", fill="white")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()


def ean13(first: int) -> str:
    """Twelve digits with the check digit behind them."""
    digits = f"{first:012}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return f"{digits}{-(odd + 3 * even) % 10}"


if __name__ == "__main__":
    Maker(int(sys.argv[1])).write(Path(sys.argv[2]))
