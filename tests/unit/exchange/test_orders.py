"""The order in which pages come does not matter, together or one by one."""

import io
import itertools
import random
import re
from pathlib import Path

import pytest

from catalogue.collection import Collection
from catalogue.exchange import importing, json_export

ORDERS = [*itertools.permutations(range(4))]


def exported(collection: Collection) -> str:
    """The export without the moments of reading, ids renumbered in the order in which they first occur."""
    out = io.StringIO()
    json_export.write_text(collection, out)
    numbers: dict[str, dict[str, int]] = {}

    def renumbered(match: re.Match[str]) -> str:
        known = numbers.setdefault(match[1], {})
        return f'"{match[1]}:{known.setdefault(match[2], len(known) + 1)}"'

    text = re.sub(r'"read_at": "[^"]*"', '"read_at": null', out.getvalue())
    return re.sub(r'"(film|edition|copy|person|document|place):(\d+)"', renumbered, text)


@pytest.fixture(scope="session")
def pages(seeds_dir: Path) -> list[Path]:
    """The four real pages."""
    return sorted(seeds_dir.glob("*.txt"))


@pytest.fixture(scope="session")
def usual(pages, blank_catalogue, tmp_path_factory) -> str:
    """The export after the four pages came in the order of their names."""
    path = tmp_path_factory.mktemp("usual") / "films.db"
    path.write_bytes(blank_catalogue.read_bytes())
    collection = Collection.open(path)
    importing.run(collection, pages)
    text = exported(collection)
    collection.close()
    return text


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join(map(str, order)))
def test_the_four_pages_give_the_same_in_any_order(new_collection, pages, usual, order):
    together, one_by_one = new_collection(), new_collection()
    importing.run(together, [pages[place] for place in order])
    for place in order:
        importing.run(one_by_one, [pages[place]])
    assert exported(together) == usual
    assert exported(one_by_one) == usual


def test_importing_all_twice_gives_the_same_bytes(collection, pages):
    importing.run(collection, pages)
    before, again = io.StringIO(), io.StringIO()
    json_export.write_text(collection, before)
    assert importing.run(collection, pages).operation is None
    json_export.write_text(collection, again)
    assert again.getvalue() == before.getvalue()


@pytest.mark.parametrize("seed", range(4))
def test_the_sample_collection_gives_the_same_in_any_order(new_collection, samples, seed):
    shuffled = random.Random(seed).sample(samples, len(samples))
    usual, other = new_collection(), new_collection()
    importing.run(usual, samples)
    for start in range(0, len(shuffled), seed + 1):
        importing.run(other, shuffled[start : start + seed + 1])
    assert exported(other) == exported(usual)
