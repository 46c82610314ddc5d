"""Texts that are long or repeat one sign: the time that reading takes grows as they do, not as their square."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from catalogue.collection import Collection, commands
from catalogue.collection import people as people_of
from catalogue.errors import FieldError
from catalogue.fields import registry
from catalogue.fields.text import narrow
from catalogue.pages import reader

SIGNS = (" ", "\t", "\u00a0", " .", "A ", "(", ", ", "- ", " / ", "1", "Ann ... ")
PAGES = {
    "cast": "The Film\n\nMosfilm (Mar 07, 1975)\nDVD\nDrama\nUSSR | Russian\n\nCast\nAnn Lee{} Bob\nCarl Poe\nBeth D\n",
    "plain": "The Film (1975)\n{} x\n",
    "place": "The Film\n\nMosfilm (Mar 07, 1975)\nDVD\n\nPersonal\nLocation\nAtt{}ic\nTags\nx\n",
}
PATIENCE = 40  # times as long for four times as much: a square has 16, what is linear 4; the rest is for a busy machine


def grows(work, sign: str, template: str, size: int) -> bool:
    """Whether the work takes much longer than it may when a sign is repeated four times as often."""

    def took(number: int) -> float:
        text = template.format((sign * number)[:number])
        before = time.process_time()
        work(text)
        return time.process_time() - before

    small = max(took(size), 0.002)
    return took(4 * size) > PATIENCE * small and took(4 * size) > 2.0


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_read_in_a_time_that_grows_with_it(page):
    for sign in SIGNS:
        assert not grows(reader.read, sign, PAGES[page], 20_000), repr(sign)


SHORT = {"ratings", "links", "genres", "episodes", "credits", "year", "added_at", "my_rating", "price", "keywords"}


@pytest.mark.parametrize("key", sorted(SHORT))
@pytest.mark.parametrize("sign", [" ", "\t", "\n", "\u00a0", ","])
def test_what_is_typed_is_read_soon(key, sign):
    def parse(text: str) -> None:
        with suppress(FieldError):
            registry.BY_KEY[key].parse(text)

    for template in ("Ann Lee{}x", "{} 5/10", "2001{}"):
        assert not grows(parse, sign, template, 5000), template


@pytest.mark.parametrize(
    ("wide", "narrower"),
    [
        (" " * 32, " " * 32),
        (" " * 33, "   "),
        (" " * 20 + "\t" + " " * 20, "\t"),
        ("\n" * 40, "\n"),
        (" " * 20 + "\t\n" + " " * 20, "\n"),
        ("\u00a0" * 5000, "   "),
    ],
)
def test_wide_blanks_keep_what_they_separate(wide, narrower):
    assert narrow(f"a{wide}b") == f"a{narrower}b"


def test_a_cast_with_wide_columns_is_read_as_one_with_narrow_ones():
    def cast(gap: str):
        rows = "\n".join(f"{one}{gap}{other}" for one, other in (("Ann Lee", "Maria"), ("Carl Poe", "Father")))
        draft = reader.read(f"The Film\n\nMosfilm (Mar 07, 1975)\nDVD\nDrama\n\n{rows}\n\nPersonal\nTags\nx\n")
        return [fact.value for fact in draft.facts if fact.field == "credits"]

    assert cast(" " * 5000) == cast("     ") != []
    assert cast("\t" * 5000) == cast("\t") != []


@pytest.fixture
def collection(tmp_path):
    made = Collection.open(tmp_path / "x.db")
    yield made
    made.close()


def test_a_thousand_levels_of_places_are_walked(collection):
    path = "/".join(f"p{number}" for number in range(1000))
    collection.run(commands.AddRecord({"title": "Deep", "location": path}))
    assert len(collection.places()) == 1000
    assert len(collection.facets("", ["location"])["location"]) == 1000


def test_a_cast_of_thousands_asks_for_a_few_of_its_characters_only(collection, monkeypatch):
    asked = []
    monkeypatch.setattr(people_of, "of_character", lambda _, name: asked.append(name) or [])
    credits = [
        {
            "order": number,
            "person": f"Person {number}",
            "role": "actor",
            "character": f"Name{'abcdefghij'[number % 10] * number}",
        }
        for number in range(1, 400)
    ] + [{"order": 400, "person": "Extra", "role": "actor", "character": "Soldier 3"}]
    film = collection.run(commands.AddRecord({"title": "Epic", "credits": credits})).result
    record = collection.record(film)
    collection.company(record.film_id)
    assert asked == [one["character"] for one in credits[:150]]


def test_what_an_operation_is_called_is_short(collection):
    collection.run(commands.AddRecord({"title": "x" * 1_000_000}))
    [operation] = collection.history(1, "")
    assert len(operation.label) <= 400
    assert operation.label.endswith("…")
